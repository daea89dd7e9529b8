"""Undo and redo of own operations."""

from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.closing import Seal
from cfpdesk.store.session import Session
from tests.builders import a_session


def answer(session: Session, verdict: Verdict, facts: str = "") -> Answer:
    with session.transact(msg("Answer {item}", item="ELEC-01")) as change:
        return change.put(session.find(Answer, item="ELEC-01").but(verdict=verdict, facts=facts))


def test_undo_and_redo_walk_over_the_operations(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        answer(session, Verdict.CONFORM)
        answer(session, Verdict.NOT_CONFORM, "x")
        assert session.redoable() is None
        session.undo()
        assert session.find(Answer, item="ELEC-01").verdict is Verdict.CONFORM
        assert session.find(Answer, item="ELEC-01").facts == ""
        session.undo()
        assert session.all(Answer) == ()
        assert session.undoable() is None
        session.redo()
        assert session.find(Answer, item="ELEC-01").verdict is Verdict.CONFORM
        session.redo()
        assert session.find(Answer, item="ELEC-01").verdict is Verdict.NOT_CONFORM
        assert session.redoable() is None
        assert session.conflicts() == ()


def test_after_an_undo_a_new_answer_begins_again(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        answer(session, Verdict.CONFORM)
        session.undo()
        answer(session, Verdict.CONFORM)
        assert session.find(Answer, item="ELEC-01").verdict is Verdict.CONFORM
        assert len(session.all(Answer)) == 1
        assert session.redoable() is None
        assert session.conflicts() == ()
        session.undo()
        assert session.all(Answer) == ()


def test_an_undo_after_an_undo_and_an_edit_takes_back_the_edit(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        answer(session, Verdict.CONFORM)
        answer(session, Verdict.OBSERVATION)
        session.undo()
        answer(session, Verdict.NOT_CONFORM)
        session.undo()
        assert session.find(Answer, item="ELEC-01").verdict is Verdict.CONFORM
        session.undo()
        assert session.all(Answer) == ()


def test_nothing_to_undo_is_said(tmp_path: Path) -> None:
    with a_session(tmp_path) as session, pytest.raises(UserError):
        session.undo()


def test_a_conflict_settled_is_not_undone(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        found = answer(session, Verdict.CONFORM)
        with session.transact(msg("Settle"), reason="Seen together") as change:
            change.resolve("answer", found.row, "verdict", "observation")
        assert session.undoable() is None


def test_undo_does_not_cross_a_seal(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        answer(session, Verdict.CONFORM)
        with session.transact(msg("Seal")) as change:
            change.put(Seal(heads=session.heads()))
        assert session.undoable() is None
        with session.transact(msg("Answer"), reason="Typing error") as change:
            change.put(session.find(Answer, item="ELEC-01").but(facts="y"))
        session.undo()
        assert session.undoable() is None
        assert session.find(Answer, item="ELEC-01").facts == ""


def test_undo_of_a_delete_brings_the_row_back(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        found = answer(session, Verdict.CONFORM)
        with session.transact(msg("Delete")) as change:
            change.remove(found)
        session.undo()
        assert session.all(Answer) == (found,)
        session.redo()
        assert session.all(Answer) == ()


def test_an_edit_after_a_delete_restores_the_row(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        found = answer(session, Verdict.CONFORM)
        with session.transact(msg("Delete")) as change:
            change.remove(found)
        answer(session, Verdict.OBSERVATION)
        assert session.find(Answer, item="ELEC-01").verdict is Verdict.OBSERVATION
        assert session.conflicts() == ()
        kinds = [entry.kind for entry in session.history("answer", found.row, "_del")]
        assert kinds == ["delete", "restore"]
