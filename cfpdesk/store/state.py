"""The whole projected state as canonical JSON: equal journals give equal bytes.

A function of the events and of the version of the trust list alone: nothing of this copy (its own
chain, times of import, drafts, the order of arrival) is in it.
"""

from cfpdesk.model.journal import DEL_FIELD, NEW_FIELD
from cfpdesk.model.merge import Life
from cfpdesk.model.record import JsonValue
from cfpdesk.store import fork, projection, trail
from cfpdesk.store.log import Log
from cfpdesk.store.rows import read_rows, rows_by_table
from cfpdesk.store.session import Session
from cfpdesk.store.trail import Conflict, Entry


def projected_state(session: Session) -> JsonValue:
    """Return all tables, rows and fields with what stands, conflicts and provenance.

    Keys: `chains` (end of each chain), `tables` (table → row → `life`, `fields`), `conflicts`,
    `excluded` (ranges set aside), `forks` (chain and place). Each field has `value`, `by`, `at`,
    `replica` and `event`.
    """
    return state_of(session.log)


def state_of(log: Log) -> JsonValue:
    """Return the projected state of a journal; see `projected_state`."""
    return {
        "chains": {
            chain.replica: {"hash": chain.head.hex(), "seq": chain.max_seq, "state": chain.state}
            for chain in log.chains()
        },
        "conflicts": [_conflict(found) for found in trail.conflicts(log, everything=True)],
        "excluded": _excluded(log),
        "forks": [[one.replica, one.seq] for one in fork.forks(log)],
        "tables": {
            table: _table(log, table)
            for table in sorted(rows_by_table(log))
            if table not in projection.JOURNAL_TABLES
        },
    }


def _table(log: Log, table: str) -> JsonValue:
    entries = read_rows(log, table)
    found: dict[str, JsonValue] = {
        name: {"life": str(entry.life), "fields": {}} for name, entry in entries.items()
    }
    cells = log.conn.execute(
        "SELECT cid, row, field FROM cell WHERE tbl=? ORDER BY row, field", (table,)
    ).fetchall()
    for cid, row, field in cells:
        heads = projection.heads(log, cid)
        fields = found[row]["fields"] if row in found else None  # type: ignore[index,call-overload]
        if not heads or not isinstance(fields, dict):
            continue
        entry = trail.entry_of(log, (table, row, field), heads[0])
        if field == NEW_FIELD:
            for name in sorted(set(entries[row].values) - set(fields)):
                fields.setdefault(name, _field(entry, entries[row].values[name]))
        elif field != DEL_FIELD:
            fields[field] = _field(entry, entry.value)
    for row, entry_of_row in entries.items():  # a create set aside still gives the row its key
        fields = found[row]["fields"]  # type: ignore[index,call-overload]
        if isinstance(fields, dict) and entry_of_row.life is not Life.GONE:
            for name in entry_of_row.values:
                fields.setdefault(name, {"value": entry_of_row.values[name]})
    return found


def _field(entry: Entry, value: JsonValue) -> JsonValue:
    return {
        "at": entry.at.isoformat(),
        "by": entry.person,
        "event": entry.event,
        "replica": entry.replica,
        "value": value,
    }


def _conflict(conflict: Conflict) -> JsonValue:
    return {
        "field": conflict.field,
        "row": conflict.row,
        "table": conflict.table,
        "versions": [{**_fields(version), "kind": version.kind} for version in conflict.versions],
    }


def _fields(version: Entry) -> dict[str, JsonValue]:
    return {
        "at": version.at.isoformat(),
        "by": version.person,
        "event": version.event,
        "replica": version.replica,
        "value": version.value,
    }


def _excluded(log: Log) -> JsonValue:
    rows = log.conn.execute(
        "SELECT r.replica, e.first, e.last FROM excluded e JOIN replica r ON r.rid=e.rid"
        " ORDER BY r.replica, e.first, e.last"
    )
    return [list(row) for row in rows]
