"""What the standards leave to the body: acceptable risks, floors, performance materiality."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, msg
from cfpdesk.model.population import SamplingSettings
from cfpdesk.steps import sampling_edit
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.form import Form
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.text import label

_FLOORS = ("reasonable_floor", "limited_floor")


class SettingsPopover(Popover):
    """The settings of sampling; each is written when it is left. What is drawn stays drawn."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent, _("Settings of sampling"), 480)
        self._desk = desk
        self.body.addWidget(label(_("Settings of sampling"), "card"))
        words = _(
            "No standard fixes these. They hold for what is drawn from now on; a drawn sample "
            "keeps its own."
        )
        self.body.addWidget(label(words, "label", wrap=True))
        self.form = Form(desk, SamplingSettings.TABLE, label_width=220)
        for name, text, unit in (
            ("reasonable_risk_pct", _("Acceptable risk, reasonable assurance"), "%"),
            ("limited_risk_pct", _("Acceptable risk, limited assurance"), "%"),
            ("reasonable_floor", _("Least items, reasonable assurance"), ""),
            ("limited_floor", _("Least items, limited assurance"), ""),
            ("performance_pct", _("Performance materiality, of materiality"), "%"),
        ):
            self.form.decimal(name, text, self._put(name), unit=unit)
        self.body.addWidget(self.form)
        self.body.addWidget(label(_("Esc closes"), "muted"))
        self._show()

    def _put(self, name: str) -> Callable[[Any], None]:
        def commit(value: Decimal | None) -> None:
            if value is None:
                raise UserError(msg("A setting cannot be empty."))
            chosen: Decimal | int = value
            if name in _FLOORS:
                if value != value.to_integral_value():
                    raise UserError(msg("Write a whole number, 1 or more."))
                chosen = int(value)
            sampling_edit.edit_settings(self._desk.session, **{name: chosen})
            self._show()

        return commit

    def _show(self) -> None:
        kept = self._desk.session.find(SamplingSettings)
        values = {
            "reasonable_risk_pct": kept.reasonable_risk_pct,
            "limited_risk_pct": kept.limited_risk_pct,
            "reasonable_floor": Decimal(kept.reasonable_floor),
            "limited_floor": Decimal(kept.limited_floor),
            "performance_pct": kept.performance_pct,
        }
        self.form.show_values(values, row=kept.row)
        self.form.set_read_only(self._desk.session.read_only)

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Write what is typed."""
        del event
        focus = self.focusWidget()
        if focus is not None:
            focus.clearFocus()
