"""Where in a workbook the tables are that matter, and what is in them; each guess with its reasons.

A person can overrule everything: the guess only fills the mapping page. Long sheets are looked at
at their beginning and their end; what lies between is read when the mapping is applied.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cfpdesk.i18n import Message, msg
from cfpdesk.model.column_facts import is_carbon
from cfpdesk.model.column_guess import Column, ColumnGuess, guess_roles, judge_columns
from cfpdesk.model.dataset import (
    NUMBER_ROLES,
    ColumnRole,
    Dataset,
    DatasetColumn,
    DatasetKind,
    missing_roles,
)
from cfpdesk.model.header_text import is_unit, split_unit, squeezed
from cfpdesk.model.period_columns import numbers_of
from cfpdesk.model.period_guess import with_periods
from cfpdesk.model.sheet import (
    CellKind,
    Row,
    SheetRows,
    Span,
    Visibility,
    column_number,
)
from cfpdesk.model.table_extent import Extent, extent_of, head_of, merged_in, parts_beside
from cfpdesk.model.table_header import HeaderBlock, find_headers, header_parts
from cfpdesk.model.table_line import LineKind, TableShape, kind_of
from cfpdesk.model.table_reasons import reasons_for
from cfpdesk.model.table_sums import Formulas, SumRow, find_sums

_HEADER_WITHIN = 400
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class TableGuess:
    """A table that was found.

    Attributes:
        sheet: name of its sheet; `index` its place in the workbook.
        kind: what it seems to be used for.
        score: how much speaks for it; compare only tables of one kind.
        header: first and last row of its header.
        first_row, last_row: of its data, rows of sums behind it included.
        to_end: nothing but the table stands below, so that new lines would belong to it.
        lines: rows of data.
        columns: what its columns mean, in the order of the roles.
        sums: its rows of sums, with whether they add up.
        reasons: why it was found so, one sentence each.
    """

    sheet: str
    index: int
    kind: DatasetKind
    score: float
    header: Span
    first_row: int
    last_row: int
    to_end: bool
    lines: int
    columns: tuple[ColumnGuess, ...]
    sums: tuple[SumRow, ...]
    reasons: tuple[Message, ...]

    def column(self, role: ColumnRole) -> str:
        """Return the letters of the column of a role; empty where none was found."""
        return next((guess.column for guess in self.columns if guess.role is role), "")

    def dataset(self, row: str, name: str = "") -> Dataset:
        """Return the record of this table; `last_row` stays open where it goes to the end."""
        top, bottom = self.header
        return Dataset(
            row=row,
            name=name or self.sheet,
            kind=self.kind,
            sheet=self.sheet,
            header_top=top,
            header_rows=bottom,
            first_row=self.first_row,
            last_row=0 if self.to_end else self.last_row,
        )

    def records(self, row: str) -> tuple[DatasetColumn, ...]:
        """Return the records of its columns for the dataset `row`."""
        return tuple(column.record(row) for column in self.columns)


def guess_tables(
    sheets: Iterable[SheetRows], formulas: Mapping[str, Formulas] | None = None
) -> tuple[TableGuess, ...]:
    """Return the tables of a workbook that can be worked with, the best of each kind first.

    Args:
        formulas: by name of the sheet, where they are known.
    """
    found = [
        guess
        for sheet in sheets
        for guess in guess_sheet(sheet, (formulas or {}).get(sheet.info.name))
    ]
    order = list(DatasetKind)
    return tuple(sorted(found, key=lambda g: (order.index(g.kind), -g.score, g.index)))


def guess_sheet(sheet: SheetRows, formulas: Formulas | None = None) -> tuple[TableGuess, ...]:
    """Return the tables of one sheet from the top down."""
    head = head_of(sheet)
    merged = merged_in(sheet, _HEADER_WITHIN)
    blocks = _without_repeats(find_headers(head[:_HEADER_WITHIN], merged))
    found: list[TableGuess] = []
    for at, block in enumerate(blocks):
        next_top = blocks[at + 1].top if at + 1 < len(blocks) else 0
        place = _Place(sheet, head, next_top, formulas)
        beside = [guess for part in parts_beside(block, head) if (guess := _guess(place, part))]
        whole = _guess(place, block)
        if len(beside) > 1 or whole is None:
            found += beside
        else:
            found.append(whole)
    return tuple(found)


def guess_columns(
    sheet: SheetRows, header_rows: Span, kind: DatasetKind, last_row: int = 0
) -> tuple[ColumnGuess, ...]:
    """Return what the columns mean where a person says which rows the header has.

    Args:
        header_rows: first and last row of the header; (0, 0) where there is none.
        last_row: last row of the data; 0 is the end of the sheet.
    """
    top, bottom = header_rows
    head = head_of(sheet, bottom + _SAMPLE)
    parts = header_parts(head, top, bottom, sheet.info.merged)
    end = min(last_row or len(head), len(head))
    columns = _judged(parts, head[bottom:end])
    title = _unit_in_title(head[: max(top - 1, 0)])
    guesses = with_periods(kind, guess_roles(kind, columns), columns, parts)
    return _with_units(guesses, columns, title)


def _judged(parts: Mapping[int, tuple[str, ...]], below: Sequence[Row]) -> list[Column]:
    filled = {
        column
        for row in below
        for column, cell in enumerate(row, start=1)
        if cell.kind is not CellKind.EMPTY
    }
    numbers = sorted(parts) or sorted(filled)
    if not numbers:
        return []
    shape = TableShape(DatasetKind.INVENTORY, numbers[0], numbers[-1], {}, parts)
    rows = [row for row in below if kind_of(row, shape) is LineKind.DATA][:_SAMPLE]
    return judge_columns(parts, rows, numbers)


def _without_repeats(blocks: Sequence[HeaderBlock]) -> list[HeaderBlock]:
    """Leave out headers that only repeat one above, as they do at each page of a print."""
    kept: list[HeaderBlock] = []
    for block in blocks:
        if not any(_is_repeat(block, other) for other in kept):
            kept.append(block)
    return kept


def _is_repeat(block: HeaderBlock, first: HeaderBlock) -> bool:
    """Tell whether a header says below each other what the last rows of one above say."""
    return block.parts.keys() == first.parts.keys() and all(
        first.parts[column][-len(texts) :] == texts for column, texts in block.parts.items()
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a header was found."""

    sheet: SheetRows
    head: Sequence[Row]
    next_top: int
    formulas: Formulas | None


