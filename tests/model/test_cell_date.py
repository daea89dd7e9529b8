"""Serial numbers and typed dates become days; what can be meant in two ways says so."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.cell_date import DateReading, date_of_serial, read_date


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        ("1", date(1900, 1, 1)),
        ("59", date(1900, 2, 28)),
        ("60", None),
        ("61", date(1900, 3, 1)),
        ("45992", date(2025, 12, 1)),
        ("45992.75", datetime.fromisoformat("2025-12-01 18:00:00")),
        ("2958465", date(9999, 12, 31)),
        ("2958466", None),
        ("0", None),
        ("0.5", None),
        ("-3", None),
    ],
)
def test_serial_days(serial: str, day: date | None) -> None:
    assert date_of_serial(Decimal(serial)) == day


def test_old_macintosh_workbooks_count_from_1904() -> None:
    assert date_of_serial(Decimal(44530), from_1904=True) == date(2025, 12, 1)
    assert date_of_serial(Decimal(2958465), from_1904=True) is None


@given(st.decimals(min_value=-10, max_value=3_000_000, allow_nan=False))
def test_any_serial_is_a_day_or_none(serial: Decimal) -> None:
    found = date_of_serial(serial)
    assert found is None or found.year >= 1900


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025-1-3", date(2025, 1, 3)),
        ("2025/01/03", date(2025, 1, 3)),
        ("2025.1.3", date(2025, 1, 3)),
        ("２０２５年１月３日", date(2025, 1, 3)),
        ("20250103", date(2025, 1, 3)),
        ("2025-01-03 08:30", datetime.fromisoformat("2025-01-03 08:30:00")),
        ("2025年1月3日 8:30:15", datetime.fromisoformat("2025-01-03 08:30:15")),
        ("2025-01-03T08:30:00.000", datetime.fromisoformat("2025-01-03 08:30:00")),
        ("25/12/2025", date(2025, 12, 25)),
        ("12/25/2025", date(2025, 12, 25)),
        ("3/3/2025", date(2025, 3, 3)),
    ],
)
def test_typed_dates(text: str, value: date) -> None:
    assert read_date(text) == DateReading(value)


def test_day_and_month_may_be_exchanged() -> None:
    assert read_date("03/04/2025") == DateReading(date(2025, 4, 3), date(2025, 3, 4))


@pytest.mark.parametrize(
    "text", ["", "2025-13-01", "2025-02-30", "99999999", "2025", "1.5", "03.04", "2025-01-03 25:00"]
)
def test_no_dates(text: str) -> None:
    assert read_date(text) is None


@given(st.text(alphabet="0123456789-/.年月日: T", max_size=25))
def test_any_text_is_read_or_refused(text: str) -> None:
    read_date(text)
