"""Tables onto pages: the head stands on every page, and no row is ever parted."""

from dataclasses import dataclass

from cfpdesk.documents.document import Column, Row, Signed, Table, Words, in_line, spoken
from cfpdesk.documents.pdf_flow import SMALL, Flow, placed
from cfpdesk.documents.pdf_page import (
    MARGIN,
    MM,
    TEXT_WIDTH,
    BoxMark,
    Mark,
    RuleMark,
    TextMark,
)
from cfpdesk.documents.pdf_sign import signed_height, signed_marks
from cfpdesk.documents.typeset import Setting, Style, set_text

PADDING = 1.8 * MM
HEAD = Style(8.5, bold=True, colour="soft")
CELL = Style(9.5)
STRONG = Style(10, bold=True)
QUIET = Style(9, colour="muted")
CALL = Style(9.5, bold=True, colour="accent")


@dataclass(frozen=True, slots=True)
class _LaidRow:
    cells: tuple[Setting | Signed, ...]
    height: float


def lay_table(flow: Flow, table: Table) -> None:
    """Put a table at the cursor, over as many pages as it needs."""
    edges = _edges(table.columns)
    head = _head(flow, table, edges)
    for at, row in enumerate(table.rows):
        laid = _row(flow, table, row, edges)
        if at == 0:
            flow.need(head.height + laid.height)
            _draw_head(flow, head, table.columns, edges)
        elif flow.need(laid.height):
            _draw_head(flow, head, table.columns, edges)
        while flow.y + laid.height > flow.bottom:  # higher than a whole page
            part, laid = _parted(laid, flow.bottom - flow.y)
            _draw_row(flow, part, table.columns, edges)
            flow.new_page()
            _draw_head(flow, head, table.columns, edges)
        _draw_row(flow, laid, table.columns, edges)
        if row.ringed:
            _ring(flow, laid.height)
    if not table.rows:
        flow.need(head.height)
        _draw_head(flow, head, table.columns, edges)
    flow.y += 3 * MM


def _edges(columns: tuple[Column, ...]) -> list[float]:
    """Return the x of every vertical line; widths are shares of the text width."""
    whole = sum(column.width for column in columns)
    edges = [MARGIN]
    for column in columns:
        edges.append(edges[-1] + TEXT_WIDTH * column.width / whole)
    return edges


def _head(flow: Flow, table: Table, edges: list[float]) -> _LaidRow:
    cells = tuple(
        set_text(in_line(column.head, flow.language), right - left - 2 * PADDING, HEAD)
        for column, left, right in zip(table.columns, edges, edges[1:], strict=False)
    )
    return _LaidRow(cells, max(cell.height for cell in cells) + 3.2 * MM)


def _row(flow: Flow, table: Table, row: Row, edges: list[float]) -> _LaidRow:
    cells: list[Setting | Signed] = []
    height = table.row_height * MM
    for column, cell, left, right in zip(table.columns, row.cells, edges, edges[1:], strict=False):
        width = right - left - 2 * PADDING
        if isinstance(cell, Signed):
            cells.append(cell)
            height = max(height, signed_height(cell, flow.language, width))
        else:
            setting = _words(flow, cell, column, width)
            cells.append(setting)
            height = max(height, setting.height + 2.4 * MM)
    return _LaidRow(tuple(cells), height)


def _parted(row: _LaidRow, height: float) -> tuple[_LaidRow, _LaidRow]:
    """Part a row that fits on no page: the lines that fit here, and the rest."""
    above: list[Setting | Signed] = []
    below: list[Setting | Signed] = []
    for cell in row.cells:
        if isinstance(cell, Signed):
            above.append(cell)
            below.append(Setting(()))
            continue
        fits, used = 0, 2.4 * MM
        while fits < len(cell.lines) and used + cell.lines[fits].style.leading <= height:
            used += cell.lines[fits].style.leading
            fits += 1
        above.append(Setting(cell.lines[:fits], cell.lacking))
        below.append(Setting(cell.lines[fits:], cell.lacking))
    rest = max(cell.height for cell in below if isinstance(cell, Setting))
    return _LaidRow(tuple(above), height), _LaidRow(tuple(below), rest + 2.4 * MM)


def _words(flow: Flow, cell: Words, column: Column, width: float) -> Setting:
    style = STRONG if column.strong else QUIET if cell.quiet else CELL
    if cell.call:
        style = CALL
    note = set_text(in_line(cell.note, flow.language), width, SMALL)
    return _one_or_two_lines(spoken(cell.text, flow.language), width, style).above(note)


def _one_or_two_lines(parts: tuple[str, ...], width: float, style: Style) -> Setting:
    """Return Chinese and English beside each other where they fit, else English small below."""
    beside = set_text(" ".join(parts), width, style)
    if len(parts) == 1 or len(beside.lines) == 1:
        return beside
    return set_text(parts[0], width, style).above(set_text(parts[1], width, SMALL))


def _draw_head(flow: Flow, head: _LaidRow, columns: tuple[Column, ...], edges: list[float]) -> None:
    flow.put([BoxMark(MARGIN, flow.y, TEXT_WIDTH, head.height, fill="shade")])
    flow.put([RuleMark(edges[0], flow.y, edges[-1], flow.y, colour="rule", weight=0.8)])
    _draw_row(flow, head, columns, edges)


def _draw_row(flow: Flow, row: _LaidRow, columns: tuple[Column, ...], edges: list[float]) -> None:
    y, height = flow.y, row.height
    for column, cell, left, right in zip(columns, row.cells, edges, edges[1:], strict=False):
        inner, width = left + PADDING, right - left - 2 * PADDING
        if isinstance(cell, Signed):
            marks, settings = signed_marks(cell, flow.language, inner, y, width, height)
            flow.put(marks, *settings)
        else:
            top = y + (height - cell.height) / 2
            flow.put(_aligned(cell, column, inner, width, top), cell)
    rules: list[Mark] = [RuleMark(x, y, x, y + height) for x in edges]
    rules.append(RuleMark(edges[0], y + height, edges[-1], y + height))
    flow.put(rules)
    flow.y += height


def _aligned(cell: Setting, column: Column, x: float, width: float, y: float) -> list[Mark]:
    if column.align == "left":
        return placed(cell, x, y)
    share = 1.0 if column.align == "right" else 0.5
    marks: list[Mark] = []
    for line in cell.lines:
        shift = share * (width - line.width)
        marks.append(TextMark(x + shift, y + line.style.leading / 2, line))
        y += line.style.leading
    return marks


def _ring(flow: Flow, height: float) -> None:
    """Draw the ring around the row that was put last; it stands slightly outside of it."""
    out = 1.2
    ring = BoxMark(
        MARGIN - out,
        flow.y - height - out,
        TEXT_WIDTH + 2 * out,
        height + 2 * out,
        line="accent",
        weight=1.6,
        radius=3,
    )
    flow.pages[-1].over.append(ring)
