"""A period as people write it: 2025, 2025-03, 2025-01 – 2025-12, 2025-07-06 – 2025-08-02."""

import calendar
import re
import unicodedata
from datetime import date

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg

Period = tuple[date | None, date | None]

_BETWEEN = re.compile(r"\s*(?:[–—~至到]|\s-\s)\s*")
_PART = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?)?[年月]?", re.ASCII)


def parse_period(text: str) -> Period:
    """Return first and last day of the period a person typed; (None, None) for an empty field.

    Raises:
        UserError: if it is no period, or ends before it begins.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None, None
    parts = [_part(part) for part in _BETWEEN.split(plain)]
    days = [part for part in parts if part is not None]
    if len(days) != len(parts) or len(days) > 2:
        raise UserError(
            msg("{text} is not a period; write it as 2025-01 – 2025-12", text=text.strip()[:40])
        )
    start, end = days[0][0], days[-1][1]
    if end < start:
        raise UserError(msg("The period ends before it begins."))
    return start, end


def period_text(start: date | None, end: date | None) -> str:
    """Return a period as it is shown: whole months as months."""
    if start is None or end is None:
        day = start or end
        return day.isoformat() if day else ""
    if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        first, last = f"{start:%Y-%m}", f"{end:%Y-%m}"
    else:
        first, last = start.isoformat(), end.isoformat()
    return first if first == last else f"{first} – {last}"


def _part(text: str) -> tuple[date, date] | None:
    match = _PART.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = int(match[1]), match[2], match[3]
    try:
        if day is not None:
            one = date(year, int(month), int(day))
            return one, one
        if month is not None:
            last = calendar.monthrange(year, int(month))[1]
            return date(year, int(month), 1), date(year, int(month), last)
        return date(year, 1, 1), date(year, 12, 31)
    except (ValueError, calendar.IllegalMonthError):
        return None
