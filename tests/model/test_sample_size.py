"""Sizes: the examples of the method, published tables, strata and sites at their edges."""

from decimal import Decimal
from math import isqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfpdesk.model.population import LimitKind
from cfpdesk.model.sample_limit import binomial_limit, hypergeometric_most, poisson_limit
from cfpdesk.model.sample_size import (
    LARGEST,
    SiteCycle,
    allocate,
    attribute_size,
    emission_unit_size,
    proportion_size,
    random_sites,
    site_sample,
    staged_size,
)

D = Decimal
B, P, H = LimitKind.BINOMIAL, LimitKind.POISSON, LimitKind.HYPERGEOMETRIC


@pytest.mark.parametrize(
    ("tolerable", "sizes"), [("0.05", (59, 60, 57)), ("0.01", (299, 300, 258))]
)
def test_no_error_at_95_percent(tolerable: str, sizes: tuple[int, ...]) -> None:
    found = tuple(
        attribute_size(kind, D(tolerable), D("0.95"), population=1000) for kind in (B, P, H)
    )
    assert found == sizes


def test_expected_error_of_half_the_tolerable() -> None:
    found = [attribute_size(k, D("0.05"), D("0.95"), D("0.025"), 1000) for k in (B, P, H)]
    assert found == [234, 231, 197]


def test_plans_in_two_stages() -> None:
    assert staged_size(D("0.05"), D("0.9")) == 49
    assert staged_size(D("0.03"), D("0.95")) == 103


# AICPA audit guide, statistical sample sizes at 10 % risk: rows of tolerable, columns of expected
# rate in steps of a quarter percent. (Tables made with floating point have 423 for 3.5 of 5 %,
# because 0.035 · 400 comes out above 14 there.)
@pytest.mark.parametrize(
    ("tolerable", "row"),
    [
        (2, "114 194 194 265 398 708 1463"),
        (3, "76 129 129 129 176 221 265 390 590 974 2079"),
        (5, "45 77 77 77 77 77 105 105 132 132 158 209 258 306 400 583 873 1505 3310"),
        (10, "22 38 38 38 38 38 38 38 38 38 38 52 52 52 52 52 65 65 65 78 78 91 104 104 116 128"),
    ],
)
def test_published_table_of_binomial_sizes(tolerable: int, row: str) -> None:
    found = [
        attribute_size(B, D(tolerable) / 100, D("0.9"), D(25 * n) / 10_000)
        for n in range(len(row.split()))
    ]
    assert " ".join(str(size) for size in found) == row


def test_published_table_of_hypergeometric_sizes() -> None:
    # EZ-Quant: N 500, 1000, 5000; tolerable 8, 6, 4, 2 %; 90, 95, 99 %.
    found = [
        attribute_size(H, D(tolerable) / 100, D(confidence) / 100, population=count)
        for confidence in (90, 95, 99)
        for count in (500, 1000, 5000)
        for tolerable in (8, 6, 4, 2)
    ]
    assert found == [
        *(27, 36, 54, 102, 28, 37, 55, 108, 28, 38, 57, 113),
        *(35, 47, 69, 129, 36, 48, 71, 138, 36, 49, 73, 147),
        *(53, 70, 101, 183, 54, 72, 107, 204, 55, 74, 112, 223),
    ]


def test_published_table_of_hypergeometric_sizes_with_expected_errors() -> None:
    # AuditSampler: (N, expected, tolerable, confidence) → n
    for count, expected, tolerable, confidence, size in (
        (500, 1, 8, 90, 46), (500, 2, 5, 90, 99), (500, 3, 6, 95, 158), (500, 6, 9, 95, 196),
        (5000, 1, 4, 95, 154), (15_000, 1, 6, 95, 78), (36_000, 1, 4, 95, 156),
    ):  # fmt: skip
        rates = D(tolerable) / 100, D(confidence) / 100, D(expected) / 100
        assert attribute_size(H, *rates, count) == size


def test_where_no_sample_is_enough() -> None:
    assert attribute_size(B, D("0.05"), D("0.95"), D("0.05")) is None
    assert attribute_size(B, D("0.05"), D("0.95"), D("0.0499")) is None  # beyond any real sample
    assert attribute_size(B, D("0.05"), D("0.95"), population=50) is None
    assert attribute_size(H, D("0.01"), D("0.95"), population=3) == 3
    assert attribute_size(P, D("0.01"), D("0.95"), population=299) is None


def test_the_limit_has_to_lie_below_not_on_the_rate() -> None:
    # 2 items and no error leave exactly 50 % at 75 %: one more is needed.
    assert attribute_size(B, D("0.5"), D("0.75")) == 3


