"""A document as an Excel workbook: the same words, one sheet a table, the same bytes at every run.

The first sheet carries the title, the facts and the running text around its table. Every sheet
prints on A4 with the table's head repeated, body and number above, fingerprint and page below.
A signature is a picture of its strokes above the word signed and the time.
"""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cfpdesk.documents.document import (
    Block,
    Column,
    Document,
    DocumentLanguage,
    Facts,
    Heading,
    Paragraph,
    Photo,
    SignatureBox,
    Signed,
    Squares,
    Table,
    Words,
    in_line,
    spoken,
)
from cfpdesk.documents.ink_picture import ink_png
from cfpdesk.documents.page_lines import foot_fingerprints, head_numbers
from cfpdesk.i18n import Text, msg
from cfpdesk.model.clause import clause_text

FACE = "Microsoft YaHei"
WIDTH_PER_MM = 0.52  # Excel counts columns in characters
POINTS_PER_MM = 72 / 25.4
EMU_PER_MM = 36_000
SIGN_MM = (24.0, 10.0)
SIGN_PIXELS = (240, 100)
SIGN_ROOM = 5.0  # mm below the picture for the word
MARGIN_INCHES = 18 / 25.4
A4 = 9
SHEET_NAME = 31  # characters Excel allows
STAMP = (1980, 1, 1, 0, 0, 0)  # the earliest time an entry of a zip can carry
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def to_excel(document: Document, language: DocumentLanguage) -> bytes:
    """Return the document as the bytes of a workbook; equal documents give equal bytes."""
    writer = _Writer(Workbook(), document, language)
    writer.write()
    stream = BytesIO()
    writer.book.save(stream)
    return _normalised(stream.getvalue())


