"""What checks the inventory from a second side: balances, allocation, recycling, cut-offs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cfpdesk.model.balance import BalanceKind
from cfpdesk.model.inventory_view import InventoryState
from cfpdesk.steps import inventory_shares
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.parts.allocation_card import AllocationCard
from cfpdesk.ui.parts.balance_card import BalanceCard
from cfpdesk.ui.parts.cut_off_card import CutOffCard
from cfpdesk.ui.parts.recycling_card import RecyclingCard
from cfpdesk.ui.style import role


class InventoryBalances(QScrollArea):
    """Emits `line_wanted` with the key of a line."""

    line_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        role(inside, box="scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 12, 20, 14)
        column.setSpacing(12)
        self.balances = BalanceCard(desk)
        self.allocation = AllocationCard(desk)
        self.recycling = RecyclingCard(desk)
        self.cut_off = CutOffCard()
        self.cut_off.line_wanted.connect(self.line_wanted)
        for card in (self.balances, self.allocation, self.recycling, self.cut_off):
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inside)

    def show_state(self, state: InventoryState) -> None:
        """Show all four."""
        read_only = self._desk.session.read_only
        shares = inventory_shares.shares_state(self._desk.session)
        self.balances.show_state(state, read_only=read_only)
        self.allocation.show_state(shares, read_only=read_only)
        self.recycling.show_state(shares, read_only=read_only)
        self.cut_off.show_state(state)

    def first_field(self) -> QWidget:
        """Return where F6 goes."""
        return self.balances.first_field(BalanceKind.MASS)

    def field(self, name: str) -> QWidget | None:
        """Return the field that a blocker's target names: such as balance.mass."""
        first, _dot, kind = name.partition(".")
        if first == "balance" and kind in set(BalanceKind):
            return self.balances.first_field(BalanceKind(kind))
        field: QWidget | None = {
            "allocation": self.allocation.new,
            "recycling": self.recycling.new,
        }.get(first)
        if field is not None:
            self.ensureWidgetVisible(field)
        elif first.startswith("cut_off"):
            self.ensureWidgetVisible(self.cut_off)
        return field
