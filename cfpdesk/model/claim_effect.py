"""What a finding does to where the claim stands: the limit of its direction without it and with it.

Over- and understatement are never netted (method 2.6): only the finding's own direction is looked
at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cfpdesk.i18n import Message, msg
from cfpdesk.model.estimate import NOTHING, Apart
from cfpdesk.model.finding import Finding
from cfpdesk.model.misstatement import LineDifference
from cfpdesk.model.misstatement_ledger import Ledger, Source
from cfpdesk.model.quantity import figure


@dataclass(frozen=True, slots=True)
class ClaimEffect:
    """Where the claim stands in one direction, in percent of the claim, + overstated.

    Attributes:
        before, after: without the finding and with it.
        materiality: above zero; the wall stands on the finding's side.
        limited: these are upper limits of samples; otherwise what is known and projected.
        settled: the correction was verified, so that it counts no more.
    """

    before: Decimal
    after: Decimal
    materiality: Decimal
    under: bool
    limited: bool
    settled: bool

    @property
    def beyond(self) -> bool:
        """Tell whether the claim is beyond materiality with the finding."""
        return abs(self.after) > self.materiality

    @property
    def title(self) -> Message:
        """What is drawn."""
        if self.limited:
            return msg("Limit of understatement") if self.under else msg("Limit of overstatement")
        return msg("Known understatement") if self.under else msg("Known overstatement")

    def sentence(self) -> Message:
        """Return what the picture shows."""
        if self.settled:
            return msg("{title}: {after}; corrected, it counts no more", **self._figures())
        if self.beyond:
            return msg(
                "{title}: {before} without it, {after} with it, beyond {wall}", **self._figures()
            )
        return msg(
            "{title}: {before} without it, {after} with it, within {wall}", **self._figures()
        )

    def _figures(self) -> dict[str, Message | str]:
        return {
            "title": self.title,
            "before": percent(self.before),
            "after": percent(self.after),
            "wall": percent(-self.materiality if self.under else self.materiality),
        }


def percent(value: Decimal) -> str:
    """Return a share with its sign, for example −4.31 %."""
    return f"{'+' if value > 0 else ''}{figure(value, 2)} %"


def claim_effect(
    ledger: Ledger, lines: Iterable[LineDifference], finding: Finding
) -> ClaimEffect | None:
    """Return what a finding does to the claim; None where it has no effect of its own to count.

    A finding that a drawn item names is part of that sample's projection, and cannot be taken out
    of it alone.

    Args:
        ledger: of all misstatements.
        lines: recalculated lines with a difference.
        finding: with its effect.
    """
    own = {line.line for line in lines if line.finding == finding.row}
    entries = [
        entry
        for entry in ledger.entries
        if (entry.source is Source.FINDING and entry.row == finding.row)
        or (entry.source is Source.RECALCULATION and entry.row in own)
    ]
    claim = ledger.context.claim_kg
    if not finding.effect or not entries or not claim:
        return None
    under = finding.effect < 0
    limit = ledger.limits.under if under else ledger.limits.over
    projected = ledger.projected.under if under else ledger.projected.over
    after = projected if limit is None else limit
    left = sum((entry.left for entry in entries), NOTHING)
    before = after - (left.under if under else left.over)
    share = 100 / abs(claim)
    return ClaimEffect(
        before=before * share,
        after=after * share,
        materiality=ledger.context.materiality_pct,
        under=under,
        limited=limit is not None,
        settled=left == Apart(),
    )
