"""The order of a population's steps, what each asks for, and what still stands in the way.

Import, reconcile with the ledger, freeze by hash, seed, draw, check, evaluate. The seed comes after
freezing, so that nobody can choose items to fit it, and the recipe cannot be changed any more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from cfpdesk.i18n import Message, msg
from cfpdesk.model.conclusion import Conclusion, Verdict
from cfpdesk.model.gate import Blocker, Level, Target
from cfpdesk.model.population import (
    METHOD_WORD,
    SEEDED,
    Population,
    Risk,
    SamplingMethod,
)
from cfpdesk.model.quantity import figure

NOUN = "sampling"
_CLAUSE = "ISO14064-3:6.1.3"


class PopulationStage(StrEnum):
    """The step that comes next."""

    IMPORT = "import"
    RECONCILE = "reconcile"
    FREEZE = "freeze"
    SEED = "seed"
    DRAW = "draw"
    CHECK = "check"
    EVALUATE = "evaluate"


STAGE_WORD: dict[PopulationStage, Message] = {
    PopulationStage.IMPORT: msg("Import"),
    PopulationStage.RECONCILE: msg("Reconcile"),
    PopulationStage.FREEZE: msg("Freeze"),
    PopulationStage.SEED: msg("Set the seed"),
    PopulationStage.DRAW: msg("Draw"),
    PopulationStage.CHECK: msg("Check against vouchers"),
    PopulationStage.EVALUATE: msg("Evaluate"),
}
# What cannot be changed once a population is frozen.
RECIPE = frozenset(
    {
        *("name", "dataset", "line", "unit", "factor", "ledger_total", "method", "allocation"),
        *("strata", "staged", "limit", "estimator", "primary_size", "inherent_risk"),
        *("control_risk", "control_test", "expected_error_pct", "tolerable_pct", "confidence_pct"),
        *("sample_size", "override_reason", "judgement_reason", "judgement_items", "reverse_of"),
        "direction",
    }
)


_UNREAD = msg("The client's table has to be read first")


@dataclass(frozen=True, slots=True)
class PopulationFacts:
    """What a population's state is judged by besides the record.

    Attributes:
        items: number of items that are drawn from now; `groups` in how many groups.
        imported_total: of all legible amounts.
        sha256: hash of the items as they are now.
        drawn, unchecked: items of the sample, and those without a result.
        set_aside_open: items set aside that are not tested.
        completeness_tests: populations that test this one from independent records.
        at_hand: its table was read; without that nothing is known of its items.
    """

    items: int = 0
    groups: int = 0
    imported_total: Decimal = Decimal(0)
    sha256: str = ""
    drawn: int = 0
    unchecked: int = 0
    set_aside_open: int = 0
    completeness_tests: int = 0
    at_hand: bool = True


def reconciled(population: Population, facts: PopulationFacts) -> bool:
    """Tell whether the items add up to the client's ledger, to the last digit."""
    return population.ledger_total is not None and population.ledger_total == facts.imported_total


def stage_of(population: Population, facts: PopulationFacts) -> PopulationStage:
    """Return the step that comes next; `EVALUATE` where everything before it is done.

    While its table is not at hand a frozen population stands where its record says.
    """
    if not facts.items and (facts.at_hand or not population.frozen):
        return PopulationStage.IMPORT
    if not population.frozen:
        ready = reconciled(population, facts)
        return PopulationStage.FREEZE if ready else PopulationStage.RECONCILE
    if population.method in SEEDED and not population.seed_number.strip():
        return PopulationStage.SEED
    if not population.drawn_size:
        return PopulationStage.DRAW
    open_work = facts.unchecked or not facts.at_hand
    return PopulationStage.CHECK if open_work else PopulationStage.EVALUATE


def editable(population: Population, field: str) -> bool:
    """Tell whether a field may still be changed: the recipe only before freezing."""
    return not (population.frozen and field in RECIPE)


