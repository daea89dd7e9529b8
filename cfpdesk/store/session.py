"""The one door: an engagement that is open, read as records and written in operations.

Whatever a person does is one `transact`: its fields, journal events and hash chain commit together
or not at all. The session lives on one thread; after each commit `Changes` goes to who subscribed.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from cfpdesk.errors import BugError, UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.journal import Actor, Clock, hlc_time
from cfpdesk.model.record import Blob
from cfpdesk.store import database, rows, undo
from cfpdesk.store.change import Change
from cfpdesk.store.evidence_folder import EvidenceFolder
from cfpdesk.store.lock import Lock
from cfpdesk.store.log import Log
from cfpdesk.store.opening import Opened, create_folder, open_folder
from cfpdesk.store.operation import Operation
from cfpdesk.store.reading import Reading
from cfpdesk.store.recovery import FileCheck, Recovery
from cfpdesk.store.remembered import EVERY_WRITE, OUTSIDE
from cfpdesk.store.replica import OwnChain
from cfpdesk.store.writer import Writer

if TYPE_CHECKING:
    from cfpdesk.store.backup import Backup
    from cfpdesk.store.check import Check
    from cfpdesk.store.drafts import Draft

__all__ = ["Change", "Changes", "Operation", "Session"]

_BACKUP_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a commit changed: the operation's name and the tables; all of them after a merge."""

    operation: Message
    tables: frozenset[str]


