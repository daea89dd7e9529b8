"""What is left out of the inventory, each line and all together, against the limits."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from cfpdesk.i18n import _, current_language
from cfpdesk.model.clause import clause_text
from cfpdesk.model.inventory_view import InventoryState, LineView
from cfpdesk.model.quantity import figure
from cfpdesk.ui.parts.line_rows import line_code, line_key
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.text import ElidedLabel, empty, label, row


class CutOffCard(Card):
    """Emits `line_wanted` with the key of a line."""

    line_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Cut-offs"))
        clause = clause_text("ISO14067:6.3.4.3").text(current_language())
        self.add_to_head(label(clause, chip="clause"))
        self._said = label("", "label", wrap=True)
        self.body.addWidget(self._said)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.body.addLayout(self._rows)
        self._shown: object = None

    def show_state(self, state: InventoryState) -> None:
        """Show the lines that are cut off."""
        cut, settings = state.cut_off, state.settings
        each, total = figure(settings.cut_off_each_pct), figure(settings.cut_off_total_pct)
        if not cut.shares:
            words = _("No line is cut off. Limits: {each} % for one, {total} % for all together.")
            self._said.setText(words.format(each=each, total=total))
            role(self._said, text="muted")
        else:
            words = _("{pct} % is left out; at most {each} % each and {total} % together may be.")
            self._said.setText(words.format(pct=figure(cut.total_pct, 2), each=each, total=total))
            role(self._said, text="bad" if cut.exceeded else "ok")
        if cut == self._shown:
            return
        self._shown = cut
        self._show_lines(state)

    def _show_lines(self, state: InventoryState) -> None:
        _clear(self._rows)
        shares = dict(state.cut_off.shares)
        for view in state.lines:
            if view.result.review.excluded:
                key = view.result.line.key
                large = key in state.cut_off.too_large
                self._rows.addLayout(self._line(view, figure(shares[key], 2), large=large))

    def _line(self, view: LineView, pct: str, *, large: bool) -> QHBoxLayout:
        reason = view.result.review.excluded_reason or _("without a reason")
        made = row(
            label(line_code(view), "strong"), ElidedLabel(view.result.line.name), None,
            label(f"{pct} %", "bad" if large else "label"), spacing=10,
        )  # fmt: skip
        made.insertWidget(3, ElidedLabel(reason, "muted"), 2)
        made.addWidget(button(_("Open"), self._opening(line_key(view)), kind="link"))
        return made

    def _opening(self, key: str) -> Callable[[], None]:
        return lambda: self.line_wanted.emit(key)


def _clear(rows: QVBoxLayout) -> None:
    while rows.count():
        item = rows.takeAt(0)
        inner = item.layout() if item is not None else None
        if inner is not None:
            empty(inner)
            inner.deleteLater()
