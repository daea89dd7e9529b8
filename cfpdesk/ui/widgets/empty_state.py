"""One sentence, one button, the clause; no drawing."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import label, row


class EmptyState(QWidget):
    """What stands where a list would stand."""

    def __init__(
        self,
        sentence: str,
        verb: str = "",
        run: Callable[[], object] | None = None,
        *,
        icon: str = "",
        clause: str = "",
    ) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 32, 20, 32)
        layout.setSpacing(14)
        self.sentence = label(sentence, "label", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        layout.addWidget(self.sentence)
        if verb:
            self.button = button(verb, run, icon=icon)
            layout.addLayout(row(None, self.button, None))
        if clause:
            layout.addLayout(row(None, label(clause, chip="clause"), None))
        layout.addStretch(2)
