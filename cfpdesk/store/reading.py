"""Reading an engagement: records as the projection has them, and the audit trail.

Rows are read a table at a time and kept until a write may show them otherwise. What is computed
from them is kept as long as nothing it looked at was written (`store.remembered`).
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cfpdesk.model.day import day_of
from cfpdesk.model.journal import Actor, Clock
from cfpdesk.model.merge import RowKey
from cfpdesk.model.record import JsonValue, Record
from cfpdesk.model.team import Person
from cfpdesk.store import operation, rows
from cfpdesk.store.log import Log
from cfpdesk.store.remembered import EVERY_WRITE, OUTSIDE, Remembered
from cfpdesk.store.rows import Row

if TYPE_CHECKING:
    from cfpdesk.store.client_tables import ClientTables
    from cfpdesk.store.log import Chain
    from cfpdesk.store.trail import Conflict, Disputed, Entry

R = TypeVar("R", bound=Record)
T = TypeVar("T")

_FEW_ROWS = 50  # beyond this a table is read anew as a whole


class Reading:
    """What can be asked of an open engagement."""

    read_only: bool

    def __init__(self, log: Log, actor: Actor | None, folder: Path, clock: Clock) -> None:
        self._log = log
        self.actor = actor
        self._folder = folder
        self._clock = clock
        self._client_tables: ClientTables | None = None
        self._tables: dict[str, dict[str, Row]] = {}
        self._records: dict[type[Record], dict[str, Record]] = {}
        self._remembered = Remembered()

    @property
    def log(self) -> Log:
        """The journal on disk; what looks at it itself is not remembered."""
        self._remembered.note(OUTSIDE)
        return self._log

    @property
    def folder(self) -> Path:
        """Where the engagement lies; what looks at its files itself is not remembered."""
        self._remembered.note(OUTSIDE)
        return self._folder

    def now(self) -> datetime:
        """Device time, UTC."""
        return self.clock().astimezone(UTC)

    @property
    def clock(self) -> Clock:
        """The clock that was passed in."""
        self._remembered.note(OUTSIDE)
        return self._clock

    def today(self) -> date:
        """Return the day it is in China."""
        return self._remembered.note_fact(self._day)

    def _day(self) -> date:
        return day_of(self._clock())

    @property
    def tables(self) -> "ClientTables":
        """The client's tables, as far as they were read; made when first asked for."""
        if self._client_tables is None:
            from cfpdesk.store.client_tables import ClientTables

            self._client_tables = ClientTables(self._folder, read_only=self.read_only)
        self._remembered.note_fact(self._reads)
        return self._client_tables

    def _reads(self) -> int:
        """Return how often a table was read, so that what is computed from tables follows."""
        return self._client_tables.reads if self._client_tables is not None else 0

    def get(self, kind: type[R], row: str) -> R | None:
        """Return a shown record, or None."""
        return self._kind(kind).get(row)  # type: ignore[return-value]  # it holds that kind

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Return the shown records by their `order` field, else by creation."""
        return tuple(self._kind(kind).values())  # type: ignore[arg-type]  # as above

    def find(self, kind: type[R], /, **natural_key: Any) -> R:
        """Return the kept record of a natural key, or a fresh one that is not stored yet."""
        fresh = kind(**natural_key)
        return self.get(kind, fresh.row) or fresh

    def record(self, kind: type[R], row: str) -> R:
        """Return a record as the projection has it, shown or not."""
        found = self.read(kind.TABLE, row)
        return kind.from_fields(row, found.values if found else {})

    def read(self, table: str, row: str) -> Row | None:
        """Return a row as the projection has it, shown or not, or None where nobody wrote it."""
        self._remembered.note(table)
        if table in self._tables:
            return self._tables[table].get(row)
        return rows.read_rows(self._log, table, row).get(row)

    def given(self, kind: type[Record], field: str) -> tuple[JsonValue, ...]:
        """Return every value a field was ever given, deleted and undone rows among them.

        Human numbers are given once and never again.
        """
        self._remembered.note(kind.TABLE)
        return rows.values_given(self._log, kind.TABLE, field)

    def me(self) -> Person | None:
        """Return the team member whose signing key is the actor's, or None."""
        key = self.actor.key_sha256 if self.actor else ""
        return next((p for p in self.all(Person) if key and p.key_sha256 == key), None)

    def _kind(self, kind: type[Record]) -> dict[str, Record]:
        self._remembered.note(kind.TABLE)
        known = self._records.get(kind)
        if known is None:
            table = self._tables.get(kind.TABLE)
            if table is None:
                table = self._tables[kind.TABLE] = rows.read_rows(self._log, kind.TABLE)
            shown = [entry for entry in table.values() if entry.shown]
            shown.sort(key=lambda entry: (str(entry.values.get("order", "")), entry.born))
            known = {entry.row: entry.as_record(kind) for entry in shown}
            self._records[kind] = known
        return known

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made under a key, and make it where something it looked at changed.

        For what is asked for several times: by the page, the rail, the list of what is missing.
        What looks at the clock, at files or at the journal itself is made anew each time.

        Args:
            key: says what is made, with everything that `make` takes from outside.
            make: looks at this session alone.
        """
        return self._remembered.get(key, make)

    def forget_rows(self, changed: Collection[RowKey]) -> None:
        """Read these rows anew; they are all that a write may show otherwise."""
        self._remembered.written({table for table, _row in changed})
        whole = {table for table, _row in changed} if len(changed) > _FEW_ROWS else set()
        for table in whole:
            self._tables.pop(table, None)
        for table, row in changed:
            known = self._tables.get(table)
            if known is not None:
                fresh = rows.read_rows(self._log, table, row).get(row)
                if fresh is not None:
                    known[row] = fresh
        tables = {table for table, _row in changed}
        for kind in [kind for kind in self._records if kind.TABLE in tables]:
            del self._records[kind]

    def forget(self) -> None:
        """Drop everything that was remembered."""
        self._log.forget()
        self._tables.clear()
        self._records.clear()
        self._remembered.clear()

    # ------------------------------------------------------------ trail

    @property
    def is_sealed(self) -> bool:
        """Tell whether a seal stands; edits then need a reason."""
        from cfpdesk.model.closing import Seal

        return bool(self._kind(Seal))

    def check_going_on(self, table: str) -> None:
        """Refuse to write into a table while the verification is suspended, or once it has ended.

        Raises:
            UserError: saying that it can only be resumed or terminated, or that it has ended.
        """
        from cfpdesk.model.document_review import (
            FREE_WHILE_SUSPENDED,
            DocumentReview,
            check_going_on,
        )

        if table not in FREE_WHILE_SUSPENDED:
            for review in self.all(DocumentReview):
                check_going_on(review)

    def heads(self) -> tuple[str, ...]:
        """Return the end of every chain as `replica:seq:hash`."""
        self._remembered.note(EVERY_WRITE)
        return tuple(f"{c.replica}:{c.max_seq}:{c.head.hex()}" for c in self._log.chains())

    def conflicts(self) -> "tuple[Conflict, ...]":
        """Return the conflicts that wait for a decision."""
        from cfpdesk.store import trail

        def make() -> "tuple[Conflict, ...]":
            self._remembered.note(EVERY_WRITE)
            return tuple(self._conflict(cell) for cell in trail.disputed(self._log))

        return self.remember("conflicts", make)

    def _conflict(self, cell: "Disputed") -> "Conflict":
        """Return what stands in a cell: events do not change, but they can be set aside."""
        from cfpdesk.store import trail

        def make() -> "Conflict":
            self._remembered.note_fact(self._log.ranges)
            return trail.conflict_of(self._log, cell)

        return self.remember(cell, make)

    def value_before(self, conflict: "Conflict") -> JsonValue:
        """Return the newest value before all that stand in a conflict; None where there is none."""
        from cfpdesk.store import trail

        def make() -> JsonValue:
            self._remembered.note_fact(self._log.ranges)
            return trail.value_before(self._log, conflict)

        cid = self._log.cell(conflict.table, conflict.row, conflict.field)
        heads = tuple(self._log.plain_heads(cid)) if cid is not None else ()
        events = tuple(version.event for version in conflict.versions)
        return self.remember(("value before", cid, heads, events), make)

    def chains(self) -> "tuple[Chain, ...]":
        """Return all chains that hold an event, by name."""
        self._remembered.note(EVERY_WRITE)
        return tuple(self._log.chains())

    def provenance(self, table: str, row: str, field: str) -> "Entry | None":
        """Return who wrote the standing value, when and on which device; None without a value."""
        from cfpdesk.store import trail

        self._remembered.note(table)
        return trail.provenance(self._log, table, row, field)

    def history(self, table: str, row: str, field: str = "") -> "tuple[Entry, ...]":
        """Return every value of a cell, or of all cells of a row, the oldest first."""
        from cfpdesk.store import trail

        self._remembered.note(table)
        return trail.history(self._log, table, row, field)

    def operations(self, limit: int = 100) -> tuple[operation.Operation, ...]:
        """Return the newest operations of everybody, the newest first."""
        self._remembered.note(EVERY_WRITE)
        return operation.operations(self._log, limit)

    def operations_since(self, ends: Mapping[str, int]) -> tuple[operation.Operation, ...]:
        """Return all operations after these ends (event number by replica), the newest first."""
        self._remembered.note(EVERY_WRITE)
        return operation.operations_since(self._log, ends)
