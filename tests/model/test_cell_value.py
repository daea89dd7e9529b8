"""Numbers kept as text are read with what was assumed, and what is open is said to be open."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.cell_value import NumberNote, read_number
from cfpdesk.model.quantity import figure

N = NumberNote


@pytest.mark.parametrize(
    ("text", "value", "unit", "notes"),
    [
        ("170", "170", "", ()),
        ("-170.50", "-170.50", "", ()),
        (" .5 ", "0.5", "", ()),
        ("5.", "5", "", ()),
        ("1.2E+05", "120000", "", ()),
        ("1.2×10⁵ kWh", "120000", "kWh", (N.UNIT,)),
        ("3*10^-2", "0.03", "", ()),
        ("１２，３４５．６", "12345.6", "", (N.FULL_WIDTH, N.GROUPS)),
        ("12,345.60", "12345.60", "", (N.GROUPS,)),
        ("1 234", "1234", "", (N.GROUPS,)),
        ("1\u202f234\u00a0567,5", "1234567.5", "", (N.GROUPS, N.DECIMAL_COMMA)),
        ("1’234’567.5", "1234567.5", "", (N.GROUPS,)),
        ("12.5%", "0.125", "", (N.PERCENT,)),
        ("１２．５％", "0.125", "", (N.FULL_WIDTH, N.PERCENT)),
        ("3 ‰", "0.003", "", (N.PERCENT,)),
        ("13,600.0 kWh", "13600", "kWh", (N.GROUPS, N.UNIT)),
        ("0.581tCO2e/MWh", "0.581", "tCO2e/MWh", (N.UNIT,)),
        ("12 Nm³", "12", "Nm³", (N.UNIT,)),
        ("12 (t)", "12", "t", (N.UNIT,)),
        ("8千克", "8", "千克", (N.UNIT,)),
        ("8千瓦时", "8", "千瓦时", (N.UNIT,)),
        ("3.6万 kWh", "36000", "kWh", (N.MYRIAD, N.UNIT)),
        ("1.2亿", "120000000", "", (N.MYRIAD,)),
        ("¥1,234.00", "1234", "¥", (N.GROUPS, N.CURRENCY)),
        ("￥0.65/kWh", "0.65", "¥/kWh", (N.UNIT, N.CURRENCY)),
        ("－170", "-170", "", (N.FULL_WIDTH, N.MINUS_SIGN)),
        ("−170", "-170", "", (N.MINUS_SIGN,)),
        ("170-", "-170", "", (N.MINUS_SIGN,)),
        ("(1,234.5)", "-1234.5", "", (N.GROUPS, N.PARENTHESES)),
        ("（１２３）", "-123", "", (N.FULL_WIDTH, N.PARENTHESES)),
        ("'123\t", "123", "", ()),
        ("0012", "12", "", (N.LEADING_ZEROS,)),
        ("1234567890123456789", "1234567890123456789", "", (N.MANY_DIGITS,)),
        ("1,23", "1.23", "", (N.DECIMAL_COMMA,)),
        ("12,5", "12.5", "", (N.DECIMAL_COMMA,)),
        ("0,123", "0.123", "", (N.DECIMAL_COMMA,)),
        ("1.234,5", "1234.5", "", (N.GROUPS, N.DECIMAL_COMMA)),
        ("1.234.567", "1234567", "", (N.GROUPS, N.DECIMAL_COMMA)),
        ("1,234,567", "1234567", "", (N.GROUPS,)),
    ],
)
def test_reads(text: str, value: str, unit: str, notes: tuple[NumberNote, ...]) -> None:
    found = read_number(text)
    assert found is not None
    assert (found.value, found.unit, set(found.notes)) == (Decimal(value), unit, set(notes))
    assert not found.ambiguous


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "—", "/", "无", "n/a", "1/2", "1-2", "12:30", "2025-01-03", "2025年1月3日",
        "2025.1.3", "<0.05", "约5", "≈5", "5~6", "12,34,567", "12,", "1 23", "1.2.3",
        "1..2", "1,234.5.6", "12,34.5", "(5", "5)", "(-5)", "--5", "5 kg 3", "3A0012", "#REF!",
        "inf", "nan", "1e9999", "²", "五", "9" * 81, "٣",
    ],
)  # fmt: skip
def test_words_are_no_numbers(text: str) -> None:
    assert read_number(text) is None


def test_a_comma_before_three_digits_is_left_open() -> None:
    found = read_number("1,234")
    assert found is not None
    assert found.ambiguous
    assert found.doubtful
    assert (found.value, found.other) == (Decimal(1234), Decimal("1.234"))


def test_what_is_known_of_the_file_decides() -> None:
    comma = read_number("1,234", comma_is_decimal=True)
    point = read_number("1,234", comma_is_decimal=False)
    dotted = read_number("1.234", comma_is_decimal=True)
    assert comma is not None
    assert point is not None
    assert dotted is not None
    assert [(r.value, r.other) for r in (comma, point, dotted)] == [
        (Decimal("1.234"), None),
        (Decimal(1234), None),
        (Decimal(1234), None),
    ]


def test_both_readings_keep_sign_and_unit() -> None:
    found = read_number("-1,234 万kWh")
    assert found is not None
    assert (found.value, found.other, found.unit) == (Decimal(-12340000), Decimal(-12340), "kWh")


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12
    )
)
def test_what_we_print_is_read_back(value: Decimal) -> None:
    found = read_number(figure(value))
    assert found is not None
    assert found.value == value
    assert not found.ambiguous


@given(st.text(max_size=90))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_number(text)
    assert found is None or found.value.is_finite()


@given(st.text(alphabet="0123456789.,-() '%万e+kW¥ 年", max_size=20))
def test_what_looks_like_a_number_never_crashes(text: str) -> None:
    found = read_number(text)
    if found is not None and found.other is not None:
        assert N.GROUPS in found.notes
