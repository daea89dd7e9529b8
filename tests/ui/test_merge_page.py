"""Merging in the real window: looked at first, decided, merged, taken back, set aside."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.gate import Target
from cfpdesk.model.team import PersonKey
from cfpdesk.steps import merge
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.merge_page import MergePage
from cfpdesk.ui.widgets.list_delegate import ListRow
from cfpdesk.ui.widgets.merge_mark import MergeMark
from cfpdesk.ui.window_look import switch_language
from tests.flow.visit.hands import settle, wait_for
from tests.package_builders import newer_package
from tests.ui.opened import on_page, page_of
from tests.ui.visit_pages import action, nameless
from tests.visits import Visit


@pytest.fixture
def window(qtbot: QtBot, visit: Visit) -> Iterator[MainWindow]:
    with on_page(qtbot, visit.session, "merge") as made:
        yield made


def page(window: MainWindow) -> MergePage:
    return page_of(window, MergePage)


def keys(window: MainWindow) -> list[str]:
    return [row.key for row in page(window)._packages.list.rows()]


def receive(window: MainWindow, *paths: Path) -> None:
    before = len(keys(window))
    page(window).receive(list(paths))
    wait_for(lambda: not window.desk.jobs.running, "the packages to be checked")
    wait_for(lambda: len(keys(window)) >= before + len(paths), "the packages to be listed")


def merge_shown(window: MainWindow) -> None:
    action(window, "merge")
    wait_for(lambda: not window.desk.jobs.running, "the merge to be done")
    settle(60)


def both_in(window: MainWindow, visit: Visit) -> None:
    for path in visit.packages:
        receive(window, path)
        merge_shown(window)


def answer(session: Session) -> Verdict:
    return session.find(Answer, item="ELEC-01").verdict


def test_a_package_is_shown_before_anything_is_written(window: MainWindow, visit: Visit) -> None:
    heads = visit.session.heads()
    receive(window, visit.packages[0])
    assert visit.session.heads() == heads
    assert keys(window)[0].startswith("arrived:")
    assert "还没有写入" in page(window)._counts._note.text()
    merge_shown(window)
    assert answer(visit.session) is Verdict.NOT_CONFORM
    assert keys(window)[0].startswith("package:")
    assert list((visit.session.folder / "backups").glob("*merge*"))


def rail_says(window: MainWindow) -> str:
    row = window.findChild(QWidget, "rail-merge")
    assert row is not None
    return row.accessibleDescription()


def test_the_rail_is_not_done_while_a_package_waits(window: MainWindow, visit: Visit) -> None:
    receive(window, visit.packages[0])
    merge_shown(window)
    assert rail_says(window) == "完成"
    receive(window, visit.packages[1])
    assert rail_says(window) == "进行中，1 个待合并"
    key = keys(window)[0]
    window.desk.go("home")
    switch_language(window)
    settle(60)
    assert rail_says(window) == "in progress，1 waits"
    window.desk.go("merge")
    settle(60)
    assert keys(window)[0] == key, "a package that is looked at outlives another language"
    page(window)._merging.leave(key)
    settle(60)
    assert rail_says(window) == "done"


def test_conflicts_are_settled_field_by_field_with_a_reason(
    window: MainWindow, visit: Visit
) -> None:
    both_in(window, visit)
    assert len(visit.session.conflicts()) == 2
    page(window).focus_on(Target("merge"))
    settle()
    rows = page(window)._pane.fields.rows()
    assert [row.conflict.field for row in rows] == ["verdict", "facts"]
    rows[0].setFocus()
    QTest.keyClick(rows[0], Qt.Key.Key_2)
    settle()
    rows[1].setFocus()
    QTest.keyClick(rows[1], Qt.Key.Key_3)
    settle()
    settle_button = page(window)._pane.findChild(QPushButton, "settle")
    assert settle_button is not None
    settle_button.click()
    settle()
    assert len(visit.session.conflicts()) == 2
    assert page(window)._pane.merged.reason.property("state") == "bad"
    QTest.keyClicks(page(window)._pane.merged.reason, "same thing seen")
    settle_button.click()
    settle(60)
    assert visit.session.conflicts() == ()
    kept = visit.session.find(Answer, item="ELEC-01")
    assert kept.verdict is Verdict(str(rows[0].conflict.versions[1].value))
    assert kept.facts == "苏晓岚：苏晓岚看到的\n高博：高博看到的"
    assert visit.session.operations(1)[0].reason == "same thing seen"


def test_choices_before_the_merge_are_written_right_after(window: MainWindow, visit: Visit) -> None:
    receive(window, visit.packages[0])
    merge_shown(window)
    receive(window, visit.packages[1])
    row = page(window)._pane.fields.rows()[0]
    QTest.keyClick(row, Qt.Key.Key_1)
    settle()
    wanted = Verdict(str(row.conflict.versions[0].value))
    QTest.keyClicks(page(window)._pane.merged.reason, "first is right")
    settle()
    merge_shown(window)
    assert [c.field for c in visit.session.conflicts()] in ([], ["facts"])
    assert answer(visit.session) is wanted


def test_a_field_that_a_merge_touched_keeps_a_corner_with_both_values(
    window: MainWindow, visit: Visit
) -> None:
    both_in(window, visit)
    row = page(window)._pane.fields.rows()[0]
    QTest.keyClick(row, Qt.Key.Key_1)
    QTest.keyClicks(page(window)._pane.merged.reason, "first is right")
    QTest.keyClick(page(window)._pane.merged.reason, Qt.Key.Key_Return)
    settle(60)
    window.desk.go(Target("checklist", "ELEC-01"))
    settle(80)
    marks = [mark for mark in window.findChildren(MergeMark) if mark.isVisible()]
    assert len(marks) == 2, "the answer and the facts"
    facts = next(mark for mark in marks if "看到的" in mark.toolTip())
    owner = facts.parentWidget()
    assert owner is not None
    assert facts.geometry().right() >= owner.width() - 3
    assert {"苏晓岚看到的", "高博看到的"} <= set(facts.toolTip().split("\n"))
    settled = next(mark for mark in marks if mark is not facts).toolTip()
    assert [word in settled for word in ("现用", "采用", "另一方")] == [True] * 3
    window.desk.go(Target("checklist", "ELEC-02"))
    settle(80)
    assert not any(mark.isVisible() for mark in window.findChildren(MergeMark))


def test_a_suggestion_alone_decides_nothing(window: MainWindow, visit: Visit) -> None:
    both_in(window, visit)
    assert {c.field for c in visit.session.conflicts()} == {"verdict", "facts"}


def test_all_from_one_person(window: MainWindow, visit: Visit) -> None:
    both_in(window, visit)
    page(window).focus_on(Target("merge"))
    page(window)._taker("高博")()
    settle()
    QTest.keyClicks(page(window)._pane.merged.reason, "his section")
    QTest.keyClick(page(window)._pane.merged.reason, Qt.Key.Key_Return)
    settle(60)
    assert answer(visit.session) is Verdict.OBSERVATION
    assert visit.session.conflicts() == ()


def test_un_merging_lists_first_what_would_go(
    window: MainWindow, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_in(window, visit)
    window.desk.go("merge")
    page(window)._show_package(keys(window)[0])
    settle(60)
    shown = page(window)._note._brought
    assert shown.isVisible()
    assert "ELEC-01" in " ".join(w.accessibleName() for w in shown.findChildren(QWidget))
    asked: list[str] = []

    def ask(_title: object, text: object, *_verbs: object) -> bool:
        asked.append(str(text))
        return False

    monkeypatch.setattr(window.desk, "ask", ask)
    page(window)._note._back.click()
    assert "检查项的答案 1  其中 1 条别人也写过，别人写的保留  ELEC-01" in asked[0]
    assert not any(p.taken_back for p in merge.state(visit.session).packages)


def test_a_bad_package_is_set_aside_with_its_reason(
    window: MainWindow, visit: Visit, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.cfpkg"
    data = bytearray(visit.packages[0].read_bytes())
    data[len(data) // 2] ^= 1
    bad.write_bytes(data)
    receive(window, bad)
    assert keys(window)[0].startswith("aside:")
    assert answer(visit.session) is Verdict.OPEN
    note = page(window)._note
    assert note._why.text()
    assert note._again.isVisible()
    note._throw.click()
    settle()
    assert keys(window) == []


def test_a_newer_package_is_shown_and_has_no_merge(
    window: MainWindow, visit: Visit, tmp_path: Path
) -> None:
    path = tmp_path / "newer.cfpkg"
    newer_package(path)
    receive(window, path)
    key = keys(window)[0]
    assert key.startswith("aside:")
    words = [label.text() for label in page(window)._note.findChildren(QLabel)]
    assert any("先更新程序" in word for word in words)
    assert any("data/tiles/" in word for word in words)
    assert any("第 2 版" in word or word == "2" for word in words)
    assert "merge" not in {each.name for each in page(window).page_actions()}
    switch_language(window)
    settle(60)
    assert rail_says(window) == "in progress，1 set aside"
    row = page(window)._packages.list.rows()[0]
    assert isinstance(row, ListRow)
    assert (row.word, row.below) == ("only to look at", "valid, of a newer version")


def test_a_key_not_compared_yet_is_compared_here_and_the_package_tried_again(
    window: MainWindow, visit: Visit
) -> None:
    with visit.session.transact(msg("Forget")) as change:
        for key in visit.session.all(PersonKey):
            if key.verified_how != "own key":
                change.put(key.but(verified_at=None, verified_by="", verified_how=""))
    (visit.session.folder / "trust.json").unlink()
    receive(window, visit.packages[0])
    assert keys(window)[0].startswith("aside:")
    note = page(window)._note
    assert note._key.isVisible()
    note._key.click()
    settle()
    note._compare._seen.click()
    wait_for(lambda: any(k.startswith("arrived:") for k in keys(window)), "the second try")


def test_a_merge_is_taken_back_and_brought_back(
    window: MainWindow, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.desk, "ask", lambda *_: True)
    monkeypatch.setattr(window.desk, "ask_reason", lambda _prompt, then: then("wrong stick"))
    receive(window, visit.packages[0])
    merge_shown(window)
    page(window)._show_package(keys(window)[0])
    settle()
    page(window)._note._back.click()
    settle(60)
    assert answer(visit.session) is Verdict.OPEN
    page(window)._note._bring.click()
    settle(60)
    assert answer(visit.session) is Verdict.NOT_CONFORM


def test_the_same_package_twice_says_so(window: MainWindow, visit: Visit) -> None:
    receive(window, visit.packages[0])
    merge_shown(window)
    page(window).receive([visit.packages[0]])
    wait_for(lambda: not window.desk.jobs.running, "the check")
    settle(60)
    assert len(keys(window)) == 1


def test_countersigning_writes_another_file(
    window: MainWindow, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "signed.cfpkg"
    monkeypatch.setattr(window.desk, "save_file", lambda *_: target)
    monkeypatch.setattr(window.desk, "signer", lambda _reason: visit.signer())
    receive(window, visit.packages[0])
    action(window, "countersign")
    wait_for(target.is_file, "the countersigned package")
    assert target.stat().st_size > visit.packages[0].stat().st_size


def test_everything_that_takes_focus_has_a_name(window: MainWindow, visit: Visit) -> None:
    assert nameless(window) == []
    receive(window, visit.packages[0])
    merge_shown(window)
    receive(window, visit.packages[1])
    assert nameless(window) == []


def test_the_passphrase_is_asked_once_for_looking_and_merging(
    window: MainWindow, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyrage

    locked = tmp_path / "su.cfpkg.age"
    keys_of = [pyrage.x25519.Recipient.from_str(visit.lead.card.age_recipient)]
    pyrage.encrypt_file(str(visit.packages[0]), str(locked), keys_of)
    asked: list[object] = []

    def signer(reason: object) -> object:
        asked.append(reason)
        return visit.signer()

    monkeypatch.setattr(window.desk, "signer", signer)
    receive(window, locked)
    merge_shown(window)
    assert answer(visit.session) is Verdict.NOT_CONFORM
    assert len(asked) == 1
