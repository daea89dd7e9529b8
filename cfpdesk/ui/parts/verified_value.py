"""What the auditor puts beside the client's figures of a line, and the product that comes of it.

Fields are empty where the client's figure holds: it then stands in them as a pale hint.
"""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QVBoxLayout, QWidget

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, msg
from cfpdesk.model.electricity import is_electricity
from cfpdesk.model.gwp import METHANE
from cfpdesk.model.inventory import Methane, TraceStep
from cfpdesk.model.inventory_view import LineView
from cfpdesk.model.quantity import unit_text
from cfpdesk.model.trace import step_of
from cfpdesk.model.units import parse_unit
from cfpdesk.steps import inventory_edit
from cfpdesk.steps.inventory_edit import LineFigure, LineRef, LineText
from cfpdesk.store.factor_library import load_gwp
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import ChoiceField, DecimalField, LineField
from cfpdesk.ui.parts.line_columns import exact_text, kg_text
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import label, row

TABLE = "line_review"
RefOf = Callable[[str], LineRef]
_VALUE_WIDTH = 96


class VerifiedValue(QWidget):
    """Emits `factor_wanted` and `series_wanted` for what is looked up elsewhere."""

    factor_wanted = Signal()
    series_wanted = Signal()

    def __init__(self, desk: Desk, ref_of: RefOf) -> None:
        super().__init__()
        self._desk, self._ref_of = desk, ref_of
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._make_figures()
        self._make_gas()
        self._library = button(
            _("From library …"), self.factor_wanted.emit, kind="link", name="from-library"
        )
        self._series = button(
            _("Both series …"), self.series_wanted.emit, kind="link", name="both-series"
        )
        self._series.setToolTip(_("Compare the two official series of electricity factors"))
        self._lay_out(column)

    # Making -----------------------------------------------------------------------------------

    def _make_figures(self) -> None:
        self.activity = self._figure(LineFigure.ACTIVITY, _("Verified activity data"))
        self.activity_unit = self._text(LineText.ACTIVITY_UNIT, _("Unit of the activity data"))
        self.factor = self._figure(LineFigure.FACTOR_VALUE, _("Verified factor"))
        self.factor_unit = self._text(LineText.FACTOR_UNIT, _("Unit of the factor"))
        self.gwp = self._figure(LineFigure.GWP, _("Verified GWP"))
        self.source = self._text(LineText.SOURCE, _("Source of the verified value"))
        for field in (self.activity, self.factor, self.gwp):
            field.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.edit.setFixedWidth(_VALUE_WIDTH)

    def _make_gas(self) -> None:
        self.gas = LineField(self._desk, TABLE, "gas", _("Greenhouse gas"), self._set_gas, "HFC-32")
        table = load_gwp()
        names = QCompleter([*table.gases, *table.blends], self.gas.edit)
        names.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        names.setFilterMode(Qt.MatchFlag.MatchContains)
        names.activated.connect(lambda _text: self.gas.leave())
        self.gas.edit.setCompleter(names)
        self.methane = ChoiceField(
            self._desk, TABLE, "methane", _("Which methane"), self._set_methane,
            [
                (Methane.UNKNOWN.value, _("say which methane")),
                (Methane.FOSSIL.value, _("fossil: leaks, processes")),
                (Methane.NON_FOSSIL.value, _("combustion, biogenic")),
            ],
        )  # fmt: skip

    def _lay_out(self, column: QVBoxLayout) -> None:
        head = row(label(_("Verified value"), "label"), None, self._library, self._series)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        self._gwp_name = label("GWP", "label")
        lines: tuple[tuple[QWidget, DecimalField, LineField], ...] = (
            (label(_("Activity"), "label"), self.activity, self.activity_unit),
            (label(_("Factor"), "label"), self.factor, self.factor_unit),
            (self._gwp_name, self.gwp, self.gas),
        )
        for number, (name, value, unit) in enumerate(lines):
            grid.addWidget(name, number, 0)
            grid.addWidget(value.box, number, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(unit.box, number, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.methane.box, 3, 1, 1, 2)
        source = label(_("Source"), "label")
        source.setBuddy(self.source.edit)
        grid.addWidget(source, 4, 0)
        grid.addWidget(self.source.box, 4, 1, 1, 2)
        column.addLayout(grid)
        self._product = label("", "strong", wrap=True)
        self._product.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._product.setObjectName("product")
        self._product.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._product.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line = row(label(_("Recalculated"), "label"))
        line.addWidget(self._product, 1)
        column.addLayout(line)

    def _figure(self, figure: LineFigure, words: str) -> DecimalField:
        def commit(value: Decimal | None) -> None:
            inventory_edit.set_figure(self._desk.session, self._ref_of(made.row), figure, value)

        made = DecimalField(self._desk, TABLE, figure.value, words, commit)
        return made

    def _text(self, field: LineText, words: str) -> LineField:
        def commit(text: str) -> None:
            inventory_edit.write(self._desk.session, self._ref_of(made.row), field, text)

        made = LineField(self._desk, TABLE, field.value, words, commit)
        return made

    # Committing -------------------------------------------------------------------------------

    def _set_gas(self, text: str) -> None:
        key = load_gwp().key_of(text) if text else ""
        if text and not key:
            raise UserError(
                msg("The program has no GWP for {gas}; type the value and its source.", gas=text)
            )
        ref = self._ref_of(self.gas.row)
        before = inventory_edit.review(self._desk.session, ref)
        methane = before.methane if key == METHANE else Methane.UNKNOWN
        inventory_edit.set_gas(self._desk.session, ref, key, methane)

    def _set_methane(self, value: str) -> None:
        ref = self._ref_of(self.methane.row)
        before = inventory_edit.review(self._desk.session, ref)
        inventory_edit.set_gas(self._desk.session, ref, before.gas, Methane(value))

    # Showing ----------------------------------------------------------------------------------

    def show_line(self, view: LineView, *, read_only: bool) -> None:
        """Show a line's verified figures; the client's stand as hints where there is none."""
        line, review = view.result.line, view.result.review
        self.activity.edit.setPlaceholderText(exact_text(line.activity.value))
        self.activity_unit.edit.setPlaceholderText(unit_text(line.activity_unit) or _("Unit"))
        self.factor.edit.setPlaceholderText(exact_text(line.factor.value))
        self.factor_unit.edit.setPlaceholderText(unit_text(line.factor_unit) or _("Unit"))
        used = view.result.gwp
        typed = review.gwp is not None
        shown = line.gwp.value if typed or not review.gas else used.value
        self.gwp.edit.setPlaceholderText(exact_text(shown))
        self.gas.edit.setPlaceholderText(line.gas or _("Gas"))
        for field, value in (
            (self.activity, review.activity),
            (self.activity_unit, unit_text(review.activity_unit)),
            (self.factor, review.factor_value),
            (self.factor_unit, unit_text(review.factor_unit)),
            (self.gwp, review.gwp),
            (self.gas, review.gas),
            (self.methane, review.methane.value),
            (self.source, review.source),
        ):
            field.show(value, review.row)
            field.set_read_only(read_only=read_only)
        self._show_parts(view)
        self._show_product(view)

    def _show_parts(self, view: LineView) -> None:
        line, review = view.result.line, view.result.review
        doubted = any(step_of(flag) is TraceStep.GWP for flag in view.flags)
        gwp = bool(line.gas or review.gas or review.gwp is not None or doubted)
        gwp = gwp or (line.gwp.value is not None and line.gwp.value != 1)
        for part in (self._gwp_name, self.gwp.box, self.gas.box):
            part.setVisible(gwp)
        self.methane.box.setVisible(gwp and review.gas == METHANE)
        electric = is_electricity(line.name, parse_unit(view.result.activity.unit))
        self._series.setVisible(electric)
        missing = view.result.changed and not review.source.strip()
        words = _("needed: document, page, year") if missing else _("document, page, year")
        self.source.edit.setPlaceholderText(words)
        role(self.source.edit, state="warn" if missing else "")

    def _show_product(self, view: LineView) -> None:
        result = view.result
        if result.verified_kg is None:
            self._product.setText(str(result.problem or ""))
            role(self._product, text="warn")
            return
        parts = [exact_text(result.activity.value), exact_text(result.factor.value)]
        if result.gwp.value != 1:
            parts.append(exact_text(result.gwp.value))
        if result.review.allocated_pct is not None:
            parts.append(f"{exact_text(result.review.allocated_pct)} %")
        product = " × ".join(parts)
        self._product.setText(f"{product} = {kg_text(result.verified_kg)} kg")
        role(self._product, text="strong")

    def doubted_field(self, view: LineView) -> QWidget:
        """Return the field that F2 goes to: of the figure that is doubted, else of the factor."""
        steps = [step_of(flag) for flag in view.flags]
        if TraceStep.GWP in steps and self.gwp.box.isVisibleTo(self):
            return self.gwp.edit
        if TraceStep.ACTIVITY in steps and TraceStep.FACTOR not in steps:
            return self.activity.edit
        return self.factor.edit
