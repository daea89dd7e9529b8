"""Engagement: what was agreed with the client, who does what, and where (rules 7, 8.2, 9.1, 9.4.1).

The people of the engagement and their keys are in `steps/team.py`.
"""

import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from cfpdesk.errors import BugError, UserError
from cfpdesk.i18n import Bilingual, msg
from cfpdesk.model import agreed_fact
from cfpdesk.model.agreed_fact import check_unlocked, locked_facts
from cfpdesk.model.checklist import applicable, group_code
from cfpdesk.model.closing import Seal
from cfpdesk.model.contract_review import ContractReview
from cfpdesk.model.day import moment_text
from cfpdesk.model.engagement import (
    FACT_NAMES,
    Engagement,
    Site,
    claim_text,
    empty_facts,
    materiality_text,
)
from cfpdesk.model.engagement_gate import (
    EngagementState,
    GroupState,
    MemberState,
    engagement_blockers,
)
from cfpdesk.model.gate import Blocker, Mark, StepStatus
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.order import between, place_of_move
from cfpdesk.model.statement import PackageError
from cfpdesk.model.team import (
    GroupOwner,
    Person,
    PersonKey,
    Role,
    Side,
    indistinct,
    person_key,
    split_sides,
)
from cfpdesk.store.checklist_library import checklist_of, load_checklist
from cfpdesk.store.key_card import read_card
from cfpdesk.store.planning_query import planning_blockers
from cfpdesk.store.rule_library import CURRENT_RULES
from cfpdesk.store.session import Session
from cfpdesk.store.trust_list import kept_trust

FactValue: TypeAlias = agreed_fact.FactValue


def state(session: Session) -> EngagementState:
    """Return everything the engagement page shows."""
    revoked = _revoked(session)
    return session.remember(
        ("engagement", tuple(revoked.items())), lambda: _state(session, revoked)
    )


def _state(session: Session, revoked: Mapping[str, str]) -> EngagementState:
    engagement = session.find(Engagement)
    people = session.all(Person)
    team, client = split_sides(people)
    groups = _groups(session, engagement, frozenset(person.row for person in team))
    items: Counter[str] = Counter()
    for group in groups:
        items[group.owner] += group.items
    keys = {key.key_sha256: key for key in session.all(PersonKey)}
    me = session.me()
    unclear = {person.row for person in indistinct(people)}

    def member(person: Person) -> MemberState:
        return MemberState(
            person=person,
            key=keys.get(person.key_sha256),
            me=me is not None and person.row == me.row,
            items=items[person.row],
            needs_title=person.row in unclear,
            revoked=revoked.get(person.key_sha256, ""),
            may_revoke=me is not None and me.role is Role.LEAD and person.row != me.row,
        )

    return EngagementState(
        engagement=engagement,
        claim=claim_text(engagement),
        materiality=materiality_text(engagement),
        empty=empty_facts(engagement),
        team=tuple(member(person) for person in team),
        client=tuple(member(person) for person in client),
        sites=session.all(Site),
        groups=groups,
        opening=session.find(Meeting, kind=MeetingKind.OPENING),
        closing=session.find(Meeting, kind=MeetingKind.CLOSING),
        sealed=bool(session.all(Seal)),
        signed_in=session.actor is not None,
        locked=locked_facts(session.find(ContractReview)),
        disputed=tuple(
            (c.field, tuple((v.person, str(v.value)) for v in c.versions))
            for c in session.conflicts()
            if c.table == Engagement.TABLE
        ),
    )


def status(session: Session) -> StepStatus:
    """Return what the rail shows: how much is missing."""
    hard = [b for b in blockers(session) if b.level.blocks]
    engagement = session.find(Engagement)
    wanted = len(empty_facts(Engagement(claimed_value=None, materiality_pct=None, criteria=())))
    done = wanted - len(empty_facts(engagement))
    if session.all(Seal):
        return StepStatus(Mark.SEALED, done, wanted)
    if not hard:
        return StepStatus(Mark.DONE, wanted, wanted)
    begun = bool(engagement.client or engagement.product or session.all(Person))
    mark = Mark.IN_PROGRESS if begun else Mark.NOT_STARTED
    return StepStatus(mark, done, wanted, msg("{n} open", n=len(hard)))


def blockers(session: Session) -> tuple[Blocker, ...]:
    """Return what is missing before the visit can begin: facts, team, days, sites, plan."""
    planning = planning_blockers(session)
    no_site = any(blocker.code == "sites.none" for blocker in planning)
    agreed = engagement_blockers(state(session))
    kept = (b for b in agreed if not (no_site and b.code == "engagement.no_site"))
    return (*kept, *planning)


# Verbs ----------------------------------------------------------------------------------------


def begin(session: Session, body: str = "", card: bytes = b"") -> None:
    """Give a new engagement its id and its checklist, with the person at this computer as lead.

    Args:
        session: a new, empty engagement.
        body: name of the certification body; may be empty.
        card: the key card of that person; empty where there is none.
    """
    actor = session.actor
    with session.transact(msg("New engagement")) as change:
        change.put(
            session.find(Engagement).but(
                engagement_id=str(uuid.uuid4()),
                checklist=load_checklist().version,
                rules=CURRENT_RULES,
                body=body,
            )
        )
        if actor is None:
            return
        lead = change.put(
            Person(
                side=Side.TEAM,
                role=Role.LEAD,
                name=actor.name,
                place=1,
                order=between("", ""),
                key_sha256=actor.key_sha256,
            )
        )
        if card:
            key = person_key(read_card(card), lead)
            blob = change.attach(card, mime="application/octet-stream", name="card.cfid")
            change.put(
                key.but(
                    card=blob,
                    verified_at=change.now,
                    verified_by=actor.name,
                    verified_how="own key",
                )
            )


