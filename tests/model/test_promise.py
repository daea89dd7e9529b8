"""A promised time as it is typed in a hurry."""

from datetime import datetime, timedelta, timezone

import pytest

from cfpdesk.errors import UserError
from cfpdesk.model.promise import parse_promise

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 3, 18, 10, 31, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("text", "day"),
    [("11:30", 18), ("11：30", 18), ("3-19 11:30", 19), ("2026-03-20 11:30", 20)],
)
def test_as_much_of_its_day_as_was_typed(text: str, day: int) -> None:
    assert parse_promise(text, NOW) == datetime(2026, 3, day, 11, 30, tzinfo=CHINA)


@pytest.mark.parametrize("text", ["25:00", "noon", "3-40 11:30"])
def test_no_time(text: str) -> None:
    with pytest.raises(UserError):
        parse_promise(text, NOW)


def test_empty_is_none() -> None:
    assert parse_promise(" ", NOW) is None
