"""Making and opening the folder of an engagement: place, lock, version, integrity, recovery."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.journal import Clock
from cfpdesk.store import database
from cfpdesk.store.durable import make_folder
from cfpdesk.store.evidence_folder import EvidenceFolder
from cfpdesk.store.lock import Lock
from cfpdesk.store.log import Log
from cfpdesk.store.tables import USER_VERSION


@dataclass(frozen=True)
class Opened:
    """What a session begins with.

    Attributes:
        newer: the store is of a newer version and open for reading only.
    """

    folder: Path
    conn: sqlite3.Connection
    lock: Lock | None
    read_only: bool
    newer: bool
    recovery: object


def create_folder(folder: Path, clock: Clock) -> Opened:
    """Make a new, empty engagement."""
    make_folder(folder)
    if (folder / database.DATABASE).exists():
        raise UserError(msg("There is already an engagement in {folder}.", folder=str(folder)))
    lock = Lock(folder)
    EvidenceFolder(folder).prepare()
    conn = database.create(folder / database.DATABASE)
    lock.mark({"began": clock().isoformat()})
    return Opened(folder, conn, lock, read_only=False, newer=False, recovery=None)


def open_folder(folder: Path, clock: Clock, *, read_only: bool) -> Opened:
    """Open an engagement."""
    path = folder / database.DATABASE
    if not path.is_file():
        raise UserError(msg("There is no engagement in {folder}.", folder=str(folder)))
    lock = None if read_only else Lock(folder)
    conn = database.connect(path, read_only=read_only)
    newer = database.version_of(conn) > USER_VERSION
    if lock:
        lock.mark({"began": clock().isoformat()})
    Log(conn)
    return Opened(folder, conn, lock, read_only=read_only or newer, newer=newer, recovery=None)
