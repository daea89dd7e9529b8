import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cfpdesk.ui.jobs import Job, Jobs, Progress


def until(ready: Callable[[], bool]) -> None:
    for _turn in range(400):
        if ready():
            return
        QTest.qWait(10)
    raise AssertionError("nothing came")


@pytest.fixture
def jobs(qapp: QApplication) -> Jobs:
    return Jobs(lambda error: None)


def test_result_comes_on_the_windows_thread(jobs: Jobs) -> None:
    here = QThread.currentThread()
    seen: list[object] = []

    def work(progress: Progress) -> int:
        progress.at(1, 2)
        return threading.get_ident()

    def done(result: int) -> None:
        seen.extend([result != threading.get_ident(), QThread.currentThread() is here])

    jobs.run(Job("count", work, done))
    until(lambda: bool(seen))
    assert seen == [True, True]
    assert not jobs.running


def test_jobs_wait_their_turn(jobs: Jobs) -> None:
    order: list[str] = []

    def work_of(name: str) -> Callable[[Progress], None]:
        return lambda _progress: order.append(name)

    for name in ("one", "two", "three"):
        jobs.run(Job(name, work_of(name)))
    until(lambda: not jobs.running)
    assert order == ["one", "two", "three"]


def test_cancel_unwinds_and_leaves_the_state_before(jobs: Jobs) -> None:
    seen: list[str] = []
    begun = threading.Event()

    def work(progress: Progress) -> None:
        try:
            while True:
                begun.set()
                progress.at(0, 0)
        finally:
            seen.append("unwound")

    job = jobs.run(Job("endless", work, lambda _r: seen.append("done"),
                       cancelled=lambda: seen.append("cancelled")))  # fmt: skip
    begun.wait(5)
    job.cancel()
    until(lambda: not jobs.running)
    assert seen == ["unwound", "cancelled"]


def test_an_error_reaches_the_window(qapp: QApplication) -> None:
    reported: list[Exception] = []
    jobs = Jobs(reported.append)

    def work(_progress: Progress) -> None:
        raise ValueError("no")

    jobs.run(Job("wrong", work))
    until(lambda: bool(reported))
    assert isinstance(reported[0], ValueError)
    failed: list[Exception] = []
    jobs.run(Job("wrong", work, failed=failed.append))
    until(lambda: bool(failed))
    assert len(reported) == 1


def test_percent_is_bounded() -> None:
    assert Progress(done=5, total=4).percent == 100
    assert Progress(done=1, total=0).percent == 0
