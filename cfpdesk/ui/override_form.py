"""Overriding a block where it is shown: office, name, reason; in a card or in a popover."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, current_language
from cfpdesk.model.clause import clause_text
from cfpdesk.model.gate import Blocker
from cfpdesk.model.override import OFFICE_WORD, Office, offices_for
from cfpdesk.steps import override
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.status_icon import LEVELS, StatusIcon
from cfpdesk.ui.widgets.text import label, row

# Office, name and reason, as they were given.
Given = tuple[Office, str, str]


class OverrideForm(QWidget):
    """Who overrides and why; `write` is called with it by the button and by Enter."""

    def __init__(self, blocker: Blocker, write: Callable[[Given], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        offices = offices_for(blocker.code)
        self._office = Choice(_("Office"))
        self._office.set_options([(each, str(OFFICE_WORD[each])) for each in offices])
        self._office.choose(offices[0])
        self.name, self._reason = QLineEdit(), QLineEdit()
        for field, code, words in (
            (self.name, "override-name", _("Name")),
            (self._reason, "override-reason", _("Reason")),
        ):
            field.setObjectName(code)
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
        self.name.setFixedWidth(150)

        def go() -> None:
            write((Office(self._office.current()), self.name.text(), self._reason.text()))

        self._reason.returnPressed.connect(go)
        column.addLayout(row(self._office, self.name, None))
        line = row(self._reason)
        line.addWidget(button(_("Override"), go, name="override-write"))
        column.addLayout(line)


class OverridePopover(Popover):
    """The block with its clause, and under it who overrides it; a refusal is said here."""

    def __init__(self, desk: Desk, blocker: Blocker) -> None:
        super().__init__(desk.window, _("Overriding"), 480)
        self._desk, self._blocker = desk, blocker
        head = row(StatusIcon(LEVELS[blocker.level], 18))
        head.addWidget(label(_("Overriding"), "card"))
        head.addStretch(1)
        head.addWidget(label(clause_text(blocker.clause).text(current_language()), "small"))
        self.body.addLayout(head)
        self.body.addWidget(label(str(blocker.sentence), wrap=True))
        words = _("by a named office, with a reason; it is printed")
        self.body.addWidget(label(words, "muted", wrap=True))
        self.form = OverrideForm(blocker, self._write)
        self.body.addWidget(self.form)
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        self.body.addWidget(self._error)

    def _write(self, given: Given) -> None:
        try:
            override.write(self._desk.session, self._blocker, *given)
        except UserError as error:
            self._error.setText(str(error.message))
            self._error.show()
            self.adjustSize()
            return
        self.close()


def ask_override(desk: Desk, blocker: Blocker) -> None:
    """Open the override of a block over the window, with the cursor in the name."""
    if desk.session.read_only:
        return
    desk.leave_fields()
    made = OverridePopover(desk, blocker)
    made.open_centred()
    made.form.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
