"""The workbook that calculates: its formulas give the program's figures, whoever computes them."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cfpdesk.documents.document import DOCUMENT_LANGUAGES, DocumentLanguage, Options
from cfpdesk.documents.render import build_document, render
from cfpdesk.errors import UserError
from cfpdesk.exchange.client_workbook.reading import read_formulas, read_workbook
from cfpdesk.i18n import msg
from cfpdesk.model.cell_formula import Recalculator
from cfpdesk.model.inventory import Bucket
from cfpdesk.model.sheet import address
from cfpdesk.model.workbook_cells import WorkbookCells
from cfpdesk.steps import inventory, inventory_edit
from cfpdesk.steps.inventory_edit import LineFigure, LineText
from cfpdesk.store import table_file
from cfpdesk.store.cached_table import CachedWorkbook
from cfpdesk.store.session import Session
from tests import builders, paper_samples

D = Decimal
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with paper_samples.a_visit(tmp_path_factory.mktemp("visit"), populations=False) as opened:
        unusual(opened)
        yield opened


def unusual(session: Session) -> None:
    """Add what formulas have to hold: other units, shares, buckets, an aircraft, a removal."""
    acid, oil, road = (paper_samples.ref(session, code) for code in ("R2", "R3", "R5"))
    inventory_edit.set_figure(session, acid, LineFigure.ACTIVITY, D("380.5"))
    inventory_edit.write(session, acid, LineText.ACTIVITY_UNIT, "t")
    inventory_edit.set_figure(session, acid, LineFigure.ALLOCATED_PCT, D("95.2533"))
    inventory_edit.set_bucket(session, oil, Bucket.UPTAKE, aircraft=False)
    inventory_edit.set_figure(session, oil, LineFigure.FACTOR_VALUE, D("-1.38"))
    inventory_edit.set_bucket(session, road, Bucket.FOSSIL, aircraft=True)
    hydrogen, diesel = (paper_samples.ref(session, code) for code in ("P5", "P7"))
    inventory_edit.set_bucket(session, hydrogen, Bucket.OUTSIDE, aircraft=False)
    inventory_edit.set_bucket(session, diesel, Bucket.BIOGENIC, aircraft=False)


def made(session: Session, language: DocumentLanguage = "zh", **options: bool) -> bytes:
    document = build_document(session, "inventory_workbook", Options(**options))  # type: ignore[arg-type]
    return render(document, language, "xlsx").data


def book_of(data: bytes, *, values: bool = False) -> Workbook:
    return load_workbook(BytesIO(data), data_only=values)


def sheet_of(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


@contextmanager
def recalculated(data: bytes, folder: Path) -> Iterator[tuple[Recalculator, list[tuple[str, str]]]]:
    """Read the workbook with the program's own reader; yields all places with a formula."""
    source = folder / "book.xlsx"
    source.write_bytes(data)
    with table_file.written(folder / "table") as conn:
        sink = table_file.TableSink(conn)
        sink.finish(read_workbook(source, sink))
    with CachedWorkbook(folder / "table") as book:
        formulas = {
            info.name: {
                (f.column, f.row): f.text for _, f in read_formulas(source, [info.index]) if f.text
            }
            for info in book.info.sheets
        }
        places = [
            (name, address(column, row))
            for name, found in formulas.items()
            for column, row in found
        ]
        yield Recalculator(WorkbookCells.of(book.sheets(), formulas)), places


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_the_program_s_own_recalculation_gives_every_cell(
    visit: Session, tmp_path: Path, language: DocumentLanguage
) -> None:
    with recalculated(made(visit, language), tmp_path) as (recalculator, places):
        assert len(places) > 150
        for sheet, where in places:
            found = recalculator.cell(sheet, where)
            assert found.reason is None, (sheet, where, found.formula, found.reason)
            assert (found.agrees, found.recalculated_agrees) == (True, True), (
                sheet, where, found.formula, found.value, found.recalculated, found.shown,
            )  # fmt: skip


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_another_program_computes_the_same(visit: Session, tmp_path: Path) -> None:
    data = made(visit)
    source = tmp_path / "book.xlsx"
    source.write_bytes(data)
    out = tmp_path / "out"
    done = subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "xlsx", "--outdir", str(out), str(source)],
        capture_output=True, check=False, timeout=180,
    )  # fmt: skip
    assert (out / "book.xlsx").is_file(), done.stderr
    ours, theirs = (
        book_of(data, values=True),
        book_of((out / "book.xlsx").read_bytes(), values=True),
    )
    formulas = book_of(data)
    seen = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    seen += 1
                    mine = ours[sheet.title][cell.coordinate].value
                    other = theirs[sheet.title][cell.coordinate].value
                    if isinstance(mine, str):
                        assert other == mine, (sheet.title, cell.coordinate)
                    else:
                        assert other == pytest.approx(mine, rel=1e-9, abs=1e-6), (
                            sheet.title, cell.coordinate, cell.value,
                        )  # fmt: skip
    assert seen > 150
    assert theirs["复算核对"]["B12"].value == "✓ 公式与程序结果一致"


