"""The fields of a form, one class a kind of value; made by `ui/form.py`."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from cfpdesk.errors import NeedsReasonError, NotWrittenError, UserError
from cfpdesk.i18n import _
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import font
from cfpdesk.ui.values import decimal_text, read_date, read_decimal, read_time
from cfpdesk.ui.widgets.button import tool
from cfpdesk.ui.widgets.chips import ChipRow
from cfpdesk.ui.widgets.text import label as text_label

DRAFT_AFTER_MS = 1000


class Field(QObject):
    """A widget, what it is called, what it commits to, and what is wrong with it.

    Attributes:
        box: the widget to lay out: the field, its unit, its error and its draft offer.
        focus_widget: the part that takes focus; its object name is the field's name.
    """

    focus_widget: QWidget

    def __init__(
        self, desk: Desk, table: str, name: str, label: str, commit: Callable[[Any], object]
    ) -> None:
        super().__init__()
        self.desk, self.table, self.name, self.label = desk, table, name, label
        self.row = ""
        self._commit = commit
        self.box = QWidget()
        self._column = QVBoxLayout(self.box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._column.addLayout(self._line)
        self._error = text_label("", "bad", wrap=True)
        self._error.hide()
        self._column.addWidget(self._error)
        self._offer = QWidget()
        self._offer.hide()
        self._column.addWidget(self._offer)

    def take(self, widget: QWidget) -> None:
        """Make a widget the one that takes focus, with the names a screen reader needs."""
        self.focus_widget = widget
        widget.setObjectName(self.name)
        widget.setAccessibleName(self.label.replace("&", ""))
        self._line.addWidget(widget, 1)

    def describe(self, clause: str, unit: str) -> None:
        """Show the unit behind the field; speak unit and clause as the description."""
        if unit:
            self._line.addWidget(text_label(unit, "muted"))
        spoken = "，".join(part for part in (unit, clause) if part)
        self.focus_widget.setAccessibleDescription(spoken)
        if clause:
            self.focus_widget.setToolTip(clause)

    def show(self, value: object, row: str) -> None:
        """Put a value in, unless the person is typing here."""
        raise NotImplementedError

    def set_read_only(self, *, read_only: bool) -> None:
        """Make the field text only."""
        self.focus_widget.setEnabled(not read_only)

    def error(self, sentence: str) -> None:
        """Show what is wrong at the field; an empty sentence takes it away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        role(self.focus_widget, state="bad" if sentence else "")
        self.focus_widget.setProperty("errorText", sentence)

    def commit(self, value: object) -> bool:
        """Call the verb; the world's error stays at the field. Returns True if it went."""
        try:
            self._commit(value)
        except NeedsReasonError as error:
            self.desk.amend(error.message, self._again(value))
            return False
        except UserError as error:
            self.error(str(error.message))
            if isinstance(error, NotWrittenError):
                self.desk.report(
                    error
                )  # the text stays here; the header tells that it is not saved
            return False
        self.error("")
        return True

    def _again(self, value: object) -> Callable[[], None]:
        """Return what commits a value to the row it was typed for, whatever is shown by then."""
        row = self.row

        def commit() -> None:
            shown, self.row = self.row, row
            try:
                self._commit(value)
            finally:
                self.row = shown

        return commit


class TextField(Field):
    """What is typed as text: knows when it was changed, keeps drafts, commits when left."""

    def __init__(
        self, desk: Desk, table: str, name: str, label: str, commit: Callable[[Any], object]
    ) -> None:
        super().__init__(desk, table, name, label, commit)
        self._shown = ""
        self._draft = QTimer(self, singleShot=True, interval=DRAFT_AFTER_MS)
        self._draft.timeout.connect(self._keep_draft)
        self._draft_kept = False

    def text(self) -> str:
        """Return what stands in the field."""
        raise NotImplementedError

    def put(self, text: str) -> None:
        """Put text in, keeping the cursor where it can stay."""
        raise NotImplementedError

    def value(self) -> object:
        """Return the typed text as the value to commit.

        Raises:
            UserError: the text is no such value.
        """
        return self.text()

    def spelled(self, value: object) -> str:
        """Return a value as the field shows it."""
        return "" if value is None else str(value)

    @property
    def changed(self) -> bool:
        """Whether something was typed that is not committed."""
        return self.text() != self._shown

    def show(self, value: object, row: str) -> None:
        """Put a value in, unless the person is typing here."""
        text = self.spelled(value)
        if row != self.row:
            self.leave()
            self.row = row
            self.error("")
            self._shown = text
            self.put(text)
            self._offer_draft()
        elif not self.changed or not self.focus_widget.hasFocus():
            waiting = bool(self._error.text()) and self.changed
            self._shown = text
            if not waiting and self.text() != text:
                self.put(text)

    def leave(self) -> None:
        """Commit what was typed, as leaving the field does."""
        self._draft.stop()
        if not self.changed:
            return
        try:
            value = self.value()
        except UserError as error:
            self.error(str(error.message))
            return
        before, self._shown = self._shown, self.text()
        if self.commit(value):
            self._forget_draft()
        else:
            self._shown = before

    def typed(self) -> None:
        """Note a change: a draft will be kept within a second."""
        if self.changed and self.row:
            self._draft.start()

    def watch(self, widget: QWidget) -> None:
        """Commit when the widget loses focus."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Commit on leaving; popups (a context menu, the input method) are not leaving."""
        if event.type() == QEvent.Type.FocusOut:
            reason = getattr(event, "reason", lambda: None)()
            if reason != Qt.FocusReason.PopupFocusReason:
                self.leave()
        return super().eventFilter(watched, event)

    def _keep_draft(self) -> None:
        if self.changed and self.desk.is_open and not self.desk.session.read_only:
            self.desk.session.keep_draft(self.table, self.row, self.name, self.text())
            self._draft_kept = True

    def _forget_draft(self) -> None:
        if self._draft_kept and self.desk.is_open:
            self.desk.session.drop_draft(self.table, self.row, self.name)
            self._draft_kept = False

    def _offer_draft(self) -> None:
        from cfpdesk.ui.drafts import kept_draft, offer

        self._draft_kept = False
        text = kept_draft(self.desk, self.table, self.row, self.name)
        if text is None or text == self._shown:
            self._offer.hide()
            return
        self._draft_kept = True
        made = offer(text, use=lambda: self._use(text), drop=self._refuse)
        self._column.replaceWidget(self._offer, made)
        self._offer.deleteLater()
        self._offer = made

    def _use(self, text: str) -> None:
        self._offer.hide()
        self.put(text)
        self.focus_widget.setFocus()

    def _refuse(self) -> None:
        self._offer.hide()
        self._forget_draft()


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
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self.edit, self._grow)
        return super().eventFilter(watched, event)

    def _grow(self) -> None:
        """Be as high as the text, from the lines asked for up to four more; then it scrolls."""
        shape = self.edit.document().firstBlock().layout()
        known = shape is not None and shape.lineCount() > 0
        line = shape.lineAt(0).height() if known else float(QFontMetrics(font(13)).lineSpacing())
        needed = int(self.edit.document().size().height())
        shown = max(self._lines, min(needed, self._lines + 4))
        height = round(line * shown) + 22
        policy = Qt.ScrollBarPolicy
        self.edit.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if needed > shown else policy.ScrollBarAlwaysOff
        )
        self.edit.setMinimumHeight(height)
        self.edit.setMaximumHeight(height if self._lines < 6 else 16_777_215)

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
        self.edit.setReadOnly(read_only)
        role(self.edit, readOnly=read_only)


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
        self._open = tool("calendar", f"{label} {_('Calendar')}", self._calendar, token="text2")
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


