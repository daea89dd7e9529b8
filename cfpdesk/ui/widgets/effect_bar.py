"""A finding's effect on the claim: the limit of its direction before and after, and the wall."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cfpdesk.model.claim_effect import ClaimEffect, percent
from cfpdesk.ui.theme import color, density, font

_HIGH, _BAR = 52, 12
_BEYOND = 1.14  # how much farther than the farther of wall and limit the picture goes


class EffectBar(QWidget):
    """Zero at one end, materiality as a wall towards the other; over and under never mixed."""

    def __init__(self) -> None:
        super().__init__()
        self._effect: ClaimEffect | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_effect(self, effect: ClaimEffect) -> None:
        """Show where the claim stands without a finding and with it."""
        self._effect = effect
        sentence = str(effect.sentence())
        self.setAccessibleName(sentence)
        self.setToolTip(sentence)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for the bar and a line of figures on either side."""
        return QSize(260, _HIGH + density().type_step * 4)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return what three figures need."""
        return QSize(150, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint ground, wall, both limits and their figures."""
        effect = self._effect
        if effect is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = (self.height() - _BAR) / 2
        bar = QRectF(4, high, self.width() - 8, _BAR)
        wall = float(effect.materiality)
        reach = max(wall, abs(float(effect.after)), abs(float(effect.before))) * _BEYOND or 1.0

        def at(value: float) -> float:
            share = min(abs(value) / reach, 1.0)
            return (
                bar.right() - share * bar.width()
                if effect.under
                else bar.left() + share * bar.width()
            )

        zero, stop = at(0), at(wall)
        far = bar.left() if effect.under else bar.right()
        painter.fillRect(_between(zero, stop, bar), color("ok_t"))
        painter.fillRect(_between(stop, far, bar), color("bad_t"))
        token = "bad" if effect.beyond else "accent"
        before, after = at(float(effect.before)), at(float(effect.after))
        painter.setPen(QPen(color(token), 2))
        painter.drawLine(int(before), int(bar.center().y()), int(after), int(bar.center().y()))
        for x, name, tall in (
            (zero, "text", 3),
            (stop, "bad", 4),
            (before, "muted", 2),
            (after, token, 3),
        ):
            painter.fillRect(QRectF(x - 1, bar.top() - tall, 2, _BAR + 2 * tall), color(name))
        self._figures(painter, effect, (before, after, stop, zero), token)
        painter.end()

    def _figures(
        self,
        painter: QPainter,
        effect: ClaimEffect,
        places: tuple[float, float, float, float],
        token: str,
    ) -> None:
        """Write the limit before above, with the finding below, with wall and zero beside it."""
        before, after, stop, zero = places
        painter.setFont(font(11))
        top = QRectF(0, 0, self.width(), self.height() / 2 - _BAR)
        low = QRectF(0, self.height() / 2 + _BAR - 2, self.width(), self.height() / 2 - _BAR)
        painter.setFont(font(11, 560))
        taken = [self._figure(painter, after, percent(effect.after), token, low)]
        painter.setFont(font(11))
        wall = percent(-effect.materiality if effect.under else effect.materiality)
        wanted = [(stop, wall, "bad"), (zero, "0", "muted")]
        if effect.before != effect.after:
            taken.append(self._figure(painter, before, percent(effect.before), "muted", top))
        for x, text, name in wanted:  # below, else above, else the mark alone and the tooltip
            boxes = (self._box(painter, x, text, line) for line in (low, top))
            free = next((box for box in boxes if not any(map(box.intersects, taken))), None)
            if free is not None:
                painter.setPen(color(name))
                painter.drawText(free, int(Qt.AlignmentFlag.AlignCenter), text)
                taken.append(free)

    def _figure(self, painter: QPainter, x: float, text: str, token: str, line: QRectF) -> QRectF:
        box = self._box(painter, x, text, line)
        painter.setPen(color(token))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
        return box

    def _box(self, painter: QPainter, x: float, text: str, line: QRectF) -> QRectF:
        wide = painter.fontMetrics().horizontalAdvance(text) + 6
        left = min(max(x - wide / 2, 0), self.width() - wide)
        return QRectF(left, line.top(), wide, line.height())


def _between(one: float, other: float, bar: QRectF) -> QRectF:
    return QRectF(min(one, other), bar.top(), abs(one - other), bar.height())
