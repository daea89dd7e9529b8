"""The log of the days of a visit: what was planned, and what was done, entry by entry. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from cfpdesk.i18n import Message
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.home import PAUSE, ClockBreak
from cfpdesk.model.schedule import ScheduleBlock, sound


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One operation.

    Attributes:
        at: what the clock of the writer's computer said.
        noun: the step it belongs to; empty for none.
        undone: it was taken back later.
    """

    at: datetime
    person: str
    noun: str
    name: Message
    reason: str = ""
    undone: bool = False


@dataclass(frozen=True, slots=True)
class LogStretch:
    """Work of one person on one step without a longer pause."""

    person: str
    noun: str
    start: datetime
    end: datetime
    entries: int


@dataclass(frozen=True, slots=True)
class DayLog:
    """Everything the log shows.

    Attributes:
        entries: of everybody as far as known on this computer, in the order of the journal.
        blocks: of the plan; `people` and `sites` give names by row.
        breaks: where a computer's clock ran back by a minute or more.
    """

    engagement: Engagement
    entries: tuple[LogEntry, ...]
    blocks: tuple[ScheduleBlock, ...]
    people: dict[str, str]
    sites: dict[str, str]
    breaks: tuple[ClockBreak, ...] = ()

    def days(self, zone: tzinfo) -> tuple[date, ...]:
        """Return the days on which something was written, in a zone."""
        return tuple(sorted({entry.at.astimezone(zone).date() for entry in self.entries}))

    def of(self, day: date, zone: tzinfo) -> tuple[LogEntry, ...]:
        """Return the entries of a day."""
        return tuple(e for e in self.entries if e.at.astimezone(zone).date() == day)

    def planned(self, day: date) -> tuple[ScheduleBlock, ...]:
        """Return the blocks of a day in order of time."""
        found = [block for block in self.blocks if block.day == day and sound(block)]
        return tuple(sorted(found, key=lambda b: (b.start, b.end, b.row)))


def log_stretches(entries: Iterable[LogEntry], pause: timedelta = PAUSE) -> tuple[LogStretch, ...]:
    """Return entries as stretches of work: one person, one step, no pause longer than `pause`."""
    found: list[LogStretch] = []
    last_of: dict[str, int] = {}  # place in `found` of each person's last stretch
    for entry in sorted((e for e in entries if e.noun), key=lambda e: e.at):
        at = last_of.get(entry.person)
        last = found[at] if at is not None else None
        if at is not None and last and last.noun == entry.noun and entry.at - last.end <= pause:
            found[at] = LogStretch(last.person, last.noun, last.start, entry.at, last.entries + 1)
        else:
            last_of[entry.person] = len(found)
            found.append(LogStretch(entry.person, entry.noun, entry.at, entry.at, 1))
    return tuple(found)
