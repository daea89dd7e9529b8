"""Fields that are typed: a line, several lines, a number, a date, a time of day."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QCalendarWidget,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidgetAction,
)

from cfpdesk.i18n import _
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.field_base import TextField
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import font
from cfpdesk.ui.values import decimal_text, read_date, read_decimal, read_time
from cfpdesk.ui.widgets.button import tool


class LineField(TextField):
    """One line of text."""

    def __init__(
        self,
        desk: Desk,
        table: str,
        name: str,
        label: str,
        commit: Callable[[Any], object],
        hint: str = "",
    ) -> None:
        super().__init__(desk, table, name, label, commit)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(hint)
        self.edit.editingFinished.connect(self.leave)
        self.edit.textEdited.connect(lambda _text: self.typed())
        self.take(self.edit)

    def text(self) -> str:
        """Return the line without spaces around it."""
        return self.edit.text().strip()

    def put(self, text: str) -> None:
        """Put text in, keeping the cursor."""
        at = self.edit.cursorPosition()
        self.edit.setText(text)
        self.edit.setCursorPosition(min(at, len(text)) if self.edit.hasFocus() else 0)

    def set_read_only(self, *, read_only: bool) -> None:
        """Make the field text only; it can still be read and copied."""
        self.edit.setReadOnly(read_only)


class NoteField(TextField):
    """Several lines of text; Tab leaves it, Ctrl+Enter belongs to the window."""

    def __init__(
        self,
        desk: Desk,
        table: str,
        name: str,
        label: str,
        commit: Callable[[Any], object],
        hint: str = "",
        lines: int = 3,
    ) -> None:
        super().__init__(desk, table, name, label, commit)
        self.edit = QPlainTextEdit()
        self.edit.setPlaceholderText(hint)
        self.edit.setTabChangesFocus(True)
        self._lines = lines
        self.edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = self.edit.document().documentLayout()
        layout.documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()
        self.edit.textChanged.connect(self.typed)
        self.watch(self.edit)
        self.take(self.edit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Break the text anew at another width."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            QTimer.singleShot(0, self.edit, self._grow)
        return super().eventFilter(watched, event)

    def _grow(self) -> None:
        """Be as high as the text, from the lines asked for up to four more; then it scrolls."""
        shape = self.edit.document().firstBlock().layout()
        known = shape is not None and shape.lineCount() > 0
        line = shape.lineAt(0).height() if known else float(QFontMetrics(font(13)).lineSpacing())
        needed = self._needed(self._lines + 5)
        shown = max(self._lines, min(needed, self._lines + 4))
        height = round(line * shown) + 22
        policy = Qt.ScrollBarPolicy
        self.edit.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if needed > shown else policy.ScrollBarAlwaysOff
        )
        self.edit.setMinimumHeight(height)
        self.edit.setMaximumHeight(height if self._lines < 6 else 16_777_215)

    def _needed(self, most: int) -> int:
        """Return how many lines the text takes, counted up to `most`.

        The size a document tells is that of when it was last painted; asking for the place of a
        block lays it out at the width it has now.
        """
        document = self.edit.document()
        count, block = 0, document.firstBlock()
        while block.isValid() and count < most:
            document.documentLayout().blockBoundingRect(block)
            count += max(block.layout().lineCount(), 1)
            block = block.next()
        return count

    def text(self) -> str:
        """Return the text without blank ends."""
        return self.edit.toPlainText().strip()

    def put(self, text: str) -> None:
        """Put text in, keeping the cursor."""
        at = self.edit.textCursor().position()
        self.edit.setPlainText(text)
        self.edit.document().setModified(False)
        if self.edit.hasFocus():
            cursor = self.edit.textCursor()
            cursor.setPosition(min(at, len(self.edit.toPlainText())))
            self.edit.setTextCursor(cursor)

    def set_read_only(self, *, read_only: bool) -> None:
        """Make the field text only; it can still be read and copied."""
        role(self.edit, readOnly=read_only)  # Qt's own property: the look follows it only here


class DecimalField(LineField):
    """A number, kept exactly as typed; thousands commas are shown while it is not edited."""

    def value(self) -> object:
        """Return the number, or None for an empty field."""
        return read_decimal(self.text())

    def spelled(self, value: object) -> str:
        """Return the number with thousands commas and a real minus."""
        return decimal_text(value) if isinstance(value, Decimal) else ""


class DateField(LineField):
    """A date as 2026-03-18, typed or taken from a calendar."""

    def __init__(
        self, desk: Desk, table: str, name: str, label: str, commit: Callable[[Any], object]
    ) -> None:
        super().__init__(desk, table, name, label, commit, "2026-03-18")
        words = _("Calendar")
        self._open = tool("calendar", f"{label} {words}", self._calendar, token="text2")
        self._line.addWidget(self._open)

    def value(self) -> object:
        """Return the date, or None for an empty field."""
        return read_date(self.text())

    def spelled(self, value: object) -> str:
        """Return the date as ISO text."""
        return value.isoformat() if isinstance(value, date) else ""

    def set_read_only(self, *, read_only: bool) -> None:
        """Make the field text only."""
        super().set_read_only(read_only=read_only)
        self._open.setEnabled(not read_only)

    def _calendar(self) -> None:
        menu = QMenu(self.box)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        standing = QDate.fromString(self.text(), Qt.DateFormat.ISODate)
        if standing.isValid():
            calendar.setSelectedDate(standing)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)

        def take(day: QDate) -> None:
            menu.close()
            self.put(day.toString(Qt.DateFormat.ISODate))
            self.leave()

        calendar.activated.connect(take)
        calendar.clicked.connect(take)
        menu.popup(self._open.mapToGlobal(self._open.rect().bottomLeft()))
        calendar.setFocus()


class TimeField(LineField):
    """A time of day as 09:05."""

    def __init__(
        self, desk: Desk, table: str, name: str, label: str, commit: Callable[[Any], object]
    ) -> None:
        super().__init__(desk, table, name, label, commit, "09:00")
        self.edit.setMaximumWidth(110)
        self._line.addStretch(1)

    def value(self) -> object:
        """Return "" or the time with two digits each."""
        return read_time(self.text())
