"""What a document is: words, tables and signatures in order, without a place on a page yet.

A `build` function of a document turns a frozen state into this; `to_pdf` and `to_excel` print it in
Chinese, English or both. Texts are `Text` (a `Message`, a `Bilingual`, or what a person typed), so
that one build serves all languages.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Literal, TypeAlias

from cfpdesk.i18n import Text, text_in
from cfpdesk.model.chart.drawing import Chart as ChartPicture
from cfpdesk.model.day import CHINA
from cfpdesk.model.ink import Ink
from cfpdesk.model.quantity import figure, rounded, short_figure

DocumentLanguage: TypeAlias = Literal["zh", "en", "both"]
DOCUMENT_LANGUAGES: tuple[DocumentLanguage, ...] = ("zh", "en", "both")
Form: TypeAlias = Literal["pdf", "xlsx", "json", "zip"]
FORMS: tuple[Form, ...] = ("pdf", "xlsx", "json", "zip")
Align: TypeAlias = Literal["left", "center", "right"]
BOXES = ("□ ", "■ ")  # to be ticked, ticked


def spoken(text: Text, language: DocumentLanguage) -> tuple[str, ...]:
    """Return a text once or, where both languages are asked for and differ, twice: zh, en."""
    if language != "both":
        return (text_in(text, language),)
    zh, en = text_in(text, "zh"), text_in(text, "en")
    return (zh,) if zh == en else (zh, en)


def in_line(text: Text, language: DocumentLanguage) -> str:
    """Return a text on one line; in both languages as 委托方 Client.

    A list of several lines stays one: each line in both languages.
    """
    parts = [part for part in spoken(text, language) if part]
    return in_both(*parts) if len(parts) > 1 else "".join(parts)


def in_both(zh: str, en: str) -> str:
    """Return two texts beside each other, line by line where both have as many lines.

    A box to tick before both stands once.
    """
    if zh.count("\n") != en.count("\n"):
        return f"{zh} {en}"
    pairs = zip(zh.split("\n"), en.split("\n"), strict=True)
    return "\n".join(one if one == other else f"{one} {_unboxed(other)}" for one, other in pairs)


def _unboxed(text: str) -> str:
    return text[2:] if text.startswith(BOXES) else text


@dataclass(frozen=True, slots=True)
class Options:
    """How a document is printed.

    Attributes:
        draft: the word 草稿 DRAFT stands on every page.
        black_and_white: black lines and words only, no tints; lines are thicker.
        blank: for the pen: no signatures and no times are printed.
        blank_rows: empty rows at the end of a list for people who come unannounced.
        agenda: with the points of the meeting that were explained.
        fingerprint: with the fingerprint in the foot.
        for_client: as the client gets it.
        part: the one part to print of a document that has several; empty for all.
        signing: row of the person who is to sign now: shows the content alone, that row ringed,
            and of the others only that they signed.
        zone: in which moments are written; the documents say which.
    """

    draft: bool = False
    black_and_white: bool = False
    blank: bool = False
    blank_rows: int = 2
    agenda: bool = True
    fingerprint: bool = True
    for_client: bool = False
    part: str = ""
    signing: str = ""
    zone: tzinfo = CHINA

    def clock(self, moment: datetime | None) -> str:
        """Return the time of day, for example 09:06; empty for None."""
        return moment.astimezone(self.zone).strftime("%H:%M") if moment else ""

    def day(self, moment: datetime | None) -> str:
        """Return the date, for example 2026-03-18; empty for None."""
        return moment.astimezone(self.zone).strftime("%Y-%m-%d") if moment else ""

    def moment(self, moment: datetime | None) -> str:
        """Return date and time of day, for example 2026-03-18 09:06; empty for None."""
        return f"{self.day(moment)} {self.clock(moment)}" if moment else ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the document; `number` stands before it, `large` heads several of them."""

    text: Text
    number: str = ""
    large: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `label` stands bold before it, `quiet` makes it small and grey."""

    text: Text
    label: Text = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A named fact of the facts grid; `wide` gives it a line of its own."""

    label: Text
    value: Text
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """A grid of named facts, two to a line, ruled by hairlines."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` in millimetres as a share of the page's text width."""

    head: Text
    width: float
    align: Align = "left"
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote, behind a bold label; so it stands once whichever the languages.

    Attributes:
        text: several stand beside each other, `between` them.
    """

    label: Text
    text: Text | tuple[Text, ...]
    between: str = " · "

    def spoken(self, language: DocumentLanguage) -> str:
        """Return what stands behind the label."""
        parts = self.text if isinstance(self.text, tuple) else (self.text,)
        return self.between.join(in_line(part, language) for part in parts)


@dataclass(frozen=True, slots=True)
class Words:
    """A cell of words; `note` stands small below, `quiet` makes it grey, `call` asks to act.

    Attributes:
        said: stands below all, small, each on lines of its own.
    """

    text: Text
    note: Text = ""
    quiet: bool = False
    call: bool = False
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """A cell that shows a signature.

    Attributes:
        ink: the strokes, drawn as vectors; None where the name was typed.
        typed: the name as typed.
        at: when it was signed, as it is printed; Excel writes it beside the word signed.
        note: small, below; for example which version was signed.
    """

    ink: Ink | None = None
    typed: str = ""
    at: str = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell that holds a number: printed with its sign and commas, a number in Excel too.

    Attributes:
        value: None prints a dash.
        places: decimal places; where None as many as it has, at most nine.
        signed: with + before what is greater than nothing.
        note: small, below.
    """

    value: Decimal | None
    places: int | None = None
    signed: bool = False
    note: Text = ""

    def words(self) -> Words:
        """Return the cell as words."""
        return Words(self.text(), note=self.note)

    def text(self) -> str:
        """Return the number as it is printed."""
        if self.value is None:
            return "–"
        exact = rounded(self.value, 9 if self.places is None else self.places)
        value = exact or abs(exact)  # nothing has no sign
        shown = short_figure(value, 9) if self.places is None else figure(value)
        return f"+{shown}" if self.signed and value > 0 else shown


