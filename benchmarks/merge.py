"""Merging 20 packages of 50 000 events each, against inserting the same rows into SQLite.

The reference is the least a merge could do: the rows that it left in `event` and `cell`, read out
beforehand and put by executemany into the same tables with the same indexes and settings, one
transaction for each package. Both sides go package by package in turn, so that a slow moment of
the machine falls on both. `python -m benchmarks.merge --quick` takes 2 500 events each.
"""

import gc
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks.journals import BEGIN, ENGAGEMENT, packages
from benchmarks.measure import Row, seconds
from cfpdesk.i18n import msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.journal import Actor
from cfpdesk.model.trust import TrustList
from cfpdesk.store import database, migrations
from cfpdesk.store.merge import MergeResult, merge_package
from cfpdesk.store.package_reader import read_package
from cfpdesk.store.reception import check_author
from cfpdesk.store.session import Session

Table: TypeAlias = list[tuple[Any, ...]]
PACKAGES, EVENTS, QUICK = 20, 50_000, 2_500
CACHE = Path("build/bench")
AFTER = BEGIN + timedelta(days=3)


@dataclass
class _Times:
    """Seconds for all packages together."""

    verify: float = 0.0
    merge: float = 0.0
    insert: float = 0.0
    results: list[MergeResult] = field(default_factory=list)


def rows(events: int = EVENTS) -> Iterator[Row]:
    """Merge, and insert the same rows; then say the same with the checking of the packages."""
    CACHE.mkdir(parents=True, exist_ok=True)
    paths, trust = packages(CACHE, PACKAGES, events)
    times = _Times()
    with tempfile.TemporaryDirectory(dir=CACHE) as name:
        folder = Path(name) / "e"
        reference = migrations.create(Path(name) / "reference.db")
        with _lead(folder):  # open meanwhile, as it is when a command or the window merges
            for path in paths:
                _one(folder, path, trust, reference, times)
        reference.close()
    if sum(result.events for result in times.results) != PACKAGES * events:
        raise RuntimeError("not every event was taken in")
    if not times.results[-1].conflicts:
        raise RuntimeError("there should be conflicts")
    what = f"merge {PACKAGES} x {events} events"
    into = "executemany of the same rows"
    yield Row(what, times.merge, into, times.insert, 2.5)
    yield Row(f"{what}, checked first", times.merge + times.verify, into, times.insert, None)


def _lead(folder: Path) -> Session:
    session = Session.create(folder, Actor("lead", "1" * 64), lambda: AFTER)
    with session.transact(msg("New engagement")) as change:
        change.put(Engagement(engagement_id=ENGAGEMENT))
    return session


def _one(
    folder: Path, path: Path, trust: TrustList, reference: sqlite3.Connection, times: _Times
) -> None:
    """Take one package in by the way of every merge, then insert what it left."""
    package = None

    def verify() -> None:
        nonlocal package
        package = read_package(path, trust)
        check_author(package)

    times.verify += seconds(verify)
    assert package is not None
    with package:
        last = _last_cell(folder)
        times.merge += seconds(
            lambda: times.results.append(merge_package(folder, package, AFTER, keep_backup=False))
        )
    cells, events = _left(folder, package.manifest.replica, last)
    times.insert += seconds(lambda: _insert(reference, cells, events))
    gc.collect()


def _last_cell(folder: Path) -> int:
    conn = database.connect(folder / database.DATABASE, read_only=True)
    try:
        return int(conn.execute("SELECT coalesce(max(cid), 0) FROM cell").fetchone()[0])
    finally:
        conn.close()


def _left(folder: Path, replica: str, last: int) -> tuple[Table, Table]:
    """Return the rows that a merge added."""
    conn = database.connect(folder / database.DATABASE, read_only=True)
    try:
        cells = conn.execute("SELECT * FROM cell WHERE cid>? ORDER BY cid", (last,)).fetchall()
        (rid,) = conn.execute("SELECT rid FROM replica WHERE replica=?", (replica,)).fetchone()
        events = conn.execute("SELECT * FROM event WHERE rid=? ORDER BY seq", (rid,)).fetchall()
        return cells, events
    finally:
        conn.close()


def _insert(conn: sqlite3.Connection, cells: Table, events: Table) -> None:
    with database.transaction(conn):
        conn.executemany("INSERT INTO cell VALUES(?,?,?,?)", cells)
        conn.executemany("INSERT INTO event VALUES(?,?,?,?,?,?,?,?,?,?,?)", events)


if __name__ == "__main__":
    for row in rows(QUICK if "--quick" in sys.argv else EVENTS):
        sys.stdout.write(row.line() + "\n")
