"""The strip above the inventory: claimed, recalculated, difference, where it lies, how far it is.

Usable alone: `show_state` with a state; `asked` is emitted with what a person wants to look at
("claim", "not_traced" or "balances").
"""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.model.balance import BALANCE_WORD, BalanceKind, difference_pct, is_balanced
from cfpdesk.model.chart.threshold_gauge import ThresholdGauge
from cfpdesk.model.claim_basis import basis_sentence
from cfpdesk.model.inventory_view import InventoryState
from cfpdesk.model.quantity import figure, rounded, unit_text
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import density, theme
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.chart import ChartView
from cfpdesk.ui.widgets.link_row import LinkRow
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label, row

_PLACES, _LEAST_GAUGE = 2, 268
_TITLE = msg("Share of materiality")


class InventoryHead(QFrame):
    """See the module text."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        role(self, box="pane")
        self.setAccessibleName(_("Claim, recalculation and difference"))
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 2, 20, 2)
        line.setSpacing(0)
        self._claimed = _Figure(_("Claimed by the client"))
        self._verified = _Figure(_("Recalculated"))
        self._difference = _Figure(_("Difference"))
        self._difference.name.setToolTip(_("Claimed − recalculated: positive is overstated"))
        for part in (self._claimed, self._verified, self._difference):
            line.addWidget(part)
            line.addWidget(_standing())
        self._gauge = ChartView()
        self._gauge.setMinimumWidth(_LEAST_GAUGE)
        self._no_gauge = button(
            _("Fill in claim, output and materiality"), lambda: self.asked.emit("claim"),
            kind="link", name="fill-in-claim",
        )  # fmt: skip
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(self._gauge)
        middle.addWidget(self._no_gauge, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(middle, 1)
        line.addSpacing(16)
        line.addWidget(_standing())
        line.addLayout(self._facts())

    def _facts(self) -> QVBoxLayout:
        self._primary = _Fact(_("Primary data share"))
        self._traced = _Fact(_("Followed back"))
        self._balances = _Fact(_("Balances"))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for fact, place in (
            (self._primary, "primary"),
            (self._traced, "not_traced"),
            (self._balances, "balances"),
        ):
            fact.setObjectName(f"fact-{place}")
            fact.opened.connect(self._asking(place))
            column.addWidget(fact)
        return column

    def _asking(self, place: str) -> Callable[[], None]:
        return lambda: self.asked.emit(place)

    def show_state(self, state: InventoryState) -> None:
        """Show the figures; what cannot be told is a dash."""
        unit = unit_text(state.engagement.claimed_unit)
        claim = state.engagement.claimed_value
        claimed = claim if claim is not None else state.claimed_unit
        self._show_claimed(state, claimed, unit)
        verified = state.verified_unit
        open_lines = state.totals.open_lines
        below = f"{figure(state.totals.verified_kg, 0)} kg"
        if open_lines:
            below = str(msg("{n} {n:line|lines} not computed", n=open_lines))
        self._verified.show_value(verified, unit, below, "warn" if open_lines else "muted")
        self._show_difference(claimed, verified, unit, state.totals.difference_kg)
        self._show_gauge(state)
        self._show_facts(state)

    def _show_claimed(self, state: InventoryState, claimed: Decimal | None, unit: str) -> None:
        """Show the declared value, and below it in a plain word which sum it stands for."""
        basis = state.claim
        sentence = basis_sentence(basis)
        kg = basis.kg if basis.kg is not None else state.totals.claimed_kg
        below = f"{figure(kg, 0)} kg"
        if basis.contradicts and basis.lines_kg is not None:
            below = _("lines: {kg} kg").format(kg=figure(basis.lines_kg, 0))
        elif sentence is not None:
            below = _("lines add up to {kg} kg").format(kg=figure(kg, 0))
        self._claimed.show_value(claimed, unit, below, "warn" if basis.contradicts else "muted")
        self._claimed.explain(str(sentence) if sentence is not None else "")

    def _show_difference(
        self, claimed: Decimal | None, verified: Decimal | None, unit: str, lines_kg: Decimal
    ) -> None:
        """Show the gap; what is smaller than the last place shown is said in kg, or is none."""
        if claimed is None or verified is None:
            self._difference.show_value(None, unit, "")
            return
        gap = claimed - verified
        share = f"{figure(abs(gap) / abs(claimed) * 100, 2)} %" if claimed else ""
        side = _("understated") if gap < 0 else _("overstated")
        below = f"{side} {share}".strip()
        if not rounded(gap, _PLACES):
            side = _("understated") if lines_kg < 0 else _("overstated")
            small = bool(rounded(lines_kg, 0))
            below = f"{side} {figure(abs(lines_kg), 0)} kg" if small else _("no difference")
            gap = Decimal(0)
        self._difference.show_value(gap, unit, below)

    def _show_gauge(self, state: InventoryState) -> None:
        claim, pct = state.claim_kg, state.engagement.materiality_pct
        known = bool(claim) and pct is not None and pct > 0
        self._gauge.setVisible(known)
        self._no_gauge.setVisible(not known)
        if claim and pct is not None and known:
            verified = state.totals.verified_kg if state.lines else None
            self._gauge.set_chart(ThresholdGauge(claim, pct, verified, title=_TITLE))

    def _show_facts(self, state: InventoryState) -> None:
        primary = state.totals.primary_pct
        self._primary.show_value("–" if primary is None else f"{figure(primary, 1)} %")
        self._traced.show_value(f"{state.followed} / {len(state.lines)}")
        parts, good = [], True
        for kind in BalanceKind:
            balance = state.balances.get(kind)
            found = difference_pct(balance) if balance is not None else None
            if balance is not None and found is not None:
                sign = "+" if found > 0 else ""
                parts.append(f"{BALANCE_WORD[kind]} {sign}{figure(found, 1)} %")
                good = good and bool(is_balanced(balance) or balance.reason.strip())
        tone = ("ok" if good else "bad") if parts else "muted"
        self._balances.show_value(" · ".join(parts) or _("not done yet"), tone)


class _Fact(LinkRow):
    """One figure with its name; a click goes to what it is made of."""

    def __init__(self, name: str) -> None:
        super().__init__(margins=(4, 2, 4, 2))
        self._name = name
        self._value = ElidedLabel("", "strong")
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._value.setMinimumWidth(72)
        self.line.addWidget(label(name, "label"))
        self.line.addWidget(self._value, 1)
        theme().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.setFixedHeight(density().target)

    def show_value(self, text: str, tone: str = "strong") -> None:
        """Show the figure."""
        self._value.setText(text)
        self._value.setToolTip(text)
        role(self._value, text=tone)
        self.setAccessibleName(f"{self._name} {text}")


class _Figure(QWidget):
    """A name, a large figure with its unit, and a small line below."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = label(name, "label")
        self._value = label("–", "figure")
        self._value.setAccessibleName(name)
        self._unit = label("", "small")
        self._below: QLabel = ElidedLabel("", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 16, 0)
        column.setSpacing(0)
        column.addWidget(self.name)
        line = row(self._value, self._unit, None, spacing=6)
        line.setAlignment(self._unit, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(line)
        column.addWidget(self._below)

    def show_value(self, value: Decimal | None, unit: str, below: str, tone: str = "muted") -> None:
        """Show a figure; None is a dash."""
        self._value.setText("–" if value is None else figure(value, _PLACES))
        self._unit.setText(unit if value is not None else "")
        self._below.setText(below)
        role(self._below, text=tone)
        self._value.setAccessibleDescription(f"{self._value.text()} {unit}，{below}")

    def explain(self, sentence: str) -> None:
        """Say more where the pointer rests; empty for nothing."""
        for part in (self.name, self._value, self._unit, self._below):
            part.setToolTip(sentence)
        self._below.setAccessibleDescription(sentence)


def _standing() -> QWidget:
    """Return a hairline with room on its right."""
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 8, 20, 8)
    line.addWidget(Hairline(standing=True))
    return box
