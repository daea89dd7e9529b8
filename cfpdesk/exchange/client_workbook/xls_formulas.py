"""xls: the formulas of its sheets, shared ones written out for their cells."""

import struct
from collections.abc import Iterator, Sequence

from cfpdesk.exchange.client_workbook.biff_formula import FormulaText, sheet_names
from cfpdesk.exchange.client_workbook.compound_file import CompoundFile
from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError
from cfpdesk.exchange.client_workbook.xls_scan import records, sheet_records
from cfpdesk.model.sheet import UNSHOWN, CellRange, Formula

_BOUND_SHEET, _OTHER_BOOK, _SHEETS_OF_REFERENCES, _END = 0x85, 0x1AE, 0x17, 0x0A
_FORMULA, _SHARED, _ARRAY = 0x06, 0x4BC, 0x221
_OWN = b"\x01\x04"  # what stands in place of the path of this very workbook
_ELSEWHERE = 0x01  # the only token of a cell whose formula is kept with another one

_Kept = tuple[CellRange, bytes]
"""The rectangle, from 0, that shares a formula, and its tokens."""


def formulas(data: bytes, wanted: Sequence[int]) -> Iterator[tuple[int, list[Formula]]]:
    """Return the formulas of sheets, sheet by sheet, in the order of their cells.

    Formulas of workbooks older than Excel 97 are told to be there, and not shown.

    Args:
        data: the file.
        wanted: places of the sheets in the workbook, from 0.

    Raises:
        RefusedError: if there is no such sheet, or the file is damaged.
    """
    container = CompoundFile(data)
    old = "Workbook" not in container.names
    stream = container.stream("Book" if old else "Workbook")
    places, names, externs, own = [], [], [], -1
    books = 0
    for kind, at, size in records(stream, 0):
        body = stream[at : at + size]
        if kind == _BOUND_SHEET and size >= 8:
            places.append(struct.unpack_from("<I", body)[0])
            names.append(_name(body[6:]))
        elif kind == _OTHER_BOOK:
            own = books if body[2:4] == _OWN else own
            books += 1
        elif kind == _SHEETS_OF_REFERENCES and size >= 2:
            count = min(struct.unpack_from("<H", body)[0], (size - 2) // 6)
            externs += [struct.unpack_from("<HhH", body, 2 + 6 * n) for n in range(count)]
        elif kind == _END:
            break
    sheets = sheet_names(externs, own, names)
    for index in wanted:
        if not 0 <= index < len(places):
            raise RefusedError(Refusal.NO_SHEET)
        yield index, _of_sheet(stream, places[index], sheets, old=old)


def _name(body: bytes) -> str:
    """Return a sheet's name: count of characters, whether they are wide, and they."""
    count, wide = body[0], body[1] & 1
    raw = body[2 : 2 + count * (2 if wide else 1)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def _of_sheet(stream: bytes, begin: int, sheets: dict[int, str], *, old: bool) -> list[Formula]:
    cells: list[tuple[int, int, bytes]] = []
    shared: list[_Kept] = []
    arrays: list[_Kept] = []
    for kind, at, size in sheet_records(stream, begin):
        body = stream[at : at + size]
        if kind == _FORMULA and size >= 22:
            row, column = struct.unpack_from("<HH", body)
            cells.append((row, column, _tokens(body, 20)))
        elif kind == _SHARED and size >= 10:
            shared.append((_rectangle(body), _tokens(body, 8)))
        elif kind == _ARRAY and size >= 14:
            arrays.append((_rectangle(body), _tokens(body, 12)))
    cells.sort(key=lambda cell: cell[:2])
    return [_formula(cell, shared, arrays, sheets, old=old) for cell in cells]


def _tokens(body: bytes, at: int) -> bytes:
    (size,) = struct.unpack_from("<H", body, at)
    return body[at + 2 : at + 2 + size]


def _rectangle(body: bytes) -> CellRange:
    top, bottom, left, right = struct.unpack_from("<HHBB", body)
    return CellRange(left, top, right, bottom)


def _formula(
    cell: tuple[int, int, bytes],
    shared: Sequence[_Kept],
    arrays: Sequence[_Kept],
    sheets: dict[int, str],
    *,
    old: bool,
) -> Formula:
    row, column, tokens = cell
    array = None
    if tokens[:1] == bytes([_ELSEWHERE]):
        place = (column, row)
        filled = next((kept for kept in arrays if place in kept[0]), None)
        found = filled or next((kept for kept in shared if place in kept[0]), None)
        tokens = found[1] if found is not None else b""
        if filled is not None:
            area = filled[0]
            corners = (area.first_column, area.first_row, area.last_column, area.last_row)
            array = CellRange(*(edge + 1 for edge in corners))
    text = UNSHOWN if old else FormulaText(tokens, (row, column), sheets).text()
    return Formula(column + 1, row + 1, text, array)
