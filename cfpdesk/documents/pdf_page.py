"""A page before it is drawn: marks at places, y downwards from the top edge, in points.

Pages are laid out first and drawn when their number is known, so that "page 1 of 4" needs no
second pass. Colours are names; the palette says what they are in colour and in black and white.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import TypeAlias

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cfpdesk.documents.typeset import Line
from cfpdesk.model.ink import Curve, Point

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 18 * MM
TEXT_WIDTH = WIDTH - 2 * MARGIN
BASELINE = 0.36  # how far below the middle of a line its baseline lies, in font sizes


@dataclass(frozen=True, slots=True)
class Palette:
    """What the names of colours mean, and how thick lines are (a factor)."""

    colours: dict[str, str]
    weight: float = 1.0


# The values of the window's light theme, and what only paper has; charts name them as tokens.
IN_COLOUR = Palette({
    "text": "141B1C", "text2": "45504F", "muted": "5F6A69", "line": "CDD2CE", "hair": "E3E6E3",
    "control": "858E8B", "base": "FFFFFF", "raised": "FAFAF8", "accent": "0B5F79",
    "on_accent": "FFFFFF", "ok_t": "E4F2E9", "bad": "AE2318", "bad_t": "FBE9E6", "warn": "855300",
    "soft": "45504F", "rule": "45504F", "shade": "F0F2F0", "black": "000000", "ink": "141B2E",
    "ghost": "EEF0EE",
})  # fmt: skip
IN_BLACK = Palette(
    dict.fromkeys(IN_COLOUR.colours, "000000")
    | dict.fromkeys(("base", "raised", "on_accent", "ok_t", "bad_t", "shade"), "FFFFFF")
    | {"hair": "A6A6A6", "ghost": "E6E6E6"},
    weight=1.5,
)


@dataclass(frozen=True, slots=True)
class TextMark:
    """A line of text; `x` its left end, `y` the middle of the line."""

    x: float
    y: float
    line: Line


@dataclass(frozen=True, slots=True)
class RuleMark:
    """A straight line; `share` is how many percent of its colour lie over white."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = "line"
    weight: float = 0.5
    dashed: bool = False
    share: int = 100


@dataclass(frozen=True, slots=True)
class BoxMark:
    """A rectangle, filled or only outlined, its corners rounded by `radius`.

    `share` is how many percent of the fill lie over white.
    """

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    line: str = ""
    weight: float = 0.5
    radius: float = 0.0
    dashed: bool = False
    share: int = 100


@dataclass(frozen=True, slots=True)
class PolygonMark:
    """A closed shape, filled."""

    points: tuple[tuple[float, float], ...]
    fill: str


@dataclass(frozen=True, slots=True)
class InkMark:
    """A drawn signature; curves in points from (x, y), y downwards; `pen` in points."""

    x: float
    y: float
    curves: tuple[Curve, ...]
    pen: float = 0.85


@dataclass(frozen=True, slots=True)
class PictureMark:
    """A picture, its proportions kept by whoever placed it."""

    x: float
    y: float
    width: float
    height: float
    data: bytes


@dataclass(frozen=True, slots=True)
class GhostMark:
    """A large pale word across the page, such as DRAFT."""

    line: Line


Mark: TypeAlias = TextMark | RuleMark | BoxMark | PolygonMark | InkMark | PictureMark | GhostMark


@dataclass(slots=True)
class LaidPage:
    """One page: its marks in the order they are drawn, and characters on it that no font has.

    Attributes:
        over: marks that are drawn last, above everything.
    """

    marks: list[Mark] = field(default_factory=list)
    over: list[Mark] = field(default_factory=list)
    lacking: set[str] = field(default_factory=set)


