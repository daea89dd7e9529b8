"""Enter presses the button in focus, wherever it stands."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from cfpdesk.ui.widgets.button import button, tool

PLAIN = Qt.KeyboardModifier.NoModifier


def press(one: QAbstractButton, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> bool:
    """Press and release a key; tells whether the button took it."""
    events = [
        QKeyEvent(kind, key, modifiers) for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
    ]
    for event in events:
        QApplication.sendEvent(one, event)
    return events[0].isAccepted()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("made", ["words", "icon"])
def test_enter_and_space_press(qtbot: QtBot, made: str, key: Qt.Key) -> None:
    pressed: list[int] = []
    one: QAbstractButton = (
        button("Go", lambda: pressed.append(1))
        if made == "words"
        else tool("plus", "Add", lambda: pressed.append(1))
    )
    qtbot.addWidget(one)
    one.show()
    assert press(one, key)
    assert pressed == [1]
    control = Qt.KeyboardModifier.ControlModifier
    assert not press(one, Qt.Key.Key_Return, control), "Ctrl+Enter belongs to the window"
    one.setEnabled(False)
    press(one, key)
    assert pressed == [1]
