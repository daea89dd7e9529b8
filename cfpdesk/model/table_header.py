"""Where the header of a table stands: its rows, also several ones with merged cells.

A header row holds words that name columns, or units, and no figures; below it stand some. The rows
of one header stand together: groups above ("活动数据" over "单位 | 数量"), units below.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cfpdesk.model.cell_date import read_date
from cfpdesk.model.cell_value import read_number
from cfpdesk.model.header_text import column_named, is_unit, says_nothing, split_unit
from cfpdesk.model.month_text import is_month
from cfpdesk.model.sheet import Cell, CellKind, CellRange, Row
from cfpdesk.model.table_words import is_header_word

_FIGURES = frozenset({CellKind.NUMBER, CellKind.DATE, CellKind.TIME, CellKind.BOOL})
_MOST_HEADER_ROWS = 6
_LOOK_BELOW = 8
_LEAST_WORDS = 2


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The header of one table.

    Attributes:
        top, bottom: its first and last row, from 1.
        left, right: its first and last column with a text, from 1.
        words: how many of its cells name columns; 0 where it was found by the figures below only.
        parts: for each column its texts from the top down, units included.
    """

    top: int
    bottom: int
    left: int
    right: int
    words: int
    parts: dict[int, tuple[str, ...]] = field(hash=False)

    @property
    def texts(self) -> frozenset[str]:
        """All texts of the header."""
        return frozenset(part for parts in self.parts.values() for part in parts)


def is_figure(cell: Cell) -> bool:
    """Tell whether a cell holds a figure or a date, also one that came as text."""
    if cell.kind in _FIGURES:
        return True
    if cell.kind is not CellKind.TEXT:
        return cell.kind is CellKind.ERROR
    text = cell.text.strip()
    if text[:1] not in _DIGITS:
        return False
    reading = read_number(text)
    number = reading is not None and (not reading.unit or is_unit(reading.unit))
    return number or read_date(text) is not None  # 1季度小计 is a name that begins with a digit


_DIGITS = frozenset("0123456789０１２３４５６７８９-−－.¥￥$€£(（+")


def header_parts(
    rows: Sequence[Row], top: int, bottom: int, merged: Iterable[CellRange] = ()
) -> dict[int, tuple[str, ...]]:
    """Return for each column the header's texts from the top down; columns without are left out.

    A merged cell's text counts for all its columns; where nothing is merged, a group's name counts
    for the columns right of it that have a text below it and none beside it.

    Args:
        rows: the sheet's rows from row 1 to `bottom` at least.
        merged: the sheet's merged ranges.
    """
    if top < 1:
        return {}
    ranges = [area for area in merged if top <= area.first_row <= bottom]
    grid = [[cell.text.strip() for cell in row] for row in rows[top - 1 : bottom]]
    own = [list(line) for line in grid]
    for area in ranges:
        line = grid[area.first_row - top]
        if area.first_column <= len(line):
            text = line[area.first_column - 1]
            last = min(area.last_column, len(line))
            line[area.first_column - 1 : last] = [text] * (last - area.first_column + 1)
    if not ranges:
        for number in range(len(grid) - 1):
            _spread(grid[number], own[: number + 1], own[number + 1 :])
    width = max((len(line) for line in grid), default=0)
    found: dict[int, tuple[str, ...]] = {}
    for column in range(width):
        texts = (line[column] for line in grid if column < len(line))
        if parts := tuple(dict.fromkeys(text for text in texts if text)):
            found[column + 1] = parts
    return found


def _spread(line: list[str], above: list[list[str]], below: list[list[str]]) -> None:
    """Let the group's names of a row count to the right, as long as they have texts below."""
    for column in range(1, len(line)):
        alone = not any(row[column] for row in above)
        deeper = any(row[column] for row in below)
        group = line[column - 1] and any(row[column - 1] for row in below)
        if alone and deeper and group:
            line[column] = line[column - 1]


def find_headers(rows: Sequence[Row], merged: Sequence[CellRange] = ()) -> list[HeaderBlock]:
    """Return the headers among the first rows of a sheet, from the top down."""
    blocks: list[HeaderBlock] = []
    number = 1
    while number <= len(rows):
        block = _block_at(rows, number, merged)
        if block is not None and _has_data_below(rows, block):
            blocks.append(block)
            number = block.bottom
        number += 1
    if not blocks and (block := _by_figures(rows, merged)):
        blocks.append(block)
    return blocks


def _texts(row: Row) -> list[tuple[int, str]]:
    months = [cell for cell in row if cell.kind is CellKind.DATE and is_month(cell.text)]
    as_texts = _TEXTS_AND_MONTHS if len(months) >= _LEAST_MONTHS else _TEXTS
    return [
        (column, cell.text.strip())
        for column, cell in enumerate(row, start=1)
        if cell.kind in as_texts
        and cell.text.strip()
        and (cell.kind is CellKind.TEXT or is_month(cell.text))
    ]


