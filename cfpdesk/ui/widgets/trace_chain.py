"""The way back from a declared number to what was seen, as steps on a line.

Usable alone:

    chain = TraceChain()
    chain.show_steps(view.trace)
    chain.opened.connect(show)              # the step that a person wants to see
    chain.ticked.connect(write)             # the step, and whether it was followed back

Enter or a click opens a step, Space or a click on its mark ticks it; ↑ and ↓ go to the next.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cfpdesk.i18n import Message, _, msg
from cfpdesk.model.inventory import TRACE_WORD, TraceStep
from cfpdesk.model.trace import Traced, TraceLine
from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, font, px, theme
from cfpdesk.ui.widgets.status_icon import Shape

_MARK = 30  # width of the mark with its room; what is left of it ticks

TRACES: dict[Traced, Shape] = {
    Traced.OPEN: Shape("open", "control", msg("not followed back")),
    Traced.DONE: Shape("conform", "ok", msg("followed back")),
    Traced.BROKEN: Shape("not-conform", "bad", msg("does not hold")),
}


class TraceChain(QWidget):
    """See the module text."""

    opened = Signal(object)
    ticked = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Trace"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._rows: dict[TraceStep, _Step] = {}

    def show_steps(self, steps: Sequence[TraceLine], ticked: Sequence[str] = ()) -> None:
        """Show the steps in order; rows of the same steps stay and keep the focus.

        Args:
            ticked: the steps that a person followed back; another done one is so by itself.
        """
        if [line.step for line in steps] != list(self._rows):
            for row in self._rows.values():
                self._column.removeWidget(row)
                row.hide()
                row.deleteLater()
            self._rows = {line.step: _Step(self, line.step) for line in steps}
            for row in self._rows.values():
                self._column.addWidget(row)
        for number, line in enumerate(steps):
            end = (number == 0, number == len(steps) - 1)
            self._rows[line.step].show_line(line, end, ticked=line.step.value in ticked)

    def row(self, step: TraceStep) -> QWidget:
        """Return the row of a step."""
        return self._rows[step]


class _Step(QWidget):
    def __init__(self, owner: TraceChain, step: TraceStep) -> None:
        super().__init__()
        self._owner, self._step = owner, step
        self._line: TraceLine | None = None
        self._ends = (False, False)
        self._ticked = False
        self.setObjectName(f"trace-{step}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def show_line(self, line: TraceLine, ends: tuple[bool, bool], *, ticked: bool) -> None:
        self._line, self._ends, self._ticked = line, ends, ticked
        word = TRACES[line.state].word
        said = (str(TRACE_WORD[self._step]), str(line.text), str(line.detail), str(word))
        self.setAccessibleName("，".join(said))
        hint = _("Enter opens it, Space says that it was followed back")
        self.setAccessibleDescription(hint)
        self.setToolTip(f"{line.text}\n{line.detail}\n{word}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Two lines of text."""
        return QSize(240, max(px(13) + px(12) + 13, 38))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Shrink in width."""
        return QSize(160, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens, Space ticks, arrows go on."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._owner.opened.emit(self._step)
        elif plain and key == Qt.Key.Key_Space:
            self._tick()
        elif plain and key == Qt.Key.Key_Down and not self._ends[1]:
            self.focusNextChild()
        elif plain and key == Qt.Key.Key_Up and not self._ends[0]:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click on the mark ticks, elsewhere it opens."""
        at = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton or not self.rect().contains(at):
            return
        if at.x() < _MARK:
            self._tick()
        else:
            self._owner.opened.emit(self._step)

    def _tick(self) -> None:
        self._owner.ticked.emit(self._step, not self._ticked)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show where one is."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show it no longer."""
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the mark on its line, the figure and where it comes from."""
        if self._line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, side = self.height() // 2, 16
        painter.setPen(QPen(color("line"), 1))
        x = side // 2
        if not self._ends[0]:
            painter.drawLine(x, 0, x, middle - side // 2 - 2)
        if not self._ends[1]:
            painter.drawLine(x, middle + side // 2 + 2, x, self.height())
        shape = TRACES[self._line.state]
        painter.drawPixmap(0, middle - side // 2, pixmap(shape.icon, shape.token, side))
        if self.underMouse() or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("select2" if self.hasFocus() else "hover"))
            painter.drawRoundedRect(self.rect().adjusted(_MARK - 10, 0, -1, -1), 5, 5)
        self._paint_words(painter)
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(_MARK - 10, 1, -2, -2), 5, 5)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        if self._line is None:
            return
        broken = self._line.state is Traced.BROKEN
        left, room = _MARK - 6, self.width() - _MARK + 2
        high = self.height() // 2
        for top, text, size, token in (
            (1, self._line.text, 13, "bad" if broken else "text"),
            (high, self._line.detail, 12, "muted"),
        ):
            painter.setFont(font(size))
            painter.setPen(color(token))
            shown = painter.fontMetrics().elidedText(str(text), Qt.TextElideMode.ElideRight, room)
            where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRect(left, top, room, high - 1), where, shown)


def trace_summary(steps: Sequence[TraceLine]) -> Message:
    """Return how many steps there are and how many do not hold or are left."""
    broken = sum(line.state is Traced.BROKEN for line in steps)
    left = sum(line.state is Traced.OPEN for line in steps)
    if broken:
        return msg(
            "{n} {n:step|steps}, {broken} {broken:does|do} not hold", n=len(steps), broken=broken
        )
    if left:
        return msg("{n} {n:step|steps}, {left} left", n=len(steps), left=left)
    return msg("{n} {n:step|steps}, all followed back", n=len(steps))
