"""The four steps of an export with their seconds: pack, sign, write, read back."""

from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QWidget

from cfpdesk.i18n import _
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.widgets.progress_ring import ProgressRing
from cfpdesk.ui.widgets.text import ElidedLabel, label

_MARKS = {"done": ("conform", "ok"), "bad": ("not-conform", "bad")}
STEPS = ("pack", "sign", "write", "read")


class ExportSteps(QWidget):
    """Shows how far it is; `at` moves forward only, because the steps have one order."""

    def __init__(self) -> None:
        super().__init__()
        words = {
            "pack": _("Pack"),
            "sign": _("Sign it"),
            "write": _("Write to the drive"),
            "read": _("Read back"),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(9)
        grid.setColumnMinimumWidth(1, 84)
        grid.setColumnStretch(2, 1)
        self._rings: dict[str, ProgressRing] = {}
        self._ticks: dict[str, QLabel] = {}
        self._notes: dict[str, ElidedLabel] = {}
        self._times: dict[str, QLabel] = {}
        for line, step in enumerate(STEPS):
            ring, tick = ProgressRing(18), label()
            set_icon(tick, "ring", "line", 18)
            grid.addWidget(ring, line, 0)
            grid.addWidget(tick, line, 0)
            grid.addWidget(label(words[step], "strong"), line, 1)
            self._rings[step], self._ticks[step] = ring, tick
            self._notes[step] = ElidedLabel("", "label")
            self._times[step] = label("", "muted")
            grid.addWidget(self._notes[step], line, 2)
            grid.addWidget(self._times[step], line, 3)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(_("Progress of the export"))
        grid.addWidget(self.bar, len(STEPS), 1, 1, 3)
        self.clear()

    def clear(self) -> None:
        """Show that nothing has begun."""
        self._at = -1
        for step in STEPS:
            self._show(step, "later")
            self._notes[step].setText("")
            self._times[step].setText("")
        self.bar.setValue(0)

    def begin(self, step: str, note: str = "") -> None:
        """Go to a step; those before it are done."""
        self._at = STEPS.index(step)
        for number, name in enumerate(STEPS):
            self._show(name, "done" if number < self._at else "now" if name == step else "later")
        if note:
            self._notes[step].setText(note)

    def note(self, step: str, note: str) -> None:
        """Say more about a step."""
        self._notes[step].setText(note)

    def time(self, step: str, seconds: float) -> None:
        """Show how long a step took or has taken."""
        self._times[step].setText(f"{int(seconds) // 60}:{int(seconds) % 60:02d}")

    def progress(self, percent: int) -> None:
        """Show the share of the whole."""
        self.bar.setValue(percent)
        if self._at >= 0:
            self._rings[STEPS[self._at]].show_percent(-1)

    def fail(self, step: str) -> None:
        """Show that a step did not come through; those before it stay done."""
        self._at = STEPS.index(step)
        for number, name in enumerate(STEPS):
            self._show(name, "done" if number < self._at else "bad" if name == step else "later")
        self.bar.setValue(0)

    def finish(self) -> None:
        """Show all four as done."""
        self._at = len(STEPS)
        for step in STEPS:
            self._show(step, "done")
        self.bar.setValue(100)

    def current(self) -> str:
        """Return the step under way; empty before and after."""
        return STEPS[self._at] if 0 <= self._at < len(STEPS) else ""

    def _show(self, step: str, mark: str) -> None:
        self._rings[step].setVisible(mark == "now")
        self._ticks[step].setVisible(mark != "now")
        icon, token = _MARKS.get(mark, ("ring", "line"))
        set_icon(self._ticks[step], icon, token, 18)
        if mark == "now":
            self._rings[step].show_percent(-1)
