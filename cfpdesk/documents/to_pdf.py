"""A document as PDF: A4, margins of 18 mm, fonts embedded, the same bytes at every run.

Head: body, document number, version. Foot: fingerprints, page n of m, clause. Where characters
stand that no font has, a line above the foot of that page names them.
"""

from dataclasses import replace
from io import BytesIO
from itertools import takewhile
from threading import Lock
from typing import TypeVar

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from cfpdesk.documents.coverage import MissingGlyph, missing_glyphs, missing_note
from cfpdesk.documents.document import (
    Block,
    Chart,
    Document,
    DocumentLanguage,
    Heading,
    PageBreak,
    Photo,
    SignatureBox,
    Table,
    in_line,
    spoken,
)
from cfpdesk.documents.fonts import first_font
from cfpdesk.documents.page_lines import foot_fingerprints, head_numbers
from cfpdesk.documents.pdf_chart import chart_height, lay_chart
from cfpdesk.documents.pdf_flow import (
    BOTTOM,
    SMALL,
    TOP,
    Flow,
    lay_block,
    lay_signatures,
    lay_title,
    placed,
)
from cfpdesk.documents.pdf_page import (
    HEIGHT,
    IN_BLACK,
    IN_COLOUR,
    MARGIN,
    MM,
    TEXT_WIDTH,
    WIDTH,
    GhostMark,
    LaidPage,
    Mark,
    RuleMark,
    draw,
)
from cfpdesk.documents.pdf_photo import lay_photos, photos_start
from cfpdesk.documents.pdf_table import lay_table, table_start
from cfpdesk.documents.typeset import Setting, Style, set_line, set_text
from cfpdesk.i18n import msg
from cfpdesk.model.clause import clause_text

B = TypeVar("B", SignatureBox, Photo)

HEAD_BODY = Style(9.5, bold=True)
HEAD_NUMBER = Style(8.5, colour="soft")
HEAD_HEIGHT = 5.2 * MM
NOTE = Style(8, bold=True)
GHOST = Style(96, bold=True, colour="ghost")

rl_config.useA85 = 0  # pages as plain deflated bytes, not as printable text a quarter longer

# reportlab keeps fonts in one registry per process; two jobs must not write at the same time.
_drawing = Lock()


def to_pdf(document: Document, language: DocumentLanguage) -> bytes:
    """Return the document as PDF bytes; equal documents give equal bytes."""
    with _drawing:
        pages = lay_pages(document, language)
        return _drawn(document, language, pages)


def lay_pages(document: Document, language: DocumentLanguage) -> list[LaidPage]:
    """Return the pages with head, foot and body laid out, ready to be drawn."""
    missing = missing_glyphs(document, language)
    note = _note_setting(missing, language)
    flow = Flow(
        language,
        note_height=note.height + 2 * MM if missing else 0.0,
        black_and_white=document.options.black_and_white,
    )
    lay_title(flow, document.title)
    _lay(flow, document.whole().blocks)
    for number, page in enumerate(flow.pages, start=1):
        here = tuple(glyph for glyph in missing if glyph.char in page.lacking)
        page.marks[:0] = _head(document, language)
        page.marks += _missing(here, language) + _foot(document, language, number, len(flow.pages))
    return flow.pages


def _lay(flow: Flow, blocks: tuple[Block, ...], *, measuring: bool = False) -> None:
    """Lay blocks; what is signed at the end is never on another page than all of its words."""
    last, height = (-1, 0.0) if measuring else _signed_part(flow, blocks)
    for at, (block, following) in enumerate(zip(blocks, (*blocks[1:], None), strict=True)):
        if at == last:
            flow.need(height)
        if isinstance(block, Table):
            lay_table(flow, block)
        elif isinstance(block, Chart):
            lay_chart(flow, block)
        elif isinstance(block, Heading) and following is not None:
            lay_block(flow, block, _start(flow, following, blocks[at + 1 :]))
        elif isinstance(block, SignatureBox):
            if not at or not isinstance(blocks[at - 1], SignatureBox):
                lay_signatures(flow, _run_of(blocks[at:], SignatureBox))
        elif isinstance(block, Photo):
            if not at or not isinstance(blocks[at - 1], Photo):
                lay_photos(flow, _run_of(blocks[at:], Photo))
        elif not (isinstance(block, PageBreak) and flow.y == TOP):
            lay_block(flow, block)


def _run_of(blocks: tuple[Block, ...], kind: type[B]) -> tuple[B, ...]:
    """Return the blocks of a kind that stand at the beginning, one after the other."""
    found = takewhile(lambda block: isinstance(block, kind), blocks)
    return tuple(block for block in found if isinstance(block, kind))


def _signed_part(flow: Flow, blocks: tuple[Block, ...]) -> tuple[int, float]:
    """Return from which block on the end stays together, and its height; -1 where it need not.

    The last part with its heading where that is short, otherwise the last block before the places
    to sign.
    """
    if not blocks or not isinstance(blocks[-1], SignatureBox):
        return -1, 0.0
    headings = [at for at, block in enumerate(blocks) if isinstance(block, Heading)]
    words = [at for at, block in enumerate(blocks) if not isinstance(block, SignatureBox)]
    if words and isinstance(blocks[words[-1]], Photo):  # pictures in a run, no words of their own
        return -1, 0.0
    for at in (*headings[-1:], *words[-1:]):
        height = _height(flow, blocks[at:])
        if height:
            return at, height
    return -1, 0.0


