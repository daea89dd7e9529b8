"""Evidence as a row of small pictures with their numbers, and a tile that takes in more.

Used where something rests on evidence: a check item, a finding, a correction. Files can be
dropped on it; Del takes a link away (the evidence stays).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.evidence import EVIDENCE_WORD, Evidence, EvidenceKind
from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, density, font, theme
from cfpdesk.ui.widgets.flow_layout import FlowLayout
from cfpdesk.ui.widgets.pictures import Pictures

THUMB_SIDE = 320
KIND_ICON = {
    EvidenceKind.PHOTO: "image",
    EvidenceKind.DOCUMENT: "document",
    EvidenceKind.INTERVIEW: "microphone",
}


@dataclass(frozen=True, slots=True)
class Thumb:
    """One piece: the record, where its original lies (None for an interview), and its link."""

    evidence: Evidence
    path: Path | None
    link: str = ""


class _Tile(QAbstractButton):
    removed = Signal()

    def __init__(self, thumb: Thumb, pictures: Pictures) -> None:
        super().__init__()
        self._thumb, self._pictures = thumb, pictures
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        piece = thumb.evidence
        word = str(EVIDENCE_WORD[piece.kind])
        said = "，".join(part for part in (piece.number, word, piece.caption) if part)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.setObjectName(f"thumb-{piece.number}")

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = self.rect().adjusted(1, 1, -1, -1)
        paint_thumb(painter, box, self._thumb, self._pictures)
        paint_badge(painter, box, self._thumb.evidence.number)
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 5, 5)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        menu = QMenu(self)
        menu.addAction(_("Open"), self.click)
        if self._thumb.link:
            menu.addAction(_("Unlink"), self.removed.emit)
        menu.popup(event.globalPos())


class _AddTile(QAbstractButton):
    def __init__(self, word: str, key: str) -> None:
        super().__init__()
        self._key = key
        self.setText(word)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(_("Add evidence"))
        self.setToolTip(_("Choose files, paste with Ctrl+V, or drop them here"))
        self.setObjectName("add-evidence")

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(1, 1, -1, -1)
        if self.underMouse():
            painter.setBrush(color("hover"))
        pen = QPen(color("focus" if self.hasFocus() else "control"), 2 if self.hasFocus() else 1)
        if not self.hasFocus():
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(box, 6, 6)
        icons = ("plus", "image", "document")
        left = box.center().x() - 33
        low = box.height() < 66
        top = box.center().y() - (20 if self._key and not low else 15)
        for n, name in enumerate(icons):
            painter.drawPixmap(left + n * 25, top, pixmap(name, "text2", 17))
        painter.setPen(color("text2"))
        painter.setFont(font(11))
        words = f"{self.text()}  {self._key}".rstrip()
        below = QRect(box.left() + 4, top + 19, box.width() - 8, 22)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()


class EvidenceStrip(QWidget):
    """See the module text. Rows of evidence and of links are told by their ids."""

    opened = Signal(str)
    removed = Signal(str)
    add_pressed = Signal()
    dropped = Signal(list)

    def __init__(self, name: str, pictures: Pictures, key: str = "Ctrl+E") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAcceptDrops(True)
        self._pictures = pictures
        self._key = key
        self._shown: tuple[Thumb, ...] = ()
        self._tiles: list[_Tile] = []
        self._layout = FlowLayout(self, spacing=8)
        self._add = _AddTile(_("Choose or drop"), key)
        self._add.clicked.connect(self.add_pressed)
        self._layout.addWidget(self._add)
        self._low = False
        self._measure()
        pictures.ready.connect(self._repaint)
        theme().changed.connect(self._measure)

    def set_low(self, *, low: bool) -> None:
        """Make the tiles flatter where the window is low."""
        if low != self._low:
            self._low = low
            self._measure()

    def _measure(self) -> None:
        size = tile_size(low=self._low)
        for tile in self._tiles:
            tile.setFixedSize(size)
        self._add.setFixedSize(QSize(size.width() + 36, size.height()))
        self._layout.update()

    def set_thumbs(self, thumbs: Sequence[Thumb]) -> None:
        """Show these pieces in this order; nothing is rebuilt where they are the same."""
        if tuple(thumbs) == self._shown:
            return
        self._shown = tuple(thumbs)
        had = next((n for n, tile in enumerate(self._tiles) if tile.hasFocus()), None)
        self._layout.removeWidget(self._add)
        for tile in self._tiles:
            self._layout.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._tiles = [self._made(thumb) for thumb in thumbs]
        for tile in self._tiles:
            self._layout.addWidget(tile)
            tile.show()
        self._layout.addWidget(self._add)
        self._measure()
        self.updateGeometry()
        if had is not None:
            (self._tiles[min(had, len(self._tiles) - 1)] if self._tiles else self._add).setFocus()

    def _made(self, thumb: Thumb) -> _Tile:
        tile = _Tile(thumb, self._pictures)
        tile.setParent(self)
        row, link = thumb.evidence.row, thumb.link
        tile.clicked.connect(lambda: self.opened.emit(row))
        if link:
            tile.removed.connect(lambda: self.removed.emit(link))
        return tile

    def _repaint(self, sha256: str) -> None:
        for thumb, tile in zip(self._shown, self._tiles, strict=False):
            if thumb.evidence.file and thumb.evidence.file.sha256 == sha256:
                tile.update()

    def thumbs(self) -> tuple[Thumb, ...]:
        """Return the pieces that are shown."""
        return self._shown

    def add_tile(self) -> QWidget:
        """Return the tile that takes in more."""
        return self._add

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Tell the files."""
        paths = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)


