"""The moves of a finding: what each asks for, and that nothing else moves."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.engagement import Engagement
from cfpdesk.model.finding import (
    MOVES,
    TO_CORRECT,
    WHY,
    Facts,
    Finding,
    FindingKind,
    FindingState,
    Need,
    Position,
    backward,
    claim_total,
    effect_of,
    forward,
    line,
    missing,
    move_to,
    net_effect,
    next_number,
    state_after_regrade,
)
from cfpdesk.model.team import Role

KINDS = st.sampled_from(FindingKind)
STATES = st.sampled_from(FindingState)


@pytest.mark.parametrize("kind", FindingKind)
def test_forward_moves_walk_the_whole_line(kind: FindingKind) -> None:
    seen, state = [], FindingState.DRAFT
    while move := forward(kind, state):
        state = move.end
        seen.append(state)
    assert tuple(seen) == line(kind)
    assert state is FindingState.CLOSED


@given(KINDS, STATES, STATES)
def test_no_step_is_skipped(kind: FindingKind, start: FindingState, end: FindingState) -> None:
    move = move_to(kind, start, end)
    known = (FindingState.DRAFT, *line(kind))
    if move is not None and not move.back:
        assert known.index(end) == known.index(start) + 1


@pytest.mark.parametrize("kind", FindingKind)
def test_a_closed_finding_opens_again_only_with_a_reason(kind: FindingKind) -> None:
    assert forward(kind, FindingState.CLOSED) is None
    move = backward(kind, FindingState.CLOSED)
    assert move is not None
    assert missing(Finding(kind=kind), move, Facts()) == (Need.REASON,)
    assert missing(Finding(kind=kind), move, Facts(reason="new figures")) == ()


def test_every_need_says_why() -> None:
    asked = {need for move in MOVES for need in move.needs}
    assert asked <= set(WHY)


def test_a_misstatement_needs_its_effect_and_an_estimate_its_basis() -> None:
    move = forward(FindingKind.MISSTATEMENT, FindingState.DRAFT)
    assert move is not None
    finding = Finding(kind=FindingKind.MISSTATEMENT, title="Factor", facts="0.5306")
    assert missing(finding, move, Facts()) == (Need.EFFECT,)
    estimated = finding.but(effect=Decimal(-1), effect_estimated=True)
    assert missing(estimated, move, Facts()) == (Need.BASIS,)
    assert missing(estimated.but(effect_basis="410 t × 454.6"), move, Facts()) == ()


def test_a_dispute_needs_a_reply_before_a_correction() -> None:
    move = forward(FindingKind.MINOR, FindingState.ANSWERED)
    assert move is not None
    finding = Finding(position=Position.DISPUTED, correction="meter replaced")
    assert missing(finding, move, Facts()) == (Need.REPLY,)
    assert missing(finding.but(reply="It returns to the line"), move, Facts()) == ()


def test_verified_needs_evidence_of_the_correction() -> None:
    move = forward(FindingKind.MAJOR, FindingState.CORRECTED)
    assert move is not None
    finding = Finding(kind=FindingKind.MAJOR, verified_how="seen on site")
    assert missing(finding, move, Facts()) == (Need.CORRECTION_EVIDENCE,)
    assert missing(finding, move, Facts(correction_evidence=1)) == ()


def test_a_trainee_neither_closes_nor_has_his_own_closed_by_himself() -> None:
    move = forward(FindingKind.MINOR, FindingState.VERIFIED)
    assert move is not None
    assert missing(Finding(), move, Facts(mover=Role.TRAINEE)) == (Need.NOT_TRAINEE,)
    own = Facts(writer=Role.TRAINEE, mover=Role.VERIFIER, same_person=True)
    assert missing(Finding(), move, own) == (Need.OTHER_THAN_TRAINEE,)
    other = Facts(writer=Role.TRAINEE, mover=Role.VERIFIER)
    assert missing(Finding(), move, other) == ()


def test_numbers_carry_the_place_and_both_grades_count_together() -> None:
    taken = ["NC-2-07", "NC-1-09", "MS-2-03", "scribble"]
    assert next_number(FindingKind.MAJOR, 2, taken) == "NC-2-08"
    assert next_number(FindingKind.MINOR, 2, [*taken, "NC-2-08"]) == "NC-2-09"
    assert next_number(FindingKind.MISSTATEMENT, 2, taken) == "MS-2-04"
    assert next_number(FindingKind.CLARIFICATION, 0, []) == "CR-0-01"


ENGAGEMENT = Engagement(
    declared_unit="1 t",
    output_quantity=Decimal(12000),
    output_unit="t",
    claimed_value=Decimal("2808.56"),
)


def test_effect_against_claim_and_materiality() -> None:
    assert claim_total(ENGAGEMENT) == Decimal("33702720.00")
    effect = effect_of(Decimal(-169560), ENGAGEMENT)
    assert effect.percent is not None
    assert round(effect.percent, 2) == Decimal("-0.50")
    assert effect.of_materiality is not None
    assert round(effect.of_materiality, 2) == Decimal("0.10")


@pytest.mark.parametrize("unit", ["", "t", "1 kg", "0 t", "one t"])
def test_a_unit_that_does_not_fit_gives_no_percent(unit: str) -> None:
    effect = effect_of(Decimal(5), ENGAGEMENT.but(declared_unit=unit))
    assert effect.percent is None
    assert effect.of_materiality is None


def test_net_effect_leaves_out_what_is_unknown() -> None:
    findings = [Finding(effect=Decimal("-2.5")), Finding(), Finding(effect=Decimal(1))]
    assert net_effect(findings) == Decimal("-1.5")


@given(KINDS, STATES)
def test_a_regraded_finding_stands_on_its_new_line(kind: FindingKind, state: FindingState) -> None:
    after = state_after_regrade(kind, state)
    assert after in (FindingState.DRAFT, *line(kind))
    assert tuple(FindingState).index(after) <= tuple(FindingState).index(state)
    if kind in TO_CORRECT:
        assert after is state