def why_not_freeze(population: Population, facts: PopulationFacts) -> Message | None:
    """Return what freezing still asks for; None where it may be done."""
    if population.frozen:
        return msg("The population is frozen already")
    if not facts.at_hand:
        return _UNREAD
    if not facts.items:
        return msg("There is no item to draw from")
    if population.ledger_total is None:
        return msg("The total of the client's ledger is missing")
    if not reconciled(population, facts):
        return _differs(population, facts)
    return _why_recipe(population, facts)


def _differs(population: Population, facts: PopulationFacts) -> Message:
    ledger = population.ledger_total or Decimal(0)
    return msg(
        "The items add up to {total}, the ledger says {ledger}: difference {difference} {unit}",
        total=figure(facts.imported_total),
        ledger=figure(ledger),
        difference=figure(facts.imported_total - ledger),
        unit=population.unit,
    )


def _why_recipe(population: Population, facts: PopulationFacts) -> Message | None:
    overrides = (population.tolerable_pct, population.confidence_pct, population.sample_size)
    if any(value is not None for value in overrides) and not population.override_reason.strip():
        return msg("A figure was set by hand; say why")
    if population.factor == 0:
        return msg("The factor is zero; it turns every amount into nothing")
    if population.expected_error_pct < 0 or population.expected_error_pct >= 100:
        return msg("The expected misstatement lies between 0 and 100 %")
    if population.method is SamplingMethod.JUDGEMENT:
        if not population.judgement_reason.strip():
            return msg("Choosing by judgement needs a reason")
        if not population.judgement_items:
            return msg("No item is chosen yet")
    if population.method is SamplingMethod.STRATIFIED:
        return _why_strata(population, facts)
    if population.method is SamplingMethod.TWO_STAGE and facts.groups < 2:
        return msg("A two-stage sample needs items in at least two groups")
    return None


def _why_strata(population: Population, facts: PopulationFacts) -> Message | None:
    try:
        bounds = [Decimal(bound) for bound in population.strata]
    except InvalidOperation:
        return msg("A bound between strata is not a number")
    if not bounds and facts.groups < 2:
        return msg("A stratified sample needs bounds by amount, or items in at least two groups")
    if not all(bound.is_finite() for bound in bounds) or bounds != sorted(set(bounds)):
        return msg("The bounds between strata must rise")
    return None


def why_not_seed(population: Population, said_at: datetime) -> Message | None:
    """Return why a number said at that time cannot be the seed; None where it may be.

    The number of the opening meeting serves every population that was frozen before it.
    """
    if not population.frozen or population.frozen_at is None:
        return msg("The seed is said only after the population is frozen")
    if population.drawn_size:
        return msg("The sample is drawn already; its seed stays")
    if said_at < population.frozen_at:
        return msg("This number was said before the population was frozen; ask for a new one")
    return None


def why_not_draw(population: Population, facts: PopulationFacts) -> Message | None:
    """Return why the sample cannot be drawn; None where it may be."""
    if not population.frozen:
        return msg("The population is not frozen yet")
    if not facts.at_hand:
        return _UNREAD
    if facts.sha256 != population.frozen_sha256:
        return changed_text(population)
    if population.method in SEEDED and not population.seed_number.strip():
        return msg("The client has not said a number yet")
    return msg("The sample is drawn already; extend it instead") if population.drawn_size else None


def why_not_extend(
    population: Population, facts: PopulationFacts, size: int, reason: str
) -> Message | None:
    """Return why a sample cannot be extended by so many items; None where it may be."""
    if not population.drawn_size:
        return msg("The sample is not drawn yet")
    if not facts.at_hand:
        return _UNREAD
    if population.method not in SEEDED:
        return msg("Nothing is drawn by chance here; there is nothing to extend")
    if facts.drawn >= facts.items:
        return msg("Every item is in the sample already")
    if size < 1:
        return msg("How many more items?")
    return None if reason.strip() else msg("Say why the sample is extended")


def changed_text(population: Population) -> Message:
    """Return the sentence for items that are no longer those that were frozen."""
    return msg(
        "{name}: the items are no longer those that were frozen; the table was changed",
        name=population.name,
    )


