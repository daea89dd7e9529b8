"""What is missing, one below the other: each sentence with its clause, its remedy and a jump.

Rows that stay keep their widgets. The first that are new are made at once, the others in the turns
after, a few at a time: sixty rows made together would hold the window up on every way to a page.
While nobody sees the list it is not made at all.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language
from cfpdesk.model.clause import clause_text
from cfpdesk.model.gate import Blocker, Level, Target
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.status_icon import LEVELS, StatusIcon
from cfpdesk.ui.widgets.text import Hairline, empty, label

MOST_SHOWN = 60
AT_ONCE, A_TURN = 12, 6
"""Rows made before the list is painted, and in each turn after: what is in view, and a little."""
Row = tuple[QWidget, QWidget]
Read = Callable[[Blocker], object] | None


class _Missing(QWidget):
    """One thing that is missing."""

    def __init__(
        self,
        blocker: Blocker,
        go: Callable[[Target], object],
        override: Callable[[Blocker], object],
        read: Callable[[Blocker], object] | None,
    ) -> None:
        super().__init__()
        language = current_language()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 8, 0, 3)
        outer.setSpacing(10)
        outer.addWidget(StatusIcon(LEVELS[blocker.level], 16), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        sentence = label(blocker.sentence.text(language), wrap=True)
        column.addWidget(sentence)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        clause = clause_text(blocker.clause).text(language) if blocker.clause else ""
        if read is not None and blocker.clause.startswith("RULE:"):
            link = button(clause, lambda: read(blocker), kind="link")
            link.setAccessibleName(_("{clause}, its own text").format(clause=clause))
            foot.addWidget(link)
            foot.addStretch(1)
            foot.setContentsMargins(-4, 0, 0, 0)  # its words begin under the sentence
        else:
            foot.addWidget(label(clause, "small"), 1)
        if blocker.level is Level.OVERRIDABLE and _can_be_overridden(blocker):
            verb = button(_("Override…"), lambda: override(blocker), kind="link")
            verb.setAccessibleName(f"{verb.text()}：{sentence.text()}")
            foot.addWidget(verb)
        remedy = button(blocker.remedy.text(language), lambda: go(blocker.target), kind="link")
        remedy.setAccessibleName(f"{remedy.text()}：{sentence.text()}")
        remedy.setProperty("code", blocker.code)
        foot.addWidget(remedy)
        column.addLayout(foot)
        outer.addLayout(column, 1)


def _can_be_overridden(blocker: Blocker) -> bool:
    from cfpdesk.model.override import can_be_overridden  # only few blocks ask for it

    return can_be_overridden(blocker)


class MissingList(QWidget):
    """Shows what is missing.

    Args:
        go: called with the place a remedy leads to.
        override: called with the block that a person wants to override.
    """

    def __init__(
        self, go: Callable[[Target], object], override: Callable[[Blocker], object]
    ) -> None:
        super().__init__()
        role(self, box="scrolled")
        self._go, self._override = go, override
        self._read: Read = None
        self._wanted: tuple[Blocker, ...] = ()
        self._rows: dict[tuple[Blocker, int], Row] = {}
        self._behind = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 2, 0)
        self._column.setSpacing(0)
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._make_some)

    def show_blockers(self, blockers: Sequence[Blocker], read: Read) -> None:
        """Show these, in their order.

        Args:
            read: shows what the rules' own text says; None while none is loaded.
        """
        if (read is None) != (self._read is None):
            self._drop(self._rows)  # the clause is a link, or is none
        self._read = read
        self._wanted = tuple(blockers)
        self._behind = True
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Make what was not made while nobody saw it."""
        super().showEvent(event)
        if self._behind:
            self._fill()

    def _fill(self) -> None:
        """Put the rows that stay in their order, and make the first of those that are new."""
        self._behind = False
        self._next.stop()
        keys = self._keys()
        self._drop([key for key in self._rows if key not in keys])
        for row in self._rows.values():
            for part in row:
                self._column.removeWidget(part)
        empty(self._column)
        self._make(AT_ONCE)

    def _keys(self) -> dict[tuple[Blocker, int], None]:
        """Return the rows that are shown, in order; the same thing twice is two rows."""
        keys: dict[tuple[Blocker, int], None] = {}
        for blocker in self._wanted[:MOST_SHOWN]:
            number = 0
            while (blocker, number) in keys:
                number += 1
            keys[blocker, number] = None
        return keys

    def _drop(self, keys: Sequence[tuple[Blocker, int]] | dict[tuple[Blocker, int], Row]) -> None:
        for key in tuple(keys):
            for part in self._rows.pop(key):
                self._column.removeWidget(part)
                part.hide()
                part.deleteLater()  # later: one of its links may be in its event

    def _make_some(self) -> None:
        self._make(A_TURN)

    def _make(self, most: int) -> None:
        """Add rows from where the column ends; so many new ones, then the rest next turn."""
        made = 0
        for place, key in enumerate(self._keys()):
            if 2 * place < self._column.count():
                continue
            if key not in self._rows:
                if made == most:
                    self._next.start()
                    return
                made += 1
                row = _Missing(key[0], self._go, self._override, self._read)
                self._rows[key] = (row, Hairline())
            for part in self._rows[key]:
                self._column.addWidget(part)
                part.show()  # at once: a layout shows what is new only in the next turn
        self._end()

    def _end(self) -> None:
        left = len(self._wanted) - MOST_SHOWN
        if left > 0:
            self._column.addWidget(label(_("and {n} more").format(n=left), "muted"))
        if not self._wanted:
            nothing = label(_("Nothing is missing here."), "label", wrap=True)
            nothing.setContentsMargins(0, 14, 0, 0)
            self._column.addWidget(nothing)
        self._column.addStretch(1)
