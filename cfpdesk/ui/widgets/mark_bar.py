"""The marking tools above a photo: what is drawn, and in which of the three colours."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QToolButton, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.mark_shape import INK
from cfpdesk.model.photo_mark import COLOUR_WORD, MARK_WORD, MarkColour, MarkKind
from cfpdesk.ui.theme import color, density, theme
from cfpdesk.ui.widgets.button import tool
from cfpdesk.ui.widgets.flow_layout import FlowLayout
from cfpdesk.ui.widgets.mark_view import COLOUR_KEYS, TOOL_KEYS, MarkView

_SWATCH = 16
_GAP, _SPACING = 6, 1
_AROUND = 6  # padding and border of the tools that stand in the same line


class _Swatch(QAbstractButton):
    def __init__(self, colour: MarkColour, key: str, run: Callable[[], object]) -> None:
        super().__init__()
        self._colour = colour
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        word = str(COLOUR_WORD[colour])
        self.setAccessibleName(word)
        self.setToolTip(f"{word}  {key}")
        self.setObjectName(f"colour-{colour.value}")
        self.clicked.connect(lambda _checked=False: run())
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        target = density().target
        return QSize(max(target, 26), target + _AROUND)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.rect().center()
        painter.setPen(QPen(color("control"), 1))
        ground = QColor(*INK[self._colour])
        if not self.isEnabled():
            ground.setAlpha(70)
        painter.setBrush(ground)
        half = _SWATCH // 2
        painter.drawEllipse(middle, half, half)
        ring = color("focus" if self.hasFocus() else "accent")
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(ring, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, half + 3, half + 3)
        painter.end()


def _gap() -> QWidget:
    made = QWidget()
    made.setFixedSize(_GAP, 1)
    return made


class MarkBar(QWidget):
    """Tells the view which tool and which colour; shows what the view says.

    Other tools stand at the right end; all of them wrap where the pane is narrow.
    """

    def __init__(self, view: MarkView, others: Sequence[QWidget]) -> None:
        super().__init__()
        self._view = view
        self._others = tuple(others)
        line = self._line = FlowLayout(self, spacing=_SPACING)
        self._tools: dict[MarkKind, QToolButton] = {}
        for key, kind in TOOL_KEYS.items():
            if kind is MarkKind.BAR:
                line.addWidget(_gap())
            made = tool(
                f"mark-{kind.value}",
                str(MARK_WORD[kind]),
                self._taking(kind),
                key=key.name.removeprefix("Key_"),
                checkable=True,
            )
            made.setObjectName(f"mark-{kind.value}")
            self._tools[kind] = made
            line.addWidget(made)
        line.addWidget(_gap())
        self._colours: dict[MarkColour, _Swatch] = {}
        for key, colour in COLOUR_KEYS.items():
            swatch = _Swatch(colour, key.name.removeprefix("Key_"), self._colouring(colour))
            self._colours[colour] = swatch
            line.addWidget(swatch)
        self._spring = _gap()
        line.addWidget(self._spring)
        for other in self._others:
            line.addWidget(other)
        self.setAccessibleName(_("Marks"))
        view.tool_changed.connect(self.show_tool)
        self.show_tool()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the other tools at the right end, where all stand in one line."""
        super().resizeEvent(event)
        items = [self._line.itemAt(n) for n in range(self._line.count())]
        widths = [i.sizeHint().width() for i in items if i and i.widget() is not self._spring]
        room = self.width() - sum(widths) - _SPACING * len(items)
        self._spring.setFixedWidth(max(room, _GAP))

    def set_may_mark(self, *, may: bool) -> None:
        """Offer the marking tools where there is something to draw on."""
        for made in (*self._tools.values(), *self._colours.values()):
            made.setEnabled(may)

    def _taking(self, kind: MarkKind) -> Callable[[], None]:
        def take() -> None:
            self._view.take_tool(kind)
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

        return take

    def _colouring(self, colour: MarkColour) -> Callable[[], None]:
        return lambda: self._view.take_colour(colour)

    def show_tool(self) -> None:
        """Show which tool and which colour are in hand."""
        for kind, made in self._tools.items():
            made.setChecked(kind is self._view.tool)
        for colour, swatch in self._colours.items():
            swatch.setChecked(colour is self._view.colour)
