"""Engagement: facts, sites, owners; what is missing is named and mended."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.closing import Seal
from cfpdesk.model.competence import PersonFacts
from cfpdesk.model.engagement import AssuranceLevel, Boundary, Engagement
from cfpdesk.model.gate import Level, Mark
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.steps import engagement, team
from cfpdesk.store.session import Session
from tests.builders import LEAD, a_session, a_team, closed, give, reopened, two_copies


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = a_session(tmp_path)
    engagement.begin(made)
    return made


def codes(session: Session) -> list[str]:
    return [blocker.code for blocker in engagement.blockers(session)]


def fill(session: Session) -> None:
    for field, value in (
        ("number", "CFP-2026-0417"),
        ("client", "江苏恒锐精密带钢有限公司"),
        ("product", "精密冷轧带钢"),
        ("declared_unit", "1 t"),
        ("period_from", date(2025, 1, 1)),
        ("period_to", date(2025, 12, 31)),
        ("claimed_value", Decimal("2808.56")),
        ("materiality_told_on", date(2026, 3, 11)),
        ("materiality_told_how", "书面"),
    ):
        engagement.write(session, field, value)


def test_a_new_engagement_has_its_lead_and_says_what_is_missing(session: Session) -> None:
    now = engagement.state(session)
    assert [member.person.name for member in now.team] == [LEAD.name]
    assert now.team[0].me
    assert now.engagement.engagement_id
    assert now.engagement.checklist
    assert engagement.status(session).mark is Mark.IN_PROGRESS
    found = codes(session)
    assert found.count("engagement.empty") == 6
    assert "engagement.untold" in found
    assert all(str(blocker.sentence) for blocker in engagement.blockers(session))


def test_filled_facts_leave_no_hard_blocker_and_are_durable(session: Session) -> None:
    fill(session)
    again = reopened(session)
    now = engagement.state(again)
    assert now.claim == "2,808.56 kgCO₂e/t"
    assert now.materiality == "±140.43 kgCO₂e/t"
    hard = [b.code for b in engagement.blockers(again) if b.level is Level.HARD]
    # What the other tabs keep is not begun.
    assert {code for code in hard if not code.endswith(".nothing")} == {"sites.none"}
    assert engagement.status(again).mark is Mark.IN_PROGRESS
    again.close()


def test_what_was_begun_before_the_rules_were_kept_is_asked_nothing_of_them(
    session: Session,
) -> None:
    fill(session)
    with session.transact(msg("Edit the engagement")) as change:
        change.put(session.find(Engagement).but(rules=""))
    assert not [b for b in engagement.blockers(session) if b.level is Level.HARD]
    assert engagement.status(session).mark is Mark.DONE
    person = engagement.state(session).team[0].person
    with session.transact(msg("Edit")) as change:
        change.put(PersonFacts(person=person.row, experience_years=Decimal(1)))
    found = [b for b in engagement.blockers(session) if b.code == "team.experience"]
    assert [b.level for b in found] == [Level.WARNING]
    assert engagement.status(session).mark is Mark.DONE


def test_a_fact_that_does_not_change_writes_nothing(session: Session) -> None:
    fill(session)
    before = session.heads()
    fill(session)
    engagement.write(session, "boundary", "cradle_to_gate")
    assert session.heads() == before


def test_choices_are_taken_by_their_text(session: Session) -> None:
    engagement.write(session, "boundary", "gate_to_gate")
    engagement.write(session, "assurance_level", AssuranceLevel.LIMITED)
    kept = session.find(Engagement)
    assert kept.boundary is Boundary.GATE_TO_GATE
    assert kept.assurance_level is AssuranceLevel.LIMITED


def test_a_threshold_outside_its_range_is_refused(session: Session) -> None:
    for wrong in (Decimal(0), Decimal(-5), Decimal("100.1")):
        with pytest.raises(UserError):
            engagement.write(session, "materiality_pct", wrong)
    assert session.find(Engagement).materiality_pct == 5


def test_a_reversed_period_blocks(session: Session) -> None:
    fill(session)
    engagement.write(session, "period_to", date(2024, 1, 1))
    assert "engagement.period" in codes(session)


def test_groups_are_shared_out_one_by_one_and_the_rest_at_once(session: Session) -> None:
    people = a_team_of_two(session)
    groups = engagement.state(session).groups
    assert len(groups) > 10
    assert sum(group.items for group in groups) > 90
    engagement.own(session, groups[0].code, people[1])
    rest = engagement.own_rest(session, people[0])
    assert rest == len(groups) - 1
    now = engagement.state(session)
    assert now.unowned == 0
    assert now.groups[0].owner == people[1]
    assert now.team[1].items == groups[0].items
    engagement.own(session, groups[0].code, "")
    assert engagement.state(session).unowned == 1
    assert "engagement.unowned" in codes(session)


def a_team_of_two(session: Session) -> tuple[str, str]:
    from cfpdesk.model.team import Side

    lead = engagement.state(session).team[0].person
    other = team.add_person(session, Side.TEAM, "高博")
    return lead.row, other.row


def test_an_owner_who_left_the_team_owns_nothing(session: Session) -> None:
    _lead, gao = a_team_of_two(session)
    engagement.own_rest(session, gao)
    team.remove_person(session, gao)
    assert all(not group.owner for group in engagement.state(session).groups)


def test_sites_are_added_moved_and_taken_out(session: Session) -> None:
    first = engagement.add_site(session, " 无锡一厂 ")
    second = engagement.add_site(session, "常州仓库")
    engagement.write_site(session, first.row, "visit_from", date(2026, 3, 18))
    engagement.move_site(session, second.row, 0)
    assert [site.name for site in engagement.state(session).sites] == ["常州仓库", "无锡一厂"]
    engagement.remove_site(session, second.row)
    assert [site.name for site in engagement.state(session).sites] == ["无锡一厂"]
    with pytest.raises(UserError):
        engagement.add_site(session, "  ")
    with pytest.raises(UserError):
        engagement.write_site(session, second.row, "name", "x")


def test_a_meeting_is_arranged_beforehand(session: Session) -> None:
    at = datetime(2026, 3, 18, 1, 0, tzinfo=UTC)
    engagement.arrange(session, MeetingKind.OPENING, at)
    engagement.arrange_place(session, MeetingKind.CLOSING, "二楼会议室")
    assert session.find(Meeting, kind=MeetingKind.OPENING).planned_at == at
    assert engagement.state(session).closing.place == "二楼会议室"


def test_a_key_that_belongs_to_nobody_of_the_team_blocks(tmp_path: Path) -> None:
    made = a_session(tmp_path, "other")
    a_team(made)
    lead = engagement.state(made).team[0].person
    with made.transact(msg("x")) as change:
        change.put(lead.but(key_sha256="f" * 64))
    assert "engagement.me" in codes(made)
    with made.transact(msg("x")) as change:
        change.remove(lead)
    assert "engagement.lead" in codes(made)
    made.close()


def test_after_the_seal_a_fact_needs_a_reason(session: Session) -> None:
    fill(session)
    with session.transact(msg("Seal")) as change:
        change.put(Seal(sealed_at=change.now))
    assert engagement.status(session).mark is Mark.SEALED
    assert engagement.state(session).sealed
    with pytest.raises(UserError):
        engagement.write(session, "product", "别的")
    engagement.write(session, "product", "别的", reason="写错了")
    assert session.find(Engagement).product == "别的"


def test_a_fact_that_two_people_wrote_differently_is_disputed(tmp_path: Path) -> None:
    mine, theirs = two_copies(tmp_path)
    engagement.write(mine, "product", "热轧钢带")
    engagement.write(theirs, "product", "精密带钢")
    give(theirs, mine)
    disputed = dict(engagement.state(mine).disputed)
    assert {value for _person, value in disputed["product"]} == {"热轧钢带", "精密带钢"}
    closed((mine, theirs))


def test_a_look_without_a_key_does_not_ask_whose_it_is(tmp_path: Path) -> None:
    with a_session(tmp_path) as made:
        a_team(made)
        made.actor = None
        assert "engagement.me" not in codes(made)
