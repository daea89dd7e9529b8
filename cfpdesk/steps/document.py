"""Documents: what was issued, and how today differs from it.

What documents there are stands in `documents/registry.py`, above this layer; here is what the
journal keeps of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.canonical import parse_canonical
from cfpdesk.model.closing import Seal
from cfpdesk.model.gate import Blocker, Mark, StepStatus
from cfpdesk.model.issue import Issue, differences
from cfpdesk.store.session import Session

NOUN = "document"


@dataclass(frozen=True, slots=True)
class DocumentState:
    """What was issued.

    Attributes:
        issues: newest first.
    """

    issues: tuple[Issue, ...]

    def of(self, document: str) -> tuple[Issue, ...]:
        """Return the issues of one document, newest first."""
        return tuple(issue for issue in self.issues if issue.document == document)


def state(session: Session) -> DocumentState:
    """Return every issued document."""
    dated = [issue for issue in session.all(Issue) if issue.issued_at is not None]
    ordered = sorted(dated, key=lambda issue: (str(issue.issued_at), issue.row), reverse=True)
    return DocumentState(tuple(ordered))


def status(session: Session) -> StepStatus:
    """Return how many documents were issued; there is no share, because none has to be."""
    count = len(session.all(Issue))
    if not count:
        return StepStatus(Mark.NOT_STARTED)
    sealed = bool(session.all(Seal))
    return StepStatus(Mark.DONE if sealed else Mark.IN_PROGRESS, figure=str(count))


def blockers(session: Session) -> tuple[Blocker, ...]:  # noqa: ARG001 - the contract of a step
    """Return nothing: what a document lacks is mended in the step it shows."""
    return ()


def issue(
    session: Session,
    document: str,
    *,
    title: Message,
    language: str,
    form: str,
    audience: str,
    draft: bool,
    state: bytes,
    state_sha256: str,
    file_sha256: str,
) -> Issue:
    """Keep that a document was issued, with the state it shows and the hash of its bytes."""
    what = {
        "pdf": msg("{title} issued as PDF", title=title),
        "xlsx": msg("{title} issued as Excel", title=title),
        "json": msg("{title} issued as a PACT file", title=title),
        "zip": msg("{title} issued as an openLCA file", title=title),
        "print": msg("{title} printed", title=title),
    }[form]
    with session.transact(what) as change:
        kept = None
        if state:
            kept = change.attach(state, mime="application/json", name="state.json")
        return change.put(
            Issue(
                document=document,
                language=language,
                form=form,
                audience=audience,
                draft=draft,
                state=kept,
                state_sha256=state_sha256,
                file_sha256=file_sha256,
                issued_at=change.now,
            )
        )


def changed_since(session: Session, issued: Issue, state_now: bytes) -> Sequence[str]:
    """Return the places where a document differs from one that was issued.

    Empty where they are the same. Where the earlier state is not here (its file was left out of a
    package), the one place is the whole document, named "".
    """
    if issued.state is None:
        return ("",)
    try:
        before = session.evidence.path(issued.state).read_bytes()
        return differences(parse_canonical(before), parse_canonical(state_now))
    except (OSError, UserError):
        return ("",)
