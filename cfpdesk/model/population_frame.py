"""The frame of a population: the items that are drawn from, what is set aside, and their hash.

An identifier occurs once in the frame and every amount in it is above zero. What does not fit is
set aside with a reason and looked at on its own, never dropped: a negative or a zero line, an
identifier that occurs again, a cell that holds no amount.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from itertools import pairwise

from cfpdesk.i18n import Message, msg
from cfpdesk.model.quantity import trimmed

# No amount of a real ledger needs more digits before or after the point; a cell with 1E+99999 is
# damaged or hostile.
_DIGITS = 40
# Enough digits that the sum of millions of such amounts is exact.
EXACT = Context(prec=120)


@dataclass(frozen=True, slots=True)
class PopulationItem:
    """One item of a population.

    Attributes:
        id: its identifier, for example the number of a slip.
        amount: what the client states, in the population's unit; None where the cell holds none.
        group: the group it belongs to (month, site, supplier); empty where there are no groups.
        place: sheet and cell it came from, for a person.
    """

    id: str
    amount: Decimal | None
    group: str = ""
    place: str = ""


class SetAsideKind(StrEnum):
    """Why an item is not drawn from."""

    NEGATIVE = "negative"
    ZERO = "zero"
    DUPLICATE = "duplicate"
    NO_ID = "no_id"
    NO_AMOUNT = "no_amount"


SET_ASIDE_WORD: dict[SetAsideKind, Message] = {
    SetAsideKind.NEGATIVE: msg("The amount is negative; it is tested on its own."),
    SetAsideKind.ZERO: msg("The amount is zero; it cannot be drawn by size and is tested apart."),
    SetAsideKind.DUPLICATE: msg("The identifier occurs before; look whether it was counted twice."),
    SetAsideKind.NO_ID: msg("There is no identifier, or one that cannot be written."),
    SetAsideKind.NO_AMOUNT: msg("The cell holds no amount."),
}


@dataclass(frozen=True, slots=True)
class SetAside:
    """An item that is not drawn from.

    Attributes:
        key: what its `SampleItem` is kept under; for one that occurs again, "id #2".
    """

    item: PopulationItem
    kind: SetAsideKind
    key: str

    @property
    def reason(self) -> Message:
        """Why it is not drawn from, for a person."""
        return SET_ASIDE_WORD[self.kind]


@dataclass(frozen=True, slots=True)
class Frame:
    """A population, split.

    Attributes:
        items: drawn from; identifiers differ, amounts above zero, sorted by identifier.
        set_aside: the rest, in the order in which they came.
        total: of `items`.
        imported_total: of every legible amount, set aside or not: what the ledger adds up to.
    """

    items: tuple[PopulationItem, ...]
    set_aside: tuple[SetAside, ...]
    total: Decimal
    imported_total: Decimal

    def aside(self, kind: SetAsideKind) -> tuple[SetAside, ...]:
        """Return what is set aside for one reason."""
        return tuple(part for part in self.set_aside if part.kind is kind)


def amount_of(item: PopulationItem) -> Decimal:
    """Return the amount of an item of a frame, which always has one."""
    if item.amount is None:
        raise ValueError(f"{item.id} is not of a frame")
    return item.amount


def split(rows: Iterable[PopulationItem]) -> Frame:
    """Split what was imported into the items that are drawn from and those set aside.

    Identifiers are compared without the spaces around them.
    """
    kept: dict[str, PopulationItem] = {}
    aside: list[SetAside] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        identifier = row.id.strip()
        item = row if identifier == row.id else _renamed(row, identifier)
        kind = _unfit(item)
        if kind in (None, SetAsideKind.NEGATIVE, SetAsideKind.ZERO):
            seen[identifier] = seen.get(identifier, 0) + 1
            if seen[identifier] > 1:
                kind = SetAsideKind.DUPLICATE
        if kind is None:
            kept[identifier] = item
        else:
            aside.append(SetAside(item, kind, _key(item, kind, seen, number)))
    return framed((kept[identifier] for identifier in sorted(kept)), aside)


def framed(items: Iterable[PopulationItem], set_aside: Iterable[SetAside]) -> Frame:
    """Return a frame of items that are split and sorted already, with its totals.

    Raises:
        ValueError: for an item without an amount above zero, or not in order.
    """
    ordered, aside = tuple(items), tuple(set_aside)
    if any(a.id >= b.id for a, b in pairwise(ordered)) or any(amount_of(i) <= 0 for i in ordered):
        raise ValueError("these items are no frame")
    with localcontext(EXACT):
        total = sum((amount_of(item) for item in ordered), Decimal(0))
        more = (part.item.amount for part in aside)
        apart = sum((one for one in more if one is not None and _legible(one)), Decimal(0))
        return Frame(ordered, aside, total, total + apart)


def _renamed(item: PopulationItem, identifier: str) -> PopulationItem:
    return PopulationItem(identifier, item.amount, item.group, item.place)


def _unfit(item: PopulationItem) -> SetAsideKind | None:
    if not item.id or not _writable(item.id):
        return SetAsideKind.NO_ID
    if item.amount is None or not _legible(item.amount):
        return SetAsideKind.NO_AMOUNT
    if item.amount > 0:
        return None
    return SetAsideKind.NEGATIVE if item.amount < 0 else SetAsideKind.ZERO


def _legible(amount: Decimal) -> bool:
    if not amount.is_finite() or amount.adjusted() > _DIGITS:
        return False
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_DIGITS


def _writable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _key(item: PopulationItem, kind: SetAsideKind, seen: dict[str, int], number: int) -> str:
    if kind is SetAsideKind.DUPLICATE:
        return f"{item.id} #{seen[item.id]}"
    if kind is SetAsideKind.NO_ID:
        return f"#{number}"
    return f"{item.id} #{number}" if kind is SetAsideKind.NO_AMOUNT else item.id


def amount_text(amount: Decimal) -> str:
    """Return an amount as its one exact decimal string: 1.0, 1.00 and 1 are all "1"."""
    text = trimmed(format(amount, "f"))
    return "0" if text == "-0" else text


def population_sha256(frame: Frame) -> str:
    """Return the hash that freezes a population, as 64 hex digits.

    SHA-256 over one line an item, `["id","amount"]` as JSON and a line feed, in UTF-8, sorted by
    identifier (by code point) and then by amount. Every legible item is in it, those set aside too,
    so that none can be changed, added or taken away after the seed is known.
    """
    rows = [(item.id, amount_of(item)) for item in frame.items]
    rows += [
        (part.item.id, part.item.amount)
        for part in frame.set_aside
        if part.item.amount is not None and _legible(part.item.amount) and _writable(part.item.id)
    ]
    rows.sort()
    quoted = json.encoder.encode_basestring
    lines = (f'[{quoted(identifier)},"{amount_text(amount)}"]\n' for identifier, amount in rows)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def strata_of(frame_items: Iterable[PopulationItem], bounds: tuple[str, ...]) -> tuple[str, ...]:
    """Return the stratum of each item: by its amount where there are bounds, else its group.

    Args:
        frame_items: of a frame.
        bounds: upper bounds, ascending; an amount equal to a bound lies below it. The strata are
            named by their place, "1" the smallest amounts.
    """
    limits = [Decimal(bound) for bound in bounds]
    if not limits:
        return tuple(item.group for item in frame_items)
    return tuple(str(1 + sum(amount_of(item) > limit for limit in limits)) for item in frame_items)
