"""Undo and redo: `exclude` and `include` of the range of an own operation.

Both are refused after a newer edit of one of its cells by anybody, and say who and what. Undo never
crosses an export or a seal; exclude, include and resolve are answered by a new one, not undone.
"""

from collections.abc import Iterator

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.journal import ACTION_TABLE, EXCL_TABLE, Dot, Kind, range_row
from cfpdesk.model.merge import Node
from cfpdesk.store import rows
from cfpdesk.store.log import Log
from cfpdesk.store.operation import Operation, chain_operations
from cfpdesk.store.writer import Writer

_PAGE = 200
HAPPENED = frozenset({"countersignature", "interruption"})
"""Tables that say what happened outside of the record; undo passes over them."""


def undoable(log: Log, replica: str) -> Operation | None:
    """Return the last own operation that stands and may be undone."""
    floor = floor_of(log, replica)
    for operation in _own(log, replica, floor):
        happened = operation.tables and operation.tables <= HAPPENED
        if operation.undone or operation.undoes or happened:
            continue
        return None if operation.answers or not operation.tables else operation
    return None


def redoable(log: Log, replica: str) -> Operation | None:
    """Return the operation undone last, unless something else was done since."""
    floor = floor_of(log, replica)
    redone: set[str] = set()
    for operation in _own(log, replica, floor):
        if not operation.undoes:
            return None
        if _is_redo(log, operation):
            redone.add(operation.undoes)
        elif operation.undoes in redone:
            redone.discard(operation.undoes)
        else:
            return _by_action(log, replica, operation.undoes, floor)
    return None


def undo(log: Log, writer: Writer, operation: Operation) -> None:
    """Set an operation aside.

    Raises:
        UserError: if somebody wrote one of its cells since.
    """
    _check_newer(log, operation, again=False)
    writer.begin(msg("Undo: {name}", name=operation.name), undoes=operation.action)
    write_range(writer, Kind.EXCLUDE, operation.replica, operation.first, operation.last)


def redo(log: Log, writer: Writer, operation: Operation) -> None:
    """Bring an operation back.

    Raises:
        UserError: if somebody wrote one of its cells since.
    """
    _check_newer(log, operation, again=True)
    writer.begin(msg("Redo: {name}", name=operation.name), undoes=operation.action)
    write_range(writer, Kind.INCLUDE, operation.replica, operation.first, operation.last)


def write_range(writer: Writer, kind: Kind, replica: str, first: int, last: int) -> None:
    """Write the exclude or include of a range of one chain."""
    place = (EXCL_TABLE, range_row(replica, first, last), "")
    writer.write(kind, place, {"from": first, "to": writer.log.name_at(replica, last)})


def floor_of(log: Log, replica: str) -> int:
    """Return the position in the own chain that undo does not cross: an export or a seal."""
    floor = int(log.meta(f"exported:{replica}", "0"))
    for entry in rows.read_rows(log, "seal").values():
        if not entry.shown:
            continue
        if entry.born[1] == replica:
            floor = max(floor, _end_of_action(log, replica, entry.born[2]))
        heads = entry.values.get("heads")
        for text in heads if isinstance(heads, list) else []:
            parts = text.split(":") if isinstance(text, str) else []
            if len(parts) == 3 and parts[0] == replica and parts[1].isdecimal():
                floor = max(floor, int(parts[1]))
    return floor


def _end_of_action(log: Log, replica: str, seq: int) -> int:
    chain = log.chain(replica)
    if chain is None:
        return seq
    found = log.conn.execute(
        "SELECT max(seq) FROM event WHERE rid=? AND seq>=? AND action="
        "(SELECT action FROM event WHERE rid=? AND seq=?)",
        (chain.rid, seq, chain.rid, seq),
    ).fetchone()
    return found[0] or seq


def _own(log: Log, replica: str, floor: int) -> Iterator[Operation]:
    chain = log.chain(replica) if replica else None
    if chain is None:
        return
    for _hlc, operation in chain_operations(log, chain, _PAGE, floor + 1):
        yield operation


def _is_redo(log: Log, operation: Operation) -> bool:
    chain = log.chain(operation.replica)
    found = log.conn.execute(
        "SELECT kind FROM event WHERE rid=? AND seq=?",
        (chain.rid if chain else 0, operation.first + 1),
    ).fetchone()
    return bool(found and found[0] == Kind.INCLUDE)


def _by_action(log: Log, replica: str, action: str, floor: int) -> Operation | None:
    found = (operation for operation in _own(log, replica, floor) if operation.action == action)
    return next(found, None)


def _check_newer(log: Log, operation: Operation, *, again: bool) -> None:
    """Refuse where an event that counts and is not the operation's replaced one of its events.

    Args:
        log: the journal.
        operation: what is to be undone, or done again.
        again: it is to be done again.
    """
    chain = log.chain(operation.replica)
    if chain is None:
        return
    cells = log.conn.execute(
        "SELECT DISTINCT cid FROM event WHERE rid=? AND seq BETWEEN ? AND ? AND kind<>?",
        (chain.rid, operation.first, operation.last, Kind.ACTION),
    ).fetchall()
    for (cid,) in cells:
        newer = _newer(log, cid, operation, again=again)
        if newer is not None:
            said = _what(log, newer)
            raise UserError(
                msg(
                    "Not undone: {person} has since done this to the same place: {name}",
                    person=said[0],
                    name=said[1],
                )
            )


def _newer(log: Log, cid: int, operation: Operation, *, again: bool) -> Node | None:
    nodes = {dot: node for dot, (node, _digest) in log.cell_nodes(cid).items()}
    own = {
        dot
        for dot in nodes
        if dot.replica == operation.replica and operation.first <= dot.seq <= operation.last
    }
    ranges = log.ranges()
    above = set(own)
    grown = True
    while grown:
        more = {d for d, n in nodes.items() if d not in above and above & set(n.parents)}
        above |= more
        grown = bool(more)
    for dot, node in nodes.items():
        if dot in own or dot in ranges:
            continue
        if dot in above or (again and _came_between(node, own, nodes)):
            return node
    return None


def _came_between(node: Node, own: set[Dot], nodes: dict[Dot, Node]) -> bool:
    """Tell whether an edit was made while the operation was set aside.

    Such an edit names what stood before the operation, so only the clock tells it from one that
    was made beside it; the clock decides no more here than whether Redo is offered.
    """
    replaced = {dot for one in own for dot in nodes[one].parents}
    last = max(nodes[dot].hlc for dot in own)
    return node.hlc > last and (not node.parents or bool(replaced & set(node.parents)))


def _what(log: Log, node: Node) -> tuple[str, Message]:
    from cfpdesk.store import trail

    cid = log.cell(ACTION_TABLE, node.action, "")
    entry = trail.cell_entries(log, cid)[0] if cid is not None else None
    return (entry.person, entry.operation) if entry else ("", Message(""))