class Session(Reading):
    """An open engagement. Close it, or use it in a `with` statement."""

    def __init__(self, opened: Opened, actor: Actor | None, clock: Clock) -> None:
        self.read_only = opened.read_only
        self.newer = opened.newer
        self.recovery: Recovery | None = opened.recovery
        self.files: FileCheck = opened.files
        super().__init__(Log(opened.conn), actor, opened.folder, clock)
        self.evidence = EvidenceFolder(opened.folder)
        self._conn = opened.conn
        self._lock: Lock | None = opened.lock
        self._own = OwnChain(self._log, actor)
        self._listeners: list[Callable[[Changes], None]] = []
        self._busy = ""
        self._amending = ""
        self._began = self.now()

    # ------------------------------------------------------------ life

    @classmethod
    def create(cls, folder: Path, actor: Actor, clock: Clock, *, replica: str = "") -> Self:
        """Make a new, empty engagement in a folder.

        Raises:
            UserError: if one is there already, or the folder lies on a drive not fit for work.
        """
        session = cls._over(create_folder(folder, clock), actor, clock)
        session._begin(replica)  # noqa: SLF001 - of this very class
        return session

    def _begin(self, replica: str) -> None:
        try:
            with database.transaction(self._conn):
                self._own.begin(replica)
        except BaseException:
            self._let_go(clean=False)
            raise

    @classmethod
    def open(
        cls, folder: Path, actor: Actor | None, clock: Clock, *, read_only: bool = False
    ) -> Self:
        """Open an engagement; without an actor nothing can be written but a merge.

        Raises:
            UserError: if it is damaged, open elsewhere, or lies on a drive not fit for work.
        """
        return cls._over(open_folder(folder, clock, read_only=read_only), actor, clock)

    @classmethod
    def _over(cls, opened: Opened, actor: Actor | None, clock: Clock) -> Self:
        try:
            return cls(opened, actor, clock)
        except BaseException:
            opened.conn.close()
            if opened.lock is not None:
                opened.lock.release(clean=False)
            raise

    def close(self) -> None:
        """Write everything back into the one file and let the engagement go.

        Raises:
            UserError: if there was no room for the last backup; the engagement is closed all the
                same, and nothing saved is lost.
        """
        if self._lock is None and not self.read_only:
            return
        clean = False
        try:
            self._own.close()
            if not self.read_only:
                if self._is_backup_due():
                    self.back_up()
                self._conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            clean = True
        finally:
            self._let_go(clean=clean)

    def _let_go(self, *, clean: bool) -> None:
        if self._client_tables is not None:
            self._client_tables.close()
        self._conn.close()
        if self._lock is not None:
            self._lock.release(clean=clean)
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        self.close()

    @property
    def replica(self) -> str:
        """The chain this copy writes to."""
        return self._own.replica

    def own_chain(self) -> str:
        """Return the chain to write to or export, beginning a new one where it is not ours alone.

        Raises:
            UserError: if nothing can be written now, and why.
        """
        self.check_writable()
        return self._own.ready().replica

    @property
    def database(self) -> Path:
        """The database file, for jobs on a connection of their own."""
        return self.folder / database.DATABASE

    @property
    def saved_at(self) -> datetime | None:
        """When the own chain last grew, by the device's clock; None for an empty one."""
        self._remembered.note(EVERY_WRITE)
        chain = self._log.chain(self.replica) if self.replica else None
        if chain is None or not chain.max_seq:
            return None
        found = self._conn.execute(
            "SELECT hlc FROM event WHERE rid=? AND seq=?", (chain.rid, chain.max_seq)
        ).fetchone()
        return hlc_time(found[0])

    # ------------------------------------------------------------ writing

    @contextmanager
    def transact(self, name: Message, *, reason: str = "") -> Iterator[Change]:
        """Do one operation; an exception leaves nothing written.

        Args:
            name: what the person does, as a sentence.
            reason: why; needed after the seal and for settling a conflict.

        Raises:
            UserError: if nothing can be written now, and why.
        """
        reason = reason or self._amending
        with self._writing(name) as writer:
            writer.begin(name, reason)
            yield Change(self, writer, reason)

    @contextmanager
    def operation(self, name: Message, *, reason: str = "") -> Iterator[Writer]:
        """Do one operation of journal events alone; for the modules of the store."""
        with self._writing(name) as writer:
            writer.begin(name, reason)
            yield writer
            self.forget_rows(writer.rows)

    @contextmanager
    def amending(self, reason: str) -> Iterator[None]:
        """Give a reason to every operation in here that brings none of its own."""
        self._amending = reason
        try:
            yield
        finally:
            self._amending = ""

    @contextmanager
    def _writing(self, name: Message) -> Iterator[Writer]:
        actor = self.check_writable()
        if self._conn.in_transaction:
            raise BugError("operations do not nest")
        try:
            with database.transaction(self._conn):
                replica = self.replica
                writer = Writer(self._log, self._own.ready(), actor, self.now())
                if self.replica != replica:  # what said whose work is mine did not look at it
                    self._remembered.clear()
                yield writer
        except BaseException:
            self.forget()
            self._own.look_again()
            raise
        self._own.committed()
        if not writer.empty:
            self._tell(Changes(name, frozenset(writer.tables)))

    def check_writable(self) -> Actor:
        """Return the actor.

        Raises:
            UserError: if nothing can be written now, and why.
        """
        if self.read_only:
            raise UserError(msg("This engagement is open for reading only."))
        if self._busy:
            raise UserError(msg("Wait until the merge is done; nothing was written."))
        if self.actor is None:
            raise UserError(msg("Nobody is signed in; open the engagement with your identity."))
        return self.actor

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Refuse writes while a job writes on its own connection; afterwards read everything anew.

        Call it on the session's thread around waiting for the job.
        """
        self._busy = "merge"
        try:
            yield
        finally:
            self._busy = ""
            self.reload()

    def reload(self) -> None:
        """Read everything anew and tell who subscribed; after a merge by a job."""
        self.forget()
        tables = frozenset(rows.rows_by_table(self._log))
        self._tell(Changes(msg("Merge"), tables))

    def note_blob(self, blob: Blob, crc32: int) -> None:
        """Record that an original file is here."""
        self._conn.execute(
            "INSERT OR REPLACE INTO blob VALUES(?,?,?,?,'present')",
            (bytes.fromhex(blob.sha256), blob.size, crc32, blob.mime),
        )

    # ------------------------------------------------------------ undo

    def undoable(self) -> Operation | None:
        """Return the operation that Undo would take back, or None."""
        return undo.undoable(self._log, self.replica)

    def redoable(self) -> Operation | None:
        """Return the operation that Redo would bring back, or None."""
        return undo.redoable(self._log, self.replica)

    def undo(self) -> Operation:
        """Take the last operation back.

        Raises:
            UserError: if there is none, or somebody wrote one of its cells since: who and what.
        """
        return self._step(undo.undoable, undo.undo)

    def redo(self) -> Operation:
        """Bring back what was undone last.

        Raises:
            UserError: if there is nothing, or somebody wrote one of its cells since: who and what.
        """
        return self._step(undo.redoable, undo.redo)

    def _step(
        self,
        find: Callable[[Log, str], Operation | None],
        do: Callable[[Log, Writer, Operation], None],
    ) -> Operation:
        self.check_writable()
        operation = find(self._log, self.replica)
        if operation is None:
            raise UserError(msg("There is nothing to undo here."))
        with self._writing(operation.name) as writer:
            do(self._log, writer, operation)
            self.forget_rows(writer.rows)
            writer.tables |= operation.tables
        return operation

    # ------------------------------------------------------------ keeping

    def subscribe(self, callback: Callable[[Changes], None]) -> Callable[[], None]:
        """Call back after each commit; returns what ends that."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def _tell(self, changes: Changes) -> None:
        for listener in tuple(self._listeners):
            listener(changes)

    def verify(self) -> "Check":
        """Check everything that is kept: hashes, projection, originals."""
        from cfpdesk.store.check import check

        return check(self._log, self._folder)

    @property
    def made_by_newer(self) -> bool:
        """Tell whether entries of a newer version are kept that this one cannot show."""
        return self.newer or bool(self._log.meta("newer_schema"))

    def back_up(self, why: str = "time") -> "Backup":
        """Make a backup now."""
        from cfpdesk.store import backup

        return backup.make(self._conn, self._folder, self.now(), why)

    def _is_backup_due(self) -> bool:
        from cfpdesk.store import backup

        newest = next(iter(backup.backups(self._folder)), None)
        since = max(newest.at, self._began) if newest else self._began
        saved = self.saved_at
        return saved is not None and saved > since and self.now() - since > _BACKUP_EVERY

    # ------------------------------------------------------------ drafts

    def keep_draft(self, table: str, row: str, field: str, text: str) -> None:
        """Keep half-typed text; it is no event and travels nowhere."""
        from cfpdesk.store import drafts

        if not self.read_only and not self._busy:
            drafts.keep(self._conn, drafts.Draft(table, row, field, text, self.now()))

    def drafts(self) -> "tuple[Draft, ...]":
        """Return the half-typed texts that were not finished."""
        from cfpdesk.store import drafts

        return drafts.kept(self._conn)

    def drop_draft(self, table: str, row: str, field: str) -> None:
        """Forget a half-typed text."""
        from cfpdesk.store import drafts

        if not self.read_only and not self._busy:
            drafts.drop(self._conn, table, row, field)

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, for the modules of the store; what looks at it is not remembered."""
        self._remembered.note(OUTSIDE)
        return self._conn
