"""The people of one side, written in place, with a line to add one at the end."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cfpdesk.i18n import _
from cfpdesk.model.engagement_gate import MemberState
from cfpdesk.model.team import Side
from cfpdesk.ui.widgets.named_rows import NamedRows
from cfpdesk.ui.widgets.person_row import PersonRow


class PeopleList(NamedRows[PersonRow]):
    """Signals carry the person's row first."""

    written = Signal(str, str, str)
    role_given = Signal(str, object)
    card_wanted = Signal(str)
    key_pressed = Signal(str)
    revoke_wanted = Signal(str)
    moved = Signal(str, int)
    removed = Signal(str)

    def __init__(self, side: Side) -> None:
        team = side is Side.TEAM
        super().__init__(
            "add_member" if team else "add_client",
            _("New person of the team") if team else _("New person of the client"),
            _("Add to the team: name, then Enter") if team else _("Add: name, then Enter"),
            28,
        )
        self._side = side

    def show_people(self, people: Sequence[MemberState], *, frozen: bool) -> None:
        """Show these people in this order; rows of the same person stay, so that focus stays."""
        self.arrange([member.person.row for member in people])
        for member in people:
            self.rows[member.person.row].show_member(member, frozen=frozen)
        self.new.setEnabled(not frozen)

    def focus_part(self, person: str, field: str) -> bool:
        """Put the focus on a person's field; False if the person is not here."""
        found = self.rows.get(person)
        if found is None:
            return False
        at = found.findChild(QWidget, f"{field}-{person}") or found.name
        at.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def make_row(self, person: str) -> PersonRow:
        """Return a person's row."""
        made = PersonRow(self._side)
        made.written.connect(lambda field, text: self.written.emit(person, field, text))
        made.role_given.connect(lambda given: self.role_given.emit(person, given))
        made.card_wanted.connect(lambda: self.card_wanted.emit(person))
        made.key_pressed.connect(lambda: self.key_pressed.emit(person))
        made.revoke_wanted.connect(lambda: self.revoke_wanted.emit(person))
        made.moved.connect(lambda step: self.moved.emit(person, step))
        made.removed.connect(lambda: self.removed.emit(person))
        made.moved_focus.connect(lambda step: self._step(person, step))
        return made

    def _step(self, person: str, step: int) -> None:
        people = list(self.rows)
        at = people.index(person) + step
        parts = self.rows[person].parts()
        here = next((n for n, part in enumerate(parts) if part.hasFocus()), 0)
        if 0 <= at < len(people):
            self.rows[people[at]].parts()[here].setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif at == len(people):
            self.new.setFocus(Qt.FocusReason.ShortcutFocusReason)
