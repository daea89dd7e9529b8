"""Propagation against the published examples, and the simulation against the formulas."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfpdesk.model.uncertainty import (
    Spread,
    log_sd_of_percent,
    mean_and_sd,
    product_pct,
    simulate,
    sum_pct,
)

D = Decimal
TWO = [Spread("a", D(100), D("0.05")), Spread("b", D(50), D("0.10"))]


def test_product_and_sum_of_the_guidelines() -> None:
    assert round(product_pct([D(5), D(10)]), 4) == D("11.1803")
    found = sum_pct([(D(100), D("11.1803")), (D(50), D(20))])
    assert found is not None
    assert round(found, 4) == D("10.0000")
    assert sum_pct([(D(1), D(5)), (D(-1), D(5))]) is None


def test_a_sum_of_two_by_formula() -> None:
    mean, sd = mean_and_sd(TWO)
    assert round(mean, 5) == D("150.37570")
    assert round(sd, 5) == D("7.10436")


def test_the_simulation_agrees_with_the_formula() -> None:
    found = simulate(TWO, seed=1, draws=200_000)
    assert abs(found.mean / D("150.37570") - 1) < D("0.001")
    assert abs(found.sd / D("7.10436") - 1) < D("0.01")
    assert found.p2_5 < found.p50 < found.p97_5
    assert sum(found.bins) == 200_000


def test_lines_of_one_factor_share_its_draw() -> None:
    alone = [Spread(k, D(50), factor_sd=D("0.1")) for k in "ab"]
    together = [Spread(k, D(50), factor_sd=D("0.1"), factor="power") for k in "ab"]
    whole = [Spread("c", D(100), factor_sd=D("0.1"))]
    assert mean_and_sd(together)[1] == pytest.approx(mean_and_sd(whole)[1])
    assert mean_and_sd(alone)[1] < mean_and_sd(together)[1]
    drawn = simulate(together, seed=3, draws=100_000)
    assert abs(drawn.sd / mean_and_sd(together)[1] - 1) < D("0.02")
    assert drawn.sd > D("1.3") * simulate(alone, seed=3, draws=100_000).sd


def test_the_same_seed_gives_the_same_result_in_any_order() -> None:
    lines = [*TWO, Spread("c", D(-20), D("0.2"), D("0.1"), "f"), Spread("d", D(5), factor="f")]
    first = simulate(lines, seed=42, draws=2000)
    assert simulate(lines[::-1], seed=42, draws=2000) == first
    assert simulate(lines, seed=43, draws=2000).p50 != first.p50


def test_nothing_uncertain_and_nothing_at_all() -> None:
    certain = simulate([Spread("a", D(7))], seed=1, draws=1000)
    assert (certain.p2_5, certain.p97_5, certain.sd) == (D(7), D(7), D(0))
    assert sum(certain.bins) == 1000
    assert certain.contributions[0].share_pct == 0
    assert simulate([], seed=1, draws=1000).mean == 0


def test_shares_of_the_variance_add_up() -> None:
    lines = [
        Spread("steel", D(2900), D("0.02"), D("0.1"), "steel"),
        Spread("scrap", D(-300), D("0.05"), D("0.1"), "steel"),
        Spread("power", D(200), D("0.01"), D("0.05")),
    ]
    found = simulate(lines, seed=1, draws=1000).contributions
    assert sum((c.share_pct for c in found), D(0)) == pytest.approx(D(100))
    assert found[0].key == "steel"
    negative = {c.key: c for c in found}["scrap"]
    assert negative.low_kg < D(-300) < negative.high_kg < 0


def test_a_cancelled_simulation_stops_between_lines() -> None:
    class CancelledError(Exception):
        pass

    def tick(done: int, _of: int) -> None:
        if done == 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        simulate(TWO * 2, seed=1, draws=1000, tick=tick)


@pytest.mark.parametrize(("seed", "draws"), [(-1, 1000), (1, 10)])
def test_unusable_settings_are_refused(seed: int, draws: int) -> None:
    with pytest.raises(ValueError, match="needed"):
        simulate(TWO, seed=seed, draws=draws)


@settings(max_examples=25)
@given(st.decimals(0, 100, places=2))
def test_a_typed_width_is_the_upper_end(width: Decimal) -> None:
    sd = log_sd_of_percent(width)
    only = simulate([Spread("a", D(100), sd)], seed=1, draws=1000).contributions[0]
    assert round(only.high_kg, 6) == round(100 + width, 6)
