"""Balances: what the inventory says against a second source, for mass, energy and electricity."""

from decimal import Decimal

from PySide6.QtWidgets import QWidget

from cfpdesk.i18n import _, current_language
from cfpdesk.model.balance import (
    BALANCE_WORD,
    Balance,
    BalanceKind,
    difference_pct,
    is_balanced,
)
from cfpdesk.model.clause import clause_text
from cfpdesk.model.electricity import is_electricity
from cfpdesk.model.inventory_view import InventoryState
from cfpdesk.model.quantity import figure
from cfpdesk.model.units import convert, parse_unit
from cfpdesk.steps import inventory_edit
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.parts.field_table import FieldColumn, FieldRow, FieldTable, Kind, Said
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.text import label


class BalanceCard(Card):
    """Three balances, each written in place."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Balances"))
        self._desk = desk
        self._state: InventoryState | None = None
        self._kinds = {Balance(kind=kind).row: kind for kind in BalanceKind}
        clause = clause_text("ISO14064-3:6.1.3").text(current_language())
        self.add_to_head(label(clause, chip="clause"))
        self._take = button(
            _("Take the electricity of the lines"), self._take_electricity, kind="link",
            name="take-electricity",
        )  # fmt: skip
        self.add_to_head(self._take)
        self.table = FieldTable(desk, Balance.TABLE, self._columns(), self._write)
        self.body.addWidget(self.table)

    @staticmethod
    def _columns() -> tuple[FieldColumn, ...]:
        return (
            FieldColumn("kind", "", Kind.SAID, 58),
            FieldColumn("inventory", _("By the inventory"), Kind.FIGURE, 100,
                        tip=_("For mass: all that goes in")),
            FieldColumn("inventory_text", _("From what"), hint=_("12 invoices")),
            FieldColumn("other", _("Second source"), Kind.FIGURE, 100,
                        tip=_("For mass: all that comes out")),
            FieldColumn("other_text", _("From what"), hint=_("meter 2#")),
            FieldColumn("unit", _("Unit"), width=64, hint="kWh"),
            FieldColumn("difference", _("Difference"), Kind.SAID, 76),
            FieldColumn("tolerance_pct", _("Limit %"), Kind.FIGURE, 58),
            FieldColumn("reason", _("What explains a larger one")),
        )  # fmt: skip

    def _write(self, row: str, name: str, value: object) -> None:
        if name == "tolerance_pct" and value is None:
            value = Balance().tolerance_pct
        inventory_edit.write_balance(self._desk.session, self._kinds[row], **{name: value})

    def show_state(self, state: InventoryState, *, read_only: bool) -> None:
        """Show the balances, those that were not begun empty."""
        self._state = state
        rows = []
        for row, kind in self._kinds.items():
            balance = state.balances.get(kind.value) or Balance(kind=kind)
            values = {
                name: getattr(balance, name)
                for name in ("inventory", "inventory_text", "other", "other_text", "unit",
                             "tolerance_pct", "reason")
            }  # fmt: skip
            word = str(BALANCE_WORD[kind])
            said = {"kind": Said(word, "label"), "difference": _difference(balance)}
            rows.append(FieldRow(row, word, values, said))
        self.table.show_rows(rows, read_only=read_only)
        self._take.setVisible(self._electricity() is not None and not read_only)

    def first_field(self, kind: BalanceKind) -> QWidget:
        """Return the field a balance begins with."""
        return self.table.cell(Balance(kind=kind).row, "inventory")

    def _electricity(self) -> Decimal | None:
        """Return what the electricity lines use, in kWh; None where there are none."""
        total, kwh = None, parse_unit("kWh")
        for view in self._state.lines if self._state else ():
            used = view.result.activity
            unit = parse_unit(used.unit)
            if unit is None or kwh is None or used.value is None or not view.result.counts:
                continue
            if is_electricity(view.result.line.name, unit):
                total = (total or Decimal(0)) + convert(used.value, unit, kwh)
        return total

    def _take_electricity(self) -> None:
        total = self._electricity()
        if total is not None:
            self._desk.attempt(
                lambda: inventory_edit.write_balance(
                    self._desk.session, BalanceKind.ELECTRICITY, inventory=total,
                    inventory_text=_("lines of the inventory"), unit="kWh",
                )
            )  # fmt: skip


def _difference(balance: Balance) -> Said:
    found = difference_pct(balance)
    if found is None:
        return Said("–", "muted")
    sign = "+" if found > 0 else ""
    text = f"{sign}{figure(found, 1)} %"
    if is_balanced(balance):
        return Said(text, "ok", _("within the limit"))
    if balance.reason.strip():
        return Said(text, "warn", _("beyond the limit, explained"))
    return Said(text, "bad", _("beyond the limit"))
