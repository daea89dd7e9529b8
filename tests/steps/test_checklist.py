"""Checklist: answers are written once each, state shows what is missing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.gate import Level, Mark
from cfpdesk.model.team import GroupOwner
from cfpdesk.steps import checklist
from cfpdesk.steps.checklist import AnswerText, Filter
from cfpdesk.store.session import Session
from tests.builders import a_session, a_team, an_engagement


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path)
    an_engagement(made)
    yield made
    made.close()


def item(session: Session, key: str) -> checklist.ItemState:
    return next(i for i in checklist.state(session).items if i.item.id == key)


def test_the_items_are_those_of_the_stage(session: Session) -> None:
    state = checklist.state(session)
    assert state.library_size == 120
    assert len(state.items) == 98
    assert all("S2" in i.item.stages for i in state.items)
    assert [i.item.id for i in state.items][:2] == ["ENG-02", "ENG-03"] or state.items


def test_an_answer_is_one_operation_and_the_same_again_is_none(session: Session) -> None:
    checklist.answer(session, ["ELEC-01"], Verdict.NOT_CONFORM)
    n = len(session.operations())
    checklist.answer(session, ["ELEC-01"], Verdict.NOT_CONFORM)
    assert len(session.operations()) == n
    assert item(session, "ELEC-01").answer.verdict is Verdict.NOT_CONFORM
    assert session.operations()[0].name.text("zh") == "ELEC-01：不符合"


def test_undo_gives_the_answer_before(session: Session) -> None:
    checklist.answer(session, ["ELEC-01"], Verdict.CONFORM)
    checklist.answer(session, ["ELEC-01"], Verdict.NOT_CONFORM)
    session.undo()
    assert item(session, "ELEC-01").answer.verdict is Verdict.CONFORM


def test_several_items_share_one_reason_in_one_operation(session: Session) -> None:
    n = len(session.operations())
    checklist.answer(session, ["USE-01", "USE-02"], Verdict.NOT_APPLICABLE, reason=" to gate ")
    assert len(session.operations()) == n + 1
    assert [item(session, key).answer.reason for key in ("USE-01", "USE-02")] == ["to gate"] * 2


def test_texts_are_trimmed_and_survive_reopening(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        an_engagement(session)
        checklist.write(session, "ELEC-01", AnswerText.FACTS, "  0.5306  ")
        checklist.write(session, "ELEC-01", AnswerText.NOTE, "ask")
        folder, actor, clock = session.folder, session.actor, session.clock
    with Session.open(folder, actor, clock) as again:
        kept = again.find(Answer, item="ELEC-01")
        assert (kept.facts, kept.note) == ("0.5306", "ask")


def test_expected_evidence_is_ticked_piece_by_piece(session: Session) -> None:
    checklist.tick_expected(session, "ELEC-02", 1, seen=True)
    checklist.tick_expected(session, "ELEC-02", 0, seen=True)
    assert item(session, "ELEC-02").answer.expected_seen == ("0", "1")
    checklist.tick_expected(session, "ELEC-02", 1, seen=False)
    assert item(session, "ELEC-02").answer.expected_seen == ("0",)


def test_groups_stand_under_their_owner_mine_first(session: Session) -> None:
    team = a_team(session)
    with session.transact(msg("Owners")) as change:
        change.put(GroupOwner(group="ELEC", person=team.lead.row))
        change.put(GroupOwner(group="RAW", person=team.first.row))
    state = checklist.state(session)
    assert state.mine is not None
    assert [g.code for g in state.mine.groups] == ["ELEC"]
    assert [o.person.name if o.person else "" for o in state.owners] == ["林珂", "高博", ""]
    assert state.items[0].item.id == "ELEC-01"
    checklist.answer(session, ["ELEC-01"], Verdict.CONFORM)
    assert checklist.status(session).figure == "1/5"


def test_filters_narrow_together_and_text_looks_into_both_languages(session: Session) -> None:
    checklist.answer(session, ["ELEC-01"], Verdict.CONFORM)
    items = checklist.state(session).items
    assert checklist.counts(items)[Filter.NO_EVIDENCE] == 1
    both = frozenset({Filter.NO_EVIDENCE, Filter.HIGH_RISK})
    assert [i.item.id for i in items if checklist.matches(i, both)] == ["ELEC-01"]
    assert [i.item.id for i in items if checklist.matches(i, frozenset(), "电力因子 口径")] == [
        "ELEC-01"
    ]
    assert any(checklist.matches(i, frozenset(), "Footprint Factor") for i in items)


def test_blockers_name_what_is_missing(session: Session) -> None:
    checklist.answer(session, ["USE-01"], Verdict.NOT_APPLICABLE)
    checklist.answer(session, ["ELEC-01"], Verdict.CONFORM)
    checklist.answer(session, ["PROD-09"], Verdict.FOLLOW_UP)
    checklist.ask_by(session, "PROD-09", session.now() - timedelta(hours=1))
    found = {b.code: b for b in checklist.blockers(session)}
    assert found["checklist.no_reason"].level is Level.HARD
    assert found["checklist.no_reason"].target.row == "USE-01"
    assert found["checklist.no_evidence"].target.row == "ELEC-01"
    assert found["checklist.overdue"].target.row == "PROD-09"
    assert "checklist.open" in found
    checklist.write(session, "USE-01", AnswerText.REASON, "to gate")
    assert "checklist.no_reason" not in {b.code for b in checklist.blockers(session)}


def test_status_goes_from_untouched_to_done(session: Session) -> None:
    assert checklist.status(session).mark is Mark.NOT_STARTED
    checklist.answer(session, ["ELEC-01"], Verdict.CONFORM)
    assert checklist.status(session).mark is Mark.IN_PROGRESS
    every = [i.item.id for i in checklist.state(session).items]
    checklist.answer(session, every, Verdict.CONFORM)
    status = checklist.status(session)
    assert (status.mark, status.done) == (Mark.DONE, status.total)


def test_a_stage_outside_the_boundary_is_proposed_not_answered(session: Session) -> None:
    outside = item(session, "EOL-01")
    assert outside.outside
    assert outside.answer.verdict is Verdict.OPEN
