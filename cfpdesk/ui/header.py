"""The header: who and where at the left, find in the middle, safety at the right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.jobs import SHOW_LINE_AFTER, SHOW_RING_AFTER, Job
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import theme
from cfpdesk.ui.tokens import Mode
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.progress_ring import ProgressRing
from cfpdesk.ui.widgets.text import ElidedLabel, label, row

if TYPE_CHECKING:
    from cfpdesk.store.session import Operation

HEIGHT = 46
MODE_ICONS = {Mode.LIGHT: "sun", Mode.DARK: "moon", Mode.SUN: "sun-bright", Mode.SYSTEM: "settings"}


@dataclass(frozen=True, slots=True)
class HeaderActions:
    """What the header's buttons do."""

    search: Callable[[], object]
    saved: Callable[[], object]
    undo: Callable[[], object]
    redo: Callable[[], object]
    history: Callable[[], object]
    language: Callable[[], object]
    theme: Callable[[], object]
    hand_over: Callable[[], object]
    cancel_job: Callable[[], object]


class LongPress(QToolButton):
    """A tool button that tells a long press (or a right click) from a short one."""

    held = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, singleShot=True, interval=500)
        self._timer.timeout.connect(self._hold)
        self._held = False
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda _at: self.held.emit())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Start counting."""
        self._held = False
        self._timer.start()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A long press is no click."""
        self._timer.stop()
        if self._held:
            self.setDown(False)
            return
        super().mouseReleaseEvent(event)

    def _hold(self) -> None:
        self._held = True
        self.held.emit()


