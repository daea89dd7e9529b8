"""The log of the days: what everybody did, as far as it is known on this computer.

That papers were issued stands in their own list, and not here: else each print of the log would
differ from the one before by the print itself.
"""

from collections import defaultdict
from datetime import datetime

from cfpdesk.model.day_log import DayLog, LogEntry
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.home import clock_breaks, step_of
from cfpdesk.model.issue import Issue
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.schedule import ScheduleBlock
from cfpdesk.model.team import Person
from cfpdesk.store.session import Session

# A visit of a team has some thousands of operations; what is older than these is not printed.
MOST_OPERATIONS = 20_000
_PAPERS = frozenset({Issue.TABLE})


def state(session: Session) -> DayLog:
    """Return the log as it stands."""
    return session.remember("day log", lambda: _state(session))


def _state(session: Session) -> DayLog:
    closing = session.find(Meeting, kind=MeetingKind.CLOSING).started_at
    operations = session.operations(MOST_OPERATIONS)[::-1]
    times: dict[str, list[datetime]] = defaultdict(list)
    for operation in operations:
        times[operation.replica].append(operation.at)
    return DayLog(
        engagement=session.find(Engagement),
        entries=tuple(
            LogEntry(
                at=operation.at,
                person=operation.person,
                noun=step_of(operation.tables, operation.at, closing),
                name=operation.name,
                reason=operation.reason,
                undone=operation.undone,
            )
            for operation in operations
            if operation.tables != _PAPERS
        ),
        blocks=session.all(ScheduleBlock),
        people={person.row: person.name for person in session.all(Person)},
        sites={site.row: site.name for site in session.all(Site)},
        breaks=tuple(one for of in times.values() for one in clock_breaks(of)),
    )
