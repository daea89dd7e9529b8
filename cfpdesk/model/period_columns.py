"""Figures that stand side by side, one column for each month or quarter, under one header.

Clients write a year of meter readings as one row with twelve columns. Such columns are kept
together here, so that each figure can become a line of its own with the cell it stands in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cfpdesk.model.header_text import name_and_unit, squeezed
from cfpdesk.model.month_text import is_month, period_label
from cfpdesk.model.sheet import column_letters, column_number

LEAST_PERIODS = 3


@dataclass(frozen=True, slots=True)
class PeriodColumns:
    """Columns of one kind of figure, one for each period.

    Attributes:
        columns: their numbers from 1, from the left.
        labels: the period of each, as the client writes it (1月, Mar, 2025-03).
        below: what the header says below the period, such as 数量(t); it tells figures apart.
        above: what it says above the first one's period, outermost first.
    """

    columns: tuple[int, ...]
    labels: tuple[str, ...]
    below: tuple[str, ...]
    above: tuple[str, ...]

    @property
    def letters(self) -> str:
        """The letters of the columns, as `DatasetColumn.beside` holds them."""
        return " ".join(column_letters(number) for number in self.columns)

    @property
    def name(self) -> tuple[str, str]:
        """What the figures are called, and their unit; either may be empty."""
        return name_and_unit((*self.above, *self.below))


def period_columns(parts: Mapping[int, tuple[str, ...]]) -> tuple[PeriodColumns, ...]:
    """Return the columns that stand side by side under a header, at least three together.

    Args:
        parts: header texts by column, as `header_parts` gives them.
    """
    runs: list[list[_Place]] = []
    open_runs: dict[tuple[str, ...], list[_Place]] = {}
    for column in sorted(parts):
        found = _place(column, parts[column])
        if found is None:
            continue
        key = tuple(squeezed(part) for part in found.below)
        run = open_runs.get(key)
        if run is None or any(squeezed(other.label) == squeezed(found.label) for other in run):
            run = open_runs[key] = []
            runs.append(run)
        run.append(found)
    return tuple(
        PeriodColumns(
            tuple(place.column for place in run),
            tuple(place.label for place in run),
            run[0].below,
            run[0].above,
        )
        for run in runs
        if len(run) >= LEAST_PERIODS
    )


@dataclass(frozen=True, slots=True)
class _Place:
    column: int
    label: str
    above: tuple[str, ...]
    below: tuple[str, ...]


def _place(column: int, texts: Sequence[str]) -> _Place | None:
    at = next((n for n, text in enumerate(texts) if is_month(text)), None)
    if at is None:
        return None
    return _Place(column, period_label(texts[at]), tuple(texts[:at]), tuple(texts[at + 1 :]))


def below_period(texts: Sequence[str]) -> tuple[str, ...] | None:
    """Return what a header says below its period; None where it names none."""
    found = _place(1, texts)
    return None if found is None else found.below


def numbers_of(beside: str) -> tuple[int, ...]:
    """Return the numbers of the columns whose letters stand in `DatasetColumn.beside`.

    Letters that are none are left out: the text may come from another version of the program.
    """
    found = []
    for letters in beside.split():
        try:
            found.append(column_number(letters))
        except ValueError:
            continue
    return tuple(found)


def labels_of(numbers: Iterable[int], parts: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the period of each column; its letters where the header names none."""
    found = []
    for number in numbers:
        place = _place(number, parts.get(number, ()))
        found.append(place.label if place is not None else column_letters(number))
    return tuple(found)


def span_text(beside: str) -> str:
    """Return columns side by side as people read them: D–O; D, F … Z where others lie between."""
    letters = beside.split()
    numbers = numbers_of(beside)
    whole = len(numbers) == numbers[-1] - numbers[0] + 1 if numbers else True
    if not letters or whole:
        return f"{letters[0]}–{letters[-1]}" if letters else ""
    return f"{letters[0]}, {letters[1]} … {letters[-1]}"
