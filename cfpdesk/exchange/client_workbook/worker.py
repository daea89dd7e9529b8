"""The process that reads clients' workbooks; it talks over its standard streams.

A request is `{"do": "read", "encoding"}` or `{"do": "formulas", "sheets", "cells"}`, with the
`password` of a locked workbook, about a file (see `worker_side`). Many answers come to one request,
told apart by their `t`: `at` (how far it is), `sheet`, `rows` with their block, `sheet_end`,
`formulas`, and at last `end` or `refused`.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from cfpdesk.exchange.client_workbook import ods_formulas, xls_formulas, xlsb_scan
from cfpdesk.exchange.client_workbook.package_parts import Parts
from cfpdesk.exchange.client_workbook.recognise import recognise
from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError
from cfpdesk.exchange.client_workbook.sheet_stream import opened, read
from cfpdesk.exchange.client_workbook.unlock import unlocked
from cfpdesk.exchange.client_workbook.xlsx_formulas import formulas
from cfpdesk.exchange.client_workbook.xlsx_scan import read_book
from cfpdesk.exchange.worker_side import answer, limit_itself, next_request
from cfpdesk.model.sheet import (
    UNSHOWN,
    CellRange,
    Formula,
    SheetInfo,
    WorkbookForm,
)
from cfpdesk.model.sheet_description import sheet_to_json

MAX_MEMORY = 4 * 1024**3
_AT_ONCE = 2_000


def main() -> None:
    """Serve requests until the standard input ends."""
    limit_itself(MAX_MEMORY)
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer one request after the other."""
    while (asked := next_request(requests)) is not None:
        request, source = asked
        try:
            open_source = unlocked(source, str(request.get("password", "")))
            answer(answers, {"t": "end"}, _WORK[request["do"]](open_source, request, answers))
        except RefusedError as error:
            answer(answers, {"t": "refused", "why": error.why, "values": error.values})
        except MemoryError:
            answer(answers, {"t": "refused", "why": Refusal.MEMORY})
        except OSError:
            answer(answers, {"t": "refused", "why": Refusal.GONE})


class _Pipe:
    """Tells the program what the reader finds."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers

    def sheet(self, info: SheetInfo) -> None:
        """A sheet begins; its description may be long, so it goes as a body."""
        answer(self._answers, {"t": "sheet"}, orjson.dumps(sheet_to_json(info)))

    def block(self, first: int, count: int, data: bytes) -> None:
        """Its next rows."""
        answer(self._answers, {"t": "rows", "first": first, "count": count}, data)

    def sheet_end(self) -> None:
        """It is complete."""
        answer(self._answers, {"t": "sheet_end"})

    def at(self, sheet: int, sheets: int, name: str, rows: int) -> None:
        """So far the reader has looked."""
        said = {"t": "at", "sheet": sheet, "sheets": sheets, "name": name, "rows": rows}
        answer(self._answers, said)


def _read(source: Path | bytes, request: dict[str, Any], answers: BinaryIO) -> bytes:
    book = read(source, str(request.get("encoding", "")), _Pipe(answers))
    return orjson.dumps(
        {
            "form": book.form,
            "encoding": book.encoding,
            "delimiter": book.delimiter,
            "from_1904": book.from_1904,
            "links": book.links,
            "notes": book.notes,
        }
    )


def _formulas(source: Path | bytes, request: dict[str, Any], answers: BinaryIO) -> bytes:
    stream, size = opened(source)
    with stream:
        form = recognise(stream, size)
        stream.seek(0)
        cells = request.get("cells")
        wanted = None if cells is None else CellRange(*map(int, cells))
        asked = [int(sheet) for sheet in request["sheets"]]
        for sheet, found in _found(form, stream, asked, wanted):
            for at in range(0, max(len(found), 1), _AT_ONCE):
                body = orjson.dumps([_plain(each) for each in found[at : at + _AT_ONCE]])
                answer(answers, {"t": "formulas", "sheet": sheet}, body)
    return b""


_Found = Iterator[tuple[int, list[Formula]]]


def _found(
    form: WorkbookForm, stream: BinaryIO, asked: Sequence[int], wanted: CellRange | None
) -> _Found:
    if form is WorkbookForm.CSV:
        raise RefusedError(Refusal.NO_FORMULAS)
    if form in (WorkbookForm.XLSX, WorkbookForm.XLSM):
        yield from _xlsx(Parts(stream), asked, wanted)
        return
    if form is WorkbookForm.XLS:
        found = xls_formulas.formulas(stream.read(), asked)
    elif form is WorkbookForm.ODS:
        found = ods_formulas.formulas(Parts(stream), asked)
    else:
        found = _xlsb(Parts(stream), asked)
    for index, each in found:
        yield index, [f for f in each if wanted is None or (f.column, f.row) in wanted]


def _xlsx(parts: Parts, asked: Sequence[int], wanted: CellRange | None) -> _Found:
    sheets = read_book(parts).sheets
    for index in asked:
        for found in formulas(parts, _part(sheets, index), wanted):
            yield index, found


def _xlsb(parts: Parts, asked: Sequence[int]) -> _Found:
    sheets = xlsb_scan.read_book(parts).sheets
    for index in asked:
        cells = xlsb_scan.formula_cells(parts, _part(sheets, index))
        yield index, [Formula(column, row, UNSHOWN) for column, row in cells]


def _part(sheets: Sequence[tuple[str, str]], index: int) -> str:
    if not 0 <= index < len(sheets) or not sheets[index][1]:
        raise RefusedError(Refusal.NO_SHEET)
    return sheets[index][1]


def _plain(found: Formula) -> list[Any]:
    a = found.array
    array = a and [a.first_column, a.first_row, a.last_column, a.last_row]
    return [found.column, found.row, found.text, array]


_WORK = {"read": _read, "formulas": _formulas}
