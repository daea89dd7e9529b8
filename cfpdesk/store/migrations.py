"""Changes of the store's tables from version to version.

Events are never rewritten: a newer program reads the old ones as they are. What changes is the
projection, which is rebuilt, and the small tables beside the journal.
"""

import sqlite3
from collections.abc import Callable

from cfpdesk.store import database, projection
from cfpdesk.store.log import Log
from cfpdesk.store.tables import USER_VERSION

# version it starts from → what brings the tables to the next one
STEPS: dict[int, Callable[[sqlite3.Connection], None]] = {}


def migrate(conn: sqlite3.Connection, version: int) -> None:
    """Bring an older store to this version, in one transaction; a backup was made before."""
    with database.transaction(conn):
        for step in range(version, USER_VERSION):
            if step in STEPS:
                STEPS[step](conn)
        projection.rebuild(Log(conn))
        conn.execute(f"PRAGMA user_version={USER_VERSION}")
