"""Periods as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.model.period import parse_period, period_text

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    "text", ["2025", "2025年", "2025-01 – 2025-12", "2025-01~2025-12", "2025年1月至2025年12月"]
)
def test_a_year_in_many_ways(text: str) -> None:
    assert parse_period(text) == YEAR


def test_months_and_days() -> None:
    assert parse_period("2025-02") == (date(2025, 2, 1), date(2025, 2, 28))
    assert parse_period("2025-07-06 - 2025-08-02") == (date(2025, 7, 6), date(2025, 8, 2))
    assert parse_period("2025-07-06") == (date(2025, 7, 6), date(2025, 7, 6))
    assert parse_period("  ") == (None, None)


@pytest.mark.parametrize("text", ["last year", "2025-13", "2025-02-30", "2025-05 – 2025-01", "–"])
def test_no_period(text: str) -> None:
    with pytest.raises(UserError):
        parse_period(text)


def test_whole_months_show_as_months() -> None:
    assert period_text(*YEAR) == "2025-01 – 2025-12"
    assert period_text(date(2025, 2, 1), date(2025, 2, 28)) == "2025-02"
    assert period_text(None, None) == ""


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_what_is_shown_is_read_again(one: date, other: date) -> None:
    start, end = sorted((one, other))
    assert parse_period(period_text(start, end)) == (start, end)
