"""What may be done inside one operation: put, remove, restore, attach, resolve."""

import unicodedata
import uuid
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cfpdesk.errors import BugError, NeedsReasonError, UserError
from cfpdesk.i18n import msg
from cfpdesk.model.journal import DEL_FIELD, NEW_FIELD, Kind
from cfpdesk.model.merge import Life, RowKey
from cfpdesk.model.record import Blob, JsonValue, Record, row_of
from cfpdesk.store import row_projection
from cfpdesk.store.evidence_folder import Kept, mime_of
from cfpdesk.store.writer import Writer

if TYPE_CHECKING:
    from cfpdesk.store.session import Session

R = TypeVar("R", bound=Record)

# What may be added after the seal without a reason: it does not amend what was sealed.
FREE_AFTER_SEAL = frozenset({"countersignature", "interruption", "issue", "seal", "signature"})


class Change:
    """One operation under way; made by `Session.transact`."""

    def __init__(self, session: "Session", writer: Writer, reason: str) -> None:
        self._session = session
        self._writer = writer
        self._reason = reason
        self._may_amend = bool(reason.strip()) or not session.is_sealed

    @property
    def now(self) -> datetime:
        """Device time of the operation, UTC."""
        return self._writer.now

    @property
    def action(self) -> str:
        """The operation's id."""
        return self._writer.action

    def put(self, record: R) -> R:
        """Store a record: begin its row, or set the fields that differ; return it with its row.

        A put on a deleted row also restores it. Text is normalised (NFC); file names are not.

        Raises:
            UserError: after the seal, where no reason was given.
            BugError: if the row is not that of the key, or a parent is not stored.
        """
        kind = type(record)
        table = record.TABLE
        if record.KEY and record.row != row_of(table, *map(str, record.key().values())):
            raise BugError(f"{table}: the row does not belong to the natural key")
        row = record.row or str(uuid.uuid4())
        stored = self._session.read(table, row)
        fresh = kind(row=row, **{name: getattr(record, name) for name in record.KEY})
        known = kind.from_fields(row, {**fresh.fields(), **stored.values}) if stored else fresh
        before = known.fields()
        wanted = {name: _typed(value) for name, value in record.fields().items()}
        changed = [name for name in wanted if name not in record.KEY]
        changed = [name for name in changed if wanted[name] != before[name]]
        begins = stored is None or not stored.begun
        revives = stored is not None and stored.life is Life.GONE
        if begins or changed or revives:
            self._check_seal(table, begins=begins)
        if begins:
            self._create(record, table, row)
        if revives:
            self._revive((table, row))
        for name in changed:
            self._set(table, row, name, wanted[name])
        return self._session.record(kind, row)

    def affirm(self, record: Record, field: str) -> None:
        """Write a field anew as it stands, where it matters whose word it is."""
        self._check_seal(record.TABLE)
        self._set(record.TABLE, record.row, field, _typed(record.fields()[field]))

    def remove(self, record: Record) -> None:
        """Delete a row; it can be restored, and what it was stays in the journal."""
        stored = self._session.read(record.TABLE, record.row)
        if stored is None or stored.life is Life.GONE:
            return
        self._check_seal(record.TABLE)
        self._write(Kind.DELETE, (record.TABLE, record.row, DEL_FIELD), self._writer.seen())

    def restore(self, kind: type[R], row: str) -> R:
        """Bring a deleted row back, with the deleted rows it belongs to; return it."""
        self._check_seal(kind.TABLE)
        self._revive((kind.TABLE, row))
        return self._session.record(kind, row)

    def attach(self, source: Path | bytes, *, mime: str = "", name: str = "") -> Blob:
        """Keep an original file; it is durable before the row that speaks of it commits.

        Raises:
            UserError: if it cannot be read, or the disk is full.
        """
        given = name or (source.name if isinstance(source, Path) else "")
        kept = self._session.evidence.keep(source)
        blob = Blob(kept.sha256, kept.size, mime or mime_of(given), given)
        self._session.note_blob(blob, kept.crc32)
        return blob

    def attach_kept(self, kept: Kept, *, mime: str, name: str) -> Blob:
        """Speak of an original that `EvidenceFolder.keep` has written already, in a job.

        Raises:
            UserError: if it is not there.
        """
        blob = Blob(kept.sha256, kept.size, mime, name)
        if not self._session.evidence.has(blob):
            raise UserError(msg("The original file is not on this computer."))
        self._session.note_blob(blob, kept.crc32)
        return blob

    def resolve(self, table: str, row: str, field: str, value: JsonValue) -> None:
        """Settle a conflict with a value; replaces all standing heads of the cell.

        For a row deleted by one and edited by another, `field` is `_del`, and the value true
        (delete it) or false (keep it).

        Raises:
            UserError: where no reason was given to `transact`.
        """
        if not self._reason.strip():
            raise UserError(msg("Say why: a conflict is settled with a reason."))
        if field == DEL_FIELD:
            value = self._writer.seen() if value else None
        self._write(Kind.RESOLVE, (table, row, field), value)

    def _create(self, record: Record, table: str, row: str) -> None:
        parents = [(ptable, prow) for ptable, prow in record.parents() if ptable and prow]
        for parent in parents:
            if row_projection.life_of(self._writer.log, parent) is Life.WAITING:
                raise BugError(f"{table}: put the {parent[0]} first that it belongs to")
        named: list[JsonValue] = [list(pair) for pair in parents]
        value: JsonValue = {"key": record.key(), "parents": named}
        self._write(Kind.CREATE, (table, row, NEW_FIELD), value)

    def _revive(self, row: RowKey) -> None:
        log = self._writer.log
        for table, name in (*reversed(row_projection.gone_ancestors(log, row)), row):
            if log.cell(table, name, DEL_FIELD) is not None:
                self._write(Kind.RESTORE, (table, name, DEL_FIELD), None)

    def _set(self, table: str, row: str, field: str, value: JsonValue) -> None:
        self._write(Kind.SET, (table, row, field), value)
        self._writer.log.conn.execute(
            "DELETE FROM draft WHERE tbl=? AND row=? AND field=?", (table, row, field)
        )

    def _write(self, kind: Kind, place: tuple[str, str, str], value: JsonValue) -> None:
        self._session.forget_rows(self._writer.write(kind, place, value))

    def _check_seal(self, table: str, *, begins: bool = False) -> None:
        self._session.check_going_on(table)
        if not self._may_amend and not (begins and table in FREE_AFTER_SEAL):
            raise NeedsReasonError(
                msg("The visit is sealed: say why this is changed, and it is kept as an amendment.")
            )


def _typed(value: JsonValue) -> JsonValue:
    """Return typed text in one form; a file's name inside a blob stays byte-exact."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_typed(part) for part in value]
    return value
