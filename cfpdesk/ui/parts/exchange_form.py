"""What an exchange file needs beside what the verification holds, written beside its sheet."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.footprint_export import PLACE_WORD, FootprintExport, Place
from cfpdesk.steps import footprint_export as step
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.form import Form
from cfpdesk.ui.widgets.text import label


class ExchangeForm(QWidget):
    """The fields of `FootprintExport`, one below the other."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("For the exchange files"), "card", wrap=True))
        form = self._form = Form(desk, FootprintExport.TABLE, label_width=0)
        self._names(form)
        self._product(form)
        self._certificate(form)
        column.addWidget(form)

    def _names(self, form: Form) -> None:
        form.tags(
            "company_ids", _("URN of the client"),
            lambda ids: step.write_company(self._desk.session, ids), hint="urn:lei:…",
        )  # fmt: skip
        form.tags(
            "product_ids", _("URN of the product"),
            lambda ids: step.write_product(self._desk.session, ids), hint="urn:gtin:…",
        )  # fmt: skip
        form.tags(
            "classifications", _("Classification of the product"),
            lambda ids: step.write_classifications(self._desk.session, ids), hint="urn:…",
        )  # fmt: skip
        form.choice(
            "place", _("Which place it stands for"),
            [(place.value, str(PLACE_WORD[place])) for place in Place],
            lambda value: step.choose_place(self._desk.session, Place(value)),
        )  # fmt: skip
        form.line(
            "place_name", _("Name of the place"),
            lambda name: step.name_place(self._desk.session, name), hint="CN-JS",
        )  # fmt: skip

    def _product(self, form: Form) -> None:
        form.note("description", _("Description of the product"), self._text("description"))
        form.decimal(
            "fossil_carbon", _("Fossil carbon in the declared unit"),
            lambda kg: step.write_fossil_carbon(self._desk.session, kg), unit="kg C",
        )  # fmt: skip
        form.decimal(
            "biogenic_carbon", _("Biogenic carbon in the declared unit"),
            lambda kg: step.write_biogenic_carbon(self._desk.session, kg), unit="kg C",
        )  # fmt: skip
        form.decimal(
            "mass_kg", _("Mass of the declared unit, where its unit does not say it"),
            lambda kg: step.write_mass(self._desk.session, kg), unit="kg",
        )  # fmt: skip
        form.check(
            "packaging_included", _("Packaging is part of the footprint"),
            lambda on: step.set_packaging(self._desk.session, included=on),
        )  # fmt: skip
        form.note("boundary_description", _("Processes within the boundary"),
                  self._text("boundary_description"))  # fmt: skip
        form.note(
            "allocation", _("Rules of allocation in words"), self._text("allocation"), lines=2
        )

    def _certificate(self, form: Form) -> None:
        form.line("certificate", _("Number of the certificate"), self._text("certificate"))
        form.date("valid_from", _("Valid from"),
                  lambda day: step.write_valid_from(self._desk.session, day))  # fmt: skip
        form.date("valid_until", _("Valid until"),
                  lambda day: step.write_valid_until(self._desk.session, day))  # fmt: skip
        form.line("rule_operator", _("Publisher of the product category rules"),
                  self._text("rule_operator"))  # fmt: skip
        form.tags("rules", _("Product category rules"),
                  lambda names: step.write_rules(self._desk.session, names))  # fmt: skip
        form.note("comment", _("Comment in the exchange file"), self._text("comment"), lines=2)

    def _text(self, name: str) -> Callable[[str], object]:
        return lambda text: step.write(self._desk.session, name, text)

    def show_state(self, record: FootprintExport, *, read_only: bool) -> None:
        """Show what is written; a field that is being typed in is left alone."""
        kept = {
            name: getattr(record, name)
            for name in (
                "company_ids", "product_ids", "classifications", "place", "place_name",
                "description", "fossil_carbon", "biogenic_carbon", "mass_kg", "packaging_included",
                "boundary_description", "allocation", "certificate", "valid_from", "valid_until",
                "rule_operator", "rules", "comment",
            )
        }  # fmt: skip
        self._form.show_values(kept, row=record.row)
        self._form.set_read_only(read_only)

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field."""
        widget = self._form.field(name).focus_widget
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
