"""Statements of a member, signed on the screen: bound to what was shown, one operation, printed."""

from pathlib import Path

import pytest

from cfpdesk.documents import competence_sheet
from cfpdesk.documents.coverage import document_texts
from cfpdesk.documents.document import Options, Signed, Table
from cfpdesk.errors import UserError
from cfpdesk.i18n import text_in
from cfpdesk.model.competence import SignedHow, TeamStatement
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.meeting import Signature, SignPurpose
from cfpdesk.model.team import Person
from cfpdesk.steps import competence, sample, statement_signature
from cfpdesk.store.session import Session
from cfpdesk.store.signature import Given
from tests import builders


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = builders.a_session(tmp_path)
    sample.prepare(made)
    return made


def gao(session: Session) -> Person:
    return next(p for p in session.all(Person) if p.name == "高博")


def statements(session: Session) -> list[TeamStatement]:
    return [s for s in session.all(TeamStatement) if s.person == gao(session).row]


def forget(session: Session) -> None:
    for one in statements(session):
        competence.sign_statement(session, one.person, one.kind, None)


def test_one_signature_signs_every_statement_and_is_bound_to_what_was_shown(
    session: Session,
) -> None:
    forget(session)
    shown = statement_signature.stated(session, gao(session))
    before = len(session.operations(limit=1000))
    statement_signature.sign(session, shown, gao(session), Given(typed="高博"))
    assert len(session.operations(limit=1000)) == before + 1
    assert {s.how for s in statements(session)} == {SignedHow.SCREEN}
    assert all(s.signed_at and s.text_zh and s.text_en for s in statements(session))
    (kept,) = [s for s in session.all(Signature) if s.purpose is SignPurpose.STATEMENTS]
    assert (kept.person, kept.typed, kept.version) == (gao(session).row, "高博", 1)
    assert kept.facts is not None
    assert "没有参与编制".encode() in session.evidence.path(kept.facts).read_bytes()
    assert not [b for b in competence.state(session).blockers if b.code == "team.statement"]


def test_who_declines_has_signed_nothing(session: Session) -> None:
    forget(session)
    shown = statement_signature.stated(session, gao(session))
    statement_signature.sign(
        session, shown, gao(session), Given(declined=True, reason="曾为其供应商做咨询")
    )
    assert all(s.signed_at is None for s in statements(session))
    assert [s.reason for s in session.all(Signature)] == ["曾为其供应商做咨询"]
    assert [b.code for b in competence.state(session).blockers].count("team.statement") == 3
    assert competence.state(session).signed == {}


def test_a_tie_that_was_written_meanwhile_is_shown_before_it_is_signed(session: Session) -> None:
    shown = statement_signature.stated(session, gao(session))
    competence.state_conflict(session, gao(session).row, "配偶在委托方任职")
    with pytest.raises(UserError, match="声明内容已变"):
        statement_signature.sign(session, shown, gao(session), Given(typed="高博"))
    assert statement_signature.stated(session, gao(session)).tie == "配偶在委托方任职"


def test_nothing_given_signs_nothing_and_a_day_alone_is_no_signature_on_the_screen(
    session: Session,
) -> None:
    shown = statement_signature.stated(session, gao(session))
    with pytest.raises(UserError):
        statement_signature.sign(session, shown, gao(session), Given())
    day = statements(session)[0].signed_at
    assert day is not None
    with pytest.raises(UserError, match="签字页"):
        competence.sign_statement(
            session, gao(session).row, "independence", day.date(), SignedHow.SCREEN
        )


def test_the_matrix_prints_who_signed_on_the_screen(session: Session) -> None:
    shown = statement_signature.stated(session, gao(session))
    statement_signature.sign(session, shown, gao(session), Given(typed="高博亲签"))
    paper = competence_sheet.build(competence.state(session), session.find(Engagement), Options())
    table = next(b for b in paper.blocks if isinstance(b, Table) and len(b.columns) == 5)
    drawn = [row.cells[-1] for row in table.rows if isinstance(row.cells[-1], Signed)]
    assert [cell.typed for cell in drawn if isinstance(cell, Signed)] == ["高博亲签"]
    texts = [text_in(text, "zh") for _where, text in document_texts(paper)]
    assert texts.count("屏上") == 3
    assert texts.count("纸上") == 9
