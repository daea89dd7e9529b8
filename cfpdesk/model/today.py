"""What is to be done today: of all that is missing, what this person can do on this day. Pure.

Left out is what waits for others or for another day, each on its own page still:

- the closing meeting and, for the lead, the package after it, before the day that was arranged;
- for everybody but the lead, meetings that have not begun on this computer, and merging;
- checklist groups of others: an auditor never waits for them, the lead on the last day only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from cfpdesk.model.checklist import group_code
from cfpdesk.model.gate import Blocker, Mark
from cfpdesk.model.next_thing import StepView, has_begun

_MEETINGS = frozenset({"opening", "closing"})
_AFTER_CLOSING = frozenset({"closing", "package"})


@dataclass(frozen=True, slots=True)
class Today:
    """The day, and who works.

    Attributes:
        day: today at the site.
        closing: the day the closing meeting is arranged for; None where nobody knows.
        leads: the person at this computer leads the visit.
        others: codes of the checklist groups that belong to somebody else.
    """

    day: date
    closing: date | None = None
    leads: bool = True
    others: frozenset[str] = frozenset()


def for_today(steps: Iterable[StepView], today: Today) -> tuple[StepView, ...]:
    """Return the steps with what is to be done today; one that is for later waits for nobody."""
    views = tuple(steps)
    closing = next((view for view in views if view.noun == "closing"), None)
    begun = closing is not None and has_begun(closing)
    later = not begun and today.closing is not None and today.day < today.closing
    return tuple(_for_today(view, today, later=later) for view in views)


def _for_today(view: StepView, today: Today, *, later: bool) -> StepView:
    if view.status.mark is Mark.SEALED:
        return view
    if later and view.noun in _AFTER_CLOSING and (today.leads or view.noun == "closing"):
        return replace(view, blockers=(), optional=True)
    if not today.leads and view.noun in _MEETINGS and not has_begun(view):
        return replace(view, blockers=(), optional=True)
    if not today.leads and view.noun == "merge":
        return replace(view, blockers=())
    if view.noun == "checklist":
        left = (b for b in view.blockers if _is_mine(b, today, later=later))
        return replace(view, blockers=tuple(left))
    return view


def _is_mine(blocker: Blocker, today: Today, *, later: bool) -> bool:
    if group_code(blocker.target.row) not in today.others:
        return True
    return today.leads and not (later and blocker.code == "checklist.open")
