"""The two stages, their issues, and production on the day (rules 9.4.2, 9.5, 9.6.2)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.engagement import Stage
from cfpdesk.model.record import Record
from cfpdesk.model.yes_no import YesNo


class StageMode(StrEnum):
    """Where stage 1 is held (rule 9.5.1)."""

    OFF_SITE = "off_site"
    ON_SITE = "on_site"


STAGE_MODE_WORD: dict[StageMode, Message] = {
    StageMode.OFF_SITE: msg("Off site"),
    StageMode.ON_SITE: msg("On site"),
}


@dataclass(frozen=True, kw_only=True)
class StageOne(Record):
    """Stage 1; its six judgements are `RuleEntry`s, the last of them says whether it is ready.

    Attributes:
        joined: held together with the document review, which only a qualified verifier may.
        verifier: row of the verifier who holds it.
    """

    TABLE: ClassVar[str] = "stage1"
    KEY: ClassVar[tuple[str, ...]] = ("only",)

    only: str = "stage1"
    mode: StageMode = StageMode.OFF_SITE
    joined: bool = False
    verifier: str = ""
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class StageIssue(Record):
    """An issue of stage 1, verified on site one by one (rule 9.6.2 1).

    Attributes:
        number: S1-<place>-<nn>, given once.
        item: the check item it came from, if any.
        finding: row of the nonconformity it was carried into.
        verified_on, verified_by, verified_how: that it was seen on site to be settled.
    """

    TABLE: ClassVar[str] = "stage_issue"

    number: str = ""
    item: str = ""
    text: str = ""
    clauses: tuple[str, ...] = ()
    raised_by: str = ""
    raised_on: date | None = None
    answer: str = ""
    finding: str = ""
    verified_on: date | None = None
    verified_by: str = ""
    verified_how: str = ""


@dataclass(frozen=True, kw_only=True)
class RunningDay(Record):
    """Whether production ran normally at a site on a day (rule 9.4.2).

    Attributes:
        evidence: row of the photo that shows it.
        text: what ran and what did not; needed where it did not.
    """

    TABLE: ClassVar[str] = "running_day"
    KEY: ClassVar[tuple[str, ...]] = ("site", "day")

    site: str = ""
    day: date | None = None
    running: YesNo = YesNo.OPEN
    evidence: str = ""
    text: str = ""

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with the site."""
        return (("site", self.site),)


_NUMBER = re.compile(r"S1-(\d+)-(\d+)")


def next_issue_number(place: int, taken: Iterable[str]) -> str:
    """Return S1-<place>-<nn>, one above the highest of this place; numbers are never used twice.

    Args:
        place: the auditor's place in the team, 0 for somebody who is not in it.
        taken: every number given so far, those of removed issues among them.
    """
    found = (_NUMBER.fullmatch(number) for number in taken)
    used = [int(m[2]) for m in found if m and int(m[1]) == place]
    return f"S1-{place}-{max(used, default=0) + 1:02d}"


def meetings_needed(stage: Stage, mode: StageMode) -> bool:
    """Tell whether opening and closing meeting are held (rule 9.5.2): stage 1 only on site."""
    if stage is Stage.STAGE_1:
        return mode is StageMode.ON_SITE
    return stage is not Stage.DOCUMENT_REVIEW


def settled(issue: StageIssue) -> bool:
    """Tell whether an issue was verified: when, by whom and how."""
    return bool(issue.verified_on and issue.verified_by.strip() and issue.verified_how.strip())


@dataclass(frozen=True, slots=True)
class IssueState:
    """An issue of document review or stage 1.

    Attributes:
        carried: number of the nonconformity it was carried into; empty where none stands.
        settled: it was seen on site to be settled.
    """

    issue: StageIssue
    carried: str
    settled: bool

    @property
    def open(self) -> bool:
        """Tell whether it is neither verified nor a nonconformity."""
        return not self.settled and not self.carried
