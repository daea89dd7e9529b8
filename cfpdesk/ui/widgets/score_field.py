"""A rating from 1 (best) to 5 as five squares; the number keys, arrows and clicks choose.

Usable alone:

    field = ScoreField("时间")
    field.show_score(2)
    field.scored.connect(write)             # 1 to 5, or 0 where the rating is taken back
"""

from decimal import Decimal

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.data_quality import rating_word
from cfpdesk.ui.theme import color, density, font, theme

BEST, WORST = 1, 5
_NAME, _WORD = 102, 60  # room of the name, as wide as the labels of a form, and of the word


class ScoreField(QWidget):
    """See the module text."""

    scored = Signal(int)

    def __init__(self, name: str, *, needed: bool = False) -> None:
        super().__init__()
        self._name, self._needed = name, needed
        self._score = 0
        self._enabled = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription(_("1 is best, 5 is worst, 0 takes the rating back"))
        theme().changed.connect(self.updateGeometry)
        self._say()

    def show_score(self, score: int, *, read_only: bool = False) -> None:
        """Show a rating; 0 is none."""
        self._score, self._enabled = score, not read_only
        self._say()
        self.update()

    def score(self) -> int:
        """Return the rating that is shown."""
        return self._score

    def _say(self) -> None:
        self.setAccessibleName(f"{self._name} {self._word()}")
        self.setToolTip(f"{self._name}：{self._word()}")

    def _word(self) -> str:
        if not self._score:
            return _("not rated")
        return f"{self._score} {rating_word(Decimal(self._score))}"

    # Measures ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One row."""
        return QSize(290, density().target + 4)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Shrink in width."""
        return QSize(230, self.sizeHint().height())

    def _box(self, number: int) -> QRect:
        side = density().target
        left = min(_NAME, self.width() - WORST * (side + 4) - _WORD)
        top = (self.height() - side) // 2
        return QRect(left + (number - BEST) * (side + 4), top, side, side)

    # Hands ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Digits choose, Left and Right move, 0 and Delete take back."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        text = event.text()
        if plain and text.isascii() and text.isdigit() and int(text) <= WORST:
            self._choose(int(text))
        elif plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(0)
        elif plain and event.key() == Qt.Key.Key_Right:
            self._choose(min(self._score + 1, WORST))
        elif plain and event.key() == Qt.Key.Key_Left:
            self._choose(max(self._score - 1, 0))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click chooses; on the one that stands it takes the rating back."""
        at = event.position().toPoint()
        for number in range(BEST, WORST + 1):
            if self._box(number).adjusted(-2, -2, 2, 2).contains(at):
                self._choose(0 if number == self._score else number)
                return

    def _choose(self, score: int) -> None:
        if self._enabled and score != self._score:
            self.scored.emit(score)

    # Picture ----------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the name, the squares and the word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(12))
        painter.setPen(color("text2"))
        left = self._box(BEST).left()
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        star = " *" if self._needed and not self._score else ""
        words = painter.fontMetrics().elidedText(
            self._name + star, Qt.TextElideMode.ElideRight, left - 6
        )
        painter.drawText(QRect(0, 0, left - 4, self.height()), middle, words)
        for number in range(BEST, WORST + 1):
            self._paint_box(painter, number)
        start = self._box(WORST).right() + 10
        room = self.width() - start
        painter.setFont(font(12))
        painter.setPen(color("muted"))
        said = str(rating_word(Decimal(self._score))) if self._score else _("not rated")
        said = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(start, 0, room, self.height()), middle, said)
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = self._box(BEST).united(self._box(WORST)).adjusted(-3, -1, 3, 1)
            painter.drawRoundedRect(ring, 6, 6)
        painter.end()

    def _paint_box(self, painter: QPainter, number: int) -> None:
        box = self._box(number).adjusted(2, 2, -2, -2)
        chosen = number == self._score
        painter.setPen(QPen(color("accent" if chosen else "line"), 1))
        painter.setBrush(color("accent" if chosen else "base"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(color("on_accent" if chosen else "text2"))
        painter.setFont(font(12, 600 if chosen else 400))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))
