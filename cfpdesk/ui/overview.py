"""Where the visit stands, for rail, side panel and next line: status and blockers of each step.

Computed anew after each commit, never kept beside the facts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cfpdesk.flow import STEPS
from cfpdesk.model.gate import Blocker, Mark, StepStatus
from cfpdesk.model.next_thing import NextThing, Situation, StepView, elsewhere, next_thing
from cfpdesk.model.today import for_today

if TYPE_CHECKING:
    from cfpdesk.store.session import Session


@dataclass(frozen=True, slots=True)
class Overview:
    """Status and blockers by noun, what is to be done today, and the one next thing.

    Attributes:
        leads: the person at this computer leads the visit.
    """

    steps: tuple[StepView, ...]
    today: tuple[StepView, ...]
    next: NextThing
    leads: bool = True

    def status(self, noun: str) -> StepStatus:
        """Return the status of a step; not started where it has none."""
        return next((s.status for s in self.steps if s.noun == noun), StepStatus(Mark.NOT_STARTED))

    def blockers(self, noun: str) -> tuple[Blocker, ...]:
        """Return what is missing on a page.

        On home that is everything that is to be done today; at the closing meeting what forbids
        the seal on other pages comes first, because the verb is grey until it is gone.
        """
        if noun == "home":
            return tuple(b for step in self.today for b in step.blockers)
        if noun == "closing":
            return (*self._elsewhere(), *self._of(noun))
        return self._of(noun)

    def _elsewhere(self) -> tuple[Blocker, ...]:
        """Return what forbids the seal on other pages, while the closing meeting is under way."""
        begun = self.status("closing").mark in (Mark.IN_PROGRESS, Mark.DONE)
        return elsewhere(self.steps) if begun else ()

    def _of(self, noun: str) -> tuple[Blocker, ...]:
        return next((s.blockers for s in self.steps if s.noun == noun), ())


def overview(
    session: "Session",
    now: datetime,
    current: str,
    put_off: Mapping[str, datetime],
    waiting: Mapping[str, StepStatus | None],
) -> Overview:
    """Return where the visit stands now.

    Args:
        session: the engagement.
        now: aware.
        current: noun of the page that is shown.
        put_off: when things were put off, by code.
        waiting: by noun, what waits on a page and is written nowhere yet.
    """
    from cfpdesk.model.package import PackageKind
    from cfpdesk.model.xray import for_an_auditor
    from cfpdesk.steps import today as day
    from cfpdesk.store.export import default_kind

    # Plan and meetings are the lead's: they do not stand in an auditor's way, as at the export.
    leads = default_kind(session) is not PackageKind.AUDITOR
    steps = tuple(
        StepView(
            s.noun,
            s.title,
            _status(s.status(session), waiting.get(s.noun)),
            s.blockers(session) if leads else for_an_auditor(s.blockers(session)),
            s.optional,
        )
        for s in STEPS
    )
    here = for_today(steps, day.today(session, now, leads=leads))
    situation = Situation(
        now=now,
        steps=here,
        current=_under_way(here, current, day.planned_step(session, now)),
        follow_ups=day.follow_ups(session),
        open_items=day.open_items(session, now),
        put_off=put_off,
        leads=leads,
        due=day.due_meetings(session, now),
        slips=day.open_slips(session),
        lead="" if leads else day.lead_name(session),
    )
    return Overview(steps, here, next_thing(situation), leads)


def _under_way(steps: Iterable[StepView], shown: str, planned: str) -> str:
    """Return the step of the page that is shown; on Today the one planned for now, if it is open.

    Args:
        steps: what is to be done today.
        shown, planned: nouns; empty for none.
    """
    views = {step.noun: step for step in steps}
    if shown in views:
        return shown
    open_ = planned in views and views[planned].status.mark not in (Mark.DONE, Mark.SEALED)
    return planned if open_ else ""


def _status(written: StepStatus, waiting: StepStatus | None) -> StepStatus:
    """Return what waits where the step itself has nothing under way."""
    if waiting is None or written.mark in (Mark.IN_PROGRESS, Mark.SEALED):
        return written
    return waiting
