"""The keyboard on the screen covers the lower half: the field one types in moves to the upper.

While it is shown, areas that scroll are as much shorter as it covers of them; so what stands last
on a page can be brought up too.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow

# Where in the area the field comes to stand: below the middle of the upper half it is still seen.
_SHARE = 4


class TouchKeyboard(QObject):
    """Watches the system's keyboard on the screen."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._shortened: list[QScrollArea] = []
        self._shown: tuple[QWidget | None, QRect] = (None, QRect())
        method = QGuiApplication.inputMethod()
        method.keyboardRectangleChanged.connect(self.fit)
        method.visibleChanged.connect(self.fit)
        method.cursorRectangleChanged.connect(self.fit)  # another field, or the next letter

    def fit(self) -> None:
        """Bring the field in focus up where the keyboard shows; put all back where it is gone."""
        method = QGuiApplication.inputMethod()
        covered = method.keyboardRectangle().toRect() if method.isVisible() else QRect()
        now = (QApplication.focusWidget(), covered)
        if now != self._shown:
            self._shown = now
            self.make_room(covered)

    def make_room(self, covered: QRect) -> None:
        """Make room above what a keyboard covers, in pixels of the window; empty for none."""
        for area in self._shortened:
            if isValid(area):
                area.setViewportMargins(0, 0, 0, 0)
        self._shortened = []
        field = QApplication.focusWidget()
        if covered.isEmpty() or field is None or not self._window.isAncestorOf(field):
            return
        around = field.parentWidget()
        while around is not None and around is not self._window:
            if isinstance(around, QScrollArea) and around.widget() is not None:
                self._raise(around, field, covered)
            around = around.parentWidget()

    def _raise(self, area: QScrollArea, field: QWidget, covered: QRect) -> None:
        foot = area.mapTo(self._window, QPoint(0, area.height())).y()
        hidden = min(max(foot - covered.top(), 0), area.height() * 3 // 4)
        if hidden:
            area.setViewportMargins(0, 0, 0, hidden)
            self._shortened.append(area)
        inside = area.widget()
        if inside is not None:
            top = field.mapTo(inside, QPoint(0, 0)).y()
            area.verticalScrollBar().setValue(top - area.viewport().height() // _SHARE)
