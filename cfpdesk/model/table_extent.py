"""From where to where a table goes on its sheet, and the tables that stand side by side on one."""

from collections.abc import Sequence
from dataclasses import dataclass

from cfpdesk.model.dataset import NUMBER_ROLES
from cfpdesk.model.sheet import CellKind, CellRange, Row, SheetRows
from cfpdesk.model.table_header import HeaderBlock, is_figure
from cfpdesk.model.table_line import SUMS, LineKind, TableShape, kind_of

HEAD = 1500
"""So many rows at the beginning of a sheet are looked at."""
_WIDEST = 256
_TAIL = 300
_SAMPLE = 200
_IN_TABLE = SUMS | {LineKind.DATA, LineKind.PER_UNIT}
_LIES_OUTSIDE = frozenset({LineKind.NOTE, LineKind.SECTION})


@dataclass(frozen=True, slots=True)
class Extent:
    """The rows of a table.

    Attributes:
        first_row, last_row: of its data, rows of sums included; 0 where there are none.
        to_end: nothing stands below it.
        note: first row below the table that holds a text; 0 where none does.
        whole: every row was looked at; otherwise the beginning and the end.
        lines: rows of data among those that were looked at, or about so many.
    """

    first_row: int
    last_row: int
    to_end: bool
    note: int
    whole: bool
    lines: int


def head_of(sheet: SheetRows, rows: int = HEAD) -> tuple[Row, ...]:
    """Return the first rows of a sheet, as far to the right as tables go."""
    found = sheet.window(1, rows)
    return tuple(row[:_WIDEST] for row in found) if sheet.info.columns > _WIDEST else found


def merged_in(sheet: SheetRows, rows: int) -> tuple[CellRange, ...]:
    """Return the merged ranges that begin within the first rows."""
    return tuple(area for area in sheet.info.merged if area.first_row <= rows)


def extent_of(
    sheet: SheetRows, head: Sequence[Row], shape: TableShape, bottom: int, next_top: int
) -> Extent:
    """Return from where to where a table goes.

    Args:
        head: the first rows of the sheet, `HEAD` at most.
        bottom: last row of its header.
        next_top: first row of the header of the next table below; 0 where there is none.
    """
    end = next_top - 1 if next_top else len(head)
    first, last, lines = _scan(head[bottom:end], bottom + 1, shape, 0)
    rows = sheet.info.rows
    whole = bool(next_top) or rows <= len(head)
    if not whole and last > len(head) - _TAIL:
        start = max(rows - _TAIL, len(head)) + 1
        _first, tail_last, tail_lines = _scan(sheet.window(start, _TAIL), start, shape, last)
        last = max(last, tail_last)
        lines += tail_lines + max(start - len(head) - 1, 0)
    note = _text_below(sheet, shape, last, next_top)
    to_end = not next_top and not note
    return Extent(first, last, to_end, note, whole, lines)


def _scan(rows: Sequence[Row], start: int, shape: TableShape, last: int) -> tuple[int, int, int]:
    """Return first and last row of the table among these, and how many hold data."""
    first = lines = 0
    gap = False
    for number, row in enumerate(rows, start=start):
        kind = kind_of(row, shape)
        if kind is LineKind.BLANK:
            gap = bool(last)
        elif kind in _IN_TABLE:
            if gap and not _has_figure(row, shape):
                break
            gap = False
            first = first or number
            last = number
            lines += kind is LineKind.DATA
        elif kind is LineKind.SECTION and not first:
            first = number
    return first, last, lines


def _has_figure(row: Row, shape: TableShape) -> bool:
    roles = NUMBER_ROLES & set(shape.roles)
    return any(is_figure(shape.cell(row, role)) for role in roles)


def _text_below(sheet: SheetRows, shape: TableShape, last: int, next_top: int) -> int:
    count = next_top - last - 1 if next_top else _TAIL
    for number, row in enumerate(sheet.window(last + 1, count), start=last + 1):
        if kind_of(row, shape) in _LIES_OUTSIDE or any(c.text.strip() for c in shape.inside(row)):
            return number
    return 0


def parts_beside(block: HeaderBlock, rows: Sequence[Row]) -> list[HeaderBlock]:
    """Return the header's parts that an empty column separates; the whole one where none does."""
    below = rows[block.bottom : block.bottom + _SAMPLE]
    groups: list[list[int]] = [[]]
    for column in range(block.left, block.right + 1):
        if column in block.parts or any(_filled(row, column) for row in below):
            groups[-1].append(column)
        elif groups[-1]:
            groups.append([])
    tables = [group for group in groups if len(group) > 1]
    if len(tables) < 2:
        return [block]
    return [
        HeaderBlock(
            block.top,
            block.bottom,
            group[0],
            group[-1],
            len(group),
            {column: block.parts[column] for column in group if column in block.parts},
        )
        for group in tables
    ]


def _filled(row: Row, column: int) -> bool:
    return column <= len(row) and row[column - 1].kind is not CellKind.EMPTY
