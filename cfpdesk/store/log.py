"""The journal on disk: cells, chains, events and names. No rule of the merge is decided here.

One `Log` belongs to one connection. It keeps small caches, which `forget` drops when somebody
else may have written.
"""

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from cfpdesk.model.journal import (
    NAME_DIGITS,
    NO_HASH,
    Dot,
    Event,
    Kind,
    Name,
    line_hash,
    name_of,
    parse_name,
)
from cfpdesk.model.merge import Node, Range, Ranges
from cfpdesk.model.record import JsonValue

if TYPE_CHECKING:
    from cfpdesk.store.operation import Operation

PARENT, WATCH = 0, 1


@dataclass(slots=True)
class Chain:
    """One chain as far as it is stored."""

    rid: int
    replica: str
    person: str
    key_sha256: str
    max_seq: int
    head: bytes
    state: str

    @property
    def name(self) -> str:
        """`seq:hash32` of its last event, as a delete names what it saw."""
        return f"{self.max_seq}:{self.head.hex()[:NAME_DIGITS]}"


class Log:
    """Low-level access to the journal tables of one connection."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self._chains: dict[str, Chain] = {}
        self._by_rid: dict[int, Chain] = {}
        self._ranges: Ranges | None = None
        self.operations: dict[tuple[int, int, int], Operation] = {}

    def forget(self) -> None:
        """Drop what was remembered; needed after a rollback or another connection's writes."""
        self._chains.clear()
        self._by_rid.clear()
        self._ranges = None
        self.operations.clear()

    # ------------------------------------------------------------ chains

    def chain(self, replica: str) -> Chain | None:
        """Return a chain, or None where nobody ever named it."""
        if replica not in self._chains:
            self._load_chains("replica", replica)
        return self._chains.get(replica)

    def chain_of(self, rid: int) -> Chain:
        """Return the chain of a number of the `replica` table."""
        if rid not in self._by_rid:
            self._load_chains("rid", rid)
        return self._by_rid[rid]

    def add_chain(self, replica: str) -> Chain:
        """Return a chain, beginning an empty one where it is not known."""
        found = self.chain(replica)
        if found is None:
            self.conn.execute(
                "INSERT INTO replica(replica, person, key_sha256, max_seq, head, state)"
                " VALUES(?,'','',0,?,'ok')",
                (replica, bytes.fromhex(NO_HASH)),
            )
            found = self.chain(replica)
            assert found is not None  # noqa: S101 - inserted one line above
        return found

    def save_chain(self, chain: Chain) -> None:
        """Store head and owner of a chain."""
        self.conn.execute(
            "UPDATE replica SET person=?, key_sha256=?, max_seq=?, head=?, state=? WHERE rid=?",
            (
                chain.person,
                chain.key_sha256,
                chain.max_seq,
                chain.head,
                chain.state,
                chain.rid,
            ),
        )

    def chains(self) -> list[Chain]:
        """Return all chains that hold an event, by name."""
        self._load_chains()
        held = (chain for chain in self._chains.values() if chain.max_seq)
        return sorted(held, key=lambda chain: chain.replica)

    def _load_chains(self, column: str = "", value: object = None) -> None:
        where = f" WHERE {column}=?" if column else ""
        rows = self.conn.execute(
            "SELECT rid, replica, person, key_sha256, max_seq, head, state FROM replica" + where,  # noqa: S608 - our own column names
            (value,) if column else (),
        )
        for row in rows:
            if row[0] not in self._by_rid:
                chain = Chain(*row)
                self._chains[chain.replica] = self._by_rid[chain.rid] = chain

    # ------------------------------------------------------------ cells

    def cell(self, table: str, row: str, field: str) -> int | None:
        """Return the number of a cell, or None where no event ever wrote it."""
        found = self.conn.execute(
            "SELECT cid FROM cell WHERE tbl=? AND row=? AND field=?", (table, row, field)
        ).fetchone()
        return found[0] if found else None

    def add_cell(self, table: str, row: str, field: str) -> int:
        """Return the number of a cell, making it where it is not known."""
        found = self.cell(table, row, field)
        if found is None:
            done = self.conn.execute(
                "INSERT INTO cell(tbl, row, field) VALUES(?,?,?)", (table, row, field)
            )
            found = int(done.lastrowid or 0)
        return found

    def place(self, cid: int) -> tuple[str, str, str]:
        """Return table, row and field of a cell."""
        found = self.conn.execute("SELECT tbl, row, field FROM cell WHERE cid=?", (cid,))
        table, row, field = found.fetchone()
        return table, row, field

    # ------------------------------------------------------------ events

    def append(self, event: Event) -> int:
        """Add an event to the end of its chain and return its cell.

        The parents it names must be stored, of the same cell; the writer just read them.
        """
        line = event.line()
        digest = line_hash(line)
        chain = self.add_chain(event.replica)
        cid = self.add_cell(event.table, event.row, event.field)
        self.conn.execute(
            "INSERT INTO event VALUES(?,?,?,?,?,?,?,?,?,?,0)",
            (
                chain.rid,
                event.seq,
                event.hlc,
                cid,
                event.kind,
                dump(event.value),
                dump(list(event.parents)),
                event.action,
                event.schema,
                digest,
            ),
        )
        for text in event.parents:
            name = parse_name(text)
            if name:
                self.mark_parent(name, cid)
        chain.max_seq = event.seq
        chain.head = digest
        if event.seq == 1 and event.kind == Kind.ACTION:
            chain.person, chain.key_sha256 = owner_of(event.value)
        return cid

    def mark_parent(self, name: Name, cid: int) -> None:
        """Take a named event off the heads, if it is stored with that hash in that cell."""
        chain = self.chain(name.replica)
        if chain is not None:
            self.conn.execute(
                "UPDATE event SET sup=1 WHERE rid=? AND seq=? AND cid=? AND substr(hash,1,16)=?",
                (chain.rid, name.seq, cid, bytes.fromhex(name.hash32)),
            )

    def stored(self, name: Name) -> bool:
        """Tell whether the named event is stored with that hash."""
        chain = self.chain(name.replica)
        if chain is None or name.seq > chain.max_seq:
            return False
        found = self.conn.execute(
            "SELECT hash FROM event WHERE rid=? AND seq=?", (chain.rid, name.seq)
        ).fetchone()
        return found is not None and found[0][:16] == bytes.fromhex(name.hash32)

    def plain_heads(self, cid: int) -> list[tuple[int, int]]:
        """Return (rid, seq) of the events of a cell that no other of the cell names."""
        return self.conn.execute(
            "SELECT rid, seq FROM event INDEXED BY event_head WHERE cid=? AND sup=0", (cid,)
        ).fetchall()

    def node(self, rid: int, seq: int, cid: int) -> tuple[Node, bytes] | None:
        """Return one event of a cell with the parents that count, and its hash."""
        found = self.conn.execute(
            "SELECT hlc, kind, value, parents, action, hash FROM event"
            " WHERE rid=? AND seq=? AND cid=?",
            (rid, seq, cid),
        ).fetchone()
        if found is None:
            return None
        hlc, kind, value, parents, action, digest = found
        names = map(parse_name, json.loads(parents)) if parents != "[]" else ()
        dots = [Dot(n.replica, n.seq) for n in names if n and self._is_in_cell(n, cid)]
        dot = Dot(self.chain_of(rid).replica, seq)
        return Node(dot, hlc, kind, value, tuple(dots), action), digest

    def _is_in_cell(self, name: Name, cid: int) -> bool:
        chain = self.chain(name.replica)
        if chain is None:
            return False
        found = self.conn.execute(
            "SELECT 1 FROM event WHERE rid=? AND seq=? AND cid=? AND substr(hash,1,16)=?",
            (chain.rid, name.seq, cid, bytes.fromhex(name.hash32)),
        ).fetchone()
        return found is not None

    def cell_nodes(self, cid: int) -> dict[Dot, tuple[Node, bytes]]:
        """Return all events of a cell, found from its heads by the parents they name."""
        found: dict[Dot, tuple[Node, bytes]] = {}
        stack = self.plain_heads(cid)
        while stack:
            rid, seq = stack.pop()
            if Dot(self.chain_of(rid).replica, seq) in found:
                continue
            pair = self.node(rid, seq, cid)
            if pair is None:
                continue
            found[pair[0].dot] = pair
            stack += self._parents(pair[0], found)
        return found

    def newest_first(self, cid: int) -> Iterator[Node]:
        """Yield the events of a cell by their clocks, the newest first; those behind are not read.

        An event whose clock runs before one it names comes after it.
        """
        seen: set[Dot] = set()
        heap: list[tuple[int, int, Node]] = []
        waiting = self.plain_heads(cid)
        while waiting or heap:
            for rid, seq in waiting:
                pair = self.node(rid, seq, cid)
                if pair is not None and pair[0].dot not in seen:
                    seen.add(pair[0].dot)
                    heappush(heap, (-int(pair[0].hlc, 16), len(seen), pair[0]))
            if not heap:
                return
            node = heappop(heap)[2]
            yield node
            waiting = self._parents(node, seen)

    def _parents(self, node: Node, known: Container[Dot]) -> list[tuple[int, int]]:
        chains = ((self.chain(dot.replica), dot) for dot in node.parents if dot not in known)
        return [(chain.rid, dot.seq) for chain, dot in chains if chain is not None]

    def lines(self, chain: Chain, first: int = 1, last: int | None = None) -> Iterator[bytes]:
        """Return the lines of a chain as they were written, without line ends."""
        rows = self.conn.execute(
            "SELECT e.action, e.seq, c.field, e.hlc, e.kind, e.parents, c.row, e.schema, c.tbl,"
            " e.value, e.hash FROM event e JOIN cell c ON c.cid=e.cid"
            " WHERE e.rid=? AND e.seq BETWEEN ? AND ? ORDER BY e.seq",
            (chain.rid, first, chain.max_seq if last is None else last),
        )
        prev = self.hash_at(chain, first - 1)
        for row in rows:
            yield rebuilt_line(chain.replica, prev, row[:10])
            prev = row[10].hex()

    def hash_at(self, chain: Chain, seq: int) -> str:
        """Return the hash (hex) of one event of a chain, zeros for the place before the first."""
        if seq == 0:
            return NO_HASH
        found = self.conn.execute(
            "SELECT hash FROM event WHERE rid=? AND seq=?", (chain.rid, seq)
        ).fetchone()
        return found[0].hex() if found else NO_HASH

    def name_at(self, replica: str, seq: int) -> str:
        """Return the name of a stored event."""
        chain = self.chain(replica)
        digest = self.hash_at(chain, seq) if chain else NO_HASH
        return name_of(replica, seq, bytes.fromhex(digest))

    # ------------------------------------------------------------ small tables

    def ranges(self) -> Ranges:
        """Return the union of the ranges that are set aside."""
        if self._ranges is None:
            rows = self.conn.execute("SELECT rid, first, last FROM excluded").fetchall()
            self._ranges = Ranges(Range(self.chain_of(r).replica, f, t) for r, f, t in rows)
        return self._ranges

    def forget_ranges(self) -> None:
        """Read the ranges anew when they are asked for next."""
        self._ranges = None

    def meta(self, name: str, default: str = "") -> str:
        """Return a setting of this copy of the store."""
        found = self.conn.execute("SELECT value FROM meta WHERE name=?", (name,)).fetchone()
        return found[0] if found else default

    def set_meta(self, name: str, value: str) -> None:
        """Store a setting of this copy of the store."""
        self.conn.execute("INSERT OR REPLACE INTO meta VALUES(?,?)", (name, value))

    def leads(self) -> frozenset[str]:
        """Return the key fingerprints of the leads, as the trust list in force says."""
        return frozenset(json.loads(self.meta("leads", "[]")))


def dump(value: JsonValue) -> str:
    """Return a value's canonical text, as it stands in its line."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def owner_of(value: JsonValue) -> tuple[str, str]:
    """Return person and key that an action names."""
    if not isinstance(value, dict):
        return "", ""
    return str(value.get("person", "")), str(value.get("key", ""))


def rebuilt_line(replica: str, prev: str, row: Iterable[object]) -> bytes:
    """Return the canonical line of a stored event; the columns come in the order of `lines`."""
    action, seq, field, hlc, kind, parents, name, schema, table, value = row
    return (
        f'{{"a":{_text(action)},"c":"{prev}","d":"{replica}:{seq}","f":{_text(field)},'
        f'"h":"{hlc}","k":{_text(kind)},"p":{parents},"r":{_text(name)},"s":{schema},'
        f'"t":{_text(table)},"v":{value}}}'
    ).encode()


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
