"""Issues of document review and stage 1, each with how it was seen on site to be settled."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.model.stage import IssueState, StageIssue
from cfpdesk.steps import stage_issue
from cfpdesk.steps.stage_issue import IssueText
from cfpdesk.steps.stages import StagesView
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import NoteField
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.text import Hairline, label, row


class IssueCard(Card):
    """The list, a field for a new one, and what check items still leave open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Issues to verify on site"), clause="RULE:9.6.2")
        self.desk = desk
        self._rows: dict[str, _IssueRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addLayout(self._list)
        self.new = QLineEdit()
        role(self.new, cell=True)
        self.new.setObjectName("add_issue")
        self.new.setPlaceholderText(_("Add an issue: what is open, then Enter"))
        self.new.setAccessibleName(_("New issue"))
        self.new.returnPressed.connect(self._add)
        self.body.addWidget(Hairline())
        self.body.addWidget(self.new)
        self.take = button("", self._take_over, kind="quiet", name="take-over")
        self.body.addLayout(row(self.take, None))

    def show_state(self, now: StagesView, *, frozen: bool) -> None:
        """Show the issues."""
        wanted = [found.issue.row for found in now.issues]
        for gone in [kept for kept in self._rows if kept not in wanted]:
            self._rows.pop(gone).deleteLater()
        for found in now.issues:
            made = self._rows.get(found.issue.row)
            if made is None:
                made = self._rows[found.issue.row] = _IssueRow(self.desk, found.issue.row)
                self._list.addWidget(made)
            made.show_issue(found, now.findings, frozen=frozen)
        still = sum(found.open for found in now.issues)
        self.count.setText(f"{len(wanted) - still} / {len(wanted)}" if wanted else "")
        self.new.setEnabled(not frozen)
        count = len(now.untaken)
        self.take.setVisible(bool(count) and not frozen)
        words = msg("Take over {n} {n:answer|answers} left open in the checklists", n=count)
        self.take.setText(str(words))
        self.take.setAccessibleName(str(words))

    def focus_issue(self, issue: str) -> bool:
        """Go to how an issue was verified; False if it is not here."""
        found = self._rows.get(issue)
        if found is not None:
            found.how.focus_widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return found is not None

    def _add(self) -> None:
        text = self.new.text().strip()
        if text and self.desk.attempt(lambda: stage_issue.raise_issue(self.desk.session, text)):
            self.new.clear()

    def _take_over(self) -> None:
        self.desk.attempt(lambda: stage_issue.take_over(self.desk.session))


class _IssueRow(QWidget):
    """Number and state, what is open, what the client says, how it was verified."""

    def __init__(self, desk: Desk, issue: str) -> None:
        super().__init__()
        self._desk, self._issue = desk, issue
        self._findings: tuple[tuple[str, str], ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._number = label("", "strong")
        self._from = label("", "muted")
        self._state = label("", "small")
        self._carry = button(_("Carry into…"), self._menu, kind="quiet")
        column.addWidget(Hairline())
        column.addLayout(row(self._number, self._from, None, self._state, self._carry))
        self.text = self._field(IssueText.TEXT, _("What is open"))
        self.answer = self._field(IssueText.ANSWER, _("What the client says"))
        self.how = self._field(IssueText.VERIFIED_HOW, _("How it was verified on site"))
        for field in (self.text, self.answer, self.how):
            column.addWidget(field.box)

    def _field(self, field: IssueText, words: str) -> NoteField:
        return NoteField(
            self._desk, StageIssue.TABLE, field.value, words, self._writer(field), words, 1
        )

    def _writer(self, field: IssueText) -> Callable[[str], object]:
        return lambda text: stage_issue.write_issue(self._desk.session, self._issue, field, text)

    def show_issue(
        self, found: IssueState, findings: tuple[tuple[str, str], ...], *, frozen: bool
    ) -> None:
        """Show an issue."""
        issue = found.issue
        self._findings = findings
        self._number.setText(issue.number)
        self._from.setText(issue.item)
        day = issue.verified_on.isoformat() if issue.verified_on else ""
        self._state.setText(_state_words(found, day))
        role(self._state, text="warn" if found.open else "ok")
        self._carry.setVisible(bool(findings) and not found.settled)
        self._carry.setEnabled(not frozen)
        self._carry.setAccessibleName(f"{issue.number} {_('Carry into…')}")
        for field, value in (
            (self.text, issue.text),
            (self.answer, issue.answer),
            (self.how, issue.verified_how),
        ):
            field.show(value, issue.row)
            field.set_read_only(read_only=frozen)
            field.focus_widget.setAccessibleName(f"{issue.number} {field.label}")
            field.focus_widget.setObjectName(f"{field.name}-{issue.row}")

    def _menu(self) -> None:
        menu = QMenu(self._carry)
        for finding, number in (*self._findings, ("", _("Into nothing"))):
            menu.addAction(number).triggered.connect(
                lambda _on=False, finding=finding: self._desk.attempt(
                    lambda: stage_issue.carry_into(self._desk.session, self._issue, finding)
                )
            )
        menu.popup(self._carry.mapToGlobal(self._carry.rect().bottomLeft()))


def _state_words(found: IssueState, day: str) -> str:
    if found.settled:
        words = _("verified by {name}, {day}")
        return words.format(name=found.issue.verified_by, day=day)
    if found.carried:
        return _("carried into {number}").format(number=found.carried)
    return _("not verified yet")
