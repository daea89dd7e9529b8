"""Paints one cell of a grid from the tokens: text, small unit, status shape, bar, head."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, font

AnyIndex = QModelIndex | QPersistentModelIndex
_PAD = 8
_BAR = 36
_LOOK = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class CellLook:
    """What a cell shows; see `ui.table_model.Column`."""

    text: str
    unit: str = ""
    token: str = "text"
    icon: tuple[str, str] = ("", "")
    share: float | None = None
    right: bool = False
    strong: bool = False
    head: bool = False
    lead: bool = False


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of a `Grid`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        look: CellLook = index.data(_LOOK)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if look.head:
            painter.fillRect(box, color("window"))
        elif chosen:
            painter.fillRect(box, color("select"))
        painter.fillRect(QRect(box.x(), box.bottom(), box.width(), 1), color("hair"))
        if chosen and index.column() == 0:
            painter.fillRect(QRect(box.x(), box.y(), 3, box.height()), color("accent"))
        inside = box.adjusted(_PAD, 0, -_PAD, -1)
        if look.share is not None:
            inside = _bar(painter, inside, look.share)
        _words(painter, inside, look, chosen=chosen)
        if chosen and option.widget is not None and option.widget.hasFocus():
            _ring(painter, box, index.column(), _last_shown(option.widget))
        painter.restore()


def _last_shown(view: QWidget) -> int:
    """Return the last column that a table shows."""
    if not isinstance(view, QTableView):
        return -1
    columns = range(view.model().columnCount())
    return max((c for c in columns if not view.isColumnHidden(c)), default=-1)


def _ring(painter: QPainter, box: QRect, column: int, last: int) -> None:
    """Paint this cell's part of the ring around its row."""
    ring = color("focus")
    painter.fillRect(QRect(box.x(), box.y(), box.width(), 2), ring)
    painter.fillRect(QRect(box.x(), box.bottom() - 2, box.width(), 2), ring)
    if column == 0:
        painter.fillRect(QRect(box.x(), box.y(), 2, box.height() - 1), ring)
    if column == last:
        painter.fillRect(QRect(box.right() - 1, box.y(), 2, box.height() - 1), ring)


def _bar(painter: QPainter, box: QRect, share: float) -> QRect:
    """Paint a bar at the left; returns the room behind it."""
    height = 7
    frame = QRect(box.x(), box.center().y() - height // 2, _BAR, height)
    painter.fillRect(frame, color("na_t"))
    filled = round(_BAR * min(max(share, 0.0), 1.0))
    if share > 0:
        painter.fillRect(QRect(frame.x(), frame.y(), max(filled, 1), height), color("accent"))
    return box.adjusted(_BAR + 6, 0, 0, 0)


def _words(painter: QPainter, box: QRect, look: CellLook, *, chosen: bool) -> None:
    middle = Qt.AlignmentFlag.AlignVCenter
    small = font(11)
    room = box.width()
    painter.setFont(small)
    unit_width = painter.fontMetrics().horizontalAdvance(look.unit) + 4 if look.unit else 0
    icon_width = 22 if look.icon[0] else 0
    painter.setFont(font(13, 600 if look.strong else 400))
    metrics = painter.fontMetrics()
    needed = min(metrics.horizontalAdvance(look.text), room // 2)
    if room - unit_width - icon_width < needed and not look.right:
        look = replace(look, unit="")  # a word behind a name goes before the name does
        unit_width = 0
    text = metrics.elidedText(
        look.text, Qt.TextElideMode.ElideRight, room - unit_width - icon_width
    )
    width = metrics.horizontalAdvance(text)
    left = box.right() - width - unit_width - icon_width if look.right else box.x()
    if look.icon[0] and look.lead:
        name, token = look.icon
        painter.drawPixmap(left, box.center().y() - 7, pixmap(name, token, 15))
        left += icon_width
    painter.setPen(color(look.token))
    painter.drawText(QRect(left, box.y(), width + 2, box.height()), middle, text)
    if look.unit:
        painter.setFont(small)
        painter.setPen(color("text2" if chosen else "muted"))
        place = QRect(left + width + 4, box.y(), unit_width, box.height())
        painter.drawText(place, middle, look.unit)
    if look.icon[0] and not look.lead:
        name, token = look.icon
        at = left + width + unit_width + 6
        painter.drawPixmap(at, box.center().y() - 8, pixmap(name, token, 16))
