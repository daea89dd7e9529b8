"""How the client divides what several products share, and what comes of it."""

from decimal import Decimal

from PySide6.QtWidgets import QLineEdit

from cfpdesk.i18n import _, current_language
from cfpdesk.model.allocation import ALLOCATION_WORD, Allocation, AllocationMethod, CoProduct, Share
from cfpdesk.model.clause import clause_text
from cfpdesk.model.quantity import figure
from cfpdesk.steps import inventory_shares
from cfpdesk.steps.inventory_shares import SharesState
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import LineField
from cfpdesk.ui.parts.field_table import FieldColumn, FieldRow, FieldTable, Kind, Said
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.text import label, row

# What the other methods do not look at.
_HIDDEN: dict[AllocationMethod, frozenset[str]] = {
    AllocationMethod.NONE: frozenset(),
    AllocationMethod.SUBDIVISION: frozenset({"amount", "unit", "price"}),
    AllocationMethod.PHYSICAL: frozenset({"price", "share_pct"}),
    AllocationMethod.ECONOMIC: frozenset({"share_pct"}),
}
_ENOUGH = Decimal("0.05")  # percentage points below which a share counts as the client's


class AllocationCard(Card):
    """The method, why no better one, and the products with their shares."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Allocation between co-products"))
        self._desk = desk
        self.add_to_head(
            label(clause_text("ISO14067:6.4.6").text(current_language()), chip="clause")
        )
        self._method = Choice(_("Allocation"), "segments")
        self._method.set_options([(m.value or "none", str(ALLOCATION_WORD[m]))
                                  for m in AllocationMethod])  # fmt: skip
        self._method.chosen.connect(self._choose)
        self.body.addLayout(row(self._method, None))
        self.reason = LineField(
            desk, Allocation.TABLE, "reason", _("Why no better method"),
            lambda text: inventory_shares.write_reason(desk.session, text),
            _("why it could not be subdivided, or divided by mass or energy"),
        )  # fmt: skip
        words = label(self.reason.label, "label")
        words.setBuddy(self.reason.edit)
        self._reason_words = words
        line = row(words)
        line.addWidget(self.reason.box, 1)
        self.body.addLayout(line)
        self.table = FieldTable(desk, CoProduct.TABLE, self._columns(), self._write, removable=True)
        self.table.removed.connect(self._remove)
        self.body.addWidget(self.table)
        self.new = QLineEdit()
        self.new.setObjectName("add-product")
        self.new.setPlaceholderText(_("Add a product: name, then Enter"))
        self.new.setAccessibleName(_("New product"))
        self.new.returnPressed.connect(self._add)
        self._said = label("", "label", wrap=True)
        self._said.setObjectName("allocation-said")
        foot = row(self.new, spacing=12)
        foot.addWidget(self._said, 1)
        self.new.setFixedWidth(240)
        self.body.addLayout(foot)

    @staticmethod
    def _columns() -> tuple[FieldColumn, ...]:
        return (
            FieldColumn("name", _("Product")),
            FieldColumn("main", _("This one"), Kind.TICK, 60,
                        tip=_("The product of this engagement")),
            FieldColumn("amount", _("Amount"), Kind.FIGURE, 110),
            FieldColumn("unit", _("Unit"), width=60, hint="t"),
            FieldColumn("price", _("Price per unit"), Kind.FIGURE, 100),
            FieldColumn("share_pct", _("Measured %"), Kind.FIGURE, 90),
            FieldColumn("share", _("Share"), Kind.SAID, 90),
            FieldColumn("claimed_pct", _("Client's %"), Kind.FIGURE, 90),
        )  # fmt: skip

    # Writing ----------------------------------------------------------------------------------

    def _choose(self, key: str) -> None:
        method = AllocationMethod("" if key == "none" else key)
        self._desk.attempt(lambda: inventory_shares.choose_method(self._desk.session, method))

    def _write(self, product: str, name: str, value: object) -> None:
        inventory_shares.edit_product(self._desk.session, product, **{name: value})

    def _add(self) -> None:
        name = self.new.text()
        if name.strip() and self._desk.attempt(
            lambda: inventory_shares.add_product(self._desk.session, name)
        ):
            self.new.clear()

    def _remove(self, product: str) -> None:
        self._desk.attempt(lambda: inventory_shares.remove(self._desk.session, CoProduct, product))

    # Showing ----------------------------------------------------------------------------------

    def show_state(self, state: SharesState, *, read_only: bool) -> None:
        """Show method, products, and each one's share."""
        method = state.allocation.method
        self._method.choose(method.value or "none")
        self._method.setEnabled(not read_only)
        self.reason.show(state.allocation.reason, state.allocation.row)
        self.reason.set_read_only(read_only=read_only)
        for part in (self._reason_words, self.reason.box):
            part.setVisible(method is not AllocationMethod.NONE)
        found = {share.product.row: share for share in state.shares}
        names = ("name", "main", "amount", "unit", "price", "share_pct", "claimed_pct")
        rows = [
            FieldRow(
                product.row,
                product.name,
                {name: getattr(product, name) for name in names},
                {"share": _share(found.get(product.row), product)},
            )
            for product in state.products
        ]
        self.table.show_rows(rows, read_only=read_only)
        self.table.show_columns(_HIDDEN[method])
        self.new.setEnabled(not read_only)
        self._show_said(state)

    def _show_said(self, state: SharesState) -> None:
        main = state.main_share()
        if state.problem:
            words, tone = str(state.problem), "warn"
        elif main is not None:
            words = _(
                "This product takes {pct} % of what is shared; write it at the lines that are."
            )
            words, tone = words.format(pct=figure(main, 2)), "label"
        elif state.allocation.method is AllocationMethod.NONE:
            words, tone = _("Nothing is shared with other products."), "muted"
        else:
            words, tone = _("Add the products that share, and say which is this one."), "muted"
        self._said.setText(words)
        role(self._said, text=tone)


def _share(share: Share | None, product: CoProduct) -> Said:
    if share is None:
        return Said("–", "muted")
    text = f"{figure(share.pct, 2)} %"
    claimed = product.claimed_pct
    if claimed is None:
        return Said(text)
    if abs(claimed - share.pct) < _ENOUGH:
        return Said(text, "ok", _("as the client has it"))
    return Said(text, "bad", _("the client has {pct} %").format(pct=figure(claimed)))
