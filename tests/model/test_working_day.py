"""Working days by the shipped calendar, by an edited one, and beyond what it knows."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.model.working_day import (
    Holiday,
    WorkCalendar,
    add_working_days,
    parse_calendar,
    suspension_due,
    withdrawal_due,
)
from cfpdesk.resource import resource
from cfpdesk.store.calendar_library import load_calendar
from cfpdesk.store.rule_library import load_rules

RULES, CHINA = load_rules(), load_calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("established", "due"),
    [
        ("2026-03-16", "2026-03-23"),  # a Monday without holidays
        ("2026-03-20", "2026-03-27"),  # a Friday: the weekend does not count
        ("2026-03-21", "2026-03-27"),
        ("2026-02-12", "2026-02-26"),  # the spring festival, and a Saturday that is worked before
        ("2026-09-30", "2026-10-13"),  # the national holiday, and a Saturday that is worked after
        ("2025-12-31", "2026-01-08"),
    ],
)
def test_five_working_days_after_the_facts_stand(established: str, due: str) -> None:
    found = suspension_due(day(established), RULES, CHINA)
    assert (found.day, found.known) == (day(due), True)
    assert withdrawal_due(day(established), RULES, CHINA) == found


def test_a_year_that_is_not_known_says_so() -> None:
    assert not suspension_due(day("2026-12-29"), RULES, CHINA).known
    assert suspension_due(day("2026-12-24"), RULES, CHINA).known
    assert not suspension_due(day("2031-05-05"), RULES, CHINA).known


def test_a_person_may_correct_the_calendar() -> None:
    edits = [
        Holiday(day=day("2026-03-17")),
        Holiday(day=day("2026-03-21"), works=True),
        Holiday(day=day("2026-01-01"), works=True),
        Holiday(day=day("2026-02-14")),
        Holiday(),
    ]
    edited = CHINA.edited(edits)
    assert not edited.works(day("2026-03-17"))
    assert edited.works(day("2026-03-21"))
    assert edited.works(day("2026-01-01"))
    assert not edited.works(day("2026-02-14"))
    assert suspension_due(day("2026-03-16"), RULES, edited).day == day("2026-03-23")
    assert CHINA.works(day("2026-03-17"))


def test_the_shipped_days_are_plausible() -> None:
    assert CHINA.years == {2025, 2026}
    assert all(d.weekday() >= 5 for d in CHINA.worked)
    assert sum(d.year == 2026 for d in CHINA.off) == 3 + 9 + 3 + 5 + 3 + 3 + 7
    assert sum(d.year == 2025 for d in CHINA.off) == 1 + 8 + 3 + 5 + 3 + 8


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_the_term_has_exactly_so_many_working_days(start: date, days: int) -> None:
    end = add_working_days(start, days, CHINA)
    between = [start + timedelta(days=n + 1) for n in range((end - start).days)]
    assert sum(CHINA.works(d) for d in between) == days
    assert days == 0 or CHINA.works(end)


def test_days_are_counted_forward() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_working_days(day("2026-03-16"), -1, WorkCalendar())


@pytest.mark.parametrize(
    "break_it",
    [
        lambda d: d.pop("years"),
        lambda d: d["years"].update({"next": {"off": [], "worked": []}}),
        lambda d: d["years"]["2026"].pop("worked"),
        lambda d: d["years"]["2026"]["off"].append("2027-01-01"),
        lambda d: d["years"]["2026"]["off"].append("2026-05-05/2026-05-01"),
        lambda d: d["years"]["2026"]["off"].append("2026-01-01/2026-12-31"),
        lambda d: d["years"]["2026"]["off"].append("2026-02-30"),
        lambda d: d["years"]["2026"]["worked"].append("2026-01-01"),
    ],
)
def test_a_damaged_calendar_is_refused(break_it: Callable[[dict[str, Any]], object]) -> None:
    data = json.loads(resource("calendars", "cn.json").read_text(encoding="utf-8"))
    break_it(data)
    with pytest.raises((KeyError, ValueError)):
        parse_calendar(data)


def test_an_unknown_calendar_is_a_clear_sentence() -> None:
    with pytest.raises(UserError):
        load_calendar("../rules/cicc-zy-gz-20-2025")
