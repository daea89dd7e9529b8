"""A small table whose cells are fields: one record a row, each cell committed when it is left.

    table = FieldTable(desk, "co_product", (FieldColumn("amount", _("Amount"), Kind.FIGURE, 90), …),
                       lambda row, field, value: edit_product(session, row, **{field: value}))
    table.show_rows([FieldRow(product.row, product.name, {"amount": …}, said={"share": Said(…)})])

Columns that are not wanted now are hidden by `show_columns`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from cfpdesk.i18n import _
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import CheckField, DecimalField, Field, LineField
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import tool
from cfpdesk.ui.widgets.text import ElidedLabel, label

Write = Callable[[str, str, object], object]


class Kind(StrEnum):
    """What a column holds; `SAID` is computed and only shown."""

    TEXT = "text"
    FIGURE = "figure"
    TICK = "tick"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """One column; `name` is the record's field, `width` 0 takes what is left."""

    name: str
    title: str
    kind: Kind = Kind.TEXT
    width: int = 0
    hint: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A computed cell: its text, the colour it is said in, what hovering says."""

    text: str
    tone: str = "strong"
    tip: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One record: its row, how people call it, the values of its fields, what is computed."""

    key: str
    name: str
    values: Mapping[str, object]
    said: Mapping[str, Said] = field(default_factory=dict)


class FieldTable(QWidget):
    """See the module text."""

    removed = Signal(str)

    def __init__(
        self,
        desk: Desk,
        table: str,
        columns: Sequence[FieldColumn],
        write: Write,
        *,
        removable: bool = False,
    ) -> None:
        super().__init__()
        self._desk, self._table, self._columns = desk, table, tuple(columns)
        self._write, self._removable = write, removable
        self._hidden: frozenset[str] = frozenset()
        self._cells: dict[str, dict[str, Field | QLabel]] = {}
        self._removers: dict[str, QToolButton] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._titles: dict[str, QLabel] = {}
        for number, column in enumerate(self._columns):
            title = label(column.title, "label")
            title.setToolTip(column.tip)
            if column.kind in (Kind.FIGURE, Kind.SAID):
                title.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
            self._titles[column.name] = title
            self._grid.addWidget(title, 0, number)
            self._grid.setColumnStretch(number, 0 if column.width else 1)

    def show_columns(self, hidden: Collection[str]) -> None:
        """Hide these columns and show the others."""
        self._hidden = frozenset(hidden)
        for column in self._columns:
            shown = column.name not in self._hidden
            self._titles[column.name].setVisible(shown and bool(self._cells))
            for cells in self._cells.values():
                _box(cells[column.name]).setVisible(shown)

    def show_rows(self, rows: Sequence[FieldRow], *, read_only: bool = False) -> None:
        """Show these records in this order; rows that stay keep focus and what is typed."""
        wanted = [row.key for row in rows]
        if wanted != list(self._cells):
            self._arrange(rows)
        for row in rows:
            self._show(row, read_only=read_only)
        self.show_columns(self._hidden)

    def cell(self, row: str, name: str) -> QWidget:
        """Return what takes the focus in a cell."""
        found = self._cells[row][name]
        return found if isinstance(found, QLabel) else found.focus_widget

    # Making -----------------------------------------------------------------------------------

    def _arrange(self, rows: Sequence[FieldRow]) -> None:
        kept = {row.key for row in rows}
        for key in [key for key in self._cells if key not in kept]:
            for cell in self._cells.pop(key).values():
                _gone(_box(cell))
            if key in self._removers:
                _gone(self._removers.pop(key))
        ordered: dict[str, dict[str, Field | QLabel]] = {}
        for number, row in enumerate(rows, start=1):
            cells = ordered[row.key] = self._cells.get(row.key) or self._made(row)
            for place, column in enumerate(self._columns):
                self._grid.addWidget(_box(cells[column.name]), number, place)
            if self._removable:
                remover = self._removers.get(row.key) or self._remover(row)
                self._grid.addWidget(remover, number, len(self._columns))
        self._cells = ordered

    def _made(self, row: FieldRow) -> dict[str, Field | QLabel]:
        return {column.name: self._cell(row, column) for column in self._columns}

    def _cell(self, row: FieldRow, column: FieldColumn) -> Field | QLabel:
        if column.kind is Kind.SAID:
            said = ElidedLabel("", "strong") if not column.width else label("", "strong")
            said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if column.width:
                said.setMinimumWidth(column.width)
            return said
        made = self._field(row.key, column)
        made.focus_widget.setObjectName(f"{column.name}-{row.key}")
        if column.width and column.kind is not Kind.TICK:
            made.focus_widget.setFixedWidth(column.width)
        return made

    def _field(self, key: str, column: FieldColumn) -> Field:
        def commit(value: object) -> None:
            self._write(key, column.name, value)

        if column.kind is Kind.TICK:
            return CheckField(self._desk, self._table, column.name, "", commit)
        if column.kind is Kind.FIGURE:
            figure = DecimalField(
                self._desk, self._table, column.name, column.title, commit, column.hint
            )
            figure.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
            return figure
        return LineField(self._desk, self._table, column.name, column.title, commit, column.hint)

    def _remover(self, row: FieldRow) -> QToolButton:
        key = row.key
        made = tool("close", _("Take out"), lambda: self.removed.emit(key), token="text2", size=14)
        made.setObjectName(f"remove-{key}")
        self._removers[key] = made
        return made

    # Showing ----------------------------------------------------------------------------------

    def _show(self, row: FieldRow, *, read_only: bool) -> None:
        for column in self._columns:
            cell = self._cells[row.key][column.name]
            if isinstance(cell, QLabel):
                said = row.said.get(column.name, Said(""))
                cell.setText(said.text)
                cell.setToolTip(said.tip)
                cell.setAccessibleName(f"{row.name} {column.title} {said.text}".strip())
                role(cell, text=said.tone)
                continue
            cell.show(row.values.get(column.name), row.key)
            cell.set_read_only(read_only=read_only)
            cell.focus_widget.setAccessibleName(f"{row.name} {column.title}".strip())
        if row.key in self._removers:
            self._removers[row.key].setAccessibleName(_("Take out {name}").format(name=row.name))
            self._removers[row.key].setEnabled(not read_only)


def _box(cell: Field | QLabel) -> QWidget:
    return cell if isinstance(cell, QLabel) else cell.box


def _gone(widget: QWidget) -> None:
    widget.setObjectName("")
    widget.hide()
    widget.deleteLater()
