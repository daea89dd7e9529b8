"""Rows that stay with their key, so that focus stays, and a line at the end to add one by name."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cfpdesk.ui.focus import reveal
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.text import Hairline, row

R = TypeVar("R", bound=QWidget)


class NamedRows(QWidget, Generic[R]):
    """A subclass makes the rows; `added` carries the name that was typed."""

    added = Signal(str)

    def __init__(self, field: str, spoken: str, hint: str, indent: int) -> None:
        """Make the line at the end.

        Args:
            field: its object name.
            spoken: its accessible name.
            hint: what stands in it while it is empty.
            indent: where it begins, in pixels.
        """
        super().__init__()
        self.rows: dict[str, R] = {}
        self._boxes: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._layout = QVBoxLayout()
        self._layout.setSpacing(0)
        self.new = QLineEdit()
        role(self.new, cell=True)
        self.new.setObjectName(field)
        self.new.setPlaceholderText(hint)
        self.new.setAccessibleName(spoken)
        self.new.returnPressed.connect(self._add)
        column.addLayout(self._layout)
        column.addWidget(Hairline())
        column.addSpacing(2)
        column.addLayout(row(indent, self.new))

    def make_row(self, key: str) -> R:
        """Return a new row, its signals connected."""
        raise NotImplementedError

    def arrange(self, keys: Sequence[str]) -> None:
        """Have a row for each key in this order; rows of the same key stay."""
        if list(keys) == list(self.rows):
            return
        for key in [key for key in self.rows if key not in keys]:
            self._boxes.pop(key).deleteLater()
            del self.rows[key]
        for key in keys:
            if key not in self._boxes:
                self._boxes[key] = self._boxed(key)
            self._layout.removeWidget(self._boxes[key])
            self._layout.addWidget(self._boxes[key])
        self.rows = {key: self.rows[key] for key in keys}

    def _boxed(self, key: str) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        made = self.make_row(key)
        column.addWidget(Hairline())
        column.addWidget(made)
        self.rows[key] = made
        return box

    def _add(self) -> None:
        name = self.new.text().strip()
        if name:
            self.new.clear()
            self.added.emit(name)
            reveal(self.new)  # the row above has pushed it down; the next name comes here