@dataclass(slots=True)
class _Writer:
    """One workbook while it is filled; `row` is the next free row of the sheet in hand."""

    book: Workbook
    document: Document
    language: DocumentLanguage
    row: int = 1
    columns: int = 4

    def write(self) -> None:
        """Fill the workbook."""
        while self.book.sheetnames:
            del self.book[self.book.sheetnames[0]]
        tables = [block for block in self.document.blocks if isinstance(block, Table)]
        first = tables[0] if tables else None
        self.columns = len(first.columns) if first else 4
        sheet = self._sheet(first.name if first else self.document.title)
        self._title(sheet)
        for block in self.document.blocks:
            if not isinstance(block, Table):
                self._block(sheet, block)
            elif block is first:
                self._table(sheet, block)
                self.row += 1
        for table in tables[1:]:
            self.row = 1
            other = self._sheet(table.name)
            self._table(other, table)
            other.freeze_panes = "A2"
        properties = self.book.properties
        properties.title = in_line(self.document.title, self.language)
        properties.creator = in_line(self.document.body, self.language)
        properties.subject = self.document.number
        properties.keywords = f"content-sha256:{self.document.content_sha256}"

    def _sheet(self, name: Text) -> Worksheet:
        """Return a new sheet, set up to be printed."""
        plain = FORBIDDEN.sub(" ", in_line(name, self.language)).strip("' ")[:SHEET_NAME]
        sheet: Worksheet = self.book.create_sheet(plain or "1")
        sheet.page_setup.paperSize = A4
        sheet.page_setup.orientation = "portrait"
        sheet.page_setup.fitToHeight = 0
        sheet.page_setup.blackAndWhite = self.document.options.black_and_white
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.sheet_view.showGridLines = False
        margins = sheet.page_margins
        margins.left = margins.right = margins.top = margins.bottom = MARGIN_INCHES
        margins.header = margins.footer = MARGIN_INCHES / 2
        draft = in_line(msg("DRAFT"), self.language) if self.document.options.draft else ""
        number = msg("Page {n} of {total}", n="\x00P", total="\x00N")
        head = "  ".join(head_numbers(self.document, self.language))
        foot = "  ".join(foot_fingerprints(self.document, self.language))
        body = in_line(self.document.body, self.language)
        clause = in_line(clause_text(self.document.clause), self.language)
        sheet.oddHeader = _edge(body, draft, head)
        sheet.oddFooter = _edge(foot, in_line(number, self.language), clause)
        return sheet

    def _title(self, sheet: Worksheet) -> None:
        for at, part in enumerate(spoken(self.document.title, self.language)):
            font = Font(name=FACE, size=9 if at else 16, bold=not at)
            self._line(sheet, part, font, Alignment(horizontal="center"))
        if self.document.options.draft:
            draft = in_line(msg("DRAFT"), self.language)
            self._line(sheet, draft, Font(name=FACE, bold=True), Alignment(horizontal="center"))
        self.row += 1

    def _block(self, sheet: Worksheet, block: Block) -> None:
        match block:
            case Heading():
                self._line(sheet, in_line(block.text, self.language), Font(name=FACE, bold=True))
            case Paragraph():
                self._paragraph(sheet, block)
            case Facts():
                self._facts(sheet, block)
            case SignatureBox():
                self._signature_box(sheet, block)
            case Photo() | Squares():
                self._line(sheet, in_line(block.caption, self.language), Font(name=FACE, size=9))
            case _:
                return

    def _line(
        self, sheet: Worksheet, text: str, font: Font, alignment: Alignment | None = None
    ) -> None:
        """Write one line over the whole width."""
        cell = _put(sheet, self.row, 1, text, font)
        cell.alignment = alignment or Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(None, self.row, 1, self.row, self.columns)
        if alignment is None:
            lines = 1 + _halves(text) // (9 * self.columns + 50)
            sheet.row_dimensions[self.row].height = 15.0 * lines
        self.row += 1

    def _paragraph(self, sheet: Worksheet, block: Paragraph) -> None:
        labels = spoken(block.label, self.language)
        for at, text in enumerate(spoken(block.text, self.language)):
            label = labels[min(at, len(labels) - 1)]
            self._line(sheet, f"{label} {text}".strip(), Font(name=FACE, size=9))

    def _facts(self, sheet: Worksheet, block: Facts) -> None:
        split = min(2, self.columns - 1)
        for fact in block.facts:
            label, value = in_line(fact.label, self.language), in_line(fact.value, self.language)
            _put(sheet, self.row, 1, label, Font(name=FACE, size=9, color="FF5F6A69"))
            cell = _put(sheet, self.row, split + 1, value, Font(name=FACE, size=10))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if split > 1:
                sheet.merge_cells(None, self.row, 1, self.row, split)
            sheet.merge_cells(None, self.row, split + 1, self.row, self.columns)
            self.row += 1
        self.row += 1

    def _signature_box(self, sheet: Worksheet, block: SignatureBox) -> None:
        self._line(sheet, in_line(block.label, self.language), Font(name=FACE, size=9))
        self._line(sheet, block.name, Font(name=FACE, bold=True))
        if block.signed is not None:
            cell = _cell(sheet, self.row, 1)
            self._signed(sheet, cell, block.signed, 60.0)
            self.row += 1

    def _table(self, sheet: Worksheet, table: Table) -> None:
        """Write head and rows; the head is repeated on every printed page."""
        sheet.print_title_rows = f"{self.row}:{self.row}"
        for at, column in enumerate(table.columns, start=1):
            sheet.column_dimensions[get_column_letter(at)].width = column.width * WIDTH_PER_MM
            head = in_line(column.head, self.language)
            cell = _put(sheet, self.row, at, head, Font(name=FACE, size=9, bold=True))
            cell.border = self._border()
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            if not self.document.options.black_and_white:
                cell.fill = PatternFill("solid", fgColor="FFF0F2F0")
        self.row += 1
        for row in table.rows:
            height = table.row_height
            for at, (column, content) in enumerate(
                zip(table.columns, row.cells, strict=True), start=1
            ):
                cell = _cell(sheet, self.row, at)
                cell.border = self._border()
                if isinstance(content, Signed):
                    height = max(height, SIGN_MM[1] + SIGN_ROOM)
                    self._signed(sheet, cell, content, column.width)
                else:
                    height = max(height, self._words(cell, content, column))
            sheet.row_dimensions[self.row].height = height * POINTS_PER_MM
            self.row += 1

    def _words(self, cell: ExcelCell, content: Words, column: Column) -> float:
        """Write words; returns the millimetres they need, for Excel does not measure on reading."""
        parts = [in_line(content.text, self.language), in_line(content.note, self.language)]
        text = "\n".join(part for part in parts if part)
        _set(cell, text, Font(name=FACE, size=10, bold=column.strong))
        cell.alignment = Alignment(horizontal=column.align, vertical="center", wrap_text=True)
        room = max(2, int(column.width * WIDTH_PER_MM * 0.9))
        lines = sum(1 + (_halves(part) - 1) // room for part in text.split("\n")) if text else 1
        return 5.4 * lines + 1

    def _signed(self, sheet: Worksheet, cell: ExcelCell, content: Signed, width: float) -> None:
        parts = [content.typed, in_line(msg("signed"), self.language), content.at]
        if content.ink is None and content.typed:
            parts.insert(1, in_line(msg("typed"), self.language))
        if content.note:
            parts.append(in_line(content.note, self.language))
        _set(cell, " ".join(part for part in parts if part), Font(name=FACE, size=7))
        cell.alignment = Alignment(horizontal="center", vertical="bottom", wrap_text=True)
        sheet.row_dimensions[cell.row].height = (SIGN_MM[1] + SIGN_ROOM) * POINTS_PER_MM
        if content.ink is None:
            return
        picture = Image(BytesIO(ink_png(content.ink, *SIGN_PIXELS, pen=4.0)))
        left = max(0.0, (width - SIGN_MM[0]) / 2)
        place = AnchorMarker(
            col=cell.column - 1, colOff=int(left * EMU_PER_MM), row=cell.row - 1, rowOff=18_000
        )
        size = XDRPositiveSize2D(int(SIGN_MM[0] * EMU_PER_MM), int(SIGN_MM[1] * EMU_PER_MM))
        picture.anchor = OneCellAnchor(_from=place, ext=size)
        sheet.add_image(picture)

    def _border(self) -> Border:
        dark = self.document.options.black_and_white
        side = Side(style="thin", color="FF000000" if dark else "FFCDD2CE")
        return Border(left=side, right=side, top=side, bottom=side)


def _cell(sheet: Worksheet, row: int, column: int) -> ExcelCell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, ExcelCell):
        raise TypeError("a merged cell cannot be written")
    return cell


