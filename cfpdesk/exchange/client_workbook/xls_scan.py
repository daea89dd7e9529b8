"""xls: what the raw records say beyond the values, as described in MS-XLS.

The stream is a list of records: a number, a length, and so many bytes. Records of a sheet stand
between its beginning and its end; charts inside it have beginnings and ends of their own.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from cfpdesk.exchange.client_workbook.compound_file import CompoundFile
from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError
from cfpdesk.exchange.client_workbook.scan import ERRORS, SheetScan, add_span, joined

_FORMULA, _BOUND_SHEET, _FILE_PASS, _BEGIN, _END = 0x06, 0x85, 0x2F, 0x809, 0x0A
_BOOL_OR_ERROR, _ROW, _COLUMNS, _FROM_1904, _OTHER_BOOK = 0x205, 0x208, 0x7D, 0x22, 0x1AE
_ROW_IS_HIDDEN = 0x20
_RESULT_IS_NO_NUMBER = b"\xff\xff"
_RESULT_IS_ERROR = 2
_WORKSHEET = 0
_SEPARATORS = str.maketrans({chr(n): "/" for n in range(1, 9)})


@dataclass(frozen=True, slots=True)
class XlsBook:
    """What was found.

    Attributes:
        sheets: one for each sheet in order; None where it is no worksheet.
        old: written before Excel 97, so that formulas are counted only.
    """

    sheets: tuple[SheetScan | None, ...]
    from_1904: bool
    links: tuple[str, ...]
    old: bool = False


def scan_book(data: bytes) -> XlsBook:
    """Look through a workbook.

    Raises:
        RefusedError: if it is damaged, or locked with a password.
    """
    container = CompoundFile(data)
    stream = container.stream("Workbook" if "Workbook" in container.names else "Book")
    places: list[tuple[int, int]] = []
    links: list[str] = []
    from_1904 = False
    for kind, at, size in records(stream, 0):
        if kind == _FILE_PASS:
            raise RefusedError(Refusal.LOCKED)
        if kind == _BOUND_SHEET and size >= 6:
            position, _, sheet_kind = struct.unpack_from("<IBB", stream, at)
            places.append((position, sheet_kind))
        elif kind == _FROM_1904 and size >= 2:
            from_1904 = stream[at] == 1
        elif kind == _OTHER_BOOK and size > 4:
            links.append(_path(stream[at : at + size]))
        elif kind == _END:
            break
    sheets = [_scan_sheet(stream, at) if kind == _WORKSHEET else None for at, kind in places]
    old = "Workbook" not in container.names
    return XlsBook(tuple(sheets), from_1904, tuple(dict.fromkeys(filter(None, links))), old)


def is_locked(stream: bytes) -> bool:
    """Tell whether the records of a workbook are locked with a password."""
    for kind, _at, _size in records(stream, 0):
        if kind == _FILE_PASS:
            return True
        if kind in (_BOUND_SHEET, _END):  # it would stand before them
            return False
    return False


def records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Return number, place and length of the records from a place on.

    Raises:
        RefusedError: if one is cut off.
    """
    unpack, end = struct.Struct("<HH").unpack_from, len(stream)
    while at + 4 <= end:
        kind, size = unpack(stream, at)
        at += 4
        if at + size > end:
            raise RefusedError(Refusal.DAMAGED)
        yield kind, at, size
        at += size


def sheet_records(stream: bytes, begin: int) -> Iterator[tuple[int, int, int]]:
    """Return the records of a sheet that begins at a place, without those of charts inside it.

    Raises:
        RefusedError: if one is cut off.
    """
    depth = 0
    for kind, at, size in records(stream, begin):
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, at, size


def _scan_sheet(stream: bytes, begin: int) -> SheetScan:
    found = SheetScan(without_value=None)
    for kind, at, size in sheet_records(stream, begin):
        _take(found, kind, stream[at : at + size])
    found.hidden_rows = joined(found.hidden_rows)
    found.hidden_columns = joined(found.hidden_columns)
    return found


def _take(found: SheetScan, kind: int, body: bytes) -> None:
    if kind == _FORMULA and len(body) >= 14:
        found.formulas = (found.formulas or 0) + 1
        if body[12:14] == _RESULT_IS_NO_NUMBER and body[6] == _RESULT_IS_ERROR:
            _place_error(found, body, body[8])
    elif kind == _BOOL_OR_ERROR and len(body) >= 8 and body[7]:
        _place_error(found, body, body[6])
    elif kind == _ROW and len(body) >= 16 and body[12] & _ROW_IS_HIDDEN:
        (row,) = struct.unpack_from("<H", body)
        add_span(found.hidden_rows, row + 1, row + 1)
    elif kind == _COLUMNS and len(body) >= 10 and body[8] & 1:
        first, last = struct.unpack_from("<HH", body)
        add_span(found.hidden_columns, first + 1, min(last, 255) + 1)


def _place_error(found: SheetScan, body: bytes, number: int) -> None:
    row, column = struct.unpack_from("<HH", body)
    found.place(row, column, {"e": ERRORS.get(number, "#N/A")})


def _path(body: bytes) -> str:
    """Return the file another workbook is; nothing for this one and for add-ins."""
    (length,) = struct.unpack_from("<H", body, 2)
    if not 0 < length <= 255 or len(body) < 5:
        return ""
    wide = body[4] & 1
    raw = body[5 : 5 + length * (2 if wide else 1)]
    text = raw.decode("utf-16-le" if wide else "latin-1", "replace")
    return text.translate(_SEPARATORS).strip("/")
