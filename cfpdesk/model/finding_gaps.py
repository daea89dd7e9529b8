"""What a finding still misses, as reminders while it is written.

The closing meeting blocks on some of them by itself (`model.closing.gaps`); what only a verifier
can mend, the confirmation of a trainee's finding, is hard from the start.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cfpdesk.i18n import Message, msg
from cfpdesk.model.finding import TO_CORRECT, Finding, FindingKind, FindingState, Position
from cfpdesk.model.gate import Blocker, Level, Target


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding with what stands around it.

    Attributes:
        evidence: pieces of evidence of the fact.
        signed: the client signed the answer.
        by_trainee: a trainee wrote it.
    """

    finding: Finding
    evidence: int
    signed: bool
    by_trainee: bool = False


def gaps(standing: Standing) -> Iterator[Blocker]:
    """Yield what an open finding misses, the hardest first."""
    finding = standing.finding
    n = finding.number
    corrected = finding.kind in TO_CORRECT
    if not finding.facts.strip():
        yield _gap(finding, "facts", msg("{number} states no facts", number=n), "facts")
    if corrected and not finding.clauses:
        yield _gap(finding, "clause", msg("{number} names no clause", number=n), "clauses")
    if corrected and not standing.evidence:
        yield _gap(finding, "evidence", msg("{number} has no evidence", number=n), "evidence")
    if corrected and finding.deadline is None:
        sentence = msg("{number} has no deadline", number=n)
        yield _gap(finding, "deadline", sentence, "deadline", clause="RULE:9.8.5")
    if finding.kind is FindingKind.MISSTATEMENT and finding.effect is None:
        sentence = msg("{number} does not say its effect in kgCO₂e", number=n)
        yield _gap(finding, "effect", sentence, "effect", clause="RULE:9.8.5")
    if standing.by_trainee and not finding.confirmed_by:
        sentence = msg(
            "{number} was written by a trainee and needs a verifier to confirm", number=n
        )
        target = Target("finding", finding.row, "confirm")
        yield Blocker("finding.trainee", Level.HARD, "RULE:9.1", sentence, msg("Confirm"), target)
    yield from _reminders(standing)


def _reminders(standing: Standing) -> Iterator[Blocker]:
    finding = standing.finding
    n = finding.number
    if finding.state is FindingState.DRAFT:
        sentence = msg("{number} is still a draft", number=n)
        yield _gap(finding, "draft", sentence, "next", remedy=msg("Raise"))
    answered = finding.position is not Position.NONE
    if answered and not standing.signed:
        sentence = msg("{number}: the client's answer is not signed", number=n)
        yield _gap(finding, "unsigned", sentence, "sign", remedy=msg("Sign"))
    if finding.position is Position.DISPUTED and not finding.reply.strip():
        sentence = msg("{number} is disputed and the team has not replied", number=n)
        yield _gap(finding, "reply", sentence, "reply")


def _gap(
    finding: Finding,
    code: str,
    sentence: Message,
    field: str,
    level: Level = Level.WARNING,
    *,
    clause: str = "RULE:9.7",
    remedy: Message | None = None,
) -> Blocker:
    target = Target("finding", finding.row, field)
    return Blocker(f"finding.{code}", level, clause, sentence, remedy or msg("Fill in"), target)
