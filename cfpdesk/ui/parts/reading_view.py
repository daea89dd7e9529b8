"""What stands on the page while a client's workbook is read: how far, a way out, its password."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.ui.jobs import Jobs
from cfpdesk.ui.style import role as style
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.password_field import PasswordField
from cfpdesk.ui.widgets.text import label, row

_WIDTH, _TICK = 360, 120


class ReadingView(QWidget):
    """Shows the job that runs, or why it failed, and then emits what a person wants to do.

    `retry_wanted` carries the password that was typed; empty where none is asked for.
    """

    retry_wanted = Signal(str)
    other_wanted = Signal()
    left = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 32, 20, 32)
        column.setSpacing(12)
        self._name = label("", "label", wrap=True)
        self._sentence = label("", "sentence", wrap=True)
        self._detail = label("", "muted", wrap=True)
        for words in (self._name, self._sentence, self._detail):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._bar = QProgressBar()
        self._bar.setFixedWidth(_WIDTH)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Reading"))
        self.password = PasswordField(_("Password of the workbook"))
        self.password.setFixedWidth(_WIDTH)
        self.password.field.returnPressed.connect(self._again)
        self._cancel = button(_("Cancel"), jobs.cancel_current, name="cancel-reading")
        self._retry = button(_("Read again"), self._again, name="read-again")
        self._other = button(_("Another file"), self.other_wanted.emit, name="another-file")
        self._leave = button(_("Not now"), self.left.emit, name="leave-reading")
        column.addStretch(2)
        column.addWidget(self._name)
        column.addWidget(self._sentence)
        column.addLayout(row(None, self._bar, None))
        column.addLayout(row(None, self.password, None))
        column.addWidget(self._detail)
        column.addLayout(row(None, self._cancel, self._leave, self._other, self._retry, None))
        column.addStretch(3)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._tick)

    def show_reading(self, name: str) -> None:
        """Show that a file is being read."""
        self._sentence.setText(_("Reading {name}").format(name=name))
        self._name.setText(name)
        self._detail.setText(" ")
        self._buttons(reading=True)
        self._tick()
        self._timer.start()

    def show_problem(self, sentence: str, name: str = "", *, asks_password: bool = False) -> None:
        """Show why a file was not read, and ask for its password where one may open it.

        Args:
            name: of the file, where it is another than the one that was named last.
        """
        self._timer.stop()
        self._name.setText(name or self._name.text())
        self._sentence.setText(sentence)
        hint = _("It is used for this reading only and is stored nowhere.")
        self._detail.setText(hint if asks_password else "")
        asked = self.password.isVisibleTo(self)
        had = self._cancel.hasFocus()
        self._buttons(reading=False, asks_password=asks_password)
        if had:
            self._retry.setFocus()
        if asks_password and not asked:  # what is being typed stays when the page is refreshed
            self.password.clear()
            self.password.field.setFocus()

    def _again(self) -> None:
        typed = self.password.text() if self.password.isVisibleTo(self) else ""
        self.password.clear()
        self.retry_wanted.emit(typed)

    def _buttons(self, *, reading: bool, asks_password: bool = False) -> None:
        self.password.setVisible(asks_password)
        self._retry.setText(_("Open with the password") if asks_password else _("Read again"))
        style(self._retry, kind="primary" if asks_password else "")
        self._name.setVisible(not reading)
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
        if self.password.isVisibleTo(self):
            return self.password.field
        return self._retry if self._retry.isVisibleTo(self) else self._cancel
