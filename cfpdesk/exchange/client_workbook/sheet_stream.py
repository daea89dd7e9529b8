"""Inside the worker: a workbook of any format becomes descriptions of sheets and blocks of rows.

Values come from python-calamine (csv from the standard library); what it loses is laid over them.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from cfpdesk.exchange.client_workbook import csv_text, ods_scan, xls_scan, xlsb_scan, xlsx_scan
from cfpdesk.exchange.client_workbook.package_parts import Parts
from cfpdesk.exchange.client_workbook.recognise import recognise
from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError
from cfpdesk.exchange.client_workbook.scan import MAX_SHEETS, SheetScan
from cfpdesk.exchange.client_workbook.xlsx_repair import with_errors_as_text
from cfpdesk.model.sheet import (
    CellRange,
    SheetInfo,
    Visibility,
    WorkbookForm,
)
from cfpdesk.model.sheet_block import RawRow, encode, rows_in_block

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_SUFFIXES = {form: f".{form}" for form in WorkbookForm} | {WorkbookForm.XLSM: ".xlsm"}
_XLSX = (WorkbookForm.XLSX, WorkbookForm.XLSM)
_CHECKED = (".xml", ".rels", ".bin", ".vml")
_NOT_READ = (
    "xl/media/",
    "xl/drawings/",
    "xl/charts/",
    "xl/embeddings/",
    "xl/worksheets/",
    "docProps/",
)


class Listener(Protocol):
    """Where things go from here: to the pipe."""

    def sheet(self, info: SheetInfo) -> None:
        """A sheet begins."""

    def block(self, first: int, count: int, data: bytes) -> None:
        """Its next rows."""

    def sheet_end(self) -> None:
        """It is complete."""

    def at(self, sheet: int, sheets: int, name: str, rows: int) -> None:
        """So far the reader has looked; sheets from 1, rows of this sheet."""


@dataclass
class Book:
    """What is known of the workbook at the end.

    Attributes:
        notes: words for what a person should know, each with how often.
    """

    form: WorkbookForm
    encoding: str = ""
    delimiter: str = ""
    from_1904: bool = False
    links: tuple[str, ...] | None = None
    notes: list[tuple[str, int]] = field(default_factory=list)


def read(source: Path | bytes, encoding: str, listener: Listener) -> Book:
    """Read a workbook from beginning to end.

    Raises:
        RefusedError: if it is not read.
        OSError: if the file is gone.
    """
    stream, size = opened(source)
    with stream:
        form = recognise(stream, size)
        stream.seek(0)
        if form is WorkbookForm.CSV:
            return _read_csv(stream, encoding, listener)
        book = Book(form)
        scans = _scanner(form, stream, book, listener)
        _read_calamine(source, book, scans, listener)
    return book


def opened(source: Path | bytes) -> tuple[BinaryIO, int]:
    """Return a stream of the source and its size in bytes."""
    if isinstance(source, bytes):
        return io.BytesIO(source), len(source)
    return source.open("rb"), source.stat().st_size


class _Scans:
    """One scan a sheet, made when the sheet's turn comes where the format allows it."""

    def __init__(self, make: Callable[[int, str, Callable[[int], None]], SheetScan | None]) -> None:
        self.make = make
        self.recalculates = self.old = False
        self.repair: Callable[[], bytes] | None = None


def _scanner(form: WorkbookForm, stream: BinaryIO, book: Book, listener: Listener) -> _Scans:
    if form is WorkbookForm.XLS:
        return _xls(stream, book)
    parts = Parts(stream)
    _check(parts)
    if form is WorkbookForm.ODS:
        return _ods(parts, book, listener)
    found = xlsb_scan.read_book(parts) if form is WorkbookForm.XLSB else xlsx_scan.read_book(parts)
    scan = xlsb_scan.scan_sheet if form is WorkbookForm.XLSB else xlsx_scan.scan_sheet
    book.from_1904, book.links = found.from_1904, found.links

    def make(index: int, name: str, tell: Callable[[int], None]) -> SheetScan | None:
        held = found.sheets[index] if index < len(found.sheets) else ("", "")
        if held[0] != name:
            raise RefusedError(Refusal.DAMAGED)
        return scan(parts, held[1], tell) if held[1] else None

    made = _Scans(make)
    if isinstance(found, xlsx_scan.XlsxBook):
        made.recalculates = found.recalculates
        made.repair = lambda: with_errors_as_text(parts)
    return made


def _check(parts: Parts) -> None:
    """Unpack once what the native reader will unpack, sheets apart: they are scanned."""
    for name in sorted(parts.names):
        if name.endswith(_CHECKED) and not name.startswith(_NOT_READ) and name != "content.xml":
            parts.check(name)


def _xls(stream: BinaryIO, book: Book) -> _Scans:
    found = xls_scan.scan_book(stream.read())
    book.from_1904, book.links = found.from_1904, found.links
    made = _Scans(lambda index, _name, _tell: dict(enumerate(found.sheets)).get(index))
    made.old = found.old
    return made


def _ods(parts: Parts, book: Book, listener: Listener) -> _Scans:
    found = ods_scan.walk(parts, lambda rows: listener.at(1, 1, "", rows))
    book.links = tuple(found.links)
    return _Scans(lambda _index, name, _tell: found.sheets.get(name))


def _open_calamine(source: Path | bytes, form: WorkbookForm) -> "CalamineWorkbook":
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        if isinstance(source, Path) and source.suffix.lower() in ("", _SUFFIXES[form]):
            return load_workbook(source)
        data = source if isinstance(source, bytes) else source.read_bytes()
        return load_workbook(io.BytesIO(data))
    except PasswordError as error:
        raise RefusedError(Refusal.LOCKED) from error
    except (CalamineError, OSError, ValueError) as error:
        raise RefusedError(Refusal.DAMAGED) from error


