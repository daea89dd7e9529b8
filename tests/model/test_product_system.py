"""Product systems with circles: the textbook example, and what no system of equations can tell."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.model.product_system import flows, scaling

D = Decimal


def matrix(*rows: tuple[object, ...]) -> list[list[Decimal]]:
    return [[D(str(value)) for value in row] for row in rows]


def fractions(*values: object) -> tuple[Fraction, ...]:
    return tuple(Fraction(str(value)) for value in values)


def test_heijungs_and_suh() -> None:
    # 1 000 kWh; electricity takes 2 l of fuel for 10 kWh, a run of the refinery makes 100 l.
    scale = scaling(matrix((-2, 100), (10, 0)), [D(0), D(1000)])
    assert scale == fractions(100, 2)
    found = flows(matrix((1, 10), ("0.1", 2), (0, -50)), scale)
    assert found == fractions(120, 14, -100)  # kg CO2, kg SO2, l of crude


def test_the_bicycle_of_brightway() -> None:
    # A bicycle takes 2.5 kg of carbon fibre, which emits 26.6 kg of CO2 for each.
    scale = scaling(matrix((1, 0), ("-2.5", 1)), [D(1), D(0)])
    assert flows(matrix((0, "26.6")), scale) == fractions("66.5")


def test_a_circle_is_solved() -> None:
    # Each kWh takes 0.1 kg of coal, each kg of coal 0.5 kWh: 1/(1 − 0.05) kWh for one.
    scale = scaling(matrix((1, "-0.5"), ("-0.1", 1)), [D(1), D(0)])
    assert scale == (Fraction(20, 19), Fraction(2, 19))


@pytest.mark.parametrize("rows", [((1, 1), (0, 0)), ((1, 2), (2, 4))])
def test_what_is_not_determined_is_said(rows: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(UserError, match="多"):
        scaling(matrix(*rows), [D(1), D(1)])


def test_as_many_products_as_processes() -> None:
    with pytest.raises(ValueError, match="as many"):
        scaling(matrix((1, 2)), [D(1)])
    with pytest.raises(ValueError, match="as many"):
        scaling(matrix((1,)), [D(1), D(2)])
    assert scaling([], []) == ()


@given(
    st.lists(st.integers(-9, 9), min_size=9, max_size=9),
    st.lists(st.integers(-9, 9), min_size=3, max_size=3),
)
def test_the_solution_meets_the_demand(values: list[int], demand: list[int]) -> None:
    rows = matrix(*(tuple(values[at : at + 3]) for at in (0, 3, 6)))
    try:
        scale = scaling(rows, [D(f) for f in demand])
    except UserError:
        return
    assert flows(rows, scale) == tuple(map(Fraction, demand))
