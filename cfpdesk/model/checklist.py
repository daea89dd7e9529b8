"""Check items and their answers (rule 9.6; the item library is a versioned resource)."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Bilingual, Message, msg
from cfpdesk.model.engagement import Boundary, Engagement
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

    @property
    def expected(self) -> tuple[Bilingual, ...]:
        """Return the expected evidence piece by piece, or as one where the languages differ."""
        zh = [part for part in re.split("[、，]", self.evidence.zh) if part]
        en = [part for part in re.split(r", (?:or )?", self.evidence.en) if part]
        if len(zh) != len(en):
            return (self.evidence,)
        return tuple(Bilingual(*pair) for pair in zip(zh, en, strict=True))


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
        expected_seen: which pieces of the expected evidence were seen, as positions "0", "1", …
            in `CheckItem.expected`.
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
    expected_seen: tuple[str, ...] = ()


VERDICT_WORD: dict[Verdict, Message] = {
    Verdict.OPEN: msg("Not checked"),
    Verdict.CONFORM: msg("Conform"),
    Verdict.NOT_CONFORM: msg("Not conform"),
    Verdict.OBSERVATION: msg("Observe"),
    Verdict.NOT_APPLICABLE: msg("N/A"),
    Verdict.FOLLOW_UP: msg("Follow up"),
}
# An answer that states what was found has to rest on something (rule 9.8.3).
STATES_A_FACT = frozenset({Verdict.CONFORM, Verdict.NOT_CONFORM, Verdict.OBSERVATION})


# The life cycle stages inside each boundary (ISO 14067 6.3.4); "all" lies inside every one.
_INSIDE: dict[Boundary, frozenset[str]] = {
    Boundary.CRADLE_TO_GATE: frozenset({"raw_material", "production"}),
    Boundary.CRADLE_TO_GRAVE: frozenset(
        {"raw_material", "production", "distribution", "use", "end_of_life"}
    ),
    Boundary.GATE_TO_GATE: frozenset({"production"}),
}


def applicable(checklist: Checklist, engagement: Engagement) -> tuple[CheckItem, ...]:
    """Return the items of the engagement's stage, in the library's order.

    The boundary takes none away: that a life cycle stage is left out is itself something a
    verifier states, with a reason, at each of its items (see `outside_boundary`).
    """
    return tuple(item for item in checklist.items if engagement.stage in item.stages)


def outside_boundary(item: CheckItem, engagement: Engagement) -> bool:
    """Tell whether the item is about a life cycle stage the boundary leaves out.

    Such an item is expected to be answered "not applicable"; the program only proposes it.
    Distribution to the gate's outside is out of a cradle-to-gate boundary; inbound transport
    belongs to raw material.
    """
    inside = _INSIDE[engagement.boundary]
    return item.lifecycle_stage != "all" and item.lifecycle_stage not in inside


def group_code(item: str) -> str:
    """Return the group of an item's id: ELEC of ELEC-01."""
    return item.rpartition("-")[0]


def is_done(answer: Answer) -> bool:
    """Tell whether the item is decided; one that waits for somebody is not."""
    return answer.verdict not in (Verdict.OPEN, Verdict.FOLLOW_UP)


def lacks_evidence(answer: Answer, linked: int) -> bool:
    """Tell whether the answer states a fact, and neither evidence nor a reason stands behind it."""
    return answer.verdict in STATES_A_FACT and not linked and not answer.no_evidence.strip()


def lacks_reason(answer: Answer) -> bool:
    """Tell whether it says "not applicable" without saying why."""
    return answer.verdict is Verdict.NOT_APPLICABLE and not answer.reason.strip()


def is_overdue(answer: Answer, now: datetime) -> bool:
    """Tell whether the promised time of a follow-up has passed."""
    waiting = answer.verdict is Verdict.FOLLOW_UP
    return waiting and answer.ask_by is not None and answer.ask_by < now


def pieces_seen(item: CheckItem, answer: Answer, linked: int) -> frozenset[int]:
    """Return which pieces of the expected evidence count as seen.

    Where a single piece is expected, any linked evidence is it; among several, the auditor ticks
    which ones they are, because a link does not say so.
    """
    count = len(item.expected)
    if count == 1 and linked:
        return frozenset({0})
    return frozenset(int(n) for n in answer.expected_seen if n.isdecimal() and int(n) < count)
