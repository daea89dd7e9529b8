"""Issues of document review and stage 1, open until each is verified on site (rule 9.6.2 1).

They are raised by hand, or taken over from check items that were left open.
"""

from enum import StrEnum

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Checklist
from cfpdesk.model.day import day_of
from cfpdesk.model.finding import Finding
from cfpdesk.model.stage import StageIssue, next_issue_number
from cfpdesk.store.checklist_library import checklist_of
from cfpdesk.store.record_edit import existing, put_if_changed
from cfpdesk.store.session import Session
from cfpdesk.store.stage_issue_query import untaken_items


class IssueText(StrEnum):
    """The texts of an issue, named as its fields."""

    TEXT = "text"
    ANSWER = "answer"
    VERIFIED_HOW = "verified_how"


def raise_issue(session: Session, text: str, item: str = "") -> StageIssue:
    """Raise an issue to be verified on site (rule 9.6.2 1).

    Args:
        session: the engagement.
        text: what is open.
        item: id of the check item it comes from; empty for none.

    Raises:
        UserError: without a text.
    """
    if not text.strip():
        raise UserError(msg("Write what is open."))
    me = session.me()
    number = _next_number(session)
    clauses = _clauses(session, item)
    with session.transact(msg("Issue {number}", number=number)) as change:
        return change.put(
            StageIssue(
                number=number,
                item=item,
                text=text.strip(),
                clauses=clauses,
                raised_by=me.row if me else "",
                raised_on=day_of(change.now),
            )
        )


def take_over(session: Session) -> int:
    """Raise an issue for each check item left open before stage 2; returns how many."""
    questions = {item.id: item.question for item in _library(session).items}
    answers = {answer.item: answer for answer in session.all(Answer)}
    taken = untaken_items(session)
    for item in taken:
        kept = answers[item]
        text = kept.facts or kept.note or str(questions.get(item, item))
        raise_issue(session, text, item)
    return len(taken)


def write_issue(session: Session, row: str, field: IssueText, text: str) -> None:
    """Write what is open, what the client says, or how it was verified on site.

    That it was verified counts with who and when; both are noted with how.
    """
    kept = existing(session, StageIssue, row)
    if getattr(kept, field.value) == text.strip():
        return
    after = kept.but(**{field.value: text.strip()})
    if field is IssueText.TEXT and not text.strip():
        raise UserError(msg("Write what is open."))
    with session.transact(msg("Issue {number}", number=kept.number)) as change:
        if field is IssueText.VERIFIED_HOW:
            me = session.me()
            actor = session.actor.name if session.actor else ""
            done = bool(text.strip())
            after = after.but(
                verified_on=day_of(change.now) if done else None,
                verified_by=(me.name if me else actor) if done else "",
            )
        change.put(after)


def carry_into(session: Session, row: str, finding: str) -> None:
    """Carry an issue into a nonconformity; an empty finding takes that back."""
    kept = existing(session, StageIssue, row)
    found = session.get(Finding, finding) if finding else None
    title = (
        msg("{number} carried into {finding}", number=kept.number, finding=found.number)
        if found
        else msg("{number} carried into nothing", number=kept.number)
    )
    put_if_changed(session, kept, kept.but(finding=found.row if found else ""), title)


def _next_number(session: Session) -> str:
    me = session.me()
    taken = [str(number) for number in session.given(StageIssue, "number")]
    return next_issue_number(me.place if me else 0, taken)


def _clauses(session: Session, item: str) -> tuple[str, ...]:
    return next((found.clauses for found in _library(session).items if found.id == item), ())


def _library(session: Session) -> Checklist:
    return checklist_of(session)
