"""A line of steps with, at its right, what stands in the way and the button for what is next."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.step_line import StepLine
from cfpdesk.ui.widgets.stepper import Stop
from cfpdesk.ui.widgets.text import ElidedLabel


class StepBar(QFrame):
    """Emits `go` when the next thing is wanted, `pressed` with a step's key."""

    go = Signal()
    pressed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        role(self, box="pane")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 4, 12, 4)
        line.setSpacing(12)
        self.steps = StepLine(name)
        self.steps.pressed.connect(self.pressed)
        self._why = ElidedLabel("", "muted")
        self._why.setObjectName("why-not")
        self.button = button("", self.go.emit, kind="primary", name="next-stage")
        line.addWidget(self.steps)
        line.addWidget(self._why, 1)
        line.addWidget(self.button)

    def show_steps(self, stops: list[Stop], verb: str, why: str, *, enabled: bool) -> None:
        """Show the steps, the verb of the next one (empty for none), and what stands in its way."""
        self.steps.set_stops(stops)
        self.steps.updateGeometry()
        self._why.setText(why)
        self.button.setVisible(bool(verb))
        self.button.setText(verb)
        self.button.setAccessibleName(verb)
        self.button.setEnabled(enabled)
        self.button.setToolTip(why)
