"""The recalculation record: claim and result, line by line, with what each verified value rests on.

One document from the state that the inventory page shows. Parts that need many tables stand in
`recalculation_lines`, `recalculation_judged`, `recalculation_basis`, `recalculation_spread`.
"""

from collections.abc import Iterator
from decimal import Decimal

from cfpdesk.documents.assembly import Sheet
from cfpdesk.documents.document import (
    Block,
    Chart,
    Column,
    Document,
    Fact,
    Facts,
    Figure,
    Heading,
    Options,
    Paragraph,
    Row,
    Table,
    Words,
)
from cfpdesk.documents.engagement_facts import agreed_facts, base_facts, signatures
from cfpdesk.documents.recalculation_basis import basis_blocks, limits_text
from cfpdesk.documents.recalculation_judged import judged_blocks
from cfpdesk.documents.recalculation_lines import lines_table
from cfpdesk.documents.recalculation_spread import spread_blocks
from cfpdesk.documents.row import joined, kg_places, row
from cfpdesk.i18n import Message, msg
from cfpdesk.model.inventory_pictures import contribution, from_claim_to_result, gauge
from cfpdesk.model.inventory_view import InventoryState, TableState
from cfpdesk.model.quantity import figure, short_figure, unit_text
from cfpdesk.steps.inventory_shares import SharesState

SHEET = Sheet("recalculation", msg("Recalculation Record"), "RC", "RULE:6.2")
_SIGN = msg("Difference = claimed − recalculated; positive is overstated, negative understated.")


def build(state: InventoryState, shares: SharesState, options: Options) -> Document:
    """Return the record.

    Args:
        state: what the inventory page shows.
        shares: allocation and recycling.
        options: `for_client` leaves out the team's notes.
    """
    return SHEET.of(state.engagement, _blocks(state, shares, options), options)


def summary(state: InventoryState) -> Message:
    """Return the difference as it stands in the list of documents."""
    pct = state.difference_pct
    if not state.lines or pct is None:
        return msg("no inventory yet") if not state.tables else msg("not read yet")
    return msg("difference {pct} %", pct=figure(pct, 2))


def _blocks(state: InventoryState, shares: SharesState, options: Options) -> Iterator[Block]:
    yield agreed_facts(
        state.engagement,
        Fact(msg("Materiality over the period"), _plus_minus(state.threshold_kg)),
        Fact(msg("Performance materiality"), _plus_minus(state.performance_kg)),
        Fact(msg("GWP values"), state.settings.gwp_set),
        *base_facts(state.claim),
    )
    if not state.tables:
        yield Paragraph(msg("The client's inventory is not imported yet: nothing to recalculate."))
        return
    yield from _unread(state)
    if not state.lines:
        return
    yield Heading(msg("Result"), "1")
    yield _result(state)
    yield from _said(state)
    picture = gauge(state)
    if picture is not None:
        yield Chart(picture, _SIGN)
    if any(view.result.differs for view in state.lines):
        yield Chart(from_claim_to_result(state), "" if picture is not None else _SIGN)
    yield Chart(contribution(state))
    yield Heading(msg("Lines by stage"), "2")
    yield Paragraph(msg("→ verified value in place of the client's"), quiet=True)
    yield lines_table(state)
    yield from judged_blocks(state, options)
    yield from basis_blocks(state, shares)
    yield from spread_blocks(state)
    yield from _sources(state, options)
    yield from signatures(msg("Recalculated by, date"), msg("Reviewed by, date"))


def _plus_minus(kg: Decimal | None) -> str:
    return f"±{figure(kg, kg_places(kg))} kgCO₂e" if kg is not None else "–"


def _unread(state: InventoryState) -> Iterator[Paragraph]:
    for table in state.tables:
        if not table.read:
            yield Paragraph(
                msg(
                    "{name} was not read on this computer yet, and its lines are not in this "
                    "record. Open the inventory to read it.",
                    name=table.dataset.name,
                )
            )


def _result(state: InventoryState) -> Table:
    totals, places = state.totals, kg_places(state.totals.claimed_kg)
    rows = [
        *_per_unit(state),
        row(
            Words(msg("Sum of the lines"), note="kgCO₂e"),
            Figure(totals.claimed_kg, places),
            Figure(totals.verified_kg, places),
            Figure(totals.difference_kg, places, signed=True),
            Figure(state.difference_pct, 2, signed=True),
        ),
    ]
    declared = state.claim.declared_kg
    if declared is not None:
        name = Words(msg("Declared value × output"), note="kgCO₂e")
        rows.append(row(name, Figure(declared, places), "", "", ""))
    columns = (
        Column("", 54),
        Column(msg("Claimed"), 32, "right"),
        Column(msg("Recalculated"), 34, "right"),
        Column(msg("Difference"), 28, "right"),
        Column(msg("% of claim"), 26, "right"),
    )
    return Table(msg("Result"), columns, tuple(rows))


def _per_unit(state: InventoryState) -> Iterator[Row]:
    claimed, verified = state.claimed_unit, state.verified_unit
    if claimed is None or verified is None:
        return
    each = claimed - verified
    yield row(
        Words(msg("Per declared unit"), note=unit_text(state.engagement.claimed_unit)),
        Figure(claimed, 2),
        Figure(verified, 2),
        Figure(each, 2, signed=True),
        Figure(each / abs(claimed) * 100 if claimed else None, 2, signed=True),
        strong=True,
    )


def _said(state: InventoryState) -> Iterator[Paragraph]:
    """Yield what a reader has to know about the result."""
    open_lines = state.totals.open_lines
    if open_lines:
        yield Paragraph(
            msg(
                "{n} {n:line has|lines have} no recalculated value; the recalculated sum leaves "
                "{n:it|them} out and is not complete.",
                n=open_lines,
            )
        )
    yield Paragraph(
        msg(
            "{n} {n:line|lines} in all; {followed} followed back through all five steps, {doubts} "
            "with doubts that stand.",
            n=len(state.lines),
            followed=state.followed,
            doubts=len(state.doubtful),
        )
    )


def _sources(state: InventoryState, options: Options) -> Iterator[Block]:
    yield Heading(msg("Files and settings"), "13")
    columns = (
        Column(msg("File and table"), 50),
        Column(msg("Sheet"), 26),
        Column(msg("Version"), 14, "right"),
        Column(msg("Taken in"), 24),
        Column(msg("Lines"), 14, "right"),
        Column("SHA-256", 46),
    )
    rows = tuple(_file(table, options) for table in state.tables)
    yield Table(msg("Files"), columns, rows, dense=True)
    settings = state.settings
    yield Facts((
        Fact(msg("GWP values"), settings.gwp_set),
        Fact(msg("Age limit of factors"), msg("{n} {n:year|years}", n=settings.factor_age)),
        Fact(msg("Deviation from the database"), f"{short_figure(settings.deviation_pct)} %"),
        Fact(msg("Limits of cut-off"), limits_text(settings)),
    ))  # fmt: skip


def _file(table: TableState, options: Options) -> Row:
    file = table.dataset.file
    return row(
        Words(table.dataset.name, note=file.name if file else ""),
        table.dataset.sheet,
        str(table.version),
        options.day(table.taken_at) or "–",
        Words(str(table.lines) if table.read else "–", note=joined(table.problems, "; ")),
        Words(file.sha256 if file else "–", quiet=True),
    )
