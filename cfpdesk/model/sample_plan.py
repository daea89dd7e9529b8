"""Confidence and size of a sample from level, risks, materiality and expected error (method 2.8).

AR = IR × CR × DR gives the confidence 1 − AR ÷ (IR·CR). No standard fixes the acceptable risk: it
is a setting. Where the risk model asks for less than 50 %, it is not trusted and the floor counts.
Every step is returned with its figure, so that page and print show how the size came about.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.engagement import LEVEL_NAMES, AssuranceLevel
from cfpdesk.model.population import (
    SEEDED,
    LimitKind,
    Population,
    Risk,
    SamplingMethod,
    SamplingSettings,
)
from cfpdesk.model.quantity import short_figure
from cfpdesk.model.sample_size import attribute_size, staged_size

RISK_VALUE: dict[Risk, Decimal] = {
    Risk.LOW: Decimal("0.5"),
    Risk.MEDIUM: Decimal("0.6"),
    Risk.HIGH: Decimal(1),
}
LEAST_CONFIDENCE = Decimal("0.5")
_LIMIT_CONFIDENCE = Decimal("0.9999")
_MODEL_CLAUSE = "ISO14064-3:6.1.3"


class Decider(StrEnum):
    """What the size was decided by in the end."""

    MODEL = "model"
    FLOOR = "floor"
    ALL = "all"
    PERSON = "person"
    CHOSEN = "chosen"


DECIDER_WORD: dict[Decider, Message] = {
    Decider.MODEL: msg("The computed size decides"),
    Decider.FLOOR: msg("The floor decides"),
    Decider.ALL: msg("Every item is checked"),
    Decider.PERSON: msg("A person set the size"),
    Decider.CHOSEN: msg("The items are chosen by judgement"),
}


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of the reasoning: what, how much, and the clause or "setting" behind it."""

    name: Message
    value: Text
    clause: str = ""


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """What a population needs.

    Attributes:
        confidence: of the upper limits, a fraction.
        tolerable, expected: rates, fractions of the population.
        computed: size by the exact limit; None where no sample is enough or the model does not
            apply.
        size: units or items to draw; for a plan in two stages, of each stage.
        decided_by: which step decided the size.
        trusted: the risk model gave at least 50 %.
        steps: how it came about, in order.
    """

    confidence: Decimal
    tolerable: Decimal
    expected: Decimal
    computed: int | None
    floor: int
    size: int
    decided_by: Decider
    trusted: bool
    steps: tuple[PlanStep, ...]


@dataclass(frozen=True, slots=True)
class Confidence:
    """The outcome of the risk model.

    Attributes:
        model: 1 − AR ÷ (IR·CR), zero or below where the risks are that low.
        used: what limits are computed with: the person's, else the model's, at least 50 %.
        control: the control risk that counted.
    """

    model: Decimal
    used: Decimal
    control: Risk
    overridden: bool

    @property
    def trusted(self) -> bool:
        """Tell whether the model asks for at least 50 %, or a person set the confidence."""
        return self.overridden or self.model >= LEAST_CONFIDENCE


def counted_control_risk(population: Population) -> Risk:
    """Return the control risk that counts: high unless a control test is recorded."""
    return population.control_risk if population.control_test.strip() else Risk.HIGH


def acceptable_risk(level: AssuranceLevel, settings: SamplingSettings) -> Decimal:
    """Return the acceptable verification risk as a fraction."""
    reasonable = level is AssuranceLevel.REASONABLE
    return (settings.reasonable_risk_pct if reasonable else settings.limited_risk_pct) / 100


def confidence_of(
    population: Population, level: AssuranceLevel, settings: SamplingSettings
) -> Confidence:
    """Return the confidence of a population's limits."""
    control = counted_control_risk(population)
    share = RISK_VALUE[population.inherent_risk] * RISK_VALUE[control]
    model = 1 - acceptable_risk(level, settings) / share
    if population.confidence_pct is not None:
        used = min(max(population.confidence_pct / 100, Decimal("0.01")), _LIMIT_CONFIDENCE)
        return Confidence(model, used, control, overridden=True)
    used = min(max(model, LEAST_CONFIDENCE), _LIMIT_CONFIDENCE)
    return Confidence(model, used, control, overridden=False)


def tolerable_rate(population: Population, materiality_pct: Decimal) -> Decimal:
    """Return the tolerable rate of a population: as set, else the materiality percentage.

    Each population is given the share of the tolerable misstatement that its amount has in the
    claim; so what several populations may hide together stays within materiality.
    """
    chosen = population.tolerable_pct
    return (materiality_pct if chosen is None else chosen) / 100


def significant_from(population: Population, tolerable_kg: Decimal | None) -> Decimal | None:
    """Return the amount, in the population's unit, from which an item is always checked (2.8).

    An item that alone reaches the tolerable misstatement of the claim is significant. None where
    the claim is not known. It is fixed at freezing as `Population.frozen_whole_from`.
    """
    factor = Decimal(1) if population.factor is None else abs(population.factor)
    return None if tolerable_kg is None or not factor else tolerable_kg / factor


