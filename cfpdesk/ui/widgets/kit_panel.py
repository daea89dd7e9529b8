"""What goes out with the kit and to whom, before it is written; progress and result after."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QProgressBar, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, msg, text_in
from cfpdesk.ui.focus import put_away, reveal
from cfpdesk.ui.jobs import Progress
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import label, row

TICK_MS = 120


@dataclass(frozen=True, slots=True)
class KitMember:
    """An auditor who gets the kit: name, number of items, what is known of the key."""

    name: str
    items: int
    recipient: str
    trusted: bool
    me: bool = False


class KitPanel(QFrame):
    """Emits `wanted` with the age recipients (none: readable by anybody). Esc closes."""

    wanted = Signal(object)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, box="raised")
        self._members: tuple[KitMember, ...] = ()
        self._progress: Progress | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._note = label("", "muted", wrap=True)
        self.encrypt = QCheckBox(_("Readable only for these people"))
        self.encrypt.setAccessibleName(_("Readable only for these people"))
        self._bar = QProgressBar()
        self._bar.setAccessibleName(_("Progress of the kit"))
        self._doing = label("", "label")
        self._result = label("", "label", wrap=True)
        self._result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._write = button(_("Write the kit…"), self._want, kind="primary", icon="upload")
        self._write.setObjectName("kit-write")
        self._stop = button(_("Cancel and remove"), self.cancelled.emit)
        self._close = button(_("Close"), lambda: put_away(self), kind="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(label(_("Kit for the auditors"), "card"))
        column.addWidget(
            label(
                _("One signed file with the engagement, the owners of groups and the trust list."),
                "label",
                wrap=True,
            )
        )
        column.addLayout(self._rows)
        for part in (self._note, self.encrypt, self._bar, self._doing, self._result):
            column.addWidget(part)
        column.addLayout(row(None, self._close, self._stop, self._write))
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_progress)
        self._idle()

    def show_members(self, members: Sequence[KitMember]) -> None:
        """Show who gets it."""
        members = tuple(members)
        if members != self._members:
            self._members = members
            while (item := self._rows.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.deleteLater()
            for member in members:
                self._rows.addWidget(_line(member))
        missing = [m.name for m in members if not m.trusted and not m.me]
        others = [m for m in members if not m.me]
        self.encrypt.setEnabled(bool(others) and not missing)
        if missing:
            self.encrypt.setChecked(False)
            words = _("Not compared yet: {names}. Their packages would stay in quarantine.")
            self._note.setText(words.format(names="、".join(missing)))
        else:
            self._note.setText("" if others else _("There is no other auditor yet."))
        self._note.setVisible(bool(self._note.text()))

    def take_focus(self) -> None:
        """Take the keys, and come into sight: the panel may have opened below the fold."""
        first = self.encrypt if self.encrypt.isEnabled() else self._write
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        reveal(self)

    def _want(self) -> None:
        recipients = [m.recipient for m in self._members if not m.me and m.recipient]
        self._result.hide()
        self.wanted.emit(tuple(recipients) if self.encrypt.isChecked() else ())

    def _idle(self) -> None:
        self._tick.stop()
        self._progress = None
        for part in (self._bar, self._doing, self._stop):
            part.hide()
        self._write.setEnabled(True)
        self._result.setVisible(bool(self._result.text()))

    def watch(self, progress: Progress) -> None:
        """Show a job's progress until it ends."""
        self._progress = progress
        self._result.setText("")
        self._result.hide()
        self._write.setEnabled(False)
        for part in (self._bar, self._doing, self._stop):
            part.show()
        self._tick.start()
        self._show_progress()

    def _show_progress(self) -> None:
        if self._progress is not None:
            self._bar.setValue(self._progress.percent)
            doing = text_in(self._progress.text, current_language())
            seconds = _("{n} s").format(n=int(self._progress.seconds))
            self._doing.setText(f"{doing}  {self._progress.percent} % · {seconds}")

    def finished(self, words: str, *, good: bool) -> None:
        """Say what came of it."""
        self._result.setText(words)
        role(self._result, text="ok" if good else "bad")
        self._idle()
        self._result.setVisible(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            put_away(self)
        else:
            super().keyPressEvent(event)


def _line(member: KitMember) -> QWidget:
    box = QWidget()
    words = str(msg("{n} {n:item|items}", n=member.items))
    if member.me:
        key, kind = _("you"), "muted"
    elif member.trusted:
        key, kind = _("key compared"), "ok"
    else:
        key, kind = _("key not compared"), "warn"
    box.setLayout(row(label(member.name, "strong"), label(words, "label"), None, label(key, kind)))
    return box
