"""The sampling record: agreed words, room for the pen, and nothing lost of many long items."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cfpdesk.documents import sampling_sheet
from cfpdesk.documents.document import (
    DOCUMENT_LANGUAGES,
    Chart,
    Document,
    DocumentLanguage,
    Options,
    Table,
)
from cfpdesk.documents.pdf_page import TextMark
from cfpdesk.documents.registry import document_kind
from cfpdesk.documents.render import build_document
from cfpdesk.documents.to_excel import to_excel
from cfpdesk.documents.to_pdf import lay_pages, to_pdf
from cfpdesk.model.population import FROM_INVENTORY, Population, SamplingMethod
from cfpdesk.model.population_frame import SET_ASIDE_WORD, SetAsideKind
from cfpdesk.steps import sampling, sampling_edit
from cfpdesk.store.session import Session
from tests import builders, paper_samples, sampling_samples
from tests.documents.papers import agreed_words, cells, squeezed, text_of

D = Decimal


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with paper_samples.a_visit(tmp_path_factory.mktemp("visit")) as opened:
        yield opened


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path) as opened:
        sampling_samples.agreed(opened)
        yield opened


def paper(session: Session, **options: object) -> Document:
    return build_document(session, "sampling_sheet", Options(**options))  # type: ignore[arg-type]


def items(document: Document, number: int = 1) -> Table:
    return next(
        block
        for block in document.blocks
        if isinstance(block, Table) and str(block.name) == f"{number} 抽中项目"
    )


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_the_words_are_the_agreed_ones(visit: Session, language: DocumentLanguage) -> None:
    agreed_words(paper(visit), "sampling_sheet", language)


def test_it_says_what_the_page_says(visit: Session) -> None:
    state = sampling.state(visit)
    document = paper(visit)
    shown = squeezed(text_of(to_pdf(document, "zh")))
    for one in state.populations:
        assert one.population.frozen_sha256 in shown
        assert squeezed(one.seed) in shown
    first, _reverse = state.populations
    assert first.conclusion is not None
    assert squeezed(first.conclusion.sentence.text("zh")) in shown
    found = cells(items(document))
    assert len(found) == 51
    assert found[31][1:] == [
        "RK-25-0232", "I235", "抽取", "25.70", "25.28", "+0.42", "+1.63", "+4.12", "E-2-021",
        "✓ 2026-03-18|磅单 29.86 t，入库单多记包装",
    ]  # fmt: skip
    assert sum(isinstance(block, Chart) for block in document.blocks) == 1
    assert sampling_sheet.summary(state).text("en") == "2 of 2 checked"


def test_each_population_begins_a_page_of_its_own(visit: Session) -> None:
    pages = lay_pages(paper(visit), "zh")
    begins = [
        number
        for number, page in enumerate(pages)
        for mark in page.marks
        if isinstance(mark, TextMark) and mark.line.style.size == 13
    ]
    assert len(begins) == len(set(begins)) == 2
    first = next(m for m in pages[begins[1]].marks if isinstance(m, TextMark) and m.y > 90)
    assert first.line.text == "2 原料运单 → 入库单".replace("2 ", "2  ")


def test_one_population_can_be_printed_alone(visit: Session) -> None:
    parts = document_kind("sampling_sheet").parts
    assert parts is not None
    (first, name), (second, _other) = parts(visit)
    alone = paper(visit, part=second)
    assert paper(visit, part=str(_other)).state == alone.state
    shown = text_of(to_pdf(alone, "zh"))
    assert "2.1 样本量" in shown.replace("  ", " ")
    assert "RK-25-0232" not in shown
    assert str(name) in text_of(to_pdf(paper(visit, part=first), "zh"))
    assert len(paper(visit, part="x").blocks) == 2, "one that is gone leaves a sentence"


def test_for_the_pen_nothing_that_was_seen_is_printed(visit: Session) -> None:
    blank = paper(visit, blank=True)
    table = items(blank)
    assert table.row_height == 9
    assert all(row[5:] == ["", "", ""] for row in cells(table))
    shown = text_of(to_pdf(blank, "zh"))
    assert "25.28" not in shown
    assert "结论" not in shown
    assert "RK-25-0232" in shown


def test_while_items_are_open_there_is_room_for_the_pen(session: Session) -> None:
    slips = sampling_samples.slips_population(session)
    sampling_samples.drawn(session, slips.row)
    sampling_samples.checked(session, slips.row, leave=3)
    sampling_edit.mark_missing(session, slips.row, _last(session, slips, -3), missing=True)
    document = paper(session)
    table = items(document)
    assert table.row_height == 9
    *_done, missing, one, two, total = cells(table)
    assert missing[5:9] == ["找不到凭证", f"+{missing[4]}", "+100.00", missing[8]]
    assert one[5:] == two[5:] == [""] * 6
    assert total[1] == "合计"
    assert "还有 2 项未核，不下结论" in text_of(to_pdf(document, "zh"))


def _last(session: Session, population: Population, at: int) -> str:
    sample = sampling_samples.shown(session, population.row).sample
    assert sample is not None
    return sample.items[at].item.id


def test_extensions_stand_with_their_reasons(session: Session) -> None:
    slips = sampling_samples.slips_population(session)
    sampling_edit.choose_method(session, slips.row, SamplingMethod.SIMPLE)
    sampling_samples.drawn(session, slips.row)
    sampling.extend(session, slips.row, 10, "上限超过重要性")
    shown = text_of(to_pdf(paper(session), "zh"))
    assert "+10" in shown
    assert "上限超过重要性" in shown


def test_what_was_set_aside_is_listed_with_its_reason(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    rows = [f"A{n:03},{n + 1}.5" for n in range(40)] + ["N1,-3", "Z1,0", "A001,7", "Q,无"]
    path.write_text("单号,数量 t\n" + "\n".join(rows), encoding="utf-8")
    table = sampling_samples.take_in(session, path)
    made = sampling_edit.add_population(session, "台账", table.row, unit="t")
    sampling_samples.drawn(session, made.row)
    sampling_edit.verify(session, made.row, "Z1", D(2))
    document = paper(session)
    aside = next(
        block for block in document.blocks
        if isinstance(block, Table) and "分出项目" in str(block.name)
    )  # fmt: skip
    found = {row[0].split("|")[0]: row[1:] for row in cells(aside)}
    assert found["N1"][1] == SET_ASIDE_WORD[SetAsideKind.NEGATIVE].text("zh")
    assert found["Z1"] == ["0", SET_ASIDE_WORD[SetAsideKind.ZERO].text("zh"), "2", "−2"]
    assert set(found) == {"N1", "Z1", "A001 #2", "Q #44"}


def test_judgement_says_that_nothing_is_projected(session: Session) -> None:
    slips = sampling_samples.slips_population(session)
    row = slips.row
    sampling_edit.choose_method(session, row, SamplingMethod.JUDGEMENT)
    chosen = tuple(item.id for item in sampling_samples.shown(session, row).frame.items[:5])  # type: ignore[union-attr]
    sampling_edit.edit_recipe(
        session, row, judgement_items=chosen, judgement_reason="只有这五张是新供应商"
    )
    sampling_samples.frozen(session, row)
    sampling.draw(session, row)
    sampling_samples.checked(session, row)
    shown = squeezed(text_of(to_pdf(paper(session), "zh")))
    said = sampling_samples.shown(session, row).conclusion
    assert said is not None
    assert squeezed(said.sentence.text("zh")) in shown
    assert shown.count("只有这五张是新供应商") == 2, "in the recipe and in the conclusion"


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_without_a_population_it_is_one_sentence(
    session: Session, language: DocumentLanguage
) -> None:
    document = paper(session)
    assert len(document.blocks) == 2
    said = "没有可记录的内容" if language != "en" else "nothing to record"
    assert said in text_of(to_pdf(document, language))
    assert sampling_sheet.summary(sampling.state(session)).text("zh") == "还没有总体"


def test_a_table_that_was_not_read_is_said(tmp_path: Path) -> None:
    with builders.a_session(tmp_path) as opened:
        sampling_samples.agreed(opened)
        slips = sampling_samples.slips_population(opened)
        sampling_samples.drawn(opened, slips.row)
        folder = opened.folder
    for path in (folder / "cache").iterdir():
        path.unlink()
    with Session.open(folder, builders.LEAD, builders.a_clock()) as again:
        shown = text_of(to_pdf(paper(again), "zh"))
        assert "还没有在这台电脑上读取" in shown
        assert "4827 王建华" in shown, "what was fixed stands all the same"


def test_of_200_items_with_long_notes_no_word_is_lost(session: Session, tmp_path: Path) -> None:
    paper_samples.take_in(session, paper_samples.many_lines(tmp_path / "多行.csv"))
    made = sampling_edit.add_population(session, "清单行 " + "很长的名字" * 20, FROM_INVENTORY)
    sampling_edit.choose_method(session, made.row, SamplingMethod.WHOLE)
    sampling_samples.frozen(session, made.row)
    sampling.draw(session, made.row)
    seen = sampling_samples.checked(session, made.row)
    assert len(seen) == 200
    for at in (0, 99, 199):
        note = f"{paper_samples.LONG * (80 if at == 99 else 3)}备注{at}完"
        sampling_edit.note(session, made.row, seen[at], note)
    document = paper(session)
    for language in DOCUMENT_LANGUAGES:
        shown = squeezed(text_of(to_pdf(document, language)))
        assert all(identifier in shown for identifier in seen)
        assert all(f"备注{at}完" in shown for at in (0, 99, 199))
        assert shown.count(squeezed("很长的名字" * 20)) >= 1
    book = load_workbook(BytesIO(to_excel(document, "both")))
    assert sum(sheet.max_row >= 201 for sheet in book) == 1
    client = squeezed(text_of(to_pdf(paper(session, for_client=True), "zh")))
    assert "备注0完" not in client
