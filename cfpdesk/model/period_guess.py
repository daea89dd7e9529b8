"""Whether the figures of a table stand side by side, one for each month, and which they are.

Where a column holds the sum of the months, an inventory takes that: a line is a source, not a
month. The items of a population are what can be held against papers, and those come by the month.
"""

import re
from collections.abc import Mapping, Sequence

from cfpdesk.i18n import Message, msg
from cfpdesk.model.column_facts import is_carbon, is_rate
from cfpdesk.model.column_guess import Column, ColumnGuess
from cfpdesk.model.dataset import ROLES, ColumnRole, DatasetKind
from cfpdesk.model.header_text import joined
from cfpdesk.model.period_columns import LEAST_PERIODS, PeriodColumns, period_columns, span_text

_MONEY = re.compile(r"元|金额|单价|[¥$€£￥]|RMB|CNY|USD|EUR|amount due|price|cost", re.IGNORECASE)
_LEAST_NAMES = 2
_SCORE = 7.0  # a guess to be looked at twice
_FIGURES_OF = {
    DatasetKind.INVENTORY: (ColumnRole.ACTIVITY, ColumnRole.EMISSIONS),
    DatasetKind.POPULATION: (ColumnRole.AMOUNT,),
    DatasetKind.FACTORS: (),
}


def with_periods(
    kind: DatasetKind,
    guesses: tuple[ColumnGuess, ...],
    columns: Sequence[Column],
    parts: Mapping[int, tuple[str, ...]],
) -> tuple[ColumnGuess, ...]:
    """Return the guesses with months side by side where they are the table's figures.

    Args:
        guesses: by single columns.
        columns: all columns as they were judged.
        parts: header texts by column.
    """
    taken = {guess.role: guess for guess in guesses}
    groups = [group for group in period_columns(parts) if _holds_figures(group, columns)]
    group = min(groups, key=_is_money, default=None)
    role = None if group is None else _role(kind, group, taken)
    if group is None or role is None:
        return guesses
    taken[role] = guess_for(role, group, parts, (_reason(group),))
    if kind is DatasetKind.POPULATION and ColumnRole.ITEM_ID not in taken:
        _take_names(taken, columns)
    return tuple(taken[each] for each in ROLES[kind] if each in taken)


def guess_for(
    role: ColumnRole,
    group: PeriodColumns,
    parts: Mapping[int, tuple[str, ...]],
    reasons: tuple[Message, ...],
    score: float = _SCORE,
) -> ColumnGuess:
    """Return that a role's figures stand in columns side by side."""
    first, *_others = group.letters.split()
    header = joined(parts.get(group.columns[0], ()))
    return ColumnGuess(role, first, header, group.name[1], score, reasons, group.letters)


def _reason(group: PeriodColumns) -> Message:
    return msg(
        "columns {columns} hold one figure for each of {n} {n:period|periods}, {first} to {last}; "
        "each figure becomes a line of its own",
        columns=span_text(group.letters),
        n=len(group.columns),
        first=group.labels[0],
        last=group.labels[-1],
    )


def _role(
    kind: DatasetKind, group: PeriodColumns, taken: Mapping[ColumnRole, ColumnGuess]
) -> ColumnRole | None:
    """Return what the figures mean; None where single columns say enough."""
    roles = _FIGURES_OF[kind]
    if not roles:
        return None
    if kind is DatasetKind.POPULATION:
        return None if ColumnRole.DATE in taken else ColumnRole.AMOUNT
    if any(role in taken for role in roles):
        return None
    unit = group.name[1]
    emissions = bool(unit) and is_carbon(unit) and not is_rate(unit)
    return ColumnRole.EMISSIONS if emissions else ColumnRole.ACTIVITY


def _take_names(taken: dict[ColumnRole, ColumnGuess], columns: Sequence[Column]) -> None:
    """Let the first column whose texts all differ name the rows: meters, sites, materials."""
    used = {guess.column: role for role, guess in taken.items()}
    for column in columns:
        facts, role = column.facts, used.get(column.letters, ColumnRole.TEXT)
        if role is not ColumnRole.TEXT or column.parts == () or facts.filled < _LEAST_NAMES:
            continue
        if facts.numbers or facts.units * 2 > facts.filled or facts.distinct < facts.filled:
            continue
        reason = msg("its cells are all different and name the rows")
        header = joined(column.parts)
        taken.pop(role, None)
        taken[ColumnRole.ITEM_ID] = ColumnGuess(
            ColumnRole.ITEM_ID, column.letters, header, "", _SCORE, (reason,)
        )
        return


def _holds_figures(group: PeriodColumns, columns: Sequence[Column]) -> bool:
    """Tell whether most of the columns hold numbers; the months to come are empty."""
    facts = {column.number: column.facts for column in columns}
    filled = [facts[c] for c in group.columns if c in facts and facts[c].filled]
    numeric = [each for each in filled if each.numbers * 2 > each.filled]
    return len(numeric) >= LEAST_PERIODS and len(numeric) * 2 > len(filled)


def _is_money(group: PeriodColumns) -> bool:
    """Tell whether figures are paid rather than delivered, so that others go before them."""
    return any(_MONEY.search(text) for text in (*group.above, *group.below))


def offered(parts: Mapping[int, tuple[str, ...]]) -> dict[str, PeriodColumns]:
    """Return the columns side by side that a person may choose, by their letters."""
    return {group.letters: group for group in period_columns(parts)}
