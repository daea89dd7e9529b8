"""A change of the contract: which agreed fact, its new value, what it touches, who approved."""

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

from PySide6.QtWidgets import QComboBox, QLineEdit, QStackedWidget

from cfpdesk.i18n import Message, _, current_language, text_in
from cfpdesk.model.agreed_fact import AGREED_FACTS, Approval, FactValue, fact_text
from cfpdesk.model.contract_review import CHANGE_OUTCOME_WORD, ChangeOutcome, ContractChange
from cfpdesk.model.engagement import (
    BOUNDARY_NAMES,
    FACT_NAMES,
    LEVEL_NAMES,
    AssuranceLevel,
    Boundary,
)
from cfpdesk.model.rule_list import ListCode
from cfpdesk.steps import contract
from cfpdesk.steps.contract import ContractView
from cfpdesk.ui.approval import ApprovalPopover, Kinds
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.values import decimal_text, read_date, read_decimal
from cfpdesk.ui.widgets.text import label

_SCOPE = f"{ListCode.AGREED_SCOPE}."
_CHOICES: dict[str, tuple[type[StrEnum], dict[str, Message]]] = {
    "boundary": (Boundary, {str(key): word for key, word in BOUNDARY_NAMES.items()}),
    "assurance_level": (AssuranceLevel, {str(key): word for key, word in LEVEL_NAMES.items()}),
}


def change_contract(desk: Desk, what: str = "") -> None:
    """Open the change of one agreed fact; `what` is proposed."""
    made = ContractChangePopover(desk, contract.state(desk.session), what)
    made.open_centred()
    made.what.setFocus()


def ask_for_change(desk: Desk) -> None:
    """Open what notes a change that is not decided yet."""
    AskedChange(desk, contract.state(desk.session)).open_centred()


def decide_change(desk: Desk, change: ContractChange) -> None:
    """Open the decision about a change that was asked for."""
    DecidedChange(desk, contract.state(desk.session), change).open_centred()


class ContractChangePopover(ApprovalPopover):
    """One agreed fact with its new value."""

    def __init__(self, desk: Desk, view: ContractView, what: str = "") -> None:
        self._view = view
        self._start = what
        super().__init__(
            desk,
            _("Change of the contract"),
            _("Change it"),
            self._change,
            approver=view.review.approver,
        )

    def _add_parts(self) -> None:
        self.what = QComboBox()
        self._named(self.what, "change-what", _("What is changed"))
        for key, words in self._options():
            self.what.addItem(words, key)
        self.what.setCurrentIndex(max(self.what.findData(self._start), 0))
        self._was = label("", "muted", wrap=True)
        self._line, self._choice = QLineEdit(), QComboBox()
        self._named(self._line, "change-value", _("New value"))
        self._named(self._choice, "change-choice", _("New value"))
        self._values = QStackedWidget()
        self._values.addWidget(self._line)
        self._values.addWidget(self._choice)
        self._values.setFixedHeight(self._line.sizeHint().height() + 4)
        self._kinds = Kinds(kind_options(self._view))
        for words, part in (
            (_("What is changed"), self.what),
            ("", self._was),
            (_("New value"), self._values),
            (_("What it touches (8.3.3)"), self._kinds),
        ):
            if words:
                self.body.addWidget(label(words, "label"))
            self.body.addWidget(part)
        self.what.currentIndexChanged.connect(self._show_value)
        self._show_value()

    def _options(self) -> list[tuple[str, str]]:
        language = current_language()
        scope = self._view.rules.rule_list(ListCode.AGREED_SCOPE)
        facts = [(name, str(FACT_NAMES[name])) for name in AGREED_FACTS]
        items = [
            (f"{_SCOPE}{item.code}", text_in(item.text, language))
            for item in scope.items
            if item.code != "level"
        ]
        return facts + [(key, _("Agreed scope: {item}").format(item=words)) for key, words in items]

    def _standing(self, key: str) -> FactValue:
        if key.startswith(_SCOPE):
            return self._view.entry(ListCode.AGREED_SCOPE, key.removeprefix(_SCOPE)).text
        value: FactValue = getattr(self._view.contract.engagement, key)
        return value

    def _show_value(self) -> None:
        key = str(self.what.currentData())
        standing = self._standing(key)
        words = text_in(fact_text(standing), current_language())
        self._was.setText(_("until now: {value}").format(value=words))
        self._kinds.choose(AGREED_FACTS.get(key, ()))
        if key in _CHOICES:
            self._choice.clear()
            for value, word in _CHOICES[key][1].items():
                self._choice.addItem(str(word), value)
            self._choice.setCurrentIndex(self._choice.findData(str(standing)))
            self._values.setCurrentWidget(self._choice)
            return
        shown = decimal_text(standing) if isinstance(standing, Decimal) else words
        self._line.setText("" if shown == "–" else shown)
        self._values.setCurrentWidget(self._line)

    def _value(self, key: str) -> FactValue:
        if key in _CHOICES:
            return _CHOICES[key][0](str(self._choice.currentData()))
        text = self._line.text().strip()
        readers: dict[str, Callable[[str], FactValue]] = {
            "claimed_value": read_decimal,
            "materiality_pct": read_decimal,
            "period_from": read_date,
            "period_to": read_date,
            "criteria": lambda typed: tuple(p.strip() for p in typed.split(";") if p.strip()),
        }
        return readers.get(key, str)(text)

    def _change(self, approval: Approval) -> None:
        key, kinds, session = str(self.what.currentData()), self._kinds.chosen(), self.desk.session
        if key.startswith(_SCOPE):
            item = key.removeprefix(_SCOPE)
            contract.change_scope(session, item, self._line.text(), kinds, approval)
        else:
            contract.change_fact(session, key, self._value(key), kinds, approval)


