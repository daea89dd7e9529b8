"""Person-days: written on the grid, limits at their edge as sentences, count from the inventory."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.model.gate import Level
from cfpdesk.model.person_days import DayPart
from cfpdesk.model.team import Role
from cfpdesk.steps import engagement, person_days, team
from cfpdesk.store.session import Session
from tests.builders import Team, a_session, a_team, reopened


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return a_session(tmp_path)


@pytest.fixture
def people(session: Session) -> Team:
    made = a_team(session)
    engagement.begin(session)
    return made


def plan(session: Session, base: str, *days: str, sources: int = 13) -> None:
    person_days.write(session, "sources", Decimal(sources))
    person_days.write(session, "sinks", Decimal(0))
    person_days.write(session, "base", Decimal(base))
    for part, value in zip(DayPart, days, strict=True):
        person_days.write(session, part, Decimal(value))


def codes(session: Session, level: Level) -> list[str]:
    return [b.code for b in person_days.state(session).blockers if b.level is level]


def lines(session: Session) -> dict[str, tuple[bool | None, str]]:
    now = person_days.state(session)
    return {line.clause: (line.kept, line.sentence.text("zh")) for line in now.lines[:3]}


def test_the_limits_are_sentences_beside_the_figures(session: Session, people: Team) -> None:
    assert codes(session, Level.HARD) == ["person_days.nothing"]
    assert lines(session)["RULE:9.3"] == (None, "文件评审不超过总人天的 20 %")
    plan(session, "5.5", "0.75", "1", "2", "2")
    assert lines(session) == {
        "RULE:A": (True, "基数 5.5，在 4–6 之内"),
        "RULE:9.3": (True, "文件评审 13.04 % ≤ 20 %"),
        "RULE:9.4": (True, "共 5.75 人天，不少于 3.85（基数的 70 %）"),
    }
    assert not codes(session, Level.HARD)


def test_document_review_at_its_edge(session: Session, people: Team) -> None:
    plan(session, "5", "1", "1", "1", "2")
    assert lines(session)["RULE:9.3"] == (True, "文件评审 20.00 % ≤ 20 %")
    person_days.write(session, DayPart.DOCUMENT_REVIEW, Decimal("1.25"))
    assert lines(session)["RULE:9.3"][0] is False
    assert "person_days.share" in codes(session, Level.HARD)


def test_the_floor_at_its_edge_and_a_cut_needs_a_reason(session: Session, people: Team) -> None:
    plan(session, "5", "0.5", "0.5", "0.5", "2")
    assert lines(session)["RULE:9.4"] == (True, "共 3.5 人天，不少于 3.5（基数的 70 %）")
    assert codes(session, Level.HARD) == ["person_days.reason"]
    person_days.write(session, "reason", "同一产品去年核查过")
    assert not codes(session, Level.HARD)
    person_days.write(session, DayPart.STAGE2, Decimal("0.25"))
    assert lines(session)["RULE:9.4"][0] is False
    assert codes(session, Level.HARD) == ["person_days.floor"]


@pytest.mark.parametrize(
    ("field", "value"), [("sources", "1.5"), ("sinks", "-1"), ("base", "-0.25"), ("stage2", "1001")]
)
def test_what_is_no_figure_is_refused(
    session: Session, people: Team, field: str, value: str
) -> None:
    with pytest.raises(UserError):
        person_days.write(session, field, Decimal(value))
    assert codes(session, Level.HARD) == ["person_days.nothing"]


def test_days_of_members_and_of_trainees(session: Session, people: Team) -> None:
    plan(session, "5.5", "0.75", "1", "2", "2")
    person_days.give_days(session, people.lead.row, Decimal("5.5"))
    assert "person_days.members" in codes(session, Level.WARNING)
    person_days.give_days(session, people.first.row, Decimal("0.25"))
    assert "person_days.members" not in codes(session, Level.WARNING)
    team.give_role(session, people.second.row, Role.TRAINEE)
    with pytest.raises(UserError):
        person_days.give_days(session, people.second.row, Decimal("0.25"))
    team.give_role(session, people.first.row, Role.TRAINEE)
    assert "person_days.trainee" in codes(session, Level.HARD)
    person_days.give_days(session, people.first.row, Decimal(0))
    assert "person_days.trainee" not in codes(session, Level.HARD)


def test_more_than_a_hundred_is_signed_case_by_case(session: Session, people: Team) -> None:
    plan(session, "8", "1", "2", "3", "2", sources=101)
    assert codes(session, Level.HARD) == ["person_days.by_case"]
    person_days.write(session, "signed_by", "周启明")
    person_days.write(session, "signed_on", date(2026, 3, 5))
    again = reopened(session)
    assert not codes(again, Level.HARD)
    person_days.write_factor(again, "risk", "高")
    assert person_days.state(again).factors == {"risk": "高"}
    again.close()


def test_without_an_inventory_there_is_nothing_to_take(session: Session, people: Team) -> None:
    assert person_days.state(session).inventory is None
    with pytest.raises(UserError):
        person_days.take_count(session)
