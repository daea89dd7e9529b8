"""Contract: application, contract review, agreed scope, acceptance, changes (rules 7, 8.2, 8.3).

Until the application is accepted everything is written freely. From then on application, review and
scope stay as they were accepted, and an agreed fact changes only by a change of the contract.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cfpdesk.errors import BugError, UserError
from cfpdesk.i18n import Bilingual, Message, msg
from cfpdesk.model.agreed_fact import (
    AGREED_FACTS,
    LOCKED,
    Approval,
    FactValue,
    accepted,
    both_languages,
    change_text,
)
from cfpdesk.model.contract_gate import ContractState, contract_blockers
from cfpdesk.model.contract_review import (
    ACCEPTANCE_WORD,
    CHANGE_OUTCOME_WORD,
    Acceptance,
    ChangeOutcome,
    ContractChange,
    ContractReview,
    MaterialityBy,
    application_given,
)
from cfpdesk.model.engagement import FACT_NAMES, AssuranceLevel, Engagement
from cfpdesk.model.gate import Blocker
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.yes_no import YesNo
from cfpdesk.store.contract_query import contract_state
from cfpdesk.store.record_edit import existing, put_if_changed
from cfpdesk.store.rule_entries import write_entry
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session

LISTS = (ListCode.APPLICATION, ListCode.CONTRACT_QUESTION, ListCode.AGREED_SCOPE)
_REVIEW_WORD: dict[str, Message] = {
    "applied_on": msg("Applied on"),
    "applied_how": msg("Applied how"),
    "materiality_by": msg("Who set the threshold"),
    "seller": msg("Who sold the contract"),
}


@dataclass(frozen=True, slots=True)
class ContractView:
    """Everything the contract shows.

    Attributes:
        given: items of the application that the agreed facts hold already, with their words.
        blockers: what application, review and changes lack.
        accepted: the application was accepted; what was agreed is locked.
    """

    rules: RuleSet
    contract: ContractState
    given: dict[str, str]
    blockers: tuple[Blocker, ...]
    accepted: bool

    @property
    def review(self) -> ContractReview:
        """The decision about the application."""
        return self.contract.review

    def entry(self, rule_list: str, item: str) -> RuleEntry:
        """Return what stands at an item; an empty entry where nothing does."""
        found = [e for e in self.contract.entries if (e.rule_list, e.item) == (rule_list, item)]
        return found[0] if found else RuleEntry(rule_list=rule_list, item=item)

    @property
    def changes(self) -> tuple[ContractChange, ...]:
        """The changes of the contract, the newest first."""
        return tuple(
            sorted(
                self.contract.changes, key=lambda c: (c.asked_on or date.min, c.row), reverse=True
            )
        )


def state(session: Session) -> ContractView:
    """Return everything the contract shows."""
    now, rules = contract_state(session), rules_of(session)
    kept = now.engagement
    words = {
        "client": " · ".join(part for part in (kept.client, kept.client_address) if part),
        "products": kept.product,
        "criteria": " · ".join(kept.criteria),
    }
    return ContractView(
        rules=rules,
        contract=now,
        given={item: words.get(item, "") for item in application_given(kept)},
        blockers=contract_blockers(now, rules),
        accepted=accepted(now.review),
    )


def kinds_text(rules: RuleSet, change: ContractChange) -> Bilingual:
    """Return what a change touches, in words; empty where nothing is ticked."""
    names = {item.code: item.text for item in rules.rule_list(ListCode.CONTRACT_CHANGE).items}
    known = [names[code] for code in change.kinds if code in names]
    return Bilingual("、".join(name.zh for name in known), ", ".join(name.en for name in known))


# Application and review -----------------------------------------------------------------------


def write_item(
    session: Session,
    rule_list: str,
    item: str,
    *,
    answer: YesNo | None = None,
    text: str | None = None,
) -> None:
    """Write an item of application, questions or agreed scope.

    Raises:
        UserError: once the application is accepted.
    """
    if rule_list not in LISTS:
        raise BugError(f"{rule_list} is no list of the contract")
    _check_open(session)
    write_entry(session, rule_list, item, answer=answer, text=text)


def write_review(session: Session, field: str, value: FactValue) -> None:
    """Write when and how the client applied, who set the threshold, or who sold the contract.

    Raises:
        UserError: once the application is accepted.
    """
    if field not in _REVIEW_WORD:
        raise BugError(f"{field} is no field of the contract review")
    _check_open(session)
    kept = session.find(ContractReview)
    if field == "materiality_by" and isinstance(value, str):
        value = MaterialityBy(value)
    put_if_changed(
        session,
        kept,
        kept.but(**{field: value}),
        msg("Contract review: {field}", field=_REVIEW_WORD[field]),
    )


def fix_level(session: Session, level: AssuranceLevel) -> None:
    """Fix the level of assurance; the engagement takes it over (rule 7).

    Raises:
        UserError: once the application is accepted.
    """
    _check_open(session)
    review, facts = session.find(ContractReview), session.find(Engagement)
    after = review.but(assurance_level=level)
    if after == review and facts.assurance_level is level:
        return
    title = msg("Contract review: {field}", field=FACT_NAMES["assurance_level"])
    with session.transact(title) as change:
        change.put(after)
        change.put(facts.but(assurance_level=level))


def decide(
    session: Session, decision: Acceptance, approver: str, day: date | None, reason: str = ""
) -> None:
    """Accept the application, ask the client to complete it, or refuse it (rule 8.3.3).

    Args:
        session: the engagement.
        decision: what was decided.
        approver: the technical manager (rule 4.3).
        day: of the decision.
        reason: needed to refuse or to ask for more.

    Raises:
        UserError: if approver, day or reason is missing, the application was accepted before, or
            it would be accepted although something of 8.2 or 8.3 is open.
    """
    _check_open(session)
    if not approver.strip() or day is None:
        raise UserError(msg("Name the technical manager who approved, and the day."))
    if decision in (Acceptance.SUPPLEMENT, Acceptance.REFUSED) and not reason.strip():
        raise UserError(msg("Write what is missing, or why it is refused; the client is told it."))
    kept = session.find(ContractReview)
    after = kept.but(
        decision=decision, approver=approver.strip(), decided_on=day, reason=reason.strip()
    )
    if decision is Acceptance.ACCEPTED:
        after = replace(after, assurance_level=session.find(Engagement).assurance_level)
        _check_complete(session, after)
    put_if_changed(
        session, kept, after, msg("Application: {decision}", decision=ACCEPTANCE_WORD[decision])
    )


def _check_complete(session: Session, review: ContractReview) -> None:
    wanted = replace(contract_state(session), review=review)
    found = [b for b in contract_blockers(wanted, rules_of(session)) if b.level.blocks]
    if len(found) == 1:
        raise UserError(msg("It cannot be accepted yet: {first}.", first=found[0].sentence))
    if found:
        raise UserError(
            msg(
                "It cannot be accepted yet: {first}; and {n} more.",
                first=found[0].sentence,
                n=len(found) - 1,
            )
        )


# Changes --------------------------------------------------------------------------------------


def ask_change(
    session: Session, kinds: tuple[str, ...], description: str, day: date | None
) -> ContractChange:
    """Note that a change of the contract is asked for; it is decided later.

    Raises:
        UserError: without a word on what is to change.
    """
    if not description.strip():
        raise UserError(msg("Write what is to change."))
    what = description.strip()
    with session.transact(msg("Change of the contract: {what}", what=what)) as change:
        return change.put(ContractChange(kinds=kinds, description=what, asked_on=day))


def decide_change(session: Session, row: str, outcome: ChangeOutcome, approval: Approval) -> None:
    """Decide about a change: accept, new offer, plan anew, refuse (rule 8.3.3).

    Raises:
        UserError: without reason, approver or day, or if it was deleted in the meantime.
    """
    kept = existing(session, ContractChange, row)
    approval.check()
    title = msg("Change of the contract: {what}", what=CHANGE_OUTCOME_WORD[outcome])
    after = kept.but(
        outcome=outcome,
        reason=approval.reason.strip(),
        approver=approval.approver.strip(),
        decided_on=approval.day,
    )
    put_if_changed(session, kept, after, title)


def remove_change(session: Session, row: str) -> None:
    """Take a change out that was not decided.

    Raises:
        UserError: if it was decided; it is part of the record then.
    """
    kept = existing(session, ContractChange, row)
    if kept.outcome is not ChangeOutcome.OPEN:
        raise UserError(msg("It was decided and stays in the record."))
    with session.transact(msg("Take a change of the contract back")) as change:
        change.remove(kept)


def change_fact(
    session: Session, field: str, value: FactValue, kinds: tuple[str, ...], approval: Approval
) -> None:
    """Change an agreed fact by an accepted change of the contract, as one operation.

    Args:
        session: the engagement.
        field: one of `AGREED_FACTS`.
        value: of the field's type.
        kinds: items of the rules' list of changes.
        approval: why, and who approved.

    Raises:
        UserError: if nothing changes, a threshold is out of range, or the approval lacks something.
    """
    if field not in AGREED_FACTS:
        raise BugError(f"{field} is no agreed fact")
    kept, review = session.find(Engagement), session.find(ContractReview)
    before = getattr(kept, field)
    _check_change(field, before, value, approval)
    what = change_text(FACT_NAMES[field], before, value)
    level = value if isinstance(value, AssuranceLevel) else review.assurance_level
    with session.transact(msg("Change of the contract: {what}", what=what)) as change:
        change.put(_accepted_change(what, kinds, approval))
        change.put(kept.but(**{field: value}))
        if level is not review.assurance_level:
            change.put(review.but(assurance_level=level))


def change_scope(
    session: Session, item: str, text: str, kinds: tuple[str, ...], approval: Approval
) -> None:
    """Change an item of the agreed scope by an accepted change of the contract.

    Raises:
        UserError: as `change_fact`.
    """
    name = rules_of(session).rule_list(ListCode.AGREED_SCOPE).item(item).text
    kept = session.find(RuleEntry, rule_list=ListCode.AGREED_SCOPE, item=item)
    _check_change("", kept.text, text.strip(), approval)
    what = change_text(name, kept.text, text.strip())
    with session.transact(msg("Change of the contract: {what}", what=what)) as change:
        change.put(_accepted_change(what, kinds, approval))
        change.put(kept.but(text=text.strip()))


def _check_change(field: str, before: FactValue, value: FactValue, approval: Approval) -> None:
    if value == before:
        raise UserError(msg("Nothing would change."))
    if field == "materiality_pct" and not _is_share(value):
        raise UserError(msg("The threshold lies between 0 and 100 %."))
    approval.check()


def _is_share(value: FactValue) -> bool:
    return isinstance(value, Decimal) and 0 < value <= 100


def _accepted_change(what: Message, kinds: tuple[str, ...], approval: Approval) -> ContractChange:
    return ContractChange(
        kinds=kinds,
        description=both_languages(what),
        asked_on=approval.day,
        outcome=ChangeOutcome.ACCEPTED,
        reason=approval.reason.strip(),
        approver=approval.approver.strip(),
        decided_on=approval.day,
    )


def _check_open(session: Session) -> None:
    if accepted(session.find(ContractReview)):
        raise UserError(LOCKED)
