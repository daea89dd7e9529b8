"""A mapping found again in the next version of a workbook, where rows and columns have moved.

Columns are known by their headers, the table by its sheet's name and by how many of its headers are
still there. What was found elsewhere, what is written otherwise and what is gone is said in a
sentence each; nothing is mapped to a column whose header does not fit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cfpdesk.i18n import Message, msg
from cfpdesk.model.dataset import ROLE_WORD, ColumnRole, Dataset, DatasetColumn
from cfpdesk.model.header_text import joined, name_and_unit, parted, says_nothing, squeezed
from cfpdesk.model.period_columns import (
    PeriodColumns,
    below_period,
    period_columns,
    span_text,
)
from cfpdesk.model.sheet import (
    Row,
    SheetRows,
    Span,
    Visibility,
    column_letters,
    column_number,
)
from cfpdesk.model.table_extent import extent_of, head_of, merged_in
from cfpdesk.model.table_header import find_headers, header_parts
from cfpdesk.model.table_line import TableShape

_HEADER_WITHIN = 400
_LEAST_SHARE = 0.5
_SAME, _OTHER_UNIT, _SAME_NAME = 1.0, 0.9, 0.6
_SAME_SHEET = 10.0

_Parts = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class MappingFound:
    """A mapping as it fits the new version.

    Attributes:
        dataset: with sheet and rows as they are now.
        columns: one for each that was mapped; `column` is empty where its header is gone.
        notes: what is not as it was, one sentence each; empty where nothing changed.
        lost: the roles whose headers are gone.
    """

    dataset: Dataset
    columns: tuple[DatasetColumn, ...]
    notes: tuple[Message, ...]
    lost: tuple[ColumnRole, ...]

    @property
    def complete(self) -> bool:
        """Whether every column was found."""
        return not self.lost


@dataclass(frozen=True, slots=True)
class _Match:
    """A header that may be the one that is sought."""

    sheet: SheetRows
    head: Sequence[Row]
    header: Span
    parts: _Parts
    found: Mapping[ColumnRole, int]
    score: float


def find_mapping(
    dataset: Dataset, columns: Iterable[DatasetColumn], sheets: Iterable[SheetRows]
) -> MappingFound | None:
    """Return the mapping as it fits these sheets; None where no table has half of its headers.

    Args:
        dataset, columns: as they were for the version before.
        sheets: all sheets of the new version.
    """
    mapped = [column for column in columns if column.column]
    pages = list(sheets)
    if not dataset.header_rows or not any(column.header for column in mapped):
        return _without_header(dataset, mapped, pages)
    matches = [match for sheet in pages for match in _matches(dataset, mapped, sheet)]
    best = max(matches, key=lambda match: match.score, default=None)
    return None if best is None else _applied(dataset, mapped, best)


def _without_header(
    dataset: Dataset, columns: Sequence[DatasetColumn], sheets: Sequence[SheetRows]
) -> MappingFound | None:
    if not any(sheet.info.name == dataset.sheet for sheet in sheets):
        return None
    note = msg("The table has no header; its columns are taken where they were.")
    return MappingFound(dataset, tuple(columns), (note,), ())


def _matches(dataset: Dataset, columns: Sequence[DatasetColumn], sheet: SheetRows) -> list[_Match]:
    head = head_of(sheet)
    merged = merged_in(sheet, _HEADER_WITHIN)
    wanted = {squeezed(part) for column in columns for part in parted(column.header)}
    top, bottom = dataset.header
    spans = {(b.top, b.bottom) for b in find_headers(head[:_HEADER_WITHIN], merged)}
    for number, row in enumerate(head[:_HEADER_WITHIN], start=1):
        hits = sum(1 for cell in row if squeezed(cell.text) in wanted)
        if hits > 1 and number + bottom - top <= len(head):
            spans.add((number, number + bottom - top))
    found = []
    for span in sorted(spans):
        parts = header_parts(head, *span, merged)
        score, places = _columns_in(columns, parts)
        if score >= _LEAST_SHARE:
            same = sheet.info.name == dataset.sheet
            hidden = sheet.info.visibility is not Visibility.VISIBLE
            score += same * _SAME_SHEET - hidden * _LEAST_SHARE
            found.append(_Match(sheet, head, span, parts, places, score))
    return found


def _columns_in(
    columns: Sequence[DatasetColumn], parts: _Parts
) -> tuple[float, dict[ColumnRole, int]]:
    """Return the share of columns whose headers are there, and where."""
    pairs = []
    groups = period_columns(parts)
    for column in columns:
        before = column_number(column.column)
        if column.beside:
            alike = [(_periods_alike(column, group), group.columns[0]) for group in groups]
        else:
            header = parted(column.header)
            alike = [(_likeness(header, texts), number) for number, texts in parts.items()]
        for score, number in alike:
            if score:
                pairs.append((score, -abs(number - before), column.role, number))
    pairs.sort(key=lambda pair: pair[:2], reverse=True)
    found: dict[ColumnRole, int] = {}
    total = 0.0
    for score, _near, role, number in pairs:
        if role not in found and number not in found.values():
            found[role] = number
            total += score
    with_header = sum(1 for column in columns if column.header)
    return total / with_header, found


def _periods_alike(column: DatasetColumn, group: PeriodColumns) -> float:
    """Tell how far columns side by side hold what they held before, whatever their months are."""
    before = below_period(parted(column.header))
    if before is None:
        return 0.0
    return _SAME if _plain(before) == _plain(group.below) else _likeness(before, group.below)


def _likeness(before: Sequence[str], now: Sequence[str]) -> float:
    if not before:
        return 0.0
    if _plain(before) == _plain(now):
        return _SAME
    name, _unit = name_and_unit(before)
    other, _other_unit = name_and_unit(now)
    if not name or squeezed(name) != squeezed(other):
        return 0.0
    return _OTHER_UNIT if _names(before) == _names(now) else _SAME_NAME


def _plain(parts: Sequence[str]) -> list[str]:
    return [squeezed(part) for part in parts if not says_nothing(part)]


def _names(parts: Sequence[str]) -> list[str]:
    found = [name_and_unit([part])[0] for part in parts]
    return [squeezed(name) for name in found if name]


def _applied(dataset: Dataset, columns: Sequence[DatasetColumn], match: _Match) -> MappingFound:
    top, bottom = match.header
    old_top, old_bottom = dataset.header
    now: list[DatasetColumn] = []
    notes = _notes_of_place(dataset, match)
    lost: list[ColumnRole] = []
    for column in columns:
        number = match.found.get(column.role)
        if number is None:
            lost.append(column.role)
            now.append(column.but(column="", beside=""))
            notes.append(_note_of_loss(column))
            continue
        changed, more = _moved(column, number, match.parts)
        now.append(changed)
        notes += more
    first = bottom + dataset.data_from - old_bottom
    found = dataset.but(
        sheet=match.sheet.info.name,
        header_top=top if (old_top < old_bottom or top < bottom) else dataset.header_top and top,
        header_rows=bottom,
        first_row=first if dataset.first_row else 0,
        last_row=_last_row(dataset, match, first) if dataset.last_row else 0,
    )
    return MappingFound(found, tuple(now), tuple(notes), tuple(lost))


def _last_row(dataset: Dataset, match: _Match, first: int) -> int:
    """Return the last row where the table once ended before its sheet did."""
    numbers = sorted(match.parts)
    shape = TableShape(dataset.kind, numbers[0], numbers[-1], match.found, match.parts)
    merged = merged_in(match.sheet, _HEADER_WITHIN)
    blocks = find_headers(match.head[:_HEADER_WITHIN], merged)
    below = [b.top for b in blocks if b.top > match.header[1] and b.parts != match.parts]
    extent = extent_of(match.sheet, match.head, shape, match.header[1], min(below, default=0))
    return max(extent.last_row, first)


def _notes_of_place(dataset: Dataset, match: _Match) -> list[Message]:
    notes: list[Message] = []
    info = match.sheet.info
    if info.name != dataset.sheet:
        notes.append(msg("The sheet {before} is now {now}.", before=dataset.sheet, now=info.name))
    if info.visibility is not Visibility.VISIBLE:
        notes.append(msg("The sheet is hidden in the workbook."))
    if match.header[1] != dataset.header_rows:
        notes.append(
            msg(
                "The header's last row moved from {before} to {now}.",
                before=dataset.header_rows,
                now=match.header[1],
            )
        )
    return notes


def _note_of_loss(column: DatasetColumn) -> Message:
    word = ROLE_WORD[column.role]
    if not column.header:
        return msg(
            "{role}: column {column} has no header; choose it.", role=word, column=column.column
        )
    return msg(
        "{role}: the header “{header}” is no longer there; choose the column.",
        role=word,
        header=column.header,
    )


def _periods_moved(
    column: DatasetColumn, number: int, parts: _Parts
) -> tuple[DatasetColumn, list[Message]]:
    """Return columns side by side as they are now, and what changed."""
    group = next(group for group in period_columns(parts) if group.columns[0] == number)
    now = column.but(
        column=column_letters(number),
        beside=group.letters,
        header=joined(parts[number]),
        unit=group.name[1] or column.unit,
    )
    if now.beside == column.beside:
        return now, []
    note = msg(
        "{role} stood in columns {before} and now stands in {now}, {first} to {last}.",
        role=ROLE_WORD[column.role],
        before=span_text(column.beside),
        now=span_text(now.beside),
        first=group.labels[0],
        last=group.labels[-1],
    )
    return now, [note]


def _moved(
    column: DatasetColumn, number: int, parts: _Parts
) -> tuple[DatasetColumn, list[Message]]:
    """Return a column as it is now, and what changed."""
    word = ROLE_WORD[column.role]
    letters, header = column_letters(number), joined(parts[number])
    notes: list[Message] = []
    if column.beside:
        return _periods_moved(column, number, parts)
    if letters != column.column:
        notes.append(
            msg(
                "{role} moved from column {before} to column {now}.",
                role=word,
                before=column.column,
                now=letters,
            )
        )
    _name, unit_before = name_and_unit(parted(column.header))
    _name, unit_now = name_and_unit(parts[number])
    unit = column.unit
    if unit_before != unit_now:
        unit = unit_now
        notes.append(
            msg(
                "{role}: the unit in the header was {before} and is now {now}.",
                role=word,
                before=unit_before or "–",
                now=unit_now or "–",
            )
        )
    elif squeezed(header) != squeezed(column.header):
        notes.append(
            msg(
                "{role}: the header was “{before}” and is now “{now}”.",
                role=word,
                before=column.header,
                now=header,
            )
        )
    return column.but(column=letters, header=header, unit=unit), notes
