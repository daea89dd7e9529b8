"""Which of its four steps an export is in, and how long each took."""

import time

from cfpdesk.ui.jobs import Progress
from cfpdesk.ui.widgets.export_steps import STEPS, ExportSteps


class StepClock:
    """Goes through the steps forward only, by what a job says of its progress.

    Args:
        signer: who signs.
        target: where it is written.
        packs_here: the export is packed on this computer first, and then brought to its drive: two
            jobs, of which the second writes and reads back. Else one job does all of it, and the
            second half of its figures is reading back.
    """

    def __init__(self, signer: str = "", target: str = "", *, packs_here: bool = False) -> None:
        self._packs_here = packs_here
        self._notes = {"sign": signer, "write": target}
        self._began: dict[str, float] = {}
        self._took: dict[str, float] = {}
        self._step = ""
        self.to("pack")

    def say(self, step: str, note: str) -> None:
        """Say more about a step."""
        self._notes[step] = note

    def to(self, step: str) -> None:
        """Go to a step, through those before it; to an earlier one, to do it once more."""
        start = STEPS.index(self._step) if self._step else -1
        goal = STEPS.index(step)
        if goal <= start:
            for later in STEPS[goal:]:
                self._began.pop(later, None)
                self._took.pop(later, None)
            start = goal - 1
        for number in range(start + 1, goal + 1):
            self._stop()
            if self._step == "pack":
                self._notes["pack"] = ""
            self._step = STEPS[number]
            self._began[self._step] = time.monotonic()

    def follow(self, progress: Progress) -> None:
        """Go where the job is by now."""
        if not progress.total:
            return
        half = progress.total // 2 or 1
        second = progress.done >= half
        if second and not (self._packs_here and self._step == "pack") and self._step != "read":
            self.to("read")
        if self._step in ("pack", "read"):
            done = progress.done - (half if self._step == "read" else 0)
            whole = progress.total if self._packs_here and self._step == "pack" else half
            self._notes[self._step] = f"{min(max(done * 100 // whole, 0), 100)} %"

    def end(self) -> None:
        """All is done."""
        if self._step != STEPS[-1]:
            self.to(STEPS[-1])
        self._stop()
        self._notes |= {"pack": "", "read": ""}

    def show(self, steps: ExportSteps, *, running: bool) -> None:
        """Put steps, notes and times into the widget."""
        if running and steps.current() != self._step:
            steps.begin(self._step)
        for step in STEPS:
            steps.note(step, self._notes.get(step, ""))
        for step in self._began:
            steps.time(step, self._took.get(step, time.monotonic() - self._began[step]))

    def _stop(self) -> None:
        if self._step in self._began and self._step not in self._took:
            self._took[self._step] = time.monotonic() - self._began[self._step]
