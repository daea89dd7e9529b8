"""The window's parts in their places: rail, header, title row, page, side panel, next line."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cfpdesk.model.gate import Target
from cfpdesk.ui.header import Header, HeaderActions
from cfpdesk.ui.next_line import NextLine
from cfpdesk.ui.page import Page
from cfpdesk.ui.rail import Rail
from cfpdesk.ui.side_panel import OPEN_WIDTH, SidePanel, SideStrip
from cfpdesk.ui.style import role
from cfpdesk.ui.title_row import Banners, TitleRow


@dataclass(frozen=True, slots=True)
class FrameActions:
    """What the parts of the frame call."""

    header: HeaderActions
    go: Callable[[Target | str], object]
    identity: Callable[[], object]
    backup: Callable[[], object]
    toggle_side: Callable[[], object]
    do_next: Callable[[], object]
    put_off: Callable[[], object]
    undo: Callable[[], object]


class WindowFrame(QWidget):
    """Holds the parts; knows nothing of the engagement.

    It takes its place in `frames` before it is filled: a widget that gets another parent is styled
    anew with everything in it.
    """

    def __init__(self, actions: FrameActions, frames: QStackedWidget) -> None:
        super().__init__()
        role(self, box="window")
        frames.addWidget(self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.rail = Rail(actions.identity, actions.backup)
        self.rail.chosen.connect(actions.go)
        outer.addWidget(self.rail)
        right = QVBoxLayout()
        right.setSpacing(0)
        self.header = Header(actions.header)
        right.addWidget(self.header)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self._build_content(), 1)
        self.side = SidePanel(actions.go, actions.toggle_side)
        self.strip = SideStrip(actions.toggle_side)
        self._middle.addWidget(self.side)
        self._middle.addWidget(self.strip)
        right.addLayout(self._middle, 1)
        self.next_line = NextLine(actions.do_next, actions.put_off, actions.undo)
        right.addWidget(self.next_line)
        outer.addLayout(right, 1)
        self._floating = False

    def _build_content(self) -> QFrame:
        self.content = QFrame()
        role(self.content, box="base")
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self.title_row = TitleRow()
        self.banners = Banners()
        self.stack = QStackedWidget()
        self.title_row.left.connect(self._focus_page)
        inside.addWidget(self.title_row)
        inside.addWidget(self.banners)
        inside.addWidget(self.stack, 1)
        return self.content

    def _focus_page(self) -> None:
        """Give the page the keys whose button has gone; else they would begin at the rail."""
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            page.take_focus()

    def build(self) -> None:
        """Say every text anew, in the language of the window."""
        for part in (self.rail, self.header, self.side, self.strip, self.next_line, self.banners):
            part.build()

    def place_side(self, *, read: bool, shown: bool) -> None:
        """Put the side panel beside a read page, or over a work page, whose strip stays."""
        self._floating = not read and shown
        index = self._middle.indexOf(self.side)
        if read and index < 0:
            self._middle.insertWidget(1, self.side)
        elif not read and index >= 0:
            self._middle.removeWidget(self.side)
        self.strip.setVisible(not read or not shown)
        self.side.setVisible(shown)
        self.float_side()

    def float_side(self) -> None:
        """Keep an open panel over the right end of the content; called when sizes change."""
        if not self._floating:
            return
        self.side.setParent(self)
        top = self.content.mapTo(self, self.content.rect().topLeft())
        left = top.x() + self.content.width() - OPEN_WIDTH
        self.side.setGeometry(left, top.y(), OPEN_WIDTH, self.content.height())
        self.side.show()
        self.side.raise_()
