"""What the inventory says of itself: the line of state beside the title, and how to verify (F1)."""

from cfpdesk.i18n import _, current_language, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.inventory_view import InventoryState, LineView
from cfpdesk.ui.page import Guidance

_HOW = msg(
    "A line is activity data × factor × GWP. Its figures are followed back: report, cell,"
    " paper, sample.\n"
    "The client's file is never written. A verified value stands beside the client's, with its"
    " source.\n"
    "A factor must be of the life cycle, of the right place and year, and of the best rank at"
    " hand: a measured, b supplier, c regional, d national, e international; else say why.\n"
    "Lines as large as the materiality threshold are examined whole."
)
_CLAUSES = ("RULE:6.1", "RULE:6.2", "ISO14064-3:6.1.3")


def guidance_of(view: LineView | None) -> Guidance:
    """Return how a line is verified, the doubts about it first."""
    language = current_language()
    codes = [flag.clause for flag in view.doubts] if view is not None else []
    clauses = dict.fromkeys([*(code for code in codes if code), *_CLAUSES])
    title = " · ".join(clause_text(code).text(language) for code in list(clauses)[:3])
    parts = [f"{flag.sentence} {flag.remedy}" for flag in view.doubts] if view is not None else []
    return Guidance(title, "\n".join([*parts, str(_HOW)]), tuple(clauses))


def state_text(state: InventoryState) -> str:
    """Return the client's file with version, time and fingerprint."""
    if not state.tables:
        return ""
    table = state.tables[-1]
    file = table.dataset.file
    parts = [_("Client's file {name}").format(name=file.name if file else table.dataset.name)]
    if table.version > 1:
        parts.append(_("version {n}").format(n=table.version))
    if table.taken_at is not None:
        parts.append(f"{table.taken_at.astimezone():%m-%d %H:%M}")
    if file is not None:
        digits = file.sha256[:8].upper()
        parts.append(f"{digits[:4]} {digits[4:]}")
    if len(state.tables) > 1:
        parts.insert(0, str(msg("{n} {n:table|tables}", n=len(state.tables))))
    return " · ".join(parts)
