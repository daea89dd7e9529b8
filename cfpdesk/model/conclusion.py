"""What an evaluation lets one say, in one sentence, and the lawful ways where it is too little."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from cfpdesk.i18n import Message, msg
from cfpdesk.model.completeness import OmissionTest, traced_text
from cfpdesk.model.engagement import AssuranceLevel
from cfpdesk.model.estimate import Apart, Condition, unmet
from cfpdesk.model.evaluation import ClaimContext, Evaluation
from cfpdesk.model.population import Population, SamplingMethod
from cfpdesk.model.quantity import figure, short_figure
from cfpdesk.model.sample_limit import confidence_factor
from cfpdesk.model.sample_plan import percent, tolerable_rate


class Verdict(StrEnum):
    """What an evaluation says about materiality."""

    OPEN = "open"
    SUPPORTED = "supported"
    EXCEEDED = "exceeded"
    MATERIAL = "material"
    NO_LIMIT = "no_limit"
    JUDGED = "judged"


class Way(StrEnum):
    """The three lawful ways where a limit is above materiality."""

    EXTEND = "extend"
    CORRECT = "correct"
    FINDING = "finding"


WAY_TEXT: dict[Way, Message] = {
    Way.EXTEND: msg("Extend the sample: the next items with the same seed"),
    Way.CORRECT: msg("Let the client correct what was found, and verify the correction"),
    Way.FINDING: msg("Raise a finding"),
}


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The outcome for a person.

    Attributes:
        conditions: everything the methods ask for, met or not.
        over, under: which test stands behind each side, for the line below the gauge.
        ways: what can be done; empty where nothing has to be.
    """

    verdict: Verdict
    sentence: Message
    conditions: tuple[Condition, ...]
    over: Message
    under: Message
    ways: tuple[Way, ...]


def conclude(evaluation: Evaluation) -> Conclusion:
    """Return the conclusion of an evaluation."""
    verdict = verdict_of(evaluation)
    return Conclusion(
        verdict=verdict,
        sentence=_sentence(evaluation, verdict),
        conditions=_conditions(evaluation),
        over=over_text(evaluation),
        under=under_text(evaluation),
        ways=_ways(verdict),
    )


def verdict_of(evaluation: Evaluation) -> Verdict:
    """Return what an evaluation says.

    Reasonable assurance asks for both limits within materiality; limited assurance for what is
    known and projected (method 2.9).
    """
    if not evaluation.finished:
        return Verdict.OPEN
    if evaluation.population.method is SamplingMethod.JUDGEMENT:
        return Verdict.JUDGED
    if evaluation.attribute is not None:
        return _attribute_verdict(evaluation)
    tolerable = evaluation.context.tolerable_kg
    if tolerable is None:
        return Verdict.NO_LIMIT
    _known, projected, limits = evaluation.gauge
    if projected.beyond(tolerable):
        return Verdict.MATERIAL
    if evaluation.context.level is AssuranceLevel.LIMITED:
        return Verdict.SUPPORTED
    if limits.over is None or limits.under is None:
        return Verdict.NO_LIMIT
    within = not Apart(limits.over, limits.under).beyond(tolerable)
    return Verdict.SUPPORTED if within else Verdict.EXCEEDED


def _attribute_verdict(evaluation: Evaluation) -> Verdict:
    found = evaluation.attribute
    tolerable = tolerable_rate(evaluation.population, evaluation.context.materiality_pct)
    if found is None or found.accepted is False:
        return Verdict.EXCEEDED
    if evaluation.context.level is AssuranceLevel.LIMITED:
        return Verdict.SUPPORTED if found.likely <= tolerable else Verdict.EXCEEDED
    return Verdict.SUPPORTED if found.limit <= tolerable else Verdict.EXCEEDED


