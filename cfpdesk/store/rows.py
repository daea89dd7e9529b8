"""Reads rows as the projection shows them: standing values, life, order of creation."""

import json
from collections import defaultdict
from dataclasses import dataclass, field

from cfpdesk.model.journal import DEL_FIELD, NEW_FIELD, Kind
from cfpdesk.model.merge import Life
from cfpdesk.model.record import JsonValue, Record
from cfpdesk.store.log import Log


@dataclass(slots=True)
class Row:
    """One row of a table.

    Attributes:
        values: standing value of each field; of a conflict the provisional winner.
        born: logical time and chain of its first create, for the order of creation.
        begun: a create of it stands, so that a write need not begin it again.
        made: the record made of it last.
    """

    table: str
    row: str
    life: Life = Life.SHOWN
    values: dict[str, JsonValue] = field(default_factory=dict)
    born: tuple[str, str, int] = ("", "", 0)
    begun: bool = False
    made: Record | None = None

    def as_record(self, kind: type[Record]) -> Record:
        """Return the row as a record, made once."""
        if type(self.made) is not kind:
            self.made = kind.from_fields(self.row, self.values)
        return self.made

    @property
    def shown(self) -> bool:
        """Tell whether a person sees it."""
        return self.life is Life.SHOWN


_CELLS = (
    "SELECT c.row, c.field, c.cid, e.rid, e.seq, e.value, e.kind, e.hlc, e.parents"
    " FROM cell c JOIN event e INDEXED BY event_head ON e.cid=c.cid AND e.sup=0 WHERE c.tbl=?"
)
_SPECIAL = (
    "SELECT c.cid, c.row, c.field, s.heads FROM cell c JOIN standing s ON s.cid=c.cid WHERE c.tbl=?"
)
_LIFE = "SELECT c.row, c.state FROM life c WHERE c.tbl=?"
_ONE = " AND c.row=?"


def read_rows(log: Log, table: str, row: str | None = None) -> dict[str, Row]:
    """Return all rows of a table, or one, those that are not shown among them."""
    one, values = ("", (table,)) if row is None else (_ONE, (table, row))
    found: dict[str, Row] = {}
    listed = log.conn.execute(_SPECIAL + one, values)
    special = {cid: (name, fld, json.loads(heads)) for cid, name, fld, heads in listed}
    births: dict[str, int] = {}
    for name, fld, cid, rid, seq, value, kind, hlc, parents in log.conn.execute(
        _CELLS + one, values
    ):
        entry = found.get(name)
        if entry is None:
            entry = found[name] = Row(table, name)
        if fld == NEW_FIELD:
            if parents != "[]" or cid in special or kind != Kind.CREATE or entry.born[0]:
                births[name] = cid  # several creates, or something set aside: look at them all
            else:
                _begin(entry, value, (hlc, log.chain_of(rid).replica, seq))
                entry.begun = True
        elif cid not in special and fld != DEL_FIELD:
            entry.values[fld] = json.loads(value)
    for cid, (name, fld, pairs) in special.items():
        if fld not in (NEW_FIELD, DEL_FIELD) and name in found and pairs:
            pair = log.node(pairs[0][0], pairs[0][1], cid)
            if pair:
                found[name].values[fld] = json.loads(pair[0].value)
    for name, cid in births.items():
        _read_births(log, found[name], cid)
    for name, state in log.conn.execute(_LIFE + one, values):
        if name in found:
            found[name].life = Life(state)
    return found


def _begin(entry: Row, value: str, born: tuple[str, str, int]) -> None:
    content = json.loads(value)
    key = content.get("key") if isinstance(content, dict) else None
    if isinstance(key, dict):
        for fld, part in key.items():
            entry.values.setdefault(fld, part)
    if not entry.born[0] or born < entry.born:
        entry.born = born


def _read_births(log: Log, entry: Row, cid: int) -> None:
    nodes = [node for node, _digest in log.cell_nodes(cid).values() if node.kind == Kind.CREATE]
    entry.born = ("", "", 0)
    for node in sorted(nodes, key=lambda node: (node.hlc, node.dot)):
        _begin(entry, node.value, (node.hlc, *node.dot))
    ranges = log.ranges()
    entry.begun = any(node.dot not in ranges for node in nodes)


def values_given(log: Log, table: str, field: str) -> tuple[JsonValue, ...]:
    """Return every value a field of any row was ever given, each once."""
    found: dict[str, JsonValue] = {}
    heads = log.conn.execute(_CELLS + " AND c.field=?", (table, field)).fetchall()
    for _row, _field, cid, _rid, _seq, value, _kind, _hlc, parents in heads:
        found[value] = json.loads(value)
        if parents != "[]":
            for node, _digest in log.cell_nodes(cid).values():
                found[node.value] = json.loads(node.value)
    return tuple(found.values())


def rows_by_table(log: Log) -> dict[str, list[str]]:
    """Return the row ids of every table that holds any."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for table, row in log.conn.execute("SELECT DISTINCT tbl, row FROM cell ORDER BY tbl, row"):
        found[table].append(row)
    return dict(found)
