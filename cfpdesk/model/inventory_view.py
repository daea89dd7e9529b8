"""What the inventory page and its documents show: frozen, computed from facts when asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from cfpdesk.i18n import Text
from cfpdesk.model.balance import Balance
from cfpdesk.model.claim_basis import ClaimBasis
from cfpdesk.model.cut_off import CutOff
from cfpdesk.model.data_quality import Rating
from cfpdesk.model.dataset import Dataset
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.factor import Factor
from cfpdesk.model.finding import Finding
from cfpdesk.model.flag import Flag
from cfpdesk.model.gate import Level
from cfpdesk.model.inventory import InventorySettings
from cfpdesk.model.recalculation import LineResult, Totals
from cfpdesk.model.trace import CellCheck, Traced, TraceLine


@dataclass(frozen=True, slots=True)
class TableState:
    """One of the client's tables.

    Attributes:
        version: 1 for the first file that was taken in under this name, and so on.
        taken_at: when the current one was.
        read: its cells are at hand; otherwise it has to be read first.
        problems: what a person should know, such as rows of sums that do not add up.
    """

    dataset: Dataset
    version: int
    taken_at: datetime | None
    read: bool
    lines: int
    problems: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class LineView:
    """One line with everything that stands at it.

    Attributes:
        flags: doubts that stand, the hardest first; `accepted` those taken for a reason, and
            `answered` the codes of those that a verified value or a finding answers.
        significant: as large as the materiality threshold, so that all of it is examined.
        evidence: numbers of the linked evidence.
        owner: who judged last about it; empty where nobody did.
    """

    result: LineResult
    flags: tuple[Flag, ...]
    accepted: tuple[Flag, ...]
    trace: tuple[TraceLine, ...]
    check: CellCheck
    significant: bool
    evidence: tuple[str, ...]
    answered: frozenset[str] = frozenset()
    factor: Factor | None = None
    finding: Finding | None = None
    owner: str = ""

    @property
    def key(self) -> str:
        """The row of its review, written or not: by it the line is named in targets."""
        return self.result.review.row

    @property
    def code(self) -> str:
        """How people call it: the client's number, else its key."""
        return self.result.line.code or self.result.line.key

    @property
    def doubts(self) -> tuple[Flag, ...]:
        """What a person must look at yet; information, and what is answered, is left out."""
        return tuple(
            flag
            for flag in self.flags
            if flag.level is not Level.INFO and flag.code not in self.answered
        )

    @property
    def followed(self) -> bool:
        """Tell whether every step was followed back."""
        return all(step.state is Traced.DONE for step in self.trace)


@dataclass(frozen=True, slots=True)
class InventoryState:
    """Everything the page shows; masses in kgCO2e of the whole period unless said otherwise.

    Attributes:
        claim: over the period, and which of the client's figures it is.
        threshold_kg: materiality, `performance_kg` the performance materiality.
        claimed_unit, verified_unit: per declared unit; None without an output.
        ratings: data quality of the product.
        balances: those that were begun.
    """

    engagement: Engagement
    settings: InventorySettings
    tables: tuple[TableState, ...]
    lines: tuple[LineView, ...]
    totals: Totals
    claim: ClaimBasis
    threshold_kg: Decimal | None
    performance_kg: Decimal | None
    claimed_unit: Decimal | None
    verified_unit: Decimal | None
    ratings: tuple[Rating, ...]
    cut_off: CutOff
    balances: Mapping[str, Balance]
    factors: tuple[Factor, ...]
    sealed: bool = False

    @property
    def claim_kg(self) -> Decimal | None:
        """The claim over the period; None where value or output is not known."""
        return self.claim.kg

    @property
    def reading(self) -> bool:
        """Tell whether a table has to be read before this is complete."""
        return any(not table.read for table in self.tables)

    @property
    def doubtful(self) -> tuple[LineView, ...]:
        """The lines with doubts that stand."""
        return tuple(line for line in self.lines if line.doubts)

    @property
    def followed(self) -> int:
        """How many lines were followed back whole."""
        return sum(line.followed for line in self.lines)

    @property
    def difference_pct(self) -> Decimal | None:
        """Claimed − recalculated in percent of the claim."""
        base = self.claim_kg or self.totals.claimed_kg
        return self.totals.difference_kg / base * 100 if base else None

    def line(self, dataset: str, key: str) -> LineView | None:
        """Return a line by its name."""
        for view in self.lines:
            if (view.result.line.dataset, view.result.line.key) == (dataset, key):
                return view
        return None
