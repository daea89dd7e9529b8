"""What stands around a finding on its page: who raised it, its pictures, signature, history."""

from cfpdesk.model.evidence import Evidence, Link, LinkRole
from cfpdesk.model.finding import Finding
from cfpdesk.model.ink import Ink, parse_ink
from cfpdesk.model.team import Person
from cfpdesk.steps.finding import FindingView
from cfpdesk.store.session import Session
from cfpdesk.ui.widgets.evidence_strip import Thumb

_LINES = 8  # of what happened, the newest


def raised_text(session: Session, current: Finding, writer: Person | None) -> str:
    """Return who raised a finding, and when it was begun."""
    born = session.provenance(Finding.TABLE, current.row, "number")
    name = writer.name if writer else (born.person if born else "")
    at = f"{born.at.astimezone():%m-%d %H:%M}" if born else ""
    return " ".join(part for part in (name, at) if part)


def drawn_signature(session: Session, view: FindingView) -> Ink | None:
    """Return the strokes of the client's signature, None where there are none."""
    signature = view.signature
    if signature is None or signature.ink is None:
        return None
    return parse_ink(session.evidence.read(signature.ink))


def role_thumbs(session: Session, finding: str, link_role: LinkRole) -> list[Thumb]:
    """Return the thumbnails of what shows a finding's fact, or that it was corrected."""
    found = []
    for link in session.all(Link):
        if link.target != finding or link.role is not link_role:
            continue
        piece = session.get(Evidence, link.evidence)
        if piece is not None:
            path = session.evidence.path(piece.file) if piece.file else None
            found.append(Thumb(piece, path, link.row))
    return found


def history_lines(session: Session, current: Finding) -> list[tuple[str, str]]:
    """Return the newest operations on a finding: when, and who did what."""
    seen: list[tuple[str, str]] = []
    for entry in reversed(session.history(Finding.TABLE, current.row)):
        text = f"{entry.person} · {entry.operation}"
        line = (f"{entry.at.astimezone():%m-%d %H:%M}", text)
        if line not in seen:
            seen.append(line)
        if len(seen) == _LINES:
            break
    return seen
