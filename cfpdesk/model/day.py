"""Days and times as people type them; shown and kept in ISO form.

The day of a moment is China's, whatever zone a computer is set to: gates and papers have to say the
same of one journal on every machine.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.record import has_local_time

CHINA = timezone(timedelta(hours=8), "UTC+8")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)


def day_of(moment: datetime) -> date:
    """Return the day a moment falls on in China."""
    return moment.astimezone(CHINA).date()


def parse_day(text: str) -> date | None:
    """Return the day a person typed; None for an empty field.

    Taken are 2026-03-18, 2026/3/18, 2026.3.18, 20260318 and 2026年3月18日.

    Raises:
        UserError: if it is no day of the calendar.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return None
    day = _day(plain)
    if day is None:
        raise UserError(msg("{text} is not a day; write it as 2026-03-18", text=text.strip()[:40]))
    return day


def parse_moment(text: str, zone: tzinfo) -> datetime | None:
    """Return the day and time a person typed, such as 2026-03-19 16:00; None for an empty field.

    Args:
        text: day and time with a space between them.
        zone: the zone the person's clock shows.

    Raises:
        UserError: if it is not a day and a time, or lies centuries away.
    """
    words = unicodedata.normalize("NFKC", text).split()
    if not words:
        return None
    day, clock = _day("".join(words[:-1])), _clock(words[-1])
    if day is None or clock is None:
        raise UserError(
            msg("{text} is not a day and time; write it as 2026-03-19 16:00", text=text[:40])
        )
    moment = datetime.combine(day, clock, tzinfo=zone)
    if not has_local_time(moment):  # a digit too few or too many in the year
        raise UserError(msg("{text} cannot be: look at the year", text=text.strip()[:40]))
    return moment


def _day(plain: str) -> date | None:
    match = _DAY.fullmatch(plain)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(plain: str) -> time | None:
    match = _TIME.fullmatch(plain)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return time(int(match[1]), int(match[2]))


def moment_text(moment: datetime | None, zone: tzinfo | None = None) -> str:
    """Return day and time as 2026-03-19 16:00 in a zone (this computer's where None)."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else ""
