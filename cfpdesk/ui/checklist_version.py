"""Adding an item of one's own, and looking at another version of the library before taking it."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
)

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual, _, current_language, msg
from cfpdesk.model.checklist import CheckItem
from cfpdesk.model.checklist_change import ITEM_PART_WORD, ItemChange, ItemPart
from cfpdesk.steps import checklist_library
from cfpdesk.steps.checklist_library import OfferedVersion
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.text import Hairline, label, row


def add_own_item(desk: Desk, then: Callable[[str], object]) -> None:
    """Ask for an item of one's own; `then` gets its number."""
    made = OwnItemPopover(desk, then)
    made.open_centred()
    made.question.setFocus()


def choose_version(desk: Desk) -> None:
    """Ask for the file of another version, and show what it would change."""
    files = desk.open_files(msg("Another version of the checklist"), "*.json")
    if not files:
        return

    def look() -> None:
        try:
            data = files[0].read_bytes()
        except OSError as error:
            raise UserError(msg("The file {name} cannot be read.", name=files[0].name)) from error
        offered = checklist_library.look_at(desk.session, data)
        made = VersionPopover(desk, offered)
        made.open_centred()
        made.reason.setFocus()

    desk.attempt(look)


class OwnItemPopover(Popover):
    """Question, expected evidence, risk."""

    def __init__(self, desk: Desk, then: Callable[[str], object]) -> None:
        super().__init__(desk.window, _("An item of your own"), 480)
        self._desk, self._then = desk, then
        self.body.addWidget(label(_("An item of your own"), "card"))
        note = _("It is asked in the stage of this engagement and stays in the record.")
        self.body.addWidget(label(note, "muted", wrap=True))
        self.question, self.evidence = QPlainTextEdit(), QLineEdit()
        self.question.setTabChangesFocus(True)
        self.question.setFixedHeight(58)
        self.risk = QComboBox()
        for value, words in (("H", _("High")), ("M", _("Medium")), ("L", _("Low"))):
            self.risk.addItem(words, value)
        self.risk.setCurrentIndex(1)
        for field, name, words in (
            (self.question, "own-question", _("Question")),
            (self.evidence, "own-evidence", _("Evidence expected")),
            (self.risk, "own-risk", _("Risk")),
        ):
            field.setObjectName(name)
            field.setAccessibleName(words)
            self.body.addWidget(label(words, "label"))
            self.body.addWidget(field)
        self.error = label("", "bad", wrap=True)
        self.error.hide()
        self.body.addWidget(self.error)
        leave = button(_("Not now"), self.close)
        add = button(_("Add the item"), self._add, kind="primary", name="own-add")
        self.body.addLayout(row(None, leave, add))

    def _add(self) -> None:
        question, evidence = self.question.toPlainText(), self.evidence.text()
        risk = str(self.risk.currentData())
        try:
            made = checklist_library.add_own(self._desk.session, question, evidence, risk)
        except UserError as error:
            self.error.setText(str(error.message))
            self.error.show()
            self.adjustSize()
            return
        self.close()
        self._then(made.number)


class VersionPopover(Popover):
    """What is added, worded otherwise and left out; taken only with a reason."""

    def __init__(self, desk: Desk, offered: OfferedVersion) -> None:
        super().__init__(desk.window, _("Another version of the checklist"), 760)
        self._desk, self._offered = desk, offered
        change = offered.change
        title = f"{change.before} → {change.after}"
        self.body.addWidget(label(title, "card"))
        words = msg(
            "{added} added · {changed} changed · {removed} left out · {same} the same",
            added=len(change.added),
            changed=len(change.changed),
            removed=len(change.removed),
            same=change.same,
        )
        self.body.addWidget(label(str(words), "muted"))
        if change.orphaned:
            self.body.addWidget(self._orphaned(change.orphaned))
        if not change.empty:
            self.body.addWidget(self._list())
        self.reason = QLineEdit()
        self.reason.setObjectName("version-reason")
        self.reason.setAccessibleName(_("Reason"))
        self.reason.returnPressed.connect(self._take)
        self.body.addWidget(label(_("Reason"), "label"))
        self.body.addWidget(self.reason)
        self.error = label("", "bad", wrap=True)
        self.error.hide()
        self.body.addWidget(self.error)
        leave = button(_("Not now"), self.close, name="version-leave")
        take = button(_("Take this version"), self._take, kind="primary", name="version-take")
        self.body.addLayout(row(None, leave, take))

    def _orphaned(self, items: tuple[str, ...]) -> QFrame:
        box = QFrame()
        role(box, box="tint-warn")
        line = QVBoxLayout(box)
        line.setContentsMargins(12, 6, 12, 6)
        words = _("Answered and left out: {items}. The answers stay in the record, unshown.")
        line.addWidget(label(words.format(items=", ".join(items)), wrap=True))
        return box

    def _list(self) -> QScrollArea:
        inside = QFrame()
        role(inside, box="base")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        change = self._offered.change
        for item in change.added:
            self._add(column, _("added"), "ok", item, (item.question.text(current_language()),))
        for changed in change.changed:
            self._add(column, _("changed"), "info", changed.after, _lines(changed))
        for item in change.removed:
            words = (item.question.text(current_language()),)
            self._add(column, _("left out"), "warn", item, words)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("version-items")
        area.setAccessibleName(_("What differs"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        area.setFixedHeight(300)
        return area

    def _add(
        self, column: QVBoxLayout, word: str, kind: str, item: CheckItem, lines: tuple[str, ...]
    ) -> None:
        mark = label(word, kind)
        mark.setFixedWidth(64)
        column.addLayout(row(label(item.id, "strong"), mark, None))
        for line in lines:
            column.addWidget(label(line, wrap=True))
        column.addWidget(Hairline())

    def _take(self) -> None:
        reason = self.reason.text()
        try:
            checklist_library.take(self._desk.session, self._offered, reason)
        except UserError as error:
            self.error.setText(str(error.message))
            self.error.show()
            role(self.reason, state="bad")
            self.adjustSize()
            return
        self.close()
        version = self._offered.change.after
        self._desk.say(msg("The engagement works with {version} now.", version=version), undo=True)


def _lines(changed: ItemChange) -> tuple[str, ...]:
    """Return each part that differs as "word: before → after", in the language of the window."""
    return tuple(
        str(
            msg(
                "{name}: {before} → {after}",
                name=ITEM_PART_WORD[part],
                before=_said(changed.before, part, changed.after),
                after=_said(changed.after, part, changed.before),
            )
        )
        for part in changed.parts
    )


def _said(item: CheckItem, part: ItemPart, other: CheckItem) -> str:
    """Return a part in words; in the other language where only that one differs."""
    value = getattr(item, part)
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, Bilingual):
        language = current_language()
        if value.text(language) == getattr(other, part).text(language):
            language = "en" if language == "zh" else "zh"
        return value.text(language)
    return str(value)
