"""A PDF as paper on grey: one page, its neighbours by PgUp and PgDn, zoom to 400 %.

Usable alone: `show_pdf` takes the bytes; page and zoom stay while the bytes change, so that an
option re-renders under the reader's eyes.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from cfpdesk.documents.preview import page_picture, page_sizes
from cfpdesk.i18n import _
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.text import Hairline, label

_PLAIN = 96 / 72  # pixels for a point at 100 %
_STEPS = (25, 33, 50, 67, 75, 90, 100, 125, 150, 200, 300, 400)
_MARGIN = 20


class PaperView(QWidget):
    """The paper, and a bar over its lower edge."""

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._pdf = b""
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._page = 0
        self._zoom = 0  # percent; 0 fits the width
        self._paper = QLabel()
        self._paper.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._paper.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 64)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setWidget(self._paper)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setObjectName("paper")
        self.area.setAccessibleName(_("Page as it prints"))
        self.area.viewport().installEventFilter(self)
        self.area.installEventFilter(self)
        role(self.area, box="paper")
        role(self._paper, box="paper")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)
        self.bar = self._make_bar()

    def _make_bar(self) -> QFrame:
        bar = QFrame(self)
        role(bar, box="popover")
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(8, 3, 8, 3)
        layout.setSpacing(2)
        self._before = tool("chevron-left", _("Previous page"), lambda: self.turn(-1), key="PgUp")
        self._pages = label("", "label")
        self._after = tool("chevron-right", _("Next page"), lambda: self.turn(1), key="PgDn")
        self._smaller = tool("minus", _("Smaller"), lambda: self.zoom(-1), key="Ctrl+-")
        self._percent = button("", self.fit, kind="quiet", tip=_("Fit the width"))
        self._larger = tool("plus", _("Larger"), lambda: self.zoom(1), key="Ctrl++")
        line = Hairline(standing=True)
        line.setFixedHeight(18)
        for part in (
            self._before,
            self._pages,
            self._after,
            line,
            self._smaller,
            self._percent,
            self._larger,
        ):
            layout.addWidget(part)
        return bar

    # What it shows ----------------------------------------------------------------------------

    def show_pdf(self, pdf: bytes) -> None:
        """Show these bytes; page, zoom and scroll stay where they can."""
        if pdf == self._pdf:
            return
        self._pdf = pdf
        self._sizes = page_sizes(pdf) if pdf else ()
        self._page = min(self._page, max(len(self._sizes) - 1, 0))
        self._draw()

    def first_page(self) -> None:
        """Go to the first page, at its top; for another document."""
        self._page = 0
        self.area.verticalScrollBar().setValue(0)
        self._draw()

    def turn(self, step: int) -> None:
        """Turn pages."""
        wanted = min(max(self._page + step, 0), max(len(self._sizes) - 1, 0))
        if wanted != self._page:
            self._page = wanted
            self.area.verticalScrollBar().setValue(0)
            self._draw()
            self.turned.emit(wanted)

    def zoom(self, step: int) -> None:
        """Go to the next larger or smaller zoom."""
        now = self.percent()
        larger = [z for z in _STEPS if z > now]
        smaller = [z for z in _STEPS if z < now]
        choices = larger[:1] if step > 0 else smaller[-1:]
        if choices:
            self._zoom = choices[0]
            self._draw()

    def fit(self) -> None:
        """Let the page fill the width again."""
        self._zoom = 0
        self._draw()

    def percent(self) -> int:
        """Return the zoom in percent of the paper's true size on a plain screen."""
        if self._zoom:
            return self._zoom
        if not self._sizes:
            return 100
        bar = self.area.verticalScrollBar().sizeHint().width()
        room = self.area.width() - bar - 2 * _MARGIN - 4
        wanted = int(100 * room / (self._sizes[self._page][0] * _PLAIN))
        return min(max(wanted, 25), 160)

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def _draw(self) -> None:
        self._pages.setText(f"{self._page + 1 if self._sizes else 0} / {len(self._sizes)}")
        self._percent.setText(f"{self.percent()} %")
        self._percent.setAccessibleName(_("Zoom {n} %, fit the width").format(n=self.percent()))
        self._before.setEnabled(self._page > 0)
        self._after.setEnabled(self._page + 1 < len(self._sizes))
        if not self._sizes:
            self._paper.setPixmap(QPixmap())
            return
        ratio = self.devicePixelRatioF()
        picture = page_picture(self._pdf, self._page, self.percent() / 100 * _PLAIN * ratio)
        image = QImage(
            picture.rgba, picture.width, picture.height, 4 * picture.width,
            QImage.Format.Format_RGBA8888,
        )  # fmt: skip
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        self._paper.setPixmap(pixmap)
        self._place_bar()

    # Keys, wheel, size ------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """PgUp and PgDn turn at the edge, Ctrl with wheel, plus and minus zooms."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self._key(event):
                return True
        elif (
            isinstance(event, QWheelEvent)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        bar = self.area.verticalScrollBar()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_PageDown and bar.value() >= bar.maximum():
            self.turn(1)
        elif event.key() == Qt.Key.Key_PageUp and bar.value() <= bar.minimum():
            self.turn(-1)
        elif control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1)
        elif control and event.key() == Qt.Key.Key_Minus:
            self.zoom(-1)
        elif control and event.key() == Qt.Key.Key_0:
            self.fit()
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit anew."""
        super().resizeEvent(event)
        if not self._zoom:
            self._draw()
        self._place_bar()

    def _place_bar(self) -> None:
        self.bar.adjustSize()
        x = (self.width() - self.bar.width()) // 2
        self.bar.move(QPoint(max(x, 0), max(self.height() - self.bar.height() - 14, 0)))
        self.bar.raise_()
