"""The engagement as it stands, and what is missing before the visit (rules 7, 8.2, 9.1)."""

from collections.abc import Iterator
from dataclasses import dataclass

from cfpdesk.i18n import Bilingual, Message, msg
from cfpdesk.model.engagement import (
    FACT_NAMES,
    Engagement,
    Site,
    materiality_untold,
    period_reversed,
)
from cfpdesk.model.gate import Blocker, Level, Target
from cfpdesk.model.meeting import Meeting
from cfpdesk.model.team import Person, PersonKey, Role, auditors, doubled_places

NOUN = "engagement"


@dataclass(frozen=True, slots=True)
class MemberState:
    """A person as the page shows them.

    Attributes:
        key: the key that was taken in; None without one.
        me: the person at this computer.
        items: check items of the groups this person owns.
        needs_title: another person has the same name, and no title tells them apart.
        revoked: why the key counts no longer; empty while it does.
        may_revoke: the person at this computer is the lead, and this is somebody else.
    """

    person: Person
    key: PersonKey | None = None
    me: bool = False
    items: int = 0
    needs_title: bool = False
    revoked: str = ""
    may_revoke: bool = False

    @property
    def revocable(self) -> bool:
        """Tell whether the key counts, and the person here may revoke it."""
        return self.may_revoke and self.trusted

    @property
    def trusted(self) -> bool:
        """Tell whether the fingerprint of the key was compared, and the key is not revoked."""
        compared = self.key is not None and self.key.verified_at is not None
        return compared and not self.revoked


@dataclass(frozen=True, slots=True)
class GroupState:
    """A checklist group with its number of applicable items; `owner` is a person's row or empty."""

    code: str
    title: Bilingual
    items: int
    owner: str = ""


@dataclass(frozen=True, slots=True)
class EngagementState:
    """Everything the engagement page shows.

    Attributes:
        claim, materiality: as text with unit; empty where not known.
        empty: names of the agreed facts that are still empty.
        opening, closing: the two meetings, for what was arranged of them.
        sealed: the visit is sealed; edits need a reason.
        disputed: facts with several standing values, as field and who wrote which value.
        locked: names of the facts that change by a change of the contract alone.
        signed_in: somebody works here; a check without a key does not ask whose key it is.
    """

    engagement: Engagement
    claim: str
    materiality: str
    empty: tuple[str, ...]
    team: tuple[MemberState, ...]
    client: tuple[MemberState, ...]
    sites: tuple[Site, ...]
    groups: tuple[GroupState, ...]
    opening: Meeting
    closing: Meeting
    sealed: bool
    disputed: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    signed_in: bool = True
    locked: frozenset[str] = frozenset()

    @property
    def owners(self) -> tuple[Person, ...]:
        """The people who may own checklist groups, in order of the team."""
        return auditors(member.person for member in self.team)

    @property
    def unowned(self) -> int:
        """How many groups nobody owns yet."""
        return sum(not group.owner for group in self.groups)


def engagement_blockers(now: EngagementState) -> tuple[Blocker, ...]:
    """Return what is missing before the visit can begin."""
    return (*_fact_blockers(now), *_team_blockers(now), *_plan_blockers(now))


def _fact_blockers(now: EngagementState) -> Iterator[Blocker]:
    for name in now.empty:
        sentence = msg("{field} is empty", field=FACT_NAMES[name])
        yield _hard("empty", "RULE:8.2", sentence, field=name)
    if period_reversed(now.engagement):
        sentence = msg("The data period ends before it begins")
        yield _hard("period", "RULE:8.2", sentence, field="period_to")
    if materiality_untold(now.engagement):
        told_on = now.engagement.materiality_told_on is None
        yield _hard(
            "untold",
            "RULE:7",
            msg("The client has not been told the materiality threshold"),
            field="materiality_told_on" if told_on else "materiality_told_how",
        )


def _team_blockers(now: EngagementState) -> Iterator[Blocker]:
    people = [member.person for member in now.team]
    leads = [person for person in people if person.role is Role.LEAD]
    if not leads:
        yield _hard("lead", "RULE:9.1", msg("The team has no leader"), field="add_member")
    elif len(leads) > 1:
        sentence = msg("The team has more than one leader")
        yield _hard("lead", "RULE:9.1", sentence, row=leads[1].row, field="role")
    if now.signed_in and people and not any(member.me for member in now.team):
        sentence = msg("The key of this computer belongs to nobody of the team")
        yield _hard("me", "RULE:9.1", sentence, row=people[0].row, field="key")
    for place in sorted(doubled_places(people)):
        twins = [person for person in people if person.place == place]
        names = Bilingual("、".join(p.name for p in twins), ", ".join(p.name for p in twins))
        sentence = msg("{names} have the same place {n}", names=names, n=place)
        yield _hard("place", "RULE:9.1", sentence, row=twins[-1].row, field="place")
    for member in (*now.team, *now.client):
        yield from _person_blockers(member)


def _person_blockers(member: MemberState) -> Iterator[Blocker]:
    person = member.person
    if member.needs_title:
        sentence = msg(
            "There are several people called {name}; their titles must differ", name=person.name
        )
        yield _hard("namesake", "RULE:9.5.2", sentence, row=person.row, field="title")
    if member.me or not auditors([person]):
        return
    if not person.key_sha256:
        sentence = msg("{name} has no key card yet", name=person.name)
        yield _warn("no_key", "RULE:9.1", sentence, msg("Take in"), person.row, "key")
    elif member.revoked:
        sentence = msg("The key of {name} is revoked; a new key card is needed", name=person.name)
        yield _warn("revoked_key", "RULE:9.1", sentence, msg("Take in"), person.row, "key")
    elif not member.trusted:
        sentence = msg("The key of {name} has not been compared", name=person.name)
        yield _warn("unverified_key", "RULE:9.1", sentence, msg("Compare"), person.row, "key")


def _plan_blockers(now: EngagementState) -> Iterator[Blocker]:
    if now.unowned and now.owners:
        sentence = msg("{n} checklist {n:group has|groups have} no owner", n=now.unowned)
        first = next(group.code for group in now.groups if not group.owner)
        yield _warn("unowned", "RULE:9.4.1", sentence, msg("Share out"), first, "owner")
    if not now.sites:
        sentence = msg("No site is named")
        yield _warn("no_site", "RULE:9.4.1", sentence, msg("Fill in"), "", "add_site")
    if not now.engagement.number.strip():
        sentence = msg("The engagement has no number; papers will lack it")
        yield _warn("number", "RULE:9.4.1", sentence, msg("Fill in"), "", "number")


def _hard(code: str, clause: str, sentence: Message, *, row: str = "", field: str = "") -> Blocker:
    return Blocker(
        code=f"{NOUN}.{code}",
        level=Level.HARD,
        clause=clause,
        sentence=sentence,
        remedy=msg("Fill in"),
        target=Target(NOUN, row, field),
    )


def _warn(
    code: str, clause: str, sentence: Message, remedy: Message, row: str, field: str
) -> Blocker:
    return Blocker(
        code=f"{NOUN}.{code}",
        level=Level.WARNING,
        clause=clause,
        sentence=sentence,
        remedy=remedy,
        target=Target(NOUN, row, field),
    )
