"""Uncertainty of the result: simulated anew from lines, seed and draws whenever it is printed."""

from collections.abc import Iterator

from cfpdesk.documents.document import (
    Block,
    Chart,
    Column,
    Fact,
    Facts,
    Figure,
    Heading,
    Later,
    Paragraph,
    Table,
)
from cfpdesk.documents.row import kg_places, row
from cfpdesk.i18n import msg
from cfpdesk.model.inventory_pictures import histogram, unit_scale, variance
from cfpdesk.model.inventory_view import InventoryState
from cfpdesk.model.line_spread import LineSpreads, line_spreads
from cfpdesk.model.quantity import figure, unit_text
from cfpdesk.model.uncertainty import simulate


def spread_blocks(state: InventoryState) -> Iterator[Block]:
    """Yield the part on uncertainty; what is simulated is left for the job that prints."""
    yield Heading(msg("Uncertainty"), "12")
    spreads = line_spreads(view.result for view in state.lines)
    if not spreads.known:
        yield Paragraph(msg("No line has an uncertainty or a rating: nothing was simulated."))
        return
    settings = state.settings
    yield Facts((
        Fact(msg("Seed"), str(settings.seed)),
        Fact(msg("Draws"), figure(settings.draws)),
        Fact(
            msg("Lines with an uncertainty"),
            f"{len(spreads.spreads) - len(spreads.unknown)} / {len(spreads.spreads)}",
        ),
        Fact(msg("Assumed distribution"), msg("log-normal; equal factors share one draw")),
    ))  # fmt: skip
    yield Later(lambda: _simulated(state, spreads))


def _simulated(state: InventoryState, spreads: LineSpreads) -> tuple[Block, ...]:
    settings = state.settings
    found = simulate(spreads.spreads, seed=settings.seed, draws=settings.draws)
    scale, places = unit_scale(state), kg_places(state.totals.verified_kg)
    figures = (
        (msg("Mean"), found.mean),
        (msg("Standard deviation"), found.sd),
        ("P2.5", found.p2_5),
        ("P50", found.p50),
        ("P97.5", found.p97_5),
    )
    rows = [
        row(
            name,
            Figure(kg * scale if scale is not None else None, 2),
            Figure(kg, places),
        )
        for name, kg in figures
    ]
    half = found.half_width_pct
    if half is not None:
        rows.append(row(msg("Half of P97.5 − P2.5, % of P50"), f"±{figure(half, 2)} %", ""))
    columns = (
        Column(msg("Simulated result"), 84),
        Column(unit_text(state.engagement.claimed_unit), 45, "right"),
        Column(msg("kgCO₂e of the period"), 45, "right"),
    )
    return (
        Table(msg("Uncertainty"), columns, tuple(rows)),
        Chart(histogram(state, found)),
        Chart(variance(state, found)),
    )
