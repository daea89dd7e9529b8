"""Behind the saved indicator: the last ten operations, the backup, and everything that was said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.scroll_column import ScrollColumn
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label, row
from cfpdesk.ui.window_history import step_back, step_forth

if TYPE_CHECKING:
    from cfpdesk.store.session import Operation
    from cfpdesk.ui.main_window import MainWindow

MOST, MOST_SAID = 10, 5
MOST_HISTORY = 30
HISTORY_HEIGHT = 440


class SavedPopover(Popover):
    """Esc closes it; it is not modal."""

    def __init__(self, window: "MainWindow", *, history: bool = False) -> None:
        title = _("History") if history else _("Saved")
        super().__init__(window, title, 460)
        session = window.desk.session
        self.body.addWidget(label(title, "card"))
        operations = session.operations(MOST_HISTORY if history else MOST)
        lines = self.body
        if history:  # longer than a window of 768 pixels: scrolls, by the arrow keys too
            area = ScrollColumn((0, 0, 8, 0), 8)
            area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            area.setAccessibleName(title)
            area.setFixedHeight(HISTORY_HEIGHT)
            self.body.addWidget(area)
            lines = area.column
        for operation in operations[: MOST_HISTORY if history else MOST]:
            lines.addLayout(_line(operation))
        if history:
            lines.addStretch(1)
        if not operations:
            self.body.addWidget(label(_("Nothing was done yet."), "muted"))
        if not history:
            self._show_said(window)
        self.body.addWidget(Hairline())
        undo, redo = session.undoable(), session.redoable()
        undo_it, redo_it = partial(step_back, window), partial(step_forth, window)
        back = button(_("Undo"), self._then(undo_it), icon="undo", name="popover-undo")
        back.setEnabled(undo is not None)
        forth = button(_("Redo"), self._then(redo_it), icon="redo", name="popover-redo")
        forth.setEnabled(redo is not None)
        copy = button(_("Back up now"), self._then(lambda: window.serve("backup")), icon="usb")
        copy.setObjectName("popover-backup")
        self.body.addLayout(row(back, forth, None, copy))
        words = ElidedLabel(str(session.folder), "small")
        line = row(words, label(window.rail.backup_text, "small"))
        line.setStretchFactor(words, 1)
        self.body.addLayout(line)

    def _show_said(self, window: "MainWindow") -> None:
        """List what was said in the next line and under the title, the newest first."""
        said = list(window.desk.said)[::-1]
        if not said:
            return
        self.body.addWidget(Hairline())
        self.body.addWidget(label(_("Said"), "label"))
        for at, text in said[:MOST_SAID]:
            words = ElidedLabel(text_in(text, current_language()))
            line = row(label(f"{at.astimezone():%H:%M:%S}", "muted"), words)
            line.setStretchFactor(words, 1)
            self.body.addLayout(line)

    def _then(self, run: Callable[[], object]) -> Callable[[], object]:
        def go() -> None:
            self.close()
            run()

        return go


def _line(operation: "Operation") -> QHBoxLayout:
    language = current_language()
    mark = label()
    set_icon(
        mark, "undo" if operation.undone else "conform", "muted" if operation.undone else "ok", 16
    )
    mark.setAccessibleName(_("undone") if operation.undone else _("Saved"))
    time = label(f"{operation.at.astimezone():%H:%M:%S}", "muted")
    words = ElidedLabel(operation.name.text(language), "label" if operation.undone else "")
    line = row(mark, time, words, label(operation.person, "muted"))
    line.setStretchFactor(words, 1)
    return line


def open_saved(window: "MainWindow", under: QWidget, *, history: bool = False) -> SavedPopover:
    """Open the popover under a widget of the header."""
    made = SavedPopover(window, history=history)
    made.open_under(under)
    return made


@dataclass(frozen=True, slots=True)
class Ways:
    """What the recovery popover leads to.

    Attributes:
        back: to where the person wrote last, None where nobody did; `where` names it.
        again: takes files in again; None where none is needed.
    """

    back: Callable[[], object] | None = None
    where: str = ""
    again: Callable[[], object] | None = None


class RecoveryPopover(Popover):
    """After a lost power: what was recovered, named honestly; shown only if something happened."""

    def __init__(
        self,
        window: "MainWindow",
        title: str,
        kept: Sequence["Operation"],
        moved: Sequence[str],
        halves: Sequence[str],
        ways: Ways,
    ) -> None:
        super().__init__(window, title, 560)
        mark = label()
        set_icon(mark, "history", "accent", 20)
        head = label(title, "card", wrap=True)
        line = row(mark, head)
        line.setStretchFactor(head, 1)
        self.body.addLayout(line)
        if kept:
            self.body.addWidget(label(_("What was written in the last minute before it:"), "muted"))
        for operation in kept[:6]:
            self.body.addWidget(Hairline())
            self.body.addLayout(_line(operation))
        for words in (*moved, *halves):
            self.body.addWidget(Hairline())
            warn = label()
            set_icon(warn, "warning", "warn", 16)
            text = label(words, "warn", wrap=True)
            one = row(warn, text)
            one.setStretchFactor(text, 1)
            self.body.addLayout(one)
        line = row(label(_("Esc closes"), "muted"), None)
        if ways.again is not None:
            again = button(_("Take in again…"), self._then(ways.again), name="recovery-again")
            line.addWidget(again)
        words = _("Back to {name}").format(name=ways.where) if ways.where else _("Go on")
        back = button(words, self._then(ways.back), kind="primary", name="recovery-back")
        line.addWidget(back)
        self.body.addSpacing(4)
        self.body.addLayout(line)

    def _then(self, run: Callable[[], object] | None) -> Callable[[], object]:
        def go() -> None:
            self.close()
            if run is not None:
                run()

        return go
