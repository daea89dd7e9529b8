"""Values as they are typed and shown: the same in both languages (1,234.56 and ISO dates)."""

import re
from datetime import date
from decimal import Decimal

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.quantity import parse_figure

_TIME = re.compile(r"([01]?\d|2[0-3])[:：.]?([0-5]\d)")


def read_decimal(text: str) -> Decimal | None:
    """Return the number that was typed, or None for nothing.

    Raises:
        UserError: it is no number.
    """
    return parse_figure(text)


def decimal_text(value: Decimal | int) -> str:
    """Return a number with thousands commas and a real minus, with the digits it was typed with."""
    return f"{value:,f}".replace("-", "\u2212")


def read_date(text: str) -> date | None:
    """Return the date that was typed, or None for nothing.

    Raises:
        UserError: it is no date.
    """
    parts = re.findall(r"\d+", text)
    if not parts:
        if text.strip():
            raise UserError(msg("This is not a date. Write it like 2026-03-18."))
        return None
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError as error:
        raise UserError(msg("This is not a date. Write it like 2026-03-18.")) from error


def read_time(text: str) -> str:
    """Return the time of day that was typed as 09:05, or "" for nothing.

    Raises:
        UserError: it is no time.
    """
    if not text.strip():
        return ""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise UserError(msg("This is not a time. Write it like 09:05."))
    return f"{int(found[1]):02d}:{found[2]}"
