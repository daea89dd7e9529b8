"""What a printed finding says beyond its page: names and numbers for rows, ink, how far since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.evidence_view import EvidencePicture
from cfpdesk.model.finding import Finding
from cfpdesk.model.ink import Ink
from cfpdesk.model.meeting import Signature
from cfpdesk.model.team import Person
from cfpdesk.store.attendance_query import kept_ink
from cfpdesk.store.picture_query import evidence_pictures
from cfpdesk.store.session import Session


@dataclass(frozen=True, slots=True)
class Reached:
    """Who brought a finding to the state it is in, and when by their device."""

    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FindingPapers:
    """What is known around the findings of an engagement.

    Attributes:
        people: names, by row.
        evidence: numbers, by row.
        inks: drawn signatures under findings, by row of the signature.
        reached: by row of the finding.
        pictures: pieces of evidence that have one, by row.
    """

    engagement: Engagement
    people: Mapping[str, str]
    evidence: Mapping[str, str]
    inks: Mapping[str, Ink]
    reached: Mapping[str, Reached]
    pictures: Mapping[str, EvidencePicture]


def finding_papers(session: Session) -> FindingPapers:
    """Return names, numbers and drawings that stand on the paper of the findings."""
    return session.remember("finding_papers", lambda: _facts(session))


def _facts(session: Session) -> FindingPapers:
    inks = {
        signature.row: kept_ink(session, signature.ink)
        for signature in session.all(Signature)
        if signature.subject_table == Finding.TABLE
    }
    reached = {
        finding.row: session.provenance(Finding.TABLE, finding.row, "state")
        for finding in session.all(Finding)
    }
    return FindingPapers(
        engagement=session.find(Engagement),
        people={person.row: person.name for person in session.all(Person)},
        evidence={piece.row: piece.number for piece in session.all(Evidence)},
        inks={row: ink for row, ink in inks.items() if ink is not None},
        reached={row: Reached(p.person, p.at) for row, p in reached.items() if p is not None},
        pictures=evidence_pictures(session),
    )
