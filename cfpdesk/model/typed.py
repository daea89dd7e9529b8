"""Days and times as a person types them, read without guessing; figures are in `quantity`.

Every reader takes the empty text as "none" and raises a `UserError` that shows how to write it.
"""

from datetime import date, datetime

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg


def read_day(text: str) -> date | None:
    """Read a day: "2026-04-17", with dashes, dots or slashes.

    Raises:
        UserError: if it is no day.
    """
    plain = text.strip().replace("/", "-").replace(".", "-")
    if not plain:
        return None
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise UserError(msg("Write the day as 2026-04-17.")) from error


def read_time(text: str, now: datetime) -> datetime | None:
    """Read a time: "11:30" is today, "3-18 11:30" and "2026-03-18 11:30" name the day.

    Args:
        text: what was typed.
        now: local time with zone; gives the day, the year and the zone that are not typed.

    Raises:
        UserError: if it is none of these.
    """
    plain = " ".join(text.replace("：", ":").replace("/", "-").split())
    if not plain:
        return None
    for filled in (plain, f"{now.year}-{plain}", f"{now:%Y-%m-%d} {plain}"):
        try:
            return datetime.strptime(filled, "%Y-%m-%d %H:%M").replace(tzinfo=now.tzinfo)
        except ValueError:
            continue
    raise UserError(msg("Write the time as 11:30, or with its day as 2026-03-18 11:30."))
