"""Photographs of papers: an announcement, an invoice, slips, certificates, a procedure's cover."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from resources.sample.make.drawing import (
    SIZE,
    Colour,
    as_photo,
    barcode,
    laid,
    letters,
    slope,
    stamp,
)
from resources.sample.make.fonts import face
from resources.sample.make.mill import dice

INK: Colour = (38, 38, 44)
_PAGE = (1000, 1300)


@dataclass(frozen=True)
class Paper:
    """A sheet to be photographed.

    Attributes:
        rows: cells of a table; the first row is its head.
        marked: number of the row that a highlighter marks.
        written: what somebody wrote on it by hand, in blue.
    """

    title: str
    lead: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    foot: Sequence[str] = ()
    stamp: tuple[str, str] | None = None
    marked: int = -1
    written: str = ""
    colour: Colour = (250, 247, 240)
    tint: Colour = INK
    barcode: str = ""


def photograph(name: str, paper: Paper, desk: str = "wood") -> Image.Image:
    """Return the photograph of a paper on a desk."""
    random = dice(f"paper {name}")
    background = _desk(desk, name)
    sheet = _sheet(paper)
    left, top = 330 + random.randrange(-40, 40), 40 + random.randrange(-15, 20)
    lean = random.randrange(-40, 41)
    corners = (
        (left + lean, top),
        (left + 905 + lean, top + random.randrange(-12, 24)),
        (left + 960, top + 1130),
        (left - 50, top + 1118),
    )
    return as_photo(laid(background, sheet, corners, name), name, 0.38)


def _desk(kind: str, name: str) -> Image.Image:
    random = dice(f"desk {name}")
    if kind == "steel":
        return slope(SIZE, (150, 156, 162), (104, 110, 116))
    if kind == "cloth":
        return slope(SIZE, (60, 84, 92), (38, 56, 64))
    image = slope(SIZE, (148, 108, 70), (104, 72, 46))
    draw = ImageDraw.Draw(image)
    for _ in range(130):
        y = random.randrange(SIZE[1])
        shade = random.randrange(-14, 14)
        draw.line(
            (0, y, SIZE[0], y + random.randrange(-26, 26)),
            fill=(128 + shade, 92 + shade, 58 + shade),
            width=random.choice((1, 1, 2, 4)),
        )
    return image


def _sheet(paper: Paper) -> Image.Image:
    image = Image.new("RGBA", _PAGE, (*paper.colour, 255))
    draw = ImageDraw.Draw(image)
    width = _PAGE[0]
    size = min(46, 800 // len(paper.title))
    letters(draw, (width / 2, 105), paper.title, size, paper.tint, weight=700, anchor="mm")
    draw.line((90, 152, width - 90, 152), fill=paper.tint, width=3)
    y = 205.0
    for text in paper.lead:
        letters(draw, (92, y), text, 27, INK)
        y += 48
    y = _table(draw, paper, y + 10) if paper.rows else y
    for text in paper.foot:
        y += 50
        letters(draw, (92, y), text, 26, INK)
    if paper.written:
        letters(draw, (150, y + 95), paper.written, 40, (32, 58, 150), weight=300)
    if paper.barcode:
        barcode(draw, (92, 1170, 420, 1240), paper.barcode)
    if paper.stamp:
        mark = stamp(*paper.stamp).rotate(-9, Image.Resampling.BICUBIC)
        image.alpha_composite(mark, (600, round(min(930, max(760, y - 60)))))
    return image


def _table(draw: ImageDraw.ImageDraw, paper: Paper, top: float) -> float:
    left, right = 88, _PAGE[0] - 88
    columns = len(paper.rows[0])
    step, high = (right - left) / columns, 62
    for n, cells in enumerate(paper.rows):
        y = top + n * high
        if n == 0:
            draw.rectangle((left, y, right, y + high), fill=(228, 226, 218))
        if n == paper.marked:
            draw.rectangle((left + 4, y + 9, right - 4, y + high - 9), fill=(255, 236, 92))
        for c, text in enumerate(cells):
            fitting = (step - 22) / max(1, face(26).getlength(text))
            size = int(26 * min(1, fitting))
            letters(
                draw,
                (left + step * c + 12, y + high / 2),
                text,
                size,
                INK,
                weight=600 if n == 0 else 400,
            )
        draw.line((left, y, right, y), fill=(120, 116, 108), width=2)
    bottom = top + len(paper.rows) * high
    draw.line((left, bottom, right, bottom), fill=(120, 116, 108), width=2)
    for c in range(columns + 1):
        x = left + step * c
        draw.line((x, top, x, bottom), fill=(150, 146, 138), width=2)
    return bottom


def certificate(name: str, rows: Sequence[tuple[str, str]], late: int = -1) -> Image.Image:
    """Return the photograph of a calibration label on a machine's side."""
    wall = slope(SIZE, (118, 136, 150), (86, 102, 116))
    draw = ImageDraw.Draw(wall)
    for x in (180, 1420):
        for y in (150, 1050):
            draw.ellipse((x - 22, y - 22, x + 22, y + 22), fill=(70, 80, 90))
            draw.line((x - 13, y - 9, x + 13, y + 9), fill=(140, 150, 160), width=5)
    label = Image.new("RGBA", (1000, 680), (244, 246, 242, 255))
    paint = ImageDraw.Draw(label)
    paint.rectangle((0, 0, 1000, 138), fill=(18, 126, 74))
    letters(paint, (500, 70), "检 定 合 格 证", 70, (255, 255, 255), weight=700, anchor="mm")
    for n, (field, value) in enumerate(rows):
        y = 205 + n * 84
        colour: Colour = (190, 34, 30) if n == late else INK
        letters(paint, (60, y), field, 40, INK)
        letters(paint, (340, y), value, 42, colour, weight=600 if n == late else 400)
        paint.line((330, y + 34, 940, y + 34), fill=(160, 166, 160), width=2)
    corners = ((330, 265), (1275, 235), (1292, 905), (318, 925))
    return as_photo(laid(wall, label, corners, name), name)
