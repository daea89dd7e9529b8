"""I1 to I10 on generated histories, compared with the set model."""

import json
import random
import sqlite3
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cfpdesk.model.journal import parse_name
from cfpdesk.store import authority, fork, names, projection, row_projection
from cfpdesk.store.database import transaction
from cfpdesk.store.intake import MergeRefusedError
from cfpdesk.store.log import Log
from cfpdesk.store.merge import take_events
from cfpdesk.store.tables import JOURNAL, PROJECTION, RECORDS
from tests.builders import START, PlainPackage, a_package
from tests.store.histories import KEYS, LEADS, Step, World, tell
from tests.store.set_model import SetModel, held

STEPS = st.lists(
    st.tuples(st.integers(0, 14), st.integers(0, 63), st.integers(0, 63), st.integers(0, 63)),
    min_size=3,
    max_size=28,
)
QUICK = settings(max_examples=120, suppress_health_check=list(HealthCheck))
DEEP = settings(max_examples=4000, suppress_health_check=list(HealthCheck))


def a_log() -> Log:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.executescript(JOURNAL + RECORDS + PROJECTION)
    log = Log(conn)
    authority.set_leads(log, 1, LEADS)
    return log


def package(world: World, who: str, stories: list[list[int]]) -> PlainPackage:
    lines = [world.lines[uid] for story in stories for uid in story]
    return a_package(lines, replica=who, key=KEYS[who])


def take(log: Log, told: PlainPackage) -> None:
    with transaction(log.conn):
        take_events(log, told, START, None)


def merged(world: World, order: Iterable[int]) -> Log:
    log = a_log()
    told = world.tellings()
    for n in order:
        take(log, package(world, *told[n]))
    return log


def picture(log: Log) -> dict[str, Any]:
    """Everything that must not depend on the way the events came."""
    place = {cid: (t, r, f) for cid, t, r, f in log.conn.execute("SELECT * FROM cell")}
    names_of = {chain.rid: chain.replica for chain in log.chains()}
    names_of |= dict(log.conn.execute("SELECT rid, replica FROM replica"))
    events = list(log.conn.execute("SELECT rid, seq, cid, hash, sup FROM event"))
    standing: dict[Any, set[Any]] = {}
    for cid in {row[2] for row in events}:
        standing[place[cid]] = {tuple(node.dot) for node in projection.heads(log, cid)}
    return {
        "events": {(names_of[r], s): digest.hex() for r, s, _c, digest, _sup in events},
        "sup": {(names_of[r], s) for r, s, _c, _d, sup in events if sup},
        "missing": {
            (names_of[r], s, digest.hex(), place[c]): kind
            for r, s, digest, c, kind in log.conn.execute("SELECT * FROM missing_name")
        },
        "standing": standing,
        "conflicts": {
            place[c] for (c,) in log.conn.execute("SELECT cid FROM standing WHERE conflict=1")
        },
        "ranges": {
            (names_of[r], first, last)
            for _c, r, first, last in log.conn.execute("SELECT * FROM excluded")
        },
        "life": {
            (t, r): str(row_projection.life_of(log, (t, r)))
            for t, r, _f in place.values()
            if not t.startswith("_")
        },
    }


def expected(world: World) -> dict[str, Any]:
    model = SetModel(held(world.all_lines()), KEYS, LEADS)
    rows = {place[:2] for place in model.cells if not place[0].startswith("_")}
    return {
        "events": {dot: e.digest for dot, e in model.events.items()},
        "sup": model.superseded(),
        "missing": model.missing(),
        "standing": model.standing,
        "conflicts": model.conflicts(),
        "ranges": model.ranges,
        "life": {row: model.life[row] for row in rows},
    }


def trimmed(picture_of_log: dict[str, Any], rows: set[Any]) -> dict[str, Any]:
    """Leave out rows of which every event was cut off by a fork: the model never knew them."""
    life = {row: state for row, state in picture_of_log["life"].items() if row in rows}
    return {**picture_of_log, "life": life}


