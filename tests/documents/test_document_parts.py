"""Numbers, sums among rows, dense tables, what is computed later, and files of their own."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from cfpdesk.documents.assembly import assembled
from cfpdesk.documents.document import (
    Block,
    Chart,
    Column,
    Document,
    DocumentLanguage,
    Figure,
    Heading,
    Later,
    Options,
    OwnFile,
    Paragraph,
    Row,
    Table,
    Words,
)
from cfpdesk.documents.pdf_page import BoxMark, LaidPage, TextMark
from cfpdesk.documents.preview import page_text
from cfpdesk.documents.to_excel import to_excel
from cfpdesk.documents.to_pdf import lay_pages, to_pdf
from cfpdesk.i18n import Bilingual
from cfpdesk.model.canonical import parse_canonical
from cfpdesk.model.engagement import Engagement
from tests.chart_samples import butterfly, waterfall

D = Decimal
COLUMNS = (Column("项目", 100), Column("kg", 74, "right"))


def document(*blocks: Block, files: tuple[OwnFile, ...] = ()) -> Document:
    return assembled(
        Engagement(number="N-1", body="机构"),
        blocks,
        Options(),
        code="x",
        title="文件",
        suffix="X",
        clause="RULE:6.2",
        files=files,
    )


def words(page: LaidPage) -> list[str]:
    return [mark.line.text for mark in page.marks if isinstance(mark, TextMark)]


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(None), "–"),
        (Figure(D("1234.5")), "1,234.5"),
        (Figure(D("1234.5"), 0), "1,234"),
        (Figure(D("-0.0004"), 2, signed=True), "0.00"),
        (Figure(D("0.4"), 0, signed=True), "0"),
        (Figure(D(3), 1, signed=True), "+3.0"),
        (Figure(D("2.1621888090000004")), "2.162188809"),
        (Figure(D("1E+2")), "100"),
    ],
)
def test_a_figure_is_printed_as_everywhere(figure: Figure, text: str) -> None:
    assert figure.text() == text


def test_a_figure_is_a_number_in_excel() -> None:
    rows = (
        Row((Words("甲"), Figure(D("-1234.50"), 1, signed=True))),
        Row((Words("乙"), Figure(D("0.0620"), note="清单!F13"))),
        Row((Words("丙"), Figure(None))),
        Row((Words("合计"), Figure(D("7.25"))), strong=True),
    )
    book = load_workbook(BytesIO(to_excel(document(Table("表", COLUMNS, rows)), "zh")))
    sheet = book.worksheets[0]
    column = [cell for cell in sheet["B"] if cell.value is not None][-4:]
    assert column[0].value == -1234.5
    assert column[0].number_format == "+#,##0.0;-#,##0.0;#,##0.0"
    assert column[1].value == "0.062\n清单!F13"
    assert column[2].value == "–"
    assert (column[3].value, column[3].number_format) == (7.25, "#,##0.00")
    assert column[3].font.bold
    assert column[3].fill.fgColor.rgb == "FFF0F2F0"


def test_further_tables_and_charts_are_linked_to_from_the_first_sheet() -> None:
    table = Table("表", COLUMNS, (Row((Words("甲"), Figure(D(1)))),))
    other = Table("表", COLUMNS, ())
    made = document(table, Heading("图"), Chart(butterfly()), Heading("再一张"), other)
    book = load_workbook(BytesIO(to_excel(made, "zh")))
    assert book.sheetnames == ["表", "错报与重要性", "表1"]
    links = {cell.value: cell.hyperlink for row in book["表"] for cell in row if cell.hyperlink}
    assert set(links) == {"→ 错报与重要性", "→ 表1"}
    link = links["→ 表1"]
    assert link is not None
    assert link.location == "'表1'!A1"


def test_a_heading_among_rows_is_never_the_last_of_a_page() -> None:
    for count in range(30, 60):
        plain = [Row((Words(f"第 {n} 行"), Figure(D(n)))) for n in range(count)]
        rows = (*plain, Row((Words("阶段"), Figure(D(1))), strong=True), plain[0])
        pages = lay_pages(document(Table("表", COLUMNS, rows)), "zh")
        last = next(words(page) for page in pages if "阶段" in words(page))
        assert last.index("阶段") < len(last) - 5, "the row below and the foot follow"
        assert "第 0 行" in last[last.index("阶段") :]


def test_a_dense_table_has_smaller_type_and_tinted_sums() -> None:
    rows = (Row((Words("甲"), Figure(D(1)))), Row((Words("合计"), Figure(D(1))), strong=True))
    page = lay_pages(document(Table("表", COLUMNS, rows, row_height=5, dense=True)), "zh")[0]
    sizes = {m.line.text: m.line.style.size for m in page.marks if isinstance(m, TextMark)}
    assert (sizes["甲"], sizes["项目"]) == (8, 7.5)
    assert sum(isinstance(m, BoxMark) and m.fill == "shade" for m in page.marks) == 2


def test_a_heading_stays_with_its_picture() -> None:
    for count in range(1, 14):
        filler = [Paragraph("很长的正文" * 60) for _ in range(count)]
        pages = lay_pages(document(*filler, Heading("瀑布图"), Chart(waterfall())), "zh")
        (heading,) = [n for n, page in enumerate(pages) if "瀑布图" in words(page)]
        (picture,) = [n for n, page in enumerate(pages) if "33,702,748" in words(page)]
        assert heading == picture


def test_what_is_made_later_is_printed_and_no_part_of_the_state() -> None:
    calls: list[int] = []

    def make() -> tuple[Block, ...]:
        calls.append(1)
        return (Paragraph("模拟结果"),)

    plain, later = document(Paragraph("一")), document(Paragraph("一"), Later(make))
    assert not calls
    assert later.state_sha256 == plain.state_sha256
    assert "模拟结果" in page_text(to_pdf(later, "zh"), 0)
    book = load_workbook(BytesIO(to_excel(later, "zh")))
    assert "模拟结果" in [cell.value for row in book.worksheets[0] for cell in row]
    whole = later.whole()
    assert whole.whole() is whole


def test_the_state_holds_every_word() -> None:
    def own(language: DocumentLanguage) -> bytes:
        return language.encode()

    table = Table("表", COLUMNS, (Row((Words("甲", note="注"), Figure(D(1), note="\ud800x"))),))
    made = document(
        Heading(Bilingual("中", "en")), table, Chart(butterfly()), files=(OwnFile("json", own),)
    )
    state = parse_canonical(made.state)
    assert isinstance(state, list)
    assert state[:2] == ["en", [["甲\n注", "1\n?x"]]]
    assert made.number == "N-1-X"
    assert made.files[0].make("zh") == b"zh"
