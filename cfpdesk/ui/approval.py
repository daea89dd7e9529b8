"""Asks who of the body approves something, on which day and why; and, on top, what it is."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from cfpdesk.errors import UserError
from cfpdesk.i18n import _
from cfpdesk.model.agreed_fact import Approval
from cfpdesk.model.day import day_of
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.style import role
from cfpdesk.ui.values import read_date
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.flow_layout import FlowLayout
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.text import label, row


class ApprovalPopover(Popover):
    """Calls `then` with the approval; what is refused is said here, and nothing is lost.

    Args:
        desk: the window's services.
        title: what is approved.
        verb: the words of the button.
        then: the verb of the step; may raise UserError.
        approver: who approved last, proposed.
        approved: whether somebody approves; where not, only the day is asked for.
    """

    def __init__(
        self,
        desk: Desk,
        title: str,
        verb: str,
        then: Callable[[Approval], object],
        *,
        approver: str = "",
        approved: bool = True,
    ) -> None:
        super().__init__(desk.window, title, 480)
        self.desk, self._then = desk, then
        self.body.addWidget(label(title, "card", wrap=True))
        self._add_parts()
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(58)
        self._named(self.reason, "approval-reason", _("Reason"))
        self.body.addWidget(label(_("Reason") if approved else _("What is to change"), "label"))
        self.body.addWidget(self.reason)
        self.approver, self.day = QLineEdit(approver), QLineEdit()
        self._named(self.approver, "approval-approver", _("Technical manager who approved"))
        self._named(self.day, "approval-day", _("Day of the approval"))
        self.day.setText(day_of(desk.now()).isoformat())
        self.day.setFixedWidth(110)
        words = _("Approved by the technical manager, on") if approved else _("Asked for on")
        self.body.addWidget(label(words, "label"))
        line = row(self.approver, self.day, None if not approved else 0)
        line.setStretch(0, 1 if approved else 0)
        if not approved:
            self.approver.hide()
        self.body.addLayout(line)
        self.error = label("", "bad", wrap=True)
        self.error.hide()
        self.body.addWidget(self.error)
        leave = button(_("Not now"), self.close, name="approval-leave")
        go = button(verb, self._take, kind="primary", name="approval-do")
        self.body.addLayout(row(None, leave, go))

    def _add_parts(self) -> None:
        """Put what is approved above reason and approver; nothing here."""

    def _named(self, field: QWidget, name: str, words: str) -> None:
        field.setObjectName(name)
        field.setAccessibleName(words)

    def approval(self) -> Approval:
        """Return what was typed; raises UserError if the day is none."""
        return Approval(
            self.reason.toPlainText().strip(),
            self.approver.text().strip(),
            read_date(self.day.text()),
        )

    def say(self, sentence: str) -> None:
        """Say why it did not go."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.adjustSize()

    def _take(self) -> None:
        role(self.approver, state="")
        try:
            given = self.approval()
            with self.desk.session.amending(given.reason):
                self._then(given)
        except UserError as error:
            self.say(str(error.message))
            return
        self.close()


class Kinds(QWidget):
    """The rules' kinds of change as ticks."""

    def __init__(self, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        layout = FlowLayout(self)
        self._ticks: dict[str, QCheckBox] = {}
        for code, words in options:
            made = QCheckBox(words)
            made.setObjectName(f"kind-{code}")
            made.setAccessibleName(words)
            layout.addWidget(made)
            self._ticks[code] = made

    def choose(self, codes: Sequence[str]) -> None:
        """Tick these and no others."""
        for code, tick in self._ticks.items():
            tick.setChecked(code in codes)

    def chosen(self) -> tuple[str, ...]:
        """Return what is ticked, in the order of the rules."""
        return tuple(code for code, tick in self._ticks.items() if tick.isChecked())
