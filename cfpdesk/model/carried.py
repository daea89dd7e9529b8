"""What an engagement took over from the last one of the same client, each with where from (rule 5).

Everything carried over is a record of the new engagement with a row of its own; `CarriedOver` says
which row of the last one it was. What was agreed, confirmed or signed is not carried over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.engagement import Engagement, Stage
from cfpdesk.model.finding import Finding, FindingState
from cfpdesk.model.record import Record, row_of
from cfpdesk.model.rule_list import ListCode

# Later cycles; the first one has nothing before it.
LATER_STAGES = (Stage.SURVEILLANCE, Stage.RECERTIFICATION)
# Facts that hold for the same product of the same client; value, period and threshold told do not.
CARRIED_FACTS = (
    "client",
    "client_address",
    "product",
    "criteria",
    "boundary",
    "declared_unit",
    "output_unit",
    "claimed_unit",
    "assurance_level",
    "materiality_pct",
    "language",
)
# Lists whose texts are proposed anew; they are read and agreed again.
CARRIED_LISTS = frozenset({ListCode.APPLICATION, ListCode.AGREED_SCOPE})


@dataclass(frozen=True, kw_only=True)
class Predecessor(Record):
    """The engagement this one follows.

    Attributes:
        engagement_id, number: of the last engagement.
        stage: which part of the cycle that one was.
        claimed_value, claimed_unit: what was claimed then, per declared unit.
        source: name of the folder or package it was read from.
        signer: signing key of who made the package, hex; empty for a folder.
    """

    TABLE: ClassVar[str] = "predecessor"
    KEY: ClassVar[tuple[str, ...]] = ("only",)

    only: str = "predecessor"
    engagement_id: str = ""
    number: str = ""
    stage: str = ""
    claimed_value: Decimal | None = None
    claimed_unit: str = ""
    source: str = ""
    signer: str = ""
    carried_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CarriedOver(Record):
    """That a record was taken over.

    Attributes:
        table, target: the record here.
        source: its row in the last engagement; `label` what it was called there.
    """

    TABLE: ClassVar[str] = "carried_over"
    KEY: ClassVar[tuple[str, ...]] = ("table", "target")

    table: str = ""
    target: str = ""
    source: str = ""
    label: str = ""


def carried_row(last: str, table: str, row: str) -> str:
    """Return the row a record of the last engagement gets here: the same wherever it is done."""
    return row_of("carried", last, table, row)


def is_open(finding: Finding) -> bool:
    """Tell whether a finding goes along: it was raised and is not closed."""
    return finding.state not in (FindingState.DRAFT, FindingState.CLOSED)


def carried_facts(last: Engagement) -> Mapping[str, object]:
    """Return the facts that are proposed for the new engagement."""
    return {name: getattr(last, name) for name in CARRIED_FACTS}


def marks_of(carried: Iterable[CarriedOver], table: str) -> Mapping[str, CarriedOver]:
    """Return the marks of one table by the row here."""
    return {mark.target: mark for mark in carried if mark.table == table}


def mark_text(mark: CarriedOver, predecessor: Predecessor) -> Message:
    """Return in a few words where a record comes from."""
    if mark.label:
        return msg("from {number}: {label}", number=predecessor.number or "–", label=mark.label)
    return msg("from {number}", number=predecessor.number or "–")
