"""The holiday calendars that come with the program: `resources/calendars/<name>.json`."""

import json
from functools import cache

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.rule_reading import mapping
from cfpdesk.model.working_day import WorkCalendar, parse_calendar
from cfpdesk.resource import resource


@cache
def load_calendar(name: str = "cn") -> WorkCalendar:
    """Return a holiday calendar.

    Raises:
        UserError: if this program does not have it, or its file is damaged.
    """
    paths = {path.stem: path for path in resource("calendars").glob("*.json")}
    if name not in paths:
        raise UserError(msg("This program does not have the calendar {name}.", name=name))
    try:
        return parse_calendar(mapping(json.loads(paths[name].read_text(encoding="utf-8"))))
    except (KeyError, ValueError) as error:
        raise UserError(
            msg("The calendar {name} is damaged; install the program again.", name=name)
        ) from error
