"""The day as a strip: what was arranged above, what was done below, the present as a red mark.

What is arranged for now stands out; where the clock ran back, the strip is broken.

Usable alone:

    strip = DayStrip(_("This day"))
    strip.set_day([Block("opening", "首次会议", start, end)], [Bar("opening", …)], now)
    strip.opened.connect(go)                       # key of the block or bar

Times are aware and shown in this computer's zone. Left and right move over blocks and bars in order
of time, Enter goes to the step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy

from cfpdesk.ui.theme import color, density, font, px, theme
from cfpdesk.ui.widgets.pointed import PointedWidget

_FIRST_HOUR, _LAST_HOUR = 9, 17
_LEAST_BAR = 4.0
_SIDE = 34.0


@dataclass(frozen=True, slots=True)
class Block:
    """Something arranged: where it leads, its words, from when; `end` None where it is open."""

    key: str
    words: str
    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of work that was done: where it leads; `current` for the one under way."""

    key: str
    words: str
    start: datetime
    end: datetime
    current: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    key: str
    words: str
    box: QRectF


class DayStrip(PointedWidget):
    """Paints blocks, bars, hours and the present."""

    opened = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._blocks: tuple[Block, ...] = ()
        self._bars: tuple[Bar, ...] = ()
        self._now: datetime | None = None
        self._break: datetime | None = None
        self._at = 0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def set_day(
        self,
        blocks: Sequence[Block],
        bars: Sequence[Bar],
        now: datetime | None,
        broken: datetime | None = None,
    ) -> None:
        """Show a day; `now` None where it is not today, `broken` where the clock ran back to."""
        self._blocks = tuple(sorted(blocks, key=lambda block: block.start))
        self._bars = tuple(sorted(bars, key=lambda bar: bar.start))
        self._now = now.astimezone() if now else None
        self._break = broken.astimezone() if broken else None
        self._at = min(self._at, max(len(self._blocks) + len(self._bars) - 1, 0))
        self._tell()
        self.updateGeometry()
        self.update()

    # Measures ---------------------------------------------------------------------------------

    def _block_height(self) -> int:
        return density().target + 2 if self._blocks else 0

    def _top(self) -> int:
        return 20 if self._now else 4

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Blocks, bars and hours, one under the other."""
        return QSize(640, self._top() + self._block_height() + 20 + px(11) + 9)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Shrink in width only."""
        return QSize(300, self.sizeHint().height())

    def _hours(self) -> tuple[datetime, datetime]:
        moments = [b.start for b in self._blocks] + [b.end for b in self._blocks if b.end]
        moments += [bar.start for bar in self._bars] + [bar.end for bar in self._bars]
        moments += [self._now] if self._now else []
        local = [moment.astimezone() for moment in moments] or [datetime.now().astimezone()]
        day = min(local).replace(minute=0, second=0, microsecond=0)
        first = min(min(local).hour, _FIRST_HOUR)
        late = max(local)
        same_day = late.date() == day.date()
        last = max(late.hour + 1, _LAST_HOUR) if same_day else 24
        start = day.replace(hour=first)
        return start, start + timedelta(hours=last - first)

    def _x(self, moment: datetime) -> float:
        start, end = self._hours()
        share = (moment - start) / (end - start)
        return _SIDE + (self.width() - 2 * _SIDE) * min(max(share, 0.0), 1.0)

    def _parts(self) -> list[_Part]:
        parts = []
        for number, block in enumerate(self._blocks):
            left = self._x(block.start)
            following = self._blocks[number + 1 :]
            limit = self._x(following[0].start) - 4 if following else self.width() - 4.0
            room = self.fontMetrics().horizontalAdvance(block.words) + 16.0
            end = self._x(block.end) if block.end else left + room
            width = min(max(end - left, 64.0), max(limit - left, 20.0))
            box = QRectF(left, self._top(), width, self._block_height())
            parts.append(_Part(block.key, _spoken(block.words, block.start, block.end), box))
        y = self._top() + self._block_height() + 7
        for bar in self._bars:
            left = self._x(bar.start)
            width = max(self._x(bar.end) - left, _LEAST_BAR)
            words = _spoken(bar.words, bar.start, bar.end)
            parts.append(_Part(bar.key, words, QRectF(left, y, width, 8)))
        return parts

    # Hands ------------------------------------------------------------------------------------

    def _tell(self) -> None:
        parts = self._parts()
        words = parts[self._at].words if self._at < len(parts) else ""
        self.setAccessibleName(f"{self._name} {words}".strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Left and right move, Enter and Space open."""
        parts = self._parts()
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and parts:
            step = 1 if key == Qt.Key.Key_Right else -1
            self._at = min(max(self._at + step, 0), len(parts) - 1)
            self._tell()
            self.update()
        elif (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
            and self._at < len(parts)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.opened.emit(parts[self._at].key)
        else:
            super().keyPressEvent(event)

    def _hit(self, at: QPointF) -> int:
        for number, part in enumerate(self._parts()):
            if part.box.adjusted(-2, -8, 2, 8).contains(at):
                return number
        return -1

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go to the step of what is clicked."""
        hit = self._hit(event.position())
        if hit >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._at = hit
            self.opened.emit(self._parts()[hit].key)

    def hint_at(self, at: QPointF) -> str:
        """Return words and times of what is there."""
        hit = self._hit(at)
        return self._parts()[hit].words if hit >= 0 else ""

    # Picture ----------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint hours, blocks, bars and the present."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_hours(painter)
        parts = self._parts()
        for number, part in enumerate(parts):
            if number < len(self._blocks):
                self._paint_block(painter, self._blocks[number], part.box)
            else:
                bar = self._bars[number - len(self._blocks)]
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color("accent" if bar.current else "disabled"))
                painter.drawRoundedRect(part.box, 4, 4)
        if self.hasFocus() and self._at < len(parts):
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(parts[self._at].box.adjusted(-3, -3, 3, 3), 6, 6)
        if self._break is not None:
            self._paint_break(painter, self._x(self._break))
        if self._now is not None:
            self._paint_now(painter, self._now)
        painter.end()

    def _paint_hours(self, painter: QPainter) -> None:
        start, end = self._hours()
        top, foot = self._top(), self.height() - px(11) - 9
        painter.setFont(font(11))
        hours = round((end - start) / timedelta(hours=1))
        for number in range(hours + 1):
            moment = start + timedelta(hours=number)
            x = self._x(moment)
            painter.setPen(QPen(color("hair"), 1))
            painter.drawLine(QPointF(x, top), QPointF(x, foot))
            painter.setPen(color("text2"))
            words = f"{(start.hour + number)}:00"
            box = QRectF(x - 30, foot + 4, 60, px(11) + 6)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, words)

    def _paint_block(self, painter: QPainter, block: Block, box: QRectF) -> None:
        past = self._now is not None and (block.end or block.start) < self._now
        current = self._now is not None and self._is_now(block, self._now)
        painter.setPen(QPen(color("accent" if current else "line"), 1))
        painter.setBrush(color("select" if current else "raised" if past else "base"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setPen(color("accent" if current else "text"))
        painter.setFont(font(12, 600 if current else 400))
        room = box.adjusted(6, 0, -4, 0)
        words = painter.fontMetrics().elidedText(
            block.words, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    @staticmethod
    def _is_now(block: Block, now: datetime) -> bool:
        return block.end is not None and block.start <= now < block.end

    def _paint_break(self, painter: QPainter, x: float) -> None:
        """Break the strip where the clock ran back: a gap between two jagged lines."""
        foot, step = self.height() - px(11) - 12.0, 4.0
        top = self._top() + self._block_height() + 2.0
        turns = [top + n * step for n in range(int((foot - top) / step) + 1)]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width, shift in (("base", 7, 0.0), ("warn", 1.5, -3.5), ("warn", 1.5, 3.5)):
            painter.setPen(QPen(color(colour), width))
            line = [QPointF(x + shift + (1.5 if n % 2 else -1.5), y) for n, y in enumerate(turns)]
            painter.drawPolyline(line)

    def _paint_now(self, painter: QPainter, now: datetime) -> None:
        x = self._x(now)
        foot = self.height() - px(11) - 12
        painter.setPen(QPen(color("bad"), 2))
        painter.drawLine(QPointF(x, 12), QPointF(x, foot))
        painter.setFont(font(11, 600))
        words = now.strftime("%H:%M")
        width = painter.fontMetrics().horizontalAdvance(words) + 14
        left = min(max(x - width / 2, 0.0), self.width() - width)
        box = QRectF(left, 0, width, px(11) + 7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("bad"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(color("base"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _spoken(words: str, start: datetime, end: datetime | None) -> str:
    times = [moment.astimezone().strftime("%H:%M") for moment in (start, end) if moment]
    return f"{words}  {' – '.join(dict.fromkeys(times))}"
