"""What the rules themselves say to a clause, below our words; or how their text is loaded."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import label

HEIGHT = 190


class ClausePassage(QWidget):
    """Hidden for what has no clause of the rules."""

    def __init__(self, load: Callable[[], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(4)
        self._head = label(_("The rules themselves"), "small")
        column.addWidget(self._head)
        self._text = label("", wrap=True)
        self._text.setObjectName("clause-passage")
        self._text.setAccessibleName(_("The rules themselves"))
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        inside = QWidget()
        role(inside, box="scrolled")
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, 4, 0)
        body.addWidget(self._text)
        body.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._area.setFixedHeight(HEIGHT)
        self._area.setWidget(inside)
        column.addWidget(self._area)
        self._load = button(_("Load the text of the rules…"), load, kind="link", name="load-rules")
        column.addWidget(self._load, 0, Qt.AlignmentFlag.AlignLeft)

    def show_passages(self, passages: Sequence[str | None]) -> None:
        """Show what the rules say to some clauses.

        Args:
            passages: one for each clause; empty where the text has nothing to it, None where no
                text is loaded.
        """
        loaded = any(passage is not None for passage in passages)
        said = list(dict.fromkeys(passage for passage in passages if passage))
        self.setVisible(bool(passages) and (bool(said) or not loaded))
        self._head.setVisible(bool(said))
        self._area.setVisible(bool(said))
        self._load.setVisible(not loaded)
        self._text.setText("\n\n".join(said))
        self._area.verticalScrollBar().setValue(0)
