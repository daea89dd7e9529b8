"""Asks for the password of a workbook where no part of a page does."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cfpdesk.i18n import Text, _, current_language, text_in
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.password_field import PasswordField
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.text import label, row

_WIDTH = 460


class PasswordPopover(Popover):
    """Gives the password to `then`, and forgets it."""

    def __init__(
        self, parent: QWidget, name: str, why: Text, then: Callable[[str], object]
    ) -> None:
        super().__init__(parent, name, _WIDTH)
        self._then = then
        self.body.addWidget(label(name, "card", wrap=True))
        self.body.addWidget(label(text_in(why, current_language()), wrap=True))
        hint = _("It is used for this reading only and is stored nowhere.")
        self.body.addWidget(label(hint, "muted", wrap=True))
        self.password = PasswordField(_("Password of the workbook"))
        self.password.field.returnPressed.connect(self._take)
        self.body.addWidget(self.password)
        go = button(_("Open with the password"), self._take, kind="primary", name="password-do")
        self.body.addLayout(row(None, button(_("Not now"), self.close), go))

    def open_centred(self) -> None:
        """Open with the cursor in the field."""
        super().open_centred()
        self.password.field.setFocus()

    def _take(self) -> None:
        typed = self.password.text()
        if not typed:
            role(self.password.field, state="bad")
            return
        self.password.clear()
        self.close()
        self._then(typed)
