"""The people of one side, written in place, with a line to add one at the end."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.engagement_gate import MemberState
from cfpdesk.model.team import Side
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.person_row import PersonRow
from cfpdesk.ui.widgets.text import Hairline, row


class PeopleList(QWidget):
    """Signals carry the person's row first."""

    written = Signal(str, str, str)
    role_given = Signal(str, object)
    card_wanted = Signal(str)
    key_pressed = Signal(str)
    revoke_wanted = Signal(str)
    moved = Signal(str, int)
    removed = Signal(str)
    added = Signal(str)

    def __init__(self, side: Side) -> None:
        super().__init__()
        self._side = side
        self._rows: dict[str, PersonRow] = {}
        self._boxes: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._layout = QVBoxLayout()
        self._layout.setSpacing(0)
        self.new = QLineEdit()
        role(self.new, cell=True)
        team = side is Side.TEAM
        self.new.setObjectName("add_member" if team else "add_client")
        words = _("Add to the team: name, then Enter") if team else _("Add: name, then Enter")
        self.new.setPlaceholderText(words)
        self.new.setAccessibleName(
            _("New person of the team") if team else _("New person of the client")
        )
        self.new.returnPressed.connect(self._add)
        column.addLayout(self._layout)
        column.addWidget(Hairline())
        column.addSpacing(2)
        column.addLayout(row(28, self.new))

    def _add(self) -> None:
        name = self.new.text().strip()
        if name:
            self.new.clear()
            self.added.emit(name)

    def show_people(self, people: Sequence[MemberState], *, frozen: bool) -> None:
        """Show these people in this order; rows of the same person stay, so that focus stays."""
        wanted = [member.person.row for member in people]
        if wanted != list(self._rows):
            self._arrange(wanted)
        for member in people:
            self._rows[member.person.row].show_member(member, frozen=frozen)
        self.new.setEnabled(not frozen)

    def focus_part(self, person: str, field: str) -> bool:
        """Put the focus on a person's field; False if the person is not here."""
        found = self._rows.get(person)
        if found is None:
            return False
        at = found.findChild(QWidget, f"{field}-{person}") or found.name
        at.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _arrange(self, wanted: Sequence[str]) -> None:
        for person in [p for p in self._rows if p not in wanted]:
            self._boxes.pop(person).deleteLater()
            del self._rows[person]
        for person in wanted:
            if person not in self._boxes:
                self._boxes[person] = self._make(person)
            self._layout.removeWidget(self._boxes[person])
            self._layout.addWidget(self._boxes[person])
        self._rows = {person: self._rows[person] for person in wanted}

    def _make(self, person: str) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        made = PersonRow(self._side)
        made.written.connect(lambda field, text: self.written.emit(person, field, text))
        made.role_given.connect(lambda given: self.role_given.emit(person, given))
        made.card_wanted.connect(lambda: self.card_wanted.emit(person))
        made.key_pressed.connect(lambda: self.key_pressed.emit(person))
        made.revoke_wanted.connect(lambda: self.revoke_wanted.emit(person))
        made.moved.connect(lambda step: self.moved.emit(person, step))
        made.removed.connect(lambda: self.removed.emit(person))
        made.moved_focus.connect(lambda step: self._step(person, step))
        column.addWidget(Hairline())
        column.addWidget(made)
        self._rows[person] = made
        return box

    def _step(self, person: str, step: int) -> None:
        people = list(self._rows)
        at = people.index(person) + step
        parts = self._rows[person].parts()
        here = next((n for n, part in enumerate(parts) if part.hasFocus()), 0)
        if 0 <= at < len(people):
            self._rows[people[at]].parts()[here].setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif at == len(people):
            self.new.setFocus(Qt.FocusReason.ShortcutFocusReason)
