"""What is still missing here, each sentence with its clause and a jump; below, guidance (F1).

On read pages it stands open at the right; on work pages it is a strip of 38 px with its count,
and F9 opens it over the content without squeezing the list.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language
from cfpdesk.model.clause import clause_text
from cfpdesk.model.gate import Blocker, Level, Target
from cfpdesk.ui.missing_list import MissingList
from cfpdesk.ui.page import Guidance
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import color, density, font, px, theme
from cfpdesk.ui.widgets.button import tool
from cfpdesk.ui.widgets.status_icon import LEVELS
from cfpdesk.ui.widgets.text import Hairline, empty, label

if TYPE_CHECKING:
    from cfpdesk.ui.widgets.clause_passage import ClausePassage

OPEN_WIDTH, STRIP_WIDTH = 280, 38
_ORDER = (Level.HARD, Level.OVERRIDABLE, Level.WARNING, Level.INFO)


class SidePanel(QFrame):
    """The open panel.

    `overriding` tells which block a person wants to override, `text_wanted` that they want to load
    the rules' own text; `passage` returns what that says to a clause, None while none is loaded.
    """

    overriding = Signal(object)
    text_wanted = Signal()

    def __init__(self, go: Callable[[Target], object], toggle: Callable[[], object]) -> None:
        super().__init__()
        role(self, box="side")
        self.setObjectName("side-panel")
        self._go, self._toggle = go, toggle
        self._shown: tuple[Blocker, ...] | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(15, 0, 16, 0)
        self._layout.setSpacing(0)
        self.setFixedWidth(OPEN_WIDTH)
        self._guidance: Guidance | None = None
        self.passage: Callable[[str], str | None] = lambda _clause: None
        self.build()

    def build(self) -> None:
        """Make all texts, anew on a language switch."""
        empty(self._layout)
        head = QWidget()
        head.setFixedHeight(46)
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 4, 0, 0)
        line.addWidget(label(_("Still missing here"), "card"))
        self._count = label("", "muted")
        line.addWidget(self._count)
        line.addStretch(1)
        line.addWidget(label("F9", chip="key"))
        self._close = tool("panel", _("Side panel"), self._toggle, key="F9", token="text2")
        self._close.setObjectName("side-close")
        line.addWidget(self._close)
        self._layout.addWidget(head)
        self._layout.addWidget(Hairline())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list = MissingList(self._go, self.overriding.emit)
        self._area.setWidget(self._list)
        self._layout.addWidget(self._area, 1)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 14)
        foot.setSpacing(8)
        foot.addWidget(Hairline())
        self._title = label("", "label")
        self._text = label("", "label", wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        foot.addSpacing(2)
        foot.addWidget(self._title)
        foot.addWidget(self._text)
        self._passages: ClausePassage | None = None
        self._layout.addWidget(self._foot)
        shown = self._shown
        self._shown = None
        if shown is not None:  # before it was looked at, nothing is said of it
            self.show_blockers(shown)
        self.show_guidance(self._guidance)

    def show_blockers(self, blockers: Sequence[Blocker]) -> None:
        """Show what is missing, hardest first; the same list again changes nothing."""
        ordered = tuple(sorted(blockers, key=lambda b: _ORDER.index(b.level)))
        if ordered == self._shown:
            return
        self._shown = ordered
        self._count.setText(str(len(ordered)))
        read = None if self.passage("RULE:1") is None else self._read
        self._list.show_blockers(ordered, read)

    def _show_passages(self, guidance: Guidance) -> None:
        if self._passages is None:
            from cfpdesk.ui.widgets.clause_passage import ClausePassage  # not before first paint

            self._passages = ClausePassage(self.text_wanted.emit)
            inside = self._foot.layout()
            assert inside is not None  # noqa: S101 - given to it in build
            inside.addWidget(self._passages)
        self._passages.show_passages([self.passage(clause) for clause in guidance.clauses])

    def _read(self, blocker: Blocker) -> None:
        """Show what the rules' own text says to the clause of a blocker."""
        language = current_language()
        title = clause_text(blocker.clause).text(language)
        self.show_guidance(Guidance(title, blocker.sentence.text(language), (blocker.clause,)))

    def show_guidance(self, guidance: Guidance | None) -> None:
        """Show what the clause asks, or nothing."""
        self._guidance = guidance
        self._foot.setVisible(guidance is not None)
        if guidance is not None:
            self._title.setText(guidance.title)
            self._text.setText(guidance.text)
            self._show_passages(guidance)

    @property
    def guidance(self) -> Guidance | None:
        """What is shown at the foot."""
        return self._guidance


class SideStrip(QFrame):
    """The strip of work pages: how many, and worst of what."""

    def __init__(self, toggle: Callable[[], object]) -> None:
        super().__init__()
        role(self, box="side")
        self.setObjectName("side-strip")
        theme().changed.connect(self._measure)
        self._toggle = toggle
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(4, 10, 4, 0)
        self._layout.setSpacing(6)
        self._count: int | None = None  # before it was looked at
        self._token = "na"
        self.build()

    def build(self) -> None:
        """Make all texts, anew on a language switch."""
        empty(self._layout)
        self._open = tool("panel", _("What is missing"), self._toggle, key="F9")
        self._open.setObjectName("side-open")
        self._layout.addWidget(self._open)
        self._badge = label("", chip="na")
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignHCenter)
        self._words = _Standing(_("What is missing"))
        self._layout.addWidget(self._words)
        self._layout.addStretch(1)
        self._measure()
        self._show()

    def _measure(self) -> None:
        self.setFixedWidth(max(STRIP_WIDTH, density().target + 14))

    def show_blockers(self, blockers: Sequence[Blocker]) -> None:
        """Show the count in the colour of the worst."""
        self._count = len(blockers)
        worst = min((b.level for b in blockers), key=_ORDER.index, default=None)
        self._token = LEVELS[worst].token if worst else "ok"
        self._show()

    def _show(self) -> None:
        self._badge.setVisible(self._count is not None)
        if self._count is None:
            return
        self._badge.setText(str(self._count))
        role(self._badge, chip=self._token)
        self._open.setAccessibleDescription(str(self._count))


class _Standing(QWidget):
    """Words from top to bottom: Chinese upright, Latin turned."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setFixedSize(STRIP_WIDTH - 8, 150)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setFont(font(12))
        painter.setPen(color("text2"))
        if self._text.isascii():
            painter.rotate(90)
            painter.drawText(
                QRect(6, -self.width(), 140, self.width()),
                Qt.AlignmentFlag.AlignVCenter,
                self._text,
            )
        else:
            for number, letter in enumerate(self._text):
                top = 4 + number * (px(12) + 4)
                room = QRect(0, top, self.width(), px(12) + 4)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, letter)
        painter.end()
