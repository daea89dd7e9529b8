"""The client's formulas recalculated, from what is shown and all the way down."""

from decimal import Decimal

import pytest

from cfpdesk.model.cell_formula import Recalculator
from cfpdesk.model.formula_column import BreakKind, breaks_of_column, breaks_of_table
from cfpdesk.model.sheet import address, parse_address
from cfpdesk.model.table_guess import guess_tables
from cfpdesk.model.table_rows import rows_of
from cfpdesk.model.workbook_cells import WorkbookCells
from tests.sheet_builders import Formulas, client_file, client_sheet, sheet_of

WORKBOOK = "恒锐_CFP_2025.xlsx"


def _recalculator(values: list[list[object]], formulas: dict[str, str]) -> Recalculator:
    return Recalculator(_cells(values, formulas))


def _cells(values: list[list[object]], formulas: dict[str, str]) -> WorkbookCells:
    by_place = {parse_address(where): text for where, text in formulas.items()}
    return WorkbookCells.of([sheet_of(values, "表")], {"表": by_place})


@pytest.mark.parametrize("name", [WORKBOOK, "带钢入库单_2025.xlsx", "原料运单_2025.xlsx"])
def test_every_formula_of_the_sample_gives_what_its_cell_shows(name: str) -> None:
    sheets, formulas = client_file(name)
    recalculator = Recalculator(WorkbookCells.of(sheets, formulas))
    count = 0
    for sheet, places in formulas.items():
        for column, row in places:
            result = recalculator.cell(sheet, address(column, row))
            assert (result.agrees, result.recalculated_agrees) == (True, True), result
            assert (result.flag, result.reason, result.notes) == (None, None, ())
            count += 1
    assert count == {WORKBOOK: 36, "带钢入库单_2025.xlsx": 1, "原料运单_2025.xlsx": 1040}[name]


def test_the_chain_behind_the_declared_figure() -> None:
    sheets, formulas = client_file(WORKBOOK)
    recalculator = Recalculator(WorkbookCells.of(sheets, formulas))
    chain = recalculator.chain("汇总", "B7")
    assert [(step.depth, step.result.sheet, step.result.address) for step in chain] == [
        (0, "汇总", "B7"),
        (1, "汇总", "B6"),
        (2, "汇总", "B4"),
        (3, "清单", "H12"),
        (2, "汇总", "B5"),
        (3, "清单", "H21"),
    ]
    power = recalculator.cell("清单", "E13")
    assert [part.place for part in power.inputs] == ["电力!C17"]
    assert power.inputs[0].formula == "=SUM(C5:C16)"
    typed = recalculator.cell("清单", "F13")
    assert (typed.formula, typed.agrees, typed.flag) == ("", None, None)


def test_a_cell_that_shows_something_else_is_flagged_and_so_is_what_builds_on_it() -> None:
    recalculator = _recalculator(
        [[10, 3, 31], [5, 2, 10], [None, None, 41]],
        {"C1": "=A1*B1", "C2": "=A2*B2", "C3": "=SUM(C1:C2)"},
    )
    wrong = recalculator.cell("表", "C1")
    assert wrong.flag is not None
    assert wrong.flag.text("en") == "The cell shows 31, its formula gives 30."
    total = recalculator.cell("表", "C3")
    assert (total.agrees, total.recalculated_agrees) == (True, False)
    assert total.flag is not None
    assert total.flag.text("en") == ("The cell shows 41; with its inputs recalculated it gives 40.")
    assert recalculator.cell("表", "c2").flag is None


def test_what_a_double_cannot_tell_is_no_difference() -> None:
    values: list[list[object]] = [[0.1, 0.2, 0.1 + 0.2, 1e15, 1e15 + 0.3 - 1e15]]
    recalculator = _recalculator(values, {"C1": "=A1+B1", "E1": "=D1+0.3-D1"})
    assert recalculator.cell("表", "C1").agrees
    assert recalculator.cell("表", "E1").agrees