def write(session: Session, field: str, value: FactValue, reason: str = "") -> None:
    """Write one agreed fact.

    Args:
        session: the engagement.
        field: its name, one of `FACT_NAMES`.
        value: of the field's type; the text of an enumeration is taken too.
        reason: needed after the seal.

    Raises:
        UserError: for a threshold outside 0 to 100 %, or a fact that was agreed with an accepted
            contract and changes with the contract alone.
    """
    if field not in FACT_NAMES:
        raise BugError(f"{field} is no agreed fact")
    if field == "materiality_pct" and isinstance(value, Decimal) and not 0 < value <= 100:
        raise UserError(msg("The threshold lies between 0 and 100 %."))
    kept = session.find(Engagement)
    standing = getattr(kept, field)
    if isinstance(standing, StrEnum) and isinstance(value, str):
        value = type(standing)(value)
    if field == "claimed_unit" and isinstance(value, str):
        value = value.replace("₂", "2")  # kept as written on every keyboard; shown with the small 2
    if value != standing:
        check_unlocked(session.find(ContractReview), field)
        title = msg("Engagement: {field}", field=FACT_NAMES[field])
        with session.transact(title, reason=reason) as change:
            change.put(kept.but(**{field: value}))


def own(session: Session, group: str, person: str, reason: str = "") -> None:
    """Name who is expected to answer a checklist group; an empty person takes the owner away."""
    kept = session.find(GroupOwner, group=group)
    if kept.person != person:
        with session.transact(msg("Owner of {group}", group=group), reason=reason) as change:
            change.put(kept.but(person=person))


def own_rest(session: Session, person: str) -> int:
    """Give a person all groups that nobody owns yet, as one operation; returns how many."""
    rest = [group.code for group in state(session).groups if not group.owner]
    if rest:
        title = (
            msg("Owner of {n} groups", n=len(rest))
            if len(rest) > 1
            else msg("Owner of {group}", group=rest[0])
        )
        with session.transact(title) as change:
            for code in rest:
                change.put(session.find(GroupOwner, group=code).but(person=person))
    return len(rest)


def add_site(session: Session, name: str) -> Site:
    """Add a place that is visited.

    Raises:
        UserError: if the name is empty.
    """
    if not name.strip():
        raise UserError(msg("Write the name first."))
    sites = session.all(Site)
    order = between(sites[-1].order if sites else "", "")
    with session.transact(msg("Add site {name}", name=name.strip())) as change:
        return change.put(Site(name=name.strip(), order=order))


def write_site(session: Session, row: str, field: str, value: str | date | None) -> None:
    """Write one field of a site."""
    site = _site(session, row)
    if getattr(site, field) != value:
        with session.transact(msg("Site {name}", name=site.name)) as change:
            change.put(site.but(**{field: value}))


def remove_site(session: Session, row: str) -> None:
    """Take a site out."""
    site = _site(session, row)
    with session.transact(msg("Remove site {name}", name=site.name)) as change:
        change.remove(site)


def move_site(session: Session, row: str, position: int) -> None:
    """Move a site to a position in the list."""
    sites = session.all(Site)
    start = [site.row for site in sites].index(row)
    order = place_of_move([site.order for site in sites], start, position)
    if start != position:
        with session.transact(msg("Move site {name}", name=sites[start].name)) as change:
            change.put(sites[start].but(order=order))


def arrange(session: Session, kind: MeetingKind, at: datetime | None) -> None:
    """Write when a meeting is to begin (rule 9.4.3)."""
    meeting = session.find(Meeting, kind=kind)
    if meeting.planned_at != at:
        names = {
            MeetingKind.OPENING: msg("Opening meeting"),
            MeetingKind.CLOSING: msg("Closing meeting"),
        }
        title = msg("{meeting}: arranged for {time}", meeting=names[kind], time=moment_text(at))
        with session.transact(title) as change:
            change.put(meeting.but(planned_at=at))


def arrange_place(session: Session, kind: MeetingKind, place: str) -> None:
    """Write where a meeting is to be held."""
    meeting = session.find(Meeting, kind=kind)
    if meeting.place != place:
        with session.transact(msg("Place of the meeting")) as change:
            change.put(meeting.but(place=place))


# How it is computed ---------------------------------------------------------------------------


def _groups(
    session: Session, engagement: Engagement, team: frozenset[str]
) -> tuple[GroupState, ...]:
    owners = {kept.group: kept.person for kept in session.all(GroupOwner)}
    titles: dict[str, Bilingual] = {}
    counts: Counter[str] = Counter()
    for item in applicable(checklist_of(session), engagement):
        code = group_code(item.id)
        titles.setdefault(code, item.group_title)
        counts[code] += 1
    return tuple(
        GroupState(
            code, title, counts[code], owners.get(code, "") if owners.get(code) in team else ""
        )
        for code, title in titles.items()
    )


def _site(session: Session, row: str) -> Site:
    site = session.get(Site, row)
    if site is None:
        raise UserError(msg("This entry is not there any more."))
    return site


def _revoked(session: Session) -> dict[str, str]:
    """Return why keys count no longer, by fingerprint; a damaged list is told where it is used."""
    try:
        kept = kept_trust(session.folder)
    except PackageError:
        kept = None
    keys = kept[0].revoked_keys() if kept else {}
    return {key: revoked.reason for key, revoked in keys.items()}