class AskedChange(ApprovalPopover):
    """A change that was asked for; it is decided later, so nobody approves it here."""

    def __init__(self, desk: Desk, view: ContractView) -> None:
        self._view = view
        super().__init__(
            desk,
            _("A change of the contract is asked for"),
            _("Note it"),
            self._note,
            approved=False,
        )
        self.reason.setAccessibleName(_("What is to change"))

    def _add_parts(self) -> None:
        self._kinds = Kinds(kind_options(self._view))
        self.body.addWidget(label(_("What it touches (8.3.3)"), "label"))
        self.body.addWidget(self._kinds)

    def _note(self, asked: Approval) -> None:
        contract.ask_change(self.desk.session, self._kinds.chosen(), asked.reason, asked.day)


class DecidedChange(ApprovalPopover):
    """What was decided about a change."""

    def __init__(self, desk: Desk, view: ContractView, change: ContractChange) -> None:
        self._asked = change
        super().__init__(
            desk,
            _("Decide: {what}").format(what=change.description),
            _("Write the decision"),
            self._decide,
            approver=view.review.approver,
        )

    def _add_parts(self) -> None:
        self.outcome = QComboBox()
        self._named(self.outcome, "change-outcome", _("Outcome"))
        for outcome in ChangeOutcome:
            if outcome is not ChangeOutcome.OPEN:
                self.outcome.addItem(str(CHANGE_OUTCOME_WORD[outcome]), str(outcome))
        self.body.addWidget(label(_("Outcome"), "label"))
        self.body.addWidget(self.outcome)

    def _decide(self, approval: Approval) -> None:
        outcome = ChangeOutcome(str(self.outcome.currentData()))
        contract.decide_change(self.desk.session, self._asked.row, outcome, approval)


def kind_options(view: ContractView) -> list[tuple[str, str]]:
    """Return the rules' kinds of change with their words."""
    language = current_language()
    found = view.rules.rule_list(ListCode.CONTRACT_CHANGE)
    return [(item.code, text_in(item.text, language)) for item in found.items]
