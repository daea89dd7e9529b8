"""A list whose rows are painted and whose headings stay in view: check items, groups, thumbnails.

    rows = [SectionRow("ELEC", head=True, said="…"), SectionRow("ELEC-01", data=item, said="…")]
    view = SectionList(_("Check items"), painter, sticky=True)
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
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from cfpdesk.ui.theme import color, font, theme

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
    selection_grew = Signal(int)
    entered_row = Signal(str)

    def __init__(
        self, name: str, rows: RowPainter, *, sticky: bool = False, several: bool = False
    ) -> None:
        super().__init__()
        self._model = _Model()
        self._painter = rows
        self._sticky = sticky
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
        """Scroll so that a row is in view and no heading covers it."""
        at = self._model.place.get(key)
        if at is None:
            return
        index = self._model.index(at)
        self.scrollTo(index)
        top = self.visualRect(index).top()
        cover = self._cover(at)
        if top < cover:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - (cover - top))

    def to_top(self, key: str) -> None:
        """Scroll so that a row, mostly a heading, stands at the top."""
        at = self._model.place.get(key)
        if at is not None:
            self.scrollTo(self._model.index(at), QAbstractItemView.ScrollHint.PositionAtTop)

    def _cover(self, at: int) -> int:
        head = self._head_of(at)
        if not self._sticky or head is None:
            return 0
        return self._painter.size(self._model.rows[head], self.viewport().width()).height()

    def _head_of(self, at: int) -> int | None:
        return next((n for n in range(at, -1, -1) if self._model.rows[n].head), None)

    # Qt ---------------------------------------------------------------------------------------

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """Tell that another row is current."""
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self.reveal(self._key(current))
            self.current_changed.emit(self._key(current))

    def selectionChanged(self, selected: QItemSelection, gone: QItemSelection) -> None:  # noqa: N802
        """Tell how many rows are selected."""
        super().selectionChanged(selected, gone)
        if not self._quiet:
            self.selection_grew.emit(len(self.selectedIndexes()))

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

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint rows, then the heading that stays in view."""
        super().paintEvent(event)
        if self._sticky:
            self._paint_heading()

    def _paint_heading(self) -> None:
        first = self.indexAt(self.viewport().rect().topLeft())
        head = self._head_of(first.row()) if first.isValid() else None
        if head is None:
            return
        row = self._model.rows[head]
        size = self._painter.size(row, self.viewport().width())
        following = next(
            (n for n in range(first.row() + 1, len(self._model.rows)) if self._model.rows[n].head),
            None,
        )
        top = 0
        if following is not None:
            gap = self.visualRect(self._model.index(following)).top()
            top = min(0, gap - size.height())
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = RowState(selected=False, current=False, focused=False, hovered=False)
        box = QRect(0, top, self.viewport().width(), size.height())
        self._painter.paint(painter, box, row, state)
        painter.end()


class WrappedText:
    """Breaks text into at most so many lines, ends it in … , and remembers the lines."""

    def __init__(self, size: int, weight: int = 400, lines: int = 2, limit: int = 4000) -> None:
        self._size, self._weight, self._lines, self._limit = size, weight, lines, limit
        self._kept: dict[tuple[str, int, int], tuple[str, ...]] = {}

    def font(self) -> QFont:
        """Return the font in force."""
        return font(self._size, self._weight)

    def break_up(self, text: str, width: int) -> tuple[str, ...]:
        """Return the lines of a text in a width."""
        made = self.font()
        key = (text, width, made.pixelSize())
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) > self._limit:
                self._kept.clear()
            found = self._kept[key] = self._broken(text, width, made)
        return found

    def _broken(self, text: str, width: int, made: QFont) -> tuple[str, ...]:
        from PySide6.QtGui import QFontMetrics

        layout = QTextLayout(text, made)
        layout.beginLayout()
        lines: list[str] = []
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 20))
            lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
        layout.endLayout()
        if len(lines) > self._lines:
            rest = text[text.index(lines[self._lines - 1]) :]
            metrics = QFontMetrics(made)
            last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
            lines = [*lines[: self._lines - 1], last]
        return tuple(lines)


def paint_ground(painter: QPainter, box: QRect, state: RowState) -> None:
    """Paint selection, hover and the accent edge of the current row."""
    if state.selected:
        painter.fillRect(box, color("select"))
    elif state.hovered:
        painter.fillRect(box, color("hover"))
    if state.current and state.selected:
        edge = QRect(box.left(), box.top(), 3, box.height())
        painter.fillRect(edge, color("focus" if state.focused else "accent"))
