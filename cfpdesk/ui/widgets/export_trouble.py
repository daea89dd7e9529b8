"""Why a packed export did not come to its drive, and what can be done: again, or elsewhere."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from cfpdesk.i18n import _
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import label, row


class ExportTrouble(QFrame):
    """Emits `again` and `elsewhere`; hidden while nothing is wrong."""

    again = Signal()
    elsewhere = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, box="tint-bad")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        self.sentence = label("", "bad-strong", wrap=True)
        self.sentence.setObjectName("export-trouble")
        kept = label(_("The package is packed and signed; it lies here until it has arrived."),
                     "label", wrap=True)  # fmt: skip
        again = button(_("Try again"), self.again.emit, icon="rotate", name="deliver-again")
        other = button(_("Another place…"), self.elsewhere.emit, icon="folder", name="elsewhere")
        for part in (self.sentence, kept):
            column.addWidget(part)
        column.addLayout(row(again, other, None))
        self.hide()

    def show_sentence(self, sentence: str) -> None:
        """Show what is wrong; empty hides it."""
        self.sentence.setText(sentence)
        self.setVisible(bool(sentence))
