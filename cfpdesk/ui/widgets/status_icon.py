"""The status language: a shape, a word and a colour for every answer, finding and step.

Shapes differ so that a black-and-white print or a colour-blind reader loses nothing.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QLabel

from cfpdesk.i18n import Message, msg
from cfpdesk.model.checklist import VERDICT_WORD, Verdict
from cfpdesk.model.finding import KIND_WORD, FindingKind
from cfpdesk.model.gate import Level, Mark
from cfpdesk.ui.icons import pixmap, set_icon
from cfpdesk.ui.theme import color, font


@dataclass(frozen=True, slots=True)
class Shape:
    """How a status is shown: the icon's file name, the colour token, the word."""

    icon: str
    token: str
    word: Message


VERDICTS: dict[Verdict, Shape] = {
    Verdict.OPEN: Shape("open", "control", VERDICT_WORD[Verdict.OPEN]),
    Verdict.CONFORM: Shape("conform", "ok", VERDICT_WORD[Verdict.CONFORM]),
    Verdict.NOT_CONFORM: Shape("not-conform", "bad", VERDICT_WORD[Verdict.NOT_CONFORM]),
    Verdict.OBSERVATION: Shape("observation", "info", VERDICT_WORD[Verdict.OBSERVATION]),
    Verdict.NOT_APPLICABLE: Shape("not-applicable", "na", VERDICT_WORD[Verdict.NOT_APPLICABLE]),
    Verdict.FOLLOW_UP: Shape("follow-up", "warn", VERDICT_WORD[Verdict.FOLLOW_UP]),
}
ANSWERS = (
    Verdict.CONFORM,
    Verdict.NOT_CONFORM,
    Verdict.OBSERVATION,
    Verdict.NOT_APPLICABLE,
    Verdict.FOLLOW_UP,
)
LEVELS: dict[Level, Shape] = {
    Level.HARD: Shape("blocks", "bad", msg("Blocks")),
    Level.OVERRIDABLE: Shape("blocks", "bad", msg("Blocks")),
    Level.WARNING: Shape("warning", "warn", msg("Warning")),
    Level.INFO: Shape("info", "info", msg("Info")),
}
# A doubt about a line: wrong by itself, to be looked at, worth knowing.
DOUBTS: dict[Level, Shape] = {
    Level.HARD: Shape("not-conform", "bad", msg("Does not hold")),
    Level.OVERRIDABLE: Shape("not-conform", "bad", msg("Does not hold")),
    Level.WARNING: Shape("warning", "warn", msg("Doubt")),
    Level.INFO: Shape("info", "info", msg("Info")),
}
FINDINGS: dict[FindingKind, Shape] = {
    FindingKind.MAJOR: Shape("not-conform", "bad", KIND_WORD[FindingKind.MAJOR]),
    FindingKind.MINOR: Shape("not-conform", "bad", KIND_WORD[FindingKind.MINOR]),
    FindingKind.MISSTATEMENT: Shape("not-conform", "bad", KIND_WORD[FindingKind.MISSTATEMENT]),
    FindingKind.OBSERVATION: Shape("observation", "info", KIND_WORD[FindingKind.OBSERVATION]),
    FindingKind.CLARIFICATION: Shape("follow-up", "warn", KIND_WORD[FindingKind.CLARIFICATION]),
}
LINE = Shape("table", "text2", msg("Line of the inventory"))
SLIP = Shape("list", "text2", msg("Item of a sample"))
PENDING = Shape("pending", "muted", msg("after merge"))
DISPUTED = Shape("disputed", "conf", msg("Disputed"))
CONFLICT = Shape("disputed", "conf", msg("Conflict"))


class StatusIcon(QLabel):
    """A status as its shape; the word is its accessible name and its tooltip."""

    def __init__(self, shape: Shape | None = None, size: int = 18) -> None:
        super().__init__()
        self._size = size
        if shape is not None:
            self.show_shape(shape)

    def show_shape(self, shape: Shape, word: str = "") -> None:
        """Show a status, with another word than its own if one is given."""
        set_icon(self, shape.icon, shape.token, self._size)
        self.setAccessibleName(word or str(shape.word))
        self.setToolTip(word or str(shape.word))


def paint_ring(painter: QPainter, box: QRectF, number: int, mark: Mark, share: float) -> None:
    """Paint a step's mark into a square box."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mark in (Mark.DONE, Mark.SEALED):
        name, token = ("conform", "ok") if mark is Mark.DONE else ("sealed", "text2")
        picture = pixmap(name, token, int(box.width()), ground="base")
        painter.drawPixmap(QPointF(box.x(), box.y()), picture)
        return
    ring = box.adjusted(1.2, 1.2, -1.2, -1.2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color("line"), 1.6))
    painter.drawEllipse(ring)
    if mark is Mark.IN_PROGRESS:
        pen = QPen(color("accent"), 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(ring, 90 * 16, -int(360 * 16 * min(max(share, 0.06), 0.97)))
    made = font(11, 600 if mark is Mark.IN_PROGRESS else 400)
    if number > 9:
        made.setPixelSize(made.pixelSize() - 1)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    painter.setFont(made)
    painter.setPen(color("text2" if mark is Mark.IN_PROGRESS else "muted"))
    if number:
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))
