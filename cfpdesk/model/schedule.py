"""The schedule of a plan: blocks of people, time and place (rules 9.4.1, 4.2.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.record import Record

DAY_MINUTES = 24 * 60


class BlockKind(StrEnum):
    """What a block of the schedule is for."""

    WORK = "work"
    OPENING = "opening"
    CLOSING = "closing"
    MANAGEMENT = "management"
    TEAM = "team"


BLOCK_KIND_WORD: dict[BlockKind, Message] = {
    BlockKind.WORK: msg("On-site work"),
    BlockKind.OPENING: msg("Opening meeting"),
    BlockKind.CLOSING: msg("Closing meeting"),
    BlockKind.MANAGEMENT: msg("Meeting with the management"),
    BlockKind.TEAM: msg("Meeting of the team"),
}


@dataclass(frozen=True, kw_only=True)
class ScheduleBlock(Record):
    """A block of the schedule.

    Attributes:
        start, end: minutes after midnight at the site.
        people: rows of those who take part; a joint meeting spans several.
        site: row of the site; empty off site.
        group: code of the checklist group it is for; ours alone, no part of what is confirmed.
    """

    TABLE: ClassVar[str] = "schedule_block"

    day: date | None = None
    start: int = 0
    end: int = 0
    kind: BlockKind = BlockKind.WORK
    people: tuple[str, ...] = ()
    site: str = ""
    title: str = ""
    group: str = ""


def planned_days(blocks: Iterable[ScheduleBlock]) -> Mapping[str, frozenset[date]]:
    """Return the days each person is planned for, by row (rule 4.2.1 asks for them)."""
    found: dict[str, set[date]] = {}
    for block in blocks:
        for person in block.people if block.day else ():
            found.setdefault(person, set()).update({block.day} if block.day else ())
    return {person: frozenset(days) for person, days in found.items()}


def overlapping(blocks: Iterable[ScheduleBlock]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of blocks (rows) in which a person would be at two places at once."""
    ordered = sorted(
        (block for block in blocks if block.day is not None),
        key=lambda b: (b.day or date.min, b.start, b.end, b.row),
    )
    found = []
    for at, first in enumerate(ordered):
        for second in ordered[at + 1 :]:
            if second.day != first.day or second.start >= first.end:
                break
            if set(first.people) & set(second.people) and second.end > second.start:
                found.append((first.row, second.row))
    return tuple(found)


def sound(block: ScheduleBlock) -> bool:
    """Tell whether a block has a day and ends after it begins, on that day."""
    return block.day is not None and 0 <= block.start < block.end <= DAY_MINUTES


def time_text(minutes: int) -> str:
    """Return minutes after midnight as 09:05."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
