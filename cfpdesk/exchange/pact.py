"""Writes a verified footprint as a PACT v3 `ProductFootprint`, or says why that cannot be.

PACT ends at the gate: what lies beyond is left out and said so, or the export is refused. The file
is the same for the same facts.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from cfpdesk.errors import UserError
from cfpdesk.exchange.pact_check import check_value
from cfpdesk.exchange.pact_format import PRODUCT_LEVEL, SPEC_VERSION, STANDARDS
from cfpdesk.exchange.pact_problem import Gravity, Problem
from cfpdesk.exchange.pact_validity import Validity, midnight, midnight_after, validity
from cfpdesk.i18n import Language, Message, msg
from cfpdesk.model.engagement import LEVEL_NAMES, Boundary
from cfpdesk.model.product_footprint import (
    Geography,
    GeographyKind,
    ProductFootprintFacts,
    SectorRules,
    VerificationFacts,
    decimal_text,
    total,
)
from cfpdesk.model.record import JsonValue

_GEOGRAPHY = {
    GeographyKind.REGION: "geographyRegionOrSubregion",
    GeographyKind.COUNTRY: "geographyCountry",
    GeographyKind.SUBDIVISION: "geographyCountrySubdivision",
}
_OPERATORS = ("PEF", "EPD International")
# How a standard is written in an engagement, without spaces and signs, and its PACT code.
_STANDARD_CODES = (
    ("ISO14067", "ISO14067"),
    ("ISO14083", "ISO14083"),
    ("ISO14040", "ISO14040-44"),
    ("ISO14044", "ISO14040-44"),
    ("GHGPROTOCOLPRODUCT", "GHGP-Product"),
    ("GHGPPRODUCT", "GHGP-Product"),
    ("PAS2050", "PAS2050"),
)
_OF_VERIFICATION = "ISO14064"

_LACKS_UPSTREAM = msg(
    "A PACT footprint reaches from cradle to gate. This one is gate to gate and lacks what happens"
    " upstream, so it is not exported."
)
_BEYOND = msg(
    "A PACT footprint ends at the gate, and this one is cradle to grave. Give every line its life"
    " cycle stage, so that the part beyond the gate can be left out; then export again."
)


class ExportRefusedError(UserError):
    """The facts make no valid PACT footprint; `problems` says why, field by field."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first, more = problems[0].message, len(problems) - 1
        if more:
            said = msg(
                "The PACT file was not written. {sentence} ({n} more)", sentence=first, n=more
            )
        else:
            said = msg("The PACT file was not written. {sentence}", sentence=first)
        super().__init__(said)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class PactExport:
    """A PACT file that passed every check.

    Attributes:
        data: the JSON file.
        notes: what a person should know about it: what was left out or clipped, and notices.
    """

    data: bytes
    notes: tuple[Message, ...]


def export_footprint(facts: ProductFootprintFacts, language: Language = "en") -> PactExport:
    """Return the PACT v3 file of a verified footprint.

    Args:
        facts: what is exported.
        language: of the sentences the program itself puts into the file.

    Raises:
        UserError: if the boundary does not fit the format, or validity would end before it begins.
        ExportRefusedError: if a field is missing, wrong, or contradicts another.
    """
    beyond = _beyond_gate(facts)
    valid = validity(facts)
    value = _footprint(facts, valid, [one for one in (beyond, _also_by(facts)) if one], language)
    problems = tuple(check_value(value))
    wrong = tuple(one for one in problems if one.gravity is Gravity.ERROR)
    if wrong:
        raise ExportRefusedError(wrong)
    notes = [*([beyond] if beyond else []), *valid.notes, *(one.message for one in problems)]
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return PactExport(f"{text}\n".encode(), tuple(notes))


def standard_code(standard: str) -> str | None:
    """Return the PACT code of a calculation standard, `ISO14067` of “ISO 14067:2018”, or None."""
    if standard in STANDARDS:
        return standard
    plain = re.sub(r"[^A-Z0-9]", "", standard.upper())
    return next((code for start, code in _STANDARD_CODES if plain.startswith(start)), None)


def _beyond_gate(facts: ProductFootprintFacts) -> Message | None:
    if facts.boundary is Boundary.GATE_TO_GATE:
        raise UserError(_LACKS_UPSTREAM)
    if facts.boundary is Boundary.CRADLE_TO_GATE:
        if facts.beyond_gate:
            raise UserError(
                msg(
                    "The boundary is cradle to gate, but {beyond} kgCO2e per declared unit lie"
                    " beyond the gate. Correct the boundary or the stages of the lines.",
                    beyond=decimal_text(facts.beyond_gate),
                )
            )
        return None
    if facts.beyond_gate is None:
        raise UserError(_BEYOND)
    whole = total(facts.values.including_uptake, facts.values.outbound, facts.beyond_gate)
    return msg(
        "The verified footprint is cradle to grave, {whole} kgCO2e per declared unit; {beyond} of"
        " it lie beyond the gate and are not part of this file.",
        whole=decimal_text(whole),
        beyond=decimal_text(facts.beyond_gate),
    )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _codes(facts: ProductFootprintFacts) -> tuple[list[str], list[str]]:
    """Return the PACT codes of the standards, and the standards that have none."""
    used = [one for one in facts.standards if not _verifies(one)]
    codes = dict.fromkeys(code for one in used if (code := standard_code(one)))
    return list(codes), [one for one in used if standard_code(one) is None]


def _verifies(standard: str) -> bool:
    return re.sub(r"[^A-Z0-9]", "", standard.upper()).startswith(_OF_VERIFICATION)


def _also_by(facts: ProductFootprintFacts) -> Message | None:
    codes, others = _codes(facts)
    if not codes or not others:
        return None
    return msg("Calculated by {standards} as well.", standards=", ".join(others))


