"""The key facts that the client confirms, and what a finding lacks to be sealed."""

from datetime import date
from decimal import Decimal

from cfpdesk.i18n import Bilingual
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.closing import KEY_CODES, KeyDatum, key_data_facts, key_facts, untold
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.finding import Finding, FindingState, Position

MILL = Engagement(
    number="CFP-2026-0417",
    client="江苏恒锐精密带钢有限公司",
    product="精密冷轧带钢 SPCC 0.5–2.0 mm",
    declared_unit="1 t",
    period_from=date(2025, 1, 1),
    period_to=date(2025, 12, 31),
    claimed_value=Decimal("2808.56"),
)


def test_the_six_facts_come_from_the_engagement() -> None:
    facts = key_facts(MILL, {})
    assert tuple(fact.code for fact in facts) == KEY_CODES
    said = {fact.code: fact.said for fact in facts}
    assert said["value"].en == "2,808.56 kgCO₂e/t"
    assert said["unit"] == Bilingual("声明单位 1 t", "Declared unit 1 t")
    assert said["level"].zh == "合理保证 · 重要性 ±5 %"
    assert all(fact.matches and not fact.confirmed for fact in facts)


def test_a_typed_fact_stands_beside_what_the_engagement_says() -> None:
    kept = KeyDatum(code="value", text="2,822.73 kgCO₂e/t", text_en="2,822.73 kgCO₂e/t")
    value = key_facts(MILL, {"value": kept})[KEY_CODES.index("value")]
    assert value.said.zh == "2,822.73 kgCO₂e/t"
    assert value.agreed.zh == "2,808.56 kgCO₂e/t"
    assert not value.matches


def test_an_empty_engagement_has_nothing_to_read_out() -> None:
    missing = {fact.code for fact in key_facts(Engagement(), {}) if fact.missing}
    assert missing == {"product", "unit", "period", "value"}


def test_what_the_client_signs_changes_with_a_fact() -> None:
    before = canonical_json(key_data_facts(MILL, key_facts(MILL, {})))
    ticked = {"unit": KeyDatum(code="unit", confirmed=True)}
    assert canonical_json(key_data_facts(MILL, key_facts(MILL, ticked))) != before


def test_a_finding_is_told_once_the_client_took_a_position() -> None:
    assert untold(Finding(state=FindingState.RAISED))
    assert not untold(Finding(state=FindingState.TOLD, position=Position.DISPUTED))
    assert not untold(Finding(state=FindingState.DRAFT))
