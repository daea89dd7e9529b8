"""The contract: application, review, agreed scope, acceptance, changes (rules 7, 8.2, 8.3)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, msg, text_in
from cfpdesk.model.agreed_fact import Approval, FactValue
from cfpdesk.model.contract_review import (
    ACCEPTANCE_WORD,
    CHANGE_OUTCOME_WORD,
    MATERIALITY_BY_WORD,
    Acceptance,
    ChangeOutcome,
    ContractChange,
    ContractReview,
)
from cfpdesk.model.engagement import LEVEL_NAMES, AssuranceLevel
from cfpdesk.model.gate import Target
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.steps import contract
from cfpdesk.steps.contract import ContractView
from cfpdesk.ui.approval import ApprovalPopover
from cfpdesk.ui.contract_change import ask_for_change, change_contract, decide_change
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.form import Form
from cfpdesk.ui.parts.rule_items import RuleItems
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.text import Hairline, empty, label, row


class ContractTab(QWidget):
    """Application at the left; review, scope, decision and changes at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._view = contract.state(desk.session)
        self._lists: dict[str, RuleItems] = {}
        self._shown: tuple[ContractChange, ...] | None = None
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, cards in (
            (left, (self._application_card(), self._changes_card())),
            (right, (self._questions_card(), self._scope_card(), self._decision_card())),
        ):
            column.setSpacing(12)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            columns.addLayout(column, 1)

    # The cards --------------------------------------------------------------------------------

    def _application_card(self) -> Card:
        self._application = Card(_("Application"), clause="RULE:8.2")
        self._applied = Form(self.desk, ContractReview.TABLE, label_width=76)
        self._applied.date(
            "applied_on", _("Applied on"), self._write("applied_on"), clause="RULE:8.2"
        )
        self._applied.line(
            "applied_how",
            _("Applied how"),
            self._write("applied_how"),
            clause="RULE:8.2",
            hint=_("form, letter, mail of …"),
        )
        self._application.body.addWidget(self._applied)
        self._application.body.addWidget(Hairline())
        self._add_list(self._application, ListCode.APPLICATION)
        return self._application

    def _questions_card(self) -> Card:
        self._questions = Card(_("Contract review"), clause="RULE:8.3.1")
        self._add_list(self._questions, ListCode.CONTRACT_QUESTION)
        self._sold = Form(self.desk, ContractReview.TABLE, label_width=76)
        self._sold.line(
            "seller",
            _("Sold by"),
            self._write("seller"),
            clause="RULE:10.1.1",
            hint=_("cannot review or decide later"),
        )
        self._questions.body.addWidget(self._sold)
        return self._questions

    def _scope_card(self) -> Card:
        self._scope = Card(_("Agreed scope"), clause="RULE:8.3.2")
        self._fixed = Form(self.desk, ContractReview.TABLE, label_width=76)
        self._fixed.choice(
            "agreed_level",
            _("Level"),
            [("", "–"), *((str(key), str(word)) for key, word in LEVEL_NAMES.items())],
            self._fix_level,
            clause="RULE:7",
        )
        self._fixed.choice(
            "materiality_by",
            _("Materiality"),
            [(str(key), str(word)) for key, word in MATERIALITY_BY_WORD.items()],
            self._write("materiality_by"),
            clause="RULE:7",
        )
        self._scope.body.addWidget(self._fixed)
        self._scope.body.addWidget(Hairline())
        self._add_list(self._scope, ListCode.AGREED_SCOPE, without=frozenset({"level"}))
        return self._scope

    def _decision_card(self) -> Card:
        self._decision = Card(_("Decision"), clause="RULE:8.3.3")
        self._decided = label("", "strong", wrap=True)
        self._by = label("", "muted", wrap=True)
        self._decision.body.addWidget(self._decided)
        self._decision.body.addWidget(self._by)
        self._accept = button(
            _("Accept…"), self._asker(Acceptance.ACCEPTED), kind="primary", name="decision"
        )
        self._more = button(
            _("Ask for more…"), self._asker(Acceptance.SUPPLEMENT), name="decision-supplement"
        )
        self._refuse = button(
            _("Refuse…"), self._asker(Acceptance.REFUSED), name="decision-refused"
        )
        self._decision.body.addLayout(row(self._accept, self._more, self._refuse, None))
        return self._decision

    def _changes_card(self) -> Card:
        self._changes = Card(_("Changes of the contract"), clause="RULE:8.3.3")
        self._asking = button(
            _("Note a change…"), lambda: ask_for_change(self.desk), kind="quiet", name="ask-change"
        )
        self._changing = button(
            _("Change what was agreed…"),
            lambda: change_contract(self.desk),
            icon="edit",
            kind="quiet",
            name="change-contract",
        )
        self._none = label("", "muted", wrap=True)
        self._changes.body.addWidget(self._none)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._changes.body.addLayout(self._rows)
        self._changes.body.addLayout(row(self._changing, self._asking, None))
        return self._changes

    def _add_list(self, card: Card, code: str, without: frozenset[str] = frozenset()) -> None:
        made = RuleItems(self.desk, self._view.rules.rule_list(code), self._write_item, without)
        self._lists[code] = made
        card.body.addWidget(made)

    # State into widgets -----------------------------------------------------------------------

    def show_state(self, *, frozen: bool) -> None:
        """Show the contract as it stands."""
        self._view = now = contract.state(self.desk.session)
        locked = frozen or now.accepted
        review = now.review
        self._applied.show_values(
            {"applied_on": review.applied_on, "applied_how": review.applied_how}, row=review.row
        )
        self._sold.show_values({"seller": review.seller}, row=review.row)
        self._fixed.show_values(
            {"agreed_level": review.assurance_level, "materiality_by": review.materiality_by},
            row=review.row,
        )
        for form in (self._applied, self._sold, self._fixed):
            form.set_read_only(locked)
        for code, items in self._lists.items():
            given = now.given if code == ListCode.APPLICATION else {}
            items.show_entries(self._entry(code), frozen=locked, given=given)
        self._show_counts(now)
        self._show_decision(now, frozen=frozen)
        self._show_changes(now, frozen=frozen)

    def _entry(self, rule_list: str) -> Callable[[str], RuleEntry]:
        return lambda item: self._view.entry(rule_list, item)

    def _show_counts(self, now: ContractView) -> None:
        cards = {
            ListCode.APPLICATION: self._application,
            ListCode.CONTRACT_QUESTION: self._questions,
            ListCode.AGREED_SCOPE: self._scope,
        }
        for code, card in cards.items():
            total = len(now.rules.rule_list(code).items)
            missing = sum(b.code == f"contract.{code}" for b in now.blockers)
            if code is ListCode.AGREED_SCOPE:
                missing += now.review.assurance_level is None
            card.count.setText(f"{total - missing} / {total}")

    def _show_decision(self, now: ContractView, *, frozen: bool) -> None:
        review = now.review
        self._decided.setText(str(ACCEPTANCE_WORD[review.decision]))
        day = review.decided_on.isoformat() if review.decided_on else ""
        said = " · ".join(part for part in (review.approver, day, review.reason) if part)
        missing = sum(b.level.blocks and b.target.field != "decision" for b in now.blockers)
        open_words = str(
            msg("{n} {n:point is|points are} missing before it can be accepted", n=missing)
        )
        self._by.setText(said or (open_words if missing else _("Nothing is missing.")))
        for made in (self._accept, self._more, self._refuse):
            made.setVisible(not now.accepted)
            made.setEnabled(not frozen)

    def _show_changes(self, now: ContractView, *, frozen: bool) -> None:
        self._changes.count.setText(str(len(now.changes) or ""))
        self._none.setText(
            _("What was agreed changes only here, with a reason and who approved.")
            if now.accepted
            else _("Facts are locked once the application is accepted.")
        )
        for made in (self._changing, self._asking):
            made.setVisible(now.accepted)
            made.setEnabled(not frozen)
        if now.changes != self._shown:
            self._shown = now.changes
            empty(self._rows)
            for change in now.changes:
                self._rows.addWidget(self._change_row(now, change, frozen=frozen))

    def _change_row(self, now: ContractView, change: ContractChange, *, frozen: bool) -> QWidget:
        box = QWidget()
        box.setObjectName(f"change-{change.row}")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Hairline())
        kinds = text_in(contract.kinds_text(now.rules, change), current_language())
        asked = change.asked_on.isoformat() if change.asked_on else ""
        outcome = label(str(CHANGE_OUTCOME_WORD[change.outcome]), "small")
        head = row(label(change.description, "strong", wrap=True), outcome)
        head.setStretch(0, 1)
        column.addLayout(head)
        said = (asked, kinds, change.reason, change.approver)
        column.addWidget(label(" · ".join(part for part in said if part), "muted", wrap=True))
        if change.outcome is ChangeOutcome.OPEN and not frozen:
            verbs = row(
                button(
                    _("Decide…"), lambda: decide_change(self.desk, change), name=f"do-{change.row}"
                ),
                button(_("Take back"), lambda: self._remove(change.row), kind="quiet"),
                None,
            )
            column.addLayout(verbs)
        return box

    def focus_on(self, target: Target) -> bool:
        """Show a field, or the change a blocker is about; False if it is not here."""
        name = {"assurance_level": "agreed_level", "approver": "decision"}.get(
            target.field, target.field
        )
        if target.row:
            name = f"do-{target.row}"
        found = self.findChild(QWidget, name) if name else None
        if found is None or not found.isEnabled():
            return False
        found.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def panes(self) -> Sequence[QWidget]:
        """Application, changes, review, scope, decision."""
        return (self._application, self._changes, self._questions, self._scope, self._decision)

    # What a person does -------------------------------------------------------------------------

    def _write(self, field: str) -> Callable[[FactValue], object]:
        return lambda value: contract.write_review(self.desk.session, field, value)

    def _write_item(self, rule_list: str, item: str, **parts: object) -> None:
        contract.write_item(self.desk.session, rule_list, item, **parts)  # type: ignore[arg-type]

    def _fix_level(self, value: str) -> None:
        if value:
            contract.fix_level(self.desk.session, AssuranceLevel(value))

    def _remove(self, change: str) -> None:
        self.desk.attempt(lambda: contract.remove_change(self.desk.session, change))

    def _asker(self, decision: Acceptance) -> Callable[[], None]:
        return lambda: self._ask(decision)

    def _ask(self, decision: Acceptance) -> None:
        self.desk.leave_fields()
        titles = {
            Acceptance.ACCEPTED: (_("Accept the application"), _("Accept")),
            Acceptance.SUPPLEMENT: (_("Ask the client to complete it"), _("Ask for more")),
            Acceptance.REFUSED: (_("Refuse the application"), _("Refuse")),
        }

        def decide(given: Approval) -> None:
            contract.decide(self.desk.session, decision, given.approver, given.day, given.reason)

        title, verb = titles[decision]
        approver = self._view.review.approver
        made = ApprovalPopover(self.desk, title, verb, decide, approver=approver)
        made.open_centred()
        made.approver.setFocus()
