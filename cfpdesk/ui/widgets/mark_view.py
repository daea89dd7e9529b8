"""The photo with its marking tools: draw, choose, move, reshape and remove, by mouse and by keys.

Keys, where the picture has the focus: A arrow, C circle, R box, T words, P pen, X redaction,
K crop; 1 2 3 the colours; Enter draws in the middle of what is seen, or chooses the next mark;
arrows move the chosen mark, Shift and arrows its corner; Del removes it; Esc puts the tool away.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QGraphicsView, QLineEdit

from cfpdesk.model.mark_shape import handles, is_drawn, moved, reshaped
from cfpdesk.model.photo_mark import MarkColour, MarkKind, PhotoMark, Point, points_of, points_text
from cfpdesk.ui.widgets.mark_layer import MarkLayer
from cfpdesk.ui.widgets.mark_words import MarkWords
from cfpdesk.ui.widgets.photo_view import PhotoView

TOOL_KEYS = {
    Qt.Key.Key_A: MarkKind.ARROW,
    Qt.Key.Key_C: MarkKind.ELLIPSE,
    Qt.Key.Key_R: MarkKind.RECTANGLE,
    Qt.Key.Key_T: MarkKind.TEXT,
    Qt.Key.Key_P: MarkKind.PEN,
    Qt.Key.Key_X: MarkKind.BAR,
    Qt.Key.Key_K: MarkKind.CROP,
}
COLOUR_KEYS = {
    Qt.Key.Key_1: MarkColour.RED,
    Qt.Key.Key_2: MarkColour.YELLOW,
    Qt.Key.Key_3: MarkColour.WHITE,
}
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_STEP = 0.01
_DEFAULT = 0.12  # half of what Enter draws, in shares of the picture


class MarkView(PhotoView):
    """Emits what a person did; whoever keeps the marks shows them anew."""

    drawn = Signal(object, object, str)  # MarkKind, points, words
    reshaped = Signal(str, object)
    removed = Signal(str)
    chosen = Signal(str)
    tool_changed = Signal()
    recoloured = Signal(str, object)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._layer = MarkLayer(self._item)
        self._tool: MarkKind | None = None
        self._colour = MarkColour.RED
        self._may_mark = False
        self._press: Point | None = None
        self._way: list[Point] = []
        self._handle = -1
        self._words = MarkWords(self.viewport())
        self._words.written.connect(self._words_written)

    # What is shown ----------------------------------------------------------------------------

    def show_picture(self, picture: QPixmap | None, full_width: int, sentence: str = "") -> None:
        """Show a picture; marks lie over it."""
        super().show_picture(picture, full_width, sentence)
        shown = self._item.pixmap()
        self._layer.fit(shown.width(), shown.height())

    def show_marks(self, marks: Sequence[PhotoMark], *, may_mark: bool) -> None:
        """Show marks; tools can be chosen where more may be drawn."""
        self._layer.show_marks(marks)
        self._layer.show_draft(None)
        self._may_mark = may_mark
        if not may_mark:
            self.take_tool(None)

    @property
    def tool(self) -> MarkKind | None:
        """The tool in hand."""
        return self._tool

    @property
    def colour(self) -> MarkColour:
        """The colour that is drawn with."""
        return self._colour

    def take_tool(self, tool: MarkKind | None) -> None:
        """Take a tool, or put it away; the same one again puts it away."""
        if tool is not None and (not self._may_mark or tool is self._tool):
            tool = None
        self._tool = tool
        self._press = None
        self._layer.show_draft(None)
        self._layer.set_cropping(on=tool is MarkKind.CROP)
        drag = QGraphicsView.DragMode.NoDrag if tool else QGraphicsView.DragMode.ScrollHandDrag
        self.setDragMode(drag)
        if tool is not None:
            self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.tool_changed.emit()

    def take_colour(self, colour: MarkColour) -> None:
        """Draw with a colour from now on; the chosen mark gets it, too."""
        self._colour = colour
        mark = self._layer.chosen
        if mark is not None and self._may_mark:
            self.recoloured.emit(mark.row, colour)
        self.tool_changed.emit()

    def choose(self, row: str) -> None:
        """Show the handles of a mark."""
        self._layer.choose(row)

    # Drawing by mouse -------------------------------------------------------------------------

    def _place(self, at: QPoint) -> Point | None:
        picture = self._item.pixmap()
        if picture.isNull():
            return None
        inside = self._item.mapFromScene(self.mapToScene(at))
        return Point(
            min(max(inside.x() / picture.width(), 0.0), 1.0),
            min(max(inside.y() / picture.height(), 0.0), 1.0),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to draw, to move or to reshape; else move the picture about."""
        at = self._place(event.position().toPoint())
        left = event.button() is Qt.MouseButton.LeftButton
        if at is None or not left or not self._may_mark or not self._begins(at, event):
            super().mousePressEvent(event)

    def _begins(self, at: Point, event: QMouseEvent) -> bool:
        self._handle = self._layer.handle_at(at, self._scale)
        if self._handle < 0 and self._tool is MarkKind.TEXT:
            self._words.open_at(event.position().toPoint(), at)
            return True
        if self._handle < 0 and self._tool is None:
            mark = self._layer.touched_at(at, self._scale)
            self._choose(mark.row if mark else "")
            if mark is None:
                return False
        self._press, self._way = at, [at]
        return True

    def _choose(self, row: str) -> None:
        self._layer.choose(row)
        self.chosen.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show what would be drawn."""
        at = self._place(event.position().toPoint())
        if self._press is None or at is None:
            super().mouseMoveEvent(event)
            return
        self._way.append(at)
        self._layer.show_draft(self._drafted())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell what was drawn."""
        if self._press is None:
            super().mouseReleaseEvent(event)
            return
        draft = self._drafted() if len(self._way) > 1 else None
        self._press = None
        self._layer.show_draft(None)
        if draft is not None:
            self._tell(draft)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Loupe, unless a tool is in hand."""
        if self._tool is None:
            super().mouseDoubleClickEvent(event)

    def _drafted(self) -> PhotoMark | None:
        """Return the mark as it would be if the mouse were let go now."""
        start, end = self._way[0], self._way[-1]
        mark = self._layer.chosen
        if mark is not None and self._handle >= 0:
            return mark.but(points=points_text(reshaped(mark, self._handle, end)))
        if self._tool is not None:
            points = self._way if self._tool is MarkKind.PEN else [start, end]
            return PhotoMark(kind=self._tool, colour=self._colour, points=points_text(points))
        if mark is not None:
            return mark.but(points=points_text(moved(mark, end.x - start.x, end.y - start.y)))
        return None

    def _tell(self, draft: PhotoMark) -> None:
        points = points_of(draft)
        if not is_drawn(draft.kind, points):
            return
        if draft.row:
            self.reshaped.emit(draft.row, points)
        else:
            self.drawn.emit(draft.kind, points, "")

    def _words_written(self, at: Point, words: str) -> None:
        self.drawn.emit(MarkKind.TEXT, (at,), words)

    # Keys -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take tools and change the chosen mark; else zoom, turn and move the picture."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        plain = not modifiers & ~Qt.KeyboardModifier.KeypadModifier
        mark = self._layer.chosen
        if not self._may_mark:
            super().keyPressEvent(event)
        elif plain and key in TOOL_KEYS:
            self.take_tool(TOOL_KEYS[key])
        elif plain and key in COLOUR_KEYS:
            self.take_colour(COLOUR_KEYS[key])
        elif mark is not None and key in _WAYS:
            shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            self._push(mark, *_WAYS[key], stretch=shift)
        elif mark is not None and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(mark.row)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape and (self._tool is not None or mark is not None):
            self.take_tool(None)
            self._choose("")
        else:
            super().keyPressEvent(event)

    def _push(self, mark: PhotoMark, across: int, down: int, *, stretch: bool) -> None:
        if not stretch:
            self._tell(mark.but(points=points_text(moved(mark, across * _STEP, down * _STEP))))
            return
        places = handles(mark)
        if places:
            last = 1 if mark.kind is MarkKind.ARROW else 2
            to = Point(places[last].x + across * _STEP, places[last].y + down * _STEP)
            self._tell(mark.but(points=points_text(reshaped(mark, last, to))))

    def _enter(self) -> None:
        if self._tool is None:
            self._choose_next()
            return
        middle = self._place(self.viewport().rect().center())
        if middle is None:
            return
        if self._tool is MarkKind.TEXT:
            self._words.open_at(self.viewport().rect().center(), middle)
            return
        start = Point(middle.x - _DEFAULT, middle.y - _DEFAULT / 2)
        end = Point(middle.x + _DEFAULT, middle.y + _DEFAULT / 2)
        self.drawn.emit(self._tool, (start, end), "")

    def _choose_next(self) -> None:
        rows = [mark.row for mark in self._layer.marks]
        if rows:
            mark = self._layer.chosen
            at = rows.index(mark.row) + 1 if mark is not None else 0
            self._choose(rows[at % len(rows)])

    def words_field(self) -> QLineEdit:
        """Return the field that words are typed in on the picture."""
        return self._words
