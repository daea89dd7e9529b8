"""What the sampling page and its documents show: frozen, computed from facts when asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cfpdesk.i18n import Message
from cfpdesk.model.completeness import OmissionTest
from cfpdesk.model.conclusion import Conclusion
from cfpdesk.model.drawn_sample import DrawnSample
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evaluation import ClaimContext, Evaluation
from cfpdesk.model.population import Population, SampleExtension, SampleItem, SamplingSettings
from cfpdesk.model.population_frame import Frame
from cfpdesk.model.population_gate import PopulationFacts, PopulationStage
from cfpdesk.model.sample_plan import SamplePlan


@dataclass(frozen=True, slots=True)
class PopulationState:
    """One population with everything that stands at it.

    Attributes:
        frame: its items; None while its table has to be read first.
        plan: the size that is needed and how it came about.
        sample: what was drawn; None before.
        evaluation, conclusion: of a population of the inventory; None before the draw.
        omission: of a completeness test; None before the draw, and for all others.
        seen: what was seen, by identifier.
        evidence: numbers of the linked evidence, by identifier.
        tests: the populations that test this one's completeness.
        seed: the seed as text; empty until a number was said.
        room: before the draw, what known misstatement leaves for it; None for enough.
    """

    population: Population
    frame: Frame | None
    facts: PopulationFacts
    stage: PopulationStage
    plan: SamplePlan
    sample: DrawnSample | None
    extensions: tuple[SampleExtension, ...]
    seen: Mapping[str, SampleItem]
    evidence: Mapping[str, tuple[str, ...]]
    evaluation: Evaluation | None = None
    conclusion: Conclusion | None = None
    omission: OmissionTest | None = None
    tests: tuple[str, ...] = ()
    seed: str = ""
    room: Message | None = None

    def item_of(self, row: str) -> str:
        """Return the identifier of the drawn or set-aside item whose record has this row."""
        drawn = [part.item.id for part in self.sample.items] if self.sample is not None else []
        aside = [part.key for part in self.frame.set_aside] if self.frame is not None else []
        own = self.population.row
        found = (k for k in (*drawn, *aside) if SampleItem(population=own, item=k).row == row)
        return next(found, "")

    @property
    def waits(self) -> bool:
        """Tell whether its table has to be read first; `frame` is None then."""
        return self.frame is None

    @property
    def checked(self) -> int:
        """Drawn items that have a result."""
        return self.facts.drawn - self.facts.unchecked

    @property
    def done(self) -> bool:
        """Tell whether every drawn item has a result."""
        return self.facts.drawn > 0 and not self.facts.unchecked


@dataclass(frozen=True, slots=True)
class SamplingState:
    """Everything the sampling page shows.

    Attributes:
        spoken: the number said at the opening meeting.
        tables: names of the client's tables that populations are taken from, by row.
        lines: key and name of the inventory's lines, which a population may support.
    """

    engagement: Engagement
    settings: SamplingSettings
    context: ClaimContext
    populations: tuple[PopulationState, ...]
    spoken: str = ""
    spoken_by: str = ""
    spoken_at: datetime | None = None
    sealed: bool = False
    tables: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def inventory(self) -> tuple[PopulationState, ...]:
        """The populations of the inventory."""
        return tuple(p for p in self.populations if not p.population.completeness)

    @property
    def reverse(self) -> tuple[PopulationState, ...]:
        """The completeness tests."""
        return tuple(p for p in self.populations if p.population.completeness)

    @property
    def concluded(self) -> int:
        """How many populations have every item checked."""
        return sum(p.done for p in self.populations)

    def find(self, row: str) -> PopulationState | None:
        """Return a population by its row."""
        return next((p for p in self.populations if p.population.row == row), None)
