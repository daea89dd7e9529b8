"""What each column of the client's table means: one row a role, with its column and its unit."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit

from cfpdesk.i18n import _
from cfpdesk.model.column_guess import ColumnGuess
from cfpdesk.model.dataset import (
    NUMBER_ROLES,
    ROLE_WORD,
    ROLES,
    SUM_ROLES,
    ColumnRole,
    missing_roles,
)
from cfpdesk.model.quantity import unit_text
from cfpdesk.model.table_guess import TableGuess
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role as style
from cfpdesk.ui.widgets.scroll_column import ScrollColumn
from cfpdesk.ui.widgets.text import label

_NAME_WIDTH, _UNIT_WIDTH = 106, 106


class MappingRoles(ScrollColumn):
    """Emits `mapped` with role and letters, `united` with role and unit, `looked` where one is."""

    mapped = Signal(object, str)
    united = Signal(object, str)
    looked = Signal(object)

    def __init__(self) -> None:
        super().__init__((16, 8, 16, 12), 6)
        self._rows: dict[ColumnRole, _Role] = {}
        self._kind: object = None
        self.column.addWidget(label(_("What the columns mean"), "card"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self.column.addLayout(self._grid)
        self.column.addStretch(1)

    def show_guess(
        self,
        guess: TableGuess,
        options: Sequence[tuple[str, str]],
        periods: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Show the roles of a table, and the columns there are.

        Args:
            guess: the table.
            options: letters and words of the columns.
            periods: the same of columns side by side, for figures that come by the month.
        """
        if guess.kind is not self._kind:
            self._make(guess)
        found = {column.role: column for column in guess.columns}
        missing = missing_roles(guess.kind, frozenset(found))
        for role, row in self._rows.items():
            own = [*periods, *options] if role in SUM_ROLES else options
            row.show_role(found.get(role), own, missing=role in missing)

    def _make(self, guess: TableGuess) -> None:
        self._kind = guess.kind
        for row in self._rows.values():
            row.leave()
        self._rows = {}
        for number, role in enumerate(ROLES[guess.kind]):
            self._rows[role] = _Role(self, self._grid, number, role)

    def focus_role(self, role: ColumnRole) -> None:
        """Go to a role."""
        if role in self._rows:
            self._rows[role].combo.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ensureWidgetVisible(self._rows[role].combo, 0, 60)


class _Role(QObject):
    """The widgets of one role."""

    def __init__(
        self, owner: MappingRoles, grid: QGridLayout, number: int, role: ColumnRole
    ) -> None:
        super().__init__(owner)
        self._owner, self._role = owner, role
        self._mark = QLabel()
        self._mark.setFixedWidth(18)
        word = str(ROLE_WORD[role])
        self._name = label(word, "label", wrap=True)
        self._name.setFixedWidth(_NAME_WIDTH)
        self.combo = QComboBox()
        self.combo.setObjectName(f"role-{role}")
        self.combo.setAccessibleName(_("Column of {role}").format(role=word))
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.activated.connect(self._chosen)
        self.combo.installEventFilter(self)
        self._name.setBuddy(self.combo)
        self.unit = QLineEdit()
        self.unit.setObjectName(f"unit-{role}")
        self.unit.setAccessibleName(_("Unit of {role}").format(role=word))
        self.unit.setPlaceholderText(_("Unit"))
        self.unit.setFixedWidth(_UNIT_WIDTH)
        self.unit.editingFinished.connect(self._left)
        self.unit.installEventFilter(self)
        for place, part in enumerate((self._mark, self._name, self.combo, self.unit)):
            wide = 2 if part is self.combo and role not in NUMBER_ROLES else 1
            if part is self.unit and role not in NUMBER_ROLES:
                self.unit.hide()
                continue
            grid.addWidget(part, number, place, 1, wide)
        self._options: list[tuple[str, str]] = []

    def leave(self) -> None:
        """Take the widgets away."""
        for part in (self._mark, self._name, self.combo, self.unit):
            part.hide()
            part.deleteLater()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tell where the person is; the wheel scrolls the page instead of choosing."""
        if event.type() == QEvent.Type.FocusIn:
            self._owner.looked.emit(self._role)
        elif event.type() == QEvent.Type.Wheel and watched is self.combo:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _chosen(self, number: int) -> None:
        self._owner.mapped.emit(self._role, str(self.combo.itemData(number)))

    def _left(self) -> None:
        if self.unit.isModified():
            self.unit.setModified(False)
            self._owner.united.emit(self._role, self.unit.text())

    def show_role(
        self, column: ColumnGuess | None, options: Sequence[tuple[str, str]], *, missing: bool
    ) -> None:
        """Show the column that holds the role, and how sure that is."""
        wanted = [("", "–"), *options]
        if wanted != self._options:
            self._options = wanted
            self.combo.clear()
            for value, text in wanted:
                self.combo.addItem(text, value)
        chosen = (column.beside or column.column) if column else ""
        self.combo.setCurrentIndex(max(self.combo.findData(chosen), 0))
        self.combo.setToolTip(self.combo.currentText() if column else "")
        style(self.combo, state="bad" if missing else "")
        if not self.unit.hasFocus():
            self.unit.setText(unit_text(column.unit) if column else "")
            self.unit.setCursorPosition(0)
        self.unit.setEnabled(column is not None)
        name, token, said = _sureness(column, missing=missing)
        if name:
            set_icon(self._mark, name, token, 16)
        else:
            self._mark.clear()
            self._mark.setProperty("iconSpec", None)
        self._mark.setToolTip(said)
        self._mark.setAccessibleName(said)


def _sureness(column: ColumnGuess | None, *, missing: bool) -> tuple[str, str, str]:
    if missing:
        return ("blocks", "bad", _("needed"))
    if column is None:
        return ("", "", "")
    if column.sure:
        return ("conform", "ok", _("sure"))
    return ("warning", "warn", _("a guess: look twice"))