def draw(canvas: Canvas, marks: Iterable[Mark], palette: Palette) -> None:
    """Draw marks onto the canvas's page."""
    for mark in marks:
        match mark:
            case TextMark():
                _draw_text(canvas, mark, palette)
            case RuleMark():
                canvas.setStrokeColor(_colour(palette, mark.colour, mark.share))
                canvas.setLineWidth(mark.weight * palette.weight)
                with _dashes(canvas, on=mark.dashed):
                    canvas.line(mark.x1, HEIGHT - mark.y1, mark.x2, HEIGHT - mark.y2)
            case BoxMark():
                with _dashes(canvas, on=mark.dashed):
                    _draw_box(canvas, mark, palette)
            case PolygonMark():
                _draw_polygon(canvas, mark, palette)
            case InkMark():
                _draw_ink(canvas, mark, palette)
            case PictureMark():
                canvas.drawImage(
                    ImageReader(BytesIO(mark.data)),
                    mark.x,
                    HEIGHT - mark.y - mark.height,
                    mark.width,
                    mark.height,
                )
            case GhostMark():
                _draw_ghost(canvas, mark, palette)


def _colour(palette: Palette, name: str, share: int = 100) -> Color:
    """Return a colour by its name, so many percent of it over white."""
    full = HexColor(f"#{palette.colours[name]}")
    white = 1 - share / 100
    parts = (part * share / 100 + white for part in (full.red, full.green, full.blue))
    return full if share == 100 else Color(*parts)


@contextmanager
def _dashes(canvas: Canvas, *, on: bool) -> Iterator[None]:
    """Draw lines dashed, and solid ones again afterwards."""
    if on:
        canvas.setDash(2, 2)
    yield
    if on:
        canvas.setDash()


def _draw_polygon(canvas: Canvas, mark: PolygonMark, palette: Palette) -> None:
    canvas.setFillColor(_colour(palette, mark.fill))
    path = canvas.beginPath()
    (x, y), *others = mark.points
    path.moveTo(x, HEIGHT - y)
    for x, y in others:
        path.lineTo(x, HEIGHT - y)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _draw_text(canvas: Canvas, mark: TextMark, palette: Palette) -> None:
    style = mark.line.style
    text = canvas.beginText(mark.x, HEIGHT - mark.y - BASELINE * style.size)
    text.setFillColor(_colour(palette, style.colour))
    for font, piece in mark.line.pieces:
        text.setFont(font, style.size)
        text.textOut(piece)
    canvas.drawText(text)


def _draw_box(canvas: Canvas, mark: BoxMark, palette: Palette) -> None:
    if mark.fill:
        canvas.setFillColor(_colour(palette, mark.fill, mark.share))
    if mark.line:
        canvas.setStrokeColor(_colour(palette, mark.line))
        canvas.setLineWidth(mark.weight * palette.weight)
    bottom = HEIGHT - mark.y - mark.height
    if mark.radius:
        canvas.roundRect(
            mark.x, bottom, mark.width, mark.height, mark.radius,
            stroke=int(bool(mark.line)), fill=int(bool(mark.fill)),
        )  # fmt: skip
    else:
        canvas.rect(
            mark.x, bottom, mark.width, mark.height,
            stroke=int(bool(mark.line)), fill=int(bool(mark.fill)),
        )  # fmt: skip


def _draw_ink(canvas: Canvas, mark: InkMark, palette: Palette) -> None:
    def place(point: Point) -> tuple[float, float]:
        return mark.x + point.x, HEIGHT - mark.y - point.y

    canvas.saveState()
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.setStrokeColor(_colour(palette, "ink"))
    for curve in mark.curves:
        canvas.setLineWidth(mark.pen * curve.weight * (1.15 if palette is IN_BLACK else 1.0))
        path = canvas.beginPath()
        path.moveTo(*place(curve.start))
        for first, second, end in curve.beziers:
            path.curveTo(*place(first), *place(second), *place(end))
        canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def _draw_ghost(canvas: Canvas, mark: GhostMark, palette: Palette) -> None:
    style = mark.line.style
    canvas.saveState()
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(52)
    text = canvas.beginText(-mark.line.width / 2, -BASELINE * style.size)
    text.setFillColor(_colour(palette, style.colour))
    for font, piece in mark.line.pieces:
        text.setFont(font, style.size)
        text.textOut(piece)
    canvas.drawText(text)
    canvas.restoreState()
