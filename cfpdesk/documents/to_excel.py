"""A document as an Excel workbook: the same words, one sheet a table, the same bytes at every run.

The first sheet carries the title, the facts and the running text around its table; of a chart the
sentence stands there and its table on a sheet of its own, as every further table does: a link leads
there. Every sheet prints on A4 with the table's head repeated, body and number above, fingerprint
and page below. A figure is a number that can be counted on.
A signature is a picture of its strokes above the word signed and the time.
"""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from cfpdesk.documents.cell_look import BLACK, FACE, GROUND, HAIRLINE, Look, Looks
from cfpdesk.documents.document import (
    Block,
    Chart,
    Column,
    Document,
    DocumentLanguage,
    Facts,
    Figure,
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
    table_of,
)
from cfpdesk.documents.excel_page import normalised, set_up, sheet_name
from cfpdesk.documents.ink_picture import ink_png
from cfpdesk.i18n import Text, msg
from cfpdesk.model.quantity import rounded

WIDTH_PER_MM = 0.52  # Excel counts columns in characters
POINTS_PER_MM = 72 / 25.4
EMU_PER_MM = 36_000
SIGN_MM = (24.0, 10.0)
SIGN_PIXELS = (240, 100)
_SHORT = 12  # rows
_LABEL = 36.0  # mm that the label of a fact takes at least
SIGN_ROOM = 5.0  # mm below the picture for the word
# What a program would take for a formula once somebody edits the cell.
RISKY = ("=", "+", "-", "@", "\t", "\r")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_excel(document: Document, language: DocumentLanguage) -> bytes:
    """Return the document as the bytes of a workbook; equal documents give equal bytes."""
    writer = _Writer(Workbook(), document.whole(), language)
    writer.write()
    stream = BytesIO()
    writer.book.save(stream)
    return normalised(stream.getvalue())


