"""Garbage is looked for in the window's thread, never in that of a job."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from cfpdesk.ui.collector import Collector


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    """A collector, in a process that had collected by itself until then.

    Afterwards it is as the application left it: off. Were it on, the tests that follow would now
    and then crash where Qt's list of all widgets is wrapped one by one, for a window that nobody
    holds may be taken apart in between.
    """
    gc.enable()
    parent = QObject()
    yield Collector(parent)
    assert not gc.isenabled()
    parent.deleteLater()


class Knot:
    """Something that only the collector can take away."""

    def __init__(self, gone: list[str]) -> None:
        self.me, self._gone = self, gone

    def __del__(self) -> None:
        self._gone.append(threading.current_thread().name)


def test_a_thread_never_collects(collector: Collector) -> None:
    gone: list[str] = []
    held: list[list[int]] = []  # enough for Python to look, had it not been told to leave it

    def job() -> None:
        Knot(gone)
        held.extend([number] for number in range(50_000))

    thread = threading.Thread(target=job, name="job")
    thread.start()
    thread.join()
    assert gone == []
    while collector.look() >= 0:
        pass
    assert gone == [threading.main_thread().name]


def test_it_collects_only_what_is_due(collector: Collector) -> None:
    gc.collect()
    assert collector.look() == -1
    kept = [[number] for number in range(2 * gc.get_threshold()[0])]
    assert collector.look() == 0
    assert kept
