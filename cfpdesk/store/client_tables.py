"""The client's tables of an open engagement: read once in a job, then at hand for every page.

    tables = session.tables
    if not tables.has(dataset):                       # in a job, never on the window's thread
        tables.read(dataset.file, reader, progress)
    reading = tables.reading(dataset, columns)        # lines with the cells they come from

What is read is a cache: deleting it loses nothing (`store.table_cache`).
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from cfpdesk.model.dataset import Dataset, DatasetColumn
from cfpdesk.model.record import Blob
from cfpdesk.model.sheet import SheetInfo
from cfpdesk.model.table_rows import TableReading, read_table
from cfpdesk.model.workbook_cells import WorkbookCells
from cfpdesk.store.cached_table import CachedSheet, CachedWorkbook
from cfpdesk.store.table_cache import ReadFormulas, ReadWorkbook, TableCache

T = TypeVar("T")
# What is kept of tables; an engagement works with a handful of tables.
_HELD = 24
# Formulas are only followed in tables that a person can follow as well.
MOST_FORMULA_ROWS = 20_000

_CELLS = "cells"  # under this and the file's hash stands a workbook as formulas look at it

FormulasAt = Mapping[tuple[int, int], str]


class ClientTables:
    """What was read of an engagement's workbooks; may be asked from several threads."""

    def __init__(self, engagement: Path, *, read_only: bool) -> None:
        self.reads = 0  # grows with what was read or made; part of what is computed from tables
        self._cache = TableCache(engagement, read_only=read_only)
        self._books: dict[str, CachedWorkbook] = {}
        self._formulas: dict[tuple[str, int], FormulasAt] = {}
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.RLock()

    def has(self, dataset: Dataset) -> bool:
        """Tell whether the dataset's file was read, so that its lines are at hand."""
        return dataset.file is not None and self._cache.has(dataset.file)

    def read(self, blob: Blob, workbook: ReadWorkbook, formulas: ReadFormulas) -> CachedWorkbook:
        """Read a workbook with its formulas, unless that was done; for a job.

        Who looked while it was read holds the workbook that is open: that one stays, and the one
        opened here goes. What was made of it without its formulas is made anew.

        Raises:
            UserError: if it cannot be read; the sentence says why and what to do.
        """
        is_new = blob.sha256 not in self._books
        book = self._cache.workbook(blob, workbook)
        if followed := [info.index for info in book.info.sheets if _followed(book, info)]:
            self._cache.read_formulas(blob, followed, formulas)
        with self._lock:
            known = self._books.get(blob.sha256)
            if known is not None and not known.closed:
                book.close()
                book = known
            else:
                is_new = True
            self._books[blob.sha256] = book
            if is_new:
                self._forget_made(blob)
            self.reads += 1
        return book

    def book(self, blob: Blob) -> CachedWorkbook | None:
        """Return a workbook that was read; None where it has to be read first."""
        with self._lock:
            known = self._books.get(blob.sha256)
            if known is None and self._cache.has(blob):
                known = self._cache.kept_workbook(blob)
                if known is not None:
                    self._books[blob.sha256] = known
            return known

    def sheet(self, dataset: Dataset) -> CachedSheet | None:
        """Return the dataset's sheet; None where it was not read, or has no such sheet."""
        book = self.book(dataset.file) if dataset.file is not None else None
        if book is None:
            return None
        found = (sheet for sheet in book.sheets() if sheet.info.name == dataset.sheet)
        return next(found, None)

    def formulas(self, blob: Blob, info: SheetInfo) -> FormulasAt:
        """Return a sheet's formulas by column and row; none where the format hides them."""
        key = (blob.sha256, info.index)
        with self._lock:
            known = self._formulas.get(key)
            if known is None:
                known = {}
                book = self.book(blob)
                if book is not None and _followed(book, info):
                    found = self._cache.kept_formulas(blob, info.index)
                    if found is None:  # asked before `read`, or trimmed: not kept as if none were
                        return known
                    with found:
                        known = {(f.column, f.row): f.text for f in found if f.text}
                self._formulas[key] = known
            return known

    def shows_formulas(self, blob: Blob, info: SheetInfo) -> bool:
        """Tell whether a cell of the sheet without a formula here really has none."""
        book = self.book(blob)
        return book is not None and (not info.formulas or _followed(book, info))

    def cells(self, blob: Blob) -> WorkbookCells | None:
        """Return a workbook as its formulas look at it; None where it has to be read first."""
        book = self.book(blob)
        if book is None:
            return None
        infos = {info.name: info for info in book.info.sheets}

        def formulas(name: str) -> FormulasAt:
            return self.formulas(blob, infos[name]) if name in infos else {}

        return self.keep((_CELLS, blob.sha256), lambda: WorkbookCells(book.sheets(), formulas))

    def reading(self, dataset: Dataset, columns: Sequence[DatasetColumn]) -> TableReading | None:
        """Return the dataset's lines and sums; None where the file has to be read first."""
        sheet, file = self.sheet(dataset), dataset.file
        if sheet is None or file is None:
            return None
        return self.keep(
            (dataset, tuple(columns)),
            lambda: read_table(sheet, dataset, columns, self.formulas(file, sheet.info)),
        )

    def is_kept(self, key: Hashable) -> bool:
        """Tell whether something was made under a key."""
        return key in self._made

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made of a table under a key, made now if it was not.

        The key has to name everything that it is made of; files never change under their hash.
        """
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
            else:
                self._made[key] = make()
                while len(self._made) > _HELD:
                    self._made.popitem(last=False)
            found: T = self._made[key]
            return found

    def add(self, key: Hashable, made: object) -> None:
        """Keep what a job made of a table; what was computed without it is computed anew."""
        self.keep(key, lambda: made)
        self.reads += 1

    def made(self, blob: Blob, name: str) -> bytes | None:
        """Return what an earlier start made of a workbook and kept; None where nothing was."""
        return self._cache.made(blob, name)

    def keep_made(self, blob: Blob, name: str, data: bytes) -> None:
        """Keep what was made of a workbook for later starts of the program."""
        self._cache.keep_made(blob, name, data)

    def close(self) -> None:
        """Let go of all files."""
        with self._lock:
            for sha256 in list(self._books):
                self._forget(sha256)
            self._made.clear()
            self._cache.close()

    def _forget_made(self, blob: Blob) -> None:
        """Drop what was made of a workbook's cells under keys that say which workbook it is."""
        for key in list(self._made):
            first = key[0] if isinstance(key, tuple) and key else None
            if key == (_CELLS, blob.sha256) or (isinstance(first, Dataset) and first.file == blob):
                del self._made[key]

    def _forget(self, sha256: str) -> None:
        book = self._books.pop(sha256, None)
        if book is not None:
            book.close()


def _followed(book: CachedWorkbook, info: SheetInfo) -> bool:
    has = book.info.has_formulas and bool(info.formulas)
    return has and info.rows <= MOST_FORMULA_ROWS
