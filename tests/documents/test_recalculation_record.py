"""The recalculation record: agreed words, nothing lost, and a sentence where there is nothing."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cfpdesk.documents import recalculation
from cfpdesk.documents.document import (
    DOCUMENT_LANGUAGES,
    Chart,
    Document,
    DocumentLanguage,
    Later,
    Options,
    Table,
)
from cfpdesk.documents.preview import page_sizes
from cfpdesk.documents.render import build_document, render
from cfpdesk.documents.to_excel import to_excel
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.i18n import msg
from cfpdesk.steps import inventory, inventory_edit
from cfpdesk.steps.inventory_edit import LineFigure, LineText
from cfpdesk.store.session import Session
from tests import builders, paper_samples
from tests.documents.papers import agreed_words, cells, squeezed, text_of

D = Decimal


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with paper_samples.a_visit(tmp_path_factory.mktemp("visit"), populations=False) as opened:
        yield opened


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path) as opened:
        builders.an_engagement(opened)
        yield opened


def tables(document: Document) -> dict[str, Table]:
    found = (block for block in document.whole().blocks if isinstance(block, Table))
    return {str(table.name): table for table in found}


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_the_words_are_the_agreed_ones(visit: Session, language: DocumentLanguage) -> None:
    agreed_words(build_document(visit, "recalculation"), "recalculation", language)


def test_it_says_what_the_page_says(visit: Session) -> None:
    document = build_document(visit, "recalculation")
    found = tables(document)
    assert cells(found["结果"])[0] == [
        "每声明单位|kgCO₂e/t",
        "2,808.56",
        "2,819.58",
        "−11.02",
        "−0.39",
    ]
    state = inventory.state(visit)
    assert [str(v.result.line.code) for v in state.lines if v.result.counts] == [
        line[0].split()[0] for line in cells(found["分阶段与逐行"]) if line[0][:1] in "RP"
    ][:-1], "the last one is cut off and stands below the sum"
    (power, leak) = cells(found["核实值"])
    assert power == [
        "P1 外购电力|报告表 6，第 14 页",
        "排放因子",
        "0.5306 kgCO₂e/kWh|清单!F13",
        "0.5777 kgCO₂e/kWh",
        "2024 年全国电力碳足迹因子",
        "E-2-014 E-2-015",
    ]
    assert leak[2:4] == ["677|清单!G18", "771|HFC-32"]
    doubts = cells(found["疑点"])
    assert doubts[0][3:] == ["接受", "没有更新的公路运输因子；占比 1.02 %"], (
        "accepted before answered"
    )
    assert recalculation.summary(state).text("en") == "difference −0.50 %"


def test_the_simulation_is_that_of_the_settings_and_left_for_the_job(visit: Session) -> None:
    document = build_document(visit, "recalculation")
    assert any(isinstance(block, Later) for block in document.blocks)
    first = tables(document)["不确定度"]
    assert first == tables(build_document(visit, "recalculation"))["不确定度"]
    assert first.rows[2].cells[0].text == "P2.5"  # type: ignore[union-attr]
    inventory_edit.set_simulation(visit, 7, 10_000)
    try:
        other = build_document(visit, "recalculation")
        assert tables(other)["不确定度"] != first
        assert other.state_sha256 != document.state_sha256, "the seed stands in the record"
    finally:
        visit.undo()


def test_every_picture_of_the_page_is_in_it(visit: Session) -> None:
    whole = build_document(visit, "recalculation").whole()
    kinds = [type(b.picture).__name__ for b in whole.blocks if isinstance(b, Chart)]
    assert kinds == [
        "ThresholdGauge",
        "Waterfall",
        "ContributionBars",
        "Histogram",
        "VarianceTornado",
    ]


def test_a_client_s_copy_has_no_notes_of_the_team(visit: Session) -> None:
    line = paper_samples.ref(visit, "R3")
    inventory_edit.write(visit, line, LineText.NOTE, "内部：回去再看")
    try:
        for for_client, shown in ((False, True), (True, False)):
            made = build_document(visit, "recalculation", Options(for_client=for_client))
            assert ("内部：回去再看" in text_of(to_pdf(made, "zh"))) is shown
    finally:
        visit.undo()


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_without_an_inventory_it_is_one_sentence(bare: Session, language: DocumentLanguage) -> None:
    document = build_document(bare, "recalculation")
    pdf = to_pdf(document, language)
    assert len(page_sizes(pdf)) == 1
    assert len(document.blocks) == 2
    said = "还没有导入" if language != "en" else "not imported yet"
    assert said in text_of(pdf)
    assert render(document, language, "xlsx").data


def test_a_table_that_was_not_read_is_said(tmp_path: Path) -> None:
    with paper_samples.a_visit(tmp_path, populations=False) as opened:
        folder = opened.folder
    for path in (folder / "cache").iterdir():
        path.unlink()
    with Session.open(folder, builders.LEAD, builders.a_clock()) as again:
        document = build_document(again, "recalculation")
        shown = text_of(to_pdf(document, "zh"))
        assert "恒锐 CFP 2025 还没有在这台电脑上读取" in shown
        assert not tables(document)
        assert recalculation.summary(inventory.state(again)).text("zh") == "还没有读取"


def test_of_200_long_lines_no_word_is_lost(tmp_path: Path) -> None:
    with builders.a_session(tmp_path) as opened:
        builders.an_engagement(opened)
        paper_samples.take_in(opened, paper_samples.many_lines(tmp_path / "多行.csv"))
        with opened.transact(msg("Edit the engagement")) as change:
            change.put(
                opened.find(type(inventory.state(opened).engagement)).but(
                    output_quantity=D(1000), claimed_value=D("301.5")
                )
            )
        for code in ("L001", "L100", "L200"):
            line = paper_samples.ref(opened, code)
            inventory_edit.set_figure(opened, line, LineFigure.ACTIVITY, D(1))
            inventory_edit.write(
                opened, line, LineText.SOURCE, f"{paper_samples.LONG * 6}{code} 来源"
            )
            inventory_edit.write(
                opened, line, LineText.NOTE, f"{paper_samples.LONG * 40}{code} 备注"
            )
        document = build_document(opened, "recalculation")
        for language in DOCUMENT_LANGUAGES:
            pdf = to_pdf(document, language)
            shown = squeezed(text_of(pdf))
            for n in range(1, 201):
                assert shown.count(squeezed(f"第 {n:03} 项")) >= 2, (language, n)
            for code in ("L001", "L100", "L200"):
                assert f"{code}来源" in shown
                assert f"{code}备注" in shown
        book = load_workbook(BytesIO(to_excel(document, "zh")))
        lines = book["分阶段与逐行"]
        assert sum(cell.value.startswith("L") for cell in lines["A"] if cell.value) == 200
        assert lines.print_title_rows == "$1:$1"
        assert all(isinstance(c.value, int | float) for c in lines["F"][1:])


def test_black_and_white_has_no_tint(visit: Session) -> None:
    document = build_document(visit, "recalculation", Options(black_and_white=True))
    book = load_workbook(BytesIO(to_excel(document, "zh")))
    fills = {
        c.fill.fgColor.rgb for s in book for row in s.iter_rows() for c in row if c.fill.fill_type
    }
    assert not fills
    assert to_pdf(document, "both") == to_pdf(document, "both")
