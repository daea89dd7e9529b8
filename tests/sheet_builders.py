"""Sheets for tests: the client's files of the sample, and small ones written down as lists."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl

from cfpdesk.model.sheet import (
    CellRange,
    SheetInfo,
    SheetInMemory,
    Visibility,
    cell_of,
    parse_range,
)

CLIENT = Path(__file__).resolve().parents[1] / "resources" / "sample" / "client"
Formulas = dict[tuple[int, int], str]


@cache
def client_file(name: str) -> tuple[tuple[SheetInMemory, ...], dict[str, Formulas]]:
    """Return the sheets of a client's file and their formulas by (column, row)."""
    values = openpyxl.load_workbook(CLIENT / name, data_only=True)
    written = openpyxl.load_workbook(CLIENT / name)
    sheets, formulas = [], {}
    for index, page in enumerate(values.worksheets):
        cells = tuple(
            tuple(cell_of(cell) for cell in row)
            for row in page.iter_rows(
                min_row=1,
                min_col=1,
                max_row=page.max_row,
                max_col=page.max_column,
                values_only=True,
            )
        )
        info = SheetInfo(
            page.title,
            index,
            len(cells),
            page.max_column,
            Visibility.VISIBLE if page.sheet_state == "visible" else Visibility.HIDDEN,
            tuple(CellRange(*area.bounds) for area in page.merged_cells.ranges),
        )
        sheets.append(SheetInMemory(info, cells))
        formulas[page.title] = {
            (cell.column, cell.row): cell.value
            for row in written[page.title].iter_rows()
            for cell in row
            if isinstance(cell.value, str) and cell.value.startswith("=")
        }
    return tuple(sheets), formulas


def client_sheet(name: str, sheet: str) -> SheetInMemory:
    """Return one sheet of a client's file."""
    return next(s for s in client_file(name)[0] if s.info.name == sheet)


def sheet_of(
    values: Sequence[Sequence[object]],
    name: str = "Sheet1",
    merged: Sequence[str] = (),
    hidden_rows: Sequence[tuple[int, int]] = (),
    visibility: Visibility = Visibility.VISIBLE,
) -> SheetInMemory:
    """Return a sheet of plain values, some of them merged."""
    sheet = SheetInMemory.of(name, values)
    ranges = tuple(parse_range(area) for area in merged)
    info = replace(sheet.info, merged=ranges, hidden_rows=tuple(hidden_rows), visibility=visibility)
    return replace(sheet, info=info)
