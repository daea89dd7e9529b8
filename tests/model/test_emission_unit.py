"""Emission-unit evaluation and the Stringer bound: worked examples and what must always hold."""

from decimal import Decimal
from statistics import mean, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfpdesk.model.draw import emission_unit
from cfpdesk.model.emission_unit import (
    UnitItem,
    UnitSample,
    emission_unit_estimate,
    taint_mean_estimate,
)
from cfpdesk.model.estimate import Apart
from cfpdesk.model.population_frame import PopulationItem, split
from cfpdesk.model.quantity import figure
from cfpdesk.model.stringer import stringer_bound, stringer_estimate

D = Decimal


def sample_of(total: int, size: int, *taints: str, whole: tuple[UnitItem, ...] = ()) -> UnitSample:
    """Return a sample of items of 100 with these taints, the rest without error."""
    drawn = [UnitItem(D(100), 100 - 100 * D(taint)) for taint in taints]
    clean = [UnitItem(D(100), D(100))] * (size - len(drawn))
    return UnitSample(D(total), size, (*whole, *drawn, *clean))


def test_worked_example() -> None:
    found = emission_unit_estimate(sample_of(1_000_000, 100, "0.5", "0.2"), D("0.95"))
    assert found.basic_precision is not None
    assert found.allowance is not None
    assert found.limits.over is not None
    assert figure(found.basic_precision, 0) == "29,957"
    assert figure(found.projected.over, 0) == "7,000"
    assert figure(found.allowance, 0) == "4,845"
    assert figure(found.limits.over, 0) == "41,802"
    assert found.limits.under is None


def test_published_stringer_bound() -> None:
    taints = [D(1), D("0.20000072"), D("0.03999931")]
    bound = stringer_bound(145, taints, D("0.95"))
    assert f"{bound:.8f}" == "0.03478656"
    assert figure(bound * 13_500_000, 1) == "469,618.6"


def test_the_order_of_errors_does_not_matter() -> None:
    one = emission_unit_estimate(sample_of(1_000_000, 100, "0.2", "0.5"), D("0.95"))
    other = emission_unit_estimate(sample_of(1_000_000, 100, "0.5", "0.2"), D("0.95"))
    assert one.limits == other.limits


def test_whole_items_are_exact_and_not_projected() -> None:
    whole = (UnitItem(D(400_000), D(390_000), hits=0),)
    found = emission_unit_estimate(sample_of(1_000_000, 10, whole=whole), D("0.95"))
    assert found.projected.over == 10_000
    assert found.limits.over is not None
    assert found.basic_precision is not None
    assert found.limits.over == 10_000 + found.basic_precision


def test_nothing_left_to_draw_means_no_precision_is_lost() -> None:
    whole = (UnitItem(D(600), D(500), hits=0), UnitItem(D(400), D(410), hits=0))
    sample = UnitSample(D(1000), 2, whole)
    for found in (emission_unit_estimate(sample, D("0.95")), stringer_estimate(sample, D("0.95"))):
        assert found.limits.over == found.known.over == 100
        assert found.known.under == -10


def test_understatement_is_known_and_projected_but_has_no_limit_here() -> None:
    found = emission_unit_estimate(sample_of(1000, 10, "-0.5"), D("0.9"))
    assert found.known == found.projected == Apart(D(0), D(-50))
    assert found.limits.under is None
    assert found.projected.net == -50


def test_a_taint_below_minus_one_blocks_the_bounds() -> None:
    sample = sample_of(1_000_000, 60, "-1.2")
    for found in (
        emission_unit_estimate(sample, D("0.95")),
        stringer_estimate(sample, D("0.95")),
    ):
        assert not found.valid
        assert found.limits.over is None
        assert "差额估计" in found.conditions[0].sentence.text("zh")
    with pytest.raises(ValueError, match="Stringer"):
        stringer_bound(60, [D("-1.2")], D("0.95"))
    assert emission_unit_estimate(sample_of(1000, 60, "-1"), D("0.95")).valid


def test_more_than_the_claimed_amount_overstated_blocks_them_too() -> None:
    assert not stringer_estimate(sample_of(1000, 60, "1.01"), D("0.95")).valid
    assert stringer_estimate(sample_of(1000, 60, "1"), D("0.95")).valid


def test_the_difference_estimator_takes_over_with_enough_errors() -> None:
    few = taint_mean_estimate(sample_of(1_000_000, 60, *["-1.2"] * 19), D("0.95"))
    assert not few.valid
    assert few.limits.under is None
    enough = taint_mean_estimate(sample_of(1_000_000, 60, *["-1.2"] * 10, *["0.1"] * 10), D("0.95"))
    assert enough.valid
    assert enough.net is not None
    assert enough.limits.under is not None
    assert enough.limits.under < enough.projected.under == -200_000
    assert enough.net[0] < enough.projected.net < enough.net[1]


def test_no_limit_above_everything_that_was_not_checked() -> None:
    found = emission_unit_estimate(sample_of(1000, 2), D("0.999"))
    assert found.limits.over == 1000


@settings(max_examples=60)
@given(
    st.lists(st.decimals("-1", "1", places=3), max_size=25),
    st.integers(25, 80),
    st.integers(50, 99),
)
def test_bounds_hold_what_is_projected(taints: list[Decimal], size: int, percent: int) -> None:
    confidence = D(percent) / 100
    sample = sample_of(1_000_000, size, *map(str, taints))
    poisson = emission_unit_estimate(sample, confidence)
    stringer = stringer_estimate(sample, confidence)
    assert poisson.projected == stringer.projected
    assert poisson.limits.over is not None
    assert stringer.limits.over is not None
    assert poisson.limits.over >= poisson.projected.over
    # Binomial limits lie below Poisson ones, so Stringer with them is the tighter bound.
    assert stringer.limits.over <= poisson.limits.over + D("0.001")
    more = emission_unit_estimate(sample, confidence + D("0.005"))
    assert more.limits.over is not None
    assert more.limits.over >= poisson.limits.over


def test_over_many_seeds_the_projection_meets_the_truth_and_the_bound_holds() -> None:
    items = split(PopulationItem(f"I{n:03d}", D(10 + n * 7919 % 390)) for n in range(150)).items
    claimed = {item.id: item.amount or D(0) for item in items}
    # Every tenth item is half, or wholly, too high.
    verified = {
        name: amount * (n % 20) / 20 if n % 10 == 0 else amount
        for n, (name, amount) in enumerate(claimed.items())
    }
    true = sum(claimed.values()) - sum(verified.values())
    projected: list[float] = []
    covered, seeds = 0, 200
    for n in range(seeds):
        drawn = emission_unit(f"seed {n}", items, [25])
        units = (*((name, 0) for name in drawn.whole), *drawn.hits)
        seen = tuple(UnitItem(claimed[name], verified[name], hits) for name, hits in units)
        found = emission_unit_estimate(UnitSample(drawn.total, drawn.size, seen), D("0.9"))
        projected.append(float(found.projected.over))
        covered += found.limits.over is not None and found.limits.over >= true
    error = stdev(projected) / seeds**0.5
    assert abs(mean(projected) - float(true)) < 3 * error < float(true) / 4
    assert covered >= seeds * 90 // 100
