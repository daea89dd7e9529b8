"""Intervals by the calendar, each at its last day and the day after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.gate import Level
from cfpdesk.model.interval import (
    add_months,
    certificate_end,
    certificate_end_blockers,
    latest_stage2,
    recertification_start,
    stage_gap_blockers,
    surveillance_blockers,
    surveillance_due,
)
from cfpdesk.store.rule_library import load_rules

RULES = load_rules()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-08-30", 6, "2027-02-28"),
        ("2026-02-28", 6, "2026-08-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -13, "2024-12-15"),
        ("2028-02-29", 36, "2031-02-28"),
    ],
)
def test_months_go_by_the_calendar(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)


def test_the_calendar_ends_with_a_clear_error() -> None:
    with pytest.raises(ValueError, match="year"):
        add_months(date(9999, 12, 1), 1)
    with pytest.raises(ValueError, match="year"):
        add_months(date(1, 1, 1), -1)


@given(st.dates(date(1900, 1, 1), date(2900, 1, 1)), st.integers(-400, 400))
def test_a_month_later_is_in_that_month_and_as_late_as_it_can(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


def gap(stage1_end: str, stage2_start: str) -> list[tuple[str, Level]]:
    found = stage_gap_blockers(day(stage1_end), day(stage2_start), RULES)
    return [(b.code, b.level) for b in found]


@pytest.mark.parametrize(
    ("stage1_end", "last", "after"),
    [
        ("2026-08-31", "2027-02-28", "2027-03-01"),
        ("2027-08-31", "2028-02-29", "2028-03-01"),
        ("2026-03-18", "2026-09-18", "2026-09-19"),
    ],
)
def test_six_months_to_the_day_are_allowed_and_one_more_is_not(
    stage1_end: str, last: str, after: str
) -> None:
    assert latest_stage2(day(stage1_end), RULES) == day(last)
    assert gap(stage1_end, last) == []
    assert gap(stage1_end, after) == [("stages.gap", Level.HARD)]


def test_stages_on_one_day_are_warned_and_never_reversed() -> None:
    assert gap("2026-03-18", "2026-03-18") == [("stages.at_once", Level.WARNING)]
    assert gap("2026-03-18", "2026-03-19") == []
    assert gap("2026-03-18", "2026-03-17") == [("stages.reversed", Level.HARD)]
    assert stage_gap_blockers(None, day("2026-03-18"), RULES) == ()
    assert stage_gap_blockers(day("2026-03-18"), None, RULES) == ()


@pytest.mark.parametrize(
    ("today", "left", "reminder"),
    [
        ("2026-12-19", 91, None),
        ("2026-12-20", 90, 90),
        ("2027-01-18", 61, 90),
        ("2027-01-19", 60, 60),
        ("2027-02-18", 30, 30),
        ("2027-03-20", 0, 30),
        ("2027-03-21", -1, 30),
    ],
)
def test_surveillance_is_reminded_of_three_times_and_then_late(
    today: str, left: int, reminder: int | None
) -> None:
    due = surveillance_due(day("2026-03-20"), day(today), RULES)
    assert (due.day, due.days_left, due.reminder) == (day("2027-03-20"), left, reminder)
    found = surveillance_blockers(day("2026-03-20"), day(today), RULES)
    if left < 0:
        assert [(b.code, b.level) for b in found] == [("certificate.surveillance_late", Level.HARD)]
    elif reminder is None:
        assert found == ()
    else:
        assert found[0].level is Level.WARNING
        assert found[0].code == f"certificate.surveillance_{reminder}"
        assert str(left) in found[0].sentence.text("zh")


@pytest.mark.parametrize(
    ("issued", "end"),
    [
        ("2026-03-01", "2029-02-28"),
        ("2025-12-18", "2028-12-17"),
        ("2028-02-29", "2031-02-27"),  # clipped to 28 February, less a day
    ],
)
def test_a_certificate_runs_three_years_less_a_day(issued: str, end: str) -> None:
    start, last = day(issued), day(end)
    assert certificate_end(start, RULES) == last
    assert certificate_end_blockers(start, last, RULES) == ()
    for wrong in (last + timedelta(days=1), start - timedelta(days=1), None):
        found = certificate_end_blockers(start, wrong, RULES)
        assert [b.code for b in found] == ["certificate.valid_to"]


def test_recertification_begins_half_a_year_before() -> None:
    assert recertification_start(day("2028-12-17"), RULES) == day("2028-06-17")
    assert recertification_start(day("2028-08-31"), RULES) == day("2028-02-29")
