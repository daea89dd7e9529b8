"""The lines of the inventory: free text on demand, the grid, and what it does not do."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QStackedWidget, QVBoxLayout

from cfpdesk.i18n import _
from cfpdesk.model.inventory_view import InventoryState
from cfpdesk.ui.parts.line_columns import grid_columns, spoken
from cfpdesk.ui.parts.line_rows import COLUMN_KEYS, GridRow, Narrowing, grid_rows
from cfpdesk.ui.style import role
from cfpdesk.ui.table_model import Grid
from cfpdesk.ui.theme import density, theme
from cfpdesk.ui.widgets.empty_state import EmptyState
from cfpdesk.ui.widgets.filter_field import FilterField
from cfpdesk.ui.widgets.text import ElidedLabel, label

# Names have at least this room; columns take less for it, and then these are left out in turn.
_LEAST_NAME = 116
_TIGHT = {"code": 40, "claimed": 84, "difference": 74}
_LEFT_OUT = ("rank", "share")
_GROWTH = 0.07  # of a column, for each pixel that type is larger


class LineList(QFrame):
    """Emits `narrowed` after sort, text or filters changed; `grid` holds the lines.

    `read_wanted` is emitted where the client's file has to be read before there are lines.
    """

    narrowed = Signal()
    read_wanted = Signal()

    def __init__(self, narrowing: Narrowing) -> None:
        super().__init__()
        role(self, box="base")
        self._narrowing = narrowing
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.search = FilterField(_("Filter the lines"), narrowing.text)
        self.search.textChanged.connect(self._typed)
        column.addWidget(self.search)
        self._problems = label("", "warn", wrap=True)
        self._problems.setContentsMargins(16, 6, 16, 6)
        self._problems.setObjectName("table-problems")
        self._problems.hide()
        column.addWidget(self._problems)
        columns = grid_columns()
        self.grid: Grid[GridRow] = Grid(
            _("Lines of the inventory"),
            columns,
            key=lambda row: row.key,
            speak=spoken,
            head=lambda row: row.is_head,
            head_span=(1, 3),
        )
        self._wide = {key: columns[n].width for n, key in enumerate(COLUMN_KEYS)}
        self.grid.sort_wanted.connect(self._sort)
        theme().changed.connect(self._fit_columns)
        self.empty = EmptyState(_("No line fits this filter."), _("Show all"), self._leave)
        self.unread = EmptyState(
            _("The client's file was not read on this computer yet."), _("Read it"),
            self.read_wanted.emit, icon="download",
        )  # fmt: skip
        self.stack = QStackedWidget()
        self.stack.addWidget(self.grid)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.unread)
        column.addWidget(self.stack, 1)
        note = _("The client's figures are only read, never written. F2 writes the verified value.")
        self._note = ElidedLabel(note, "muted")
        self._note.setContentsMargins(16, 6, 16, 6)
        column.addWidget(self._note)

    def show_lines(self, state: InventoryState) -> tuple[str, ...]:
        """Show the lines that pass; return their keys in order."""
        rows = grid_rows(state, self._narrowing)
        self.grid.set_rows(rows)
        self.grid.show_sort(self._narrowing.sort, descending=self._narrowing.descending)
        if rows:
            self.stack.setCurrentWidget(self.grid)
        else:
            self.stack.setCurrentWidget(self.unread if state.reading else self.empty)
        problems = "\n".join(str(p) for table in state.tables for p in table.problems)
        self._problems.setText(problems)
        self._problems.setVisible(bool(problems))
        self._fit_note()
        return self.grid.keys()

    def _fit_note(self) -> None:
        """Show the note where the lines leave room for it."""
        rows = len(self.grid.rows_model.rows) * self.grid.verticalHeader().defaultSectionSize()
        needed = self.grid.horizontalHeader().height() + rows + self._note.sizeHint().height()
        self._note.setVisible(needed <= self.height())

    def clear(self) -> None:
        """Narrow to nothing, without telling."""
        self._narrowing.filters = frozenset()
        self._narrowing.text = ""
        with QSignalBlocker(self.search):
            self.search.clear()
        self.search.hide()

    def search_field(self) -> QLineEdit:
        """Show the field of the free text and return it."""
        self.search.show()
        return self.search

    def leave_search(self) -> None:
        """Empty and hide the free text, if it has the focus."""
        if self.search.hasFocus():
            self.search.leave()

    def _typed(self, text: str) -> None:
        self._narrowing.text = text
        self.narrowed.emit()

    def _sort(self, column: int) -> None:
        self._narrowing.sort_by(column)
        self.narrowed.emit()

    def _leave(self) -> None:
        self.clear()
        self.narrowed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Let the names have the room where there is little."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Give columns their widths; where names have no room, take less, then leave some out."""
        grown = 1 + _GROWTH * density().type_step
        room = self.width() - self.grid.verticalScrollBar().sizeHint().width()
        widths = {key: round(wide * grown) for key, wide in self._wide.items() if wide}
        if room - sum(widths.values()) < _LEAST_NAME:
            widths |= {key: round(wide * grown) for key, wide in _TIGHT.items()}
        hidden = set()
        for key in _LEFT_OUT:
            if room - sum(widths.values()) < _LEAST_NAME:
                hidden.add(key)
                del widths[key]
        for number, key in enumerate(COLUMN_KEYS):
            self.grid.setColumnHidden(number, key in hidden)
            if key in widths:
                self.grid.horizontalHeader().resizeSection(number, widths[key])
        self._fit_note()
