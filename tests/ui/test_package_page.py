"""Sign and export in the real window: the X-ray, the four steps, cancel, once more, verify."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from cfpdesk import flow
from cfpdesk.i18n import msg
from cfpdesk.model.gate import Target
from cfpdesk.model.next_thing import NextThing
from cfpdesk.model.override import Override
from cfpdesk.model.team import Person
from cfpdesk.steps import competence, package
from cfpdesk.store import delivery
from cfpdesk.store.package_reader import read_package
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.package_page import PackagePage
from tests.flow.visit.hands import (
    named,
    press_button,
    press_key,
    settle,
    type_text,
    visible,
    wait_for,
)
from tests.ui.opened import on_page, page_of
from tests.ui.visit_pages import action, nameless
from tests.visits import Visit


@pytest.fixture
def window(qtbot: QtBot, visit: Visit) -> Iterator[MainWindow]:
    with on_page(qtbot, visit.session, "package") as made:
        yield made


def page(window: MainWindow) -> PackagePage:
    return page_of(window, PackagePage)


def looked(window: MainWindow) -> PackagePage:
    wait_for(lambda: bool(page(window)._checks), "the X-ray")
    settle(40)
    return page(window)


def _overridable(shown: PackagePage) -> bool:
    all_of_them = shown.findChild(QAbstractButton, "all-troubles")
    if all_of_them is not None and all_of_them.isVisible() and "全部" in all_of_them.text():
        all_of_them.click()
    settle(20)
    return any("1.5 年" in b.accessibleName() for b in visible(QAbstractButton, shown))


def test_the_xray_names_what_blocks_and_leads_there(window: MainWindow, visit: Visit) -> None:
    shown = looked(window)
    offered = {each.name: each for each in shown.page_actions()}
    assert not offered["export"].enabled
    assert "首次会议还没开始" in offered["export"].why
    assert "阻断" in shown._xray_frame.note.text()
    assert shown._unfinished.isVisible()


def test_a_block_is_overridden_where_the_xray_shows_it(window: MainWindow, visit: Visit) -> None:
    gao = next(p for p in visit.session.all(Person) if p.name == "高博")
    competence.write_facts(visit.session, gao.row, "experience_years", Decimal("1.5"))
    window.refresh_overview()
    shown = page(window)
    shown.refresh()
    wait_for(lambda: _overridable(shown), "the X-ray")
    press_button("放行… 高博有 1.5 年工作经验", inside=shown)
    type_text(named("override-name"), "方敏")
    reason = named("override-reason")
    type_text(reason, "换岗前另有一年")
    press_key(Qt.Key.Key_Return, widget=reason)
    assert [o.person for o in visit.session.all(Override)] == ["方敏"]


def test_an_unfinished_package_says_so_and_is_read_back(
    window: MainWindow, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.cfpkg"
    monkeypatch.setattr(window.desk, "save_file", lambda *_: target)
    monkeypatch.setattr(window.desk, "signer", lambda _reason: visit.signer())
    shown = looked(window)
    shown._unfinished.click()
    wait_for(target.is_file, "the package")
    wait_for(lambda: shown._export.written is not None, "the record of it")
    settle(60)
    with read_package(target) as read:
        assert read.manifest.ext["unfinished"] is True
        assert shown._root.text().replace(" ", "") == read.root
    assert shown._path.full_text() == str(target)
    assert package.state(visit.session).last is not None
    again = tmp_path / "again.cfpkg"
    monkeypatch.setattr(window.desk, "save_file", lambda *_: again)
    shown._again.click()
    wait_for(again.is_file, "the second copy")
    assert again.read_bytes() == target.read_bytes()


def test_a_finished_package_for_one_person(
    window: MainWindow, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "blockers", lambda _session: ())
    target = tmp_path / "out.cfpkg.age"
    monkeypatch.setattr(window.desk, "save_file", lambda *_: target)
    monkeypatch.setattr(window.desk, "signer", lambda _reason: visit.signer())
    shown = page(window)
    shown.refresh()
    wait_for(lambda: bool(shown._checks) and not shown._unfinished.isVisible(), "the X-ray")
    wait_for(lambda: not window.desk.jobs.running, "quiet")
    person = package.state(visit.session).recipients[0]
    box = shown.findChild(QCheckBox, f"to-{person.key_sha256}")
    assert box is not None
    box.click()
    assert "加密" in shown._people._lock.text()
    action(window, "export")
    wait_for(target.is_file, "the package")
    assert target.read_bytes().startswith(b"age-encryption.org/v1")


def test_cancel_removes_what_was_written(
    window: MainWindow, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "sub" / "out.cfpkg"
    target.parent.mkdir()
    monkeypatch.setattr(window.desk, "save_file", lambda *_: target)
    monkeypatch.setattr(window.desk, "signer", lambda _reason: visit.signer())
    shown = looked(window)
    shown._unfinished.click()
    shown._cancel.click()
    wait_for(lambda: not shown._export.running, "the cancel")
    assert list(target.parent.iterdir()) == []
    assert package.state(visit.session).last is None or not target.exists()


def test_a_pulled_stick_is_gone_on_with_from_the_pack(
    window: MainWindow, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "is_elsewhere", lambda _folder, _target: True)
    stick, other = tmp_path / "stick" / "out.cfpkg", tmp_path / "other" / "out.cfpkg"
    places = iter([stick, other])
    monkeypatch.setattr(window.desk, "save_file", lambda *_: next(places))
    signed: list[object] = []

    def signer(_reason: object) -> object:
        signed.append(_reason)
        return visit.signer()

    monkeypatch.setattr(window.desk, "signer", signer)
    shown = looked(window)
    shown._unfinished.click()
    wait_for(lambda: bool(shown._export.trouble), "the stick is not there")
    settle(40)
    assert str(stick.parent) in shown._trouble.sentence.text()
    assert shown._trouble.isVisible()
    assert shown._steps.current() == "write"
    press_button("再试")
    wait_for(lambda: bool(shown._export.trouble), "it is still not there")
    other.parent.mkdir()
    press_button("换个地方…")
    wait_for(lambda: shown._export.written is not None, "the other place")
    assert other.is_file()
    assert not shown._trouble.isVisible()
    assert len(signed) == 1, "the passphrase was asked for once"
    assert not list((visit.session.folder / ".outgoing").iterdir())


def test_a_pack_that_arrives_nowhere_can_be_thrown_away(
    window: MainWindow, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "is_elsewhere", lambda _folder, _target: True)
    monkeypatch.setattr(window.desk, "save_file", lambda *_: tmp_path / "stick" / "out.cfpkg")
    monkeypatch.setattr(window.desk, "signer", lambda _reason: visit.signer())
    shown = looked(window)
    shown._unfinished.click()
    wait_for(lambda: bool(shown._export.trouble), "the stick is not there")
    settle(40)
    shown._cancel.click()
    settle(40)
    assert not shown._export.trouble
    assert not shown._trouble.isVisible()
    assert package.state(visit.session).last is None
    assert not list((visit.session.folder / ".outgoing").iterdir())


def test_the_key_of_the_next_thing_goes_on_here(
    window: MainWindow, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = looked(window)
    thing = NextThing("step.package", msg("Export"), target=Target("package"))
    monkeypatch.setattr(window, "refresh_overview", lambda: None)
    assert window._overview is not None
    window._overview = replace(window._overview, next=thing)
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, widget=window)
    assert shown._rows.isAncestorOf(QApplication.focusWidget() or window), "to what blocks"
    monkeypatch.setattr(flow, "blockers", lambda _session: ())
    shown.refresh()
    wait_for(lambda: bool(shown._checks) and not shown._unfinished.isVisible(), "the X-ray")
    target = tmp_path / "out.cfpkg.age"
    monkeypatch.setattr(window.desk, "save_file", lambda *_: target)
    monkeypatch.setattr(window.desk, "signer", lambda _reason: visit.signer())
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, widget=window)
    wait_for(lambda: shown._export.written is not None, "the export")


def test_a_lead_adds_a_recipient_by_their_key_card(window: MainWindow) -> None:
    looked(window)
    press_button("加收件人…")
    settle(60)
    assert window.current_noun == "engagement"


def test_a_person_who_leaves_at_the_passphrase_writes_nothing(
    window: MainWindow, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.desk, "save_file", lambda *_: tmp_path / "x.cfpkg")
    monkeypatch.setattr(window.desk, "signer", lambda _reason: None)
    shown = looked(window)
    shown._unfinished.click()
    settle(40)
    assert not shown._export.running
    assert not (tmp_path / "x.cfpkg").exists()


def test_any_package_can_be_verified(
    window: MainWindow, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(window.desk, "open_files", lambda *_: [visit.packages[0]])
    monkeypatch.setattr(window.desk, "say", lambda text, **_: said.append(str(text)))
    looked(window)
    action(window, "verify")
    wait_for(lambda: bool(said), "the verdict")
    assert "苏晓岚" in said[0]


def test_everything_that_takes_focus_has_a_name(window: MainWindow) -> None:
    looked(window)
    assert nameless(window) == []
