"""A card: title, a note at its right, content. For pages that are read."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import current_language
from cfpdesk.model.clause import clause_text
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.text import ElidedLabel, label


class Card(QFrame):
    """A framed piece of a page; put content into `body`.

    Args:
        title: at its head, without which there is none.
        note: at the right of the title.
        clause: what asks for it, as in data; stands where the note does.
        box: its look.
    """

    def __init__(
        self, title: str = "", note: str = "", *, clause: str = "", box: str = "card"
    ) -> None:
        super().__init__()
        if clause:
            note = clause_text(clause).text(current_language())
        role(self, box=box)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 14)
        outer.setSpacing(10)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.title = label(title, "card")
        self.count = label("", "muted")
        self.note = ElidedLabel(note, "muted")  # gives way, so that no card widens its page
        self.head.addWidget(self.title)
        self.head.addWidget(self.count)
        self.head.addStretch(1)
        self.head.addWidget(self.note)
        if title:
            outer.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)
        outer.addLayout(self.body, 1)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a button or a chip at the right end of the title."""
        self.head.addWidget(widget)
