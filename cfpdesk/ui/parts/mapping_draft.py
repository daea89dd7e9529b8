"""A mapping that is being made: the program's guess, changed by a person, not yet written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, _, msg
from cfpdesk.model.column_guess import ColumnGuess
from cfpdesk.model.dataset import (
    KIND_WORD,
    NUMBER_ROLES,
    ROLE_WORD,
    ROLES,
    SUM_ROLES,
    ColumnRole,
    Dataset,
    DatasetColumn,
    DatasetKind,
    missing_roles,
)
from cfpdesk.model.header_text import joined, name_and_unit
from cfpdesk.model.period_columns import span_text
from cfpdesk.model.period_guess import guess_for, offered
from cfpdesk.model.sheet import SheetRows, Span, column_letters, column_number
from cfpdesk.model.table_guess import TableGuess, guess_columns
from cfpdesk.model.table_header import find_headers, header_parts, is_figure
from cfpdesk.model.table_notes import notes_of_table
from cfpdesk.model.table_rows import read_table
from cfpdesk.model.table_sums import Formulas, SumRow

_HEAD = 400
_QUICK_ROWS = 2_000
_SAID = 99.0  # what a person says is sure


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows a person says the header and the data take; 0 as in `Dataset`."""

    header: Span
    first: int
    last: int


def blank(
    sheet: SheetRows,
    kind: DatasetKind = DatasetKind.INVENTORY,
    other: DatasetKind | None = None,
) -> TableGuess:
    """Return a table on a sheet where none of its kind was found.

    The likeliest header is taken, else the first row, and what its columns can mean.

    Args:
        other: what the sheet looks like instead.
    """
    info = sheet.info
    head = sheet.window(1, _HEAD)
    best = max(find_headers(head, info.merged), key=lambda block: block.words, default=None)
    named = info.rows > 1 and not any(is_figure(cell) for cell in head[0])
    header = (1, 1) if named else (0, 0)
    reason = msg("No table was recognised on this sheet; say where it is.")
    if best is not None:
        header = (best.top, best.bottom)
    if other is not None:
        reason = msg(
            "It looks rather like this: {kind}. Say which columns to take, or choose another "
            "sheet.",
            kind=KIND_WORD[other],
        )
    return TableGuess(
        sheet=info.name,
        index=info.index,
        kind=kind,
        score=0.0,
        header=header,
        first_row=min(header[1] + 1, max(info.rows, 1)),
        last_row=info.rows,
        to_end=True,
        lines=0,
        columns=guess_columns(sheet, header, kind) if best is not None else (),
        sums=(),
        reasons=(reason,),
    )


def as_mapped(dataset: Dataset, columns: Sequence[DatasetColumn], sheet: SheetRows) -> TableGuess:
    """Return a table as it was mapped before, so that a person can change it."""
    reasons = (msg("It was mapped so before."),)
    by_role = {column.role: column for column in columns if column.column}
    return TableGuess(
        sheet=sheet.info.name,
        index=sheet.info.index,
        kind=dataset.kind,
        score=_SAID,
        header=dataset.header,
        first_row=dataset.data_from,
        last_row=dataset.last_row or sheet.info.rows,
        to_end=not dataset.last_row,
        lines=0,
        columns=tuple(
            ColumnGuess(role, found.column, found.header, found.unit, _SAID, reasons, found.beside)
            for role in ROLES[dataset.kind]
            if (found := by_role.get(role)) is not None
        ),
        sums=(),
        reasons=reasons,
    )


def _parts(sheet: SheetRows, header: Span) -> Mapping[int, tuple[str, ...]]:
    top, bottom = header
    if not bottom:
        return {}
    return header_parts(sheet.window(1, min(bottom, _HEAD)), top, bottom, sheet.info.merged)


def with_rows(guess: TableGuess, sheet: SheetRows, rows: Rows) -> TableGuess:
    """Return the table with other rows; what the columns mean is guessed anew from the header.

    Raises:
        UserError: if the rows contradict each other or lie outside of the sheet.
    """
    top, bottom = rows.header
    first, last = rows.first, rows.last
    end = sheet.info.rows
    if not 0 <= top <= bottom <= end or (top == 0) != (bottom == 0):
        raise UserError(msg("The header goes from one row to a row below it."))
    if not bottom < first <= end or (last and not first <= last <= end):
        raise UserError(msg("The data begin below the header and end after they begin."))
    columns = guess.columns
    if rows.header != guess.header:
        columns = guess_columns(sheet, rows.header, guess.kind, last)
    return replace(
        guess,
        header=rows.header,
        first_row=first,
        last_row=last or end,
        to_end=not last,
        columns=columns,
        reasons=(msg("You said where header and data are."),),
    )


