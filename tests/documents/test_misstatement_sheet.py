"""The ledger of misstatements on paper: agreed words, sums that are the page's, the opinion."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cfpdesk.documents import misstatement_sheet
from cfpdesk.documents.document import (
    DOCUMENT_LANGUAGES,
    Document,
    DocumentLanguage,
    Options,
    Table,
)
from cfpdesk.documents.pdf_page import TextMark
from cfpdesk.documents.render import build_document
from cfpdesk.documents.to_excel import to_excel
from cfpdesk.documents.to_pdf import lay_pages, to_pdf
from cfpdesk.i18n import msg
from cfpdesk.model.finding import Finding, FindingState
from cfpdesk.model.misstatement import QualitativeKind
from cfpdesk.model.opinion import OpinionType
from cfpdesk.steps import sampling_ledger
from cfpdesk.steps.sampling_ledger import MisstatementText
from cfpdesk.store.session import Session
from tests import builders, paper_samples, sampling_samples
from tests.documents.papers import agreed_words, cells, squeezed, text_of

D = Decimal


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Session]:
    with paper_samples.a_visit(tmp_path) as opened:
        yield opened


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path) as opened:
        sampling_samples.agreed(opened)
        yield opened


def paper(session: Session) -> Document:
    return build_document(session, "misstatement_ledger")


def table(document: Document, name: str) -> list[list[str]]:
    found = (block for block in document.whole().blocks if isinstance(block, Table))
    return cells(next(one for one in found if str(one.name) == name))


def test_the_words_are_the_agreed_ones(visit: Session) -> None:
    for language in DOCUMENT_LANGUAGES:
        agreed_words(paper(visit), "misstatement_ledger", language)


def test_entries_stand_under_their_source_and_add_up(visit: Session) -> None:
    state = sampling_ledger.state(visit)
    document = paper(visit)
    entries = table(document, "逐项")
    assert [line[0] for line in entries] == [
        "验算", "P1 外购电力|未更正", "P6 制冷剂 HFC-32 逸散|未更正",
        "抽样", "带钢入库单 2025|未更正",
        "不符合报告", "MS-2-03 酸再生外协工序未进入清单|未更正 · 估算：410 t × 454.6 kg/t",
        "人工录入", "木托重复计入（包装与运输各一次）|未更正", "合计",
    ]  # fmt: skip
    sums = {line[0]: line[1:] for line in table(document, "汇总与重要性")}
    projected = state.ledger.projected
    assert sums["已发现与推断"] == [
        f"+{projected.over:,.0f}", "+0.21", f"−{-projected.under:,.0f}", "−1.07",
        f"−{-projected.net:,.0f}",
    ]  # fmt: skip
    assert sums["重要性 5 %"][0::2] == ["+1,685,137", "−1,685,137", ""]
    assert entries[-1][1:3] == ["+62,170", "−356,762"]


def test_what_is_corrected_is_taken_off_and_said(visit: Session) -> None:
    with visit.transact(msg("Verify")) as change:
        change.put(visit.all(Finding)[0].but(state=FindingState.VERIFIED))
    document = paper(visit)
    line = next(one for one in table(document, "逐项") if one[0].startswith("MS-2-03"))
    assert line == [
        "MS-2-03 酸再生外协工序未进入清单|已更正并验证 · 估算：410 t × 454.6 kg/t",
        "",
        "−186,386",
        "",
        "−186,386",
        "",
    ]
    assert any(one[0] == "已扣除：已更正" for one in table(document, "汇总与重要性"))


def test_a_qualitative_misstatement_is_listed_apart(visit: Session) -> None:
    assert "没有未更正的性质错报" in text_of(to_pdf(paper(visit), "zh"))
    made = sampling_ledger.add(visit, "报告把单位写成 kgCO2e/kg")
    sampling_ledger.set_kind(visit, made.row, QualitativeKind.UNIT)
    document = paper(visit)
    assert table(document, "性质错报")[0][1] == "报告把单位写成 kgCO2e/kg"
    assert "存在未更正的实质性错报" in text_of(to_pdf(document, "zh"))


def test_an_opinion_that_differs_stands_with_its_reason(visit: Session) -> None:
    before = text_of(to_pdf(paper(visit), "en"))
    assert "Proposed wording:" in before
    assert "not set yet" in before
    sampling_ledger.choose(visit, OpinionType.ADVERSE, "上限在两个方向都无法降低")
    sampling_ledger.write_matters(visit, "酸再生工序缺失")
    sampling_ledger.set_missing(visit, ("3# 轧机 6–12 月读数",))
    after = squeezed(text_of(to_pdf(paper(visit), "zh")))
    for said in (
        "否定意见",
        "上限在两个方向都无法降低",
        "酸再生工序缺失",
        "3#轧机6–12月读数",
        "局部",
    ):
        assert said in after
    assert "拟用措辞" not in after
    assert "措辞：" in after


def test_every_choice_of_the_sensitivity_is_printed(visit: Session) -> None:
    lines = table(paper(visit), "结论是否稳固")
    assert len(lines) == len(sampling_ledger.variants(visit))
    assert [line[-1] for line in lines[:3]] == ["×", "×", "✓"]
    assert lines[2][0] == "置信水平降低 5 个百分点|结论翻转"


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_without_any_misstatement_it_says_so(bare: Session, language: DocumentLanguage) -> None:
    shown = text_of(to_pdf(paper(bare), language))
    assert ("没有发现错报" if language != "en" else "No misstatement was found") in shown
    assert load_workbook(BytesIO(to_excel(paper(bare), language))).worksheets
    assert misstatement_sheet.summary(sampling_ledger.state(bare)).text("en") == "0 entries"


def test_without_a_claim_nothing_is_compared(tmp_path: Path) -> None:
    with builders.a_session(tmp_path) as opened:
        shown = text_of(to_pdf(paper(opened), "zh"))
        assert "全时段声明量未知" in shown


def test_of_200_entries_with_long_words_none_is_lost(bare: Session) -> None:
    for n in range(200):
        made = sampling_ledger.add(
            bare, f"{paper_samples.LONG * (1 + n % 4)}第 {n:03} 项", D(n - 100)
        )
        if n == 150:
            words = paper_samples.LONG * 30
            sampling_ledger.write(bare, made.row, MisstatementText.CORRECTED_HOW, words + "更正完")
            sampling_ledger.set_corrected(bare, made.row, corrected=True)
    document = paper(bare)
    for language in DOCUMENT_LANGUAGES:
        shown = squeezed(text_of(to_pdf(document, language)))
        assert all(f"第{n:03}项" in shown for n in range(200))
        assert "更正完" in shown, "how it was corrected"


def test_places_to_sign_stay_together(visit: Session) -> None:
    for count in range(12):
        sampling_ledger.add(visit, f"第 {count} 条", D(1))
        where = {
            number
            for number, page in enumerate(lay_pages(paper(visit), "zh"))
            for mark in page.marks
            if isinstance(mark, TextMark) and mark.line.text in ("核查组长、日期", "复核人、日期")
        }
        assert len(where) == 1


def test_draft_and_black_and_white(visit: Session) -> None:
    options = Options(draft=True, black_and_white=True)
    document = build_document(visit, "misstatement_ledger", options)
    assert "草稿" in text_of(to_pdf(document, "zh"))
