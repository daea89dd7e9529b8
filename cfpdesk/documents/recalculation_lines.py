"""The lines of the recalculation by stage of the life cycle, with their sums."""

from collections.abc import Iterator
from decimal import Decimal

from cfpdesk.documents.document import Column, Figure, Row, Table, Words
from cfpdesk.documents.row import joined, kg_places, row
from cfpdesk.i18n import Text, msg
from cfpdesk.model.inventory import BUCKET_WORD, STAGE_WORD, Bucket
from cfpdesk.model.inventory_pictures import NO_STAGE
from cfpdesk.model.inventory_view import InventoryState, LineView
from cfpdesk.model.quantity import short_figure, unit_text
from cfpdesk.model.recalculation import Used

_DIGITS = 9


def lines_table(state: InventoryState) -> Table:
    """Return every line under its stage, the sum, and what does not count below it."""
    columns = (
        Column(msg("Source or sink"), 41),
        Column(msg("Activity data"), 24, "right"),
        Column(msg("Factor"), 31, "right"),
        Column("GWP", 15, "right"),
        Column(msg("Rank"), 12, "center"),
        Column(msg("Claimed kg"), 21, "right"),
        Column(msg("Recalculated kg"), 24, "right"),
        Column(msg("Difference kg"), 20, "right"),
        Column(msg("Share %"), 13, "right"),
    )
    return Table(msg("Lines by stage"), columns, tuple(_rows(state)), row_height=5.4, dense=True)


def _rows(state: InventoryState) -> Iterator[Row]:
    places = kg_places(state.totals.claimed_kg)
    for total in state.totals.stages:
        name: Text = STAGE_WORD[total.stage] if total.stage else NO_STAGE
        yield _sum(name, total.claimed_kg, total.verified_kg, total.share_pct, places)
        for view in state.lines:
            if view.result.counts and view.result.stage is total.stage:
                yield _line(view, places)
    totals = state.totals
    whole = Decimal(100) if totals.verified_kg else None
    yield _sum(msg("Total"), totals.claimed_kg, totals.verified_kg, whole, places)
    outside = [view for view in state.lines if not view.result.counts]
    if outside:
        yield row(msg("Not in the total"), *[""] * 8, strong=True)
        for view in outside:
            yield _line(view, places)


def _sum(
    name: Text, claimed: Decimal, verified: Decimal, share: Decimal | None, places: int
) -> Row:
    return row(
        name,
        *[""] * 4,
        Figure(claimed, places),
        Figure(verified, places),
        Figure(claimed - verified, places, signed=True),
        Figure(share, 2),
        strong=True,
    )


def _line(view: LineView, places: int) -> Row:
    result, line = view.result, view.result.line
    return row(
        Words(named(view), note=joined(_remarks(view))),
        _used(line.activity.value, line.activity_unit, result.activity),
        _used(line.factor.value, line.factor_unit, result.factor),
        _used(line.gwp.value, "", result.gwp),
        result.review.rank or line.rank,
        Figure(result.claimed_kg, places),
        Figure(result.verified_kg, places, note=result.problem or ""),
        Figure(result.difference_kg, places, signed=True),
        Figure(result.share_pct, 2),
    )


def named(view: LineView) -> str:
    """Return a line as people call it: its number and its name."""
    line = view.result.line
    return " ".join(part for part in (line.code, line.name) if part)


def _used(claimed: Decimal | None, unit: str, used: Used) -> Words:
    """Return the client's figure, and the verified one small below."""
    shown = "–" if claimed is None else short_figure(claimed, _DIGITS)
    if not used.verified:
        return Words(shown, note=unit_text(unit))
    value = "–" if used.value is None else short_figure(used.value, _DIGITS)
    own = f"{value} {unit_text(used.unit)}".strip()
    return Words(shown, note=f"{unit_text(unit)}\n→ {own}".strip())


def _remarks(view: LineView) -> Iterator[Text]:
    review = view.result.review
    if review.excluded:
        yield msg("cut off")
    if review.bucket is not Bucket.FOSSIL:
        yield BUCKET_WORD[review.bucket]
    if review.aircraft:
        yield msg("aircraft")
    if view.significant:
        yield msg("significant")
    if review.allocated_pct is not None:
        yield msg("{pct} % of it allocated", pct=short_figure(review.allocated_pct, _DIGITS))
    if view.doubts:
        yield msg("{n} {n:doubt|doubts}", n=len(view.doubts))
