"""Whether the statements of a PACT footprint agree with one another: what no schema says.

Periods, validity, geography, packaging, captured CO2, sources and verification, after the PACT
Technical Specifications 3.0 and Methodology 3.0. A value whose own form is wrong is passed over
here; the form check has said so.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from cfpdesk.exchange.pact_format import GEOGRAPHIES, PRODUCT_LEVEL, VALID_YEARS
from cfpdesk.exchange.pact_problem import Gravity, Problem, shown
from cfpdesk.exchange.pact_shape import decimal_of, moment_of, text_of
from cfpdesk.exchange.pact_sums import check_sums
from cfpdesk.i18n import msg

_NEWEST = "AR6"
_CAPTURE = (
    "ccsTechnologicalCO2Capture",
    "technologicalCO2Removals",
    "technologicalCO2CaptureOrigin",
)

Fields = Mapping[str, object]


def check_sense(path: str, footprint: Fields) -> Iterator[Problem]:
    """Yield where the statements of one footprint contradict each other.

    Args:
        path: where the footprint stands in the file, ending with a dot, or empty.
        footprint: a `ProductFootprint` as JSON gives it.
    """
    before, own = footprint.get("precedingPfIds"), text_of(footprint.get("id"))
    if isinstance(before, list) and own and own in before:
        field = f"{path}precedingPfIds"
        said = msg(
            "{field} names {value}, which is this footprint itself.", field=field, value=shown(own)
        )
        yield Problem(field, said, Gravity.NOTICE)
    pcf = footprint.get("pcf")
    if not isinstance(pcf, dict):
        return
    inner = f"{path}pcf."
    yield from _periods(path, footprint, pcf)
    yield from _geography(inner, pcf)
    yield from check_sums(inner, pcf)
    yield from _packaging(inner, pcf)
    yield from _capture(inner, pcf)
    yield from _exempted(inner, pcf)
    yield from _sources(inner, pcf)
    yield from _characterisation(inner, pcf)
    yield from _operators(inner, pcf)
    yield from _verification(inner, pcf)


def years_later(moment: datetime, years: int) -> datetime:
    """Return the same day and time some years on; 29 February becomes the 28th.

    Raises:
        ValueError: beyond the year 9999.
    """
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)


def _periods(path: str, footprint: Fields, pcf: Fields) -> Iterator[Problem]:
    start_at, end_at = f"{path}pcf.referencePeriodStart", f"{path}pcf.referencePeriodEnd"
    from_at, until_at = f"{path}validityPeriodStart", f"{path}validityPeriodEnd"
    start, end = pcf.get("referencePeriodStart"), pcf.get("referencePeriodEnd")
    opens = footprint.get("validityPeriodStart")
    expires = footprint.get("validityPeriodEnd")
    yield from _ordered(start_at, start, end_at, end)
    yield from _ordered(from_at, opens, until_at, expires)
    closed, opened, expiry = moment_of(end), moment_of(opens), moment_of(expires)
    if closed is None:
        return
    if opened and opened < closed:
        said = msg(
            "{field} ({value}) must not be earlier than {other} ({limit}).",
            field=from_at,
            value=shown(opens),
            other=end_at,
            limit=shown(end),
        )
        yield Problem(from_at, said)
    try:
        limit = years_later(closed, VALID_YEARS)
    except ValueError:
        return
    if expiry and expiry > limit:
        said = msg(
            "{field} is {value}; a footprint is valid for at most {n} {n:year|years} after {other},"
            " here until {limit}.",
            field=until_at,
            value=shown(expires),
            n=VALID_YEARS,
            other=end_at,
            limit=limit.astimezone(UTC).strftime("%Y-%m-%d"),
        )
        yield Problem(until_at, said)


def _ordered(first: str, start: object, second: str, end: object) -> Iterator[Problem]:
    opened, closed = moment_of(start), moment_of(end)
    if opened and closed and closed <= opened:
        said = msg(
            "{field} ({value}) must be later than {other} ({limit}).",
            field=second,
            value=shown(end),
            other=first,
            limit=shown(start),
        )
        yield Problem(second, said)


def _geography(path: str, pcf: Fields) -> Iterator[Problem]:
    given = [name for name in GEOGRAPHIES if name in pcf]
    for name in given[1:]:
        said = msg(
            "Only one geography may be given: {field} is {value}, and {other} is {limit}.",
            field=path + name,
            value=shown(pcf[name]),
            other=path + given[0],
            limit=shown(pcf[given[0]]),
        )
        yield Problem(path + name, said)


def _packaging(path: str, pcf: Fields) -> Iterator[Problem]:
    field, given = f"{path}packagingGhgEmissions", pcf.get("packagingGhgEmissions")
    if pcf.get("packagingEmissionsIncluded") is False and given is not None:
        said = msg(
            "{field} is {value}, although packagingEmissionsIncluded is false.",
            field=field,
            value=shown(given),
        )
        yield Problem(field, said)
    if pcf.get("packagingEmissionsIncluded") is True and given is None:
        said = msg("{field} is missing, although packagingEmissionsIncluded is true.", field=field)
        yield Problem(field, said, Gravity.NOTICE)


def _capture(path: str, pcf: Fields) -> Iterator[Problem]:
    if pcf.get("ccsTechnologicalCO2CaptureIncluded") is False:
        for name in _CAPTURE:
            if pcf.get(name) is not None and decimal_of(pcf.get(name)) != 0:
                said = msg(
                    "{field} is {value}, although ccsTechnologicalCO2CaptureIncluded is false.",
                    field=path + name,
                    value=shown(pcf[name]),
                )
                yield Problem(path + name, said)


def _exempted(path: str, pcf: Fields) -> Iterator[Problem]:
    share = decimal_of(pcf.get("exemptedEmissionsPercent"))
    reason = text_of(pcf.get("exemptedEmissionsDescription")) or ""
    if share and share > 0 and not reason.strip():
        field = f"{path}exemptedEmissionsPercent"
        said = msg(
            "{field} is {value}, and no reason is given in exemptedEmissionsDescription.",
            field=field,
            value=shown(str(share)),
        )
        yield Problem(field, said, Gravity.NOTICE)


def _sources(path: str, pcf: Fields) -> Iterator[Problem]:
    share = decimal_of(pcf.get("primaryDataShare"))
    if share is not None and share < Decimal(100) and not pcf.get("secondaryEmissionFactorSources"):
        field = f"{path}secondaryEmissionFactorSources"
        said = msg(
            "{field} is missing, although only {value} % of the data are primary.",
            field=field,
            value=shown(str(share)),
        )
        yield Problem(field, said, Gravity.NOTICE)


def _characterisation(path: str, pcf: Fields) -> Iterator[Problem]:
    named = pcf.get("ipccCharacterizationFactors")
    for at, name in enumerate(named if isinstance(named, list) else []):
        if text_of(name) and name != _NEWEST:
            field = f"{path}ipccCharacterizationFactors[{at}]"
            said = msg(
                "{field} names {value}; the PACT methodology asks for the newest, {newest}.",
                field=field,
                value=shown(name),
                newest=_NEWEST,
            )
            yield Problem(field, said, Gravity.NOTICE)


def _operators(path: str, pcf: Fields) -> Iterator[Problem]:
    rules = pcf.get("productOrSectorSpecificRules")
    for at, rule in enumerate(rules if isinstance(rules, list) else []):
        named = not isinstance(rule, dict) or "otherOperatorName" in rule
        if not named and rule.get("operator") == "Other":
            field = f"{path}productOrSectorSpecificRules[{at}].otherOperatorName"
            said = msg("{field} is missing, although the operator is Other.", field=field)
            yield Problem(field, said, Gravity.NOTICE)


def _verification(path: str, pcf: Fields) -> Iterator[Problem]:
    verification = pcf.get("verification")
    if not isinstance(verification, dict):
        return
    inner = f"{path}verification."
    if not (text_of(verification.get("providerName")) or "").strip():
        field = f"{inner}providerName"
        said = msg("{field} is empty: nobody is named who verified the footprint.", field=field)
        yield Problem(field, said, Gravity.NOTICE)
    done = moment_of(verification.get("completedAt"))
    closed = moment_of(pcf.get("referencePeriodEnd"))
    if verification.get("coverage") == PRODUCT_LEVEL and done and closed and done < closed:
        field = f"{inner}completedAt"
        said = msg(
            "{field} ({value}) is earlier than the end of the period ({limit}).",
            field=field,
            value=shown(verification["completedAt"]),
            limit=shown(pcf["referencePeriodEnd"]),
        )
        yield Problem(field, said, Gravity.NOTICE)
