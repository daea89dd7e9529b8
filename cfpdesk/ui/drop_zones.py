"""Files dragged over the window: three zones by kind; the wrong ones are dimmed with a reason.

The same files come in by Ctrl+O, and what is copied by Ctrl+V, so nothing needs a mouse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from cfpdesk.i18n import Message, _, msg
from cfpdesk.model.gate import Target
from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, font

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow

PACKAGES = frozenset({".cfpkg", ".age"})
# Pages that take a client's workbook; from elsewhere it goes to the first.
TABLE_PAGES = ("inventory", "sampling")
WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".csv", ".ods"})


@dataclass(frozen=True, slots=True)
class Zone:
    """One place to drop on."""

    noun: str
    icon: str
    title: Message
    why_not: Message


ZONES = (
    Zone("evidence", "image", msg("Take in as evidence"), msg("Packages are no evidence")),
    Zone("workbook", "table", msg("Client's workbook"), msg("Only workbooks and tables")),
    Zone("merge", "box", msg("Receive a package"), msg("Only .cfpkg packages")),
)


def zone_fits(zone: Zone, paths: Sequence[Path]) -> bool:
    """Tell whether all these files may be dropped on a zone."""
    kinds = {path.suffix.casefold() for path in paths}
    if not kinds:
        return False
    if zone.noun == "merge":
        return kinds <= PACKAGES
    if zone.noun == "workbook":
        return are_workbooks(paths)
    return not kinds & PACKAGES


def are_workbooks(paths: Sequence[Path]) -> bool:
    """Tell whether all of these files may hold a client's table."""
    return bool(paths) and {path.suffix.casefold() for path in paths} <= WORKBOOKS


def take_files(window: "MainWindow", paths: Sequence[Path]) -> None:
    """Take files in where they belong: packages to the merge page, the rest as evidence."""
    from cfpdesk.steps.evidence import Source
    from cfpdesk.ui import intake

    packages = [path for path in paths if path.suffix.casefold() in PACKAGES]
    others = [path for path in paths if path not in packages]
    if packages:
        window.go(Target("merge"))
        page = window.page
        if page is None or not page.receive(packages):
            window.desk.say(msg("Packages are received on the merge page."))
    if others:
        window.go(Target("evidence"))
        intake.take(window.desk, others, Source.FILE)


def take_workbooks(window: "MainWindow", paths: Sequence[Path]) -> None:
    """Take the client's workbooks in: on the sampling page as populations, else as inventory."""
    if window.current_noun not in TABLE_PAGES:
        window.go(Target("inventory"))
    page = window.page
    if page is not None:
        page.receive(paths)


class DropZones(QWidget):
    """The overlay; watches drags over the window, and shows itself while files are over it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._paths: list[Path] = []
        self._over = -1
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(_("Drop files here"))
        self.hide()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow a drag."""
        if watched is not self._window or not self._window.desk.is_open:
            return False
        if isinstance(event, QDragEnterEvent):
            self._paths = files_in(event.mimeData())
            if self._paths:
                event.acceptProposedAction()
                self.setGeometry(self._window.rect())
                self.show()
                self.raise_()
            return bool(self._paths)
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._drop(event.position().toPoint())
            event.acceptProposedAction()
            return True
        if isinstance(event, QDragMoveEvent):
            self._over = self._at(event.position().toPoint())
            event.setAccepted(self._fits(self._over))
            self.update()
            return True
        if isinstance(event, QDragLeaveEvent):
            self.hide()
        return False

    def _drop(self, at: QPoint) -> None:
        self.hide()
        number = self._at(at)
        if not self._fits(number):
            return
        paths, self._paths = self._paths, []
        if ZONES[number].noun == "workbook":
            take_workbooks(self._window, paths)
        else:
            take_files(self._window, paths)

    def _fits(self, number: int) -> bool:
        return 0 <= number < len(ZONES) and zone_fits(ZONES[number], self._paths)

    def _boxes(self) -> list[QRect]:
        width, height = min(260, (self.width() - 160) // 3), 180
        left = (self.width() - 3 * width - 40) // 2
        top = (self.height() - height) // 2
        return [QRect(left + n * (width + 20), top, width, height) for n in range(3)]

    def _at(self, point: QPoint) -> int:
        return next((n for n, box in enumerate(self._boxes()) if box.contains(point)), -1)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the zones."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(10, 20, 24, 110))
        for number, (zone, box) in enumerate(zip(ZONES, self._boxes(), strict=True)):
            fits = zone_fits(zone, self._paths)
            chosen = fits and number == self._over
            pen = QPen(color("accent" if chosen else "control"), 2 if chosen else 1)
            pen.setStyle(Qt.PenStyle.SolidLine if chosen else Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(color("select" if chosen else "base"))
            painter.setOpacity(1.0 if fits else 0.75)
            painter.drawRoundedRect(box, 10, 10)
            ink = "text" if fits else "muted"
            painter.drawPixmap(box.center().x() - 16, box.y() + 42, pixmap(zone.icon, ink, 32))
            painter.setPen(color(ink))
            painter.setFont(font(14, 600))
            middle = Qt.AlignmentFlag.AlignHCenter
            painter.drawText(box.adjusted(0, 92, 0, 0), middle, str(zone.title))
            painter.setFont(font(12))
            painter.setPen(color("muted"))
            if not fits:
                painter.drawText(box.adjusted(0, 122, 0, 0), middle, str(zone.why_not))
            painter.setOpacity(1.0)
        painter.end()


def files_in(data: QMimeData) -> list[Path]:
    """Return the files of this computer that are dragged or copied."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
