"""The claim over the period in kilograms, and which of the client's two figures it is.

A client declares a value per unit, which is rounded, and lists lines, which are not. Where the
declared value is the lines' sum rounded, the claim is that sum: value × output would only put the
rounding error of one unit onto the whole output. Where the two are different statements, the
declared value is what is verified, and the lines are asked about.
"""

from dataclasses import dataclass
from decimal import Decimal

from cfpdesk.i18n import Message, msg
from cfpdesk.model.engagement import Engagement, claim_text
from cfpdesk.model.finding import claim_total
from cfpdesk.model.quantity import figure, unit_text


@dataclass(frozen=True, slots=True)
class ClaimBasis:
    """What materiality is a percentage of (rule 7), in kgCO2e over the period.

    Attributes:
        kg: the claim; None where neither figure is known.
        declared_kg: declared value × output; None where either is missing.
        lines_kg: sum of the client's lines; None where there are none, or not all were read.
        by_lines: the claim is the lines' sum, of which the declared value is the rounded form.
        declared, output: the declared value and the output as people read them.
    """

    kg: Decimal | None
    declared_kg: Decimal | None = None
    lines_kg: Decimal | None = None
    by_lines: bool = False
    declared: str = ""
    output: str = ""

    @property
    def differs(self) -> bool:
        """Tell whether both figures are known and are not the same to the kilogram shown."""
        if self.declared_kg is None or self.lines_kg is None:
            return False
        return figure(self.declared_kg, 0) != figure(self.lines_kg, 0)

    @property
    def contradicts(self) -> bool:
        """Tell whether lines and declared value differ by more than rounding."""
        return self.differs and not self.by_lines

    def percent_of(self, pct: Decimal | None) -> Decimal | None:
        """Return a percentage of the absolute claim; None where either is not known."""
        return None if self.kg is None or pct is None else abs(self.kg) * pct / 100


def claim_basis(
    engagement: Engagement, lines_kg: Decimal | None, cut_off_kg: Decimal = Decimal(0)
) -> ClaimBasis:
    """Return the claim over the period.

    Args:
        engagement: with declared value, declared unit and output.
        lines_kg: sum of the client's lines that count; None while they are not all read.
        cut_off_kg: claimed for lines that the team cut off; the client may have counted them.
    """
    declared = claim_total(engagement)
    if declared is None:
        return ClaimBasis(None, None, lines_kg)
    if lines_kg is not None:
        sums = (lines_kg + cut_off_kg, lines_kg)
        lines_kg = min(sums, key=lambda kg: abs(declared - kg))
    by_lines = lines_kg is not None and abs(declared - lines_kg) <= _last_place(engagement)
    output = engagement.output_quantity or Decimal(0)
    return ClaimBasis(
        lines_kg if by_lines else declared,
        declared,
        lines_kg,
        by_lines,
        claim_text(engagement),
        f"{figure(output)} {unit_text(engagement.output_unit)}".strip(),
    )


def _last_place(engagement: Engagement) -> Decimal:
    """Return what one unit of the declared value's last digit means over the output, in kg.

    A whole unit, not half of one: declared values are cut off as often as they are rounded.
    """
    value, total = engagement.claimed_value, claim_total(engagement)
    if value is None or not value or total is None:
        return Decimal(0)
    exponent = value.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return abs(step * total / value)


def basis_word(basis: ClaimBasis) -> Message:
    """Return in a few words which figure the claim is."""
    if basis.by_lines:
        return msg("sum of the client's lines")
    return msg("declared value × output")


def basis_sentence(basis: ClaimBasis) -> Message | None:
    """Return how the two figures stand to each other; None where nobody has to wonder."""
    if not basis.differs or basis.declared_kg is None or basis.lines_kg is None:
        return None
    values = {
        "lines": figure(basis.lines_kg, 0),
        "declared": figure(basis.declared_kg, 0),
        "value": basis.declared,
        "output": basis.output,
    }
    if basis.by_lines:
        return msg(
            "Materiality is taken of the client's lines, {lines} kg. Declared {value} × {output} "
            "gives {declared} kg: the same claim, rounded per unit.",
            **values,
        )
    return msg(
        "Materiality is taken of the declared value: {value} × {output} = {declared} kg. The "
        "client's lines add up to {lines} kg, which is not the same claim.",
        **values,
    )
