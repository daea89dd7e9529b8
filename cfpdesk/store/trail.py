"""Reads the audit trail: the history of a cell, provenance, and conflicts."""

import json
from dataclasses import dataclass
from datetime import datetime

from cfpdesk.i18n import Message
from cfpdesk.model.journal import (
    ACTION_TABLE,
    ADOPT_TABLE,
    EXCL_TABLE,
    NEW_FIELD,
    hlc_time,
)
from cfpdesk.model.merge import Node
from cfpdesk.model.record import JsonValue
from cfpdesk.store import projection
from cfpdesk.store.log import Log
from cfpdesk.store.operation import said_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One value a cell had or has.

    Attributes:
        operation: what the person did.
        at: device time as claimed; `hlc` gives the order that counts.
        event: name of the event, `replica:seq:hash32`.
        stands: it is one of the values that stand now.
        excluded: it is set aside.
    """

    table: str
    row: str
    field: str
    kind: str
    value: JsonValue
    operation: Message
    person: str
    at: datetime
    reason: str
    replica: str
    event: str
    hlc: str
    stands: bool
    excluded: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell with standing values that differ; `versions[0]` is the provisional winner.

    For a row deleted by one and edited by another, `field` is `_del`.
    """

    table: str
    row: str
    field: str
    versions: tuple[Entry, ...]

    @property
    def winner(self) -> Entry:
        """The version shown meanwhile, flagged; no decision."""
        return self.versions[0]


def history(log: Log, table: str, row: str, field: str = "") -> tuple[Entry, ...]:
    """Return every value of a cell, or of all cells of a row, the oldest first."""
    if field:
        cid = log.cell(table, row, field)
        cids = [] if cid is None else [cid]
    else:
        rows = log.conn.execute("SELECT cid FROM cell WHERE tbl=? AND row=?", (table, row))
        cids = [cid for (cid,) in rows.fetchall()]
    found = [entry for cid in cids for entry in cell_entries(log, cid)]
    return tuple(sorted(found, key=lambda entry: (entry.hlc, entry.replica, entry.field)))


def cell_entries(log: Log, cid: int) -> list[Entry]:
    """Return every value of a cell, those that stand marked."""
    stands = {node.dot for node in projection.heads(log, cid)}
    place = log.place(cid)
    nodes = (node for node, _digest in log.cell_nodes(cid).values())
    return [entry_of(log, place, node, stands=node.dot in stands) for node in nodes]


def provenance(log: Log, table: str, row: str, field: str) -> Entry | None:
    """Return who wrote the value that stands, when and on which device; None without a value."""
    cid = log.cell(table, row, field)
    found = projection.heads(log, cid) if cid is not None else []
    return entry_of(log, (table, row, field), found[0], stands=True) if found else None


@dataclass(frozen=True, slots=True)
class Disputed:
    """A cell whose standing values differ, as it is stored; equal ones are the same conflict.

    Attributes:
        heads: the standing events of the cell, as the projection writes them.
    """

    cid: int
    place: tuple[str, str, str]
    heads: str


def disputed(log: Log, *, everything: bool = False) -> tuple[Disputed, ...]:
    """Return the cells whose standing values differ, by table, row and field.

    Args:
        log: the journal.
        everything: also those on rows that are not shown, and in cells that nobody sees.
    """
    rows = log.conn.execute(
        "SELECT s.cid, s.heads, c.tbl, c.row, c.field, coalesce(l.state, 'shown') FROM standing s"
        " JOIN cell c ON c.cid=s.cid LEFT JOIN life l ON l.tbl=c.tbl AND l.row=c.row"
        " WHERE s.conflict=1 ORDER BY c.tbl, c.row, c.field"
    ).fetchall()
    found = []
    for cid, heads, table, row, field, state in rows:
        hidden = state != "shown" or field == NEW_FIELD or table in (ACTION_TABLE, ADOPT_TABLE)
        if everything or not hidden:
            found.append(Disputed(cid, (table, row, field), heads))
    return tuple(found)


def conflict_of(log: Log, cell: Disputed) -> Conflict:
    """Return the values that stand against each other in a cell."""
    heads = projection.heads(log, cell.cid)
    versions = tuple(entry_of(log, cell.place, node, stands=True) for node in heads)
    return Conflict(*cell.place, versions)


def conflicts(log: Log, *, everything: bool = False) -> tuple[Conflict, ...]:
    """Return the cells whose standing values differ; as `disputed`."""
    return tuple(conflict_of(log, cell) for cell in disputed(log, everything=everything))


def value_before(log: Log, conflict: Conflict) -> JsonValue:
    """Return the newest value before all that stand in a conflict; None where there is none.

    From the heads back by the parents they name: what is older still is not read.
    """
    cid = log.cell(conflict.table, conflict.row, conflict.field)
    if cid is None:
        return None
    first = min(version.hlc for version in conflict.versions)
    stands = {node.dot for node in projection.heads(log, cid)}
    best: Node | None = None
    for node in log.newest_first(cid):
        if best is not None and node.hlc < best.hlc:
            break
        before = node.hlc < first and node.dot not in stands
        if (
            before
            and projection.is_in_force(log, node.dot)
            and (best is None or node.dot.replica > best.dot.replica)
        ):
            best = node
    value: JsonValue = json.loads(best.value) if best is not None else None
    return value


def entry_of(log: Log, place: tuple[str, str, str], node: Node, *, stands: bool = True) -> Entry:
    """Return one event of a cell as a person reads it."""
    said = said_of(_action_value(log, node))
    table, row, field = place
    return Entry(
        table=table,
        row=row,
        field=field,
        kind=node.kind,
        value=json.loads(node.value),
        operation=said.name,
        person=said.person,
        at=said.at or hlc_time(node.hlc),
        reason=said.reason,
        replica=node.dot.replica,
        event=log.name_at(*node.dot),
        hlc=node.hlc,
        stands=stands,
        excluded=table != EXCL_TABLE and not projection.is_in_force(log, node.dot),
    )


def _action_value(log: Log, node: Node) -> JsonValue:
    cid = log.cell(ACTION_TABLE, node.action, "")
    if cid is None:
        return None
    for rid, seq in log.plain_heads(cid):
        pair = log.node(rid, seq, cid) if log.chain_of(rid).replica == node.dot.replica else None
        if pair:
            value: JsonValue = json.loads(pair[0].value)
            return value
    return None