def _put(sheet: Worksheet, row: int, column: int, text: str, font: Font) -> ExcelCell:
    cell = _cell(sheet, row, column)
    _set(cell, text, font)
    return cell


def _set(cell: ExcelCell, text: str, font: Font) -> None:
    """Write a text as text: never as a formula, whatever it begins with."""
    cell.font = font
    if not text:
        return
    if text.isascii() and text.isdecimal() and len(text) < 10 and not text.startswith("0"):
        cell.value = int(text)
        return
    cell.value = CONTROL.sub("▢", text)
    cell.data_type = "s"


def _halves(text: str) -> int:
    """Return the width of a text in half-width characters."""
    return sum(1 if char.isascii() else 2 for char in text)


def _edge(left: str, center: str, right: str) -> HeaderFooterItem:
    """Return head or foot of the printed pages."""
    return HeaderFooterItem(left=_part(left), center=_part(center), right=_part(right))


def _part(text: str) -> _HeaderFooterPart:
    return _HeaderFooterPart(text=_coded(text) or None)


def _coded(text: str) -> str:
    """Return a text for head or foot, where & begins a code; NUL stands for a meant one."""
    return text.replace("&", "&&").replace("\x00", "&")


def _normalised(data: bytes) -> bytes:
    """Return the workbook without the time of its writing."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content)
    return stream.getvalue()