def _guess(place: _Place, block: HeaderBlock) -> TableGuess | None:
    end = place.next_top - 1 if place.next_top else len(place.head)
    below = place.head[block.bottom : min(end, block.bottom + 2 * _SAMPLE)]
    title = _unit_in_title(place.head[: block.top - 1])
    columns = _judged(block.parts, below)
    by_kind = {}
    for kind in DatasetKind:
        single = guess_roles(kind, columns)
        guesses = with_periods(kind, single, columns, block.parts)
        by_kind[kind] = _with_units(guesses, columns, title)
    likeliest = _likeliest(by_kind)
    if likeliest is None:
        return None
    guesses = by_kind[likeliest]
    roles = {guess.role: column_number(guess.column) for guess in guesses}
    beside = {guess.role: numbers_of(guess.beside) for guess in guesses if guess.beside}
    shape = TableShape(likeliest, block.left, block.right, roles, block.parts, beside)
    extent = extent_of(place.sheet, place.head, shape, block.bottom, place.next_top)
    if not extent.first_row:
        return None
    return _built(place, block, shape, guesses, extent)


def _built(
    place: _Place,
    block: HeaderBlock,
    shape: TableShape,
    guesses: tuple[ColumnGuess, ...],
    extent: Extent,
) -> TableGuess:
    info = place.sheet.info
    sums: tuple[SumRow, ...] = ()
    lines, first = extent.lines, extent.first_row
    if extent.whole:
        found = find_sums(place.sheet, shape, first, extent.last_row, place.formulas)
        sums, lines = found.sums, found.lines
    return TableGuess(
        sheet=info.name,
        index=info.index,
        kind=shape.kind,
        score=_score(place.sheet, guesses, lines),
        header=(block.top, block.bottom),
        first_row=first,
        last_row=extent.last_row,
        to_end=extent.to_end,
        lines=lines,
        columns=guesses,
        sums=sums,
        reasons=reasons_for(place.sheet, block, shape, guesses, extent, sums),
    )


