"""Populations: split, hash, and the order of their steps."""

import hashlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.i18n import Message
from cfpdesk.model.gate import Level
from cfpdesk.model.population import (
    FROM_INVENTORY,
    Direction,
    Population,
    Risk,
    SampleExtension,
    SampleItem,
    SamplingMethod,
    rounds_of,
)
from cfpdesk.model.population_frame import (
    PopulationItem,
    SetAsideKind,
    amount_of,
    amount_text,
    population_sha256,
    split,
    strata_of,
)
from cfpdesk.model.population_gate import (
    RECIPE,
    PopulationFacts,
    PopulationStage,
    editable,
    population_blockers,
    stage_of,
    why_not_draw,
    why_not_extend,
    why_not_freeze,
    why_not_seed,
)

D = Decimal
NOON = datetime(2026, 3, 18, 12, tzinfo=UTC)
SLIPS = Population(row="p", name="入库单", dataset="d", ledger_total=D(100), unit="t")
FACTS = PopulationFacts(items=4, groups=1, imported_total=D("100.0"), sha256="ab")
FROZEN = SLIPS.but(frozen_sha256="ab", frozen_at=NOON)


def zh(message: Message | None) -> str:
    assert message is not None
    return message.text("zh")


def test_records_survive_the_journal() -> None:
    population = FROZEN.but(strata=("10", "20.5"), frozen_whole_from=D("1E+3"), sample_size=30)
    assert Population.from_fields("p", population.fields()) == population
    seen = SampleItem(population="p", item="INV-001", verified=D("1.50"), checked=True)
    assert SampleItem.from_fields(seen.row, seen.fields()) == seen
    assert seen.row == SampleItem(population="p", item="INV-001").row
    assert seen.parents() == SampleExtension(population="p").parents() == (("population", "p"),)
    assert SLIPS.parents() == (("dataset", "d"),)
    assert SLIPS.but(dataset=FROM_INVENTORY).parents() == ()


def test_rounds_come_in_order_of_time() -> None:
    later = SampleExtension(row="a", population="p", size=5, at=NOON + timedelta(hours=1))
    first = SampleExtension(row="b", population="p", size=7, at=NOON)
    other = SampleExtension(row="c", population="q", size=9, at=NOON)
    drawn = FROZEN.but(drawn_size=47)
    assert rounds_of(drawn, [later, other, first]) == (47, 7, 5)
    assert rounds_of(drawn, [later.but(at=None), first]) == (47, 7, 5)
    assert rounds_of(drawn) == (47,)
    assert rounds_of(FROZEN, [first]) == ()


def test_direction_of_a_test() -> None:
    assert not SLIPS.completeness
    assert SLIPS.but(reverse_of="q").completeness
    assert SLIPS.but(direction=Direction.UNDER).completeness


def test_split_sets_aside_with_a_reason() -> None:
    rows = [
        PopulationItem("B", D(5)),
        PopulationItem(" A ", D("1.50")),
        PopulationItem("C", D(-2)),
        PopulationItem("D", D(0)),
        PopulationItem("A", D(7)),
        PopulationItem("", D(3)),
        PopulationItem("E", None),
        PopulationItem("F", D("NaN")),
        PopulationItem("G", D("1E+99999")),
        PopulationItem("bad\ud800", D(1)),
        PopulationItem("C", D(-2)),
    ]
    frame = split(rows)
    assert [item.id for item in frame.items] == ["A", "B"]
    assert frame.total == D("6.50")
    assert frame.imported_total == D("13.50")
    assert [(part.key, part.kind) for part in frame.set_aside] == [
        ("C", SetAsideKind.NEGATIVE),
        ("D", SetAsideKind.ZERO),
        ("A #2", SetAsideKind.DUPLICATE),
        ("#6", SetAsideKind.NO_ID),
        ("E #7", SetAsideKind.NO_AMOUNT),
        ("F #8", SetAsideKind.NO_AMOUNT),
        ("G #9", SetAsideKind.NO_AMOUNT),
        ("#10", SetAsideKind.NO_ID),
        ("C #2", SetAsideKind.DUPLICATE),
    ]
    assert len({part.key for part in frame.set_aside}) == 9
    assert "重复" in frame.aside(SetAsideKind.DUPLICATE)[0].reason.text("zh")
    with pytest.raises(ValueError, match="not of a frame"):
        amount_of(rows[6])