@settings(max_examples=50)
@given(st.integers(2, 30), st.integers(60, 99), st.integers(0, 60), st.sampled_from([B, P, H]))
def test_a_size_is_the_smallest(
    tolerable: int, confidence: int, share: int, kind: LimitKind
) -> None:
    rate, c = D(tolerable) / 100, D(confidence) / 100
    expected = rate * share / 100
    population = 400
    size = attribute_size(kind, rate, c, expected, population)

    def limit(n: int) -> D:
        k = expected * n
        up = int(k.to_integral_value(rounding="ROUND_CEILING"))
        if kind is P:
            return poisson_limit(k, n, c)
        if kind is B:
            return binomial_limit(up, n, c)
        return D(hypergeometric_most(up, n, population, c)) / population

    passing = [n for n in range(1, population + 1) if limit(n) < rate]
    assert size == (passing[0] if passing else None)


def test_simple_random_sample_of_a_proportion() -> None:
    first, size = proportion_size(D("0.05"), D("0.95"), 500)
    assert f"{first:.2f}" == "384.15"
    assert size == 218
    assert proportion_size(D("0.05"), D("0.95"), None)[1] == 385
    assert proportion_size(D("0.05"), D("0.95"), 1)[1] == 1


def test_strata_of_the_textbooks() -> None:
    # N = 500/300/200, S = 1/5/5, n = 10: 1.667 / 5 / 3.333; the published answer is n₂ = 5.
    assert allocate(10, [500, 300, 200], [D(500), D(1500), D(1000)]) == (2, 5, 3)
    # N = 100 000/500 000, S = 20/12, n = 100.
    assert allocate(100, [100_000, 500_000], [D(2_000_000), D(6_000_000)]) == (25, 75)


def test_strata_at_their_edges() -> None:
    assert allocate(4, [3, 10, 10], [D(100), D(1), D(1)]) == (2, 1, 1)
    assert allocate(20, [3, 10, 10], [D(100), D(0), D(0)], 2) == (3, 9, 8)
    assert allocate(1, [5, 5, 5], [D(1)] * 3, 2) == (2, 2, 2)  # the least numbers count
    assert allocate(99, [3, 4], [D(1), D(1)]) == (3, 4)
    assert allocate(99, [3, 4], [D(0), D(0)]) == (3, 4)
    assert allocate(5, [], []) == ()
    assert allocate(5, [0, 4], [D(0), D(4)], 2) == (0, 4)


@given(
    st.integers(0, 200),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 50)), max_size=8),
    st.integers(1, 2),
)
def test_shares_add_up_and_keep_their_bounds(
    size: int, strata: list[tuple[int, int]], least: int
) -> None:
    counts = [count for count, _weight in strata]
    found = allocate(size, counts, [D(weight) for _count, weight in strata], least)
    assert sum(found) == min(max(size, sum(min(least, n) for n in counts)), sum(counts))
    assert all(min(least, n) <= part <= n for part, n in zip(found, counts, strict=True))


def test_units_of_emission_from_amounts() -> None:
    assert emission_unit_size(D(29_106_000), D(1_455_300), D(0), D("0.9")) == 47
    assert emission_unit_size(D(100), D(100), D(0), D("0.9")) == 1
    assert emission_unit_size(D(1_000_000), D(50_000), D(25_000), 1 - D("0.05") / D("0.6")) == 178


@pytest.mark.parametrize(
    ("sites", "visited"),
    [(1, "1 1 1"), (2, "2 1 2"), (9, "3 2 3"), (25, "5 3 4"), (100, "10 6 8"), (0, "0 0 0")],
)
def test_sites_to_visit(sites: int, visited: str) -> None:
    assert " ".join(str(site_sample(sites, cycle)) for cycle in SiteCycle) == visited


@given(st.integers(1, 10**9))
def test_sites_are_the_smallest_integer(sites: int) -> None:
    for cycle, tenths in zip(SiteCycle, (10, 6, 8), strict=True):
        k = site_sample(sites, cycle)
        assert 100 * k * k >= tenths**2 * sites > 100 * (k - 1) ** 2
    assert site_sample(sites, SiteCycle.INITIAL) == isqrt(sites - 1) + 1


def test_a_quarter_of_the_sites_at_random() -> None:
    assert [random_sites(n) for n in (1, 4, 5, 10)] == [1, 1, 2, 3]


def test_impossible_rates_are_refused() -> None:
    for rate, confidence in (("0", "0.9"), ("1", "0.9"), ("0.05", "1"), ("0.05", "0")):
        with pytest.raises(ValueError, match="between 0 and 1"):
            attribute_size(B, D(rate), D(confidence))
        with pytest.raises(ValueError, match="between 0 and 1"):
            staged_size(D(rate), D(confidence))
    with pytest.raises(ValueError, match="number of items"):
        attribute_size(H, D("0.05"), D("0.9"))
    assert LARGEST >= 3310