def _read_calamine(source: Path | bytes, book: Book, scans: _Scans, listener: Listener) -> None:
    from python_calamine import CalamineError, SheetTypeEnum

    workbook = _open_calamine(source, book.form)
    described = workbook.sheets_metadata
    if len(described) > MAX_SHEETS:
        raise RefusedError(Refusal.TOO_MANY_SHEETS, count=len(described), limit=MAX_SHEETS)
    formulas = lacking = 0
    for index, about in enumerate(described):
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        name = about.name

        def tell(rows: int, index: int = index, name: str = name) -> None:
            listener.at(index + 1, len(described), name, rows)

        tell(0)
        scan = scans.make(index, name, tell)
        if scan is None:
            continue
        scan.check_size(name)
        try:
            sheet = workbook.get_sheet_by_index(index)
        except (CalamineError, OSError) as error:
            if scans.repair is None or not scan.placed:
                raise RefusedError(Refusal.DAMAGED) from error
            workbook = _open_calamine(scans.repair(), book.form)
            scans.repair = None
            sheet = _again(workbook, index)
        info = _describe(sheet, index, _visibility(str(about.visible)), scan)
        formulas += info.formulas or 0
        lacking += info.without_value or 0
        listener.sheet(info)
        _send(_rows(sheet, scan, info), info, listener, tell)
        listener.sheet_end()
    if lacking:
        book.notes.append(("without_value", lacking))
    elif formulas and scans.recalculates:
        book.notes.append(("recalculates", formulas))
    if formulas and (book.form is WorkbookForm.XLSB or scans.old):
        book.notes.append(("counted", formulas))


def _again(workbook: "CalamineWorkbook", index: int) -> "CalamineSheet":
    from python_calamine import CalamineError

    try:
        return workbook.get_sheet_by_index(index)
    except (CalamineError, OSError) as error:
        raise RefusedError(Refusal.DAMAGED) from error


def _visibility(name: str) -> Visibility:
    name = name.rpartition(".")[2]
    if name == "VeryHidden":
        return Visibility.VERY_HIDDEN
    return Visibility.HIDDEN if name == "Hidden" else Visibility.VISIBLE


def _describe(
    sheet: "CalamineSheet", index: int, visibility: Visibility, scan: SheetScan
) -> SheetInfo:
    last_row, last_column = sheet.end or (-1, -1)
    placed = max(scan.placed, default=-1)
    placed_column = max((max(row) for row in scan.placed.values()), default=-1)
    return SheetInfo(
        name=sheet.name,
        index=index,
        rows=max(last_row, placed) + 1,
        columns=max(last_column, placed_column) + 1,
        visibility=visibility,
        merged=tuple(sorted((*scan.merged, *_merged(sheet)), key=_corner)),
        hidden_rows=tuple(scan.hidden_rows),
        hidden_columns=tuple(scan.hidden_columns),
        formulas=scan.formulas,
        without_value=scan.without_value,
    )


def _corner(merged: CellRange) -> tuple[int, int]:
    return merged.first_row, merged.first_column


def _merged(sheet: "CalamineSheet") -> Iterator[CellRange]:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        yield CellRange(left + 1, top + 1, right + 1, bottom + 1)


def _rows(sheet: "CalamineSheet", scan: SheetScan, info: SheetInfo) -> Iterator[RawRow]:
    """Return all rows from row 1 and column 1, with what calamine loses laid over."""
    if sheet.start is None or sheet.end is None:
        found: Iterator[list[Any]] = iter(())
        left = right = height = 0
        right = info.columns
    else:
        found = sheet.iter_rows()
        left, height = sheet.start[1], sheet.end[0] + 1
        right = info.columns - sheet.end[1] - 1
    if left or right:
        before, behind = [""] * left, [""] * right
        found = (before + row + behind for row in found)
    if info.rows > height:
        found = chain(found, ([""] * info.columns for _ in repeat(None, info.rows - height)))
    return _laid_over(found, scan) if scan.placed else found


def _laid_over(rows: Iterator[list[Any]], scan: SheetScan) -> Iterator[RawRow]:
    for number, row in enumerate(rows):
        for column, value in scan.placed.get(number, {}).items():
            row[column] = value
        yield row


def _send(
    rows: Iterator[RawRow], info: SheetInfo, listener: Listener, tell: Callable[[int], None]
) -> None:
    step = rows_in_block(info.columns)
    done = 0
    while block := list(islice(rows, step)):
        listener.block(done + 1, len(block), encode(block))
        done += len(block)
    tell(done)
    if done != info.rows:
        raise RefusedError(Refusal.DAMAGED)


def _read_csv(stream: BinaryIO, encoding: str, listener: Listener) -> Book:
    def tell(rows: int) -> None:
        listener.at(1, 1, "csv", rows)

    form = csv_text.examine(stream, encoding, tell)
    book = Book(WorkbookForm.CSV, form.encoding.removesuffix("-sig"), form.delimiter, links=())
    if form.strange:
        book.notes.append(("strange", form.strange))
    if not form.quotes:
        book.notes.append(("quotes", 1))
    width = form.columns if form.rows else 0
    info = SheetInfo(
        "csv",
        0,
        form.rows,
        width,
        hidden_rows=(),
        hidden_columns=(),
        formulas=0,
        plain_text=True,
    )
    listener.sheet(info)
    _send(iter(islice(csv_text.rows(stream, form), form.rows)), info, listener, tell)
    listener.sheet_end()
    return book
