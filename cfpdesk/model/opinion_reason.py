"""The facts an opinion hangs on, each with whether it is so and the clause behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.engagement import AssuranceLevel
from cfpdesk.model.estimate import Apart
from cfpdesk.model.finding import Finding, FindingKind, FindingState
from cfpdesk.model.misstatement_ledger import Ledger
from cfpdesk.model.quantity import short_figure


@dataclass(frozen=True, slots=True)
class OpinionFacts:
    """What an opinion is proposed from.

    Attributes:
        ledger: of misstatements.
        tested: something was recalculated or sampled at all.
        open_work: what is not finished; the proposal is provisional while there is some.
        missing: evidence that could not be obtained.
        pervasive: what is missing reaches the whole claim, not a confined part of it.
        departures: criteria departed from in a confined part (`open_criteria`).
        failed: criteria not met.
    """

    ledger: Ledger
    tested: bool = True
    open_work: tuple[Text, ...] = ()
    missing: tuple[Text, ...] = ()
    pervasive: bool = False
    departures: tuple[Text, ...] = ()
    failed: tuple[Text, ...] = ()

    @property
    def level(self) -> AssuranceLevel:
        """Level of assurance."""
        return self.ledger.context.level


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that an opinion depends on, and whether it is so.

    Attributes:
        waits: not so only because work is open, which says nothing of the opinion itself.
    """

    met: bool
    sentence: Message
    clause: str
    waits: bool = False


def open_criteria(
    findings: Sequence[Finding], tolerable_kg: Decimal | None
) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """Return the departures and the failed criteria that stand in open nonconformities.

    A minor nonconformity is confined. So is a major one whose effect on the claim is known and lies
    within materiality; it counts in the ledger, where all of them together are set against
    materiality. A major one whose reach nobody has shown leaves the criteria not met (method 2.9).

    Args:
        findings: all of them.
        tolerable_kg: materiality over the period; None where not known, which confines nothing.
    """
    departures, failed = [], []
    for finding in findings:
        if finding.state in (FindingState.VERIFIED, FindingState.CLOSED):
            continue
        name = f"{finding.number} {finding.title}".strip()
        if finding.kind is FindingKind.MINOR or _is_confined(finding, tolerable_kg):
            departures.append(name)
        elif finding.kind is FindingKind.MAJOR:
            failed.append(name)
    return tuple(departures), tuple(failed)


def _is_confined(finding: Finding, tolerable_kg: Decimal | None) -> bool:
    """Tell whether a major nonconformity reaches no further than an effect within materiality."""
    if finding.kind is not FindingKind.MAJOR or finding.effect is None or tolerable_kg is None:
        return False
    return abs(finding.effect) <= tolerable_kg


def reasons_of(facts: OpinionFacts) -> Iterator[Reason]:
    """Yield everything an opinion depends on, met or not."""
    yield _evidence_reason(facts)
    yield _open_reason(facts)
    yield _misstatement_reason(facts.ledger)
    if facts.level is AssuranceLevel.REASONABLE:
        yield _limit_reason(facts.ledger)
    qualitative = len(facts.ledger.qualitative)
    yield Reason(
        not qualitative,
        msg(
            "{n} qualitative {n:misstatement is|misstatements are} not corrected: material by "
            "judgement",
            n=qualitative,
        )
        if qualitative
        else msg("No qualitative misstatement is left"),
        "RULE:7",
    )
    yield _criteria_reason(facts.failed)
    yield _departure_reason(facts.departures)


def _evidence_reason(facts: OpinionFacts) -> Reason:
    clause = "ISO14064-3:6.1.3"
    if not facts.tested:
        return _no(msg("Nothing was recalculated or sampled"), clause)
    if not facts.missing:
        return _yes(msg("All evidence that was asked for was obtained"), clause)
    sentence = (
        msg("Evidence could not be obtained, and this reaches the whole claim: {list}",
            list=joined(facts.missing))
        if facts.pervasive
        else msg("Evidence could not be obtained in a confined part: {list}",
                 list=joined(facts.missing))
    )  # fmt: skip
    return _no(sentence, clause)


def _open_reason(facts: OpinionFacts) -> Reason:
    unfinished = facts.ledger.unfinished
    clause = "RULE:9.6.2"
    if unfinished:
        sentence = msg(
            "{n} {n:population has|populations have} unchecked items: the proposal is provisional",
            n=unfinished,
        )
        return _waiting(sentence, clause)
    if facts.open_work:
        sentence = msg("Work is still open: {list}", list=joined(facts.open_work))
        return _waiting(sentence, clause)
    return _yes(msg("All planned work is done"), clause)


def _misstatement_reason(ledger: Ledger) -> Reason:
    context = ledger.context
    tolerable = context.tolerable_kg
    if tolerable is None:
        return _no(msg("The claim over the period is not known"), "RULE:7")
    within = not ledger.projected.beyond(tolerable)
    values = _sides(ledger, ledger.projected)
    sentence = (
        msg("Known and projected misstatement, over {over} % and under {under} %, lies within the "
            "materiality of {pct} %", **values)
        if within
        else msg("Known and projected misstatement, over {over} % and under {under} %, is above "
                 "the materiality of {pct} %", **values)
    )  # fmt: skip
    return Reason(within, sentence, "RULE:7")


def _limit_reason(ledger: Ledger) -> Reason:
    if not ledger.sampled:
        return _yes(msg("No amount was projected from a sample"), "RULE:7")
    over, under = ledger.limits.over, ledger.limits.under
    tolerable = ledger.context.tolerable_kg
    if over is None or under is None or tolerable is None:
        return _no(msg("An upper limit is missing in one direction"), "RULE:7")
    within = not Apart(over, under).beyond(tolerable)
    values = _sides(ledger, Apart(over, under))
    sentence = (
        msg("The upper limits, over {over} % and under {under} %, lie within the materiality of "
            "{pct} %", **values)
        if within
        else msg("The upper limits, over {over} % and under {under} %, are above the materiality "
                 "of {pct} %", **values)
    )  # fmt: skip
    return Reason(within, sentence, "RULE:7")


def _sides(ledger: Ledger, misstatement: Apart) -> dict[str, str]:
    percent = ledger.context.percent
    return {
        "over": short_figure(percent(misstatement.over) or Decimal(0)),
        "under": short_figure(-(percent(misstatement.under) or Decimal(0))),
        "pct": short_figure(ledger.context.materiality_pct),
    }


def _criteria_reason(failed: Sequence[Text]) -> Reason:
    if failed:
        return _no(msg("Criteria not met: {list}", list=joined(failed)), "RULE:9.8.1")
    return _yes(msg("All criteria are met"), "RULE:9.8.1")


def _departure_reason(departures: Sequence[Text]) -> Reason:
    if departures:
        sentence = msg("Departures that are confined: {list}", list=joined(departures))
        return _no(sentence, "RULE:9.8.1")
    return _yes(msg("Nothing departs from the criteria"), "RULE:9.8.1")


def _yes(sentence: Message, clause: str) -> Reason:
    return Reason(met=True, sentence=sentence, clause=clause)


def _waiting(sentence: Message, clause: str) -> Reason:
    return Reason(met=False, sentence=sentence, clause=clause, waits=True)


def _no(sentence: Message, clause: str) -> Reason:
    return Reason(met=False, sentence=sentence, clause=clause)


def joined(parts: Sequence[Text]) -> Text:
    """Return texts in one line, in either language."""
    found: Text = parts[0] if parts else ""
    for part in parts[1:]:
        found = msg("{first}; {second}", first=found, second=part)
    return found
