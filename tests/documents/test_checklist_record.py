"""The checklist record: agreed words, boxes for the pen, every word but the team's own notes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cfpdesk.documents import checklist_record
from cfpdesk.documents.document import (
    DOCUMENT_LANGUAGES,
    Document,
    DocumentLanguage,
    Options,
    Table,
)
from cfpdesk.documents.registry import document_kind
from cfpdesk.documents.render import build_document
from cfpdesk.documents.to_excel import to_excel
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.team import Person
from cfpdesk.steps import checklist
from cfpdesk.steps.checklist import AnswerText
from cfpdesk.store.answer_query import Given, answer_facts
from cfpdesk.store.checklist_library import load_checklist
from cfpdesk.store.session import Session
from tests import builders, paper_samples, record_samples
from tests.documents.papers import agreed_words, cells, squeezed, text_of


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with record_samples.a_day(tmp_path_factory.mktemp("day")) as opened:
        yield opened


def paper(session: Session, **options: object) -> Document:
    return build_document(session, "checklist_record", Options(**options))  # type: ignore[arg-type]


def items(document: Document) -> Table:
    return next(block for block in document.blocks if isinstance(block, Table))


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_the_words_are_the_agreed_ones(day: Session, language: DocumentLanguage) -> None:
    for name, document in (("", paper(day)), ("_pen", paper(day, blank=True))):
        agreed_words(document, f"checklist_record{name}", language)


def test_it_says_what_the_page_says_in_the_order_of_the_library(day: Session) -> None:
    state = checklist.state(day)
    rows = {row[0].split("|")[0]: row for row in cells(items(paper(day)))}
    ids = [code for code in rows if "-" in code]
    assert ids == [i.id for i in load_checklist(state.version).items if i.id in set(ids)]
    assert len(ids) == len(state.items) == 98
    for item in state.items:
        found = rows[item.item.id]
        assert item.answer.facts in found[3]
        assert item.answer.reason in found[3]
    first, second, third = ids[:3]
    assert rows[first][2] == "不符合"
    assert rows[first][3].endswith("证据： E-2-001|发现： NC-2-01")
    assert rows[second][3].endswith("询问： 设备部李工，带检定证书原件|承诺时间： 2026-03-19 16:00")
    assert "无证据，原因： 口头说明，现场无书面记录" in rows[third][3]
    assert rows[first][4].startswith("林珂|2026-03-18 ")
    assert checklist_record.summary(state).text("en") == "90 of 98 decided"


def test_notes_of_the_team_are_printed_nowhere(day: Session) -> None:
    assert any(item.answer.note == record_samples.NOTE for item in checklist.state(day).items)
    for options in ({}, {"for_client": True}, {"blank": True}):
        document = paper(day, **options)
        assert record_samples.NOTE not in document.state.decode()
        assert squeezed(record_samples.NOTE) not in squeezed(text_of(to_pdf(document, "zh")))


def test_the_client_gets_no_follow_ups(day: Session) -> None:
    assert "设备部李工" in squeezed(text_of(to_pdf(paper(day), "zh")))
    shown = squeezed(text_of(to_pdf(paper(day, for_client=True), "zh")))
    assert "设备部李工" not in shown
    assert "待跟进" in shown, "the answer itself stands"


def test_for_the_pen_there_are_boxes_and_no_answers(day: Session) -> None:
    table = items(paper(day, blank=True))
    assert table.row_height == 25
    found = [row for row in cells(table) if "-" in row[0]]
    assert len(found) == 98
    assert {row[2] for row in found} == {"□ 符合\n□ 不符合\n□ 观察\n□ 不适用\n□ 待跟进"}
    assert {row[3] for row in found} == {""}
    both = text_of(to_pdf(paper(day, blank=True), "both"))
    assert both.count("□ 不符合 Not conform") == 98
    assert "查看 2025 年 12 张电费发票" not in both


def test_the_groups_of_one_person_can_be_printed_alone(day: Session) -> None:
    parts = document_kind("checklist_record").parts
    assert parts is not None
    people = dict(parts(day))
    row, name = next((row, name) for row, name in people.items() if name == "苏晓岚")
    alone = items(paper(day, part=row))
    owners = {line[3] for line in cells(alone) if "-" not in line[0]}
    assert owners == {name}
    assert items(paper(day, part=str(name))) == alone, "by name, as on the command line"
    whole = sum(len(cells(items(paper(day, part=part)))) for part in people)
    assert whole == len(cells(items(paper(day)))), "together they are all"
    gone = paper(day, part="x")
    assert not any(isinstance(block, Table) for block in gone.blocks)


def test_groups_that_nobody_owns_are_printed_too(tmp_path: Path) -> None:
    with builders.a_session(tmp_path) as session:
        builders.an_engagement(session)
        assert checklist_record.parts(checklist.state(session))[0][0] == "-"
        assert len(cells(items(paper(session, part="-")))) > 90


def test_versions_that_wait_for_a_decision_stand_beside_each_other(tmp_path: Path) -> None:
    one, two = builders.two_copies(tmp_path)
    item = checklist.state(one).items[0].item.id
    for session, verdict, facts in (
        (one, Verdict.CONFORM, "一号看到的"),
        (two, Verdict.OBSERVATION, "二号看到的"),
    ):
        checklist.answer(session, [item], verdict)
        checklist.write(session, item, AnswerText.FACTS, facts)
    builders.give(two, one)
    shown = squeezed(text_of(to_pdf(paper(one), "zh")))
    assert "一号看到的" in shown
    assert "二号看到的" in shown
    assert "待裁定" in shown
    assert "待裁定" not in squeezed(text_of(to_pdf(paper(one, for_client=True), "zh")))
    builders.closed((one, two))


def test_of_120_long_answers_no_word_is_lost(day: Session) -> None:
    facts = answer_facts(day)
    library = load_checklist(checklist.state(day).version)
    long = paper_samples.LONG
    found = []
    for n, item in enumerate(library.items):
        answer = Answer(
            item=item.id, verdict=list(Verdict)[n % 6],
            facts=f"{long * (90 if n == 60 else 4)}事{n}",
            reason=f"{long}由{n}", no_evidence=f"{long}无{n}", ask_whom=f"{long}问{n}",
        )  # fmt: skip
        found.append(replace(checklist.state(day).items[0], item=item, answer=answer))
    state = replace(checklist.state(day), items=tuple(found))
    moment = Given("名字很长的核查员" * 3, datetime(2026, 3, 18, 2, 5, tzinfo=UTC))
    wide = replace(
        facts, order=tuple(i.id for i in library.items), given={i.id: moment for i in library.items}
    )
    document = checklist_record.build(state, wide, Options())
    for language in DOCUMENT_LANGUAGES:
        shown = squeezed(text_of(to_pdf(document, language)))
        for n, item in enumerate(library.items):
            assert item.id in shown
            for mark in "事由无问":
                assert f"{mark}{n}" in shown
        assert shown.count("名字很长的核查员") >= 120
        assert (
            squeezed(library.items[-1].question.text("zh" if language != "en" else "en")) in shown
        )
    book = load_workbook(BytesIO(to_excel(document, "both")))
    assert book.worksheets[0].max_row > 140


def test_an_engagement_without_answers_prints(tmp_path: Path) -> None:
    with builders.a_session(tmp_path) as session:
        builders.an_engagement(session)
        assert not session.all(Person)
        shown = text_of(to_pdf(paper(session), "en"))
        assert "Not checked 98" in shown
