"""Going back to a backup, with a preview of what would go missing; the state now is kept too."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.store import backup, database
from cfpdesk.store.backup import Backup
from cfpdesk.store.durable import put_in_place, remove
from cfpdesk.store.lock import Lock
from cfpdesk.store.log import Log
from cfpdesk.store.operation import Operation, chain_operations, operations


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What going back to a backup means.

    Attributes:
        lost: operations that are here now and not in the backup, newest first.
        kept: how many operations the backup holds.
        last: the last operation the backup holds.
    """

    backup: Backup
    lost: tuple[Operation, ...]
    kept: int
    last: Operation | None


def preview_restore(folder: Path, chosen: Backup) -> RestorePreview:
    """Return what would go missing; nothing is written.

    Raises:
        UserError: if the backup is damaged.
    """
    with closing(backup.open_backup(chosen)) as conn:
        old = Log(conn)
        held = {chain.replica: chain.max_seq for chain in old.chains()}
        newest = operations(old, 1)
        count = conn.execute("SELECT count(*) FROM event WHERE kind='action'").fetchone()[0]
    try:
        with closing(database.connect(folder / database.DATABASE, read_only=True)) as conn:
            log = Log(conn)
            lost = [
                pair
                for chain in log.chains()
                for pair in chain_operations(log, chain, 1000, held.get(chain.replica, 0) + 1)
            ]
    except (UserError, sqlite3.DatabaseError):
        lost = []  # the database that would be replaced is damaged: that is why one restores
    lost.sort(key=lambda pair: pair[0], reverse=True)
    return RestorePreview(
        chosen, tuple(operation for _hlc, operation in lost), count, newest[0] if newest else None
    )


def restore(folder: Path, chosen: Backup, now: datetime) -> Path:
    """Go back to a backup; the engagement must be closed. Return where the state now is kept.

    The own chain is then behind the copy in the second file, so that the next edit begins a new
    chain by itself.

    Raises:
        UserError: if the engagement is open, the backup is damaged, or the disk is full.
    """
    path = folder / database.DATABASE
    lock = Lock(folder)
    try:
        with closing(backup.open_backup(chosen)) as source:
            kept = _keep_present(folder, now)
            temporary = path.with_suffix(".part")
            backup.copy(source, temporary)
            for suffix in ("-wal", "-shm"):
                remove(path.with_name(path.name + suffix))
            put_in_place(temporary, path)
    except OSError as error:
        raise UserError(
            msg("The backup could not be restored; the engagement is as it was.")
        ) from error
    finally:
        lock.release(clean=True)
    return kept


def _keep_present(folder: Path, now: datetime) -> Path:
    path = folder / database.DATABASE
    try:
        with closing(database.connect(path)) as conn:
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if database.is_whole(conn):
                return backup.make(conn, folder, now, "restore").path
    except (UserError, sqlite3.DatabaseError):
        pass  # a damaged database is kept as it is, below
    kept = folder / f"damaged-{now:%Y%m%dT%H%M%S}.db"
    put_in_place(path, kept)
    return kept
