"""How long records are kept at least, and which may be disposed of (rule 13.7).

The program never deletes by itself: it prints a list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cfpdesk.model.interval import add_months
from cfpdesk.model.rule_table import Retention
from cfpdesk.model.rules import RuleSet


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """Something that is kept.

    Attributes:
        kind: code of a row of the retention table.
        since: when its term began: closed, replaced, left, or the end of the certificate; None
            while it is in force.
    """

    kind: str
    name: str
    since: date | None


def retention(kind: str, rules: RuleSet) -> Retention:
    """Return a row of the table; raises KeyError for one that does not exist."""
    return {row.code: row for row in rules.retention}[kind]


def keep_until(kept: KeptRecord, rules: RuleSet) -> date | None:
    """Return the last day a record must be kept; None while its term has not begun.

    Raises:
        KeyError: for a kind that the table does not have.
    """
    years = retention(kept.kind, rules).years
    return None if kept.since is None else add_months(kept.since, 12 * years)


def disposal_list(
    kept: Iterable[KeptRecord], today: date, rules: RuleSet
) -> tuple[KeptRecord, ...]:
    """Return what may be disposed of on a day, the longest overdue first.

    Raises:
        KeyError: for a kind that the table does not have.
    """
    ends = [(keep_until(record, rules), record) for record in kept]
    over = [(end, record.name, record) for end, record in ends if end is not None and end < today]
    return tuple(record for _end, _name, record in sorted(over, key=lambda found: found[:2]))
