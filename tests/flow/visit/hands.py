"""A person's hands on the real window: finds things by what they are called, clicks and types.

Nothing here calls a page or a step: every action is a mouse or key event on a visible, enabled
widget, found by its accessible name, as a screen reader would find it.
"""

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QPoint,
    Qt,
)
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

Kind = TypeVar("Kind", bound=QWidget)
PATIENCE_S = 30.0


class NotFoundError(AssertionError):
    """There is nothing of that name on the screen; lists what there is."""


def settle(milliseconds: int = 10) -> None:
    """Let the window catch up, as a person does by looking."""
    end = time.monotonic() + milliseconds / 1000
    while True:
        QApplication.processEvents()
        # What a click threw away goes away at once, as in a running loop.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if time.monotonic() >= end:
            return
        time.sleep(0.002)


def wait_for(condition: Callable[[], bool], what: str, patience: float = PATIENCE_S) -> None:
    """Wait until something is so.

    Raises:
        AssertionError: if it is not so in time.
    """
    end = time.monotonic() + patience
    while not condition():
        settle(15)
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience:.0f} s for: {what}")


def active_window() -> QWidget:
    """Return the window in front: a dialog before the window behind it."""
    top = QApplication.activeModalWidget() or QApplication.activePopupWidget()
    top = top or QApplication.activeWindow()
    if top is None or not top.isVisible():
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()]
        if not shown:
            raise NotFoundError("no window is open")
        top = shown[-1]
    return top


def shown_over(window: QWidget) -> bool:
    """Tell whether a dialog or a popup stands over a window."""
    over = QApplication.activeModalWidget() or QApplication.activePopupWidget()
    return over is not None and over is not window


def come_back(window: QWidget) -> None:
    """Bring a window to the front again, as a window manager does when a dialog is gone."""
    if not isValid(window) or not window.isVisible() or shown_over(window):
        return
    window.activateWindow()
    settle()
    if not window.isActiveWindow():  # without a window manager Qt may think it never left
        other = QWidget()
        other.show()
        other.activateWindow()
        settle()
        other.close()
        window.activateWindow()
        settle()


def name_of(widget: QWidget) -> str:
    """Return what a screen reader says for a widget."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        return widget.text().replace("&", "")
    return ""


def visible(kind: type[Kind], inside: QWidget | None = None) -> list[Kind]:
    """Return the visible and enabled widgets of a kind, in order of the screen."""
    window = inside or active_window()
    found = [w for w in window.findChildren(kind) if w.isVisible() and w.isEnabled()]

    def place(widget: QWidget) -> tuple[int, int]:
        point = widget.mapTo(widget.window(), QPoint(0, 0))
        return (point.y(), point.x())

    return sorted(found, key=place)


def find(kind: type[Kind], name: str, inside: QWidget | None = None) -> Kind:
    """Return the visible widget of that kind and name.

    Raises:
        NotFoundError: if there is none; the message lists the names there are.
    """
    widgets = visible(kind, inside)
    for widget in widgets:
        if name_of(widget) == name:
            return widget
    for widget in widgets:
        if name_of(widget).startswith(name):
            return widget
    names = sorted({name_of(w) for w in widgets if name_of(w)})
    raise NotFoundError(f"no {kind.__name__} called {name!r}; there are: {names}")


def appears(kind: type[Kind], name: str, patience: float = PATIENCE_S) -> Kind:
    """Wait for a widget of that kind and name and return it."""

    def there() -> bool:
        try:
            find(kind, name)
        except NotFoundError:
            return False
        return True

    try:
        wait_for(there, f"{kind.__name__} {name!r}", patience)
    except AssertionError:
        return find(kind, name)  # says what there is instead
    return find(kind, name)


def named(name: str, inside: QWidget | None = None) -> QWidget:
    """Return the visible widget of an object name, where its spoken name is not unique.

    Raises:
        NotFoundError: if there is none.
    """
    for widget in visible(QWidget, inside):
        if widget.objectName() == name:
            return widget
    names = sorted({w.objectName() for w in visible(QWidget, inside) if w.objectName()})
    raise NotFoundError(f"nothing is called {name!r}; there are: {names}")


def there(name: str) -> bool:
    """Tell whether something of an object name can be used now."""
    return any(widget.objectName() == name for widget in visible(QWidget))


def find_any(kind: type[Kind], name: str) -> Kind:
    """Return the visible widget of an object name, disabled ones too: to look, not to press.

    Raises:
        NotFoundError: if there is none.
    """
    for widget in active_window().findChildren(kind):
        if widget.objectName() == name and widget.isVisible():
            return widget
    raise NotFoundError(f"nothing is called {name!r}")


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click a widget in its middle, or at a point of it; a tick on its box."""
    place = at or widget.rect().center()
    if at is None and isinstance(widget, QCheckBox):
        place.setX(min(10, place.x()))
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    settle()


