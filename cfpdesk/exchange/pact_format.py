"""What a PACT v3 product footprint consists of: names, kinds and limits of its fields.

Our own statement of the facts of the PACT Technical Specifications 3.0 (WBCSD), in the order of
the specification; the published schema itself is not part of this program (decision 14).
"""

from dataclasses import dataclass
from enum import Enum

from cfpdesk.model.declared_unit import DeclaredUnit

SPEC_VERSION = "3.0.0"
VALID_YEARS = 3


class Kind(Enum):
    """What a value is; every decimal is a string in quotation marks."""

    TEXT = "text"
    FILLED = "text that is not empty"
    UUID = "uuid"
    URN = "urn"
    URI = "uri"
    MOMENT = "date and time"
    DECIMAL = "decimal"
    FLAG = "true or false"
    OBJECT = "object"
    LIST = "list"


class Need(Enum):
    """Whether a field must be there; EXPECTED is asked for by the methodology, not the schema."""

    REQUIRED = "required"
    EXPECTED = "expected"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a value must be like.

    Attributes:
        low, high: limits of a decimal, both allowed; `above` is one that it must exceed.
        choices: the words that are allowed; open to others where `open_choices`.
        pattern: regular expression of the whole text, with `example` to show.
        fields: of an object.
        item: of a list; a list is never empty, `unique` ones name nothing twice.
    """

    kind: Kind
    low: int | None = None
    high: int | None = None
    above: int | None = None
    choices: tuple[str, ...] = ()
    open_choices: bool = False
    pattern: str = ""
    example: str = ""
    fields: tuple["Field", ...] = ()
    item: "Form | None" = None
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A named value of an object."""

    name: str
    form: Form
    need: Need = Need.OPTIONAL


STANDARDS = (
    "ISO14067",
    "ISO14083",
    "ISO14040-44",
    "GHGP-Product",
    "PEF",
    "PACT-1.0",
    "PACT-2.0",
    "PACT-3.0",
    "PAS2050",
)
REGIONS = (
    "Africa",
    "Americas",
    "Asia",
    "Europe",
    "Oceania",
    "Australia and New Zealand",
    "Central Asia",
    "Eastern Asia",
    "Eastern Europe",
    "Latin America and the Caribbean",
    "Melanesia",
    "Micronesia",
    "Northern Africa",
    "Northern America",
    "Northern Europe",
    "Polynesia",
    "South-eastern Asia",
    "Southern Asia",
    "Southern Europe",
    "Sub-Saharan Africa",
    "Western Asia",
    "Western Europe",
)
GEOGRAPHIES = ("geographyRegionOrSubregion", "geographyCountry", "geographyCountrySubdivision")
PRODUCT_LEVEL = "product level"

_TEXT, _FILLED = Form(kind=Kind.TEXT), Form(kind=Kind.FILLED)
_MOMENT, _FLAG = Form(kind=Kind.MOMENT), Form(kind=Kind.FLAG)
_UUID, _URI = Form(kind=Kind.UUID), Form(kind=Kind.URI)
_DECIMAL = Form(kind=Kind.DECIMAL)
_NOT_NEGATIVE = Form(kind=Kind.DECIMAL, low=0)
_NOT_POSITIVE = Form(kind=Kind.DECIMAL, high=0)
_POSITIVE = Form(kind=Kind.DECIMAL, above=0)
_PERCENT = Form(kind=Kind.DECIMAL, low=0, high=100)
_RATING = Form(kind=Kind.DECIMAL, low=1, high=5)


def _one_of(*choices: str) -> Form:
    return Form(kind=Kind.TEXT, choices=choices)


def _list(item: Form, *, unique: bool = True) -> Form:
    return Form(kind=Kind.LIST, item=item, unique=unique)


def _object(*fields: Field) -> Form:
    return Form(kind=Kind.OBJECT, fields=fields)


_URNS = _list(Form(kind=Kind.URN))

