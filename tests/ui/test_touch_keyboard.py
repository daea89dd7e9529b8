"""A keyboard on the screen: the field one types in is seen above it, and all is put back."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QScrollArea

from cfpdesk.model.gate import Target
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.touch_keyboard import TouchKeyboard


def last_field(window: MainWindow) -> tuple[QLineEdit, QScrollArea]:
    """Return the lowest field of the page that is shown, and what scrolls around it."""
    window.go(Target("engagement"))
    QTest.qWait(100)
    assert window.page is not None
    fields = [f for f in window.page.findChildren(QLineEdit) if f.isVisible() and f.isEnabled()]
    lowest = max(fields, key=lambda f: f.mapTo(window, QPoint(0, 0)).y())
    area = next(a for a in window.page.findChildren(QScrollArea) if a.isAncestorOf(lowest))
    return lowest, area


def test_the_field_moves_above_the_keyboard_and_back(window: MainWindow) -> None:
    keyboard = TouchKeyboard(window)
    field, area = last_field(window)
    field.setFocus()
    height = area.viewport().height()
    covered = QRect(0, window.height() // 2, window.width(), window.height() // 2)
    keyboard.make_room(covered)
    QTest.qWait(50)
    foot = field.mapTo(window, QPoint(0, field.height())).y()
    assert foot <= covered.top()
    assert area.viewport().height() < height
    keyboard.make_room(QRect())
    QTest.qWait(50)
    assert area.viewport().height() == height


def test_without_a_keyboard_nothing_moves(window: MainWindow) -> None:
    keyboard = TouchKeyboard(window)
    field, area = last_field(window)
    field.setFocus()
    QTest.qWait(150)
    at = area.verticalScrollBar().value()
    keyboard.fit()
    assert area.verticalScrollBar().value() == at
