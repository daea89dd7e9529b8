"""What contributes how much: bars by life cycle stage and line."""

from dataclasses import dataclass
from decimal import Decimal

from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.chart.drawing import ChartTable, Drawing, Rule, Surface
from cfpdesk.model.chart.figures import amount, finite, percent, share_of, share_text, total
from cfpdesk.model.chart.row_layout import (
    MOST_ROWS,
    Look,
    Row,
    arranged,
    natural_height,
    put_bar,
    put_rows,
    scale_of,
)
from cfpdesk.model.chart.sketch import Sketch
from cfpdesk.model.quantity import unit_text

_TITLE = msg("Contribution by stage and line")


@dataclass(frozen=True, slots=True)
class Contribution:
    """One line: what is activated with it, its name and code, and its amount; removals negative."""

    key: str
    name: Text
    amount: Decimal
    code: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A life cycle stage and its lines in order."""

    key: str
    name: Text
    lines: tuple[Contribution, ...]

    @property
    def amount(self) -> Decimal:
        """Return the sum of its lines."""
        return total(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class ContributionBars:
    """Bars of amounts, positive to the right of zero, removals hatched to the left.

    Attributes:
        threshold: an amount; a line of more than that is significant and carries the word.

    Raises:
        ValueError: if a value is no number.
    """

    stages: tuple[Stage, ...]
    unit: str = "kg"
    places: int = 0
    threshold: Decimal | None = None
    title: Text = _TITLE

    def __post_init__(self) -> None:
        finite(self.threshold, *(line.amount for line in self._lines()))

    def _count(self) -> int:
        return min(len(self._lines()), MOST_ROWS)

    def _lines(self) -> list[Contribution]:
        return [line for stage in self.stages for line in stage.lines]

    @property
    def whole(self) -> Decimal:
        """Return the sum of all lines; shares are of its size."""
        return total(line.amount for line in self._lines())

    def sentence(self) -> Message:
        """Return which stage and which line carry most."""
        lines, whole = self._lines(), self.whole
        if not lines:
            return msg("There are no lines yet")
        stage = max(self.stages, key=lambda one: abs(one.amount))
        line = max(lines, key=lambda one: abs(one.amount))
        stage_share, line_share = share_of(stage.amount, whole), share_of(line.amount, whole)
        if stage_share is None or line_share is None:
            return msg("The lines sum up to nothing")
        return msg(
            "{stage} carries {share} of {whole} {unit}; the largest line is {line}, {part}",
            stage=stage.name, share=percent(stage_share, 1), whole=amount(whole, self.places),
            unit=unit_text(self.unit), line=line.name, part=percent(line_share, 1),
        )  # fmt: skip

    def table(self) -> ChartTable:
        """Return all stages and lines with amount and share."""
        whole = self.whole
        rows: list[tuple[Text, ...]] = []

        def add(name: Text, value: Decimal) -> None:
            rows.append((name, amount(value, self.places), share_text(value, whole)))

        for stage in self.stages:
            add(stage.name, stage.amount)
            for line in stage.lines:
                named = msg("{code} {name}", code=line.code, name=line.name)
                add(named if line.code else line.name, line.amount)
        add(msg("Total"), whole)
        head = (msg("Stage and line"), unit_text(self.unit), msg("Share"))
        return ChartTable(head, tuple(rows))

    def height(self, surface: Surface) -> float:
        """Return the height of all stages and lines."""
        rows = self._rows(surface, self._count())
        return natural_height(surface, self._heads(surface), rows)

    def _heads(self, surface: Surface) -> tuple[str, ...]:
        return "", unit_text(self.unit), surface.speak(msg("Share"))

    def _rows(self, surface: Surface, most: int) -> list[Row]:
        """Return the rows, the `most` largest lines by themselves and the others by stage."""
        ranked = sorted(self._lines(), key=lambda line: -abs(line.amount))
        shown = {id(line) for line in ranked[:most]}
        whole, rows = self.whole, list[Row]()

        def add(
            key: str, name: Text, value: Decimal, code: str = "", *, stage: bool = False
        ) -> None:
            share = share_text(value, whole)
            rows.append(self._row(surface, key, name, value, share, code, heading=stage))

        for stage in self.stages:
            add(stage.key, stage.name, stage.amount, stage=True)
            rest = [line for line in stage.lines if id(line) not in shown]
            for line in stage.lines:
                if id(line) in shown:
                    add(line.key, line.name, line.amount, line.code)
            if rest and most:
                name = msg("{n} other {n:line|lines}", n=len(rest))
                add("", name, total(line.amount for line in rest))
        return rows

    def _row(
        self,
        surface: Surface,
        key: str,
        name: Text,
        value: Decimal,
        share: str,
        code: str,
        *,
        heading: bool,
    ) -> Row:
        shown = amount(value, self.places)
        spoken, mark = surface.speak(name), ""
        if key and not heading and self.threshold is not None and abs(value) > self.threshold:
            mark = surface.speak(msg("significant"))
        words = f"{code} {spoken}: {shown} {unit_text(self.unit)}, {share}  {mark}".strip()
        look: Look = "hatched" if value < 0 else "pale" if heading else "strong"
        figures = (mark, shown, share)
        return Row(key, spoken, figures, words, Decimal(0), value, look, code, heading)

    def draw(self, surface: Surface) -> Drawing:
        """Return the bars; lines that do not fit are taken together, stage by stage."""
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
        if scale.low < 0 and not grid.narrow:
            zero = scale.at(Decimal(0))
            sketch.put(Rule(zero, grid.top, zero, places[-1].bottom, "control"))
        return sketch.done(places[-1].bottom if places else 0.0)
