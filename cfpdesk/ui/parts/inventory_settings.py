"""What holds for the whole recalculation: GWP, limits, the simulation, the client's tables."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, current_language, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.gwp import GwpSet
from cfpdesk.model.inventory import InventorySettings
from cfpdesk.model.inventory_view import InventoryState
from cfpdesk.steps import inventory_edit
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.form import Form
from cfpdesk.ui.parts.tables_card import TablesCard
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.text import label, row

_LIMITS = ("deviation_pct", "cut_off_each_pct", "cut_off_total_pct")


class InventorySettingsView(QScrollArea):
    """Cards of GWP, limits, simulation and tables; each field commits when it is left.

    Emits `mapping_wanted` with the row of a table that is to be mapped again.
    """

    mapping_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        role(inside, box="scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 12, 20, 14)
        column.setSpacing(12)
        line = QHBoxLayout()
        line.setSpacing(12)
        for card in (self._gwp(), self._limits(), self._simulation()):
            line.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        self.tables = TablesCard(desk)
        self.tables.mapping_wanted.connect(self.mapping_wanted)
        column.addWidget(self.tables)
        column.addStretch(1)
        self.setWidget(inside)

    # Making -----------------------------------------------------------------------------------

    def _card(self, title: str, clause: str = "") -> tuple[Card, QVBoxLayout]:
        card = Card(title)
        if clause:
            card.add_to_head(label(clause_text(clause).text(current_language()), chip="clause"))
        return card, card.body

    def _gwp(self) -> Card:
        card, body = self._card(_("GWP values"), "ISO14067:6.5.1")
        self.gwp_set = Choice(_("GWP values"), "segments")
        self.gwp_set.set_options([(each.value, each.value) for each in GwpSet])
        self.gwp_set.chosen.connect(
            lambda key: self._desk.attempt(
                lambda: inventory_edit.set_gwp_set(self._desk.session, key)
            )
        )
        body.addLayout(row(self.gwp_set, None))
        words = _(
            "Over 100 years; AR6 is the newest report of the IPCC. Lines whose gas is named take"
            " their GWP from this set; what a client's factor contains already stays as it is."
        )
        body.addWidget(label(words, "label", wrap=True))
        return card

    def _limits(self) -> Card:
        card, body = self._card(_("Limits"))
        self._form = Form(self._desk, InventorySettings.TABLE, label_width=150)
        for name, words, clause in (
            ("deviation_pct", _("From the database"), "RULE:6.2.1"),
            ("cut_off_each_pct", _("Cut-off of one flow"), "ISO14067:6.3.4.3"),
            ("cut_off_total_pct", _("Cut-off of all flows"), "ISO14067:6.3.4.3"),
        ):
            self._limit(name, words, clause)
        body.addWidget(self._form)
        note = _("These are settings, not rules; what the body agreed with the client goes first.")
        body.addWidget(label(note, "muted", wrap=True))
        return card

    def _limit(self, name: str, words: str, clause: str) -> None:
        def commit(value: Decimal | None) -> None:
            if value is None:
                raise UserError(msg("Write a percentage between 0 and 100."))
            inventory_edit.set_limit(self._desk.session, name, value)

        self._form.decimal(name, words, commit, unit="%", clause=clause)

    def _simulation(self) -> Card:
        card, body = self._card(_("Simulation"))
        self._draws = Form(self._desk, InventorySettings.TABLE, label_width=70)
        self._draws.decimal("seed", _("Seed"), self._set_seed)
        self._draws.decimal("draws", _("Draws"), self._set_draws)
        body.addWidget(self._draws)
        words = _("The same seed and the same lines give the same result on every computer.")
        body.addWidget(label(words, "muted", wrap=True))
        return card

    # Committing -------------------------------------------------------------------------------

    def _set_seed(self, value: Decimal | None) -> None:
        settings = self._desk.session.find(InventorySettings)
        inventory_edit.set_simulation(self._desk.session, _whole(value), settings.draws)

    def _set_draws(self, value: Decimal | None) -> None:
        settings = self._desk.session.find(InventorySettings)
        inventory_edit.set_simulation(self._desk.session, settings.seed, _whole(value))

    # Showing ----------------------------------------------------------------------------------

    def show_state(self, state: InventoryState) -> None:
        """Show the settings in force."""
        settings, read_only = state.settings, self._desk.session.read_only
        self.gwp_set.choose(settings.gwp_set)
        self.gwp_set.setEnabled(not read_only)
        limits = {name: getattr(settings, name) for name in _LIMITS}
        self._form.show_values(limits, row=settings.row)
        draws = {"seed": Decimal(settings.seed), "draws": Decimal(settings.draws)}
        self._draws.show_values(draws, row=settings.row)
        for form in (self._form, self._draws):
            form.set_read_only(read_only)
        self.tables.show_tables(state.tables, read_only=read_only)

    def first_field(self) -> QWidget:
        """Return where F6 goes."""
        return self.gwp_set.option(GwpSet.AR6.value)

    def field(self, name: str) -> QWidget | None:
        """Return the field of a setting by its name."""
        if name in _LIMITS:
            return self._form.field(name).focus_widget
        if name in ("seed", "draws"):
            return self._draws.field(name).focus_widget
        return self.first_field()


def _whole(value: Decimal | None) -> int:
    """Return a whole number.

    Raises:
        UserError: if it is none.
    """
    if value is None or value != value.to_integral_value() or abs(value) > 10**9:
        raise UserError(msg("Write a whole number."))
    return int(value)
