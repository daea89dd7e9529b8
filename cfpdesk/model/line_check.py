"""Doubts that a line raises by itself, whatever its factor: units, sums, signs, gaps (rule 6.2)."""

from collections.abc import Iterator
from decimal import Decimal

from cfpdesk.i18n import msg
from cfpdesk.model.flag import Flag
from cfpdesk.model.gate import Level
from cfpdesk.model.inventory import Bucket, Origin
from cfpdesk.model.quantity import figure
from cfpdesk.model.recalculation import LineResult
from cfpdesk.model.trace import CellCheck

# A client's program computes in binary; below this share a difference is only that.
_NOISE = Decimal("1e-9")
_LOOK = msg("Look at the client's cells")


def line_flags(result: LineResult, check: CellCheck, *, significant: bool) -> tuple[Flag, ...]:
    """Return what is odd about a line.

    Args:
        result: the line.
        check: of the client's cell with the emissions.
        significant: its emissions reach the materiality threshold, so that it must be followed
            back whole (method 2.8).
    """
    return (
        *_unreadable(result),
        *_open(result),
        *_sums(result, check),
        *_signs(result),
        *_gaps(result, significant=significant),
    )


def _unreadable(result: LineResult) -> Iterator[Flag]:
    line = result.line
    for code, cell in (
        ("activity.cell", line.activity),
        ("factor.cell", line.factor),
        ("gwp.cell", line.gwp),
        ("cell.value", line.emissions),
    ):
        if cell.problem:
            sentence = msg("{cell}: {problem}", cell=cell.cell, problem=cell.problem)
            yield Flag(code, Level.WARNING, "RULE:6.2", sentence, _LOOK)


def _open(result: LineResult) -> Iterator[Flag]:
    """Yield what is missing to compute the line; units that do not fit are the factor's doubt."""
    used = (result.activity, result.factor, result.gwp)
    if result.problem is not None and any(figure.value is None for figure in used):
        remedy = msg("Write the verified value")
        yield Flag("line.open", Level.WARNING, "RULE:6.2", result.problem, remedy)


def _sums(result: LineResult, check: CellCheck) -> Iterator[Flag]:
    claimed, own = result.line.emissions.value, result.own_product_kg
    if claimed is not None and own is not None and _differ(claimed, own):
        sentence = msg(
            "The cell shows {claimed} kg, the client's own figures give {own} kg",
            claimed=figure(claimed),
            own=figure(own),
        )
        yield Flag("cell.product", Level.WARNING, "RULE:6.2", sentence, _LOOK)
    for number, sentence in enumerate(check.wrong):
        code = "cell.formula" if not number else f"cell.formula_{number + 1}"
        yield Flag(code, Level.WARNING, "RULE:6.2", sentence, _LOOK)


def _differ(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) > max(abs(one), abs(other)) * _NOISE


def _signs(result: LineResult) -> Iterator[Flag]:
    kg = result.verified_kg if result.verified_kg is not None else result.claimed_kg
    if kg is None:
        return
    if result.review.bucket is Bucket.UPTAKE and kg > 0:
        sentence = msg("A removal is written as a negative value; here it is {kg}", kg=figure(kg))
        remedy = msg("Correct the sign")
        yield Flag("sign.removal", Level.HARD, "RULE:6.2", sentence, remedy)
    elif result.review.bucket in (Bucket.FOSSIL, Bucket.LAND_USE) and kg < 0:
        sentence = msg("An emission is negative: {kg} kg", kg=figure(kg))
        remedy = msg("Correct the sign, or say that it is a removal")
        yield Flag("sign.emission", Level.HARD, "RULE:6.2", sentence, remedy)


def _gaps(result: LineResult, *, significant: bool) -> Iterator[Flag]:
    review, line = result.review, result.line
    if result.changed and not review.source.strip():
        sentence = msg("The verified value has no source yet")
        remedy = msg("Say where it comes from")
        yield Flag("verified.source", Level.WARNING, "RULE:9.6.2", sentence, remedy)
    if significant and not review.traced:
        sentence = msg("It is larger than the materiality threshold and was not followed back")
        remedy = msg("Follow it back to its papers")
        yield Flag("trace.significant", Level.WARNING, "ISO14064-3:6.1.3", sentence, remedy)
    if line.activity_unit == "" and line.activity.value is not None and not review.activity_unit:
        sentence = msg("The activity data {value} have no unit", value=figure(line.activity.value))
        remedy = msg("Choose the column with the unit, or write it")
        yield Flag("activity.unit", Level.WARNING, "RULE:6.2", sentence, remedy)
    if Origin.UNKNOWN in (review.activity_origin, review.factor_origin):
        sentence = msg("Primary or secondary data: not stated")
        yield Flag("origin", Level.INFO, "RULE:6.1.2", sentence, msg("Say which"))
    if not (review.time and review.geography):
        sentence = msg("Time and geography are not rated")
        yield Flag("quality", Level.INFO, "RULE:6.1.2", sentence, msg("Rate them"))