def _sentence(evaluation: Evaluation, verdict: Verdict) -> Message:
    if verdict is Verdict.OPEN:
        if not evaluation.items:
            return msg("Nothing is drawn yet: no conclusion")
        return msg(
            "{n} {n:item is|items are} still unchecked: no conclusion", n=evaluation.unchecked
        )
    if verdict is Verdict.JUDGED:
        return msg(
            "{n} {n:item was|items were} chosen by judgement; nothing is projected from them to "
            "the rest of the population. Reason: {reason}",
            n=len(evaluation.items),
            reason=evaluation.population.judgement_reason,
        )
    if evaluation.attribute is not None:
        return _attribute_sentence(evaluation)
    return _amount_sentence(evaluation, verdict)


def _amount_sentence(evaluation: Evaluation, verdict: Verdict) -> Message:
    pct = short_figure(evaluation.context.materiality_pct)
    if verdict is Verdict.MATERIAL:
        return msg("The projected misstatement is above the materiality of ±{pct} %", pct=pct)
    if verdict is Verdict.EXCEEDED:
        return _exceeded_sentence(evaluation, pct)
    if verdict is Verdict.NO_LIMIT:
        return _no_limit_sentence(evaluation)
    if evaluation.context.level is AssuranceLevel.LIMITED:
        if not evaluation.omissions or any(test.rate is None for test in evaluation.omissions):
            return msg(
                "What is known and projected lies within the materiality of ±{pct} %: supports "
                "limited assurance, but omission is not tested from independent records",
                pct=pct,
            )
        return msg(
            "What is known and projected lies within the materiality of ±{pct} % in both "
            "directions: supports limited assurance",
            pct=pct,
        )
    return msg("Both upper limits lie within the materiality of ±{pct} %: supports reasonable "
               "assurance", pct=pct)  # fmt: skip


def _exceeded_sentence(evaluation: Evaluation, pct: str) -> Message:
    context = evaluation.context
    tolerable = context.tolerable_kg or Decimal(0)
    limits = evaluation.gauge[2]
    over, under = limits.over or Decimal(0), limits.under or Decimal(0)
    values = {
        "pct": pct,
        "over": short_figure(context.percent(over) or Decimal(0)),
        "under": short_figure(-(context.percent(under) or Decimal(0))),
    }
    if over > tolerable and -under > tolerable:
        return msg(
            "The upper limits of over- and understatement, {over} % and {under} %, are above the "
            "materiality of {pct} %",
            **values,
        )
    if over > tolerable:
        del values["under"]
        return msg(
            "The upper limit of overstatement, {over} %, is above the materiality of {pct} %",
            **values,
        )
    del values["over"]
    return msg(
        "The upper limit of understatement, {under} %, is above the materiality of {pct} %",
        **values,
    )


def _no_limit_sentence(evaluation: Evaluation) -> Message:
    if evaluation.context.tolerable_kg is None:
        return msg("The claim over the period is not known: no conclusion")
    if not evaluation.omissions:
        return msg(
            "Omission is not tested: without a test from independent records there is no limit "
            "of what was left out"
        )
    if any(test.rate is None for test in evaluation.omissions):
        return msg("The completeness test gives no limit yet: no conclusion")
    return msg("The method gives no upper limit here: no conclusion")


def _attribute_sentence(evaluation: Evaluation) -> Message:
    found = evaluation.attribute
    if found is None:
        return msg("Nothing is drawn yet: no conclusion")
    if found.second:
        return msg("One deviation in the first stage: the second stage has to be drawn")
    tolerable = tolerable_rate(evaluation.population, evaluation.context.materiality_pct)
    return msg(
        "{n} of {size} deviate; upper limit {limit} at {confidence} confidence, tolerable "
        "{tolerable}",
        n=found.deviations,
        size=found.size,
        limit=percent(found.limit),
        confidence=percent(evaluation.sampled.confidence),
        tolerable=percent(tolerable),
    )


