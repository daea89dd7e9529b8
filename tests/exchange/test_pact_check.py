"""A footprint handed over is judged field by field, against itself, and whatever its bytes are."""

import copy
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cfpdesk.exchange import pact_format
from cfpdesk.exchange.pact import export_footprint
from cfpdesk.exchange.pact_check import MAX_BYTES, MAX_DEPTH, MAX_PROBLEMS, check_footprint, errors
from cfpdesk.exchange.pact_format import Field, Form, Kind, Need
from cfpdesk.exchange.pact_problem import Gravity, Problem
from cfpdesk.exchange.pact_sums import sum_of_parts
from tests.exchange.footprints import e1, e4
from tests.exchange.pact_schema import published_schema, schemas

Json = dict[str, Any]
OBJECTS = {
    "ProductFootprint": pact_format.PRODUCT_FOOTPRINT,
    "CarbonFootprint": pact_format.PCF,
    "DataModelExtension": pact_format.EXTENSION,
    "ProductOrSectorSpecificRule": pact_format.SECTOR_RULE,
    "EmissionFactorSource": pact_format.FACTOR_SOURCE,
    "DataQualityIndicators": pact_format.DQI,
    "Verification": pact_format.VERIFICATION,
}


def panel() -> Json:
    """A footprint with biogenic carbon, as a client might hand it over."""
    footprint: Json = json.loads(export_footprint(e4()).data)
    return footprint


def problems_of(footprint: object) -> tuple[Problem, ...]:
    return check_footprint(json.dumps(footprint).encode())


def sentences(footprint: object) -> list[str]:
    return [problem.message.text("en") for problem in problems_of(footprint)]


def official(shared: Path, number: int) -> bytes:
    return (shared / "data" / f"pact_ex{number}.json").read_bytes()


@pytest.mark.parametrize(
    ("number", "stated", "parts"), [(1, "0.384", "0.356"), (2, "5.14", "4.804")]
)
def test_official_examples_have_no_errors(
    shared: Path, number: int, stated: str, parts: str
) -> None:
    data = official(shared, number)
    example = json.loads(data)
    assert list(published_schema(shared).iter_errors(example)) == []
    assert errors(check_footprint(data)) == ()
    # They add the fossil emissions of land management, against the text; rounding is within 1 %.
    pcf = example["pcf"]
    assert (pcf["pcfExcludingBiogenicUptake"], sum_of_parts(pcf)) == (stated, Decimal(parts))
    added = sum_of_parts(pcf) + Decimal(pcf["landManagementFossilGhgEmissions"])
    assert added in (Decimal("0.386"), Decimal("5.164"))


def test_what_official_examples_pass_over_is_noticed(shared: Path) -> None:
    first = [one.message.text("en") for one in check_footprint(official(shared, 1))]
    assert first[0] == (
        "id is 12345678-9abc-def0-1234-567812345678; the format asks for a UUID of version 4."
    )
    assert "pcf.ccsTechnologicalCO2CaptureIncluded is missing; the PACT" in first[1]
    second = [one.message.text("en") for one in check_footprint(official(shared, 2))]
    assert any("which is this footprint itself" in sentence for sentence in second)


def _named(fields: tuple[Field, ...]) -> dict[str, Field]:
    return {field.name: field for field in fields}


@pytest.mark.parametrize("name", OBJECTS)
def test_our_statement_of_the_format_says_what_the_schema_says(shared: Path, name: str) -> None:
    schema = schemas(shared)[name]
    ours = _named(OBJECTS[name].fields)
    assert set(ours) == set(schema["properties"])
    needed = {field.name for field in ours.values() if field.need is Need.REQUIRED}
    assert needed == set(schema.get("required", []))
    for field_name, published in schema["properties"].items():
        assert _same(ours[field_name].form, published, shared), field_name


SIGNS = {"> 0": (None, None, 0), ">= 0": (0, None, None), "<= 0": (None, 0, None)}