def frozen_with(populations: Iterable[Population], dataset: str) -> Message | None:
    """Return why no newer file may stand for a table; None where no frozen sample stands on it."""
    name = next((p.name for p in populations if p.dataset == dataset and p.frozen), None)
    if name is None:
        return None
    return msg(
        "{name} is frozen: its sample stands on the version before. Look at the changes here; map "
        "the newer file anew to draw from it.",
        name=name,
    )


def population_blockers(population: Population, facts: PopulationFacts) -> Iterator[Blocker]:
    """Yield what a population still lacks, the hardest first."""
    name = population.name
    if population.frozen and facts.items and facts.sha256 != population.frozen_sha256:
        sentence = changed_text(population)
        yield _blocker(population, "changed", sentence, msg("Look"), "frozen", Level.HARD)
    yield from _stage_blocker(population, facts)
    if population.control_risk is not Risk.HIGH and not population.control_test.strip():
        sentence = msg("{name}: no control test is recorded, so the risk counts as high", name=name)
        yield _blocker(population, "control", sentence, msg("Record"), "control_test")
    if facts.set_aside_open:
        sentence = msg(
            "{name}: {n} {n:item|items} set aside not tested yet",
            name=name,
            n=facts.set_aside_open,
        )
        yield _blocker(
            population, "set_aside", sentence, msg("Check against vouchers"), "set_aside"
        )
    if _lacks_completeness(population, facts):
        sentence = msg(
            "{name}: {method} sampling cannot see what was left out; add a test from meters, "
            "purchases or gate log",
            name=name,
            method=METHOD_WORD[population.method],
        )
        yield _blocker(population, "no_reverse", sentence, msg("Add"), "reverse_of")


def _lacks_completeness(population: Population, facts: PopulationFacts) -> bool:
    unquantified = (SamplingMethod.ATTRIBUTE, SamplingMethod.JUDGEMENT)
    return (
        not population.completeness
        and population.method not in unquantified
        and not facts.completeness_tests
    )


def _stage_blocker(population: Population, facts: PopulationFacts) -> Iterator[Blocker]:
    name, stage = population.name, stage_of(population, facts)
    if not facts.at_hand:
        sentence = msg("{name}: the client's table has to be read first", name=name)
        yield _blocker(population, "unread", sentence, msg("Look"), "items")
        return
    if stage is PopulationStage.RECONCILE:
        sentence = (
            msg("{name}: the total of the client's ledger is missing", name=name)
            if population.ledger_total is None
            else msg("{name}: {why}", name=name, why=_differs(population, facts))
        )
        yield _blocker(population, "ledger", sentence, msg("Reconcile"), "ledger_total")
        return
    sentences = {
        PopulationStage.IMPORT: msg("{name}: no items are imported", name=name),
        PopulationStage.FREEZE: msg("{name} is not frozen", name=name),
        PopulationStage.SEED: msg("{name}: the client has not said a number", name=name),
        PopulationStage.DRAW: msg("{name}: the sample is not drawn", name=name),
        PopulationStage.CHECK: msg(
            "{name}: {n} {n:item is|items are} still unchecked", name=name, n=facts.unchecked
        ),
    }
    if stage in sentences:
        yield _blocker(population, stage, sentences[stage], STAGE_WORD[stage], stage)


def evaluation_blockers(population: Population, conclusion: Conclusion) -> Iterator[Blocker]:
    """Yield what an evaluation leaves to do: a limit above materiality has three lawful ways."""
    above = conclusion.verdict in (Verdict.EXCEEDED, Verdict.MATERIAL)
    if above or conclusion.verdict is Verdict.NO_LIMIT:
        sentence = msg("{name}: {why}", name=population.name, why=conclusion.sentence)
        remedy = msg("Extend, correct or raise") if above else msg("Look")
        yield _blocker(population, conclusion.verdict, sentence, remedy, "evaluation")


def _blocker(
    population: Population,
    code: str,
    sentence: Message,
    remedy: Message,
    field: str,
    level: Level = Level.WARNING,
) -> Blocker:
    target = Target(NOUN, population.row, str(field))
    return Blocker(f"{NOUN}.{code}", level, _CLAUSE, sentence, remedy, target)
