"""Recycling at the end of life: cut-off and substitution, and credits that are taken twice.

Per unit of material, all in kgCO2e (method 2.1, E7; ISO 14067 6.4.6.3):
cut-off (1−R1)·Ev + R1·Er + (1−R2)·Ed; substitution (1−R2)·Ev + R2·Er + (1−R2)·Ed.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import ClassVar

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.recalculation import EXACT
from cfpdesk.model.record import Record


class RecyclingFormula(StrEnum):
    """Who gets the benefit: whoever uses recycled material, or whoever sends it to recycling."""

    CUT_OFF = "cut_off"
    SUBSTITUTION = "substitution"


@dataclass(frozen=True, kw_only=True)
class Recycling(Record):
    """One material with recycled content or recycling at its end of life.

    Attributes:
        formula: the one the client names.
        virgin, recycling, disposal: Ev, Er, Ed in kgCO2e per unit of material.
        content, rate: R1 (recycled content) and R2 (recycling rate), 0 to 1.
        amount, unit: how much of the material there is.
        claimed: what the client computed, kgCO2e per unit of material.
        credit_content, credit_rate: the client's figure takes the benefit of R1, of R2.
    """

    TABLE: ClassVar[str] = "recycling"

    order: str = ""
    material: str = ""
    formula: RecyclingFormula = RecyclingFormula.CUT_OFF
    virgin: Decimal | None = None
    recycling: Decimal | None = None
    disposal: Decimal | None = None
    content: Decimal | None = None
    rate: Decimal | None = None
    amount: Decimal | None = None
    unit: str = "t"
    claimed: Decimal | None = None
    credit_content: bool = False
    credit_rate: bool = False


FORMULA_WORD: dict[RecyclingFormula, Message] = {
    RecyclingFormula.CUT_OFF: msg("Cut-off (recycled content)"),
    RecyclingFormula.SUBSTITUTION: msg("Substitution (end of life)"),
}


def emissions(case: Recycling, formula: RecyclingFormula | None = None) -> Decimal | None:
    """Return kgCO2e per unit of material by a formula; None while a figure is missing.

    Raises:
        UserError: if R1 or R2 is not a share from 0 to 1.
    """
    figures = (case.virgin, case.recycling, case.disposal, case.content, case.rate)
    if any(figure is None for figure in figures):
        return None
    virgin, recycling, disposal, content, rate = (figure or Decimal(0) for figure in figures)
    if not (0 <= content <= 1 and 0 <= rate <= 1):
        raise UserError(msg("R1 and R2 are shares between 0 and 1; write 30 % as 0.3."))
    used = content if (formula or case.formula) is RecyclingFormula.CUT_OFF else rate
    with localcontext(EXACT):
        return (1 - used) * virgin + used * recycling + (1 - rate) * disposal


def credited_twice(case: Recycling) -> bool:
    """Tell whether the client takes the benefit of recycled content and of recycling both.

    It is so where both are ticked, and where the claimed figure lies below what either formula
    gives, which only both credits together can explain.
    """
    if case.credit_content and case.credit_rate:
        return True
    both = [emissions(case, formula) for formula in RecyclingFormula]
    known = [value for value in both if value is not None]
    return case.claimed is not None and bool(known) and case.claimed < min(known)
