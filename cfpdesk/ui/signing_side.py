"""The right side of the signing page: who, what it means, the pad, typed name, declining."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.signing import SigningRequest
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.signature_pad import SignaturePad
from cfpdesk.ui.widgets.text import label, row

if TYPE_CHECKING:
    from cfpdesk.ui.signing_window import SigningWindow


class SigningSide(QFrame):
    """Shows one request; the window decides what happens with it."""

    def __init__(self, window: "SigningWindow") -> None:
        super().__init__()
        role(self, box="side")
        self._window = window
        column = QVBoxLayout(self)
        column.setContentsMargins(35, 24, 36, 10)
        column.setSpacing(8)
        self._name = label("", "title")
        self._title = label("", "card")
        self._time = label("", "muted")
        column.addLayout(row(self._name, self._title, None, self._time))
        self._sentence = label("", "sentence", wrap=True)
        column.addWidget(self._sentence)
        self._said = label("", "accent", wrap=True)
        self._said.hide()
        column.addWidget(self._said)
        self._work = QWidget()
        self._build_work()
        column.addWidget(self._work, 1)
        self._rest = QWidget()  # takes the room of the work once everybody has signed
        self._rest.hide()
        column.addWidget(self._rest, 1)
        self._back = button("", window.leave, kind="large-link", icon="lock", name="sign-leave")
        column.addLayout(row(self._back, None))

    def _build_work(self) -> None:
        column = QVBoxLayout(self._work)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(12)
        self.pad = SignaturePad()
        self.pad.changed.connect(lambda: self.say(""))
        column.addWidget(self.pad, 1)
        column.addWidget(self._build_typed(), 1)
        self._again = button(_("Write again"), self._clear, icon="undo", kind="large")
        self._again.setObjectName("sign-again")
        self._sign = button(_("Signed"), self._window.sign, icon="check", kind="large-primary")
        self._sign.setObjectName("sign-done")
        line = row(self._again, self._sign, spacing=12)
        line.setStretch(0, 2)
        line.setStretch(1, 5)
        column.addLayout(line)
        self._way = button(_("Type my name"), self._type, kind="large-link", name="sign-type")
        decline = button(_("Do not sign"), self._ask_reason, kind="large-link")
        decline.setObjectName("sign-decline")
        self._decline_hint = label(_("A reason may be given; it is kept word for word."), "label")
        column.addLayout(row(decline, self._decline_hint, None, self._way))
        column.addWidget(self._build_decline())

    def _build_typed(self) -> QWidget:
        self._typing = QWidget()
        column = QVBoxLayout(self._typing)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(16)
        self._typed = QLineEdit()
        role(self._typed, kind="large")
        self._typed.setObjectName("sign-typed")
        self._typed.setAccessibleName(_("Type your name"))
        self._typed.setPlaceholderText(_("Type your name"))
        self._initials = QCheckBox(_("I typed my name myself; it stands for my signature"))
        self._initials.setObjectName("sign-initials")
        self._typed.returnPressed.connect(self._initials.setFocus)
        column.addWidget(self._typed)
        column.addWidget(self._initials)
        column.addStretch(1)
        self._typing.hide()
        return self._typing

    def _build_decline(self) -> QWidget:
        self._declining = QWidget()
        column = QVBoxLayout(self._declining)
        column.setContentsMargins(0, 0, 0, 0)
        self._reason = QLineEdit()
        role(self._reason, kind="large")
        self._reason.setObjectName("sign-reason")
        self._reason.setAccessibleName(_("Reason, in your own words"))
        self._reason.setPlaceholderText(_("Reason, in your own words"))
        go = button(_("I do not sign"), self._decline)
        self._reason.returnPressed.connect(go.setFocus)
        go.setObjectName("sign-decline-do")
        role(go, kind="large")
        back = button(_("Back"), self._no_decline, kind="large-link")
        column.addLayout(row(self._reason, go, back))
        self._declining.hide()
        return self._declining

    # Showing ----------------------------------------------------------------------------------

    def show_request(self, request: SigningRequest, now: datetime, auditor: str) -> None:
        """Show who signs what."""
        self._name.setText(request.name)
        self._title.setText(request.title)
        role(self._title, text="label")
        self._time.setText(f"{now.astimezone():%Y-%m-%d %H:%M}")
        sentence = request.statement.text(current_language())
        self._sentence.setText(sentence)
        self._sentence.setAccessibleName(sentence)
        self.pad.setAccessibleDescription(f"{request.name}，{sentence}，{request.fingerprint}")
        self._back.setText(
            _("Back to {name}, with the passphrase").format(name=auditor)
            if auditor
            else _("Back to the work")
        )
        self._back.setAccessibleName(self._back.text())

    def say(self, text: str) -> None:
        """Say something to the person; empty takes it away."""
        self._said.setText(text)
        self._said.setVisible(bool(text))

    def typed(self) -> str:
        """Return the typed name where its tick is set."""
        if not self._typing.isHidden() and self._initials.isChecked():
            return self._typed.text().strip()
        return ""

    def lock(self, *, declined: bool) -> None:
        """Take no input for a moment after a signature, against double taps."""
        self._work.setEnabled(False)
        self.say(_("Noted.") if declined else _("Signed. Thank you."))

    def finish(self, auditor: str) -> None:
        """Everybody has signed; only the way back is left."""
        self._work.hide()
        for part in (self._name, self._title, self._time, self._sentence):
            part.hide()
        self._rest.show()
        words = _("All have signed. Please hand the device back to {name}.")
        self.say(words.format(name=auditor) if auditor else _("All have signed."))
        set_icon(self._back, "lock", "text", 18)
        role(self._back, kind="large-primary")
        set_icon(self._back, "lock", "on_accent", 18)
        self._back.setFocus()

    # What is pressed --------------------------------------------------------------------------

    def _clear(self) -> None:
        self.pad.clear()
        self._typed.clear()
        self._initials.setChecked(False)

    def _type(self) -> None:
        shown = self._typing.isHidden()
        self._typing.setVisible(shown)
        self.pad.setVisible(not shown)
        self._way.setText(_("Sign by hand") if shown else _("Type my name"))
        self._way.setAccessibleName(self._way.text())
        if shown:
            self._typed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _decline(self) -> None:
        self._window.decline(self._reason.text().strip())

    def _ask_reason(self) -> None:
        self._declining.show()
        self._decline_hint.hide()
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _no_decline(self) -> None:
        self._declining.hide()
        self._decline_hint.show()
