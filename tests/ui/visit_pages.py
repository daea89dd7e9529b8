"""What tests of pages share: running what a page offers, and looking for what has no name."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.widgets.text import ElidedLabel
from cfpdesk.ui.window_look import switch_language
from tests.flow.visit.hands import named, press_key, settle, visible


def nameless(window: MainWindow) -> list[str]:
    """Return what takes focus on the page and has no name, in both languages."""
    found = []
    for _ in range(2):
        page = window.page
        assert page is not None
        found += [
            f"{type(widget).__name__} {widget.objectName()}"
            for widget in page.findChildren(QWidget)
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and widget.isVisible()
            and not (
                widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
            )
        ]
        switch_language(window)
        settle(60)
    return found


def cut_off(root: QWidget) -> list[str]:
    """Return the texts of buttons and labels that have less room than they need."""
    cut = [
        f"{button.text()} {button.width()} < {button.sizeHint().width()}"
        for button in root.findChildren(QAbstractButton)
        if button.isVisible() and button.text() and button.sizeHint().width() > button.width() + 2
    ]
    cut += [
        f"{words.text()} {words.width()}"
        for words in root.findChildren(QLabel)
        if words.isVisible()
        and not isinstance(words, ElidedLabel)
        and not words.wordWrap()
        and words.fontMetrics().horizontalAdvance(words.text()) > words.width() + 1
    ]
    return cut


def cut_in_the_end(root: QWidget) -> list[str]:
    """Return what is cut off once the layout has come to rest; a busy machine takes its time."""
    settle(80)
    for _turn in range(100):
        if not cut_off(root):
            return []
        settle(20)
    return cut_off(root)


def action(window: MainWindow, name: str) -> None:
    """Run what a page offers, as its button or the palette would."""
    page = window.page
    assert page is not None
    offered = {each.name: each for each in page.page_actions()}
    assert offered[name].enabled, offered[name].why
    offered[name].run()
    settle(60)


def push(name: str) -> None:
    """Press a button by its object name with the space bar."""
    made = named(name)
    made.setFocus()
    press_key(Qt.Key.Key_Space, widget=made)


def words(window: MainWindow) -> str:
    """Return all that can be read in the window."""
    return " ".join(label.text() for label in visible(QLabel, window))


def until(done: Callable[[], object], seconds: int = 20) -> None:
    """Let the window work until something is so."""
    for _turn in range(seconds * 50):
        if done():
            return
        QTest.qWait(20)
    raise AssertionError("it did not come")
