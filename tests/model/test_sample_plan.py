"""The risk model, its floors, and the reasoning that goes with a size."""

from decimal import Decimal
from typing import Any

import pytest

from cfpdesk.model.engagement import AssuranceLevel
from cfpdesk.model.population import (
    LimitKind,
    Population,
    Risk,
    SamplingMethod,
    SamplingSettings,
)
from cfpdesk.model.sample_limit import confidence_factor
from cfpdesk.model.sample_plan import (
    Decider,
    SamplePlan,
    confidence_of,
    percent,
    plan,
    significant_from,
)

D = Decimal
REASONABLE, LIMITED = AssuranceLevel.REASONABLE, AssuranceLevel.LIMITED
SETTINGS = SamplingSettings()


def planned(
    risks: str,
    level: AssuranceLevel = REASONABLE,
    *,
    items: int = 10_000,
    **fields: object,
) -> SamplePlan:
    population = Population(row="p").but(
        inherent_risk=Risk(risks[0]),
        control_risk=Risk(risks[1]),
        control_test="three receipts followed through the weighbridge",
        **fields,
    )
    return plan(population, level, SETTINGS, D(5), items)


@pytest.mark.parametrize(
    ("level", "sizes"),
    [
        (REASONABLE, {"HH": 60, "HM": 50, "HL": 47, "MM": 40, "ML": 36, "LL": 33}),
        (LIMITED, {"HH": 33, "HM": 22, "HL": 19, "MM": 10, "ML": 10, "LL": 10}),
    ],
)
def test_sizes_of_the_method(level: AssuranceLevel, sizes: dict[str, int]) -> None:
    assert {risks: planned(risks, level).size for risks in sizes} == sizes


def test_the_example_with_expected_error() -> None:
    found = planned("HM", expected_error_pct=D("2.5"))
    assert percent(found.confidence) == "91.67 %"
    assert found.size == 178
    assert found.expected * found.size == D("4.450")
    limit = confidence_factor(D(0), found.confidence) / found.size
    assert percent(limit, 3) == "1.396 %"


def test_a_low_control_risk_needs_a_recorded_test() -> None:
    bold = Population(row="p", control_risk=Risk.LOW)
    assert confidence_of(bold, REASONABLE, SETTINGS).control is Risk.HIGH
    assert plan(bold, REASONABLE, SETTINGS, D(5), 1000).size == 60
    said = [step.value for step in plan(bold, REASONABLE, SETTINGS, D(5), 1000).steps]
    assert any("未记录" in str(value) for value in said)


def test_below_half_the_model_is_not_trusted() -> None:
    found = planned("MM", LIMITED)
    assert not found.trusted
    assert found.decided_by is Decider.FLOOR
    assert found.confidence == D("0.5")
    assert found.computed is None


def test_a_risk_below_the_acceptable_one_still_draws_the_floor() -> None:
    lenient = SamplingSettings(limited_risk_pct=D(30))
    population = Population(
        row="p", inherent_risk=Risk.LOW, control_risk=Risk.LOW, control_test="seen"
    )
    assert confidence_of(population, LIMITED, lenient).model < 0
    assert plan(population, LIMITED, lenient, D(5), 1000).size == 10


def test_the_floor_of_reasonable_assurance() -> None:
    found = planned("HH", tolerable_pct=D(20), override_reason="agreed")
    assert found.computed == 15
    assert (found.size, found.decided_by) == (25, Decider.FLOOR)


def test_small_populations_are_checked_whole() -> None:
    assert planned("HH", items=12).decided_by is Decider.ALL
    assert planned("HH", items=12).size == 12
    assert planned("HH", items=60).size == 60
    assert planned("HH", items=61).size == 60
    assert planned("HH", LIMITED, items=9).size == 9
    assert planned("HH", items=0).size == 0


def test_expected_as_high_as_tolerable_means_everything() -> None:
    found = planned("HH", expected_error_pct=D(5), items=400)
    assert (found.size, found.decided_by) == (400, Decider.ALL)


def test_what_a_person_sets_counts_and_is_named() -> None:
    found = planned("HH", sample_size=12, override_reason="pilot")
    assert (found.size, found.decided_by) == (12, Decider.PERSON)
    assert found.computed == 60
    assert planned("HH", confidence_pct=D(80), override_reason="x").confidence == D("0.8")
    assert planned("HH", confidence_pct=D(100), override_reason="x").confidence < 1


def test_attribute_sizes_by_their_own_distribution() -> None:
    waybills: dict[str, Any] = {
        "method": SamplingMethod.ATTRIBUTE, "tolerable_pct": D(10), "override_reason": "documents"
    }  # fmt: skip
    assert planned("HH", items=1038, **waybills).size == 29  # picture 06
    assert planned("HH", items=1038, **waybills, limit=LimitKind.HYPERGEOMETRIC).size == 28
    staged = planned("HL", method=SamplingMethod.ATTRIBUTE, staged=True)
    assert staged.size == 49


def test_no_size_is_computed_where_nothing_is_drawn_by_chance() -> None:
    assert planned("HH", items=77, method=SamplingMethod.WHOLE).size == 77
    judged = planned("HH", method=SamplingMethod.JUDGEMENT, judgement_items=("a", "b"))
    assert (judged.size, judged.decided_by) == (2, Decider.CHOSEN)


def test_every_step_is_told_in_both_languages() -> None:
    for found in (planned("HL"), planned("MM", LIMITED), planned("HH", confidence_pct=D(80))):
        for step in found.steps:
            for text in (step.name, step.value):
                if not isinstance(text, str):
                    assert text.text("zh") != text.text("en")


def test_what_alone_reaches_the_tolerable_misstatement_is_significant() -> None:
    slips = Population(row="p", factor=D(2310))
    assert significant_from(slips, D(1_685_145)) == D("729.5")
    assert significant_from(slips.but(factor=D(-2310)), D(1_685_145)) == D("729.5")
    assert significant_from(slips.but(factor=None), D(500)) == 500
    assert significant_from(slips, None) is None


@pytest.mark.parametrize("limit", list(LimitKind))
@pytest.mark.parametrize("method", list(SamplingMethod))
def test_a_population_without_items_has_a_plan_all_the_same(
    method: SamplingMethod, limit: LimitKind
) -> None:
    empty = Population(row="p", method=method, limit=limit, expected_error_pct=D(1))
    for level in AssuranceLevel:
        assert plan(empty, level, SamplingSettings(), D(5), 0).size == 0
