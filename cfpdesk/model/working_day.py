"""Working days by a holiday calendar that is data and can be edited (rules 11.1.1, 11.2.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from cfpdesk.model.record import Record
from cfpdesk.model.rule_number import NumberCode
from cfpdesk.model.rule_reading import mapping, sequence, text
from cfpdesk.model.rules import RuleSet

_WEEKEND = 5
_LONGEST_HOLIDAY = 31


@dataclass(frozen=True, kw_only=True)
class Holiday(Record):
    """A day that a person added to the calendar: off, or worked although it is a weekend."""

    TABLE: ClassVar[str] = "holiday"
    KEY: ClassVar[tuple[str, ...]] = ("day",)

    day: date | None = None
    works: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked.

    Attributes:
        off: days off besides weekends.
        worked: weekend days that are worked.
        years: those whose holidays are known; in others only weekends are off.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def works(self, day: date) -> bool:
        """Tell whether a day is worked."""
        return day in self.worked or (day.weekday() < _WEEKEND and day not in self.off)

    def knows(self, first: date, last: date) -> bool:
        """Tell whether the holidays of all years from `first` to `last` are known."""
        return self.years.issuperset(range(first.year, last.year + 1))

    def edited(self, holidays: Iterable[Holiday]) -> "WorkCalendar":
        """Return the calendar with what a person added, which goes before what it had."""
        kept = [(found.day, found.works) for found in holidays if found.day is not None]
        off = frozenset(day for day, works in kept if not works)
        worked = frozenset(day for day, works in kept if works)
        return replace(self, off=(self.off - worked) | off, worked=(self.worked - off) | worked)


def add_working_days(start: date, days: int, work: WorkCalendar) -> date:
    """Return the last of so many working days after a day, which itself does not count.

    Raises:
        ValueError: for a number below 0.
        OverflowError: behind the end of the calendar.
    """
    if days < 0:
        raise ValueError("working days are counted forward")
    day = start
    while days:
        day += timedelta(days=1)
        days -= work.works(day)
    return day


@dataclass(frozen=True, slots=True)
class WorkingDue:
    """The last day of a term of working days.

    Attributes:
        known: the calendar knows the holidays of the whole term; else only weekends were counted.
    """

    day: date
    known: bool


def suspension_due(established: date, rules: RuleSet, work: WorkCalendar) -> WorkingDue:
    """Return by when a certificate is to be suspended once the facts stand (rule 11.1.1)."""
    return _due(established, rules.count(NumberCode.SUSPENSION_WORKING_DAYS), work)


def withdrawal_due(established: date, rules: RuleSet, work: WorkCalendar) -> WorkingDue:
    """Return by when a certificate is to be withdrawn once the facts stand (rule 11.2.1)."""
    return _due(established, rules.count(NumberCode.WITHDRAWAL_WORKING_DAYS), work)


def _due(start: date, days: int, work: WorkCalendar) -> WorkingDue:
    day = add_working_days(start, days, work)
    return WorkingDue(day, work.knows(start, day))


def parse_calendar(data: Mapping[str, object]) -> WorkCalendar:
    """Return the calendar of decoded JSON.

    `{"years": {"2026": {"off": ["2026-01-01/2026-01-03", …], "worked": ["2026-01-04", …]}}}`

    Raises:
        KeyError, ValueError: if a part is missing, or a day is none or of another year.
    """
    off: set[date] = set()
    worked: set[date] = set()
    years = {int(year): mapping(days) for year, days in mapping(data["years"]).items()}
    for year, days in years.items():
        for kind, found in (("off", off), ("worked", worked)):
            for span in sequence(days[kind]):
                found.update(_span(text(span), year))
    if off & worked:
        raise ValueError("a day is both off and worked")
    return WorkCalendar(frozenset(off), frozenset(worked), frozenset(years))


def _span(written: str, year: int) -> list[date]:
    first, _, last = written.partition("/")
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    length = (end - start).days + 1
    if not 1 <= length <= _LONGEST_HOLIDAY or {start.year, end.year} != {year}:
        raise ValueError(f"{written} is no holiday of {year}")
    return [start + timedelta(days=n) for n in range(length)]
