"""Raise a misstatement from what was computed: a line, a drawn item, or a whole population.

Finding, links to its evidence, and the mark that keeps its effect from counting twice are one
operation, and one step to undo.
"""

from dataclasses import dataclass
from decimal import Decimal

from cfpdesk.i18n import msg
from cfpdesk.model.evidence import Link
from cfpdesk.model.finding import Finding, FindingKind
from cfpdesk.model.inventory import LineReview
from cfpdesk.model.population import Population, SampleItem
from cfpdesk.store.finding_number import fresh_finding
from cfpdesk.store.session import Session


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a misstatement when it is raised.

    Attributes:
        effect: in kgCO2e, claimed − verified; None where it has no figure of its own.
        evidence: rows of the evidence behind it.
    """

    title: str
    facts: str
    effect: Decimal | None
    clauses: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


def raise_misstatement(
    session: Session, draft: Draft, about: LineReview | SampleItem | Population
) -> Finding:
    """Begin a misstatement with everything that is known.

    Args:
        session: the engagement.
        draft: what it says.
        about: the line's review, the drawn item or the population whose difference it is, written
            or not; it keeps the finding's row, so that the ledger counts the difference once.
    """
    fresh = fresh_finding(session, FindingKind.MISSTATEMENT).but(
        title=draft.title.strip(),
        facts=draft.facts.strip(),
        effect=draft.effect,
        clauses=tuple(dict.fromkeys(draft.clauses)),
    )
    with session.transact(msg("New finding {number}", number=fresh.number)) as change:
        made = change.put(fresh)
        for row in dict.fromkeys(draft.evidence):
            change.put(Link(evidence=row, target_table=Finding.TABLE, target=made.row))
        change.put(about.but(finding=made.row))
    return made
