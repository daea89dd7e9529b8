"""The workbook: the same words as the PDF, the same bytes at every run, ready to be printed."""

import re
import time
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cfpdesk.documents.attendance import build
from cfpdesk.documents.coverage import document_texts
from cfpdesk.documents.document import (
    DOCUMENT_LANGUAGES,
    Column,
    Document,
    DocumentLanguage,
    Fact,
    Facts,
    Options,
    Row,
    Table,
    Words,
    in_line,
)
from cfpdesk.documents.to_excel import to_excel
from tests.documents.sheets import hard, many, sheet


def opened(data: bytes) -> Worksheet:
    page = load_workbook(BytesIO(data)).worksheets[0]
    assert isinstance(page, Worksheet)
    return page


def words(page: Worksheet) -> list[str]:
    return [str(c.value) for row in page.iter_rows() for c in row if c.value is not None]


def drawings(page: Worksheet) -> list[object]:
    return list(getattr(page, "_images", []))


def edge(page: Worksheet, which: str, side: str) -> str:
    """Return a part of head or foot, for example oddHeader, left."""
    return str(getattr(getattr(page, which), side).text)


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_every_word_of_the_document_is_there(language: DocumentLanguage) -> None:
    document = build(hard(), Options())
    page = opened(to_excel(document, language))
    edges = edge(page, "oddHeader", "left") + edge(page, "oddHeader", "right")
    everything = re.sub(r"\s", "", " ".join([*words(page), edges]))
    for where, text in document_texts(document):
        shown = in_line(text, language)
        parts = shown.split("\ue123") if language else []
        for part in parts:
            halves = [part] if language != "both" else part.split(" ")
            assert all(re.sub(r"\s", "", half) in everything for half in halves), (where, part)


def test_equal_sheets_give_equal_bytes_at_another_time() -> None:
    first = to_excel(build(sheet(), Options()), "both")
    time.sleep(2.1)  # a zip counts in steps of two seconds
    assert to_excel(build(sheet(), Options()), "both") == first


def test_signatures_are_drawn_and_said() -> None:
    page = opened(to_excel(build(sheet(), Options()), "both"))
    assert len(drawings(page)) == 9
    assert "已签 signed 2026-03-18 09:06" in words(page)


def test_for_the_pen_there_are_no_drawings() -> None:
    page = opened(to_excel(build(sheet(), Options(blank=True)), "zh"))
    assert not drawings(page)
    assert not any("已签" in word for word in words(page))


def test_the_sheet_prints_on_a4_with_the_head_repeated() -> None:
    page = opened(to_excel(build(many(), Options()), "both"))
    assert page.page_setup.paperSize == 9
    assert page.page_setup.fitToHeight == 0
    head = re.fullmatch(r"\$?(\d+):\$?(\d+)", str(page.print_title_rows))
    assert head is not None
    assert page.cell(int(head[1]), 2).value == "姓名 Name"
    assert edge(page, "oddFooter", "center") == "第 &P 页，共 &N 页 Page &P of &N"
    assert "规则 9.5.2" in edge(page, "oddFooter", "right")
    assert page.page_margins.left == pytest.approx(18 / 25.4)


def test_text_is_never_a_formula_and_control_characters_do_not_break_it() -> None:
    table = Table(
        "a/b:c?[d]*" * 5, (Column("H", 50),), (Row((Words("=1+1"),)), Row((Words("a\x01b"),)))
    )
    facts = Facts((Fact("x", "+49"), Fact("y", "&A & B")))
    document = Document(
        code="c", title="=T", number="1", body="R&D 100", blocks=(facts, table), clause="&P"
    )
    book = load_workbook(BytesIO(to_excel(document, "en")))
    page = book.worksheets[0]
    cells = [c for row in page.iter_rows() for c in row if c.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    assert {"=1+1", "a▢b", "+49", "=T"} <= {cell.value for cell in cells}
    assert len(page.title) <= 31
    assert edge(page, "oddHeader", "left") == "R&&D 100"


def test_a_second_table_gets_a_sheet_of_its_own() -> None:
    def table(name: str) -> Table:
        return Table(name, (Column("H", 50),), (Row((Words("1"),)),))

    document = Document(code="c", title="T", number="1", body="B", blocks=(table("A"), table("B")))
    book = load_workbook(BytesIO(to_excel(document, "en")))
    assert book.sheetnames == ["A", "B"]
    assert book["B"]["A1"].value == "H"
    assert book["B"]["A2"].value == 1


def test_rows_are_high_enough_for_long_names_also_in_merged_cells() -> None:
    page = opened(to_excel(build(sheet(client="很长的单位名称" * 12), Options()), "zh"))
    rows = {str(row[0].value): row[0].row for row in page.iter_rows() if row[0].value}
    client, product = (page.row_dimensions[rows[label]].height for label in ("委托方", "产品"))
    assert client is not None
    assert product is not None
    assert client > 2 * product