class Header(QFrame):
    """The header's order is fixed."""

    def __init__(self, actions: HeaderActions) -> None:
        super().__init__()
        role(self, box="header")
        self.setObjectName("header")
        self.setFixedHeight(HEIGHT)
        self._do = actions
        self._outer = QHBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None
        self._texts = ("", "", "")
        self._saved_text, self._saved_token = "", "ok"
        self.build()
        theme().changed.connect(self._measure)

    def build(self) -> None:
        """Make all texts, anew on a language switch."""
        old, self._inside = self._inside, QWidget()
        if old is not None:
            self._outer.removeWidget(old)
            old.hide()
            old.deleteLater()  # later: a button in it may be the one that was pressed
        self._outer.addWidget(self._inside)
        line = QHBoxLayout(self._inside)
        line.setContentsMargins(18, 0, 16, 0)
        line.setSpacing(8)
        self.client = ElidedLabel("", "strong")
        self.client.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.number = label("", "muted")
        self.site = label("", chip="tag")
        self._build_search()
        self._build_safety()
        for words in (self.client, self.number, self.site):
            line.addWidget(words)
        line.addStretch(1)
        safety: tuple[QWidget, ...] = (self.search, self.job, self.ring, self.saved)
        for part in safety:
            line.addWidget(part)
        line.addLayout(row(self.undo, self.redo, spacing=0))
        line.addLayout(row(self.language, self.mode, spacing=2))
        line.addWidget(self.hand_over)
        self.show_engagement(*self._texts)
        self._show_saved()
        self.show_job(None)
        self._measure()

    def _build_search(self) -> None:
        self.search = button(_("Search, go to, run"), self._do.search, icon="search", kind="search")
        self.search.setObjectName("header-search")
        set_icon(self.search, "search", "text2", 16)
        self.search.setFixedWidth(270)
        inside = QHBoxLayout(self.search)
        inside.setContentsMargins(0, 0, 6, 0)
        inside.addStretch(1)
        inside.addWidget(label("Ctrl K", chip="key"))

    def _build_safety(self) -> None:
        self.job = _JobLine(self._do.cancel_job)
        self.ring = ProgressRing(16)
        self.ring.hide()
        self.saved: QPushButton = button("", self._do.saved, kind="quiet", name="header-saved")
        self.undo = LongPress()
        self.redo = LongPress()
        for made, icon, name, run in (
            (self.undo, "undo", _("Undo"), self._do.undo),
            (self.redo, "redo", _("Redo"), self._do.redo),
        ):
            role(made, tool="icon")
            set_icon(made, icon, "text", 18)
            made.setAccessibleName(name)
            made.clicked.connect(run)
            made.held.connect(self._do.history)
        self.undo.setObjectName("header-undo")
        self.redo.setObjectName("header-redo")
        self.language = button("中 / EN", self._do.language, kind="quiet", name="header-language")
        self.language.setAccessibleName("中文 / English")
        self.language.setToolTip("中文 / English")
        self.mode = tool("sun", _("Colours"), self._do.theme, key="F7")
        self.mode.setObjectName("header-theme")
        self.hand_over = button(_("Hand to client"), self._do.hand_over, icon="hand-over")
        self.hand_over.setObjectName("header-hand-over")
        self.hand_over.setToolTip(_("Hand the screen to the client to sign  Ctrl H"))

    def _measure(self) -> None:
        set_icon(self.mode, MODE_ICONS[theme().mode], "text", 18)
        self.setFixedHeight(HEIGHT if not theme().large else 58)

    # Showing ----------------------------------------------------------------------------------

    def show_engagement(self, client: str, number: str, site: str) -> None:
        """Show whose engagement it is, its number, and stage and site."""
        self._texts = (client, number, site)
        self.client.setText(client)
        self.number.setText(number)
        self.number.setVisible(bool(number))
        self.site.setText(site)
        self.site.setVisible(bool(site))
        opened = bool(client or number)
        for part in (self.saved, self.hand_over, self.search):
            part.setEnabled(opened)
        if not opened:
            self.show_undo(None, None)

    def show_saved(self, text: str, token: str = "ok") -> None:
        """Show when it was saved last, or in red that it was not."""
        self._saved_text, self._saved_token = text, token
        self._show_saved()

    def _show_saved(self) -> None:
        set_icon(
            self.saved, "check" if self._saved_token == "ok" else "alert", self._saved_token, 16
        )
        self.saved.setText(self._saved_text)
        self.saved.setAccessibleName(self._saved_text or _("Saved"))
        self.saved.setVisible(bool(self._saved_text))
        role(self.saved, tone=self._saved_token)

    def show_undo(self, undo: "Operation | None", redo: "Operation | None") -> None:
        """Name what the arrows would do."""
        language = current_language()
        for made, operation, verb, key in (
            (self.undo, undo, _("Undo"), "Ctrl Z"),
            (self.redo, redo, _("Redo"), "Ctrl Y"),
        ):
            made.setEnabled(operation is not None)
            name = text_in(operation.name, language) if operation else ""
            words = f"{verb}：{name}" if name and language == "zh" else f"{verb}: {name}"
            made.setToolTip(f"{words if name else verb}  {key}")
            made.setAccessibleDescription(name)

    def show_job(self, job: Job[Any] | None) -> None:
        """Show a job: nothing below 0.3 s, a ring below 2 s, then a line with cancel."""
        seconds = job.progress.seconds if job else 0.0
        self.job.setVisible(job is not None and seconds >= SHOW_LINE_AFTER)
        self.ring.setVisible(job is not None and SHOW_RING_AFTER <= seconds < SHOW_LINE_AFTER)
        if job is None:
            return
        percent = job.progress.percent if job.progress.total else -1
        if self.ring.isVisible():
            self.ring.show_percent(percent)
        self.job.show_job(text_in(job.name, current_language()), percent, int(seconds))


class _JobLine(QWidget):
    """“Export 63 % 14 s” with a cross to cancel."""

    def __init__(self, cancel: Callable[[], object]) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        self._ring = ProgressRing(16)
        self._text = label("", "label")
        self._cancel = tool("close", _("Cancel"), cancel, token="text2", size=14)
        self._cancel.setObjectName("job-cancel")
        for part in (self._ring, self._text, self._cancel):
            layout.addWidget(part)
        self.hide()

    def show_job(self, name: str, percent: int, seconds: int) -> None:
        """Show name, percent where known, and seconds."""
        self._ring.show_percent(percent)
        part = f" {percent} %" if percent >= 0 else ""
        self._text.setText(f"{name}{part}  {seconds} s")
        self._cancel.setAccessibleName(f"{_('Cancel')} {name}")
