"""The drawn items of a population and those set aside, with what was seen or room for the pen."""

from collections.abc import Iterator
from decimal import Decimal

from cfpdesk.documents.document import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Options,
    Paragraph,
    Row,
    Table,
    Words,
)
from cfpdesk.documents.row import joined, row
from cfpdesk.i18n import Text, msg
from cfpdesk.model.checked_item import Checked, checked_items, verified_of
from cfpdesk.model.drawn_sample import PART_WORD, Part
from cfpdesk.model.population import CONFORMITY_WORD, Conformity, SamplingMethod
from cfpdesk.model.population_frame import SetAside
from cfpdesk.model.quantity import rounded, unit_text
from cfpdesk.model.sampling_view import PopulationState

_PEN = 9.0  # millimetres of a row that is filled in by hand
_MOST = 6  # decimal places
_NOTHING = Words("")


def item_blocks(one: PopulationState, number: str, options: Options) -> Iterator[Block]:
    """Yield the drawn items; a sentence where nothing is drawn yet."""
    items = _items(one)
    if not items:
        yield Paragraph(msg("No item is drawn yet."))
        return
    name = joined((number, msg("Items drawn")), " ")
    if options.blank:
        places = _places(items)
        rows = tuple(_blank(at, item, places) for at, item in enumerate(items, 1))
        yield Table(name, _blank_columns(one), rows, row_height=_PEN, dense=True)
        return
    places = _places(items)
    rows = tuple(_row(one, at, item, places, options) for at, item in enumerate(items, 1))
    if one.population.method is not SamplingMethod.ATTRIBUTE:
        rows = (*rows, _sums(one, items, places))
    pen = 0.0 if one.done else _PEN
    yield Table(name, _columns(one), rows, row_height=max(5.4, pen), dense=True)


def _items(one: PopulationState) -> tuple[Checked, ...]:
    if one.evaluation is not None:
        return one.evaluation.items
    return checked_items(one.sample, one.seen) if one.sample is not None else ()


def _places(items: tuple[Checked, ...]) -> int:
    """Return with how many decimal places all amounts of the table are written."""
    amounts = [amount for item in items for amount in (item.claimed, item.verified) if amount]
    exponents = [int(rounded(amount, _MOST).normalize().as_tuple().exponent) for amount in amounts]
    return max([0, *(-exponent for exponent in exponents)])


def _cell_of(item: Checked) -> Words:
    """Return the client's cell; the sheet is the same for all and stands in the recipe."""
    return Words(item.drawn.item.place.rpartition("!")[2], quiet=True)


def _columns(one: PopulationState) -> tuple[Column, ...]:
    unit = unit_text(one.population.unit)
    first = (
        Column(msg("No."), 9, "center"),
        Column(msg("Item"), 27),
        Column(msg("Cell"), 13),
        Column(msg("Why"), 14),
        Column(joined((msg("Claimed"), unit), " "), 22, "right"),
    )
    last = (Column(msg("Evidence"), 22), Column(msg("Checked, note"), 33))
    if _by_attribute(one):
        return (*first, Column(msg("Result"), 36), *last)
    return (
        *first,
        Column(joined((msg("Verified value"), unit), " "), 22, "right"),
        Column(joined((msg("Difference"), unit), " "), 24, "right"),
        Column(msg("Taint %"), 17, "right"),
        Column(joined((msg("Projected"), unit), " "), 22, "right"),
        *last,
    )


def _by_attribute(one: PopulationState) -> bool:
    """Tell whether items have a result rather than an amount."""
    return one.population.completeness or one.population.method is SamplingMethod.ATTRIBUTE


def _row(one: PopulationState, at: int, item: Checked, places: int, options: Options) -> Row:
    cells: list[Cell] = [
        Words(str(at), quiet=True),
        Words(item.drawn.item.id),
        _cell_of(item),
        Words(_why(item)),
        Figure(item.claimed, places),
    ]
    if _by_attribute(one):
        cells.append(_result(item, places))
    else:
        taint = item.taint * 100 if item.taint is not None else None
        cells += [
            _verified(item, places),
            _found(item, item.difference, places),
            _found(item, taint, 2),
            _found(item, item.projected, 2),
        ]
    cells.append(Words(" ".join(one.evidence.get(item.drawn.item.id, ()))))
    cells.append(_seen(item, options))
    return row(*cells)


def _why(item: Checked) -> Text:
    word = PART_WORD[item.drawn.part]
    if item.drawn.part is Part.DRAWN and item.drawn.hits > 1:
        return joined((word, f"×{item.drawn.hits}"), " ")
    return joined((word, item.drawn.stratum))


