"""Which rows are shown, gone, waiting or empty; see `model.merge.row_life` for the rule.

A row needs judging only if it is odd itself (no create stored, a `_del` cell, events set aside) or
falls with a row that is. Those rows, and only those, stand in the table `life`.
"""

import json
from collections.abc import Collection

from cfpdesk.model.journal import (
    ACTION_TABLE,
    ADOPT_TABLE,
    DEL_FIELD,
    EXCL_TABLE,
    NEW_FIELD,
    Dot,
    Kind,
    parse_seen,
)
from cfpdesk.model.merge import (
    Life,
    RowFacts,
    RowKey,
    delete_disputed,
    is_delete,
    row_life,
)
from cfpdesk.store.log import Log


def parents_of(value: object) -> tuple[RowKey, ...]:
    """Return the parents that the value of a create names."""
    listed = value.get("parents") if isinstance(value, dict) else None
    return tuple(
        (pair[0], pair[1])
        for pair in (listed if isinstance(listed, list) else [])
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(p, str) for p in pair)
    )


def refresh(log: Log, rows: Collection[RowKey]) -> set[RowKey]:
    """Judge these rows, and all that may live or fall with them; return those judged."""
    seeds = [row for row in rows if _in_life(log, row) or _is_odd(log, row) or _near(log, row)]
    region = _region(log, seeds) if seeds else set()
    _judge(log, region)
    return region


def refresh_all(log: Log) -> None:
    """Judge every row that can be anything but simply shown."""
    rows = log.conn.execute(
        "SELECT DISTINCT c.tbl, c.row FROM cell c WHERE c.tbl NOT IN (?,?,?) AND (c.field=?"
        " OR c.cid IN (SELECT cid FROM standing WHERE mixed=1)"
        " OR NOT EXISTS (SELECT 1 FROM cell n JOIN event e ON e.cid=n.cid AND e.sup=0"
        "   WHERE n.tbl=c.tbl AND n.row=c.row AND n.field=?))"
        " UNION SELECT tbl, row FROM kinship",
        (ACTION_TABLE, EXCL_TABLE, ADOPT_TABLE, DEL_FIELD, NEW_FIELD),
    ).fetchall()
    refresh(log, rows)


def life_of(log: Log, row: RowKey) -> Life:
    """Return how a row lives; `WAITING` for one that no event ever named."""
    found = log.conn.execute("SELECT state FROM life WHERE tbl=? AND row=?", row).fetchone()
    if found:
        return Life(found[0])
    known = log.conn.execute("SELECT 1 FROM cell WHERE tbl=? AND row=? LIMIT 1", row).fetchone()
    return Life.SHOWN if known else Life.WAITING


def gone_ancestors(log: Log, row: RowKey) -> list[RowKey]:
    """Return the rows above that are gone, the farthest last."""
    found: list[RowKey] = []
    stack = [row]
    while stack:
        for parent in _parents(log, stack.pop()):
            if parent not in found and life_of(log, parent) is Life.GONE:
                found.append(parent)
                stack.append(parent)
    return found


def _parents(log: Log, row: RowKey) -> list[RowKey]:
    return log.conn.execute("SELECT ptbl, prow FROM kinship WHERE tbl=? AND row=?", row).fetchall()


def _children(log: Log, row: RowKey) -> list[RowKey]:
    return log.conn.execute("SELECT tbl, row FROM kinship WHERE ptbl=? AND prow=?", row).fetchall()


def _in_life(log: Log, row: RowKey) -> bool:
    found = log.conn.execute("SELECT 1 FROM life WHERE tbl=? AND row=?", row)
    return found.fetchone() is not None


def _has_create(log: Log, row: RowKey) -> bool:
    # A head of the cell is enough to look at first; a create below another event counts as well.
    cid = log.cell(*row, NEW_FIELD)
    if cid is None:
        return False
    found = log.conn.execute(
        "SELECT 1 FROM event INDEXED BY event_head WHERE cid=? AND sup=0 AND kind=? LIMIT 1",
        (cid, Kind.CREATE),
    )
    return found.fetchone() is not None or any(
        node.kind == Kind.CREATE for node, _digest in log.cell_nodes(cid).values()
    )


