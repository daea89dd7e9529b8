"""The marks of a piece as a list: the number on the picture, and the note it leads to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language
from cfpdesk.model.photo_mark import HIDING, MARK_WORD, MarkKind, PhotoMark, numbers_of
from cfpdesk.steps import photo_mark
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import LineField
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.widgets.button import tool
from cfpdesk.ui.widgets.text import ElidedLabel, empty, label, row


@dataclass(slots=True)
class _Line:
    number: QLabel
    away: QToolButton
    field: LineField | None


class MarkList(QWidget):
    """Emits `chosen` with the mark whose line has the focus, and `removed`."""

    chosen = Signal(str)
    removed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines: dict[str, _Line] = {}
        self._shown: tuple[tuple[str, MarkKind], ...] = ()
        self._language = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(label(_("Marks, numbered where they have a note"), "label"))
        self._list = QVBoxLayout()
        self._list.setSpacing(5)
        column.addLayout(self._list)

    def show_marks(self, marks: Sequence[PhotoMark]) -> None:
        """Show these marks; a line that is being typed in is left alone."""
        self.setVisible(bool(marks))
        wanted = tuple((mark.row, mark.kind) for mark in marks)
        if wanted != self._shown or current_language() != self._language:
            self._shown, self._language = wanted, current_language()
            self._make(marks)
        numbers = numbers_of(marks)
        read_only = self._desk.session.read_only
        for mark in marks:
            line = self._lines[mark.row]
            number = numbers.get(mark.row)
            line.number.setText("" if number is None else str(number))
            line.away.setEnabled(not read_only)
            if line.field is not None:
                line.field.show(mark.text, mark.row)
                line.field.set_read_only(read_only=read_only)

    def _make(self, marks: Sequence[PhotoMark]) -> None:
        for line in self._lines.values():
            if line.field is not None:
                line.field.leave()
        self._lines = {}
        empty(self._list)
        for mark in marks:
            self._lines[mark.row] = self._line(mark)

    def _line(self, mark: PhotoMark) -> _Line:
        word = str(MARK_WORD[mark.kind])
        icon = label()
        set_icon(icon, f"mark-{mark.kind.value}", "text2", 16)
        icon.setToolTip(word)
        number = label("", "strong")
        number.setFixedWidth(16)
        number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        away = tool("close", " ".join((_("Remove"), word)), token="muted", size=14)
        away.clicked.connect(lambda: self.removed.emit(mark.row))
        away.installEventFilter(self)
        away.setProperty("mark", mark.row)
        if mark.kind in HIDING:
            self._list.addLayout(row(number, icon, ElidedLabel(word, "muted"), None, away))
            return _Line(number, away, None)
        field = LineField(
            self._desk,
            PhotoMark.TABLE,
            "text",
            word,
            self._writing(mark.row),
            _("Note to the number"),
        )
        field.edit.setObjectName(f"mark-note-{len(self._lines) + 1}")
        field.edit.setProperty("mark", mark.row)
        field.edit.installEventFilter(self)
        self._list.addLayout(row(number, icon, field.box, away))
        return _Line(number, away, field)

    def _writing(self, mark: str) -> Callable[[str], object]:
        return lambda text: photo_mark.write(self._desk.session, mark, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tell which mark a line in focus belongs to."""
        if event.type() == QEvent.Type.FocusIn:
            self.chosen.emit(str(watched.property("mark")))
        return super().eventFilter(watched, event)