def _footprint(
    facts: ProductFootprintFacts, valid: Validity, remarks: list[Message], language: Language
) -> dict[str, JsonValue]:
    comment = "\n".join(
        [*([facts.comment] if facts.comment else []), *(one.text(language) for one in remarks)]
    )
    return _present(
        ("id", facts.id),
        ("specVersion", SPEC_VERSION),
        ("precedingPfIds", list(facts.preceding) or None),
        ("created", _moment(facts.created)),
        ("status", "Active"),
        ("validityPeriodStart", _moment(valid.start) if valid.start else None),
        ("validityPeriodEnd", _moment(valid.end) if valid.end else None),
        ("companyName", facts.company.name),
        ("companyIds", list(facts.company.ids)),
        ("productDescription", facts.product.description),
        ("productIds", list(facts.product.ids)),
        ("productClassifications", list(facts.product.classifications) or None),
        ("productNameCompany", facts.product.name),
        ("comment", comment or None),
        ("pcf", _pcf(facts, language)),
    )


def _pcf(facts: ProductFootprintFacts, language: Language) -> dict[str, JsonValue]:
    codes, others = _codes(facts)
    return _present(
        ("declaredUnitOfMeasurement", facts.unit.value),
        ("declaredUnitAmount", decimal_text(facts.amount)),
        ("productMassPerDeclaredUnit", decimal_text(facts.mass_kg)),
        ("referencePeriodStart", _moment(midnight(facts.period_from))),
        ("referencePeriodEnd", _moment(midnight_after(facts.period_to))),
        *_geography(facts.geography),
        ("boundaryProcessesDescription", facts.boundary_description or None),
        *_figures(facts),
        ("ipccCharacterizationFactors", list(facts.gwp_sets)),
        ("crossSectoralStandards", list[JsonValue](codes or others)),
        ("productOrSectorSpecificRules", [_rule(one) for one in facts.sector_rules] or None),
        ("exemptedEmissionsPercent", decimal_text(facts.exempted_pct)),
        ("exemptedEmissionsDescription", facts.exempted_reason or None),
        ("allocationRulesDescription", facts.allocation or None),
        (
            "secondaryEmissionFactorSources",
            [{"name": one.name, "version": one.version} for one in facts.factor_sources] or None,
        ),
        ("primaryDataShare", _optional(facts.primary_share_pct)),
        ("dqi", _dqi(facts)),
        ("verification", _verification(facts.verification, language)),
    )


def _figures(facts: ProductFootprintFacts) -> Iterator[tuple[str, JsonValue]]:
    values = facts.values
    captures = bool(values.captured or values.technical_removals)
    packaging = values.packaging if facts.packaging_included else None
    yield "pcfExcludingBiogenicUptake", decimal_text(values.excluding_uptake)
    yield "pcfIncludingBiogenicUptake", decimal_text(values.including_uptake)
    yield "fossilCarbonContent", _optional(facts.fossil_carbon)
    yield "biogenicCarbonContent", _optional(facts.biogenic_carbon)
    yield "fossilGhgEmissions", decimal_text(values.fossil)
    yield "landUseChangeGhgEmissions", _optional(values.land_use_change)
    yield "landManagementFossilGhgEmissions", _optional(values.land_management_fossil)
    yield "landManagementBiogenicCO2Emissions", _optional(values.land_management_co2)
    yield "landManagementBiogenicCO2Removals", _optional(values.land_management_removals)
    yield "biogenicCO2Uptake", _optional(values.uptake)
    yield "biogenicNonCO2Emissions", _optional(values.biogenic_non_co2)
    yield "aircraftGhgEmissions", _optional(values.aircraft)
    yield "packagingEmissionsIncluded", facts.packaging_included
    yield "packagingGhgEmissions", _optional(packaging)
    yield "outboundLogisticsGhgEmissions", _optional(values.outbound)
    yield "ccsTechnologicalCO2CaptureIncluded", captures
    yield "ccsTechnologicalCO2Capture", _optional(values.captured if captures else None)
    yield "technologicalCO2Removals", _optional(values.technical_removals if captures else None)


def _geography(geography: Geography | None) -> Iterator[tuple[str, JsonValue]]:
    if geography is not None:
        yield _GEOGRAPHY[geography.kind], geography.name


def _rule(rules: SectorRules) -> JsonValue:
    names: JsonValue = list(rules.names)
    if rules.operator in _OPERATORS:
        return {"operator": rules.operator, "ruleNames": names}
    return {"operator": "Other", "ruleNames": names, "otherOperatorName": rules.operator}


def _dqi(facts: ProductFootprintFacts) -> JsonValue:
    ratings = facts.ratings
    if ratings is None:
        return None
    return {
        "technologicalDQR": decimal_text(ratings.technology),
        "geographicalDQR": decimal_text(ratings.geography),
        "temporalDQR": decimal_text(ratings.time),
    }


def _verification(facts: VerificationFacts | None, language: Language) -> JsonValue:
    if facts is None:
        return None
    said = msg(
        "{level}. Opinion: {opinion}.", level=LEVEL_NAMES[facts.level], opinion=facts.opinion
    )
    comments = said.text(language)
    if facts.certificate:
        number = msg("Certificate: {number}.", number=facts.certificate)
        comments = f"{comments}\n{number.text(language)}"
    return {
        "coverage": PRODUCT_LEVEL,
        "providerName": facts.provider,
        "completedAt": _moment(facts.completed_at),
        "standardName": facts.standard,
        "comments": comments,
    }


def _optional(value: Decimal | None) -> str | None:
    return None if value is None else decimal_text(value)


def _present(*pairs: tuple[str, JsonValue]) -> dict[str, JsonValue]:
    return {name: value for name, value in pairs if value is not None}
