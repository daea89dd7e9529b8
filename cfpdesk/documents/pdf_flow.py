"""Blocks onto pages, from top to bottom; what must stay together moves to the next page whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from cfpdesk.documents.document import (
    Block,
    Chart,
    DocumentLanguage,
    Fact,
    Facts,
    Heading,
    Later,
    PageBreak,
    Paragraph,
    Photo,
    SignatureBox,
    Squares,
    Table,
    in_line,
    spoken,
)
from cfpdesk.documents.pdf_page import (
    HEIGHT,
    MARGIN,
    MM,
    TEXT_WIDTH,
    WIDTH,
    BoxMark,
    LaidPage,
    Mark,
    RuleMark,
    TextMark,
)
from cfpdesk.documents.pdf_sign import signed_marks
from cfpdesk.documents.typeset import Setting, Style, set_line, set_text
from cfpdesk.i18n import Text

TITLE = Style(17, bold=True)
SUBTITLE = Style(9.5, colour="muted")
LARGE = Style(13, bold=True)
HEADING = Style(10.5, bold=True)
BODY = Style(9.5)
BODY_BOLD = Style(9.5, bold=True)
QUIET = Style(8.5, colour="muted")
LABEL = Style(8.5, colour="muted")
SMALL = Style(7.5, colour="muted")
TOP = MARGIN + 11 * MM  # below the head
SIGNATURE_HEIGHT = 20 * MM  # of a place to sign, with the air below
_SIGNED_GAP = 12 * MM  # between two places to sign beside each other
_SIGNED_WIDTH = (TEXT_WIDTH - _SIGNED_GAP) / 2
BOTTOM = HEIGHT - MARGIN - 8 * MM  # above the foot


def placed(setting: Setting, x: float, y: float) -> list[Mark]:
    """Return the lines of a setting from the top-left corner (x, y)."""
    marks: list[Mark] = []
    for line in setting.lines:
        marks.append(TextMark(x, y + line.style.leading / 2, line))
        y += line.style.leading
    return marks


def centred(setting: Setting, left: float, width: float, y: float) -> list[Mark]:
    """Return the lines of a setting, each in the middle of a width."""
    marks: list[Mark] = []
    for line in setting.lines:
        marks.append(TextMark(left + (width - line.width) / 2, y + line.style.leading / 2, line))
        y += line.style.leading
    return marks


@dataclass(slots=True)
class Flow:
    """The pages laid so far, and where the next thing goes.

    Attributes:
        note_height: room kept above the foot of each page for the note on missing characters.
        black_and_white: whether tints must become outlines.
    """

    language: DocumentLanguage
    note_height: float = 0.0
    black_and_white: bool = False
    pages: list[LaidPage] = field(default_factory=lambda: [LaidPage()])
    y: float = TOP

    @property
    def bottom(self) -> float:
        """Return how far down a page may be filled."""
        return BOTTOM - self.note_height

    def new_page(self) -> None:
        """Go on at the top of a new page."""
        self.pages.append(LaidPage())
        self.y = TOP

    def need(self, height: float) -> bool:
        """Make sure so much fits here; returns whether a new page had to be begun for it."""
        if self.y + height <= self.bottom or self.y == TOP:
            return False
        self.new_page()
        return True

    def put(self, marks: list[Mark], *settings: Setting) -> None:
        """Draw marks on the page, and take note of the characters their texts lack."""
        page = self.pages[-1]
        page.marks.extend(marks)
        for setting in settings:
            page.lacking.update(setting.lacking)

    def set_lines(
        self, text: Text, width: float, style: Style, second: Style | None = None, lead: str = ""
    ) -> Setting:
        """Return a text set in lines; in both languages one stands below the other.

        Args:
            text: what to set.
            width: of the lines, in points.
            style: of the first language.
            second: of the other language, where it differs.
            lead: stands before the first language.
        """
        setting = Setting(())
        for at, part in enumerate(spoken(text, self.language)):
            look = second if at and second else style
            words = f"{lead}  {part}" if lead and not at else part
            setting = setting.above(set_text(words, width, look))
        return setting


def lay_title(flow: Flow, title: Text) -> None:
    """Set the document's title in the middle; in both languages English small below Chinese."""
    first, *more = spoken(title, flow.language)
    flow.y += 2 * MM
    for part, style in [(first, TITLE), *((text, SUBTITLE) for text in more)]:
        setting = set_text(part, TEXT_WIDTH, style)
        flow.put(centred(setting, MARGIN, TEXT_WIDTH, flow.y), setting)
        flow.y += setting.height
    flow.y += 4 * MM


def lay_block(flow: Flow, block: Block, following: float = 20 * MM) -> None:
    """Put one block other than a table, a picture or a place to sign at the cursor.

    Args:
        flow: the pages so far.
        block: what to put.
        following: height of what a heading must not be parted from.
    """
    match block:
        case Heading():
            look = LARGE if block.large else HEADING
            setting = flow.set_lines(block.text, TEXT_WIDTH, look, QUIET, block.number)
            flow.need(2 * MM + setting.height + 3 * MM + following)
            flow.y += 2 * MM
            _run(flow, setting)
        case Paragraph():
            _paragraph(flow, block)
        case Facts():
            _facts(flow, block)
        case Squares():
            _squares(flow, block)
        case PageBreak():
            flow.new_page()
            return
        case Table() | Chart() | Photo() | SignatureBox() | Later():
            raise TypeError("tables, pictures and signatures are laid elsewhere, Later by nobody")
    flow.y += 3 * MM


