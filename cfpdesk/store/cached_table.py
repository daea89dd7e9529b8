"""A workbook in the table cache, as it is looked at: windows of rows, columns, a search, formulas.

May be used from several threads. A file that turns out to be damaged is thrown away; whoever looked
is told to open the table again, and loses nothing.
"""

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, Self

import orjson

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.sheet import EMPTY_CELL, Formula, Row, SheetInfo, WorkbookInfo, parse_range
from cfpdesk.model.sheet_block import (
    RawRow,
    RowBlock,
    cell,
    cells_at,
    row_of,
    rows_in_block,
)
from cfpdesk.model.sheet_description import sheet_from_json, workbook_from_json
from cfpdesk.store import table_file

_HELD_BLOCKS = 16
_IN_FIGURES = frozenset("0123456789.-+: ,truefalsdy")  # what numbers, dates and truth consist of


class TableDamagedError(UserError):
    """The working copy of a table was damaged; it is gone, and is made anew when opened again."""


class TableFile:
    """A finished file, opened once, for any thread.

    Raises:
        OSError: if there is none.
        ValueError: if it is damaged, unfinished, or of another version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._conn, self.info = table_file.opened(path)
        self._lock = threading.Lock()
        self.closed = False

    def ask(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Return the rows of a query.

        Raises:
            TableDamagedError: if the file cannot be read.
        """
        try:
            with self._lock:
                return self._conn.execute(query, values).fetchall()
        except sqlite3.ProgrammingError:
            raise  # closed already: our mistake
        except sqlite3.Error as error:
            self.throw_away(error)

    def throw_away(self, why: Exception) -> NoReturn:
        """Delete the file and say so.

        Raises:
            TableDamagedError: always.
        """
        self.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        raise TableDamagedError(
            msg(
                "The working copy of this table was damaged on the disk and was thrown away. Open "
                "the table again; nothing is lost."
            )
        ) from why

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._conn.close()
            self.closed = True


class CachedWorkbook:
    """A workbook in the cache. Close it, or use it in a `with` statement.

    Raises:
        OSError: if it is not there.
        ValueError: if it is damaged, unfinished, or of another version.
    """

    def __init__(self, path: Path) -> None:
        self._file = TableFile(path)
        try:
            self.info = self._read_info()
        except (UserError, ValueError) as error:
            self.close()
            raise ValueError(path) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        self.close()

    def sheet(self, index: int) -> "CachedSheet":
        """Return a sheet by its `SheetInfo.index`.

        Raises:
            KeyError: if there is none.
        """
        info = next((sheet for sheet in self.info.sheets if sheet.index == index), None)
        if info is None:
            raise KeyError(index)
        return CachedSheet(self._file, info)

    @property
    def closed(self) -> bool:
        """Whether it was let go, or thrown away because it was damaged."""
        return self._file.closed

    def sheets(self) -> tuple["CachedSheet", ...]:
        """Return all sheets in their order."""
        return tuple(CachedSheet(self._file, info) for info in self.info.sheets)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _read_info(self) -> WorkbookInfo:
        found = self._file.ask("SELECT info FROM sheet ORDER BY idx")
        sheets = tuple(sheet_from_json(orjson.loads(str(text))) for (text,) in found)
        return workbook_from_json(self._file.info, sheets)


