"""A drawn signature as a small PNG, for what cannot hold vectors (Excel)."""

from io import BytesIO

from PIL import Image, ImageDraw

from cfpdesk.model.ink import Curve, Ink, Point, fitted

OVERSAMPLING = 4
STEPS = 12  # straight pieces for one curve
COLOUR = (20, 27, 46, 255)


def ink_png(ink: Ink, width: int, height: int, *, pen: float = 1.6) -> bytes:
    """Return the signature fitted into `width` × `height` pixels on a clear ground."""
    inner = (width - 2 * pen, height - 2 * pen)
    big = Image.new("RGBA", (width * OVERSAMPLING, height * OVERSAMPLING), (255, 255, 255, 0))
    drawing = ImageDraw.Draw(big)
    for curve in fitted(ink, *inner):
        thick = max(1, round(pen * curve.weight * OVERSAMPLING))
        points = [((p.x + pen) * OVERSAMPLING, (p.y + pen) * OVERSAMPLING) for p in _line(curve)]
        drawing.line(points, fill=COLOUR, width=thick, joint="curve")
        for x, y in (points[0], points[-1]):
            drawing.ellipse(
                (x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=COLOUR
            )
    small = big.resize((width, height), Image.Resampling.LANCZOS)
    stream = BytesIO()
    small.save(stream, "PNG", optimize=False, compress_level=6)
    return stream.getvalue()


def _line(curve: Curve) -> list[Point]:
    points = [curve.start]
    for first, second, end in curve.beziers:
        start = points[-1]
        for step in range(1, STEPS + 1):
            t = step / STEPS
            points.append(
                Point(
                    _bezier(start.x, first.x, second.x, end.x, t),
                    _bezier(start.y, first.y, second.y, end.y, t),
                )
            )
    return points


def _bezier(a: float, b: float, c: float, d: float, t: float) -> float:
    u = 1 - t
    return u**3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t**3 * d
