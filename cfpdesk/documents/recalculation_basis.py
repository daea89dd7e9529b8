"""What is reported apart, how good the data are, how emissions were shared, cut and balanced."""

from collections.abc import Iterator
from decimal import Decimal

from cfpdesk.documents.document import (
    Block,
    Column,
    Fact,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Row,
    Table,
    Words,
)
from cfpdesk.documents.recalculation_lines import named
from cfpdesk.documents.row import joined, kg_places, row
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.allocation import ALLOCATION_WORD, AllocationMethod
from cfpdesk.model.balance import BALANCE_WORD, Balance, difference_pct, is_balanced
from cfpdesk.model.data_quality import ASPECT_WORD, rating_word
from cfpdesk.model.end_of_life import FORMULA_WORD
from cfpdesk.model.inventory import BUCKET_WORD, Bucket, InventorySettings
from cfpdesk.model.inventory_pictures import unit_scale
from cfpdesk.model.inventory_view import InventoryState
from cfpdesk.model.quantity import figure, short_figure, unit_text
from cfpdesk.steps.inventory_shares import RecyclingState, SharesState


def basis_blocks(state: InventoryState, shares: SharesState) -> Iterator[Block]:
    """Yield the parts from what is reported apart to the balances."""
    yield Heading(msg("Reported apart"), "6")
    yield _apart(state)
    yield Heading(msg("Data quality"), "7")
    yield from _quality(state)
    yield Heading(msg("Cut-off"), "8")
    yield from _cut_off(state)
    yield Heading(msg("Allocation"), "9")
    yield from _allocation(shares)
    yield Heading(msg("Recycling"), "10")
    yield from _recycling(shares)
    yield Heading(msg("Balances"), "11")
    yield from _balances(state)


def limits_text(settings: InventorySettings) -> Message:
    """Return the limits of what may be left out."""
    return msg(
        "{each} % each, {total} % in total",
        each=short_figure(settings.cut_off_each_pct),
        total=short_figure(settings.cut_off_total_pct),
    )


# Reported apart -------------------------------------------------------------------------------


def _apart(state: InventoryState) -> Table:
    totals = state.totals
    inside = [bucket for bucket in Bucket if bucket is not Bucket.OUTSIDE]
    rows = [
        _bucket(state, BUCKET_WORD[bucket], totals.by_bucket.get(bucket, Decimal(0)))
        for bucket in inside
    ]
    rows.append(_bucket(state, msg("Total"), totals.verified_kg, strong=True))
    rows += [
        _bucket(state, msg("of it from aircraft"), totals.aircraft_kg),
        _bucket(state, msg("of it removals"), totals.removals_kg),
    ]
    outside = totals.by_bucket.get(Bucket.OUTSIDE, Decimal(0))
    rows.append(_bucket(state, msg("Beside the total, outside of it"), outside, share=False))
    rows.append(
        _bucket(state, msg("Beside the total, cut off (claimed)"), totals.excluded_kg, share=False)
    )
    columns = (
        Column(msg("Kind"), 70),
        Column(
            joined((unit_text(state.engagement.claimed_unit), msg("recalculated"))), 38, "right"
        ),
        Column(msg("kgCO₂e of the period"), 38, "right"),
        Column(msg("% of the total"), 28, "right"),
    )
    return Table(msg("Reported apart"), columns, tuple(rows))


def _bucket(
    state: InventoryState, name: Text, kg: Decimal, *, strong: bool = False, share: bool = True
) -> Row:
    scale, whole = unit_scale(state), state.totals.verified_kg
    return row(
        name,
        Figure(kg * scale if scale is not None else None, 2),
        Figure(kg, kg_places(whole)),
        Figure(kg / whole * 100, 2) if whole and share else Words("–"),
        strong=strong,
    )


# Data quality ---------------------------------------------------------------------------------


def _quality(state: InventoryState) -> Iterator[Block]:
    primary = state.totals.primary_pct
    if primary is not None:
        yield Paragraph(
            msg(
                "Primary data carry {pct} % of the absolute emissions: lines whose activity data "
                "and factor are both primary.",
                pct=figure(primary, 2),
            )
        )
    rows = tuple(
        row(
            ASPECT_WORD[rating.aspect],
            Figure(rating.value, 2),
            rating_word(rating.value) if rating.value is not None else msg("not rated"),
            Figure(rating.coverage_pct, 1),
        )
        for rating in state.ratings
    )
    columns = (
        Column(msg("Representativeness"), 62),
        Column(msg("Rating 1–5"), 34, "right"),
        Column(msg("Class"), 44),
        Column(msg("Rated, % of emissions"), 34, "right"),
    )
    yield Paragraph(
        msg("1 is best. Ratings are weighted by the absolute emissions of the lines."), quiet=True
    )
    yield Table(msg("Data quality"), columns, rows)


# Cut-off --------------------------------------------------------------------------------------


