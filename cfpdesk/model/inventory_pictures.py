"""The inventory as pictures: what contributes, how the claim becomes the result, how sure it is.

What is activated in a picture is named by the row of the line's review, as targets name it.
"""

from collections.abc import Mapping
from decimal import Decimal

from cfpdesk.i18n import msg
from cfpdesk.model.chart.contribution_bars import Contribution, ContributionBars, Stage
from cfpdesk.model.chart.histogram import Bin, Histogram
from cfpdesk.model.chart.threshold_gauge import ThresholdGauge
from cfpdesk.model.chart.tornado import VarianceShare, VarianceTornado
from cfpdesk.model.chart.waterfall import Difference, Waterfall
from cfpdesk.model.inventory import STAGE_WORD, LifeCycleStage
from cfpdesk.model.inventory_view import InventoryState, LineView
from cfpdesk.model.uncertainty import Simulation

NO_STAGE = msg("No stage stated")


def gauge(state: InventoryState) -> ThresholdGauge | None:
    """Return where the recalculated value lies between the thresholds; None without a claim."""
    engagement = state.engagement
    claimed, pct = state.claimed_unit, engagement.materiality_pct
    if not claimed or not pct or pct <= 0:
        return None
    verified = state.verified_unit if state.lines else None
    return ThresholdGauge(claimed, pct, verified, unit=engagement.claimed_unit, places=2, ends=True)


def contribution(state: InventoryState) -> ContributionBars:
    """Return the bars of all lines that count, by stage; without a result a line is left out."""
    stages = []
    for stage in (*LifeCycleStage, None):
        lines = tuple(
            Contribution(view.key, view.result.line.name, view.result.verified_kg, view.code)
            for view in state.lines
            if view.result.stage is stage
            and view.result.counts
            and view.result.verified_kg is not None
        )
        if lines:
            name = STAGE_WORD[stage] if stage else NO_STAGE
            stages.append(Stage(stage or "none", name, lines))
    return ContributionBars(tuple(stages), threshold=state.threshold_kg)


def from_claim_to_result(state: InventoryState) -> Waterfall:
    """Return how the differences of the lines lead from the claimed sum to the recalculated one."""
    return Waterfall(
        state.totals.claimed_kg,
        tuple(
            Difference(view.key, view.result.line.name, view.result.difference_kg, view.code)
            for view in state.lines
            if view.result.counts and view.result.difference_kg and view.result.differs
        ),
    )


def variance(state: InventoryState, found: Simulation) -> VarianceTornado:
    """Return the share of each line in the variance; a shared factor that works against is 0."""
    views: Mapping[str, LineView] = {view.key: view for view in state.lines}
    return VarianceTornado(
        tuple(
            VarianceShare(
                part.key,
                views[part.key].result.line.name,
                max(part.share_pct, Decimal(0)),
                views[part.key].code,
            )
            for part in found.contributions
            if part.share_pct and part.key in views
        )
    )


def histogram(state: InventoryState, found: Simulation) -> Histogram:
    """Return the spread of the result per declared unit; in kg where no output is known."""
    scale = unit_scale(state)
    per_unit = scale is not None
    by = scale if scale is not None else Decimal(1)
    step = (found.highest - found.lowest) / len(found.bins) if found.bins else Decimal(0)
    bins = tuple(
        Bin((found.lowest + step * n) * by, (found.lowest + step * (n + 1)) * by, count)
        for n, count in enumerate(found.bins)
    )
    return Histogram(
        bins if step else (),
        found.p2_5 * by,
        found.p50 * by,
        found.p97_5 * by,
        claimed=state.claimed_unit if per_unit else state.totals.claimed_kg,
        unit=state.engagement.claimed_unit if per_unit else "kg",
        places=2 if per_unit else 0,
    )


def unit_scale(state: InventoryState) -> Decimal | None:
    """Return what makes kilograms of the period a value per declared unit; None without output."""
    unit, whole = state.verified_unit, state.totals.verified_kg
    return unit / whole if unit is not None and whole else None
