"""Which column of a table means what, with the reasons, so that a person can judge the guess.

The header's words, the units in it and what stands below each add to a score; a column that is the
product of others speaks for itself in any language. The best pairs of role and column are taken,
each role and each column once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cfpdesk.i18n import Message, msg
from cfpdesk.model.column_facts import (
    ColumnFacts,
    Product,
    facts_of,
    find_products,
    is_carbon,
    is_rate,
)
from cfpdesk.model.dataset import NUMBER_ROLES, ROLES, ColumnRole, DatasetColumn, DatasetKind
from cfpdesk.model.header_text import column_named, joined, name_and_unit, split_unit
from cfpdesk.model.month_text import is_month
from cfpdesk.model.sheet import EMPTY_CELL, Row, column_letters
from cfpdesk.model.table_words import word_weight

_MONEY = re.compile(r"元|[¥$€£￥]|RMB|CNY|USD|EUR", re.IGNORECASE)
_LEAST_SCORE = 5.0
_SURE_SCORE = 9.0
_GROUP_DISCOUNT = 2.0
_WORDS_ONLY = frozenset(
    {
        ColumnRole.SOURCE,
        ColumnRole.NAME,
        ColumnRole.STAGE,
        ColumnRole.FACTOR_SOURCE,
        ColumnRole.REMARK,
        ColumnRole.BUCKET,
        ColumnRole.PARTNER,
        ColumnRole.TEXT,
        ColumnRole.REGION,
        ColumnRole.BOUNDARY,
    }
)
_UNIT_ROLES = frozenset({ColumnRole.ACTIVITY_UNIT, ColumnRole.FACTOR_UNIT, ColumnRole.UNIT})
_WITH_UNITS = frozenset({ColumnRole.ACTIVITY, ColumnRole.AMOUNT})
_ID_ROLES = frozenset({ColumnRole.ID, ColumnRole.ITEM_ID})


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """That a column probably means something.

    Attributes:
        column: its letters.
        header: its header, all rows of it.
        unit: the unit that holds for the whole column, empty where none is stated.
        score: how much speaks for it; from 9 on it is sure.
        reasons: what speaks for it.
        beside: see `DatasetColumn.beside`.
    """

    role: ColumnRole
    column: str
    header: str
    unit: str
    score: float
    reasons: tuple[Message, ...]
    beside: str = ""

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters of all its columns."""
        return tuple(self.beside.split()) or (self.column,)

    @property
    def sure(self) -> bool:
        """Whether a person need not look twice."""
        return self.score >= _SURE_SCORE

    def record(self, dataset: str) -> DatasetColumn:
        """Return the record that says so for a dataset."""
        return DatasetColumn(
            dataset=dataset,
            role=self.role,
            column=self.column,
            unit=self.unit,
            header=self.header,
            beside=self.beside,
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is judged: header parts, name and unit, facts, whether it is a product."""

    number: int
    parts: tuple[str, ...]
    name: str
    unit: str
    facts: ColumnFacts
    product: Product | None = None
    part_of: tuple[Product, ...] = field(default=())

    @property
    def letters(self) -> str:
        """The column's letters."""
        return column_letters(self.number)


def judge_columns(
    parts: Mapping[int, tuple[str, ...]], rows: Sequence[Row], columns: Sequence[int]
) -> list[Column]:
    """Return what is known about each column.

    Args:
        parts: header texts by column, as `header_parts` gives them.
        rows: rows of data below the header, without rows of sums.
        columns: numbers from 1.
    """
    cells = {
        number: [row[number - 1] if number <= len(row) else EMPTY_CELL for row in rows]
        for number in columns
    }
    facts = {number: facts_of(cells[number]) for number in columns}
    numeric = [n for n in columns if facts[n].numbers and facts[n].share(facts[n].numbers) > 0.5]
    products = find_products(rows, numeric)
    return [
        Column(
            number,
            parts.get(number, ()),
            *name_and_unit(parts.get(number, ())),
            facts[number],
            products.get(number),
            tuple(p for p in products.values() if number in p.of),
        )
        for number in columns
    ]


def guess_roles(kind: DatasetKind, columns: Sequence[Column]) -> tuple[ColumnGuess, ...]:
    """Return the role of each column that seems to have one, in the order of the roles."""
    points_at = {c for column in columns for part in column.parts if (c := column_named(part))}
    months = [column.number for column in columns if any(is_month(p) for p in column.parts)]
    scored: list[tuple[float, int, ColumnRole, Column, tuple[Message, ...]]] = []
    for column in columns:
        if column.number in months and len(months) > 2:
            continue
        for role in ROLES[kind]:
            score, reasons = _score(kind, role, column)
            if role in _UNIT_ROLES and column.letters in points_at:
                score += 4
                reasons = (*reasons, msg("another header names it as the column of units"))
            if score >= _LEAST_SCORE:
                scored.append((score, -column.number, role, column, reasons))
    scored.sort(key=lambda entry: entry[:2], reverse=True)
    taken: dict[ColumnRole, ColumnGuess] = {}
    used: set[int] = set()
    for score, _, role, column, reasons in scored:
        if role in taken or column.number in used:
            continue
        used.add(column.number)
        header = joined(column.parts)
        unit = column.unit if role in NUMBER_ROLES else ""
        taken[role] = ColumnGuess(role, column.letters, header, unit, score, reasons)
    if _states_otherwise(columns, taken):
        del taken[ColumnRole.UNIT]
    return tuple(taken[role] for role in ROLES[kind] if role in taken)


def _states_otherwise(columns: Sequence[Column], taken: Mapping[ColumnRole, ColumnGuess]) -> bool:
    """Tell whether a column of units belongs to another figure than the amount."""
    amount, unit = taken.get(ColumnRole.AMOUNT), taken.get(ColumnRole.UNIT)
    if amount is None or unit is None or not amount.unit:
        return False
    facts = next(column.facts for column in columns if column.letters == unit.column)
    return facts.first_unit != amount.unit


def _score(
    kind: DatasetKind, role: ColumnRole, column: Column
) -> tuple[float, tuple[Message, ...]]:
    score, word = word_weight(kind, role, column.name)
    for part in column.parts:
        label = split_unit(part)[0]
        weight, said = word_weight(kind, role, label)
        if weight - _GROUP_DISCOUNT > score:
            score, word = weight - _GROUP_DISCOUNT, said
    reasons: list[Message] = []
    if word:
        reasons.append(
            msg("the header “{header}” holds “{word}”", header=joined(column.parts), word=word)
        )
    for judge in (_by_unit, _by_product, _by_cells):
        more, reason = judge(kind, role, column)
        score += more
        if reason is not None and more > 0:
            reasons.append(reason)
    return score, tuple(reasons)


_Verdict = tuple[float, Message | None]


def _by_unit(kind: DatasetKind, role: ColumnRole, column: Column) -> _Verdict:
    """Judge by the unit in the header: a mass of CO2e is no activity, a rate is a factor."""
    if not column.unit or role not in NUMBER_ROLES:
        return 0.0, None
    reason = msg("the header gives the unit {unit}", unit=column.unit)
    if is_carbon(column.unit):
        wanted = ColumnRole.FACTOR if is_rate(column.unit) else ColumnRole.EMISSIONS
        if role is wanted:
            return 6.0, reason
        per_product = role is ColumnRole.EMISSIONS and is_rate(column.unit)
        in_population = kind is DatasetKind.POPULATION and not is_rate(column.unit)
        return (0.0 if in_population else -3.0 if per_product else -8.0), None
    if role in (ColumnRole.ACTIVITY, ColumnRole.AMOUNT):
        if column.unit == "%":
            return -8.0, None
        # What is paid says less about emissions than what was delivered.
        return (-4.0, None) if _MONEY.search(column.unit) else (1.0, reason)
    return -3.0, None


def _by_product(_kind: DatasetKind, role: ColumnRole, column: Column) -> _Verdict:
    product = column.product
    if product is not None and role in (ColumnRole.EMISSIONS, ColumnRole.AMOUNT):
        what = " × ".join(column_letters(part) for part in product.of)
        reason = msg(
            "it equals {what} in {n} of {m} {m:row|rows}",
            what=what,
            n=product.rows,
            m=product.tested,
        )
        return (4.0 if role is ColumnRole.EMISSIONS else 2.0), reason
    inside = column.part_of and role in (ColumnRole.ACTIVITY, ColumnRole.FACTOR, ColumnRole.GWP)
    if inside:
        result = column_letters(column.part_of[0].column)
        return 2.0, msg("column {result} is a product of it", result=result)
    return 0.0, None


def _by_cells(_kind: DatasetKind, role: ColumnRole, column: Column) -> _Verdict:
    facts = column.facts
    if not facts.filled:
        return -1.0, None
    if role in NUMBER_ROLES:
        return _by_figures(role, facts)
    if role in _UNIT_ROLES:
        return _expect_unit(facts, role)
    if role is ColumnRole.DATE and facts.serials * 10 >= facts.filled * 9:
        # Only with a header that says so: a meter may read 45 658 as well.
        return _expect(facts, facts.serials, 0.5, msg("numbers that may be dates"))
    if role is ColumnRole.DATE:
        return _expect(facts, facts.dates, 3.0, msg("dates"))
    if role is ColumnRole.YEAR:
        return _expect(facts, facts.years, 3.0, msg("years"))
    if role is ColumnRole.RANK:
        return _expect(facts, facts.ranks, 3.0, msg("ranks"))
    if role is ColumnRole.GAS:
        return _expect(facts, facts.gases, 3.0, msg("gases"))
    if role in _ID_ROLES:
        return _expect_id(facts)
    if role in _WORDS_ONLY:
        return (1.0, None) if facts.share(facts.numbers) < 0.5 else (-8.0, None)
    return 0.0, None


def _by_figures(role: ColumnRole, facts: ColumnFacts) -> _Verdict:
    """Judge a column of numbers, also where each cell says its unit."""
    if role in _WITH_UNITS and facts.quantities * 2 > facts.filled - facts.errors:
        return _expect(facts, facts.numbers + facts.quantities, 4.0, msg("numbers with their unit"))
    if role is ColumnRole.FACTOR and facts.carbon_values * 2 > facts.filled:
        return _expect(facts, facts.carbon_values, 4.0, msg("factors with their unit"))
    return _expect(facts, facts.numbers, 2.0, msg("numbers"))


def _expect(facts: ColumnFacts, count: int, value: float, what: Message) -> _Verdict:
    share = facts.share(count)
    if share >= 0.5:
        reason = msg(
            "{n} of {m} {m:cell holds|cells hold} {what}", n=count, m=facts.filled, what=what
        )
        return value, reason
    return (-3.0, None) if share >= 0.2 else (-8.0, None)


def _expect_unit(facts: ColumnFacts, role: ColumnRole) -> _Verdict:
    if facts.share(facts.numbers + facts.quantities) > 0.5:
        return -8.0, None
    carbon = facts.carbon_units + facts.carbon_rates
    of_factor = role is ColumnRole.FACTOR_UNIT
    if carbon * 2 > facts.filled:
        fits = of_factor and facts.carbon_rates * 2 > facts.filled
        return (7.0, _units(facts)) if fits else (-8.0, None)
    if facts.units * 2 >= facts.filled:
        alone = facts.units * 10 >= facts.filled * 9  # 张 is a unit and a surname
        return (-3.0 if of_factor else 5.0 if alone else 3.0), _units(facts)
    return -3.0, None


def _units(facts: ColumnFacts) -> Message:
    return msg("{n} of {m} {m:cell holds|cells hold} units", n=facts.units, m=facts.filled)


def _expect_id(facts: ColumnFacts) -> _Verdict:
    if facts.share(facts.dates) > 0.5:
        return -8.0, None
    if facts.distinct * 10 < facts.filled * 8:
        return -4.0, None
    if facts.share(facts.codes) >= 0.8:
        return 2.0, msg("its cells are short and all different")
    return (-3.0, None) if facts.length > 25 else (0.0, None)