def _cut_off(state: InventoryState) -> Iterator[Block]:
    cut = state.cut_off
    if not cut.shares:
        yield Paragraph(msg("No line is cut off."))
        return
    places = kg_places(state.totals.claimed_kg)
    shares = dict(cut.shares)
    rows = [
        row(
            named(view),
            Figure(view.result.claimed_kg, places),
            Figure(shares.get(view.result.line.key), 2),
            view.result.review.excluded_reason or msg("no reason given"),
        )
        for view in state.lines
        if view.result.review.excluded
    ]
    total = Figure(state.totals.excluded_kg, places)
    rows.append(row(msg("Total"), total, Figure(cut.total_pct, 2), _verdict(state), strong=True))
    columns = (
        Column(msg("Source or sink"), 52),
        Column(msg("Claimed kg"), 26, "right"),
        Column(msg("Share %"), 20, "right"),
        Column(msg("Reason"), 76),
    )
    yield Table(msg("Cut-off"), columns, tuple(rows))


def _verdict(state: InventoryState) -> Message:
    cut, limits = state.cut_off, limits_text(state.settings)
    if cut.exceeded or cut.too_large:
        return msg("above the limits ({limits})", limits=limits)
    return msg("within the limits ({limits})", limits=limits)


# Allocation and recycling ---------------------------------------------------------------------


def _allocation(shares: SharesState) -> Iterator[Block]:
    method = shares.allocation.method
    if method is AllocationMethod.NONE and not shares.products:
        yield Paragraph(msg("Nothing is shared between products."))
        return
    yield Facts((
        Fact(msg("Method"), ALLOCATION_WORD[method]),
        Fact(msg("Reason"), shares.allocation.reason or "–", wide=True),
    ))  # fmt: skip
    if shares.problem:
        yield Paragraph(shares.problem)
    found = {share.product.row: share.pct for share in shares.shares}
    rows = tuple(
        row(
            Words(product.name, note=msg("product of this engagement") if product.main else ""),
            Figure(product.amount, note=unit_text(product.unit)),
            Figure(product.price),
            Figure(found.get(product.row), 4),
            Figure(product.claimed_pct),
        )
        for product in shares.products
    )
    columns = (
        Column(msg("Product"), 66),
        Column(msg("Quantity"), 30, "right"),
        Column(msg("Price"), 24, "right"),
        Column(msg("Recalculated share %"), 28, "right"),
        Column(msg("Client's share %"), 26, "right"),
    )
    yield Table(msg("Allocation"), columns, rows)


def _recycling(shares: SharesState) -> Iterator[Block]:
    if not shares.recycling:
        yield Paragraph(msg("No recycled content and no recycling is claimed."))
        return
    yield Paragraph(
        msg(
            "kgCO₂e per unit of material. Ev virgin, Er recycling, Ed disposal, R1 recycled "
            "content, R2 recycling rate."
        ),
        quiet=True,
    )
    columns = (
        Column(msg("Material and formula"), 40),
        Column("Ev", 15, "right"),
        Column("Er", 15, "right"),
        Column("Ed", 15, "right"),
        Column("R1", 12, "right"),
        Column("R2", 12, "right"),
        Column(msg("Claimed"), 19, "right"),
        Column(msg("Recalculated"), 22, "right"),
        Column(msg("Remark"), 34),
    )
    rows = tuple(_recycled(case) for case in shares.recycling)
    yield Table(msg("Recycling"), columns, rows, dense=True)


def _recycled(found: RecyclingState) -> Row:
    case = found.case
    amount = "" if case.amount is None else f"{figure(case.amount)} {unit_text(case.unit)}"
    remarks: list[Text] = [found.problem] if found.problem else []
    if found.twice:
        remarks.append(msg("credit taken twice: for recycled content and for recycling"))
    return row(
        Words(f"{case.material} {amount}".strip(), note=FORMULA_WORD[case.formula]),
        Figure(case.virgin),
        Figure(case.recycling),
        Figure(case.disposal),
        Figure(case.content),
        Figure(case.rate),
        Figure(case.claimed),
        Figure(found.verified, 2),
        joined(remarks, "; "),
    )


# Balances -------------------------------------------------------------------------------------


def _balances(state: InventoryState) -> Iterator[Block]:
    if not state.balances:
        yield Paragraph(msg("No balance was made."))
        return
    columns = (
        Column(msg("Balance"), 22),
        Column(msg("By the inventory"), 40, "right"),
        Column(msg("Second source"), 40, "right"),
        Column(msg("Difference %"), 20, "right"),
        Column(msg("Outcome"), 24),
        Column(msg("Explanation"), 42),
    )
    rows = tuple(_balance(balance) for balance in state.balances.values())
    yield Table(msg("Balances"), columns, rows, dense=True)


def _balance(balance: Balance) -> Row:
    outcome = is_balanced(balance)
    word = {
        True: msg("balanced"),
        False: msg("not balanced"),
        None: msg("figures missing"),
    }[outcome]
    unit = unit_text(balance.unit)
    return row(
        BALANCE_WORD[balance.kind],
        Figure(balance.inventory, note=f"{unit}  {balance.inventory_text}".strip()),
        Figure(balance.other, note=f"{unit}  {balance.other_text}".strip()),
        Figure(difference_pct(balance), 2, signed=True),
        Words(word, note=f"±{short_figure(balance.tolerance_pct)} %"),
        balance.reason,
    )
