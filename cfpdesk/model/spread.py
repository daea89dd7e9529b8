"""Intervals from the spread of the errors found, and when there are enough of them."""

from decimal import Decimal

from cfpdesk.i18n import msg
from cfpdesk.model.estimate import Condition

# Fewer errors than this do not show the spread that an estimator's interval is made from (2.7.7).
LEAST_ERRORS = 20


def student(confidence: Decimal, degrees: int) -> Decimal:
    """Return the two-sided quantile of Student's t, for example 1.96 for many degrees at 95 %."""
    from scipy.special import stdtrit

    upper = 1 - (1 - confidence) / 2
    return Decimal(repr(float(stdtrit(max(degrees, 1), float(upper)))))


def widened(quantile: Decimal, skewness: Decimal) -> Decimal:
    """Return how many standard errors out a limit lies on the long side of a skewed distribution.

    t + g·(2t² + 1)/6 with the skewness g of the estimate itself: Johnson's t for asymmetrical
    populations (J. Am. Stat. Assoc. 73, 1978). Errors of one direction are skewed: most items have
    none. Student's limit alone is passed by the truth too often; on the short side it is kept.
    """
    return quantile + max(skewness, Decimal(0)) * (2 * quantile * quantile + 1) / 6


def errors_condition(errors: int, *, enough: bool) -> Condition:
    """Return the condition of the estimators that live from the errors found (method 2.7.7)."""
    sentence = (
        msg(
            "{n} {n:difference was|differences were} found, enough to estimate their spread",
            n=errors,
        )
        if enough
        else msg(
            "Only {n} {n:difference was|differences were} found; this estimator needs at least "
            "{least}",
            n=errors,
            least=LEAST_ERRORS,
        )
    )
    return Condition(enough, sentence)
