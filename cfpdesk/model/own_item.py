"""Check items that a person adds to an engagement, and versions of the library that it took in.

Own items stand in a group of their own; like any item they are never taken out, only answered "not
applicable" with a reason. They belong to the stage in which they were added.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual, msg
from cfpdesk.model.checklist import CheckItem, Checklist
from cfpdesk.model.record import Blob, Record

OWN_GROUP = "OWN"
OWN_TITLE = Bilingual("自加的检查项", "Items added here")
_CLAUSE = "RULE:9.6.2"
_MOST = 99


@dataclass(frozen=True, kw_only=True)
class OwnItem(Record):
    """An item that was added.

    Attributes:
        number: OWN-<place><nn>, for example OWN-201; given once.
        stage: abbreviation of the stage it belongs to.
        risk: H, M or L.
    """

    TABLE: ClassVar[str] = "own_item"

    number: str = ""
    question: str = ""
    evidence: str = ""
    stage: str = ""
    risk: str = "M"
    added_by: str = ""
    added_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ChecklistVersion(Record):
    """A version of the library that does not come with the program; its file is kept."""

    TABLE: ClassVar[str] = "checklist_version"
    KEY: ClassVar[tuple[str, ...]] = ("version",)

    version: str = ""
    file: Blob | None = None
    taken_by: str = ""
    taken_at: datetime | None = None


def next_own_number(place: int, taken: Iterable[str]) -> str:
    """Return OWN-<place><nn>, one above the highest of this place; numbers are never used twice.

    Args:
        place: the auditor's place in the team, 0 for somebody who is not in it.
        taken: every number given so far.

    Raises:
        UserError: beyond 99 items of one person.
    """
    start = f"{OWN_GROUP}-{place}"
    used = [
        int(number[-2:])
        for number in taken
        if number[:-2] == start and number[-2:].isascii() and number[-2:].isdigit()
    ]
    number = max(used, default=0) + 1
    if number > _MOST:
        raise UserError(msg("One person adds at most {n} {n:item|items} of their own.", n=_MOST))
    return f"{start}{number:02d}"


def with_own(checklist: Checklist, own: Iterable[OwnItem]) -> Checklist:
    """Return the checklist with the items that were added, at its end."""
    added = tuple(_check_item(item) for item in sorted(own, key=lambda item: item.number))
    return Checklist(checklist.version, checklist.title, (*checklist.items, *added))


def _check_item(item: OwnItem) -> CheckItem:
    return CheckItem(
        id=item.number,
        group=OWN_GROUP,
        group_title=OWN_TITLE,
        stages=(item.stage,),
        lifecycle_stage="all",
        clauses=(_CLAUSE,),
        question=Bilingual(item.question, item.question),
        evidence=Bilingual(item.evidence, item.evidence),
        risk=item.risk,
    )
