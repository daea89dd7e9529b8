"""A workbook with formulas that live: each carries the value that the program computed.

Viewers that do not calculate (a phone, Excel's protected view) show that value; Excel calculates
anew when it opens the file. What people typed is always text, whatever it begins with, also after
somebody edits the cell. The same content gives the same bytes.
"""

import re
import zipfile
from dataclasses import dataclass, field, replace
from decimal import Decimal
from html import escape
from io import BytesIO
from typing import Literal, TypeAlias

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from cfpdesk.documents.cell_look import BLACK, GROUND, HAIRLINE, Look, Looks
from cfpdesk.documents.cell_look import GENERAL as PLAIN
from cfpdesk.documents.document import Document, DocumentLanguage, in_line
from cfpdesk.documents.excel_page import normalised, set_up, sheet_name
from cfpdesk.documents.to_excel import CONTROL, RISKY, half_widths
from cfpdesk.i18n import Text

Value: TypeAlias = Decimal | str | None
Tone: TypeAlias = Literal["", "client", "own", "made", "head", "quiet", "title"]

_COLOURS: dict[str, str] = {
    "": "FF141B1C", "client": "FF1F4E9E", "own": "FF0B6B3A", "made": "FF141B1C", "head": "FF141B1C",
    "quiet": "FF5F6A69", "title": "FF141B1C",
}  # fmt: skip
_SIZES = {"title": 15, "head": 9, "quiet": 9}
_A3 = 8
_MOST_LINES = 30  # Excel allows a row some 409 points; longer words are read by widening it
_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"( s="[0-9]+")?><f>(.*?)</f><v ?/></c>')
GENERAL = "#,##0.##########"


@dataclass(frozen=True, slots=True)
class Live:
    """A formula, without its equals sign, and what the program computed for it."""

    formula: str
    value: Value


