"""Document review, the two stages, production on the day (rules 9.3 to 9.5, 9.8.4).

Issues of document review and stage 1 are written in `steps/stage_issue.py`.
"""

from dataclasses import dataclass
from datetime import date

from cfpdesk.errors import BugError, UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model import document_review
from cfpdesk.model.cycle import Cycle
from cfpdesk.model.document_review import DocumentReview, ReviewStatus, review_status
from cfpdesk.model.engagement import Site
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.finding import NONCONFORMITIES, Finding
from cfpdesk.model.gate import Blocker
from cfpdesk.model.interval import latest_stage2
from cfpdesk.model.rule_entry import RiskGrade, RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.stage import (
    IssueState,
    RunningDay,
    StageMode,
    StageOne,
)
from cfpdesk.model.stage_gate import StageState
from cfpdesk.model.team import Person, Side
from cfpdesk.model.yes_no import YesNo
from cfpdesk.store.contract_query import contract_gate, stage_state, visit_days
from cfpdesk.store.planning_query import check_stage1
from cfpdesk.store.record_edit import existing, put_if_changed
from cfpdesk.store.rule_entries import write_entry
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session
from cfpdesk.store.stage_issue_query import issue_states, untaken_items

LISTS = frozenset(
    {
        ListCode.DOCUMENT_INPUT,
        ListCode.DOCUMENT_JUDGEMENT,
        ListCode.DOCUMENT_RISK,
        ListCode.STAGE1,
        ListCode.SURVEILLANCE_TOPIC,
        ListCode.RECERTIFICATION_TOPIC,
    }
)
_TOPICS = {
    Cycle.SURVEILLANCE: ListCode.SURVEILLANCE_TOPIC,
    Cycle.RECERTIFICATION: ListCode.RECERTIFICATION_TOPIC,
}


@dataclass(frozen=True, slots=True)
class VisitDay:
    """A day on site, and whether production ran."""

    site: Site
    day: date
    kept: RunningDay
    photo: str


@dataclass(frozen=True, slots=True)
class StagesView:
    """Everything the stages show.

    Attributes:
        topics: list of what surveillance or recertification has to look at; empty for the first.
        latest: last day on which stage 2 may begin; None while stage 1 has no end.
        untaken: ids of check items that were left open before stage 2 and are no issue yet.
        people: team members by row.
        findings: nonconformities an issue can be carried into, as row and number.
    """

    rules: RuleSet
    review: DocumentReview
    status: ReviewStatus
    stages: StageState
    topics: str
    latest: date | None
    issues: tuple[IssueState, ...]
    untaken: tuple[str, ...]
    days: tuple[VisitDay, ...]
    people: tuple[Person, ...]
    findings: tuple[tuple[str, str], ...]
    blockers: tuple[Blocker, ...]

    def entry(self, rule_list: str, item: str) -> RuleEntry:
        """Return what stands at an item; an empty entry where nothing does."""
        found = [e for e in self.stages.entries if (e.rule_list, e.item) == (rule_list, item)]
        return found[0] if found else RuleEntry(rule_list=rule_list, item=item)

    @property
    def gap(self) -> tuple[Blocker, ...]:
        """What is wrong with the time between the stages."""
        codes = {"stages.gap", "stages.at_once", "stages.reversed"}
        return tuple(blocker for blocker in self.blockers if blocker.code in codes)


def state(session: Session) -> StagesView:
    """Return everything the stages show."""
    rules, stages = rules_of(session), stage_state(session)
    review = session.find(DocumentReview)
    ended = stages.stage1.ended_on
    nonconformities = [f for f in session.all(Finding) if f.kind in NONCONFORMITIES]
    return StagesView(
        rules=rules,
        review=review,
        status=review_status(review),
        stages=stages,
        topics=_TOPICS.get(stages.cycle, ""),
        latest=latest_stage2(ended, rules) if ended else None,
        issues=issue_states(session),
        untaken=untaken_items(session),
        days=_days(session),
        people=tuple(p for p in session.all(Person) if p.side is Side.TEAM),
        findings=tuple((f.row, f.number) for f in nonconformities),
        blockers=contract_gate(session),
    )


def write_item(
    session: Session,
    rule_list: str,
    item: str,
    *,
    answer: YesNo | None = None,
    risk: RiskGrade | None = None,
    text: str | None = None,
) -> None:
    """Write an input, a judgement, a risk or a topic."""
    if rule_list not in LISTS:
        raise BugError(f"{rule_list} is no list of the stages")
    write_entry(session, rule_list, item, answer=answer, risk=risk, text=text)


