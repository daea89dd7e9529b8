"""Takes event lines into the journal: union, in batches, with little work for each event.

Steps 4 and 5 of the merge. A chain in the file is walked by a cursor that checks canonical form,
contiguous positions and the hash chain. What is stored already is compared by hash at the end of
the stored part, which binds all before it. The caller holds the transaction and takes everything
back if `MergeRefusedError` is raised.
"""

import gc
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from itertools import islice
from typing import Any

import orjson

from cfpdesk.i18n import msg
from cfpdesk.model.journal import (
    DEL_FIELD,
    EXCL_TABLE,
    NEW_FIELD,
    SCHEMA,
    Kind,
    parse_name,
)
from cfpdesk.store import projection, row_projection
from cfpdesk.store.event_line import (
    Cursor,
    HeadOfChain,
    MergeRefusedError,
    Parts,
    bad_entry,
    gap,
    parse_line,
    value_text,
)
from cfpdesk.store.log import PARENT, WATCH, Log, owner_of
from cfpdesk.store.look_ahead import LookAhead

__all__ = ["Cursor", "HeadOfChain", "Intake", "MergeRefusedError"]

BATCH = 50_000
CHUNK = 256
_HEX = frozenset("0123456789abcdef")
_MAX_CACHED_ROWS = 100_000
_MARK = "UPDATE event SET sup=1 WHERE rid=? AND seq=? AND cid=? AND substr(hash,1,16)=?"


