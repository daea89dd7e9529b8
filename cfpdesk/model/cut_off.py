"""What is left out: each line and all together against the limits, every one with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from cfpdesk.model.inventory import InventorySettings
from cfpdesk.model.recalculation import EXACT, LineResult


@dataclass(frozen=True, slots=True)
class CutOff:
    """The lines that are cut off; shares are percent of the total with them.

    Attributes:
        too_large: keys of lines above the limit for one.
        without_reason: keys of lines nobody gave a reason for.
        exceeded: all together lie above the limit for all.
    """

    shares: tuple[tuple[str, Decimal], ...] = ()
    total_pct: Decimal = Decimal(0)
    too_large: tuple[str, ...] = ()
    without_reason: tuple[str, ...] = ()
    exceeded: bool = False


def cut_off(results: Iterable[LineResult], settings: InventorySettings) -> CutOff:
    """Check what is cut off: Σ excluded / total ≤ limit, each with a reason (method 2.1).

    The share is taken from the recalculated value, or the claimed one where there is none; by its
    absolute value, so that a removal does not make room for an emission.
    """
    counted = [r for r in results if r.counts or r.review.excluded]
    weights = {r.line.key: abs(_kg(r)) for r in counted}
    whole = sum(weights.values(), Decimal(0))
    out = [r for r in counted if r.review.excluded]
    with localcontext(EXACT):
        shares = tuple(
            (r.line.key, weights[r.line.key] / whole * 100 if whole else Decimal(0)) for r in out
        )
        total = sum((share for _, share in shares), Decimal(0))
    return CutOff(
        shares=shares,
        total_pct=total,
        too_large=tuple(key for key, share in shares if share > settings.cut_off_each_pct),
        without_reason=tuple(r.line.key for r in out if not r.review.excluded_reason.strip()),
        exceeded=total > settings.cut_off_total_pct,
    )


def _kg(result: LineResult) -> Decimal:
    if result.verified_kg is not None:
        return result.verified_kg
    return result.claimed_kg or Decimal(0)
