"""Charts onto pages: the geometry of the screen, drawn as vectors with the embedded fonts.

A design pixel is 0.7 points here, which makes type of 13, 12 and 11 pixels 9.1, 8.4 and 7.7 points.
In black and white tints become outlines: strong bars are black, middle ones grey, pale ones hollow.
"""

from collections.abc import Iterator
from functools import lru_cache

from cfpdesk.documents.document import Chart, in_line
from cfpdesk.documents.pdf_flow import BODY_BOLD, QUIET, TOP, Flow, placed
from cfpdesk.documents.pdf_page import (
    MARGIN,
    MM,
    TEXT_WIDTH,
    BoxMark,
    Mark,
    PolygonMark,
    RuleMark,
    TextMark,
)
from cfpdesk.documents.typeset import Setting, Style, set_line
from cfpdesk.i18n import Text
from cfpdesk.model.chart.drawing import Box, Hatch, Polygon, Primitive, Rule, Surface, Words

SCALE = 0.7  # points of a design pixel
_GAP = 2 * MM
_HEADED = 14 * MM  # so that a heading fits above a picture as high as the page
_PALE = 40  # percent; less is drawn hollow in black and white


def lay_chart(flow: Flow, block: Chart) -> None:
    """Put a chart at the cursor: sentence, picture and caption stay together on one page."""
    sentence, caption = _words(flow, block)
    words = sentence.height + caption.height + 2 * _GAP
    drawing = block.picture.draw(_surface(flow, _room(flow, block, words)))
    flow.need(words + drawing.height * SCALE)
    flow.put(placed(sentence, MARGIN, flow.y), sentence)
    flow.y += sentence.height + _GAP
    for part in drawing.parts:
        setting = _setting(part)
        flow.put(list(_marks(part, flow, setting)), setting)
    flow.y += drawing.height * SCALE + _GAP
    flow.put(placed(caption, MARGIN, flow.y), caption)
    flow.y += caption.height + 3 * MM


def chart_height(flow: Flow, block: Chart) -> float:
    """Return how much room a chart takes with its words, in points."""
    sentence, caption = _words(flow, block)
    words = sentence.height + caption.height + 2 * _GAP
    return words + _room(flow, block, words) * SCALE


def _words(flow: Flow, block: Chart) -> tuple[Setting, Setting]:
    return (
        flow.set_lines(block.picture.sentence(), TEXT_WIDTH, BODY_BOLD, QUIET),
        flow.set_lines(block.caption, TEXT_WIDTH, QUIET),
    )


def _room(flow: Flow, block: Chart, words: float) -> float:
    """Return the height of the picture, in design pixels."""
    most = (flow.bottom - TOP - _HEADED - words) / SCALE
    return min(block.picture.height(_surface(flow, most)), most)


def _surface(flow: Flow, height: float) -> Surface:
    def speak(text: Text) -> str:
        return in_line(text, flow.language)

    return Surface(TEXT_WIDTH / SCALE, height, _measured, speak, target=0.0)


@lru_cache(maxsize=4096)
def _measured(text: str, size: int, bold: bool) -> float:
    return set_line(text, Style(float(size), bold)).width


def _setting(part: Primitive) -> Setting:
    if isinstance(part, Words):
        return set_line(part.text, Style(part.size * SCALE, part.bold, part.colour))
    return Setting(())


def _marks(part: Primitive, flow: Flow, setting: Setting) -> Iterator[Mark]:
    """Yield a part of the drawing as marks of the page."""
    x, y = MARGIN, flow.y
    match part:
        case Words():
            yield TextMark(x + part.x * SCALE, y + part.y * SCALE, setting.lines[0])
        case Box():
            yield from _box(part, x, y, black=flow.black_and_white)
        case Rule():
            yield RuleMark(
                x + part.x1 * SCALE, y + part.y1 * SCALE, x + part.x2 * SCALE, y + part.y2 * SCALE,
                part.colour, part.weight * SCALE, part.dashed,
            )  # fmt: skip
        case Hatch():
            for x1, y1, x2, y2 in part.lines():
                yield RuleMark(
                    x + x1 * SCALE, y + y1 * SCALE, x + x2 * SCALE, y + y2 * SCALE,
                    part.colour, part.weight * SCALE, share=part.share,
                )  # fmt: skip
        case Polygon():
            points = tuple((x + px * SCALE, y + py * SCALE) for px, py in part.points)
            yield PolygonMark(points, part.fill)


def _box(box: Box, x: float, y: float, *, black: bool) -> Iterator[Mark]:
    fill, line, weight = box.fill, box.line, box.weight * SCALE
    if black and fill and box.share < 100:
        fill, line, weight = ("base" if box.share < _PALE else fill), "text", 0.5
    yield BoxMark(
        x + box.x * SCALE, y + box.y * SCALE, box.width * SCALE, box.height * SCALE,
        fill, line, weight, box.radius * SCALE, box.dashed, box.share if fill == box.fill else 100,
    )  # fmt: skip
