"""The engagement: what was agreed with the client (rules 8.2, 8.3, 7), and its sites."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.quantity import figure, unit_text
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
        rules: name of the scheme's rules it stays on; empty where begun before it was kept.
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
    rules: str = ""


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


BOUNDARY_NAMES: dict[Boundary, Message] = {
    Boundary.CRADLE_TO_GATE: msg("Cradle to gate"),
    Boundary.CRADLE_TO_GRAVE: msg("Cradle to grave"),
    Boundary.GATE_TO_GATE: msg("Gate to gate"),
}
LEVEL_NAMES: dict[AssuranceLevel, Message] = {
    AssuranceLevel.REASONABLE: msg("Reasonable assurance"),
    AssuranceLevel.LIMITED: msg("Limited assurance"),
}
STAGE_NAMES: dict[Stage, Message] = {
    Stage.DOCUMENT_REVIEW: msg("Document review"),
    Stage.STAGE_1: msg("Stage 1"),
    Stage.STAGE_2: msg("Stage 2"),
    Stage.SURVEILLANCE: msg("Surveillance"),
    Stage.RECERTIFICATION: msg("Recertification"),
}
# Stages at which the client must already have been told the materiality threshold (rule 7).
_NEEDS_TOLD = frozenset({Stage.STAGE_2, Stage.SURVEILLANCE, Stage.RECERTIFICATION})


def materiality_value(engagement: Engagement) -> Decimal | None:
    """Return the materiality threshold per declared unit, in the claim's unit, unrounded (rule 7).

    None where the claim or the percentage is not known.
    """
    if engagement.claimed_value is None or engagement.materiality_pct is None:
        return None
    return abs(engagement.claimed_value) * engagement.materiality_pct / 100


def claim_text(engagement: Engagement) -> str:
    """Return the claim with its unit, for example 2,808.56 kgCO₂e/t; empty without one."""
    if engagement.claimed_value is None:
        return ""
    return f"{figure(engagement.claimed_value)} {unit_text(engagement.claimed_unit)}".strip()


def materiality_text(engagement: Engagement) -> str:
    """Return the threshold as a value, for example ±140.43 kgCO₂e/t; empty where unknown."""
    value = materiality_value(engagement)
    if value is None:
        return ""
    return f"±{figure(value, 2)} {unit_text(engagement.claimed_unit)}".strip()


def period_text(engagement: Engagement) -> str:
    """Return the data period as 2025-01-01 – 2025-12-31, with … for an open end."""
    if engagement.period_from is None and engagement.period_to is None:
        return ""
    ends = (engagement.period_from, engagement.period_to)
    return " – ".join(end.isoformat() if end else "…" for end in ends)


def empty_facts(engagement: Engagement) -> tuple[str, ...]:
    """Return the names of the agreed facts that are still empty, in order (rules 8.2, 8.3.2)."""
    kept = engagement.fields()
    wanted = (
        "client",
        "product",
        "criteria",
        "declared_unit",
        "period_from",
        "period_to",
        "claimed_value",
        "materiality_pct",
    )
    return tuple(name for name in wanted if kept[name] in (None, "", []))


def materiality_untold(engagement: Engagement) -> bool:
    """Tell whether the client must have been told the threshold by now and has not (rule 7)."""
    told = engagement.materiality_told_on is not None and engagement.materiality_told_how.strip()
    return engagement.stage in _NEEDS_TOLD and not told


def period_reversed(engagement: Engagement) -> bool:
    """Tell whether the data period ends before it begins."""
    start, end = engagement.period_from, engagement.period_to
    return start is not None and end is not None and end < start


FACT_NAMES: dict[str, Message] = {
    "number": msg("Number"),
    "body": msg("Certification body"),
    "client": msg("Client"),
    "client_address": msg("Client's address"),
    "product": msg("Product"),
    "criteria": msg("Criteria"),
    "boundary": msg("Boundary"),
    "declared_unit": msg("Declared unit"),
    "output_quantity": msg("Output"),
    "output_unit": msg("Unit of output"),
    "period_from": msg("Data period from"),
    "period_to": msg("Data period to"),
    "claimed_value": msg("Claimed value"),
    "claimed_unit": msg("Unit of the claim"),
    "assurance_level": msg("Level of assurance"),
    "materiality_pct": msg("Materiality threshold"),
    "materiality_told_on": msg("Told on"),
    "materiality_told_how": msg("Told how"),
    "stage": msg("Stage"),
    "language": msg("Language"),
}
