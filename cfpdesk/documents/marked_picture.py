"""A picture derived from an original and its marks, with what is redacted burnt in.

What a redaction or a crop hides is not in the bytes that come out: the bar is filled before the
picture is encoded, and nothing of the file's metadata is taken over.
"""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from math import ceil, floor

from PIL import Image, ImageDraw, ImageFont

from cfpdesk.documents.fonts import glyphs, printable
from cfpdesk.i18n import msg, text_in
from cfpdesk.model.mark_shape import (
    BAR,
    CASING,
    INK,
    ON_INK,
    PAPER,
    WORDS,
    Measures,
    Shape,
    shapes_of,
    words_box,
)
from cfpdesk.model.photo_mark import PhotoMark, PictureVersion, Point, crop_of, shown_in
from cfpdesk.resource import resource

QUALITY = 86
_OVERSAMPLING = 2
_BLEED = 2  # pixels around a redaction that scaling has mixed with what it hides
_SMALLEST_WORD = 9
_Colour = tuple[int, int, int]
REDACTED = msg("redacted")


def derived_picture(
    picture: bytes, marks: Sequence[PhotoMark], version: PictureVersion, page: int = 0
) -> bytes:
    """Return a JPEG of one page of a piece, upright, without metadata.

    Args:
        picture: the upright picture of the page, as `exchange.preview` decodes it.
        marks: of the piece, on all its pages.
        version: which of them are drawn, and where the picture goes.
        page: counted from 0.
    """
    shown = shown_in(marks, version, page)
    with Image.open(BytesIO(picture)) as opened:
        image = opened.convert("RGB")
    measures = Measures(*image.size)
    shapes = shapes_of(shown, measures)
    for shape in shapes:
        if shape.area is not None:
            _bar(image, shape.area, measures)
    image = _lined(image, shapes, measures)
    for shape in shapes:
        _lettered(image, shape, measures)
    crop = crop_of(shown)
    if crop is not None:
        start, end = measures.at(crop[0]), measures.at(crop[1])
        image = image.crop((ceil(start.x), ceil(start.y), floor(end.x), floor(end.y)))
    stream = BytesIO()
    image.save(stream, "JPEG", quality=QUALITY, subsampling=0)  # red lines stay sharp
    return stream.getvalue()


def _bar(image: Image.Image, area: tuple[float, float, float, float], measures: Measures) -> None:
    left, top, right, bottom = area
    box = (
        max(floor(left) - _BLEED, 0),
        max(floor(top) - _BLEED, 0),
        min(ceil(right) + _BLEED, image.width - 1),
        min(ceil(bottom) + _BLEED, image.height - 1),
    )
    ImageDraw.Draw(image).rectangle(box, fill=BAR)
    words = f"{text_in(REDACTED, 'zh')} {text_in(REDACTED, 'en')}"
    size = min(measures.word * 0.8, (box[3] - box[1]) * 0.7)
    wide = _width(words, size)
    if size >= _SMALLEST_WORD and wide < box[2] - box[0]:
        middle_x, middle_y = (box[0] + box[2] - wide) / 2, (box[1] + box[3]) / 2
        _write(image, words, Point(middle_x, middle_y), size, PAPER)


def _lined(image: Image.Image, shapes: Sequence[Shape], measures: Measures) -> Image.Image:
    """Return the picture with all lines, drawn larger and scaled down so that they are smooth."""
    if not any(shape.lines or shape.badge or shape.words for shape in shapes):
        return image
    scale = _OVERSAMPLING
    layer = Image.new("RGBA", (image.width * scale, image.height * scale), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for shape in shapes:
        ink, casing = INK[shape.mark.colour], CASING[shape.mark.colour]
        for width, colour in ((measures.casing, casing), (measures.pen, ink)):
            for line in shape.lines:
                _line(draw, [(p.x * scale, p.y * scale) for p in line], width * scale, colour)
        if shape.badge is not None:
            at = shape.badge[1]
            _disc(draw, at.x * scale, at.y * scale, measures.badge * scale * 1.15, casing)
            _disc(draw, at.x * scale, at.y * scale, measures.badge * scale, ink)
        if shape.words is not None:
            _sign(draw, shape, measures, scale)
    small = layer.resize(image.size, Image.Resampling.BOX)
    return Image.alpha_composite(image.convert("RGBA"), small).convert("RGB")


def _line(
    draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], width: float, colour: _Colour
) -> None:
    draw.line(points, fill=colour, width=max(round(width), 1), joint="curve")
    for x, y in (points[0], points[-1]):
        _disc(draw, x, y, width / 2, colour)


def _disc(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: _Colour) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _sign(draw: ImageDraw.ImageDraw, shape: Shape, measures: Measures, scale: int) -> None:
    """Draw the ground that words stand on."""
    if shape.words is None:
        return
    words, at = shape.words
    size = measures.word
    border = measures.pen * 0.6
    edge = words_box(at, _width(words, size), measures)
    inner = (edge[0] + border, edge[1] + border, edge[2] - border, edge[3] - border)
    for box, colour in ((edge, WORDS[shape.mark.colour]), (inner, PAPER)):
        draw.rounded_rectangle(tuple(side * scale for side in box), size * 0.3 * scale, fill=colour)


def _lettered(image: Image.Image, shape: Shape, measures: Measures) -> None:
    """Write words and numbers of a mark."""
    if shape.words is not None:
        words, at = shape.words
        size = measures.word
        left, top, _right, _bottom = words_box(at, _width(words, size), measures)
        start = Point(left + size * 0.5, top + size * 0.85)
        _write(image, words, start, size, WORDS[shape.mark.colour])
    if shape.badge is not None:
        number, at = shape.badge
        size = measures.badge * 1.3
        start = Point(at.x - _width(str(number), size) / 2, at.y)
        _write(image, str(number), start, size, ON_INK[shape.mark.colour])


def _write(image: Image.Image, words: str, middle: Point, size: float, colour: _Colour) -> None:
    """Write a line whose left end and middle height are given."""
    draw = ImageDraw.Draw(image)
    x = middle.x
    for glyph in glyphs(printable(words).replace("\n", " "), bold=True):
        face = _face(glyph.font, round(size * 4))
        draw.text((x, middle.y + size * 0.36), glyph.char, colour, font=face, anchor="ls")
        x += glyph.advance * size


def _width(words: str, size: float) -> float:
    return sum(g.advance for g in glyphs(printable(words).replace("\n", " "), bold=True)) * size


@lru_cache(maxsize=64)
def _face(name: str, quarters: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resource("fonts", f"{name}.ttf")), quarters / 4)
