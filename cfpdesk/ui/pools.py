"""Threads for work off the window's thread; what they name is let go in that thread alone.

    self._worker = Worker()
    self._worker.start(self, work, self._took)   # `_took(work())` on the window's thread

A pool that is a widget's child waits for its threads when the widget is destroyed, while holding
the interpreter; threads that need the interpreter then wait for the widget, and the window hangs.
So pools have no parent and are kept until the program ends; idle threads end by themselves.

Work, and what is called when it is done, name pages, popovers and the window itself. Were a pool's
thread the last to let go of one of these, Qt would take it apart there, while the window's thread
paints it: a crash long afterwards, without a trace. So a thread holds a box and nothing else; the
box is emptied in the window's thread, and it comes there by an object that lives as long as the
program: who waits may be gone by then, and is not asked.
"""

import atexit
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal
from shiboken6 import isValid

END_MS = 5_000

T = TypeVar("T")
_kept: list[QThreadPool] = []


class _Box:
    """One piece of work: filled and emptied in the window's thread, worked in a pool's."""

    def __init__(
        self,
        post: "_Post",
        owner: QObject,
        work: Callable[[], Any],
        then: Callable[[Any], object],
        failed: Callable[[Exception], object] | None,
    ) -> None:
        self._post = post
        self._held: tuple[Any, ...] = (owner, work, then, failed)
        self._result: Any = None
        self._error: Exception | None = None

    def __call__(self) -> None:
        """Work, on a pool's thread; when it says so, that thread names nothing but this box."""
        self._work()
        self._post.came.emit(self)

    def _work(self) -> None:
        try:
            self._result = self._held[1]()
        except Exception as error:  # noqa: BLE001 - carried to the window's thread as it is
            self._error = error

    def open(self) -> None:
        """Hand over what was brought, on the window's thread, and keep nothing.

        Raises:
            Exception: what the work raised, where nobody asked for it.
        """
        owner, _work, then, failed = self._held
        result, error = self._result, self._error
        self._held, self._result, self._error = (), None, None
        if not isValid(owner):
            return
        if error is None:
            then(result)
        elif failed is not None:
            failed(error)
        else:
            raise error


class _Post(QObject):
    """Brings boxes to the window's thread; one for the program, never destroyed before it."""

    came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.came.connect(self._open, Qt.ConnectionType.QueuedConnection)

    def _open(self, box: _Box) -> None:
        box.open()


_posts: list[_Post] = []


class Worker:
    """Threads of one's own; made and used on the window's thread."""

    def __init__(self, threads: int = 1) -> None:
        if not _posts:
            _posts.append(_Post())
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(threads)
        _kept.append(self._pool)

    def start(
        self,
        owner: QObject,
        work: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Work on one of the threads, as soon as one is free.

        Args:
            owner: who waits; once it is destroyed nobody is told.
            work: touches no widget.
            then: called on the window's thread with what `work` returned.
            failed: called there with what it raised; without it, that is raised there.
        """
        self._pool.start(_Box(_posts[0], owner, work, then, failed))

    def wait(self, milliseconds: int = -1) -> bool:
        """Block until nothing runs and nothing waits for a thread; False if the time ran out."""
        return self._pool.waitForDone(milliseconds)

    def stop(self, milliseconds: int) -> None:
        """Drop what waits for a thread, and wait for what runs."""
        if isValid(self._pool):  # Qt takes it apart before the windows when the program ends
            self._pool.clear()
            self._pool.waitForDone(milliseconds)


@atexit.register
def _end() -> None:
    for pool in _kept:
        pool.clear()
        pool.waitForDone(END_MS)
