"""A promised time as it is typed in a hurry: 11:30 means today."""

import re
import unicodedata
from datetime import UTC, datetime

from cfpdesk.model.day import parse_moment

_TIME_ONLY = re.compile(r"\d{1,2}:\d{2}", re.ASCII)
_NO_YEAR = re.compile(r"(\d{1,2}[-/.]\d{1,2}) (\d{1,2}:\d{2})", re.ASCII)


def parse_promise(text: str, now: datetime) -> datetime | None:
    """Return the promised time; None for an empty field.

    Taken are 11:30 (today), 3-19 11:30 (this year) and 2026-03-19 11:30.

    Args:
        text: what was typed.
        now: local time with zone; gives the day, the year and the zone that are not typed.

    Raises:
        UserError: if it is none of these.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if _TIME_ONLY.fullmatch(plain):
        plain = f"{now:%Y-%m-%d} {plain}"
    elif match := _NO_YEAR.fullmatch(plain):
        plain = f"{now.year}-{match[1]} {match[2]}"
    return parse_moment(plain, now.tzinfo or UTC)
