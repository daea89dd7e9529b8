"""Paints a day of the plan from the tokens: hours, names, blocks, the cursor."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, font
from cfpdesk.ui.widgets.schedule_layout import STEP, DayLayout, Shown

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def paint_day(
    painter: QPainter,
    day: DayLayout,
    names: Sequence[str],
    chosen: str,
    cursor: tuple[int, int] | None,
) -> None:
    """Paint a day.

    Args:
        painter: on the widget.
        day: the geometry.
        names: of the people, in order.
        chosen: the block that is chosen; empty for none.
        cursor: number of the person and minute of the cursor; None where it is not shown.
    """
    _hours(painter, day)
    for number, name in enumerate(names):
        top = day.top(number)
        painter.fillRect(QRectF(0, top, day.width, 1), color("hair"))
        painter.setFont(font(12, 600))
        painter.setPen(color("text"))
        room = QRectF(0, top, day.side - 6, day.line)
        elide = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(name, elide, int(room.width()))
        painter.drawText(room, _LEFT, shown)
    for block in day.blocks:
        if block.row != chosen:
            _block(painter, day, block, chosen=False)
    for block in day.blocks:
        if block.row == chosen:
            _block(painter, day, block, chosen=True)
    if cursor is not None and names:
        person, minute = cursor
        left, right = day.x(minute), day.x(minute + STEP)
        box = QRectF(left, day.top(person) + 3, right - left, day.line - 6)
        painter.setPen(QPen(color("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)


def _hours(painter: QPainter, day: DayLayout) -> None:
    first, last = day.hours
    painter.setFont(font(11))
    wide = painter.fontMetrics().horizontalAdvance("00:00") + 10
    step = 60 if day.x(first + 60) - day.x(first) > wide else 120
    bottom = day.top(len(day.people))
    for minute in range(first, last + 1, 60):
        x = day.x(minute)
        painter.fillRect(QRectF(x, day.head, 1, bottom - day.head), color("hair"))
        if (minute - first) % step == 0 and minute < last:
            painter.setPen(color("muted"))
            words = f"{minute // 60}:00"
            painter.drawText(QRectF(x + 2, 0, wide, day.head - 4), _LEFT, words)


def _block(painter: QPainter, day: DayLayout, block: Shown, *, chosen: bool) -> None:
    for _number, box in day.boxes(block):
        ground = "na_t" if block.joint else "select2"
        painter.setBrush(color("select" if chosen else ground))
        edge = "warn" if block.overlap or block.warning else "line"
        painter.setPen(QPen(color("focus" if chosen else edge), 2 if chosen else 1))
        painter.drawRoundedRect(box, 5, 5)
        if block.overlap:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(color("warn"), Qt.BrushStyle.BDiagPattern))
            painter.setOpacity(0.45)
            painter.drawRoundedRect(box, 5, 5)
            painter.setOpacity(1)
        _words(painter, box, block, chosen=chosen)


def _words(painter: QPainter, box: QRectF, block: Shown, *, chosen: bool) -> None:
    x = box.x() + 7
    if block.overlap or block.warning:
        painter.drawPixmap(QPointF(x, box.center().y() - 8), pixmap("warning", "warn", 16))
        x += 20
    if block.joint:
        size = 16
        middle = QPointF(x, box.center().y() - size / 2)
        if box.width() < 90:
            middle.setX(max(box.center().x() - size / 2, box.x() + 1))
        painter.drawPixmap(middle, pixmap("people", "text2", size))
        x = middle.x() + 21
    painter.setFont(font(12, 600 if chosen else 440))
    painter.setPen(color("accent" if chosen else "text"))
    room = QRectF(x, box.y(), box.right() - x - 4, box.height())
    if room.width() > 22:
        shown = painter.fontMetrics().elidedText(
            block.words, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, _LEFT, shown)