def test_what_it_shows_is_the_state_of_the_page(visit: Session) -> None:
    state = inventory.state(visit)
    shown = sheet_of(book_of(made(visit), values=True), "清单")
    for at, view in enumerate(state.lines, 5):
        line, result = view.result.line, view.result
        assert shown[f"A{at}"].value == line.code
        assert shown[f"D{at}"].value == pytest.approx(float(line.activity.value or 0))
        assert shown[f"F{at}"].value == line.activity.cell
        assert shown[f"K{at}"].value == line.factor.cell
        assert shown[f"W{at}"].value == line.emissions.cell
        assert shown[f"Z{at}"].value == pytest.approx(float(result.verified_kg or 0))
        assert shown[f"AB{at}"].value == pytest.approx(float(result.share_pct or 0))
    power = next(n for n in range(5, 20) if shown[f"A{n}"].value == "P1")
    assert (shown[f"K{power}"].value, shown[f"L{power}"].value) == ("清单!F13", 0.5777)
    acid = next(n for n in range(5, 20) if shown[f"A{n}"].value == "R2")
    assert (shown[f"R{acid}"].value, shown[f"S{acid}"].value) == (1, 1000)


def test_formulas_follow_a_figure_that_a_reviewer_writes(visit: Session, tmp_path: Path) -> None:
    """Put another verified factor in: the recalculation of the file sees the chain change."""
    book = book_of(made(visit))
    book["清单"]["L5"] = 2400
    changed = BytesIO()
    book.save(changed)
    with recalculated(changed.getvalue(), tmp_path) as (recalculator, _places):
        line = recalculator.cell("清单", "Z5")
        total = recalculator.cell("分阶段结果", "C4")
        check = recalculator.cell("复算核对", "B12")
    assert line.recalculated == 12600 * 2400
    stage = inventory.state(visit).totals.stages[0].verified_kg
    assert total.recalculated == stage + 12600 * (2400 - 2310)
    assert check.recalculated == "× 有公式与程序结果不一致"


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_equal_states_give_equal_bytes(visit: Session, language: DocumentLanguage) -> None:
    assert made(visit, language) == made(visit, language)
    assert made(visit, language, draft=True) != made(visit, language)


def test_what_people_typed_is_never_a_formula(tmp_path: Path) -> None:
    hostile = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)", '=HYPERLINK("http://x")']
    rows = ["编号,阶段,排放源,活动数据,单位,排放因子,因子单位,排放量 kgCO2e,因子来源"]
    for n, text in enumerate(hostile):
        quoted = '"' + text.replace('"', '""') + '"'
        rows.append(f"L{n},生产阶段,{quoted},10,kg,1.5,kgCO2e/kg,15,{quoted}")
    path = tmp_path / "坏.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    with builders.a_session(tmp_path) as session:
        builders.an_engagement(session)
        paper_samples.take_in(session, path)
        ref = paper_samples.ref(session, "L0")
        for field in (LineText.SOURCE, LineText.NOTE, LineText.REPORT_REF):
            inventory_edit.write(session, ref, field, "=2+2")
        book = book_of(made(session))
    kept = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                    if cell.data_type == "f":
                        assert not any(text in cell.value for text in (*hostile, "2+2"))
                        continue
                    kept += 1
                    assert cell.quotePrefix, (sheet.title, cell.coordinate)
    assert kept == 2 * len(hostile) + 4


