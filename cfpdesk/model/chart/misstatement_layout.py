"""The geometry of the butterfly: bars, walls with their names, and the axis."""

from dataclasses import replace
from decimal import Decimal

from cfpdesk.i18n import msg
from cfpdesk.model.chart.drawing import Box, Drawing, Hatch, Rule, Spot, Surface
from cfpdesk.model.chart.figures import plus_minus
from cfpdesk.model.chart.misstatement_labels import GaugeRow, Look, Plan, Wing, label_of
from cfpdesk.model.chart.sketch import (
    Scale,
    Sketch,
    apart,
    bar,
    fitted,
    hatched,
    kept_inside,
    lettered,
    plate,
    wrapped,
    zigzag,
)

_REACH = Decimal("1.2")  # thresholds the axis reaches at least
_MOST = Decimal(2)  # and at most; what is more is drawn broken
_ROW, _BAR, _END = 36.0, 14.0, 22.0
_OUT = 6.0  # how far walls stand out above and below


def _row_height(surface: Surface) -> float:
    return max(_ROW, surface.line(12) + surface.line(11) + 4, surface.target)


def _head_height(surface: Surface) -> float:
    return surface.line(12) + _OUT + 4


def gauge_height(surface: Surface, rows: int) -> float:
    """Return the height of walls' names, rows and axis."""
    foot = _OUT + 4 + surface.line(11)
    return _head_height(surface) + rows * _row_height(surface) + foot


def draw_gauge(
    surface: Surface,
    rows: tuple[GaugeRow, ...],
    *,
    materiality: Decimal,
    performance: Decimal | None,
    hollow: bool,
) -> Drawing:
    """Return the butterfly; `hollow` while it is not finished. Shares are percent of the claim."""
    sketch = Sketch(surface)
    left = _label_width(surface, rows) + 12
    shares = [abs(w.share) for row in rows for w in row.wings() if w.share is not None]
    widest = max(shares, default=Decimal(0))
    reach = max(materiality * _REACH, min(widest * Decimal("1.12"), materiality * _MOST))
    scale = Scale(-reach, reach, left, surface.width)
    plan = Plan(scale, _head_height(surface), _row_height(surface), len(rows), materiality)
    _ground(sketch, plan, performance)
    for number, row in enumerate(rows):
        _row(sketch, plan, number, row, hollow=hollow)
    _walls(sketch, plan)
    _names(sketch, plan, hollow=hollow)
    _axis(sketch, plan, performance)
    for number, row in enumerate(rows):
        for wing in row.wings():
            y = plan.top + (number + 0.5) * plan.row
            look = "hatched" if hollow else row.look  # a hollow bar is no dark ground
            label = label_of(surface, plan, y, wing, look)
            if label.ground:
                sketch.put(plate(label.words, label.ground, scale.left, scale.right, 6.0))
            sketch.put(*label.words)
    return sketch.done(gauge_height(surface, len(rows)))


def _label_width(surface: Surface, rows: tuple[GaugeRow, ...]) -> float:
    widest = max(surface.wide(row.label, 13, bold=True) for row in rows)
    return min(widest, surface.width * 0.26)


def _ground(sketch: Sketch, plan: Plan, performance: Decimal | None) -> None:
    scale, height = plan.scale, plan.bottom - plan.top
    sketch.put(Box(scale.left, plan.top, scale.right - scale.left, height, "raised"))
    for x1, x2 in ((scale.left, plan.wall(-1)), (plan.wall(1), scale.right)):
        sketch.put(
            Box(x1, plan.top, x2 - x1, height, "bad_t"),
            Hatch(x1, plan.top, x2 - x1, height, "bad", 7.0, 0.9, 40),
        )
    for number in range(1, plan.rows):
        y = plan.top + number * plan.row
        sketch.put(Rule(scale.left, y, scale.right, y, "hair"))
    for side in (-1, 1):
        x = scale.at(side * plan.materiality / 2)
        sketch.put(Rule(x, plan.top, x, plan.bottom, "hair"))
        if performance is not None and performance != plan.materiality:
            x = scale.at(side * performance)
            sketch.put(Rule(x, plan.top, x, plan.bottom, "muted", 1.2, dashed=True))


def _walls(sketch: Sketch, plan: Plan) -> None:
    top, bottom = plan.top - _OUT, plan.bottom + _OUT
    for side in (-1, 1):
        sketch.put(Rule(plan.wall(side), top, plan.wall(side), bottom, "bad", 2.0))
    sketch.put(Rule(plan.zero, top, plan.zero, bottom, "text", 1.6))


