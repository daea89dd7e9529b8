"""The items of programme and plan, as the rules list them; what other facts hold is shown."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.rule_entry import entries_of
from cfpdesk.model.rule_list import ListCode, RuleItem
from cfpdesk.steps import plan
from cfpdesk.steps.plan import PlanView
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import NoteField
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.status_icon import LEVELS, Shape, StatusIcon
from cfpdesk.ui.widgets.text import label, row

_THERE = Shape("conform", "ok", msg("there"))


class PlanItems(Card):
    """One list of the rules: each item with its mark, what is known of it, and a field."""

    def __init__(self, desk: Desk, code: ListCode, now: PlanView, *, known: bool = False) -> None:
        found = now.rules.rule_list(code)
        super().__init__(
            found.title.text(current_language()),
            clause_text(found.clause).text(current_language()),
        )
        self._desk = desk
        self._code = code
        self._known = known
        self._fields: dict[str, NoteField] = {}
        self._marks: dict[str, StatusIcon] = {}
        self._facts = {item.code: label("", "label", wrap=True) for item in found.items}
        self.body.setSpacing(8)
        for item in found.items:
            self.body.addWidget(self._item(item))

    def _item(self, item: RuleItem) -> QWidget:
        words = item.text.text(current_language())
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        mark = StatusIcon(size=15)
        title = label(words, "label")
        column.addLayout(row(mark, title, None, spacing=6))
        column.addWidget(self._facts[item.code])
        field = NoteField(
            self._desk, "rule_entry", f"{self._code}.{item.code}", words, self._write(item.code),
            _("More of it") if self._known else "", 1,
        )  # fmt: skip
        title.setBuddy(field.focus_widget)
        column.addWidget(field.box)
        self._fields[item.code], self._marks[item.code] = field, mark
        return box

    def _write(self, item: str) -> Callable[[str], object]:
        return lambda text: plan.write_item(self._desk.session, self._code, item, text)

    def show_state(self, now: PlanView, facts: Mapping[str, str], *, frozen: bool) -> None:
        """Show what is known and what was written of each item."""
        entries = entries_of(self._code, now.plan.entries)
        done = 0
        for item in now.rules.rule_list(self._code).items:
            entry = entries.get(item.code)
            text = entry.text if entry is not None else ""
            there = bool(text.strip()) or (self._known and item.code in now.given)
            done += there
            self._fields[item.code].show(text, f"{self._code}.{item.code}")
            self._fields[item.code].set_read_only(read_only=frozen)
            fact = facts.get(item.code, "") if self._known else ""
            self._facts[item.code].setText(fact)
            self._facts[item.code].setVisible(bool(fact))
            self._marks[item.code].show_shape(_THERE if there else LEVELS[item.level])
        self.count.setText(f"{done} / {len(self._fields)}")

    def focus_item(self, item: str) -> bool:
        """Go to the field of an item; False if there is none."""
        found = self._fields.get(item)
        if found is not None:
            found.focus_widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return found is not None
