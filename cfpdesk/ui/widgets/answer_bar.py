"""The five answers to a check item as one bar of tall buttons, keys 1 to 5 at their corners."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.checklist import Verdict
from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.theme import color, density, font
from cfpdesk.ui.widgets.status_icon import ANSWERS, VERDICTS


class _Answer(QAbstractButton):
    def __init__(self, verdict: Verdict, key: str) -> None:
        super().__init__()
        self.verdict, self.key = verdict, key
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName(f"answer-{verdict}")
        self.speak()

    def speak(self) -> None:
        word = str(VERDICTS[self.verdict].word)
        self.setText(word)
        self.setAccessibleName(word)
        self.setToolTip(f"{word}  {self.key}")
        height = density().answer
        self.setFixedHeight(height)
        self.setMinimumWidth(QFontMetrics(font(13, 600)).horizontalAdvance(word) + 38)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        shape = VERDICTS[self.verdict]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        tint = f"{shape.token}_t" if shape.token != "control" else "na_t"
        ground = color(tint) if on else color("hover" if self.underMouse() else "base")
        edge: QColor = color(shape.token) if on else color("line")
        width = 2.0 if on or self.hasFocus() else 1.0
        if self.hasFocus():
            edge = color("focus") if not on else edge
        inset = width / 2
        box = self.rect().toRectF().adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(edge, width))
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus() and on:
            painter.setPen(QPen(color("focus"), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 4, 4)
        made = font(13, 600)
        painter.setFont(made)
        words = painter.fontMetrics().horizontalAdvance(self.text())
        left = max((self.width() - words - 24) // 2, 7)
        middle = self.height() // 2
        painter.drawPixmap(
            left, middle - 9, pixmap(shape.icon, shape.token, 18, ground=tint if on else "base")
        )
        painter.setPen(color(shape.token if on else "text"))
        room = QRect(left + 24, 0, self.width() - left - 25, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(font(11))
        painter.setPen(color("muted"))
        painter.drawText(
            self.rect().adjusted(0, 3, -6, 0),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop,
            self.key,
        )
        painter.end()


class AnswerBar(QWidget):
    """Emits `answered` with the verdict; pressing the answer that stands clears it."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Answer"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._standing = Verdict.OPEN
        self._buttons: dict[Verdict, _Answer] = {}
        for number, verdict in enumerate(ANSWERS, 1):
            made = _Answer(verdict, str(number))
            made.clicked.connect(lambda _on=False, v=verdict: self._press(v))
            self._buttons[verdict] = made
            layout.addWidget(made)

    def _press(self, verdict: Verdict) -> None:
        standing = self._standing
        self.show_verdict(standing)
        self.answered.emit(Verdict.OPEN if verdict is standing else verdict)

    def show_verdict(self, verdict: Verdict) -> None:
        """Show the answer that stands, without telling."""
        self._standing = verdict
        for each, made in self._buttons.items():
            made.setChecked(each is verdict)
            made.update()
