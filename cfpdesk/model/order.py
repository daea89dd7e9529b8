"""Order of lists that several people arrange at once: fractional-index strings.

An order string is read as the digits behind a decimal point, in base 62, and never ends in the
lowest digit. Between any two there is always another, so that moving one entry changes that entry
alone, and two people who move different entries do not meet in a conflict.
"""

from collections.abc import Sequence

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LAST = len(_DIGITS) - 1


def between(low: str, high: str) -> str:
    """Return an order string after `low` and before `high`.

    Args:
        low: the entry before; empty for the start of the list.
        high: the entry behind; empty for the end. Where it is not above `low` (two people gave the
            same place at once), the result comes directly after `low`.
    """
    if not high:
        return _after(low)
    if low >= high:
        return low + _DIGITS[_LAST // 2]
    place = 0
    while True:
        lower = _digit(low, place)
        upper = _digit(high, place)
        if upper - lower > 1:
            return _head(low, place) + _DIGITS[(lower + upper) // 2]
        if upper > lower:  # neighbours: go on below the lower one, which has no upper limit
            head = _head(low, place + 1)
            return head + _after(low[place + 1 :])
        place += 1


def place_of_move(orders: Sequence[str], start: int, end: int) -> str:
    """Return the new order string of entry `start` so that it stands at position `end`."""
    rest = [*orders[:start], *orders[start + 1 :]]
    low = rest[end - 1] if end > 0 else ""
    high = rest[end] if end < len(rest) else ""
    return between(low, high)


def _after(low: str) -> str:
    if not low:
        return _DIGITS[_LAST // 2]
    last = _DIGITS.index(low[-1])
    if last < _LAST:
        return low[:-1] + _DIGITS[last + 1]
    return low + _DIGITS[1]


def _digit(text: str, place: int) -> int:
    return _DIGITS.index(text[place]) if place < len(text) else 0


def _head(text: str, length: int) -> str:
    return text[:length].ljust(length, _DIGITS[0])
