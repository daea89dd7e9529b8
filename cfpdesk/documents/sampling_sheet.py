"""The sampling record: how items were chosen, what was seen of them, and what it means.

One population after the other, each on pages of its own, from the state that the sampling page
shows. Tables of items stand in `sampling_items`, the evaluation in `sampling_result`.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from cfpdesk.documents.assembly import Sheet
from cfpdesk.documents.document import (
    Block,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Options,
    PageBreak,
    Paragraph,
    Table,
    Words,
)
from cfpdesk.documents.engagement_facts import agreed_facts, base_facts, signatures
from cfpdesk.documents.row import joined, row
from cfpdesk.documents.sampling_items import aside_blocks, item_blocks
from cfpdesk.documents.sampling_result import result_blocks
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.population import (
    ALLOCATION_WORD,
    DIRECTION_WORD,
    ESTIMATOR_WORD,
    LIMIT_WORD,
    METHOD_WORD,
    SEEDED,
    Direction,
    Population,
    SamplingMethod,
)
from cfpdesk.model.quantity import figure, short_figure, unit_text
from cfpdesk.model.sampling_view import PopulationState, SamplingState

SHEET = Sheet("sampling_sheet", msg("Sampling Record"), "SR", "ISO14064-3:6.1.3")
_DIGITS = 9
_ROUGH = 3  # of what is computed


def build(state: SamplingState, options: Options) -> Document:
    """Return the record of all populations, or of the one whose row is `options.part`.

    Args:
        state: what the sampling page shows.
        options: `blank` leaves the results to the pen, `for_client` leaves out the team's notes.
    """
    return SHEET.of(state.engagement, _blocks(state, options), options)


def summary(state: SamplingState) -> Message:
    """Return how many populations have a result, as it stands in the list of documents."""
    if not state.populations:
        return msg("no population yet")
    return msg("{n} of {total} checked", n=state.concluded, total=len(state.populations))


def parts(state: SamplingState) -> tuple[tuple[str, Text], ...]:
    """Return the populations that can be printed alone."""
    return tuple((one.population.row, one.population.name) for one in state.populations)


def _blocks(state: SamplingState, options: Options) -> Iterator[Block]:
    shown = [
        (number, one)
        for number, one in enumerate(state.populations, 1)
        if options.part in ("", one.population.row, one.population.name)
    ]
    yield agreed_facts(
        state.engagement,
        *_spoken(state, [one for _number, one in shown]),
        Fact(msg("Populations"), f"{len(shown)} / {len(state.populations)}"),
        *base_facts(state.context.basis),
    )
    if not shown:
        yield Paragraph(msg("No population is drawn from yet: there is nothing to record."))
        return
    for at, (number, one) in enumerate(shown):
        if at:
            yield PageBreak()
        yield from _population(state, one, str(number), options)


def _spoken(state: SamplingState, shown: list[PopulationState]) -> tuple[Fact, ...]:
    """Return the numbers that the samples were drawn with, and the one of the opening meeting.

    A population that was frozen after the opening meeting has a number of its own.
    """
    drawn_with = (_number(one.population.seed_number, one.population.seed_by) for one in shown)
    numbers = [number for number in dict.fromkeys(drawn_with) if number]
    opening = _number(state.spoken, state.spoken_by)
    facts = [Fact(msg("Numbers said, drawn with"), " · ".join(numbers) or "–")]
    if opening and opening not in numbers:
        text = msg("{number}: no sample here was drawn with it", number=opening)
        facts.append(Fact(msg("Number of the opening meeting"), text))
    return tuple(facts)


def _number(number: str, by: str) -> str:
    return " ".join(part for part in (number.strip(), by.strip()) if part) if number else ""


def _population(
    state: SamplingState, one: PopulationState, number: str, options: Options
) -> Iterator[Block]:
    population = one.population
    yield Heading(population.name, number, large=True)
    direction = Direction.UNDER if population.completeness else Direction.OVER
    yield Paragraph(DIRECTION_WORD[direction], quiet=True)
    yield _recipe(state, one)
    if one.waits:
        yield Paragraph(
            msg("The table was not read on this computer yet; open the population to read it.")
        )
    yield Heading(msg("Size of the sample"), f"{number}.1")
    yield _size(one, number)
    yield Heading(msg("Freezing, seed, draw"), f"{number}.2")
    yield _fixed(one, options)
    yield from _extensions(one, number, options)
    yield Heading(msg("Items drawn"), f"{number}.3")
    yield from item_blocks(one, number, options)
    yield from aside_blocks(one, number, options)
    if not options.blank:
        yield from result_blocks(state, one, number)
    yield from signatures(msg("Checked by, date"), msg("Reviewed by, date"))


# Recipe ---------------------------------------------------------------------------------------


def _recipe(state: SamplingState, one: PopulationState) -> Facts:
    population = one.population
    facts = [
        Fact(msg("Method"), _method(population)),
        Fact(msg("Items"), figure(population.frozen_items or one.facts.items)),
        Fact(msg("Total"), _total(one)),
        Fact(msg("Ledger of the client"), _amount(population, population.ledger_total)),
        Fact(msg("Factor"), _factor(population)),
        Fact(msg("Inventory line"), population.line or "–"),
        Fact(msg("Sheet"), _sheet(one)),
    ]
    if population.reverse_of:
        tested = state.find(population.reverse_of)
        facts.append(
            Fact(msg("Tests the completeness of"), tested.population.name if tested else "–")
        )
    elif not population.completeness:
        names = [o.population.name for o in state.reverse if o.population.row in one.tests]
        facts.append(Fact(msg("Completeness tested by"), " · ".join(names) or "–"))
    whole = population.frozen_whole_from
    if whole is not None and population.method in SEEDED and not population.completeness:
        facts.append(Fact(msg("Always checked from"), _amount(population, whole, _ROUGH)))
    texts = (
        (msg("Control test"), population.control_test),
        (msg("Set by hand because"), population.override_reason),
        (msg("Chosen by judgement because"), population.judgement_reason),
    )
    facts += [Fact(label, text, wide=True) for label, text in texts if text.strip()]
    return Facts(tuple(facts))


def _sheet(one: PopulationState) -> str:
    first = one.frame.items[0].place if one.frame is not None and one.frame.items else ""
    return first.rpartition("!")[0] or "–"


def _method(population: Population) -> Text:
    more: list[Text] = []
    if population.method is SamplingMethod.STRATIFIED:
        more.append(ALLOCATION_WORD[population.allocation])
        more += population.strata
    if population.method is SamplingMethod.ATTRIBUTE:
        more.append(LIMIT_WORD[population.limit])
        if population.staged:
            more.append(msg("in two stages"))
    elif population.method in SEEDED and population.method is not SamplingMethod.EMISSION_UNIT:
        more.append(ESTIMATOR_WORD[population.estimator])
    return joined((METHOD_WORD[population.method], *more))


def _amount(population: Population, amount: Decimal | None, digits: int = _DIGITS) -> str:
    if amount is None:
        return "–"
    return f"{short_figure(amount, digits)} {unit_text(population.unit)}".strip()


def _total(one: PopulationState) -> str:
    population = one.population
    if population.frozen_total is not None:
        return _amount(population, population.frozen_total)
    return _amount(population, one.frame.total if one.frame else None)


def _factor(population: Population) -> Text:
    if population.factor is None:
        return msg("the amounts are kgCO₂e already")
    unit = f"kgCO₂e/{unit_text(population.unit)}" if population.unit else "kgCO₂e"
    return f"{short_figure(population.factor, _DIGITS)} {unit}"


# Size -----------------------------------------------------------------------------------------


def _size(one: PopulationState, number: str) -> Table:
    rows = tuple(
        row(
            step.name,
            step.value,
            clause_text(step.clause) if step.clause else Words(msg("setting"), quiet=True),
        )
        for step in one.plan.steps
    )
    columns = (
        Column(msg("Step"), 62),
        Column(msg("Value"), 76),
        Column(msg("Clause"), 36),
    )
    return Table(
        joined((number, msg("Size of the sample")), " "), columns, rows, row_height=5.4, dense=True
    )


# Freezing, seed, draw -------------------------------------------------------------------------


def _fixed(one: PopulationState, options: Options) -> Facts:
    population = one.population
    facts = [
        Fact(msg("Frozen on"), _when(population.frozen_at, options)),
        Fact(msg("Drawn on"), _when(population.drawn_at, options)),
        Fact(msg("Hash of all items (SHA-256)"), population.frozen_sha256 or "–", wide=True),
    ]
    if population.method in SEEDED:
        facts += [
            Fact(msg("Number, said by"), _seed(population)),
            Fact(msg("Said on"), _when(population.seed_at, options)),
            Fact(msg("Seed"), one.seed or "–", wide=True),
        ]
    sample = one.sample
    if sample is not None and sample.interval is not None:
        facts.append(Fact(msg("Interval"), _amount(population, sample.interval, _ROUGH)))
    if sample is not None:
        facts.append(Fact(msg("In the sample"), _drawn(one)))
    return Facts(tuple(facts))


def _seed(population: Population) -> str:
    found = " ".join(part for part in (population.seed_number, population.seed_by) if part)
    return found or "–"


def _when(moment: datetime | None, options: Options) -> str:
    if moment is None:
        return "–"
    return f"{options.day(moment)} {options.clock(moment)} {options.zone.tzname(None)}"


def _drawn(one: PopulationState) -> Text:
    sample = one.sample
    whole = len(sample.whole) if sample else 0
    items = len(sample.items) if sample else 0
    if not whole:
        return msg("{n} {n:item|items}", n=items)
    return msg("{n} {n:item|items}, of them {whole} checked as a whole", n=items, whole=whole)


def _extensions(one: PopulationState, number: str, options: Options) -> Iterator[Table]:
    if not one.extensions:
        return
    rows = tuple(
        row(str(at), f"+{more.size}", more.reason, _when(more.at, options))
        for at, more in enumerate(one.extensions, 1)
    )
    columns = (
        Column(msg("No."), 12, "center"),
        Column(msg("More items"), 22, "right"),
        Column(msg("Reason"), 96),
        Column(msg("When"), 44),
    )
    yield Table(joined((number, msg("Extensions of the sample")), " "), columns, rows, dense=True)
