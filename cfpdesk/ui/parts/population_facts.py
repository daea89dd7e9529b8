"""A population's recipe as a strip of facts, and its steps as a line with the one that is next."""

from datetime import datetime

from cfpdesk.i18n import Message, _, msg
from cfpdesk.model.drawn_sample import Part
from cfpdesk.model.population import (
    DIRECTION_WORD,
    METHOD_WORD,
    SEEDED,
    Direction,
    Risk,
    SamplingMethod,
)
from cfpdesk.model.population_gate import STAGE_WORD, PopulationStage, why_not_freeze
from cfpdesk.model.quantity import figure, short_figure
from cfpdesk.model.sample_plan import DECIDER_WORD, counted_control_risk, percent
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.ui.values import decimal_text
from cfpdesk.ui.widgets.recipe_strip import StripFact
from cfpdesk.ui.widgets.stepper import Stop

LEVEL_WORD: dict[Risk, Message] = {
    Risk.LOW: msg("low"),
    Risk.MEDIUM: msg("medium"),
    Risk.HIGH: msg("high"),
}
_FIXED = frozenset({PopulationStage.FREEZE, PopulationStage.SEED, PopulationStage.DRAW})


STEP_WORD: dict[PopulationStage, Message] = {
    PopulationStage.SEED: msg("Seed"),
    PopulationStage.CHECK: msg("Vouchers"),
}


def counted(n: int) -> str:
    """Return a count of items with its word and thousands commas."""
    return str(msg("{count} {n:item|items}", count=figure(n), n=n))


def when(at: datetime | None) -> str:
    """Return a moment in the short form of the page."""
    return f"{at.astimezone():%m-%d %H:%M}" if at else ""


def facts_of(one: PopulationState, acceptable_pct: str) -> list[StripFact]:
    """Return population, method, confidence, sample, interval and seed.

    Args:
        one: frozen.
        acceptable_pct: the acceptable risk of the level, in percent.
    """
    return [
        _population(one),
        _method(one),
        _confidence(one, acceptable_pct),
        _sample(one),
        _interval(one),
        _seed(one),
    ]


def _population(one: PopulationState) -> StripFact:
    population = one.population
    total = population.frozen_total
    amount = f"{decimal_text(total)} {population.unit}".strip() if total is not None else ""
    frozen = _("frozen {at}").format(at=when(population.frozen_at))
    count = counted(population.frozen_items)
    tip = f"{frozen}\n{population.frozen_sha256[:16]}…"
    note = " · ".join(part for part in (amount, _("frozen")) if part)
    return StripFact("population", _("Population"), count, note, locked=True, tip=tip)


def _method(one: PopulationState) -> StripFact:
    population = one.population
    if population.completeness:
        note = _("finds omission")
    elif population.method is SamplingMethod.ATTRIBUTE:
        note = _("finds deviations")
    else:
        note = _("finds overstatement")
    way = Direction.UNDER if population.completeness else Direction.OVER
    tip = str(DIRECTION_WORD[way])
    word = str(METHOD_WORD[population.method])
    return StripFact("method", _("Method"), word, note, locked=True, tip=tip)


def _confidence(one: PopulationState, acceptable_pct: str) -> StripFact:
    population = one.population
    note = _("AR {risk} %, IR {inherent}, CR {control}").format(
        risk=acceptable_pct,
        inherent=LEVEL_WORD[population.inherent_risk],
        control=LEVEL_WORD[counted_control_risk(population)],
    )
    if population.confidence_pct is not None:
        note = _("set by a person")
    value = percent(one.plan.confidence)
    return StripFact(
        "confidence",
        _("Confidence"),
        value,
        note,
        locked=True,
        weight=5,
        tip=_risk_tip(one, acceptable_pct),
    )


def _risk_tip(one: PopulationState, acceptable_pct: str) -> str:
    return _("Acceptable risk {risk} %, inherent risk {inherent}, control risk {control}").format(
        risk=acceptable_pct,
        inherent=LEVEL_WORD[one.population.inherent_risk],
        control=LEVEL_WORD[counted_control_risk(one.population)],
    )


