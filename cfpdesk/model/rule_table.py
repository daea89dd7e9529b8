"""The rules' tables: person-days, label steps, retention, references, and what they contradict."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from cfpdesk.i18n import Bilingual
from cfpdesk.model.rule_number import Provenance, read_provenance
from cfpdesk.model.rule_reading import both, decimal, sequence, text, whole


@dataclass(frozen=True, slots=True)
class DayRange:
    """From … to … person-days, both included."""

    low: Decimal
    high: Decimal

    def __contains__(self, days: Decimal) -> bool:
        return self.low <= days <= self.high

    def plus(self, other: "DayRange") -> "DayRange":
        """Return the sum of two ranges."""
        return DayRange(self.low + other.low, self.high + other.high)


@dataclass(frozen=True, slots=True)
class DayBand:
    """A row of appendix A.

    Attributes:
        first, last: number of sources and sinks; `last` None without an upper end.
        stage1: document review and stage 1 together; None where set by case.
        printed: the total as the rules print it, which need not be the sum of the parts.
    """

    code: str
    first: int
    last: int | None
    stage1: DayRange | None
    stage2: DayRange | None
    report: Decimal
    printed: DayRange | None

    @property
    def base(self) -> DayRange | None:
        """The total as the sum of its parts; None where set by case."""
        if self.stage1 is None or self.stage2 is None:
            return None
        return self.stage1.plus(self.stage2).plus(DayRange(self.report, self.report))


@dataclass(frozen=True, slots=True)
class LabelStep:
    """Values above `above` and up to `to` are given in multiples of `step`, all in gram."""

    above: Decimal
    to: Decimal
    step: Decimal


class Keep(StrEnum):
    """What the years of a retention period are counted from."""

    CURRENT = "current"
    CLOSED = "closed"
    LEAVING = "leaving"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a kind of record is kept at least; CURRENT means the version in force only."""

    code: str
    name: Bilingual
    keep: Keep
    years: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Reference:
    """A document the rules refer to.

    Attributes:
        names: how it may be written; with or without its year.
        note: how the rules write it, where that is wrong; None where it is right.
    """

    names: tuple[str, ...]
    title: Bilingual
    note: Bilingual | None


@dataclass(frozen=True, slots=True)
class Oddity:
    """A place where the rules contradict themselves or leave something open, and our reading."""

    number: int
    clauses: tuple[str, ...]
    says: Bilingual
    reading: Bilingual


def read_band(data: Mapping[str, object]) -> DayBand:
    """Return a row of appendix A; raises KeyError or ValueError."""
    first, last = whole(data["from"]), data["to"]
    band = DayBand(
        code=text(data["code"]),
        first=first,
        last=None if last is None else whole(last),
        stage1=_range(data["stage1"]),
        stage2=_range(data["stage2"]),
        report=decimal(data["report"]),
        printed=_range(data["printed"]),
    )
    if band.last is not None and band.last < band.first:
        raise ValueError("a band ends before it begins")
    return band


def check_bands(bands: tuple[DayBand, ...]) -> None:
    """Raise ValueError unless the bands follow each other from 1 without gap and end open."""
    expected = 1
    for band in bands:
        if band.first != expected or (band.last is None) != (band is bands[-1]):
            raise ValueError(f"the band {band.code} does not follow the one before")
        expected = (band.last or 0) + 1
    if not bands:
        raise ValueError("there is no band")


def read_step(data: Mapping[str, object]) -> LabelStep:
    """Return a row of the label table; raises KeyError or ValueError."""
    return LabelStep(decimal(data["above"]), decimal(data["to"]), decimal(data["step"]))


def check_steps(steps: tuple[LabelStep, ...]) -> None:
    """Raise ValueError unless the steps follow each other and span whole decades."""
    if not steps:
        raise ValueError("there is no step")
    for step in steps:
        if not 0 < step.step < step.above < step.to:
            raise ValueError("a step is larger than its values")
    if any(a.to != b.above for a, b in pairwise(steps)):
        raise ValueError("the steps leave a gap")
    if Decimal(steps[-1].to / steps[0].above).normalize().as_tuple().digits != (1,):
        raise ValueError("the steps do not span whole decades")


def read_retention(data: Mapping[str, object], rules: str) -> Retention:
    """Return a row of the retention table; raises KeyError or ValueError."""
    return Retention(
        code=text(data["code"]),
        name=both(data["name"]),
        keep=Keep(text(data["keep"])),
        years=whole(data["years"]),
        provenance=read_provenance(data, rules),
    )


def read_reference(data: Mapping[str, object]) -> Reference:
    """Return a referenced document; raises KeyError or ValueError."""
    note = data.get("note")
    names = tuple(text(name) for name in sequence(data["names"]))
    return Reference(names, both(data["title"]), None if note is None else both(note))


def read_oddity(data: Mapping[str, object]) -> Oddity:
    """Return a contradiction with its reading; raises KeyError or ValueError."""
    clauses = tuple(text(clause) for clause in sequence(data["clauses"]))
    return Oddity(whole(data["number"]), clauses, both(data["says"]), both(data["reading"]))


def _range(value: object) -> DayRange | None:
    if value is None:
        return None
    low, high = (decimal(part) for part in sequence(value))
    if not 0 <= low <= high:
        raise ValueError("a range ends before it begins")
    return DayRange(low, high)
