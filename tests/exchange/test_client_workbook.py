"""What clients really have is read as their files hold it, with addresses, from every format."""

import struct
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from cfpdesk.exchange.client_workbook.reading import ReadProgress
from cfpdesk.model.sheet import CellKind, CellRange, Visibility, WorkbookForm, address
from tests.exchange.workbook_files import (
    FIXTURES,
    MAIN,
    ods,
    read,
    record,
    xlsb,
    xlsx,
    xlsx_parts,
    zipped,
)

CLIENT = Path(__file__).resolve().parents[2] / "resources" / "sample" / "client"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


ENERGY: list[list[object]] = [
    [None, None, None, None, None, None],
    [None, "2025 年能耗台账", None, None, None, None],
    [None, "月份", "电量 kWh", "比例", "核对", None],
    [None, date(2025, 1, 1), Decimal(300000), 0.491812550564478, True, moment("2025-01-01 08:30")],
    [None, date(2025, 2, 1), Decimal("310000.5"), 0.508207121937545, False, timedelta(hours=8.5)],
    [None, date(2025, 3, 1), Decimal(-12), -0.0000196725020225791, False, timedelta(hours=36.5)],
    [None, "合计", Decimal("609988.5"), "#DIV/0!", "#N/A", "１２，３４５．６"],
]


@pytest.mark.parametrize("form", ["xls", "xlsx", "ods"])
def test_the_same_workbook_in_three_formats(form: str) -> None:
    info, kept = read(FIXTURES / f"energy.{form}")
    assert info.form == WorkbookForm(form)
    found = kept.values()
    assert len(found) == len(ENERGY)
    for row, expected in enumerate(ENERGY):
        assert len(found[row]) == len(expected)
        for column, wanted in enumerate(expected):
            value = found[row][column]
            if isinstance(wanted, float):
                assert float(str(value)) == pytest.approx(wanted)
            else:
                assert value == wanted
                assert type(value) is type(wanted)
    sheet, empty, old = info.sheets
    assert sheet.merged == (CellRange(2, 2, 4, 2),)
    assert sheet.hidden_rows == ((5, 5),)
    assert sheet.hidden_columns == ((5, 5),)
    assert sheet.formulas == 9
    assert sheet.without_value == (None if form == "xls" else 0)
    assert (empty.name, empty.rows, empty.columns) == ("空", 0, 0)
    assert (old.name, old.visibility) == ("旧因子", Visibility.HIDDEN)
    assert kept.values("旧因子") == [[Decimal("0.5703")]]
    kinds = [cell.kind for cell in kept.sheets["能耗"][6]]
    assert kinds[3:5] == [CellKind.ERROR, CellKind.ERROR]
    assert info.notes == ()
    assert info.links == ()


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    for form in ("xls", "xlsx", "ods"):
        path = tmp_path / "台账 (1).csv"
        path.write_bytes((FIXTURES / f"energy.{form}").read_bytes())
        assert read(path)[0].form == WorkbookForm(form)
        assert read(path.read_bytes())[0].form == WorkbookForm(form)


def sheet_of(values: dict[str, object], tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for place, value in values.items():
        sheet[place] = value  # type: ignore[assignment]
    path = tmp_path / "made.xlsx"
    book.save(path)
    return path


def test_values_keep_their_kind_and_address(tmp_path: Path) -> None:
    values: dict[str, object] = {
        "C3": "x",
        "D3": 5,
        "E4": 0.1,
        "F4": time(8, 30),
        "G4": "#REF!",
        "D5": "=1/3",
        "C7": "1,234",
        "H13": 12345678901234567890,
    }
    _, kept = read(sheet_of(values, tmp_path))
    found = {
        address(column, row): cell
        for row, cells in enumerate(kept.sheets["Sheet"], 1)
        for column, cell in enumerate(cells, 1)
        if cell.kind is not CellKind.EMPTY
    }
    assert {place: cell.kind for place, cell in found.items()} == {
        "C3": CellKind.TEXT,
        "D3": CellKind.NUMBER,
        "E4": CellKind.NUMBER,
        "F4": CellKind.TIME,
        "G4": CellKind.ERROR,
        "C7": CellKind.TEXT,
        "H13": CellKind.NUMBER,
    }
    assert str(found["D3"].value) == "5"
    assert str(found["E4"].value) == "0.1"
    assert found["F4"].value == timedelta(hours=8, minutes=30)


def test_a_file_that_was_never_calculated_says_so(tmp_path: Path) -> None:
    info, _ = read(sheet_of({"A1": 1, "A2": "=A1*2", "A3": "=A1*3"}, tmp_path))
    assert (info.sheets[0].formulas, info.sheets[0].without_value) == (2, 2)
    assert "2 formulas have no result" in info.notes[0].text("en")


def test_an_empty_text_is_a_result() -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><f>IF(1,"","")</f><v></v></c><c r="B1"><f>C1</f><v/></c>'
        '<c r="C1"><f t="shared" si="0"/></c><c r="D1"><f>1+1</f><v>2</v></c></row>'
    )
    info, _ = read(xlsx(rows=rows))
    assert (info.sheets[0].formulas, info.sheets[0].without_value) == (4, 2)


