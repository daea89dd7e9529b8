"""Sums beside their lines, whatever the order of parts and totals."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.dataset import ColumnRole, DatasetKind
from cfpdesk.model.sum_check import same_figure
from cfpdesk.model.table_line import LineKind, TableShape
from cfpdesk.model.table_sums import find_sums
from tests.sheet_builders import sheet_of

SHAPE = TableShape(
    DatasetKind.INVENTORY,
    1,
    3,
    {ColumnRole.SOURCE: 1, ColumnRole.ACTIVITY: 2, ColumnRole.EMISSIONS: 3},
)
FIGURES = st.decimals(-(10**9), 10**9, places=3, allow_nan=False)


@given(st.lists(st.lists(FIGURES, min_size=1, max_size=5), min_size=1, max_size=4))
def test_subtotals_and_a_total_add_up(stages: list[list[Decimal]]) -> None:
    values: list[list[object]] = []
    for lines in stages:
        values += [[f"源 {n}", 1, figure] for n, figure in enumerate(lines)]
        values.append(["小计", "", sum(lines)])
    values.append(["合计", "", sum(sum(lines) for lines in stages)])
    found = find_sums(sheet_of(values), SHAPE, 1, 0)
    assert found.lines == sum(len(lines) for lines in stages)
    assert [row.kind for row in found.sums] == [LineKind.SUBTOTAL] * len(stages) + [LineKind.TOTAL]
    assert all(row.agrees for row in found.sums)


@given(st.lists(FIGURES, min_size=1, max_size=6), st.integers(2, 10**6))
def test_a_total_that_is_off_says_by_how_much(lines: list[Decimal], more: int) -> None:
    values: list[list[object]] = [[f"源 {n}", 1, figure] for n, figure in enumerate(lines)]
    values.append(["合计", "", sum(lines) + more])
    (total,) = find_sums(sheet_of(values), SHAPE, 1, 0).sums
    (check,) = total.checks
    assert (check.added, check.agrees) == (sum(lines), False)
    assert check.shown - sum(lines) == more


def test_a_total_above_its_lines_and_one_without_any() -> None:
    above = find_sums(sheet_of([["合计", "", 5], ["钢", 1, 2], ["电", 1, 3]]), SHAPE, 1, 0)
    assert above.sums[0].agrees
    assert (above.first_row, above.last_row) == (2, 3)
    alone = find_sums(sheet_of([["合计", "", 5]]), SHAPE, 1, 0)
    assert not alone.sums[0].agrees
    assert alone.sums[0].checks[0].added is None
    assert (alone.lines, alone.first_row) == (0, 0)


def test_several_tables_totals_and_one_over_all() -> None:
    values: list[list[object]] = [
        ["钢", 1, 2],
        ["合计", "", 2],
        ["电", 1, 3],
        ["合计", "", 3],
        ["总计", "", 5],
    ]
    assert [row.agrees for row in find_sums(sheet_of(values), SHAPE, 1, 0).sums] == [True] * 3


def test_an_unnamed_row_with_a_formula_of_sums_is_one() -> None:
    values: list[list[object]] = [["钢", 1, 2], ["电", 1, 3], ["", 2, 5]]
    shape = TableShape(SHAPE.kind, 1, 4, {**SHAPE.roles, ColumnRole.FACTOR: 4})
    plain = find_sums(sheet_of(values), shape, 1, 0)
    assert plain.sums == ()
    found = find_sums(sheet_of(values), shape, 1, 0, {(3, 3): "=SUM($C$1:C2)"})
    assert [(row.row, row.by_figures) for row in found.sums] == [(3, True)]


def test_many_lines_without_activity_are_lines() -> None:
    values: list[list[object]] = [[f"源 {n}", "", n] for n in range(3000)]
    found = find_sums(sheet_of(values), SHAPE, 1, 0)
    assert found.lines + len(found.sums) == 3000
    assert len(found.sums) < 5


def test_a_shown_figure_may_be_rounded() -> None:
    assert same_figure(Decimal("2808.56"), Decimal("2808.562297004"))
    assert not same_figure(Decimal("2808.57"), Decimal("2808.562297004"))
    assert same_figure(Decimal("0.1"), Decimal("0.1000000000000000055"))
    assert not same_figure(Decimal(0), Decimal(1))
