"""Figures are exact and read the same in both languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.model.quantity import figure, parse_figure, unit_text


def test_figures_carry_comma_and_real_minus() -> None:
    assert figure(Decimal("2808.56")) == "2,808.56"
    assert figure(Decimal(-169560), 0) == "−169,560"
    assert figure(12000) == "12,000"
    assert figure(Decimal("1E+3")) == "1,000"
    assert figure(Decimal("1E+40"), 2) == "10" + ",000" * 13 + ".00"


def test_a_tie_goes_to_the_even_digit() -> None:
    assert figure(Decimal("140.425"), 2) == "140.42"
    assert figure(Decimal("140.428"), 2) == "140.43"
    assert figure(Decimal("140.435"), 2) == "140.44"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2808.56", "2808.56"),
        (" 2,808.56 ", "2808.56"),
        ("12 000", "12000"),
        ("−3.50", "-3.50"),
        ("5.", "5"),
        ("１２．５", "12.5"),
    ],
)
def test_what_people_type_is_taken_exactly(typed: str, value: str) -> None:
    assert parse_figure(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed", ["28,08", "five", "1.2.3", "nan", "inf", "1e5", "5 %", "٣", "9" * 50]
)
def test_anything_else_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(UserError, match="数字"):
        parse_figure(typed)


def test_nothing_typed_is_no_value() -> None:
    assert parse_figure("  ") is None


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
    )
)
def test_a_shown_figure_reads_back_as_the_same_value(value: Decimal) -> None:
    assert parse_figure(figure(value)) == value


def test_units_show_the_small_two() -> None:
    assert unit_text("kgCO2e/t") == "kgCO₂e/t"
