"""The butterfly: known, projected and possible misstatement, under- and overstated never netted.

Two wings on one axis in percent of the claim, with materiality as walls on both sides. Amounts
are claimed − verified: understated is negative and lies left, overstated is positive and lies
right.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.chart.drawing import ChartTable, Drawing, Surface
from cfpdesk.model.chart.figures import amount, finite, percent, plus_minus, share_of, threshold
from cfpdesk.model.chart.misstatement_labels import GaugeRow, Look, Wing
from cfpdesk.model.chart.misstatement_layout import draw_gauge, gauge_height
from cfpdesk.model.quantity import unit_text

_TITLE = msg("Misstatement against materiality")


@dataclass(frozen=True, slots=True)
class Sides:
    """One kind of misstatement in both directions; None where that direction was not tested.

    Raises:
        ValueError: if the understated side is positive, the overstated one negative, or a value
            is no number.
    """

    under: Decimal | None
    over: Decimal | None

    def __post_init__(self) -> None:
        finite(self.under, self.over)
        if (self.under or 0) > 0 or (self.over or 0) < 0:
            raise ValueError("understated is negative, overstated is positive")


@dataclass(frozen=True, slots=True)
class MisstatementGauge:
    """What is known, projected and at most to be expected, against materiality.

    Attributes:
        claimed: the whole claim, in the unit; percent are of its size. Not zero.
        materiality_pct: the threshold in percent of the claim, greater than zero.
        known: found in the items looked at.
        projected: onto the population; None where nothing is projected (judgement).
        limit: upper limits of misstatement; None where none can be given.
        confidence_pct: of the limits.
        performance_pct: performance materiality in percent of the claim.
        unchecked: drawn items that are not checked yet; while there are any, bars are hollow.

    Raises:
        ValueError: if claim or threshold allow no axis, or a value is no number.
    """

    claimed: Decimal
    materiality_pct: Decimal
    known: Sides
    projected: Sides | None = None
    limit: Sides | None = None
    confidence_pct: Decimal | None = None
    performance_pct: Decimal | None = None
    unchecked: int = 0
    unit: str = "kg"
    places: int = 0
    title: Text = _TITLE

    def __post_init__(self) -> None:
        finite(self.claimed, self.materiality_pct, self.confidence_pct, self.performance_pct)
        if not self.claimed or self.materiality_pct <= 0:
            raise ValueError("a threshold needs a claim and a share of it")

    def sentence(self) -> Message:
        """Return what the limits say of materiality, or why they say nothing yet."""
        if self.unchecked:
            return msg("{n} {n:item is|items are} not checked yet: no conclusion", n=self.unchecked)
        if self.limit is None:
            return self._without_limit()
        wall = threshold(self.materiality_pct)
        over, under = self.limit.over, self.limit.under
        beyond_over, beyond_under = self._beyond(over), self._beyond(under)
        if beyond_over and beyond_under:
            return msg("Both upper limits are beyond materiality ±{limit}", limit=wall)
        if over is not None and beyond_over:
            return msg(
                "The limit of overstatement, {share}, is beyond materiality {limit}",
                share=self._percent(over), limit=plus_minus(self.materiality_pct, 1),
            )  # fmt: skip
        if under is not None and beyond_under:
            return msg(
                "The limit of understatement, {share}, is beyond materiality {limit}",
                share=self._percent(under), limit=plus_minus(self.materiality_pct, -1),
            )  # fmt: skip
        if over is None and under is None:
            return msg("Neither direction was tested: no conclusion")
        if under is None:
            return msg("Overstatement within +{limit}; understatement was not tested", limit=wall)
        if over is None:
            return msg("Understatement within −{limit}; overstatement was not tested", limit=wall)
        return msg("Both upper limits lie within materiality ±{limit}", limit=wall)

    def _without_limit(self) -> Message:
        wall = threshold(self.materiality_pct)
        if self._beyond(self.known.over) or self._beyond(self.known.under):
            return msg("What was found alone is beyond materiality ±{limit}", limit=wall)
        return msg("Only what was found: nothing is projected onto the population")

    def _beyond(self, value: Decimal | None) -> bool:
        share = None if value is None else share_of(value, self.claimed)
        return share is not None and abs(share) > self.materiality_pct

    def _percent(self, value: Decimal) -> str:
        share = share_of(value, self.claimed)
        return percent(share, signed=True) if share is not None else ""

    def _rows(self) -> tuple[tuple[str, Message, Sides | None, Look], ...]:
        limit = msg("Limit")
        if self.confidence_pct is not None:
            limit = msg("Limit {level}", level=threshold(self.confidence_pct))
        return (
            ("known", msg("Known"), self.known, "ink"),
            ("projected", msg("Projected"), self.projected, "accent"),
            ("limit", limit, self.limit, "hatched"),
        )

    def table(self) -> ChartTable:
        """Return the six numbers as amounts and percent, and materiality."""
        unit = unit_text(self.unit)
        head: tuple[Text, ...] = (
            "",
            msg("Understated, {unit}", unit=unit),
            msg("Understated, %"),
            msg("Overstated, {unit}", unit=unit),
            msg("Overstated, %"),
        )
        rows: list[tuple[Text, ...]] = []
        for key, name, sides, _ in self._rows():
            if sides is None:
                without = msg("no limit") if key == "limit" else msg("nothing is projected")
                rows.append((name, *(without,) * 4))
            else:
                rows.append((name, *self._cells(sides.under), *self._cells(sides.over)))
        for name, share in (
            (msg("Performance materiality"), self.performance_pct),
            (msg("Materiality"), self.materiality_pct),
        ):
            if share is not None:
                value = abs(self.claimed) * share / 100
                rows.append((name, *self._cells(-value), *self._cells(value)))
        return ChartTable(head, tuple(rows))

    def _cells(self, value: Decimal | None) -> tuple[Text, Text]:
        if value is None:
            return msg("not tested"), msg("not tested")
        return amount(value, self.places), self._percent(value)

    def height(self, surface: Surface) -> float:
        """Return the height of three rows, walls and axis."""
        return gauge_height(surface, len(self._rows()))

    def draw(self, surface: Surface) -> Drawing:
        """Return both wings, walls, axis and labels."""
        rows = []
        for key, name, sides, look in self._rows():
            label, under, over = surface.speak(name), None, None
            if sides is not None:
                under = self._wing(surface, name, "under", sides.under)
                over = self._wing(surface, name, "over", sides.over)
            without = msg("no limit") if key == "limit" else msg("nothing is projected")
            rows.append(GaugeRow(key, label, under, over, look, surface.speak(without)))
        return draw_gauge(
            surface,
            tuple(rows),
            materiality=self.materiality_pct,
            performance=self.performance_pct,
            hollow=self.unchecked > 0,
        )

    def _wing(
        self, surface: Surface, name: Text, side: Literal["under", "over"], value: Decimal | None
    ) -> Wing:
        way = msg("understated") if side == "under" else msg("overstated")
        if value is None:
            words = msg("{row}, {side}: not tested", row=name, side=way)
            return Wing(side, None, surface.speak(msg("not tested")), "", surface.speak(words))
        share = share_of(value, self.claimed)
        words = msg(
            "{row}, {side}: {share} of the claim, {amount} {unit}",
            row=name, side=way, share=self._percent(value), amount=amount(value, self.places),
            unit=unit_text(self.unit),
        )  # fmt: skip
        shown = amount(value, self.places)
        return Wing(side, share, self._percent(value), shown, surface.speak(words))
