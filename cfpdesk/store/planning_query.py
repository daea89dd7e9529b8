"""Team, days and sites of an engagement as the rules look at them; asked by several steps.

An engagement that was begun before the program kept the rules it works by is never refused
anything by them: what it has is judged, what it has not is not asked for, and nothing blocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

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
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.override import Override, with_overrides
from cfpdesk.model.person_day_gate import DayState, person_day_blockers
from cfpdesk.model.person_days import MemberDays, PersonDays, day_plan
from cfpdesk.model.record import Record
from cfpdesk.model.site_gate import SiteState, site_blockers
from cfpdesk.model.site_sample import SiteSampling, site_sample
from cfpdesk.model.team import Person, split_sides
from cfpdesk.model.team_gate import team_blockers
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session

_TEAM: tuple[type[Record], ...] = (
    PersonCertificate,
    PersonFacts,
    Training,
    TeamStatement,
    CompetenceMark,
)


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


def planning_blockers(session: Session) -> tuple[Blocker, ...]:
    """Return what team, days, sites and plan lack, with overrides as they count."""
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
    return tuple(replace(b, level=Level.WARNING) if b.level.blocks else b for b in found)


def _blockers(session: Session) -> Iterator[Blocker]:
    bound = is_bound(session)
    for part in (_team(session), _days(session), _sites(session)):
        if part.begun:
            yield from part.blockers
        elif bound and part.nothing is not None:
            yield part.nothing


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


def _team_state(session: Session) -> TeamState:
    team, _client = split_sides(session.all(Person))
    return TeamState(
        people=team,
        facts=session.all(PersonFacts),
        certificates=session.all(PersonCertificate),
        trainings=session.all(Training),
        statements=session.all(TeamStatement),
        marks=session.all(CompetenceMark),
        planned={},
    )
