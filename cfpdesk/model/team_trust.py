"""The team's compared keys as the trust list that goes with the kit (rule 9.1)."""

from collections.abc import Iterable
from dataclasses import replace

from cfpdesk.model.key_card import KeyCard
from cfpdesk.model.team import Person, PersonKey, Role
from cfpdesk.model.trust import TrustList, Verified

_ROLES = {Role.LEAD: "lead", Role.REVIEWER: "reviewer"}


def with_team(trust: TrustList, people: Iterable[Person], keys: Iterable[PersonKey]) -> TrustList:
    """Return the trust list with every compared key of the team in it.

    Keys that were not compared with their owner stay out. Where nothing is new, the list is the
    same one; otherwise its version is one higher, however many keys are new.
    """
    found = trust
    team = {person.row: person for person in people}
    for key in sorted(keys, key=lambda key: key.key_sha256):
        person = team.get(key.person)
        if person is None or person.key_sha256 != key.key_sha256 or key.verified_at is None:
            continue
        role = _ROLES.get(person.role, "auditor")
        known = trust.find(key.key_sha256)
        if known is not None and role in known[0].roles and known[1].verified is not None:
            continue
        card = KeyCard(
            person=key.card_person,
            name=person.name,
            organisation=person.organisation,
            device=key.device,
            created_at=key.verified_at,
            public_key=key.public_key,
            key_sha256=key.key_sha256,
            age_recipient=key.age_recipient,
        )
        verified = Verified(by=key.verified_by, how=key.verified_how, at=key.verified_at)
        found = found.with_key(card, role, verified)
    return found if found is trust else replace(found, version=trust.version + 1)
