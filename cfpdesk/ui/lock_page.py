"""The window is locked: at the start, and after 20 minutes without a key or a click."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from cfpdesk.errors import UserError
from cfpdesk.i18n import _
from cfpdesk.store.identity import Identity
from cfpdesk.ui.frame_page import FramePage
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.text import label, row


class LockPage(FramePage):
    """Asks for the passphrase of this computer's identity, then calls `done`."""

    def __init__(
        self,
        identity: Identity,
        speak: Callable[[str], object],
        done: Callable[[], object],
        *,
        idle: bool,
    ) -> None:
        super().__init__(speak)
        self._identity, self._done, self._idle = identity, done, idle
        self.build()

    def fill(self, sheet: QFrame) -> None:
        """Show who it is and one field."""
        sheet.setMaximumWidth(460)
        sheet.setMinimumWidth(420)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(36, 30, 36, 32)
        column.setSpacing(8)
        card = self._identity.card
        column.addWidget(label(card.name, "hero"))
        key = card.key_sha256[:8].upper()
        column.addWidget(label(f"{card.organisation}  {key[:4]} {key[4:]}".strip(), "muted"))
        why = _("Nothing was lost; the work is where it was.") if self._idle else ""
        if why:
            column.addWidget(label(why, "label", wrap=True))
        column.addSpacing(12)
        head = label(_("Passphrase"), "label")
        self.field = QLineEdit()
        self.field.setObjectName("lock-passphrase")
        self.field.setAccessibleName(_("Passphrase"))
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.returnPressed.connect(self._try)
        head.setBuddy(self.field)
        show = tool("eye", _("Show what is typed"), token="text2", checkable=True)
        modes = QLineEdit.EchoMode
        show.toggled.connect(
            lambda on: self.field.setEchoMode(modes.Normal if on else modes.Password)
        )
        column.addWidget(head)
        column.addLayout(row(self.field, show, spacing=4))
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        column.addWidget(self._error)
        column.addSpacing(8)
        column.addWidget(button(_("Unlock"), self._try, kind="primary", name="lock-open"))
        self.setFocusProxy(self.field)

    def _try(self) -> None:
        try:
            self._identity.unlock(self.field.text()).lock()
        except UserError as error:
            self._error.setText(str(error.message))
            self._error.show()
            role(self.field, state="bad")
            self.field.selectAll()
            return
        self.field.clear()
        self._done()