def _sample(one: PopulationState) -> StripFact:
    sample = one.sample
    if sample is None:
        size = str(one.plan.size)
        return StripFact(
            "sample", _("Sample size"), size, str(DECIDER_WORD[one.plan.decided_by]), weight=3
        )
    whole, drawn = len(sample.whole), len(sample.drawn)
    chosen = sum(item.part is Part.CHOSEN for item in sample.items)
    if chosen:
        return StripFact("sample", _("Sample size"), str(chosen), _("chosen"), locked=True)
    value = f"{whole} + {drawn}" if whole and drawn else str(whole or drawn)
    note = _("100 %") if not drawn else (_("100 % + drawn") if whole else _("drawn"))
    if one.extensions:
        more = sum(extension.size for extension in one.extensions)
        note = _("{how}, {n} added").format(how=note, n=more)
    tip = "\n".join(f"+{e.size}  {e.reason}  {when(e.at)}" for e in one.extensions)
    return StripFact("sample", _("Sample size"), value, note, locked=True, tip=tip)


def _interval(one: PopulationState) -> StripFact:
    population, sample = one.population, one.sample
    if population.method is SamplingMethod.ATTRIBUTE:
        tolerable = percent(one.plan.tolerable)
        note = _("expected {pct} %").format(pct=short_figure(population.expected_error_pct))
        return StripFact("interval", _("Tolerable rate"), tolerable, note, locked=True)
    if sample is not None and sample.interval is not None:
        if population.method is SamplingMethod.SYSTEMATIC:
            every = short_figure(sample.interval)
            return StripFact(
                "interval", _("Interval"), every, _("every so many items"), locked=True
            )
        note = _("{unit} = Σ ÷ {n}").format(unit=population.unit or "kg", n=sample.size)
        return StripFact("interval", _("Interval"), figure(sample.interval, 2), note, locked=True)
    if sample is not None and len(sample.strata) > 1:
        word = _("Groups drawn") if sample.groups else _("Strata")
        note = str(msg("of {n} {n:group|groups}", n=sample.groups)) if sample.groups else ""
        return StripFact("interval", word, str(len(sample.strata)), note, locked=True)
    tolerable = percent(one.plan.tolerable)
    return StripFact("interval", _("Tolerable"), tolerable, _("of the population"), locked=True)


def _seed(one: PopulationState) -> StripFact:
    population = one.population
    if population.method not in SEEDED:
        return StripFact("seed", _("Seed"), "–", _("nothing is drawn by chance"))
    if not population.seed_number:
        return StripFact("seed", _("Seed"), "–", _("not said yet"))
    note = f"{population.seed_by} {when(population.seed_at)}".strip()
    return StripFact("seed", _("Seed"), population.seed_number, note, locked=True, tip=one.seed)


def stops_of(one: PopulationState) -> list[Stop]:
    """Return the steps with what is done, fixed for good, next, and why not."""
    order = list(PopulationStage)
    seeded = one.population.method in SEEDED
    shown = [stage for stage in order if seeded or stage is not PopulationStage.SEED]
    at = shown.index(one.stage) if one.stage in shown else 0
    finished = one.stage is PopulationStage.EVALUATE
    stops = []
    for number, stage in enumerate(shown):
        mark = "later"
        if number < at or finished:
            mark = "locked" if stage in _FIXED else "done"
        elif number == at:
            mark = "now"
        word = str(STEP_WORD.get(stage, STAGE_WORD[stage]))
        stops.append(Stop(stage.value, word, mark, _why(one, stage, mark)))
    return stops


def _why(one: PopulationState, stage: PopulationStage, mark: str) -> str:
    population = one.population
    done = {
        PopulationStage.FREEZE: population.frozen_at,
        PopulationStage.SEED: population.seed_at,
        PopulationStage.DRAW: population.drawn_at,
    }
    if mark == "locked":
        return _("{step}: {at}, cannot be changed any more").format(
            step=STAGE_WORD[stage], at=when(done[stage])
        )
    if mark == "now" and stage in (PopulationStage.RECONCILE, PopulationStage.FREEZE):
        return str(why_not_freeze(population, one.facts) or "")
    return _("First: {step}").format(step=STAGE_WORD[one.stage]) if mark == "later" else ""
