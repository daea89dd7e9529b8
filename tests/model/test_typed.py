"""Days and times as people type them."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.model.typed import read_day, read_time

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 3, 18, 10, 31, tzinfo=CHINA)


@pytest.mark.parametrize("text", ["2026-04-17", "2026/4/17", " 2026.04.17 "])
def test_a_day(text: str) -> None:
    assert read_day(text) == date(2026, 4, 17)


@pytest.mark.parametrize("text", ["17", "tomorrow", "2026-02-30", "2026-4", "99999-1-1"])
def test_no_day(text: str) -> None:
    with pytest.raises(UserError):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [("11:30", 18), ("11：30", 18), ("3-19 11:30", 19), ("2026-03-20 11:30", 20)],
)
def test_a_time_with_as_much_of_its_day_as_was_typed(text: str, day: int) -> None:
    assert read_time(text, NOW) == datetime(2026, 3, day, 11, 30, tzinfo=CHINA)


@pytest.mark.parametrize("text", ["25:00", "noon", "3-40 11:30"])
def test_no_time(text: str) -> None:
    with pytest.raises(UserError):
        read_time(text, NOW)


def test_empty_is_none() -> None:
    assert read_day(" ") is None
    assert read_time("", NOW) is None


@given(st.dates())
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert read_day(day.isoformat()) == day
