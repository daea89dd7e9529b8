"""All pages of a PDF below each other as they will print, on neutral ground; with zoom.

Rendering runs on a pool thread; the old picture stays until the new one is ready. A text can be
named that is scrolled into view, for example the signer's own name.
"""

from PySide6.QtCore import QObject, QRectF, QRunnable, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from cfpdesk.documents.preview import Picture, find_text, page_picture, page_sizes
from cfpdesk.ui.pools import tell, worker_pool
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import color

GAP = 16
MAX_ZOOM = 4.0
MIN_ZOOM = 0.25
PIXELS_PER_POINT = 96 / 72


class _Bell(QObject):
    rendered = Signal(int, object, object)


class _Rendering(QRunnable):
    def __init__(self, bell: _Bell, number: int, pdf: bytes, scale: float, find: str) -> None:
        super().__init__()
        self._bell, self._number, self._pdf = bell, number, pdf
        self._scale, self._find = scale, find

    def run(self) -> None:
        pictures, place = render(self._pdf, self._scale, self._find)
        tell(lambda: self._bell.rendered.emit(self._number, pictures, place))


def render(
    pdf: bytes, scale: float, find: str = ""
) -> tuple[list[QImage], tuple[int, float] | None]:
    """Return all pages as pictures, and (page, y in pixels) of the last place of a text."""
    pictures = [image_of(page_picture(pdf, number, scale)) for number in range(page_count(pdf))]
    found = find_text(pdf, find)[-1:] if find else ()
    return pictures, (found[0].page, found[0].top * scale) if found else None


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(page_sizes(pdf))


def image_of(picture: Picture) -> QImage:
    """Return a page's pixels as a picture of Qt's that owns its bytes."""
    stride = picture.width * 4
    form = QImage.Format.Format_RGBA8888
    return QImage(picture.rgba, picture.width, picture.height, stride, form).copy()


class _Paper(QWidget):
    """The pages below each other."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[QImage] = []
        self.shrink = 1.0

    def show_pages(self, pictures: list[QImage], ratio: float) -> None:
        self.pictures = pictures
        self.shrink = 1 / ratio
        widths = [p.width() / ratio for p in pictures] or [0.0]
        height = sum(p.height() / ratio + GAP for p in pictures) + GAP
        self.setMinimumSize(QSize(int(max(widths)) + 2 * GAP, int(height)))
        self.resize(self.minimumSize())
        self.update()

    def tops(self) -> list[float]:
        """Return where each page begins."""
        tops, y = [], float(GAP)
        for picture in self.pictures:
            tops.append(y)
            y += picture.height() * self.shrink + GAP
        return tops

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("paper"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for picture, top in zip(self.pictures, self.tops(), strict=True):
            width, height = picture.width() * self.shrink, picture.height() * self.shrink
            left = (self.width() - width) / 2
            painter.drawImage(QRectF(left, top, width, height), picture)
        painter.end()


class PdfView(QScrollArea):
    """Shows a PDF; `turned` tells the page at the top (from 1) and how many there are."""

    turned = Signal(int, int)
    shown = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        role(self, box="paper")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._paper = _Paper()
        self.setWidget(self._paper)
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._pdf = b""
        self._find = ""
        self._zoom = 0.0
        self._number = 0
        self._pool = worker_pool()
        self._bell = _Bell()
        self._bell.rendered.connect(self._take)
        self.verticalScrollBar().valueChanged.connect(self._tell)

    def show_pdf(self, pdf: bytes, find: str = "") -> None:
        """Show another PDF; the old one stays on the screen until this is ready."""
        self._pdf, self._find = pdf, find
        self._render()

    @property
    def zoom(self) -> float:
        """1.0 is paper size at 96 dpi."""
        return self._zoom or self._fit()

    def set_zoom(self, zoom: float) -> None:
        """Zoom, at most 400 %; 0 fits the width."""
        self._zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM) if zoom else 0.0
        self._render()

    def page_count(self) -> int:
        """Return how many pages are shown."""
        return len(self._paper.pictures)

    def current_page(self) -> int:
        """Return the page in view, from 1."""
        y = self.verticalScrollBar().value() + self.viewport().height() / 3
        return max(sum(top <= y for top in self._paper.tops()), 1)

    def go_to_page(self, number: int) -> None:
        """Scroll to a page, from 1."""
        tops = self._paper.tops()
        if tops:
            self.verticalScrollBar().setValue(int(tops[min(max(number, 1), len(tops)) - 1] - GAP))

    def _fit(self) -> float:
        """Return the zoom at which an A4 page is as wide as the view beside its scroll bar."""
        bar = self.verticalScrollBar().sizeHint().width()
        return max((self.width() - bar - 2 * GAP - 4) / (595 * PIXELS_PER_POINT), MIN_ZOOM)

    def _render(self) -> None:
        if not self._pdf:
            self._paper.show_pages([], 1.0)
            return
        self._number += 1
        scale = self.zoom * PIXELS_PER_POINT * self.devicePixelRatioF()
        self._pool.start(_Rendering(self._bell, self._number, self._pdf, scale, self._find))

    def _take(self, number: int, pictures: list[QImage], place: tuple[int, float] | None) -> None:
        if number != self._number:
            return
        before = self.verticalScrollBar().value()
        self._paper.show_pages(pictures, self.devicePixelRatioF())
        self.verticalScrollBar().setValue(before)
        if place is not None:
            top = self._paper.tops()[place[0]] + place[1] * self._paper.shrink
            self.ensureVisible(0, int(top), 0, self.viewport().height() // 3)
        self._tell()
        self.shown.emit()

    def _tell(self) -> None:
        self.turned.emit(self.current_page(), self.page_count())

    def wait(self) -> None:
        """Wait until what was asked for is rendered; for tests and for closing."""
        self._pool.waitForDone()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the width anew where no zoom was chosen."""
        super().resizeEvent(event)
        if not self._zoom and event.size().width() != event.oldSize().width():
            self._render()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """PgUp and PgDn turn pages; arrows scroll."""
        if event.key() == Qt.Key.Key_PageDown:
            self.go_to_page(self.current_page() + 1)
        elif event.key() == Qt.Key.Key_PageUp:
            self.go_to_page(self.current_page() - 1)
        else:
            super().keyPressEvent(event)