class Intake:
    """One walk over the lines of a package."""

    def __init__(self, log: Log, hlc_limit: str) -> None:
        self.log = log
        self.cursors: dict[str, Cursor] = {}
        self.newer_schema = 0
        self.touched: set[int] = set()
        self.ranges_touched: set[int] = set()
        self.rows: set[tuple[str, str]] = set()
        self.unborn: set[tuple[str, str]] = set()
        self._conn = log.conn
        self._hlc_limit = hlc_limit
        self._hlc = log.meta("hlc")
        self._cursor: Cursor | None = None
        self._cells: dict[tuple[str, str], dict[str, int]] = {}
        found = self._conn.execute("SELECT coalesce(max(cid),0) FROM cell").fetchone()
        self._next_cid = found[0] + 1
        self._new_cells: list[tuple[str, str, str, int]] = []
        self._pending: list[list[Any]] = []
        self._pending_at: dict[int, tuple[int, int]] = {}
        self._blobs: dict[bytes, tuple[int | None, str]] = {}
        self._marks: list[tuple[int, int, int, bytes]] = []
        self._events: list[Parts] = []
        self._at = 0
        self._ahead = LookAhead(log.conn)
        self._missing = set(self._conn.execute("SELECT DISTINCT rid, seq FROM missing_name"))
        self._standing = {cid for (cid,) in self._conn.execute("SELECT cid FROM standing")}
        self._life = set(self._conn.execute("SELECT tbl, row FROM life"))
        self._kinship: list[tuple[str, str, str, str]] = []
        self._linked: list[tuple[tuple[str, str], tuple[str, str]]] = []
        self._limits = dict(self._conn.execute("SELECT replica, seq FROM fork"))

    def take(self, lines: Iterable[bytes], tell: Callable[[int], object] | None = None) -> None:
        """Take lines in; `tell` is told how many were read and may raise to stop.

        Raises:
            MergeRefusedError: saying what is wrong with which event.
        """
        collects = gc.isenabled()
        gc.disable()  # no cycles are made here; looking for them would take a tenth of the time
        try:
            count = 0
            waiting = iter(lines)
            while part := list(islice(waiting, CHUNK)):
                self._events = [parse_line(line) for line in part]
                for self._at, line in enumerate(part):
                    self._line(line, self._events[self._at])
                count += len(part)
                if len(self._pending) >= BATCH:
                    self.flush()
                if tell is not None:
                    tell(count)
            self.flush()
        finally:
            if collects:
                gc.enable()
        self.rows |= {row for row, parent in self._linked if not self._is_plain(parent)}
        self._compare_ends()
        self.log.set_meta("hlc", self._hlc)
        if self.newer_schema:
            self.log.set_meta("newer_schema", str(self.newer_schema))

    @property
    def taken(self) -> int:
        """How many events were new."""
        return sum(
            max(0, (c.seq if c.plain else (c.limit or 1) - 1) - c.stored)
            for c in self.cursors.values()
        )

    def check_ends(self, chains: Mapping[str, HeadOfChain]) -> None:
        """Compare the ends of the chains with those the signed sheet states (step 5)."""
        found = {c.replica: (c.seq, c.hash) for c in self.cursors.values()}
        if found != {replica: (head.seq, head.hash) for replica, head in chains.items()}:
            raise MergeRefusedError(
                msg("The entries do not end where the signed sheet says. Ask for a new package.")
            )

    # ------------------------------------------------------------ one line

    def _line(self, line: bytes, event: Parts) -> None:
        prev, dot = event[1], event[2]
        cursor = self._cursor
        if cursor is None or dot != f"{cursor.replica}:{cursor.seq + 1}":
            cursor = self._cursor = self._seek(dot)
        if prev != cursor.hash:
            raise gap(cursor.replica, cursor.seq + 1)
        cursor.seq += 1
        cursor.digest = digest = sha256(line).digest()
        cursor.hash = digest.hex()
        if not cursor.plain and (cursor.forked or cursor.seq >= (cursor.limit or 0)):
            cursor.cut.append((cursor.seq, digest, line))
        elif cursor.seq > cursor.stored:
            try:
                self._new(event, cursor, digest)
            except (TypeError, AttributeError, KeyError) as error:
                raise bad_entry() from error
        elif cursor.seq == cursor.stored and self.log.chain_of(cursor.rid).head != digest:
            cursor.forked = True
            cursor.plain = False

    def _seek(self, dot: object) -> Cursor:
        """Return the cursor of a chain that stands before this place.

        Raises:
            MergeRefusedError: for a gap, or a place that is none.
        """
        name = parse_name(f"{dot}:{'0' * 32}")
        if name is None:
            raise bad_entry()
        cursor = self.cursors.get(name.replica) or self._begin(name.replica, name.seq)
        if name.seq != cursor.seq + 1:
            raise gap(name.replica, name.seq)
        return cursor

    def _begin(self, replica: str, seq: int) -> Cursor:
        chain = self.log.add_chain(replica)
        limit = self._limits.get(replica)
        cursor = Cursor(chain.rid, replica, chain.max_seq, limit, plain=limit is None)
        if seq > chain.max_seq + 1:
            raise gap(replica, seq)
        if seq > 1:
            cursor.seq = seq - 1
            cursor.hash = self.log.hash_at(chain, seq - 1)
        cursor.first = seq
        self.cursors[replica] = cursor
        return cursor

    def _new(self, event: Parts, cursor: Cursor, digest: bytes) -> None:
        rid, seq = cursor.rid, cursor.seq
        action, _prev, _dot, name, hlc, kind, parents, row, schema, table, value = event
        if not (
            (table + row + name + kind + action).isascii()
            and len(hlc) == 16
            and not hlc.strip("0123456789abcdef")
            and type(schema) is int
            and type(parents) is list
        ):
            raise bad_entry()
        place = (table, row)
        cells = self._cells.get(place)
        if cells is None:
            cells = self._load(place)
        cid = cells.get(name)
        known = cid is not None
        if cid is None:
            cid = cells[name] = self._next_cid
            self._next_cid += 1
            self._new_cells.append((table, row, name, cid))
        sup = 0
        if self._missing and (rid, seq) in self._missing:
            sup = self._awaited(rid, seq, cid, digest)
        flipped = bool(parents) and self._parents(parents, cursor, cid)
        if known and (not flipped or cid in self._standing):
            self.touched.add(cid)
        if type(value) is str:
            text = orjson.dumps(value).decode()
        else:
            text = value_text(value)
            if type(value) is dict and "sha256" in value:
                self._blob(value)
        listed = orjson.dumps(parents).decode() if parents else "[]"
        pending = self._pending
        if not pending or pending[-1][0] != rid:
            self._pending_at[rid] = (seq, len(pending))
        pending.append([rid, seq, hlc, cid, kind, text, listed, action, schema, digest, sup])
        if self._hlc < hlc <= self._hlc_limit:
            self._hlc = hlc
        if schema > SCHEMA:
            self.newer_schema = max(self.newer_schema, schema)
        if name[:1] == "_" or table[:1] == "_" or place in self._life:
            self._journal_cell(event, cursor, seq, cid)

    def _journal_cell(self, event: Parts, cursor: Cursor, seq: int, cid: int) -> None:
        """See to what the cells of the journal itself mean, and to rows that are judged anew."""
        _action, _prev, _dot, name, _hlc, kind, _parents, row, _schema, table, value = event
        place = (table, row)
        if place in self._life:
            self.rows.add(place)
        if seq == 1 and kind == Kind.ACTION:
            chain = self.log.chain_of(cursor.rid)
            chain.person, chain.key_sha256 = owner_of(value)
        if name == NEW_FIELD and kind == Kind.CREATE:
            self.unborn.discard(place)
            for parent in row_projection.parents_of(value):
                self._kinship.append((*parent, *place))
                if not self._is_plain(parent):
                    self._linked.append((place, parent))
        if name == DEL_FIELD:
            self.rows.add(place)
        if table == EXCL_TABLE:
            self.ranges_touched.add(cid)
        if name == DEL_FIELD or table == EXCL_TABLE:
            for text in projection.watched_names(name, kind, value):
                self._await(text, cid, WATCH)

    def _is_plain(self, row: tuple[str, str]) -> bool:
        """Tell whether a row is known to have begun, and to live like any other."""
        return (
            NEW_FIELD in self._cells.get(row, ())
            and row not in self.unborn
            and row not in self._life
        )

    def _load(self, place: tuple[str, str]) -> dict[str, int]:
        if len(self._cells) > _MAX_CACHED_ROWS:
            self.flush()
            self._cells.clear()
        cells = self._ahead.take(place, self._events, self._at, self._cells)
        if not cells and place[0] not in projection.JOURNAL_TABLES:
            self.unborn.add(place)
        self._cells[place] = cells
        return cells

    def _blob(self, value: dict[str, Any]) -> None:
        sha256, size, mime = value["sha256"], value.get("size"), value.get("mime")
        if type(sha256) is str and len(sha256) == 64 and _HEX.issuperset(sha256):
            known = size if type(size) is int else None
            self._blobs[bytes.fromhex(sha256)] = (known, mime if type(mime) is str else "")

    # ------------------------------------------------------------ names

    def _parents(self, parents: list[object], cursor: Cursor, cid: int) -> bool:
        flipped = False
        for parent in parents:
            flipped = self._parent(parent, cursor, cid) or flipped
        return flipped

    def _parent(self, text: object, cursor: Cursor, cid: int) -> bool:
        """Take a named event off the heads; tell whether a head that waits in this batch went."""
        name = parse_name(text)
        if name is None:
            return False
        chain = cursor if name.replica == cursor.replica else None
        rid = cursor.rid if chain else self._rid(name.replica)
        digest = bytes.fromhex(name.hash32)
        at = self._pending_at.get(rid)
        if at is not None and chain is not None and name.seq >= at[0] and name.seq < chain.seq:
            row = self._pending[at[1] + name.seq - at[0]]
            if row[3] == cid and row[9][:16] == digest and not row[10]:
                row[10] = 1
                return True
            return False
        if name.seq <= self._held(name.replica, rid) and not (chain and name.seq >= chain.seq):
            self._marks.append((rid, name.seq, cid, digest))
        else:
            self._await(str(text), cid, PARENT)
        return False

    def _rid(self, replica: str) -> int:
        return self.log.add_chain(replica).rid

    def _held(self, replica: str, rid: int) -> int:
        """Return how far a chain is stored or about to be."""
        held = self.log.chain_of(rid).max_seq
        cursor = self.cursors.get(replica)
        if cursor is None or cursor.forked:
            return held
        reached = cursor.seq if cursor.limit is None else min(cursor.seq, cursor.limit - 1)
        return max(held, reached)

    def _await(self, text: str, cid: int, kind: int) -> None:
        name = parse_name(text)
        if name is None:
            return
        rid = self._rid(name.replica)
        if name.seq <= self._held(name.replica, rid):
            return
        self._conn.execute(
            "INSERT INTO missing_name VALUES(?,?,?,?,?) ON CONFLICT DO UPDATE"
            " SET kind=min(kind, excluded.kind)",
            (rid, name.seq, bytes.fromhex(name.hash32), cid, kind),
        )
        self._missing.add((rid, name.seq))

    def _awaited(self, rid: int, seq: int, cid: int, digest: bytes) -> int:
        """Answer the names that waited for this event; return whether one replaces it."""
        self._missing.discard((rid, seq))
        rows = self._conn.execute(
            "SELECT hash, cid, kind FROM missing_name WHERE rid=? AND seq=?", (rid, seq)
        ).fetchall()
        self._conn.execute("DELETE FROM missing_name WHERE rid=? AND seq=?", (rid, seq))
        sup = 0
        for hashed, namer, kind in rows:
            if kind == WATCH or namer != cid:
                self.ranges_touched.add(namer)
            elif hashed == digest[:16]:
                sup = 1
        return sup

    # ------------------------------------------------------------ writing

    def flush(self) -> None:
        """Write what waits; the marks come last, so that they find their events."""
        self._new_cells.sort()  # in the order of their index: each of its pages is visited once
        self._conn.executemany(
            "INSERT INTO cell(tbl, row, field, cid) VALUES(?,?,?,?)", self._new_cells
        )
        self._conn.executemany("INSERT INTO event VALUES(?,?,?,?,?,?,?,?,?,?,?)", self._pending)
        self._conn.executemany(_MARK, self._marks)
        self._conn.executemany(
            "INSERT INTO blob VALUES(?,?,NULL,?,'missing') ON CONFLICT DO UPDATE SET mime="
            "CASE WHEN blob.mime='' THEN excluded.mime ELSE blob.mime END",
            [(sha256, size, mime) for sha256, (size, mime) in self._blobs.items()],
        )
        self._conn.executemany("INSERT OR IGNORE INTO kinship VALUES(?,?,?,?)", self._kinship)
        for cursor in self.cursors.values():
            chain = self.log.chain_of(cursor.rid)
            reached = cursor.seq if cursor.limit is None else min(cursor.seq, cursor.limit - 1)
            if not cursor.forked and reached > chain.max_seq:
                chain.max_seq = reached
                chain.head = (
                    cursor.digest
                    if reached == cursor.seq
                    else bytes.fromhex(self.log.hash_at(chain, reached))
                )
                self.log.save_chain(chain)
        self._new_cells.clear()
        self._pending.clear()
        self._pending_at.clear()
        self._marks.clear()
        self._blobs.clear()
        self._kinship.clear()

    def _compare_ends(self) -> None:
        """Compare a chain that ends inside what is stored with the stored event at that place."""
        for cursor in self.cursors.values():
            inside = cursor.seq < cursor.stored
            if (
                inside
                and self.log.hash_at(self.log.chain_of(cursor.rid), cursor.seq) != cursor.hash
            ):
                cursor.forked = True
                cursor.plain = False
