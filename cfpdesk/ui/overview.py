"""Where the visit stands, for rail, side panel and next line: status and blockers of each step.

Computed anew after each commit, never kept beside the facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from cfpdesk.model.gate import Blocker, Mark, StepStatus
from cfpdesk.model.next_thing import NextThing, Situation, StepView, next_thing
from cfpdesk.ui.page_registry import PAGES, PageEntry

if TYPE_CHECKING:
    from cfpdesk.store.session import Session

_OPTIONAL = frozenset({"merge", "document"})


@dataclass(frozen=True, slots=True)
class Overview:
    """Status and blockers by noun, and the one next thing."""

    steps: tuple[StepView, ...]
    next: NextThing

    def status(self, noun: str) -> StepStatus:
        """Return the status of a step; not started where it has none."""
        return next((s.status for s in self.steps if s.noun == noun), StepStatus(Mark.NOT_STARTED))

    def blockers(self, noun: str) -> tuple[Blocker, ...]:
        """Return what is missing on a page; on home, everything."""
        if noun == "home":
            return tuple(b for step in self.steps for b in step.blockers)
        return next((s.blockers for s in self.steps if s.noun == noun), ())


def overview(
    session: "Session", now: datetime, current: str, put_off: Mapping[str, datetime]
) -> Overview:
    """Return where the visit stands now."""
    steps = tuple(_view(session, entry) for entry in PAGES if entry.number)
    situation = Situation(
        now=now,
        steps=steps,
        current=current if any(s.noun == current for s in steps) else "",
        put_off=put_off,
    )
    return Overview(steps, next_thing(situation))


def _view(session: "Session", entry: PageEntry) -> StepView:
    step = _step(entry.noun)
    status = step.status(session) if step else StepStatus(Mark.NOT_STARTED)
    blockers = tuple(step.blockers(session)) if step else ()
    return StepView(entry.noun, entry.title, status, blockers, entry.noun in _OPTIONAL)


def _step(noun: str) -> Any:
    name = f"cfpdesk.steps.{noun}"
    return import_module(name) if find_spec(name) else None
