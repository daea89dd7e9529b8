"""Threads for work off the window's thread, in pools that outlive every widget.

A pool that is a widget's child waits for its threads when the widget is destroyed, while holding
the interpreter; threads that need the interpreter then wait for the widget, and the window hangs.
So pools have no parent and are kept until the program ends; idle threads end by themselves.
"""

import atexit
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QThreadPool

END_MS = 5_000

_kept: list[QThreadPool] = []


def worker_pool(threads: int = 1) -> QThreadPool:
    """Return a pool of its own with so many threads."""
    pool = QThreadPool()
    pool.setMaxThreadCount(threads)
    _kept.append(pool)
    return pool


def tell(emit: Callable[[], object]) -> None:
    """Emit from a pool's thread; whoever asked may be gone by now, and then nobody listens."""
    with suppress(RuntimeError):
        emit()


@atexit.register
def _end() -> None:
    for pool in _kept:
        pool.clear()
        pool.waitForDone(END_MS)
