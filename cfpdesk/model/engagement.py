"""The engagement: what was agreed with the client (rules 8.2, 8.3, 7), and its sites."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from cfpdesk.model.record import Record


class Boundary(StrEnum):
    """System boundary of the product carbon footprint (ISO 14067)."""

    CRADLE_TO_GATE = "cradle_to_gate"
    CRADLE_TO_GRAVE = "cradle_to_grave"
    GATE_TO_GATE = "gate_to_gate"


class AssuranceLevel(StrEnum):
    """Level of assurance (rule 7; ISO 14064-3)."""

    REASONABLE = "reasonable"
    LIMITED = "limited"


class Stage(StrEnum):
    """Which part of the cycle this engagement is, with the checklist's own abbreviations."""

    DOCUMENT_REVIEW = "DR"
    STAGE_1 = "S1"
    STAGE_2 = "S2"
    SURVEILLANCE = "SV"
    RECERTIFICATION = "RC"


@dataclass(frozen=True, kw_only=True)
class Engagement(Record):
    """The agreed facts; exactly one row per journal.

    Attributes:
        only: constant natural key, so that every copy names the same row.
        engagement_id: UUID given when the engagement is prepared; names it in packages.
        number: the body's number, for example CFP-2026-0417.
        declared_unit: for example "1 t".
        output_quantity: production of the period, in `output_unit`.
        claimed_value: the client's claim per declared unit, in `claimed_unit` (kgCO2e/t).
        materiality_pct: quantitative materiality threshold in percent (rule 7; default 5).
        materiality_told_on / _how: when and how the client was told (rule 7).
        checklist: version of the checklist resource this engagement stays on.
    """

    TABLE: ClassVar[str] = "engagement"
    KEY: ClassVar[tuple[str, ...]] = ("only",)

    only: str = "engagement"
    engagement_id: str = ""
    number: str = ""
    body: str = ""
    client: str = ""
    client_address: str = ""
    product: str = ""
    criteria: tuple[str, ...] = ("GB/T 24067-2024", "ISO 14067:2018", "ISO 14064-3:2019")
    boundary: Boundary = Boundary.CRADLE_TO_GATE
    declared_unit: str = ""
    output_quantity: Decimal | None = None
    output_unit: str = "t"
    period_from: date | None = None
    period_to: date | None = None
    claimed_value: Decimal | None = None
    claimed_unit: str = "kgCO2e/t"
    assurance_level: AssuranceLevel = AssuranceLevel.REASONABLE
    materiality_pct: Decimal | None = Decimal(5)
    materiality_told_on: date | None = None
    materiality_told_how: str = ""
    stage: Stage = Stage.STAGE_2
    language: str = "zh"
    checklist: str = ""


@dataclass(frozen=True, kw_only=True)
class Site(Record):
    """A place that is visited."""

    TABLE: ClassVar[str] = "site"

    order: str = ""
    name: str = ""
    address: str = ""
    activities: str = ""
    visit_from: date | None = None
    visit_to: date | None = None
    responsible: str = ""
