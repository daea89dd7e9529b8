"""The journal read again: an honest one holds, a changed one is named."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from cfpdesk.i18n import msg
from cfpdesk.model.team import Person
from cfpdesk.store.journal_check import check_journal
from tests import builders


def test_an_honest_journal_holds(tmp_path: Path) -> None:
    session = builders.a_session(tmp_path)
    builders.an_engagement(session)
    builders.a_team(session)
    found = check_journal(session.database)
    assert found.broken == ()
    assert found.backwards_s == 0
    assert found.events > 20
    session.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET value='\"other\"' WHERE kind='set' AND seq=4",
        "DELETE FROM event WHERE seq=(SELECT max(seq) FROM event)",
        "UPDATE event SET hlc='00000000ffffffff' WHERE seq=2",
        "UPDATE replica SET head=zeroblob(32)",
    ],
)
def test_a_changed_journal_is_named(tmp_path: Path, change: str) -> None:
    session = builders.a_session(tmp_path)
    builders.an_engagement(session)
    replica, path = session.replica, session.database
    session.close()
    with sqlite3.connect(path) as conn:
        assert conn.execute(change).rowcount > 0
    conn.close()
    assert check_journal(path).broken == (replica,)


def test_a_clock_that_went_back_is_measured(tmp_path: Path) -> None:
    clock = builders.TickingClock(step=timedelta(0))
    session = builders.a_session(tmp_path, clock=clock)
    builders.an_engagement(session)
    clock.at -= timedelta(minutes=3)
    builders.a_team(session)
    assert check_journal(session.database).backwards_s == 180
    session.close()


def test_it_can_be_stopped(tmp_path: Path) -> None:
    def stop(_done: int) -> None:
        raise InterruptedError

    session = builders.a_session(tmp_path)
    with session.transact(msg("Edit")) as change:
        for number in range(1100):
            change.put(Person(name=f"{number}"))
    with pytest.raises(InterruptedError):
        check_journal(session.database, stop)
    session.close()
