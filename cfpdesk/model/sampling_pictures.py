"""Misstatement as a picture: of one population, and of the whole claim."""

from decimal import Decimal

from cfpdesk.model.chart.misstatement_gauge import MisstatementGauge, Sides
from cfpdesk.model.estimate import Apart, Limits
from cfpdesk.model.evaluation import ClaimContext, Evaluation
from cfpdesk.model.misstatement_ledger import Ledger
from cfpdesk.model.population import SamplingMethod
from cfpdesk.model.quantity import rounded


def evaluation_gauge(evaluation: Evaluation, context: ClaimContext) -> MisstatementGauge | None:
    """Return what a population says about the claim; None without a claim, and for attributes."""
    if evaluation.population.method is SamplingMethod.ATTRIBUTE:
        return None
    known, projected, limits = evaluation.gauge
    judged = not evaluation.quantified
    # Each side has the confidence of its own test; both hold at least at the lower one.
    confidences = [evaluation.sampled.confidence, *(t.confidence for t in evaluation.omissions)]
    return _gauge(
        context,
        known,
        None if judged else projected,
        Limits() if judged else limits,
        evaluation.unchecked,
        rounded(min(confidences) * 100, 2),
    )


def ledger_gauge(ledger: Ledger, unchecked: int = 0) -> MisstatementGauge | None:
    """Return the misstatements of the whole claim; None without claim or materiality.

    Args:
        ledger: all of them.
        unchecked: drawn items that are not checked yet.
    """
    return _gauge(ledger.context, ledger.known, ledger.projected, ledger.limits, unchecked)


def _gauge(
    context: ClaimContext,
    known: Apart,
    projected: Apart | None,
    limits: Limits,
    unchecked: int,
    confidence_pct: Decimal | None = None,
) -> MisstatementGauge | None:
    pct = context.materiality_pct
    if not context.claim_kg or pct <= 0:
        return None
    has_limit = limits.over is not None or limits.under is not None
    return MisstatementGauge(
        claimed=context.claim_kg,
        materiality_pct=pct,
        known=Sides(known.under, known.over),
        projected=None if projected is None else Sides(projected.under, projected.over),
        limit=Sides(limits.under, limits.over) if has_limit else None,
        confidence_pct=confidence_pct,
        performance_pct=pct * context.performance_pct / 100,
        unchecked=unchecked,
    )
