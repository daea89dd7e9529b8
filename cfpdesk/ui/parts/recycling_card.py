"""Recycling at the end of life: what the formula gives, and whether a credit is taken twice."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language
from cfpdesk.model.clause import clause_text
from cfpdesk.model.end_of_life import FORMULA_WORD, Recycling, RecyclingFormula
from cfpdesk.model.quantity import figure
from cfpdesk.steps import inventory_shares
from cfpdesk.steps.inventory_shares import RecyclingState, SharesState
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.parts.field_table import FieldColumn, FieldRow, FieldTable, Kind, Said
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.text import label, row


class RecyclingCard(Card):
    """Materials with recycled content or recycling, each written in place."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Recycling at the end of life"))
        self._desk = desk
        clause = clause_text("ISO14067:6.4.6.3").text(current_language())
        self.add_to_head(label(clause, chip="clause"))
        self.table = FieldTable(desk, Recycling.TABLE, self._columns(), self._write, removable=True)
        self.table.removed.connect(self._remove)
        self.body.addWidget(self.table)
        self._formulas = QWidget()
        self._lines = QVBoxLayout(self._formulas)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        self._choices: dict[str, _Formula] = {}
        self.body.addWidget(self._formulas)
        self.new = QLineEdit()
        self.new.setObjectName("add-material")
        self.new.setPlaceholderText(_("Add a material: name, then Enter"))
        self.new.setAccessibleName(_("New material"))
        self.new.returnPressed.connect(self._add)
        self.new.setFixedWidth(240)
        self._said = label("", "muted", wrap=True)
        foot = row(self.new, spacing=12)
        foot.addWidget(self._said, 1)
        self.body.addLayout(foot)

    @staticmethod
    def _columns() -> tuple[FieldColumn, ...]:
        each = _("kgCO₂e per unit of material")
        return (
            FieldColumn("material", _("Material")),
            FieldColumn("virgin", "Ev", Kind.FIGURE, 80, tip=_("virgin material") + ", " + each),
            FieldColumn("recycling", "Er", Kind.FIGURE, 80, tip=_("recycling") + ", " + each),
            FieldColumn("disposal", "Ed", Kind.FIGURE, 80, tip=_("disposal") + ", " + each),
            FieldColumn("content", "R1", Kind.FIGURE, 60, hint="0.3",
                        tip=_("recycled content, 0 to 1")),
            FieldColumn("rate", "R2", Kind.FIGURE, 60, hint="0.8",
                        tip=_("recycling rate, 0 to 1")),
            FieldColumn("claimed", _("Claimed"), Kind.FIGURE, 84, tip=each),
            FieldColumn("verified", _("By the formula"), Kind.SAID, 100),
            FieldColumn("credit_content", _("Credit R1"), Kind.TICK, 70,
                        tip=_("The client's figure takes the benefit of recycled content")),
            FieldColumn("credit_rate", _("Credit R2"), Kind.TICK, 70,
                        tip=_("The client's figure takes the benefit of recycling")),
        )  # fmt: skip

    # Writing ----------------------------------------------------------------------------------

    def _write(self, case: str, name: str, value: object) -> None:
        inventory_shares.edit_recycling(self._desk.session, case, **{name: value})

    def _add(self) -> None:
        name = self.new.text()
        if name.strip() and self._desk.attempt(
            lambda: inventory_shares.add_recycling(self._desk.session, name)
        ):
            self.new.clear()

    def _remove(self, case: str) -> None:
        self._desk.attempt(lambda: inventory_shares.remove(self._desk.session, Recycling, case))

    def choose(self, case: str, formula: RecyclingFormula) -> None:
        """Say which formula the client names."""
        self._desk.attempt(
            lambda: inventory_shares.edit_recycling(self._desk.session, case, formula=formula)
        )

    # Showing ----------------------------------------------------------------------------------

    def show_state(self, state: SharesState, *, read_only: bool) -> None:
        """Show the materials and what their formulas give."""
        names = ("material", "virgin", "recycling", "disposal", "content", "rate", "claimed",
                 "credit_content", "credit_rate")  # fmt: skip
        rows = [
            FieldRow(
                found.case.row,
                found.case.material,
                {name: getattr(found.case, name) for name in names},
                {"verified": _verified(found)},
            )
            for found in state.recycling
        ]
        self.table.show_rows(rows, read_only=read_only)
        self._show_formulas(state, read_only=read_only)
        self.new.setEnabled(not read_only)
        self._said.setText(
            "" if rows else _("No material is recycled, or it is not looked at yet.")
        )

    def _show_formulas(self, state: SharesState, *, read_only: bool) -> None:
        wanted = [found.case.row for found in state.recycling]
        for case in [case for case in self._choices if case not in wanted]:
            gone = self._choices.pop(case)
            gone.hide()
            gone.deleteLater()
        for found in state.recycling:
            if found.case.row not in self._choices:
                made = _Formula(self, found.case.row)
                self._choices[found.case.row] = made
                self._lines.addWidget(made)
            self._choices[found.case.row].show_case(found, read_only=read_only)


class _Formula(QWidget):
    """Which formula a material is computed by, and what is wrong with it."""

    def __init__(self, card: RecyclingCard, case: str) -> None:
        super().__init__()
        self._name = label("", "label")
        self._combo = QComboBox()
        self._combo.setObjectName(f"formula-{case}")
        for formula in RecyclingFormula:
            self._combo.addItem(str(FORMULA_WORD[formula]), formula.value)
        self._combo.activated.connect(
            lambda n: card.choose(case, RecyclingFormula(self._combo.itemData(n)))
        )
        self._said = label("", "label", wrap=True)
        line = row(self._name, self._combo, spacing=10)
        line.addWidget(self._said, 1)
        self.setLayout(line)

    def show_case(self, found: RecyclingState, *, read_only: bool) -> None:
        """Show the formula and what it says about the claim."""
        case = found.case
        self._name.setText(case.material)
        self._combo.setCurrentIndex(self._combo.findData(case.formula.value))
        self._combo.setAccessibleName(_("Formula of {name}").format(name=case.material))
        self._combo.setEnabled(not read_only)
        words, tone = "", "label"
        if found.problem:
            words, tone = str(found.problem), "warn"
        elif found.twice:
            words = _("Both credits are taken: one of them has to go.")
            tone = "bad"
        self._said.setText(words)
        role(self._said, text=tone)


def _verified(found: RecyclingState) -> Said:
    if found.verified is None:
        return Said("–", "muted")
    text = figure(found.verified, 2)
    claimed = found.case.claimed
    if claimed is None:
        return Said(text)
    gap = claimed - found.verified
    tip = _("claimed − by the formula: {gap}").format(gap=figure(gap, 2))
    return Said(text, "ok" if abs(gap) * 1000 <= abs(found.verified) else "bad", tip)
