"""How long a footprint is valid in the PACT format: from the end of its period, for three years.

A certificate runs three years from its issue (rule 9.9), which is longer; the file is cut and says
so.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cfpdesk.errors import UserError
from cfpdesk.exchange.pact_format import VALID_YEARS
from cfpdesk.exchange.pact_sense import years_later
from cfpdesk.i18n import Message, msg
from cfpdesk.model.product_footprint import ProductFootprintFacts

_TOO_LATE = msg("The data period ends too far in the future; correct its last day.")
_LAST_YEAR = 9900


@dataclass(frozen=True, slots=True)
class Validity:
    """When a footprint is valid in the PACT format, as midnights in UTC, the end not included.

    Attributes:
        notes: what differs from the certificate.
    """

    start: datetime | None
    end: datetime | None
    notes: tuple[Message, ...]


def validity(facts: ProductFootprintFacts) -> Validity:
    """Return the validity of the certificate, cut to what the format allows.

    Raises:
        UserError: if nothing is left of it.
    """
    if facts.period_to.year > _LAST_YEAR:
        raise UserError(_TOO_LATE)
    closed = midnight_after(facts.period_to)
    earliest = closed.date()
    latest = years_later(closed, VALID_YEARS).date() - timedelta(days=1)
    start, end, notes = facts.valid_from, facts.valid_until, []
    if start and start < earliest:
        notes.append(
            msg(
                "Validity begins in the file on {limit}, after the data period, not on {day}.",
                limit=earliest.isoformat(),
                day=start.isoformat(),
            )
        )
        start = earliest
    if end and end > latest:
        notes.append(
            msg(
                "Validity ends in the file on {limit}, three years after the data period, not on"
                " {day}.",
                limit=latest.isoformat(),
                day=end.isoformat(),
            )
        )
        end = latest
    if (start or earliest) > (end or latest):
        raise UserError(
            msg(
                "In the PACT format the footprint would be valid from {day} to {limit}, no day at"
                " all: validity ends three years after the data period. It is not exported.",
                day=(start or earliest).isoformat(),
                limit=(end or latest).isoformat(),
            )
        )
    opens = midnight(start) if start else None
    return Validity(opens, midnight_after(end) if end else None, tuple(notes))


def midnight(day: date) -> datetime:
    """Return the beginning of a day in UTC."""
    return datetime.combine(day, time(), UTC)


def midnight_after(day: date) -> datetime:
    """Return the end of a day in UTC, which is the beginning of the next."""
    return midnight(day) + timedelta(days=1)
