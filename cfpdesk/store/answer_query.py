"""What a printed checklist says beyond its page: order, who answered when, numbers for rows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cfpdesk.model.checklist import Answer, Verdict, applicable
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.finding import Finding
from cfpdesk.model.stage import RunningDay
from cfpdesk.store.checklist_library import checklist_of
from cfpdesk.store.contract_query import visit_days
from cfpdesk.store.session import Session

# What an answer says to those who read it; the note is the team's own and is printed nowhere.
_SAID = ("verdict", "facts", "reason", "no_evidence", "ask_whom", "ask_by")


@dataclass(frozen=True, slots=True)
class Given:
    """Who gave an answer, and when by their device."""

    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """What stands beside an answer after a merge, until somebody decides between them."""

    given: Given
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What is known of the answers of an engagement.

    Attributes:
        order: ids of the applicable items as the library has them, the same on every computer.
        given: by item; nothing for one that nobody touched.
        numbers: of evidence and findings, by row.
        others: versions that stand beside the one that is shown, by item.
        running: the days on site, with whether production ran normally (rule 9.4.2).
    """

    engagement: Engagement
    order: tuple[str, ...]
    given: Mapping[str, Given]
    numbers: Mapping[str, str]
    others: Mapping[str, tuple[OtherVersion, ...]]
    running: tuple["SiteDay", ...] = ()


@dataclass(frozen=True, slots=True)
class SiteDay:
    """A day at a site; `photo` is the number of what shows whether production ran."""

    site: str
    kept: RunningDay
    photo: str


def answer_facts(session: Session) -> AnswerFacts:
    """Return who answered when, in the library's order, and what stands beside the answers."""
    return session.remember("answer_facts", lambda: _facts(session))


def _facts(session: Session) -> AnswerFacts:
    engagement = session.find(Engagement)
    items = applicable(checklist_of(session), engagement)
    answers = {answer.row: answer for answer in session.all(Answer)}
    given = {answer.item: _given(session, answer) for answer in answers.values()}
    numbers = {piece.row: piece.number for piece in session.all(Evidence)}
    numbers |= {finding.row: finding.number for finding in session.all(Finding)}
    days = visit_days(session)
    return AnswerFacts(
        engagement=engagement,
        order=tuple(item.id for item in items),
        given={item: found for item, found in given.items() if found is not None},
        numbers=numbers,
        others=_others(session, answers),
        running=tuple(
            SiteDay(site.name, kept, numbers.get(kept.evidence, ""))
            for site in session.all(Site)
            for day in days.get(site.row, ())
            for kept in (session.find(RunningDay, site=site.row, day=day),)
        ),
    )


def _given(session: Session, answer: Answer) -> Given | None:
    """Return who gave the verdict; of an answer without one, who wrote the first of its texts."""
    fields = _SAID if answer.verdict is not Verdict.OPEN else _SAID[1:]
    for field in fields:
        if not getattr(answer, field):
            continue
        found = session.provenance(Answer.TABLE, answer.row, field)
        if found is not None:
            return Given(found.person, found.at)
    return None


def _others(
    session: Session, answers: Mapping[str, Answer]
) -> Mapping[str, tuple[OtherVersion, ...]]:
    found: defaultdict[str, list[OtherVersion]] = defaultdict(list)
    for conflict in session.conflicts():
        answer = answers.get(conflict.row)
        if conflict.table != Answer.TABLE or answer is None or conflict.field not in _SAID:
            continue
        for version in conflict.versions[1:]:
            given = Given(version.person, version.at)
            found[answer.item].append(OtherVersion(given, conflict.field, str(version.value)))
    return {item: tuple(versions) for item, versions in found.items()}
