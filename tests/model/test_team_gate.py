"""Who may verify: each demand at its edge, person by person and topic by topic."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.competence import (
    CompetenceMark,
    PersonCertificate,
    PersonFacts,
    TeamState,
    TeamStatement,
    Training,
    competence_matrix,
    uncovered_days,
)
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.override import Office, override
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.team import Person, Role, Side
from cfpdesk.model.team_gate import person_blockers, qualified, team_blockers
from cfpdesk.store.rule_library import load_rules

RULES = load_rules()
T = TypeVar("T")
DAYS = frozenset({date(2026, 3, 17), date(2026, 3, 18), date(2026, 3, 19)})
TOPICS = RULES.rule_list(ListCode.TOPIC).codes
KINDS = RULES.rule_list(ListCode.STATEMENT).codes


def person(role: Role, name: str = "") -> Person:
    return Person(row=name or role, side=Side.TEAM, role=role, name=name or role)


def the_team() -> TeamState:
    """A leader, a trainee and an expert who lack nothing; the leader knows every topic."""
    people = tuple(person(role) for role in (Role.LEAD, Role.TRAINEE, Role.EXPERT, Role.REVIEWER))
    lead = Role.LEAD
    return TeamState(
        people=people,
        facts=(
            PersonFacts(person=lead, experience_years=Decimal(2)),
            PersonFacts(person=Role.TRAINEE, mentor=lead),
            PersonFacts(person=Role.EXPERT, experience_years=Decimal(3), expert_items=("sector",)),
        ),
        certificates=(
            PersonCertificate(
                row="c1",
                person=lead,
                kind="ghg_manager",
                number="G-1",
                valid_from=date(2023, 3, 20),
                valid_to=date(2026, 3, 19),
            ),
        ),
        trainings=tuple(
            Training(person=lead, kind=kind, held_on=date(2024, 5, 1)) for kind in ("cfp", "ghg")
        ),
        statements=tuple(
            TeamStatement(person=p.row, kind=kind, signed_at=datetime(2026, 3, 1, tzinfo=UTC))
            for p in people[:3]
            for kind in KINDS
        ),
        marks=tuple(CompetenceMark(person=lead, topic=topic, held=True) for topic in TOPICS),
        planned={lead: DAYS},
    )


TEAM = the_team()


def codes(state: TeamState, level: Level | None = None) -> list[str]:
    found = team_blockers(state, RULES)
    return [b.code.removeprefix("team.") for b in found if level in (None, b.level)]


def only(state: TeamState, code: str) -> Blocker:
    return next(b for b in team_blockers(state, RULES) if b.code == f"team.{code}")


def with_certificate(**changes: object) -> TeamState:
    return replace(TEAM, certificates=(TEAM.certificates[0].but(**changes),))


def test_a_team_that_lacks_nothing() -> None:
    assert codes(TEAM) == ["sole"] * 4  # the four topics that must be covered rest on one person
    assert qualified(TEAM, RULES) == {Role.LEAD}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"valid_to": date(2026, 3, 18)}, "certificate_day"),
        ({"valid_from": date(2026, 3, 18)}, "certificate_day"),
        ({"kind": "driving"}, "certificate"),
        ({"person": Role.EXPERT}, "certificate"),
    ],
)
def test_a_certificate_is_accepted_and_valid_on_every_planned_day(
    changes: dict[str, object], code: str
) -> None:
    found = only(with_certificate(**changes), code)
    assert (found.level, found.clause) == (Level.OVERRIDABLE, "RULE:4.2.1")
    assert qualified(with_certificate(**changes), RULES) == frozenset()


def test_who_was_let_pass_is_qualified() -> None:
    state = with_certificate(valid_to=date(2026, 3, 17))
    at = datetime(2026, 3, 2, tzinfo=UTC)
    let = override(only(state, "certificate_day"), Office.TECHNICAL_MANAGER, "周启明", "换证中", at)
    assert qualified(state, RULES, [let]) == {Role.LEAD}
    assert qualified(with_certificate(kind="driving"), RULES, [let]) == frozenset()


def test_the_sentence_names_the_end_and_the_day() -> None:
    found = only(with_certificate(valid_to=date(2026, 3, 17)), "certificate_day")
    assert found.sentence.text("zh") == "lead的证书 2026-03-17 到期，2026-03-18 有安排"
    later = only(with_certificate(valid_from=date(2026, 3, 18)), "certificate_day")
    assert later.sentence.text("en").endswith("valid on 2026-03-17")


def test_two_certificates_may_follow_each_other() -> None:
    first = TEAM.certificates[0].but(valid_to=date(2026, 3, 17))
    second = first.but(row="c2", valid_from=date(2026, 3, 18), valid_to=date(2029, 3, 17))
    assert uncovered_days((first, second), DAYS) == ()
    assert uncovered_days((first,), DAYS) == (date(2026, 3, 18), date(2026, 3, 19))
    gap = second.but(valid_from=date(2026, 3, 19))
    assert uncovered_days((gap, first), DAYS) == (date(2026, 3, 18),)


def test_an_open_end_counts_and_is_told() -> None:
    state = with_certificate(valid_to=None)
    assert only(state, "validity").level is Level.WARNING
    assert "certificate_day" not in codes(state)


@pytest.mark.parametrize("kind", ["cfp", "ghg"])
def test_two_trainings_are_needed_and_count_once_they_have_a_day(kind: str) -> None:
    rest = tuple(t for t in TEAM.trainings if t.kind != kind)
    found = only(replace(TEAM, trainings=rest), "training")
    assert (found.level, found.target.field) == (Level.OVERRIDABLE, f"training.{kind}")
    undated = (*rest, Training(person=Role.LEAD, kind=kind))
    assert codes(replace(TEAM, trainings=undated)).count("training") == 1


@pytest.mark.parametrize(("years", "lacks"), [("1.99", True), ("2", False), (None, True)])
def test_a_verifier_has_two_years(years: str | None, lacks: bool) -> None:
    own = PersonFacts(person=Role.LEAD, experience_years=Decimal(years) if years else None)
    state = replace(TEAM, facts=(own, *TEAM.facts[1:]))
    assert ("experience" in codes(state, Level.OVERRIDABLE)) is lacks


@pytest.mark.parametrize(("years", "lacks"), [("2.99", True), ("3", False)])
@pytest.mark.parametrize("item", RULES.rule_list(ListCode.EXPERT_ITEM).codes)
def test_any_one_item_and_three_years_make_an_expert(item: str, years: str, lacks: bool) -> None:
    own = PersonFacts(person=Role.EXPERT, experience_years=Decimal(years), expert_items=("x", item))
    found = codes(replace(TEAM, facts=(*TEAM.facts[:2], own)))
    assert ("expert_experience" in found) is lacks
    assert "expert_item" not in found
    assert "training" not in found  # none is asked of an expert
    nothing = replace(TEAM, facts=(*TEAM.facts[:2], own.but(expert_items=("x",))))
    assert "expert_item" in codes(nothing, Level.OVERRIDABLE)


@pytest.mark.parametrize("mentor", ["", Role.EXPERT, Role.TRAINEE, Role.REVIEWER, "gone"])
def test_a_trainee_has_a_verifier_as_mentor(mentor: str) -> None:
    own = PersonFacts(person=Role.TRAINEE, mentor=mentor)
    assert "mentor" in codes(replace(TEAM, facts=(TEAM.facts[0], own, TEAM.facts[2])), Level.HARD)


@pytest.mark.parametrize("role", [Role.LEAD, Role.TRAINEE, Role.EXPERT])
@pytest.mark.parametrize("kind", KINDS)
def test_every_member_signs_every_statement(role: Role, kind: str) -> None:
    left = tuple(s for s in TEAM.statements if (s.person, s.kind) != (role, kind))
    assert codes(replace(TEAM, statements=left), Level.HARD) == ["statement"]
    unsigned = (*left, TeamStatement(person=role, kind=kind))
    found = only(replace(TEAM, statements=unsigned), "statement")
    assert (found.target.row, found.target.field) == (role, f"statement.{kind}")


def test_a_stated_tie_bars_a_member_and_no_one_overrides_it() -> None:
    tied = tuple(
        s.but(conflict="持有委托方股份") if s.person == Role.EXPERT else s for s in TEAM.statements
    )
    found = only(replace(TEAM, statements=tied), "conflict")
    assert (found.level, found.target.row) == (Level.HARD, Role.EXPERT)


def test_the_reviewer_is_no_member() -> None:
    assert Role.REVIEWER not in {b.target.row for b in team_blockers(TEAM, RULES)}
    assert person_blockers(TEAM.people[3], TEAM, RULES) != ()  # asked for, it would lack them


def test_the_matrix_names_who_covers_a_topic_and_trainees_do_not() -> None:
    marks = (
        CompetenceMark(person=Role.TRAINEE, topic="lca", held=True),
        CompetenceMark(person=Role.EXPERT, topic="law", held=True),
        CompetenceMark(person=Role.LEAD, topic="law", held=False),
        CompetenceMark(person=Role.REVIEWER, topic="sampling", held=True),
    )
    state = replace(TEAM, marks=marks)
    matrix = {cover.topic.code: cover for cover in competence_matrix(state, RULES)}
    assert len(matrix) == 12
    assert matrix["law"].holders == (Role.EXPERT,)
    assert (matrix["lca"].holders, matrix["lca"].trainees) == ((), (Role.TRAINEE,))
    hard = [b for b in team_blockers(state, RULES) if b.level is Level.OVERRIDABLE]
    assert [b.target.field for b in hard] == [
        f"topic.{topic}" for topic in ("standards", "processes", "sampling", "lca")
    ]
    assert codes(state, Level.WARNING).count("topic") == 7


@given(st.randoms(use_true_random=False))
def test_only_the_state_counts_and_not_the_order_of_records(chance: Random) -> None:
    def mixed(records: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(chance.sample(records, len(records)))

    first = TEAM.certificates[0]
    certificates = (
        first.but(valid_to=None),
        first.but(row="c2", number="G-2", valid_to=date(2026, 1, 1)),
        first.but(row="c3", number="G-3", valid_to=None),
    )
    state = replace(
        TEAM, certificates=certificates, statements=TEAM.statements[2:], marks=TEAM.marks[3:]
    )
    other = replace(
        state,
        facts=mixed(state.facts),
        certificates=mixed(state.certificates),
        trainings=mixed(state.trainings),
        statements=mixed(state.statements),
        marks=mixed(state.marks),
    )
    assert team_blockers(other, RULES) == team_blockers(state, RULES)
