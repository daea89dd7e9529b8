"""Application, contract review, document review, stage 1: agreed words, and no word lost."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cfpdesk.documents import contract_sheets, stage_sheets
from cfpdesk.documents.coverage import document_texts
from cfpdesk.documents.document import (
    DOCUMENT_LANGUAGES,
    Document,
    DocumentLanguage,
    Options,
    Table,
)
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.i18n import text_in
from cfpdesk.model.agreed_fact import Approval
from cfpdesk.model.contract_review import Acceptance, ChangeOutcome
from cfpdesk.model.engagement import Stage
from cfpdesk.model.rule_entry import RiskGrade
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.yes_no import YesNo
from cfpdesk.steps import contract, engagement, stage_issue, stages
from cfpdesk.steps.stage_issue import IssueText
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session
from tests import builders, paper_samples, record_samples
from tests.documents.papers import agreed_words, facts, paper, squeezed, table, text_of

CODES = ("application", "contract_review", "document_review", "stage1_report")
LONG = paper_samples.LONG
DAY = date(2026, 3, 10)


@pytest.fixture
def agreed(tmp_path: Path) -> Iterator[Session]:
    with record_samples.a_sample(tmp_path) as opened:
        yield opened


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path, "empty") as opened:
        builders.an_engagement(opened)
        yield opened


def listed(session: Session, document: Document, code: ListCode) -> list[list[str]]:
    return table(document, text_in(rules_of(session).rule_list(code).title, "en"))


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_the_words_are_the_agreed_ones(
    agreed: Session, code: str, language: DocumentLanguage
) -> None:
    agreed_words(paper(agreed, code), code, language)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_before_anything_is_written_it_prints(
    session: Session, code: str, language: DocumentLanguage
) -> None:
    assert text_of(to_pdf(paper(session, code), language))


def test_summaries(session: Session, agreed: Session) -> None:
    view, later = contract.state(session), contract.state(agreed)
    assert contract_sheets.review_summary(view).text("en") == "Not decided"
    assert contract_sheets.review_summary(later).text("en") == "Accepted"
    assert contract_sheets.application_summary(later).text("en") == "9 of 9 given"
    assert stage_sheets.review_summary(stages.state(session)).text("en") == "Not started"
    assert stage_sheets.stage1_summary(stages.state(session)).text("en") == "not judged yet"
    assert stage_sheets.stage1_summary(stages.state(agreed)).text("en") == "ready for stage 2"
    stages.write_item(agreed, ListCode.STAGE1, "ready", answer=YesNo.NO, text="缺数据")
    assert stage_sheets.stage1_summary(stages.state(agreed)).text("en") == "not ready for stage 2"


# Contract -------------------------------------------------------------------------------------


def test_known_facts_answer_items_of_the_application(agreed: Session) -> None:
    rows = listed(agreed, paper(agreed, "application"), ListCode.APPLICATION)
    assert len(rows) == 9
    assert "云林街道" in rows[0][2]
    assert all(row[2] != "–" for row in rows)


def test_for_the_pen_the_client_has_room(session: Session) -> None:
    contract.write_item(session, ListCode.APPLICATION, "database", text="CPCD")
    contract.write_review(session, "applied_how", "电话")
    blank = paper(session, "application", blank=True)
    shown = text_of(to_pdf(blank, "zh"))
    assert "CPCD" not in shown
    assert "电话" not in shown
    block = next(b for b in blank.blocks if isinstance(b, Table))
    assert block.row_height == 12


def test_the_decision_stands_with_who_and_when(agreed: Session) -> None:
    found = facts(paper(agreed, "contract_review"))
    review = contract.state(agreed).review
    assert found["Decision"] == "Accepted"
    assert found["Approved by the technical manager"] == review.approver
    assert found["Decided on"] == str(review.decided_on)
    assert found["Level fixed here"] == "Reasonable assurance"


def test_a_refusal_stands_with_its_reason(session: Session) -> None:
    contract.decide(session, Acceptance.REFUSED, "周启明", DAY, "没有该行业的认可范围")
    assert facts(paper(session, "contract_review"))["Reason"] == "没有该行业的认可范围"


def test_every_change_of_the_contract_stands_the_first_first(agreed: Session) -> None:
    change = contract.ask_change(agreed, ("results",), "增加一个牌号 DC04", DAY)
    contract.decide_change(
        agreed, change.row, ChangeOutcome.REFUSED, Approval("另行申请", "周启明", DAY)
    )
    contract.ask_change(agreed, ("sites",), "增加常州二库", date(2026, 3, 12))
    rows = table(paper(agreed, "contract_review"), "Changes of the contract")
    assert [row[0] for row in rows] == ["2026-03-10", "2026-03-12"]
    assert "增加一个牌号 DC04" in rows[0][1]
    assert "另行申请" in rows[0][1]
    assert rows[0][3] == "周启明|2026-03-10"


def test_a_no_stands_with_its_reason_and_who_said_it(session: Session) -> None:
    contract.write_item(
        session, ListCode.CONTRACT_QUESTION, "people", answer=YesNo.NO, text="缺轧钢专家"
    )
    rows = listed(session, paper(session, "contract_review"), ListCode.CONTRACT_QUESTION)
    row = next(row for row in rows if "缺轧钢专家" in row[3])
    assert row[2] == "否"


def test_what_is_open_is_what_the_page_shows(session: Session) -> None:
    contract.write_item(session, ListCode.APPLICATION, "database", text="CPCD")
    blockers = contract.state(session).blockers
    assert blockers
    rows = table(paper(session, "contract_review"), "Open, and overridden")
    assert [row[1] for row in rows] == [b.sentence.text("zh") for b in blockers]


# Stages ---------------------------------------------------------------------------------------


def test_insufficient_information_and_its_end_are_printed(session: Session) -> None:
    stages.write_review(session, "started_on", date(2026, 3, 2))
    stages.suspend(session, "没有 3 号炉的天然气计量记录", date(2026, 3, 3))
    found = facts(paper(session, "document_review"))
    assert found["Insufficient"] == "没有 3 号炉的天然气计量记录"
    assert found["State"].startswith("Suspended")
    stages.resume(session, date(2026, 3, 6))
    assert facts(paper(session, "document_review"))["Went on"] == "2026-03-06"
    stages.terminate(session, "委托方撤回申请", date(2026, 3, 8))
    stages.write_review(session, "receipt_by", "王建华")
    stages.write_review(session, "receipt_on", date(2026, 3, 9))
    found = facts(paper(session, "document_review"))
    assert found["Reason"] == "委托方撤回申请"
    assert found["Client told, received by"] == "2026-03-09 · 王建华"


def test_risks_stand_with_grade_and_reason(session: Session) -> None:
    stages.write_item(
        session, ListCode.DOCUMENT_RISK, "control", risk=RiskGrade.HIGH, text="计算表无人复核"
    )
    rows = listed(session, paper(session, "document_review"), ListCode.DOCUMENT_RISK)
    assert rows[1][2] == "高"
    assert rows[1][3] == "计算表无人复核"


def test_an_issue_stands_in_both_reports_until_and_after_it_is_settled(agreed: Session) -> None:
    issue = stage_issue.raise_issue(agreed, "外协酸再生没有数据")
    stage_issue.write_issue(agreed, issue.row, IssueText.ANSWER, "三月内补送")
    for code in ("document_review", "stage1_report"):
        rows = table(paper(agreed, code), "Issues, to be verified on site")
        row = next(row for row in rows if row[0] == issue.number)
        assert "外协酸再生没有数据" in row[1]
        assert row[2] == "三月内补送"
        assert row[4] == "–"
    found = facts(paper(agreed, "stage1_report"))
    stage_issue.write_issue(agreed, issue.row, IssueText.VERIFIED_HOW, "看到外协方台账原件")
    rows = table(paper(agreed, "stage1_report"), "Issues, to be verified on site")
    row = next(row for row in rows if row[0] == issue.number)
    assert row[3].startswith("看到外协方台账原件|")
    assert row[4] == "✓"
    assert found["Ready"] == "yes"
    assert found["Stage 2 begins at the latest on"] == "2026-09-06"


def test_of_long_words_none_is_lost(session: Session) -> None:
    rules = rules_of(session)
    for code in (ListCode.APPLICATION, ListCode.CONTRACT_QUESTION, ListCode.AGREED_SCOPE):
        for n, item in enumerate(rules.rule_list(code).codes):
            contract.write_item(session, code, item, text=f"{LONG * (70 if n == 3 else 4)}约{n}完")
    for code in (ListCode.DOCUMENT_INPUT, ListCode.DOCUMENT_JUDGEMENT, ListCode.DOCUMENT_RISK,
                 ListCode.STAGE1):  # fmt: skip
        for n, item in enumerate(rules.rule_list(code).codes):
            stages.write_item(session, code, item, text=f"{LONG * (70 if n == 2 else 4)}审{n}完")
    for n in range(60):
        stage_issue.raise_issue(session, f"{LONG * 3}题{n}完")
    for language in DOCUMENT_LANGUAGES:
        shown = {code: squeezed(text_of(to_pdf(paper(session, code), language))) for code in CODES}
        assert all(f"约{n}完" in shown["application"] for n in range(3, 9))
        assert all(shown["contract_review"].count(f"约{n}完") >= 2 for n in range(6))
        assert all(f"审{n}完" in shown["document_review"] for n in range(5))
        assert all(f"审{n}完" in shown["stage1_report"] for n in range(6))
        for report in ("document_review", "stage1_report"):
            assert all(f"题{n}完" in shown[report] for n in range(60))


@pytest.mark.parametrize(
    ("stage", "title", "topic"),
    [
        (Stage.SURVEILLANCE, "监督核查记录", "能源使用及其变化"),
        (Stage.RECERTIFICATION, "再认证核查记录", "范围"),
    ],
)
def test_later_cycles_have_a_record_of_their_own_and_no_stage_1(
    agreed: Session, stage: Stage, title: str, topic: str
) -> None:
    engagement.write(agreed, "stage", stage)
    made = stage_sheets.build_stage1(stages.state(agreed), Options())
    assert text_in(made.title, "zh") == title
    assert made.number.endswith("-SV")
    said = [text_in(text, "zh") for _where, text in document_texts(made)]
    assert any(topic in text for text in said)
    assert "一阶段判断" not in said