def _same(form: Form, published: Json, shared: Path) -> bool:
    if "$ref" in published:
        target = published["$ref"].rpartition("/")[2]
        return form == OBJECTS[target] if target in OBJECTS else form.kind is Kind.URN
    kinds = {
        "boolean": {Kind.FLAG},
        "object": {Kind.OBJECT},
        "array": {Kind.LIST},
        "string": {
            "decimal": {Kind.DECIMAL},
            "date-time": {Kind.MOMENT},
            "uuid": {Kind.UUID},
            "uri": {Kind.URI},
            None: {Kind.FILLED} if "minLength" in published else {Kind.TEXT},
        }.get(published.get("format"), set()),
    }
    if form.kind not in kinds[published["type"]]:
        return False
    sign = SIGNS.get(published.get("x-comment", ""))
    if form.item is not None and not _same(form.item, published["items"], shared):
        return False
    listed = published.get("enum", [*published.get("x-enum", [])])
    anchored = published.get("pattern", "").removeprefix("^").removesuffix("$")
    return (
        (sign is None or sign == (form.low, form.high, form.above))
        and [one for one in listed if one != "..."] == list(form.choices)
        and anchored.replace(r"\d", "[0-9]") == form.pattern
        and bool(published.get("uniqueItems")) == form.unique
    )


def _set(path: str, value: object) -> Callable[[Json], None]:
    def change(footprint: Json) -> None:
        *way, last = path.split(".")
        for name in way:
            footprint = footprint[name]
        footprint[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("pcf.biogenicCO2Uptake", "10", "pcf.biogenicCO2Uptake is 10; it must not be above 0."),
        ("pcf.fossilGhgEmissions", "-1", "pcf.fossilGhgEmissions is -1; it must not be below 0."),
        ("pcf.declaredUnitAmount", "0", "pcf.declaredUnitAmount is 0; it must be above 0."),
        ("pcf.primaryDataShare", "100.5", "pcf.primaryDataShare is 100.5; it must lie between"),
        ("pcf.dqi.temporalDQR", "0.9", "pcf.dqi.temporalDQR is 0.9; it must lie between 1 and 5."),
        ("pcf.fossilGhgEmissions", 0.5, "must be a decimal in quotation marks"),
        ("pcf.fossilGhgEmissions", "1e3", "must be a decimal in quotation marks"),
        ("pcf.fossilGhgEmissions", "１", "must be a decimal in quotation marks"),
        ("pcf.fossilGhgEmissions", None, "it is null."),
        ("pcf.geographyCountry", "CN", "Only one geography may be given: pcf.geographyCountry"),
        ("pcf.declaredUnitOfMeasurement", "ton", "is ton; the format knows only: liter, kilogram"),
        ("pcf.productMassPerDeclaredUnit", "2", "is 2, but the declared unit is 1 kg; both must"),
        ("pcf.ipccCharacterizationFactors", ["AR5"], "names AR5; the PACT methodology asks for"),
        ("pcf.ipccCharacterizationFactors", ["GWP"], "is GWP; it must be written like AR6."),
        ("pcf.crossSectoralStandards", [], "pcf.crossSectoralStandards must not be empty."),
        ("pcf.crossSectoralStandards", ["PEF", "PEF"], "names PEF twice."),
        ("pcf.crossSectoralStandards", "PEF", "must be a list in square brackets; it is PEF."),
        ("pcf.pcfExcludingBiogenicUptake", "0.71", "is 0.71, but its parts add up to 0.7: more"),
        ("pcf.pcfIncludingBiogenicUptake", "-1.12", "is -1.12, but its parts add up to -1.1: more"),
        ("pcf.aircraftGhgEmissions", "0.8", "is 0.8, more than all emissions together, 0.7."),
        ("pcf.biogenicCarbonContent", "0.7", "stands for 2.56666667 kg of CO2 taken up."),
        (
            "pcf.fossilCarbonContent",
            "0.6",
            "are together 1.09090909 kg, more than the product, 1 kg.",
        ),
        ("pcf.packagingGhgEmissions", "0.1", "although packagingEmissionsIncluded is false."),
        ("pcf.packagingEmissionsIncluded", True, "although packagingEmissionsIncluded is true."),
        ("pcf.packagingEmissionsIncluded", "no", "must be true or false; it is no."),
        ("pcf.ccsTechnologicalCO2Capture", "-1", "ccsTechnologicalCO2CaptureIncluded is false."),
        ("pcf.exemptedEmissionsPercent", "3", "no reason is given in exemptedEmissionsDescription"),
        ("pcf.exemptedEmissionsPercent", "-0.1", "it must lie between 0 and 100."),
        ("pcf.referencePeriodStart", "2026-01-01T00:00:00Z", "must be later than"),
        ("pcf.referencePeriodEnd", "2026-02-30T00:00:00Z", "it must be a moment written like"),
        ("pcf.referencePeriodEnd", "2026-01-01T00:00:00+08:00", "asks for times in UTC"),
        ("pcf.verification.completedAt", "2025-06-01T00:00:00Z", "is earlier than the end of the"),
        ("pcf.verification.providerName", " ", "nobody is named who verified"),
        ("pcf.verification.coverage", "all", "is all; the format knows only: PCF calculation"),
        (
            "pcf.productOrSectorSpecificRules",
            [{"operator": "Other", "ruleNames": ["x"]}],
            "[0].otherOperatorName is missing, although the operator is Other.",
        ),
        ("validityPeriodStart", "2025-12-31T23:59:59Z", "must not be earlier than"),
        ("validityPeriodEnd", "2029-01-01T00:00:01Z", "here until 2029-01-01."),
        ("validityPeriodEnd", "2026-03-20T00:00:00Z", "must be later than validityPeriodStart"),
        ("id", "0b0f7a2e3f574f6e9f0a2f6a5d0c8f11", "it must be a UUID."),
        ("id", "0b0f7a2e-3f57-5f6e-9f0a-2f6a5d0c8f11", "asks for a UUID of version 4."),
        ("precedingPfIds", ["0b0f7a2e-3f57-4f6e-9f0a-2f6a5d0c8f11"], "is this footprint itself"),
        ("specVersion", "3", "specVersion is 3; it must be written like 3.0.0."),
        ("specVersion", "2.3.0", "only version 3 of the PACT format is checked."),
        ("companyName", " ", "companyName must not be empty."),
        ("companyIds", ["91320000X"], "companyIds[0] is 91320000X; it must be a URN such as"),
        ("productIds", ["urn:x:1"], "it must be a URN"),
        ("productIds", ["urn:gtin:冷轧"], "it must be a URN"),
        ("status", "active", "is active; the format knows only: Active, Deprecated."),
        ("extensions", [{"specVersion": "2.0.0"}], "extensions[0].dataSchema is missing."),
        ("pcf", "none", "pcf must be a group of fields in braces; it is none."),
    ],
)
def test_each_fault_is_named_with_field_and_figures(
    path: str, value: object, sentence: str
) -> None:
    footprint = panel()
    assert problems_of(footprint) == ()
    _set(path, value)(footprint)
    found = sentences(footprint)
    assert any(sentence in one for one in found), found
    assert all(
        "{" not in one.message.text("zh").replace("{…}", "") for one in problems_of(footprint)
    )


