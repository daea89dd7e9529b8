"""Which facts are agreed with the contract, and how one of them is changed later (rule 8.3.3).

Once an application is accepted, an agreed fact changes only by a change of the contract, with a
reason and the technical manager who approved it. Before that, and in engagements whose contract
review is not kept here, facts are written freely.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual, Message, Text, msg
from cfpdesk.model.contract_review import Acceptance, ContractReview
from cfpdesk.model.engagement import BOUNDARY_NAMES, LEVEL_NAMES, AssuranceLevel, Boundary
from cfpdesk.model.quantity import figure

FactValue: TypeAlias = str | Decimal | date | StrEnum | tuple[str, ...] | None

LOCKED = msg("This was agreed with the contract; change it by a change of the contract.")
# What the contract settles, with the kinds of change (list `contract_change`) that each means.
AGREED_FACTS: dict[str, tuple[str, ...]] = {
    "client": (),
    "client_address": ("sites",),
    "product": (),
    "criteria": ("method",),
    "boundary": ("sources", "method"),
    "declared_unit": ("method",),
    "period_from": ("results",),
    "period_to": ("results",),
    "claimed_value": ("results",),
    "claimed_unit": ("results",),
    "assurance_level": ("person_days",),
    "materiality_pct": ("person_days",),
}


@dataclass(frozen=True, slots=True)
class Approval:
    """Why a change of the contract is made, and who of the body approved it on which day."""

    reason: str
    approver: str
    day: date | None

    def check(self) -> None:
        """Refuse an approval that says not why, by whom or when.

        Raises:
            UserError: naming what is missing.
        """
        if not self.reason.strip():
            raise UserError(msg("Say why the contract is changed."))
        if not self.approver.strip() or self.day is None:
            raise UserError(msg("Name the technical manager who approved, and the day."))


def accepted(review: ContractReview) -> bool:
    """Tell whether the application was accepted: from then on agreed facts are locked."""
    return review.decision is Acceptance.ACCEPTED


def locked_facts(review: ContractReview) -> frozenset[str]:
    """Return the facts that change by a change of the contract alone; none before acceptance."""
    return frozenset(AGREED_FACTS) if accepted(review) else frozenset()


def check_unlocked(review: ContractReview, field: str) -> None:
    """Refuse to write an agreed fact past the contract.

    Raises:
        UserError: if the application is accepted and the fact belongs to what was agreed.
    """
    if field in locked_facts(review):
        raise UserError(LOCKED)


def fact_text(value: FactValue) -> Text:
    """Return the value of a fact as it is written into the record of its change."""
    match value:
        case None | "" | ():
            return "–"
        case Boundary():
            return BOUNDARY_NAMES[value]
        case AssuranceLevel():
            return LEVEL_NAMES[value]
        case Decimal():
            return figure(value)
        case date():
            return value.isoformat()
        case tuple():
            return "; ".join(value)
        case _:
            return str(value)


def change_text(name: Text, before: FactValue, after: FactValue) -> Message:
    """Return in one line what was changed: "Claimed value: 2,808.56 → 2,790"."""
    return msg(
        "{name}: {before} → {after}", name=name, before=fact_text(before), after=fact_text(after)
    )


def both_languages(sentence: Message) -> str:
    """Return a sentence as kept text, so that it is read in either language."""
    pair = Bilingual(sentence.text("zh"), sentence.text("en"))
    return pair.zh if pair.zh == pair.en else f"{pair.zh} / {pair.en}"
