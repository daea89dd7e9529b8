"""The few modal questions, file dialogs, and small popovers.

Modal only for: passphrase, seal, un-merge, closing with a running job, file open and save, print.
Buttons are verbs; the safe one answers Enter where the other cannot be undone. One dialog deep.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cfpdesk.i18n import Text, _, current_language, text_in
from cfpdesk.ui.settings import Settings
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.password_field import PasswordField
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.text import label, row


def _say(text: Text) -> str:
    return text_in(text, current_language())


class Question(QDialog):
    """A title, a sentence, verbs; the program's own look, the same on every system."""

    def __init__(self, parent: QWidget, title: str, text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(420)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(24, 20, 24, 18)
        self.body.setSpacing(12)
        head = label(title, "question", wrap=True)
        self.body.addWidget(head)
        self.sentence = label(text, "label", wrap=True)
        self.sentence.setVisible(bool(text))
        self.body.addWidget(self.sentence)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Put the verbs at the bottom right."""
        self.body.addSpacing(6)
        self.body.addLayout(row(None, *buttons))


def ask(parent: QWidget, title: Text, text: Text, verb: Text, leave: Text) -> bool:
    """Ask before something that cannot be undone; Enter and Esc take the safe answer."""
    made = Question(parent, _say(title), _say(text))
    safe = button(_say(leave), made.reject, name="answer-leave")
    risky = button(_say(verb), made.accept, kind="primary", name="answer-do")
    made.add_buttons(safe, risky)
    safe.setDefault(True)
    safe.setFocus()
    return made.exec() == QDialog.DialogCode.Accepted


class PassphraseDialog(Question):
    """Asks for the passphrase; `check` unlocks and returns a sentence where it does not fit."""

    def __init__(self, parent: QWidget, reason: str, check: Callable[[str], str]) -> None:
        super().__init__(parent, _("Passphrase"), reason)
        self._check = check
        typed = PasswordField(_("Passphrase"))
        self.field = typed.field
        self.field.setObjectName("passphrase")
        self.body.addWidget(typed)
        self.error = label("", "bad", wrap=True)
        self.error.hide()
        self.body.addWidget(self.error)
        self._leave = button(_("Not now"), self.reject, name="answer-leave")
        self._go = button(_("Unlock"), self._try, kind="primary", name="answer-do")
        self._go.setDefault(True)
        self.add_buttons(self._leave, self._go)
        self.field.setFocus()

    def _try(self) -> None:
        problem = self._check(self.field.text())
        if not problem:
            self.accept()
            return
        self.error.setText(problem)
        self.error.show()
        role(self.field, state="bad")
        self.field.selectAll()
        self.field.setFocus()


def closing_with_job(parent: QWidget, name: str) -> str:
    """Ask what to do with a running job when the window closes: wait | cancel | stay."""
    made = Question(
        parent,
        _("{name} is still running").format(name=name),
        _("Wait for it to finish, or cancel it. Cancelling leaves the state before."),
    )
    answer = ["stay"]

    def take(value: str) -> None:
        answer[0] = value
        made.accept()

    stay = button(_("Go on working"), made.reject, name="answer-leave")
    cancel = button(_("Cancel it and close"), lambda: take("cancel"), name="answer-cancel")
    wait = button(_("Wait, then close"), lambda: take("wait"), kind="primary", name="answer-wait")
    made.add_buttons(stay, cancel, wait)
    wait.setDefault(True)
    made.exec()
    return answer[0]


def show_bug(parent: QWidget, details: str) -> None:
    """Show an error of ours with details to copy."""
    made = Question(
        parent,
        _("The program made a mistake"),
        _("What was saved is safe. Please send the details to the makers."),
    )
    text = QPlainTextEdit(details)
    text.setReadOnly(True)
    text.setAccessibleName(_("Details"))
    text.setMinimumSize(520, 180)
    made.body.addWidget(text)
    copy = button(
        _("Copy details"), lambda: QGuiApplication.clipboard().setText(details), icon="copy"
    )
    close = button(_("Close"), made.accept, kind="primary", name="answer-leave")
    made.add_buttons(copy, close)
    made.exec()


# Files ----------------------------------------------------------------------------------------


def open_files(parent: QWidget, title: Text, pattern: str, settings: Settings) -> list[Path]:
    """Ask for files to open."""
    start = settings.text("folder/open", str(Path.home()))
    names, _chosen = QFileDialog.getOpenFileNames(parent, _say(title), start, pattern)
    if names:
        settings.put("folder/open", str(Path(names[0]).parent))
    return [Path(name) for name in names]


def open_folder(parent: QWidget, title: Text, settings: Settings) -> Path | None:
    """Ask for a folder."""
    start = settings.text("folder/open", str(Path.home()))
    name = QFileDialog.getExistingDirectory(parent, _say(title), start)
    if not name:
        return None
    settings.put("folder/open", name)
    return Path(name)


def save_file(
    parent: QWidget, title: Text, name: str, pattern: str, settings: Settings
) -> Path | None:
    """Ask where to write a file."""
    start = Path(settings.text("folder/save", str(Path.home()))) / name
    chosen, _kind = QFileDialog.getSaveFileName(parent, _say(title), str(start), pattern)
    if not chosen:
        return None
    settings.put("folder/save", str(Path(chosen).parent))
    return Path(chosen)


# Popovers -------------------------------------------------------------------------------------


class ReasonPopover(Popover):
    """Asks for a reason that is written into the record."""

    def __init__(self, parent: QWidget, prompt: Text, then: Callable[[str], object]) -> None:
        super().__init__(parent, _say(prompt), 460)
        self._then = then
        self.body.addWidget(label(_say(prompt), "card", wrap=True))
        self.body.addWidget(label(_("The reason is written into the record."), "muted", wrap=True))
        self.field = QLineEdit()
        self.field.setObjectName("reason")
        self.field.setAccessibleName(_("Reason"))
        self.field.returnPressed.connect(self._take)
        self.body.addWidget(self.field)
        go = button(_("Write it"), self._take, kind="primary", name="reason-do")
        self.body.addLayout(row(None, button(_("Not now"), self.close), go))

    def open_centred(self) -> None:
        """Open with the cursor in the field."""
        super().open_centred()
        self.field.setFocus()

    def _take(self) -> None:
        reason = self.field.text().strip()
        if not reason:
            role(self.field, state="bad")
            return
        self.close()
        self._then(reason)
