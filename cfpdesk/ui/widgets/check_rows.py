"""The X-ray as a list: what was found on tinted ground first, then a line a check."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.model.clause import clause_text
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.override import can_be_overridden
from cfpdesk.model.xray import Check, Outcome
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.status_icon import LEVELS, Shape, StatusIcon
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label, row

_MOST = 3
_SHAPES = {
    Outcome.PASSES: Shape("conform", "ok", LEVELS[Level.INFO].word),
    Outcome.WARNS: LEVELS[Level.WARNING],
    Outcome.BLOCKS: LEVELS[Level.HARD],
}


class CheckRows(QWidget):
    """Emits `jumped` with the target of a trouble, `overriding` with a block to override."""

    jumped = Signal(object)
    overriding = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None
        self._shown: tuple[Check, ...] | None = None
        self._all = False

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show these checks; nothing is made anew where they are the same."""
        if tuple(checks) == self._shown:
            return
        self._shown = tuple(checks)
        self._fill()

    def _fill(self) -> None:
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            self._inside.deleteLater()
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        checks = self._shown or ()
        troubles = [t for check in checks for t in check.troubles if t.level is not Level.INFO]
        troubles.sort(key=lambda t: t.level is Level.WARNING)
        shown = troubles if self._all else troubles[:_MOST]
        for trouble in shown:
            layout.addWidget(self._trouble(trouble))
        if len(troubles) > _MOST:
            words = (
                _("Show fewer")
                if self._all
                else _("Show all {n} that stand open").format(n=len(troubles))
            )
            layout.addLayout(
                row(None, button(words, self._toggle, kind="link", name="all-troubles"))
            )
        if troubles:
            layout.addSpacing(4)
        for check in checks:
            layout.addWidget(Hairline())
            layout.addWidget(_check(check))
        self._column.addWidget(inside)
        self._inside = inside

    def _toggle(self) -> None:
        self._all = not self._all
        self._fill()
        again = self.findChild(QWidget, "all-troubles")
        if again is not None:
            again.setFocus()

    def _trouble(self, trouble: Blocker) -> QFrame:
        frame = QFrame()
        hard = trouble.level is not Level.WARNING
        role(frame, box="tint-bad" if hard else "tint-warn")
        grid = QGridLayout(frame)
        grid.setContentsMargins(10, 6, 10, 6)
        grid.setHorizontalSpacing(10)
        grid.setColumnStretch(1, 1)
        grid.addWidget(StatusIcon(LEVELS[trouble.level], 18), 0, 0)
        sentence = ElidedLabel(str(trouble.sentence), "strong")
        grid.addWidget(sentence, 0, 1)
        clause = text_in(clause_text(trouble.clause), current_language()) if trouble.clause else ""
        grid.addWidget(label(clause, "small"), 0, 2)
        jump = button(str(trouble.remedy), lambda: self.jumped.emit(trouble.target), kind="link")
        jump.setAccessibleName(f"{trouble.remedy} {trouble.sentence}")
        jump.setEnabled(trouble.target.page != "package")
        grid.addWidget(jump, 0, 4)
        if can_be_overridden(trouble):
            verb = button(_("Override…"), lambda: self.overriding.emit(trouble), kind="link")
            verb.setAccessibleName(f"{verb.text()} {trouble.sentence}")
            grid.addWidget(verb, 0, 3)
        return frame


def _check(check: Check) -> QWidget:
    line = QWidget()
    grid = QGridLayout(line)
    grid.setContentsMargins(0, 5, 0, 5)
    grid.setHorizontalSpacing(10)
    grid.setColumnMinimumWidth(1, 92)
    grid.setColumnStretch(2, 1)
    grid.addWidget(StatusIcon(_SHAPES[check.outcome], 18), 0, 0)
    title = label(str(check.title), "strong")
    grid.addWidget(title, 0, 1)
    grid.addWidget(ElidedLabel(str(check.sentence)), 0, 2)
    grid.addWidget(label(check.figure, "muted"), 0, 3)
    return line