class CachedSheet:
    """One sheet; see `model.sheet.SheetRows`."""

    def __init__(self, file: TableFile, info: SheetInfo) -> None:
        self.info = info
        self._file = file
        self._step = rows_in_block(info.columns)
        self._held: OrderedDict[int, list[RawRow]] = OrderedDict()
        self._lock = threading.Lock()

    def row(self, number: int) -> Row:
        """Return a row by its number from 1; rows beyond the last are of empty cells.

        Raises:
            TableDamagedError: if the cache is.
        """
        if not 1 <= number <= self.info.rows:
            return (EMPTY_CELL,) * self.info.columns
        return self.window(number, 1)[0]

    def window(self, first: int, count: int) -> tuple[Row, ...]:
        """Return the rows from number `first` on, at most `count`, fewer at the end.

        Raises:
            TableDamagedError: if the cache is.
        """
        return tuple(self._each(first, count, row_of))

    def __iter__(self) -> Iterator[Row]:
        return self._each(1, self.info.rows, row_of)

    def columns(self, numbers: Sequence[int], first: int = 1, count: int = -1) -> Iterator[Row]:
        """Return only some columns of the rows, in the order asked for.

        Args:
            numbers: of the columns, from 1; beyond the last the cells are empty.
            first: number of the first row.
            count: how many rows at most; all where negative.

        Raises:
            TableDamagedError: if the cache is.
        """
        many = self.info.rows if count < 0 else count
        return self._each(first, many, lambda raw: cells_at(raw, numbers))

    def find(self, text: str, after: tuple[int, int] = (0, 1)) -> tuple[int, int] | None:
        """Return column and row of the next cell whose text holds this, in whatever case.

        Args:
            text: what to look for, in the text of texts, numbers and dates (`Cell.text`).
            after: column and row of the cell to begin behind; rows are gone through one by one.

        Raises:
            TableDamagedError: if the cache is.
        """
        wanted, (column, row) = text.casefold(), after
        if not wanted:
            return None
        kinds = (str, dict) if set(wanted) - _IN_FIGURES else object
        for number, raw in self._numbered(max(row, 1)):
            begin = column if number == row else 0
            for at, value in enumerate(raw[begin:], begin):
                if value != "" and isinstance(value, kinds) and wanted in self._text(value):
                    return at + 1, number
        return None

    def _text(self, value: object) -> str:
        if isinstance(value, str):
            return value.casefold()
        try:
            return cell(value).text.casefold()
        except ValueError as error:
            self._file.throw_away(error)

    def _numbered(self, first: int) -> Iterator[tuple[int, RawRow]]:
        block = (first - 1) // self._step
        for number in range(block, table_file.blocks_of(self.info)):
            begin = number * self._step + 1
            for at, raw in enumerate(self._block(number), begin):
                if at >= first:
                    yield at, raw

    def _each(self, first: int, count: int, make: Callable[[RawRow], Row]) -> Iterator[Row]:
        last = min(first + count - 1, self.info.rows)
        at = max(first, 1)
        while at <= last:
            number, offset = divmod(at - 1, self._step)
            raw = self._block(number)[offset : offset + last - at + 1]
            try:
                found = [make(row) for row in raw]
            except ValueError as error:
                self._file.throw_away(error)
            yield from found
            at += len(raw)

    def _block(self, number: int) -> list[RawRow]:
        with self._lock:
            held = self._held.get(number)
            if held is not None:
                self._held.move_to_end(number)
                return held
        found = self._read_block(number)
        with self._lock:
            self._held[number] = found
            while len(self._held) > _HELD_BLOCKS:
                self._held.popitem(last=False)
        return found

    def _read_block(self, number: int) -> list[RawRow]:
        first = number * self._step + 1
        count = min(self._step, self.info.rows - first + 1)
        key = (self.info.index << table_file.BLOCK_BITS) + number
        found = self._file.ask("SELECT data FROM block WHERE key=?", (key,))
        try:
            ((data,),) = found
            return RowBlock(first, count, self.info.columns, bytes(data)).raw()  # type: ignore[call-overload]
        except (ValueError, TypeError) as error:
            self._file.throw_away(error)


class CachedFormulas:
    """The formulas of one sheet. Close it, or use it in a `with` statement.

    Raises:
        OSError: if they are not there.
        ValueError: if they are damaged, unfinished, or of another version.
    """

    def __init__(self, path: Path) -> None:
        self._file = TableFile(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        self.close()

    def at(self, column: int, row: int) -> Formula | None:
        """Return the formula of a cell; None if it has none."""
        return next(self._found(" WHERE row=? AND col=?", (row, column)), None)

    def window(self, first: int, count: int) -> tuple[Formula, ...]:
        """Return the formulas of some rows, in order of their cells."""
        return tuple(self._found(" WHERE row>=? AND row<?", (first, first + count)))

    def column(self, number: int) -> tuple[Formula, ...]:
        """Return the formulas of a column from top to bottom."""
        return tuple(self._found(" WHERE col=?", (number,)))

    def __iter__(self) -> Iterator[Formula]:
        return self._found("", ())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _found(self, where: str, values: Sequence[object]) -> Iterator[Formula]:
        query = f"SELECT col, row, text, array FROM formula{where} ORDER BY row, col"  # noqa: S608
        for column, row, text, array in self._file.ask(query, values):
            try:
                filled = parse_range(str(array)) if array else None
                yield Formula(int(str(column)), int(str(row)), str(text), filled)
            except ValueError as error:
                self._file.throw_away(error)
