"""People of the engagement: the verification team (rule 4, 9.1) and the client's people."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from cfpdesk.model.record import Record


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
