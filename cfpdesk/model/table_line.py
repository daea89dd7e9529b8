"""What a row of a table is: data, a sum, a heading between, a note, the header once more, nothing.

Read from the row alone, by words and by which columns are filled; `model.table_sums` judges by the
figures what the words leave open.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cfpdesk.model.dataset import KEY_ROLES, NUMBER_ROLES, ColumnRole, DatasetKind
from cfpdesk.model.header_text import squeezed
from cfpdesk.model.sheet import EMPTY_CELL, Cell, CellKind, Row
from cfpdesk.model.table_header import is_figure


class LineKind(StrEnum):
    """What a row is."""

    DATA = "data"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    PER_UNIT = "per_unit"
    """A result per declared unit, computed from a total; no line of the table."""
    SECTION = "section"
    """A heading that holds for the lines below it."""
    NOTE = "note"
    HEADER = "header"
    BLANK = "blank"


SUMS = frozenset({LineKind.SUBTOTAL, LineKind.TOTAL})

_EDGE = re.compile(r"^[\W_\d]+|[\W_]+$")
_SUBTOTAL = re.compile(r"^(?:小计|分计|本页合计|本月合计)|(?:小计|分计)$")
_TOTAL = re.compile(r"^(?:合计|总计|共计|总合计|累计|总和|总量$)|(?:合计|总计|共计)$")
_SUBTOTAL_EN = re.compile(r"\bsub[\s-]?totals?\b")
_TOTAL_EN = re.compile(r"^(?:grand\s+)?totals?\b|\b(?:grand\s+)?totals?$|^sum(?:\s+of\b|$)")
_PER_UNIT = re.compile(
    r"单位产品|每(?:吨|件|台|公斤|千克|个|单位)产品|单件产品|(?:声明|功能|宣告)单位"
    r"|产品碳足迹\s*(?:结果|[(（]|$)|\bper\s+(?:declared|functional)\s+unit\b"
    r"|\bper\s+(?:tonne|ton|kg|piece|unit)\s+(?:of\s+)?(?:product|output)"
    r"|^(?:product\s+)?carbon\s+footprint\b"
)
_NOTE_START = re.compile(r"^(?:注|备注|说明|数据来源|附注|\*|※|notes?\b|remarks?\b|source\s*:)")
_SIGNED = re.compile(
    r"^(?:编制|制表|填表|审核|复核|批准|核对|盖章|签字|日期|prepared|checked|approved|reviewed|date)"
    r"(?:人|日期|单位|部门|\s*by)?\s*[:：]"
)
_LONGEST_LABEL = 40
_LONGEST_SECTION = 30
_CODE = re.compile(r"(?=.*\d)[\w./#-]{1,24}", re.ASCII)


@dataclass(frozen=True, slots=True)
class TableShape:
    """Which columns of a sheet a table takes, and what is known of them; numbers from 1.

    Attributes:
        roles: column by role, as far as known.
        header: header texts by column, to know them again below a page break.
        beside: the columns of a role whose figures stand side by side, one for each month.
    """

    kind: DatasetKind
    left: int
    right: int
    roles: Mapping[ColumnRole, int] = field(default_factory=dict)
    header: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    beside: Mapping[ColumnRole, tuple[int, ...]] = field(default_factory=dict)

    def cells(self, row: Row, role: ColumnRole) -> tuple[Cell, ...]:
        """Return the cells of a role: one, or one for each month that stands beside it."""
        columns = self.beside.get(role) or (self.roles.get(role, 0),)
        return tuple(row[c - 1] if 0 < c <= len(row) else EMPTY_CELL for c in columns)

    def cell(self, row: Row, role: ColumnRole) -> Cell:
        """Return the cell of a role, EMPTY_CELL where there is no such column.

        Of figures side by side that is the first one that is filled.
        """
        if role in self.beside:
            filled = (c for c in self.cells(row, role) if c.kind is not CellKind.EMPTY)
            return next(filled, EMPTY_CELL)
        column = self.roles.get(role, 0)
        return row[column - 1] if 0 < column <= len(row) else EMPTY_CELL

    def inside(self, row: Row) -> Sequence[Cell]:
        """Return the cells of a row that belong to the table."""
        return row[self.left - 1 : self.right]


def kind_of(row: Row, shape: TableShape) -> LineKind:
    """Return what a row is, read from itself alone."""
    if _is_whole_line(row, shape, in_figures=True):
        return LineKind.DATA
    filled = [
        (column, cell)
        for column, cell in enumerate(shape.inside(row), start=shape.left)
        if cell.kind is not CellKind.EMPTY and cell.text.strip()
    ]
    if not filled:
        return LineKind.BLANK
    if _repeats_header(filled, shape):
        return LineKind.HEADER
    figures = any(is_figure(cell) for _column, cell in filled)
    if (kind := _sum_kind(row, filled, shape)) is not None:
        return kind
    if not figures and len(filled) == 1:
        return _lone_text(filled[0][0], filled[0][1].text.strip(), shape)
    if not figures and any(_SIGNED.match(squeezed(cell.text)) for _column, cell in filled):
        return LineKind.NOTE
    return LineKind.DATA


def total_word(text: str) -> LineKind | None:
    """Return what a label says about its row: a sum, a result per unit; None for a name."""
    plain = squeezed(text)
    if not plain or len(plain) > _LONGEST_LABEL:
        return None
    if _PER_UNIT.search(plain):
        return LineKind.PER_UNIT
    bare = _EDGE.sub("", plain)
    close = bare.replace(" ", "") if not bare.isascii() else bare
    if _SUBTOTAL.search(close) or _SUBTOTAL_EN.search(bare):
        return LineKind.SUBTOTAL
    if _TOTAL.search(close) or _TOTAL_EN.search(bare):
        return LineKind.TOTAL
    return None


def _sum_kind(row: Row, filled: Sequence[tuple[int, Cell]], shape: TableShape) -> LineKind | None:
    if _is_whole_line(row, shape):
        return None
    numbers = {shape.roles[role] for role in NUMBER_ROLES if role in shape.roles}
    numbers |= {column for columns in shape.beside.values() for column in columns}
    for column, cell in filled:
        if cell.kind is CellKind.TEXT and column not in numbers and not is_figure(cell):
            found = total_word(cell.text)
            if found is not None:
                return found
            if shape.roles and column in _name_columns(shape):
                return None
    return None


def _name_columns(shape: TableShape) -> set[int]:
    return {shape.roles[role] for role in KEY_ROLES[shape.kind] if role in shape.roles}


_WHOLE: dict[DatasetKind, tuple[ColumnRole, ...]] = {
    DatasetKind.INVENTORY: (ColumnRole.ACTIVITY, ColumnRole.FACTOR),
    DatasetKind.POPULATION: (ColumnRole.ITEM_ID, ColumnRole.DATE, ColumnRole.AMOUNT),
    DatasetKind.FACTORS: (ColumnRole.NAME, ColumnRole.FACTOR),
}


def _is_whole_line(row: Row, shape: TableShape, *, in_figures: bool = False) -> bool:
    """Tell whether a row has what only a line of data has, whatever its name says.

    Args:
        in_figures: what must be numbers are numbers, so that it is no header either.
    """
    for role in _WHOLE[shape.kind]:
        if role not in shape.roles:
            return False
        kind = shape.cell(row, role).kind
        if kind is CellKind.EMPTY:
            return False
        if in_figures and role in NUMBER_ROLES and kind is not CellKind.NUMBER:
            return False
    return True


def _repeats_header(filled: Sequence[tuple[int, Cell]], shape: TableShape) -> bool:
    if len(filled) < 2 or not shape.header:
        return False
    return all(cell.text.strip() in shape.header.get(column, ()) for column, cell in filled)


def _lone_text(column: int, text: str, shape: TableShape) -> LineKind:
    if shape.left == shape.right:
        return LineKind.DATA
    plain = squeezed(text)
    if _NOTE_START.match(plain) or _SIGNED.match(plain) or len(plain) > _LONGEST_SECTION:
        return LineKind.NOTE
    if plain.endswith(("。", ".", "；", ";")):
        return LineKind.NOTE
    names = _name_columns(shape)
    if column in names and (_CODE.fullmatch(text) or _stands_inside(column, shape)):
        return LineKind.DATA
    return LineKind.SECTION


def _stands_inside(column: int, shape: TableShape) -> bool:
    """Tell whether a column stands right of stages or numbers; headings stand further left."""
    left = (shape.roles.get(role, column) for role in (ColumnRole.STAGE, ColumnRole.ID))
    return any(other < column for other in left)
