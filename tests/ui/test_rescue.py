"""A write that the disk refuses: the text stays, and can be saved elsewhere with all the rest."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QWidget

from cfpdesk.errors import NotWrittenError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence
from cfpdesk.steps import evidence
from cfpdesk.store import place
from cfpdesk.store.session import Change, Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.rescue import CODE, TEXT_FILE
from tests.flow.visit.hands import press_button, settle, wait_for


def _refuse(*_args: object, **_more: object) -> Change:
    raise NotWrittenError(
        msg("Not written: the disk is full. Make room on it; nothing saved before is lost.")
    )


def write_facts(window: MainWindow, text: str) -> QWidget:
    window.desk.go("checklist", "TEAM-01")
    settle(60)
    field = window.findChild(QWidget, "facts")
    assert field is not None
    field.setFocus()
    QTest.keyClicks(field, text)
    window.desk.leave_fields()
    settle()
    return field


def test_text_and_engagement_are_saved_at_another_place(
    window: MainWindow, engagement: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence.take_in(
        engagement, [evidence.Incoming(b"\xff\xd8 a", "a.jpg", "image/jpeg", evidence.Source.FILE)]
    )
    number = engagement.find(Engagement).number
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(place, "drive_kind", lambda _folder: "removable")
    monkeypatch.setattr(window.desk, "open_folder", lambda _title: stick)
    with monkeypatch.context() as patch:
        patch.setattr(Session, "transact", _refuse)
        field = write_facts(window, "meter 4 stands still")
        banner = window.findChild(QFrame, f"banner-{CODE}")
        assert banner is not None
        assert window.header.saved.text() == "没写进去"
        assert field.property("errorText")
        press_button("换个地方存…")
        wait_for(lambda: not window.desk.jobs.running, "the copy")
        settle(60)
    (copy,) = stick.iterdir()
    typed = (copy / TEXT_FILE).read_text("utf-8")
    assert "meter 4 stands still" in typed
    assert "检查" in typed
    monkeypatch.setattr(place, "drive_kind", lambda _folder: "local")
    with Session.open(copy, engagement.actor, engagement.clock) as kept:
        assert kept.find(Engagement).number == number
        (piece,) = kept.all(Evidence)
        assert piece.file is not None
        assert kept.evidence.read(piece.file) == b"\xff\xd8 a"
        assert kept.find(Answer, item="TEAM-01").facts == ""


def test_the_text_stays_and_is_written_once_there_is_room(
    window: MainWindow, engagement: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Session, "transact", _refuse)
        field = write_facts(window, "seen")
    assert engagement.find(Answer, item="TEAM-01").facts == ""
    field.setFocus()
    window.desk.leave_fields()
    settle(60)
    assert engagement.find(Answer, item="TEAM-01").facts == "seen"
    shown = [f for f in window.findChildren(QFrame, f"banner-{CODE}") if f.isVisible()]
    assert shown == []


def test_the_field_where_one_types_is_saved_too(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cfpdesk.ui.rescue import unsaved

    window.desk.go("engagement")
    settle(60)
    field = window.findChild(QLineEdit, "body")
    assert field is not None
    field.setFocus()
    QApplication.processEvents()
    before = unsaved(window)
    QTest.keyClicks(field, " Ltd")
    assert before == []
    (text,) = unsaved(window)
    assert " Ltd" in text