def with_column(guess: TableGuess, sheet: SheetRows, role: ColumnRole, letters: str) -> TableGuess:
    """Return the table with a column for a role; empty letters take the role away.

    A column means one thing: what it meant before is taken away.

    Args:
        letters: of a column, or of columns side by side, parted by blanks.
    """
    taken = set(letters.split())
    kept = {c.role: c for c in guess.columns if c.role is not role and taken.isdisjoint(c.letters)}
    all_parts, said = _parts(sheet, guess.header), (msg("You said so."),)
    group = offered(all_parts).get(letters)
    if group is not None:
        kept[role] = guess_for(role, group, all_parts, said, _SAID)
    elif letters:
        parts = all_parts.get(column_number(letters), ())
        unit = name_and_unit(parts)[1] if role in NUMBER_ROLES else ""
        kept[role] = ColumnGuess(role, letters, joined(parts), unit, _SAID, said)
    ordered = tuple(kept[each] for each in ROLES[guess.kind] if each in kept)
    return replace(guess, columns=ordered)


def with_unit(guess: TableGuess, role: ColumnRole, unit: str) -> TableGuess:
    """Return the table with another unit for a column."""
    columns = tuple(replace(c, unit=unit.strip()) if c.role is role else c for c in guess.columns)
    return replace(guess, columns=columns)


@dataclass(frozen=True, slots=True)
class Looked:
    """What is in a table as it is mapped: its lines, its sums, and what a person should know."""

    lines: int
    sums: tuple[SumRow, ...]
    notes: tuple[Message, ...]


def looked_through(guess: TableGuess, sheet: SheetRows, formulas: Formulas) -> Looked | None:
    """Return what is in a table; None for one too long to be read while a person waits."""
    periods = max((len(column.letters) for column in guess.columns), default=1)
    if sheet.info.rows * periods > _QUICK_ROWS or lacking(guess) is not None:
        return None
    dataset, columns = guess.dataset("draft"), guess.records("draft")
    found = read_table(sheet, dataset, columns, formulas)
    notes = notes_of_table(sheet.info, dataset, columns, found.rows, found.sums)
    years = [note for column in guess.columns if (note := _of_the_year(guess, column))]
    return Looked(len(found.rows), found.sums, (*years, *(note.sentence for note in notes)))


def _of_the_year(guess: TableGuess, column: ColumnGuess) -> Message | None:
    """Say that a whole year's figure belongs to none of the months that are unfolded."""
    unfolded = any(other.beside for other in guess.columns)
    if not unfolded or column.beside or column.role not in SUM_ROLES:
        return None
    return msg(
        "{role} in column {column} holds for the whole row; no month has a part of it, so it is "
        "left out.",
        role=ROLE_WORD[column.role],
        column=column.column,
    )


def words_of(guess: TableGuess) -> Mapping[int, str]:
    """Return what the columns mean, by number, for the head of the sheet."""
    return {
        column_number(letters): str(ROLE_WORD[c.role])
        for c in guess.columns
        if c.column
        for letters in c.letters
    }


def period_options(sheet: SheetRows, header: Span) -> list[tuple[str, str]]:
    """Return the columns side by side that a figure may take: letters, and what they are."""
    found = []
    for letters, group in offered(_parts(sheet, header)).items():
        words = _("{columns}  {first} – {last}, one line each").format(
            columns=span_text(letters), first=group.labels[0], last=group.labels[-1]
        )
        found.append((letters, f"{words}  {joined(group.below)}".strip()))
    return found


def column_options(sheet: SheetRows, header: Span) -> list[tuple[str, str]]:
    """Return the columns a role may take: letters, and letters with the header."""
    texts = _parts(sheet, header)
    return [
        (letters, f"{letters}  {_called(texts.get(number, ()))}".strip())
        for number in range(1, sheet.info.columns + 1)
        if (letters := column_letters(number))
    ]


def _called(parts: tuple[str, ...]) -> str:
    """Return the name of a column without the groups above it."""
    return name_and_unit(parts)[0] or joined(parts)


def lacking(guess: TableGuess) -> Message | None:
    """Return what is missing before the table can be used; None where nothing is."""
    missing = missing_roles(guess.kind, frozenset(c.role for c in guess.columns))
    if not missing:
        return None
    names = " / ".join(str(ROLE_WORD[role]) for role in missing)
    return msg("Say which column holds: {names}", names=names)