def _height(flow: Flow, blocks: tuple[Block, ...]) -> float:
    """Return the height of blocks, or 0 where they take more than half a page."""
    trial = Flow(flow.language, flow.note_height, flow.black_and_white)
    _lay(trial, blocks, measuring=True)
    height = trial.y - TOP
    return height if len(trial.pages) == 1 and height < (BOTTOM - TOP) / 2 else 0.0


def _start(flow: Flow, block: Block, rest: tuple[Block, ...]) -> float:
    """Return the height of a block's beginning, from which a heading above is not parted."""
    if isinstance(block, Photo):
        return photos_start(flow, _run_of(rest, Photo))
    if isinstance(block, Chart):
        return chart_height(flow, block)
    return table_start(flow, block) if isinstance(block, Table) else 20 * MM


def _drawn(document: Document, language: DocumentLanguage, pages: list[LaidPage]) -> bytes:
    stream = BytesIO()
    # Without a font of our own to begin with, every page names Helvetica, which is not embedded.
    canvas = Canvas(
        stream,
        pagesize=(WIDTH, HEIGHT),
        invariant=1,
        pageCompression=1,
        initialFontName=first_font(),  # type: ignore[arg-type]  # the stub asks for a float
    )
    canvas.setTitle(in_line(document.title, language))
    canvas.setAuthor(in_line(document.body, language))
    canvas.setSubject(document.number)
    canvas.setCreator("cfpdesk")
    canvas.setCatalogEntry("Lang", "en" if language == "en" else "zh-CN")
    canvas.setKeywords(
        f"content-sha256:{document.content_sha256} state-sha256:{document.state_sha256} "
        f"journal-sha256:{document.journal_sha256}"
    )
    palette = IN_BLACK if document.options.black_and_white else IN_COLOUR
    for page in pages:
        draw(canvas, (*page.marks, *page.over), palette)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _head(document: Document, language: DocumentLanguage) -> list[Mark]:
    marks: list[Mark] = []
    if document.options.draft:
        word = in_line(msg("DRAFT"), language)
        marks.append(GhostMark(set_line(word, GHOST).lines[0]))
    y = MARGIN
    numbers = "  ".join(head_numbers(document, language))
    right = _shrunk(numbers, TEXT_WIDTH * 0.6, HEAD_NUMBER)
    room = TEXT_WIDTH - right.width - 4 * MM
    body = _shrunk(in_line(document.body, language), room, HEAD_BODY)
    marks += placed(body, MARGIN, y + (HEAD_HEIGHT - body.height) / 2)
    left = WIDTH - MARGIN - right.width
    marks += placed(right, left, y + (HEAD_HEIGHT - right.height) / 2)
    marks.append(RuleMark(MARGIN, y + 6 * MM, WIDTH - MARGIN, y + 6 * MM, "text", 0.8))
    return marks


def _shrunk(text: str, width: float, style: Style) -> Setting:
    """Return a text of the head, smaller and in more lines where it is very long."""
    setting = set_text(text, width, style)
    while setting.height > HEAD_HEIGHT and setting.lines[0].style.size > 1:
        size = setting.lines[0].style.size - 0.5
        setting = set_text(text, width, replace(style, size=size))
    return setting


def _foot(document: Document, language: DocumentLanguage, page: int, pages: int) -> list[Mark]:
    y = HEIGHT - MARGIN - 3.6 * MM
    number = in_line(msg("Page {n} of {total}", n=page, total=pages), language)
    clause = in_line(clause_text(document.clause), language)
    middle, right = set_line(number, SMALL), set_line(clause, SMALL)
    left = set_line("  ".join(foot_fingerprints(document, language)), SMALL)
    rule = RuleMark(MARGIN, y - 1.6 * MM, WIDTH - MARGIN, y - 1.6 * MM)
    centre = (WIDTH - middle.width) / 2
    if MARGIN + left.width + 3 * MM > centre:  # long fingerprints push the page's number right
        centre = (MARGIN + left.width + WIDTH - MARGIN - right.width - middle.width) / 2
    return [
        rule,
        *placed(left, MARGIN, y),
        *placed(middle, centre, y),
        *placed(right, WIDTH - MARGIN - right.width, y),
    ]


def _missing(glyphs: tuple[MissingGlyph, ...], language: DocumentLanguage) -> list[Mark]:
    if not glyphs:
        return []
    setting = _note_setting(glyphs, language)
    return placed(setting, MARGIN, BOTTOM - setting.height)


def _note_setting(glyphs: tuple[MissingGlyph, ...], language: DocumentLanguage) -> Setting:
    setting = Setting(())
    for part in spoken(missing_note(glyphs), language):
        setting = setting.above(set_text(part, TEXT_WIDTH, NOTE))
    return setting