def tile_size(*, low: bool = False) -> QSize:
    """Return the size of a tile in the density in force."""
    wide, high = (99, 74) if density().type_step == 0 else (132, 98)
    return QSize(wide, high - 16 if low else high)


def paint_thumb(painter: QPainter, box: QRect, thumb: Thumb, pictures: Pictures) -> None:
    """Paint the picture so that it fills the box, or the kind's icon where there is none."""
    painter.save()
    path = QPainterPath()
    path.addRoundedRect(box.toRectF(), 5, 5)
    painter.setClipPath(path)
    painter.fillRect(box, color("na_t"))
    blob = thumb.evidence.file
    picture = None
    if blob is not None and thumb.path is not None:
        picture = pictures.get(blob.sha256, thumb.path, THUMB_SIDE)
    if picture is None:
        side = 22
        top = box.top() + max((box.height() - 66) // 2, 6)
        middle = QPoint(box.center().x() - side // 2, top)
        painter.drawPixmap(middle, pixmap(KIND_ICON[thumb.evidence.kind], "muted", side))
        painter.setFont(font(11))
        painter.setPen(color("muted"))
        name = blob.name if blob else thumb.evidence.interviewee
        room = QRect(box.left() + 6, top + side + 2, box.width() - 12, 18)
        text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)
    else:
        ratio = max(box.width() / picture.width(), box.height() / picture.height())
        wide, high = round(box.width() / ratio), round(box.height() / ratio)
        part = QRect((picture.width() - wide) // 2, (picture.height() - high) // 2, wide, high)
        painter.drawPixmap(box, picture, part)
    painter.setClipping(False)
    painter.setPen(QPen(color("line"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


def paint_badge(painter: QPainter, box: QRect, number: str) -> None:
    """Paint the number at the lower left, on a dark ground that any photo bears."""
    painter.setFont(font(11, 600))
    wide = painter.fontMetrics().horizontalAdvance(number) + 10
    high = painter.fontMetrics().height() + 2
    badge = QRect(box.left() + 5, box.bottom() - high - 4, wide, high)
    painter.setPen(Qt.PenStyle.NoPen)
    ground = QColor(color("tip"))
    ground.setAlpha(225)
    painter.setBrush(ground)
    painter.drawRoundedRect(badge, 3, 3)
    painter.setPen(color("on_tip"))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, number)