def _verified(item: Checked, places: int) -> Cell:
    if not item.settled:
        return _NOTHING
    if item.missing:
        return Words(msg("no voucher found"))
    return Figure(item.verified, places)


def _found(item: Checked, value: Decimal | None, places: int) -> Cell:
    """Return a figure that is known once the item is checked; nothing is left out as a dash."""
    if not item.settled:
        return _NOTHING
    return Figure(value, places, signed=True) if value else Words("0" if value == 0 else "–")


def _result(item: Checked, places: int) -> Words:
    if not item.settled or item.seen is None:
        return _NOTHING
    if item.missing:
        return Words(msg("not found"))
    if item.seen.conforms is not Conformity.UNCHECKED:
        return Words(CONFORMITY_WORD[item.seen.conforms])
    return Figure(item.verified, places).words()


def _seen(item: Checked, options: Options) -> Words:
    if item.seen is None:
        return _NOTHING
    note = "" if options.for_client else item.seen.note
    if not item.settled:
        return Words(note)
    return Words(f"✓ {options.day(item.seen.checked_at)}".strip(), note=note)


def _sums(one: PopulationState, items: tuple[Checked, ...], places: int) -> Row:
    claimed = sum((item.claimed for item in items), Decimal(0))
    if _by_attribute(one):
        return row("", msg("Sum"), "", "", Figure(claimed, places), "", "", "", strong=True)
    seen = [item for item in items if item.verified is not None]
    verified = sum((item.verified or Decimal(0) for item in seen), Decimal(0))
    difference = sum((item.difference or Decimal(0) for item in seen), Decimal(0))
    projected = sum((item.projected or Decimal(0) for item in seen), Decimal(0))
    return row(
        "",
        msg("Sum"),
        "",
        "",
        Figure(claimed, places),
        Figure(verified, places) if seen else "",
        Figure(difference, places, signed=True) if seen else "",
        "",
        Figure(projected, 2, signed=True) if seen else "",
        "",
        "",
        strong=True,
    )


# For the pen ----------------------------------------------------------------------------------


def _blank_columns(one: PopulationState) -> tuple[Column, ...]:
    unit = unit_text(one.population.unit)
    seen = msg("As in the inventory") if one.population.completeness else msg("As in the voucher")
    return (
        Column(msg("No."), 10, "center"),
        Column(msg("Item"), 28),
        Column(msg("Cell"), 14),
        Column(msg("Why"), 14),
        Column(joined((msg("Claimed"), unit), " "), 26, "right"),
        Column(joined((seen, unit), " "), 30),
        Column(msg("Agrees"), 16),
        Column(msg("Voucher and note"), 36),
    )


def _blank(at: int, item: Checked, places: int) -> Row:
    return row(
        Words(str(at), quiet=True),
        item.drawn.item.id,
        _cell_of(item),
        _why(item),
        Figure(item.claimed, places),
        "",
        "",
        "",
    )


# Set aside ------------------------------------------------------------------------------------


def aside_blocks(one: PopulationState, number: str, options: Options) -> Iterator[Block]:
    """Yield what was not drawn from, each with its reason and what was seen of it."""
    set_aside = one.frame.set_aside if one.frame is not None else ()
    if not set_aside:
        return
    unit = unit_text(one.population.unit)
    yield Heading(msg("Items set aside"))
    columns = (
        Column(msg("Item"), 38),
        Column(joined((msg("Claimed"), unit), " "), 24, "right"),
        Column(msg("Why it is not drawn from"), 62),
        Column(joined((msg("Verified value"), unit), " "), 24, "right"),
        Column(joined((msg("Difference"), unit), " "), 26, "right"),
    )
    rows = tuple(_aside(one, part, blank=options.blank) for part in set_aside)
    name = joined((number, msg("Items set aside")), " ")
    yield Table(name, columns, rows, row_height=_PEN if options.blank else 5.4, dense=True)


def _aside(one: PopulationState, part: SetAside, *, blank: bool) -> Row:
    amount = part.item.amount
    claimed = amount if amount is not None and amount.is_finite() else None
    verified = verified_of(one.seen.get(part.key), claimed or Decimal(0))
    unknown = blank or verified is None
    difference = None if verified is None else (claimed or Decimal(0)) - verified
    return row(
        Words(part.key, note=part.item.place),
        Figure(claimed),
        part.reason,
        _NOTHING if unknown else Figure(verified),
        _NOTHING if unknown else Figure(difference, signed=True),
    )
