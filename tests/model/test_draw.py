"""A draw is the same for ever on every machine: golden values, and what must always hold."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from cfpdesk.model.draw import (
    counter,
    emission_unit,
    hash_order,
    pick,
    seed_text,
    systematic,
)
from cfpdesk.model.drawn_sample import Part, draw_sample, primary_size
from cfpdesk.model.population import Allocation, Population, SamplingMethod
from cfpdesk.model.population_frame import Frame, PopulationItem, split

SEED = seed_text("CICC-2026-0001", "NG-invoices", "2025")
INVOICES = [f"INV-{n:03d}" for n in range(1, 21)]


def frame_of(*amounts: str | int | Decimal, group: int = 0) -> Frame:
    return split(
        PopulationItem(f"R{n:04d}", Decimal(amount), f"G{n % group}" if group else "")
        for n, amount in enumerate(amounts, start=1)
    )


def test_our_vector() -> None:
    assert SEED == "CICC-2026-0001|NG-invoices|2025"
    drawn = hash_order(SEED, INVOICES)[:5]
    assert drawn == ("INV-014", "INV-013", "INV-003", "INV-006", "INV-015")
    assert hash_order(SEED, reversed(INVOICES))[:5] == drawn


def test_public_vector_of_the_counter_form() -> None:
    seed = "12345678901234567890"
    assert [pick(seed, i, 1000) for i in range(5)] == [876, 766, 536, 423, 164]


def test_identifiers_in_any_script() -> None:
    assert hash_order("恒锐|带钢入库单|4827", ["入库-3", "入库-1", "入库-2", "é"]) == (
        "入库-3",
        "é",
        "入库-1",
        "入库-2",
    )


# The golden values below were computed by a second program with fractions.
def test_systematic_golden() -> None:
    assert systematic(SEED, INVOICES, [4]) == ("INV-005", "INV-010", "INV-015", "INV-020")
    assert systematic(SEED, INVOICES, [4, 3]) == (
        *("INV-005", "INV-010", "INV-015", "INV-020"),
        *("INV-001", "INV-008", "INV-014"),
    )


def test_emission_unit_golden() -> None:
    items = frame_of(*(n * 10 for n in range(1, 21))).items
    found = emission_unit(SEED, items, [6])
    assert found.interval == 350
    assert found.whole == ()
    assert found.hits == tuple((f"R{n:04d}", 1) for n in (8, 12, 14, 17, 19, 20))
    more = emission_unit(SEED, items, [6, 6])
    assert more.interval == 175
    assert more.whole == ("R0018", "R0019", "R0020")
    assert dict(more.hits) == {
        "R0002": 1,
        "R0008": 1,
        "R0009": 1,
        "R0012": 2,
        "R0014": 1,
        "R0015": 1,
        "R0017": 2,
    }


def test_a_draw_does_not_hang_on_how_a_figure_is_written() -> None:
    plain = emission_unit(SEED, frame_of("1", "2", "30", "4.5").items, [2])
    padded = emission_unit(SEED, frame_of("1.00", "2.0", "30", "4.50").items, [2])
    scaled = emission_unit(SEED, frame_of("10", "20", "300", "45").items, [2])
    assert plain.hits == padded.hits == scaled.hits
    assert plain.whole == scaled.whole == ("R0003",)


def test_an_item_of_the_interval_is_whole_and_one_below_is_not() -> None:
    items = frame_of(25, 25, "24.99", "25.01").items
    assert emission_unit(SEED, items, [4]).whole == ("R0001", "R0002", "R0004")


def test_an_amount_above_the_threshold_is_whole_whatever_the_interval() -> None:
    items = frame_of(40, 30, 20, 10).items
    assert emission_unit(SEED, items, [1]).whole == ()
    assert emission_unit(SEED, items, [1], Decimal(30)).whole == ("R0001", "R0002")


@given(
    st.lists(st.decimals("0.01", 10_000, places=2), min_size=1, max_size=60),
    st.lists(st.integers(1, 25), min_size=1, max_size=3),
    st.text(max_size=8),
)
def test_units_of_a_draw_add_up(amounts: list[Decimal], rounds: list[int], seed: str) -> None:
    items = frame_of(*amounts).items
    found = emission_unit(seed, items, rounds)
    names = [name for name, _hits in found.hits]
    assert len(set(names)) == len(names)
    assert not set(names) & set(found.whole)
    large = {item.id for item in items if item.amount and item.amount * sum(rounds) >= found.total}
    assert set(found.whole) == large
    # A smaller item can be met once a round at most.
    assert all(hits <= len(rounds) for _name, hits in found.hits)


@given(
    st.integers(1, 80), st.lists(st.integers(1, 30), min_size=1, max_size=4), st.text(max_size=5)
)
def test_systematic_gives_the_size_asked_for(count: int, rounds: list[int], seed: str) -> None:
    names = [str(n) for n in range(count)]
    drawn = systematic(seed, names, rounds)
    assert len(set(drawn)) == len(drawn) == min(sum(rounds), count)
    assert systematic(seed, names, rounds[:1]) == drawn[: min(rounds[0], count)]


METHODS = [
    SamplingMethod.SIMPLE,
    SamplingMethod.SYSTEMATIC,
    SamplingMethod.STRATIFIED,
    SamplingMethod.EMISSION_UNIT,
    SamplingMethod.ATTRIBUTE,
    SamplingMethod.TWO_STAGE,
]


@settings(max_examples=40)
@given(
    st.sampled_from(METHODS),
    st.sampled_from(list(Allocation)),
    st.lists(st.decimals("0.1", 500, places=1), min_size=12, max_size=70),
    st.lists(st.integers(1, 20), min_size=2, max_size=4),
)
def test_an_extension_only_adds(
    method: SamplingMethod, allocation: Allocation, amounts: list[Decimal], rounds: list[int]
) -> None:
    frame = frame_of(*amounts, group=5)
    population = Population(row="p", method=method, allocation=allocation, primary_size=3)
    before: set[str] = set()
    for last in range(1, len(rounds) + 1):
        sample = draw_sample(population, frame, "seed", rounds[:last])
        now = {drawn.item.id for drawn in sample.items}
        assert len(now) == len(sample.items)
        assert before <= now
        before = now


def test_significant_items_are_whole_in_every_method() -> None:
    frame = frame_of(*[5] * 40, 300, 400)
    for method in METHODS[:5]:
        population = Population(row="p", method=method, strata=("4",)).but(
            frozen_whole_from=Decimal(300)
        )
        sample = draw_sample(population, frame, "seed", [10])
        assert [drawn.item.id for drawn in sample.whole] == ["R0041", "R0042"]
        assert sample.rest_total == 200
        assert sample.rest_count == 40


def test_strata_by_amount_and_their_shares() -> None:
    frame = frame_of(*[1] * 50, *[20] * 30, *[300] * 20)
    population = Population(row="p", method=SamplingMethod.STRATIFIED, strata=("1", "100"))
    sample = draw_sample(population, frame, "seed", [20])
    assert [(s.name, s.count, s.drawn) for s in sample.strata] == [
        ("1", 50, 10),
        ("2", 30, 6),
        ("3", 20, 4),
    ]
    assert sum(drawn.stratum == "2" for drawn in sample.drawn) == 6


def test_neyman_goes_where_the_amounts_spread() -> None:
    frame = frame_of(*[10] * 60, *range(100, 120))
    population = Population(
        row="p", method=SamplingMethod.STRATIFIED, strata=("50",), allocation=Allocation.NEYMAN
    )
    sample = draw_sample(population, frame, "seed", [12])
    assert [s.drawn for s in sample.strata] == [2, 10]


def test_two_stages_draw_groups_first() -> None:
    frame = frame_of(*range(1, 101), group=10)
    population = Population(row="p", method=SamplingMethod.TWO_STAGE)
    sample = draw_sample(population, frame, "seed", [20])
    assert primary_size(population, 10) == len(sample.strata) == 4
    assert {drawn.stratum for drawn in sample.drawn} == {s.name for s in sample.strata}
    assert [s.drawn for s in sample.strata] == [5, 5, 5, 5]
    assert sample.groups == 10


def test_a_sample_as_large_as_the_population_is_everything() -> None:
    frame = frame_of(1, 2, 3)
    for method in METHODS:
        sample = draw_sample(Population(row="p", method=method), frame, "s", [3])
        assert [drawn.part for drawn in sample.items] == [Part.WHOLE] * 3
        assert sample.rest_count == 0


def test_judgement_takes_the_chosen_items_only() -> None:
    population = Population(
        row="p", method=SamplingMethod.JUDGEMENT, judgement_items=("R0002", "nowhere")
    )
    sample = draw_sample(population, frame_of(1, 2, 3), "", [])
    assert [drawn.item.id for drawn in sample.items] == ["R0002"]
    assert sample.items[0].part is Part.CHOSEN


def test_an_empty_population_gives_an_empty_sample() -> None:
    empty = split(())
    for method in SamplingMethod:
        assert draw_sample(Population(row="p", method=method), empty, "s", [5]).items == ()
    assert emission_unit("s", (), [5]).hits == ()
    assert systematic("s", (), [5]) == ()


def test_the_counter_is_a_plain_hash_of_zero_bytes() -> None:
    import hashlib

    wanted = int.from_bytes(hashlib.sha256(b"a,\x00\x00").digest(), "big")
    assert counter("a", 2) == wanted
