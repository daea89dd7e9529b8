"""People of the engagement: who they are, in which order, and whose keys are trusted (rule 9.1).

A key is believed only after its fingerprint was compared with its owner outside of the program.
"""

from enum import StrEnum

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.order import between, place_of_move
from cfpdesk.model.team import (
    AUDITORS,
    Person,
    PersonKey,
    Role,
    Side,
    next_place,
    person_key,
    split_sides,
)
from cfpdesk.store.key_card import read_card
from cfpdesk.store.keys import Signs
from cfpdesk.store.session import Session
from cfpdesk.store.trust_state import publish_trust


class Compared(StrEnum):
    """How a fingerprint was compared."""

    IN_PERSON = "in_person"
    READ_ALOUD = "read_aloud"


COMPARED_NAMES: dict[Compared, Message] = {
    Compared.IN_PERSON: msg("side by side, screen to screen"),
    Compared.READ_ALOUD: msg("read aloud"),
}


def add_person(
    session: Session,
    side: Side,
    name: str,
    *,
    role: Role | None = None,
    title: str = "",
    organisation: str = "",
) -> Person:
    """Add somebody at the end of the team or of the client's people.

    A verifier gets the next free place in the team.

    Raises:
        UserError: if the name is empty.
    """
    name = " ".join(name.split())
    if not name:
        raise UserError(msg("Write the name first."))
    people = session.all(Person)
    team, client = split_sides(people)
    if role is None:
        role = (Role.VERIFIER if team else Role.LEAD) if side is Side.TEAM else Role.CLIENT
    standing = team if side is Side.TEAM else client
    person = Person(
        side=side,
        role=role,
        name=name,
        title=title,
        organisation=organisation,
        place=next_place(people) if role in AUDITORS else 0,
        order=between(standing[-1].order if standing else "", ""),
    )
    with session.transact(msg("Add {name}", name=name)) as change:
        kept: Person = change.put(person)
    return kept


def write_person(session: Session, row: str, field: str, value: str | int) -> None:
    """Write name, title, organisation or place of a person.

    Raises:
        UserError: for an empty name, or a person who is not there any more.
    """
    person = _person(session, row)
    if isinstance(value, str):
        value = " ".join(value.split())
    if field == "name" and not value:
        raise UserError(msg("A person needs a name."))
    if getattr(person, field) != value:
        with session.transact(
            msg("{name}: {field}", name=person.name, field=_FIELDS[field])
        ) as change:
            change.put(person.but(**{field: value}))


def give_role(session: Session, row: str, role: Role) -> None:
    """Give a team member a role; who begins to answer items gets a place, if they have none."""
    person = _person(session, row)
    if person.role is role:
        return
    place = person.place
    if role in AUDITORS and not place:
        place = next_place(session.all(Person))
    with session.transact(msg("{name}: {field}", name=person.name, field=msg("role"))) as change:
        change.put(person.but(role=role, place=place))


def remove_person(session: Session, row: str) -> None:
    """Take a person out; what they signed and wrote stays.

    Raises:
        UserError: for the person at this computer, who could write nothing afterwards.
    """
    person = _person(session, row)
    me = session.me()
    if me is not None and me.row == row:
        raise UserError(msg("You cannot take yourself out of the team."))
    with session.transact(msg("Remove {name}", name=person.name)) as change:
        change.remove(person)


def move_person(session: Session, row: str, position: int) -> None:
    """Move a person to a position among the people of the same side."""
    person = _person(session, row)
    team, client = split_sides(session.all(Person))
    people = team if person.side is Side.TEAM else client
    start = [each.row for each in people].index(row)
    end = min(max(position, 0), len(people) - 1)
    if start != end:
        order = place_of_move([each.order for each in people], start, end)
        with session.transact(msg("Move {name}", name=person.name)) as change:
            change.put(person.but(order=order))


