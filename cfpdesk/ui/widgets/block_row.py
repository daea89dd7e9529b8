"""A block of the plan, typed: day, from, to, what, who, where, for which checklist group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QMenu, QPushButton, QVBoxLayout

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, msg
from cfpdesk.model.schedule import BLOCK_KIND_WORD, BlockKind, ScheduleBlock, time_text
from cfpdesk.ui.style import role
from cfpdesk.ui.values import read_date, read_time
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.text import label, row


@dataclass(frozen=True, slots=True)
class BlockChoices:
    """What can be chosen for a block, as key and words: people, sites, checklist groups."""

    people: tuple[tuple[str, str], ...] = ()
    sites: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, str], ...] = ()


class BlockRow(QFrame):
    """Two lines of fields; each is written when it is left or chosen."""

    written = Signal(str, object)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._block = ScheduleBlock()
        self._choices = BlockChoices()
        self._fields: dict[str, QLineEdit] = {}
        self._lists: dict[str, QComboBox] = {}
        self._who: QPushButton = button("", self._people_menu, kind="quiet", name="block-people")
        role(self._who, align="left")
        self._remove = tool("trash", _("Take out"), self.removed.emit, token="text2")
        self._remove.setObjectName("block-remove")
        first = row(spacing=4)
        first.addWidget(self._field("day", _("Day"), 92))
        first.addWidget(self._field("start", _("from"), 58))
        first.addWidget(label("–", "muted"))
        first.addWidget(self._field("end", _("to"), 58))
        first.addWidget(self._field("title", _("What is done there"), 0), 1)
        first.addWidget(self._remove)
        second = row(spacing=4)
        second.addWidget(self._who, 1)
        second.addWidget(self._list("kind", _("Kind")), 1)
        second.addWidget(self._list("site", _("Site")), 1)
        second.addWidget(self._list("group", _("Checklist group")), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        column.addLayout(first)
        column.addLayout(second)
        for kind in BlockKind:
            self._lists["kind"].addItem(str(BLOCK_KIND_WORD[kind]), kind)

    def _field(self, name: str, words: str, width: int) -> QLineEdit:
        made = QLineEdit()
        role(made, cell=True)
        made.setPlaceholderText(words)
        made.setObjectName(f"block-{name}")
        if width:
            made.setFixedWidth(width)
        made.editingFinished.connect(lambda: self._leave(name))
        made.textEdited.connect(lambda _text: role(made, state=""))
        self._fields[name] = made
        return made

    def _list(self, name: str, words: str) -> QComboBox:
        made = QComboBox()
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setObjectName(f"block-{name}")
        made.setAccessibleDescription(words)
        made.setToolTip(words)
        role(made, cell=True)
        made.installEventFilter(self)
        made.activated.connect(lambda n: self.written.emit(name, made.itemData(n)))
        self._lists[name] = made
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the wheel scroll the page instead of changing a choice."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _leave(self, name: str) -> None:
        field = self._fields[name]
        if not field.isModified():
            return
        try:
            value = _typed(name, field.text().strip())
        except UserError as error:
            role(field, state="bad")
            field.setToolTip(str(error.message))
            return
        field.setModified(False)
        field.setToolTip("")
        self.written.emit(name, value)

    def _people_menu(self) -> None:
        menu = QMenu(self._who)
        for person, name in self._choices.people:
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(person in self._block.people)
            action.triggered.connect(lambda on, who=person: self._take_part(who, on=on))
        menu.popup(self._who.mapToGlobal(QPoint(0, self._who.height())))

    def _take_part(self, person: str, *, on: bool) -> None:
        rest = {row for row in self._block.people if row != person} | ({person} if on else set())
        self.written.emit("people", tuple(p for p, _n in self._choices.people if p in rest))

    def show_block(
        self, block: ScheduleBlock, choices: BlockChoices, spoken: str, *, frozen: bool
    ) -> None:
        """Show a block; `spoken` is what its fields are called after."""
        if block.row != self._block.row:
            for field in self._fields.values():
                field.setModified(False)
        self._block, self._choices = block, choices
        texts = {
            "day": block.day.isoformat() if block.day else "",
            "start": time_text(block.start),
            "end": time_text(block.end),
            "title": block.title,
        }
        for name, field in self._fields.items():
            if not field.isModified():
                field.setText(texts[name])
                field.setCursorPosition(0)
                role(field, state="")
            field.setReadOnly(frozen)
            field.setAccessibleName(f"{spoken} {field.placeholderText()}".strip())
        self._offer("site", (("", _("off site")), *choices.sites), block.site)
        self._offer("group", (("", _("no checklist group")), *choices.groups), block.group)
        self._lists["kind"].setCurrentIndex(self._lists["kind"].findData(block.kind))
        for found in self._lists.values():
            found.setEnabled(not frozen)
            found.setAccessibleName(f"{spoken} {found.accessibleDescription()}".strip())
        names = "、".join(name for person, name in choices.people if person in block.people)
        self._who.setText(names or _("Nobody"))
        who, out = _("Who"), _("Take out")
        self._who.setAccessibleName(f"{spoken} {who}".strip())
        self._who.setEnabled(not frozen)
        self._remove.setEnabled(not frozen)
        self._remove.setAccessibleName(f"{spoken} {out}".strip())

    def _offer(self, name: str, options: Sequence[tuple[str, str]], standing: str) -> None:
        found = self._lists[name]
        if [(found.itemData(n), found.itemText(n)) for n in range(found.count())] != [*options]:
            found.clear()
            for key, words in options:
                found.addItem(words, key)
        found.setCurrentIndex(max(found.findData(standing), 0))

    def title(self) -> QLineEdit:
        """Return the field for what is done."""
        return self._fields["title"]


def _typed(name: str, text: str) -> str | int | date:
    """Return what was typed as the block keeps it.

    Raises:
        UserError: if it is no day or no time, or nothing where something has to be.
    """
    if name == "day":
        day = read_date(text)
        if day is None:
            raise UserError(msg("This is not a date. Write it like 2026-03-18."))
        return day
    if name in ("start", "end"):
        time = "24:00" if text in ("24:00", "2400") else read_time(text)
        if not time:
            raise UserError(msg("This is not a time. Write it like 09:05."))
        hours, _colon, minutes = time.partition(":")
        return int(hours) * 60 + int(minutes)
    return text
