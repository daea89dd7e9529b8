"""Tables onto pages: the head stands on every page, and no row is ever parted."""

from dataclasses import dataclass

from cfpdesk.documents.document import (
    Column,
    Figure,
    Row,
    Signed,
    Table,
    Words,
    in_both,
    in_line,
    spoken,
)
from cfpdesk.documents.pdf_flow import SMALL, TOP, Flow, placed
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
_STRONG = 9.0  # mm; headings and sums are not written into by hand
_WHOLE = 1 / 3  # of a page: a smaller table is not parted


@dataclass(frozen=True, slots=True)
class _Look:
    """The styles of a table, and the room around its words in points."""

    head: Style
    cell: Style
    strong: Style
    quiet: Style
    call: Style
    note: Style
    padding: float
    air: float


_PLAIN = _Look(
    head=Style(8.5, bold=True, colour="soft"),
    cell=Style(9.5),
    strong=Style(10, bold=True),
    quiet=Style(9, colour="muted"),
    call=Style(9.5, bold=True, colour="accent"),
    note=SMALL,
    padding=PADDING,
    air=2.4 * MM,
)
_DENSE = _Look(
    head=Style(7.5, bold=True, colour="soft"),
    cell=Style(8),
    strong=Style(8, bold=True),
    quiet=Style(7.5, colour="muted"),
    call=Style(8, bold=True, colour="accent"),
    note=Style(6.5, colour="muted"),
    padding=1.1 * MM,
    air=1.6 * MM,
)


_TALL = 30 * MM  # a row this high is read from its top; a lower one from its middle


@dataclass(frozen=True, slots=True)
class _LaidRow:
    cells: tuple[Setting | Signed, ...]
    height: float
    strong: bool = False


def lay_table(flow: Flow, table: Table) -> None:
    """Put a table at the cursor, over as many pages as it needs."""
    look = _DENSE if table.dense else _PLAIN
    edges = _edges(table.columns)
    head = _head(flow, table, edges, look)
    for at, row in enumerate(table.rows):
        laid = _row(flow, table, row, edges, look)
        if at == 0:
            flow.need(table_start(flow, table))
            _draw_head(flow, head, table.columns, edges, look)
        elif flow.need(laid.height + _kept_with(flow, table, at, edges, look)):
            _draw_head(flow, head, table.columns, edges, look)
        while flow.y + laid.height > flow.bottom:  # higher than a whole page
            part, laid = _parted(laid, flow.bottom - flow.y, look)
            _draw_row(flow, part, table.columns, edges, look)
            flow.new_page()
            _draw_head(flow, head, table.columns, edges, look)
        _draw_row(flow, laid, table.columns, edges, look)
        if row.ringed:
            _ring(flow, laid.height)
    if not table.rows:
        flow.need(head.height)
        _draw_head(flow, head, table.columns, edges, look)
    flow.y += 3 * MM


def table_start(flow: Flow, table: Table) -> float:
    """Return the height that stays together at a table's start, in points.

    A table of less than a third of a page is not parted; of a longer one two rows stay with the
    head.
    """
    look = _DENSE if table.dense else _PLAIN
    edges = _edges(table.columns)
    page = flow.bottom - TOP
    height = _head(flow, table, edges, look).height
    start = height
    for at, row in enumerate(table.rows):
        height += _row(flow, table, row, edges, look).height
        if at < 2 and height < page:
            start = height
        if height > page * _WHOLE:
            return start
    return height


def _kept_with(flow: Flow, table: Table, at: int, edges: list[float], look: _Look) -> float:
    """Return the height that must fit below a row.

    A heading among rows never ends a page, and the last row never stands alone on one.
    """
    following = table.rows[at + 1] if at + 1 < len(table.rows) else None
    heads = table.rows[at].strong and following is not None and not following.strong
    last_but_one = at == len(table.rows) - 2 > 1
    if following is None or not (heads or last_but_one):
        return 0.0
    height = _row(flow, table, following, edges, look).height
    page = flow.bottom - TOP
    return height if height < (page * 0.85 if heads else page / 3) else 0.0


def _edges(columns: tuple[Column, ...]) -> list[float]:
    """Return the x of every vertical line; widths are shares of the text width."""
    whole = sum(column.width for column in columns)
    edges = [MARGIN]
    for column in columns:
        edges.append(edges[-1] + TEXT_WIDTH * column.width / whole)
    return edges


