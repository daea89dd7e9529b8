"""Several sites: four conditions, exact sample sizes, a draw that anybody can repeat."""

import hashlib
from datetime import date
from decimal import Decimal
from math import ceil, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.cycle import Cycle
from cfpdesk.model.engagement import Site
from cfpdesk.model.gate import Level
from cfpdesk.model.site_gate import SiteState, site_blockers
from cfpdesk.model.site_sample import (
    SiteSampling,
    random_size,
    root_up,
    sampling_allowed,
    site_frame,
    site_sample,
    site_sample_size,
    site_seed,
)
from cfpdesk.model.yes_no import YesNo
from cfpdesk.store.rule_library import load_rules

RULES = load_rules()
MAY = SiteSampling(
    same_activity=YesNo.YES,
    under_control=YesNo.YES,
    different_activity=YesNo.NO,
    regional_factor=YesNo.NO,
    scheme="工艺相同，能源结构相同",
    central="s0",
)


def sites(count: int, visited: frozenset[int] = frozenset()) -> tuple[Site, ...]:
    """Site 0 is the central function."""
    day = date(2026, 3, 18)
    return tuple(
        Site(row=f"s{n}", name=f"工厂{n:02}", visit_from=day if n in visited else None)
        for n in range(count)
    )


def drawn(sampling: SiteSampling, places: tuple[Site, ...], spoken: str = "4827") -> SiteSampling:
    seed = site_seed("CFP-2026-0417", spoken)
    return sampling.but(spoken=spoken, seed=seed, frame=site_frame(sampling, places))


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        (0, (0, 0, 0)),
        (1, (1, 1, 1)),
        (2, (2, 1, 2)),
        (9, (3, 2, 3)),
        (10, (4, 2, 3)),
        (25, (5, 3, 4)),  # 0.6 times 5 is 3, not 3.0000000000000004
        (26, (6, 4, 5)),
        (100, (10, 6, 8)),
        (10**12, (10**6, 6 * 10**5, 8 * 10**5)),
        (10**12 + 1, (10**6 + 1, 6 * 10**5 + 1, 8 * 10**5 + 1)),
    ],
)
def test_sample_sizes_are_exact(count: int, sizes: tuple[int, int, int]) -> None:
    assert tuple(site_sample_size(count, cycle, RULES) for cycle in Cycle) == sizes


@given(st.integers(1, 10**30), st.sampled_from(["1", "0.6", "0.8", "0.95"]))
def test_the_size_is_the_smallest_that_reaches_the_root(count: int, factor: str) -> None:
    size, p = root_up(count, Decimal(factor)), int(Decimal(factor) * 100)
    assert 10_000 * size**2 >= p**2 * count > 10_000 * (size - 1) ** 2


@given(st.integers(1, 10**6))
def test_the_size_is_never_above_the_sites_and_agrees_with_a_plain_root(count: int) -> None:
    assert site_sample_size(count, Cycle.INITIAL, RULES) == ceil(sqrt(count)) <= count


@pytest.mark.parametrize(("size", "share"), [(0, 0), (1, 1), (4, 1), (5, 2), (8, 2), (9, 3)])
def test_at_least_a_quarter_is_random(size: int, share: int) -> None:
    assert random_size(size, RULES) == share


def test_one_condition_that_fails_forbids_sampling_and_an_open_one_leaves_it_open() -> None:
    assert sampling_allowed(MAY) is True
    for name, bad in (
        ("same_activity", YesNo.NO),
        ("under_control", YesNo.NO),
        ("different_activity", YesNo.YES),
        ("regional_factor", YesNo.YES),
    ):
        assert sampling_allowed(MAY.but(**{name: bad})) is False
        assert sampling_allowed(MAY.but(**{name: YesNo.OPEN})) is None
        assert sampling_allowed(SiteSampling().but(**{name: bad})) is False


