"""The pictures there are of a piece: the locked original, what is derived from it, and for whom.

Chosen by click, or by the arrows where one of them has the focus.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.mark_shape import Measures
from cfpdesk.model.photo_mark import (
    VERSION_WORD,
    PhotoMark,
    PictureVersion,
    VersionState,
    shown_in,
)
from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, density, font
from cfpdesk.ui.widgets.evidence_strip import THUMB_SIDE, Thumb
from cfpdesk.ui.widgets.mark_paint import paint_crop, paint_marks
from cfpdesk.ui.widgets.pictures import Pictures
from cfpdesk.ui.widgets.size import size_text

ICONS = {
    PictureVersion.ORIGINAL: "lock",
    PictureVersion.REPORT: "edit",
    PictureVersion.CLIENT: "eye-off",
}
_WIDE, _HIGH = 162, 50


class _Card(QAbstractButton):
    stepped = Signal(int)

    def __init__(
        self,
        state: VersionState,
        lines: tuple[str, str],
        thumb: Thumb,
        marks: Sequence[PhotoMark],
        pictures: Pictures,
    ) -> None:
        super().__init__()
        self._version, self._lines = state.version, lines
        self._thumb, self._marks, self._pictures = thumb, tuple(marks), pictures
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("，".join(lines))
        self.setToolTip("\n".join(lines))
        self.setObjectName(f"version-{state.version.value}")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        step = density().type_step
        return QSize(_WIDE + step * 14, _HIGH + step * 3)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(104, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in ways:
            self.stepped.emit(ways[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = self.rect().adjusted(1, 1, -1, -1)
        on = self.isChecked()
        edge = "focus" if self.hasFocus() else "accent" if on else "line"
        painter.setPen(QPen(color(edge), 2 if on or self.hasFocus() else 1))
        painter.setBrush(color("select2" if on else "hover" if self.underMouse() else "base"))
        painter.drawRoundedRect(box, 5, 5)
        left = box.left() + 6
        if box.width() > 130:
            self._picture(painter, QRect(left, box.top() + 6, 46, box.height() - 12))
            left += 53
        room = QRect(left, box.top() + 5, box.right() - left - 4, (box.height() - 10) // 2)
        painter.drawPixmap(
            room.left(), room.center().y() - 7, pixmap(ICONS[self._version], "text", 15)
        )
        self._line(painter, room.adjusted(20, 0, 0, 0), self._lines[0], 12, 560, "text")
        below = room.translated(0, room.height())
        self._line(painter, below, self._lines[1], 11, 400, "muted")
        painter.end()

    def _line(
        self, painter: QPainter, room: QRect, text: str, size: int, weight: int, token: str
    ) -> None:
        painter.setFont(font(size, weight))
        painter.setPen(color(token))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _picture(self, painter: QPainter, box: QRect) -> None:
        blob = self._thumb.evidence.file
        picture = None
        if blob is not None and self._thumb.path is not None:
            picture = self._pictures.get(blob.sha256, self._thumb.path, THUMB_SIDE)
        if picture is None:
            painter.fillRect(box, color("na_t"))
            return
        share = min(box.width() / picture.width(), box.height() / picture.height())
        wide, high = picture.width() * share, picture.height() * share
        painter.save()
        painter.translate(
            box.left() + (box.width() - wide) / 2, box.top() + (box.height() - high) / 2
        )
        painter.drawPixmap(QRect(0, 0, round(wide), round(high)), picture)
        painter.scale(share, share)
        measures = Measures(picture.width(), picture.height())
        paint_marks(painter, self._marks, measures)
        paint_crop(painter, self._marks, measures, strength=255)
        painter.restore()


class VersionCards(QWidget):
    """Emits `chosen` with the version to show."""

    chosen = Signal(object)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._cards: dict[PictureVersion, _Card] = {}
        self._shown: object = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.setAccessibleName(_("Versions of the picture"))
        pictures.ready.connect(self._ready)

    def _ready(self, _sha256: str) -> None:
        for card in self._cards.values():
            card.update()

    def show_versions(
        self,
        thumb: Thumb,
        versions: Sequence[VersionState],
        marks: Sequence[PhotoMark],
        current: PictureVersion,
    ) -> None:
        """Show what there is of a piece, and which of it is seen now."""
        wanted = (thumb, tuple(versions), tuple(marks))
        if wanted != self._shown:
            self._shown = wanted
            self._make(thumb, versions, marks)
        for version, card in self._cards.items():
            card.setChecked(version is current)

    def _make(
        self, thumb: Thumb, versions: Sequence[VersionState], marks: Sequence[PhotoMark]
    ) -> None:
        had = next((v for v, card in self._cards.items() if card.hasFocus()), None)
        for card in self._cards.values():
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = {}
        for state in versions:
            lines = _said(thumb, state)
            drawn = shown_in(marks, state.version, 0)
            card = _Card(state, lines, thumb, drawn, self._pictures)
            card.clicked.connect(self._choosing(state.version))
            card.stepped.connect(self._stepping(state.version))
            self._cards[state.version] = card
            self._row.addWidget(card)
        if had is not None:
            self._cards.get(had, self._cards[PictureVersion.ORIGINAL]).setFocus()

    def _choosing(self, version: PictureVersion) -> Callable[[], None]:
        return lambda: self.chosen.emit(version)

    def _stepping(self, version: PictureVersion) -> Callable[[int], None]:
        return lambda by: self._step(version, by)

    def _step(self, version: PictureVersion, by: int) -> None:
        order = list(self._cards)
        at = order.index(version) + by
        if 0 <= at < len(order):
            self._cards[order[at]].setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit(order[at])


def _said(thumb: Thumb, state: VersionState) -> tuple[str, str]:
    word = str(VERSION_WORD[state.version])
    if state.version is PictureVersion.ORIGINAL:
        file = thumb.evidence.file
        size = size_text(file.size) if file else ""
        return word, " · ".join((size, _("locked")))
    goes = _("to the report")
    if state.version is PictureVersion.CLIENT:
        goes = _("to the client") if thumb.evidence.for_client else _("team only")
    at = f"{state.at.astimezone():%H:%M}" if state.at else ""
    return f"{word} {state.marks}", " · ".join(part for part in (at, goes) if part)
