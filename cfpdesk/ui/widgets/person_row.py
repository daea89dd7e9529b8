"""One person of the engagement: name, title, role, place, key; written in place.

`Alt+↑` and `Alt+↓` move the person in the list, ↑ and ↓ go to the neighbour's same field.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.engagement_gate import MemberState
from cfpdesk.model.team import AUDITORS, ROLE_NAMES, TEAM_ROLES, Role, Side, initial, short_key
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import font
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.text import label, row


class PersonRow(QFrame):
    """Emits what was written; `written` carries field and text."""

    written = Signal(str, str)
    role_given = Signal(object)
    card_wanted = Signal()
    key_pressed = Signal()
    revoke_wanted = Signal()
    moved = Signal(int)
    moved_focus = Signal(int)
    removed = Signal()

    def __init__(self, side: Side) -> None:
        super().__init__()
        self._side = side
        self._wants_card = False
        self._circle = label("", chip="avatar")
        self._circle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = self._field("name", strong=True)
        self.title = self._field("title")
        self.organisation = self._field("organisation")
        self.place = self._field("place")
        self.roles = QComboBox()
        self.roles.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for each in TEAM_ROLES:
            self.roles.addItem(str(ROLE_NAMES[each]), each)
        self.roles.activated.connect(lambda n: self.role_given.emit(self.roles.itemData(n)))
        self.key = button("", self._press_key, kind="link")
        self.more = tool("more", "", token="text2")
        self.more.setPopupMode(self.more.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        self._lay_out()
        for watched in self.parts():
            watched.installEventFilter(self)

    def _lay_out(self) -> None:
        """Put a member of the team on two lines, one of the client's people on one."""
        first, second = row(spacing=4), row(spacing=4)
        first.addWidget(self.name, 3)
        first.addWidget(self.title, 7)
        if self._side is Side.TEAM:
            role(self.roles, cell=True)
            self.place.setFixedWidth(34)
            self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self.key.setFixedWidth(112)
            first.addWidget(self.key)
            second.addWidget(self.roles, 4)
            second.addWidget(self.place)
            second.addWidget(self.organisation, 6)
        else:
            first.addWidget(self.organisation, 5)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addLayout(first)
        if self._side is Side.TEAM:
            lines.addLayout(second)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(2, 2, 0, 2)
        outer.setSpacing(4)
        outer.addWidget(self._circle)
        outer.addLayout(lines, 1)
        outer.addWidget(self.more)

    def _field(self, name: str, *, strong: bool = False) -> QLineEdit:
        made = QLineEdit()
        role(made, cell=True)
        if strong:
            made.setFont(font(13, 600))
        made.editingFinished.connect(lambda: self._leave(name, made))
        return made

    def _leave(self, name: str, field: QLineEdit) -> None:
        if field.isModified():
            field.setModified(False)
            self.written.emit(name, field.text().strip())

    def show_member(self, member: MemberState, *, frozen: bool) -> None:
        """Show a person."""
        person = member.person
        self._circle.setText(initial(person.name))
        for field, text, words in (
            (self.name, person.name, _("Name of {name}")),
            (self.title, person.title, _("Title of {name}")),
            (self.organisation, person.organisation, _("Organisation of {name}")),
            (self.place, str(person.place or ""), _("Place of {name}")),
        ):
            if not field.isModified():
                field.setText(text)
                field.setCursorPosition(0)
            field.setAccessibleName(words.format(name=person.name))
            field.setToolTip(text if len(text) > 8 else "")
            field.setReadOnly(frozen)
        self.title.setPlaceholderText(_("Job title"))
        role(self.title, state="bad" if member.needs_title else "")
        self.organisation.setPlaceholderText(_("Organisation"))
        self.place.setPlaceholderText("–")
        self.place.setToolTip(
            _("The place is part of the numbers this person gives, such as NC-2-07")
        )
        self.roles.setAccessibleName(_("Role of {name}").format(name=person.name))
        self.roles.setCurrentIndex(self.roles.findData(person.role))
        self.roles.setEnabled(not frozen)
        self._show_key(member)
        self.more.setAccessibleName(_("Menu of {name}").format(name=person.name))
        self.more.setEnabled(not frozen)
        self._fill_menu(member)
        for name, part in (
            ("name", self.name),
            ("title", self.title),
            ("organisation", self.organisation),
            ("place", self.place),
            ("role", self.roles),
            ("key", self.key),
        ):
            part.setObjectName(f"{name}-{person.row}")

    def _show_key(self, member: MemberState) -> None:
        person = member.person
        wanted = person.role in AUDITORS or person.role is Role.REVIEWER or bool(person.key_sha256)
        self.key.setEnabled(wanted)
        if not wanted:
            self.key.setText("")
            self.key.setProperty("iconSpec", None)
            self.key.setIcon(self.more.icon().__class__())
            self.key.setAccessibleName(_("{name} needs no key").format(name=person.name))
            return
        if not person.key_sha256:
            words, icon, token = _("Key card…"), "plus", "accent"
            spoken = _("Take in the key card of {name}")
        elif member.revoked:
            words, icon, token = _("revoked"), "not-conform", "bad"
            spoken = _("Key of {name}, revoked")
        elif member.trusted or member.me:
            words, icon, token = short_key(person.key_sha256), "conform", "ok"
            spoken = _("Key of {name}, compared")
        else:
            words, icon, token = _("Compare…"), "warning", "warn"
            spoken = _("Compare the key of {name}")
        self.key.setText(words)
        set_icon(self.key, icon, token, 14)
        self.key.setAccessibleName(spoken.format(name=person.name))
        self.key.setToolTip(self.key.accessibleName())
        self._wants_card = not person.key_sha256

    def _press_key(self) -> None:
        if self._wants_card:
            self.card_wanted.emit()
        else:
            self.key_pressed.emit()

    def _fill_menu(self, member: MemberState) -> None:
        self._menu.clear()
        self._menu.addAction(_("Up")).triggered.connect(lambda _on=False: self.moved.emit(-1))
        self._menu.addAction(_("Down")).triggered.connect(lambda _on=False: self.moved.emit(1))
        if self._side is Side.TEAM and member.person.key_sha256:
            self._menu.addSeparator()
            again = self._menu.addAction(_("Another key card…"))
            again.triggered.connect(lambda _on=False: self.card_wanted.emit())
            if member.revocable:
                revoke = self._menu.addAction(_("Revoke the key…"))
                revoke.triggered.connect(lambda _on=False: self.revoke_wanted.emit())
        if not member.me:
            self._menu.addSeparator()
            self._menu.addAction(_("Take out")).triggered.connect(
                lambda _on=False: self.removed.emit()
            )

    def parts(self) -> Sequence[QWidget]:
        """Return what can have the focus, from left to right."""
        if self._side is Side.TEAM:
            return (
                *(self.name, self.title, self.key, self.more),
                *(self.roles, self.place, self.organisation),
            )
        return (self.name, self.title, self.organisation, self.more)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Arrows go to the neighbour, with Alt they move the person; no wheel in a list."""
        if event.type() == QEvent.Type.Wheel and watched is self.roles:
            event.ignore()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and event.modifiers() == Qt.KeyboardModifier.AltModifier:
                self.moved.emit(step)
                return True
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if step is not None and plain and watched is not self.roles:
                self.moved_focus.emit(step)
                return True
        return super().eventFilter(watched, event)
