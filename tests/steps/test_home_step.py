"""Today: counted from what is kept, honest about what is on other computers."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.finding import Finding, FindingKind, FindingState
from cfpdesk.model.home import stretches
from cfpdesk.model.meeting import MeetingKind
from cfpdesk.steps import engagement, home, opening, today
from cfpdesk.store.session import Session
from tests.builders import FIRST, START, Team, TickingClock, a_session, a_team, an_engagement


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture
def session(tmp_path: Path, clock: TickingClock) -> Iterator[Session]:
    made = a_session(tmp_path, clock=clock, actor=FIRST)
    an_engagement(made)
    yield made
    made.close()


@pytest.fixture
def team(session: Session) -> Team:
    made = a_team(session)
    engagement.own(session, "ELEC", made.first.row)
    engagement.own(session, "DATA", made.second.row)
    return made


def answer(session: Session, item: str, verdict: Verdict, **more: object) -> None:
    with session.transact(msg("Answer")) as change:
        change.put(session.find(Answer, item=item).but(verdict=verdict, **more))


def test_the_map_has_mine_first_and_others_dotted(session: Session, team: Team) -> None:
    answer(session, "ELEC-01", Verdict.NOT_CONFORM)
    now = home.state(session)
    assert now.items > 90
    assert now.groups[0].code == "ELEC"
    assert now.groups[0].mine
    assert now.groups[0].cells[0].verdict is Verdict.NOT_CONFORM
    data = next(group for group in now.groups if group.code == "DATA")
    assert data.owner == team.second
    assert all(cell.pending for cell in data.cells)
    mine = now.team[0]
    assert (mine.person, mine.me, mine.done) == (team.first, True, 1)
    assert now.team[0].seen_at is not None
    assert next(m for m in now.team if m.person == team.second).seen_at is None


def test_findings_are_counted_and_the_worst_shown(session: Session, team: Team) -> None:
    with session.transact(msg("Findings")) as change:
        for number, kind in enumerate(FindingKind):
            change.put(Finding(number=f"X-{number}", kind=kind, state=FindingState.TOLD))
    now = home.state(session)
    assert (now.findings, now.awaiting) == (5, 5)
    assert [f.kind for f in now.worst] == [
        FindingKind.MAJOR,
        FindingKind.MISSTATEMENT,
        FindingKind.MINOR,
    ]


def test_the_day_is_told_from_the_log(session: Session, team: Team, clock: TickingClock) -> None:
    clock.at = START + timedelta(hours=1)
    opening.begin(session)
    opening.tick(session, opening.state(session).points[0].row, done=True)
    clock.at = START + timedelta(hours=2)
    answer(session, "ELEC-01", Verdict.CONFORM)
    found = [stretch.noun for stretch in stretches(home.state(session).moments)]
    assert found == ["engagement", "opening", "checklist"]
    assert home.state(session).arranged[0].noun == "opening"
    session.undo()
    found = [stretch.noun for stretch in stretches(home.state(session).moments)]
    assert found == ["engagement", "opening"]


def test_only_what_was_arranged_or_held_is_on_the_strip(session: Session, team: Team) -> None:
    assert home.state(session).arranged == ()
    engagement.arrange(session, MeetingKind.CLOSING, START + timedelta(days=1))
    assert [a.noun for a in home.state(session).arranged] == ["closing"]


def test_a_clock_that_ran_back_is_told(session: Session, team: Team, clock: TickingClock) -> None:
    answer(session, "ELEC-01", Verdict.CONFORM)
    assert home.state(session).clock_back is None
    clock.at -= timedelta(minutes=3)
    answer(session, "ELEC-02", Verdict.CONFORM)
    found = home.state(session).clock_back
    assert found is not None
    back = found.back
    assert timedelta(minutes=2) < back <= timedelta(minutes=3)


def test_promises_and_open_items_are_those_of_my_groups(session: Session, team: Team) -> None:
    answer(session, "ELEC-02", Verdict.FOLLOW_UP, ask_whom="王建华", ask_by=START)
    answer(session, "DATA-01", Verdict.FOLLOW_UP, ask_whom="李梅")
    promises = today.follow_ups(session)
    assert [(p.item, p.whom, p.by) for p in promises] == [("ELEC-02", "王建华", START)]
    items = [item.item for item in today.open_items(session, START)]
    assert "ELEC-01" in items
    assert "ELEC-02" not in items
    assert not [item for item in items if item.startswith("DATA")]
    overdue = home.state(session).groups[0].cells[1]
    assert overdue.overdue
