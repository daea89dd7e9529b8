"""Reads the cells of many rows in one query: of all rows that the next lines of a package name."""

import sqlite3
from collections.abc import Container, Iterable, Sequence

import orjson

from cfpdesk.store.event_line import Parts


class LookAhead:
    """Cells of rows that come soon: field and number of each, as they are stored now."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._rows: dict[tuple[str, str], dict[str, int]] = {}

    def take(
        self,
        place: tuple[str, str],
        events: Sequence[Parts],
        at: int,
        known: Container[tuple[str, str]],
    ) -> dict[str, int]:
        """Return field and number of the cells of a row, and forget it.

        Args:
            place: table and row.
            events: a part of the file; the rows of those from `at` on are read along.
            at: which of them names the row.
            known: rows that need not be read.
        """
        if place not in self._rows:
            self._read(events[at:], known)
        cells = self._rows.pop(place, None)
        if cells is None:  # a name that JSON cannot carry into the query
            cells = dict(
                self._conn.execute("SELECT field, cid FROM cell WHERE tbl=? AND row=?", place)
            )
        return cells

    def _read(self, coming: Iterable[Parts], known: Container[tuple[str, str]]) -> None:
        self._rows.clear()
        named: dict[str, set[str]] = {}
        for event in coming:
            row, table = event[7], event[9]
            plain = type(table) is str and type(row) is str and row.isprintable()
            if plain and (table, row) not in known:
                named.setdefault(table, set()).add(row)
        for table, rows in named.items():
            self._rows.update({(table, row): {} for row in rows})
            found = self._conn.execute(
                "SELECT row, field, cid FROM cell WHERE tbl=?"
                " AND row IN (SELECT value FROM json_each(?))",
                (table, orjson.dumps(sorted(rows)).decode()),
            )
            for row, name, cid in found:
                self._rows[table, row][name] = cid
