"""From the claim to the recalculated value, one step for each difference."""

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.chart.drawing import ChartTable, Drawing, Rule, Surface
from cfpdesk.model.chart.figures import amount, finite, share_text, total
from cfpdesk.model.chart.row_layout import (
    MOST_ROWS,
    Grid,
    Look,
    Place,
    Row,
    arranged,
    natural_height,
    put_bar,
    put_rows,
)
from cfpdesk.model.chart.sketch import Scale, Sketch, zigzag
from cfpdesk.model.quantity import unit_text

_HEADROOM = Decimal("0.25")  # of the steps' span, where the axis does not begin at zero
_BROKEN = Decimal("0.5")  # an axis with less of the values than this begins beyond zero
_TITLE = msg("From the claim to the recalculation")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, claimed − verified: positive is overstated."""

    key: str
    name: Text
    amount: Decimal
    code: str = ""


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Claim, differences from the largest on, recalculated value.

    Attributes:
        claimed: in the unit.
        differences: claimed − verified each; those of nothing are not shown.
        least_share: differences below so many percent of all of them together are taken together,
            over- and understated apart.

    Raises:
        ValueError: if a value is no number.
    """

    claimed: Decimal
    differences: tuple[Difference, ...]
    unit: str = "kg"
    places: int = 0
    least_share: Decimal = Decimal(2)
    title: Text = _TITLE

    def __post_init__(self) -> None:
        finite(self.claimed, self.least_share, *(step.amount for step in self.differences))

    @property
    def difference(self) -> Decimal:
        """Return claimed − recalculated."""
        return total(step.amount for step in self.differences)

    @property
    def recalculated(self) -> Decimal:
        """Return the claim without all differences."""
        return self.claimed - self.difference

    def sentence(self) -> Message:
        """Return from what to what the value goes, and by how much the claim is off."""
        ends = {
            "claimed": amount(self.claimed, self.places),
            "verified": amount(self.recalculated, self.places),
            "unit": unit_text(self.unit),
        }
        gap = self.difference
        if not gap and not self._ranked():
            return msg("The recalculation gives the claim: {verified} {unit}",
                       verified=ends["verified"], unit=ends["unit"])  # fmt: skip
        share = share_text(abs(gap), self.claimed)
        if gap > 0:
            return msg("Claimed {claimed}, recalculated {verified} {unit}: overstated by {share}",
                       **ends, share=share)  # fmt: skip
        if gap < 0:
            return msg("Claimed {claimed}, recalculated {verified} {unit}: understated by {share}",
                       **ends, share=share)  # fmt: skip
        return msg("Claimed and recalculated {verified} {unit}; the differences cancel out",
                   verified=ends["verified"], unit=ends["unit"])  # fmt: skip

    def _ranked(self) -> list[Difference]:
        steps = [step for step in self.differences if step.amount]
        return sorted(steps, key=lambda step: -abs(step.amount))

    def table(self) -> ChartTable:
        """Return claim, every difference by itself, and the recalculated value."""
        rows: list[tuple[Text, ...]] = [
            (
                msg("Claimed"),
                amount(self.claimed, self.places),
                share_text(self.claimed, self.claimed),
            )
        ]
        for step in self._ranked():
            value = amount(step.amount, self.places, signed=True)
            named = msg("{code} {name}", code=step.code, name=step.name)
            share = share_text(step.amount, self.claimed, signed=True)
            rows.append((named if step.code else step.name, value, share))
        for name, gap in ((msg("Difference (claimed − verified)"), self.difference),):
            value = amount(gap, self.places, signed=True)
            rows.append((name, value, share_text(gap, self.claimed, signed=True)))
        last = amount(self.recalculated, self.places)
        rows.append((msg("Recalculated"), last, share_text(self.recalculated, self.claimed)))
        head = (msg("Step"), unit_text(self.unit), msg("% of the claim"))
        return ChartTable(head, tuple(rows))

    def height(self, surface: Surface) -> float:
        """Return the height of all rows."""
        rows = self._rows(surface, self._single())
        return natural_height(surface, self._heads(surface), rows)

    def _heads(self, surface: Surface) -> tuple[str, ...]:
        return "", unit_text(self.unit), surface.speak(msg("% of the claim"))

    def _single(self) -> int:
        """Return how many of the largest differences stand by themselves."""
        ranked = self._ranked()
        least = total(abs(step.amount) for step in ranked) * self.least_share / 100
        return min(sum(abs(step.amount) >= least for step in ranked), MOST_ROWS)

    def _steps(self, most: int) -> list[Difference]:
        """Return the differences to show; small ones together, but never over against under."""
        ranked = self._ranked()
        rest = ranked[most:]
        shown = ranked[:most]
        for side in (1, -1):
            small = [step for step in rest if step.amount * side > 0]
            if len(small) == 1:
                shown.append(small[0])
            elif small:
                name = msg("{n} other {n:difference|differences}", n=len(small))
                shown.append(Difference("", name, total(step.amount for step in small)))
        return shown

    def _rows(self, surface: Surface, most: int) -> list[Row]:
        rows = [self._end(surface, "claimed", msg("Claimed"), self.claimed)]
        at = self.claimed
        for step in self._steps(most):
            after = at - step.amount
            way = msg("overstated") if step.amount > 0 else msg("understated")
            value = amount(step.amount, self.places, signed=True)
            share = share_text(step.amount, self.claimed, signed=True)
            name, side = surface.speak(step.name), surface.speak(way)
            words = f"{step.code} {name}: {side} {value} {unit_text(self.unit)}, {share}".strip()
            look: Look = "middle" if step.amount > 0 else "hatched"
            figures = (side, value, share)
            rows.append(Row(step.key, name, figures, words, at, after, look, step.code))
            at = after
        rows.append(self._end(surface, "recalculated", msg("Recalculated"), at))
        return rows

    def _end(self, surface: Surface, key: str, name: Text, value: Decimal) -> Row:
        shown, share = amount(value, self.places), share_text(value, self.claimed)
        spoken = surface.speak(name)
        words = f"{spoken}: {shown} {unit_text(self.unit)}"
        look: Look = "pale" if key == "claimed" else "strong"
        figures = ("", shown, share)
        return Row(key, spoken, figures, words, Decimal(0), value, look, heading=True)

    def draw(self, surface: Surface) -> Drawing:
        """Return the steps; an axis that does not begin at zero breaks the two whole bars."""
        sketch = Sketch(surface)
        grid, places = arranged(
            surface, self._heads(surface), self._single(), lambda most: self._rows(surface, most)
        )
        put_rows(sketch, grid, places)
        scale = self._scale(grid, [place.row for place in places])
        zero = scale.low <= 0 <= scale.high
        for place in places:
            row = place.row
            if row.heading and not zero:
                base = scale.low if scale.low > 0 else scale.high
                row = replace(row, start=base)
            put_bar(sketch, scale, replace(place, row=row))
            if row.heading and not zero and row.look != "none":
                inward = 14 if scale.low > 0 else -14
                x = scale.at(row.start) + inward
                foot = place.bar_top + place.bar_height
                sketch.put(*zigzag(x, place.bar_top, foot, "raised", "text2"))
        if not grid.narrow:  # the lines would go through the names
            _connect(sketch, scale, places)
        if zero and scale.low < 0 and not grid.narrow:
            x = scale.at(Decimal(0))
            sketch.put(Rule(x, grid.top, x, places[-1].bottom, "control"))
        return sketch.done(places[-1].bottom if places else 0.0)

    def _scale(self, grid: Grid, rows: list[Row]) -> Scale:
        """Return an axis of the steps; from zero where they are not small against the claim."""
        values = [row.end for row in rows if row.look != "none"]
        low, high = min(values, default=Decimal(0)), max(values, default=Decimal(1))
        span = high - low
        size = max(abs(low), abs(high))
        if low <= 0 <= high or span >= size * _BROKEN or not span:
            low, high = min(low, Decimal(0)), max(high, Decimal(0))
            return Scale(low, high if high > low else low + 1, grid.left, grid.right)
        # The two whole bars begin at the edge; a third of the room is theirs.
        room = span * (_HEADROOM + Decimal("0.2"))
        if low > 0:
            return Scale(low - room, high + span * Decimal("0.02"), grid.left, grid.right)
        return Scale(low - span * Decimal("0.02"), high + room, grid.left, grid.right)


def _connect(sketch: Sketch, scale: Scale, places: list[Place]) -> None:
    """Put the thin lines that lead from where a step ends to where the next begins."""
    for place, following in pairwise(places):
        if "none" not in (place.row.look, following.row.look):
            x = scale.at(place.row.end)
            top = place.bar_top + place.bar_height
            sketch.put(Rule(x, top, x, following.bar_top, "control"))
