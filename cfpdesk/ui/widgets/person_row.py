"""One person of the engagement: name, title, role, place, key; written in place.

`Alt+↑` and `Alt+↓` move the person in the list, ↑ and ↓ go to the neighbour's same field.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QMenu, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.engagement_gate import MemberState
from cfpdesk.model.team import AUDITORS, ROLE_NAMES, TEAM_ROLES, Role, Side, initial, short_key
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import font
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.text import label


class PersonRow(QFrame):
    """Emits what was written; `written` carries field and text."""

    written = Signal(str, str)
    role_given = Signal(object)
    card_wanted = Signal()
    key_pressed = Signal()
    moved = Signal(int)
    moved_focus = Signal(int)
    removed = Signal()

    def __init__(self, side: Side) -> None:
        super().__init__()
        self._side = side
        self._wants_card = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 0, 2)
        layout.setSpacing(4)
        self._circle = label("", chip="avatar")
        self._circle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = self._field("name", strong=True)
        self.title = self._field("title")
        self.third = self._field("place" if side is Side.TEAM else "organisation")
        self.roles = QComboBox()
        self.roles.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for each in TEAM_ROLES:
            self.roles.addItem(str(ROLE_NAMES[each]), each)
        self.roles.activated.connect(lambda n: self.role_given.emit(self.roles.itemData(n)))
        self.key = button("", self._press_key, kind="link")
        self._no_key = label("", "muted")
        self.more = tool("more", "", token="text2")
        self.more.setPopupMode(self.more.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        layout.addWidget(self._circle)
        layout.addWidget(self.name, 3)
        layout.addWidget(self.title, 4)
        if side is Side.TEAM:
            self.third.setFixedWidth(40)
            self.third.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(self.roles, 0)
            layout.addWidget(self.third, 0)
            layout.addWidget(self.key, 0)
            self.key.setFixedWidth(116)
        else:
            layout.addWidget(self.third, 3)
        layout.addWidget(self.more)
        for watched in (self.name, self.title, self.third, self.roles, self.key, self.more):
            watched.installEventFilter(self)

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
        place = str(person.place) if person.place else ""
        third = place if self._side is Side.TEAM else person.organisation
        for field, text, words in (
            (self.name, person.name, _("Name of {name}")),
            (self.title, person.title, _("Title of {name}")),
            (
                self.third,
                third,
                _("Place of {name}") if self._side is Side.TEAM else _("Organisation of {name}"),
            ),
        ):
            if not field.isModified():
                field.setText(text)
                field.setCursorPosition(0)
            field.setAccessibleName(words.format(name=person.name))
            field.setReadOnly(frozen)
        self.title.setPlaceholderText(_("Title"))
        role(self.title, state="bad" if member.needs_title else "")
        self.third.setPlaceholderText("–" if self._side is Side.TEAM else _("Organisation"))
        self.third.setToolTip(
            _("The place is part of the numbers this person gives, such as NC-2-07")
            if self._side is Side.TEAM
            else ""
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
            ("place" if self._side is Side.TEAM else "organisation", self.third),
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
        self._menu.addAction(_("Up")).triggered.connect(lambda: self.moved.emit(-1))
        self._menu.addAction(_("Down")).triggered.connect(lambda: self.moved.emit(1))
        if self._side is Side.TEAM and member.person.key_sha256:
            self._menu.addSeparator()
            again = self._menu.addAction(_("Another key card…"))
            again.triggered.connect(self.card_wanted.emit)
        if not member.me:
            self._menu.addSeparator()
            self._menu.addAction(_("Take out")).triggered.connect(self.removed.emit)

    def parts(self) -> Sequence[QWidget]:
        """Return what can have the focus, from left to right."""
        return (self.name, self.title, self.roles, self.third, self.key, self.more)

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