def check_union(steps: list[Step], seed: int) -> None:
    world = tell(steps)
    wanted = expected(world)
    count = len(world.tellings())
    shuffled = random.Random(seed)
    orders = [list(range(count)), list(range(count))[::-1], list(range(count)) * 2]
    shuffled.shuffle(orders[2])
    for order in orders:
        log = merged(world, order)
        found = trimmed(picture(log), set(wanted["life"]))
        for part, value in wanted.items():
            assert found[part] == value, (part, order)
        check_rebuilt(log, found, set(wanted["life"]))
        check_lines(log, world)


def check_rebuilt(log: Log, before: dict[str, Any], rows: set[Any]) -> None:
    with transaction(log.conn):
        names.rebuild(log)
        projection.rebuild(log)
    assert trimmed(picture(log), rows) == before


def check_lines(log: Log, world: World) -> None:
    told = {line for story in world.all_lines() for line in story}
    for chain in log.chains():
        assert set(log.lines(chain)) <= told
    aside = {line for (line,) in log.conn.execute("SELECT line FROM set_aside")}
    kept = {line for chain in log.chains() for line in log.lines(chain)} | aside
    assert kept == told


@QUICK
@given(STEPS, st.integers(0, 1 << 20))
def test_any_order_gives_what_the_sets_say(steps: list[Step], seed: int) -> None:
    """I1, I2, I3, I4, I7, I8, I9."""
    check_union(steps, seed)


@pytest.mark.slow
@DEEP
@given(STEPS, st.integers(0, 1 << 20))
def test_any_order_gives_what_the_sets_say_deep(steps: list[Step], seed: int) -> None:
    check_union(steps, seed)


@settings(QUICK, max_examples=60)
@given(STEPS)
def test_a_resolution_leaves_one_head_everywhere(steps: list[Step]) -> None:
    """I5."""
    world = tell(steps)
    for replica in world.views:
        if replica != "lead":
            world.deliver(replica, "lead")
    places = [p for p in world.model("lead").standing if not p[0].startswith("_")]
    places = [p for p in places if not p[2].startswith("_") and world.heads("lead", p)]
    for place in places:
        world.write("lead", place, "resolve", "settled", world.heads("lead", place))
    log = a_log()
    stories = [story for _r, story in sorted(world.views["lead"].items()) if story]
    take(log, package(world, "lead", stories))
    for place in places:
        cid = log.cell(*place)
        assert cid is not None
        assert [json.loads(node.value) for node in projection.heads(log, cid)] == ["settled"]


@settings(QUICK, max_examples=40)
@given(STEPS, st.integers(0, 1 << 20))
def test_a_refused_package_leaves_nothing(steps: list[Step], seed: int) -> None:
    """I6."""
    world = tell(steps)
    told = world.tellings()
    log = merged(world, range(len(told) // 2))
    before = list(log.conn.iterdump())
    who, stories = told[-1]
    broken = package(world, who, stories)
    at = random.Random(seed).randrange(len(broken.lines))
    broken.lines[at] = broken.lines[at].replace(b'"s":1', b'"s":01')
    with pytest.raises(MergeRefusedError):
        take(log, broken)
    log.forget()
    assert list(log.conn.iterdump()) == before


@settings(QUICK, max_examples=40)
@given(STEPS, st.permutations(range(60)))
def test_no_clock_decides_what_is_in_conflict(steps: list[Step], clock: list[int]) -> None:
    """I10."""
    world = tell(steps)
    other = world.retold(lambda uid: f"{clock[uid % 60] * 7919:016x}")
    order = range(len(world.tellings()))
    found, again = picture(merged(world, order)), picture(merged(other, order))
    for part in ("sup", "standing", "conflicts", "ranges", "life"):
        assert found[part] == again[part], part


def test_forks_are_reported_with_both_lines() -> None:
    """I7."""
    world = tell([(0, 2, 0, 0), (0, 2, 1, 1), (13, 2, 0, 1)])
    log = merged(world, range(len(world.tellings())))
    (found,) = fork.forks(log)
    assert found.replica == "aa"
    assert found.one != found.other
    assert json.loads(found.one)["d"] == json.loads(found.other)["d"] == f"aa:{found.seq}"
    assert parse_name(f"aa:{found.seq}:{'0' * 32}")
