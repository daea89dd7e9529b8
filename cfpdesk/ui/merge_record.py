"""The pane of one record in conflict: its fields, what it will be, the reason, what comes next."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.steps.merge import RecordConflict
from cfpdesk.store.reception import Arrived
from cfpdesk.ui.merge_choices import Choices
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.conflict_view import ConflictFields
from cfpdesk.ui.widgets.merged_record import MergedRecord
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label, row


class RecordPane(QWidget):
    """Emits what a person chose; shows what it is given."""

    chosen = Signal(str, object)
    sided = Signal(bool)
    person_asked = Signal()
    reasoned = Signal(str)
    decided = Signal()
    next_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = label("", "strong")
        self._title = ElidedLabel("", "label")
        self._mine = button(_("All mine"), lambda: self._side(mine=True), kind="link")
        self._theirs = button(_("All theirs"), lambda: self._side(mine=False), kind="link")
        self._from = button(_("Everything from…"), self.person_asked.emit, kind="link")
        self.fields = ConflictFields()
        self.fields.chosen.connect(self.chosen)
        self.merged = MergedRecord()
        self.merged.reason.textEdited.connect(self.reasoned)
        self.merged.reason.returnPressed.connect(self.decided)
        inside = QWidget()
        role(inside, box="scrolled")
        body = QVBoxLayout(inside)
        body.setContentsMargins(20, 12, 20, 12)
        body.setSpacing(8)
        head = row(self._name, self._title, self._mine, self._theirs, self._from)
        head.setStretchFactor(self._title, 1)
        body.addLayout(head)
        body.addWidget(self.fields)
        body.addWidget(self.merged)
        body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addWidget(Hairline())
        column.addWidget(self._foot())

    def _foot(self) -> QWidget:
        self._hint = label("", "label")
        following = button(_("Next conflict"), self.next_asked.emit, name="next-conflict")
        following.setToolTip("Alt+↓")
        self._settle = button(
            _("Settle this record"), self.decided.emit, kind="primary", name="settle"
        )
        foot = QWidget()
        line = row(self._hint, None, following, self._settle)
        line.setContentsMargins(20, 8, 20, 8)
        foot.setLayout(line)
        return foot

    def show_record(
        self, record: RecordConflict, choices: Choices, arrived: Arrived | None, *, read_only: bool
    ) -> None:
        """Show a record, of a package that is looked at or of what is in already."""
        language = current_language()
        self._name.setText(text_in(record.name, language))
        self._title.setText(text_in(record.title, language))
        taken = choices.of(record)
        self.fields.show_record(record.fields, taken, choices.suggested_in(record))
        source = _("package {n}").format(n=arrived.seq) if arrived else ""
        self.merged.show_record(record.fields, taken, source)
        reason = choices.reason(record.key)
        if self.merged.reason.text() != reason:
            self.merged.reason.setText(reason)
            self.merged.show_error("")
        mine = any(version.mine for field in record.fields for version in field.versions)
        two = all(len(field.versions) == 2 for field in record.fields)
        self._mine.setVisible(mine)
        self._theirs.setVisible(mine and two)
        self._settle.setVisible(arrived is None)
        self._settle.setEnabled(bool(taken) and not read_only)
        self._hint.setText(
            _("a backup is made before; a merge can be taken back")
            if arrived
            else _("each decision is an entry with its reason")
        )

    def complain(self, sentence: str) -> None:
        """Show what is wrong at the reason, and go there."""
        self.merged.show_error(sentence)
        self.merged.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def menu_place(self) -> QPoint:
        """Return where the menu of people opens."""
        return self._from.mapToGlobal(self._from.rect().bottomLeft())

    def _side(self, *, mine: bool) -> None:
        self.sided.emit(mine)
