"""What the client confirms of a plan, its fingerprint, and how two versions differ (rule 9.4.3)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cfpdesk.model.competence import MEMBERS
from cfpdesk.model.issue import state_sha256
from cfpdesk.model.plan import PlanState
from cfpdesk.model.record import JsonValue
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.schedule import ScheduleBlock

NOW = 0  # the number of the plan as it stands; versions that were sent begin at 1
# The parts that are lists of things with an identity, which comes first in each.
_KEYED = ("items", "members", "schedule", "sites")


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One difference between two versions of a plan.

    Attributes:
        part: product, criteria, level, items, members, schedule, sites …
        key: of the thing within the part: list and item, or a row; empty where there is one value.
        before, after: as in the facts; None where it was added or taken out.
    """

    part: str
    key: str
    before: JsonValue
    after: JsonValue


def plan_facts(now: PlanState) -> dict[str, JsonValue]:
    """Return what the client confirms: the plan as canonical values, in a fixed order."""
    engagement = now.engagement
    lists = (ListCode.PROGRAMME, ListCode.PLAN, ListCode.PLAN_IF_NEEDED)
    return {
        "about": "plan",
        "boundary": str(engagement.boundary),
        "client": engagement.client,
        "criteria": [*engagement.criteria],
        "declared_unit": engagement.declared_unit,
        "engagement": engagement.number,
        "items": [
            [f"{entry.rule_list}.{entry.item}", entry.text]
            for entry in sorted(now.entries, key=lambda e: (e.rule_list, e.item))
            if entry.rule_list in lists and entry.text.strip()
        ],
        "level": str(engagement.assurance_level),
        "members": [
            [person.row, person.name, str(person.role), person.organisation]
            for person in sorted(now.people, key=lambda p: (p.order, p.row))
            if person.role in MEMBERS
        ],
        "product": engagement.product,
        "schedule": [*_schedule(now)],
        "sites": [
            [
                *(site.row, site.name, site.address, site.activities),
                *(_day(site.visit_from), _day(site.visit_to)),
            ]
            for site in sorted(now.sites, key=lambda s: (s.order, s.row))
        ],
    }


def _schedule(now: PlanState) -> Iterator[JsonValue]:
    names = {person.row: person.name for person in now.people}
    sites = {site.row: site.name for site in now.sites}
    for block in sorted(now.blocks, key=_place):
        people: list[JsonValue] = [*sorted(names[p] for p in block.people if p in names)]
        when: list[JsonValue] = [block.row, _day(block.day), block.start, block.end]
        yield [*when, str(block.kind), block.title, sites.get(block.site, ""), people]


def _place(block: ScheduleBlock) -> tuple[date, int, int, str]:
    return (block.day or date.max, block.start, block.end, block.row)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def plan_fingerprint(now: PlanState) -> str:
    """Return the hash of what the client confirms; another plan has another one."""
    return state_sha256(plan_facts(now))


def plan_changes(
    before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]
) -> tuple[PlanChange, ...]:
    """Return how two versions of a plan differ, part by part; moving a block is one change.

    Args:
        before, after: as `plan_facts` returned them.
    """
    return tuple(
        change
        for part in sorted(before.keys() | after.keys())
        for change in _changes(part, before.get(part), after.get(part))
    )


def _changes(part: str, before: JsonValue, after: JsonValue) -> Iterator[PlanChange]:
    if part not in _KEYED:
        if before != after:
            yield PlanChange(part, "", before, after)
        return
    old, new = dict(_keyed(before)), dict(_keyed(after))
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            yield PlanChange(part, key, old.get(key), new.get(key))


def _keyed(values: JsonValue) -> Iterable[tuple[str, JsonValue]]:
    for value in values if isinstance(values, list) else ():
        if isinstance(value, list) and value:
            yield str(value[0]), value[1:]
