"""The claim and its materiality threshold, as agreed; beside them what was recalculated."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.model.chart.threshold_gauge import ThresholdGauge
from cfpdesk.model.engagement import LEVEL_NAMES, Engagement, materiality_value
from cfpdesk.model.quantity import figure, unit_text
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.chart import ChartView
from cfpdesk.ui.widgets.text import Hairline, label, row


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
        self._verified, verified = _hero(_("Recalculated"))
        self._verified_box = QWidget()
        verified.setContentsMargins(0, 0, 0, 0)
        self._verified_box.setLayout(verified)
        self._verified_box.hide()
        heroes = QHBoxLayout()
        heroes.addLayout(claimed, 1)
        heroes.addWidget(self._verified_box, 1)
        heroes.addLayout(threshold, 1)
        self._range = ChartView()
        self._told = label("", "label")
        self._link = button("", self._go, kind="link", name="claim-link")
        self._inventory = button(
            _("Line by line"), self.inventory_opened.emit, kind="link", name="claim-inventory"
        )
        self._inventory.hide()
        self._field = "claimed_value"
        self._engagement = Engagement()
        self._verified_value: Decimal | None = None
        self.body.setSpacing(6)
        self.body.addLayout(heroes)
        self.body.addWidget(self._range)
        self.body.addStretch(1)
        self.body.addWidget(Hairline())
        self.body.addLayout(row(self._told, None, self._inventory, self._link))

    def show_recalculated(self, verified: Decimal | None) -> None:
        """Show what the claim is by the recalculation; None where there is none."""
        self._verified_value = verified
        unit = unit_text(self._engagement.claimed_unit)
        self._show(self._verified, figure(verified, 2) if verified is not None else "", unit)
        self._verified_box.setVisible(verified is not None)
        for value, _unit in (self._claim, self._verified, self._threshold):
            role(value, text="hero" if verified is None else "figure")  # three beside each other
        self._inventory.setVisible(verified is not None)
        self._range.set_chart(_gauge(self._engagement, verified))

    def show_engagement(self, engagement: Engagement) -> None:
        """Show what was agreed, or what is missing of it."""
        self._engagement = engagement
        unit = unit_text(engagement.claimed_unit)
        claim, value = engagement.claimed_value, materiality_value(engagement)
        self._show(self._claim, figure(claim) if claim is not None else "", unit)
        self._show(self._threshold, f"±{figure(value, 2)}" if value is not None else "", unit)
        self.note.setText(str(LEVEL_NAMES[engagement.assurance_level]))
        self._range.set_chart(_gauge(engagement, self._verified_value))
        self._range.setVisible(self._range.chart() is not None)
        told_on = engagement.materiality_told_on
        if claim is None:
            words, verb, self._field = (
                _("The claim is not known yet"),
                _("Fill in"),
                "claimed_value",
            )
        elif told_on is None:
            words = _("The client has not been told the threshold")
            verb, self._field = _("Fill in"), "materiality_told_on"
        else:
            words = _("Told on {day}: {how}").format(
                day=told_on.isoformat(), how=engagement.materiality_told_how or "—"
            )
            verb, self._field = _("Look"), "materiality_told_on"
        self._told.setText(words)
        role(self._told, text="warn" if verb == _("Fill in") else "label")
        self._link.setText(verb)
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
