"""Findings: nonconformities, misstatements, observations, clarifications (rules 9.7, 9.8.5)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from cfpdesk.model.record import Record


class FindingKind(StrEnum):
    """Kind of finding; the two grades of nonconformity are kinds of their own."""

    MAJOR = "major"
    MINOR = "minor"
    MISSTATEMENT = "misstatement"
    OBSERVATION = "observation"
    CLARIFICATION = "clarification"


class FindingState(StrEnum):
    """How far a finding has come; the allowed moves stand in `MOVES`."""

    DRAFT = "draft"
    RAISED = "raised"
    TOLD = "told"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    VERIFIED = "verified"
    CLOSED = "closed"


class Position(StrEnum):
    """What the client says to a finding; disputed ranks equal to agreed."""

    NONE = ""
    AGREED = "agreed"
    DISPUTED = "disputed"


@dataclass(frozen=True, kw_only=True)
class Finding(Record):
    """One finding.

    Attributes:
        number: NC-<place>-<nn>, MS-…, OB-…, CR-…: given once, never reused or changed.
        item: the check item it came from, if any.
        effect: effect on the claim in kgCO2e, claimed − verified (positive = overstated);
            required for a misstatement.
        effect_estimated: marked 估算; `effect_basis` then says how.
        requirement: what the client has to do, by `deadline` (rule 9.8.5).
    """

    TABLE: ClassVar[str] = "finding"

    number: str = ""
    kind: FindingKind = FindingKind.MINOR
    state: FindingState = FindingState.DRAFT
    title: str = ""
    facts: str = ""
    clauses: tuple[str, ...] = ()
    item: str = ""
    effect: Decimal | None = None
    effect_estimated: bool = False
    effect_basis: str = ""
    requirement: str = ""
    deadline: date | None = None
    position: Position = Position.NONE
    response: str = ""
    reply: str = ""
    correction: str = ""
    cause: str = ""
    corrective_action: str = ""
    verified_how: str = ""
