"""All gates of the rules: they depend on the state alone, not on order of records, nor a clock."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from cfpdesk.i18n import LANGUAGES
from cfpdesk.model.competence import (
    CompetenceMark,
    PersonCertificate,
    PersonFacts,
    TeamState,
    TeamStatement,
    Training,
)
from cfpdesk.model.contract_gate import ContractState, contract_blockers
from cfpdesk.model.contract_review import Acceptance, ChangeOutcome, ContractChange, ContractReview
from cfpdesk.model.cycle import Cycle
from cfpdesk.model.document_review import DocumentReview, document_review_blockers
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.finding import Finding, FindingKind
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.override import Office, Override, lapsed, override, with_overrides
from cfpdesk.model.person_day_gate import DayState, person_day_blockers
from cfpdesk.model.person_days import MemberDays, PersonDays, day_plan
from cfpdesk.model.plan import PlanState, PlanVersion, TeamChange
from cfpdesk.model.plan_gate import plan_blockers
from cfpdesk.model.rule_entry import RiskGrade, RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.schedule import ScheduleBlock, planned_days
from cfpdesk.model.site_gate import SiteState, site_blockers
from cfpdesk.model.site_sample import SiteSampling, site_frame, site_sample
from cfpdesk.model.stage import RunningDay, StageIssue, StageOne
from cfpdesk.model.stage_door import Door, shut
from cfpdesk.model.stage_gate import (
    StageState,
    running_blockers,
    stage1_blockers,
    stage2_blockers,
    stage_issue_blockers,
)
from cfpdesk.model.surveillance import topic_blockers
from cfpdesk.model.team import Person, Role, Side
from cfpdesk.model.team_gate import qualified, team_blockers
from cfpdesk.model.yes_no import YesNo
from cfpdesk.store.rule_library import load_rules

RULES = load_rules()
T = TypeVar("T")
START = date(2026, 3, 16)
AT = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """Records of one engagement; those that stand in a list of the page keep their order."""

    engagement: Engagement
    review: ContractReview
    document: DocumentReview
    stage1: StageOne
    sampling: SiteSampling
    days: PersonDays
    cycle: Cycle
    people: tuple[Person, ...]
    sites: tuple[Site, ...]
    entries: tuple[RuleEntry, ...]
    changes: tuple[ContractChange, ...]
    facts: tuple[PersonFacts, ...]
    certificates: tuple[PersonCertificate, ...]
    trainings: tuple[Training, ...]
    statements: tuple[TeamStatement, ...]
    marks: tuple[CompetenceMark, ...]
    member_days: tuple[MemberDays, ...]
    blocks: tuple[ScheduleBlock, ...]
    versions: tuple[PlanVersion, ...]
    replaced: tuple[TeamChange, ...]
    issues: tuple[StageIssue, ...]
    findings: tuple[Finding, ...]
    running: tuple[RunningDay, ...]


def a_world(chance: Random) -> World:
    """Return a random engagement, from almost empty to almost whole."""
    full = chance.random()

    def some(items: list[T]) -> tuple[T, ...]:
        return tuple(item for item in items if chance.random() < full)

    def day() -> date:
        return START + timedelta(days=chance.randrange(5))

    def maybe(value: T) -> T | None:
        return value if chance.random() < full else None

    people = some(
        [
            Person(row=f"p{n}", order=f"{n}", side=Side.TEAM, role=role, name=f"人{n}")
            for n, role in enumerate([*Role][:5] * 2)
        ]
    )
    rows = [person.row for person in people] or ["p0"]
    sites = some(
        [
            Site(
                row=f"s{n}", order=f"{n}", name=f"厂{n}", activities="轧制", visit_from=maybe(day())
            )
            for n in range(6)
        ]
    )
    places = [site.row for site in sites] or ["s0"]
    sampling = SiteSampling(
        same_activity=chance.choice([*YesNo]),
        under_control=YesNo.YES,
        different_activity=YesNo.NO,
        regional_factor=YesNo.NO,
        central=chance.choice(places),
        seed=chance.choice(["", "CFP-1|sites|7"]),
    )
    review = ContractReview(
        decision=chance.choice([*Acceptance]), approver=chance.choice(["", "周"])
    )
    return World(
        engagement=Engagement(client="恒锐", product="带钢", materiality_told_on=maybe(day())),
        review=review,
        document=DocumentReview(started_on=START, suspended_on=chance.choice([None, None, START])),
        stage1=StageOne(joined=full > 0.5, verifier=rows[0], ended_on=maybe(date(2025, 9, 15))),
        sampling=sampling.but(frame=site_frame(sampling, sites)),
        days=PersonDays(sources=chance.choice([None, 13, 120]), sinks=0, base=Decimal(5)),
        cycle=chance.choice([*Cycle]),
        people=people,
        sites=sites,
        entries=some(
            [
                RuleEntry(
                    rule_list=code,
                    item=item,
                    answer=chance.choice([*YesNo]),
                    risk=chance.choice([*RiskGrade]),
                    text=chance.choice(["", "已写"]),
                )
                for code in ListCode
                for item in RULES.rule_list(code).codes
            ]
        ),
        changes=some(
            [ContractChange(row=f"c{n}", outcome=chance.choice([*ChangeOutcome])) for n in range(3)]
        ),
        facts=some([PersonFacts(person=row, experience_years=Decimal(2)) for row in rows]),
        certificates=some(
            [
                PersonCertificate(row=f"c{n}{row}", person=row, kind=kind, valid_to=maybe(day()))
                for row in rows
                for n, kind in enumerate(["ghg_manager", "official", "other"])
            ]
        ),
        trainings=some(
            [
                Training(person=row, kind=k, held_on=maybe(START))
                for row in rows
                for k in ("cfp", "ghg")
            ]
        ),
        statements=some(
            [
                TeamStatement(person=row, kind=kind, signed_at=maybe(AT))
                for row in rows
                for kind in RULES.rule_list(ListCode.STATEMENT).codes
            ]
        ),
        marks=some(
            [
                CompetenceMark(person=row, topic=topic, held=chance.random() < 0.8)
                for row in rows
                for topic in RULES.rule_list(ListCode.TOPIC).codes
            ]
        ),
        member_days=some([MemberDays(person=row, days=Decimal("0.5")) for row in rows]),
        blocks=some(
            [
                ScheduleBlock(
                    row=f"b{n}",
                    day=maybe(day()),
                    start=chance.randrange(8) * 60,
                    end=chance.randrange(10) * 60,
                    people=tuple(chance.sample(rows, min(2, len(rows)))),
                )
                for n in range(6)
            ]
        ),
        versions=some(
            [
                PlanVersion(
                    number=n, sent_on=START, confirmed_on=maybe(START), verifiers=("p0", "x")
                )
                for n in (1, 2)
            ]
        ),
        replaced=some([TeamChange(out="x", unforeseeable=YesNo.YES)]),
        issues=some(
            [StageIssue(row=f"i{n}", number=f"S1-1-{n:02}", finding=f"f{n}") for n in range(3)]
        ),
        findings=some([Finding(row=f"f{n}", kind=chance.choice([*FindingKind])) for n in range(3)]),
        running=some(
            [RunningDay(site=place, day=START, running=chance.choice([*YesNo])) for place in places]
        ),
    )


def shuffled(world: World, chance: Random) -> World:
    """Return the same engagement with its records in another order; lists of the page stay."""

    def mixed(records: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(chance.sample(records, len(records)))

    return replace(
        world,
        entries=mixed(world.entries),
        changes=mixed(world.changes),
        facts=mixed(world.facts),
        certificates=mixed(world.certificates),
        trainings=mixed(world.trainings),
        statements=mixed(world.statements),
        marks=mixed(world.marks),
        member_days=mixed(world.member_days),
        blocks=mixed(world.blocks),
        versions=mixed(world.versions),
        replaced=mixed(world.replaced),
        issues=mixed(world.issues),
        findings=mixed(world.findings),
        running=mixed(world.running),
    )


def team(w: World) -> TeamState:
    return TeamState(
        people=w.people,
        facts=w.facts,
        certificates=w.certificates,
        trainings=w.trainings,
        statements=w.statements,
        marks=w.marks,
        planned=planned_days(w.blocks),
    )


def stages(w: World) -> StageState:
    return StageState(
        engagement=w.engagement,
        cycle=w.cycle,
        stage1=w.stage1,
        entries=w.entries,
        qualified=qualified(team(w), RULES),
        stage2_start=START,
    )


def sites(w: World) -> tuple[Blocker, ...]:
    sample = site_sample(w.sampling, w.sites, w.cycle, RULES)
    return site_blockers(SiteState(w.sampling, w.sites, sample))


GATES: tuple[Callable[[World], tuple[Blocker, ...]], ...] = (
    lambda w: contract_blockers(ContractState(w.engagement, w.review, w.entries, w.changes), RULES),
    lambda w: team_blockers(team(w), RULES),
    lambda w: person_day_blockers(
        DayState(day_plan(w.days, RULES, w.cycle), w.people, w.member_days), RULES
    ),
    lambda w: document_review_blockers(w.document, w.entries, RULES),
    lambda w: stage1_blockers(stages(w), RULES),
    lambda w: stage2_blockers(stages(w), RULES),
    lambda w: stage_issue_blockers(w.issues, w.findings),
    lambda w: running_blockers({s.row: {START} for s in w.sites}, w.sites, w.running),
    lambda w: plan_blockers(
        PlanState(w.engagement, w.people, w.sites, w.blocks, w.entries, w.versions, w.replaced),
        RULES,
        START,
    ),
    sites,
    lambda w: topic_blockers(w.cycle, w.entries, RULES),
)


def everything(world: World) -> tuple[Blocker, ...]:
    return tuple(blocker for gate in GATES for blocker in gate(world))


WORLDS = st.randoms(use_true_random=False).map(a_world)


@settings(max_examples=30)
@given(WORLDS, st.randoms(use_true_random=False))
def test_gates_depend_on_the_state_alone(world: World, chance: Random) -> None:
    found = everything(world)
    assert everything(world) == found
    assert everything(shuffled(world, chance)) == found


@settings(max_examples=30)
@given(WORLDS, st.randoms(use_true_random=False))
def test_the_order_of_people_and_sites_decides_only_what_is_said_first(
    world: World, chance: Random
) -> None:
    people = tuple(chance.sample(world.people, len(world.people)))
    places = tuple(chance.sample(world.sites, len(world.sites)))
    other = replace(world, people=people, sites=places)
    assert set(everything(other)) == set(everything(world))


@settings(max_examples=30)
@given(WORLDS)
def test_every_blocker_says_what_where_and_by_which_clause(world: World) -> None:
    for blocker in everything(world):
        assert blocker.clause.startswith("RULE:")
        assert blocker.target.page
        for language in LANGUAGES:
            said = blocker.sentence.text(language)
            assert said
            assert "{" not in said
            assert blocker.remedy.text(language)


@settings(max_examples=30)
@given(WORLDS)
def test_overrides_soften_h_star_and_nothing_else(world: World) -> None:
    found = everything(world)
    given_up: list[Override] = [
        override(b, Office.TECHNICAL_MANAGER, "周启明", "已核实", AT)
        for b in found
        if b.level is Level.OVERRIDABLE
    ]
    counted = with_overrides(found, given_up)
    assert [b.level for b in counted] == [
        Level.WARNING if b.level is Level.OVERRIDABLE else b.level for b in found
    ]
    assert lapsed(found, given_up) == ()
    hard = [b for b in shut(found, Door.CERTIFICATE) if b.level is Level.HARD]
    assert list(shut(counted, Door.CERTIFICATE)) == hard


@settings(max_examples=30)
@given(WORLDS)
def test_each_block_has_an_override_of_its_own(world: World) -> None:
    overridable = [b for b in everything(world) if b.level is Level.OVERRIDABLE]
    rows = {override(b, Office.TECHNICAL_MANAGER, "周", "因", AT).row for b in overridable}
    assert len(rows) == len(overridable)
