"""A mapping that is being made: the program's guess, changed by a person, not yet written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, _, msg
from cfpdesk.model.column_guess import ColumnGuess
from cfpdesk.model.dataset import (
    NUMBER_ROLES,
    ROLE_WORD,
    ROLES,
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
from cfpdesk.model.table_header import header_parts

_HEAD = 400
_SAID = 99.0  # what a person says is sure


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows a person says the header and the data take; 0 as in `Dataset`."""

    header: Span
    first: int
    last: int


def blank(sheet: SheetRows, kind: DatasetKind = DatasetKind.INVENTORY) -> TableGuess:
    """Return a table on a sheet where none was found: its first row as header, no columns."""
    info = sheet.info
    return TableGuess(
        sheet=info.name,
        index=info.index,
        kind=kind,
        score=0.0,
        header=(1, 1) if info.rows > 1 else (0, 0),
        first_row=min(2, max(info.rows, 1)),
        last_row=info.rows,
        to_end=True,
        lines=0,
        columns=(),
        sums=(),
        reasons=(msg("No table was recognised on this sheet; say where it is."),),
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