def plan(
    population: Population,
    level: AssuranceLevel,
    settings: SamplingSettings,
    materiality_pct: Decimal,
    items: int,
) -> SamplePlan:
    """Return confidence and size with every step that led there.

    Args:
        population: its method, risks and overrides.
        level: of the engagement.
        settings: acceptable risks and floors.
        materiality_pct: of the engagement.
        items: number of items that are drawn from.
    """
    confidence = confidence_of(population, level, settings)
    tolerable = tolerable_rate(population, materiality_pct)
    expected = population.expected_error_pct / 100
    reasonable = level is AssuranceLevel.REASONABLE
    floor = settings.reasonable_floor if reasonable else settings.limited_floor
    computed = None
    if confidence.trusted and population.method in SEEDED and 0 < tolerable < 1:
        computed = _computed(population, confidence.used, tolerable, expected, items)
    size, decider = _decided(population, confidence, computed, floor, items)
    return SamplePlan(
        confidence=confidence.used,
        tolerable=tolerable,
        expected=expected,
        computed=computed,
        floor=floor,
        size=size,
        decided_by=decider,
        trusted=confidence.trusted,
        steps=(
            *_risk_steps(population, level, settings, confidence),
            *_size_steps(population, tolerable, expected, computed, floor, confidence),
            PlanStep(msg("Sample size"), _size_text(size, items, decider)),
        ),
    )


def _computed(
    population: Population, confidence: Decimal, tolerable: Decimal, expected: Decimal, items: int
) -> int | None:
    if population.method is not SamplingMethod.ATTRIBUTE:
        return attribute_size(LimitKind.POISSON, tolerable, confidence, expected, items or None)
    if population.staged:
        return staged_size(tolerable, confidence)
    # Without a number of items (nothing imported, or not read here yet) the infinite case is near.
    kind = population.limit if items else LimitKind.BINOMIAL
    return attribute_size(kind, tolerable, confidence, expected, items or None)


def _decided(
    population: Population, confidence: Confidence, computed: int | None, floor: int, items: int
) -> tuple[int, Decider]:
    if population.method is SamplingMethod.JUDGEMENT:
        return len(population.judgement_items), Decider.CHOSEN
    if population.method is SamplingMethod.WHOLE:
        return items, Decider.ALL
    if population.sample_size is not None:
        wanted, decider = max(population.sample_size, 1), Decider.PERSON
    elif computed is not None and computed >= floor:
        wanted, decider = computed, Decider.MODEL
    elif computed is not None or not confidence.trusted:
        wanted, decider = floor, Decider.FLOOR
    else:
        return items, Decider.ALL
    return (items, Decider.ALL) if wanted >= items else (wanted, decider)


def _risk_steps(
    population: Population,
    level: AssuranceLevel,
    settings: SamplingSettings,
    confidence: Confidence,
) -> tuple[PlanStep, ...]:
    risk = acceptable_risk(level, settings)
    inherent = RISK_VALUE[population.inherent_risk]
    control = RISK_VALUE[confidence.control]
    raised = confidence.control is not population.control_risk
    steps = [
        PlanStep(msg("Level of assurance"), LEVEL_NAMES[level], "RULE:7"),
        PlanStep(msg("Acceptable verification risk"), percent(risk)),
        PlanStep(msg("Inherent risk"), short_figure(inherent), _MODEL_CLAUSE),
        PlanStep(
            msg("Control risk"),
            msg("{value}: counts as high, no control test is recorded", value=short_figure(control))
            if raised
            else short_figure(control),
            _MODEL_CLAUSE,
        ),
        PlanStep(
            msg("Confidence by the risk model"),
            msg(
                "{result} = 1 − {risk} ÷ ({inherent} × {control})",
                result=percent(confidence.model),
                risk=percent(risk),
                inherent=short_figure(inherent),
                control=short_figure(control),
            ),
            _MODEL_CLAUSE,
        ),
    ]
    if confidence.overridden:
        steps.append(PlanStep(msg("Confidence set by a person"), percent(confidence.used)))
    elif not confidence.trusted:
        sentence = msg("Below 50 % the model is not trusted: the floor decides")
        steps.append(PlanStep(msg("Confidence of the limits"), sentence))
    return tuple(steps)


def _size_steps(
    population: Population,
    tolerable: Decimal,
    expected: Decimal,
    computed: int | None,
    floor: int,
    confidence: Confidence,
) -> tuple[PlanStep, ...]:
    steps = [
        PlanStep(msg("Tolerable misstatement"), percent(tolerable), "RULE:7"),
        PlanStep(msg("Expected misstatement"), percent(expected)),
    ]
    if population.method in SEEDED and confidence.trusted:
        name = msg("Computed size of each stage") if population.staged else msg("Computed size")
        value: Text = short_figure(Decimal(computed)) if computed else msg("no sample is enough")
        steps.append(PlanStep(name, value, _MODEL_CLAUSE))
    if population.method in SEEDED:
        steps.append(PlanStep(msg("Floor"), str(floor)))
    return tuple(steps)


def _size_text(size: int, items: int, decider: Decider) -> Message:
    return msg("{size} of {items}: {why}", size=size, items=items, why=DECIDER_WORD[decider])


def percent(rate: Decimal, places: int = 2) -> str:
    """Return a fraction as it is shown: 0.9167 as 91.67 %."""
    return f"{short_figure(rate * 100, places)} %"
