"""Work on a pool's thread: what comes back, who is told, and where the last name is let go."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions
from shiboken6 import delete

from cfpdesk.ui.pools import Worker
from tests.ui.visit_pages import until

HERE = threading.get_ident


class Held:
    """Stands for a widget; says in which thread its last name was let go."""

    def __init__(self, gone: list[int]) -> None:
        self._gone = gone

    def __del__(self) -> None:
        self._gone.append(HERE())


def naming(held: Held, what: Callable[[], object]) -> Callable[[], object]:
    """Return what a page hands to a job: a function that names something of the window."""

    def work() -> object:
        del_not_here = held
        found = what()
        assert del_not_here is held
        return found

    return work


def test_work_runs_elsewhere_and_what_it_returns_comes_here(qapp: QApplication) -> None:
    owner, worker = QObject(), Worker()
    told: list[tuple[int, int]] = []
    worker.start(owner, HERE, lambda where: told.append((where, HERE())))
    until(lambda: told)
    ((worked, heard),) = told
    assert heard == HERE() != worked


def test_who_is_gone_is_not_told(qapp: QApplication) -> None:
    owner, worker = QObject(), Worker()
    told: list[int] = []
    worker.start(owner, HERE, told.append)
    assert worker.wait()
    delete(owner)
    QApplication.processEvents()
    assert not told


@pytest.mark.parametrize("fails", [False, True])
def test_a_pools_thread_is_never_the_last_to_let_go(qapp: QApplication, fails: bool) -> None:
    def what() -> object:
        if fails:
            raise ValueError
        return 1

    owner, worker = QObject(), Worker()
    gone: list[int] = []
    for _turn in range(50):  # whichever thread is faster
        worker.start(owner, naming(Held(gone), what), lambda _found: None, lambda _error: None)
        QApplication.processEvents()
    assert worker.wait()
    until(lambda: len(gone) == 50)
    assert set(gone) == {HERE()}


def test_what_the_work_returns_is_let_go_here(qapp: QApplication) -> None:
    owner, worker = QObject(), Worker()
    gone: list[int] = []
    for _turn in range(50):
        worker.start(owner, lambda: Held(gone), lambda _found: None)
        QApplication.processEvents()
    assert worker.wait()
    until(lambda: len(gone) == 50)
    assert set(gone) == {HERE()}


def test_what_goes_wrong_is_told_or_raised_here(qapp: QApplication) -> None:
    def wrong() -> None:
        raise ValueError("wrong")

    owner, worker = QObject(), Worker()
    told: list[Exception] = []
    worker.start(owner, wrong, print, told.append)
    until(lambda: told)
    with capture_exceptions() as raised:
        worker.start(owner, wrong, print)
        worker.wait()
        until(lambda: raised)
    assert [kind for kind, *_rest in raised] == [ValueError]


def test_what_waits_for_a_thread_is_dropped_when_it_stops(qapp: QApplication) -> None:
    owner, worker, going = QObject(), Worker(), threading.Event()
    told: list[object] = []
    worker.start(owner, going.wait, told.append)
    worker.start(owner, HERE, told.append)
    threading.Timer(0.1, going.set).start()
    worker.stop(5_000)
    until(lambda: told)
    assert told == [True]
