"""The small gauge: where the difference of claim and verified value lies between the thresholds."""

from dataclasses import dataclass, replace
from decimal import Decimal

from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.chart.drawing import (
    Box,
    ChartTable,
    Drawing,
    Hatch,
    Polygon,
    Rule,
    Spot,
    Surface,
    Words,
)
from cfpdesk.model.chart.figures import amount, finite, percent, plus_minus, share_of, threshold
from cfpdesk.model.chart.sketch import (
    Scale,
    Sketch,
    apart,
    bar,
    fitted,
    kept_inside,
    lettered,
    zigzag,
)
from cfpdesk.model.quantity import unit_text

_WITHIN = Decimal("0.77")  # of the axis lies between the thresholds
_MOST = Decimal(2)  # thresholds that the axis reaches at most
_EDGE, _TRACK, _TIP = 8.0, 8.0, 5.0
_TITLE = msg("Share of the materiality threshold")


@dataclass(frozen=True, slots=True)
class ThresholdGauge:
    """Claimed − verified on an axis from one threshold to the other; zero is the claim.

    Attributes:
        claimed: the claim, in the unit; not zero.
        materiality_pct: the threshold in percent of the claim, greater than zero.
        verified: what was verified; None while only the claim is known.
        headed: with a line above that says how large the threshold is.
        ends: with the values of the claim at which the thresholds lie.

    Raises:
        ValueError: if claim or threshold allow no axis, or a value is no number.
    """

    claimed: Decimal
    materiality_pct: Decimal
    verified: Decimal | None = None
    unit: str = "kg"
    places: int = 0
    title: Text = _TITLE
    headed: bool = True
    ends: bool = False

    def __post_init__(self) -> None:
        finite(self.claimed, self.materiality_pct, self.verified)
        if not self.claimed or self.materiality_pct <= 0:
            raise ValueError("a threshold needs a claim and a share of it")

    @property
    def difference_pct(self) -> Decimal | None:
        """Return claimed − verified in percent of the claim; positive is overstated."""
        return None if self.verified is None else share_of(self._gap(), self.claimed)

    def _gap(self) -> Decimal:
        return self.claimed - (self.claimed if self.verified is None else self.verified)

    def _threshold(self) -> Decimal:
        return abs(self.claimed) * self.materiality_pct / 100

    def _limits(self) -> tuple[str, str]:
        half = self._threshold()
        low, high = self.claimed - half, self.claimed + half
        return amount(low, self.places), amount(high, self.places)

    def sentence(self) -> Message:
        """Return which way the claim is off, and whether that is material."""
        limit = threshold(self.materiality_pct)
        difference = self.difference_pct
        if difference is None:
            low, high = self._limits()
            return msg(
                "A verified value from {low} to {high} {unit} lies within ±{limit}",
                low=low, high=high, unit=unit_text(self.unit), limit=limit,
            )  # fmt: skip
        if not difference:
            return msg("The claim equals the verified value")
        share = percent(abs(difference))
        within = abs(difference) <= self.materiality_pct
        if difference > 0:
            text = (
                msg("Overstated by {share}, within ±{limit}", share=share, limit=limit)
                if within
                else msg("Overstated by {share}, more than {limit}", share=share, limit=limit)
            )
        else:
            text = (
                msg("Understated by {share}, within ±{limit}", share=share, limit=limit)
                if within
                else msg("Understated by {share}, more than {limit}", share=share, limit=limit)
            )
        return text

    def table(self) -> ChartTable:
        """Return claim, verified value, difference and threshold."""
        unit = unit_text(self.unit)
        rows: list[tuple[Text, ...]] = [(msg("Claimed"), amount(self.claimed, self.places), "")]
        difference = self.difference_pct
        if self.verified is not None and difference is not None:
            gap = amount(self._gap(), self.places, signed=True)
            rows += [
                (msg("Verified value"), amount(self.verified, self.places), ""),
                (msg("Difference (claimed − verified)"), gap, percent(difference, signed=True)),
            ]
        limit = f"±{amount(self._threshold(), self.places)}"
        rows.append((msg("Materiality threshold"), limit, f"±{threshold(self.materiality_pct)}"))
        return ChartTable(("", unit, msg("% of the claim")), tuple(rows))

    def height(self, surface: Surface) -> float:
        """Return the height of head, track and labels."""
        return self._track_top(surface) + _TRACK + 8 + surface.line(11)

    def _track_top(self, surface: Surface) -> float:
        head = sum(surface.line(12) for _ in self._head(surface))
        return head + (16 if head else 13)

    def _head(self, surface: Surface) -> list[tuple[str, str]]:
        """Return the lines above the track: what stands left and right."""
        if not self.headed:
            return []
        difference = self.difference_pct
        title = surface.speak(self.title)
        if difference is not None:
            share = abs(difference) / self.materiality_pct * 100
            title = f"{title}  {percent(share, 0)}"
        value = amount(self._threshold(), self.places)
        limit = threshold(self.materiality_pct)
        size = f"±{limit} = ±{value} {unit_text(self.unit)}"
        room = surface.width - surface.wide(size, 11) - 12
        if surface.wide(title, 12) <= room:
            return [(title, size)]
        return [
            (fitted(surface, title, surface.width), ""),
            (fitted(surface, size, surface.width, 11), ""),
        ]

    def draw(self, surface: Surface) -> Drawing:
        """Return track, thresholds, marker and labels."""
        sketch = Sketch(surface)
        y = 0.0
        for number, (left, right) in enumerate(self._head(surface)):
            middle = y + surface.line(12) / 2
            quiet = number > 0
            sketch.words(
                0, middle, left, size=11 if quiet else 12, colour="muted" if quiet else "text2"
            )
            sketch.words(surface.width, middle, right, size=11, colour="muted", anchor="end")
            y += surface.line(12)
        top = self._track_top(surface)
        scale = self._scale(surface)
        self._track(sketch, scale, top)
        self._marker(sketch, scale, top)
        self._labels(sketch, scale, top + _TRACK + 8 + surface.line(11) / 2)
        height = self.height(surface)
        room = min(max(surface.target, _TRACK + 16), height)
        above = max(0.0, min(top + _TRACK / 2 - room / 2, height - room))
        words = f"{surface.speak(self.title)}: {surface.speak(self.sentence())}"
        sketch.spot(Spot("difference", words, 0, above, surface.width, room, 0))
        return sketch.done(height)

    def _scale(self, surface: Surface) -> Scale:
        difference = abs(self.difference_pct or Decimal(0))
        reach = max(
            self.materiality_pct / _WITHIN,
            min(difference * Decimal("1.1"), self.materiality_pct * _MOST),
        )
        return Scale(-reach, reach, _EDGE, surface.width - _EDGE)

    def _track(self, sketch: Sketch, scale: Scale, top: float) -> None:
        low, high = scale.at(-self.materiality_pct), scale.at(self.materiality_pct)
        whole = scale.right - scale.left
        sketch.put(
            Box(scale.left, top, whole, _TRACK, "bad_t"),
            Hatch(scale.left, top, low - scale.left, _TRACK, "bad", 5.0, 0.8, 45),
            Hatch(high, top, scale.right - high, _TRACK, "bad", 5.0, 0.8, 45),
            Box(low, top, high - low, _TRACK, "ok_t"),
            Box(scale.left, top, whole, _TRACK, line="hair"),
        )
        for x in (low, high):
            sketch.put(Rule(x, top - 4, x, top + _TRACK + 4, "text2", 1.6))

    def _marker(self, sketch: Sketch, scale: Scale, top: float) -> None:
        difference = self.difference_pct
        zero = scale.at(Decimal(0))
        at = zero if difference is None else scale.at(difference)
        if difference:
            colour = "warn" if abs(difference) <= self.materiality_pct else "bad"
            sketch.put(bar(zero, at, top, _TRACK, colour))
            if scale.beyond(difference):
                inward = 9 if difference < 0 else -9
                sketch.put(*zigzag(at + inward, top, top + _TRACK, "base", colour))
        sketch.put(Rule(zero, top - 1, zero, top + _TRACK + 3, "text2"))
        tip = ((at - _TIP, top - 10.0), (at + _TIP, top - 10.0), (at, top - 2.5))
        sketch.put(Polygon(tip, "text"))

    def _labels(self, sketch: Sketch, scale: Scale, y: float) -> None:
        """Put the thresholds below their walls; the claim's values there where they fit."""
        limits = self._limits()
        for with_ends in (True, False) if self.ends else (False,):
            labels = [
                self._label(sketch.surface, scale, y, side, limits, with_ends)
                for side in (-1, 0, 1)
            ]
            flat = [kept_inside(_whole(label), 0, sketch.surface.width) for label in labels]
            if all(apart(flat[n], flat[n + 1], 8) for n in (0, 1)):
                break
        for pair, kept in zip(labels, flat, strict=True):
            x = kept.x
            for words in pair:
                sketch.words(x, y, words.text, size=11, colour=words.colour)
                x += words.width + 7

    def _label(
        self,
        surface: Surface,
        scale: Scale,
        y: float,
        side: int,
        limits: tuple[str, str],
        with_ends: bool,
    ) -> tuple[Words, ...]:
        text = plus_minus(self.materiality_pct, side) if side else "0"
        x = scale.at(side * self.materiality_pct)
        share = lettered(surface, x, y, text, 11, colour="text2", anchor="middle")
        if not side or not with_ends:
            return (share,)
        end = lettered(surface, x, y, limits[0 if side < 0 else 1], 11, colour="muted")
        return (share, end)


def _whole(pair: tuple[Words, ...]) -> Words:
    """Return both words of a label as one, around the place of the first."""
    first = pair[0]
    if len(pair) == 1:
        return first
    width = first.width + 7 + pair[1].width
    middle = first.x + first.width / 2
    return replace(first, x=middle - width / 2, width=width)
