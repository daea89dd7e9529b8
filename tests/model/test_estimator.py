"""Estimators of samples by count: worked by hand, exact where they must be, conditions at edges."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfpdesk.model.estimate import Apart, Limits
from cfpdesk.model.estimator import Pair, StratumSample, estimate
from cfpdesk.model.group_estimator import GroupSample, group_estimate
from cfpdesk.model.population import EstimatorKind
from cfpdesk.model.spread import student

D = Decimal
DIFFERENCE, RATIO = EstimatorKind.DIFFERENCE, EstimatorKind.RATIO
REGRESSION, MEAN = EstimatorKind.REGRESSION, EstimatorKind.MEAN_PER_UNIT


def pairs_of(*pairs: tuple[object, object]) -> tuple[Pair, ...]:
    return tuple(Pair(D(str(claimed)), D(str(verified))) for claimed, verified in pairs)


# Forty items, twenty of them one too high: mean difference 0.5, variance 10/39.
HALF_WRONG = pairs_of(*[(10, 10)] * 20, *[(12, 11)] * 20)


def test_students_quantiles() -> None:
    assert f"{student(D('0.95'), 10):.3f}" == "2.228"
    assert f"{student(D('0.95'), 99):.3f}" == "1.984"
    assert f"{student(D('0.9'), 1):.3f}" == "6.314"


def test_difference_by_hand() -> None:
    found = estimate(DIFFERENCE, [StratumSample(400, D(4300), HALF_WRONG)], (), D("0.95"))
    assert found.valid
    assert found.known == Apart(D(20), D(0))
    assert found.projected.over == 200
    assert found.net is not None
    half = student(D("0.95"), 39) * 400 * (D(9) / 10 * (D(10) / 39) / 40).sqrt()
    assert abs(found.net[1] - 200 - half) < D("1e-10")
    assert abs(found.net[0] - 200 + half) < D("1e-10")
    assert found.limits.over == found.net[1]
    assert found.limits.under == 0


def test_ratio_by_hand() -> None:
    # Σd/Σx = 20/440; 4 300 claimed in all.
    found = estimate(RATIO, [StratumSample(400, D(4300), HALF_WRONG)], (), D("0.95"))
    assert abs(found.projected.over - D(4300) / 22) < D("1e-20")


def test_regression_by_hand() -> None:
    # d = (x − 10)/2 exactly: at the mean of 4 300/400 = 10.75 the mean difference is 0.375.
    found = estimate(REGRESSION, [StratumSample(400, D(4300), HALF_WRONG)], (), D("0.95"))
    assert abs(found.projected.over - 150) < D("1e-20")
    assert found.net is not None
    assert abs(found.net[1] - found.net[0]) < D("1e-15")


def test_mean_per_unit_by_hand() -> None:
    found = estimate(MEAN, [StratumSample(400, D(4300), HALF_WRONG)], (), D("0.95"))
    assert found.projected.net == 4300 - 400 * D("10.5")
    assert found.net is not None
    assert 0 < found.net[0] < 100 < found.net[1]
    assert found.limits == Limits(found.net[1], D(0))


def test_ratio_is_exact_for_a_constant_share() -> None:
    pairs = pairs_of(*[(n * 10, n * 9) for n in range(1, 31)])
    found = estimate(RATIO, [StratumSample(1000, D(77_777), pairs)], (), D("0.95"))
    assert found.net is not None
    assert abs(found.projected.over - D("7777.7")) < D("1e-20")
    assert abs(found.net[1] - found.net[0]) < D("1e-20")


@pytest.mark.parametrize("kind", list(EstimatorKind))
def test_everything_checked_is_exact(kind: EstimatorKind) -> None:
    pairs = pairs_of((10, 9), (20, 22), (30, 30))
    found = estimate(kind, [StratumSample(3, D(60), pairs)], pairs_of((100, 90)), D("0.95"))
    assert found.valid
    assert found.projected.net == 9
    assert found.net == (D(9), D(9))
    assert found.known == Apart(D(11), D(-2))


@pytest.mark.parametrize(("errors", "valid"), [(19, False), (20, True)])
@pytest.mark.parametrize("kind", [DIFFERENCE, RATIO, REGRESSION])
def test_twenty_errors_are_needed(kind: EstimatorKind, errors: int, valid: bool) -> None:
    pairs = pairs_of(*[(n + 10, n + 9) for n in range(errors)], *[(5, 5), (6, 6)] * 15)
    found = estimate(kind, [StratumSample(500, D(7000), pairs)], (), D("0.95"))
    assert found.valid is valid
    assert (found.limits.over is not None) is valid
    assert found.projected.over > 0  # the projection is shown in any case


@pytest.mark.parametrize(("size", "valid"), [(29, False), (30, True)])
def test_a_mean_needs_thirty_items(size: int, valid: bool) -> None:
    pairs = pairs_of(*[(n, n) for n in range(1, size + 1)])
    assert estimate(MEAN, [StratumSample(500, D(7000), pairs)], (), D("0.95")).valid is valid


def test_degenerate_samples_say_why() -> None:
    same = pairs_of(*[(10, 9)] * 25)
    assert not estimate(REGRESSION, [StratumSample(99, D(990), same)], (), D("0.95")).valid
    thin = [StratumSample(50, D(500), pairs_of((10, 9))), StratumSample(90, D(900), same)]
    assert not estimate(DIFFERENCE, thin, (), D("0.95")).valid
    nothing = estimate(DIFFERENCE, [StratumSample(50, D(500), ())], (), D("0.95"))
    assert not nothing.valid
    assert nothing.projected.net == 0


def test_strata_by_hand() -> None:
    strata = [
        StratumSample(100, D(1000), pairs_of(*[(10, 9)] * 10, *[(10, 10)] * 10)),
        StratumSample(50, D(5000), pairs_of(*[(100, 104)] * 10, *[(100, 100)] * 10)),
    ]
    found = estimate(DIFFERENCE, strata, (), D("0.95"))
    assert found.projected == Apart(D(50), D(-100))
    assert found.net is not None
    one = D(100) ** 2 * D("0.8") * (D(5) / 19) / 20
    other = D(50) ** 2 * D("0.6") * (D(80) / 19) / 20
    # Satterthwaite: 19·(v₁ + v₂)²/(v₁² + v₂²) = 30.4, not the 38 of all items less two strata.
    degrees = int(19 * (one + other) ** 2 / (one**2 + other**2))
    assert degrees == 30
    half = student(D("0.95"), degrees) * (one + other).sqrt()
    assert abs(found.net[1] + 50 - half) < D("1e-10")


def test_a_limit_of_seldom_errors_is_set_out_by_their_skewness() -> None:
    # 25 of 100 items one too high: skewness of the items 1.15, of their mean a tenth of it.
    pairs = pairs_of(*[(10, 9)] * 25, *[(10, 10)] * 75)
    found = estimate(DIFFERENCE, [StratumSample(10_000, D(100_000), pairs)], (), D("0.95"))
    assert found.net is not None
    assert found.limits.over is not None
    t, error = student(D("0.95"), 99), (found.net[1] - 2500) / student(D("0.95"), 99)
    skew = (found.limits.over - found.net[1]) / error * 6 / (2 * t * t + 1)
    assert f"{skew:.3f}" == "0.115"
    assert found.limits.under == 0
    # What lies on the short side, and the net, stay Student's.
    turned = tuple(Pair(pair.claimed, pair.claimed + pair.difference) for pair in pairs)
    mirrored = estimate(DIFFERENCE, [StratumSample(10_000, D(100_000), turned)], (), D("0.95"))
    assert mirrored.limits.under == -found.limits.over
    assert mirrored.net == (-found.net[1], -found.net[0])


def test_the_difference_estimator_is_unbiased() -> None:
    everything = pairs_of((10, 9), (20, 22), (30, 30), (5, 1), (8, 8))
    total = sum((pair.difference for pair in everything), D(0))
    found = [
        estimate(DIFFERENCE, [StratumSample(5, D(73), chosen)], (), D("0.9")).projected.net
        for chosen in combinations(everything, 3)
    ]
    assert sum(found) / len(found) == total


def test_groups_by_hand() -> None:
    drawn = tuple(
        StratumSample(10, D(100), pairs_of(*[(10, 9)] * errors, *[(10, 10)] * (10 - errors)))
        for errors in (5, 7, 9)
    )
    found = group_estimate(DIFFERENCE, GroupSample(12, D(1200), drawn), (), D("0.95"))
    assert found.valid
    assert found.projected.over == 84
    assert found.net is not None
    # Groups are complete: 12²·(1 − 3/12)·4/3, Student with two degrees.
    half = student(D("0.95"), 2) * D(144).sqrt()
    assert abs(found.net[1] - 84 - half) < D("1e-10")


def test_groups_by_ratio_and_mean() -> None:
    drawn = tuple(
        StratumSample(20, D(200 * n), pairs_of(*[(10 * n, 9 * n)] * 10)) for n in (1, 2, 3)
    )
    sample = GroupSample(9, D(3600), drawn)
    ratio = group_estimate(RATIO, sample, (), D("0.95"))
    assert ratio.projected.over == 360
    assert ratio.net is not None
    assert abs(ratio.net[1] - ratio.net[0]) < D("1e-10")
    mean = group_estimate(MEAN, sample, (), D("0.95"))
    assert mean.projected.net == 3600 - 3 * (180 + 360 + 540)
    assert mean.limits.under is not None


def test_groups_have_conditions_of_their_own() -> None:
    one = (StratumSample(10, D(100), pairs_of(*[(10, 9)] * 10)),)
    assert not group_estimate(DIFFERENCE, GroupSample(5, D(500), one), (), D("0.95")).valid
    assert not group_estimate(REGRESSION, GroupSample(5, D(500), one * 3), (), D("0.95")).valid
    thin = (*one * 2, StratumSample(10, D(100), pairs_of((10, 9))))
    assert not group_estimate(DIFFERENCE, GroupSample(5, D(500), thin), (), D("0.95")).valid
    assert group_estimate(DIFFERENCE, GroupSample(5, D(500), one * 3), (), D("0.95")).valid
    empty = group_estimate(DIFFERENCE, GroupSample(0, D(0), ()), (), D("0.95"))
    assert empty.projected.net == 0


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 100), st.integers(-60, 60)), min_size=3, max_size=30),
    st.sampled_from([DIFFERENCE, RATIO]),
    st.integers(0, 500),
)
def test_over_and_under_add_up_to_the_net(
    rows: list[tuple[int, int]], kind: EstimatorKind, more: int
) -> None:
    pairs = pairs_of(*[(claimed, claimed - difference) for claimed, difference in rows])
    total = D(sum(claimed for claimed, _d in rows) + more)
    strata = [StratumSample(len(rows) + more, total, pairs)]
    found = estimate(kind, strata, (), D("0.95"))
    assert found.projected.over >= 0 >= found.projected.under
    turned = [
        StratumSample(
            s.count, s.total, tuple(Pair(p.claimed, p.claimed + p.difference) for p in s.pairs)
        )
        for s in strata
    ]
    mirrored = estimate(kind, turned, (), D("0.95"))
    assert mirrored.projected.over == -found.projected.under
    if found.net is not None and mirrored.net is not None:
        assert abs(mirrored.net[0] + found.net[1]) < D("1e-20")
        assert found.limits.over is not None
        assert found.limits.over >= found.projected.over
