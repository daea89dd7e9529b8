"""Writes the events of one operation to the end of the own chain. Used by `Change`, undo, adopt."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from cfpdesk.i18n import Message
from cfpdesk.model.journal import (
    ACTION_TABLE,
    SCHEMA,
    Actor,
    Event,
    Kind,
    action_value,
    next_hlc,
)
from cfpdesk.model.record import JsonValue
from cfpdesk.store import projection
from cfpdesk.store.log import Chain, Log


class Writer:
    """One action and the events that belong to it; the caller holds the transaction.

    The `action` event is written with the first event after it, so that an operation that changes
    nothing leaves nothing.
    """

    def __init__(self, log: Log, chain: Chain, actor: Actor, now: datetime) -> None:
        self.log = log
        self.now = now
        self.action = str(uuid.uuid4())
        self.empty = True
        self.rows: set[tuple[str, str]] = set()
        self.tables: set[str] = set()
        self._chain = chain
        self._actor = actor
        self._what: tuple[Message, str, str] = (Message(""), "", "")

    def begin(self, what: Message, reason: str = "", undoes: str = "") -> None:
        """Say what is being done, why, and which action it undoes."""
        self._what = (what, reason, undoes)

    @property
    def chain(self) -> Chain:
        """Return the chain that is written to."""
        return self._chain

    def write(
        self,
        kind: str,
        place: tuple[str, str, str],
        value: JsonValue,
        parents: Iterable[str] | None = None,
    ) -> set[tuple[str, str]]:
        """Write one event, bring the projection up to date, and return the rows it may change.

        Args:
            kind: what the event does.
            place: table, row and field.
            value: a JSON value.
            parents: names to replace; by default those of the cell's standing heads.
        """
        if self.empty:
            what, reason, undoes = self._what
            said = action_value(what, self._actor, self.now, reason, undoes)
            self._append(Kind.ACTION, (ACTION_TABLE, self.action, ""), said, ())
        cid = self.log.cell(*place)
        if parents is None:
            parents = projection.head_names(self.log, cid) if cid is not None else ()
        cid = self._append(kind, place, value, tuple(parents))
        table, row, field = place
        if kind == Kind.CREATE:
            projection.note_create(self.log, table, row, value)
        projection.watch(self.log, cid, projection.watched_names(field, kind, value))
        self.empty = False
        rows = projection.project(self.log, {cid})
        self.rows |= rows
        self.tables |= {table} | {other for other, _row in rows}
        return rows

    def seen(self) -> JsonValue:
        """Return the chains as the person sees them now, for a delete."""
        return {"seen": {chain.replica: chain.name for chain in self.log.chains()}}

    def _append(
        self, kind: str, place: tuple[str, str, str], value: JsonValue, parents: tuple[str, ...]
    ) -> int:
        chain = self._chain
        hlc = next_hlc(self.log.meta("hlc"), self.now)
        self.log.set_meta("hlc", hlc)
        table, row, field = place
        event = Event(
            action=self.action,
            prev_hash=chain.head.hex(),
            replica=chain.replica,
            seq=chain.max_seq + 1,
            field=field,
            hlc=hlc,
            kind=str(kind),
            parents=parents,
            row=row,
            schema=SCHEMA,
            table=table,
            value=value,
        )
        cid = self.log.append(event)
        self.log.save_chain(chain)
        return cid
