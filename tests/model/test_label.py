"""The label's value in steps, its size, and who may carry one (rule 10.6)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.model.engagement import Boundary
from cfpdesk.model.gate import Level
from cfpdesk.model.label import (
    GRAMS,
    LabelUnit,
    label_blockers,
    label_size_blockers,
    label_step,
    label_value,
    label_value_blockers,
)
from cfpdesk.store.rule_library import load_rules

RULES = load_rules()
G, KG, T = LabelUnit
ARTWORK = (Decimal(20), Decimal(30))


@pytest.mark.parametrize(
    ("grams", "shown"),
    [
        ("19.6", "20 g"),
        ("21", "20 g"),
        ("37", "36 g"),
        ("47.5", "50 g"),
        ("105", "100 g"),
        ("187", "190 g"),
        ("210", "200 g"),
        ("250", "240 g"),
        ("390", "400 g"),
        ("425", "400 g"),
        ("975", "1,000 g"),
        ("1050", "1.0 kg"),
        ("1950", "2.0 kg"),
        ("2708.878", "2.8 kg"),
        ("4250", "4.0 kg"),
        ("12345", "12 kg"),
        ("23456", "24 kg"),
        ("87654", "90 kg"),
        ("1000000", "1,000 kg"),
        ("2708878.33", "2.8 t"),
        ("12345678", "12 t"),
        ("123456789", "120 t"),
        ("3.3", "3.2 g"),
        ("0.0875", "0.090 g"),
    ],
)
def test_points_of_the_table_and_beyond(grams: str, shown: str) -> None:
    assert str(label_value(Decimal(grams), G, RULES)) == shown


@pytest.mark.parametrize(
    ("grams", "step"),
    [
        *(("10.01", "1"), ("20", "1"), ("20.01", "2"), ("40", "2"), ("40.01", "5"), ("100", "5")),
        *(("100.01", "10"), ("200", "10"), ("200.01", "20"), ("400", "20"), ("400.01", "50")),
        *(("1000", "50"), ("1000.01", "100"), ("2000", "100"), ("2000.01", "200")),
        *(("4000", "200"), ("4000.01", "500"), ("10000", "500"), ("10000.01", "1000")),
        *(("100000", "5000"), ("10", "0.5"), ("4", "0.2"), ("1", "0.05")),
    ],
)
def test_each_edge_belongs_to_the_row_below_it(grams: str, step: str) -> None:
    assert label_step(Decimal(grams), RULES)[0] == Decimal(step)


def test_the_unit_a_value_comes_in_does_not_matter() -> None:
    for unit in LabelUnit:
        value = label_value(Decimal("2708.878") / GRAMS[unit], unit, RULES)
        assert (value.value, value.unit, value.step) == (Decimal("2.8"), KG, Decimal("0.2"))


@given(st.decimals("0.0001", "1e12", places=6).filter(lambda v: v > 0))
def test_the_step_is_the_closed_form_and_the_value_the_nearest_multiple(grams: Decimal) -> None:
    step, ruled = label_step(grams, RULES)
    exponent = grams.adjusted()
    m = grams.scaleb(-exponent)
    if m == 1:  # 1 < m ≤ 10
        m, exponent = Decimal(10), exponent - 1
    factor = "0.1" if m <= 2 else "0.2" if m <= 4 else "0.5"
    assert step == Decimal(factor).scaleb(exponent)
    assert ruled is (grams > 10)
    shown = label_value(grams, G, RULES)
    value = shown.value * GRAMS[shown.unit]
    assert abs(value - grams) * 2 <= step
    assert value % step == 0


@pytest.mark.parametrize("value", ["0", "-5", "NaN", "Infinity", "-0"])
def test_nothing_and_less_has_no_label(value: str) -> None:
    with pytest.raises(UserError):
        label_value(Decimal(value), G, RULES)


def test_sizes_that_the_rules_leave_out_are_flagged() -> None:
    assert label_value_blockers(label_value(Decimal("10.5"), G, RULES)) == ()
    assert label_value_blockers(label_value(Decimal(50), KG, RULES)) == ()
    found = label_value_blockers(label_value(Decimal(10), G, RULES))
    assert [(b.code, b.level) for b in found] == [("label.value", Level.WARNING)]


@pytest.mark.parametrize(
    ("width", "height", "codes"),
    [
        ("10", "15", []),
        ("9.99", "15", ["size"]),
        ("10", "14.9", ["size"]),
        ("40", "60", []),
        ("40.1", "60", []),
        ("40.2", "60", ["stretched"]),
        ("9", "20", ["size", "stretched"]),
    ],
)
def test_a_label_is_large_enough_and_keeps_its_shape(
    width: str, height: str, codes: list[str]
) -> None:
    found = label_size_blockers(Decimal(width), Decimal(height), ARTWORK, RULES)
    assert [b.code.removeprefix("label.") for b in found] == codes


def test_only_a_whole_life_cycle_with_a_valid_certificate_carries_a_label() -> None:
    assert label_blockers(Boundary.CRADLE_TO_GRAVE, active=True) == ()
    found = label_blockers(Boundary.CRADLE_TO_GATE, active=False)
    assert [b.code for b in found] == ["label.boundary", "label.certificate"]
    assert {b.level for b in found} == {Level.HARD}