def _likeliest(by_kind: Mapping[DatasetKind, tuple[ColumnGuess, ...]]) -> DatasetKind | None:
    """Return what a table is used for, by the roles that its columns could take."""
    roles = {kind: frozenset(g.role for g in guesses) for kind, guesses in by_kind.items()}
    fits = {kind for kind in roles if not missing_roles(kind, roles[kind])}
    items = roles[DatasetKind.POPULATION] & {ColumnRole.ITEM_ID, ColumnRole.DATE}
    by_month = any(guess.beside for guess in by_kind[DatasetKind.POPULATION])
    if not items and not by_month:
        fits.discard(DatasetKind.POPULATION)
    staged = ColumnRole.STAGE in roles[DatasetKind.INVENTORY]
    if len(items) == 2 and not staged and DatasetKind.POPULATION in fits:
        return DatasetKind.POPULATION
    for kind in (DatasetKind.INVENTORY, DatasetKind.FACTORS, DatasetKind.POPULATION):
        if kind in fits:
            return kind
    return None


def _score(sheet: SheetRows, guesses: Sequence[ColumnGuess], lines: int) -> float:
    score = sum(min(guess.score, _MOST_FOR_COLUMN) for guess in guesses)
    score += 6 * math.log10(lines + 1)
    if sheet.info.visibility is not Visibility.VISIBLE:
        score *= _HIDDEN_DISCOUNT
    if _OUTDATED.search(squeezed(sheet.info.name)):
        score *= _OUTDATED_DISCOUNT
    return score


_MOST_FOR_COLUMN = 14.0
_HIDDEN_DISCOUNT = 0.25
_OUTDATED_DISCOUNT = 0.5
_OUTDATED = re.compile(
    r"旧|勿用|作废|备份|副本|示例|样例|模板|\b(?:old|backup|copy|obsolete|example|template|draft)\b"
)
_UNIT_IN_TITLE = re.compile(
    r"(?:单位|\bunit)\s*[:：]\s*([^()（）\s，,；;]+(?:\s?CO[2₂]\S*)?)", re.IGNORECASE
)


def _unit_in_title(rows: Sequence[Row]) -> str:
    """Return the unit that the lines above a header state for all of it, else "".

    They say so in words (单位：tCO₂e), or in brackets behind a lone title: 用电量 (kWh).
    """
    above = [
        [cell.text for cell in row if cell.kind is CellKind.TEXT]
        for row in reversed(rows[-_TITLE_ROWS:])
    ]
    for text in (text for texts in above for text in texts):
        found = _UNIT_IN_TITLE.search(text)
        if found and is_unit(found[1]):
            return found[1]
    titles = (split_unit(texts[0])[1] for texts in above if len(texts) == 1)
    return next((unit for unit in titles if unit), "")


_TITLE_ROWS = 4


def _with_units(
    guesses: tuple[ColumnGuess, ...], columns: Sequence[Column], title: str
) -> tuple[ColumnGuess, ...]:
    """Give columns of figures the unit that is stated beside or above the table."""
    used = {guess.column for guess in guesses}
    stated = next(
        (
            column
            for column in columns
            if column.facts.first_unit
            and column.facts.carbon_units * 2 > column.facts.filled
            and column.letters not in used
        ),
        None,
    )

    def unit_for(guess: ColumnGuess) -> tuple[str, Message] | None:
        if guess.unit or guess.role not in NUMBER_ROLES:
            return None
        if guess.role is ColumnRole.EMISSIONS and stated is not None:
            unit = stated.facts.first_unit
            return unit, msg(
                "column {column} gives the unit {unit}", column=stated.letters, unit=unit
            )
        if title and (guess.role is ColumnRole.AMOUNT) != is_carbon(title):
            fits = guess.role in (ColumnRole.AMOUNT, ColumnRole.EMISSIONS)
            return (title, msg("the title gives the unit {unit}", unit=title)) if fits else None
        return None

    def with_unit(guess: ColumnGuess) -> ColumnGuess:
        more = unit_for(guess)
        if more is None:
            return guess
        return replace(guess, unit=more[0], reasons=(*guess.reasons, more[1]))

    return tuple(with_unit(guess) for guess in guesses)
