"""The projected state as JSON: rows, values with their provenance, conflicts, chains.

A function of the events alone (and of who leads, as the trust list says): equal journals give
equal bytes, whatever order their packages came in. No device time of this computer is in it.
"""

import json
from collections.abc import Iterator
from typing import Any

from cfpdesk.model.journal import ACTION_TABLE, DEL_FIELD, NEW_FIELD, name_of
from cfpdesk.model.record import JsonValue
from cfpdesk.store import fork, trail
from cfpdesk.store.log import Log, owner_of
from cfpdesk.store.session import Session
from cfpdesk.store.trail import Entry

FORMAT = "cfpdesk-state"
VERSION = 1

_HEADS = (
    "SELECT c.tbl, c.row, c.field, c.cid, e.rid, e.seq, e.hlc, e.kind, e.value, e.action, e.hash"
    " FROM cell c JOIN event e INDEXED BY event_head ON e.cid=c.cid AND e.sup=0"
    " WHERE substr(c.tbl,1,1)<>'_' ORDER BY c.tbl, c.row, c.field"
)


def projected_state(session: Session) -> dict[str, JsonValue]:
    """Return the state; `canonical_json` of it is what `cfpdesk show --json` prints."""
    return state_of(session.log)


def state_of(log: Log) -> dict[str, JsonValue]:
    """Return the projected state of a journal.

    Keys: `chains` (end of each), `rows` (by table and row: `life`, and `fields` with `value`,
    `person`, `event`, `hlc`, `kind`, `conflict`), `conflicts` (with every version), `set_aside`
    (ranges), `forks` (chain and place), `format`, `version`. Lists throughout: names of tables,
    rows and fields may be anybody's, and keys of canonical JSON are ASCII.
    """
    return {
        "chains": [
            {
                "hash": chain.head.hex(),
                "key_sha256": chain.key_sha256,
                "person": chain.person,
                "replica": chain.replica,
                "seq": chain.max_seq,
                "state": chain.state,
            }
            for chain in sorted(log.chains(), key=lambda chain: chain.replica)
            if chain.max_seq
        ],
        "conflicts": [
            {
                "field": conflict.field,
                "row": conflict.row,
                "table": conflict.table,
                "versions": [_version(entry) for entry in conflict.versions],
            }
            for conflict in trail.conflicts(log, everything=True)
        ],
        "forks": [{"replica": one.replica, "seq": one.seq} for one in fork.forks(log)],
        "format": FORMAT,
        "rows": list(_rows(log)),
        "set_aside": list(_ranges(log)),
        "version": VERSION,
    }


def _version(entry: Entry) -> JsonValue:
    return {
        "at": entry.at.isoformat(),
        "event": entry.event,
        "hlc": entry.hlc,
        "person": entry.person,
        "reason": entry.reason,
        "value": entry.value,
    }


def _ranges(log: Log) -> Iterator[JsonValue]:
    found = log.conn.execute(
        "SELECT r.replica, x.first, x.last FROM excluded x JOIN replica r ON r.rid=x.rid"
        " ORDER BY 1, 2, 3"
    )
    for replica, first, last in found.fetchall():
        yield {"from": first, "replica": replica, "to": last}


def _rows(log: Log) -> Iterator[JsonValue]:
    """Yield each row with its fields, sorted by table, row and field."""
    lives = {(t, r): s for t, r, s in log.conn.execute("SELECT tbl, row, state FROM life")}
    current: tuple[str, str] | None = None
    fields: list[JsonValue] = []
    for place, value in _values(log):
        if place[:2] != current:
            if current is not None:
                yield _row(current, lives, fields)
            current, fields = place[:2], []
        if value is not None:
            fields.append({"field": place[2], **value})
    if current is not None:
        yield _row(current, lives, fields)


def _row(
    place: tuple[str, str], lives: dict[tuple[str, str], str], fields: list[JsonValue]
) -> JsonValue:
    return {
        "fields": fields,
        "life": lives.get(place, "shown"),
        "row": place[1],
        "table": place[0],
    }


def _values(log: Log) -> Iterator[tuple[tuple[str, str, str], dict[str, JsonValue] | None]]:
    """Yield each cell's place with the value that stands, None for the row's own cells."""
    people = _people(log)
    special = {
        cid: (json.loads(heads), bool(conflict))
        for cid, heads, conflict in log.conn.execute("SELECT cid, heads, conflict FROM standing")
    }
    done = -1
    for table, row, field, cid, *event in log.conn.execute(_HEADS).fetchall():
        if cid == done:
            continue
        done = cid
        place = (table, row, field)
        if field in (NEW_FIELD, DEL_FIELD):
            yield place, None
        elif cid not in special:
            yield place, _standing(log, people, event, conflict=False)
        else:
            heads, conflict = special[cid]
            found = _event(log, heads[0]) if heads else None
            yield place, _standing(log, people, found, conflict=conflict) if found else None


def _event(log: Log, head: list[int]) -> list[Any] | None:
    found = log.conn.execute(
        "SELECT rid, seq, hlc, kind, value, action, hash FROM event WHERE rid=? AND seq=?", head
    ).fetchone()
    return list(found) if found else None


def _standing(
    log: Log, people: dict[tuple[int, str], str], event: list[Any], *, conflict: bool
) -> dict[str, JsonValue]:
    rid, seq, hlc, kind, value, action, digest = event
    return {
        "conflict": conflict,
        "event": name_of(log.chain_of(rid).replica, seq, digest),
        "hlc": hlc,
        "kind": kind,
        "person": people.get((rid, action), ""),
        "value": json.loads(value),
    }


def _people(log: Log) -> dict[tuple[int, str], str]:
    """Return who did each action, by chain and action."""
    found = log.conn.execute(
        "SELECT e.rid, e.action, e.value FROM event e JOIN cell c ON c.cid=e.cid WHERE c.tbl=?",
        (ACTION_TABLE,),
    )
    return {(rid, action): owner_of(json.loads(value))[0] for rid, action, value in found}