def _row(sketch: Sketch, plan: Plan, number: int, row: GaugeRow, *, hollow: bool) -> None:
    """Put a row's name, its bars, and the marks that can be pointed at."""
    surface, top = sketch.surface, plan.top + number * plan.row
    middle = top + plan.row / 2
    room = plan.scale.left - 12
    lines = wrapped(surface, row.label, room, 2, 13, bold=True)
    height = surface.line(12)
    for at, line in enumerate(lines):
        y = middle + (at - (len(lines) - 1) / 2) * height
        sketch.words(0, y, line, size=13, bold=True)
    if not row.wings():
        room = plan.wall(1) - plan.zero - 20
        words = fitted(surface, row.without, room)
        label = lettered(surface, plan.zero + 14, middle, words, colour="muted")
        sketch.put(plate((label,), "raised", plan.zero, plan.scale.right, 6.0), label)
    width = (plan.scale.right - plan.scale.left) / 2
    for column, wing in enumerate(row.wings()):
        if wing.share:
            _bar(sketch, plan, middle, wing, row.look, hollow=hollow)
        key, left = f"{row.key}-{wing.side}", plan.zero - (width if wing.sign < 0 else 0)
        sketch.spot(Spot(key, wing.words, left, top, width, plan.row, number, column))


def _bar(sketch: Sketch, plan: Plan, y: float, wing: Wing, look: Look, *, hollow: bool) -> None:
    share = wing.share or Decimal(0)
    end, zero, top = plan.scale.at(share), plan.zero, y - _BAR / 2
    colour = "text" if look == "ink" else "accent"
    shape = bar(zero, end, top, _BAR, colour)
    if hollow:
        sketch.put(replace(shape, fill="base", line=colour, weight=1.4, dashed=True))
    elif look == "hatched":
        sketch.put(*hatched(zero, end, top, _BAR, colour))
    else:
        sketch.put(shape)
    if plan.scale.beyond(share):
        sketch.put(*zigzag(end + (12 if end < zero else -12), top, top + _BAR, "bad_t", colour))
    elif look == "hatched":
        colour = "bad" if abs(share) > plan.materiality else colour
        sketch.put(Rule(end, y - _END / 2, end, y + _END / 2, colour, 3.0))


def _names(sketch: Sketch, plan: Plan, *, hollow: bool) -> None:
    """Put what the walls and the directions are called, as much of it as there is room for."""
    surface = sketch.surface
    y = surface.line(12) / 2
    tag = surface.speak(msg("unfinished")) if hollow else ""
    tag = fitted(surface, tag, plan.scale.left - 8, 11, bold=True)
    ways = (surface.speak(msg("understated")), surface.speak(msg("overstated")))
    for attempt in range(4):
        walls = []
        for side in (-1, 1):
            text = plus_minus(plan.materiality, side)
            if attempt in (0, 2):
                text = surface.speak(msg("materiality {limit}", limit=text))
            words = lettered(surface, plan.wall(side), y, text, 11, colour="bad", anchor="middle")
            walls.append(kept_inside(words, plan.scale.left - 8 if tag else 0, surface.width))
        names = (f"‹ {ways[0]}", f"{ways[1]} ›") if attempt < 2 else ("‹", "›")
        gap = 16 if attempt < 2 else 10
        middle = (
            lettered(surface, plan.zero - gap, y, names[0], colour="text2", anchor="end"),
            lettered(surface, plan.zero + gap, y, names[1], colour="text2"),
        )
        if apart(walls[0], middle[0]) and apart(middle[1], walls[1]):
            sketch.put(*walls, *middle)
            break
    if tag:
        sketch.words(0, y, tag, size=11, bold=True, colour="warn")


def _axis(sketch: Sketch, plan: Plan, performance: Decimal | None) -> None:
    """Put the figures of the axis; where they are too close, the less important ones are left."""
    surface = sketch.surface
    y = plan.bottom + _OUT + 4 + surface.line(11) / 2
    values = [plan.materiality]
    if performance is not None and performance != plan.materiality:
        values.append(performance)
    values.append(plan.materiality / 2)
    zero = lettered(surface, plan.zero, y, "0 %", 11, colour="text2", anchor="middle")
    placed = [zero]
    for value in values:
        for side in (-1, 1):
            text = plus_minus(value, side)
            x = plan.scale.at(side * value)
            words = lettered(surface, x, y, text, 11, colour="text2", anchor="middle")
            words = kept_inside(words, plan.scale.left, surface.width)
            if all(apart(words, other) for other in placed):
                placed.append(words)
    sketch.put(*placed)
