"""The carbon label: its value in the steps of the rules, its size, and who may use it (rule 10.6).

The table of the rules goes from 10 g to 10 kg; above it the same pattern goes on decade by decade,
and below it too, which the rules do not say. A value is rounded once, to the nearest multiple of
its step, half to the even multiple (GB/T 8170).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.engagement import Boundary
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.quantity import figure
from cfpdesk.model.rule_number import NumberCode
from cfpdesk.model.rules import RuleSet

_GATE = GateMaker("label", "engagement")
_CLAUSE = "RULE:10.6"
_PRECISION = 60


class LabelUnit(StrEnum):
    """Unit of a label."""

    GRAM = "g"
    KILOGRAM = "kg"
    TONNE = "t"


GRAMS: dict[LabelUnit, Decimal] = {
    LabelUnit.GRAM: Decimal(1),
    LabelUnit.KILOGRAM: Decimal(1000),
    LabelUnit.TONNE: Decimal(1_000_000),
}


@dataclass(frozen=True, slots=True)
class LabelValue:
    """A value as a label shows it.

    Attributes:
        value: with as many decimal places as its step, in `unit`.
        step: the step it was rounded to, in `unit`.
        ruled: the rules themselves cover values of this size.
    """

    value: Decimal
    unit: LabelUnit
    step: Decimal
    ruled: bool

    def __str__(self) -> str:
        return f"{figure(self.value)} {self.unit}"


def label_value(value: Decimal, unit: LabelUnit, rules: RuleSet) -> LabelValue:
    """Return a footprint as a label shows it (rule 10.6).

    Values up to 1 000 g are shown in g, up to 1 000 kg in kg, and in t above.

    Raises:
        UserError: for a value that is not above zero, which no label can show.
    """
    if not value.is_finite() or value <= 0:
        raise UserError(msg("A label shows a value above zero only."))
    with localcontext() as exact:
        exact.prec = max(_PRECISION, len(value.as_tuple().digits) + abs(value.adjusted()) + 9)
        grams = value * GRAMS[unit]
        step, ruled = label_step(grams, rules)
        times = Decimal(round(Fraction(grams) / Fraction(step)))
        shown = next((u for u in LabelUnit if grams <= 1000 * GRAMS[u]), LabelUnit.TONNE)
        each = (step / GRAMS[shown]).normalize()
        each = each.quantize(Decimal(1)) if each == each.to_integral_value() else each
        places = Decimal(1).scaleb(min(0, int(each.as_tuple().exponent)))
        rounded = (times * each).quantize(places, rounding=ROUND_HALF_EVEN)
    return LabelValue(rounded, shown, each, ruled)


def label_step(grams: Decimal, rules: RuleSet) -> tuple[Decimal, bool]:
    """Return the step of a value in gram, and whether the rules cover values of this size."""
    steps = rules.label_steps
    decades = 0
    span = _decades(rules)
    scaled = Fraction(grams)
    while scaled > Fraction(steps[-1].to):
        scaled, decades = scaled / 10**span, decades + span
    while scaled <= Fraction(steps[0].above):
        scaled, decades = scaled * 10**span, decades - span
    found = next(step for step in steps if scaled <= Fraction(step.to))
    return found.step.scaleb(decades), decades >= 0


def _decades(rules: RuleSet) -> int:
    """Return after how many decades the table repeats: one where each decade has one pattern."""
    steps = {(step.above, step.to): step.step for step in rules.label_steps}
    first, last = rules.label_steps[0].above, rules.label_steps[-1].to
    for (above, to), step in steps.items():
        if to * 10 <= last and steps.get((above * 10, to * 10)) != step * 10:
            return (last / first).adjusted()
    return 1


def label_blockers(boundary: Boundary, *, active: bool) -> tuple[Blocker, ...]:
    """Return why a product may carry no label: its whole life cycle and a valid certificate.

    Args:
        boundary: of the verified footprint.
        active: its certificate is valid and not suspended.
    """
    found = []
    if boundary is not Boundary.CRADLE_TO_GRAVE:
        sentence = msg("A label is for whole life cycles; this footprint covers a part of it")
        found.append(_GATE.at(Level.HARD, "boundary", _CLAUSE, sentence, remedy=msg("Look")))
    if not active:
        sentence = msg("There is no valid certificate for a label")
        found.append(_GATE.at(Level.HARD, "certificate", _CLAUSE, sentence, remedy=msg("Look")))
    return tuple(found)


def label_value_blockers(value: LabelValue) -> tuple[Blocker, ...]:
    """Return what is to be said about a label's value: sizes that the rules leave out."""
    if value.ruled:
        return ()
    sentence = msg("The rules say nothing of values this small; the same pattern is used")
    return (_GATE.at(Level.WARNING, "value", _CLAUSE, sentence, remedy=msg("Look")),)


def label_size_blockers(
    width: Decimal, height: Decimal, artwork: tuple[Decimal, Decimal], rules: RuleSet
) -> tuple[Blocker, ...]:
    """Return what is wrong with the size of a label.

    Args:
        width, height: as used, in mm.
        artwork: width and height of the picture it is scaled from; only their ratio counts.
        rules: the engagement's rules.
    """
    return tuple(_size(width, height, artwork, rules))


# A label is measured to a tenth of a millimetre.
_TOLERANCE = Fraction(1, 10)


def _size(
    width: Decimal, height: Decimal, artwork: tuple[Decimal, Decimal], rules: RuleSet
) -> Iterator[Blocker]:
    least = (rules.value(NumberCode.LABEL_WIDTH_MM), rules.value(NumberCode.LABEL_HEIGHT_MM))
    if width < least[0] or height < least[1]:
        sentence = msg(
            "A label is at least {width} mm wide and {height} mm high",
            width=figure(least[0]),
            height=figure(least[1]),
        )
        yield _GATE.at(Level.HARD, "size", _CLAUSE, sentence, field="width")
    wanted = Fraction(height) * Fraction(artwork[0]) / Fraction(artwork[1])
    if abs(Fraction(width) - wanted) > _TOLERANCE:
        sentence = msg("A label is only scaled as a whole; this one is stretched")
        yield _GATE.at(Level.HARD, "stretched", _CLAUSE, sentence, field="width")