def _head(flow: Flow, table: Table, edges: list[float], look: _Look) -> _LaidRow:
    cells = tuple(
        set_text(in_line(column.head, flow.language), right - left - 2 * look.padding, look.head)
        for column, left, right in zip(table.columns, edges, edges[1:], strict=False)
    )
    return _LaidRow(cells, max(cell.height for cell in cells) + look.air + 0.8 * MM)


def _row(flow: Flow, table: Table, row: Row, edges: list[float], look: _Look) -> _LaidRow:
    cells: list[Setting | Signed] = []
    height = (min(table.row_height, _STRONG) if row.strong else table.row_height) * MM
    for column, cell, left, right in zip(table.columns, row.cells, edges, edges[1:], strict=False):
        width = right - left - 2 * look.padding
        if isinstance(cell, Signed):
            cells.append(cell)
            height = max(height, signed_height(cell, flow.language, width))
        else:
            words = cell.words() if isinstance(cell, Figure) else cell
            strong = column.strong or row.strong
            setting = _words(flow, words, width, look, strong=strong)
            cells.append(setting)
            height = max(height, setting.height + look.air)
    return _LaidRow(tuple(cells), height, row.strong)


def _parted(row: _LaidRow, height: float, look: _Look) -> tuple[_LaidRow, _LaidRow]:
    """Part a row that fits on no page: the lines that fit here, and the rest."""
    above: list[Setting | Signed] = []
    below: list[Setting | Signed] = []
    for cell in row.cells:
        if isinstance(cell, Signed):
            above.append(cell)
            below.append(Setting(()))
            continue
        fits, used = 0, look.air
        while fits < len(cell.lines) and used + cell.lines[fits].style.leading <= height:
            used += cell.lines[fits].style.leading
            fits += 1
        above.append(Setting(cell.lines[:fits], cell.lacking))
        below.append(Setting(cell.lines[fits:], cell.lacking))
    rest = max(cell.height for cell in below if isinstance(cell, Setting))
    parted = _LaidRow(tuple(above), height, row.strong)
    return parted, _LaidRow(tuple(below), rest + look.air, row.strong)


def _words(flow: Flow, cell: Words, width: float, look: _Look, *, strong: bool) -> Setting:
    style = look.strong if strong else look.quiet if cell.quiet else look.cell
    if cell.call:
        style = look.call
    note = set_text(in_line(cell.note, flow.language), width, look.note)
    parts = spoken(cell.text, flow.language)
    setting = _one_or_two_lines(parts, width, style, look.note).above(note)
    for said in cell.said:
        label = in_line(said.label, flow.language)
        text = said.spoken(flow.language)
        setting = setting.above(set_text(text, width, look.note, label=label))
    return setting


def _one_or_two_lines(parts: tuple[str, ...], width: float, style: Style, small: Style) -> Setting:
    """Return Chinese and English beside each other where they fit, else English small below."""
    listed = len(parts) > 1 and parts[0].count("\n") == parts[1].count("\n") > 0
    beside = set_text(in_both(*parts) if listed else " ".join(parts), width, style)
    if len(parts) == 1 or len(beside.lines) == 1 + listed * parts[0].count("\n"):
        return beside
    return set_text(parts[0], width, style).above(set_text(parts[1], width, small))


def _draw_head(
    flow: Flow, head: _LaidRow, columns: tuple[Column, ...], edges: list[float], look: _Look
) -> None:
    flow.put([BoxMark(MARGIN, flow.y, TEXT_WIDTH, head.height, fill="shade")])
    flow.put([RuleMark(edges[0], flow.y, edges[-1], flow.y, colour="rule", weight=0.8)])
    _draw_row(flow, head, columns, edges, look)


def _draw_row(
    flow: Flow, row: _LaidRow, columns: tuple[Column, ...], edges: list[float], look: _Look
) -> None:
    y, height = flow.y, row.height
    if row.strong:
        flow.put([BoxMark(MARGIN, y, TEXT_WIDTH, height, fill="shade")])
    for column, cell, left, right in zip(columns, row.cells, edges, edges[1:], strict=False):
        inner, width = left + look.padding, right - left - 2 * look.padding
        if isinstance(cell, Signed):
            marks, settings = signed_marks(cell, flow.language, inner, y, width, height)
            flow.put(marks, *settings)
        else:
            spare = height - cell.height if height <= _TALL else look.air
            top = y + spare / 2
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
