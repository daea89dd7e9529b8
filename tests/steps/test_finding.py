"""Findings: made from items, moved by rule, signed as shown."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.evidence import Link, LinkRole
from cfpdesk.model.finding import Finding, FindingKind, FindingState, Position
from cfpdesk.model.gate import Mark
from cfpdesk.model.meeting import Signature, SignPurpose
from cfpdesk.model.team import Role
from cfpdesk.steps import checklist, evidence, finding, finding_signature
from cfpdesk.steps.checklist import AnswerText
from cfpdesk.steps.evidence import Incoming, LinkTarget, Source
from cfpdesk.steps.finding import FindingText
from cfpdesk.store.session import Session
from tests.builders import FIRST, Team, a_session, a_team, an_engagement


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path)
    engagement = an_engagement(made)
    with made.transact(msg("Edit the engagement")) as change:
        change.put(engagement.but(claimed_value=Decimal("2808.56"), output_quantity=Decimal(12000)))
    yield made
    made.close()


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


def again(session: Session, row: str) -> Finding:
    found = session.get(Finding, row)
    assert found is not None
    return found


def from_item(session: Session) -> Finding:
    checklist.answer(session, ["ELEC-01"], Verdict.NOT_CONFORM)
    checklist.write(session, "ELEC-01", AnswerText.FACTS, "0.5306 leaves out methane")
    target = next(t for t in evidence.targets(session) if t.code == "ELEC-01")
    evidence.take_in(session, [Incoming(b"notice", "n.txt", "text/plain", Source.FILE)], target)
    return finding.create(session, FindingKind.MISSTATEMENT, "ELEC-01")


def test_from_an_item_it_takes_facts_clauses_and_evidence(session: Session, team: Team) -> None:
    made = from_item(session)
    assert made.number == "MS-1-01"
    assert made.raised_by == team.lead.row
    assert made.facts == "0.5306 leaves out methane"
    assert made.clauses
    (view,) = finding.state(session).findings
    assert len(view.evidence) == 1
    assert view.mine


def test_numbers_are_never_given_again(session: Session, team: Team) -> None:
    first = finding.create(session, FindingKind.MINOR)
    with pytest.raises(UserError):
        finding.delete(session, first.row, "")
    finding.delete(session, first.row, "twice")
    assert finding.create(session, FindingKind.MAJOR).number == "NC-1-02"


def test_a_move_says_what_it_needs(session: Session, team: Team) -> None:
    made = finding.create(session, FindingKind.MISSTATEMENT)
    with pytest.raises(UserError, match="标题"):
        finding.move(session, made.row, FindingState.RAISED)
    finding.write(session, made.row, FindingText.TITLE, "Factor")
    finding.write(session, made.row, FindingText.FACTS, "0.5306")
    with pytest.raises(UserError, match="影响量"):
        finding.move(session, made.row, FindingState.RAISED)
    finding.set_effect(session, made.row, Decimal(-169560))
    finding.move(session, made.row, FindingState.RAISED)
    assert again(session, made.row).state is FindingState.RAISED
    finding.set_effect(session, made.row, Decimal("-169560.5000"))  # as a product comes out
    assert str(again(session, made.row).effect) == "-169560.5"
    with pytest.raises(UserError):
        finding.move(session, made.row, FindingState.CLOSED)


def walk(session: Session, made: Finding) -> None:
    """Take a nonconformity as far as verified."""
    row = made.row
    for field in (FindingText.TITLE, FindingText.FACTS, FindingText.REQUIREMENT):
        finding.write(session, row, field, "words")
    finding.set_deadline(session, row, date(2026, 4, 17))
    finding.move(session, row, FindingState.RAISED)
    finding.move(session, row, FindingState.TOLD)
    finding.set_position(session, row, Position.AGREED)
    finding.move(session, row, FindingState.ANSWERED)
    finding.write(session, row, FindingText.CORRECTION, "meter replaced")
    finding.move(session, row, FindingState.CORRECTED)
    target = LinkTarget(Finding.TABLE, row, made.number, "")
    (proof,) = evidence.take_in(session, [Incoming(b"new", "p.txt", "text/plain", Source.FILE)])
    evidence.link(session, [proof.evidence.row], target, LinkRole.CORRECTION)
    finding.write(session, row, FindingText.VERIFIED_HOW, "seen on site")
    finding.move(session, row, FindingState.VERIFIED)


def test_a_nonconformity_goes_all_the_way_and_back_with_a_reason(
    session: Session, team: Team
) -> None:
    made = finding.create(session, FindingKind.MINOR)
    walk(session, made)
    finding.move(session, made.row, FindingState.CLOSED)
    assert finding.status(session).mark is Mark.DONE
    with pytest.raises(UserError):
        finding.move(session, made.row, FindingState.ANSWERED)
    finding.move(session, made.row, FindingState.ANSWERED, "new figures")
    reopened = again(session, made.row)
    assert (reopened.state, reopened.correction) == (FindingState.ANSWERED, "meter replaced")
    assert session.operations()[0].reason == "new figures"


def test_a_link_can_become_the_proof_of_the_correction(session: Session, team: Team) -> None:
    made = finding.create(session, FindingKind.MINOR)
    walk(session, made)
    (view,) = finding.state(session).findings
    assert not view.evidence
    assert len(view.correction_evidence) == 1
    (link,) = session.all(Link)
    assert link.role is LinkRole.CORRECTION


def test_a_trainee_does_not_close_and_a_verifier_confirms(session: Session, team: Team) -> None:
    made = finding.create(session, FindingKind.MINOR)
    walk(session, made)
    with session.transact(msg("Edit")) as change:
        change.put(team.lead.but(role=Role.TRAINEE))
        change.put(team.first.but(role=Role.LEAD))
    with pytest.raises(UserError):
        finding.move(session, made.row, FindingState.CLOSED)
    with pytest.raises(UserError):
        finding.confirm(session, made.row)
    assert "finding.trainee" in {b.code for b in finding.blockers(session)}
    session.actor = FIRST
    finding.confirm(session, made.row)
    assert "finding.trainee" not in {b.code for b in finding.blockers(session)}


def test_only_the_lead_regrades_and_says_why(session: Session, team: Team) -> None:
    made = finding.create(session, FindingKind.MINOR)
    finding.regrade(session, made.row, FindingKind.MAJOR, "")  # a draft changes freely
    finding.write(session, made.row, FindingText.TITLE, "t")
    finding.write(session, made.row, FindingText.FACTS, "f")
    finding.move(session, made.row, FindingState.RAISED)
    with pytest.raises(UserError):
        finding.regrade(session, made.row, FindingKind.MINOR, "")
    finding.regrade(session, made.row, FindingKind.OBSERVATION, "no clause is broken")
    kept = again(session, made.row)
    assert (kept.kind, kept.number) == (FindingKind.OBSERVATION, "NC-1-01")
    with session.transact(msg("Edit")) as change:
        change.put(team.lead.but(role=Role.VERIFIER))
    with pytest.raises(UserError):
        finding.regrade(session, made.row, FindingKind.MINOR, "again")


def test_the_signature_binds_what_was_shown(session: Session, team: Team) -> None:
    made = finding.create(session, FindingKind.MINOR)
    with pytest.raises(UserError):
        finding_signature.sign(session, made, team.client.row, typed="周敏")
    finding.set_position(session, made.row, Position.DISPUTED)
    finding.write(session, made.row, FindingText.RESPONSE, "outside the boundary")
    finding_signature.sign(session, again(session, made.row), team.client.row, typed="周敏")
    (view,) = finding.state(session).findings
    assert view.signature is not None
    assert view.signature.purpose is SignPurpose.FINDING_DISPUTED
    assert view.signature_stands
    finding.write(session, made.row, FindingText.REPLY, "it returns to the line")
    assert finding.state(session).findings[0].signature_stands
    finding.write(session, made.row, FindingText.RESPONSE, "something else")
    assert not finding.state(session).findings[0].signature_stands
    finding_signature.sign(
        session, again(session, made.row), team.client.row, declined=True, reason="no"
    )
    assert [s.version for s in session.all(Signature)] == [1, 2]
    assert not finding.state(session).findings[0].signature_stands


def test_the_worst_stands_first_and_the_net_is_summed(session: Session, team: Team) -> None:
    small = finding.create(session, FindingKind.MISSTATEMENT)
    large = finding.create(session, FindingKind.MISSTATEMENT)
    observed = finding.create(session, FindingKind.OBSERVATION)
    finding.set_effect(session, small.row, Decimal(100))
    finding.set_effect(session, large.row, Decimal(-356516))
    finding.set_position(session, observed.row, Position.DISPUTED)
    state = finding.state(session)
    assert [v.finding.number for v in state.findings] == [
        observed.number,
        large.number,
        small.number,
    ]
    assert state.net == Decimal(-356416)
    assert state.net_percent is not None
    assert round(state.net_percent, 2) == Decimal("-1.06")
    assert state.disputed == 1


def test_clauses_are_written_one_way(session: Session, team: Team) -> None:
    made = finding.create(session, FindingKind.MINOR)
    finding.set_clauses(session, made.row, ["规则 9.7", "RULE:9.7", " ISO 14067 6.4 ", ""])
    assert again(session, made.row).clauses == ("RULE:9.7", "ISO14067:6.4")
