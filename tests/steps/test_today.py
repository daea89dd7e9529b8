"""What the day asks of the person here: from plan, meetings, evidence, drawn samples."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer
from cfpdesk.model.day import day_of
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.meeting import MeetingKind
from cfpdesk.model.schedule import BlockKind, ScheduleBlock
from cfpdesk.steps import engagement, opening, today
from cfpdesk.store.session import Session
from tests.builders import FIRST, START, Team, TickingClock, a_session, a_team, an_engagement
from tests.sampling_samples import checked, drawn, slips_population

pytestmark = pytest.mark.usefixtures("computer_zone")
DAY, MORNING = day_of(START), 9 * 60


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path, clock=TickingClock(), actor=FIRST)
    an_engagement(made)
    yield made
    made.close()


@pytest.fixture
def team(session: Session) -> Team:
    made = a_team(session)
    engagement.own(session, "ELEC", made.first.row)
    engagement.own(session, "CALC", made.first.row)
    engagement.own(session, "DATA", made.second.row)
    return made


def plan(session: Session, *people: str, **more: object) -> None:
    block = ScheduleBlock(day=DAY, start=MORNING, end=MORNING + 60, people=people)
    with session.transact(msg("Plan")) as change:
        change.put(block.but(**more))


def test_the_day_of_the_closing_meeting_is_as_arranged_else_as_planned(
    session: Session, team: Team
) -> None:
    assert today.today(session, START, leads=True).closing is None
    plan(session, team.first.row, day=DAY + timedelta(days=2), kind=BlockKind.CLOSING)
    found = today.today(session, START, leads=True)
    assert (found.day, found.closing) == (DAY, DAY + timedelta(days=2))
    engagement.arrange(session, MeetingKind.CLOSING, START + timedelta(days=1))
    assert today.today(session, START, leads=True).closing == DAY + timedelta(days=1)


def test_groups_of_others_are_known_by_their_owners(session: Session, team: Team) -> None:
    assert today.today(session, START, leads=False).others == {"DATA"}


def test_a_meeting_is_due_from_its_time_until_it_begins(session: Session, team: Team) -> None:
    assert today.due_meetings(session, START) == ()
    plan(session, team.first.row, kind=BlockKind.OPENING)
    assert today.due_meetings(session, START - timedelta(minutes=1)) == ()
    assert today.due_meetings(session, START) == ("opening",)
    assert today.due_meetings(session, START + timedelta(days=1)) == ()
    opening.begin(session)
    assert today.due_meetings(session, START) == ()


def test_the_plan_says_which_step_it_is_now(session: Session, team: Team) -> None:
    plan(session, team.second.row, kind=BlockKind.OPENING)
    assert not today.planned_step(session, START)
    plan(session, team.first.row, group="SMP")
    assert today.planned_step(session, START) == "sampling"
    assert not today.planned_step(session, START + timedelta(hours=1))


def test_items_of_the_place_where_the_last_photo_was_taken_come_first(
    session: Session, team: Team
) -> None:
    def first() -> str:
        return today.open_items(session, START)[0].item.partition("-")[0]

    listed = first()
    other = "CALC" if listed == "ELEC" else "ELEC"
    plan(session, team.first.row, group=other)
    assert first() == other
    with session.transact(msg("Photo")) as change:
        photo = change.put(Evidence(number="E-2-001", received_at=START))
        answer = change.put(session.find(Answer, item=f"{listed}-02"))
        change.put(Link(evidence=photo.row, target_table=Answer.TABLE, target=answer.row))
    assert first() == listed


def test_the_next_slip_of_a_drawn_sample_is_told_until_all_are_checked(session: Session) -> None:
    assert today.open_slips(session) == ()
    made = slips_population(session)
    assert today.open_slips(session) == ()
    sample = drawn(session, made.row).sample
    assert sample is not None
    (slip,) = today.open_slips(session)
    assert slip.item == sample.items[0].item.id
    assert slip.left == len(sample.items)
    assert slip.population == made.name
    checked(session, made.row)
    assert today.open_slips(session) == ()


def test_a_day_of_a_site_stands_for_a_closing_meeting_that_nobody_arranged(
    session: Session,
) -> None:
    site = engagement.add_site(session, "一厂")
    engagement.write_site(session, site.row, "visit_from", date(2026, 4, 14))
    assert today.today(session, START, leads=True).closing == date(2026, 4, 14)