def take_card(session: Session, row: str, data: bytes, file_name: str) -> PersonKey:
    """Take in the key card of a team member; it is trusted only after its fingerprint is compared.

    Args:
        session: the engagement.
        row: the team member.
        data: the bytes of the card.
        file_name: its name as it came.

    Raises:
        PackageError: if the file is no key card, or its signature does not hold.
        UserError: if the key is that of another person.
    """
    person = _person(session, row)
    card = read_card(data)
    for other in session.all(Person):
        if other.key_sha256 == card.key_sha256 and other.row != row:
            raise UserError(
                msg("This key already belongs to {name}; a key has one person.", name=other.name)
            )
    standing = session.get(PersonKey, person_key(card, person).row)
    if standing is not None and standing.person == row and person.key_sha256 == card.key_sha256:
        return standing
    with session.transact(msg("Take in the key card of {name}", name=person.name)) as change:
        blob = change.attach(data, mime="application/octet-stream", name=file_name)
        change.put(person.but(key_sha256=card.key_sha256))
        kept: PersonKey = change.put(person_key(card, person).but(card=blob))
    return kept


def trust_key(session: Session, key_sha256: str, how: Compared) -> None:
    """Record that a fingerprint was compared with its owner and is the same.

    Where the owner wrote the key into the team, the person here now says so too: only a lead's
    word counts for the trust list.

    Raises:
        UserError: if the key is not there any more.
    """
    key = _key(session, key_sha256)
    person = _person(session, key.person)
    actor = session.actor
    if key.verified_at is None:
        title = msg("Key of {name} compared: {how}", name=person.name, how=COMPARED_NAMES[how])
        with session.transact(title) as change:
            change.put(
                key.but(
                    verified_at=change.now,
                    verified_by=actor.name if actor else "",
                    verified_how=str(how),
                )
            )
            if not _is_own_word(session, person):
                change.affirm(person, "key_sha256")


def drop_key(session: Session, row: str) -> None:
    """Take the key off a team member, for example because the fingerprints differ."""
    person = _person(session, row)
    key = session.find(PersonKey, key_sha256=person.key_sha256)
    with session.transact(msg("Key of {name} refused", name=person.name)) as change:
        change.put(person.but(key_sha256=""))
        if session.get(PersonKey, key.row) is not None:
            change.remove(key)


def take_over(session: Session, card: bytes, old: Signs) -> None:
    """Put one's own new key in the place of the old one; the old key says so for the last time.

    Args:
        session: the engagement, opened under the old key.
        card: the new key card, signed by both keys.
        old: the old key; a lead signs with it a list that names the new one.

    Raises:
        UserError: if the old key belongs to nobody of the team.
        PackageError: if the card does not hold.
    """
    me = session.me()
    if me is None:
        raise UserError(msg("The key of this computer belongs to nobody of the team"))
    kept = take_card(session, me.row, card, f"{me.name}.cfid")
    if me.role is Role.LEAD:
        trust_key(session, kept.key_sha256, Compared.IN_PERSON)
        publish_trust(session, old)


_FIELDS: dict[str, Message] = {
    "name": msg("name"),
    "title": msg("title"),
    "organisation": msg("organisation"),
    "place": msg("place"),
}


def _person(session: Session, row: str) -> Person:
    person = session.get(Person, row)
    if person is None:
        raise UserError(msg("This entry is not there any more."))
    return person


def _is_own_word(session: Session, person: Person) -> bool:
    """Tell whether the person here wrote whose key this is."""
    entry = session.provenance(Person.TABLE, person.row, "key_sha256")
    chain = session.log.chain(entry.replica) if entry else None
    return chain is None or session.actor is None or chain.key_sha256 == session.actor.key_sha256


def _key(session: Session, key_sha256: str) -> PersonKey:
    key = session.get(PersonKey, PersonKey(key_sha256=key_sha256).row)
    if key is None:
        raise UserError(msg("This entry is not there any more."))
    return key
