"""The inventory as pictures: what contributes, how the claim becomes the result, how sure it is."""

from decimal import Decimal

from cfpdesk.i18n import msg
from cfpdesk.model.chart.contribution_bars import Contribution, ContributionBars, Stage
from cfpdesk.model.chart.histogram import Bin, Histogram
from cfpdesk.model.chart.tornado import VarianceShare, VarianceTornado
from cfpdesk.model.chart.waterfall import Difference, Waterfall
from cfpdesk.model.inventory import STAGE_WORD, LifeCycleStage
from cfpdesk.model.inventory_view import InventoryState, LineView
from cfpdesk.model.uncertainty import Simulation
from cfpdesk.ui.parts.line_columns import is_noise
from cfpdesk.ui.parts.line_rows import line_code, line_key


def contribution(state: InventoryState) -> ContributionBars:
    """Return the bars of all lines that count, by stage; without a result a line is left out."""
    stages = []
    for stage in (*LifeCycleStage, None):
        lines = [
            Contribution(line_key(v), v.result.line.name, v.result.verified_kg, line_code(v))
            for v in state.lines
            if v.result.stage is stage and v.result.counts and v.result.verified_kg is not None
        ]
        if lines:
            name = STAGE_WORD[stage] if stage else msg("No stage stated")
            stages.append(Stage(stage or "none", name, tuple(lines)))
    return ContributionBars(tuple(stages), threshold=state.threshold_kg)


def from_claim_to_result(state: InventoryState) -> Waterfall:
    """Return how the differences of the lines lead from the claimed sum to the recalculated one."""
    differences = [
        Difference(line_key(v), v.result.line.name, v.result.difference_kg, line_code(v))
        for v in state.lines
        if v.result.counts and v.result.difference_kg is not None and not is_noise(v)
    ]
    return Waterfall(state.totals.claimed_kg, tuple(differences))


def variance(state: InventoryState, found: Simulation) -> VarianceTornado:
    """Return the share of each line in the variance; a shared factor that works against is 0."""
    names = {line_key(v): v for v in state.lines}
    return VarianceTornado(
        tuple(
            VarianceShare(
                part.key, _name(names.get(part.key)), max(part.share_pct, Decimal(0)),
                _code(names.get(part.key)),
            )
            for part in found.contributions
            if part.share_pct
        )
    )  # fmt: skip


def _name(view: LineView | None) -> str:
    return view.result.line.name if view is not None else "–"


def _code(view: LineView | None) -> str:
    return line_code(view) if view is not None else ""


def histogram(state: InventoryState, found: Simulation) -> Histogram:
    """Return the spread of the result per declared unit; in kg where no output is known."""
    unit, whole = state.verified_unit, state.totals.verified_kg
    scale = unit / whole if unit is not None and whole else Decimal(1)
    step = (found.highest - found.lowest) / len(found.bins) if found.bins else Decimal(0)
    bins = tuple(
        Bin((found.lowest + step * n) * scale, (found.lowest + step * (n + 1)) * scale, count)
        for n, count in enumerate(found.bins)
    )
    per_unit = unit is not None and bool(whole)
    claimed = state.claimed_unit if per_unit else state.totals.claimed_kg
    return Histogram(
        bins if step else (),
        found.p2_5 * scale,
        found.p50 * scale,
        found.p97_5 * scale,
        claimed=claimed,
        unit=state.engagement.claimed_unit if per_unit else "kg",
        places=2 if per_unit else 0,
    )
