"""The sample engagement: the cold-rolled strip mill, prepared as a lead would prepare it.

The facts are data (`resources/sample/engagement.json`); people and companies are fictional.
"""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from cfpdesk.i18n import msg
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.order import between
from cfpdesk.model.record import row_of
from cfpdesk.model.team import GroupOwner, Person, Role, person_key
from cfpdesk.resource import resource
from cfpdesk.store.key_card import read_card
from cfpdesk.store.session import Change, Session

FACTS = ("sample", "engagement.json")


@dataclass(frozen=True)
class SamplePeople:
    """The rows of the people of the sample, by their short names in the data (lin, su, gao …)."""

    rows: dict[str, str]


def prepare(session: Session, card: bytes = b"", engagement_id: str = "") -> SamplePeople:
    """Fill a new engagement with the sample's facts; the person at this computer becomes the lead.

    Args:
        session: a new, empty engagement.
        card: the key card of that person, so that their own key is known; empty for none.
        engagement_id: given where a run has to be repeatable; a new one otherwise.

    Returns:
        The rows of the people.
    """
    data = json.loads(resource(*FACTS).read_text(encoding="utf-8"))
    with session.transact(msg("Prepare the sample engagement")) as change:
        facts = {"row": "", **session.find(Engagement).fields(), **data["engagement"]}
        facts["engagement_id"] = engagement_id or str(uuid.uuid4())
        change.put(Engagement.from_fields(session.find(Engagement).row, facts))
        people = _people(change, data["people"], session)
        _sites(change, data["sites"])
        for group, key in data["owners"].items():
            change.put(session.find(GroupOwner, group=group).but(person=people[key].row))
        if card and session.actor is not None:
            lead = next(p for p in data["people"] if p["role"] == Role.LEAD)
            _own_key(change, card, session.actor.name, people[lead["key"]])
    return SamplePeople({key: person.row for key, person in people.items()})


def _people(change: Change, people: list[dict[str, Any]], session: Session) -> dict[str, Person]:
    kept: dict[str, Person] = {}
    order = ""
    for person in people:
        order = between(order, "")
        values = {**Person().fields(), **person, "order": order}
        if person["role"] == Role.LEAD and session.actor is not None:
            values["key_sha256"] = session.actor.key_sha256
        row = row_of("sample_person", person["key"])
        kept[person["key"]] = change.put(Person.from_fields(row, values))
    return kept


def _sites(change: Change, sites: list[dict[str, Any]]) -> None:
    order = ""
    for number, site in enumerate(sites):
        order = between(order, "")
        values = {**Site().fields(), **site, "order": order}
        change.put(Site.from_fields(row_of("sample_site", str(number)), values))


def _own_key(change: Change, card: bytes, name: str, lead: Person) -> None:
    blob = change.attach(card, mime="application/octet-stream", name="card.cfid")
    key = person_key(read_card(card), lead)
    change.put(key.but(card=blob, verified_at=change.now, verified_by=name, verified_how="own key"))
