"""The store's tables from version to version, the first of which makes them.

Events are never rewritten: a newer program reads the old ones as they are. What changes is the
projection, which is rebuilt, and the small tables beside the journal. sqlite-utils applies what is
pending and remembers what was; importing it takes longer than opening a store, so this module is
imported only where a store is made or brought up to date.
"""

import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from cfpdesk.store import database, projection
from cfpdesk.store.durable import put_in_place
from cfpdesk.store.log import Log
from cfpdesk.store.tables import APPLICATION_ID, JOURNAL, PROJECTION, RECORDS, USER_VERSION

VERSIONS = Migrations("cfpdesk.store")


@VERSIONS()
def version_1(db: Database) -> None:
    """Make the journal, the records beside it and the projection."""
    for script in (JOURNAL, RECORDS, PROJECTION):
        for statement in filter(str.strip, script.split(";")):
            db.execute(statement)


def create(path: Path) -> sqlite3.Connection:
    """Make a new store; the file and its name are durable on return.

    It is made under another name first, so that a half-made one is never taken for a store.

    Raises:
        UserError: if the disk is full.
    """
    unfinished = path.with_suffix(".new")
    for left in path.parent.glob(f"{unfinished.name}*"):
        left.unlink()
    conn = sqlite3.connect(unfinished, isolation_level=None)
    try:
        # No WAL here: closing it would copy into the file without telling of a full disk.
        conn.execute("PRAGMA journal_mode=MEMORY")
        conn.execute("PRAGMA synchronous=FULL")
        with database.transaction(conn):
            VERSIONS.apply(Database(conn))
            conn.execute(f"PRAGMA application_id={APPLICATION_ID}")
            conn.execute(f"PRAGMA user_version={USER_VERSION}")
    finally:
        conn.close()
    put_in_place(unfinished, path)
    return database.connect(path)


def migrate(conn: sqlite3.Connection) -> None:
    """Bring an older store to this version, in one transaction; a backup was made before."""
    with database.transaction(conn):
        VERSIONS.apply(Database(conn))
        projection.rebuild(Log(conn))
        conn.execute(f"PRAGMA user_version={USER_VERSION}")
