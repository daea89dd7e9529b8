"""How cells of a workbook look, given to many cells without making each look anew.

openpyxl compares every font, border and fill it is given with all it knows, attribute by attribute;
a table of 200 rows takes seconds that way. Here each look is made once and copied.
"""

from copy import copy
from dataclasses import dataclass, field
from typing import Any

from openpyxl.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

FACE = "Microsoft YaHei"
INK = "FF141B1C"
GROUND = "FFF0F2F0"
HAIRLINE = "FFCDD2CE"
BLACK = "FF000000"
GENERAL = "General"


@dataclass(frozen=True, slots=True)
class Look:
    """Everything about a cell but its content.

    Attributes:
        ground: colour of its tint; none where empty.
        line: colour of the lines around it; none where empty.
        shape: how a number is shown.
        quoted: it stays text, whatever it begins with, also after somebody edits it.
    """

    size: float = 10
    bold: bool = False
    colour: str = INK
    align: str = "left"
    vertical: str = "center"
    indent: int = 0
    ground: str = ""
    line: str = ""
    shape: str = GENERAL
    quoted: bool = False


@dataclass(slots=True)
class Looks:
    """The looks of one workbook."""

    _known: dict[Look, Any] = field(default_factory=dict)

    def give(self, cell: ExcelCell, look: Look) -> None:
        """Make a cell look so."""
        known = self._known.get(look)
        if known is not None:
            cell._style = copy(known)  # type: ignore[attr-defined]  # noqa: SLF001 - openpyxl's own way
            return
        cell.font = Font(name=FACE, size=look.size, bold=look.bold, color=look.colour)
        cell.alignment = Alignment(
            horizontal=look.align, vertical=look.vertical, wrap_text=True, indent=look.indent
        )
        if look.ground:
            cell.fill = PatternFill("solid", fgColor=look.ground)
        if look.line:
            side = Side(style="thin", color=look.line)
            cell.border = Border(left=side, right=side, top=side, bottom=side)
        cell.number_format = look.shape
        cell.quotePrefix = look.quoted
        self._known[look] = copy(cell._style)  # type: ignore[attr-defined]  # noqa: SLF001
