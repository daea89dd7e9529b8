"""What is computed from an engagement is kept as long as nothing it looked at was written."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer
from cfpdesk.model.finding import Finding
from cfpdesk.model.journal import Actor
from cfpdesk.store.session import Session

ACTOR = Actor("苏晓岚", "5" * 64)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 18, 4, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Session:
    made = Session.create(tmp_path / "e", ACTOR, clock)
    write(made, Answer(item="A-1"))  # its own chain begins
    return made


def write(session: Session, record: Answer | Finding) -> None:
    with session.transact(msg("Write")) as change:
        change.put(record)


Look = Callable[[], object]


def counting(session: Session, look: Look) -> tuple[Look, list[int]]:
    made: list[int] = []

    def make() -> object:
        made.append(1)
        return look()

    return lambda: session.remember(look, make), made


def test_a_write_drops_what_looked_at_its_table_and_nothing_else(session: Session) -> None:
    ask, made = counting(session, lambda: len(session.all(Answer)))
    assert [ask(), ask()] == [1, 1]
    write(session, Finding(number="NC-1-01"))
    assert ask() == 1
    assert len(made) == 1
    write(session, Answer(item="A-2"))
    assert ask() == 2
    assert len(made) == 2


def test_what_is_made_of_something_remembered_looks_at_what_that_looked_at(
    session: Session,
) -> None:
    def inner() -> int:
        return session.remember("inner", lambda: len(session.all(Answer)))

    assert inner() == 1  # it stands already when the outer one is made
    ask, _made = counting(session, inner)
    assert ask() == 1
    write(session, Answer(item="A-2"))
    assert ask() == 2


def test_what_looks_at_the_clock_the_folder_or_the_journal_is_not_kept(session: Session) -> None:
    looks: tuple[Look, ...] = (
        session.now,
        lambda: session.folder,
        lambda: session.log,
        lambda: session.connection,
    )
    for look in looks:
        ask, made = counting(session, look)
        ask()
        ask()
        assert len(made) == 2


def test_what_looks_at_the_day_is_made_anew_the_next_day(session: Session, clock: Clock) -> None:
    ask, made = counting(session, session.today)
    before = ask()
    assert ask() == before
    assert len(made) == 1
    clock.at = datetime(2026, 3, 20, 4, tzinfo=UTC)
    assert ask() != before


def test_what_looks_at_ends_or_operations_is_made_anew_after_any_write(session: Session) -> None:
    for look in (session.heads, session.operations, session.conflicts, session.chains):
        ask, made = counting(session, look)
        ask()
        ask()
        assert len(made) == 1
        write(session, Finding(title=look.__name__))
        ask()
        assert len(made) == 2


def test_undo_drops_what_looked_at_the_table(session: Session) -> None:
    ask, _made = counting(session, lambda: len(session.all(Answer)))
    write(session, Answer(item="A-2"))
    assert ask() == 2
    session.undo()
    assert ask() == 1
    session.redo()
    assert ask() == 2


def test_a_row_is_a_look_at_its_table_shown_or_not(session: Session) -> None:
    row = session.all(Answer)[0].row
    ask, _made = counting(session, lambda: session.record(Answer, row).note)
    assert ask() == ""
    write(session, session.all(Answer)[0].but(note="seen"))
    assert ask() == "seen"


def test_what_fails_is_not_kept(session: Session) -> None:
    def fail() -> int:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own, two lines above
        session.remember("it", fail)
    assert session.remember("it", lambda: len(session.all(Answer))) == 1
