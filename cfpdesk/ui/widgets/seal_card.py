"""What stands above a sealed closing meeting: the seal, and what was amended since."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.model.closing_gate import ClosingState
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label, row


class SealCard(Card):
    """Hidden before the seal; then who sealed, the fingerprint, and the amendments with reasons."""

    def __init__(self) -> None:
        super().__init__(_("Sealed"))
        self._lock = label()
        set_icon(self._lock, "lock", "text2", 16)
        self.head.insertWidget(0, self._lock)
        self._words = label("", "label", wrap=True)
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.body.addWidget(self._words)
        self.body.addWidget(self._list)
        self._shown: tuple[object, ...] = ()

    def show_state(self, state: ClosingState) -> None:
        """Show the seal; nothing before it."""
        seal = state.seal
        self.setVisible(seal is not None)
        if seal is None:
            return
        mark = seal.facts.sha256[:8].upper() if seal.facts else ""
        self.note.setText(_("fingerprint {mark}").format(mark=f"{mark[:4]} {mark[4:]}"))
        n = len(state.amendments)
        self._words.setText(
            str(msg("{n} {n:amendment|amendments} since.", n=n))
            if n
            else _(
                "What was agreed is fixed. Later edits need a reason and stand here as amendments."
            )
        )
        if state.amendments != self._shown:
            self._shown = state.amendments
            self._fill(state)

    def _fill(self, state: ClosingState) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for amendment in state.amendments:
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 6)
            column.setSpacing(4)
            column.addWidget(Hairline())
            at = amendment.at.astimezone().strftime("%m-%d %H:%M")
            column.addLayout(
                row(
                    label(at, "small"),
                    label(amendment.person, "strong"),
                    ElidedLabel(str(amendment.title)),
                )
            )
            column.addWidget(
                label(_("Reason: {text}").format(text=amendment.reason), "muted", wrap=True)
            )
            self._rows.addWidget(box)
