"""Evaluation of populations: picture 06 figure by figure, every method, and every way it ends."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from cfpdesk.model.completeness import OmissionTest, omission_test
from cfpdesk.model.conclusion import Verdict, Way, conclude, omission_sentence, room_text
from cfpdesk.model.draw import seed_text
from cfpdesk.model.drawn_sample import DrawnSample, draw_sample
from cfpdesk.model.engagement import AssuranceLevel
from cfpdesk.model.estimate import Apart
from cfpdesk.model.evaluation import ClaimContext, Evaluation, evaluate
from cfpdesk.model.population import (
    Conformity,
    EstimatorKind,
    LimitKind,
    Population,
    SampleItem,
    SamplingMethod,
    SamplingSettings,
)
from cfpdesk.model.population_frame import PopulationItem, SetAside, SetAsideKind, split
from cfpdesk.model.population_gate import evaluation_blockers
from cfpdesk.model.quantity import figure
from cfpdesk.model.sample_plan import plan
from cfpdesk.model.sampled import Choices, Sampled, UnitBound
from tests.model.sampling_case import (
    COOLANT,
    ELECTRICITY,
    FOUND,
    PLAIN,
    SLIPS,
    WEIGHBRIDGE,
    records_sampled,
    sample_06,
    seen_of,
    slips,
    slips_sampled,
)

D = Decimal
ELSEWHERE = Apart(D(0), ELECTRICITY.kg + COOLANT.kg)
CONTEXT = replace(PLAIN, elsewhere=ELSEWHERE)


def traced(missing: int = 0, size: int = 60, checked: int | None = None) -> OmissionTest:
    """Return the completeness test of the picture, with so many records missing."""
    found = records_sampled(missing, size, checked)
    return omission_test(found.population, found.sample, found.seen, found.confidence)


def picture(context: ClaimContext = CONTEXT, **changes: Any) -> Evaluation:
    sampled = slips_sampled(**FOUND)
    return evaluate(replace(sampled, **changes) if changes else sampled, context, [traced()])


def test_recipe_of_picture_06() -> None:
    frame = slips()
    assert (len(frame.items), frame.total) == (412, D(12_600))
    recipe = plan(SLIPS, AssuranceLevel.REASONABLE, SamplingSettings(), D(5), 412)
    assert recipe.confidence == D("0.9")
    assert recipe.size == 47
    seed = seed_text("CFP-2026-0417", SLIPS.name, "4827")
    sample = draw_sample(SLIPS, frame, seed, [recipe.size])
    assert len(sample.whole) == 8
    assert 38 <= len(sample.drawn) <= 39
    assert sample.interval is not None
    assert figure(sample.interval * 2310, 0) == "619,277"


def test_figures_of_picture_06() -> None:
    found = picture()
    assert (len(found.sampled.sample.whole), len(found.sampled.sample.drawn)) == (8, 39)
    rows = {item.drawn.item.id: item for item in found.differing}
    assert len(rows) == 3
    projected = {name: figure((item.projected or D(0)) * 2310, 0) for name, item in rows.items()}
    assert projected == {"RK-25-0000": "3,696", "RK-25-0008": "−19,755", "RK-25-0009": "12,230"}
    taints = [figure((item.taint or D(0)) * 100, 2) for item in rows.values()]
    assert taints == ["0.52", "−3.19", "1.97"]
    known, likely, limits = found.gauge
    assert [figure(value, 0) for value in (known.under, known.over)] == ["−171,693", "4,897"]
    assert [figure(value, 0) for value in (likely.under, likely.over)] == ["−189,785", "15,926"]
    assert limits.under is not None
    assert limits.over is not None
    assert [figure(value, 0) for value in (limits.under, limits.over)] == [
        "−1,265,853",
        "1,449,044",
    ]
    percent = [
        figure(found.context.percent(value) or D(0), 2)
        for value in (known.under, known.over, likely.under, likely.over, limits.under, limits.over)
    ]
    assert percent == ["−0.51", "0.01", "−0.56", "0.05", "−3.76", "4.30"]


def test_sentences_of_picture_06() -> None:
    found = picture()
    said = conclude(found)
    assert said.verdict is Verdict.SUPPORTED
    assert said.sentence.text("zh") == "两个方向的上限都在重要性 ±5 % 之内，支持合理保证"
    assert said.over.text("zh") == "高报：排放量比例抽样，基本精度 2.303 × 间隔"
    assert said.under.text("zh") == "低报：地磅记录 → 入库单：反向追查 60/60 份，无漏记"
    assert said.ways == ()
    assert all(condition.met for condition in said.conditions)
    assert found.context.tolerable_kg == D("1685137.4")
    assert found.context.performance_kg == D("1263853.05")
    assert list(evaluation_blockers(SLIPS, said)) == []


def test_an_open_item_means_no_conclusion() -> None:
    seen = dict(list(seen_of("slips", sample_06(), **FOUND).items())[:33])
    found = picture(seen=seen)
    said = conclude(found)
    assert (said.verdict, found.unchecked, found.finished) == (Verdict.OPEN, 14, False)
    assert said.sentence.text("zh") == "还有 14 项未核，不下结论"
    nothing = evaluate(Sampled(SLIPS, DrawnSample((), 412, D(12_600), 0), {}, D("0.9")), CONTEXT)
    assert conclude(nothing).verdict is Verdict.OPEN


def test_a_tick_without_a_result_is_still_open() -> None:
    seen = seen_of("slips", sample_06())
    seen["RK-25-0011"] = SampleItem(population="slips", item="RK-25-0011", checked=True)
    assert picture(seen=seen).unchecked == 1
    seen["RK-25-0011"] = SampleItem(population="slips", item="RK-25-0011", verified=D(30))
    assert picture(seen=seen).unchecked == 1


def test_what_is_not_found_is_a_full_error() -> None:
    seen = seen_of("slips", sample_06())
    name = "RK-25-0020"
    seen[name] = SampleItem(population="slips", item=name, missing=True, checked=True)
    found = picture(seen=seen)
    (row,) = found.differing
    assert row.taint == 1
    assert figure((row.projected or D(0)) * 2310, 0) == "619,277"
    assert conclude(found).verdict is Verdict.EXCEEDED


def test_without_a_completeness_test_there_is_no_limit_of_understatement() -> None:
    sampled = slips_sampled()
    found = evaluate(sampled, CONTEXT)
    said = conclude(found)
    assert found.limits.under is None
    assert said.verdict is Verdict.NO_LIMIT
    assert "漏报" in said.sentence.text("zh")
    assert not all(condition.met for condition in said.conditions)
    assert "没有上限" in said.under.text("zh")
    assert [b.code for b in evaluation_blockers(SLIPS, said)] == ["sampling.no_limit"]


def test_an_unfinished_completeness_test_gives_no_limit() -> None:
    sampled = slips_sampled()
    started = traced(checked=59)
    assert started.rate is None
    assert "1 项未核" in omission_sentence(started).text("zh")
    found = evaluate(sampled, CONTEXT, [traced(), started])
    assert conclude(found).verdict is Verdict.NO_LIMIT


def test_missing_records_widen_the_side_of_understatement() -> None:
    sampled = slips_sampled()
    found = evaluate(sampled, CONTEXT, [traced(missing=2)])
    said = conclude(found)
    assert said.verdict is Verdict.EXCEEDED
    assert "低报上限" in said.sentence.text("zh")
    assert set(said.ways) == set(Way)
    assert "漏记 2 份" in said.under.text("zh")
    assert "推断占总体 3.33 %" in said.under.text("zh")
    assert [b.code for b in evaluation_blockers(SLIPS, said)] == ["sampling.exceeded"]
    assert "最多" in omission_sentence(traced(missing=2)).text("zh")


@pytest.mark.parametrize("level", list(AssuranceLevel))
def test_missing_records_are_projected_and_may_be_material_at_any_level(
    level: AssuranceLevel,
) -> None:
    # 4 of 60 records are not in the inventory: 6.67 % of 12 600 t are likely left out.
    context = replace(PLAIN, level=level)
    found = evaluate(slips_sampled(), context, [traced(missing=4)])
    assert figure(found.projected.under, 0) == figure(-D(4) / 60 * 12_600 * 2310, 0)
    assert found.known == Apart()
    assert found.limits.under is not None
    assert found.limits.under < found.projected.under
    said = conclude(found)
    assert said.verdict is Verdict.MATERIAL
    assert said.ways
    few = evaluate(slips_sampled(), context, [traced(missing=1)])
    wanted = Verdict.SUPPORTED if level is AssuranceLevel.LIMITED else Verdict.EXCEEDED
    assert conclude(few).verdict is wanted


def test_what_is_missing_from_one_test_counts_while_another_is_open() -> None:
    found = evaluate(slips_sampled(), PLAIN, [traced(missing=4), traced(checked=3)])
    assert found.projected.under < -1_900_000
    assert found.limits.under is None


def test_the_widest_of_several_completeness_tests_counts() -> None:
    sampled = slips_sampled()
    wide = evaluate(sampled, CONTEXT, [traced(missing=1)])
    both = evaluate(sampled, CONTEXT, [traced(), traced(missing=1)])
    assert both.limits == wide.limits


def test_records_drawn_by_amount_are_limited_by_amount() -> None:
    population = replace(WEIGHBRIDGE, method=SamplingMethod.EMISSION_UNIT)
    frame = split(PopulationItem(f"DB-{n:03d}", D(30)) for n in range(420))
    sample = draw_sample(population, frame, "seed", [60])
    seen = seen_of("bridge", sample)
    clean = omission_test(population, sample, seen, D("0.9"))
    assert clean.by_amount
    assert f"{clean.rate:.4f}" == "0.0384"  # 2.3026/60
    first = sample.drawn[0].item.id
    seen[first] = SampleItem(population="bridge", item=first, verified=D(15), checked=True)
    short = omission_test(population, sample, seen, D("0.9"))
    assert (short.short, short.missing) == (1, 0)
    assert f"{short.likely:.4f}" == "0.0083"
    assert short.rate is not None
    assert clean.rate is not None
    assert short.rate > clean.rate
    surplus = {
        **seen,
        first: SampleItem(population="bridge", item=first, verified=D(45), checked=True),
    }
    assert omission_test(population, sample, surplus, D("0.9")).rate == clean.rate


def test_a_completeness_test_of_everything_is_exact() -> None:
    population = replace(WEIGHBRIDGE, method=SamplingMethod.WHOLE)
    frame = split(PopulationItem(f"M{n}", D(100)) for n in range(12))
    sample = draw_sample(population, frame, "", [])
    seen = seen_of("bridge", sample, M3="88")
    assert omission_test(population, sample, seen, D("0.9")).rate == D("0.01")


def test_records_chosen_by_judgement_limit_nothing() -> None:
    population = replace(WEIGHBRIDGE, method=SamplingMethod.JUDGEMENT, judgement_items=("DB-000",))
    frame = split(PopulationItem(f"DB-{n:03d}", D(30)) for n in range(20))
    sample = draw_sample(population, frame, "", [])
    found = omission_test(population, sample, seen_of("bridge", sample), D("0.9"))
    assert found.rate is None
    assert "判断" in omission_sentence(found).text("zh")


def test_limited_assurance_asks_for_what_is_projected() -> None:
    limited = replace(CONTEXT, level=AssuranceLevel.LIMITED)
    sampled = Sampled(SLIPS, sample_06(), seen_of("slips", sample_06(), **FOUND), D("0.5"))
    said = conclude(evaluate(sampled, limited))
    assert said.verdict is Verdict.SUPPORTED
    assert "有限保证" in said.sentence.text("zh")
    assert "漏报没有用独立记录测试" in said.sentence.text("zh")
    both = conclude(evaluate(sampled, limited, [traced()]))
    assert "两个方向" in both.sentence.text("zh")


def test_a_projection_above_materiality_is_material() -> None:
    tight = replace(CONTEXT, materiality_pct=D("0.5"))
    said = conclude(picture(tight))
    assert said.verdict is Verdict.MATERIAL
    assert said.ways[0] is Way.CORRECT


@pytest.mark.parametrize(
    ("pct", "verdict"), [("4.30", Verdict.SUPPORTED), ("4.29", Verdict.EXCEEDED)]
)
def test_a_limit_on_the_threshold_is_not_above_it(pct: str, verdict: Verdict) -> None:
    assert conclude(picture(replace(CONTEXT, materiality_pct=D(pct)))).verdict is verdict


def test_both_sides_above_are_both_named() -> None:
    said = conclude(picture(replace(CONTEXT, materiality_pct=D(3)))).sentence.text("zh")
    assert "4.3 %" in said
    assert "3.76 %" in said


def test_an_unknown_claim_gives_no_conclusion() -> None:
    found = picture(replace(CONTEXT, claim_kg=None))
    assert conclude(found).verdict is Verdict.NO_LIMIT
    assert found.context.percent(D(5)) is None


def test_what_is_known_leaves_less_room_for_a_sample_to_come() -> None:
    bridge = replace(WEIGHBRIDGE, drawn_size=0)
    slipped = replace(SLIPS, drawn_size=0)
    known = Apart(D(0), D(-357_609))
    said = room_text(bridge, PLAIN, known)
    assert said is not None
    assert said.text("zh") == "这一方向已发现 1.06 %；要落在 ±5 % 之内，可容忍率最多设为 3.9 %"
    assert room_text(slipped, PLAIN, known) is None, "nothing is overstated"
    assert room_text(replace(bridge, tolerable_pct=D("3.9")), PLAIN, known) is None
    assert room_text(bridge, PLAIN, Apart()) is None
    assert room_text(bridge, replace(PLAIN, claim_kg=None), known) is None
    full = room_text(slipped, PLAIN, Apart(D(1_685_138), D(0)))
    assert full is not None
    assert "未更正之前" in full.text("zh")


def test_choices_of_method() -> None:
    sampled = slips_sampled(**FOUND)
    usual = evaluate(sampled, CONTEXT, [traced()])
    stringer = evaluate(sampled, CONTEXT, [traced()], Choices(bound=UnitBound.STRINGER))
    added = evaluate(sampled, CONTEXT, [traced()], Choices(add_understated=True))
    truth = evaluate(sampled, CONTEXT, [traced()], Choices(on_truth=True))
    assert usual.limits.over is not None
    assert stringer.limits.over is not None
    assert stringer.limits.over < usual.limits.over
    assert added.limits.under is not None
    assert truth.limits.under is not None
    assert usual.limits.under is not None
    assert figure(added.limits.under - usual.limits.under, 0) == "−19,755"
    assert truth.limits.under < usual.limits.under
    assert [str(e.method) for e in usual.alternatives] == ["斯特林格上限", "差额估计"]


def test_everything_checked_projects_nothing() -> None:
    power = Population(
        row="e", name="电费发票", unit="kWh", factor=D("0.5"), method=SamplingMethod.WHOLE
    )
    frame = split(PopulationItem(f"2025-{n:02d}", D(300_000)) for n in range(1, 13))
    sample = draw_sample(power, frame, "", [])
    seen = seen_of("e", sample)
    seen["2025-03"] = replace(seen["2025-03"], verified=D(310_000))
    meters = replace(traced(), rate=D(0))
    found = evaluate(Sampled(power, sample, seen, D("0.9")), CONTEXT, [meters])
    assert found.known == found.projected == Apart(D(0), D(-5000))
    assert (found.limits.over, found.limits.under) == (D(0), D(-5000))
    assert conclude(found).verdict is Verdict.SUPPORTED


def test_judgement_projects_nothing_and_says_so() -> None:
    judged = replace(
        SLIPS,
        method=SamplingMethod.JUDGEMENT,
        judgement_items=("RK-25-0000", "RK-25-0001"),
        judgement_reason="新供应商",
    )
    sample = draw_sample(judged, slips(), "", [])
    seen = seen_of("slips", sample, **{"RK-25-0000": "300"})
    found = evaluate(Sampled(judged, sample, seen, D("0.9")), CONTEXT, [traced()])
    said = conclude(found)
    assert said.verdict is Verdict.JUDGED
    assert "不由此推断总体。理由：新供应商" in said.sentence.text("zh")
    assert found.projected == found.known == Apart(D("21945.0"), D(0))
    assert (found.limits.over, found.limits.under) == (None, None)
    assert [item.projected for item in found.items] == [None, None]


def waybills(
    deviations: int, *, staged: bool = False, rounds: tuple[int, ...] = (29,)
) -> Evaluation:
    population = Population(
        row="w",
        name="原料运单 2025",
        method=SamplingMethod.ATTRIBUTE,
        staged=staged,
        tolerable_pct=D(10),
        drawn_size=rounds[0],
    )
    frame = split(PopulationItem(f"YD-25-{n:04d}", D(1)) for n in range(1038))
    sample = draw_sample(population, frame, "seed", rounds)
    seen = {
        drawn.item.id: SampleItem(
            population="w",
            item=drawn.item.id,
            conforms=Conformity.NO if n < deviations else Conformity.YES,
            checked=True,
        )
        for n, drawn in enumerate(sample.items)
    }
    return evaluate(Sampled(population, sample, seen, D("0.95")), CONTEXT)


def test_attributes_are_counted_not_projected() -> None:
    found = waybills(0)
    assert found.attribute is not None
    assert f"{found.attribute.limit:.4f}" == "0.0981"
    said = conclude(found)
    assert said.verdict is Verdict.SUPPORTED
    assert said.sentence.text("zh") == (
        "29 项中 0 项有偏差；置信水平 95 % 的偏差率上限 9.81 %，可容忍 10 %"
    )
    assert found.projected == Apart()
    assert found.limits.over is None
    assert conclude(waybills(1)).verdict is Verdict.EXCEEDED


def test_attribute_limit_by_another_distribution() -> None:
    found = waybills(1)
    exact = evaluate(found.sampled, CONTEXT, (), Choices(limit=LimitKind.HYPERGEOMETRIC))
    assert exact.attribute is not None
    assert found.attribute is not None
    assert exact.attribute.limit < found.attribute.limit


def test_a_plan_in_two_stages() -> None:
    clean = waybills(0, staged=True, rounds=(49,)).attribute
    first = waybills(1, staged=True, rounds=(49,))
    second = waybills(1, staged=True, rounds=(49, 49)).attribute
    lost = waybills(2, staged=True, rounds=(49, 49))
    assert clean is not None
    assert second is not None
    assert clean.accepted is True
    assert second.accepted is True
    assert first.attribute is not None
    assert first.attribute.second
    assert "第二阶段" in conclude(first).sentence.text("zh")
    assert conclude(first).verdict is Verdict.EXCEEDED
    assert conclude(lost).verdict is Verdict.EXCEEDED


def test_limited_assurance_looks_at_the_rate_that_was_found() -> None:
    found = waybills(1)
    limited = replace(found, context=replace(CONTEXT, level=AssuranceLevel.LIMITED))
    assert conclude(limited).verdict is Verdict.SUPPORTED


def by_count(method: SamplingMethod, errors: int, **fields: object) -> Evaluation:
    population = Population(row="c", name="台账", method=method, drawn_size=60).but(**fields)
    frame = split(PopulationItem(f"L{n:03d}", D(100 + n), f"G{n % 6}") for n in range(300))
    sample = draw_sample(population, frame, "seed", [60])
    short = {
        drawn.item.id: str((drawn.item.amount or D(0)) - 10)
        for drawn in sample.drawn[:: 60 // errors][:errors]
    }
    seen = seen_of("c", sample, **short)
    return evaluate(Sampled(population, sample, seen, D("0.95")), CONTEXT, [traced()])


@pytest.mark.parametrize(
    "method", [SamplingMethod.SIMPLE, SamplingMethod.SYSTEMATIC, SamplingMethod.STRATIFIED]
)
def test_samples_by_count_are_estimated(method: SamplingMethod) -> None:
    found = by_count(method, 20, strata=("200", "300"))
    assert str(found.estimate.method) == "差额估计"
    assert found.estimate.valid
    assert 800 < found.projected.over < 1300
    assert found.limits.over is not None
    assert found.limits.over > found.projected.over
    rows = sum((item.projected or D(0) for item in found.items), D(0))
    assert abs(rows - found.projected.over) < D("1e-15")


def test_two_stages_are_estimated_by_groups() -> None:
    found = by_count(SamplingMethod.TWO_STAGE, 20, primary_size=3)
    assert found.estimate.valid
    rows = sum((item.projected or D(0) for item in found.items), D(0))
    assert abs(rows - found.projected.over) < D("1e-15")


def test_too_few_errors_fall_back_to_the_mean_and_say_why() -> None:
    found = by_count(SamplingMethod.SIMPLE, 3)
    assert str(found.estimate.method) == "均值估计"
    assert "只发现 3 处差异" in found.estimate.conditions[0].sentence.text("zh")
    assert found.limits.over is not None
    # The difference estimator would have seen hardly anything; the mean does not hide behind that.
    assert found.limits.over > 1000


def test_an_estimator_can_be_chosen() -> None:
    found = by_count(SamplingMethod.SIMPLE, 25, estimator=EstimatorKind.RATIO)
    assert str(found.estimate.method) == "比率估计"
    assert [item.projected for item in found.items[:2]] == [None, None]
    other = evaluate(
        found.sampled, CONTEXT, [traced()], Choices(estimator=EstimatorKind.REGRESSION)
    )
    assert str(other.estimate.method) == "回归估计"


def test_what_was_set_aside_counts_as_found() -> None:
    refund = PopulationItem("RK-X", D(-50))
    extra = PopulationItem("RK-Y", D(0))
    aside = (
        SetAside(refund, SetAsideKind.NEGATIVE, "RK-X"),
        SetAside(extra, SetAsideKind.ZERO, "RK-Y"),
    )
    seen = seen_of("slips", sample_06())
    seen["RK-X"] = SampleItem(population="slips", item="RK-X", verified=D(-60), checked=True)
    found = picture(seen=seen, set_aside=aside)
    assert found.known.over == 23_100
    assert found.aside.open == 1
    said = conclude(found)
    assert any("另列的 1 项" in c.sentence.text("zh") for c in said.conditions if not c.met)


def test_a_removal_exchanges_the_directions() -> None:
    uptake = replace(SLIPS, factor=D(-2310))
    sampled = Sampled(uptake, sample_06(), seen_of("slips", sample_06(), **FOUND), D("0.9"))
    found = evaluate(sampled, replace(CONTEXT, elsewhere=Apart()), [traced()])
    emission = evaluate(replace(sampled, population=SLIPS), CONTEXT, [traced()])
    assert found.known == Apart(-emission.known.under, -emission.known.over)
    assert emission.limits.over is not None
    assert found.limits.under == -emission.limits.over
    assert "反向追查" in conclude(found).over.text("zh")
    assert "基本精度" in conclude(found).under.text("zh")