Cell: TypeAlias = Words | Figure | Signed


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, never split between pages.

    Attributes:
        ringed: the signer's own.
        strong: a heading or a sum among the rows: bold on a tint.
    """

    cells: tuple[Cell, ...]
    ringed: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on every page.

    Attributes:
        name: what it lists; the sheet's name in Excel.
        row_height: least height of a row in millimetres; 12 leaves room for a signature.
        dense: smaller type, for tables of many columns.
    """

    name: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    row_height: float = 6.5
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture with its caption; `data` is JPEG or PNG, at most `width` millimetres wide."""

    data: bytes
    caption: Text = ""
    width: float = 84.0


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of `model/chart`: its sentence above, `caption` small below.

    A PDF draws it, as large as its rows need and at most as high as a page; Excel writes its table.
    """

    picture: ChartPicture
    caption: Text = ""


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """A place to sign outside a table: who, in what role, and the signature if there is one."""

    label: Text
    name: str = ""
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class Squares:
    """A matrix code (QR); `modules` row by row, True is dark; `side` in millimetres."""

    modules: tuple[tuple[bool, ...], ...]
    side: float = 40.0
    caption: Text = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Later:
    """Blocks that take long to compute, so that a job makes them when the document is rendered.

    They follow from what `Document.state` holds, and are no part of it.

    Attributes:
        shown: what they follow from, where no other block of the document says it.
    """

    make: "Callable[[], tuple[Block, ...]]"
    shown: str = ""


Block: TypeAlias = (
    Heading | Paragraph | Facts | Table | Photo | Chart | SignatureBox | Squares | PageBreak | Later
)


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A form of a document that is not made of its blocks, such as a file for other programs.

    Attributes:
        make: returns its bytes, equal ones for equal documents; called in a job. It raises
            `UserError` where something is missing.
    """

    form: Form
    make: Callable[[DocumentLanguage], bytes]


@dataclass(frozen=True, slots=True)
class Document:
    """A document, ready to be printed.

    Attributes:
        code: in the registry.
        number: as filed, for example CFP-2026-0417-OM.
        version: of the content; 0 where it has none.
        body: the verification body, in the head of every page.
        clause: for example "RULE:9.5.2", in the foot.
        content_sha256: fingerprint of what is signed; the same for all who sign one version.
        state_sha256: fingerprint of all that is shown.
        state: all that is shown as canonical JSON, the bytes of that fingerprint; kept with an
            issued document, so that a later one can be compared with it.
        journal_sha256: hash over the heads of the journal it was taken from; may be empty.
        options: how it is to be printed.
        files: forms that are made in a way of their own.
    """

    code: str
    title: Text
    number: str
    body: Text
    blocks: tuple[Block, ...]
    clause: str = ""
    version: int = 0
    content_sha256: str = ""
    state_sha256: str = ""
    journal_sha256: str = ""
    state: bytes = b""
    options: Options = field(default_factory=Options)
    files: tuple[OwnFile, ...] = ()

    def whole(self) -> "Document":
        """Return the document with everything computed that was left for later."""
        if not any(isinstance(block, Later) for block in self.blocks):
            return self
        blocks: list[Block] = []
        for block in self.blocks:
            blocks += block.make() if isinstance(block, Later) else (block,)
        return replace(self, blocks=tuple(blocks))


def table_of(chart: Chart) -> Table:
    """Return the table behind a picture: names on the left, figures on the right."""
    source = chart.picture.table()
    figures = len(source.head) - 1
    columns = tuple(
        Column(head, 114 / figures, "right") if at else Column(head, 60)
        for at, head in enumerate(source.head)
    )
    rows = tuple(Row(tuple(Words(cell) for cell in row)) for row in source.rows)
    return Table(chart.picture.title, columns, rows)


def fingerprint(sha256: str) -> str:
    """Return a hash as people compare it: the first 8 hex digits in two groups."""
    return f"{sha256[:4]} {sha256[4:8]}".upper().strip()
