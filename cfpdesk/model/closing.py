"""Closing meeting: what was told, the key data, the seal (rules 9.5.2, 9.6.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from cfpdesk.i18n import Bilingual, Message, msg
from cfpdesk.model.engagement import AssuranceLevel, Boundary, Engagement
from cfpdesk.model.finding import Finding, FindingKind, FindingState, Position
from cfpdesk.model.record import Blob, JsonValue, Record


@dataclass(frozen=True, kw_only=True)
class KeyDatum(Record):
    """One of the six facts the client confirms: product, unit, boundary, period, value, level.

    Attributes:
        code: product | unit | boundary | period | value | level.
        text: the fact as it was read out, in Chinese or as a person typed it; empty while it
            is what the engagement says. Frozen when the fact is ticked.
        text_en: the same in English; what a person typed stands in both.
        confirmed: ticked while it was read out.
    """

    TABLE: ClassVar[str] = "key_datum"
    KEY: ClassVar[tuple[str, ...]] = ("code",)

    code: str = ""
    text: str = ""
    text_en: str = ""
    confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Seal(Record):
    """That a person sealed the visit. Edits after it need a reason and show as amendments.

    Attributes:
        person: row of the person who sealed.
        facts: canonical JSON of what was sealed, kept as a blob.
        heads: the chains at that moment, "replica:seq:hash" each.
    """

    TABLE: ClassVar[str] = "seal"

    person: str = ""
    sealed_at: datetime | None = None
    facts: Blob | None = None
    heads: tuple[str, ...] = ()
    opinion: str = ""
    opinion_reason: str = ""


KEY_CODES = ("product", "unit", "boundary", "period", "value", "level")

_BOUNDARIES = {
    Boundary.CRADLE_TO_GATE: Bilingual("摇篮到大门", "Cradle to gate"),
    Boundary.CRADLE_TO_GRAVE: Bilingual("摇篮到坟墓", "Cradle to grave"),
    Boundary.GATE_TO_GATE: Bilingual("大门到大门", "Gate to gate"),
}
_LEVELS = {
    AssuranceLevel.REASONABLE: Bilingual("合理保证", "Reasonable assurance"),
    AssuranceLevel.LIMITED: Bilingual("有限保证", "Limited assurance"),
}


def key_label(code: str) -> Message:
    """Return the short name of a key fact."""
    return {
        "product": msg("Product"),
        "unit": msg("Unit"),
        "boundary": msg("Boundary"),
        "period": msg("Period"),
        "value": msg("Value"),
        "level": msg("Level"),
    }[code]


@dataclass(frozen=True, slots=True)
class KeyFact:
    """A key fact as page and paper show it.

    Attributes:
        said: what is read out to the client.
        agreed: what the engagement says today.
        confirmed: ticked.
        matches: `said` is what the engagement says.
    """

    code: str
    label: Message
    said: Bilingual
    agreed: Bilingual
    confirmed: bool
    matches: bool

    @property
    def missing(self) -> bool:
        """Tell whether there is nothing to read out."""
        return not (self.said.zh or self.said.en)


def agreed_facts(engagement: Engagement) -> dict[str, Bilingual]:
    """Return what the engagement says to each of the six facts, empty where it says nothing."""
    value = engagement.claimed_value
    unit = engagement.claimed_unit.replace("CO2", "CO₂")
    figure = f"{value:,} {unit}" if value is not None else ""
    period = ""
    if engagement.period_from and engagement.period_to:
        period = f"{engagement.period_from.isoformat()} – {engagement.period_to.isoformat()}"
    declared = engagement.declared_unit
    return {
        "product": Bilingual(engagement.product, engagement.product),
        "unit": Bilingual(f"声明单位 {declared}", f"Declared unit {declared}")
        if declared
        else Bilingual("", ""),
        "boundary": _BOUNDARIES[engagement.boundary],
        "period": Bilingual(period, period),
        "value": Bilingual(figure, figure),
        "level": _level(engagement.assurance_level, engagement.materiality_pct),
    }


def _level(level: AssuranceLevel, materiality_pct: Decimal | None) -> Bilingual:
    words = _LEVELS[level]
    if materiality_pct is None:
        return words
    return Bilingual(
        f"{words.zh} · 重要性 ±{materiality_pct} %",
        f"{words.en} · materiality ±{materiality_pct} %",
    )


def key_facts(engagement: Engagement, data: Mapping[str, KeyDatum]) -> tuple[KeyFact, ...]:
    """Return the six facts in order; `data` holds the kept ones by code."""
    agreed = agreed_facts(engagement)
    facts = []
    for code in KEY_CODES:
        kept = data.get(code, KeyDatum(code=code))
        said = Bilingual(kept.text, kept.text_en) if kept.text or kept.text_en else agreed[code]
        facts.append(
            KeyFact(
                code=code,
                label=key_label(code),
                said=said,
                agreed=agreed[code],
                confirmed=kept.confirmed,
                matches=said == agreed[code],
            )
        )
    return tuple(facts)


def key_data_facts(engagement: Engagement, facts: Sequence[KeyFact]) -> JsonValue:
    """Return what the client is shown and signs for with the key data (rule 9.6.2 6)."""
    return {
        "about": "key_data",
        "body": engagement.body,
        "client": engagement.client,
        "engagement": engagement.number,
        "facts": [
            {"code": fact.code, "confirmed": fact.confirmed, "en": fact.said.en, "zh": fact.said.zh}
            for fact in facts
        ],
    }


def untold(finding: Finding) -> bool:
    """Tell whether the client has not yet said agreed or disputed."""
    return finding.position is Position.NONE


def gaps(finding: Finding, evidence: int) -> tuple[Message, ...]:
    """Return what a finding lacks to be sealed: clause, evidence, deadline, effect (rule 9.8.5).

    Args:
        finding: the finding.
        evidence: how many pieces of evidence are linked to it.
    """
    lacks = []
    if finding.state is FindingState.DRAFT:
        lacks.append(msg("not raised"))
    if finding.kind is not FindingKind.CLARIFICATION:
        if not finding.clauses:
            lacks.append(msg("no clause"))
        if not evidence:
            lacks.append(msg("no evidence"))
    graded = (FindingKind.MAJOR, FindingKind.MINOR, FindingKind.MISSTATEMENT)
    if finding.kind in graded and finding.deadline is None:
        lacks.append(msg("no deadline"))
    if finding.kind is FindingKind.MISSTATEMENT and finding.effect is None:
        lacks.append(msg("no effect in kgCO₂e"))
    return tuple(lacks)
