"""Upper limits: published factors, textbook values, edges, and agreement with scipy."""

from decimal import Decimal
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfpdesk.model.population import LimitKind
from cfpdesk.model.sample_limit import (
    binomial_below,
    binomial_limit,
    confidence_factor,
    hypergeometric_below,
    hypergeometric_most,
    hypergeometric_side,
    poisson_limit,
    staged_limit,
    upper_limit,
)
from cfpdesk.model.sample_size import attribute_size

D = Decimal


@pytest.mark.parametrize(
    ("confidence", "factors"),
    [
        ("0.99", "4.61 6.64 8.41 10.05 11.60 13.11"),
        ("0.95", "3.00 4.74 6.30 7.75 9.15 10.51"),
        ("0.90", "2.30 3.89 5.32 6.68 7.99 9.27"),
        ("0.80", "1.61 2.99 4.28 5.52 6.72 7.91"),
        ("0.70", "1.20 2.44 3.62 4.76 5.89 7.01"),
        ("0.50", "0.69 1.68 2.67 3.67 4.67 5.67"),
    ],
)
def test_table_of_confidence_factors(confidence: str, factors: str) -> None:
    found = [confidence_factor(D(k), D(confidence)) for k in range(6)]
    assert " ".join(f"{factor:.2f}" for factor in found) == factors


def test_binomial_limits_of_no_error() -> None:
    # 1 − (1 − c)^(1/n)
    assert f"{binomial_limit(0, 60, D('0.9')):.6f}" == "0.037649"
    assert binomial_limit(0, 59, D("0.95")) < D("0.05") < binomial_limit(0, 58, D("0.95"))
    assert f"{binomial_limit(0, 1, D('0.95')):.2f}" == "0.95"


def test_hypergeometric_limits_of_a_textbook() -> None:
    # Touw & Hoogduin 2011, page 125: N = 1200, n = 102, 90 %.
    found = [upper_limit(LimitKind.HYPERGEOMETRIC, k, 102, D("0.9"), 1200) for k in range(4)]
    assert [f"{rate:.4f}" for rate in found] == ["0.0208", "0.0358", "0.0492", "0.0625"]


def test_all_deviate_none_left() -> None:
    for kind in LimitKind:
        assert upper_limit(kind, 5, 5, D("0.95"), 20) == 1
    assert hypergeometric_most(5, 10, 10, D("0.95")) == 5
    assert hypergeometric_most(0, 10, 10, D("0.95")) == 0
    assert hypergeometric_most(0, 1, 5, D("0.95")) == 4
    assert hypergeometric_most(1, 1, 1, D("0.95")) == 1


def test_confidence_near_one_stays_finite() -> None:
    near = D("0.999999999999")
    assert D("0.2") < binomial_limit(0, 60, near) < 1
    assert D(27) < confidence_factor(D(0), near) < D(28)
    assert hypergeometric_most(0, 60, 1000, near) < 1000
    assert staged_limit(60, near) < 1


@pytest.mark.parametrize("confidence", ["0", "1", "1.5", "-0.1"])
def test_a_confidence_lies_between(confidence: str) -> None:
    with pytest.raises(ValueError, match="confidence"):
        binomial_limit(0, 10, D(confidence))
    with pytest.raises(ValueError, match="confidence"):
        confidence_factor(D(0), D(confidence))


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="deviations"):
        binomial_limit(11, 10, D("0.95"))
    with pytest.raises(ValueError, match="deviations"):
        binomial_limit(-1, 10, D("0.95"))
    with pytest.raises(ValueError, match="at least one"):
        poisson_limit(D(0), 0, D("0.95"))
    with pytest.raises(ValueError, match="not larger"):
        hypergeometric_most(0, 11, 10, D("0.95"))
    with pytest.raises(ValueError, match="number of items"):
        upper_limit(LimitKind.HYPERGEOMETRIC, 0, 10, D("0.95"))
    with pytest.raises(ValueError, match="not negative"):
        confidence_factor(D(-1), D("0.95"))


def test_a_tie_is_decided_in_integers() -> None:
    # (1/2)^2 is exactly 1 − 0.75, and equal is not below.
    assert not binomial_below(0, 2, D("0.5"), D("0.25"))
    assert binomial_below(0, 3, D("0.5"), D("0.25"))


