"""The menu bar of macOS holds what keys and palette hold, and never goes stale."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame

from cfpdesk.i18n import set_language
from cfpdesk.ui import keys, page
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.menu_bar import MenuBar
from cfpdesk.ui.page_registry import PAGES
from cfpdesk.ui.window_keys import COMMANDS


@pytest.fixture
def bar(window: MainWindow) -> Iterator[MenuBar]:
    made = MenuBar(window)
    yield made
    made.deleteLater()


def lines(bar: MenuBar) -> dict[str, QAction]:
    """What the menus say when each is opened."""
    found: dict[str, QAction] = {}
    for menu in bar.menus:
        menu.aboutToShow.emit()
        assert menu.actions(), "macOS leaves out a menu that is empty"
        made = [line for line in menu.actions() if line.objectName()]
        found |= {line.objectName().removeprefix("menu-"): line for line in made}
    return found


def test_every_page_and_command_is_there_with_its_key(bar: MenuBar) -> None:
    found = lines(bar)
    assert {entry.noun for entry in PAGES} | {each.name for each in COMMANDS} <= set(found)
    assert found["side"].text().endswith("F9")
    assert all(line.shortcut().isEmpty() for line in found.values()), "the window has the keys"


def test_lines_do_what_the_keys_do(bar: MenuBar, window: MainWindow) -> None:
    lines(bar)["finding"].trigger()
    assert window.current_noun == "finding"
    offered = window.page.page_actions() if window.page is not None else []
    assert {action.name for action in offered} <= set(lines(bar))


def test_lines_speak_the_language_and_titles_both(bar: MenuBar) -> None:
    assert [title.text() for title in bar.actions()] == [
        "页面 Pages",
        "本页 This page",
        "命令 Commands",
    ]
    assert "侧栏" in lines(bar)["side"].text()
    set_language("en")
    assert "Side panel" in lines(bar)["side"].text()


def test_outside_the_engagement_nothing_can_be_chosen(bar: MenuBar, window: MainWindow) -> None:
    window.frames.addWidget(other := QFrame())
    window.frames.setCurrentWidget(other)
    assert not any(line.isEnabled() for line in lines(bar).values())


def test_macos_moves_no_line_but_the_settings(bar: MenuBar) -> None:
    roles = {name: line.menuRole() for name, line in lines(bar).items()}
    assert roles.pop("identity") is QAction.MenuRole.PreferencesRole
    assert set(roles.values()) == {QAction.MenuRole.NoRole}


def test_keys_that_macos_keeps_are_shown_as_they_are_there(
    bar: MenuBar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "sys", SimpleNamespace(platform="darwin"))
    monkeypatch.setattr(keys, "sys", SimpleNamespace(platform="darwin"))
    assert "Shift" in lines(bar)["hand_over"].text().replace("⇧", "Shift")
