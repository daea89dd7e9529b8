"""What opens inside a table: a field over a cell, and a question over a row."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QTableView, QWidget

from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import ElidedLabel


class CellEditor(QLineEdit):
    """A field over a cell, for figures: no input method, so that digits always arrive.

    Emits `entered` on Enter, `stepped` with −1 or 1 on arrows and Tab, `left` when the focus goes
    elsewhere, `cancelled` on Esc.
    """

    entered = Signal()
    stepped = Signal(int)
    left = Signal()
    cancelled = Signal()

    def __init__(self, table: QTableView, name: str) -> None:
        super().__init__(table.viewport())
        self._done = False
        self.setObjectName("cell-editor")
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.textEdited.connect(lambda _text: role(self, state=""))
        role(self, editor=True)

    def open_over(self, cell: QRect, text: str, *, typed: bool) -> None:
        """Open over a cell; typed text is gone on from, other text is selected."""
        self.setGeometry(cell.adjusted(-2, 0, 2, 0))
        self.setText(text)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if typed:
            self.setCursorPosition(len(text))
            self.setModified(True)
        else:
            self.selectAll()

    def close_for_good(self) -> None:
        """Go away without saying anything more."""
        self._done = True
        self.hide()
        self.deleteLater()

    def event(self, event: QEvent) -> bool:
        """Take Tab as going on to the next row."""
        tabs = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if isinstance(event, QKeyEvent) and pressed and event.key() in tabs:
            self.stepped.emit(tabs[Qt.Key(event.key())])
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter takes, Esc leaves, arrows take and go on."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not _with_ctrl(event):
                self.entered.emit()
            case Qt.Key.Key_Escape:
                self.cancelled.emit()
            case Qt.Key.Key_Down:
                self.stepped.emit(1)
            case Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Take what was typed when the field is left, as every field does."""
        super().focusOutEvent(event)
        if not self._done and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


def _with_ctrl(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class RowQuestion(QFrame):
    """A sentence over a row with a verb and a way out; Enter does it, Esc and going away leave."""

    def __init__(
        self, table: QTableView, sentence: str, verb: str, leave: str, run: Callable[[], object]
    ) -> None:
        super().__init__(table.viewport())
        self._table, self._run = table, run
        role(self, box="row-question")
        self.setObjectName("row-question")
        self.setAccessibleName(sentence)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 4, 0)
        line.setSpacing(6)
        line.addWidget(ElidedLabel(sentence, "strong"), 1)
        self.do = button(f"{verb}  ↵", self._take, kind="link", name="question-do")
        self.do.setAccessibleName(verb)
        self.leave = button(
            f"{leave}  Esc", self.close_for_good, kind="link", name="question-leave"
        )
        self.leave.setAccessibleName(leave)
        line.addWidget(self.do)
        line.addWidget(self.leave)

    def open_over(self, row: QRect) -> None:
        """Open over a row, or a part of it."""
        self.setGeometry(row)
        self.show()
        self.raise_()
        self.do.setFocus(Qt.FocusReason.OtherFocusReason)
        for part in (self.do, self.leave):
            part.installEventFilter(self)

    def _take(self) -> None:
        self.close_for_good()
        self._run()

    def close_for_good(self) -> None:
        """Go away; the table has the focus again."""
        if self.isVisible():
            self.hide()
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter does it, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_for_good()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            self.close_for_good() if focus is self.leave else self._take()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, _watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]  # noqa: N802
        """Leave when the focus goes to another part of the page."""
        if event.type() == QEvent.Type.FocusOut:
            reason = event.reason() if isinstance(event, QFocusEvent) else None
            moved = reason in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ShortcutFocusReason)
            if moved:
                self.close_for_good()
        return False
