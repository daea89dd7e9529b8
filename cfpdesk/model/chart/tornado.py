"""What the uncertainty comes from: how far each line moves the result, or its share of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.chart.drawing import ChartTable, Drawing, Rule, Surface
from cfpdesk.model.chart.figures import amount, finite, percent, total
from cfpdesk.model.chart.row_layout import (
    MOST_ROWS,
    Place,
    Row,
    arranged,
    natural_height,
    put_bar,
    put_rows,
    scale_of,
)
from cfpdesk.model.chart.sketch import Scale, Sketch, fitted, kept_inside, lettered
from cfpdesk.model.quantity import unit_text

_SWING_TITLE = msg("What moves the result")
_VARIANCE_TITLE = msg("Where the uncertainty comes from")


@dataclass(frozen=True, slots=True)
class Swing:
    """The result at P2.5 and P97.5 of one line, all others at their best estimate."""

    key: str
    name: Text
    low: Decimal
    high: Decimal
    code: str = ""

    @property
    def width(self) -> Decimal:
        """Return how far it moves the result."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class SwingTornado:
    """Bars from low to high around the best estimate, the widest on top.

    Attributes:
        centre: the result with all lines at their best estimate, in the unit.

    Raises:
        ValueError: if a value is no number.
    """

    centre: Decimal
    swings: tuple[Swing, ...]
    unit: str = "kg"
    places: int = 0
    title: Text = _SWING_TITLE

    def __post_init__(self) -> None:
        finite(self.centre, *(end for s in self.swings for end in (s.low, s.high)))

    def _ranked(self) -> list[Swing]:
        return sorted(self.swings, key=lambda swing: -swing.width)

    def sentence(self) -> Message:
        """Return which line moves the result most."""
        ranked = self._ranked()
        if not ranked:
            return msg("There are no lines yet")
        first = ranked[0]
        return msg(
            "{line} moves the result most: from {low} to {high} {unit}",
            line=first.name, low=amount(first.low, self.places),
            high=amount(first.high, self.places), unit=unit_text(self.unit),
        )  # fmt: skip

    def table(self) -> ChartTable:
        """Return all lines with both ends and the width between them."""
        rows: list[tuple[Text, ...]] = [
            (
                _named(swing.code, swing.name),
                amount(swing.low, self.places),
                amount(swing.high, self.places),
                amount(swing.width, self.places),
            )
            for swing in self._ranked()
        ]
        unit = unit_text(self.unit)
        head = (msg("Line"), f"P2.5, {unit}", f"P97.5, {unit}", msg("Width, {unit}", unit=unit))
        return ChartTable(head, tuple(rows))

    def height(self, surface: Surface) -> float:
        """Return the height of all rows and the line with the best estimate."""
        rows = self._rows(surface, min(len(self.swings), MOST_ROWS))
        return natural_height(surface, self._heads(), rows, _foot(surface))

    def _heads(self) -> tuple[str, ...]:
        return "P2.5", "P97.5"

    def _rows(self, surface: Surface, most: int) -> list[Row]:
        ranked, rows = self._ranked(), []
        for swing in ranked[:most]:
            low, high = amount(swing.low, self.places), amount(swing.high, self.places)
            name = surface.speak(swing.name)
            words = f"{swing.code} {name}: {low} – {high} {unit_text(self.unit)}".strip()
            figures = (low, high)
            rows.append(
                Row(swing.key, name, figures, words, swing.low, swing.high, "strong", swing.code)
            )
        rest = ranked[most:]
        if rest:
            name = surface.speak(msg("{n} other {n:line|lines}, each less", n=len(rest)))
            rows.append(Row("", name, ("", ""), name, self.centre, self.centre, "none"))
        return rows

    def draw(self, surface: Surface) -> Drawing:
        """Return the bars: below the best estimate hatched, above it solid."""
        sketch = Sketch(surface)
        foot = _foot(surface)
        grid, places = arranged(
            surface,
            self._heads(),
            min(len(self.swings), MOST_ROWS),
            lambda most: self._rows(surface, most),
            foot,
        )
        put_rows(sketch, grid, places)
        if not places:
            return sketch.done(0.0)
        ends = [end for p in places for end in (p.row.start, p.row.end) if p.row.look != "none"]
        low, high = min([*ends, self.centre]), max([*ends, self.centre])
        pad = (high - low) * Decimal("0.03") or Decimal(1)
        scale = Scale(low - pad, high + pad, grid.left, grid.right)
        for place in places:
            self._bar(sketch, scale, place)
        x, bottom = scale.at(self.centre), places[-1].bottom
        if grid.narrow:  # a line from top to bottom would go through the names
            for place in places:
                foot_of_bar = place.bar_top + place.bar_height + 3
                sketch.put(Rule(x, place.bar_top - 3, x, foot_of_bar, "text", 1.4))
        else:
            sketch.put(Rule(x, grid.top, x, bottom + 5, "text", 1.4))
        words = msg(
            "Best estimate {value} {unit}",
            value=amount(self.centre, self.places), unit=unit_text(self.unit),
        )  # fmt: skip
        _below(sketch, x, bottom + 6 + surface.line(11) / 2, surface.speak(words))
        return sketch.done(bottom + foot)

    def _bar(self, sketch: Sketch, scale: Scale, place: Place) -> None:
        row = place.row
        low, high = sorted((row.start, row.end))
        if row.look == "none":
            return
        below = replace(row, start=low, end=min(high, self.centre), look="hatched")
        above = replace(row, start=max(low, self.centre), end=high)
        for part in (below, above):
            if part.start < part.end:
                put_bar(sketch, scale, replace(place, row=part))