@dataclass(slots=True)
class _Writer:
    """One workbook while it is filled.

    Attributes:
        row: the next free row of the sheet in hand.
        widths: of the first sheet's columns, in millimetres.
    """

    book: Workbook
    document: Document
    language: DocumentLanguage
    row: int = 1
    widths: tuple[float, ...] = (40.0,) * 4
    looks: Looks = field(default_factory=Looks)

    @property
    def columns(self) -> int:
        """Return how many columns the first sheet has."""
        return len(self.widths)

    def write(self) -> None:
        """Fill the workbook."""
        while self.book.sheetnames:
            del self.book[self.book.sheetnames[0]]
        blocks = self.document.blocks
        first = next((block for block in blocks if isinstance(block, Table)), None)
        if first is not None:
            self.widths = tuple(column.width for column in first.columns)
        sheet = self._sheet(first.name if first else self.document.title)
        others = [
            (self._sheet(table.name), table)
            for block in blocks
            if block is not first and isinstance(block, Table | Chart)
            for table in [table_of(block) if isinstance(block, Chart) else block]
        ]
        self._first(sheet, first, [other.title for other, _ in others])
        for other, table in others:
            self.row = 1
            self._table(other, table)
            other.freeze_panes = "A2"
        properties = self.book.properties
        properties.title = in_line(self.document.title, self.language)
        properties.creator = in_line(self.document.body, self.language)
        properties.subject = self.document.number
        properties.keywords = f"content-sha256:{self.document.content_sha256}"

    def _first(self, sheet: Worksheet, first: Table | None, others: list[str]) -> None:
        """Write the words of the document, its first table, and where the others stand."""
        names = iter(others)
        self._title(sheet)
        for block in self.document.blocks:
            if block is first and first is not None:
                # Text below a short table goes on to other pages without its head.
                self._table(sheet, first, repeat=not others or len(first.rows) > _SHORT)
                self.row += 1
                continue
            if not isinstance(block, Table):
                self._block(sheet, block)
            if isinstance(block, Table | Chart):
                self._link(sheet, next(names))

    def _link(self, sheet: Worksheet, name: str) -> None:
        font = Font(name=FACE, size=9, color="FF0B5F79", underline="single")
        self._line(sheet, f"→ {name}", font)
        cell = _cell(sheet, self.row - 1, 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(name)}!A1")
        self.row += 1

    def _sheet(self, name: Text) -> Worksheet:
        """Return a new sheet, set up to be printed."""
        sheet: Worksheet = self.book.create_sheet(sheet_name(in_line(name, self.language)))
        set_up(sheet, self.document, self.language)
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
                words = f"{block.number} {in_line(block.text, self.language)}".strip()
                self._line(sheet, words, Font(name=FACE, bold=True))
            case Paragraph():
                self._paragraph(sheet, block)
            case Facts():
                self._facts(sheet, block)
            case SignatureBox():
                self._signature_box(sheet, block)
            case Chart():
                sentence = in_line(block.picture.sentence(), self.language)
                self._line(sheet, sentence, Font(name=FACE, size=10, bold=True))
                self._caption(sheet, block.caption)
            case Photo() | Squares():
                self._caption(sheet, block.caption)
            case _:
                return

    def _caption(self, sheet: Worksheet, caption: Text) -> None:
        if caption:
            self._line(sheet, in_line(caption, self.language), Font(name=FACE, size=9))

    def _line(
        self, sheet: Worksheet, text: str, font: Font, alignment: Alignment | None = None
    ) -> None:
        """Write one line over the whole width."""
        cell = _put(sheet, self.row, 1, text, font)
        cell.alignment = alignment or Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(None, self.row, 1, self.row, self.columns)
        if alignment is None:
            height = _height(text, sum(self.widths)) * POINTS_PER_MM
            sheet.row_dimensions[self.row].height = height
        self.row += 1

    def _paragraph(self, sheet: Worksheet, block: Paragraph) -> None:
        labels = spoken(block.label, self.language)
        for at, text in enumerate(spoken(block.text, self.language)):
            label = labels[min(at, len(labels) - 1)]
            self._line(sheet, f"{label} {text}".strip(), Font(name=FACE, size=9))

    def _facts(self, sheet: Worksheet, block: Facts) -> None:
        split = min(1, self.columns - 1)
        while sum(self.widths[:split]) < _LABEL and split < self.columns - 1:
            split += 1
        for fact in block.facts:
            label, value = in_line(fact.label, self.language), in_line(fact.value, self.language)
            if self.columns == 1:
                self._line(sheet, label, Font(name=FACE, size=9, color="FF5F6A69"))
                self._line(sheet, value, Font(name=FACE, size=10))
                continue
            first = _put(sheet, self.row, 1, label, Font(name=FACE, size=9, color="FF5F6A69"))
            cell = _put(sheet, self.row, split + 1, value, Font(name=FACE, size=10))
            for part in (first, cell):
                part.alignment = Alignment(horizontal="left", wrap_text=True, vertical="top")
            height = max(
                _height(label, sum(self.widths[:split])), _height(value, sum(self.widths[split:]))
            )
            sheet.row_dimensions[self.row].height = height * POINTS_PER_MM
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

    def _table(self, sheet: Worksheet, table: Table, *, repeat: bool = True) -> None:
        """Write head and rows; the head is repeated on every printed page."""
        if repeat:
            sheet.print_title_rows = f"{self.row}:{self.row}"
        for at, column in enumerate(table.columns, start=1):
            sheet.column_dimensions[get_column_letter(at)].width = column.width * WIDTH_PER_MM
            head = in_line(column.head, self.language)
            look = self._look(column, strong=True, size=9)
            self._give(_cell(sheet, self.row, at), head, look)
        heads = (_height(in_line(c.head, self.language), c.width) for c in table.columns)
        sheet.row_dimensions[self.row].height = (max(heads, default=5.4) + 1) * POINTS_PER_MM
        self.row += 1
        for row in table.rows:
            height = min(table.row_height, 9.0) if row.strong else table.row_height
            for at, (column, content) in enumerate(
                zip(table.columns, row.cells, strict=True), start=1
            ):
                cell = _cell(sheet, self.row, at)
                if isinstance(content, Signed):
                    height = max(height, SIGN_MM[1] + SIGN_ROOM)
                    self._signed(sheet, cell, content, column.width)
                else:
                    height = max(height, self._words(cell, content, column, strong=row.strong))
            sheet.row_dimensions[self.row].height = height * POINTS_PER_MM
            self.row += 1

    def _words(
        self, cell: ExcelCell, content: Words | Figure, column: Column, *, strong: bool
    ) -> float:
        """Write words or a number; returns the millimetres they need."""
        words = content.words() if isinstance(content, Figure) else content
        text = "\n".join(_parts(words, self.language))
        look = self._look(column, strong=strong)
        if isinstance(content, Figure) and content.value is not None and not content.note:
            cell.value = content.value
            self.looks.give(cell, replace(look, shape=_shape(content, content.value)))
        else:
            self._give(cell, text, look)
        return _height(text, column.width)

    def _look(self, column: Column, *, strong: bool, size: float = 10) -> Look:
        """Return how a cell of a table looks."""
        dark = self.document.options.black_and_white
        return Look(
            size=size,
            bold=column.strong or strong,
            colour=BLACK,
            align=column.align,
            ground=GROUND if strong and not dark else "",
            line=BLACK if dark else HAIRLINE,
        )

    def _give(self, cell: ExcelCell, text: str, look: Look) -> None:
        """Write a text, which stays one whatever it begins with."""
        _write(cell, text)
        self.looks.give(cell, replace(look, quoted=text.startswith(RISKY)))

    def _signed(self, sheet: Worksheet, cell: ExcelCell, content: Signed, width: float) -> None:
        parts = [content.typed, in_line(msg("signed"), self.language), content.at]
        if content.ink is None and content.typed:
            parts.insert(1, in_line(msg("typed"), self.language))
        if content.note:
            parts.append(in_line(content.note, self.language))
        dark = self.document.options.black_and_white
        look = Look(
            size=7,
            colour=BLACK,
            align="center",
            vertical="bottom",
            line=BLACK if dark else HAIRLINE,
        )
        self._give(cell, " ".join(part for part in parts if part), look)
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
    _write(cell, text)
    if text.startswith(RISKY):
        cell.quotePrefix = True


