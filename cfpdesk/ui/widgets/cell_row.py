"""A row whose fields are written in place: each is told when it is left, days are read as days."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from cfpdesk.errors import UserError
from cfpdesk.ui.style import role
from cfpdesk.ui.values import read_date

_DAY_WIDTH = 92


class CellRow(QFrame):
    """Emits `written` with field and value; fields whose names begin with `days` hold days.

    What is no day stays in its field, marked, and is not told.
    """

    written = Signal(str, object)

    def __init__(self, days: str) -> None:
        super().__init__()
        self._days = days
        self._fields: dict[str, QLineEdit] = {}

    def add_field(self, name: str, words: str) -> QLineEdit:
        """Make a field; `words` stand in it while it is empty, and name it."""
        made = QLineEdit()
        role(made, cell=True)
        made.setPlaceholderText(words)
        made.editingFinished.connect(lambda: self._leave(name))
        made.textEdited.connect(lambda _text: role(made, state=""))
        if name.startswith(self._days):
            made.setFixedWidth(_DAY_WIDTH)
        self._fields[name] = made
        return made

    def field(self, name: str) -> QLineEdit | None:
        """Return a field by its name; None where there is none."""
        return self._fields.get(name)

    def show_values(
        self,
        value_of: Callable[[str], object],
        called: Callable[[str], str],
        spoken: str,
        *,
        frozen: bool,
    ) -> None:
        """Show what stands in each field that nobody is writing in.

        Args:
            value_of: the value by the field's name.
            called: the object name by the field's name.
            spoken: what the row is called; stands before the words of each field.
            frozen: nothing can be written.
        """
        for name, field in self._fields.items():
            value = value_of(name)
            text = value.isoformat() if isinstance(value, date) else str(value or "")
            if not field.isModified():
                field.setText(text)
                field.setCursorPosition(0)
                field.setToolTip(text if len(text) > 12 else "")
            field.setReadOnly(frozen)
            field.setObjectName(called(name))
            field.setAccessibleName(f"{spoken} {field.placeholderText()}")

    def _leave(self, name: str) -> None:
        field = self._fields[name]
        if not field.isModified():
            return
        value: object = field.text().strip()
        if name.startswith(self._days):
            try:
                value = read_date(field.text())
            except UserError as error:
                role(field, state="bad")
                field.setToolTip(str(error.message))
                return
        field.setModified(False)
        field.setToolTip("")
        self.written.emit(name, value)
