"""Contract, team, days and stages of an engagement as the rules look at them, with overrides.

An engagement that was begun before the program kept the rules it works by is never refused
anything by them: what it has is judged, what it has not is not asked for, and nothing blocks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cfpdesk.i18n import msg
from cfpdesk.model.competence import (
    CompetenceMark,
    PersonCertificate,
    PersonFacts,
    TeamState,
    TeamStatement,
    Training,
)
from cfpdesk.model.cycle import cycle_of
from cfpdesk.model.day import day_of
from cfpdesk.model.document_review import DocumentReview
from cfpdesk.model.engagement import Engagement, Site, Stage, materiality_untold
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.override import Override, with_overrides
from cfpdesk.model.person_day_gate import DayState, person_day_blockers
from cfpdesk.model.person_days import MemberDays, PersonDays, day_plan
from cfpdesk.model.plan import PlanState, PlanVersion, TeamChange
from cfpdesk.model.plan_gate import plan_blockers, plan_not_yet_blockers
from cfpdesk.model.record import Record
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.schedule import ScheduleBlock, planned_days
from cfpdesk.model.site_gate import SiteState, site_blockers
from cfpdesk.model.site_sample import SiteSampling, site_sample
from cfpdesk.model.stage import StageOne
from cfpdesk.model.stage_door import Door, check_door, shut
from cfpdesk.model.team import Person, split_sides
from cfpdesk.model.team_gate import qualified, team_blockers
from cfpdesk.store.contract_query import contract_gate
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session

_TEAM: tuple[type[Record], ...] = (
    PersonCertificate,
    PersonFacts,
    Training,
    TeamStatement,
    CompetenceMark,
)
# Said of this very engagement, whatever rules it works by.
_SAID_HERE = frozenset({"document_review.suspended", "document_review.terminated"})


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the planning: whether anything of it is recorded, and what it lacks."""

    begun: bool
    blockers: tuple[Blocker, ...]
    nothing: Blocker | None


def team_state(session: Session) -> TeamState:
    """Return the team with its papers, statements, marks and planned days."""
    return session.remember("team_state", lambda: _team_state(session))


def day_state(session: Session) -> DayState:
    """Return the person-days as they stand, with the team and the days of each member."""

    def make() -> DayState:
        cycle = cycle_of(session.find(Engagement).stage)
        team, _client = split_sides(session.all(Person))
        plan = day_plan(session.find(PersonDays), rules_of(session), cycle)
        return DayState(plan, team, session.all(MemberDays))

    return session.remember("day_state", make)


def site_state(session: Session) -> SiteState:
    """Return the sites with the sample as it stands."""

    def make() -> SiteState:
        sampling, sites = session.find(SiteSampling), session.all(Site)
        cycle = cycle_of(session.find(Engagement).stage)
        return SiteState(sampling, sites, site_sample(sampling, sites, cycle, rules_of(session)))

    return session.remember("site_state", make)


def plan_state(session: Session) -> PlanState:
    """Return everything the plan says."""

    def make() -> PlanState:
        meetings = [session.find(Meeting, kind=kind) for kind in MeetingKind]
        people, versions = session.all(Person), session.all(PlanVersion)
        named = {row for version in versions for row in version.verifiers}
        gone = sorted(named - {person.row for person in people})
        return PlanState(
            engagement=session.find(Engagement),
            people=people,
            sites=session.all(Site),
            blocks=session.all(ScheduleBlock),
            entries=session.all(RuleEntry),
            versions=versions,
            changes=session.all(TeamChange),
            meetings_arranged=all(meeting.planned_at is not None for meeting in meetings),
            gone=tuple((row, session.record(Person, row).name) for row in gone),
        )

    return session.remember("plan_state", make)


def start_blockers(session: Session) -> tuple[Blocker, ...]:
    """Return what keeps the visit from beginning (rules 4.1, 7, 9.4.3); nothing once it has."""
    if not is_bound(session) or session.find(Meeting, kind=MeetingKind.OPENING).started_at:
        return ()
    engagement = session.find(Engagement)
    found = [*planning_blockers(session)]
    if materiality_untold(engagement):
        sentence = msg("The client has not been told the materiality threshold")
        field = "materiality_told_on"
        found.append(
            GateMaker("stages", "engagement").at(
                Level.HARD, "untold", "RULE:7", sentence, field=field
            )
        )
    found += plan_not_yet_blockers(session.all(PlanVersion), session.today())
    door = _door(session)
    return shut(found, door, stage1_on_site=door is Door.STAGE1)


def _door(session: Session) -> Door:
    """Return which stage the visit is held for."""
    return Door.STAGE1 if session.find(Engagement).stage is Stage.STAGE_1 else Door.STAGE2


