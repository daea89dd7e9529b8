"""The ledger of misstatements and the opinion: every entry, sums against materiality, the words.

From the state that the sampling page shows. How firm the conclusion is, is computed anew when the
paper is rendered (`Later`), for it evaluates every sample several times.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from cfpdesk.documents.assembly import Sheet
from cfpdesk.documents.document import (
    Block,
    Chart,
    Column,
    Document,
    Fact,
    Figure,
    Heading,
    Later,
    Options,
    Paragraph,
    Row,
    Table,
    Words,
)
from cfpdesk.documents.engagement_facts import agreed_facts, base_facts, signatures
from cfpdesk.documents.opinion_part import opinion_blocks
from cfpdesk.documents.row import joined, kg_places, row
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.checked_item import checked_items
from cfpdesk.model.estimate import NOTHING, Apart, Limits
from cfpdesk.model.misstatement import QUALITATIVE_WORD
from cfpdesk.model.misstatement_ledger import SOURCE_WORD, Entry, Ledger, Source, Standing
from cfpdesk.model.opinion_view import OpinionState
from cfpdesk.model.quantity import figure
from cfpdesk.model.sampling_pictures import ledger_gauge
from cfpdesk.model.sensitivity import Case, Variant, sensitivity, sensitivity_text

SHEET = Sheet("misstatement_ledger", msg("Ledger of Misstatements"), "ML", "RULE:7")
STANDING_WORD: dict[Standing, Message] = {
    Standing.WITHIN: msg("Within materiality"),
    Standing.ABOVE_PERFORMANCE: msg("Within materiality, above performance materiality"),
    Standing.LIMIT_ABOVE: msg("An upper limit is above materiality"),
    Standing.MATERIAL: msg("Material misstatement that is not corrected"),
}


def build(state: OpinionState, options: Options) -> Document:
    """Return the ledger with the opinion that follows from it and the one that was set."""
    return SHEET.of(state.engagement, _blocks(state, options), options)


def summary(state: OpinionState) -> Message:
    """Return how many misstatements stand, as it is said in the list of documents."""
    n = len(state.ledger.entries)
    return msg("{n} {n:entry|entries}", n=n)


def _blocks(state: OpinionState, options: Options) -> Iterator[Block]:
    ledger = state.ledger
    yield agreed_facts(
        state.engagement,
        Fact(msg("Claim over the period"), _kg(ledger.context.claim_kg)),
        Fact(msg("Materiality over the period"), _kg(ledger.context.tolerable_kg)),
        *base_facts(ledger.context.basis),
    )
    yield Heading(msg("Where the claim stands"), "1")
    yield Paragraph(_standing(state), label=msg("Conclusion:"))
    picture = ledger_gauge(ledger, _unchecked(state))
    if picture is not None:
        yield Chart(picture)
    yield Paragraph(
        msg(
            "Misstatement = claimed − verified. Over- and understatement are set against "
            "materiality apart; the net is only shown beside them. What the client corrected and "
            "the team verified is taken off."
        ),
        quiet=True,
    )
    yield Heading(msg("Entries"), "2")
    yield from _entries(ledger, _how(state))
    yield Heading(msg("Sums against materiality"), "3")
    yield _sums(ledger)
    yield Heading(msg("Qualitative misstatements"), "4")
    yield from _qualitative(ledger)
    yield Heading(msg("How firm the conclusion is"), "5")
    yield Later(lambda: _sensitivity(state.case))
    yield Heading(msg("Opinion"), "6")
    yield from opinion_blocks(state, options)
    yield from signatures(msg("Team leader, date"), msg("Reviewed by, date"))


def _kg(kg: Decimal | None) -> str:
    return f"{figure(kg, kg_places(kg))} kgCO₂e" if kg is not None else "–"


def _unchecked(state: OpinionState) -> int:
    """Return how many drawn items have no result yet, those of completeness tests among them."""
    return sum(
        not item.settled
        for population in state.case.populations
        for one in (population.sampled, *population.records)
        for item in checked_items(one.sample, one.seen)
    )


def _standing(state: OpinionState) -> Text:
    ledger = state.ledger
    if ledger.context.tolerable_kg is None:
        return msg("The claim over the period is not known: nothing can be set against it")
    word = STANDING_WORD[ledger.standing]
    if ledger.unfinished:
        return joined((word, msg("provisional: samples have unchecked items")))
    return word


# Entries --------------------------------------------------------------------------------------


def _how(state: OpinionState) -> dict[str, str]:
    """Return what people wrote about how an entry was corrected, and to which line it belongs."""
    found = {finding.row: finding.verified_how for finding in state.case.findings}
    for entry in state.added:
        parts = (entry.line, entry.corrected_how)
        found[entry.row] = " · ".join(part for part in parts if part.strip())
    return found


def _entries(ledger: Ledger, how: Mapping[str, str]) -> Iterator[Block]:
    if not ledger.entries:
        yield Paragraph(msg("No misstatement was found."))
        return
    columns = (
        Column(msg("Misstatement"), 58),
        Column(msg("Overstated kg"), 23, "right"),
        Column(msg("Understated kg"), 23, "right"),
        Column(msg("Projected on top kg"), 24, "right"),
        Column(msg("Corrected kg"), 22, "right"),
        Column(msg("Left, % of claim"), 20, "right"),
    )
    rows = tuple(_grouped(ledger, how))
    yield Table(msg("Entries"), columns, rows, row_height=5.4, dense=True)


def _grouped(ledger: Ledger, how: Mapping[str, str]) -> Iterator[Row]:
    for source in Source:
        own = [entry for entry in ledger.entries if entry.source is source]
        if own:
            yield _sum_row(SOURCE_WORD[source], own, ledger)
            for entry in own:
                yield _entry(entry, ledger, how.get(entry.row, ""))
    yield _sum_row(msg("Total"), ledger.entries, ledger)


def _entry(entry: Entry, ledger: Ledger, how: str) -> Row:
    remarks: list[Text] = []
    if entry.qualitative:
        remarks.append(QUALITATIVE_WORD[entry.qualitative])
    remarks.append(msg("corrected and verified") if entry.settled else msg("not corrected"))
    if entry.note is not None:
        remarks.append(entry.note)
    remarks.append(how)
    name = Words(entry.name, note=joined(remarks))
    return _figures(name, entry.known, entry.extrapolated, entry.corrected, ledger)


def _sum_row(name: Text, entries: list[Entry] | tuple[Entry, ...], ledger: Ledger) -> Row:
    known = sum((entry.known for entry in entries), NOTHING)
    more = sum((entry.extrapolated for entry in entries), NOTHING)
    corrected = sum((entry.corrected for entry in entries), NOTHING)
    return _figures(Words(name), known, more, corrected, ledger, strong=True)


def _figures(
    name: Words, known: Apart, more: Apart, corrected: Apart, ledger: Ledger, *,
    strong: bool = False,
) -> Row:  # fmt: skip
    places = kg_places(ledger.context.claim_kg)
    left = known + more - corrected
    return row(
        name,
        _or_nothing(known.over, places),
        _or_nothing(known.under, places),
        _both(more, places),
        _both(corrected, places),
        Words(_both_percent(left, ledger)),
        strong=strong,
    )


def _or_nothing(kg: Decimal, places: int) -> Figure | Words:
    return Figure(kg, places, signed=True) if kg else Words("")


def _both(part: Apart, places: int) -> Figure | Words:
    """Return over and under in one cell; a number where only one of them is there."""
    sides = [side for side in (part.over, part.under) if side]
    if len(sides) < 2:
        return Figure(sides[0], places, signed=True) if sides else Words("")
    return Words(" / ".join(Figure(side, places, signed=True).text() for side in sides))


def _both_percent(part: Apart, ledger: Ledger) -> str:
    shares = [ledger.context.percent(side) for side in (part.over, part.under) if side]
    return " / ".join(Figure(share, 2, signed=True).text() for share in shares)


# Sums -----------------------------------------------------------------------------------------


def _sums(ledger: Ledger) -> Table:
    context, projected = ledger.context, ledger.projected
    rows = [
        _apart(msg("Known, not corrected"), ledger.known.over, ledger.known.under, ledger),
        _apart(msg("Known and projected"), projected.over, projected.under, ledger, strong=True),
    ]
    if ledger.sampled:
        rows.append(_limits(msg("Upper limits, precisions added up"), ledger.limits, ledger))
    if ledger.sampled > 1:
        name = msg("Upper limits, precisions as root of squares")
        rows.append(_limits(name, ledger.root_limits, ledger))
    if ledger.corrected != NOTHING:
        corrected = ledger.corrected
        rows.append(_apart(msg("Taken off: corrected"), corrected.over, corrected.under, ledger))
    tolerable, performance = context.tolerable_kg, context.performance_kg
    if tolerable is not None and performance is not None:
        pct = figure(context.performance_pct)
        name = msg("Performance materiality, {pct} %", pct=pct)
        rows.append(_apart(name, performance, -performance, ledger, net=False))
        name = msg("Materiality, {pct} %", pct=figure(context.materiality_pct))
        rows.append(_apart(name, tolerable, -tolerable, ledger, strong=True, net=False))
    columns = (
        Column("", 56),
        Column(msg("Overstated kg"), 26, "right"),
        Column("%", 16, "right"),
        Column(msg("Understated kg"), 26, "right"),
        Column("%", 16, "right"),
        Column(msg("Net kg"), 34, "right"),
    )
    return Table(msg("Sums against materiality"), columns, tuple(rows), dense=True)


def _apart(
    name: Text, over: Decimal, under: Decimal, ledger: Ledger, *, strong: bool = False,
    net: bool = True,
) -> Row:  # fmt: skip
    places = kg_places(ledger.context.claim_kg)
    percent = ledger.context.percent
    return row(
        name,
        Figure(over, places, signed=True),
        Figure(percent(over), 2, signed=True),
        Figure(under, places, signed=True),
        Figure(percent(under), 2, signed=True),
        Figure(over + under, places, signed=True) if net else "",
        strong=strong,
    )


def _limits(name: Text, limits: Limits, ledger: Ledger) -> Row:
    places, percent = kg_places(ledger.context.claim_kg), ledger.context.percent
    net = ledger.net if limits == ledger.limits else None
    ends = [Figure(end, places, signed=True).text() for end in net or ()]
    return row(
        name,
        Figure(limits.over, places, signed=True),
        Figure(percent(limits.over), 2, signed=True),
        Figure(limits.under, places, signed=True),
        Figure(percent(limits.under), 2, signed=True),
        " … ".join(ends),
    )


def _qualitative(ledger: Ledger) -> Iterator[Block]:
    if not ledger.qualitative:
        yield Paragraph(msg("No qualitative misstatement is left."))
        return
    rows = tuple(
        row(QUALITATIVE_WORD[entry.qualitative], entry.name, SOURCE_WORD[entry.source])
        for entry in ledger.qualitative
    )
    columns = (
        Column(msg("Kind"), 46),
        Column(msg("Misstatement"), 100),
        Column(msg("Source"), 28),
    )
    yield Paragraph(msg("Each of these is material by judgement, whatever its size."))
    yield Table(msg("Qualitative misstatements"), columns, rows, dense=True)


# Sensitivity ----------------------------------------------------------------------------------


def _sensitivity(case: Case) -> tuple[Block, ...]:
    found = sensitivity(case)
    columns = (
        Column(msg("With one choice changed"), 76),
        Column(msg("Limit over %"), 20, "right"),
        Column(msg("Limit under %"), 20, "right"),
        Column(msg("Standing"), 38),
        Column(msg("Supported"), 20, "center"),
    )
    rows = tuple(_variant(at, variant) for at, variant in enumerate(found))
    return (
        Paragraph(sensitivity_text(found)),
        Table(msg("How firm the conclusion is"), columns, rows, row_height=5.4, dense=True),
    )


def _variant(at: int, variant: Variant) -> Row:
    turned = msg("turns the conclusion round") if variant.flips else ""
    return row(
        Words(variant.name, note=turned),
        Figure(variant.over_pct, 2, signed=True),
        Figure(variant.under_pct, 2, signed=True),
        STANDING_WORD[variant.standing],
        "✓" if variant.supported else "×",
        strong=not at or variant.flips,
    )
