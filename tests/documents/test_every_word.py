"""Whatever a person writes while a visit is prepared stands on a paper, word for word."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cfpdesk.documents.coverage import document_texts
from cfpdesk.documents.document import Options
from cfpdesk.documents.kind import Group
from cfpdesk.documents.registry import DOCUMENTS
from cfpdesk.i18n import msg, text_in
from cfpdesk.model.competence import (
    CompetenceMark,
    PersonCertificate,
    PersonFacts,
    TeamStatement,
    Training,
)
from cfpdesk.model.contract_review import ChangeOutcome, ContractChange, ContractReview
from cfpdesk.model.document_review import DocumentReview
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.meeting import AgendaPoint, Meeting, MeetingKind
from cfpdesk.model.own_item import OwnItem
from cfpdesk.model.person_days import PersonDays
from cfpdesk.model.plan import PlanVersion, TeamChange
from cfpdesk.model.record import Record, field_types
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.schedule import ScheduleBlock
from cfpdesk.model.site_sample import SiteSampling
from cfpdesk.model.stage import RunningDay, StageIssue, StageOne
from cfpdesk.model.team import Person, Role
from cfpdesk.model.yes_no import YesNo
from cfpdesk.steps import sample
from cfpdesk.store.session import Session
from tests import builders

# What a person writes; all other texts of a record are rows, codes or hashes.
WRITTEN: dict[type[Record], str] = {
    AgendaPoint: "title note",
    CompetenceMark: "proof",
    ContractChange: "description reason approver",
    ContractReview: "applied_how reason approver seller",
    DocumentReview: "missing reason receipt_by",
    Engagement: "number body client client_address product declared_unit materiality_told_how",
    Meeting: "place",
    OwnItem: "number question evidence",
    Person: "name organisation title",
    PersonCertificate: "number issuer",
    PersonDays: "reason signed_by",
    PersonFacts: "experience expert_proof languages",
    PlanVersion: "sent_how confirmed_by reason",
    RuleEntry: "text",
    RunningDay: "text",
    ScheduleBlock: "title",
    Site: "name address activities responsible",
    SiteSampling: "scheme",
    StageIssue: "number text answer verified_by verified_how",
    TeamChange: "reason confirmed_by",
    TeamStatement: "conflict",
    Training: "provider",
}
_NOT_WRITTEN = frozenset({StageOne})  # rows and days alone
DAY = date(2026, 3, 18)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path) as made:
        rows = sample.prepare(made).rows
        with made.transact(msg("Everything there can be")) as change:
            change.put(
                ContractChange(
                    kinds=("sites",), asked_on=DAY, outcome=ChangeOutcome.ACCEPTED, decided_on=DAY
                )
            )
            change.put(made.find(SiteSampling).but(same_activity=YesNo.YES))
            change.put(RunningDay(site=made.all(Site)[0].row, day=DAY, running=YesNo.NO))
            change.put(
                made.find(DocumentReview).but(suspended_on=DAY, resumed_on=DAY, receipt_on=DAY)
            )
            version = made.find(PlanVersion, number=1)
            change.put(version.but(verifiers=(*version.verifiers, rows["fang"])))
            change.put(TeamChange(out=rows["fang"], confirmed_on=DAY))
            change.put(OwnItem(number="x", stage="S2", risk="H", added_at=datetime.now(UTC)))
            change.put(AgendaPoint(meeting=MeetingKind.OPENING, title="x", done_at=change.now))
            change.put(made.find(Meeting, kind=MeetingKind.OPENING).but(started_at=change.now))
            change.put(Training(person=rows["su"], kind="cfp", held_on=DAY))
        yield made


def marked(session: Session) -> dict[str, str]:
    """Write a mark into every text; returns where each stands."""
    marks: dict[str, str] = {}
    with session.transact(msg("Marks")) as change:
        for kind, names in WRITTEN.items():
            for record in session.all(kind):
                if isinstance(record, Person) and record.role is Role.REVIEWER:
                    continue  # who reviews is no member; their papers come with the review
                values: dict[str, Any] = {}
                for name in names.split():
                    mark = f"字{len(marks)}终"
                    marks[mark], values[name] = f"{kind.TABLE}.{name} {record.row}", mark
                change.put(record.but(**values))
    return marks


def test_every_word_is_on_a_paper(session: Session) -> None:
    marks = marked(session)
    with session.transact(msg("End")) as change:  # afterwards nothing can be written
        change.put(session.find(DocumentReview).but(terminated_on=DAY))
    assert len(marks) > 180
    assert {where.partition(".")[0] for where in marks.values()} == {k.TABLE for k in WRITTEN}
    said = []
    for document in DOCUMENTS:
        if document.group in (Group.PREPARATION, Group.SITE, Group.RECORD):
            texts = document_texts(document.build(session, Options()))
            said += [text_in(text, "zh") for _where, text in texts]
    everything = "\n".join(said)
    assert [where for mark, where in marks.items() if mark not in everything] == []


def test_every_text_of_these_records_is_looked_at_or_is_no_word() -> None:
    """A new field of text has to be printed, or to be said to be no word of a person."""
    codes = {
        *("only", "person", "kind", "order", "text_zh", "text_en", "key_sha256", "code", "group"),
        *("category", "mentor", "reviewer", "receipt", "evidence", "state_sha256", "finding"),
        *("raised_by", "item", "rule_list", "site", "central", "spoken", "seed", "drawn_by"),
        *("out", "name", "into", "topic", "stage", "risk", "added_by", "note", "rules", "language"),
        *("checklist", "engagement_id", "output_unit", "claimed_unit", "spoken_number"),
        *("spoken_by", "verifier"),
    }
    kinds: tuple[type[Record], ...] = (*WRITTEN, *_NOT_WRITTEN)
    for kind in kinds:
        texts = {name for name, found in field_types(kind).items() if found is str}
        assert texts - codes - set(WRITTEN.get(kind, "").split()) == set(), kind.TABLE
