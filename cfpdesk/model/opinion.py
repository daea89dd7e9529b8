"""The opinion: proposed from facts with its reasons, set by a person (method 2.9).

Unmodified, modified, adverse, disclaimer (ISO 14064-3). Wording is positive for reasonable and
negative for limited assurance, which always says that it is limited. What is proposed is never set
by itself; a person who chooses another opinion says why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.gate import Blocker, Level, Target
from cfpdesk.model.misstatement_ledger import Ledger, Standing
from cfpdesk.model.opinion_reason import OpinionFacts, Reason, reasons_of
from cfpdesk.model.record import Record

NOUN = "sampling"


class OpinionType(StrEnum):
    """Types of opinion, in the vocabulary of ISO 14064-3."""

    UNMODIFIED = "unmodified"
    MODIFIED = "modified"
    ADVERSE = "adverse"
    DISCLAIMER = "disclaimer"


OPINION_WORD: dict[OpinionType, Message] = {
    OpinionType.UNMODIFIED: msg("Unmodified opinion"),
    OpinionType.MODIFIED: msg("Modified opinion"),
    OpinionType.ADVERSE: msg("Adverse opinion"),
    OpinionType.DISCLAIMER: msg("Disclaimer of opinion"),
}


@dataclass(frozen=True, kw_only=True)
class Opinion(Record):
    """The opinion that a person set; one row an engagement.

    Attributes:
        matters: what is departed from, limited or missing, as it stands in the opinion; mandatory
            for all but the unmodified one.
        reason: why it differs from what is proposed.
        missing: evidence that could not be obtained; `pervasive` where that reaches the whole
            claim, not a confined part of it.
        chosen_by: row of the person.
    """

    TABLE: ClassVar[str] = "opinion"
    KEY: ClassVar[tuple[str, ...]] = ("only",)

    only: str = "opinion"
    chosen: OpinionType | None = None
    matters: str = ""
    reason: str = ""
    missing: tuple[str, ...] = ()
    pervasive: bool = False
    chosen_by: str = ""
    chosen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The opinion that follows from the facts.

    Attributes:
        final: nothing is open that could still change it.
    """

    type: OpinionType
    reasons: tuple[Reason, ...]
    final: bool


def proposed_opinion(facts: OpinionFacts) -> Proposal:
    """Return the opinion that follows from the facts, with every reason for and against.

    Disclaimer: evidence could not be obtained and what is missing is pervasive, or nothing was
    tested. Adverse: material misstatement that is not corrected, or criteria not met. Modified: a
    confined departure or limit of scope; for reasonable assurance also an upper limit that is
    missing or above materiality. Unmodified otherwise. Open work makes the proposal provisional,
    and is no departure.
    """
    reasons = tuple(reasons_of(facts))
    final = not facts.open_work and not facts.ledger.unfinished
    if not facts.tested or (facts.missing and facts.pervasive):
        return Proposal(OpinionType.DISCLAIMER, reasons, final)
    if facts.failed or facts.ledger.standing is Standing.MATERIAL:
        return Proposal(OpinionType.ADVERSE, reasons, final)
    if all(reason.met or reason.waits for reason in reasons):
        return Proposal(OpinionType.UNMODIFIED, reasons, final)
    return Proposal(OpinionType.MODIFIED, reasons, final)


def certificate_possible(chosen: OpinionType, ledger: Ledger) -> bool:
    """Tell whether a certificate may follow: unmodified, or modified without material misstatement.

    The independent technical review has to agree to a modified one; the other two lead to the
    report of rule 9.8.4.
    """
    if chosen is OpinionType.UNMODIFIED:
        return True
    return chosen is OpinionType.MODIFIED and ledger.standing is not Standing.MATERIAL


def opinion_blockers(opinion: Opinion, proposal: Proposal) -> Iterator[Blocker]:
    """Yield what the opinion lacks."""
    if opinion.chosen is None:
        sentence = msg("No opinion is set; proposed: {type}", type=OPINION_WORD[proposal.type])
        yield _blocker("unset", Level.WARNING, sentence, msg("Set the opinion"), "chosen")
        return
    if opinion.chosen is not proposal.type and not opinion.reason.strip():
        sentence = msg(
            "{chosen} is set where {proposed} is proposed: say why",
            chosen=OPINION_WORD[opinion.chosen],
            proposed=OPINION_WORD[proposal.type],
        )
        yield _blocker("reason", Level.HARD, sentence, msg("Give a reason"), "reason")
    if opinion.chosen is not OpinionType.UNMODIFIED and not opinion.matters.strip():
        sentence = msg(
            "{chosen} has to state what it is about", chosen=OPINION_WORD[opinion.chosen]
        )
        yield _blocker("matters", Level.HARD, sentence, msg("Fill in"), "matters")


def _blocker(code: str, level: Level, sentence: Message, remedy: Message, field: str) -> Blocker:
    return Blocker(
        f"opinion.{code}", level, "RULE:9.8.1", sentence, remedy, Target(NOUN, field=field)
    )
