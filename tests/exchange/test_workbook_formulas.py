"""The client's formulas, cell by cell, shared ones written out, from every format that has them."""

import struct
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from cfpdesk.exchange.client_workbook.ods_formulas import in_excel_words
from cfpdesk.exchange.client_workbook.reading import read_formulas
from cfpdesk.exchange.client_workbook.refusal import Refusal, WorkbookError
from cfpdesk.exchange.worker_process import WorkerProcess
from cfpdesk.model.sheet import UNSHOWN, CellRange, Formula, parse_range
from tests.exchange.test_client_workbook import CLIENT
from tests.exchange.workbook_files import FIXTURES, ods, read, record, xlsb, xlsx


def texts(source: Path | bytes, sheet: int = 0, cells: CellRange | None = None) -> dict[str, str]:
    from cfpdesk.model.sheet import address

    return {address(f.column, f.row): f.text for _, f in read_formulas(source, [sheet], cells)}


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
    assert [f for _, f in read_formulas(tmp_path / "a.xlsx", [0])] == [
        Formula(1, 1, "=B1:B3*2", CellRange(1, 1, 1, 3))
    ]
    table = '<f t="dataTable" ref="B2:C3" dt2D="1" r1="E1" r2="E2"/>'
    rows = f'<row r="1"><c r="B2">{table}<v>1</v></c></row>'
    assert [f for _, f in read_formulas(xlsx(rows=rows), [0])] == [
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
    rows = f'<row r="1"><c r="A1">{cell}<v>1</v></c></row>'
    found = [f for _, f in read_formulas(xlsx(rows=rows), [0])]
    assert found == [Formula(1, 1, text)]


def test_the_sample_refers_to_its_other_sheets() -> None:
    found = texts(CLIENT / "恒锐_CFP_2025.xlsx", 2)
    assert found["H7"] == "=E7*F7*G7"
    assert found["E10"] == "=包装!C7"


@pytest.mark.parametrize("form", ["ods", "xls"])
def test_other_formats_have_the_same_formulas_as_xlsx(form: str) -> None:
    path = FIXTURES / f"energy.{form}"
    same = {place: text.replace("()", "") for place, text in texts(path).items()}
    plain = {p: t.replace("()", "") for p, t in texts(FIXTURES / "energy.xlsx").items()}
    assert same == plain, "TRUE() is TRUE"
    assert texts(path, 1) == {}
    assert set(texts(path, 0, parse_range("D4:D5"))) == {"D4", "D5"}
    with pytest.raises(WorkbookError) as caught:
        texts(path, 3)
    assert caught.value.why is Refusal.NO_SHEET


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("of:=[.D6]*[.$E$6]", "=D6*$E$6"),
        ("of:=SUM([.D6:.O6];1;[.A:.A])", "=SUM(D6:O6,1,A:A)"),
        ("of:=['1号车间''明细'.C14]*[$参数.$B$2]", "='1号车间''明细'!C14*参数!$B$2"),
        ("of:=SUM([$一月.B2:.B9];[一月.B2:一月.C3])", "=SUM(一月!B2:B9,一月!B2:C3)"),
        ('of:=IF([.A1]="a;[b]""";"[.C1]";{1;2|3;4})', '=IF(A1="a;[b]""","[.C1]",{1,2;3,4})'),
        ("of:=['file:///C:/a b/x.ods'#$'S 1'.A1]", "='[x.ods]S 1'!A1"),
        ("of:=SUM([.A1:.A2]~[.C1])", "=SUM(A1:A2,C1)"),
        ("of:=[.#REF!]+[#REF!]", "=.#REF!+#REF!"),
        ("msoxl:=Sheet1!A1*2", "=Sheet1!A1*2"),
        ("of:=[.A1", "=[.A1"),
        ("", ""),
    ],
)
def test_formulas_of_ods_in_the_words_of_excel(stored: str, shown: str) -> None:
    assert in_excel_words(stored) == shown


def test_formulas_of_ods_that_fill_an_area_or_are_repeated() -> None:
    cell = 'office:value-type="float" office:value="1"'
    many = "table:number-matrix"
    rows = (
        f'<table:table table:name="A"><table:table-row table:number-rows-repeated="2">'
        f'<table:table-cell/><table:table-cell {cell} table:formula="of:=1+1" '
        'table:number-columns-repeated="2"/></table:table-row><table:table-row>'
        f'<table:table-cell {cell} table:formula="of:=[.B1:.B2]*2" {many}-columns-spanned="1" '
        f'{many}-rows-spanned="2"/></table:table-row></table:table>'
    )
    found = [formula for _, formula in read_formulas(ods(rows), [0])]
    assert found == [
        *(Formula(column, row, "=1+1") for row in (1, 2) for column in (2, 3)),
        Formula(1, 3, "=B1:B2*2", CellRange(1, 3, 1, 4)),
    ]


def test_many_sheets_are_read_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    ensure = WorkerProcess.ensure

    def counted(process: WorkerProcess) -> None:
        started.append("")
        ensure(process)

    monkeypatch.setattr(WorkerProcess, "ensure", counted)
    for form in ("xlsx", "ods", "xls"):
        found = list(read_formulas(FIXTURES / f"energy.{form}", [0, 1, 2]))
        assert [sheet for sheet, _ in found] == [0] * 9
    assert len(started) == 3


def test_a_csv_has_none_and_says_so() -> None:
    with pytest.raises(WorkbookError) as caught:
        list(read_formulas(b"a,b\n=1+1,2\n", [0]))
    assert caught.value.why is Refusal.NO_FORMULAS


def test_those_of_xlsb_are_there_and_not_shown() -> None:
    row = record(0, struct.pack("<IIHBBB", 4, 0, 0, 0, 0, 0) + bytes(4))
    number = record(5, struct.pack("<IId", 0, 0, 2.0))
    formula = record(9, struct.pack("<IId", 2, 0, 4.0) + bytes(10))
    found = [f for _, f in read_formulas(xlsb([row, number, formula]), [0])]
    assert found == [Formula(3, 5, UNSHOWN)]
    info, _kept = read(xlsb([row, number, formula]))
    assert "can be counted but not shown" in info.notes[0].text("en")


def test_no_such_sheet() -> None:
    for sheet in (3, -1):
        with pytest.raises(WorkbookError) as caught:
            list(read_formulas(FIXTURES / "energy.xlsx", [sheet]))
        assert caught.value.why is Refusal.NO_SHEET


def test_whoever_stops_listening_leaves_no_process_behind() -> None:
    listening = read_formulas(CLIENT / "原料运单_2025.xlsx", [0])
    assert next(listening)[1].text == "=G4*H4"
    listening.close()  # type: ignore[attr-defined]
