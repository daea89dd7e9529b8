"""Opening the database file with the settings that survive a lost power supply.

WAL with synchronous=FULL: a commit that returned is on the disk. One writer at a time; a second
connection (a merge job) waits up to five seconds.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from cfpdesk.errors import NotWrittenError, UserError
from cfpdesk.i18n import msg
from cfpdesk.store.tables import APPLICATION_ID

DATABASE = "journal.db"
_NOT_BESIDE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
_FULL_CODES = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}


def address(path: Path, options: str) -> str:
    """Return the URI by which SQLite opens a file.

    The part for a server is always empty, for SQLite refuses any: a Windows share stands in the
    path, with its two slashes. A drive letter that means a share is resolved to that share.
    """
    name = path.resolve().as_posix()
    root = "" if name.startswith("/") else "/"  # a drive letter stands behind a slash
    return f"file://{root}{quote(os.fsencode(name))}?{options}"


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open a database file; transactions are begun by hand.

    Raises:
        UserError: if the file is damaged or no database, or the disk refuses the journal beside it.
    """
    if read_only:
        return _for_reading(path)
    return _with_settings(path, "mode=rwc", read_only=False)


def _for_reading(path: Path) -> sqlite3.Connection:
    """Open for reading, also where nothing can be written beside the file.

    SQLite wants to make a small file beside a database with a WAL, which a locked stick or a share
    without the right to write refuses. Where no WAL is left nobody is writing, and nobody can.
    """
    conn = _with_settings(path, "mode=ro", read_only=True)
    try:
        conn.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        wal = path.with_name(f"{path.name}-wal")
        left = wal.is_file() and wal.stat().st_size  # would be passed over
        if not left and error.sqlite_errorcode & 0xFF in _NOT_BESIDE:
            conn.close()
            return _with_settings(path, "mode=ro&immutable=1", read_only=True)
    return conn  # whoever reads a damaged one says so


def _with_settings(path: Path, options: str, *, read_only: bool) -> sqlite3.Connection:
    try:
        conn = sqlite3.connect(address(path, options), uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise damaged(path) from error
    try:
        conn.execute("PRAGMA busy_timeout=5000")
        conn.execute("PRAGMA trusted_schema=OFF")
        conn.execute("PRAGMA cell_size_check=ON")
        conn.execute("PRAGMA foreign_keys=ON")
        if not read_only:
            conn.execute("PRAGMA journal_mode=WAL")
            conn.execute("PRAGMA synchronous=FULL")
    except sqlite3.Error as error:
        conn.close()
        if isinstance(error, sqlite3.OperationalError):
            raise write_failed(error) from error
        raise damaged(path) from error
    return conn


def version_of(conn: sqlite3.Connection) -> int:
    """Return the schema version of a store.

    Raises:
        UserError: if the file is damaged or belongs to another program.
    """
    try:
        (application,) = conn.execute("PRAGMA application_id").fetchone()
        (version,) = conn.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise damaged(Path(database_file(conn))) from error
    if application != APPLICATION_ID:
        raise UserError(msg("This folder holds no engagement of this program."))
    return int(version)


def is_whole(conn: sqlite3.Connection) -> bool:
    """Tell whether SQLite finds nothing wrong with a database."""
    try:
        return bool(conn.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def database_file(conn: sqlite3.Connection) -> str:
    """Return the path of a connection's file, or an empty string."""
    try:
        return str(conn.execute("PRAGMA database_list").fetchone()[2])
    except sqlite3.DatabaseError:
        return ""


def damaged(path: Path) -> UserError:
    """Return the error for a file that cannot be read as a store."""
    return UserError(
        msg(
            "The engagement's database {name} is damaged. Restore the last backup, "
            "or open a copy of the folder.",
            name=path.name or DATABASE,
        )
    )


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[None]:
    """Run a block in one transaction; an exception leaves nothing written.

    Raises:
        UserError: if another program writes for longer than five seconds, or the disk is full.
    """
    try:
        conn.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise write_failed(error) from error
    try:
        yield
        conn.execute("COMMIT")
    except BaseException as error:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError):
            raise write_failed(error) from error
        raise


def write_failed(error: sqlite3.OperationalError) -> UserError:
    """Return the sentence for a write that the disk or another program refused."""
    code = getattr(error, "sqlite_errorcode", 0) or 0
    if code in _FULL_CODES or code & 0xFF == sqlite3.SQLITE_FULL:
        return NotWrittenError(
            msg("Not written: the disk is full. Make room on it; nothing saved before is lost.")
        )
    if code & 0xFF == sqlite3.SQLITE_BUSY:
        return NotWrittenError(msg("Not written: another program is writing to this engagement."))
    return NotWrittenError(msg("Not written: the disk refused it ({reason}).", reason=str(error)))
