"""Dates that came as numbers or as text: serial days of a workbook, and what people type.

A workbook counts days. Where a cell was formatted as a date the reader already gives a date; where
it was pasted as a plain number, 45992 has to be turned into 2025-12-01 by whoever knows that the
column holds dates.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

_LAST_SERIAL = 2_958_465  # 9999-12-31
_LEAP_BUG = 60  # the serial of 1900-02-29, which never was
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date read from text.

    Attributes:
        value: a `datetime` where a clock time stood with it.
        other: the value if day and month were meant the other way round; None if they cannot be.
    """

    value: date | datetime
    other: date | datetime | None = None


def date_of_serial(serial: Decimal, *, from_1904: bool = False) -> date | datetime | None:
    """Return the day a workbook's serial number stands for; a datetime if it has a fraction.

    Args:
        serial: days; 1 is 1900-01-01.
        from_1904: whether the workbook counts from 1904-01-01 (old ones of the Macintosh).

    Returns:
        None outside of the days a workbook can show, and for the 29th of February 1900.
    """
    if not 1 <= serial < _LAST_SERIAL + 1:
        return None
    days = int(serial)
    if from_1904:
        start = date(1904, 1, 1)
    elif days == _LEAP_BUG:
        return None
    else:
        start = date(1899, 12, 31) if days < _LEAP_BUG else date(1899, 12, 30)
    try:
        day = start + timedelta(days=days)
    except OverflowError:
        return None
    seconds = round((serial - days) * 86_400)
    if not seconds:
        return day
    return datetime.combine(day, time.min) + timedelta(seconds=seconds)


def read_date(text: str) -> DateReading | None:
    """Return the date a text holds: 2025-1-3, 2025/1/3, 2025年1月3日, 20250103, 25/12/2025.

    Day first is assumed where the year stands last, and the other way is given beside it.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).replace("T", " ").split())
    plain = plain.replace("日 ", "日").replace("日", "日 ").strip()
    day, _, rest = plain.partition(" ")
    clock = _clock(rest.strip())
    if clock is None:
        return None
    if match := _YEAR_FIRST.fullmatch(day) or _COMPACT.fullmatch(day):
        value = _date(int(match[1]), int(match[2]), int(match[3]))
        return None if value is None else DateReading(_with(value, clock))
    if match := _YEAR_LAST.fullmatch(day):
        year, first, second = int(match[3]), int(match[1]), int(match[2])
        ways = [_date(year, second, first), _date(year, first, second)]
        found = [_with(way, clock) for way in dict.fromkeys(ways) if way is not None]
        return DateReading(found[0], *found[1:]) if found else None
    return None


def _clock(text: str) -> timedelta | None:
    if not text:
        return timedelta(0)
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with(day: date, clock: timedelta) -> date | datetime:
    if not clock:
        return day
    return datetime.combine(day, time.min) + clock
