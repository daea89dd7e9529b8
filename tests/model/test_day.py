"""Days are taken as people write them and kept in one form."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from cfpdesk.errors import UserError
from cfpdesk.model.day import day_of, moment_text, parse_day, parse_moment

CHINA = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    "typed",
    ["2026-03-08", "2026/3/8", "2026.3.8", "20260308", "2026年3月8日", " ２０２６-3-8 "],
)
def test_a_day_is_taken_in_every_usual_form(typed: str) -> None:
    assert parse_day(typed) == date(2026, 3, 8)


@pytest.mark.parametrize("typed", ["2026-02-30", "18.3.2026", "tomorrow", "2026-3", "３月"])
def test_what_is_no_day_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(UserError, match="日期"):
        parse_day(typed)


def test_an_empty_field_is_no_day() -> None:
    assert parse_day(" ") is None
    assert parse_moment("", CHINA) is None
    assert moment_text(None) == ""


@pytest.mark.usefixtures("computer_zone")
def test_the_day_of_a_moment_is_the_same_on_every_computer() -> None:
    assert day_of(datetime(2026, 3, 18, 15, 59, tzinfo=UTC)) == date(2026, 3, 18)
    assert day_of(datetime(2026, 3, 18, 16, 0, tzinfo=UTC)) == date(2026, 3, 19)


def test_a_moment_belongs_to_the_zone_of_the_clock() -> None:
    moment = parse_moment("2026-3-19 16:00", CHINA)
    assert moment == datetime(2026, 3, 19, 8, 0, tzinfo=UTC)
    assert moment_text(moment, CHINA) == "2026-03-19 16:00"


@pytest.mark.parametrize("typed", ["2026-03-19", "16:00", "2026-03-19 25:00", "19.3. 16:00"])
def test_a_moment_needs_day_and_time(typed: str) -> None:
    with pytest.raises(UserError, match="日期和时间"):
        parse_moment(typed, CHINA)


@pytest.mark.parametrize("typed", ["0226-03-19 16:00", "1970-01-01 04:00", "3026-03-19 16:00"])
def test_a_moment_without_a_local_time_on_every_system_is_not_taken(typed: str) -> None:
    with pytest.raises(UserError, match="年份"):
        parse_moment(typed, CHINA)
