"""The client's formulas, cell by cell, shared ones written out; only from xlsx, and it says so."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from cfpdesk.exchange.client_workbook.reading import read_formulas
from cfpdesk.exchange.client_workbook.refusal import Refusal, WorkbookError
from cfpdesk.model.sheet import CellRange, Formula, parse_range
from tests.exchange.test_client_workbook import CLIENT
from tests.exchange.workbook_files import FIXTURES, xlsx


def texts(source: Path | bytes, sheet: int = 0, cells: CellRange | None = None) -> dict[str, str]:
    from cfpdesk.model.sheet import address

    return {address(f.column, f.row): f.text for f in read_formulas(source, sheet, cells)}


def test_plain_formulas() -> None:
    found = texts(FIXTURES / "energy.xlsx")
    assert found["D4"] == "=C4/C$7"
    assert found["C7"] == "=SUM(C4:C6)"
    assert found["D7"] == "=1/0"
    assert len(found) == 9
    assert texts(FIXTURES / "energy.xlsx", 1) == {}


def test_only_those_asked_for() -> None:
    assert set(texts(FIXTURES / "energy.xlsx", 0, parse_range("D4:D5"))) == {"D4", "D5"}
    assert set(texts(FIXTURES / "energy.xlsx", 0, parse_range("C7"))) == {"C7"}


def test_shared_formulas_are_written_out_for_their_cells() -> None:
    rows = (
        '<row r="2"><c r="C2"><f t="shared" ref="C2:C4" si="0">A2*$B$1+A1&amp;"x"</f>'
        "<v>1</v></c></row>"
        '<row r="3"><c r="C3"><f t="shared" si="0"/><v>1</v></c>'
        '<c r="D3"><f t="shared" si="7"/><v>1</v></c></row>'
        '<row r="4"><c r="C4"><f t="shared" si="0"></f><v>1</v></c></row>'
    )
    found = texts(xlsx(rows=rows))
    assert found == {
        "C2": '=A2*$B$1+A1&"x"',
        "C3": '=A3*$B$1+A2&"x"',
        "C4": '=A4*$B$1+A3&"x"',
        "D3": "",
    }
    assert set(texts(xlsx(rows=rows), 0, parse_range("C4"))) == {"C4"}
    assert texts(xlsx(rows=rows), 0, parse_range("C4"))["C4"] == '=A4*$B$1+A3&"x"'


def test_array_formulas_and_tables(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet["A1"] = ArrayFormula("A1:A3", "=B1:B3*2")
    book.save(tmp_path / "a.xlsx")
    assert list(read_formulas(tmp_path / "a.xlsx", 0)) == [
        Formula(1, 1, "=B1:B3*2", CellRange(1, 1, 1, 3))
    ]
    table = '<f t="dataTable" ref="B2:C3" dt2D="1" r1="E1" r2="E2"/>'
    rows = f'<row r="1"><c r="B2">{table}<v>1</v></c></row>'
    assert list(read_formulas(xlsx(rows=rows), 0)) == [
        Formula(2, 2, "=TABLE(E1,E2)", CellRange(2, 2, 3, 3))
    ]


def test_names_of_newer_functions_are_as_people_know_them() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>_xlfn.XLOOKUP(B1,_xlfn._xlws.SORT(C1:C9),1)</f><v>1</v></c></row>'
    )
    assert texts(xlsx(rows=rows)) == {"A1": "=XLOOKUP(B1,SORT(C1:C9),1)"}


def test_cells_without_an_address_are_counted() -> None:
    rows = "<row><c><v>1</v></c><c><f>A1*2</f><v>2</v></c></row><row><c><f>B1</f></c></row>"
    assert texts(xlsx(rows=rows)) == {"B1": "=A1*2", "A2": "=B1"}


def test_formulas_of_rules_are_no_cells() -> None:
    from tests.exchange.workbook_files import MAIN

    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
        "<extLst><ext><f>A1&gt;2</f></ext></extLst></worksheet>"
    )
    assert texts(xlsx(sheet)) == {}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<f t="shared" ref="A1:A2" si="0">"unclosed</f>', '="unclosed'),
        ("<f></f>", ""),
        ('<f t="array" ref="nonsense">1</f>', "=1"),
    ],
)
def test_what_contradicts_itself_stops_nothing(cell: str, text: str) -> None:
    found = list(read_formulas(xlsx(rows=f'<row r="1"><c r="A1">{cell}<v>1</v></c></row>'), 0))
    assert found == [Formula(1, 1, text)]


def test_the_sample_refers_to_its_other_sheets() -> None:
    found = texts(CLIENT / "恒锐_CFP_2025.xlsx", 2)
    assert found["H7"] == "=E7*F7*G7"
    assert found["E10"] == "=包装!C7"


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_other_formats_say_that_they_have_none(form: str) -> None:
    with pytest.raises(WorkbookError) as caught:
        list(read_formulas(FIXTURES / f"energy.{form}", 0))
    assert caught.value.why is Refusal.NO_FORMULAS
    with pytest.raises(WorkbookError) as caught:
        list(read_formulas(b"a,b\n=1+1,2\n", 0))
    assert caught.value.why is Refusal.NO_FORMULAS


def test_no_such_sheet() -> None:
    for sheet in (3, -1):
        with pytest.raises(WorkbookError) as caught:
            list(read_formulas(FIXTURES / "energy.xlsx", sheet))
        assert caught.value.why is Refusal.NO_SHEET


def test_whoever_stops_listening_leaves_no_process_behind() -> None:
    listening = read_formulas(CLIENT / "原料运单_2025.xlsx", 0)
    assert next(listening).text == "=G4*H4"
    listening.close()  # type: ignore[attr-defined]
