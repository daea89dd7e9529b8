"""All pages of a PDF below each other as they will print, on neutral ground; with zoom.

Only the pages in view and their neighbours are rendered, on a pool thread; the old picture stays
until the new one is ready. Page and zoom stay while the bytes change, so that an option re-renders
under the reader's eyes. A text can be named that is scrolled into view, such as the signer's name.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from cfpdesk.documents.preview import Picture, find_text, page_picture, page_sizes
from cfpdesk.ui.pools import Worker
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import color

GAP = 16
MAX_ZOOM = 4.0
MIN_ZOOM = 0.25
MAX_FIT = 1.6
PIXELS_PER_POINT = 96 / 72
STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_A4_WIDTH = 595.0
_SOON_MS = 20
_KEPT = 2  # pages kept as pictures beyond those in view

Sizes = tuple[tuple[float, float], ...]


def _measure(pdf: bytes, find: str) -> tuple[Sizes, tuple[int, float] | None]:
    """Return the sizes of all pages, and where a text stands last."""
    sizes = page_sizes(pdf) if pdf else ()
    found = find_text(pdf, find)[-1:] if find and pdf else ()
    return sizes, (found[0].page, found[0].top) if found else None


def _render(pdf: bytes, pages: Sequence[int], scale: float) -> dict[int, QImage]:
    return {page: image_of(page_picture(pdf, page, scale)) for page in pages}


def image_of(picture: Picture) -> QImage:
    """Return a page's pixels as a picture of Qt's that owns its bytes."""
    stride = picture.width * 4
    form = QImage.Format.Format_RGBA8888
    return QImage(picture.rgba, picture.width, picture.height, stride, form).copy()


class _Paper(QWidget):
    """The pages below each other; white where a picture is not there yet."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: dict[int, QImage] = {}
        self.boxes: list[QRectF] = []

    def lay_out(self, sizes: Sizes, scale: float) -> None:
        """Give every page its place; `scale` is logical pixels for a point."""
        self.boxes, top = [], float(GAP)
        for width, height in sizes:
            self.boxes.append(QRectF(0, top, width * scale, height * scale))
            top += height * scale + GAP
        widest = max((box.width() for box in self.boxes), default=0.0)
        self.setMinimumSize(QSize(int(widest) + 2 * GAP, int(top)))
        self.resize(self.minimumSize())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(event.rect(), color("paper"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page, box in enumerate(self.boxes):
            shown = box.translated((self.width() - box.width()) / 2, 0)
            if not shown.intersects(QRectF(event.rect())):
                continue
            picture = self.pictures.get(page)
            if picture is None:
                painter.fillRect(shown, Qt.GlobalColor.white)
            else:
                painter.drawImage(shown, picture)
        painter.end()


class PdfView(QScrollArea):
    """Shows a PDF; `turned` tells the page at the top (from 1) and how many there are."""

    turned = Signal(int, int)
    shown = Signal()
    zoomed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        role(self, box="paper")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._paper = _Paper()
        self.setWidget(self._paper)
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._pdf, self._find = b"", ""
        self._sizes: Sizes = ()
        self._zoom = 0.0
        self._number, self._measuring = 0, False
        self._stamps: dict[int, tuple[int, float]] = {}  # of which PDF and scale a picture is
        self._worker = Worker()
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._want)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # What it shows ----------------------------------------------------------------------------

    def show_pdf(self, pdf: bytes, find: str = "") -> None:
        """Show another PDF; the old one stays on the screen until this is ready."""
        if (pdf, find) == (self._pdf, self._find):
            return
        self._pdf, self._find = pdf, find
        self._number += 1
        self._measuring = True
        self._worker.start(
            self, partial(_measure, pdf, find), partial(self._measured, self._number)
        )

    @property
    def zoom(self) -> float:
        """1.0 is paper size at 96 dpi."""
        return self._zoom or self._fit()

    def set_zoom(self, zoom: float) -> None:
        """Zoom, at most 400 %; 0 fits the width."""
        self._zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM) if zoom else 0.0
        self._lay_out()

    def step_zoom(self, by: int) -> None:
        """Go to the next larger (1) or smaller (-1) usual zoom."""
        now = self.zoom
        larger = [step for step in STEPS if step > now + 0.005]
        smaller = [step for step in STEPS if step < now - 0.005]
        for step in larger[:1] if by > 0 else smaller[-1:]:
            self.set_zoom(step)

    def page_count(self) -> int:
        """Return how many pages are shown."""
        return len(self._sizes)

    def current_page(self) -> int:
        """Return the page in view, from 1."""
        y = self.verticalScrollBar().value() + self.viewport().height() / 3
        return max(sum(box.top() <= y for box in self._paper.boxes), 1)

    def go_to_page(self, number: int) -> None:
        """Scroll to a page, from 1."""
        boxes = self._paper.boxes
        if boxes:
            top = boxes[min(max(number, 1), len(boxes)) - 1].top()
            self.verticalScrollBar().setValue(int(top - GAP))

    def wait(self) -> None:
        """Wait until the thread is done with what was asked for; for closing."""
        self._worker.wait()

    @property
    def busy(self) -> bool:
        """Whether something in view is not drawn yet; for pictures and tests."""
        if self._measuring or self._soon.isActive():
            return True
        stamp = self._stamp()
        return any(
            page not in self._paper.pictures or self._stamps.get(page) != stamp
            for page in self._in_view()
        )

    # Measuring and rendering ------------------------------------------------------------------

    def _fit(self) -> float:
        """Return the zoom at which the widest page fills the view beside its scroll bar."""
        bar = self.verticalScrollBar().sizeHint().width()
        widest = max((width for width, _height in self._sizes), default=_A4_WIDTH)
        room = self.width() - bar - 2 * GAP - 4
        return min(max(room / (widest * PIXELS_PER_POINT), MIN_ZOOM), MAX_FIT)

    def _lay_out(self) -> None:
        """Give the pages their places, with the same part of the paper in view as before."""
        bar = self.verticalScrollBar()
        height = self._paper.minimumHeight()
        at = bar.value() / height if height else 0.0
        self._paper.lay_out(self._sizes, self.zoom * PIXELS_PER_POINT)
        bar.setValue(round(at * self._paper.minimumHeight()))
        self._soon.start()
        self._tell()
        self.zoomed.emit()

    def _measured(self, number: int, found: tuple[Sizes, tuple[int, float] | None]) -> None:
        sizes, place = found
        if number != self._number:
            return
        self._sizes, self._measuring = sizes, False
        for page in [page for page in self._paper.pictures if page >= len(sizes)]:
            del self._paper.pictures[page]
        self._lay_out()
        if place is not None:
            top = self._paper.boxes[place[0]].top() + place[1] * self.zoom * PIXELS_PER_POINT
            self.ensureVisible(0, int(top), 0, self.viewport().height() // 3)
        if not sizes:
            self.shown.emit()

    def _in_view(self) -> list[int]:
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        boxes = enumerate(self._paper.boxes)
        return [page for page, box in boxes if box.top() < bottom and box.bottom() > top]

    def _stamp(self) -> tuple[int, float]:
        return self._number, self.zoom * PIXELS_PER_POINT * self.devicePixelRatioF()

    def _want(self) -> None:
        """Have the pages in view rendered, and their neighbours; those in view first."""
        view, stamp = self._in_view(), self._stamp()
        if not view:
            return
        near = [view[0] - 1, view[-1] + 1]
        wanted = [*view, *(page for page in near if 0 <= page < len(self._sizes))]
        missing = [page for page in wanted if self._stamps.get(page) != stamp]
        self._stamps |= dict.fromkeys(missing, stamp)
        if missing:
            work = partial(_render, self._pdf, missing, stamp[1])
            self._worker.start(self, work, partial(self._rendered, stamp))

    def _rendered(self, stamp: tuple[int, float], made: dict[int, QImage]) -> None:
        if stamp != self._stamp():
            return
        self._paper.pictures |= made
        view = self._in_view()
        if view:
            kept = range(view[0] - _KEPT, view[-1] + _KEPT + 1)
            for page in [page for page in self._paper.pictures if page not in kept]:
                del self._paper.pictures[page]
                self._stamps.pop(page, None)
        self._paper.update()
        self.shown.emit()

    def _scrolled(self) -> None:
        self._soon.start()
        self._tell()

    def _tell(self) -> None:
        self.turned.emit(self.current_page(), self.page_count())

    # Size, keys, wheel ------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the width anew where no zoom was chosen."""
        super().resizeEvent(event)
        if not self._zoom and event.size().width() != event.oldSize().width():
            self._lay_out()
        else:
            self._soon.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Home and End go to the ends, Ctrl with plus and minus zooms; the rest scrolls."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if key == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        elif key == Qt.Key.Key_End:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        elif control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.step_zoom(1)
        elif control and key == Qt.Key.Key_Minus:
            self.step_zoom(-1)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The wheel with Ctrl zooms."""
        if isinstance(event, QWheelEvent) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().viewportEvent(event)