def test_hash_is_one_line_an_item_in_utf8() -> None:
    frame = split(
        [
            PopulationItem('入"库', D("2.50")),
            PopulationItem("A\nB", D("1E+2")),
            PopulationItem("-", D(-1)),
        ]
    )
    text = '["-","-1"]\n["A\\nB","100"]\n["入\\"库","2.5"]\n'
    assert population_sha256(frame) == hashlib.sha256(text.encode()).hexdigest()


def test_hash_tells_every_change() -> None:
    rows = [PopulationItem("A", D(1)), PopulationItem("B", D(2)), PopulationItem("C", D(-3))]
    first = population_sha256(split(rows))
    assert population_sha256(split(reversed(rows))) == first
    assert population_sha256(split([*rows[:1], PopulationItem("B", D("2.00")), rows[2]])) == first
    for other in (
        rows[:2],
        [*rows, PopulationItem("C", D(-3))],
        [*rows[:2], PopulationItem("C", D(-4))],
        [*rows[:2], PopulationItem("c", D(-3))],
    ):
        assert population_sha256(split(other)) != first


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1.0", "1"),
        ("1", "1"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("-0.0", "0"),
        ("0.10", "0.1"),
        ("-2.50", "-2.5"),
    ],
)
def test_an_amount_has_one_text(amount: str, text: str) -> None:
    assert amount_text(D(amount)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_the_text_of_an_amount_is_exact(amount: D) -> None:
    assert D(amount_text(amount)) == amount


@given(st.lists(st.tuples(st.text(max_size=4), st.decimals(-99, 99, places=2)), max_size=30))
def test_a_split_loses_nothing(rows: list[tuple[str, D]]) -> None:
    items = [PopulationItem(name, amount) for name, amount in rows]
    frame = split(items)
    assert len(frame.items) + len(frame.set_aside) == len(items)
    assert frame.imported_total == sum((amount for _name, amount in rows), D(0))
    assert frame.total == sum((amount_of(item) for item in frame.items), D(0))
    assert len({item.id for item in frame.items}) == len(frame.items)


def test_an_amount_on_a_bound_lies_below_it() -> None:
    items = split(PopulationItem(str(n), D(n), f"G{n}") for n in (1, 9, 10, 11, 99)).items
    by_id = dict(zip((item.id for item in items), strata_of(items, ("10", "50")), strict=True))
    assert by_id == {"1": "1", "9": "1", "10": "1", "11": "2", "99": "3"}
    assert strata_of(items, ()) == tuple(item.group for item in items)


def test_the_steps_come_in_their_order() -> None:
    assert stage_of(SLIPS, PopulationFacts()) is PopulationStage.IMPORT
    assert stage_of(SLIPS.but(ledger_total=None), FACTS) is PopulationStage.RECONCILE
    assert stage_of(SLIPS.but(ledger_total=D("100.01")), FACTS) is PopulationStage.RECONCILE
    assert stage_of(SLIPS, FACTS) is PopulationStage.FREEZE
    assert stage_of(FROZEN, FACTS) is PopulationStage.SEED
    seeded = FROZEN.but(seed_number="4827")
    assert stage_of(seeded, FACTS) is PopulationStage.DRAW
    drawn = seeded.but(drawn_size=3)
    open_facts = PopulationFacts(items=4, imported_total=D(100), sha256="ab", drawn=3, unchecked=1)
    assert stage_of(drawn, open_facts) is PopulationStage.CHECK
    assert stage_of(drawn, FACTS) is PopulationStage.EVALUATE


def test_nothing_is_said_aloud_where_nothing_is_drawn_by_chance() -> None:
    for method in (SamplingMethod.WHOLE, SamplingMethod.JUDGEMENT):
        assert stage_of(FROZEN.but(method=method), FACTS) is PopulationStage.DRAW


def test_the_recipe_is_fixed_by_freezing() -> None:
    assert editable(SLIPS, "method")
    assert not editable(FROZEN, "method")
    assert editable(FROZEN, "order")
    assert set(Population(row="p").fields()) >= RECIPE


def test_freezing_asks_for_the_ledger() -> None:
    assert why_not_freeze(SLIPS, FACTS) is None
    assert "台账" in zh(why_not_freeze(SLIPS.but(ledger_total=None), FACTS))
    both = zh(why_not_freeze(SLIPS.but(ledger_total=D("99.5")), FACTS))
    assert "100.0" in both
    assert "99.5" in both
    assert "0.5 t" in both
    assert "已经冻结" in zh(why_not_freeze(FROZEN, FACTS))
    assert "没有" in zh(why_not_freeze(SLIPS, PopulationFacts()))


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"sample_size": 5}, "理由"),
        ({"tolerable_pct": D(8)}, "理由"),
        ({"confidence_pct": D(80)}, "理由"),
        ({"expected_error_pct": D(-1)}, "0 到 100"),
        ({"expected_error_pct": D(100)}, "0 到 100"),
        ({"factor": D(0)}, "因子"),
        ({"method": SamplingMethod.JUDGEMENT}, "理由"),
        ({"method": SamplingMethod.JUDGEMENT, "judgement_reason": "new supplier"}, "选取"),
        ({"method": SamplingMethod.STRATIFIED}, "界限"),
        ({"method": SamplingMethod.STRATIFIED, "strata": ("ten",)}, "数字"),
        ({"method": SamplingMethod.STRATIFIED, "strata": ("20", "10")}, "由小到大"),
        ({"method": SamplingMethod.STRATIFIED, "strata": ("10", "10")}, "由小到大"),
        ({"method": SamplingMethod.STRATIFIED, "strata": ("Infinity",)}, "由小到大"),
        ({"method": SamplingMethod.TWO_STAGE}, "两个组"),
    ],
)
def test_freezing_asks_for_a_whole_recipe(changes: dict[str, object], word: str) -> None:
    assert word in zh(why_not_freeze(SLIPS.but(**changes), FACTS))