def test_a_sum_may_differ_by_one_percent_and_no_more() -> None:
    footprint = panel()
    footprint["pcf"].update(
        fossilGhgEmissions="99", landUseChangeGhgEmissions="0", biogenicCO2Uptake="0",
        biogenicCarbonContent="0", pcfExcludingBiogenicUptake="100",
        pcfIncludingBiogenicUptake="100",
    )  # fmt: skip
    assert problems_of(footprint) == ()
    footprint["pcf"]["fossilGhgEmissions"] = "98.999"
    assert len(errors(problems_of(footprint))) == 1


def test_fossil_emissions_of_land_management_may_be_contained_or_added() -> None:
    footprint = panel()
    footprint["pcf"]["landManagementFossilGhgEmissions"] = "0.2"
    assert problems_of(footprint) == ()
    footprint["pcf"].update(pcfExcludingBiogenicUptake="0.9", pcfIncludingBiogenicUptake="-0.9")
    assert problems_of(footprint) == ()
    footprint["pcf"].update(pcfExcludingBiogenicUptake="0.8", pcfIncludingBiogenicUptake="-1.0")
    assert len(errors(problems_of(footprint))) == 1


def test_where_removals_nearly_cancel_rounding_is_no_fault() -> None:
    footprint = panel()
    footprint["pcf"].update(
        fossilGhgEmissions="1000.4", landUseChangeGhgEmissions="0", biogenicCO2Uptake="0",
        biogenicCarbonContent="0", landManagementBiogenicCO2Removals="-1000.1",
        pcfExcludingBiogenicUptake="0", pcfIncludingBiogenicUptake="0",
    )  # fmt: skip
    assert errors(problems_of(footprint)) == ()