# Three first days of a month side by side are months that name columns, no data.
_LEAST_MONTHS = 3
_TEXTS = frozenset({CellKind.TEXT})
_TEXTS_AND_MONTHS = frozenset({CellKind.TEXT, CellKind.DATE})


def _names(text: str) -> bool:
    return is_header_word(split_unit(text)[0] or text) or is_unit(text) or is_month(text)


def _words_of(row: Row) -> int:
    """Return how many cells name columns; 0 for a row that is none of a header."""
    texts = [text for _column, text in _texts(row)]
    words = sum(1 for text in texts if _names(text))
    figures = sum(1 for cell in row if is_figure(cell) and not is_month(cell.text))
    if len(texts) < _LEAST_WORDS or figures * 4 > words or words * 2 < len(texts) - 1:
        return 0
    return words


def _block_at(rows: Sequence[Row], number: int, merged: Sequence[CellRange]) -> HeaderBlock | None:
    if _words_of(rows[number - 1]) < _LEAST_WORDS:
        return None
    top = bottom = number
    while (
        top > 1
        and bottom - top + 2 <= _MOST_HEADER_ROWS
        and _is_group_row(rows[top - 2], rows[top - 1], top - 1, merged)
    ):
        top -= 1
    while (
        bottom < len(rows)
        and bottom - top + 2 <= _MOST_HEADER_ROWS
        and _goes_on(rows, top, bottom, merged)
    ):
        bottom += 1
    parts = header_parts(rows, top, bottom, merged)
    words = sum(1 for texts in parts.values() if any(_names(text) for text in texts))
    return HeaderBlock(top, bottom, min(parts), max(parts), words, parts)


def _is_group_row(row: Row, below: Row, number: int, merged: Sequence[CellRange]) -> bool:
    """Tell whether a row above a header names groups of its columns, and is no title."""
    texts = _texts(row)
    if not texts or any(is_figure(cell) for cell in row):
        return False
    under = {column for column, _text in _texts(below)}
    if len(texts) >= _LEAST_WORDS:
        plain = all(len(text) <= _GROUP_NAME and not _STATES.search(text) for _, text in texts)
        return plain and any(column in under for column, _text in texts)
    column = texts[0][0]
    span = next((a for a in merged if (column, number) in a), None)
    if span is None or span.first_column == span.last_column:
        return False
    covered = {c for c in under if span.first_column <= c <= span.last_column}
    return 1 < len(covered) < len(under)


_GROUP_NAME = 20
_STATES = re.compile(r"[:：]\s*\S")
"""What states a fact (部门：物流), as above a table, and names no columns."""


def _goes_on(rows: Sequence[Row], top: int, bottom: int, merged: Sequence[CellRange]) -> bool:
    """Tell whether the row below still belongs to the header."""
    for area in merged:
        inside = top <= area.first_row <= bottom < area.last_row
        if inside and area.last_row - area.first_row < _MOST_HEADER_ROWS:
            return True
    below = rows[bottom]
    texts = [text for _column, text in _texts(below)]
    if not texts or any(is_figure(cell) and not is_month(cell.text) for cell in below):
        return False
    beside = [text for text in texts if is_unit(text) or says_nothing(text) or column_named(text)]
    if len(texts) < _LEAST_WORDS and not beside:  # a heading over the first lines
        return False
    names = sum(1 for text in texts if text in beside or _names(text))
    return names * 3 >= len(texts) * 2 and not _first_texts_are_data(rows, bottom)


def _first_texts_are_data(rows: Sequence[Row], bottom: int) -> bool:
    """Tell whether the row below looks like the rows after it, so that it is one of them."""
    here = rows[bottom]
    kinds = [cell.kind for cell in here]
    after = [[cell.kind for cell in row] for row in rows[bottom + 1 : bottom + 4]]
    return bool(after) and all(line == kinds for line in after) and len(after) > 1


def _has_data_below(rows: Sequence[Row], block: HeaderBlock) -> bool:
    below = rows[block.bottom : block.bottom + _LOOK_BELOW]
    for row in below:
        cells = [row[c - 1] for c in range(block.left, min(block.right, len(row)) + 1)]
        filled = [cell for cell in cells if cell.kind is not CellKind.EMPTY]
        if any(is_figure(cell) for cell in filled) or len(filled) >= _LEAST_WORDS:
            return True
    return False


def _by_figures(rows: Sequence[Row], merged: Sequence[CellRange]) -> HeaderBlock | None:
    """Return the last row of texts above rows of figures, in whatever language it is."""
    for number, row in enumerate(rows, start=1):
        texts = _texts(row)
        if len(texts) < 3 or any(is_figure(cell) for cell in row):
            continue
        below = rows[number : number + _LOOK_BELOW]
        with_figures = sum(1 for line in below if sum(map(is_figure, line)) >= 1)
        if below and with_figures * 2 > len(below):
            parts = header_parts(rows, number, number, merged)
            return HeaderBlock(number, number, min(parts), max(parts), 0, parts)
    return None
