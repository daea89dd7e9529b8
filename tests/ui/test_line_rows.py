"""Lines as rows of the grid: groups with sums, filters, order, and figures in little room."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cfpdesk.i18n import set_language
from cfpdesk.model.inventory import Bucket, LineReview
from cfpdesk.model.inventory_view import InventoryState
from cfpdesk.ui.parts.line_columns import (
    difference_text,
    exact_text,
    figure_text,
    grid_columns,
    kg_text,
    spoken,
)
from cfpdesk.ui.parts.line_rows import (
    COLUMN_KEYS,
    GridRow,
    Grouping,
    LineFilter,
    Narrowing,
    grid_rows,
)
from tests.inventory_samples import TABLE, inventory_state, line_row

D = Decimal


@pytest.fixture(autouse=True)
def chinese() -> None:
    set_language("zh")


@pytest.fixture(scope="module")
def state() -> InventoryState:
    return inventory_state()


def codes(rows: tuple[GridRow, ...]) -> list[str]:
    return [row.view.result.line.code for row in rows if row.view]


def test_heads_carry_the_sums_of_their_lines(state: InventoryState) -> None:
    rows = grid_rows(state, Narrowing())
    raw, production, total = (row for row in rows if row.is_head)
    assert raw.verified == D(29853900)
    assert production.verified is not None
    assert round(production.verified) == 4018878
    assert round(raw.share or D(0), 1) == D("88.1")
    assert total.total
    assert (round(total.claimed or D(0)), round(total.verified or D(0))) == (33702748, 33872778)
    assert total.share == pytest.approx(D(100))


def test_sums_are_of_what_is_shown_and_counts() -> None:
    out = LineReview(dataset=TABLE, line="R1", excluded=True, excluded_reason="x")
    beside = LineReview(dataset=TABLE, line="R2", bucket=Bucket.OUTSIDE)
    rows = grid_rows(inventory_state(out, beside), Narrowing())
    assert rows[0].claimed == D(57960) + D(187200) + D(343980)
    narrowed = grid_rows(inventory_state(), Narrowing(text="盐酸"))
    assert narrowed[-1].claimed == D(158760)
    assert narrowed[-1].name == "13 行中 1 行合计"


def test_filters_and_words_narrow_together(state: InventoryState) -> None:
    shown = Narrowing(filters=frozenset({LineFilter.CHANGED, LineFilter.SIGNIFICANT}))
    assert codes(grid_rows(state, shown)) == ["P1"]
    assert codes(grid_rows(state, Narrowing(text="p6"))) == ["P6"]
    assert codes(grid_rows(state, Narrowing(text="供应商 yd"))) == ["P4"]
    assert grid_rows(state, Narrowing(text="nothing like it")) == ()


def test_columns_sort_figures_down_and_words_up_then_back(state: InventoryState) -> None:
    shown = Narrowing(grouping=Grouping.NONE)
    shown.sort_by(COLUMN_KEYS.index("difference"))
    assert codes(grid_rows(state, shown))[:2] == ["P1", "P6"]
    shown.sort_by(COLUMN_KEYS.index("difference"))
    assert codes(grid_rows(state, shown))[-1] == "P1"
    shown.sort_by(COLUMN_KEYS.index("difference"))
    assert shown.sort is None
    shown.sort_by(COLUMN_KEYS.index("rank"))
    assert codes(grid_rows(state, shown))[0] == "P6"
    shown.sort_by(COLUMN_KEYS.index("code"))
    assert codes(grid_rows(state, shown))[0] == "R1"


def test_a_line_without_a_result_sorts_last_and_says_why() -> None:
    lost = LineReview(dataset=TABLE, line="R1", activity_unit="m")
    state = inventory_state(lost)
    shown = Narrowing(grouping=Grouping.NONE)
    shown.sort_by(COLUMN_KEYS.index("verified"))
    rows = grid_rows(state, shown)
    assert codes(rows)[-1] == "R1"
    column = grid_columns()[COLUMN_KEYS.index("verified")]
    row = next(row for row in rows if row.key == line_row("R1"))
    assert column.text(row) == "–"
    assert column.token is not None
    assert column.token(row) == "warn"
    assert column.tip is not None
    assert "不" in column.tip(row)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2.162188809", "2.1622"), ("0.5306", "0.5306"), ("2310", "2,310"), ("0", "0"),
        ("0.000012345", "0.000012345"), ("12600.00", "12,600"), ("-3.5", "−3.5"),
    ],
)  # fmt: skip
def test_figures_fit_a_cell(value: str, text: str) -> None:
    assert figure_text(D(value)) == text


def test_figures_beyond_all_measure_are_still_figures() -> None:
    assert figure_text(D("1E+40")).replace(",", "") == "1" + "0" * 40
    assert exact_text(D("1E+40")).replace(",", "") == "1" + "0" * 40


def test_masses_are_whole_kilograms_and_small_ones_are_not_lost() -> None:
    assert kg_text(D("29106000.4")) == "29,106,000"
    assert kg_text(D("0.0314159")) == "0.0314159"
    assert kg_text(D(-470)) == "−470"
    assert kg_text(None) == "–"
    assert exact_text(D("2.162188809")) == "2.162188809"


def test_what_binary_arithmetic_makes_is_no_difference(state: InventoryState) -> None:
    view = next(v for v in state.lines if v.result.line.code == "P2")
    cell = replace(view.result, claimed_kg=(view.result.claimed_kg or D(0)) + D("1e-7"))
    off = replace(view, result=cell)
    assert not off.result.differs
    assert difference_text(off) == "0"
    real = replace(view, result=replace(cell, claimed_kg=(cell.claimed_kg or D(0)) + D("0.5")))
    assert real.result.differs
    assert difference_text(real) == "0.5"


def test_a_row_is_spoken_with_number_doubts_and_figures(state: InventoryState) -> None:
    rows = {row.key: row for row in grid_rows(state, Narrowing())}
    said = spoken(rows[line_row("P1")])
    for part in ("P1", "外购电力", "重要", "不成立", "声明 1,910,160 kg", "差 −169,560 kg"):
        assert part in said