def _is_odd(log: Log, row: RowKey) -> bool:
    found = log.conn.execute(
        "SELECT 1 FROM cell c LEFT JOIN standing s ON s.cid=c.cid"
        " WHERE c.tbl=? AND c.row=? AND (c.field=? OR s.mixed=1) LIMIT 1",
        (*row, DEL_FIELD),
    )
    return found.fetchone() is not None or not _has_create(log, row)


def _near(log: Log, row: RowKey) -> bool:
    return any(
        _in_life(log, parent) or not _has_create(log, parent) for parent in _parents(log, row)
    )


def _region(log: Log, seeds: list[RowKey]) -> set[RowKey]:
    region = set(seeds)
    stack = list(seeds)
    while stack:
        row = stack.pop()
        near = _children(log, row)
        near += [p for p in _parents(log, row) if _in_life(log, p) or not _has_create(log, p)]
        for other in near:
            if other not in region:
                region.add(other)
                stack.append(other)
    return region


def _judge(log: Log, region: set[RowKey]) -> None:
    facts = {row: _facts(log, row) for row in region}
    life = row_life(facts, unknown=Life.SHOWN)
    kept = _odd_and_below(log, region)
    for row, state in life.items():
        if row in kept:
            log.conn.execute("INSERT OR REPLACE INTO life VALUES(?,?,?)", (*row, state))
        else:
            log.conn.execute("DELETE FROM life WHERE tbl=? AND row=?", row)
        _flag_delete(log, row, state, facts[row])


def _odd_and_below(log: Log, region: set[RowKey]) -> set[RowKey]:
    kept = {row for row in region if _is_odd(log, row)}
    stack = list(kept)
    while stack:
        for child in _children(log, stack.pop()):
            if child not in kept:
                kept.add(child)
                stack.append(child)
    return kept


def _flag_delete(log: Log, row: RowKey, life: Life, facts: RowFacts) -> None:
    """List a delete on a row that is not gone as a conflict; a gone row has none."""
    cid = log.cell(*row, DEL_FIELD)
    if cid is None:
        return
    disputed = delete_disputed(life, bool(facts.seen))
    found = log.conn.execute("SELECT heads, mixed FROM standing WHERE cid=?", (cid,)).fetchone()
    pairs = json.loads(found[0]) if found else log.plain_heads(cid)
    mixed = bool(found and found[1])
    if disputed or mixed or len(pairs) > 1:
        log.conn.execute(
            "INSERT OR REPLACE INTO standing VALUES(?,?,?,?)",
            (cid, json.dumps(pairs), disputed, mixed),
        )
    elif found:
        log.conn.execute("DELETE FROM standing WHERE cid=?", (cid,))


def _facts(log: Log, row: RowKey) -> RowFacts:
    creates: list[tuple[RowKey, ...]] = []
    heads: list[Dot] = []
    seen: list[dict[str, int]] = []
    cells = log.conn.execute(
        "SELECT c.cid, c.field, s.heads FROM cell c LEFT JOIN standing s ON s.cid=c.cid"
        " WHERE c.tbl=? AND c.row=?",
        row,
    ).fetchall()
    for cid, field, listed in cells:
        if field == NEW_FIELD:
            nodes = (node for node, _digest in log.cell_nodes(cid).values())
            creates += [parents_of(json.loads(n.value)) for n in nodes if n.kind == Kind.CREATE]
        for rid, seq in json.loads(listed) if listed is not None else log.plain_heads(cid):
            dot = Dot(log.chain_of(rid).replica, seq)
            pair = log.node(rid, seq, cid) if field == DEL_FIELD else None
            value = json.loads(pair[0].value) if pair else None
            if is_delete(field, value):
                seen.append(_stored_seen(log, value))
            else:
                heads.append(dot)
    return RowFacts(tuple(creates), tuple(heads), tuple(seen))


def _stored_seen(log: Log, value: object) -> dict[str, int]:
    names = parse_seen(value) or {}  # type: ignore[arg-type]  # a JSON value, just read
    return {replica: name.seq for replica, name in names.items() if log.stored(name)}
