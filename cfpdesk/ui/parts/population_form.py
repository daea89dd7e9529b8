"""The recipe of a population, to be filled in before it is frozen."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, msg
from cfpdesk.model.population import (
    ALLOCATION_WORD,
    BY_COUNT,
    ESTIMATOR_WORD,
    LIMIT_WORD,
    METHOD_WORD,
    Allocation,
    EstimatorKind,
    LimitKind,
    Population,
    Risk,
    SamplingMethod,
)
from cfpdesk.model.population_gate import reconciled
from cfpdesk.model.quantity import figure
from cfpdesk.model.sample_plan import RISK_VALUE
from cfpdesk.model.sampling_view import PopulationState, SamplingState
from cfpdesk.steps import sampling_edit
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.form import Form
from cfpdesk.ui.parts.population_facts import LEVEL_WORD, counted
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.scroll_column import ScrollColumn
from cfpdesk.ui.widgets.text import Hairline, label, row

_LABELS = 104


class PopulationForm(ScrollColumn):
    """Fields of the recipe; each is written when it is left.

    Emits `items_wanted` to look at the items (and to choose some, by judgement), `table_wanted`
    to say anew what the columns of the table mean.
    """

    items_wanted = Signal()
    table_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__((20, 12, 20, 16), 10)
        self._desk = desk
        self._row = ""
        self._make_items()
        self._make_method()
        self._make_risks()
        self._make_overrides()
        self.column.addStretch(1)

    # Making -----------------------------------------------------------------------------------

    def _form(self) -> Form:
        return Form(self._desk, Population.TABLE, label_width=_LABELS)

    def _put(self, field: str, read: Callable[[Any], Any] | None = None) -> Callable[[Any], None]:
        def commit(value: Any) -> None:
            chosen = read(value) if read is not None else value
            sampling_edit.edit_recipe(self._desk.session, self._row, **{field: chosen})

        return commit

    def _make_items(self) -> None:
        self._items = self._form()
        self._items.line("name", _("Population"), self._rename)
        self._table = label("", "label")
        self._columns = button(
            _("Columns …"), self.table_wanted.emit, kind="link", name="columns-of-table"
        )
        self._items.widget(_("Items from"), _box(self._table, None, self._look(), self._columns))
        self._items.line("unit", _("Unit"), self._put("unit"), hint="t")
        self._items.decimal(
            "ledger_total", _("Ledger total"), self._put("ledger_total"), clause="ISO14064-3:6.1.3"
        )
        self._reconciled = label("", "label", wrap=True)
        self._reconciled.setObjectName("reconciled")
        self._items.widget("", self._reconciled)
        self._items.decimal(
            "factor", _("Factor"), self._put("factor"), unit="kgCO₂e",
            hint=_("empty: the amounts are kgCO₂e already"),
        )  # fmt: skip
        self._lines = self._items.choice("line", _("Supports line"), [], self._put("line"))
        self.column.addWidget(label(_("What is drawn from"), "card"))
        self.column.addWidget(self._items)
        self.column.addWidget(Hairline())

    def _look(self) -> QWidget:
        self._all = button("", self.items_wanted.emit, kind="link", name="look-at-items")
        return self._all

    def _rename(self, name: str) -> None:
        sampling_edit.rename(self._desk.session, self._row, name)

    def _make_method(self) -> None:
        self._method = self._form()
        words = [(method.value, str(METHOD_WORD[method])) for method in SamplingMethod]
        self._method.choice("method", _("Method"), words, self._choose_method)
        self._details = {name: self._form() for name in _DETAILS}
        self._details["allocation"].choice(
            "allocation", _("Spread"), _words(ALLOCATION_WORD), self._put("allocation", Allocation)
        )
        self._details["strata"].tags(
            "strata", _("Bounds of strata"), self._put_strata,
            hint=_("upper bound, then Enter; none: by group"),
        )  # fmt: skip
        self._details["estimator"].choice(
            "estimator", _("Estimated by"), _words(ESTIMATOR_WORD),
            self._put("estimator", EstimatorKind),
        )  # fmt: skip
        self._details["primary_size"].decimal(
            "primary_size", _("Groups drawn"), self._put("primary_size", _whole),
            hint=_("empty: √ of the groups"),
        )  # fmt: skip
        self._details["limit"].choice(
            "limit", _("Limit by"), _words(LIMIT_WORD), self._put("limit", LimitKind)
        )
        self._details["staged"].check(
            "staged", _("In two stages: one deviation asks for as many items again"),
            self._put("staged"),
        )  # fmt: skip
        judged = self._details["judgement_reason"]
        judged.note("judgement_reason", _("Reason"), self._put("judgement_reason"), lines=2)
        self._chosen = label("", "label")
        choose = button(_("Choose items …"), self.items_wanted.emit, name="choose-items")
        judged.widget(_("Chosen items"), _box(self._chosen, None, choose))
        self.column.addWidget(label(_("How it is drawn"), "card"))
        self.column.addWidget(self._method)
        for form in self._details.values():
            self.column.addWidget(form)
        self.column.addWidget(Hairline())

    def _choose_method(self, value: str) -> None:
        sampling_edit.choose_method(self._desk.session, self._row, SamplingMethod(value))

    def _put_strata(self, texts: tuple[str, ...]) -> None:
        bounds = tuple(text.replace(",", "").strip() for text in texts)
        try:
            ordered = sorted(bounds, key=Decimal)
        except ArithmeticError as error:
            raise UserError(msg("This is not a number. Write it like 1,234.56.")) from error
        self._put("strata")(tuple(ordered))

    def _make_risks(self) -> None:
        self._risks = self._form()
        words = [(risk.value, f"{LEVEL_WORD[risk]}  {RISK_VALUE[risk]}") for risk in Risk]
        self._risks.choice(
            "inherent_risk", _("Inherent risk"), words, self._put("inherent_risk", Risk),
            clause="ISO14064-3:6.1.3",
        )  # fmt: skip
        self._risks.choice(
            "control_risk", _("Control risk"), words, self._put("control_risk", Risk),
            clause="ISO14064-3:6.1.3",
        )  # fmt: skip
        self._risks.note(
            "control_test", _("Control test"), self._put("control_test"), lines=1,
            hint=_("what was tested and how; without it: high"),
        )  # fmt: skip
        self._risks.decimal(
            "expected_error_pct", _("Expected error"),
            self._put("expected_error_pct", lambda value: value or Decimal(0)), unit="%",
        )  # fmt: skip
        self.column.addWidget(label(_("Risks"), "card"))
        self.column.addWidget(self._risks)
        self.column.addWidget(Hairline())

    def _make_overrides(self) -> None:
        self._overrides = self._form()
        as_planned = _("as computed")
        self._overrides.decimal(
            "tolerable_pct", _("Tolerable rate"), self._put("tolerable_pct"), unit="%",
            hint=as_planned,
        )  # fmt: skip
        self._overrides.decimal(
            "confidence_pct", _("Confidence"), self._put("confidence_pct"), unit="%",
            hint=as_planned,
        )  # fmt: skip
        self._overrides.decimal(
            "sample_size", _("Sample size"), self._put("sample_size", _whole), hint=as_planned
        )
        self._overrides.note(
            "override_reason", _("Reason"), self._put("override_reason"), lines=1,
            hint=_("why a figure is set by hand"),
        )  # fmt: skip
        self.column.addWidget(label(_("Set by hand"), "card"))
        self.column.addWidget(self._overrides)

    # Showing ----------------------------------------------------------------------------------

    def show_state(self, one: PopulationState, state: SamplingState, *, read_only: bool) -> None:
        """Show a population that is not frozen; fields that are typed in are left alone."""
        population = one.population
        if population.row != self._row:
            self.verticalScrollBar().setValue(0)
        self._row = population.row
        lines = [("", _("none"))]
        lines += [(key, text) for key, text in state.lines]
        self._lines.set_options(lines)
        for form, names in self._groups():
            values = {name: _shown(population, name) for name in names}
            form.show_values(values, row=population.row)
            form.set_read_only(read_only)
        self._show_items(one, state)
        self._show_details(population)

    def _groups(self) -> list[tuple[Form, tuple[str, ...]]]:
        return [
            (self._items, ("name", "unit", "ledger_total", "factor", "line")),
            (self._method, ("method",)),
            *((form, (name,)) for name, form in self._details.items()),
            (self._risks, ("inherent_risk", "control_risk", "control_test", "expected_error_pct")),
            (
                self._overrides,
                ("tolerable_pct", "confidence_pct", "sample_size", "override_reason"),
            ),
        ]

    def _show_items(self, one: PopulationState, state: SamplingState) -> None:
        facts, population = one.facts, one.population
        self._table.setText(state.tables.get(population.dataset, _("the inventory's lines")))
        self._columns.setVisible(population.dataset in state.tables)
        words = _("Look at {items} …").format(items=counted(facts.items))
        self._all.setText(words)
        self._all.setAccessibleName(words)
        unit = population.unit
        total = f"{figure(facts.imported_total)} {unit}".strip()
        if population.ledger_total is None:
            words, kind = _("The items add up to {total}.").format(total=total), "label"
        elif reconciled(population, facts):
            words = _("The items add up to {total}: the same.").format(total=total)
            kind = "ok"
        else:
            gap = figure(facts.imported_total - population.ledger_total)
            words = _("The items add up to {total}: difference {gap} {unit}.").format(
                total=total, gap=gap, unit=unit
            )
            kind = "bad"
        self._reconciled.setText(words)
        role(self._reconciled, text=kind)

    def _show_details(self, population: Population) -> None:
        method = population.method
        shown = {
            "allocation": method is SamplingMethod.STRATIFIED,
            "strata": method is SamplingMethod.STRATIFIED,
            "estimator": method in BY_COUNT and not population.completeness,
            "primary_size": method is SamplingMethod.TWO_STAGE,
            "limit": method is SamplingMethod.ATTRIBUTE or population.completeness,
            "staged": method is SamplingMethod.ATTRIBUTE,
            "judgement_reason": method is SamplingMethod.JUDGEMENT,
        }
        for name, form in self._details.items():
            form.setVisible(shown[name])
        count = len(population.judgement_items)
        self._chosen.setText(str(msg("{n} {n:item|items} chosen", n=count)))

    def focus_field(self, name: str) -> bool:
        """Go to a field by its name; False if there is none."""
        for form, names in self._groups():
            if name in names:
                widget = form.field(name).focus_widget
                widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.ensureWidgetVisible(widget)
                return True
        return False


_DETAILS = (
    *("allocation", "strata", "estimator", "primary_size", "limit", "staged"),
    "judgement_reason",
)


def _words(words: dict[Any, Any]) -> list[tuple[str, str]]:
    return [(kind.value, str(word)) for kind, word in words.items()]


def _whole(value: Decimal | None) -> int | None:
    """Return a whole number above zero.

    Raises:
        UserError: if it is none.
    """
    if value is None:
        return None
    if value != value.to_integral_value() or value < 1:
        raise UserError(msg("Write a whole number, 1 or more."))
    return int(value)


def _shown(population: Population, name: str) -> object:
    value = getattr(population, name)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return getattr(value, "value", value)


def _box(*parts: QWidget | int | None) -> QWidget:
    made = QWidget()
    made.setLayout(row(*parts))
    return made
