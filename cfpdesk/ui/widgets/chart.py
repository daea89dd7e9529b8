"""A picture of `model/chart` on the screen: seen, read aloud, walked through, or as a table.

Usable alone:

    view = ChartView(opens=True)
    view.set_chart(ContributionBars(stages))
    view.activated.connect(go)                 # key of the mark, on Enter or click

Arrow keys move over the marks, Enter opens one, Esc leaves them, F4 or the context menu shows the
table. The accessible name is the picture's sentence and the mark one stands on; every row of the
table is an accessible child. Nothing moves by itself.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAction,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from cfpdesk.i18n import _, current_language
from cfpdesk.model.chart.drawing import Chart, Drawing, Spot, Surface
from cfpdesk.ui.theme import color, density, theme
from cfpdesk.ui.widgets.chart_paint import paint_drawing, surface_of

if TYPE_CHECKING:
    from cfpdesk.ui.widgets.chart_table import TablePopover

_MARGIN = 4  # for the focus ring
_MOST_ROWS = 100  # read aloud one by one; the table has them all


class ChartView(QWidget):
    """Shows one chart; `least` lets charts of rows shrink to that height and take rows together."""

    activated = Signal(str)
    moved = Signal(str)

    def __init__(
        self, *, opens: bool = False, least: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._opens, self._least = opens, least
        self._chart: Chart | None = None
        self._laid: tuple[object, Drawing] | None = None
        self._at = -1
        self._said: list[QLabel] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._as_table = QAction(self)
        self._as_table.triggered.connect(self.show_table)
        self.addAction(self._as_table)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        theme().changed.connect(self._restyled)

    def set_chart(self, chart: Chart | None) -> None:
        """Show another chart, or nothing; the cursor stays on the mark of the same key."""
        key = self.current()
        self._chart, self._laid = chart, None
        spots = self._drawing().spots
        self._at = next((n for n, spot in enumerate(spots) if key and spot.key == key), -1)
        self._tell()
        self.updateGeometry()
        self.update()

    def chart(self) -> Chart | None:
        """Return what is shown."""
        return self._chart

    def current(self) -> str:
        """Return the key of the mark one stands on; empty where there is none."""
        spot = self._spot()
        return spot.key if spot else ""

    # Measures ---------------------------------------------------------------------------------

    def _surface(self, width: int, height: int) -> Surface:
        return surface_of(max(width - 2 * _MARGIN, 1), max(height - 2 * _MARGIN, 1))

    def _drawing(self) -> Drawing:
        """Return the picture laid out for the size, type and language in force."""
        key = (self.width(), self.height(), density().type_step, current_language())
        if self._laid is None or self._laid[0] != key:
            surface = self._surface(self.width(), self.height())
            empty = Drawing(surface.width, 0.0, (), ())
            self._laid = (key, self._chart.draw(surface) if self._chart else empty)
        return self._laid[1]

    def drawing(self) -> Drawing:
        """Return the picture as it is laid out now."""
        return self._drawing()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return the height that suits a width."""
        if self._chart is None:
            return 2 * _MARGIN
        return round(self._chart.height(self._surface(width, 0)) + 0.5) + 2 * _MARGIN

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Tell that narrow charts may be higher."""
        return True

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for all rows at the width there is."""
        width = max(self.width(), 480)
        return QSize(480, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Shrink in width, and in height where it was allowed."""
        whole = self.heightForWidth(max(self.width(), 300))
        return QSize(300, whole if self._least is None else min(self._least, whole))

    def _restyled(self) -> None:
        self._laid = None
        self.updateGeometry()
        self.update()

    # Words ------------------------------------------------------------------------------------

    def _spot(self) -> Spot | None:
        spots = self._drawing().spots
        return spots[self._at] if 0 <= self._at < len(spots) else None

    def _tell(self) -> None:
        """Say the sentence, and the mark one stands on."""
        self._as_table.setText(_("Show as table") + "\tF4")
        self._as_table.setEnabled(self._chart is not None)
        if self._chart is None:
            self.setAccessibleName("")
            return
        spot = self._spot()
        sentence = str(self._chart.sentence())
        self.setAccessibleName(f"{spot.words}  {sentence}" if spot else sentence)
        hint = _("Arrow keys move over the marks, F4 shows the table")
        self.setAccessibleDescription(f"{self._chart.title}. {hint}")
        if QAccessible.isActive():
            self._say_rows()
            if self.hasFocus():
                event = QAccessibleEvent(self, QAccessible.Event.NameChanged)
                QAccessible.updateAccessibility(event)

    def _say_rows(self) -> None:
        """Give every row of the table an accessible child without a shape."""
        table = self._chart.table() if self._chart else None
        rows = table.rows[:_MOST_ROWS] if table else ()
        head = [str(text) for text in table.head] if table else []
        while len(self._said) > len(rows):
            line = self._said.pop()
            line.hide()
            line.deleteLater()
        while len(self._said) < len(rows):
            line = QLabel(self)
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            line.setGeometry(0, 0, 1, 1)
            line.show()
            self._said.append(line)
        for line, row in zip(self._said, rows, strict=True):
            first, *others = (str(cell) for cell in row)
            cells = [
                f"{title}: {text}" for title, text in zip(head[1:], others, strict=True) if text
            ]
            line.setAccessibleName("; ".join([first, *cells]))

    # Hands ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows, Home and End move; Enter opens; Esc leaves the marks; F4 shows the table."""
        key = Qt.Key(event.key())
        with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_F4:
            self.show_table()
        elif key == Qt.Key.Key_Escape and self._at >= 0:
            self._go(-1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not with_ctrl and self._can_open():
            self.activated.emit(self.current())
        elif key in _MOVES or key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move(key)
        else:
            super().keyPressEvent(event)

    def _can_open(self) -> bool:
        return self._opens and bool(self.current())

    def _move(self, key: Qt.Key) -> None:
        spots = self._drawing().spots
        if not spots:
            return
        if key == Qt.Key.Key_End:
            self._go(len(spots) - 1)
        elif key == Qt.Key.Key_Home or self._at < 0:
            self._go(0)
        else:
            self._go(neighbour(spots, self._at, *_MOVES[key]))

    def _go(self, number: int) -> None:
        self._at = number
        self._tell()
        self.update()
        self.moved.emit(self.current())

    def _hit(self, at: QPointF) -> int:
        x, y = at.x() - _MARGIN, at.y() - _MARGIN
        spots = self._drawing().spots
        return next((n for n, spot in enumerate(spots) if spot.holds(x, y)), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Put the cursor where one presses."""
        hit = self._hit(event.position())
        if hit >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go(hit)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open what was clicked."""
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self._hit(event.position()) == self._at >= 0 and self._can_open():
            self.activated.emit(self.current())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show what can be clicked."""
        hit = self._hit(event.position())
        opens = self._opens and hit >= 0 and bool(self._drawing().spots[hit].key)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def show_table(self) -> "TablePopover | None":
        """Open the table behind the picture; Esc closes it and comes back here."""
        if self._chart is None:
            return None
        from cfpdesk.ui.widgets.chart_table import TablePopover

        return TablePopover(self, self._chart)

    def event(self, event: QEvent) -> bool:
        """Say what a mark means."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hit = self._hit(QPointF(event.pos()))
            if hit >= 0:
                spot = self._drawing().spots[hit]
                QToolTip.showText(event.globalPos(), spot.words, self, self._rect(spot).toRect())
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show where one is."""
        self._tell()
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show it no longer."""
        self.update()
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for another height at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Say it anew: somebody may listen by now."""
        self._tell()
        super().showEvent(event)

    # Picture ----------------------------------------------------------------------------------

    def _rect(self, spot: Spot) -> QRectF:
        return QRectF(spot.x + _MARGIN, spot.y + _MARGIN, spot.width, spot.height)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the picture, and a ring around it or the mark one stands on."""
        painter = QPainter(self)
        painter.translate(QPoint(_MARGIN, _MARGIN))
        paint_drawing(painter, self._drawing())
        painter.resetTransform()
        if self.hasFocus():
            spot = self._spot()
            ring = self._rect(spot) if spot else QRectF(self.rect())
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            out = 2.0 if spot else -1.0
            painter.drawRoundedRect(ring.adjusted(-out, -out, out, out), 5, 5)
        painter.end()


_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


def neighbour(spots: tuple[Spot, ...], at: int, down: int, right: int) -> int:
    """Return the mark one comes to from a mark; the same where there is none.

    Up and down go to the nearest mark of the next row. Left and right stay in the row; where a row
    has one mark they go on in the order of all marks, as up and down do where there is one row.
    """
    here = spots[at]
    order = sorted(range(len(spots)), key=lambda n: (spots[n].row, spots[n].column))
    in_row = [n for n in order if spots[n].row == here.row]
    rows = sorted({spot.row for spot in spots})
    if (right and len(in_row) == 1) or (down and len(rows) == 1):
        place = order.index(at) + (down or right)
        return order[min(max(place, 0), len(order) - 1)]
    if right:
        place = in_row.index(at) + right
        return in_row[min(max(place, 0), len(in_row) - 1)]
    row = rows[min(max(rows.index(here.row) + down, 0), len(rows) - 1)]
    if row == here.row:
        return at
    middle = here.x + here.width / 2
    there = [n for n in order if spots[n].row == row]
    return min(there, key=lambda n: abs(spots[n].x + spots[n].width / 2 - middle))
