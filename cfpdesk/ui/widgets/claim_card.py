"""The claim and its materiality threshold, as agreed; beside them what was recalculated."""

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.model.chart.threshold_gauge import ThresholdGauge
from cfpdesk.model.engagement import LEVEL_NAMES, Engagement, materiality_value
from cfpdesk.model.quantity import figure, unit_text
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.chart import ChartView
from cfpdesk.ui.widgets.text import Hairline, label, row


@dataclass(frozen=True, slots=True)
class Recalculated:
    """What the recalculation says of the claim.

    Attributes:
        value: of the claim per declared unit; None where it is not known yet.
        doubts: lines with doubts that stand.
        unread: the client's table was not read on this computer yet.
    """

    value: Decimal | None = None
    doubts: int = 0
    unread: bool = False


class ClaimCard(Card):
    """Emits `opened` with the field of the engagement that wants filling in or looking at.

    `inventory_opened` is emitted where a person wants to see the recalculation.
    """

    opened = Signal(str)
    inventory_opened = Signal()

    def __init__(self) -> None:
        super().__init__(_("Claim and materiality"), " ")
        self._claim, claimed = _hero(_("Claimed by the client"))
        self._threshold, threshold = _hero(_("Materiality threshold"))
        self._verified, verified = _hero(_("Recalculated so far"))
        self._threshold_box, self._verified_box = QWidget(), QWidget()
        for box, inside in ((self._threshold_box, threshold), (self._verified_box, verified)):
            inside.setContentsMargins(0, 0, 0, 0)
            box.setLayout(inside)
        self._arrow = label()
        set_icon(self._arrow, "arrow-right", "text2", 18)
        for part in (self._verified_box, self._arrow):
            part.hide()
        heroes = QHBoxLayout()
        heroes.addLayout(claimed, 1)
        heroes.addWidget(self._arrow, 0, Qt.AlignmentFlag.AlignBottom)
        heroes.addWidget(self._verified_box, 1)
        heroes.addWidget(self._threshold_box, 1)
        self._range = ChartView()
        self._told = label("", "label")
        self._link = button("", self._go, kind="link", name="claim-link")
        self._inventory = button("", self.inventory_opened.emit, kind="link")
        self._inventory.setObjectName("claim-inventory")
        self._inventory.hide()
        self._field = "claimed_value"
        self._engagement = Engagement()
        self._found = Recalculated()
        self.body.setSpacing(6)
        self.body.addLayout(heroes)
        self.body.addWidget(self._range)
        self.body.addStretch(1)
        self.body.addWidget(Hairline())
        self.body.addLayout(row(self._told, None, self._inventory, self._link))

    def show_recalculated(self, found: Recalculated) -> None:
        """Show what the claim is by the recalculation, beside it or in place of the threshold."""
        self._found = found
        self._show_all()

    def show_engagement(self, engagement: Engagement) -> None:
        """Show what was agreed, or what is missing of it."""
        self._engagement = engagement
        self._show_all()

    def _show_all(self) -> None:
        agreed, found = self._engagement, self._found
        unit = unit_text(agreed.claimed_unit)
        claim, value = agreed.claimed_value, materiality_value(agreed)
        known = found.value is not None
        self._show(self._claim, figure(claim) if claim is not None else "", unit)
        self._show(self._threshold, f"±{figure(value, 2)}" if value is not None else "", unit)
        self._show(self._verified, figure(found.value, 2) if found.value is not None else "", unit)
        self._verified_box.setVisible(known)
        self._arrow.setVisible(known)
        self._threshold_box.setVisible(not known)
        self.note.setText(str(LEVEL_NAMES[agreed.assurance_level]))
        gauge = _gauge(agreed, found.value)
        self._range.set_chart(gauge)
        self._range.setVisible(gauge is not None)
        self._say(gauge)
        self._inventory.setVisible(known or found.unread)
        doubts = msg("{n} {n:doubt|doubts}", n=found.doubts) if found.doubts else ""
        self._inventory.setText(str(doubts) or (_("Line by line") if known else _("Read it")))

    def _say(self, gauge: ThresholdGauge | None) -> None:
        """Say what is missing; else how far the claim is off; else when the client was told."""
        agreed, found = self._engagement, self._found
        told_on, value = agreed.materiality_told_on, materiality_value(agreed)
        verb, self._field = _("Fill in"), "materiality_told_on"
        if agreed.claimed_value is None:
            words, self._field = _("The claim is not known yet"), "claimed_value"
        elif told_on is None:
            words = _("The client has not been told the threshold")
        elif gauge is not None and value is not None and found.value is not None:
            words, verb = f"{gauge.sentence()} (±{figure(value, 2)})", ""
        elif found.unread:
            words, verb = _("The client's table was not read on this computer yet"), ""
        else:
            how = agreed.materiality_told_how or "—"
            words = _("Told on {day}: {how}").format(day=told_on.isoformat(), how=how)
            verb = _("Look")
        self._told.setText(words)
        role(self._told, text="warn" if verb == _("Fill in") else "label")
        self._link.setText(verb)
        self._link.setVisible(bool(verb))
        self._link.setAccessibleName(f"{verb}：{words}")

    def _show(self, pair: tuple[QLabel, QLabel], text: str, unit: str) -> None:
        pair[0].setText(text or "—")
        pair[1].setText(unit if text else "")

    def _go(self) -> None:
        self.opened.emit(self._field)


def _gauge(engagement: Engagement, verified: Decimal | None) -> ThresholdGauge | None:
    """Return where the result lies within the threshold; None where there is no threshold."""
    claim, pct = engagement.claimed_value, engagement.materiality_pct
    if not claim or pct is None or pct <= 0:
        return None
    return ThresholdGauge(
        claim,
        pct,
        verified,
        unit=engagement.claimed_unit,
        places=2,
        title=msg("Range within the threshold"),
        headed=False,
        ends=True,
    )


def _hero(name: str) -> tuple[tuple[QLabel, QLabel], QVBoxLayout]:
    value, unit = label("", "hero"), label("", "small")
    value.setAccessibleName(name)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(label(name, "label"))
    line = row(value, unit, None, spacing=5)
    column.addLayout(line)
    return (value, unit), column
