"""Three people work through their sessions, undo, delete, exchange; then everything agrees."""

from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.record import Record
from cfpdesk.store import reading
from cfpdesk.store.merge import merge_package
from cfpdesk.store.session import Session
from cfpdesk.store.state import projected_state
from tests.builders import FIRST, LEAD, SECOND, TickingClock, a_session, packed

STEPS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 2), st.integers(0, 5), st.integers(0, 5)),
    min_size=4,
    max_size=24,
)
ITEMS = ("ELEC-01", "ELEC-02")
KINDS: tuple[type[Record], ...] = (Answer, Evidence, Link)
VERDICTS = tuple(Verdict)


def do(session: Session, op: int, b: int, c: int) -> None:
    """Do one thing a person might do."""
    item = ITEMS[b % 2]
    photos = session.all(Evidence)
    answers = session.all(Answer)
    if op <= 1:
        with session.transact(msg("Answer"), reason="because") as change:
            answer = session.find(Answer, item=item)
            change.put(answer.but(verdict=VERDICTS[c], facts=f"f{b % 3}"))
    elif op == 2:
        with session.transact(msg("Add")) as change:
            change.put(Evidence(number=f"E-{b}", caption=f"{c}"))
    elif op == 3 and photos and answers:
        with session.transact(msg("Link")) as change:
            photo, answer = photos[b % len(photos)], answers[c % len(answers)]
            change.put(Link(evidence=photo.row, target_table="answer", target=answer.row))
    elif op == 4 and photos:
        with session.transact(msg("Delete")) as change:
            change.remove(photos[b % len(photos)])
    elif op == 5 and answers:
        with session.transact(msg("Delete")) as change:
            change.remove(answers[b % len(answers)])
    elif op == 6:
        undo(session)
    elif op == 7:
        undo(session, again=True)
    elif op == 8:
        settle(session, b)


def undo(session: Session, *, again: bool = False) -> None:
    with suppress(UserError):  # nothing to undo, or somebody wrote there since
        session.redo() if again else session.undo()


def settle(session: Session, b: int) -> None:
    found = [c for c in session.conflicts() if c.table != "_excl"]
    if found:
        conflict = found[b % len(found)]
        value = conflict.versions[b % len(conflict.versions)].value
        value = b % 2 == 0 if conflict.field == "_del" else value
        with session.transact(msg("Settle"), reason="seen") as change:
            change.resolve(conflict.table, conflict.row, conflict.field, value)


def check_cache(session: Session) -> None:
    """What the session remembers is what it would read anew."""
    fresh = reading.Reading(session.log, session.actor, session.folder, session.clock)
    for kind in KINDS:
        assert session.all(kind) == fresh.all(kind)


def exchange(giver: Session, taker: Session, seq: int) -> None:
    with taker.paused():
        package = packed(giver, seq=seq, everything=True)
        merge_package(taker.folder, package, taker.now(), keep_backup=False)


def play(tmp_path: Path, steps: list[tuple[int, int, int, int]]) -> None:
    clock = TickingClock()
    number = count(1)
    with ExitStack() as stack:
        people = [
            stack.enter_context(
                a_session(tmp_path, f"{next(number)}", actor=actor, clock=clock, replica=name)
            )
            for actor, name in ((LEAD, "lead"), (FIRST, "first"), (SECOND, "second"))
        ]
        for op, a, b, c in steps:
            session = people[a]
            if op == 9:
                exchange(people[b % 3], session, next(number))
            else:
                do(session, op, b, c)
            check_cache(session)
        for giver in people * 2:
            for taker in people:
                if giver is not taker:
                    exchange(giver, taker, next(number))
        states = [projected_state(session) for session in people]
        assert states[0] == states[1] == states[2]
        for session in people:
            check_cache(session)
        assert people[0].verify().problems == ()


@settings(
    max_examples=25,
    suppress_health_check=list(HealthCheck),
)
@given(STEPS)
def test_everybody_ends_with_the_same(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int, int, int]]
) -> None:
    play(tmp_path_factory.mktemp("play"), steps)


@pytest.mark.slow
@settings(max_examples=500, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_everybody_ends_with_the_same_deep(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int, int, int]]
) -> None:
    play(tmp_path_factory.mktemp("play"), steps)