def check_start(session: Session) -> None:
    """Refuse to begin the visit while something keeps it from beginning.

    Raises:
        UserError: naming the first thing in the way and how many more there are.
    """
    door = _door(session)
    check_door(start_blockers(session), door, stage1_on_site=door is Door.STAGE1)


def check_stage1(session: Session) -> None:
    """Refuse to begin stage 1 while something keeps it from beginning (rules 4.1, 8.3, 9.4).

    Raises:
        UserError: naming the first thing in the way and how many more there are.
    """
    if is_bound(session):
        check_door(planning_blockers(session), Door.STAGE1)


def planning_blockers(session: Session) -> tuple[Blocker, ...]:
    """Return what contract, team, days, sites, plan and stages lack, with overrides."""
    return session.remember("planning", lambda: _counted(session))


def standing_blockers(session: Session) -> tuple[Blocker, ...]:
    """Return the same before any override, so that one can be written or has lapsed."""
    return session.remember("planning_raw", lambda: tuple(_blockers(session)))


def is_bound(session: Session) -> bool:
    """Tell whether the rules of team and plan refuse this engagement anything."""
    return bool(session.find(Engagement).rules)


def _counted(session: Session) -> tuple[Blocker, ...]:
    found = with_overrides(standing_blockers(session), session.all(Override))
    if is_bound(session):
        return found
    return tuple(
        replace(b, level=Level.WARNING) if b.level.blocks and b.code not in _SAID_HERE else b
        for b in found
    )


def _blockers(session: Session) -> Iterator[Blocker]:
    bound = is_bound(session)
    for part in (_team(session), _days(session), _sites(session), _plan(session)):
        if part.begun:
            yield from part.blockers
        elif bound and part.nothing is not None:
            yield part.nothing
    fit = qualified(team_state(session), rules_of(session), session.all(Override))
    yield from contract_gate(session, fit, bound=bound)


def _team(session: Session) -> _Part:
    return _Part(
        any(session.all(kind) for kind in _TEAM),
        team_blockers(team_state(session), rules_of(session)),
        GateMaker("team", "engagement").at(
            Level.HARD,
            "nothing",
            "RULE:4.2.1",
            msg("Certificates, trainings and statements of the team are not recorded"),
            field="statement",
        ),
    )


def _days(session: Session) -> _Part:
    return _Part(
        any(session.all(kind) for kind in (PersonDays, MemberDays)),
        person_day_blockers(day_state(session), rules_of(session)),
        GateMaker("person_days", "engagement").at(
            Level.HARD, "nothing", "RULE:9.4", msg("No person-days are planned"), field="sources"
        ),
    )


def _sites(session: Session) -> _Part:
    found = site_blockers(site_state(session))
    visits = any(site.visit_from is not None for site in session.all(Site))
    begun = bool(session.all(SiteSampling)) or visits or is_bound(session)
    return _Part(begun, found, None)


def _plan(session: Session) -> _Part:
    now = plan_state(session)
    lists = (ListCode.PROGRAMME, ListCode.PLAN, ListCode.PLAN_IF_NEEDED)
    written = any(entry.rule_list in lists for entry in now.entries)
    began = session.find(Meeting, kind=MeetingKind.OPENING).started_at
    return _Part(
        bool(now.blocks or now.versions or written),
        plan_blockers(now, rules_of(session), day_of(began) if began else None),
        GateMaker("plan", "engagement").at(
            Level.HARD,
            "nothing",
            "RULE:9.4.1",
            msg("There is no verification plan"),
            field="schedule",
        ),
    )


def _team_state(session: Session) -> TeamState:
    team, _client = split_sides(session.all(Person))
    return TeamState(
        people=team,
        facts=session.all(PersonFacts),
        certificates=session.all(PersonCertificate),
        trainings=session.all(Training),
        statements=session.all(TeamStatement),
        marks=session.all(CompetenceMark),
        planned=_planned(session),
    )


def _planned(session: Session) -> Mapping[str, frozenset[date]]:
    """Return on which days each person works (rule 4.2.1 asks for a certificate on each).

    They are those of the schedule, and those on which document review and stage 1 begin and end.
    """
    found = {row: set(days) for row, days in planned_days(session.all(ScheduleBlock)).items()}
    review, stage1 = session.find(DocumentReview), session.find(StageOne)
    for row, first, last in (
        (review.reviewer, review.started_on, review.ended_on),
        (stage1.verifier, stage1.started_on, stage1.ended_on),
    ):
        found.setdefault(row, set()).update(day for day in (first, last) if day is not None)
    return {row: frozenset(days) for row, days in found.items()}
