"""Figures in pictures: with sign and real minus, and short where no room could hold them."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from cfpdesk.model.quantity import MINUS, figure, rounded

_LONGEST = Decimal(10) ** 15  # above, digits would only be counted, not read
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def finite(*values: Decimal | None) -> None:
    """Refuse what is no number.

    Raises:
        ValueError: if a value is infinite or not a number.
    """
    for value in values:
        if value is not None and not value.is_finite():
            raise ValueError(f"{value} cannot be drawn")


def amount(value: Decimal, places: int = 0, *, signed: bool = False) -> str:
    """Return an amount as in tables; from 10¹⁵ on as 1.27×10¹⁸.

    Args:
        value: in the unit of the picture.
        places: decimal places.
        signed: with + before what is greater than nothing.
    """
    if abs(value) >= _LONGEST:
        exponent = value.adjusted()
        digits = figure(value.scaleb(-exponent), 2)
        text = f"{digits}×10{str(exponent).translate(_RAISED)}"
        nothing = False
    else:
        shown = rounded(value, places)
        text, nothing = figure(shown or abs(shown)), not shown
    return f"+{text}" if signed and value > 0 and not nothing else text


def percent(value: Decimal, places: int = 2, *, signed: bool = False) -> str:
    """Return percent with its sign, for example −0.51 %; `value` is already in percent."""
    return f"{amount(value, places, signed=signed)} %"


def threshold(value: Decimal) -> str:
    """Return a threshold in percent without needless zeros: 5 %, 3.75 %."""
    exact = value.normalize()
    return f"{amount(exact, max(0, min(4, -int(exact.as_tuple().exponent))))} %"


def plus_minus(value: Decimal, sign: int) -> str:
    """Return a threshold on one side: −5 % or +5 %."""
    return f"{MINUS if sign < 0 else '+'}{threshold(value)}"


def share_of(value: Decimal, whole: Decimal) -> Decimal | None:
    """Return a value in percent of a whole's size; None where there is no whole."""
    return value / abs(whole) * 100 if whole else None


def share_text(value: Decimal, whole: Decimal, *, signed: bool = False) -> str:
    """Return a value in percent of a whole; a dash where there is no whole."""
    share = share_of(value, whole)
    return percent(share, signed=signed) if share is not None else "–"


def total(values: Iterable[Decimal]) -> Decimal:
    """Return a sum of decimals, 0 for none."""
    return sum(values, Decimal(0))


def round_step(least: Decimal) -> Decimal:
    """Return the smallest of 1, 2, 5, 10, 20 … and their tenths that is not below `least`."""
    unit = Decimal(1).scaleb(least.adjusted())
    return next(unit * times for times in (1, 2, 5, 10) if unit * times >= least)


def ticks(low: Decimal, high: Decimal, most: int) -> Iterator[tuple[Decimal, str]]:
    """Yield round values from low to high with their figures, about so many; low < high."""
    step = round_step((high - low) / most)
    places = max(0, -step.adjusted())
    number = -(-low // step)  # towards zero; the first may lie below
    while number * step <= high:
        if number * step >= low:
            yield number * step, amount(number * step, places)
        number += 1
