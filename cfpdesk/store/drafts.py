"""Half-typed text, kept about once a second on this computer only; an event comes later."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from cfpdesk.store.database import transaction, write_failed


@dataclass(frozen=True, slots=True)
class Draft:
    """What stood in a field that was not left yet, and when."""

    table: str
    row: str
    field: str
    text: str
    at: datetime


def keep(conn: sqlite3.Connection, draft: Draft) -> None:
    """Store a draft in place of the last one of its field."""
    with transaction(conn):
        conn.execute(
            "INSERT OR REPLACE INTO draft VALUES(?,?,?,?,?)",
            (draft.table, draft.row, draft.field, draft.text, draft.at.isoformat()),
        )


def kept(conn: sqlite3.Connection) -> tuple[Draft, ...]:
    """Return all drafts, the newest first."""
    found = conn.execute("SELECT tbl, row, field, text, at FROM draft ORDER BY at DESC")
    return tuple(Draft(t, r, f, text, datetime.fromisoformat(at)) for t, r, f, text, at in found)


def drop(conn: sqlite3.Connection, table: str, row: str, field: str) -> None:
    """Forget a draft; nothing is written where there is none."""
    place = (table, row, field)
    where = "tbl=? AND row=? AND field=?"
    if conn.execute(f"SELECT 1 FROM draft WHERE {where}", place).fetchone():  # noqa: S608 - fixed
        try:
            conn.execute(f"DELETE FROM draft WHERE {where}", place)  # noqa: S608 - fixed text
        except sqlite3.OperationalError as error:
            raise write_failed(error) from error