def test_the_draw_is_the_hash_order_and_the_centre_is_always_there() -> None:
    places = sites(26)
    sampling = drawn(MAY, places)
    sample = site_sample(sampling, places, Cycle.INITIAL, RULES)
    names = {site.name: site.row for site in places[1:]}
    by_hand = sorted(
        names, key=lambda name: hashlib.sha256(f"{sampling.seed},{name}".encode()).digest()
    )
    assert sampling.seed == "CFP-2026-0417|sites|4827"
    assert (sample.size, sample.at_random) == (5, 2)
    assert sample.drawn == tuple(names[name] for name in by_hand[:2])
    assert sample.filled == tuple(names[name] for name in by_hand[2:5])
    assert "s0" in sample.visited
    assert len(sample.visited) == 6
    assert list(sample.visited) == [p.row for p in places if p.row in sample.visited]


def test_judgement_completes_the_sample_and_never_replaces_the_random_part() -> None:
    places = sites(26)
    plain = site_sample(drawn(MAY, places), places, Cycle.INITIAL, RULES)
    picked = (plain.drawn[0], "s24", "s25", "s24", "s0", "gone")
    sampling = drawn(MAY.but(judged=picked), places)
    sample = site_sample(sampling, places, Cycle.INITIAL, RULES)
    assert sample.drawn == plain.drawn
    assert set(sample.chosen) <= {"s24", "s25"}
    assert len(sample.drawn) + len(sample.chosen) + len(sample.filled) == 5
    every = drawn(MAY.but(judged=tuple(p.row for p in places)), places)
    assert len(site_sample(every, places, Cycle.INITIAL, RULES).visited) == 26


def test_without_permission_or_draw_every_site_is_visited() -> None:
    places = sites(4)
    for sampling in (
        SiteSampling(),
        MAY,
        drawn(MAY.but(regional_factor=YesNo.YES), places),
        drawn(MAY, places[:3]),
    ):
        sample = site_sample(sampling, places, Cycle.INITIAL, RULES)
        assert len(sample.visited) == 4
    assert site_sample(drawn(MAY, places[:3]), places, Cycle.INITIAL, RULES).stale


@given(st.permutations(range(12)), st.text(max_size=5))
def test_the_order_of_the_list_does_not_matter(order: list[int], spoken: str) -> None:
    places = sites(12)
    shuffled = tuple(places[n] for n in order)
    sampling = drawn(MAY, places, spoken)
    one = site_sample(sampling, places, Cycle.SURVEILLANCE, RULES)
    other = site_sample(sampling, shuffled, Cycle.SURVEILLANCE, RULES)
    assert set(one.visited) == set(other.visited)
    assert one.drawn == other.drawn


def blockers(
    sampling: SiteSampling, places: tuple[Site, ...], cycle: Cycle = Cycle.INITIAL
) -> list[str]:
    state = SiteState(sampling, places, site_sample(sampling, places, cycle, RULES))
    found = site_blockers(state)
    assert all(b.sentence.text("zh") and b.clause == "RULE:9.4.1" for b in found)
    return [b.code.removeprefix("sites.") for b in found if b.level is not Level.INFO]


def test_what_is_missing_is_said() -> None:
    assert blockers(SiteSampling(), ()) == ["none"]
    assert blockers(SiteSampling(), sites(1)) == ["visit"]
    assert blockers(SiteSampling(), sites(2, frozenset({0, 1}))) == []
    assert blockers(MAY.but(regional_factor=YesNo.YES), sites(3, frozenset({0}))) == ["visit"] * 2
    assert blockers(MAY, sites(3, frozenset({0}))) == ["draw"]
    assert blockers(drawn(MAY, sites(4)), sites(3))[0] == "stale"
    twins = (*sites(3), Site(row="x", name="工厂01"))
    assert "names" in blockers(drawn(MAY, twins), twins)
    nobody = MAY.but(central="", scheme=" ")
    assert blockers(nobody, sites(3))[:3] == ["central", "draw", "scheme"]


def test_a_sample_whose_sites_have_days_is_enough() -> None:
    places = sites(10)
    sampling = drawn(MAY, places)
    sample = site_sample(sampling, places, Cycle.INITIAL, RULES)
    seen = frozenset(n for n, site in enumerate(places) if site.row in sample.visited)
    assert len(seen) == 4
    assert blockers(sampling, sites(10, seen)) == []
    assert blockers(sampling, sites(10, seen - {0})) == ["visit"]