def test_a_formula_that_refers_to_itself() -> None:
    recalculator = _recalculator(
        [[1, 2, 3, 4]], {"A1": "=B1+1", "B1": "=C1+1", "C1": "=A1+1", "D1": "=A1*2"}
    )
    for where in ("A1", "B1", "C1"):
        reason = recalculator.cell("表", where).reason
        assert reason is not None
        assert reason.text("en") == "it refers to itself"
    above = recalculator.cell("表", "D1")
    assert (above.value, above.recalculated) == (Decimal(2), Decimal(2))
    assert [note.text("en") for note in above.notes] == [
        "Taken as shown, because they are no plain arithmetic: 表!A1."
    ]


def test_inputs_that_cannot_be_recalculated_are_taken_as_shown_and_named() -> None:
    recalculator = _recalculator([[7, 2, 14]], {"A1": "=VLOOKUP(B1,X:Y,2,0)", "C1": "=A1*B1"})
    result = recalculator.cell("表", "C1")
    assert (result.agrees, result.recalculated_agrees) == (True, True)
    assert "表!A1" in result.notes[0].text("en")
    reason = recalculator.cell("表", "A1").reason
    assert reason is not None
    assert "VLOOKUP" in reason.text("en")


def test_a_file_without_results_is_computed_all_the_same() -> None:
    recalculator = _recalculator([[2, 3, None, None]], {"C1": "=A1*B1", "D1": "=C1+1"})
    result = recalculator.cell("表", "D1")
    assert (result.recalculated, result.agrees, result.flag) == (Decimal(7), None, None)
    assert result.notes[-1].text("en") == "The file holds no result of this formula."


def test_a_running_balance_of_many_rows() -> None:
    count = 20_000
    values: list[list[object]] = [[1, row] for row in range(1, count + 1)]
    formulas = {f"B{row}": f"=B{row - 1}+A{row}" for row in range(2, count + 1)}
    result = _recalculator(values, formulas).cell("表", f"B{count}")
    assert (result.recalculated, result.flag) == (Decimal(count), None)


def test_a_cell_that_does_not_exist() -> None:
    recalculator = _recalculator([[1]], {})
    with pytest.raises(ValueError, match="那"):
        recalculator.cell("那", "A1")
    with pytest.raises(ValueError, match="nowhere"):
        recalculator.cell("表", "nowhere")
    assert recalculator.cell("表", "ZZ999").shown.text == ""


def _sample_with(changes: dict[tuple[int, int], str]) -> WorkbookCells:
    sheets, formulas = client_file(WORKBOOK)
    changed: Formulas = {
        place: text for place, text in (formulas["清单"] | changes).items() if text
    }
    return WorkbookCells.of(sheets, {**formulas, "清单": changed})


def test_a_number_pasted_over_a_formula_is_flagged() -> None:
    guess = guess_tables(*client_file(WORKBOOK))[0]
    dataset, columns = guess.dataset("d"), guess.records("d")
    rows = list(rows_of(client_sheet(WORKBOOK, "清单"), dataset, columns))
    assert breaks_of_table(_sample_with({}), dataset, columns, rows) == ()
    (found,) = breaks_of_table(_sample_with({(8, 19): ""}), dataset, columns, rows)
    assert (found.kind, found.address, found.lines) == (BreakKind.TYPED, "H19", 12)
    assert (found.expected, found.agrees) == (Decimal("48297.6"), True)
    assert found.sentence.text("en") == (
        "H19 holds the typed number 48,297.6 where 12 lines of the column have a formula; "
        "the formula would give the same."
    )
    (other,) = breaks_of_table(_sample_with({(8, 15): "=E15*F15*0.9"}), dataset, columns, rows)
    assert (other.kind, other.agrees) == (BreakKind.OTHER_FORMULA, True)
    assert "=E7*F7*G7" in other.sentence.text("en")


def test_a_pasted_number_shows_what_the_formula_would_give() -> None:
    cells = _cells(
        [[1, 10, 10], [2, 10, 20], [3, 10, 99], [4, 10, 40], [5, 10, "–"]],
        {"C1": "=A1*B1", "C2": "=A2*B2", "C4": "=A4*B4"},
    )
    (found,) = breaks_of_column(cells, "表", 3, range(1, 6))
    assert (found.address, found.expected, found.agrees) == ("C3", Decimal(30), False)
    assert breaks_of_column(cells, "表", 1, range(1, 6)) == ()
    assert breaks_of_column(cells, "表", 3, range(1, 3)) == ()
