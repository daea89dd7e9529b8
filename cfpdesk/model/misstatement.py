"""Misstatements that people enter, and lines whose recalculation differs; in kgCO2e.

Claimed − verified, positive = overstated. `model.misstatement_ledger` gathers them with those of
samples and findings.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.record import Record


class QualitativeKind(StrEnum):
    """What is wrong with a claim apart from its size; the first is nothing."""

    NONE = ""
    UNIT = "unit"
    PRODUCT = "product"
    FALSE_STATEMENT = "false_statement"
    BOUNDARY = "boundary"
    OTHER = "other"


QUALITATIVE_WORD: dict[QualitativeKind, Message] = {
    QualitativeKind.NONE: msg("Quantitative only"),
    QualitativeKind.UNIT: msg("Wrong unit"),
    QualitativeKind.PRODUCT: msg("Wrong product"),
    QualitativeKind.FALSE_STATEMENT: msg("False statement"),
    QualitativeKind.BOUNDARY: msg("Wrong boundary or period"),
    QualitativeKind.OTHER: msg("Other qualitative misstatement"),
}


@dataclass(frozen=True, kw_only=True)
class Misstatement(Record):
    """A misstatement that a person enters beside those that are computed.

    Attributes:
        kg: effect in kgCO2e, claimed − verified; None for one that has no size.
        line: key of the inventory line it is about; empty for none.
        corrected: the client corrected it and the team verified that, as `corrected_how` says.
    """

    TABLE: ClassVar[str] = "misstatement"

    order: str = ""
    description: str = ""
    kg: Decimal | None = None
    kind: QualitativeKind = QualitativeKind.NONE
    line: str = ""
    corrected: bool = False
    corrected_how: str = ""


@dataclass(frozen=True, slots=True)
class LineDifference:
    """A line of the inventory whose recalculation differs from the claim.

    Attributes:
        line: its key.
        finding: row of the finding raised from it; empty for none.
    """

    line: str
    name: str
    claimed_kg: Decimal
    verified_kg: Decimal
    finding: str = ""

    @property
    def kg(self) -> Decimal:
        """Claimed − verified."""
        return self.claimed_kg - self.verified_kg
