"""Keys of the team in the real window: revoking one, and the trust list as a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from cfpdesk.model.trust import Trust
from cfpdesk.steps import engagement
from cfpdesk.store.package_reader import read_package
from cfpdesk.store.trust_list import kept_trust, read_trust
from cfpdesk.store.trust_state import current_trust
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.engagement_page import EngagementPage
from cfpdesk.ui.parts.team_keys import TeamKeys
from tests.flow.visit.hands import find, press_button, press_key, settle, type_text, visible
from tests.ui.opened import on_page, page_of
from tests.ui.visit_pages import nameless
from tests.visits import Visit, take_in


@pytest.fixture
def window(qtbot: QtBot, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    for path in visit.packages:
        take_in(visit.session, path)
    with on_page(qtbot, visit.session, "engagement") as made:
        made.desk.identity = visit.lead
        monkeypatch.setattr(made.desk, "signer", lambda _why: visit.signer())
        yield made


def page(window: MainWindow) -> EngagementPage:
    return page_of(window, EngagementPage)


def keys(window: MainWindow) -> TeamKeys:
    found = page(window).findChild(TeamKeys)
    assert found is not None
    return found


def menu_words(name: str) -> list[str]:
    menu = find(QToolButton, f"{name}的菜单").menu()
    assert menu is not None
    return [action.text() for action in menu.actions() if action.text()]


def ask_revoke(name: str) -> None:
    menu = find(QToolButton, f"{name}的菜单").menu()
    assert menu is not None
    next(a for a in menu.actions() if a.text() == "吊销密钥…").trigger()
    settle()


def test_a_key_is_revoked_with_a_reason_and_the_last_good_package(
    window: MainWindow, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = visit.people["gao"].key_sha256
    assert "吊销密钥…" not in menu_words("林知远")
    ask_revoke("高博")
    reason = find(QLineEdit, "为什么吊销")
    assert reason.hasFocus()
    press_key(Qt.Key.Key_Return, widget=reason)
    assert reason.property("state") == "bad"
    good = find(QComboBox, "最后一个可信的包")
    assert [good.itemData(n) for n in range(good.count())] == [1, 0]
    good.setCurrentIndex(1)
    type_text(reason, "笔记本被盗")
    press_key(Qt.Key.Key_Return, widget=reason)
    settle(60)
    kept = kept_trust(visit.session.folder)
    assert kept is not None
    assert kept[0].revoked_keys()[key].reason == "笔记本被盗"
    with read_package(visit.packages[1], kept[0]) as package:
        assert package.trust is Trust.REVOKED
    with read_package(visit.packages[0], kept[0]) as package:
        assert package.trust is Trust.TRUSTED
    member = next(m for m in engagement.state(visit.session).team if m.person.name == "高博")
    assert not member.trusted
    assert "吊销密钥…" not in menu_words("高博")
    assert "engagement.revoked_key" in {b.code for b in engagement.blockers(visit.session)}
    banner = window.findChild(QFrame, "banner-trust-list")
    assert banner is not None
    place = tmp_path / "out.json"
    monkeypatch.setattr(window.desk, "save_file", lambda *_: place)
    monkeypatch.setattr(window.desk, "signer", lambda _why: pytest.fail("signed a moment ago"))
    press_button("存清单…")
    assert place.read_bytes() == kept[1]
    assert window.findChild(QFrame, "banner-trust-list") is None or not banner.isVisible()


def test_escape_leaves_the_key_alone(window: MainWindow, visit: Visit) -> None:
    ask_revoke("高博")
    press_key(Qt.Key.Key_Escape, widget=find(QLineEdit, "为什么吊销"))
    assert not [field for field in visible(QLineEdit) if field.objectName() == "revoke-reason"]
    assert current_trust(visit.session).revoked_keys() == {}


def test_the_list_is_signed_where_keys_were_compared_since_and_taken_in_elsewhere(
    window: MainWindow, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "trust.json"
    monkeypatch.setattr(window.desk, "save_file", lambda *_: place)
    keys(window).save_action.trigger()
    settle()
    first = read_trust(place.read_bytes())
    ask_revoke("高博")
    type_text(find(QLineEdit, "为什么吊销"), "换人")
    press_button("吊销密钥…")
    settle(60)
    older = place.read_bytes()
    keys(window).save_action.trigger()
    assert read_trust(place.read_bytes()).version == first.version + 1
    monkeypatch.setattr(window.desk, "open_files", lambda *_: [place])
    place.write_bytes(older)
    keys(window).take_action.trigger()
    settle()
    kept = kept_trust(visit.session.folder)
    assert kept is not None
    assert kept[0].version == first.version + 1, "an older list never comes back"


def test_everything_that_takes_focus_has_a_name(window: MainWindow, visit: Visit) -> None:
    ask_revoke("高博")
    assert [widget for widget in nameless(window) if "qt_" not in widget] == []
