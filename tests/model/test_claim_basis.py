"""The claim over the period: the lines' sum where the declared value is its rounded form."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.claim_basis import basis_sentence, basis_word, claim_basis
from cfpdesk.model.engagement import Engagement

D = Decimal
STRIP = Engagement(
    declared_unit="1 t",
    output_quantity=D(12000),
    output_unit="t",
    claimed_value=D("2808.56"),
    claimed_unit="kgCO2e/t",
)


def test_the_sample_claim_is_its_lines_and_both_figures_are_said() -> None:
    found = claim_basis(STRIP, D("33702747.56"))
    assert found.kg == D("33702747.56")
    assert found.declared_kg == D("33702720.00")
    assert (found.by_lines, found.differs, found.contradicts) == (True, True, False)
    assert found.percent_of(D(5)) == D("1685137.378")
    said = basis_sentence(found)
    assert said is not None
    assert "33,702,748" in said.text("zh")
    assert "2,808.56 kgCO₂e/t × 12,000 t = 33,702,720 kg" in said.text("zh")
    assert basis_word(found).text("en") == "sum of the client's lines"


@pytest.mark.parametrize(
    ("lines", "by_lines"),
    # One unit of the last digit is 0.01 × 12 000 = 120 kg.
    [("33702840", True), ("33702600", True), ("33702840.01", False), ("33702599.99", False)],
)
def test_one_unit_of_the_last_digit_is_rounding(lines: str, by_lines: bool) -> None:
    found = claim_basis(STRIP, D(lines))
    assert found.by_lines is by_lines
    assert found.kg == (D(lines) if by_lines else D("33702720.00"))
    assert found.contradicts is not by_lines


def test_a_line_that_the_team_cut_off_is_still_claimed() -> None:
    found = claim_basis(STRIP, D("33664947.56"), D(37800))
    assert found.by_lines
    assert found.kg == D("33702747.56")
    without = claim_basis(STRIP, D("33702747.56"), D(37800))
    assert without.kg == D("33702747.56"), "the client left it out too"


def test_another_claim_is_named_as_such() -> None:
    found = claim_basis(STRIP, D(32_000_000))
    assert found.kg == found.declared_kg
    said = basis_sentence(found)
    assert said is not None
    assert "不是同一声明" in said.text("zh")
    assert "32,000,000" in said.text("en")
    assert basis_word(found).text("zh") == "声明值 × 产量"


def test_where_there_is_one_figure_nobody_has_to_wonder() -> None:
    assert basis_sentence(claim_basis(STRIP, None)) is None
    assert claim_basis(STRIP, None).kg == D("33702720.00")
    same = claim_basis(STRIP, D("33702720"))
    assert basis_sentence(same) is None
    unknown = claim_basis(Engagement(), D(5))
    assert (unknown.kg, unknown.lines_kg, basis_sentence(unknown)) == (None, D(5), None)
    assert unknown.percent_of(D(5)) is None
    assert claim_basis(STRIP, D(5)).percent_of(None) is None


@pytest.mark.parametrize("value", ["0", "-2808.56", "2.8E+3", "2808.5623"])
def test_odd_declared_values(value: str) -> None:
    odd = STRIP.but(claimed_value=D(value))
    found = claim_basis(odd, D(value) * 12000)
    assert found.kg == D(value) * 12000
    assert basis_sentence(found) is None


def test_a_declared_unit_of_another_amount() -> None:
    tens = STRIP.but(declared_unit="10 t", claimed_value=D("28085.6"))
    found = claim_basis(tens, D("33702748"))
    assert found.by_lines  # a unit of the last digit is 0.1 × 12 000/10 = 120 kg
    assert found.declared_kg == D("33702720")


@given(st.decimals(1, 10_000, places=6), st.integers(1, 100_000))
def test_a_value_rounded_from_the_lines_always_stands_for_them(per_unit: D, output: int) -> None:
    lines = per_unit * output
    declared = STRIP.but(claimed_value=per_unit.quantize(D("0.01")), output_quantity=D(output))
    assert claim_basis(declared, lines).kg == lines