def _write(cell: ExcelCell, text: str) -> None:
    if not text:
        return
    if text.isascii() and text.isdecimal() and len(text) < 10 and not text.startswith("0"):
        cell.value = int(text)
        return
    cell.value = CONTROL.sub("▢", text)
    cell.data_type = "s"


def _parts(words: Words, language: DocumentLanguage) -> list[str]:
    parts = [in_line(words.text, language), in_line(words.note, language)]
    parts += [f"{in_line(said.label, language)} {said.spoken(language)}" for said in words.said]
    return [part for part in parts if part]


def _shape(content: Figure, value: Decimal) -> str:
    """Return how a number is shown, as it is printed."""
    places = content.places
    if places is None:
        places = max(0, -int(rounded(value, 9).normalize().as_tuple().exponent))
    shown = f"#,##0{'.' + '0' * places if places else ''}"
    return f"+{shown};-{shown};{shown}" if content.signed else shown


def _height(text: str, width: float) -> float:
    """Return the millimetres a text needs in a column, for Excel measures no merged cells."""
    room = max(2, int(width * WIDTH_PER_MM * 0.9))
    lines = sum(1 + max(0, half_widths(part) - 1) // room for part in text.split("\n"))
    return 5.4 * lines + 0.6


def half_widths(text: str) -> int:
    """Return the width of a text in half-width characters."""
    return sum(1 if char.isascii() else 2 for char in text)
