"""Sensitivity of the conclusion: which choice of method or figure would turn it round.

The whole chain from samples to ledger is computed again with one choice changed at a time. A
conclusion that hangs on a single choice is shown to hang on it, and is not a firm one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cfpdesk.i18n import Message, msg
from cfpdesk.model.completeness import omission_test
from cfpdesk.model.engagement import AssuranceLevel
from cfpdesk.model.evaluation import ClaimContext, Evaluation, evaluate
from cfpdesk.model.finding import Finding
from cfpdesk.model.misstatement import LineDifference, Misstatement
from cfpdesk.model.misstatement_ledger import Ledger, Standing, ledger, standing_of
from cfpdesk.model.population import (
    BY_COUNT,
    ESTIMATOR_WORD,
    LIMIT_WORD,
    EstimatorKind,
    LimitKind,
    SamplingMethod,
)
from cfpdesk.model.quantity import short_figure
from cfpdesk.model.sampled import Choices, Sampled, UnitBound

_POINTS = Decimal("0.05")
_MOST_CONFIDENCE = Decimal("0.99")
_LEAST_CONFIDENCE = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class SampledPopulation:
    """A population of the inventory with the completeness tests that belong to it."""

    sampled: Sampled
    records: tuple[Sampled, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a conclusion is drawn from."""

    context: ClaimContext
    populations: tuple[SampledPopulation, ...] = ()
    lines: tuple[LineDifference, ...] = ()
    findings: tuple[Finding, ...] = ()
    added: tuple[Misstatement, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """The outcome with one choice changed.

    Attributes:
        over_pct, under_pct: upper limits in percent of the claim; None where there are none.
        supported: the claim would be supported.
        flips: that is another answer than with the choices that were made.
    """

    name: Message
    over_pct: Decimal | None
    under_pct: Decimal | None
    standing: Standing
    supported: bool
    flips: bool


def evaluations_of(case: Case, choices: Choices | None = None) -> tuple[Evaluation, ...]:
    """Evaluate every population of a case with its completeness tests."""
    chosen = choices or Choices()
    return tuple(
        evaluate(
            population.sampled,
            case.context,
            [
                omission_test(
                    records.population,
                    records.sample,
                    records.seen,
                    records.confidence,
                    chosen.limit,
                )
                for records in population.records
            ],
            chosen,
        )
        for population in case.populations
    )


def ledger_of(case: Case, choices: Choices | None = None) -> Ledger:
    """Return the ledger of a case."""
    found = evaluations_of(case, choices)
    return ledger(case.context, case.lines, found, case.findings, case.added)


def supported(found: Ledger, standing: Standing | None = None) -> bool:
    """Tell whether the claim is supported.

    Reasonable assurance asks for limits on both sides within materiality wherever something was
    sampled; limited assurance for what is known and projected (method 2.9).
    """
    now = found.standing if standing is None else standing
    if now is Standing.MATERIAL or found.unfinished:
        return False
    if found.context.level is AssuranceLevel.LIMITED:
        return True
    if found.sampled and (found.limits.over is None or found.limits.under is None):
        return False
    return now is not Standing.LIMIT_ABOVE


def sensitivity(case: Case) -> tuple[Variant, ...]:
    """Return the outcome of each other choice; the first is the one that was made."""
    made = ledger_of(case)
    answer = supported(made)
    found = [_variant(msg("As chosen"), made, answer)]
    for name, changed, choices in _changes(case):
        found.append(_variant(name, ledger_of(changed, choices), answer))
    roots = replace(made, limits=made.root_limits)
    if made.sampled > 1:
        found.append(_variant(msg("Precisions combined as root of squares"), roots, answer))
    return tuple(found)


def _variant(name: Message, found: Ledger, answer: bool) -> Variant:
    percent = found.context.percent
    now = supported(found)
    return Variant(
        name=name,
        over_pct=percent(found.limits.over),
        under_pct=percent(found.limits.under),
        standing=standing_of(found, found.limits),
        supported=now,
        flips=now is not answer,
    )


def _changes(case: Case) -> Iterator[tuple[Message, Case, Choices]]:
    usual = Choices()
    if case.populations:
        yield msg("Confidence 5 points higher"), _with_confidence(case, _POINTS), usual
        yield msg("Confidence 5 points lower"), _with_confidence(case, -_POINTS), usual
    for points in (1, -1):
        pct = case.context.materiality_pct + points
        if pct > 0:
            name = msg("Materiality {pct} %", pct=short_figure(pct))
            yield name, replace(case, context=replace(case.context, materiality_pct=pct)), usual
    for name, choices in _method_choices(case):
        yield name, case, choices


def _method_choices(case: Case) -> Iterator[tuple[Message, Choices]]:
    methods = {population.sampled.population.method for population in case.populations}
    if SamplingMethod.EMISSION_UNIT in methods:
        yield msg("Stringer bound"), Choices(bound=UnitBound.STRINGER)
    if methods & BY_COUNT:
        for kind in EstimatorKind:
            yield ESTIMATOR_WORD[kind], Choices(estimator=kind)
    if any(population.records for population in case.populations):
        for limit in LimitKind:
            name = msg("Omission by {distribution} limit", distribution=LIMIT_WORD[limit])
            yield name, Choices(limit=limit)
        added = msg("Projected understatement added to the limit of omission")
        yield added, Choices(add_understated=True)
        yield msg("Missing share taken of all there is"), Choices(on_truth=True)


def _with_confidence(case: Case, points: Decimal) -> Case:
    return replace(
        case,
        populations=tuple(
            SampledPopulation(
                _moved(population.sampled, points),
                tuple(_moved(records, points) for records in population.records),
            )
            for population in case.populations
        ),
    )


def _moved(sampled: Sampled, points: Decimal) -> Sampled:
    confidence = min(max(sampled.confidence + points, _LEAST_CONFIDENCE), _MOST_CONFIDENCE)
    return replace(sampled, confidence=confidence)


def flipping(variants: Sequence[Variant]) -> tuple[Variant, ...]:
    """Return the choices that would turn the conclusion round."""
    return tuple(variant for variant in variants if variant.flips)


def sensitivity_text(variants: Sequence[Variant]) -> Message:
    """Return one sentence on how firm the conclusion is."""
    turning = flipping(variants)
    if not turning:
        return msg("No other choice of method or figure turns the conclusion round")
    return msg(
        "{n} {n:choice turns|choices turn} the conclusion round: {names}",
        n=len(turning),
        names=_joined([variant.name for variant in turning]),
    )


def _joined(names: Sequence[Message]) -> Message:
    found = names[0]
    for name in names[1:]:
        found = msg("{first}; {second}", first=found, second=name)
    return found
