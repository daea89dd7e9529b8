"""People of the engagement: the verification team (rule 4, 9.1) and the client's people."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.record import Blob, Record

if TYPE_CHECKING:
    from cfpdesk.model.key_card import KeyCard


class Side(StrEnum):
    """For whom a person comes."""

    TEAM = "team"
    CLIENT = "client"


class Role(StrEnum):
    """Role in the engagement."""

    LEAD = "lead"
    VERIFIER = "verifier"
    TRAINEE = "trainee"
    EXPERT = "expert"
    REVIEWER = "reviewer"
    CLIENT = "client"


@dataclass(frozen=True, kw_only=True)
class Person(Record):
    """Somebody of the team or of the client.

    Attributes:
        place: the auditor's place in the team (1, 2, …); part of every human number (NC-2-07),
            0 for the client's people.
        key_sha256: the signing key of a team member, hex; empty until a key card was taken in.
    """

    TABLE: ClassVar[str] = "person"

    order: str = ""
    side: Side = Side.CLIENT
    role: Role = Role.CLIENT
    name: str = ""
    organisation: str = ""
    title: str = ""
    place: int = 0
    key_sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupOwner(Record):
    """Who is expected to answer a checklist group; anyone may write anywhere.

    Attributes:
        group: the group's code, the letters before the dash of its items (ELEC, DATA …).
        person: row of the owner.
    """

    TABLE: ClassVar[str] = "group_owner"
    KEY: ClassVar[tuple[str, ...]] = ("group",)

    group: str = ""
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonKey(Record):
    """A signing key of a team member, from the key card that was taken in; the trust is an event.

    Attributes:
        person: row of the team member.
        card: the card as it came.
        card_person: the card's own id of the person, the same on all their devices.
        card_name: the name on the card.
        public_key, age_recipient, device: from the card, hex, age and UUID.
        verified_at, verified_by, verified_how: that the fingerprint was compared out of band:
            when, by whom (name), and how; None and empty while it was not.
    """

    TABLE: ClassVar[str] = "person_key"
    KEY: ClassVar[tuple[str, ...]] = ("key_sha256",)

    key_sha256: str = ""
    person: str = ""
    card: Blob | None = None
    card_person: str = ""
    card_name: str = ""
    public_key: str = ""
    age_recipient: str = ""
    device: str = ""
    verified_at: datetime | None = None
    verified_by: str = ""
    verified_how: str = ""

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with the person."""
        return (("person", self.person),)


ROLE_NAMES: dict[Role, Message] = {
    Role.LEAD: msg("Team leader"),
    Role.VERIFIER: msg("Verifier"),
    Role.TRAINEE: msg("Trainee verifier"),
    Role.EXPERT: msg("Technical expert"),
    Role.REVIEWER: msg("Technical reviewer"),
    Role.CLIENT: msg("Client"),
}
TEAM_ROLES = (Role.LEAD, Role.VERIFIER, Role.TRAINEE, Role.EXPERT, Role.REVIEWER)
# Who answers check items and so owns groups and carries a place in the team (rule 9.1).
AUDITORS = frozenset({Role.LEAD, Role.VERIFIER, Role.TRAINEE})


def person_key(card: "KeyCard", person: Person) -> PersonKey:
    """Return what a key card says as the key of a team member, not compared yet."""
    return PersonKey(
        key_sha256=card.key_sha256,
        person=person.row,
        card_person=card.person,
        card_name=card.name,
        public_key=card.public_key,
        age_recipient=card.age_recipient,
        device=card.device,
    )


def split_sides(people: Iterable[Person]) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """Return the team and the client's people, each in the order given."""
    known = tuple(people)
    return (
        tuple(person for person in known if person.side is Side.TEAM),
        tuple(person for person in known if person.side is Side.CLIENT),
    )


def auditors(people: Iterable[Person]) -> tuple[Person, ...]:
    """Return those of the team who answer check items."""
    return tuple(p for p in people if p.side is Side.TEAM and p.role in AUDITORS)


def next_place(people: Iterable[Person]) -> int:
    """Return the next free place in the team: one above the highest, so that none comes twice."""
    return max((person.place for person in people), default=0) + 1


def doubled_places(people: Iterable[Person]) -> frozenset[int]:
    """Return the places that two people carry; their numbers (NC-2-07) would meet."""
    counted = Counter(person.place for person in people if person.place)
    return frozenset(place for place, times in counted.items() if times > 1)


def indistinct(people: Iterable[Person]) -> tuple[Person, ...]:
    """Return those whom name and title do not tell apart from another person.

    People of the same name need titles that differ; the empty title counts as no title.
    """
    known = tuple(people)
    names = Counter(_plain(person.name) for person in known)
    both = Counter((_plain(person.name), _plain(person.title)) for person in known)
    return tuple(
        person
        for person in known
        if _plain(person.name)
        and names[_plain(person.name)] > 1
        and (not _plain(person.title) or both[(_plain(person.name), _plain(person.title))] > 1)
    )


def initial(name: str) -> str:
    """Return the one character that stands for a person in a small circle."""
    return name.strip()[:1].upper()


def short_key(key_sha256: str) -> str:
    """Return the first eight hex digits of a fingerprint as people see them: 7F3A 91C2."""
    head = key_sha256[:8].upper()
    return f"{head[:4]} {head[4:]}".strip()


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
