"""How the results of the simulation spread, with their 2.5th, 50th and 97.5th percentile."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.chart.drawing import (
    Box,
    ChartTable,
    Drawing,
    Polygon,
    Rule,
    Spot,
    Surface,
    Words,
)
from cfpdesk.model.chart.figures import amount, finite, round_step, share_text, ticks
from cfpdesk.model.chart.sketch import Scale, Sketch, apart, fitted, kept_inside, lettered, plate
from cfpdesk.model.quantity import figure, unit_text

_BARS = 150.0
_BINS = 40
_TITLE = msg("Spread of the simulated result")


@dataclass(frozen=True, slots=True)
class Bin:
    """Results from `low` up to `high`, and how many they are."""

    low: Decimal
    high: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """The spread of simulated results.

    Attributes:
        bins: side by side, from the lowest on.
        low, middle, high: the 2.5th, 50th and 97.5th percentile, in the unit.
        below, above: results outside of the bins, so that a long tail does not squeeze the rest.
        claimed: the claim, marked where it is known.

    Raises:
        ValueError: if a value is no number, or the percentiles are not in order.
    """

    bins: tuple[Bin, ...]
    low: Decimal
    middle: Decimal
    high: Decimal
    below: int = 0
    above: int = 0
    claimed: Decimal | None = None
    unit: str = "kg"
    places: int = 0
    title: Text = _TITLE

    def __post_init__(self) -> None:
        finite(self.low, self.middle, self.high, self.claimed)
        finite(*(end for one in self.bins for end in (one.low, one.high)))
        if not self.low <= self.middle <= self.high:
            raise ValueError("the percentiles are not in order")

    @property
    def draws(self) -> int:
        """Return how often was drawn."""
        return self.below + sum(one.count for one in self.bins) + self.above

    def sentence(self) -> Message:
        """Return the interval that holds 95 of 100 results, and where the claim lies."""
        ends = {
            "low": amount(self.low, self.places),
            "middle": amount(self.middle, self.places),
            "high": amount(self.high, self.places),
            "unit": unit_text(self.unit),
        }
        if self.claimed is None:
            return msg("95 % of the results lie from {low} to {high} {unit}, half below {middle}",
                       **ends)  # fmt: skip
        if self.claimed < self.low:
            return msg("95 % of the results lie from {low} to {high} {unit}; the claim is below",
                       low=ends["low"], high=ends["high"], unit=ends["unit"])  # fmt: skip
        if self.claimed > self.high:
            return msg("95 % of the results lie from {low} to {high} {unit}; the claim is above",
                       low=ends["low"], high=ends["high"], unit=ends["unit"])  # fmt: skip
        return msg("95 % of the results lie from {low} to {high} {unit}; the claim is among them",
                   low=ends["low"], high=ends["high"], unit=ends["unit"])  # fmt: skip

    def table(self) -> ChartTable:
        """Return the percentiles, the claim, and every bin with its count."""
        rows: list[tuple[Text, ...]] = [
            (name, amount(value, self.places), "") for name, value in self._marks()
        ]
        if self.claimed is not None:
            rows.append((msg("Claimed"), amount(self.claimed, self.places), ""))
        bins = self.bins
        if bins and self.below:
            rows.append((f"< {amount(bins[0].low, self.places)}", "", figure(self.below)))
        rows += [(self._ends(one), "", figure(one.count)) for one in bins]
        if bins and self.above:
            rows.append((f"> {amount(bins[-1].high, self.places)}", "", figure(self.above)))
        return ChartTable((msg("Result"), unit_text(self.unit), msg("Draws")), tuple(rows))

    def _ends(self, one: Bin) -> str:
        return f"{amount(one.low, self.places)} – {amount(one.high, self.places)}"

    def _marks(self) -> tuple[tuple[str, Decimal], ...]:
        return ("P2.5", self.low), ("P50", self.middle), ("P97.5", self.high)

    def height(self, surface: Surface) -> float:
        """Return the height of labels, bars and axis."""
        return self._top(surface) + _BARS + self._foot(surface)

    def _top(self, surface: Surface) -> float:
        """Return the height of the percentiles' labels: three lines where they stand too close."""
        lines = 1 if self._flat(surface, self._scale(surface)) else 3
        return lines * surface.line(11) + 6

    def _foot(self, surface: Surface) -> float:
        lines = 2 if self.claimed is not None else 1
        return 6 + lines * surface.line(11) + (4 if lines > 1 else 0)

    def _scale(self, surface: Surface) -> Scale:
        values = [self.low, self.high, *(e for one in self.bins for e in (one.low, one.high))]
        low, high = min(values), max(values)
        if low == high:
            low, high = low - 1, high + 1
        if self.claimed is not None:  # reaches out for the claim, but not for any distance
            reach = (high - low) / 3
            low = max(min(low, self.claimed), low - reach)
            high = min(max(high, self.claimed), high + reach)
        return Scale(low, high, 6.0, surface.width - 6)

    def _labels(self, surface: Surface, scale: Scale) -> list[Words]:
        made = []
        for name, value in self._marks():
            text = fitted(surface, f"{name}  {amount(value, self.places)}", surface.width, 11)
            words = lettered(
                surface, scale.at(value), 0, text, 11, bold=name == "P50", anchor="middle"
            )
            made.append(kept_inside(words, 0, surface.width))
        return made

    def _flat(self, surface: Surface, scale: Scale) -> bool:
        one, two, three = self._labels(surface, scale)
        return apart(one, two) and apart(two, three)

    def draw(self, surface: Surface) -> Drawing:
        """Return bars, percentiles, claim and axis."""
        sketch = Sketch(surface)
        scale = self._scale(surface)
        top = self._top(surface)
        bottom = max(top + 20, surface.height - self._foot(surface))
        self._bars(sketch, scale, top, bottom)
        self._percentiles(sketch, scale, bottom)
        self._axis(sketch, scale, bottom)
        if self.claimed is not None:
            self._claim(sketch, scale, bottom, self.claimed)
        return sketch.done(bottom + self._foot(surface))

    def _bars(self, sketch: Sketch, scale: Scale, top: float, bottom: float) -> None:
        most = max((one.count for one in self.bins), default=0) or 1
        unit = unit_text(self.unit)
        for number, one in enumerate(self.bins):
            left, right = scale.at(one.low), scale.at(one.high)
            high = (bottom - top) * one.count / most
            inside = one.high > self.low and one.low < self.high
            if one.count:
                width = right - left - (1.0 if right - left > 4 else 0.0)
                share = 55 if inside else 32
                sketch.put(Box(left, bottom - high, max(width, 0.8), high, "accent", share))
            part = share_text(Decimal(one.count), Decimal(self.draws))
            words = f"{self._ends(one)} {unit}: {figure(one.count)} ({part})"
            sketch.spot(Spot("", words, left, top, right - left, bottom - top, 1, number))

    def _percentiles(self, sketch: Sketch, scale: Scale, bottom: float) -> None:
        surface = sketch.surface
        labels, flat = self._labels(surface, scale), self._flat(surface, scale)
        line = surface.line(11)
        for number, words in enumerate(labels):
            y = line * (0.5 if flat else number + 0.5)
            labels[number] = replace(words, y=y)
        for number, ((name, value), words) in enumerate(zip(self._marks(), labels, strict=True)):
            x, outer = scale.at(value), number != 1
            weight = 1.4 if outer else 2.0
            sketch.put(Rule(x, words.y + line / 2, x, bottom, "text", weight, dashed=outer))
            said = f"{name}: {amount(value, self.places)} {unit_text(self.unit)}"
            room = max(surface.target, words.width)
            left = max(0.0, min(x - room / 2, surface.width - room))
            sketch.spot(Spot(name, said, left, words.y - line / 2, room, line, 0, number))
        for words in labels:
            sketch.put(plate((words,), "base", 0, surface.width), words)

    def _axis(self, sketch: Sketch, scale: Scale, bottom: float) -> None:
        surface = sketch.surface
        sketch.put(Rule(scale.left, bottom, scale.right, bottom, "control"))
        y = bottom + 5 + surface.line(11) / 2
        placed: list[Words] = []
        if self.claimed is not None:  # its tip stands among the figures
            placed.append(lettered(surface, scale.at(self.claimed) - 6, y, "", 11))
            placed[0] = replace(placed[0], width=12.0)
        for value, text in ticks(scale.low, scale.high, max(2, int(surface.width / 80))):
            x = scale.at(value)
            sketch.put(Rule(x, bottom, x, bottom + 4, "control"))
            words = lettered(surface, x, y, text, 11, colour="text2", anchor="middle")
            words = kept_inside(words, 0, surface.width)
            if words.width <= surface.width and all(apart(words, other) for other in placed):
                placed.append(words)
        sketch.put(*(words for words in placed if words.text))

    def _claim(self, sketch: Sketch, scale: Scale, bottom: float, claimed: Decimal) -> None:
        """Put the claim as a tip below the axis; an arrow at the edge where it lies beyond."""
        surface = sketch.surface
        x = scale.at(claimed)
        y = bottom + 7 + surface.line(11) * 1.5
        text = f"{surface.speak(msg('Claimed'))}  {amount(claimed, self.places)}"
        if scale.beyond(claimed):
            text = f"‹ {text}" if claimed < scale.low else f"{text} ›"
        text = fitted(surface, text, surface.width, 11, bold=True)
        foot = bottom + 5 + surface.line(11)
        sketch.put(
            Rule(x, bottom + 9, x, foot, "text", 1.2),
            Polygon(((x - 5, bottom + 10), (x + 5, bottom + 10), (x, bottom + 2)), "text"),
        )
        words = lettered(surface, x, y, text, 11, bold=True, anchor="middle")
        words = kept_inside(words, 0, surface.width)
        sketch.put(words)
        said = f"{text.strip('‹› ')} {unit_text(self.unit)}"
        high = surface.line(11)
        sketch.spot(Spot("claimed", said, words.x, y - high / 2, words.width, high, 2))


def bins_of(values: Sequence[float]) -> tuple[tuple[Bin, ...], int, int]:
    """Return simulated results in bins of a round width, and how many lie below and above them.

    The bins reach over the middle 99 % and some more; the tails beyond are only counted.
    """
    ranked = sorted(values)
    if not ranked:
        return (), 0, 0
    at = len(ranked) // 200
    low, high = Decimal(ranked[at]), Decimal(ranked[-1 - at])
    step = round_step((high - low) / _BINS) if high > low else Decimal(1)
    first, last = int(low // step) - 1, int(high // step) + 2
    edges = [step * number for number in range(first, last + 1)]
    places = [bisect_left(ranked, float(edge)) for edge in edges]
    bins = tuple(
        Bin(low, high, end - start)
        for (low, high), (start, end) in zip(pairwise(edges), pairwise(places), strict=True)
    )
    return bins, places[0], len(ranked) - places[-1]
