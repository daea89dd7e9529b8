"""The agreed facts: the threshold is exact, and what is missing is named."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.engagement import (
    Engagement,
    Stage,
    claim_text,
    empty_facts,
    materiality_text,
    materiality_untold,
    materiality_value,
    period_reversed,
    period_text,
)

STRIP = Engagement(
    client="江苏恒锐精密带钢有限公司",
    product="精密冷轧带钢",
    declared_unit="1 t",
    period_from=date(2025, 1, 1),
    period_to=date(2025, 12, 31),
    claimed_value=Decimal("2808.56"),
)


def test_the_threshold_is_exact_and_shown_with_two_places() -> None:
    assert materiality_value(STRIP) == Decimal("140.428")
    assert materiality_text(STRIP) == "±140.43 kgCO₂e/t"
    assert claim_text(STRIP) == "2,808.56 kgCO₂e/t"


def test_without_claim_or_percentage_there_is_no_threshold() -> None:
    assert materiality_value(Engagement()) is None
    assert materiality_text(STRIP.but(materiality_pct=None)) == ""
    assert claim_text(Engagement()) == ""


@given(st.decimals(min_value="0.01", max_value="99999.99", places=2))
def test_a_claimed_removal_has_the_same_threshold_as_an_emission(value: Decimal) -> None:
    emission = materiality_value(STRIP.but(claimed_value=value))
    assert emission == materiality_value(STRIP.but(claimed_value=-value))
    assert emission is not None
    assert emission * 20 == value


def test_what_is_empty_is_named_in_order() -> None:
    assert empty_facts(STRIP) == ()
    assert empty_facts(STRIP.but(criteria=(), client="", claimed_value=None)) == (
        "client",
        "criteria",
        "claimed_value",
    )


def test_the_client_must_have_been_told_before_stage_two() -> None:
    assert materiality_untold(STRIP)
    assert materiality_untold(STRIP.but(materiality_told_on=date(2026, 3, 11)))
    told = STRIP.but(materiality_told_on=date(2026, 3, 11), materiality_told_how="书面")
    assert not materiality_untold(told)
    assert not materiality_untold(STRIP.but(stage=Stage.STAGE_1))


def test_a_period_that_ends_before_it_begins_is_seen() -> None:
    assert not period_reversed(STRIP)
    assert period_reversed(STRIP.but(period_to=date(2024, 12, 31)))
    assert period_text(STRIP) == "2025-01-01 – 2025-12-31"
    assert period_text(STRIP.but(period_to=None)) == "2025-01-01 – …"
    assert period_text(Engagement()) == ""
