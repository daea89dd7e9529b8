"""Where a person sees what an operation, or a half-typed text, changed."""

from cfpdesk.model.checklist import Answer
from cfpdesk.model.evidence import Link
from cfpdesk.model.gate import Target
from cfpdesk.model.home import step_of
from cfpdesk.model.journal import ACTION_TABLE, EXCL_TABLE
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.photo_mark import PhotoMark
from cfpdesk.store.link_query import place_of
from cfpdesk.store.operation import Operation
from cfpdesk.store.session import Session

# Pages that show a record by its row.
_BY_ROW = frozenset({"evidence", "finding", "inventory", "sampling"})
# Where records of the engagement stand that have a tab of their own: a field of that tab.
_ON_TAB = {
    "schedule_block": "schedule",
    "plan_version": "version",
    "team_change": "team_change",
    "person_days": "base",
    "member_days": "days",
    "site_sampling": "scheme",
    "team_statement": "statement",
    "person_certificate": "certificate",
    "training": "training",
    "contract_review": "contract_tab",
    "contract_change": "contract_tab",
    "document_review": "document_review_tab",
    "stage1": "stages_tab",
    "stage_issue": "stages_tab",
    "running_day": "stages_tab",
}


def place_of_operation(session: Session, operation: Operation) -> Target | None:
    """Return the page and the record an operation changed first; None where it is on no page."""
    chain = session.log.chain(operation.replica)
    if chain is None:
        return None
    found = session.log.conn.execute(
        "SELECT c.tbl, c.row, c.field FROM event e JOIN cell c ON c.cid=e.cid"
        " WHERE e.rid=? AND e.seq BETWEEN ? AND ? AND c.tbl NOT IN (?,?) ORDER BY e.seq",
        (chain.rid, operation.first, operation.last, ACTION_TABLE, EXCL_TABLE),
    ).fetchone()
    place = place_of_field(session, *found) if found else None
    return Target(place.page, place.row) if place is not None and place.row else place


def place_of_field(session: Session, table: str, row: str, field: str) -> Target | None:
    """Return where a field of a record is edited; None where it is on no page."""
    if table == Link.TABLE:
        link = session.get(Link, row)
        return place_of(session, link.target_table, link.target) if link is not None else None
    if table == PhotoMark.TABLE:
        return Target("evidence", session.record(PhotoMark, row).evidence)
    if table == Answer.TABLE:
        answer = session.get(Answer, row)
        return Target("checklist", answer.item if answer is not None else "", field)
    closing = session.find(Meeting, kind=MeetingKind.CLOSING).started_at
    page = step_of({table}, session.now(), closing)
    if page in _BY_ROW:
        return Target(page, row, field)
    if page == "engagement":
        return Target(page, field=_ON_TAB.get(table, field))
    return Target(page) if page else None
