"""Data quality: ratings weighted by emissions, and the pedigree matrix (rule 6.1.2).

Ratings go from 1 (best) to 5; 0 is not rated. Sources: PACT Methodology v3 (three ratings,
contribution-weighted), PEF (mean of four with its five classes), ecoinvent v2 pedigree factors as
published in GreenDelta/olca-schema (CC0).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from cfpdesk.i18n import Message, msg
from cfpdesk.model.recalculation import EXACT, LineResult

ASPECTS: tuple[str, ...] = ("time", "geography", "technology", "completeness", "reliability")
# Rule 6.1.2 names time and geography; ISO 14067 6.3.5 adds technology.
MANDATORY = ("time", "geography")

ASPECT_WORD: dict[str, Message] = {
    "time": msg("Time"),
    "geography": msg("Geography"),
    "technology": msg("Technology"),
    "completeness": msg("Completeness"),
    "reliability": msg("Reliability"),
}

_CLASSES: tuple[tuple[Decimal, Message], ...] = (
    (Decimal("1.5"), msg("excellent")),
    (Decimal(2), msg("very good")),
    (Decimal(3), msg("good")),
    (Decimal(4), msg("fair")),
)
_POOR = msg("poor")

# Uncertainty factors (contribution to the square of the geometric standard deviation) of the
# scores 1 to 5.
PEDIGREE: dict[str, tuple[Decimal, ...]] = {
    aspect: tuple(Decimal(text) for text in texts.split())
    for aspect, texts in {
        "reliability": "1 1.05 1.10 1.20 1.50",
        "completeness": "1 1.02 1.05 1.10 1.20",
        "time": "1 1.03 1.10 1.20 1.50",
        "geography": "1 1.01 1.02 1.02 1.10",
        "technology": "1 1 1.20 1.50 2.00",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating of the whole product.

    Attributes:
        value: 1 to 5, weighted by absolute emissions over the rated lines; None where none is.
        coverage_pct: how much of the absolute emissions is rated, in percent.
    """

    aspect: str
    value: Decimal | None
    coverage_pct: Decimal


def ratings(results: Iterable[LineResult], aspects: Sequence[str] = ASPECTS) -> tuple[Rating, ...]:
    """Return the rating of the product in each aspect: Σ|e|·score / Σ|e| (method 2.4)."""
    counted = [r for r in results if r.counts and r.verified_kg is not None]
    weights = [(abs(r.verified_kg or Decimal(0)), r.review) for r in counted]
    whole = sum((weight for weight, _ in weights), Decimal(0))
    found = []
    with localcontext(EXACT):
        for aspect in aspects:
            scored = [(w, s) for w, review in weights if (s := getattr(review, aspect))]
            rated = sum((w for w, _ in scored), Decimal(0))
            value = sum((w * s for w, s in scored), Decimal(0)) / rated if rated else None
            found.append(Rating(aspect, value, rated / whole * 100 if whole else Decimal(0)))
    return tuple(found)


def mean_rating(scores: Sequence[int]) -> Decimal | None:
    """Return the plain mean of the scores that are given (PEF); None where none is."""
    given = [score for score in scores if score]
    return Decimal(sum(given)) / len(given) if given else None


def rating_word(value: Decimal) -> Message:
    """Return the class of a rating: excellent (≤ 1.5), very good, good, fair, poor (> 4)."""
    return next((word for limit, word in _CLASSES if value <= limit), _POOR)


def log_sd(factors: Iterable[Decimal]) -> Decimal:
    """Return σ of the underlying normal: ½·√Σ ln²U; 95 % lies within median ×÷ exp(2σ)."""
    with localcontext(EXACT):
        return sum((factor.ln() ** 2 for factor in factors), Decimal(0)).sqrt() / 2


def pedigree_log_sd(scores: dict[str, int], base: Decimal = Decimal("1.05")) -> Decimal | None:
    """Return σ from scores by aspect and a base factor; None where no score is given.

    Raises:
        KeyError, IndexError: for an aspect or a score that the matrix does not have.
    """
    given = {aspect: score for aspect, score in scores.items() if score}
    if not given:
        return None
    return log_sd([base, *(PEDIGREE[aspect][score - 1] for aspect, score in given.items())])


def spread_factor(sigma: Decimal) -> Decimal:
    """Return the square of the geometric standard deviation, exp(2σ)."""
    with localcontext(EXACT):
        return (2 * sigma).exp()
