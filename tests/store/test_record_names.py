"""Records, and the rows and codes in their values, are called by what people know them by."""

from pathlib import Path

import pytest

from cfpdesk.i18n import text_in
from cfpdesk.model.competence import PersonCertificate, TeamStatement
from cfpdesk.model.document_review import DocumentReview
from cfpdesk.model.plan import PlanVersion
from cfpdesk.model.record import Record
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.schedule import ScheduleBlock
from cfpdesk.model.stage import StageIssue
from cfpdesk.steps import sample
from cfpdesk.store.record_names import record_name, value_names
from cfpdesk.store.session import Session
from tests import builders


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = builders.a_session(tmp_path)
    sample.prepare(made)
    return made


def called(session: Session, record: Record) -> tuple[str, str]:
    name, title, _group = record_name(session, record.TABLE, record.row)
    return text_in(name, "zh"), text_in(title, "zh")


def test_records_of_the_preparation_have_names(session: Session) -> None:
    entry = session.find(RuleEntry, rule_list="stage1", item="boundary")
    assert called(session, entry)[1] == "一阶段判断"
    assert "系统边界" in called(session, entry)[0]
    assert called(session, session.find(PlanVersion, number=1)) == ("计划第 1 版", "计划版本")
    assert called(session, session.all(StageIssue)[0]) == (
        "S1-1-01",
        "二号燃气表没有看到校准证书",
    )
    held = next(c for c in session.all(PersonCertificate) if c.number == "CCER-V-0934")
    name, title = called(session, held)
    assert name == "高博"
    assert title.startswith("人员证书：")
    stated = next(s for s in session.all(TeamStatement) if s.kind == "confidentiality")
    assert called(session, stated)[1] == "组员的声明：保密"
    assert called(session, session.find(DocumentReview)) == ("文件评审", "")


def test_rows_and_codes_in_values_have_names(session: Session) -> None:
    review = session.find(DocumentReview)
    names = value_names(session, review.TABLE, "reviewer", [review.reviewer, None, ""])
    assert names == {review.reviewer: "林知远"}
    block = next(b for b in session.all(ScheduleBlock) if len(b.people) > 2)
    assert set(value_names(session, block.TABLE, "people", [[*block.people]]).values()) >= {"高博"}
    kinds = value_names(session, "person_certificate", "kind", ["ghg_manager", "no_such"])
    assert text_in(kinds["ghg_manager"], "zh") == "温室气体管理师"
    assert value_names(session, "answer", "facts", ["写的话"]) == {}