def _run(flow: Flow, setting: Setting) -> None:
    """Put lines one by one, so that a long text goes on over the page's end."""
    for line in setting.lines:
        flow.need(line.style.leading)
        flow.put([TextMark(MARGIN, flow.y + line.style.leading / 2, line)])
        flow.pages[-1].lacking.update(setting.lacking)
        flow.y += line.style.leading


def _paragraph(flow: Flow, block: Paragraph) -> None:
    """Set running text; in both languages English stands below, smaller."""
    style = QUIET if block.quiet else BODY
    labels, texts = spoken(block.label, flow.language), spoken(block.text, flow.language)
    setting = Setting(())
    for at, text in enumerate(texts):
        label = labels[min(at, len(labels) - 1)] if len(texts) > 1 else " ".join(labels)
        look = style if at == 0 else QUIET
        setting = setting.above(set_text(text, TEXT_WIDTH, look, label=label))
    flow.need(min(setting.height, 2 * style.leading))
    _run(flow, setting)


def _facts(flow: Flow, block: Facts) -> None:
    pairs = _pairs(block.facts)
    widths = [
        _label_width(flow, [pair[side] for pair in pairs if len(pair) > side]) for side in (0, 1)
    ]
    room = TEXT_WIDTH - sum(widths)
    left_value = room * 0.56
    second = MARGIN + widths[0] + left_value
    flow.need(BODY.leading + 3.4 * MM)
    flow.put([RuleMark(MARGIN, flow.y, WIDTH - MARGIN, flow.y)])
    for pair in pairs:
        first_value = TEXT_WIDTH - widths[0] if len(pair) == 1 else left_value
        columns = [(MARGIN, widths[0], first_value), (second, widths[1], room - left_value)]
        cells = []
        for (left, label_width, value_width), fact in zip(columns, pair, strict=False):
            label = set_text(in_line(fact.label, flow.language), label_width - 3 * MM, LABEL)
            value = set_text(in_line(fact.value, flow.language), value_width - 2 * MM, BODY)
            cells.append((left, label_width, label, value))
        shift = (BODY.leading - LABEL.leading) / 2
        content = max(max(label.height + shift, value.height) for *_, label, value in cells)
        height = max(content, BODY.leading) + 3.4 * MM
        flow.need(height)
        for left, label_width, label, value in cells:
            top = flow.y + 1.7 * MM
            flow.put(placed(label, left + 1.5 * MM, top + shift), label)
            flow.put(placed(value, left + label_width, top), value)
        flow.y += height
        flow.put([RuleMark(MARGIN, flow.y, WIDTH - MARGIN, flow.y)])
    flow.y += 2 * MM


def _pairs(facts: tuple[Fact, ...]) -> list[list[Fact]]:
    """Return the lines of the grid: two facts each, or one that is wide or left over."""
    lines: list[list[Fact]] = []
    for fact in facts:
        last = lines[-1] if lines else []
        if len(last) == 1 and not last[0].wide and not fact.wide:
            last.append(fact)
        else:
            lines.append([fact])
    return lines


def _label_width(flow: Flow, facts: list[Fact]) -> float:
    labels = [set_line(in_line(fact.label, flow.language), LABEL).width for fact in facts]
    return min(max(labels, default=0.0) + 5 * MM, TEXT_WIDTH * 0.21)


def _squares(flow: Flow, block: Squares) -> None:
    """Draw a matrix code in the middle, on clear ground all around."""
    side = block.side * MM
    module = side / max(len(block.modules), 1)
    left, quiet = MARGIN + (TEXT_WIDTH - side) / 2, 4 * module
    caption = flow.set_lines(block.caption, TEXT_WIDTH, QUIET)
    flow.need(side + 2 * quiet + caption.height)
    flow.y += quiet
    marks: list[Mark] = []
    for row, modules in enumerate(block.modules):
        at = 0
        for dark, group in groupby(
            modules
        ):  # neighbours are one box, so that no hairline parts them
            count = len(list(group))
            if dark:
                x, y = left + at * module, flow.y + row * module
                marks.append(BoxMark(x, y, count * module, module * 1.02, fill="black"))
            at += count
    flow.put(marks)
    flow.y += side + quiet
    flow.put(centred(caption, MARGIN, TEXT_WIDTH, flow.y), caption)
    flow.y += caption.height


def lay_signatures(flow: Flow, boxes: Sequence[SignatureBox]) -> None:
    """Lay places to sign, two in a line; a page's end does not part them."""
    lines = [boxes[at : at + 2] for at in range(0, len(boxes), 2)]
    flow.need(len(lines) * SIGNATURE_HEIGHT)
    for line in lines:
        flow.need(SIGNATURE_HEIGHT)
        for side, box in enumerate(line):
            _signature_box(flow, box, MARGIN + side * (_SIGNED_WIDTH + _SIGNED_GAP))
        flow.y += SIGNATURE_HEIGHT


def _signature_box(flow: Flow, block: SignatureBox, left: float) -> None:
    """Put role and name at the left of a line to sign on, the signature at its right."""
    label = flow.set_lines(block.label, _SIGNED_WIDTH / 2, LABEL)
    name = set_text(block.name, _SIGNED_WIDTH / 2, BODY_BOLD)
    base = flow.y + SIGNATURE_HEIGHT - 4 * MM
    top = base - 1.2 * MM - label.height - name.height
    flow.put(placed(label, left, top), label)
    flow.put(placed(name, left, top + label.height), name)
    if block.signed is not None:
        middle, room = left + _SIGNED_WIDTH / 2, _SIGNED_WIDTH / 2
        height = SIGNATURE_HEIGHT - 5 * MM
        marks, settings = signed_marks(block.signed, flow.language, middle, flow.y, room, height)
        flow.put(marks, *settings)
    flow.put([RuleMark(left, base, left + _SIGNED_WIDTH, base, colour="rule")])