@dataclass(frozen=True, slots=True)
class VarianceShare:
    """One line's share of the variance of the result, in percent."""

    key: str
    name: Text
    share: Decimal
    code: str = ""


@dataclass(frozen=True, slots=True)
class VarianceTornado:
    """Bars of the shares of variance, the largest on top.

    Raises:
        ValueError: if a share is no number or negative.
    """

    shares: tuple[VarianceShare, ...]
    title: Text = _VARIANCE_TITLE

    def __post_init__(self) -> None:
        finite(*(line.share for line in self.shares))
        if any(line.share < 0 for line in self.shares):
            raise ValueError("a share of the variance is not negative")

    def _count(self) -> int:
        return min(len(self.shares), MOST_ROWS)

    def _ranked(self) -> list[VarianceShare]:
        return sorted(self.shares, key=lambda line: -line.share)

    def sentence(self) -> Message:
        """Return which line carries most of the variance."""
        ranked = self._ranked()
        if not ranked:
            return msg("There are no lines yet")
        share = percent(ranked[0].share, 1)
        return msg("{line} carries {share} of the variance", line=ranked[0].name, share=share)

    def table(self) -> ChartTable:
        """Return all lines with their shares."""
        rows: list[tuple[Text, ...]] = [
            (_named(line.code, line.name), percent(line.share, 1)) for line in self._ranked()
        ]
        return ChartTable((msg("Line"), msg("Share of the variance")), tuple(rows))

    def height(self, surface: Surface) -> float:
        """Return the height of all rows."""
        return natural_height(surface, self._heads(surface), self._rows(surface, self._count()))

    def _heads(self, surface: Surface) -> tuple[str, ...]:
        return (surface.speak(msg("Share of the variance")),)

    def _rows(self, surface: Surface, most: int) -> Sequence[Row]:
        ranked, rows = self._ranked(), []
        for line in ranked[:most]:
            share, name = percent(line.share, 1), surface.speak(line.name)
            words = f"{line.code} {name}: {share}".strip()
            rows.append(Row(line.key, name, (share,), words, end=line.share, note=line.code))
        rest = ranked[most:]
        if rest:
            value = total(line.share for line in rest)
            name, share = (
                surface.speak(msg("{n} other {n:line|lines}", n=len(rest))),
                percent(value, 1),
            )
            rows.append(Row("", name, (share,), f"{name}: {share}", end=value, look="middle"))
        return rows

    def draw(self, surface: Surface) -> Drawing:
        """Return the bars; small shares that do not fit are summed up in the last row."""
        sketch = Sketch(surface)
        grid, places = arranged(
            surface,
            self._heads(surface),
            self._count(),
            lambda most: self._rows(surface, most),
        )
        put_rows(sketch, grid, places)
        scale = scale_of(grid, [place.row for place in places])
        for place in places:
            put_bar(sketch, scale, place)
        return sketch.done(places[-1].bottom if places else 0.0)


def _foot(surface: Surface) -> float:
    return 8 + surface.line(11)


def _named(code: str, name: Text) -> Text:
    return msg("{code} {name}", code=code, name=name) if code else name


def _below(sketch: Sketch, x: float, y: float, text: str) -> None:
    """Put words around a place, kept inside the surface."""
    surface = sketch.surface
    text = fitted(surface, text, surface.width, 11)
    words = lettered(surface, x, y, text, 11, colour="text2", anchor="middle")
    sketch.put(kept_inside(words, 0, surface.width))