def _conditions(evaluation: Evaluation) -> tuple[Condition, ...]:
    found = list(evaluation.estimate.conditions)
    for test in evaluation.omissions:
        found.extend(test.conditions)
    if evaluation.aside.open:
        sentence = msg("{n} {n:item|items} set aside not tested yet", n=evaluation.aside.open)
        found.append(unmet(sentence))
    if evaluation.quantified and not evaluation.omissions:
        sentence = msg("No completeness test belongs to this population")
        found.append(unmet(sentence, "ISO14064-3:6.1.3"))
    return tuple(found)


def over_text(evaluation: Evaluation) -> Message:
    """Return which test stands behind the side of overstatement."""
    test = _omission_text(evaluation) if evaluation.removal else _sample_text(evaluation)
    return msg("Overstatement: {test}", test=test)


def under_text(evaluation: Evaluation) -> Message:
    """Return which test stands behind the side of understatement; it always names its own."""
    test = _sample_text(evaluation) if evaluation.removal else _omission_text(evaluation)
    return msg("Understatement: {test}", test=test)


def _sample_text(evaluation: Evaluation) -> Message:
    found = evaluation.estimate
    if found.basic_precision is None:
        return found.method
    return msg(
        "emission-unit sampling, basic precision {factor} × interval",
        factor=figure(confidence_factor(Decimal(0), evaluation.sampled.confidence), 3),
    )


def _omission_text(evaluation: Evaluation) -> Message:
    if not evaluation.omissions:
        return msg("no test from independent records, so no limit")
    parts = [_told(test, evaluation.sampled.confidence) for test in evaluation.omissions]
    found = parts[0]
    for part in parts[1:]:
        found = msg("{first}; {second}", first=found, second=part)
    return found


def _told(test: OmissionTest, confidence: Decimal) -> Message:
    """Return what a test found, with its confidence where it is not the one of the sample."""
    found = traced_text(test)
    if test.confidence == confidence:
        return found
    return msg("{test}, limit at {pct}", test=found, pct=percent(test.confidence))


def _ways(verdict: Verdict) -> tuple[Way, ...]:
    if verdict is Verdict.MATERIAL:
        return (Way.CORRECT, Way.FINDING, Way.EXTEND)
    return tuple(Way) if verdict is Verdict.EXCEEDED else ()


def omission_sentence(test: OmissionTest) -> Message:
    """Return the conclusion of a completeness test."""
    if not test.finished:
        return msg(
            "{n} {n:item is|items are} still unchecked: no conclusion", n=test.size - test.checked
        )
    if test.rate is None:
        return msg("The records were chosen by judgement: no limit follows from them")
    return msg(
        "{traced}; at most {rate} is missing at {confidence} confidence",
        traced=traced_text(test),
        rate=percent(test.rate),
        confidence=percent(test.confidence),
    )


def room_text(population: Population, context: ClaimContext, known: Apart) -> Message | None:
    """Return what is left of materiality for a sample that is not drawn yet; None for enough.

    A sample planned for the whole of materiality cannot end within it beside what is known already.

    Args:
        population: its tolerable rate, and the side it tests.
        context: claim and materiality.
        known: all misstatement that is known and not corrected, in kgCO2e.
    """
    kg = -known.under if population.completeness else known.over
    pct = context.percent(kg)
    if not pct:
        return None
    left = context.materiality_pct - pct
    values = {"known": short_figure(pct), "pct": short_figure(context.materiality_pct)}
    if left <= 0:
        return msg(
            "{known} % is known on this side already, as much as materiality of {pct} %: no sample "
            "brings the claim within it before something is corrected",
            **values,
        )
    if tolerable_rate(population, context.materiality_pct) * 100 <= left:
        return None
    rate = left.quantize(Decimal("0.1"), ROUND_FLOOR)
    return msg(
        "{known} % is known on this side already: to end within ±{pct} % set the tolerable rate to "
        "{rate} % at most",
        rate=short_figure(rate),
        **values,
    )
