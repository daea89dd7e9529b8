"""Whether a row of sums is the sum of its lines: of which lines, and by how much it misses.

A table is a sequence of runs of data and of rows that are sums. A sum may add up the run above it,
everything above it back to the last total or to the start, or the run or everything below it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from cfpdesk.model.dataset import ColumnRole
from cfpdesk.model.sheet import Span
from cfpdesk.model.table_line import SUMS, LineKind

_RELATIVE = Decimal("1e-12")
_HALF = Decimal("0.5")
Figures: TypeAlias = Mapping[ColumnRole, Decimal]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring rows of data and what their figures add up to."""

    first: int
    last: int
    lines: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Mark:
    """A row that is a sum; one of kind DATA only may be one.

    Attributes:
        by_figures: found by its figures, not by its words.
    """

    row: int
    kind: LineKind
    label: str
    figures: Figures
    by_figures: bool = False


Part: TypeAlias = Run | Mark


@dataclass(frozen=True, slots=True)
class SumCheck:
    """One figure of a row of sums beside the sum of its lines.

    Attributes:
        shown: what the client's cell shows.
        added: what the lines add up to; None where no line stands above or below.
        first_row, last_row: the lines that were added; 0 where there are none.
        lines: how many.
        agrees: whether both are the same within rounding of the shown figure.
    """

    role: ColumnRole
    shown: Decimal
    added: Decimal | None
    first_row: int
    last_row: int
    lines: int
    agrees: bool


class _Running:
    """Sums of the sequence up to each place in it, so that any stretch is one subtraction."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.figures: list[Figures] = [{}]
        self.lines = [0]
        self.last_row = [0]
        running: dict[ColumnRole, Decimal] = {}
        for part in parts:
            if isinstance(part, Run):
                running = dict(running)
                for role, value in part.figures.items():
                    running[role] = running.get(role, _ZERO) + value
            here = part if isinstance(part, Run) else None
            self.figures.append(running)
            self.lines.append(self.lines[-1] + (here.lines if here else 0))
            self.last_row.append(here.last if here else self.last_row[-1])
        self.first_row = [0] * (len(parts) + 1)
        for at in range(len(parts) - 1, -1, -1):
            part = parts[at]
            self.first_row[at] = part.first if isinstance(part, Run) else self.first_row[at + 1]

    def check(self, start: int, end: int, role: ColumnRole, shown: Decimal) -> SumCheck | None:
        """Return how a figure compares with the lines of a stretch; None where it has none."""
        lines = self.lines[end] - self.lines[start]
        if not lines:
            return None
        added = self.figures[end].get(role, _ZERO) - self.figures[start].get(role, _ZERO)
        first, last = self.first_row[start], self.last_row[end]
        return SumCheck(role, shown, added, first, last, lines, same_figure(shown, added))


_ZERO = Decimal(0)


def check_sums(parts: Sequence[Part]) -> Iterator[tuple[Mark, tuple[SumCheck, ...]]]:
    """Go through the marks of a table with a check for each of their figures."""
    running = _Running(parts)
    end = len(parts)
    above = sum_above = total_above = 0
    below, sum_below = _next_places(parts)
    for at, part in enumerate(parts):
        if not isinstance(part, Mark):
            continue
        spans: tuple[Span, ...]
        if part.kind is LineKind.DATA:
            spans = ((above, at), (at + 1, below[at]), (0, at), (at + 1, end))
        elif part.kind is LineKind.TOTAL:
            near = ((sum_above, at), (at + 1, sum_below[at]))
            spans = ((0, at), (total_above, at), *near, (at + 1, end), (0, end))
        else:
            spans = ((sum_above, at), (at + 1, sum_below[at]))
        yield (
            part,
            tuple(_nearest(running, spans, role, shown) for role, shown in part.figures.items()),
        )
        above = at + 1
        sum_above = at + 1 if part.kind in SUMS else sum_above
        total_above = at + 1 if part.kind is LineKind.TOTAL else total_above


def _next_places(parts: Sequence[Part]) -> tuple[list[int], list[int]]:
    """Return for each place where the next mark stands, and where the next sum."""
    marks, sums = [len(parts)] * len(parts), [len(parts)] * len(parts)
    mark = total = len(parts)
    for at in range(len(parts) - 1, -1, -1):
        marks[at], sums[at] = mark, total
        part = parts[at]
        if isinstance(part, Mark):
            mark = at
            total = at if part.kind in SUMS else total
    return marks, sums


def _nearest(
    running: _Running, spans: Sequence[Span], role: ColumnRole, shown: Decimal
) -> SumCheck:
    """Return the check of the first stretch that agrees, else of the one that comes nearest."""
    found = [c for start, end in spans if (c := running.check(start, end, role, shown))]
    if not found:
        return SumCheck(role, shown, None, 0, 0, 0, agrees=False)
    return min(
        found, key=lambda c: (not c.agrees, abs((c.added or _ZERO) - c.shown) * (not c.agrees))
    )


def same_figure(shown: Decimal, added: Decimal) -> bool:
    """Tell whether a sum is what a cell shows, within half of the last place that it shows."""
    exponent = shown.as_tuple().exponent
    place = exponent if isinstance(exponent, int) else 0
    rounding = min(_HALF.scaleb(min(place, 0)), _HALF)
    return abs(shown - added) <= max(rounding, _RELATIVE * abs(added))
