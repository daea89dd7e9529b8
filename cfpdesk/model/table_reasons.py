"""Why a table was found where it is: the sentences that stand beside the guess."""

from collections.abc import Sequence

from cfpdesk.i18n import Message, msg
from cfpdesk.model.column_guess import ColumnGuess
from cfpdesk.model.dataset import NUMBER_ROLES, SUM_ROLES
from cfpdesk.model.month_text import is_month
from cfpdesk.model.period_columns import span_text
from cfpdesk.model.sheet import Row, SheetRows, Visibility, column_letters, column_number
from cfpdesk.model.table_extent import Extent
from cfpdesk.model.table_header import HeaderBlock, is_figure
from cfpdesk.model.table_line import LineKind, TableShape, kind_of
from cfpdesk.model.table_sums import SumRow

_LOOK = 200


def reasons_for(
    sheet: SheetRows,
    block: HeaderBlock,
    shape: TableShape,
    guesses: Sequence[ColumnGuess],
    extent: Extent,
    sums: Sequence[SumRow],
) -> tuple[Message, ...]:
    """Return the sentences that say why the table was found so, the most important first."""
    rows = sheet.window(extent.first_row, min(extent.last_row - extent.first_row + 1, _LOOK))
    lines = [row for row in rows if kind_of(row, shape) is LineKind.DATA]
    found = [_of_header(lines, block, guesses), _of_rows(extent, sums)]
    if sheet.info.visibility is not Visibility.VISIBLE:
        found.insert(0, msg("The sheet is hidden in the workbook."))
    if months := _of_months(block, guesses):
        found.append(months)
    if extent.note:
        found.append(msg("What stands from row {row} on is no longer the table.", row=extent.note))
    if shape.left > 1:
        left, right = column_letters(shape.left), column_letters(shape.right)
        found.append(msg("The table takes columns {left} to {right}.", left=left, right=right))
    return tuple(found)


def _of_header(lines: Sequence[Row], block: HeaderBlock, guesses: Sequence[ColumnGuess]) -> Message:
    best = max(
        (guess for guess in guesses if guess.role in NUMBER_ROLES),
        key=lambda guess: (guess.role in SUM_ROLES, guess.score),
        default=None,
    )
    if best is None:
        return msg("Row {row} is taken as the last header row.", row=block.bottom)
    column = column_number(best.column)
    figures = sum(1 for row in lines if column <= len(row) and is_figure(row[column - 1]))
    if block.top < block.bottom:
        return msg(
            "Rows {top} to {bottom} are taken as the header: below them column {column} holds "
            "numbers in {n} {n:row|rows}.",
            top=block.top,
            bottom=block.bottom,
            column=best.column,
            n=figures,
        )
    return msg(
        "Row {row} is taken as the header: below it column {column} holds numbers in {n} "
        "{n:row|rows}.",
        row=block.bottom,
        column=best.column,
        n=figures,
    )


def _of_rows(extent: Extent, sums: Sequence[SumRow]) -> Message:
    if not extent.whole:
        return msg(
            "The data go from row {first} to row {last}; only the beginning and the end were "
            "looked at so far.",
            first=extent.first_row,
            last=extent.last_row,
        )
    if not sums:
        return msg(
            "The data go from row {first} to row {last}.",
            first=extent.first_row,
            last=extent.last_row,
        )
    return msg(
        "The data go from row {first} to row {last}; sums and results stand in: {rows}.",
        first=extent.first_row,
        last=extent.last_row,
        rows=", ".join(str(row.row) for row in sums),
    )


def _of_months(block: HeaderBlock, guesses: Sequence[ColumnGuess]) -> Message | None:
    months = [c for c, parts in block.parts.items() if any(is_month(part) for part in parts)]
    if len(months) < 3:
        return None
    first, last = column_letters(min(months)), column_letters(max(months))
    taken = [guess for guess in guesses if guess.role in SUM_ROLES]
    beside = next((guess for guess in guesses if guess.beside), None)
    if beside is not None:
        return msg(
            "Columns {columns} hold periods side by side; each figure becomes a line of its own.",
            columns=span_text(beside.beside),
        )
    if not taken:
        return msg(
            "Columns {first} to {last} hold months; no column holds their sum. Ask the client for "
            "one.",
            first=first,
            last=last,
        )
    return msg(
        "Columns {first} to {last} hold months; the sum in column {column} is taken.",
        first=first,
        last=last,
        column=taken[0].column,
    )
