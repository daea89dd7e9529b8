"""From the verification to the facts of an exchange file, or to what is still missing for it.

The footprint's id follows from its facts, so that equal facts give the same file and any change is
another footprint; earlier ones that were handed out are named as preceding.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

from cfpdesk.i18n import Text
from cfpdesk.model.allocation import ALLOCATION_WORD, Allocation, AllocationMethod
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.data_quality import Rating
from cfpdesk.model.declared_unit import declared_unit, mass_of
from cfpdesk.model.factor import source_facts
from cfpdesk.model.footprint_export import FootprintExport, Place
from cfpdesk.model.footprint_line import ExportLine, export_lines, split_at_gate
from cfpdesk.model.footprint_missing import Missing, missing_facts
from cfpdesk.model.footprint_sources import FootprintSources
from cfpdesk.model.inventory import Origin
from cfpdesk.model.opinion import OPINION_WORD
from cfpdesk.model.product_footprint import (
    FactorSource,
    Geography,
    GeographyKind,
    Party,
    Product,
    ProductFootprintFacts,
    Ratings,
    SectorRules,
    VerificationFacts,
)
from cfpdesk.model.record import JsonValue

_NO_VERSION = "–"
_VERIFYING = "ISO 14064-3"


@dataclass(frozen=True, slots=True)
class FootprintExportState:
    """What stands about handing the footprint out.

    Attributes:
        facts: None while something is missing.
        lines: the verified inventory.
    """

    sources: FootprintSources
    missing: tuple[Missing, ...]
    facts: ProductFootprintFacts | None
    lines: tuple[ExportLine, ...]

    @property
    def record(self) -> FootprintExport:
        """The facts that were written for the exchange."""
        return self.sources.record


def export_state(sources: FootprintSources) -> FootprintExportState:
    """Return the facts of the footprint, or what is missing for them."""
    lines = export_lines(sources.found.lines)
    missing = tuple(missing_facts(sources, lines))
    facts = None
    if not missing and sources.units is not None:
        facts = _facts(sources, lines, sources.units)
    return FootprintExportState(sources, missing, facts, lines)


# The facts ------------------------------------------------------------------------------------

_KINDS = {
    Place.REGION: GeographyKind.REGION,
    Place.COUNTRY: GeographyKind.COUNTRY,
    Place.SUBDIVISION: GeographyKind.SUBDIVISION,
}


def _facts(
    sources: FootprintSources, lines: Sequence[ExportLine], units: Decimal
) -> ProductFootprintFacts:
    engagement, record = sources.engagement, sources.record
    unit, amount = declared_unit(engagement.declared_unit)
    split = split_at_gate(lines, units)
    mass = mass_of(unit, amount)
    done = sources.opinion.chosen_at or datetime.min.replace(tzinfo=UTC)
    kind = _KINDS.get(record.place)
    made = ProductFootprintFacts(
        id="",
        created=done,
        company=Party(engagement.client, record.company_ids),
        product=Product(
            engagement.product, record.description, record.product_ids, record.classifications
        ),
        unit=unit,
        amount=amount,
        mass_kg=record.mass_kg if record.mass_kg is not None else mass or Decimal(0),
        period_from=engagement.period_from or date.min,
        period_to=engagement.period_to or date.min,
        boundary=engagement.boundary,
        values=split.values,
        beyond_gate=split.beyond_gate,
        fossil_carbon=record.fossil_carbon,
        biogenic_carbon=record.biogenic_carbon,
        packaging_included=record.packaging_included,
        exempted_pct=sources.cut_off.total_pct,
        exempted_reason=_cut_off_reasons(sources),
        gwp_sets=(sources.settings.gwp_set,),
        standards=engagement.criteria,
        sector_rules=(SectorRules(record.rule_operator, record.rules),) if record.rules else (),
        primary_share_pct=sources.found.totals.primary_pct,
        ratings=_ratings(sources.ratings),
        geography=Geography(kind, record.place_name.strip()) if kind else None,
        factor_sources=_factor_sources(sources),
        allocation=record.allocation or _allocation(sources.allocation),
        boundary_description=record.boundary_description,
        comment=record.comment,
        valid_from=record.valid_from,
        valid_until=record.valid_until,
        verification=_verification(sources, done),
    )
    identified = replace(made, id=footprint_id(engagement.engagement_id, made))
    before = tuple(one for one in sources.handed_out if one != identified.id)
    return replace(identified, preceding=before)


def footprint_id(engagement_id: str, facts: ProductFootprintFacts) -> str:
    """Return a UUID of version 4 that follows from what the footprint says."""
    said = _plain(asdict(replace(facts, id="", preceding=())))
    digest = hashlib.sha256(canonical_json([engagement_id, said])).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


def _plain(value: object) -> JsonValue:
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, bool | str):
        return str(value) if isinstance(value, StrEnum) else value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)


def _cut_off_reasons(sources: FootprintSources) -> str:
    reasons = [
        f"{result.line.name}: {result.review.excluded_reason}".strip(" :")
        for result in sources.found.lines
        if result.review.excluded
    ]
    return "; ".join(reasons)


def _ratings(found: Sequence[Rating]) -> Ratings | None:
    values = {rating.aspect: rating.value for rating in found}
    technology, geography, time = (
        values.get(aspect) for aspect in ("technology", "geography", "time")
    )
    if technology is None or geography is None or time is None:
        return None
    return Ratings(technology, geography, time)


def _factor_sources(sources: FootprintSources) -> tuple[FactorSource, ...]:
    """Return where secondary factors come from, each once, in the order of the lines."""
    found: dict[FactorSource, None] = {}
    for result in sources.found.lines:
        review = result.review
        if not result.counts or review.factor_origin is Origin.PRIMARY:
            continue
        kept = sources.factors.get(review.factor)
        if kept is not None and kept.source.strip():
            version = kept.version or (str(kept.year) if kept.year else _NO_VERSION)
            found[FactorSource(kept.source, version)] = None
            continue
        name = review.source if result.factor.verified else result.line.factor_source
        if name.strip():
            year = source_facts(name).year
            found[FactorSource(name.strip(), str(year) if year else _NO_VERSION)] = None
    return tuple(found)


def _allocation(allocation: Allocation) -> str:
    """Return what the inventory says about allocation, in English as the formats ask for it."""
    if allocation.method is AllocationMethod.NONE:
        return ""
    word = ALLOCATION_WORD[allocation.method].text("en")
    return f"{word}. {allocation.reason}".strip() if allocation.reason else word


def _verification(sources: FootprintSources, done: datetime) -> VerificationFacts:
    engagement, chosen = sources.engagement, sources.opinion.chosen
    opinion: Text = OPINION_WORD[chosen] if chosen else ""
    standard = next((one for one in engagement.criteria if one.startswith(_VERIFYING)), "")
    return VerificationFacts(
        level=engagement.assurance_level,
        opinion=opinion,
        certificate=sources.record.certificate,
        provider=engagement.body,
        completed_at=done,
        standard=standard or f"{_VERIFYING}:2019",
    )
