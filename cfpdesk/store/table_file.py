"""Files of the table cache: SQLite, written under another name, renamed when finished.

Nothing in them is worth a journal: a crash leaves a file that is never looked at, and whatever is
odd about a finished one is reason enough to throw it away and read the workbook anew.
"""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import orjson

from cfpdesk.model.sheet import Formula, SheetInfo, WorkbookInfo
from cfpdesk.model.sheet_block import RowBlock, rows_in_block
from cfpdesk.model.sheet_description import sheet_to_json, workbook_to_json
from cfpdesk.store.database import address, write_failed
from cfpdesk.store.durable import disk_full, is_disk_full, put_in_place, sync_file

APPLICATION_ID = 0x43465443  # "CFTC"
VERSION = 3
PART = ".part"
BLOCK_BITS = 24
"""A block's key is its sheet's index, and below so many bits its number in the sheet."""

_PRAGMAS = (
    "PRAGMA page_size=16384",
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    f"PRAGMA application_id={APPLICATION_ID}",
    f"PRAGMA user_version={VERSION}",
)
_TABLES = (
    "CREATE TABLE sheet(idx INTEGER PRIMARY KEY, info TEXT)",
    "CREATE TABLE block(key INTEGER PRIMARY KEY, data BLOB)",
    "CREATE TABLE formula(row INT, col INT, text TEXT, array TEXT, PRIMARY KEY(row, col))",
    "CREATE TABLE finished(info TEXT)",
)


@contextmanager
def written(target: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection to a new file, which is at its place when the block ends well.

    Raises:
        UserError: if the disk is full.
        OSError: if the folder cannot be written.
    """
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}{PART}")
    try:
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as conn:
            for statement in (*_PRAGMAS, "BEGIN", *_TABLES):
                conn.execute(statement)
            yield conn
            conn.execute("COMMIT")
        with unfinished.open("r+b") as stream:
            sync_file(stream)
        put_in_place(unfinished, target)
    except sqlite3.OperationalError as error:
        raise write_failed(error) from error
    except OSError as error:
        if is_disk_full(error):
            raise disk_full(target.parent, 0) from error
        raise
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


class TableSink:
    """Takes a workbook as it is read, and writes it."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._key = 0

    def begin_sheet(self, info: SheetInfo) -> None:
        """Write a sheet's description."""
        described = orjson.dumps(sheet_to_json(info)).decode()
        self._conn.execute("INSERT INTO sheet VALUES(?, ?)", (info.index, described))
        self._key = info.index << BLOCK_BITS

    def rows(self, block: RowBlock) -> None:
        """Write a block as it is."""
        self._conn.execute("INSERT INTO block VALUES(?, ?)", (self._key, block.data))
        self._key += 1

    def end_sheet(self) -> None:
        """Nothing is left to do."""

    def finish(self, info: WorkbookInfo) -> None:
        """Say that all is there."""
        finish(self._conn, workbook_to_json(info))


def write_formulas(conn: sqlite3.Connection, found: Iterator[Formula]) -> None:
    """Write the formulas of one sheet."""
    rows = ((f.row, f.column, f.text, "" if f.array is None else str(f.array)) for f in found)
    conn.executemany("INSERT OR REPLACE INTO formula VALUES(?, ?, ?, ?)", rows)
    finish(conn, {})


def finish(conn: sqlite3.Connection, info: dict[str, object]) -> None:
    """Say that all is there."""
    conn.execute("INSERT INTO finished VALUES(?)", (orjson.dumps(info).decode(),))


def opened(path: Path) -> tuple[sqlite3.Connection, dict[str, object]]:
    """Open a finished file for reading, from any thread; return what was said at its end too.

    Raises:
        OSError: if there is none.
        ValueError: if it is damaged, unfinished, or of another version.
    """
    if not path.is_file():
        raise FileNotFoundError(path)
    uri = address(path, "mode=ro&immutable=1")
    try:
        conn = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise ValueError(path) from error
    try:
        marks = [conn.execute(f"PRAGMA {name}").fetchone()[0] for name in _MARKS]
        if marks != [APPLICATION_ID, VERSION]:
            raise ValueError(path)  # noqa: TRY301 - closes the connection on the way out
        conn.execute("PRAGMA trusted_schema=OFF")
        conn.execute("PRAGMA cell_size_check=ON")
        (text,) = conn.execute("SELECT info FROM finished").fetchone()
        return conn, orjson.loads(text)
    except (sqlite3.Error, TypeError, ValueError) as error:
        conn.close()
        raise ValueError(path) from error


_MARKS = ("application_id", "user_version")


def blocks_of(info: SheetInfo) -> int:
    """Return how many blocks a sheet has."""
    return -(-info.rows // rows_in_block(info.columns))
