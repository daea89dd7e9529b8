"""Competence of the team: papers, statements and topics are written, blocks overridden by name."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.model.competence import SignedHow, TeamStatement
from cfpdesk.model.competence_view import CellState, MatrixCell, papers
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.override import Office
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.team import Person, Role
from cfpdesk.steps import competence, engagement, override, team
from cfpdesk.store.session import Session
from tests.builders import LEAD, Team, a_session, a_team, reopened


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return a_session(tmp_path)


@pytest.fixture
def people(session: Session) -> Team:
    made = a_team(session)
    engagement.begin(session)
    lead = next(p for p in session.all(Person) if p.name == LEAD.name and p.row != made.lead.row)
    team.give_role(session, lead.row, Role.REVIEWER)
    return made


def found(session: Session, code: str) -> list[Blocker]:
    return [b for b in engagement.blockers(session) if b.code == code]


def cell(session: Session, code: str, person: Person) -> MatrixCell:
    now = competence.state(session)
    row = next(row for row in now.matrix if row.code == code)
    return row.cells[[p.row for p in now.team.members].index(person.row)]


def test_before_anything_is_recorded_one_sentence_says_so(session: Session, people: Team) -> None:
    assert [b.code for b in competence.state(session).blockers] == ["team.nothing"]
    competence.write_training(session, people.first.row, "cfp", date(2025, 3, 1))
    codes = [b.code for b in competence.state(session).blockers]
    assert "team.nothing" not in codes
    assert codes.count("team.statement") == 9
    assert codes.count("team.certificate") == 3


def test_statements_keep_sentence_day_and_way_and_are_taken_back(
    session: Session, people: Team
) -> None:
    first = people.first.row
    competence.sign_statement(session, first, "independence", date(2026, 3, 2), SignedHow.SCAN)
    kept = session.find(TeamStatement, person=first, kind="independence")
    assert kept.text_zh == competence.state(session).rules.statement("independence").text.zh
    assert cell(session, "statement", people.first).state is CellState.PARTLY
    lines = papers(
        competence.state(session).team, competence.state(session).rules, "statement", first
    )
    assert "独立：2026-03-02 签，扫描件" in [line.text("zh") for line in lines]
    competence.sign_statement(session, first, "independence", None)
    assert session.find(TeamStatement, person=first, kind="independence").text_zh == ""
    assert cell(session, "statement", people.first).state is CellState.MISSING


def test_only_oneself_signs_with_the_own_key(session: Session, people: Team) -> None:
    with pytest.raises(UserError):
        competence.sign_statement(
            session, people.first.row, "independence", date(2026, 3, 2), SignedHow.OWN_KEY
        )
    competence.sign_all(session)
    me = session.me()
    assert me is not None
    kept = [s for s in session.all(TeamStatement) if s.person == me.row]
    assert {s.how for s in kept} == {SignedHow.OWN_KEY}
    assert len(kept) == 3


def test_a_stated_tie_bars_from_the_team(session: Session, people: Team) -> None:
    competence.state_conflict(session, people.second.row, "配偶在委托方财务部")
    assert found(session, "team.conflict")[0].target.row == people.second.row
    assert cell(session, "statement", people.second).state is CellState.MISSING
    competence.state_conflict(session, people.second.row, "")
    assert not found(session, "team.conflict")


def test_a_certificate_ends_after_it_begins_and_falls_with_the_person(
    session: Session, people: Team
) -> None:
    kept = competence.add_certificate(session, people.first.row, "ghg_manager")
    competence.write_certificate(session, kept.row, "valid_from", date(2026, 1, 1))
    with pytest.raises(UserError):
        competence.write_certificate(session, kept.row, "valid_to", date(2025, 12, 31))
    competence.write_certificate(session, kept.row, "valid_to", date(2026, 1, 1))
    assert cell(session, "certificate", people.first).state is CellState.HELD
    team.remove_person(session, people.first.row)
    assert not competence.state(session).team.certificates


def test_years_mentor_and_topics(session: Session, people: Team) -> None:
    first, second = people.first.row, people.second.row
    with pytest.raises(UserError):
        competence.write_facts(session, first, "experience_years", Decimal(-1))
    competence.write_facts(session, first, "experience_years", Decimal("1.99"))
    assert cell(session, "experience", people.first).state is CellState.PARTLY
    competence.write_facts(session, first, "experience_years", Decimal(2))
    assert cell(session, "experience", people.first).state is CellState.HELD
    team.give_role(session, second, Role.TRAINEE)
    with pytest.raises(UserError):
        competence.write_facts(session, second, "mentor", second)
    assert cell(session, "experience", people.second).state is CellState.MISSING
    competence.write_facts(session, second, "mentor", first)
    assert cell(session, "experience", people.second).state is CellState.HELD
    assert cell(session, "certificate", people.second).state is CellState.NOT_ASKED
    competence.prove_topic(session, second, "lca", "在读")
    row = next(r for r in competence.state(session).matrix if r.code == "topic.lca")
    assert not row.covered
    assert cell(session, "topic.lca", people.second).state is CellState.PARTLY
    competence.mark_topic(session, first, "lca", held=True)
    assert next(r for r in competence.state(session).matrix if r.code == "topic.lca").covered


def test_every_topic_of_the_rules_is_a_row(session: Session, people: Team) -> None:
    now = competence.state(session)
    topics = now.rules.rule_list(ListCode.TOPIC).codes
    assert [row.topic for row in now.matrix if row.topic] == list(topics)
    assert all(len(row.cells) == len(now.team.members) for row in now.matrix)


def test_an_override_is_by_the_named_office_holds_and_lapses(
    session: Session, people: Team
) -> None:
    first = people.first.row
    competence.write_facts(session, first, "experience_years", Decimal("1.5"))
    blocker = next(b for b in override.state(session).open if b.target.row == first
                   and b.code == "team.experience")  # fmt: skip
    with pytest.raises(UserError):
        override.write(session, blocker, Office.TEAM_LEADER, "林珂", "有相关实习")
    with pytest.raises(UserError):
        override.write(session, blocker, Office.TECHNICAL_MANAGER, "方敏", " ")
    override.write(session, blocker, Office.TECHNICAL_MANAGER, "方敏", "有相关实习半年")
    counted = next(b for b in found(session, "team.experience") if b.target.row == first)
    assert counted.overridden
    assert counted.level is Level.WARNING
    assert "方敏" in counted.sentence.text("zh")
    assert blocker not in override.state(session).open
    hard = next(b for b in engagement.blockers(session) if b.code == "team.statement")
    with pytest.raises(UserError):
        override.write(session, hard, Office.TECHNICAL_MANAGER, "方敏", "以后补签")
    competence.write_facts(session, first, "experience_years", Decimal("1.6"))
    now = override.state(session)
    assert now.lapsed == {now.kept[0].row}
    assert [b for b in now.open if b.target.row == first and b.code == "team.experience"]
    override.take_back(session, now.kept[0].row)
    again = reopened(session)
    assert override.state(again).kept == ()
    again.close()
