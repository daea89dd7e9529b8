"""Work that takes long, off the window's thread: one at a time, with progress and cancel.

    def work(progress: Progress) -> Report:          # runs on a pool thread, no widgets here
        for n, photo in enumerate(photos):
            progress.at(n, len(photos), msg("Hash {name}", name=photo.name))
            ...
        return Report(...)

    desk.run_job(msg("Export"), work, done=self._exported)

`progress.at` raises `Cancelled` when the person has cancelled, so work unwinds by its `with` and
`finally` blocks and leaves the state before. `done` and `failed` run on the window's thread.
An error reaches the window, whatever it is (`ui/pools.py`).
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from cfpdesk.i18n import Text
from cfpdesk.ui.pools import Worker

T = TypeVar("T")

SHOW_RING_AFTER = 0.3
SHOW_LINE_AFTER = 2.0


class Cancelled(Exception):  # noqa: N818 - not an error: the person asked for it
    """The person cancelled the job."""


@dataclass
class Progress:
    """How far a job is; written by the job, read by the window, both without a lock."""

    done: int = 0
    total: int = 0
    text: Text = ""
    started: float = field(default_factory=time.monotonic)
    _stop: Event = field(default_factory=Event)

    def at(self, done: int, total: int, text: Text = "") -> None:
        """Say how far the work is.

        Raises:
            Cancelled: the person has cancelled.
        """
        self.done, self.total = done, total
        if text:
            self.text = text
        self.check()

    def check(self) -> None:
        """Raise `Cancelled` if the person has cancelled; call it in long inner loops."""
        if self._stop.is_set():
            raise Cancelled

    @property
    def cancelled(self) -> bool:
        """Whether the person has cancelled."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next `at` or `check`."""
        self._stop.set()

    @property
    def seconds(self) -> float:
        """How long the job has been running."""
        return time.monotonic() - self.started

    @property
    def percent(self) -> int:
        """0 to 100; 0 where the total is not known."""
        return min(100, self.done * 100 // self.total) if self.total else 0


@dataclass(eq=False)
class Job(Generic[T]):
    """One job: its name, its progress, and what happens afterwards."""

    name: Text
    work: Callable[[Progress], T]
    done: Callable[[T], object] | None = None
    failed: Callable[[Exception], object] | None = None
    cancelled: Callable[[], object] | None = None
    progress: Progress = field(default_factory=Progress)

    def cancel(self) -> None:
        """Ask the job to stop."""
        self.progress.cancel()


class Jobs(QObject):
    """The queue of long work: one runs, the others wait their turn."""

    changed = Signal()

    def __init__(self, report: Callable[[Exception], object]) -> None:
        super().__init__()
        self._report = report
        self._waiting: deque[Job[Any]] = deque()
        self.current: Job[Any] | None = None
        self._worker = Worker()
        self._tick = QTimer(self, interval=100)
        self._tick.timeout.connect(self.changed)

    @property
    def running(self) -> bool:
        """Whether anything runs or waits."""
        return self.current is not None or bool(self._waiting)

    def run(self, job: Job[T]) -> Job[T]:
        """Queue a job; it starts at once if nothing else runs."""
        self._waiting.append(job)
        self._next()
        return job

    def cancel_all(self) -> None:
        """Cancel what runs and drop what waits."""
        self._waiting.clear()
        self.cancel_current()

    def cancel_current(self) -> None:
        """Cancel what runs; what waits goes on."""
        if self.current is not None:
            self.current.cancel()

    def wait(self, milliseconds: int = 30_000) -> bool:
        """Block until the running job has ended; for closing the window."""
        return self._worker.wait(milliseconds)

    def _next(self) -> None:
        if self.current is not None or not self._waiting:
            self.changed.emit()
            return
        job = self._waiting.popleft()
        job.progress.started = time.monotonic()
        self.current = job
        self._tick.start()

        self._worker.start(
            self,
            partial(_work, job),
            lambda result: self._end(job, result, None),
            lambda error: self._end(job, None, error),
        )
        self.changed.emit()

    def _end(self, job: Job[Any], result: object, error: Exception | None) -> None:
        self.current = None
        self._tick.stop()
        self.changed.emit()
        if isinstance(error, Cancelled):
            if job.cancelled is not None:
                job.cancelled()
        elif error is not None:
            (job.failed or self._report)(error)
        elif job.done is not None:
            job.done(result)
        self._next()


def _work(job: Job[T]) -> T:
    job.progress.check()
    return job.work(job.progress)