@settings(max_examples=60)
@given(st.data())
def test_the_hypergeometric_limit_is_what_it_says(data: st.DataObject) -> None:
    population = data.draw(st.integers(1, 60))
    size = data.draw(st.integers(1, population))
    k = data.draw(st.integers(0, size))
    risk = D(data.draw(st.integers(1, 60))) / 100

    def probability(most: int) -> D:
        ways = sum(
            comb(most, i) * comb(population - most, size - i)
            for i in range(min(k, most) + 1)
            if size - i <= population - most
        )
        return D(ways) / comb(population, size)

    found = hypergeometric_most(k, size, population, 1 - risk)
    likely = [most for most in range(k, population - (size - k) + 1) if probability(most) > risk]
    assert found == max(likely)


@settings(max_examples=40)
@given(st.integers(1, 400), st.integers(0, 12), st.integers(50, 99))
def test_limits_grow_with_errors_and_confidence(size: int, k: int, percent: int) -> None:
    k = min(k, size - 1)
    confidence = D(percent) / 100
    binomial = binomial_limit(k, size, confidence)
    assert D(k) / size <= binomial <= 1
    if k + 1 < size:
        assert binomial_limit(k + 1, size, confidence) > binomial
    assert binomial_limit(k, size, confidence + D("0.005")) > binomial
    finite = upper_limit(LimitKind.HYPERGEOMETRIC, k, size, confidence, size * 20)
    assert finite <= binomial + D(1) / (size * 20)


def test_large_populations_are_quick_and_near_the_binomial() -> None:
    exact = upper_limit(LimitKind.HYPERGEOMETRIC, 3, 300, D("0.95"), 200_000)
    assert abs(exact - binomial_limit(3, 300, D("0.95"))) < D("0.0001")
    assert hypergeometric_most(0, 150_000, 200_000, D("0.95")) == 2


def test_both_sides_of_the_distribution_agree() -> None:
    assert hypergeometric_below(2, 10, 50, 7)[0] * comb(50, 10) == (
        hypergeometric_below(2, 7, 50, 10)[0] * comb(50, 7)
    ) * comb(50, 10) // comb(50, 7)


@settings(max_examples=200)
@given(st.data())
def test_logarithms_tell_what_integers_tell(data: st.DataObject) -> None:
    population = data.draw(st.integers(1, 3000))
    size = data.draw(st.integers(1, population))
    deviating = data.draw(st.integers(0, population))
    k = data.draw(st.integers(0, size))
    below, whole = hypergeometric_below(k, size, population, deviating)
    risk = D(data.draw(st.integers(1, 999))) / 1000
    exact = D(below) / D(whole) if whole else D(0)
    side = hypergeometric_side(k, size, population, deviating, risk)
    if abs(exact - risk) > D("1e-12"):
        assert side == (1 if exact > risk else -1)


def test_a_sum_that_begins_far_above_the_middle_is_no_zero() -> None:
    # 583 of 584 deviating items are next to certain to be the most that 584 of 1 102 can show.
    assert hypergeometric_side(583, 584, 1102, 584, D("0.001")) == 1
    assert hypergeometric_side(583, 584, 1102, 584, D("0.999")) == 1
    assert hypergeometric_side(0, 584, 1102, 584, D("0.001")) == -1


def test_a_tie_of_the_hypergeometric_is_no_more_and_no_less() -> None:
    # One of two items, one deviating: none is found with exactly one half.
    assert hypergeometric_side(0, 1, 2, 1, D("0.5")) == 0
    assert hypergeometric_side(0, 1, 2, 1, D("0.4999999")) == 1
    assert hypergeometric_side(0, 1, 2, 1, D("0.5000001")) == -1


@pytest.mark.parametrize(
    ("expected", "sizes"),
    [
        ("0", (55, 59, 59)),
        ("0.01", (85, 93, 93)),
        ("0.04", (343, 1273, 1348)),
        ("0.0495", (None, 19_372, None)),
        ("0.04999", (None, None, None)),
    ],
)
def test_the_search_for_a_size_ends_in_every_population(
    expected: str, sizes: tuple[int | None, ...]
) -> None:
    rates = D("0.05"), D("0.95"), D(expected)
    found = [
        attribute_size(LimitKind.HYPERGEOMETRIC, *rates, population)
        for population in (400, 20_000, 1_000_000)
    ]
    assert tuple(found) == sizes


def test_many_deviations_of_a_large_sample_are_as_exact() -> None:
    assert hypergeometric_most(900, 20_000, 200_000, D("0.95")) == 9471


def test_a_plan_in_two_stages_has_a_wider_limit_than_one_sample() -> None:
    after = staged_limit(49, D("0.9"))
    assert D("0.0495") < after < D("0.05")
    assert after > binomial_limit(1, 98, D("0.9"))
