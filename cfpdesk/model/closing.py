"""Closing meeting: what was told, the key data, the seal (rules 9.5.2, 9.6.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cfpdesk.i18n import Bilingual, Message, msg
from cfpdesk.model.engagement import (
    BOUNDARY_NAMES,
    LEVEL_NAMES,
    Engagement,
    claim_text,
    period_text,
)
from cfpdesk.model.finding import Finding, FindingState, Position
from cfpdesk.model.quantity import figure
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
    claim, period = claim_text(engagement), ""
    if engagement.period_from and engagement.period_to:
        period = period_text(engagement)
    unit = msg("Declared unit {unit}", unit=engagement.declared_unit)
    return {
        "product": Bilingual(engagement.product, engagement.product),
        "unit": _frozen(unit) if engagement.declared_unit else Bilingual("", ""),
        "boundary": _frozen(BOUNDARY_NAMES[engagement.boundary]),
        "period": Bilingual(period, period),
        "value": Bilingual(claim, claim),
        "level": _frozen(_level(engagement)),
    }


def _level(engagement: Engagement) -> Message:
    level = LEVEL_NAMES[engagement.assurance_level]
    if engagement.materiality_pct is None:
        return level
    return msg(
        "{level} · materiality ±{pct} %", level=level, pct=figure(engagement.materiality_pct)
    )


def _frozen(sentence: Message) -> Bilingual:
    return Bilingual(sentence.text("zh"), sentence.text("en"))


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
    """Tell whether the client has still to say agreed or disputed; a draft is not told yet."""
    return finding.position is Position.NONE and finding.state is not FindingState.DRAFT
