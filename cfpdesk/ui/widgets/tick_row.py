"""Short texts to be ticked, in a row that wraps."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from cfpdesk.ui.widgets.flow_layout import FlowLayout


class TickRow(QWidget):
    """Emits `ticked` with the position and whether it is ticked now; only when a person does it."""

    ticked = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self._layout = FlowLayout(self, spacing=14)
        self._texts: tuple[str, ...] = ()
        self._ticks: list[QCheckBox] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_pieces(self, texts: Sequence[str], ticked: Collection[int]) -> None:
        """Show these texts; the same ones again keep their boxes and the focus."""
        if tuple(texts) != self._texts:
            self._texts = tuple(texts)
            self._layout.clear()
            self._ticks = [self._made(n, text) for n, text in enumerate(texts)]
            for tick in self._ticks:
                self._layout.addWidget(tick)
            self.updateGeometry()
        for n, tick in enumerate(self._ticks):
            tick.setChecked(n in ticked)

    def _made(self, position: int, text: str) -> QCheckBox:
        made = QCheckBox(text)
        made.setAccessibleName(text)
        made.setObjectName(f"expected-{position}")
        made.clicked.connect(self._teller(position))
        return made

    def _teller(self, position: int) -> Callable[[bool], None]:
        return lambda on: self.ticked.emit(position, on)
