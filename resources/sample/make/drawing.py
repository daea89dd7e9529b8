"""What all the sample's photographs are drawn with: light, noise, lettering, displays, paper."""

import math
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from resources.sample.make.fonts import face
from resources.sample.make.mill import dice

SIZE = (1600, 1200)
Colour = tuple[int, int, int]
Spot = tuple[float, float]

_SEGMENTS = {
    "0": "abcdef",
    "1": "bc",
    "2": "abged",
    "3": "abgcd",
    "4": "fgbc",
    "5": "afgcd",
    "6": "afgedc",
    "7": "abc",
    "8": "abcdefg",
    "9": "abcdfg",
}


def slope(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    """Return an area whose colour goes from top to bottom."""
    strip = Image.new("RGB", (1, 256))
    for y in range(256):
        part = y / 255
        strip.putpixel(
            (0, y),
            (
                round(top[0] + (bottom[0] - top[0]) * part),
                round(top[1] + (bottom[1] - top[1]) * part),
                round(top[2] + (bottom[2] - top[2]) * part),
            ),
        )
    return strip.resize(size, Image.Resampling.BICUBIC)


def grain(image: Image.Image, name: str, strength: float = 0.05, blur: float = 0.8) -> Image.Image:
    """Lay the noise of a sensor over a picture; the same name gives the same noise."""
    width, height = image.size
    noise = Image.frombytes("L", (width, height), dice(f"grain {name}").randbytes(width * height))
    noise = noise.filter(ImageFilter.GaussianBlur(blur))
    return Image.blend(image, ImageChops.overlay(image, noise.convert("RGB")), strength * 4)


def vignette(image: Image.Image, strength: float = 0.45) -> Image.Image:
    """Darken the corners, as a lens does."""
    small = Image.radial_gradient("L").resize(image.size, Image.Resampling.BICUBIC)
    mask = small.point(lambda v: min(255, int(max(0, v - 90) * strength * 1.4)))
    return Image.composite(Image.new("RGB", image.size, (8, 10, 14)), image, mask)


def as_photo(image: Image.Image, name: str, light: float = 0.45) -> Image.Image:
    """Return the drawing as a camera would have seen it."""
    soft = image.filter(ImageFilter.GaussianBlur(0.9))
    return vignette(grain(soft, name), light)


def shadow(image: Image.Image, box: Sequence[float], blur: float = 22, dark: int = 110) -> None:
    """Darken an area softly, as the shadow of what is put there next."""
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle(tuple(box), 24, fill=dark)
    mask = mask.filter(ImageFilter.GaussianBlur(blur))
    image.paste((0, 0, 0), (0, 0), mask)


def letters(
    draw: ImageDraw.ImageDraw,
    at: Spot,
    text: str,
    size: int,
    colour: Colour = (30, 30, 30),
    *,
    weight: int = 400,
    anchor: str = "lm",
) -> None:
    """Write a line of text."""
    draw.text(at, text, font=face(size, weight), fill=colour, anchor=anchor)


def digits(
    draw: ImageDraw.ImageDraw,
    at: Spot,
    text: str,
    height: float,
    colour: Colour,
    off: Colour | None = None,
) -> float:
    """Write figures of seven segments; return where they end."""
    x, y = at
    width, thick, lean = height * 0.54, height * 0.11, height * 0.06
    for sign in text:
        if sign == ".":
            r = thick * 0.65
            cx = x - width * 0.14
            draw.ellipse((cx - r, y + height - 2 * r, cx + r, y + height), fill=colour)
            continue
        lit = "g" if sign == "-" else _SEGMENTS.get(sign, "")
        for name in "abcdefg":
            fill = colour if name in lit else off
            if fill is not None:
                draw.polygon(_segment(name, x, y, width, height, thick, lean), fill=fill)
        x += width * 1.36
    return x


def _segment(
    name: str, x: float, y: float, w: float, h: float, t: float, lean: float
) -> list[Spot]:
    half = h / 2
    level = {"a": 0.0, "g": half - t / 2, "d": h - t}
    if name in level:
        top = y + level[name]
        left, right = x + t * 0.7, x + w - t * 0.7
        points = [
            (left, top + t / 2),
            (left + t / 2, top),
            (right - t / 2, top),
            (right, top + t / 2),
            (right - t / 2, top + t),
            (left + t / 2, top + t),
        ]
    else:
        left = x if name in "ef" else x + w - t
        start = y + t * 0.6 if name in "bf" else y + half + t * 0.1
        end = start + half - t * 0.7
        points = [
            (left + t / 2, start),
            (left + t, start + t / 2),
            (left + t, end - t / 2),
            (left + t / 2, end),
            (left, end - t / 2),
            (left, start + t / 2),
        ]
    return [(px + lean * (1 - (py - y) / h), py) for px, py in points]


def laid(
    background: Image.Image, sheet: Image.Image, corners: Sequence[Spot], name: str
) -> Image.Image:
    """Put a sheet on a background so that its corners (from top left, clockwise) lie there."""
    width, height = sheet.size
    flat = ((0, 0), (width, 0), (width, height), (0, height))
    coefficients = _perspective(corners, flat)
    seen = sheet.convert("RGBA").transform(
        background.size,
        Image.Transform.PERSPECTIVE,
        coefficients,
        Image.Resampling.BICUBIC,
    )
    found = background.copy()
    mask = seen.getchannel("A").filter(ImageFilter.GaussianBlur(0.8))
    dark = mask.filter(ImageFilter.GaussianBlur(18)).point(lambda v: v * 2 // 5)
    found.paste((0, 0, 0), (10, 16), dark)
    found.paste(seen.convert("RGB"), (0, 0), mask)
    return grain(found, f"laid {name}", 0.02)


def _perspective(target: Sequence[Spot], source: Sequence[Spot]) -> list[float]:
    """Return the eight coefficients that map the target's corners to those of the source."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for column in range(8):  # Gauss with the largest pivot
        best = max(range(column, 8), key=lambda r: abs(rows[r][column]))
        rows[column], rows[best] = rows[best], rows[column]
        pivot = rows[column][column]
        rows[column] = [value / pivot for value in rows[column]]
        for other in range(8):
            if other != column and rows[other][column]:
                factor = rows[other][column]
                rows[other] = [
                    a - factor * b for a, b in zip(rows[other], rows[column], strict=True)
                ]
    return [row[8] for row in rows]


def barcode(draw: ImageDraw.ImageDraw, box: Sequence[float], name: str) -> None:
    """Draw the bars of a bar code."""
    random = dice(f"bars {name}")
    x, top, right, bottom = box
    while x < right:
        bar = random.choice((2, 2, 3, 5))
        draw.rectangle((x, top, min(x + bar, right), bottom), fill=(25, 25, 25))
        x += bar + random.choice((2, 3, 4))


def stamp(text: str, foot: str, size: int = 330) -> Image.Image:
    """Return a round red stamp, with text around a star."""
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    red = (206, 36, 32, 215)
    draw.ellipse((8, 8, size - 8, size - 8), outline=red, width=9)
    middle = size / 2
    star = []
    for n in range(10):
        r = size * (0.15 if n % 2 == 0 else 0.06)
        a = -math.pi / 2 + n * math.pi / 5
        star.append((middle + r * math.cos(a), middle + r * math.sin(a)))
    draw.polygon(star, fill=red)
    span = min(300, 24 * len(text))
    for n, sign in enumerate(text):
        angle = -90 - span / 2 + span * (n + 0.5) / len(text)
        letter = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
        ImageDraw.Draw(letter).text(
            (32, 32), sign, font=face(round(size * 0.105), 500), fill=red, anchor="mm"
        )
        letter = letter.rotate(-angle - 90, Image.Resampling.BICUBIC)
        r = size * 0.375
        x = middle + r * math.cos(math.radians(angle)) - 32
        y = middle + r * math.sin(math.radians(angle)) - 32
        image.alpha_composite(letter, (round(x), round(y)))
    draw.text(
        (middle, size * 0.75), foot, font=face(round(size * 0.085), 500), fill=red, anchor="mm"
    )
    return image
