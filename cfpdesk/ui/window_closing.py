"""Closing the window while something is still running: one question, and nothing is lost."""

import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from cfpdesk.i18n import current_language, text_in
from cfpdesk.ui.jobs import Job

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow

SHORT_JOB_S = 0.5


def may_close(window: "MainWindow") -> bool:
    """Ask once where a job is running; False if the person stays."""
    job = _long_job(window)
    if job is None:
        return True
    from cfpdesk.ui.dialogs import closing_with_job

    answer = closing_with_job(window, text_in(job.name, current_language()))
    if answer == "stay":
        return False
    if answer == "cancel":
        window.desk.jobs.cancel_all()
    window.desk.jobs.wait()
    QApplication.processEvents()  # the result is written on this thread
    return True


def _long_job(window: "MainWindow") -> Job[object] | None:
    """Return the running job; one that ends within half a second needs no question."""
    jobs = window.desk.jobs
    until = time.monotonic() + SHORT_JOB_S
    while jobs.running and time.monotonic() < until:
        jobs.wait(20)
        QApplication.processEvents()
    return jobs.current
