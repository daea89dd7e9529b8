"""Where the keys go: the focus comes back after a deed, and what has it can be seen.

Leaving a field is saving it, so a deed that needs what is typed takes the focus away for a moment.
Without it coming back the next key would go nowhere, and Tab would begin at the rail.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow

MARGIN = 40
"""Pixels kept above and below a field that was scrolled into view: its label can be seen too."""
SETTLED_MS = 120
RETRY_MS = 100


def leave_and_come_back(window: "MainWindow", field: QWidget) -> None:
    """Take the focus from the field of the window that has it, and give it back afterwards.

    The deed may put the focus elsewhere, or open a window of its own; that is respected.
    """
    page, name = window.page, field.objectName()
    field.clearFocus()

    def come_back() -> None:
        if not isValid(window):
            return
        if QApplication.activePopupWidget() is not None:
            QTimer.singleShot(RETRY_MS, window, come_back)
            return
        if QApplication.activeModalWidget() is not None or not window.isActiveWindow():
            # To focus a field now would bring the window before the signing page, and cover it.
            _WhenActive(window, come_back)
            return
        now = window.focusWidget()
        if now is not None and not window.rail.isAncestorOf(now):  # Qt itself begins at the rail
            return
        if page is not None and not isValid(page):
            return  # it belongs to an engagement that was closed
        back: QWidget | None = field if isValid(field) else None
        if back is None and name and page is not None:
            found = page.findChild(QWidget, name)  # built anew by what the deed changed
            back = found if isinstance(found, QWidget) else None
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        elif page is not None and page.isVisible():
            page.take_focus()

    QTimer.singleShot(0, window, come_back)


class _WhenActive(QObject):
    """Calls once, as soon as the window is active again."""

    def __init__(self, window: "MainWindow", then: Callable[[], object]) -> None:
        super().__init__(window)
        self._then = then
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.WindowActivate:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, watched, self._then)
            self.deleteLater()
        return super().eventFilter(watched, event)


def put_away(card: QWidget) -> None:
    """Hide a card that is done with; the page keeps the keys and stays where it is scrolled.

    Left to itself, the focus would go to whatever comes next and scroll there.
    """
    focus = QApplication.focusWidget()
    page = card.parentWidget()
    while page is not None and not page.objectName().startswith("page-"):
        page = page.parentWidget()
    if focus is not None and page is not None and card.isAncestorOf(focus):
        page.setFocus(Qt.FocusReason.OtherFocusReason)
    card.hide()


def reveal(field: QWidget) -> None:
    """Scroll everything around a field so that it can be seen, once the page has its sizes."""

    def scroll() -> None:
        around = field.parentWidget()
        while around is not None and not around.isWindow():
            if isinstance(around, QScrollArea) and around.widget() is not field:
                around.ensureWidgetVisible(field, 0, MARGIN)
            around = around.parentWidget()

    for wait in (0, SETTLED_MS):  # a part that was just made has not all its sizes at once
        QTimer.singleShot(wait, field, scroll)