def press_button(name: str, inside: QWidget | None = None) -> None:
    """Click the button of that name."""
    click(find(QAbstractButton, name, inside))


def press_key(
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    widget: QWidget | None = None,
) -> None:
    """Press a key where the focus is."""
    target = widget or QApplication.focusWidget() or active_window()
    QTest.keyClick(target, key, modifier)
    settle()


def type_text(widget: QWidget, text: str) -> None:
    """Type into a field: replace what is there, then leave the field with Tab.

    Chinese comes through the input method, as it does for a person.
    """
    click(widget)
    widget.setFocus()
    assert widget.hasFocus(), f"no focus in {name_of(widget)!r}: the window is not in front"
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(widget, Qt.Key.Key_Delete)
    put_in(widget, text)
    offered = QApplication.activePopupWidget()
    if isinstance(offered, QAbstractItemView):  # what a completer offers is not wanted
        QTest.keyClick(offered, Qt.Key.Key_Escape)
    leave(widget)


def put_in(widget: QWidget, text: str) -> None:
    """Type a text where the cursor stands."""
    for part in _parts(text):
        if part.isspace() and "\n" in part:
            for _line in range(part.count("\n")):
                QTest.keyClick(widget, Qt.Key.Key_Return)
        elif part.isascii():
            QTest.keyClicks(widget, part)
        else:
            event = QInputMethodEvent()
            event.setCommitString(part)
            QApplication.sendEvent(widget, event)
    settle()


def _parts(text: str) -> Iterable[str]:
    part = ""
    for character in text:
        if part and _sort(part[-1]) != _sort(character):
            yield part
            part = ""
        part += character
    if part:
        yield part


def _sort(character: str) -> str:
    """Return how a character comes in: as a key, as Enter, or by the input method."""
    return "enter" if character == "\n" else "key" if character.isascii() else "input method"


def leave(widget: QWidget) -> None:
    """Leave a field, which is saving it."""
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        widget.clearFocus()
    else:
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    settle()


def fill(name: str, text: str, inside: QWidget | None = None) -> None:
    """Type a text into the field of that name, whatever kind of field it is."""
    for kind in (QLineEdit, QPlainTextEdit, QTextEdit):
        try:
            widget: QWidget = find(kind, name, inside)
        except NotFoundError:
            continue
        type_text(widget, text)
        return
    names = [name_of(w) for kind in (QLineEdit, QPlainTextEdit) for w in visible(kind, inside)]
    raise NotFoundError(f"no field called {name!r}; there are: {sorted(set(names))}")


def choose(name: str, option: str, inside: QWidget | None = None) -> None:
    """Choose an option of a list field by keyboard."""
    combo = find(QComboBox, name, inside)
    index = combo.findText(option)
    if index < 0:
        options = [combo.itemText(i) for i in range(combo.count())]
        raise NotFoundError(f"{name!r} has no {option!r}; it has {options}")
    combo.setFocus()
    gap = index - combo.currentIndex()  # Home would only move the cursor where one can type
    for _ in range(abs(gap)):
        QTest.keyClick(combo, Qt.Key.Key_Down if gap > 0 else Qt.Key.Key_Up)
    settle()
