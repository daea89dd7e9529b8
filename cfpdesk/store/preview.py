"""What a merge would do, shown before anything is written: steps 1 to 4 on a scratch copy."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from cfpdesk.model.merge import Life
from cfpdesk.model.record import JsonValue
from cfpdesk.store import authority, database, projection, rows, trail
from cfpdesk.store.durable import check_room
from cfpdesk.store.log import Log
from cfpdesk.store.merge import SignedPackage, Tell, check_fits, take_events
from cfpdesk.store.rows import Row
from cfpdesk.store.trail import Conflict, Entry


class Came(StrEnum):
    """How what comes relates to what is here."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class PreviewItem:
    """One row or field that the merge would touch.

    Attributes:
        field: empty where the whole row is new or deleted.
        mine: the value here now; None where there is none.
        theirs: the value after the merge; of a conflict the one that comes.
        conflict: all versions, for a conflict.
    """

    came: Came
    table: str
    row: str
    field: str
    mine: JsonValue
    theirs: JsonValue
    mine_by: Entry | None
    theirs_by: Entry | None
    conflict: Conflict | None


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do.

    Attributes:
        items: by table, row and field.
        events: events that are new.
        files: SHA-256 of the files that are new here.
        forks: chains that tell two stories.
    """

    items: tuple[PreviewItem, ...]
    events: int
    files: tuple[str, ...]
    forks: tuple[str, ...]

    def count(self, came: Came) -> int:
        """Return how many items came so."""
        return sum(item.came is came for item in self.items)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the conflicts there would be."""
        return tuple(item.conflict for item in self.items if item.conflict)


def preview_package(
    folder: Path, package: SignedPackage, now: datetime, *, tell: Tell | None = None
) -> MergePreview:
    """Return what merging a verified package would do; nothing of the engagement is written.

    Raises:
        MergeRefusedError: if it does not fit into the journal.
        UserError: if there is no room for the scratch copy.
    """
    path = folder / database.DATABASE
    check_room(folder, path.stat().st_size * 2)
    with (
        TemporaryDirectory(prefix=".preview-", dir=folder) as scratch,
        closing(database.connect(path, read_only=True)) as here,
        closing(_copy(here, Path(scratch) / database.DATABASE)) as there,
    ):
        before, after = Log(here), Log(there)
        check_fits(before, package)
        held = {chain.replica: chain.max_seq for chain in before.chains()}
        with database.transaction(there):
            authority.sync(after, folder)
            intake = take_events(after, package, now, tell)
        forked = tuple(sorted(c.replica for c in intake.cursors.values() if c.forked))
        files = tuple(name for name in package.blob_names if not (folder / "store" / name).exists())
        return MergePreview(_items(before, after, held), intake.taken, files, forked)


def _copy(source: sqlite3.Connection, target: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(target, isolation_level=None)
    conn.execute("PRAGMA synchronous=OFF")  # thrown away at the end
    source.backup(conn)
    conn.execute("PRAGMA journal_mode=MEMORY")
    return conn


def _items(before: Log, after: Log, held: dict[str, int]) -> tuple[PreviewItem, ...]:
    old = _Tables(before)
    new = _Tables(after)
    found: list[PreviewItem] = []
    touched = _touched(after, held)
    conflicts = {(c.table, c.row, c.field): c for c in trail.conflicts(after, everything=True)}
    whole: set[tuple[str, str]] = set()
    for table, row, field in sorted(touched | _changed_life(before, after)):
        if table in projection.JOURNAL_TABLES or (table, row) in whole:
            continue
        was, now = old.row(table, row), new.row(table, row)
        life = _life(was), _life(now)
        conflict = conflicts.get((table, row, "_del"))
        if life[0] is not life[1] and Life.SHOWN in life and not (was and conflict):
            came = Came.NEW if life[1] is Life.SHOWN else Came.DELETED
            whole.add((table, row))
            found.append(_whole(came, table, row, after))
            continue
        item = _field(before, after, (table, row, field), (was, now), conflicts)
        if item is not None:
            found.append(item)
    return tuple(found)


def _touched(after: Log, held: dict[str, int]) -> set[tuple[str, str, str]]:
    found: set[tuple[str, str, str]] = set()
    for chain in after.chains():
        found.update(
            after.conn.execute(
                "SELECT c.tbl, c.row, c.field FROM event e JOIN cell c ON c.cid=e.cid"
                " WHERE e.rid=? AND e.seq>?",
                (chain.rid, held.get(chain.replica, 0)),
            )
        )
    return found


def _changed_life(before: Log, after: Log) -> set[tuple[str, str, str]]:
    """Return rows that live otherwise without being touched themselves, such as links."""
    lives = [set(log.conn.execute("SELECT tbl, row, state FROM life")) for log in (before, after)]
    return {(table, row, "") for table, row, _state in lives[0] ^ lives[1]}


class _Tables:
    """Rows of one side, table by table."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._tables: dict[str, dict[str, Row]] = {}

    def row(self, table: str, row: str) -> Row | None:
        if table not in self._tables:
            self._tables[table] = rows.read_rows(self._log, table)
        return self._tables[table].get(row)


def _life(row: Row | None) -> Life:
    return row.life if row else Life.EMPTY


def _whole(came: Came, table: str, row: str, after: Log) -> PreviewItem:
    field = "_del" if came is Came.DELETED else "_new"
    by = trail.provenance(after, table, row, field)
    return PreviewItem(came, table, row, "", None, None, None, by, None)


def _field(
    before: Log,
    after: Log,
    place: tuple[str, str, str],
    pair: tuple[Row | None, Row | None],
    conflicts: dict[tuple[str, str, str], Conflict],
) -> PreviewItem | None:
    table, row, field = place
    conflict = conflicts.get(place)
    hidden = field in ("", "_new") or _life(pair[1]) is not Life.SHOWN
    if hidden or (field == "_del" and conflict is None):
        return None
    was = pair[0].values.get(field) if pair[0] else None
    now = pair[1].values.get(field) if pair[1] else None
    mine = trail.provenance(before, *place)
    if conflict is not None:
        theirs = next(
            (v for v in conflict.versions if mine is None or v.event != mine.event),
            conflict.winner,
        )
        return PreviewItem(Came.CONFLICT, *place, was, theirs.value, mine, theirs, conflict)
    came = Came.SAME if pair[0] and was == now and mine else Came.CHANGED
    return PreviewItem(
        came, table, row, field, was, now, mine, trail.provenance(after, *place), None
    )
