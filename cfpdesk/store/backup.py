"""Backups of the database: made by SQLite, checked, durable, thinned by age.

A live database file is never copied. Originals are not in a backup: they are never changed, and
stay where they are.
"""

import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.store.database import connect, damaged, is_whole
from cfpdesk.store.durable import check_room, is_disk_full, put_in_place, sync_file

FOLDER = "backups"
_NAME = re.compile(r"(\d{8}T\d{6})Z-([a-z]+)\.db")
_STAMP = "%Y%m%dT%H%M%S"
_DENSE = timedelta(hours=2)
_HOURLY = timedelta(days=1)
_DAILY = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup.

    Attributes:
        why: `time`, `merge`, `restore`, `version` (before one).
    """

    path: Path
    at: datetime
    why: str


def make(conn: sqlite3.Connection, folder: Path, now: datetime, why: str) -> Backup:
    """Make a backup of an open database, check it, and thin the older ones.

    Raises:
        UserError: if the disk is full or the copy is not whole.
    """
    target_folder = folder / FOLDER
    target_folder.mkdir(exist_ok=True)
    (pages,) = conn.execute("PRAGMA page_count").fetchone()
    (size,) = conn.execute("PRAGMA page_size").fetchone()
    check_room(target_folder, pages * size)
    at = now.astimezone(UTC).replace(microsecond=0)
    while (target := target_folder / f"{at.strftime(_STAMP)}Z-{why}.db").exists():
        at += timedelta(seconds=1)  # one before each of several merges in one second
    temporary = target.with_suffix(".part")
    try:
        copy(conn, temporary)
        put_in_place(temporary, target)
    except (OSError, sqlite3.OperationalError) as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, sqlite3.OperationalError) or is_disk_full(error):
            raise UserError(msg("The backup could not be written: the disk is full.")) from error
        raise
    thin(folder, at)
    return Backup(target, at, why)


def copy(conn: sqlite3.Connection, target: Path) -> None:
    """Copy a database through SQLite, check the copy, and make it durable."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target, isolation_level=None)) as made:
        made.execute("PRAGMA synchronous=FULL")
        conn.backup(made)
        made.execute("PRAGMA journal_mode=DELETE")
        if not is_whole(made):
            raise damaged(target)
    with target.open("r+b") as stream:
        sync_file(stream)


def backups(folder: Path) -> tuple[Backup, ...]:
    """Return the backups of an engagement, the newest first."""
    found = []
    for path in (folder / FOLDER).glob("*.db"):
        match = _NAME.fullmatch(path.name)
        if match:
            at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
            found.append(Backup(path, at, match[2]))
    return tuple(sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True))


def thin(folder: Path, now: datetime) -> None:
    """Keep all of the last two hours, one an hour for a day, one a day for a month, one a month."""
    kept: set[str] = set()
    for number, backup in enumerate(backups(folder)):
        slot = _slot(backup.at, now)
        if number == 0 or slot is None or slot not in kept:
            if slot is not None:
                kept.add(slot)
            continue
        with suppress(OSError):  # somebody looks at it: the next time
            backup.path.unlink(missing_ok=True)


def _slot(at: datetime, now: datetime) -> str | None:
    age = now - at
    if age <= _DENSE:
        return None
    if age <= _HOURLY:
        return f"{at:%Y-%m-%dT%H}"
    return f"{at:%Y-%m-%d}" if age <= _DAILY else f"{at:%Y-%m}"


def open_backup(backup: Backup) -> sqlite3.Connection:
    """Open a backup for reading.

    Raises:
        UserError: if it is damaged.
    """
    conn = connect(backup.path, read_only=True)
    if not is_whole(conn):
        conn.close()
        raise damaged(backup.path)
    return conn