def test_the_seed_comes_after_freezing_and_before_the_draw() -> None:
    later = NOON + timedelta(minutes=1)
    assert "冻结之后" in zh(why_not_seed(SLIPS, later))
    assert why_not_seed(FROZEN, NOON) is None
    assert why_not_seed(FROZEN, later) is None
    assert "冻结之前" in zh(why_not_seed(FROZEN, NOON - timedelta(seconds=1)))
    assert "不再" in zh(why_not_seed(FROZEN.but(drawn_size=3), later))


def test_the_draw_asks_for_seed_and_unchanged_items() -> None:
    seeded = FROZEN.but(seed_number="4827")
    assert why_not_draw(seeded, FACTS) is None
    assert "冻结" in zh(why_not_draw(SLIPS, FACTS))
    assert "说数" in zh(why_not_draw(FROZEN, FACTS))
    assert "改动" in zh(why_not_draw(seeded.but(frozen_sha256="cd"), FACTS))
    assert "追加" in zh(why_not_draw(seeded.but(drawn_size=2), FACTS))


def test_an_extension_asks_for_a_reason() -> None:
    drawn = FROZEN.but(seed_number="4827", drawn_size=3)
    assert why_not_extend(drawn, FACTS, 2, "limit above materiality") is None
    assert "还没有抽取" in zh(why_not_extend(FROZEN, FACTS, 2, "x"))
    assert "为什么" in zh(why_not_extend(drawn, FACTS, 2, " "))
    assert "多少" in zh(why_not_extend(drawn, FACTS, 0, "x"))
    full = PopulationFacts(items=4, drawn=4)
    assert "都已" in zh(why_not_extend(drawn, full, 1, "x"))
    judged = drawn.but(method=SamplingMethod.JUDGEMENT)
    assert "随机" in zh(why_not_extend(judged, FACTS, 1, "x"))


def codes(population: Population, facts: PopulationFacts) -> list[str]:
    return [b.code.removeprefix("sampling.") for b in population_blockers(population, facts)]


def test_what_still_lacks_is_said() -> None:
    tested = PopulationFacts(
        items=4, imported_total=D(100), sha256="ab", drawn=3, completeness_tests=1
    )
    done = FROZEN.but(seed_number="4827", drawn_size=3)
    assert codes(done, tested) == []
    assert codes(done, FACTS) == ["no_reverse"]
    assert codes(done.but(method=SamplingMethod.ATTRIBUTE), FACTS) == []
    assert codes(done.but(reverse_of="q"), FACTS) == []
    assert codes(done.but(control_risk=Risk.LOW), tested) == ["control"]
    assert codes(SLIPS.but(ledger_total=D(1)), tested) == ["ledger"]
    assert codes(SLIPS.but(ledger_total=None), tested) == ["ledger"]
    changed = next(population_blockers(done.but(frozen_sha256="cd"), tested))
    assert (changed.code, changed.level) == ("sampling.changed", Level.HARD)
    assert changed.target.page == "sampling"
