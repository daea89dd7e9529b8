"""The one door: what is put is there again, one operation is one stretch of the chain."""

from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.closing import Seal
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.team import Person
from cfpdesk.store.session import Changes
from tests.builders import LEAD, a_session, a_team, an_engagement, reopened


def test_what_is_put_is_there_after_reopening(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    an_engagement(session)
    team = a_team(session)
    session = reopened(session)
    assert session.find(Engagement).product == "冷轧钢带"
    assert session.get(Person, team.lead.row) == team.lead
    assert [person.name for person in session.all(Person)] == ["林珂", "高博", "沈悦", "周敏"]
    assert session.me() == team.lead
    session.close()


def test_an_operation_writes_only_what_differs(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        with session.transact(msg("Answer")) as change:
            answer = change.put(Answer(item="ELEC-01", verdict=Verdict.CONFORM))
        before = session.heads()
        with session.transact(msg("Answer")) as change:
            change.put(answer)
        assert session.heads() == before
        with session.transact(msg("Answer")) as change:
            change.put(answer.but(facts="电表一致"))
        assert [e.value for e in session.history("answer", answer.row, "facts")] == ["电表一致"]
        assert session.provenance("answer", answer.row, "facts").person == LEAD.name  # type: ignore[union-attr]


def test_an_exception_leaves_nothing(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        an_engagement(session)
        before = session.heads()

        def fail_half_way() -> None:
            with session.transact(msg("Answer")) as change:
                change.put(Answer(item="ELEC-01"))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail_half_way()
        assert session.heads() == before
        assert session.all(Answer) == ()


def test_delete_takes_the_links_along_and_restore_brings_them_back(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        with session.transact(msg("Link")) as change:
            answer = change.put(Answer(item="ELEC-01"))
            photo = change.put(Evidence(number="E-1-001"))
            link = change.put(Link(evidence=photo.row, target_table="answer", target=answer.row))
        with session.transact(msg("Delete")) as change:
            change.remove(photo)
        assert session.all(Evidence) == ()
        assert session.all(Link) == ()
        assert session.given(Evidence, "number") == ("E-1-001",)
        with session.transact(msg("Restore")) as change:
            assert change.restore(Evidence, photo.row) == photo
        assert session.all(Link) == (link,)
        assert session.conflicts() == ()


def test_an_original_is_kept_by_content(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        with session.transact(msg("Add")) as change:
            blob = change.attach(b"invoice", name="发票.pdf")
            change.put(Evidence(file=blob))
        assert (blob.mime, blob.size, blob.name) == ("application/pdf", 7, "发票.pdf")
        assert session.evidence.path(blob).read_bytes() == b"invoice"
        assert session.evidence.stray(frozenset({blob.sha256})) == []


def test_after_the_seal_a_reason_is_needed(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        with session.transact(msg("Seal")) as change:
            change.put(Seal(heads=session.heads()))
        with pytest.raises(UserError), session.transact(msg("Answer")) as change:
            change.put(Answer(item="ELEC-01"))
        with session.transact(msg("Answer"), reason="Typing error") as change:
            change.put(Answer(item="ELEC-01", facts="x"))
        assert session.operations()[0].reason == "Typing error"


def test_subscribers_hear_of_each_commit(tmp_path: Path) -> None:
    heard: list[Changes] = []
    with a_session(tmp_path) as session:
        leave = session.subscribe(heard.append)
        with session.transact(msg("Answer")) as change:
            change.put(Answer(item="ELEC-01"))
        leave()
        an_engagement(session)
    assert heard == [Changes(msg("Answer"), frozenset({"answer"}))]


def test_drafts_outlive_the_session_and_end_with_the_field(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    answer = Answer(item="ELEC-01")
    session.keep_draft("answer", answer.row, "facts", "电表")
    session = reopened(session)
    assert [draft.text for draft in session.drafts()] == ["电表"]
    with session.transact(msg("Answer")) as change:
        change.put(answer.but(facts="电表一致"))
    assert session.drafts() == ()
    session.close()


def test_one_engagement_is_open_once(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        with pytest.raises(UserError):
            session.open(session.folder, LEAD, session.clock)
        reader = session.open(session.folder, None, session.clock, read_only=True)
        reader.close()
