"""Numbers that clients keep as text, read with what had to be assumed.

`read_number("１２，３４５．６ kWh")` is 12345.6 with the unit `kWh`, and notes that say full-width
digits and a thousands comma were taken as such. What could be meant in two ways ("1,234" is 1.234
where the comma is the decimal mark) is flagged and carries the other reading, so that a person, or
the rest of the column, decides. What is no number gives None: nothing is ever guessed from words.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cfpdesk.model.quantity import MINUS

_LONGEST = 80
_LONGEST_UNIT = 30
_IDENTIFIER_DIGITS = 15


class NumberNote(StrEnum):
    """What reading a number from text had to assume."""

    FULL_WIDTH = "full_width"
    GROUPS = "groups"
    """A thousands mark (comma, point, space, apostrophe) was taken away."""
    DECIMAL_COMMA = "decimal_comma"
    PERCENT = "percent"
    """12.5 % was taken as 0.125; ‰ as one in a thousand."""
    MYRIAD = "myriad"
    """万 or 亿 was multiplied out."""
    UNIT = "unit"
    CURRENCY = "currency"
    MINUS_SIGN = "minus_sign"
    """Another sign than the hyphen was taken as minus, or it stood behind."""
    PARENTHESES = "parentheses"
    LEADING_ZEROS = "leading_zeros"
    """007 may be a number of something rather than a quantity."""
    MANY_DIGITS = "many_digits"
    """More digits than any measurement has: rather an identifier."""


@dataclass(frozen=True, slots=True)
class NumberReading:
    """A number read from text.

    Attributes:
        unit: what stands behind (or a currency sign before), as written, empty if nothing does; it
            is not checked, so a code such as `304L` reads as 304 with the unit `L`.
        notes: what was assumed, in the order of `NumberNote`.
        other: the value if the marks were meant the other way; None if there is only one way.
    """

    value: Decimal
    unit: str = ""
    notes: tuple[NumberNote, ...] = ()
    other: Decimal | None = None

    @property
    def ambiguous(self) -> bool:
        """Whether there are two ways to read it: a person, or the rest of the column, decides."""
        return self.other is not None

    @property
    def doubtful(self) -> bool:
        """Whether to show it to a person before it is used."""
        return self.ambiguous or not _DOUBTFUL.isdisjoint(self.notes)


_DOUBTFUL = frozenset({NumberNote.DECIMAL_COMMA, NumberNote.LEADING_ZEROS, NumberNote.MANY_DIGITS})
_SPACES = "\u00a0\u2007\u2009\u202f\u2002\u2003"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_PLAIN = _WIDE | {
    0xFE63: ord("-"),  # small hyphen-minus
    ord(MINUS): ord("-"),
    0x2013: ord("-"),
    0x2010: ord("-"),
    0x2011: ord("-"),
    0x2019: ord("'"),
    0xFFE5: ord("¥"),
    **{ord(space): 0x20 for space in _SPACES},
}
_CURRENCY = "¥$€£"
_SHAPE = re.compile(
    r"(?P<open>\()?\s*"
    r"(?P<sign>[+-])?\s*(?P<money>[¥$€£])?\s*(?P<sign2>[+-])?"
    r"(?P<digits>[0-9][0-9., ']*|[.,][0-9]+)"
    r"(?P<power>[eE][+-]?[0-9]{1,3}|[×x*]\s*10(?:\^[+-]?[0-9]{1,3}|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))?"
    r"(?P<behind>-)?\s*"
    r"(?P<close>\))?\s*"
    r"(?P<unit>\S.*)?",
    re.DOTALL,
)
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_MANY = {"万": 4, "亿": 8}
_PER = {"%": -2, "‰": -3}
_UNIT_START = re.compile(r"[^\W\d_]|[%‰°℃℉µ" + _CURRENCY + "]")
# Digits only as in m2, kgCO2e or s^-1: a date or an article number is no unit.
_UNIT = re.compile(
    r"(?:[^\W\d_]|(?<=[A-Za-z])[2-9](?![0-9])|\^-?[1-9]"
    r"|[-⁻¹²³₂₃₄₆ ·•*×/.()%‰°℃℉µ" + _CURRENCY + "])+"
)
_GROUPS = {
    mark: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+")
    for mark in (",", ".", " ", "'")
}


def read_number(text: str, *, comma_is_decimal: bool | None = None) -> NumberReading | None:
    """Return the number a text holds, with what was assumed; None if it holds none.

    Args:
        text: as in the cell; a unit may follow, a currency sign may stand before.
        comma_is_decimal: what is known about the file: True for `1.234,5`, False for `1,234.5`;
            None reads the point as decimal mark and flags what a comma leaves open.
    """
    if len(text) > _LONGEST:
        return None
    plain = text.translate(_PLAIN).strip().removeprefix("'").strip()
    match = _SHAPE.fullmatch(plain)
    if match is None or not _signs_agree(match):
        return None
    notes: set[NumberNote] = set()
    marks = _read_marks(match["digits"].strip(), comma_is_decimal, notes)
    unit = _read_unit(match, notes)
    if marks is None or unit is None:
        return None
    shift, name = unit
    shift += _power(match["power"])
    negative = bool(match["open"]) or "-" in (match["sign"], match["sign2"], match["behind"])
    _note_writing(text, match, notes)
    value, *other = (_exact(digits, shift, negative=negative) for digits in marks)
    return NumberReading(
        value, name, tuple(n for n in NumberNote if n in notes), other[0] if other else None
    )


def _signs_agree(match: re.Match[str]) -> bool:
    signs = [match[name] for name in ("sign", "sign2", "behind", "open") if match[name]]
    if len(signs) > 1 or bool(match["open"]) != bool(match["close"]):
        return False
    return not (match["behind"] and match["unit"])


def _read_marks(
    digits: str, comma_is_decimal: bool | None, notes: set[NumberNote]
) -> tuple[str, ...] | None:
    """Return the digits with a point as decimal mark; two ways where two are possible."""
    for mark in (" ", "'"):
        if mark in digits:
            whole, point, rest = _split_last(digits, ".,")
            if not _GROUPS[mark].fullmatch(whole) or not (rest.isdecimal() or not point):
                return None
            notes.add(NumberNote.GROUPS)
            if point == ",":
                notes.add(NumberNote.DECIMAL_COMMA)
            return (f"{whole.replace(mark, '')}.{rest or 0}" if point else whole.replace(mark, ""),)
    if "," in digits and "." in digits:
        return _both_marks(digits, notes)
    if "," in digits:
        return _commas(digits, comma_is_decimal, notes)
    return _points(digits, comma_is_decimal, notes)


def _split_last(digits: str, marks: str) -> tuple[str, str, str]:
    at = max(digits.rfind(mark) for mark in marks)
    return (digits, "", "") if at < 0 else (digits[:at], digits[at], digits[at + 1 :])


def _both_marks(digits: str, notes: set[NumberNote]) -> tuple[str, ...] | None:
    whole, point, rest = _split_last(digits, ".,")
    mark = "," if point == "." else "."
    if not _GROUPS[mark].fullmatch(whole):
        return None
    notes.add(NumberNote.GROUPS)
    if point == ",":
        notes.add(NumberNote.DECIMAL_COMMA)
    return (f"{whole.replace(mark, '')}.{rest or 0}",)


def _commas(
    digits: str, comma_is_decimal: bool | None, notes: set[NumberNote]
) -> tuple[str, ...] | None:
    decimal, grouped = digits.replace(",", ".", 1), digits.replace(",", "")
    if "," in decimal:
        if not _GROUPS[","].fullmatch(digits):
            return None
        notes.add(NumberNote.GROUPS)
        return (grouped,)
    if not digits[-1].isdecimal():
        return None
    can_be_groups = bool(_GROUPS[","].fullmatch(digits)) and digits[0] != "0"
    if comma_is_decimal or not can_be_groups:
        notes.add(NumberNote.DECIMAL_COMMA)
        return (decimal,)
    notes.add(NumberNote.GROUPS)
    return (grouped,) if comma_is_decimal is False else (grouped, decimal)


def _points(
    digits: str, comma_is_decimal: bool | None, notes: set[NumberNote]
) -> tuple[str, ...] | None:
    grouped = bool(_GROUPS["."].fullmatch(digits))
    if digits.count(".") > 1 or (comma_is_decimal and grouped and digits[0] != "0"):
        if not grouped:
            return None
        notes.update((NumberNote.GROUPS, NumberNote.DECIMAL_COMMA))
        return (digits.replace(".", ""),)
    return (digits,)


def _read_unit(match: re.Match[str], notes: set[NumberNote]) -> tuple[int, str] | None:
    """Return powers of ten and the unit behind; None if what stands behind is none."""
    unit = (match["unit"] or "").strip()
    shift = 0
    while unit[:1] in _MANY:
        shift += _MANY[unit[0]]
        notes.add(NumberNote.MYRIAD)
        unit = unit[1:].strip()
    if unit in _PER:
        notes.add(NumberNote.PERCENT)
        shift, unit = shift + _PER[unit], ""
    if unit.startswith("(") and unit.endswith(")"):
        unit = unit[1:-1].strip()
    money = match["money"] or ""
    if money:
        notes.add(NumberNote.CURRENCY)
        if unit and not unit.startswith("/"):
            return None
    elif unit and not _UNIT_START.match(unit):
        return None
    if unit:
        if len(unit) > _LONGEST_UNIT or not _UNIT.fullmatch(unit):
            return None
        notes.add(NumberNote.UNIT)
    return shift, money + unit


def _power(power: str | None) -> int:
    if not power:
        return 0
    plain = power.lower().translate(_RAISED)
    if plain.startswith("e"):
        return int(plain[1:])
    return int(plain[1:].strip()[2:].removeprefix("^"))


def _note_writing(text: str, match: re.Match[str], notes: set[NumberNote]) -> None:
    if any(ord(c) in _WIDE and c != "\u3000" for c in text):
        notes.add(NumberNote.FULL_WIDTH)
    if match["open"]:
        notes.add(NumberNote.PARENTHESES)
    signed = "-" in (match["sign"], match["sign2"])
    if match["behind"] or (signed and "-" not in text):
        notes.add(NumberNote.MINUS_SIGN)
    digits = match["digits"]
    if digits[:1] == "0" and digits[1:2].isdecimal():
        notes.add(NumberNote.LEADING_ZEROS)
    if sum(c.isdecimal() for c in digits) > _IDENTIFIER_DIGITS:
        notes.add(NumberNote.MANY_DIGITS)


def _exact(digits: str, shift: int, *, negative: bool) -> Decimal:
    """Return the decimal without any rounding, whatever the number of digits."""
    return Decimal(f"{'-' if negative else ''}{digits}E{shift}")