def test_an_answer_of_a_service_is_looked_into() -> None:
    wrong = panel()
    wrong["companyName"] = ""
    assert problems_of({"data": panel()}) == ()
    assert sentences({"data": [panel(), wrong]}) == ["data[1].companyName must not be empty."]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "wrong in line 1"),
        (b"{\n  broken", "wrong in line 2"),
        (b"\xff\xfe{}", "not text in UTF-8"),
        ('{"id": "冷轧"}'.encode("gb18030"), "not text in UTF-8"),
        (b"[]", "holds no product footprint"),
        (b"7", "holds no product footprint"),
        (b'{"data": []}', "holds no product footprint"),
        (b'{"data": [1]}', "holds no product footprint"),
        (b"[" * 100_000, "levels deep"),
        (b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1), "levels deep"),
        (b" " * (MAX_BYTES + 1), "a product footprint has at most"),
    ],
)
def test_other_files_get_one_sentence(data: bytes, sentence: str) -> None:
    (problem,) = check_footprint(data)
    assert sentence in problem.message.text("en")
    assert problem.message.text("zh")


def test_a_byte_order_mark_is_no_fault() -> None:
    assert check_footprint(b"\xef\xbb\xbf" + export_footprint(e1()).data) == ()


def test_a_field_that_stands_twice_is_named() -> None:
    data = export_footprint(e1()).data.replace(b'"status"', b'"status": "Active", "status"', 1)
    assert [one.message.text("en") for one in check_footprint(data)] == [
        "status stands twice in the same group; readers will not agree which one counts."
    ]


def test_huge_figures_and_lists_are_bounded() -> None:
    text = export_footprint(e1()).data.decode()
    for figure in ("9" * 1_000_000, f"1.{'0' * 1_000_000}", "1E999999999"):
        (problem, *_) = check_footprint(
            text.replace('"fossilGhgEmissions": "2708.87833"', f'"fossilGhgEmissions": "{figure}"')
            .encode()
        )  # fmt: skip
        assert len(problem.message.text("en")) < 200
    for bare in ("1E999999999", "NaN", "-Infinity", "9" * 100_000):
        data = text.replace('"fossilGhgEmissions": "2708.87833"', f'"fossilGhgEmissions": {bare}')
        assert errors(check_footprint(data.encode()))
    footprint = panel()
    footprint["productIds"] = ["x"] * 5000
    found = problems_of(footprint)
    assert len(found) == MAX_PROBLEMS + 1
    assert "the others are not listed" in found[-1].message.text("en")


@given(st.binary(max_size=300))
def test_no_bytes_make_it_stumble(data: bytes) -> None:
    assert check_footprint(data)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_any_value_anywhere_is_judged_without_stumbling(data: st.DataObject) -> None:
    footprint = panel()
    places = [(footprint, name) for name in footprint]
    places += [(footprint["pcf"], name) for name in footprint["pcf"]]
    places += [(footprint["pcf"]["verification"], "completedAt"), (footprint["pcf"]["dqi"], "x")]
    for holder, name in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=4)):
        holder[name] = data.draw(ANY)
    for problem in check_footprint(json.dumps(footprint).encode()):
        assert problem.message.text("en")
        problem.message.text("zh").encode()


WRONG = st.sampled_from(
    [None, 1, 1.5, True, "", "x", "-1", [], ["x"], ["x", "x"], [1], {}, {"operator": "x"}]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(data=st.data())
def test_whatever_the_schema_refuses_we_refuse(shared: Path, data: st.DataObject) -> None:
    footprint = copy.deepcopy(panel())
    holder = data.draw(st.sampled_from([footprint, footprint["pcf"], footprint["pcf"]["dqi"]]))
    name = data.draw(st.sampled_from(sorted(holder)))
    if data.draw(st.booleans()):
        del holder[name]
    else:
        holder[name] = data.draw(WRONG)
    if not published_schema(shared).is_valid(footprint):
        assert errors(problems_of(footprint)), (name, holder.get(name))
    assert all(one.gravity in Gravity for one in problems_of(footprint))
