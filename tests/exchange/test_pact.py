"""A verified footprint becomes a PACT file that the published schema and our own checks accept."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.exchange.pact import ExportRefusedError, export_footprint, standard_code
from cfpdesk.exchange.pact_check import check_footprint
from cfpdesk.exchange.pact_problem import Gravity
from cfpdesk.model.declared_unit import DeclaredUnit
from cfpdesk.model.engagement import AssuranceLevel, Boundary
from cfpdesk.model.footprint_line import split_at_gate
from cfpdesk.model.product_footprint import (
    FootprintValues,
    Geography,
    GeographyKind,
    Party,
    ProductFootprintFacts,
    SectorRules,
)
from tests.exchange.footprints import E4_LINES, e1, e4, verification
from tests.exchange.pact_schema import published_schema

pytestmark = pytest.mark.usefixtures("english")


def written(facts: ProductFootprintFacts) -> dict[str, Any]:
    footprint: dict[str, Any] = json.loads(export_footprint(facts).data)
    return footprint


def test_the_constructed_plant_goes_out_whole() -> None:
    export = export_footprint(e1())
    footprint = json.loads(export.data)
    pcf = footprint["pcf"]
    assert pcf["declaredUnitOfMeasurement"] == "kilogram"
    assert pcf["declaredUnitAmount"] == pcf["productMassPerDeclaredUnit"] == "1000"
    assert pcf["pcfExcludingBiogenicUptake"] == "2708.87833"
    assert pcf["pcfIncludingBiogenicUptake"] == "2708.87833"
    assert pcf["fossilGhgEmissions"] == "2708.87833"
    assert pcf["biogenicCO2Uptake"] == "0"
    assert (pcf["referencePeriodStart"], pcf["referencePeriodEnd"]) == (
        "2025-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z",
    )
    assert pcf["crossSectoralStandards"] == ["ISO14067"]
    assert pcf["geographyCountrySubdivision"] == "CN-JS"
    assert pcf["dqi"]["technologicalDQR"] == "1.91655"
    assert pcf["verification"] == {
        "coverage": "product level",
        "providerName": "某认证中心",
        "completedAt": "2026-03-20T02:30:00Z",
        "standardName": "ISO 14064-3:2019",
        "comments": (
            "Reasonable assurance. Opinion: unmodified opinion.\nCertificate: CICC-CFP-2026-0417."
        ),
    }
    assert footprint["comment"] == "Calculated by GB/T 24067-2024 as well."
    assert footprint["validityPeriodEnd"] == "2029-01-01T00:00:00Z"
    assert export.notes == ()
    assert check_footprint(export.data) == ()


def test_the_published_schema_accepts_what_we_write(shared: Path) -> None:
    schema = published_schema(shared)
    whole = replace(
        e4(),
        sector_rules=(SectorRules("中国钢铁工业协会", ("PCR 2024",)), SectorRules("PEF", ("1",))),
        exempted_pct=Decimal("1.5"),
        exempted_reason="below the cut-off",
        packaging_included=True,
        values=FootprintValues(
            fossil=Decimal("0.50"),
            land_use_change=Decimal("0.20"),
            land_management_co2=Decimal("0.1"),
            land_management_removals=Decimal("-0.1"),
            captured=Decimal("-0.01"),
            technical_removals=Decimal("-0.02"),
            biogenic_non_co2=Decimal("0.03"),
            uptake=Decimal("-1.80"),
            land_management_fossil=Decimal("0.05"),
            aircraft=Decimal("0.05"),
            packaging=Decimal("0.01"),
            outbound=Decimal("0.04"),
        ),
        geography=None,
        preceding=("f4b1225a-bd44-4c8e-861d-079e4e1dfd69",),
    )
    for facts in (e1(), e4(), whole):
        assert [error.message for error in schema.iter_errors(written(facts))] == []
        assert check_footprint(export_footprint(facts).data) == ()


def test_the_wood_panel_keeps_its_uptake_apart() -> None:
    pcf = written(e4())["pcf"]
    assert pcf["pcfExcludingBiogenicUptake"] == "0.7"
    assert pcf["pcfIncludingBiogenicUptake"] == "-1.1"
    assert pcf["biogenicCO2Uptake"] == "-1.8"
    assert pcf["aircraftGhgEmissions"] == "0.05"
    assert pcf["biogenicCarbonContent"] == "0.490909091"


def test_what_lies_beyond_the_gate_is_left_out_and_said_so() -> None:
    split = split_at_gate(E4_LINES, Decimal(1))
    facts = replace(
        e4(),
        boundary=Boundary.CRADLE_TO_GRAVE,
        values=split.values,
        beyond_gate=split.beyond_gate,
    )
    footprint = written(facts)
    assert footprint["pcf"]["pcfIncludingBiogenicUptake"] == "-1.1"
    assert "cradle to grave, 0.727 kgCO2e per declared unit; 1.827 of it" in footprint["comment"]


def test_beyond_the_gate_is_refused_where_it_cannot_be_told_apart() -> None:
    with pytest.raises(UserError, match="life cycle stage"):
        export_footprint(replace(e4(), boundary=Boundary.CRADLE_TO_GRAVE))
    with pytest.raises(UserError, match=r"but 1\.827 kgCO2e per declared unit lie beyond"):
        export_footprint(replace(e4(), beyond_gate=Decimal("1.827")))
    with pytest.raises(UserError, match="gate to gate"):
        export_footprint(replace(e1(), boundary=Boundary.GATE_TO_GATE))


def test_validity_is_cut_to_what_the_format_allows() -> None:
    export = export_footprint(
        replace(e1(), valid_from=date(2025, 12, 20), valid_until=date(2029, 3, 19))
    )
    footprint = json.loads(export.data)
    assert footprint["validityPeriodStart"] == "2026-01-01T00:00:00Z"
    assert footprint["validityPeriodEnd"] == "2029-01-01T00:00:00Z"
    assert [note.text("en") for note in export.notes] == [
        "Validity begins in the file on 2026-01-01, after the data period, not on 2025-12-20.",
        (
            "Validity ends in the file on 2028-12-31, three years after the data period, not on"
            " 2029-03-19."
        ),
    ]


def test_a_certificate_of_old_data_is_not_exported() -> None:
    old = replace(e1(), period_from=date(2022, 1, 1), period_to=date(2022, 12, 31))
    with pytest.raises(UserError, match="2026-03-20 to 2025-12-31"):
        export_footprint(old)
    last = replace(old, valid_from=date(2025, 12, 31), valid_until=None)
    assert written(last)["validityPeriodStart"] == "2025-12-31T00:00:00Z"
    with pytest.raises(UserError, match="far in the future"):
        export_footprint(replace(e1(), period_to=date.max))


def test_a_period_that_ends_before_a_leap_day_is_valid_for_no_longer() -> None:
    # Its end is 29 February, 0 o'clock; three years later that is the 28th, not 1 March.
    facts = replace(
        e1(),
        period_to=date(2024, 2, 28),
        period_from=date(2023, 3, 1),
        valid_from=None,
        valid_until=date(2030, 1, 1),
    )
    assert written(facts)["validityPeriodEnd"] == "2027-02-28T00:00:00Z"


def test_times_are_written_in_utc() -> None:
    beijing = timezone(timedelta(hours=8))
    facts = replace(e1(), created=datetime(2026, 4, 1, 7, 0, tzinfo=beijing))
    assert written(facts)["created"] == "2026-03-31T23:00:00Z"


def test_what_contradicts_itself_is_refused_with_field_and_figures() -> None:
    values = replace(e4().values, uptake=Decimal("1.80"))
    with pytest.raises(ExportRefusedError) as refused:
        export_footprint(replace(e4(), values=values))
    assert "pcf.biogenicCO2Uptake is 1.8; it must not be above 0." in str(
        refused.value.message.text("en")
    )
    with pytest.raises(ExportRefusedError) as refused:
        export_footprint(
            replace(e1(), mass_kg=Decimal(999), company=Party("x"), fossil_carbon=None)
        )
    assert {one.field for one in refused.value.problems if one.gravity is Gravity.ERROR} == {
        "companyIds",
        "pcf.fossilCarbonContent",
        "pcf.productMassPerDeclaredUnit",
    }
    assert "(2 more)" in refused.value.message.text("en")
    assert "另有 2 处" in refused.value.message.text("zh")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(e1(), period_to=date(2024, 12, 31), valid_from=None), "pcf.referencePeriodEnd"),
        (replace(e1(), id="E1"), "id"),
        (replace(e1(), amount=Decimal(0), mass_kg=Decimal(0)), "pcf.declaredUnitAmount"),
        (replace(e1(), gwp_sets=()), "pcf.ipccCharacterizationFactors"),
        (replace(e1(), gwp_sets=("2021",)), "pcf.ipccCharacterizationFactors[0]"),
        (replace(e1(), standards=("ISO 14064-3:2019",)), "pcf.crossSectoralStandards"),
        (replace(e1(), exempted_pct=Decimal("100.1")), "pcf.exemptedEmissionsPercent"),
        (
            replace(e1(), geography=Geography(GeographyKind.COUNTRY, "CHN")),
            "pcf.geographyCountry",
        ),
        (
            replace(e1(), geography=Geography(GeographyKind.REGION, "Far East")),
            "pcf.geographyRegionOrSubregion",
        ),
        (
            replace(e1(), unit=DeclaredUnit.PIECE, mass_kg=Decimal(0)),
            "pcf.productMassPerDeclaredUnit",
        ),
        (replace(e1(), unit=DeclaredUnit.HOUR), "pcf.productMassPerDeclaredUnit"),
    ],
)
def test_every_wrong_fact_is_refused(facts: ProductFootprintFacts, field: str) -> None:
    with pytest.raises(ExportRefusedError) as refused:
        export_footprint(facts)
    assert field in {one.field for one in refused.value.problems}


@pytest.mark.parametrize(
    ("standard", "code"),
    [
        ("ISO 14067:2018", "ISO14067"),
        ("ISO14083:2023", "ISO14083"),
        ("ISO 14040/14044", "ISO14040-44"),
        ("GHG Protocol Product Standard", "GHGP-Product"),
        ("PAS 2050:2011", "PAS2050"),
        ("PACT-3.0", "PACT-3.0"),
        ("GB/T 24067-2024", None),
    ],
)
def test_standards_have_their_codes(standard: str, code: str | None) -> None:
    assert standard_code(standard) == code


def test_a_standard_without_a_code_goes_out_under_its_own_name() -> None:
    export = export_footprint(replace(e1(), standards=("GB/T 24067-2024",)))
    assert json.loads(export.data)["pcf"]["crossSectoralStandards"] == ["GB/T 24067-2024"]
    assert [note.text("en")[:42] for note in export.notes] == [
        "pcf.crossSectoralStandards[0] is GB/T 2406"
    ]


def test_the_file_speaks_the_language_asked_for() -> None:
    facts = replace(e1(), verification=replace(verification(), level=AssuranceLevel.LIMITED))
    comments = json.loads(export_footprint(facts, "zh").data)["pcf"]["verification"]["comments"]
    assert comments == "有限保证。意见：无保留意见。\n证书编号：CICC-CFP-2026-0417。"


AMOUNT = st.decimals(0, 10**9, allow_nan=False, places=6)


@given(
    fossil=AMOUNT,
    land=st.none() | AMOUNT,
    gas=st.none() | AMOUNT,
    removed=st.none() | AMOUNT,
    uptake=st.none() | AMOUNT,
)
def test_rounding_never_makes_a_sum_wrong(
    fossil: Decimal,
    land: Decimal | None,
    gas: Decimal | None,
    removed: Decimal | None,
    uptake: Decimal | None,
) -> None:
    values = FootprintValues(
        fossil=fossil,
        land_use_change=land,
        biogenic_non_co2=gas,
        land_management_removals=None if removed is None else -removed,
        uptake=None if uptake is None else -uptake,
    )
    export = export_footprint(
        replace(e1(), unit=DeclaredUnit.CUBIC_METER, values=values, biogenic_carbon=None)
    )
    assert check_footprint(export.data) == ()
    pcf = json.loads(export.data)["pcf"]
    assert Decimal(pcf["pcfIncludingBiogenicUptake"]) <= Decimal(pcf["pcfExcludingBiogenicUptake"])


def test_the_same_facts_give_the_same_bytes() -> None:
    assert export_footprint(e1()).data == export_footprint(e1()).data
    assert export_footprint(e1()).data.endswith(b"}\n")
    assert e1().created.tzinfo is UTC
