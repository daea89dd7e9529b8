"""What a record will be after the merge: each value with a chip of who, when, and from where."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.model.choice import Choice, FieldConflict, Side
from cfpdesk.model.field_word import field_word
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.conflict_view import shape_of
from cfpdesk.ui.widgets.status_icon import CONFLICT, StatusIcon
from cfpdesk.ui.widgets.text import label


class MergedRecord(QFrame):
    """The preview and the reason under it."""

    def __init__(self) -> None:
        super().__init__()
        role(self, box="raised")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        column.addWidget(label(_("After the merge"), "strong"))
        self._place = QVBoxLayout()
        column.addLayout(self._place)
        words = label(_("Reason (goes into the record)"), "label")
        self.reason = QLineEdit()
        self.reason.setObjectName("merge-reason")
        self.reason.setAccessibleName(_("Reason (goes into the record)"))
        words.setBuddy(self.reason)
        self._error = label("", "bad")
        self._error.hide()
        column.addWidget(words)
        column.addWidget(self.reason)
        column.addWidget(self._error)
        self._inside: QWidget | None = None

    def show_error(self, sentence: str) -> None:
        """Show what is wrong with the reason; empty takes it away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        role(self.reason, state="bad" if sentence else "")

    def show_record(
        self, fields: Sequence[FieldConflict], choices: Mapping[str, Choice], source: str
    ) -> None:
        """Show the values; `source` names the package they come from, empty if it is in already."""
        if self._inside is not None:
            self._place.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(2, 1)
        line = 0
        for conflict in fields:
            line = _field(grid, line, conflict, choices.get(conflict.field), source)
        self._place.addWidget(inside)
        self._inside = inside


def _field(
    grid: QGridLayout, line: int, conflict: FieldConflict, choice: Choice | None, source: str
) -> int:
    language = current_language()
    grid.addWidget(
        label(text_in(field_word(conflict.table, conflict.field), language), "label"), line, 0
    )
    if choice is None:
        grid.addWidget(StatusIcon(CONFLICT, 16), line, 1)
        grid.addWidget(label(_("stays a conflict, and is listed"), "conf"), line, 2)
        return line + 1
    taken = (
        sorted(conflict.versions, key=lambda v: (v.at, v.replica))
        if choice.side is Side.BOTH
        else [conflict.versions[choice.version]]
    )
    for version in taken:
        shape = shape_of(conflict, version.value)
        if shape is not None:
            grid.addWidget(StatusIcon(shape, 16), line, 1)
        words = text_in(conflict.text(version.value), language)
        grid.addWidget(label(words, "strong" if shape else "", wrap=True), line, 2)
        at = version.at.astimezone().strftime("%H:%M")
        parts = [version.person, "" if version.mine else source, at]
        grid.addWidget(label(" · ".join(p for p in parts if p), chip="tag"), line, 3)
        line += 1
    return line
