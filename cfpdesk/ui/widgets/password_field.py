"""A field for a password that can be shown, as one types it in a factory and not at home."""

from PySide6.QtWidgets import QLineEdit, QWidget

from cfpdesk.i18n import _
from cfpdesk.ui.widgets.button import tool
from cfpdesk.ui.widgets.text import row

_LONGEST = 255  # what Office takes


class PasswordField(QWidget):
    """The field, and the eye beside it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(_LONGEST)
        self.field.setObjectName("password")
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(name)
        self._eye = tool("eye", _("Show what is typed"), token="text2", checkable=True)
        self._eye.toggled.connect(self._reveal)
        line = row(self.field, self._eye, spacing=4)
        line.setContentsMargins(0, 0, 0, 0)
        self.setLayout(line)

    def text(self) -> str:
        """Return what is typed."""
        return self.field.text()

    def clear(self) -> None:
        """Forget what was typed, and hide what is typed next."""
        self.field.clear()
        self._eye.setChecked(False)

    def _reveal(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.field.setEchoMode(mode.Normal if shown else mode.Password)