# Document review ------------------------------------------------------------------------------

_REVIEW_WORD: dict[str, Message] = {
    "reviewer": msg("Reviewer"),
    "started_on": msg("Begun on"),
    "ended_on": msg("Ended on"),
    "receipt_on": msg("Client told on"),
    "receipt_by": msg("Received by"),
    "receipt": msg("Receipt"),
}
_ALWAYS = frozenset({"receipt_on", "receipt_by", "receipt"})


def write_review(session: Session, field: str, value: str | date | None) -> None:
    """Write who reviews the documents, when it began and ended, or the receipt of a termination.

    Raises:
        UserError: if it would end before it begins, or it is suspended or terminated.
    """
    if field not in _REVIEW_WORD:
        raise BugError(f"{field} is no field of the document review")
    kept = session.find(DocumentReview)
    if getattr(kept, field) == value:
        return
    if field not in _ALWAYS:
        document_review.check_going_on(kept)
    after = kept.but(**{field: value})
    _check_order(after.started_on, after.ended_on)
    title = msg("Document review: {field}", field=_REVIEW_WORD[field])
    put_if_changed(session, kept, after, title)


def suspend(session: Session, missing: str, day: date) -> None:
    """Suspend the verification because information is insufficient (rule 9.3).

    Raises:
        UserError: if nothing is named, or it is suspended or ended already.
    """
    kept = session.find(DocumentReview)
    after = document_review.suspend(kept, missing, day)
    put_if_changed(session, kept, after, msg("Suspend: information insufficient"))


def resume(session: Session, day: date) -> None:
    """Go on with a suspended verification; raises UserError if it is not suspended."""
    kept = session.find(DocumentReview)
    after = document_review.resume(kept, day)
    put_if_changed(session, kept, after, msg("Resume the verification"))


def terminate(session: Session, reason: str, day: date) -> None:
    """End the verification for good (rule 9.8.4); raises UserError without a reason."""
    kept = session.find(DocumentReview)
    after = document_review.terminate(kept, reason, day)
    put_if_changed(session, kept, after, msg("Terminate the verification"))


# Stage 1 --------------------------------------------------------------------------------------

_STAGE_WORD: dict[str, Message] = {
    "mode": msg("Where it is held"),
    "joined": msg("Joined with the document review"),
    "verifier": msg("Verifier"),
    "started_on": msg("Begun on"),
    "ended_on": msg("Ended on"),
}


def write_stage1(session: Session, field: str, value: str | bool | date | None) -> None:
    """Write where, by whom and when stage 1 is held.

    Raises:
        UserError: if it would end before it begins, or begin while contract, team or person-days
            keep it from beginning.
    """
    if field not in _STAGE_WORD:
        raise BugError(f"{field} is no field of stage 1")
    kept = session.find(StageOne)
    if field == "mode" and isinstance(value, str):
        value = StageMode(value)
    after = kept.but(**{field: value})
    if kept.started_on is None and after.started_on is not None:
        check_stage1(session)
    _check_order(after.started_on, after.ended_on)
    put_if_changed(session, kept, after, msg("Stage 1: {field}", field=_STAGE_WORD[field]))


# Production on the day ------------------------------------------------------------------------


def write_running(
    session: Session,
    site: str,
    day: date,
    *,
    running: YesNo | None = None,
    text: str | None = None,
    evidence: str | None = None,
) -> None:
    """Write whether production ran normally at a site on a day, what did not, and which photo.

    Raises:
        UserError: if the site is not there any more, or the photo is not.
    """
    place = existing(session, Site, site)
    if evidence:
        existing(session, Evidence, evidence)
    kept = session.find(RunningDay, site=site, day=day)
    after = kept.but(
        running=kept.running if running is None else running,
        text=kept.text if text is None else text.strip(),
        evidence=kept.evidence if evidence is None else evidence,
    )
    title = msg("{site}, {day}: production", site=place.name, day=day.isoformat())
    put_if_changed(session, kept, after, title)


def _days(session: Session) -> tuple[VisitDay, ...]:
    days = visit_days(session)
    numbers = {evidence.row: evidence.number for evidence in session.all(Evidence)}
    found = []
    for site in session.all(Site):
        for day in days.get(site.row, ()):
            kept = session.find(RunningDay, site=site.row, day=day)
            found.append(VisitDay(site, day, kept, numbers.get(kept.evidence, "")))
    return tuple(found)


def _check_order(start: date | None, end: date | None) -> None:
    if start and end and end < start:
        raise UserError(msg("It would end before it begins."))
