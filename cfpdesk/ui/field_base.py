"""What all fields of a form share: names, errors, drafts, committing when left."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from cfpdesk.errors import NeedsReasonError, NotWrittenError, UserError
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.merged_words import merged_words
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.merge_mark import MergeMark
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
        self._merged: MergeMark | None = None

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

    def mark_merged(self) -> None:
        """Show a corner where a merge touched the field, with both values behind it."""
        words = merged_words(self.desk.session, self.table, self.row, self.name)
        if self._merged is None and words:
            self._merged = MergeMark(self.focus_widget)
        if self._merged is not None:
            self._merged.say(words)

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
        self.mark_merged()

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
