"""A bar of shares: how a whole divides, such as a package's bytes or a merge's rows.

Usable alone:

    bar = ShareBar(_("Size by kind"))
    bar.set_parts([Part(148, "accent", "Photos 148 MB"), Part(22, "accent", "Files", 55)], 300)

Shares are told by length and by the words in the legend, never by colour alone; the bar's
accessible description says them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cfpdesk.ui.theme import color

_GAP = 2.0
_LEAST = 3.0


@dataclass(frozen=True, slots=True)
class Part:
    """One share.

    Attributes:
        amount: how much; parts of nothing are not drawn.
        token: its colour.
        words: name and figure, for the accessible description and the legend.
        strength: percent of the colour against the ground; shares use 100, 55, 32.
    """

    amount: int
    token: str
    words: str
    strength: int = 100


class ShareBar(QWidget):
    """The bar; the rest up to `whole` is left as an empty track."""

    def __init__(self, name: str, height: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Part, ...] = ()
        self._whole = 0
        self._height = height
        self.setAccessibleName(name)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: Sequence[Part], whole: int = 0) -> None:
        """Show the parts; `whole` is the limit where there is one, else their sum."""
        self._parts = tuple(part for part in parts if part.amount > 0)
        self._whole = max(whole, sum(part.amount for part in self._parts))
        self.setAccessibleDescription(", ".join(part.words for part in parts))
        self.setToolTip("\n".join(part.words for part in parts))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide, and as high as asked for."""
        return QSize(240, self._height)

    def widths(self, room: float) -> list[float]:
        """Return the width of each part in `room` pixels; none vanishes, together they fit."""
        if not self._whole:
            return []
        raw = [max(_LEAST, part.amount / self._whole * room) for part in self._parts]
        over = sum(raw) + _GAP * (len(raw) - 1) - room
        if over > 0 and raw:
            widest = raw.index(max(raw))
            raw[widest] = max(_LEAST, raw[widest] - over)
        return raw

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the track and the parts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("na_t"))
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
        x = 0.0
        for part, width in zip(self._parts, self.widths(float(self.width())), strict=True):
            painter.setBrush(color("base"))
            painter.drawRect(QRectF(x, 0, width + _GAP, self.height()))
            painter.setOpacity(part.strength / 100)
            painter.setBrush(color(part.token))
            painter.drawRoundedRect(QRectF(x, 0, width, self.height()), 1.5, 1.5)
            painter.setOpacity(1)
            x += width + _GAP
        painter.end()


class Swatch(QWidget):
    """The small square of a legend, in the colour of its part."""

    def __init__(self, token: str, strength: int = 100, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token, self._strength = token, strength
        self.setFixedSize(10, 10)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the square."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setOpacity(self._strength / 100)
        painter.setBrush(color(self._token))
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
        painter.end()
