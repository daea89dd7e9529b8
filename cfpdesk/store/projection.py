"""Keeps the projection in step with the journal: standing heads, excluded ranges, life of rows.

Only what differs from the common case is stored (see `tables`): a cell with several heads or with
events set aside, and rows that are deleted, wait, or stand near such a row. Everything here is
recomputed from events by the rules of `model.merge`; `rebuild` gives the same as every small step
before it (I8).
"""

import json
from collections.abc import Collection, Iterable

from cfpdesk.model.journal import (
    ACTION_TABLE,
    ADOPT_TABLE,
    DEL_FIELD,
    EXCL_TABLE,
    NEW_FIELD,
    Dot,
    Kind,
    parse_name,
    range_row,
)
from cfpdesk.model.merge import (
    Node,
    Range,
    differ,
    excludes,
    in_order,
    may_exclude,
    standing_heads,
)
from cfpdesk.store import row_projection
from cfpdesk.store.log import WATCH, Log
from cfpdesk.store.tables import PROJECTION_TABLES

JOURNAL_TABLES = frozenset({ACTION_TABLE, EXCL_TABLE, ADOPT_TABLE})


def project(log: Log, touched: Collection[int]) -> set[tuple[str, str]]:
    """Bring the projection up to date after events were added to these cells.

    Returns:
        the rows that may be shown otherwise now: those touched, and those judged with them.
    """
    places = {cid: log.place(cid) for cid in touched}
    deep: set[int] = set()
    for cid, (table, _row, _field) in places.items():
        if table == EXCL_TABLE:
            deep |= _refresh_range(log, cid)
    for cid in deep:
        places.setdefault(cid, log.place(cid))
    for cid, place in places.items():
        if place[0] != EXCL_TABLE:
            _refresh_cell(log, cid, place[0], deep=cid in deep)
    rows = {(table, row) for table, row, _field in places.values() if table not in JOURNAL_TABLES}
    return rows | row_projection.refresh(log, rows)


def note_create(log: Log, table: str, row: str, value: object) -> None:
    """Remember which rows a create names as parents."""
    for parent in row_projection.parents_of(value):
        log.conn.execute("INSERT OR IGNORE INTO kinship VALUES(?,?,?,?)", (*parent, table, row))


def heads(log: Log, cid: int) -> list[Node]:
    """Return the standing heads of a cell, the provisional winner first."""
    found = log.conn.execute("SELECT heads FROM standing WHERE cid=?", (cid,)).fetchone()
    pairs = json.loads(found[0]) if found else log.plain_heads(cid)
    nodes = (log.node(rid, seq, cid) for rid, seq in pairs)
    return [pair[0] for pair in nodes if pair]


def head_names(log: Log, cid: int) -> tuple[str, ...]:
    """Return the names of the standing heads of a cell: the parents of the next event in it."""
    return tuple(sorted(log.name_at(*node.dot) for node in heads(log, cid)))


def rebuild(log: Log) -> None:
    """Make the whole projection anew from the events and the trust list in force."""
    for table in PROJECTION_TABLES:
        log.conn.execute(f"DELETE FROM {table}")  # noqa: S608 - our own table names
    log.forget_ranges()
    creates = log.conn.execute(
        "SELECT c.tbl, c.row, e.value FROM cell c JOIN event e ON e.cid=c.cid"
        " WHERE c.field=? AND e.kind=?",
        (NEW_FIELD, Kind.CREATE),
    )
    for table, row, value in creates.fetchall():
        note_create(log, table, row, json.loads(value))
    deep: set[int] = set()
    for (cid,) in log.conn.execute("SELECT cid FROM cell WHERE tbl=?", (EXCL_TABLE,)).fetchall():
        deep |= _refresh_range(log, cid)
    for cid in sorted(deep | set(several_heads(log))):
        table = log.place(cid)[0]
        if table != EXCL_TABLE:
            _refresh_cell(log, cid, table, deep=cid in deep)
    row_projection.refresh_all(log)


def refresh_authority(log: Log) -> None:
    """Judge every exclude and include anew; called when the trust list changed."""
    rows = log.conn.execute("SELECT cid FROM cell WHERE tbl=?", (EXCL_TABLE,)).fetchall()
    project(log, {cid for (cid,) in rows})


def several_heads(log: Log) -> list[int]:
    """Return the cells with more than one event that no other names."""
    rows = log.conn.execute(
        "SELECT cid FROM event INDEXED BY event_head WHERE sup=0 GROUP BY cid HAVING count(*)>1"
    )
    return [cid for (cid,) in rows]


# ---------------------------------------------------------------- cells


