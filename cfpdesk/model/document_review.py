"""Document review: its state, and what its judgements and risks lack (rules 9.3, 9.8.4).

Insufficient information suspends the verification: nothing goes on until it is resumed or ended.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.record import Record
from cfpdesk.model.rule_entry import RuleEntry, list_blockers
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.rules import RuleSet

_GATE = GateMaker("document_review", "engagement")
_CLAUSE = "RULE:9.3"
# What may be written while a verification is suspended or after it was terminated: that it goes on
# or ends, that the client was told, and papers and receipts of that.
FREE_WHILE_SUSPENDED = frozenset({"document_review", "evidence", "issue", "link", "signature"})


class ReviewStatus(StrEnum):
    """How far the document review has come."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    DONE = "done"


REVIEW_STATUS_WORD: dict[ReviewStatus, Message] = {
    ReviewStatus.NOT_STARTED: msg("Not started"),
    ReviewStatus.UNDER_WAY: msg("Under way"),
    ReviewStatus.SUSPENDED: msg("Suspended: information insufficient"),
    ReviewStatus.TERMINATED: msg("Terminated"),
    ReviewStatus.DONE: msg("Done"),
}


@dataclass(frozen=True, kw_only=True)
class DocumentReview(Record):
    """The document review; its judgements and risks are `RuleEntry`s.

    Attributes:
        reviewer: row of the person who reviews.
        missing: which information is insufficient.
        suspended_on: since when; `resumed_on` when it went on again, None while it is suspended.
        terminated_on: the verification was ended, for `reason` (rule 9.8.4).
        receipt_on, receipt_by: when and by whom the client confirmed to have been told of the end;
            `receipt` is the row of the evidence that shows it.
    """

    TABLE: ClassVar[str] = "document_review"
    KEY: ClassVar[tuple[str, ...]] = ("only",)

    only: str = "document_review"
    reviewer: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    missing: str = ""
    suspended_on: date | None = None
    resumed_on: date | None = None
    terminated_on: date | None = None
    reason: str = ""
    receipt_on: date | None = None
    receipt_by: str = ""
    receipt: str = ""


def review_status(review: DocumentReview) -> ReviewStatus:
    """Return the state; an ended or suspended verification comes before any other."""
    if review.terminated_on is not None:
        return ReviewStatus.TERMINATED
    if review.suspended_on is not None and review.resumed_on is None:
        return ReviewStatus.SUSPENDED
    if review.ended_on is not None:
        return ReviewStatus.DONE
    return ReviewStatus.NOT_STARTED if review.started_on is None else ReviewStatus.UNDER_WAY


def check_going_on(review: DocumentReview) -> None:
    """Refuse to work in a verification that is suspended or terminated.

    Raises:
        UserError: saying that it can only be resumed or terminated, or that it has ended.
    """
    status = review_status(review)
    if status is ReviewStatus.SUSPENDED:
        raise UserError(
            msg("Information is insufficient: the verification can only be resumed or terminated.")
        )
    if status is ReviewStatus.TERMINATED:
        raise UserError(msg("The verification was terminated."))


def suspend(review: DocumentReview, missing: str, day: date) -> DocumentReview:
    """Return the review as suspended for insufficient information.

    Raises:
        UserError: if it is suspended or ended already, or nothing is named.
    """
    check_going_on(review)
    if not missing.strip():
        raise UserError(msg("Write which information is insufficient."))
    return review.but(suspended_on=day, resumed_on=None, missing=missing.strip())


def resume(review: DocumentReview, day: date) -> DocumentReview:
    """Return the review as going on again; raises UserError if it is not suspended."""
    if review_status(review) is not ReviewStatus.SUSPENDED:
        raise UserError(msg("The verification is not suspended."))
    return review.but(resumed_on=day)


def terminate(review: DocumentReview, reason: str, day: date) -> DocumentReview:
    """Return the review as ended; raises UserError without a reason, or if it has ended."""
    if review_status(review) is ReviewStatus.TERMINATED:
        raise UserError(msg("The verification was terminated."))
    if not reason.strip():
        raise UserError(msg("Ending a verification needs a reason; the client is told it."))
    return review.but(terminated_on=day, reason=reason.strip())


def document_review_blockers(
    review: DocumentReview, entries: Iterable[RuleEntry], rules: RuleSet
) -> tuple[Blocker, ...]:
    """Return what the document review lacks; one block alone while it is suspended or ended."""
    return tuple(_blockers(review, tuple(entries), rules))


def _blockers(
    review: DocumentReview, entries: tuple[RuleEntry, ...], rules: RuleSet
) -> Iterator[Blocker]:
    status = review_status(review)
    if status is ReviewStatus.SUSPENDED:
        sentence = msg("Suspended, information is insufficient: {missing}", missing=review.missing)
        remedy = msg("Resume or end")
        yield _GATE.at(Level.HARD, "suspended", _CLAUSE, sentence, remedy=remedy, field="missing")
        return
    if status is ReviewStatus.TERMINATED:
        sentence = msg("The verification was terminated: {reason}", reason=review.reason)
        yield _GATE.at(
            Level.HARD, "terminated", "RULE:9.8.4", sentence, remedy=msg("Look"), field="receipt_on"
        )
        if review.receipt_on is None or not review.receipt_by.strip():
            sentence = msg("The client has not confirmed to have been told of the termination")
            yield _GATE.at(Level.WARNING, "receipt", "RULE:9.8.4", sentence, field="receipt_on")
        return
    for code in (ListCode.DOCUMENT_INPUT, ListCode.DOCUMENT_JUDGEMENT, ListCode.DOCUMENT_RISK):
        yield from list_blockers(rules.rule_list(code), entries, _GATE)
    if status is not ReviewStatus.DONE:
        sentence = msg("The document review is not finished")
        yield _GATE.at(Level.HARD, "open", _CLAUSE, sentence, field="ended_on")
