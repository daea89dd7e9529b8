"""What stands on the page while a client's workbook is being read: how far, and a way out."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.ui.jobs import Jobs
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import label, row

_WIDTH, _TICK = 360, 120


class ReadingView(QWidget):
    """Shows the job that runs, or why it failed, and then emits what a person wants to do."""

    retry_wanted = Signal()
    other_wanted = Signal()
    left = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 32, 20, 32)
        column.setSpacing(12)
        self._sentence = label("", "sentence", wrap=True)
        self._detail = label("", "muted", wrap=True)
        for words in (self._sentence, self._detail):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._bar = QProgressBar()
        self._bar.setFixedWidth(_WIDTH)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Reading"))
        self._cancel = button(_("Cancel"), jobs.cancel_current, name="cancel-reading")
        self._retry = button(_("Read again"), self.retry_wanted.emit, name="read-again")
        self._other = button(_("Another file"), self.other_wanted.emit, name="another-file")
        self._leave = button(_("Not now"), self.left.emit, name="leave-reading")
        column.addStretch(2)
        column.addWidget(self._sentence)
        column.addLayout(row(None, self._bar, None))
        column.addWidget(self._detail)
        column.addLayout(row(None, self._cancel, self._leave, self._other, self._retry, None))
        column.addStretch(3)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._tick)

    def show_reading(self, name: str) -> None:
        """Show that a file is being read."""
        self._sentence.setText(_("Reading {name}").format(name=name))
        self._detail.setText(" ")
        self._buttons(reading=True)
        self._tick()
        self._timer.start()

    def show_problem(self, sentence: str, remedy: str = "") -> None:
        """Show why a file was not read."""
        self._timer.stop()
        self._sentence.setText(sentence)
        self._detail.setText(remedy)
        self._buttons(reading=False)

    def _buttons(self, *, reading: bool) -> None:
        self._bar.setVisible(reading)
        self._cancel.setVisible(reading)
        self._retry.setVisible(not reading)
        self._other.setVisible(not reading)
        self._leave.setVisible(not reading)

    def _tick(self) -> None:
        job = self._jobs.current
        if job is None or not self.isVisible():
            return
        progress = job.progress
        self._bar.setRange(0, 100 if progress.total else 0)
        self._bar.setValue(progress.percent)
        seconds = _("{n} s").format(n=int(progress.seconds))
        words = text_in(progress.text, current_language()) if progress.text else ""
        self._detail.setText(" · ".join(part for part in (words, seconds) if part))

    def first_field(self) -> QWidget:
        """Return where F6 goes."""
        return self._retry if self._retry.isVisibleTo(self) else self._cancel
