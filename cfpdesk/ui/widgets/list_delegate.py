"""Lists of two-line rows: shape at the left, number, title, word at the right, and group heads.

    self._list = RowList(_("Items"))
    self._list.chosen.connect(self._show)          # key, when the person moves to a row
    self._list.opened.connect(self._enter)         # key, on Enter or double click
    self._list.set_rows([GroupRow("g-ELEC", "电力处理", "ELEC", "4/5"), ListRow("ELEC-01", …), …])

`set_rows` keeps selection and scroll by key and repaints only what differs. Wrapped lines are
cached, because a delegate in Python costs about a millisecond a row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, density, font, px, theme
from cfpdesk.ui.widgets.status_icon import Shape
from cfpdesk.ui.widgets.wrapped_text import wrapped

AnyIndex = QModelIndex | QPersistentModelIndex
_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible
ROW_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row.

    Attributes:
        key: stable; selection is kept by it.
        shape: the status at the left, None for none.
        number: short text before the title ("07", "NC-03").
        kind: a second word after the number ("主要不符合"); puts the title on the second line.
        title: wrapped to two lines (one where `kind` is given).
        word, token: the status word at the right end and its colour token.
        note: small text under the word ("3" with a clip, a time); `note_icon` before it.
        below: third line, small; `below_token` its colour; for example a finding's state.
        faded: not this laptop's, or not applicable.
        spoken: what a screen reader says; empty = number, word, title.
    """

    key: str
    title: str
    shape: Shape | None = None
    number: str = ""
    kind: str = ""
    word: str = ""
    token: str = "text2"
    note: str = ""
    note_icon: str = ""
    below: str = ""
    below_token: str = "muted"
    faded: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A head between rows; it cannot be chosen."""

    key: str
    title: str
    code: str = ""
    figure: str = ""


AnyRow = ListRow | GroupRow


class RowModel(QAbstractListModel):
    """The rows, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[AnyRow, ...] = ()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = 0) -> Any:
        """Return the row, or what is spoken."""
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            if isinstance(row, GroupRow):
                return row.title
            return row.spoken or "，".join(p for p in (row.number, row.word, row.title) if p)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Group heads cannot be chosen."""
        if isinstance(self.rows[index.row()], GroupRow):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def set_rows(self, rows: Sequence[AnyRow]) -> bool:
        """Take new rows; returns True where keys changed and the view must find its place anew."""
        new = tuple(rows)
        if [r.key for r in new] == [r.key for r in self.rows]:
            changed = [n for n, (a, b) in enumerate(zip(self.rows, new, strict=True)) if a != b]
            self.rows = new
            for number in changed:
                at = self.index(number)
                self.dataChanged.emit(at, at)
            return False
        self.beginResetModel()
        self.rows = new
        self.endResetModel()
        return True


class RowDelegate(QStyledItemDelegate):
    """Paints the rows from the tokens."""

    def __init__(self) -> None:
        super().__init__()
        self._wrapped: dict[tuple[str, int, int, bool], tuple[str, ...]] = {}
        theme().changed.connect(self._wrapped.clear)

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        """Return the height by density; a third line adds one."""
        row = index.data(ROW_ROLE)
        if isinstance(row, GroupRow):
            return QSize(100, max(27, density().target))
        extra = 20 if isinstance(row, ListRow) and row.below else 0
        return QSize(100, density().list_row + extra)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        row = index.data(ROW_ROLE)
        box: QRect = option.rect
        painter.save()
        if isinstance(row, GroupRow):
            _paint_group(painter, box, row)
        elif isinstance(row, ListRow):
            state: QStyle.StateFlag = option.state
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            hovered = bool(state & QStyle.StateFlag.State_MouseOver)
            focused = bool(state & QStyle.StateFlag.State_HasFocus)
            self._paint_row(painter, box, row, chosen=chosen, hovered=hovered)
            if chosen and focused:
                painter.setPen(color("focus"))
                painter.drawRect(box.adjusted(3, 1, -2, -2))
        painter.restore()

    def _paint_row(
        self, painter: QPainter, box: QRect, row: ListRow, *, chosen: bool, hovered: bool
    ) -> None:
        if chosen:
            painter.fillRect(box, color("select"))
            painter.fillRect(QRect(box.x(), box.y(), 3, box.height()), color("accent"))
        elif hovered:
            painter.fillRect(box, color("select2"))
        painter.fillRect(QRect(box.x() + 14, box.bottom(), box.width() - 14, 1), color("hair"))
        left = box.x() + 16
        if row.shape is not None:
            painter.drawPixmap(left, box.y() + 8, pixmap(row.shape.icon, row.shape.token, 18))
            left += 26
        right = self._paint_right(painter, box, row)
        ink = "muted" if row.faded else "text"
        line = px(13) + 6
        top = box.y() + 7
        if row.number:
            painter.setFont(font(13, 600 if row.kind or chosen else 400))
            painter.setPen(color(ink if row.kind else "text2"))
            painter.drawText(left, top + px(13), row.number)
            left_of_title = left + painter.fontMetrics().horizontalAdvance(row.number) + 8
        else:
            left_of_title = left
        if row.kind:
            painter.setFont(font(12))
            painter.setPen(color("muted"))
            painter.drawText(left_of_title, top + px(13), row.kind)
            left_of_title, top = left, top + line
        made = font(13)
        painter.setFont(made)
        painter.setPen(color(ink))
        room = (right if not row.kind else box.right() - 12) - left_of_title
        lines = 1 if row.kind else 2
        for number, text in enumerate(self._lines(row.title, room, lines, bold=False)):
            painter.drawText(left_of_title, top + px(13) + number * line, text)
        if row.below:
            painter.setFont(font(11))
            painter.setPen(color(row.below_token))
            painter.drawText(left, box.bottom() - 8, row.below)

    def _paint_right(self, painter: QPainter, box: QRect, row: ListRow) -> int:
        """Paint word and note; returns where the title has to end."""
        width = 0
        painter.setFont(font(12))
        if row.word:
            width = painter.fontMetrics().horizontalAdvance(row.word)
            painter.setPen(color(row.token))
            painter.drawText(box.right() - 13 - width, box.y() + 7 + px(13), row.word)
        if row.note:
            painter.setFont(font(11))
            painter.setPen(color("muted"))
            wide = painter.fontMetrics().horizontalAdvance(row.note)
            base = box.y() + 7 + px(13) + px(13) + 5
            painter.drawText(box.right() - 13 - wide, base, row.note)
            if row.note_icon:
                painter.drawPixmap(
                    box.right() - 13 - wide - 16, base - 11, pixmap(row.note_icon, "muted", 13)
                )
            width = max(width, wide + 16)
        return box.right() - 13 - (width + 10 if width else 0)

    def _lines(self, text: str, width: int, most: int, *, bold: bool) -> tuple[str, ...]:
        key = (text, width, most, bold)
        if key not in self._wrapped:
            if len(self._wrapped) > 4000:
                self._wrapped.clear()
            self._wrapped[key] = wrapped(text, width, most, bold=bold)
        return self._wrapped[key]


def _paint_group(painter: QPainter, box: QRect, row: GroupRow) -> None:
    painter.fillRect(box, color("window"))
    painter.fillRect(QRect(box.x(), box.bottom(), box.width(), 1), color("hair"))
    painter.setFont(font(12, 600))
    painter.setPen(color("text"))
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(box.adjusted(14, 0, -8, 0), middle, row.title)
    wide = painter.fontMetrics().horizontalAdvance(row.title)
    painter.setFont(font(11))
    painter.setPen(color("muted"))
    painter.drawText(box.adjusted(14 + wide + 6, 0, 0, 0), middle, row.code)
    painter.drawText(box.adjusted(0, 0, -13, 0), middle | Qt.AlignmentFlag.AlignRight, row.figure)


class RowList(QListView):
    """The list view over `ListRow`s and `GroupRow`s, with a sticky group head."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str, *, many: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self._rows = RowModel()
        self._delegate = RowDelegate()
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._key(index)))
        theme().changed.connect(self._measure)

    def set_rows(self, rows: Sequence[AnyRow]) -> None:
        """Show these rows; selection and scroll stay where they were, by key."""
        key = self.current_key()
        others = self.selected_keys()
        scroll = self.verticalScrollBar().value()
        self._quiet = True
        if self._rows.set_rows(rows):
            self.select(key, also=others)
            self.verticalScrollBar().setValue(scroll)
        self._quiet = False

    def rows(self) -> tuple[AnyRow, ...]:
        """Return the rows shown."""
        return self._rows.rows

    def current_key(self) -> str:
        """Return the key of the current row; empty if there is none."""
        return self._key(self.currentIndex())

    def selected_keys(self) -> tuple[str, ...]:
        """Return the keys of all selected rows in order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(self._rows.rows[row].key for row in rows)

    def select(self, key: str, *, also: Sequence[str] = ()) -> bool:
        """Make a row current without telling; False if it is not in the list."""
        flag = QItemSelectionModel.SelectionFlag
        quiet, self._quiet = self._quiet, True
        found = False
        for number, row in enumerate(self._rows.rows):
            if row.key == key:
                found = True
                index = self._rows.index(number)
                self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect)
                self.scrollTo(index)
        for number, row in enumerate(self._rows.rows):
            if row.key in also and row.key != key:
                self.selectionModel().select(self._rows.index(number), flag.Select)
        self._quiet = quiet
        return found

    def step(self, by: int) -> bool:
        """Move to the next (1) or previous (-1) row that can be chosen; False at the end."""
        number = self.currentIndex().row() + by
        while 0 <= number < len(self._rows.rows):
            if isinstance(self._rows.rows[number], ListRow):
                self.setCurrentIndex(self._rows.index(number))
                return True
            number += by
        return False

    def _key(self, index: AnyIndex) -> str:
        return self._rows.rows[index.row()].key if index.isValid() else ""

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet and now.isValid():
            self.chosen.emit(self._key(now))

    def _measure(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the rows, then the head of the group that is at the top."""
        super().paintEvent(event)
        rows = self._rows.rows
        first = self.indexAt(self.viewport().rect().topLeft()).row()
        above = (n for n in range(first, -1, -1) if isinstance(rows[n], GroupRow))
        head = next(above, None) if first >= 0 else None
        if head is None:
            return
        height = self.visualRect(self._rows.index(head)).height()
        below = (n for n in range(first + 1, len(rows)) if isinstance(rows[n], GroupRow))
        following = next(below, None)
        top = 0
        if following is not None:
            top = min(0, self.visualRect(self._rows.index(following)).top() - height)
        row = rows[head]
        if isinstance(row, GroupRow):
            painter = QPainter(self.viewport())
            _paint_group(painter, QRect(0, top, self.viewport().width(), height), row)
            painter.end()

    def scrollTo(self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = _VISIBLE) -> None:  # noqa: N802
        """Scroll so that no group head covers the row."""
        super().scrollTo(index, hint)
        above = (n for n in range(index.row(), -1, -1))
        head = next((n for n in above if isinstance(self._rows.rows[n], GroupRow)), None)
        if head is None or head == index.row():
            return
        covered = self.visualRect(self._rows.index(head)).height()
        top = self.visualRect(index).top()
        if top < covered:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - (covered - top))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens; arrows jump over group heads."""
        key = event.key()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.current_key():
            self.opened.emit(self.current_key())
        elif plain and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
