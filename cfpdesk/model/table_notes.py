"""What a person should know about a client's table before working with it, gathered in one pass.

Hidden lines, cells with errors, numbers kept as text, identifiers that occur twice, negative
figures, lines without a figure or a unit, sums that do not add up: each kind once, with how many
there are and the first cells.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cfpdesk.i18n import Message, msg
from cfpdesk.model.dataset import (
    KEY_ROLES,
    NUMBER_ROLES,
    ROLE_WORD,
    ColumnRole,
    Dataset,
    DatasetColumn,
    DatasetKind,
)
from cfpdesk.model.mapped_value import MappedValue
from cfpdesk.model.quantity import figure
from cfpdesk.model.sheet import CellKind, SheetInfo, column_number
from cfpdesk.model.table_rows import Spans, TableRow
from cfpdesk.model.table_sums import SumRow

_MOST_CELLS = 5


class NoteKind(StrEnum):
    """What a note is about."""

    HIDDEN_COLUMN = "hidden_column"
    HIDDEN_ROW = "hidden_row"
    ERROR = "error"
    TEXT_NUMBER = "text_number"
    DATE = "date"
    """A date that came as a number, or that may be meant the other way round."""
    UNREADABLE = "unreadable"
    MERGED = "merged"
    NO_FIGURE = "no_figure"
    NO_UNIT = "no_unit"
    DUPLICATE = "duplicate"
    NEGATIVE = "negative"
    SUM_DIFFERS = "sum_differs"


@dataclass(frozen=True, slots=True)
class TableNote:
    """One kind of thing, as often as it occurs.

    Attributes:
        count: how often.
        cells: the first cells or rows where it does.
    """

    kind: NoteKind
    count: int
    cells: tuple[str, ...]
    sentence: Message


def notes_of_table(
    info: SheetInfo,
    dataset: Dataset,
    columns: Iterable[DatasetColumn],
    rows: Iterable[TableRow],
    sums: Iterable[SumRow] = (),
) -> tuple[TableNote, ...]:
    """Return what is to be known about a table, in the order of `NoteKind`.

    Args:
        info: its sheet.
        rows: its lines, gone through once; 200 000 need no more memory than one.
        sums: its rows of sums.
    """
    mapped = [column for column in columns if column.column]
    gathered = _Gathered(dataset.kind, frozenset(column.role for column in mapped))
    for row in rows:
        gathered.take(row)
    notes = [note for kind in NoteKind if (note := gathered.note(kind))]
    notes += [_sum_note(row) for row in sums if not row.agrees]
    hidden = Spans(info.hidden_columns)
    taken = (letters for c in mapped for letters in c.beside.split() or (c.column,))
    letters = tuple(each for each in taken if column_number(each) in hidden)
    if letters:
        sentence = msg("Columns that the client hid: {cells}", cells=", ".join(letters))
        notes.insert(0, TableNote(NoteKind.HIDDEN_COLUMN, len(letters), letters, sentence))
    return tuple(notes)


def _kind_of_problem(role: ColumnRole, value: MappedValue) -> NoteKind:
    if value.cell.kind is CellKind.ERROR:
        return NoteKind.ERROR
    if value.cell.kind is CellKind.EMPTY:
        return NoteKind.MERGED
    if role in NUMBER_ROLES and value.number is not None:
        return NoteKind.TEXT_NUMBER
    if role is ColumnRole.DATE and isinstance(value.value, date):
        return NoteKind.DATE
    return NoteKind.UNREADABLE


@dataclass(slots=True)
class _Gathered:
    """What was seen so far."""

    kind: DatasetKind
    roles: frozenset[ColumnRole]
    counts: dict[NoteKind, int] = field(default_factory=dict)
    cells: dict[NoteKind, list[str]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def take(self, row: TableRow) -> None:
        """Look at a line."""
        if row.hidden:
            self._add(NoteKind.HIDDEN_ROW, str(row.row))
        for role, value in row.values.items():
            if value.problem is not None:
                self._add(_kind_of_problem(role, value), value.address)
        self._take_figure(row)
        identifier = KEY_ROLES[self.kind][0]
        if identifier in self.roles and (text := row.value(identifier).text):
            if text in self.seen:
                self._add(NoteKind.DUPLICATE, row.value(identifier).address)
            self.seen.add(text)

    def _take_figure(self, row: TableRow) -> None:
        role = _MAIN[self.kind]
        if role not in row.values:  # not mapped, or the figure of a year of which this is a month
            role = ColumnRole.ACTIVITY
        value = row.values.get(role)
        if value is None:
            return
        number = value.number
        if number is None:
            if value.cell.kind is CellKind.EMPTY:
                self._add(NoteKind.NO_FIGURE, value.address)
        elif number < 0:
            self._add(NoteKind.NEGATIVE, value.address)
        needed = row.values.get(_WITH_UNIT[self.kind])
        if needed is not None and needed.number is not None and not needed.unit:
            self._add(NoteKind.NO_UNIT, needed.address)

    def _add(self, kind: NoteKind, cell: str) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        cells = self.cells.setdefault(kind, [])
        if len(cells) < _MOST_CELLS:
            cells.append(cell)

    def note(self, kind: NoteKind) -> TableNote | None:
        """Return the note of a kind; None where nothing of it was seen."""
        count = self.counts.get(kind, 0)
        if not count or kind not in _SENTENCES:
            return None
        cells = tuple(self.cells[kind])
        shown = ", ".join(cells) + (" …" if count > len(cells) else "")
        return TableNote(kind, count, cells, _SENTENCES[kind](count, shown))


_MAIN = {
    DatasetKind.INVENTORY: ColumnRole.EMISSIONS,
    DatasetKind.POPULATION: ColumnRole.AMOUNT,
    DatasetKind.FACTORS: ColumnRole.FACTOR,
}
_WITH_UNIT = {
    DatasetKind.INVENTORY: ColumnRole.ACTIVITY,
    DatasetKind.POPULATION: ColumnRole.AMOUNT,
    DatasetKind.FACTORS: ColumnRole.FACTOR,
}
_SENTENCES: dict[NoteKind, Callable[[int, str], Message]] = {
    NoteKind.HIDDEN_ROW: lambda n, cells: msg(
        "The client hid {n} {n:line|lines}: rows {cells}", n=n, cells=cells
    ),
    NoteKind.ERROR: lambda n, cells: msg(
        "{n} {n:cell shows an error|cells show errors}: {cells}", n=n, cells=cells
    ),
    NoteKind.TEXT_NUMBER: lambda n, cells: msg(
        "{n} {n:number is|numbers are} kept as text; see how they were read: {cells}",
        n=n,
        cells=cells,
    ),
    NoteKind.DATE: lambda n, cells: msg(
        "{n} {n:date is|dates are} not written as dates; see how they were read: {cells}",
        n=n,
        cells=cells,
    ),
    NoteKind.MERGED: lambda n, cells: msg(
        "{n} {n:cell is|cells are} merged with one above; its figure counts once: {cells}",
        n=n,
        cells=cells,
    ),
    NoteKind.UNREADABLE: lambda n, cells: msg(
        "{n} {n:cell is|cells are} not what the column holds: {cells}", n=n, cells=cells
    ),
    NoteKind.NO_FIGURE: lambda n, cells: msg(
        "{n} {n:line has|lines have} no figure: {cells}", n=n, cells=cells
    ),
    NoteKind.NO_UNIT: lambda n, cells: msg(
        "{n} {n:figure has|figures have} no unit: {cells}", n=n, cells=cells
    ),
    NoteKind.DUPLICATE: lambda n, cells: msg(
        "{n} {n:number occurs|numbers occur} before: {cells}", n=n, cells=cells
    ),
    NoteKind.NEGATIVE: lambda n, cells: msg(
        "{n} {n:figure is|figures are} negative: {cells}", n=n, cells=cells
    ),
}


def _sum_note(row: SumRow) -> TableNote:
    check = next(check for check in row.checks if not check.agrees)
    where = (f"row {row.row}",)
    if check.added is None:
        sentence = msg(
            "Row {row} “{label}”: there are no lines that it could add up.",
            row=row.row,
            label=row.label,
        )
    else:
        sentence = msg(
            "Row {row} “{label}”, {field}: it shows {shown}, rows {first} to {last} add up to "
            "{added}.",
            row=row.row,
            label=row.label,
            field=ROLE_WORD[check.role],
            shown=figure(check.shown),
            first=check.first_row,
            last=check.last_row,
            added=figure(check.added),
        )
    return TableNote(NoteKind.SUM_DIFFERS, 1, where, sentence)
