"""Owners of checklist groups of whom nothing is here yet; asked before the visit is sealed."""

from collections import Counter

from cfpdesk.model.checklist import Answer, applicable, is_done
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.team import GroupOwner, Person, Role
from cfpdesk.store.checklist_library import checklist_of
from cfpdesk.store.session import Session


def unheard_owners(session: Session) -> tuple[tuple[Person, int], ...]:
    """Return members with groups of which no item is decided here, and how many items they have.

    For the leader, who merges; on the computer of another member the others' items are open until
    then, and nothing is missing.
    """
    me = session.me()
    if me is None or me.role is not Role.LEAD:
        return ()
    owner_of = {owner.group: owner.person for owner in session.all(GroupOwner)}
    done = {answer.item for answer in session.all(Answer) if is_done(answer)}
    items: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    for item in applicable(checklist_of(session), session.find(Engagement)):
        owner = owner_of.get(item.group, "")
        items[owner] += 1
        decided[owner] += item.id in done
    return tuple(
        (person, items[person.row])
        for person in session.all(Person)
        if person.row != me.row and items[person.row] and not decided[person.row]
    )
