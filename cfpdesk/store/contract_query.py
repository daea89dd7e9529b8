"""Application, contract review, document review and stages as the rules look at them.

A part that was begun is judged item by item; one that was not is a single sentence, and only where
the engagement is bound to its rules (`planning_query.is_bound`).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cfpdesk.i18n import Message, msg
from cfpdesk.model.carried import Predecessor
from cfpdesk.model.contract_gate import ContractState, contract_blockers
from cfpdesk.model.contract_review import ContractChange, ContractReview
from cfpdesk.model.cycle import Cycle, cycle_of
from cfpdesk.model.day import day_of
from cfpdesk.model.document_review import (
    DocumentReview,
    document_review_blockers,
)
from cfpdesk.model.engagement import Engagement, Site, Stage, materiality_untold
from cfpdesk.model.finding import Finding
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.record import Record
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.stage import RunningDay, StageIssue, StageOne
from cfpdesk.model.stage_gate import (
    StageState,
    running_blockers,
    stage1_blockers,
    stage2_blockers,
    stage_issue_blockers,
)
from cfpdesk.model.surveillance import reduction_blockers, topic_blockers
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session

_PAGE = "engagement"
_CONTRACT_LISTS = frozenset(
    {ListCode.APPLICATION, ListCode.CONTRACT_QUESTION, ListCode.AGREED_SCOPE}
)
_REVIEW_LISTS = frozenset(
    {ListCode.DOCUMENT_INPUT, ListCode.DOCUMENT_JUDGEMENT, ListCode.DOCUMENT_RISK}
)
_TOPICS = {
    Cycle.SURVEILLANCE: ListCode.SURVEILLANCE_TOPIC,
    Cycle.RECERTIFICATION: ListCode.RECERTIFICATION_TOPIC,
}
_LONGEST_VISIT = 60  # days; a longer one is a slip of the pen


def contract_state(session: Session) -> ContractState:
    """Return application, contract review and its changes."""
    return ContractState(
        engagement=session.find(Engagement),
        review=session.find(ContractReview),
        entries=session.all(RuleEntry),
        changes=session.all(ContractChange),
    )


def stage_state(session: Session, qualified: Collection[str] = ()) -> StageState:
    """Return the two stages.

    Args:
        session: the engagement.
        qualified: rows of verifiers who lack nothing that blocks.
    """
    engagement = session.find(Engagement)
    return StageState(
        engagement=engagement,
        cycle=cycle_of(engagement.stage),
        stage1=session.find(StageOne),
        entries=session.all(RuleEntry),
        qualified=frozenset(qualified),
        stage2_start=stage2_start(session),
    )


def stage2_start(session: Session) -> date | None:
    """Return the first day on site of stage 2 as the sites have it; else when the meeting begins.

    A visit that begins on another day is a change of the plan (rule 9.4.3), so the plan is asked.
    """
    planned = [site.visit_from for site in session.all(Site) if site.visit_from]
    if planned:
        return min(planned)
    opening = session.find(Meeting, kind=MeetingKind.OPENING)
    begins = opening.started_at or opening.planned_at
    return day_of(begins) if begins else None


def visit_days(session: Session) -> Mapping[str, tuple[date, ...]]:
    """Return the days on site by row of the site, as they are planned, in order."""
    found: dict[str, tuple[date, ...]] = {}
    for site in session.all(Site):
        first, last = site.visit_from, site.visit_to or site.visit_from
        if first is None or last is None:
            continue
        count = min(max((last - first).days, 0) + 1, _LONGEST_VISIT)
        found[site.row] = tuple(first + timedelta(days=n) for n in range(count))
    return found


def contract_gate(
    session: Session, qualified: Collection[str] = (), *, bound: bool = True
) -> tuple[Blocker, ...]:
    """Return what contract, document review and stages lack, before any override.

    Args:
        session: the engagement.
        qualified: see `stage_state`.
        bound: what is not begun is asked for.
    """
    return tuple(
        blocker
        for part in _parts(session, frozenset(qualified))
        for blocker in (part.blockers if part.begun else (part.nothing,) if bound else ())
        if blocker is not None
    )


def issue_gate(session: Session) -> tuple[Blocker, ...]:
    """Return which issues of stage 1 keep the closing meeting open (rule 9.6.2 1)."""
    return stage_issue_blockers(session.all(StageIssue), session.all(Finding))


@dataclass(frozen=True, slots=True)
class _Part:
    """One part: whether anything of it is recorded, what it lacks, what is said of nothing."""

    begun: bool
    blockers: tuple[Blocker, ...]
    nothing: Blocker | None = None


def _parts(session: Session, qualified: frozenset[str]) -> Iterator[_Part]:
    stage, rules = session.find(Engagement).stage, rules_of(session)
    cycle, now = cycle_of(stage), stage_state(session, qualified)
    yield _contract(session)
    yield _document_review(session)
    recorded = _begun(session, {ListCode.STAGE1}, StageOne)
    if cycle is Cycle.INITIAL and stage is not Stage.DOCUMENT_REVIEW:
        nothing = msg("Stage 1 is not recorded: its judgements, and when it was held")
        without = _nothing("stages", "9.5.2", nothing)
        yield _Part(recorded, stage1_blockers(now, rules), without)
    if stage not in (Stage.DOCUMENT_REVIEW, Stage.STAGE_1):
        # What the facts of the engagement say already, or the sentence above, is not said again.
        said = {"stages.untold"} if materiality_untold(now.engagement) else set()
        said |= set() if recorded else {"stages.not_ready"}
        yield _Part(
            begun=True, blockers=tuple(b for b in stage2_blockers(now, rules) if b.code not in said)
        )
    topics = topic_blockers(cycle, session.all(RuleEntry), rules)
    if cycle in _TOPICS:
        asked = rules.rule_list(_TOPICS[cycle])
        nothing = msg("Nothing is recorded of: {list}", list=asked.title)
        without = _nothing("surveillance", asked.clause.removeprefix("RULE:"), nothing)
        yield _Part(_begun(session, {asked.code}), topics, without)
        yield _Part(begun=True, blockers=_reduction(session, cycle))
    yield _running(session)


def _contract(session: Session) -> _Part:
    return _Part(
        _begun(session, _CONTRACT_LISTS, ContractReview, ContractChange),
        contract_blockers(contract_state(session), rules_of(session)),
        _nothing("contract", "8.3.1", msg("Application and contract review are not recorded")),
    )


def _document_review(session: Session) -> _Part:
    return _Part(
        _begun(session, _REVIEW_LISTS, DocumentReview),
        document_review_blockers(
            session.find(DocumentReview), session.all(RuleEntry), rules_of(session)
        ),
        _nothing("document_review", "9.3", msg("The document review is not recorded")),
    )


def _reduction(session: Session, cycle: Cycle) -> tuple[Blocker, ...]:
    """Return the warning that the footprint has not fallen, by what was claimed then and now."""
    last, now = session.find(Predecessor), session.find(Engagement)
    if last.claimed_unit.strip() != now.claimed_unit.strip():
        return ()
    return reduction_blockers(cycle, last.claimed_value, now.claimed_value)


def _running(session: Session) -> _Part:
    """Return what is not known of production, of days that have come; a warning a day, no more."""
    today = session.today()
    past = {
        site: [day for day in days if day <= today] for site, days in visit_days(session).items()
    }
    kept = session.all(RunningDay)
    return _Part(
        bool(kept) or bool(session.find(Engagement).rules),
        running_blockers(past, session.all(Site), kept),
    )


def _begun(session: Session, lists: Collection[str], *kinds: type[Record]) -> bool:
    written = any(entry.rule_list in lists for entry in session.all(RuleEntry))
    return written or any(session.all(kind) for kind in kinds)


def _nothing(noun: str, clause: str, sentence: Message) -> Blocker:
    return GateMaker(noun, _PAGE).at(
        Level.HARD, "nothing", f"RULE:{clause}", sentence, field=f"{noun}_tab"
    )
