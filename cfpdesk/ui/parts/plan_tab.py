"""The verification plan: schedule, programme and items, versions (rules 9.2, 9.4.1, 9.4.3)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.model.gate import Target
from cfpdesk.model.rule_list import ListCode
from cfpdesk.steps import plan
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.parts.plan_facts import plan_texts
from cfpdesk.ui.parts.plan_items import PlanItems
from cfpdesk.ui.parts.plan_versions import PlanVersions
from cfpdesk.ui.parts.schedule_card import ScheduleCard

_LEFT = (ListCode.PLAN, ListCode.PLAN_IF_NEEDED)
_RIGHT = (ListCode.PROGRAMME, ListCode.SELECTION)


class PlanTab(QWidget):
    """See the module text; `looked` tells that other fields are shown than before."""

    looked = Signal()

    def __init__(self, desk: Desk, look: dict[str, str], sending: dict[str, object]) -> None:
        super().__init__()
        self._desk = desk
        now = plan.state(desk.session)
        self.schedule = ScheduleCard(desk, look)
        self.schedule.looked.connect(self.looked)
        self.versions = PlanVersions(desk, sending)
        self._items = {
            code: PlanItems(desk, code, now, known=code in _LEFT) for code in (*_LEFT, *_RIGHT)
        }
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(12)
        for code in _LEFT:
            left.addWidget(self._items[code])
        left.addStretch(1)
        right.addWidget(self.versions)
        for code in _RIGHT:
            right.addWidget(self._items[code])
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.schedule)
        column.addLayout(columns)
        column.addStretch(1)

    def show_state(self, *, frozen: bool) -> None:
        """Show the plan as it stands."""
        now = plan.state(self._desk.session)
        self.schedule.show_state(frozen=frozen)
        self.versions.show_state(now, frozen=frozen)
        facts = plan_texts(now.plan)
        for card in self._items.values():
            card.show_state(now, facts, frozen=frozen)

    def focus_on(self, target: Target) -> bool:
        """Go to a block, an item, or what sends the plan; False if it is not here."""
        if target.field == "schedule":
            return self.schedule.focus_block(target.row)
        if target.field in ("version", "team_change"):
            return self.versions.focus_part(target.row, target.field)
        code, _dot, item = target.field.partition(".")
        found = self._items.get(ListCode(code)) if code in set(ListCode) else None
        return found is not None and found.focus_item(item)

    def panes(self) -> Sequence[QWidget]:
        """Schedule, items, versions."""
        return (self.schedule, self._items[ListCode.PLAN], self.versions)
