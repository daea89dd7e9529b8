"""Tab goes in reading order, also through rows that came later."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cfpdesk.ui.widgets.reading_order import set_reading_order


def chain(first: QWidget, inside: QWidget) -> list[str]:
    names, widget = [], first
    while True:
        if widget.objectName() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            names.append(widget.objectName())
        following = widget.nextInFocusChain()
        assert following is not None
        widget = following
        if widget is first:
            return [name for name in names if inside.findChild(QWidget, name)]


def field(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    return made


def test_rows_that_came_later_stand_where_they_are_read(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    area, inside = QScrollArea(page), QWidget()
    outer = QVBoxLayout(page)
    outer.addWidget(area)
    columns, left, right = QHBoxLayout(inside), QVBoxLayout(), QVBoxLayout()
    columns.addLayout(left)
    columns.addLayout(right)
    area.setWidget(inside)
    b, d, e = field("b"), field("d"), field("e")
    stack = QStackedWidget()
    stack.addWidget(e)
    left.addWidget(b)
    right.addWidget(d)
    right.addWidget(stack)
    left.insertWidget(0, field("a"))
    left.addWidget(field("c"))
    set_reading_order(page)
    first = page.findChild(QLineEdit, "a")
    assert first is not None
    assert chain(first, page) == ["a", "b", "c", "d", "e"]


def test_a_hidden_part_is_passed_over_and_keeps_its_own_order(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    stack = QStackedWidget(page)
    QVBoxLayout(page).addWidget(stack)
    parts = []
    for names in ("cd", "ab"):
        part = QWidget()
        column = QVBoxLayout(part)
        for name in reversed(names):
            column.insertWidget(0, field(name))
        stack.addWidget(part)
        parts.append(part)
    set_reading_order(page, but={parts[1]})
    set_reading_order(page, but={parts[0]})
    first = page.findChild(QLineEdit, "a")
    assert first is not None
    names = "".join(chain(first, page))
    assert "ab" in names * 2
    assert "cd" in names * 2