def _refresh_cell(log: Log, cid: int, table: str, *, deep: bool) -> None:
    ranges = log.ranges()
    before = log.conn.execute("SELECT mixed FROM standing WHERE cid=?", (cid,)).fetchone()
    if deep or (before and before[0]):
        nodes = [node for node, _digest in log.cell_nodes(cid).values()]
        mixed = any(node.dot in ranges for node in nodes)
        found = standing_heads(nodes, lambda node: node.dot not in ranges)
    else:
        mixed = False
        plain = log.plain_heads(cid)
        if len(plain) == 1:
            if before:
                log.conn.execute("DELETE FROM standing WHERE cid=?", (cid,))
            return
        pairs = (log.node(rid, seq, cid) for rid, seq in plain)
        found = in_order(pair[0] for pair in pairs if pair)
    if not mixed and len(found) == 1:
        log.conn.execute("DELETE FROM standing WHERE cid=?", (cid,))
        return
    _store(log, cid, found, conflict=differ(table, found), mixed=mixed)


def _store(log: Log, cid: int, found: Iterable[Node], *, conflict: bool, mixed: bool) -> None:
    pairs = []
    for node in found:
        chain = log.chain(node.dot.replica)
        if chain:
            pairs.append([chain.rid, node.dot.seq])
    log.conn.execute(
        "INSERT OR REPLACE INTO standing VALUES(?,?,?,?)",
        (cid, json.dumps(pairs), conflict, mixed),
    )


# ---------------------------------------------------------------- exclusion


def _refresh_range(log: Log, cid: int) -> set[int]:
    """Judge one `_excl` cell; return the cells whose events it sets aside or brings back."""
    leads = log.leads()

    def authorised(node: Node) -> bool:
        found = _range_of(node, row)
        chain = log.chain(node.dot.replica)
        return (
            found is not None
            and chain is not None
            and node.kind in (Kind.EXCLUDE, Kind.INCLUDE)
            and may_exclude(node.dot.replica, chain.key_sha256, found.replica, leads)
        )

    row = log.place(cid)[1]
    nodes = [node for node, _digest in log.cell_nodes(cid).values()]
    found = standing_heads(nodes, authorised)
    _store(log, cid, found, conflict=differ(EXCL_TABLE, found), mixed=len(found) != len(nodes))
    after = _in_force(log, found, row)
    stored = log.conn.execute(
        "SELECT rid, first, last FROM excluded WHERE cid=?", (cid,)
    ).fetchone()
    before = Range(log.chain_of(stored[0]).replica, stored[1], stored[2]) if stored else None
    if before == after:
        return set()
    log.forget_ranges()
    if after is None:
        log.conn.execute("DELETE FROM excluded WHERE cid=?", (cid,))
    else:
        chain = log.add_chain(after.replica)
        log.conn.execute(
            "INSERT OR REPLACE INTO excluded VALUES(?,?,?,?)",
            (cid, chain.rid, after.first, after.last),
        )
    return _cells_in(log, before) | _cells_in(log, after)


def _range_of(node: Node, row: str) -> Range | None:
    """Return the range of an exclude or include whose value equals the name of its cell."""
    value = json.loads(node.value)
    first = value.get("from") if isinstance(value, dict) else None
    name = parse_name(value.get("to")) if isinstance(value, dict) else None
    if type(first) is not int or name is None or not 1 <= first <= name.seq:
        return None
    if range_row(name.replica, first, name.seq) != row:
        return None
    return Range(name.replica, first, name.seq)


def _in_force(log: Log, found: list[Node], row: str) -> Range | None:
    """Return the range that is set aside: an exclude stands, and the end it names is stored."""
    for node in found:
        name = parse_name(json.loads(node.value).get("to"))
        if node.kind == Kind.EXCLUDE and excludes([node]) and name and log.stored(name):
            return _range_of(node, row)
    return None


def _cells_in(log: Log, part: Range | None) -> set[int]:
    chain = log.chain(part.replica) if part else None
    if part is None or chain is None:
        return set()
    rows = log.conn.execute(
        "SELECT DISTINCT e.cid FROM event e JOIN cell c ON c.cid=e.cid"
        " WHERE e.rid=? AND e.seq BETWEEN ? AND ? AND c.tbl<>?",
        (chain.rid, part.first, part.last, EXCL_TABLE),
    )
    return {cid for (cid,) in rows}


# ---------------------------------------------------------------- names that are not stored yet


def watch(log: Log, cid: int, names: Iterable[object]) -> None:
    """Remember that a cell's meaning waits for events that are not stored yet."""
    for text in names:
        name = parse_name(text)
        if name is None:
            continue
        chain = log.add_chain(name.replica)
        if name.seq > chain.max_seq:
            log.conn.execute(
                "INSERT OR IGNORE INTO missing_name VALUES(?,?,?,?,?)",
                (chain.rid, name.seq, bytes.fromhex(name.hash32), cid, WATCH),
            )


def watched_names(field: str, kind: str, value: object) -> list[str]:
    """Return the names outside `p` that an event's meaning rests on: seen chains, a range's end."""
    if not isinstance(value, dict):
        return []
    if field == DEL_FIELD and isinstance(value.get("seen"), dict):
        return [f"{replica}:{text}" for replica, text in value["seen"].items()]
    if kind in (Kind.EXCLUDE, Kind.INCLUDE) and isinstance(value.get("to"), str):
        return [value["to"]]
    return []


def is_in_force(log: Log, dot: Dot) -> bool:
    """Tell whether an event is not set aside."""
    return dot not in log.ranges()