def test_stale_results_are_told() -> None:
    info, _ = read(CLIENT / "恒锐_CFP_2025.xlsx")
    assert "may be out of date" in info.notes[0].text("en")


def test_hidden_rows_and_columns_become_spans(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in range(1, 21):
        sheet.append([row] * 8)
    for row in (3, 4, 5, 9, 20):
        sheet.row_dimensions[row].hidden = True
    for column in "BCG":
        sheet.column_dimensions[column].hidden = True
    very = book.create_sheet("底")
    very.sheet_state = "veryHidden"
    book.save(tmp_path / "h.xlsx")
    info, _ = read(tmp_path / "h.xlsx")
    assert info.sheets[0].hidden_rows == ((3, 5), (9, 9), (20, 20))
    assert info.sheets[0].hidden_columns == ((2, 3), (7, 7))
    assert info.sheets[1].visibility is Visibility.VERY_HIDDEN


def test_other_ways_to_write_the_same_xml() -> None:
    rows = (
        "<x:row hidden='true' r='2'><x:c r='B2' t='e'><x:v>#N/A</x:v></x:c>"
        "<x:c r='C2'><x:f>B2</x:f></x:c></x:row>"
    )
    data = f"<x:sheetData>{rows}</x:sheetData>"
    sheet = f"<?xml version='1.0'?><x:worksheet xmlns:x='{MAIN}'>{data}</x:worksheet>"
    info, kept = read(xlsx(sheet))
    assert kept.values() == [[None, None], [None, "#N/A"]]
    assert info.sheets[0].hidden_rows == ((2, 2),)
    assert (info.sheets[0].formulas, info.sheets[0].without_value) == (1, 1)


def test_errors_of_newer_programs_stop_nothing() -> None:
    codes = ("#SPILL!", "#GETTING_DATA", "Err:522", "#N/A")
    cells = "".join(
        f'<c r="{c}1" t="e"><v>{code}</v></c>' for c, code in zip("ABCD", codes, strict=True)
    )
    text = '<c r="E1" t="inlineStr"><is><t>x t="e"</t></is></c>'
    row = f'<row r="1">{cells}{text}</row>'
    first = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'
    second = first.replace("#N/A", "#REF!")
    _, kept = read(xlsx(first, second))
    assert kept.values("S1") == [[*codes, 'x t="e"']]
    assert kept.values("S2") == [[*codes[:3], "#REF!", 'x t="e"']]
    assert [cell.kind for cell in kept.sheets["S1"][0]] == [CellKind.ERROR] * 4 + [CellKind.TEXT]


def test_a_text_that_looks_like_xml_is_a_text() -> None:
    text = 'a t="e" &lt;c r="B1" t="e">'
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
    _, kept = read(xlsx(rows=rows))
    assert kept.values() == [['a t="e" <c r="B1" t="e">']]


def torn_row(number: int) -> str:
    hidden = ' hidden="1"' if number % 1000 == 0 else ""
    text = f'<c r="A{number}" t="inlineStr"><is><t>{"长" * 20}</t></is></c>'
    error = f'<c r="B{number}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    return f'<row r="{number}"{hidden}>{text}{error}</row>'


def test_cells_torn_between_two_chunks_are_whole() -> None:
    info, kept = read(xlsx(rows="".join(map(torn_row, range(1, 20_001)))))
    assert all(row[1].value == "#DIV/0!" for row in kept.sheets["S1"])
    assert len(kept.sheets["S1"]) == 20_000
    sheet = info.sheets[0]
    assert (sheet.formulas, sheet.without_value) == (20_000, 0)
    assert sheet.hidden_rows == tuple((n, n) for n in range(1000, 20_001, 1000))


def test_old_macintosh_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet["A1"] = date(2025, 12, 1)
    book.save(tmp_path / "mac.xlsx")
    info, kept = read(tmp_path / "mac.xlsx")
    assert info.from_1904
    assert kept.values() == [[date(2025, 12, 1)]]


def test_links_to_other_workbooks_are_named() -> None:
    parts = xlsx_parts(rows='<row r="1"><c r="A1"><v>1</v></c></row>')
    parts["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{MAIN}"/>'
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        '<Relationships xmlns="p"><Relationship Id="r1" TargetMode="External" '
        'Type="http://x/externalLinkPath" Target="file:///D:/2024/电费.xlsx"/></Relationships>'
    )
    assert read(zipped(parts))[0].links == ("file:///D:/2024/电费.xlsx",)


def test_a_binary_workbook() -> None:
    def cell(column: int, rest: bytes = b"") -> bytes:
        return struct.pack("<II", column, 0) + rest

    row = struct.pack("<III", 2, 0, 0)
    cells = [
        record(0, struct.pack("<IIHBB", 1, 0, 0, 0, 0x10)),
        record(5, cell(1, struct.pack("<d", 12.5))),
        record(3, cell(2, b"\x17")),
        record(0, row),
        record(11, cell(3, b"\x07" + bytes(16))),
        record(9, cell(1, struct.pack("<d", 25.0) + bytes(16))),
    ]
    columns = record(390) + record(60, struct.pack("<IIIIH", 4, 5, 0, 0, 1)) + record(391)
    merged = record(177, b"\1\0\0\0") + record(176, struct.pack("<IIII", 4, 5, 0, 1)) + record(178)
    info, kept = read(xlsb(cells, columns, merged))
    assert info.form is WorkbookForm.XLSB
    assert kept.values() == [
        [None, None, None, None],
        [None, Decimal("12.5"), "#REF!", None],
        [None, Decimal(25), None, "#DIV/0!"],
    ]
    sheet = info.sheets[0]
    assert sheet.hidden_rows == ((2, 2),)
    assert sheet.hidden_columns == ((5, 6),)
    assert sheet.merged == (CellRange(1, 5, 2, 6),)
    assert (sheet.formulas, sheet.without_value) == (2, None)


def test_repeated_rows_and_cells_of_an_ods_are_counted() -> None:
    table = (
        '<table:table table:name="表"><table:table-column/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2" table:visibility="filter">'
        '<table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:number-columns-repeated="2" table:formula="of:=1/0" '
        'office:value-type="string" office:string-value="" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell></table:table-row>"
        "<table:table-row><table:table-cell table:formula=\"of:='file:///d/a.ods'#$A.A1\"/>"
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT100H00M30S"/>'
        "</table:table-row></table:table>"
    )
    info, kept = read(ods(table))
    sheet = info.sheets[0]
    assert kept.values() == [
        *[[None] * 4] * 3,
        *[[None, None, "#DIV/0!", "#DIV/0!"]] * 2,
        [None, True, timedelta(hours=100, seconds=30), None],
    ]
    assert sheet.hidden_rows == ((4, 5),)
    assert sheet.hidden_columns == ((2, 3),)
    assert (sheet.formulas, sheet.without_value) == (5, 1)
    assert info.links == ("file:///d/a.ods",)


def test_the_sample_ledgers_add_up() -> None:
    _, kept = read(CLIENT / "带钢入库单_2025.xlsx")
    tonnes = [row[8].value for row in kept.sheets["入库单"][3:415]]
    assert sum(tonnes) == Decimal(12600)  # type: ignore[arg-type]
    info, kept = read(CLIENT / "原料运单_2025.xlsx")
    assert info.sheets[0].formulas == 1040
    book, _ = read(CLIENT / "恒锐_CFP_2025.xlsx")
    assert [s.name for s in book.sheets if s.visibility is Visibility.HIDDEN] == ["旧版_2024"]
    assert [s.index for s in book.sheets] == list(range(9))


def test_progress_counts_sheets_and_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    for name in ("一", "二"):
        sheet = book.create_sheet(name)
        for n in range(20_000):
            sheet.append([n, n])
    book.save(tmp_path / "p.xlsx")
    told: list[ReadProgress] = []
    read(tmp_path / "p.xlsx", told.append)
    last = {(at.sheet, at.name): (at.rows, at.total) for at in told if at.total}
    assert last == {(1, "一"): (20_000, 20_000), (2, "二"): (20_000, 20_000)}
    assert all(at.sheets == 2 for at in told if at.sheet)
    assert [at.rows for at in told if at.sheet == 1] == sorted(
        at.rows for at in told if at.sheet == 1
    )
