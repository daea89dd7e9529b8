"""xlsb: what the raw records say beyond the values, as described in MS-XLSB.

Each part is a list of records: number and length in one to two and one to four bytes of seven bits,
and so many bytes.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cfpdesk.exchange.client_workbook.package_parts import MAX_SMALL, Parts
from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError
from cfpdesk.exchange.client_workbook.scan import ERRORS, SheetScan, add_span, joined
from cfpdesk.exchange.client_workbook.xlsx_scan import external_links
from cfpdesk.model.sheet import MAX_COLUMNS, MAX_ROWS, CellRange

_ROW, _CELL_ERROR, _FIRST_CELL, _LAST_CELL, _COLUMNS, _MERGED = 0, 3, 2, 11, 60, 176
_FORMULA_STRING, _FORMULA_ERROR = 8, 11
_BOOK_PROPERTIES, _BUNDLE_SHEET = 153, 156
_ROW_IS_HIDDEN = 0x10
_TOLD_EVERY = 4096


@dataclass(frozen=True, slots=True)
class XlsbBook:
    """What the workbook part says; see `XlsxBook`."""

    sheets: tuple[tuple[str, str], ...]
    from_1904: bool
    links: tuple[str, ...]


def read_book(parts: Parts) -> XlsbBook:
    """Read the workbook part.

    Raises:
        RefusedError: if it is damaged.
    """
    relations = parts.relations("xl/workbook.bin")
    sheets, from_1904 = [], False
    for kind, body in _records(parts.chunks("xl/workbook.bin")):
        if kind == _BUNDLE_SHEET:
            link, at = _wide_text(body, 8)
            name, _ = _wide_text(body, at)
            sort, target = relations.get(link, ("", ""))
            sheets.append((name, target if sort == "worksheet" else ""))
        elif kind == _BOOK_PROPERTIES and body:
            from_1904 = bool(body[0] & 1)
    return XlsbBook(tuple(sheets), from_1904, external_links(parts))


def scan_sheet(parts: Parts, part: str, tell: Callable[[int], None]) -> SheetScan:
    """Look through a raw sheet.

    Args:
        parts: the workbook.
        part: the sheet's part.
        tell: called now and then with the rows seen so far.

    Raises:
        RefusedError: if it is damaged.
    """
    found, row, rows = SheetScan(without_value=None), 0, 0
    for kind, body in _records(parts.chunks(part)):
        if kind == _ROW and len(body) >= 12:
            row = min(int.from_bytes(body[:4], "little"), MAX_ROWS - 1)
            rows += 1
            if body[11] & _ROW_IS_HIDDEN:
                add_span(found.hidden_rows, row + 1, row + 1)
            if rows % _TOLD_EVERY == 0:
                tell(rows)
        elif _FIRST_CELL <= kind <= _LAST_CELL and len(body) >= 8:
            _take_cell(found, row, kind, body)
        elif kind == _COLUMNS and len(body) >= 18 and body[16] & 1:
            first, last = struct.unpack_from("<II", body)
            if first <= last < MAX_COLUMNS:
                add_span(found.hidden_columns, first + 1, last + 1)
        elif kind == _MERGED and len(body) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            if top <= bottom < MAX_ROWS and left <= right < MAX_COLUMNS:
                found.merged.append(CellRange(left + 1, top + 1, right + 1, bottom + 1))
    found.hidden_rows = joined(found.hidden_rows)
    found.hidden_columns = joined(found.hidden_columns)
    return found


def formula_cells(parts: Parts, part: str) -> Iterator[tuple[int, int]]:
    """Return column and row, from 1, of the cells with a formula.

    Raises:
        RefusedError: if the sheet is damaged.
    """
    row = 0
    for kind, body in _records(parts.chunks(part)):
        if kind == _ROW and len(body) >= 12:
            row = min(int.from_bytes(body[:4], "little"), MAX_ROWS - 1)
        elif _FORMULA_STRING <= kind <= _FORMULA_ERROR and len(body) >= 8:
            yield min(int.from_bytes(body[:4], "little"), MAX_COLUMNS - 1) + 1, row + 1


def _take_cell(found: SheetScan, row: int, kind: int, body: bytes) -> None:
    column = int.from_bytes(body[:4], "little")
    if column >= MAX_COLUMNS:
        raise RefusedError(Refusal.DAMAGED)
    found.reach(row + 1, column + 1)
    if kind >= _FORMULA_STRING:
        found.formulas = (found.formulas or 0) + 1
    if kind in (_CELL_ERROR, _FORMULA_ERROR) and len(body) >= 9:
        found.place(row, column, {"e": ERRORS.get(body[8], "#N/A")})


def _records(chunks: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    held, at = b"", 0
    for data in chunks:
        held, at = held[at:] + data, 0
        if len(held) > MAX_SMALL:
            raise RefusedError(Refusal.HOSTILE)
        while (found := _record(held, at)) is not None:
            kind, begin, end = found
            yield kind, held[begin:end]
            at = end
    if at != len(held):
        raise RefusedError(Refusal.DAMAGED)


def _record(held: bytes, at: int) -> tuple[int, int, int] | None:
    """Return number, begin and end of the record at a place; None if it is not all there."""
    kind = size = 0
    try:
        for shift in (0, 7):
            byte = held[at]
            at += 1
            kind |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
        for shift in (0, 7, 14, 21):
            byte = held[at]
            at += 1
            size |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
    except IndexError:
        return None
    return (kind, at, at + size) if at + size <= len(held) else None


def _wide_text(body: bytes, at: int) -> tuple[str, int]:
    if at + 4 > len(body):
        raise RefusedError(Refusal.DAMAGED)
    (length,) = struct.unpack_from("<I", body, at)
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + length * 2
    if end > len(body):
        raise RefusedError(Refusal.DAMAGED)
    return body[at + 4 : end].decode("utf-16-le", "replace"), end
