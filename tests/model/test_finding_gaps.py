"""What an open finding still misses."""

from datetime import date
from decimal import Decimal

import pytest

from cfpdesk.model.finding import Finding, FindingKind, FindingState, Position
from cfpdesk.model.finding_gaps import Standing, gaps
from cfpdesk.model.gate import Level

FULL = Finding(
    row="1",
    number="MS-2-01",
    kind=FindingKind.MISSTATEMENT,
    state=FindingState.RAISED,
    title="Electricity factor",
    facts="0.5306 leaves out methane",
    clauses=("ISO14067:6.4.9.4",),
    effect=Decimal(-169560),
    deadline=date(2026, 4, 17),
)


def codes(finding: Finding, evidence: int = 1, *, signed: bool = True) -> list[str]:
    return [b.code.removeprefix("finding.") for b in gaps(Standing(finding, evidence, signed))]


def test_a_full_finding_misses_nothing() -> None:
    assert codes(FULL) == []


@pytest.mark.parametrize(
    ("finding", "evidence", "expected"),
    [
        (FULL.but(facts=" "), 1, "facts"),
        (FULL.but(clauses=()), 1, "clause"),
        (FULL, 0, "evidence"),
        (FULL.but(deadline=None), 1, "deadline"),
        (FULL.but(effect=None), 1, "effect"),
        (FULL.but(state=FindingState.DRAFT), 1, "draft"),
        (FULL.but(position=Position.DISPUTED, response="no"), 1, "reply"),
    ],
)
def test_each_gap_is_named(finding: Finding, evidence: int, expected: str) -> None:
    assert codes(finding, evidence) == [expected]


def test_an_answer_wants_a_signature() -> None:
    assert codes(FULL.but(position=Position.AGREED), signed=False) == ["unsigned"]


def test_an_observation_needs_neither_clause_nor_deadline() -> None:
    seen = Finding(row="2", number="OB-1-01", kind=FindingKind.OBSERVATION, facts="seen")
    assert codes(seen.but(state=FindingState.RAISED), 0) == []


def test_only_a_trainees_finding_blocks_until_a_verifier_confirms() -> None:
    found = list(gaps(Standing(FULL, 1, signed=True, by_trainee=True)))
    assert [(b.code, b.level) for b in found] == [("finding.trainee", Level.HARD)]
    confirmed = FULL.but(confirmed_by="verifier")
    assert not list(gaps(Standing(confirmed, 1, signed=True, by_trainee=True)))
