"""Issues of document review and stage 1, and what was left open before stage 2."""

from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.engagement import Stage
from cfpdesk.model.finding import NONCONFORMITIES, Finding
from cfpdesk.model.stage import IssueState, StageIssue, settled
from cfpdesk.store.checklist_library import checklist_of
from cfpdesk.store.session import Session

# Answers of a check item before stage 2 that leave something to be seen on site.
_LEFT_OPEN = frozenset({Verdict.NOT_CONFORM, Verdict.OBSERVATION, Verdict.FOLLOW_UP})
_EARLY = frozenset({Stage.DOCUMENT_REVIEW, Stage.STAGE_1})


def issue_states(session: Session) -> tuple[IssueState, ...]:
    """Return the issues by number, each with where it stands."""
    findings = {f.row: f for f in session.all(Finding) if f.kind in NONCONFORMITIES}
    found = []
    for issue in sorted(session.all(StageIssue), key=lambda i: (i.number, i.row)):
        carried = findings.get(issue.finding)
        found.append(IssueState(issue, carried.number if carried else "", settled(issue)))
    return tuple(found)


def untaken_items(session: Session) -> tuple[str, ...]:
    """Return check items of document review and stage 1 that are left open and no issue yet."""
    library = checklist_of(session)
    early = {i.id for i in library.items if _EARLY & {Stage(s) for s in i.stages}}
    taken = {issue.item for issue in session.all(StageIssue)}
    left = [a.item for a in session.all(Answer) if a.verdict in _LEFT_OPEN]
    return tuple(sorted(item for item in left if item in early and item not in taken))
