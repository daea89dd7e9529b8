"""What a finding does to the claim: the limit of its direction without it and with it."""

from dataclasses import replace
from decimal import Decimal

from cfpdesk.model.claim_effect import ClaimEffect, claim_effect
from cfpdesk.model.finding import Finding, FindingKind, FindingState
from cfpdesk.model.sensitivity import Case, SampledPopulation, ledger_of
from tests.model.sampling_case import (
    COOLANT,
    ELECTRICITY,
    FOUND,
    PLAIN,
    records_sampled,
    slips_sampled,
)

D = Decimal
ACID = Finding(
    row="nc-3", number="NC-2-03", kind=FindingKind.MAJOR, state=FindingState.RAISED,
    effect=D(-186_386), effect_estimated=True, effect_basis="410 t × 454.6",
)  # fmt: skip
SAMPLED = Case(
    PLAIN,
    (SampledPopulation(slips_sampled(**FOUND), (records_sampled(),)),),
    (ELECTRICITY, COOLANT),
    (ACID,),
)


def effect(case: Case, finding: Finding) -> ClaimEffect:
    found = claim_effect(ledger_of(case), case.lines, finding)
    assert found is not None
    return found


def test_the_limit_moves_by_the_effect_in_its_direction() -> None:
    found = effect(SAMPLED, ACID)
    assert (found.under, found.limited, found.settled) == (True, True, False)
    without = PLAIN.percent(ledger_of(replace(SAMPLED, findings=())).limits.under)
    assert without is not None
    assert round(found.before, 20) == round(without, 20)
    assert (_percent(found.before), _percent(found.after)) == ("−3.76 %", "−4.31 %")  # picture 07
    assert round(found.after - found.before, 4) == round(D(-186_386) / D(33_702_748) * 100, 4)
    assert not found.beyond
    assert found.sentence().text("en") == (
        f"Limit of understatement: {_percent(found.before)} without it, "
        f"{_percent(found.after)} with it, within −5.00 %"
    )


def _percent(value: Decimal) -> str:
    return f"{value:.2f} %".replace("-", "−")


def test_a_finding_of_a_recalculated_line_counts_by_the_line() -> None:
    raised = Finding(row="ms-1", kind=FindingKind.MISSTATEMENT, effect=D(-169_560))
    found = effect(replace(SAMPLED, findings=(raised,)), raised)
    assert round(found.after - found.before, 4) == round(D(-169_560) / D(33_702_748) * 100, 4)


def test_without_a_sample_what_is_known_is_shown() -> None:
    found = effect(Case(PLAIN, (), (), (ACID,)), ACID)
    assert found.before == 0
    assert not found.limited
    assert found.title.text("en") == "Known understatement"
    over = replace(ACID, effect=D(2_000_000))
    above = effect(Case(PLAIN, (), (), (over,)), over)
    assert (above.under, above.beyond) == (False, True)
    assert above.sentence().text("en").endswith("beyond +5.00 %")


def test_a_verified_correction_counts_no_more() -> None:
    mended = replace(ACID, state=FindingState.VERIFIED)
    found = effect(replace(SAMPLED, findings=(mended,)), mended)
    assert found.settled
    assert found.before == found.after
    assert "counts no more" in found.sentence().text("en")


def test_what_cannot_be_taken_out_alone_is_not_drawn() -> None:
    ledger = ledger_of(SAMPLED)
    assert claim_effect(ledger, SAMPLED.lines, replace(ACID, effect=None)) is None
    assert claim_effect(ledger, SAMPLED.lines, replace(ACID, row="of-a-slip")) is None
    nowhere = Case(replace(PLAIN, claim_kg=None), (), (), (ACID,))
    assert claim_effect(ledger_of(nowhere), (), ACID) is None
