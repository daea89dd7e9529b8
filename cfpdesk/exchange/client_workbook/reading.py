"""Reading a client's workbook from the program: in a process of its own, streaming into a sink.

    def progress(at: ReadProgress) -> None:      # called ten times a second at least
        job.at(at.rows, at.total, at.name)       # raises when the person has cancelled

    info = read_workbook(path, sink, progress)
    for sheet, formula in read_formulas(path, [0, 1], progress=progress): ...

What `progress` raises ends the process and comes out of the call; so does every error of the sink.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from cfpdesk.exchange.client_workbook.conversation import (
    QUIET_S,
    Conversation,
    ReadProgress,
    Tell,
)
from cfpdesk.exchange.client_workbook.refusal import Refusal, error_of
from cfpdesk.i18n import Message, msg
from cfpdesk.model.sheet import CellRange, Formula, SheetInfo, WorkbookInfo
from cfpdesk.model.sheet_block import RowBlock, SheetSink
from cfpdesk.model.sheet_description import sheet_from_json, workbook_from_json

__all__ = ["ReadProgress", "Tell", "read_formulas", "read_workbook"]

_NONSENSE = (LookupError, TypeError, ValueError, AttributeError)


def read_workbook(
    source: Path | bytes,
    sink: SheetSink,
    progress: Tell | None = None,
    *,
    encoding: str = "",
    password: str = "",
    quiet: float = QUIET_S,
) -> WorkbookInfo:
    """Read all sheets of a workbook into a sink.

    Args:
        source: the file, of whatever name, or its bytes.
        sink: gets each sheet's description and then its rows, block by block.
        progress: told how far it is; whatever it raises ends the reading.
        encoding: of a csv, where a person knows better; found out where empty.
        password: of a locked workbook; it is told to the process that reads, and kept nowhere.
        quiet: seconds without any sign of life after which it is given up.

    Raises:
        WorkbookError: if it is not read; the sentence says why and what to do.
    """
    sheets: list[SheetInfo] = []
    taken = 0
    request: dict[str, object] = {"do": "read", "encoding": encoding, "password": password}
    with Conversation(request, source, progress, quiet) as talk:
        for kind, answer, body in talk.answers():
            if kind == "sheet":
                sheets.append(_sheet(body))
                taken = 0
                talk.begin(sheets[-1])
                sink.begin_sheet(sheets[-1])
            elif kind == "rows":
                block = _block(answer, body, sheets, taken)
                sink.rows(block)
                taken += block.count
                talk.taken(taken)
            elif kind == "sheet_end":
                if not sheets or taken != sheets[-1].rows:
                    raise error_of(Refusal.DAMAGED)
                sink.end_sheet()
            elif kind == "end":
                return _workbook(body, sheets)
    raise error_of(Refusal.DAMAGED)


def read_formulas(
    source: Path | bytes,
    sheets: Sequence[int],
    cells: CellRange | None = None,
    progress: Tell | None = None,
    *,
    password: str = "",
    quiet: float = QUIET_S,
) -> Iterator[tuple[int, Formula]]:
    """Return the formulas of sheets with their sheet, sheet by sheet, in order of their cells.

    Those of xlsb, and unusual ones of xls, are told to be there without their text.

    Args:
        source: the file or its bytes.
        sheets: their places in the workbook, `SheetInfo.index`, in rising order.
        cells: only those of these cells; all where None.
        progress: see `read_workbook`.
        password: see `read_workbook`.
        quiet: see `read_workbook`.

    Raises:
        WorkbookError: if they cannot be read.
    """
    wanted = cells and [cells.first_column, cells.first_row, cells.last_column, cells.last_row]
    request: dict[str, object] = {
        "do": "formulas",
        "sheets": list(sheets),
        "cells": wanted,
        "password": password,
    }
    with Conversation(request, source, progress, quiet) as talk:
        for kind, answer, body in talk.answers():
            if kind == "end":
                return
            if kind == "formulas":
                sheet = answer.get("sheet")
                if not isinstance(sheet, int) or sheet not in sheets:
                    raise error_of(Refusal.DAMAGED)
                yield from ((sheet, formula) for formula in _formulas(body))


def _sheet(body: bytes) -> SheetInfo:
    try:
        return sheet_from_json(orjson.loads(body))
    except _NONSENSE as error:
        raise error_of(Refusal.DAMAGED) from error


def _block(answer: dict[str, Any], body: bytes, sheets: list[SheetInfo], taken: int) -> RowBlock:
    try:
        info = sheets[-1]
        block = RowBlock(int(answer["first"]), int(answer["count"]), info.columns, body)
    except _NONSENSE as error:
        raise error_of(Refusal.DAMAGED) from error
    if block.first != taken + 1 or not 0 < block.count <= info.rows - taken:
        raise error_of(Refusal.DAMAGED)
    return block


def _workbook(body: bytes, sheets: list[SheetInfo]) -> WorkbookInfo:
    try:
        found = orjson.loads(body)
        notes = tuple(_NOTES[word](int(n)) for word, n in found["notes"])
        return replace(workbook_from_json({**found, "notes": ()}, tuple(sheets)), notes=notes)
    except _NONSENSE as error:
        raise error_of(Refusal.DAMAGED) from error


def _formulas(body: bytes) -> list[Formula]:
    try:
        return [
            Formula(int(column), int(row), str(text), array and CellRange(*map(int, array)))
            for column, row, text, array in orjson.loads(body)
        ]
    except _NONSENSE as error:
        raise error_of(Refusal.DAMAGED) from error


def _without_value(n: int) -> Message:
    return msg(
        "{n} {n:formula has|formulas have} no result in this file, because no office program ever "
        "calculated it. Open it in Excel or WPS, save it, and import that.",
        n=n,
    )


def _recalculates(_n: int) -> Message:
    return msg(
        "This file was written by a program and wants to be calculated when opened: results of its "
        "formulas may be out of date. Open it in Excel or WPS, save it, and import that."
    )


def _counted(n: int) -> Message:
    return msg(
        "{n} {n:formula|formulas} of this file can be counted but not shown, as it keeps them in a "
        "form of its own. To follow them, open it in Excel or WPS, save it as xlsx, and import "
        "that.",
        n=n,
    )


def _strange(n: int) -> Message:
    return msg(
        "{n} {n:character|characters} of this file could not be read and {n:is|are} shown as �. "
        "Choose another encoding, or ask the client to save it as UTF-8.",
        n=n,
    )


def _quotes(_n: int) -> Message:
    return msg(
        "A quotation mark is never closed in this file, so quotation marks were taken as text. "
        "Check whether the columns are right."
    )


_NOTES: dict[str, Callable[[int], Message]] = {
    "without_value": _without_value,
    "recalculates": _recalculates,
    "counted": _counted,
    "strange": _strange,
    "quotes": _quotes,
}
