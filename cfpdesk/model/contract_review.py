"""Application, contract review and changes of the contract (rules 7, 8.2, 8.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.engagement import AssuranceLevel, Engagement
from cfpdesk.model.record import Record


class Acceptance(StrEnum):
    """What was decided about an application (rule 8.3.3)."""

    OPEN = ""
    ACCEPTED = "accepted"
    SUPPLEMENT = "supplement"
    REFUSED = "refused"


class MaterialityBy(StrEnum):
    """Who set the materiality threshold (rule 7)."""

    OPEN = ""
    INTENDED_USER = "intended_user"
    VERIFIER = "verifier"


class ChangeOutcome(StrEnum):
    """What was decided about a change of the contract (rule 8.3.3)."""

    OPEN = ""
    ACCEPTED = "accepted"
    NEW_OFFER = "new_offer"
    REPLANNED = "replanned"
    REFUSED = "refused"


ACCEPTANCE_WORD: dict[Acceptance, Message] = {
    Acceptance.OPEN: msg("Not decided"),
    Acceptance.ACCEPTED: msg("Accepted"),
    Acceptance.SUPPLEMENT: msg("To be completed by the client"),
    Acceptance.REFUSED: msg("Refused"),
}
MATERIALITY_BY_WORD: dict[MaterialityBy, Message] = {
    MaterialityBy.OPEN: msg("not stated"),
    MaterialityBy.INTENDED_USER: msg("set by the intended user"),
    MaterialityBy.VERIFIER: msg("set by the verification team"),
}
CHANGE_OUTCOME_WORD: dict[ChangeOutcome, Message] = {
    ChangeOutcome.OPEN: msg("Not decided"),
    ChangeOutcome.ACCEPTED: msg("Accepted"),
    ChangeOutcome.NEW_OFFER: msg("New offer"),
    ChangeOutcome.REPLANNED: msg("To be planned anew"),
    ChangeOutcome.REFUSED: msg("Refused"),
}


@dataclass(frozen=True, kw_only=True)
class ContractReview(Record):
    """What was decided about the application; its questions and scope are `RuleEntry`s.

    Attributes:
        category: an item of the rules' categories; others are off until a rule file has them.
        applied_on, applied_how: when and in which form the client applied.
        assurance_level: as fixed here; a later change is a change of the contract.
        materiality_by: who set the threshold.
        approver: the technical manager who approved (rule 4.3).
        seller: who sold the contract; cannot review or decide later.
    """

    TABLE: ClassVar[str] = "contract_review"
    KEY: ClassVar[tuple[str, ...]] = ("only",)

    only: str = "contract_review"
    category: str = "disclosure"
    applied_on: date | None = None
    applied_how: str = ""
    assurance_level: AssuranceLevel | None = None
    materiality_by: MaterialityBy = MaterialityBy.OPEN
    decision: Acceptance = Acceptance.OPEN
    reason: str = ""
    decided_on: date | None = None
    approver: str = ""
    seller: str = ""


@dataclass(frozen=True, kw_only=True)
class ContractChange(Record):
    """A change of the contract, reviewed like the contract itself.

    Attributes:
        kinds: items of the rules' list of changes.
        approver: the technical manager who decided.
    """

    TABLE: ClassVar[str] = "contract_change"

    kinds: tuple[str, ...] = ()
    description: str = ""
    asked_on: date | None = None
    outcome: ChangeOutcome = ChangeOutcome.OPEN
    reason: str = ""
    approver: str = ""
    decided_on: date | None = None


def application_given(engagement: Engagement) -> frozenset[str]:
    """Return the items of the application that the agreed facts already hold (rule 8.2)."""
    known = {
        "client": bool(engagement.client.strip() and engagement.client_address.strip()),
        "products": bool(engagement.product.strip()),
        "criteria": bool(engagement.criteria),
    }
    return frozenset(item for item, there in known.items() if there)


def undecided(changes: Iterable[ContractChange]) -> tuple[ContractChange, ...]:
    """Return the changes that nobody has decided about, the oldest first."""
    found = [change for change in changes if change.outcome is ChangeOutcome.OPEN]
    return tuple(sorted(found, key=lambda c: (c.asked_on or date.max, c.row)))
