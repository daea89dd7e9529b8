"""Figures as people type and read them: exact decimals, one form in both languages."""

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Context, Decimal

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg

MINUS = "\u2212"
_TYPED = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_LONGEST = 40
_ANY_SIZE = Context(prec=400)


def rounded(value: Decimal, places: int) -> Decimal:
    """Return the value with so many decimal places, half to even (GB/T 8170)."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN, context=_ANY_SIZE)


def figure(value: Decimal | int, places: int | None = None) -> str:
    """Return a value as shown and printed: thousands comma, real minus sign, 1,234.56.

    Args:
        value: the exact value.
        places: how many decimal places to show; as many as it has where None.
    """
    exact = Decimal(value)
    shown = exact if places is None else rounded(exact, places)
    return f"{shown:,f}".replace("-", MINUS)


def parse_figure(text: str) -> Decimal | None:
    """Return the decimal a person typed, exactly; None for an empty field.

    Spaces, full-width digits, the real minus sign and a thousands comma at its proper place are
    allowed. A comma elsewhere is refused: it may be meant as a decimal point.

    Raises:
        UserError: if it is not a number.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace(MINUS, "-")
    if not plain:
        return None
    if len(plain) <= _LONGEST:
        if _GROUPED.fullmatch(plain):
            return Decimal(plain.replace(",", ""))
        if _TYPED.fullmatch(plain):
            return Decimal(plain)
    raise UserError(msg("This is not a number. Write it like 1,234.56."))


def unit_text(unit: str) -> str:
    """Return a unit as it is shown: CO2 with its small two."""
    return unit.replace("CO2", "CO₂")


def short_figure(value: Decimal, most: int = 2) -> str:
    """Return a value with at most so many decimal places and no zeros at its end: 90, 91.67."""
    return trimmed(figure(value, most))


def full_figure(value: Decimal) -> str:
    """Return a value with all its digits and no zeros at its end, however it was computed."""
    return trimmed(figure(value))


def trimmed(text: str) -> str:
    """Return a written number without the zeros at the end of its decimal places."""
    return text.rstrip("0").rstrip(".") if "." in text else text
