"""What the facts of a footprint are made of when it is handed to other programs."""

from dataclasses import dataclass
from decimal import Decimal

from cfpdesk.model.allocation import Allocation
from cfpdesk.model.cut_off import CutOff
from cfpdesk.model.data_quality import Rating
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.factor import Factor
from cfpdesk.model.finding import claim_total
from cfpdesk.model.footprint_export import FootprintExport
from cfpdesk.model.inventory import InventorySettings
from cfpdesk.model.misstatement_ledger import Ledger
from cfpdesk.model.opinion import Opinion
from cfpdesk.model.recalculation import Recalculation

DOCUMENT = "footprint"  # its code among the documents


@dataclass(frozen=True, slots=True)
class FootprintSources:
    """Everything the facts are made of.

    Attributes:
        settings: which GWP values were used.
        ratings: data quality of the product.
        factors: those of the engagement, by row.
        ledger: of misstatements; whether a certificate may follow.
        handed_out: ids of footprints that were handed out before, oldest first.
        reading: a table of the inventory has to be read first.
    """

    engagement: Engagement
    record: FootprintExport
    settings: InventorySettings
    found: Recalculation
    ratings: tuple[Rating, ...]
    cut_off: CutOff
    allocation: Allocation
    factors: dict[str, Factor]
    opinion: Opinion
    ledger: Ledger
    handed_out: tuple[str, ...] = ()
    reading: bool = False

    @property
    def units(self) -> Decimal | None:
        """How many declared units were made in the period; None where that is not known."""
        claim, value = claim_total(self.engagement), self.engagement.claimed_value
        return claim / value if claim is not None and value else None
