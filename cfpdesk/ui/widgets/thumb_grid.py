"""All evidence as small pictures by half-day, two or more beside each other."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView

from cfpdesk.i18n import _, msg
from cfpdesk.model.evidence import EVIDENCE_WORD, EvidenceKind
from cfpdesk.steps.evidence import EvidenceState
from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, font
from cfpdesk.ui.widgets.evidence_strip import Thumb, paint_thumb
from cfpdesk.ui.widgets.pictures import Pictures
from cfpdesk.ui.widgets.section_list import RowState, SectionList, SectionRow

GAP = 5
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class _Painter:
    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures

    def size(self, row: SectionRow, width: int) -> QSize:
        if row.head:
            return QSize(max(width - 2, 60), 30)
        columns = max(width // 128, 1)
        wide = max((width - 8) // columns, 60)
        return QSize(wide, round((wide - 2 * GAP) * 0.72) + 30)

    def paint(self, painter: QPainter, box: QRect, row: SectionRow, state: RowState) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if row.head:
            painter.fillRect(box, color("raised"))
            painter.setFont(font(12))
            painter.setPen(color("text2"))
            painter.drawText(box.adjusted(8, 6, -4, 0), _MIDDLE, str(row.data))
            return
        item, thumb = row.data
        self._piece(painter, box.adjusted(GAP, GAP, -GAP, -2), item, thumb, state)

    def _piece(
        self, painter: QPainter, box: QRect, item: EvidenceState, thumb: Thumb, state: RowState
    ) -> None:
        picture = QRect(box.left(), box.top(), box.width(), box.height() - 23)
        paint_thumb(painter, picture, thumb, self._pictures)
        self._derived(painter, picture, item)
        if state.selected or state.current:
            painter.setPen(QPen(color("focus" if state.focused else "accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(picture.adjusted(-2, -2, 2, 2), 6, 6)
        elif state.hovered:
            painter.setPen(QPen(color("control"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(picture, 5, 5)
        line = QRect(box.left() + 1, picture.bottom() + 2, box.width() - 2, 21)
        painter.setFont(font(12, 600))
        painter.setPen(color("text"))
        number = item.evidence.number
        painter.drawText(line, _MIDDLE, number)
        left = painter.fontMetrics().horizontalAdvance(number) + 7
        painter.setFont(font(11))
        painter.setPen(color("muted"))
        end = self._links(painter, line, item)
        time = shown_time(item)
        if line.left() + left + painter.fontMetrics().horizontalAdvance(time) < end:
            painter.drawText(line.adjusted(left, 0, 0, 0), _MIDDLE, time)

    def _derived(self, painter: QPainter, box: QRect, item: EvidenceState) -> None:
        """Paint in the upper right what is derived of a piece: marked, redacted."""
        at = box.right() - 22
        for there, name in ((item.redacted, "eye-off"), (item.marked, "edit")):
            if there:
                ground = color("tip")
                ground.setAlpha(225)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ground)
                painter.drawRoundedRect(QRect(at, box.top() + 5, 18, 18), 3, 3)
                painter.drawPixmap(at + 2, box.top() + 7, pixmap(name, "on_tip", 14))
                at -= 21

    def _links(self, painter: QPainter, line: QRect, item: EvidenceState) -> int:
        """Paint how many links there are, or that there are none; returns where it begins."""
        if item.links:
            figure = str(item.links)
            wide = painter.fontMetrics().horizontalAdvance(figure)
            painter.drawText(line, _RIGHT, figure)
            at = line.right() - wide - 16
            painter.drawPixmap(at, line.center().y() - 6, pixmap("link", "muted", 13))
            return at - 4
        word = _("not linked")
        painter.setPen(color("warn"))
        painter.drawText(line, _RIGHT, word)
        painter.setPen(color("muted"))
        return line.right() - painter.fontMetrics().horizontalAdvance(word) - 4


class ThumbGrid(SectionList):
    """Keys are rows of evidence."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__(_("Evidence"), _Painter(pictures), several=True)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setSpacing(0)
        pictures.ready.connect(self._picture_ready)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the current piece in view where it moved to another line."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, lambda: self.scrollTo(self.currentIndex()))

    def _picture_ready(self, _sha256: str) -> None:
        self.viewport().update()

    def show_items(self, items: Sequence[EvidenceState], thumbs: Sequence[Thumb]) -> None:
        """Show these pieces; a heading stands where another half-day begins."""
        rows: list[SectionRow] = []
        at = ""
        for item, thumb in zip(items, thumbs, strict=True):
            head = half_day(item.shown_at)
            if head != at:
                at = head
                rows.append(SectionRow(f"head-{len(rows)}-{head}", head, head, head=True))
            rows.append(SectionRow(item.evidence.row, _said(item), (item, thumb)))
        self.set_rows(rows)


def _said(item: EvidenceState) -> str:
    piece = item.evidence
    linked = str(msg("linked {n} {n:time|times}", n=item.links)) if item.links else _("not linked")
    marked = _("marked") if item.marked else ""
    redacted = _("redacted") if item.redacted else ""
    parts = (piece.number, str(EVIDENCE_WORD[piece.kind]), piece.caption, marked, redacted, linked)
    return "，".join(part for part in parts if part)


def local(at: datetime) -> datetime:
    """Return a time as this computer's clock shows it; a camera's time without zone as it is."""
    return at.astimezone() if at.tzinfo else at


def shown_time(item: EvidenceState) -> str:
    """Return the time of day below a picture, or that it has none."""
    if item.evidence.kind is EvidenceKind.PHOTO and not item.taken:
        return _("no time")
    return f"{local(item.shown_at):%H:%M}" if item.shown_at else ""


@lru_cache(maxsize=8192)
def half_day_order(at: datetime | None) -> tuple[str, bool]:
    """Return what half-days are sorted by; what has no time comes last."""
    if at is None:
        return "~", False
    seen = local(at)
    return f"{seen:%Y-%m-%d}", seen.hour >= 12


def half_day(at: datetime | None) -> str:
    """Return the heading a time stands under."""
    if at is None:
        return _("Without a time")
    seen = local(at)
    if seen.hour < 12:
        return _("{month}-{day} morning").format(month=f"{seen.month:02}", day=f"{seen.day:02}")
    return _("{month}-{day} afternoon").format(month=f"{seen.month:02}", day=f"{seen.day:02}")