def test_a_line_that_cannot_be_computed_says_why(tmp_path: Path) -> None:
    rows = [
        "编号,阶段,排放源,活动数据,单位,排放因子,因子单位,排放量 kgCO2e",
        "A,生产阶段,电,10,kWh,1.5,kgCO2e/kg,15",
        "B,生产阶段,气,10,kg,1.5,kgCO2e/kg,15",
        "C,别的,汽,,kg,1.5,kgCO2e/kg,",
    ]
    path = tmp_path / "表.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    with builders.a_session(tmp_path) as session:
        builders.an_engagement(session)
        paper_samples.take_in(session, path)
        data = made(session)
    folder = tmp_path / "again"
    folder.mkdir()
    with recalculated(data, folder) as (recalculator, places):
        results = [recalculator.cell(*place) for place in places]
    assert all(found.agrees for found in results)
    shown = sheet_of(book_of(data, values=True), "清单")
    assert shown["Z5"].value is None
    assert "不匹配" in str(shown["AH5"].value)
    assert shown["Z6"].value == 15
    assert shown["Z8"].value == 15, "the sum leaves out what has no value"


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_without_lines_there_is_one_sheet_with_a_sentence(
    tmp_path: Path, language: DocumentLanguage
) -> None:
    with builders.a_session(tmp_path) as session:
        builders.an_engagement(session)
        book = book_of(made(session, language))
        assert len(book.sheetnames) == 1
        said = book.worksheets[0]["B12"].value
        assert ("还没有清单行" if language != "en" else "There is no line yet") in str(said)


def test_it_is_a_workbook_and_only_looked_at_as_pages(visit: Session) -> None:
    document = build_document(visit, "inventory_workbook")
    with pytest.raises(UserError):
        render(document, "zh", "pdf")
    assert render(document, "zh", "pdf", preview=True).data.startswith(b"%PDF")


def test_what_is_judged_changes_the_fingerprint(visit: Session) -> None:
    before = build_document(visit, "inventory_workbook").state_sha256
    inventory_edit.write(visit, paper_samples.ref(visit, "R3"), LineText.NOTE, "内部：再看一遍")
    after = build_document(visit, "inventory_workbook")
    assert after.state_sha256 != before
    note = "内部：再看一遍"
    assert note in [cell.value for cell in sheet_of(book_of(made(visit)), "判断")["W"]]
    client = sheet_of(book_of(made(visit, for_client=True)), "判断")
    assert note not in [cell.value for cell in client["W"]]
    visit.undo()


def test_200_long_lines_are_all_there_and_high_enough(tmp_path: Path) -> None:
    with builders.a_session(tmp_path) as session:
        builders.an_engagement(session)
        with session.transact(msg("Edit the engagement")) as change:
            change.put(
                inventory.state(session).engagement.but(
                    output_quantity=D(1000), claimed_value=D("301.5")
                )
            )
        paper_samples.take_in(session, paper_samples.many_lines(tmp_path / "多行.csv"))
        ref = paper_samples.ref(session, "L100")
        inventory_edit.write(session, ref, LineText.NOTE, f"{paper_samples.LONG * 40}备注完")
        data = made(session, "both")
    book = book_of(data, values=True)
    lines = book["清单 Inventory lines"]
    assert [lines[f"A{n}"].value for n in (5, 104, 204)] == ["L001", "L100", "L200"]
    assert lines.row_dimensions[5].height > 40
    assert lines.print_title_cols == "$A:$B"
    judged = book["判断 Judgements"]
    assert str(judged["W104"].value).endswith("备注完")
    assert book["复算核对 Recomputation"]["B12"].value.startswith("✓")


def test_black_and_white_has_no_ground(visit: Session) -> None:
    book = book_of(made(visit, black_and_white=True))
    grounds = {c.fill.fill_type for s in book for row in s.iter_rows() for c in row}
    assert grounds <= {None}
