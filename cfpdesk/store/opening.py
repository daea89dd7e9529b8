"""Making and opening the folder of an engagement: place, lock, version, integrity, recovery."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.journal import Clock
from cfpdesk.store import authority, database
from cfpdesk.store.durable import make_folder
from cfpdesk.store.evidence_folder import EvidenceFolder
from cfpdesk.store.lock import Lock
from cfpdesk.store.log import Log
from cfpdesk.store.place import check_place
from cfpdesk.store.recovery import FileCheck, Recovery, check_files, recovered
from cfpdesk.store.tables import USER_VERSION

_NOTHING = FileCheck((), ())


@dataclass(frozen=True)
class Opened:
    """What a session begins with.

    Attributes:
        newer: the store is of a newer version, and open for reading only.
        recovery: what was recovered after the program did not end by itself, or None.
        files: what the start-up check of the originals found.
    """

    folder: Path
    conn: sqlite3.Connection
    lock: Lock | None
    read_only: bool
    newer: bool = False
    recovery: Recovery | None = None
    files: FileCheck = _NOTHING


def create_folder(folder: Path, clock: Clock) -> Opened:
    """Make a new, empty engagement.

    Raises:
        UserError: if one is there already, or the folder lies on a drive not fit for work.
    """
    check_place(folder)
    make_folder(folder)
    if (folder / database.DATABASE).exists():
        raise UserError(msg("There is already an engagement in {folder}.", folder=str(folder)))
    lock = Lock(folder)
    try:
        EvidenceFolder(folder).prepare()
        from cfpdesk.store import migrations

        conn = migrations.create(folder / database.DATABASE)
        _mark(lock, Log(conn), clock())
    except sqlite3.OperationalError as error:
        lock.release(clean=False)
        raise database.write_failed(error) from error
    except BaseException:
        lock.release(clean=False)
        raise
    return Opened(folder, conn, lock, read_only=False)


def open_folder(folder: Path, clock: Clock, *, read_only: bool) -> Opened:
    """Open an engagement.

    Raises:
        UserError: if there is none, it is damaged, open elsewhere, or lies on a drive not fit for
            work.
    """
    path = folder / database.DATABASE
    if not path.is_file():
        raise UserError(msg("There is no engagement in {folder}.", folder=str(folder)))
    if read_only:
        return _for_reading(folder, path)
    check_place(folder)
    lock = Lock(folder)
    try:
        return _for_work(folder, path, lock, clock())
    except sqlite3.OperationalError as error:
        lock.release(clean=False)
        raise database.write_failed(error) from error
    except BaseException:
        lock.release(clean=False)
        raise


def _for_reading(folder: Path, path: Path) -> Opened:
    conn = database.connect(path, read_only=True)
    try:
        newer = database.version_of(conn) > USER_VERSION
    except BaseException:
        conn.close()
        raise
    return Opened(folder, conn, None, read_only=True, newer=newer)


def _for_work(folder: Path, path: Path, lock: Lock, now: datetime) -> Opened:
    conn = database.connect(path)
    try:
        version = database.version_of(conn)
        if version > USER_VERSION:  # never touched by an older program
            conn.close()
            lock.release(clean=lock.marker() is None)
            return _for_reading(folder, path)
        if version < USER_VERSION:
            from cfpdesk.store import backup, migrations

            backup.make(conn, folder, now, "version")
            migrations.migrate(conn)
        log = Log(conn)
        check_heads(conn, log, path)
        with database.transaction(conn):
            authority.sync(log, folder)
        files = check_files(log, EvidenceFolder(folder))
        recovery = recovered(log, lock.marker(), files.moved)
        _mark(lock, log, now)
    except BaseException:
        conn.close()
        raise
    return Opened(folder, conn, lock, read_only=False, recovery=recovery, files=files)


def check_heads(conn: sqlite3.Connection, log: Log, path: Path) -> None:
    """Ask SQLite whether the file is whole, and compare the end of each chain with its events.

    Raises:
        UserError: if either is wrong.
    """
    if not database.is_whole(conn):
        raise database.damaged(path)
    try:
        for chain in log.chains():
            if log.hash_at(chain, chain.max_seq) != chain.head.hex():
                raise database.damaged(path)
    except sqlite3.DatabaseError as error:
        raise database.damaged(path) from error


def _mark(lock: Lock, log: Log, now: datetime) -> None:
    replica = log.meta("own_replica")
    chain = log.chain(replica) if replica else None
    lock.mark({"at": now.isoformat(), "replica": replica, "seq": chain.max_seq if chain else 0})