class ChoiceField(Field):
    """One of several; the wheel does nothing while the list is closed."""

    def __init__(
        self,
        desk: Desk,
        table: str,
        name: str,
        label: str,
        commit: Callable[[Any], object],
        options: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(desk, table, name, label, commit)
        self.combo = QComboBox()
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.installEventFilter(self)
        self.take(self.combo)
        self._standing = ""
        self.set_options(options)
        self.combo.activated.connect(self._chosen)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer these (value, text) pairs; the choice that stands stays."""
        now = [(self.combo.itemData(n), self.combo.itemText(n)) for n in range(self.combo.count())]
        if now == list(options):
            return
        self.combo.clear()
        for value, text in options:
            self.combo.addItem(text, value)
        self.combo.setCurrentIndex(self.combo.findData(self._standing))

    def show(self, value: object, row: str) -> None:
        """Show which one stands."""
        self.row = row
        self._standing = str(value or "")
        self.combo.setCurrentIndex(self.combo.findData(self._standing))

    def _chosen(self, index: int) -> None:
        value = str(self.combo.itemData(index))
        if value != self._standing and not self.commit(value):
            self.combo.setCurrentIndex(self.combo.findData(self._standing))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the wheel scroll the page instead of changing the value."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class CheckField(Field):
    """A tick with its words."""

    def __init__(
        self, desk: Desk, table: str, name: str, label: str, commit: Callable[[Any], object]
    ) -> None:
        super().__init__(desk, table, name, label, commit)
        self.check = QCheckBox(label)
        self.take(self.check)
        self.check.clicked.connect(self._pressed)

    def show(self, value: object, row: str) -> None:
        """Show whether it is ticked."""
        self.row = row
        self.check.setChecked(bool(value))

    def _pressed(self, checked: bool) -> None:
        if not self.commit(checked):
            self.check.setChecked(not checked)


class TagsField(Field):
    """A list of short texts: Enter adds, × removes; each is committed at once."""

    def __init__(
        self,
        desk: Desk,
        table: str,
        name: str,
        label: str,
        commit: Callable[[Any], object],
        hint: str = "",
        suggestions: Sequence[str] = (),
    ) -> None:
        super().__init__(desk, table, name, label, commit)
        self._texts: tuple[str, ...] = ()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(hint or _("Add, then Enter"))
        self.edit.returnPressed.connect(self._add)
        self.edit.editingFinished.connect(self._add)
        if suggestions:
            completer = QCompleter(list(suggestions), self.edit)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.edit.setCompleter(completer)
        self.chips = ChipRow(remove_word=_("Remove"))
        self.chips.removed.connect(self._remove)
        self.chips.hide()
        self._column.insertWidget(0, self.chips)
        self.take(self.edit)

    def show(self, value: object, row: str) -> None:
        """Show the texts."""
        self.row = row
        self._texts = tuple(str(part) for part in value) if isinstance(value, Sequence) else ()
        self.chips.set_texts(self._texts)
        self.chips.setVisible(bool(self._texts))

    def _add(self) -> None:
        text = " ".join(self.edit.text().split())
        if (
            text and text not in self._texts and self.commit((*self._texts, text))
        ) or text in self._texts:
            self.edit.clear()

    def _remove(self, text: str) -> None:
        self.commit(tuple(part for part in self._texts if part != text))
