"""What page and documents show of misstatements and opinion: frozen, computed from facts."""

from dataclasses import dataclass

from cfpdesk.model.engagement import Engagement
from cfpdesk.model.misstatement import Misstatement
from cfpdesk.model.misstatement_ledger import Ledger
from cfpdesk.model.opinion import Opinion, OpinionType, Proposal
from cfpdesk.model.opinion_text import OpinionSubject
from cfpdesk.model.sensitivity import Case


@dataclass(frozen=True, slots=True)
class OpinionState:
    """The ledger of misstatements, the opinion that follows from it, and the one that was set.

    Attributes:
        case: everything the ledger was made of, to compute it again with other choices.
        added: misstatements that people entered, in their order.
        subject: what the words of the opinion are about.
        chosen_by: name of who set the opinion.
        tested: something was recalculated or sampled at all.
    """

    engagement: Engagement
    case: Case
    ledger: Ledger
    added: tuple[Misstatement, ...]
    proposal: Proposal
    opinion: Opinion
    subject: OpinionSubject
    chosen_by: str = ""
    sealed: bool = False
    tested: bool = True

    @property
    def differs(self) -> bool:
        """Tell whether another opinion is set than what is proposed."""
        return self.opinion.chosen not in (None, self.proposal.type)

    @property
    def shown(self) -> OpinionType:
        """The opinion whose words are shown: the one that is set, else the proposed one."""
        return self.opinion.chosen or self.proposal.type