@dataclass(slots=True)
class LiveSheet:
    """One sheet while it is filled; `name` as formulas on other sheets write it, quoted."""

    sheet: Worksheet
    language: DocumentLanguage
    tinted: bool
    values: dict[str, Value] = field(default_factory=dict)
    looks: dict[str, Look] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the name of the sheet as formulas write it."""
        return quote_sheetname(self.sheet.title)

    def put(
        self,
        place: str,
        content: Text | Decimal | int | Live | None,
        tone: Tone = "",
        shape: str = GENERAL,
        *,
        strong: bool = False,
        align: str | None = None,
    ) -> None:
        """Write a cell.

        Args:
            place: its address.
            content: a text, a number or a formula; nothing is written for None and "".
            tone: whose it is, which gives it its colour.
            shape: how a number is shown.
            strong: bold on a tint.
            align: left, center or right; by its kind where None.
        """
        cell = self.sheet[place]
        if not isinstance(cell, ExcelCell):
            raise TypeError("a merged cell cannot be written")
        number = isinstance(content, Decimal | int | Live)
        side = align or ("right" if number else "left")
        text = in_line(content, self.language) if content and not number else ""  # type: ignore[arg-type]
        self.looks[cell.coordinate] = Look(
            size=_SIZES.get(tone, 10),
            bold=strong or tone in ("head", "title"),
            colour=_COLOURS[tone],
            align=side,
            indent=int(side == "left" and tone not in ("title", "quiet")),
            ground=GROUND if self.tinted and (strong or tone == "head") else "",
            shape=shape if number else PLAIN,
            quoted=text.startswith(RISKY),
        )
        if isinstance(content, Live):
            cell.value = f"={content.formula}"
            self.values[cell.coordinate] = content.value
        elif isinstance(content, Decimal | int):
            cell.value = content
        elif text:
            cell.value = CONTROL.sub("▢", text)
            cell.data_type = "s"

    def frame(self, area: str) -> None:
        """Rule the cells of an area by thin lines."""
        line = HAIRLINE if self.tinted else BLACK
        for row in self.sheet[area]:
            for cell in row:
                look = self.looks.get(cell.coordinate, Look())
                self.looks[cell.coordinate] = replace(look, line=line)

    def dress(self, looks: Looks) -> None:
        """Give every cell its look."""
        for place, look in self.looks.items():
            cell = self.sheet[place]
            if isinstance(cell, ExcelCell):
                looks.give(cell, look)

    def fit(self) -> None:
        """Give each row the height its words need, which no program computes on opening."""
        merged = {cell for area in self.sheet.merged_cells.ranges for cell in area.cells}
        for number, row in enumerate(self.sheet.iter_rows(), 1):
            lines = [
                _lines(cell.value, self.sheet.column_dimensions[cell.column_letter].width)
                for cell in row
                if isinstance(cell, ExcelCell) and (cell.row, cell.column) not in merged
                and isinstance(cell.value, str) and cell.data_type != "f"
            ]  # fmt: skip
            most = max(lines, default=1)
            if most > 1:
                self.sheet.row_dimensions[number].height = 13.5 * min(most, _MOST_LINES) + 3

    def widths(self, *characters: float) -> None:
        """Set the widths of the columns from the first on, in characters."""
        for at, width in enumerate(characters, 1):
            self.sheet.column_dimensions[get_column_letter(at)].width = width


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of so many characters."""
    room = max(2, int(width * 0.92) - 1)
    return sum(1 + max(0, half_widths(part) - 1) // room for part in text.split("\n"))


class LiveBook:
    """A workbook while it is filled.

    Args:
        document: gives head, foot and options of every printed page.
        language: of the words.
    """

    def __init__(self, document: Document, language: DocumentLanguage) -> None:
        self._book = Workbook()
        while self._book.sheetnames:
            del self._book[self._book.sheetnames[0]]
        self._document = document
        self._language = language
        self._sheets: list[LiveSheet] = []

    def sheet(self, name: Text, across: int = 0) -> LiveSheet:
        """Return a new sheet, set up to be printed.

        Args:
            name: of the sheet.
            across: on how many pages of A3 side by side; on one of A4 upright where 0.
        """
        made: Worksheet = self._book.create_sheet(sheet_name(in_line(name, self._language)))
        set_up(made, self._document, self._language)
        if across:
            made.page_setup.orientation = "landscape"
            made.page_setup.paperSize = _A3
            made.page_setup.fitToWidth = across
        tinted = not self._document.options.black_and_white
        self._sheets.append(LiveSheet(made, self._language, tinted))
        return self._sheets[-1]

    def data(self) -> bytes:
        """Return the workbook's bytes."""
        properties = self._book.properties
        properties.title = in_line(self._document.title, self._language)
        properties.creator = in_line(self._document.body, self._language)
        properties.subject = self._document.number
        properties.keywords = f"content-sha256:{self._document.content_sha256}"
        looks = Looks()
        for sheet in self._sheets:
            sheet.fit()
            sheet.dress(looks)
        stream = BytesIO()
        self._book.save(stream)
        return normalised(self._with_values(stream.getvalue()))

    def _with_values(self, data: bytes) -> bytes:
        """Write the computed value beside each formula, which openpyxl does not do."""
        stream = BytesIO()
        values = {f"xl/worksheets/sheet{n}.xml": s.values for n, s in enumerate(self._sheets, 1)}
        with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if name in values:
                    content = _valued(content.decode("utf-8"), values[name]).encode("utf-8")
                new.writestr(name, content)
        return stream.getvalue()


def _valued(xml: str, values: dict[str, Value]) -> str:
    def cell(found: re.Match[str]) -> str:
        place, style, formula = found[1], found[2] or "", found[3]
        value = values.get(place)
        if value is None:
            return found[0]
        if isinstance(value, Decimal):
            return f'<c r="{place}"{style}><f>{formula}</f><v>{_plain(value)}</v></c>'
        text = escape(value, quote=False)
        return f'<c r="{place}"{style} t="str"><f>{formula}</f><v>{text}</v></c>'

    return _FORMULA.sub(cell, xml)


def _plain(value: Decimal) -> str:
    """Return a value as the binary number that a spreadsheet keeps; it has no more digits."""
    return repr(float(value))