SECTOR_RULE = _object(
    Field("operator", _one_of("PEF", "EPD International", "Other"), Need.REQUIRED),
    Field("ruleNames", _list(_FILLED), Need.REQUIRED),
    Field("otherOperatorName", _FILLED),
)
FACTOR_SOURCE = _object(
    Field("name", _FILLED, Need.REQUIRED), Field("version", _FILLED, Need.REQUIRED)
)
DQI = _object(
    Field("technologicalDQR", _RATING, Need.REQUIRED),
    Field("geographicalDQR", _RATING, Need.REQUIRED),
    Field("temporalDQR", _RATING, Need.REQUIRED),
)
VERIFICATION = _object(
    Field("coverage", _one_of("PCF calculation model", "PCF program", PRODUCT_LEVEL)),
    Field("providerName", _TEXT),
    Field("completedAt", _MOMENT),
    Field("standardName", _TEXT),
    Field("comments", _TEXT),
)
EXTENSION = _object(
    Field("specVersion", _TEXT, Need.REQUIRED),
    Field("dataSchema", _URI, Need.REQUIRED),
    Field("documentation", _URI),
    Field("data", Form(kind=Kind.OBJECT), Need.REQUIRED),
)
PCF = _object(
    Field("declaredUnitOfMeasurement", _one_of(*DeclaredUnit), Need.REQUIRED),
    Field("declaredUnitAmount", _POSITIVE, Need.REQUIRED),
    Field("productMassPerDeclaredUnit", _NOT_NEGATIVE, Need.REQUIRED),
    Field("referencePeriodStart", _MOMENT, Need.REQUIRED),
    Field("referencePeriodEnd", _MOMENT, Need.REQUIRED),
    Field("geographyRegionOrSubregion", _one_of(*REGIONS)),
    Field("geographyCountry", Form(kind=Kind.TEXT, pattern=r"[A-Z]{2}", example="CN")),
    Field(
        "geographyCountrySubdivision",
        Form(kind=Kind.TEXT, pattern=r"[A-Z]{2}-[A-Z0-9]{1,3}", example="CN-JS"),
    ),
    Field("boundaryProcessesDescription", _TEXT),
    Field("pcfExcludingBiogenicUptake", _DECIMAL, Need.REQUIRED),
    Field("pcfIncludingBiogenicUptake", _DECIMAL, Need.REQUIRED),
    Field("fossilCarbonContent", _NOT_NEGATIVE, Need.REQUIRED),
    Field("biogenicCarbonContent", _NOT_NEGATIVE),
    Field("recycledCarbonContent", _NOT_NEGATIVE),
    Field("fossilGhgEmissions", _NOT_NEGATIVE, Need.REQUIRED),
    Field("landUseChangeGhgEmissions", _NOT_NEGATIVE),
    Field("landCarbonLeakage", _NOT_NEGATIVE),
    Field("landManagementFossilGhgEmissions", _NOT_NEGATIVE),
    Field("landManagementBiogenicCO2Emissions", _NOT_NEGATIVE),
    Field("landManagementBiogenicCO2Removals", _NOT_POSITIVE),
    Field("biogenicCO2Uptake", _NOT_POSITIVE),
    Field("biogenicNonCO2Emissions", _NOT_NEGATIVE),
    Field("landAreaOccupation", _NOT_NEGATIVE),
    Field("aircraftGhgEmissions", _NOT_NEGATIVE),
    Field("packagingEmissionsIncluded", _FLAG, Need.EXPECTED),
    Field("packagingGhgEmissions", _NOT_NEGATIVE),
    Field("packagingBiogenicCarbonContent", _NOT_NEGATIVE),
    Field("outboundLogisticsGhgEmissions", _NOT_NEGATIVE),
    Field("ccsTechnologicalCO2CaptureIncluded", _FLAG, Need.EXPECTED),
    Field("ccsTechnologicalCO2Capture", _NOT_POSITIVE),
    Field("technologicalCO2CaptureOrigin", _TEXT),
    Field("technologicalCO2Removals", _NOT_POSITIVE),
    Field("ccuCarbonContent", _NOT_NEGATIVE),
    Field("ccuCalculationApproach", _one_of("Cut-off", "Credit")),
    Field("ccuCreditCertification", _URI),
    Field(
        "ipccCharacterizationFactors",
        _list(Form(kind=Kind.TEXT, pattern=r"AR[0-9]+", example="AR6")),
        Need.REQUIRED,
    ),
    Field(
        "crossSectoralStandards",
        _list(Form(kind=Kind.TEXT, choices=STANDARDS, open_choices=True)),
        Need.REQUIRED,
    ),
    Field("productOrSectorSpecificRules", _list(SECTOR_RULE)),
    Field("exemptedEmissionsPercent", _PERCENT, Need.REQUIRED),
    Field("exemptedEmissionsDescription", _TEXT),
    Field("allocationRulesDescription", _TEXT),
    Field("secondaryEmissionFactorSources", _list(FACTOR_SOURCE, unique=False)),
    Field("primaryDataShare", _PERCENT, Need.EXPECTED),
    Field("dqi", DQI, Need.EXPECTED),
    Field("verification", VERIFICATION),
)
PRODUCT_FOOTPRINT = _object(
    Field("id", _UUID, Need.REQUIRED),
    Field(
        "specVersion",
        Form(kind=Kind.TEXT, pattern=r"[0-9]+\.[0-9]+\.[0-9]+(-[0-9]{8})?", example=SPEC_VERSION),
        Need.REQUIRED,
    ),
    Field("precedingPfIds", _list(_UUID)),
    Field("created", _MOMENT, Need.REQUIRED),
    Field("status", _one_of("Active", "Deprecated"), Need.REQUIRED),
    Field("validityPeriodStart", _MOMENT),
    Field("validityPeriodEnd", _MOMENT),
    Field("companyName", _FILLED, Need.REQUIRED),
    Field("companyIds", _URNS, Need.REQUIRED),
    Field("productDescription", _TEXT, Need.REQUIRED),
    Field("productIds", _URNS, Need.REQUIRED),
    Field("productClassifications", _URNS),
    Field("productNameCompany", _FILLED, Need.REQUIRED),
    Field("comment", _TEXT),
    Field("pcf", PCF, Need.REQUIRED),
    Field("extensions", Form(kind=Kind.LIST, item=EXTENSION)),
)
