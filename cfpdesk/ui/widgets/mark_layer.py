"""The layer of marks above a photo in its view: what is drawn, being drawn, and chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from cfpdesk.model.mark_shape import Measures, handles, touched
from cfpdesk.model.photo_mark import MarkKind, PhotoMark, Point, box_of, points_of
from cfpdesk.ui.theme import color
from cfpdesk.ui.widgets.mark_paint import paint_crop, paint_marks

HANDLE = 4.5  # half a side, in pixels of the screen
NEAR = 7.0  # how far beside a line a click still means it, in pixels of the screen
_COVERED, _SEEN_THROUGH = 255, 165


class MarkLayer(QGraphicsItem):
    """See the module text. Points are shares of the picture, as marks are kept."""

    def __init__(self, picture: QGraphicsItem) -> None:
        super().__init__(picture)
        self._measures = Measures(0, 0)
        self._marks: tuple[PhotoMark, ...] = ()
        self._draft: PhotoMark | None = None
        self._chosen = ""
        self._cropping = False

    # What is shown ----------------------------------------------------------------------------

    def fit(self, width: float, height: float) -> None:
        """Lie over a picture of this size."""
        self.prepareGeometryChange()
        self._measures = Measures(width, height)

    def show_marks(self, marks: Sequence[PhotoMark]) -> None:
        """Show these marks."""
        self._marks = tuple(marks)
        self.update()

    def show_draft(self, draft: PhotoMark | None) -> None:
        """Show what is being drawn; a draft of a mark that is there stands for it."""
        self._draft = draft
        self.update()

    def choose(self, row: str) -> None:
        """Show the handles of a mark; of none for an empty row."""
        self._chosen = row
        self.update()

    def set_cropping(self, *, on: bool) -> None:
        """Let what is cut off be seen, so that it can be cut otherwise."""
        self._cropping = on
        self.update()

    # What is asked ----------------------------------------------------------------------------

    @property
    def marks(self) -> tuple[PhotoMark, ...]:
        """The marks that are shown."""
        return self._marks

    @property
    def chosen(self) -> PhotoMark | None:
        """The mark whose handles are shown."""
        return next((mark for mark in self._marks if mark.row == self._chosen), None)

    def touched_at(self, at: Point, scale: float) -> PhotoMark | None:
        """Return the uppermost mark at a place, or None.

        Args:
            at: the place.
            scale: pixels of the screen for one of the picture.
        """
        place, near = self._measures.at(at), NEAR / max(scale, 0.01)
        for mark in reversed(self._marks):
            if touched(mark, place, self._measures, near):
                return mark
        return None

    def handle_at(self, at: Point, scale: float) -> int:
        """Return which handle of the chosen mark lies at a place; -1 for none."""
        mark = self.chosen
        if mark is None:
            return -1
        place, near = self._measures.at(at), (HANDLE + 4) / max(scale, 0.01)
        for number, handle in enumerate(handles(mark)):
            there = self._measures.at(handle)
            if max(abs(there.x - place.x), abs(there.y - place.y)) <= near:
                return number
        return -1

    # Qt ---------------------------------------------------------------------------------------

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Return the picture, with room for handles at its edge."""
        room = self._measures.side * 0.05
        full = QRectF(0, 0, self._measures.width, self._measures.height)
        return full.adjusted(-room, -room, room, room)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint marks, what is cut off, and the handles of the chosen one."""
        draft = self._draft
        marks = [m for m in self._marks if draft is None or m.row != draft.row]
        if draft is not None:
            marks.append(draft)
        paint_marks(painter, marks, self._measures)
        chosen = draft or self.chosen
        cropping = self._cropping or (chosen is not None and chosen.kind is MarkKind.CROP)
        strength = _SEEN_THROUGH if cropping else _COVERED
        paint_crop(painter, marks, self._measures, strength=strength)
        if chosen is not None:
            self._handles(painter, chosen)

    def _handles(self, painter: QPainter, mark: PhotoMark) -> None:
        scale = abs(painter.worldTransform().m11()) + abs(painter.worldTransform().m12())
        half = HANDLE / max(scale, 0.01)
        pen = QPen(color("focus"), 1.5 / max(scale, 0.01))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        places = [self._measures.at(point) for point in points_of(mark)]
        if len(places) > 1 and mark.kind is not MarkKind.ARROW:
            pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            left, top, right, bottom = box_of(places)
            painter.drawRect(QRectF(left, top, right - left, bottom - top))
            pen.setStyle(Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.setBrush(color("base"))
        spots = [self._measures.at(point) for point in handles(mark)] or places[:1]
        for spot in spots:
            corner = QPointF(spot.x - half, spot.y - half)
            painter.drawRect(QRectF(corner.x(), corner.y(), half * 2, half * 2))
