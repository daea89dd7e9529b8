"""Charts in documents: the screen's picture as vectors, its sentence, its table in Excel."""

import re
import zlib
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import combinations

import pytest
from openpyxl import load_workbook

from cfpdesk.documents.coverage import missing_glyphs
from cfpdesk.documents.document import (
    DOCUMENT_LANGUAGES,
    Block,
    Chart,
    Column,
    Document,
    DocumentLanguage,
    Options,
    Paragraph,
    Row,
    Table,
    Words,
    table_of,
)
from cfpdesk.documents.pdf_flow import BOTTOM, TOP
from cfpdesk.documents.pdf_page import (
    IN_BLACK,
    IN_COLOUR,
    MARGIN,
    WIDTH,
    BoxMark,
    PolygonMark,
    RuleMark,
    TextMark,
)
from cfpdesk.documents.preview import page_sizes, page_text
from cfpdesk.documents.to_excel import to_excel
from cfpdesk.documents.to_pdf import lay_pages, to_pdf
from cfpdesk.model.chart.contribution_bars import Contribution, ContributionBars, Stage
from cfpdesk.ui.tokens import LIGHT
from tests.chart_samples import bars, butterfly, samples, waterfall
from tests.documents.papers import golden

CAPTION = "虚线为执行重要性 75 %。"


def document(*blocks: Block, **options: bool) -> Document:
    return Document("chart", "图", "N-1", "机构", blocks, options=Options(**options))  # type: ignore[arg-type]


def every() -> Document:
    return document(*(Chart(chart, CAPTION) for chart in samples().values()))


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_the_words_are_the_agreed_ones(language: DocumentLanguage) -> None:
    pdf = to_pdf(document(Chart(butterfly(), CAPTION), Chart(waterfall())), language)
    shown = "\f\n".join(page_text(pdf, page) for page in range(len(page_sizes(pdf))))
    assert shown == golden(f"chart_{language}", shown)


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_no_text_stands_in_another_or_leaves_the_page(language: DocumentLanguage) -> None:
    for page in lay_pages(every(), language):
        lines = [mark for mark in page.marks if isinstance(mark, TextMark)]
        for one, other in combinations(lines, 2):
            across = min(one.x + one.line.width, other.x + other.line.width) - max(one.x, other.x)
            high = (one.line.style.size + other.line.style.size) / 2
            down = high - abs(one.y - other.y)
            assert across <= 0.5 or down <= 0.5, (one.line.text, other.line.text)
        for mark in lines:
            assert mark.x >= MARGIN - 0.01
            assert mark.x + mark.line.width <= WIDTH - MARGIN + 0.01
        for box in page.marks:
            if isinstance(box, BoxMark):
                assert box.x >= MARGIN - 0.4
                assert box.x + box.width <= WIDTH - MARGIN + 0.4
                assert box.y >= TOP
                assert box.y + box.height <= BOTTOM


def test_sentence_picture_and_caption_stay_together() -> None:
    text = "很长的正文" * 60
    for count in range(1, 12):
        filler = tuple(Paragraph(text) for _ in range(count))
        pages = lay_pages(document(*filler, Chart(butterfly(), CAPTION)), "zh")
        lines = [
            (number, mark.line.text)
            for number, page in enumerate(pages)
            for mark in page.marks
            if isinstance(mark, TextMark)
        ]
        where = {
            n for n, t in lines if t in ("两个方向的上限都在重要性 ±5 % 之内", "推断", CAPTION)
        }
        assert len(where) == 1


def test_it_is_drawn_as_vectors_with_embedded_fonts() -> None:
    pdf = to_pdf(every(), "both")
    assert b"/Subtype /Image" not in pdf
    names = re.findall(rb"/BaseFont\s*/(\S+)", pdf)
    assert names
    assert all(re.fullmatch(rb"[A-Z]{6}\+NotoSans\S+", name) for name in names)
    assert to_pdf(every(), "both") == pdf


