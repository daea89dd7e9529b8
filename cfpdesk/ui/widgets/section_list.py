"""A list whose rows are painted, under headings: groups of the checklist, thumbnails.

    rows = [SectionRow("ELEC", head=True, said="…"), SectionRow("ELEC-01", data=item, said="…")]
    view = SectionList(_("Groups"), painter)
    view.set_rows(rows)             # keeps current row, selection and scroll by key
    view.current_changed.connect(...)

A `RowPainter` knows height and looks; the view knows keys, selection and keyboard. Headings can be
neither selected nor focused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from cfpdesk.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One row.

    Attributes:
        key: unique in the list; survives a refresh.
        said: what a screen reader says.
        head: a heading; `data` is whatever the painter needs.
    """

    key: str
    said: str
    data: Any = None
    head: bool = False


class RowPainter(Protocol):
    """How rows look. `width` is that of the viewport."""

    def size(self, row: SectionRow, width: int) -> QSize:
        """Return the size of a row."""
        ...

    def paint(self, painter: QPainter, box: QRect, row: SectionRow, state: "RowState") -> None:
        """Paint a row; selection ground and focus ring are painted already."""
        ...


@dataclass(frozen=True, slots=True)
class RowState:
    """What the view knows of a row while it is painted."""

    selected: bool
    current: bool
    focused: bool
    hovered: bool


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[SectionRow, ...] = ()
        self.place: dict[str, int] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.said
        return row if role == Qt.ItemDataRole.UserRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].head:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def put(self, rows: Sequence[SectionRow]) -> bool:
        """Take new rows; False if only contents changed and no row moved."""
        new = tuple(rows)
        if [r.key for r in new] == [r.key for r in self.rows]:
            old, self.rows = self.rows, new
            changed = [n for n, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
            if changed:
                self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
            return False
        self.beginResetModel()
        self.rows = new
        self.place = {row.key: n for n, row in enumerate(new)}
        self.endResetModel()
        return True


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: "SectionList", rows: RowPainter) -> None:
        super().__init__(view)
        self._view, self._rows = view, rows

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        row: SectionRow = index.data(Qt.ItemDataRole.UserRole)
        return self._rows.size(row, self._view.viewport().width())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: SectionRow = index.data(Qt.ItemDataRole.UserRole)
        flags = option.state
        box: QRect = option.rect
        state = RowState(
            selected=bool(flags & QStyle.StateFlag.State_Selected),
            current=index.row() == self._view.currentIndex().row(),
            focused=self._view.hasFocus(),
            hovered=bool(flags & QStyle.StateFlag.State_MouseOver) and not row.head,
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._rows.paint(painter, box, row, state)
        painter.restore()


class SectionList(QListView):
    """See the module text. Emits keys; `entered` is Enter or a double click on the current row."""

    current_changed = Signal(str)
    entered_row = Signal(str)

    def __init__(self, name: str, rows: RowPainter, *, several: bool = False) -> None:
        super().__init__()
        self._model = _Model()
        self._painter = rows
        self._quiet = False
        self.keys: dict[int, Callable[[], object]] = {}
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self, rows))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("box", "list")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.doubleClicked.connect(lambda index: self.entered_row.emit(self._key(index)))
        theme().changed.connect(self._relayout)

    def _relayout(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def _key(self, index: Index) -> str:
        return self._model.rows[index.row()].key if index.isValid() else ""

    # Rows -------------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[SectionRow]) -> None:
        """Show these rows; current row, selection and scroll stay where they were, by key."""
        current, chosen = self.current_key(), set(self.selected_keys())
        near = self.currentIndex().row()
        bar = self.verticalScrollBar()
        at = bar.value()
        self._quiet = True
        if self._model.put(rows):
            self._restore(current, chosen, near)
            self.executeDelayedItemsLayout()
            bar.setValue(at)
        self._quiet = False
        self.viewport().update()
        if self.current_key() != current:
            self.current_changed.emit(self.current_key())

    def _restore(self, current: str, chosen: set[str], near: int) -> None:
        place = self._model.place
        at = place.get(current)
        if at is None and current:
            at = self._selectable_near(near)
        if at is None:
            return
        picked = QItemSelection()
        for key in chosen | {self._model.rows[at].key}:
            if key in place:
                index = self._model.index(place[key])
                picked.select(index, index)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(picked, flag.ClearAndSelect)
        self.selectionModel().setCurrentIndex(self._model.index(at), flag.NoUpdate)

    def _selectable_near(self, near: int) -> int | None:
        rows = self._model.rows
        order = sorted(range(len(rows)), key=lambda n: abs(n - near))
        return next((n for n in order if not rows[n].head), None)

    def rows(self) -> tuple[SectionRow, ...]:
        """Return what is shown."""
        return self._model.rows

    def current_key(self) -> str:
        """Return the key of the current row; empty if there is none."""
        return self._key(self.currentIndex())

    def selected_keys(self) -> tuple[str, ...]:
        """Return the selected keys from top to bottom."""
        return tuple(self._key(i) for i in sorted(self.selectedIndexes(), key=lambda i: i.row()))

    def set_current(self, key: str, *, quiet: bool = False) -> bool:
        """Go to a row, and select it alone; False if it is not shown."""
        at = self._model.place.get(key)
        if at is None:
            return False
        quiet_before, self._quiet = self._quiet, quiet
        self.setCurrentIndex(self._model.index(at))
        self._quiet = quiet_before
        self.reveal(key)
        return True

    def reveal(self, key: str) -> None:
        """Scroll so that a row is in view."""
        at = self._model.place.get(key)
        if at is not None:
            self.scrollTo(self._model.index(at))

    # Qt ---------------------------------------------------------------------------------------

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """Tell that another row is current."""
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self.reveal(self._key(current))
            self.current_changed.emit(self._key(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Own keys first (digits, Del …), Enter enters; letters do not search."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        run = self.keys.get(event.key()) if plain else None
        if run is not None:
            run()
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit(self.current_key())
        elif event.text() and event.text().isprintable() and plain:
            event.ignore()  # no keyboard search: bare letters mean nothing here
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Make a row current when the list is entered for the first time."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            first = self._selectable_near(0)
            if first is not None:
                self.setCurrentIndex(self._model.index(first))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Break the lines anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
