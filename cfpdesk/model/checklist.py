"""Check items and their answers (rule 9.6; the item library is a versioned resource)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Bilingual
from cfpdesk.model.record import Record


class Verdict(StrEnum):
    """The five answers to a check item; no verdict yet is the empty string."""

    OPEN = ""
    CONFORM = "conform"
    NOT_CONFORM = "not_conform"
    OBSERVATION = "observation"
    NOT_APPLICABLE = "not_applicable"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class CheckItem:
    """One question of the library; content, never edited in an engagement.

    Attributes:
        id: for example ELEC-01; the letters are the group's code.
        stages: DR, S1, S2, SV, RC.
        lifecycle_stage: all, raw_material, production, distribution, use, end_of_life.
        risk: H, M or L.
    """

    id: str
    group: str
    group_title: Bilingual
    stages: tuple[str, ...]
    lifecycle_stage: str
    clauses: tuple[str, ...]
    question: Bilingual
    evidence: Bilingual
    risk: str


@dataclass(frozen=True)
class Checklist:
    """A version of the item library."""

    version: str
    title: Bilingual
    items: tuple[CheckItem, ...]


@dataclass(frozen=True, kw_only=True)
class Answer(Record):
    """The answer to one check item; the item is the natural key.

    Attributes:
        facts: what was seen; prints. `note` is for the team only and never prints.
        reason: why not applicable (required then).
        no_evidence: "none, because …" for expected evidence that is not there.
        ask_whom, ask_by: for a follow-up: whom to ask and by when.
    """

    TABLE: ClassVar[str] = "answer"
    KEY: ClassVar[tuple[str, ...]] = ("item",)

    item: str = ""
    verdict: Verdict = Verdict.OPEN
    facts: str = ""
    note: str = ""
    reason: str = ""
    no_evidence: str = ""
    ask_whom: str = ""
    ask_by: datetime | None = None