def test_the_geometry_is_that_of_the_screen() -> None:
    """Both walls, a broken bar, hollow bars: nothing is lost on the way to the page."""
    marks = lay_pages(document(Chart(samples()["butterfly-beyond"])), "zh")[0].marks
    walls = [m for m in marks if isinstance(m, RuleMark) and m.colour == "bad" and m.share == 100]
    assert len([m for m in walls if m.x1 == m.x2]) == 3  # and the end of the limit beyond one
    assert sum(isinstance(m, PolygonMark) for m in marks) == 1
    hollow = lay_pages(document(Chart(butterfly(unchecked=2))), "zh")[0].marks
    assert sum(isinstance(m, BoxMark) and m.dashed for m in hollow) == 6


def test_black_and_white_has_no_colour_and_no_tint() -> None:
    plain = replace(every(), options=Options(black_and_white=True))
    streams = _streams(to_pdf(plain, "zh"))
    colours = set(re.findall(r"(?m)([\d.]+ [\d.]+ [\d.]+) (?:rg|RG)\b", streams))
    assert colours
    assert all(len(set(colour.split())) == 1 for colour in colours)
    pale = [
        mark
        for page in lay_pages(plain, "zh")
        for mark in page.marks
        if isinstance(mark, BoxMark) and mark.fill == "accent" and mark.share < 40
    ]
    assert not pale
    coloured = [m for p in lay_pages(every(), "zh") for m in p.marks if isinstance(m, BoxMark)]
    assert any(mark.fill == "accent" and mark.share == 32 for mark in coloured)


def test_the_colours_of_paper_are_those_of_the_light_theme() -> None:
    for name, value in IN_COLOUR.colours.items():
        if hasattr(LIGHT, name):
            assert f"#{value}" == LIGHT.color(name)
    assert IN_BLACK.colours.keys() == IN_COLOUR.colours.keys()
    for page in lay_pages(every(), "zh"):
        for mark in page.marks:
            if isinstance(mark, BoxMark):
                assert {mark.fill, mark.line} <= {"", *IN_COLOUR.colours}
            elif isinstance(mark, RuleMark):
                assert mark.colour in IN_COLOUR.colours
            elif isinstance(mark, TextMark):
                assert mark.line.style.colour in IN_COLOUR.colours


def test_more_rows_than_a_page_holds_are_taken_together() -> None:
    lines = tuple(Contribution(str(n), f"第 {n} 行", Decimal(1000 - n)) for n in range(400))
    chart = ContributionBars((Stage("a", "阶段", lines),))
    pages = lay_pages(document(Chart(chart)), "zh")
    assert len(pages) <= 2
    shown = [m.line.text for p in pages for m in p.marks if isinstance(m, TextMark)]
    assert any(text.startswith("其余") for text in shown)
    assert len(table_of(Chart(chart)).rows) == 402


def test_what_no_font_has_is_found_in_charts_too() -> None:
    lines = (Contribution("a", "\ue123王记", Decimal(1)),)
    made = document(Chart(ContributionBars((Stage("s", "阶段", lines),))))
    assert [glyph.char for glyph in missing_glyphs(made)] == ["\ue123"]
    pdf = to_pdf(made, "zh")
    assert "U+E123" in page_text(pdf, 0)


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_excel_writes_the_table_of_each_chart(language: DocumentLanguage) -> None:
    table = Table("名单", (Column("号", 40), Column("名", 40)), (Row((Words("1"), Words("甲"))),))
    made = document(Chart(butterfly(), CAPTION), table, Chart(bars()))
    book = load_workbook(BytesIO(to_excel(made, language)))
    first, second, third = book.worksheets
    assert first.title.startswith("名单")
    said = [str(cell.value) for row in first.iter_rows() for cell in row if cell.value]
    assert any("±5 %" in text for text in said)
    assert CAPTION in said
    assert [cell.value for cell in second[4]][1:] == [
        "−1,265,853",
        "−3.76 %",
        "1,449,044",
        "+4.30 %",
    ]
    assert third.max_row == 17
    assert all(cell.data_type != "f" for row in second.iter_rows() for cell in row)
    assert to_excel(made, language) == to_excel(made, language)


def test_a_workbook_of_charts_alone_has_its_words_first() -> None:
    book = load_workbook(BytesIO(to_excel(document(Chart(butterfly())), "zh")))
    assert [sheet.title for sheet in book.worksheets] == ["图", "错报与重要性"]


def _streams(pdf: bytes) -> str:
    found = []
    for raw in re.findall(rb"(?<!end)stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(raw).decode("latin-1"))
        except zlib.error:
            continue
    return "\n".join(found)
