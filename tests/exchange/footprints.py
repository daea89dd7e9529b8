"""Footprints for tests: the constructed plant E1 and the wood panel E4 of the method."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from cfpdesk.i18n import Bilingual
from cfpdesk.model.declared_unit import DeclaredUnit
from cfpdesk.model.engagement import AssuranceLevel, Boundary
from cfpdesk.model.footprint_line import ExportLine, split_at_gate
from cfpdesk.model.inventory import Bucket, LifeCycleStage
from cfpdesk.model.product_footprint import (
    FactorSource,
    FootprintValues,
    Geography,
    GeographyKind,
    Party,
    Product,
    ProductFootprintFacts,
    Ratings,
    VerificationFacts,
)

E1_UNITS = Decimal(12000)


def _line(key: str, name: str, activity: str, unit: str, factor: str, kg: str) -> ExportLine:
    raw = key in ("R1", "T1")
    return ExportLine(
        key=key,
        name=name,
        stage=LifeCycleStage.RAW_MATERIAL if raw else LifeCycleStage.PRODUCTION,
        activity=Decimal(activity),
        unit=unit,
        factor=Decimal(factor),
        factor_unit=f"kgCO2e/{unit}",
        kg=Decimal(kg),
        source={"R1": "CPCD 41121A0012022C", "T1": "CPCD 65119X0152019C"}.get(key, ""),
        activity_log_sd=Decimal("0.01"),
        factor_log_sd=Decimal("0.05"),
        scores=(2, 1, 3),
    )


E1_LINES = (
    _line("R1", "带钢", "12600", "t", "2310", "29106000"),
    _line("P1", "外购电力", "3600000", "kWh", "0.5777", "2079720"),
    _line("P2", "天然气", "450000", "Nm³", "2.162188809", "972984.96405"),
    _line("T1", "带钢公路运输", "4410000", "t·km", "0.078", "343980"),
    _line("P3", "HFC-32 泄漏", "5", "kg", "771", "3855"),
)


def verification() -> VerificationFacts:
    return VerificationFacts(
        level=AssuranceLevel.REASONABLE,
        opinion=Bilingual("无保留意见", "unmodified opinion"),
        certificate="CICC-CFP-2026-0417",
        provider="某认证中心",
        completed_at=datetime(2026, 3, 20, 2, 30, tzinfo=UTC),
    )


def e1() -> ProductFootprintFacts:
    """12 000 t of cold-rolled strip a year, 1 t declared, cradle to gate: 2 708.87833 kgCO2e/t."""
    return ProductFootprintFacts(
        id="0b0f7a2e-3f57-4f6e-9f0a-2f6a5d0c8f11",
        created=datetime(2026, 4, 1, 8, 0, tzinfo=UTC),
        company=Party("恒锐冷轧有限公司", ("urn:lei:529900T8BM49AURSDO55",)),
        product=Product("冷轧带钢", "冷轧带钢，厚 0.5–2.0 mm", ("urn:gtin:4712345060507",)),
        unit=DeclaredUnit.KILOGRAM,
        amount=Decimal(1000),
        mass_kg=Decimal(1000),
        period_from=date(2025, 1, 1),
        period_to=date(2025, 12, 31),
        boundary=Boundary.CRADLE_TO_GATE,
        values=split_at_gate(E1_LINES, E1_UNITS).values,
        fossil_carbon=Decimal(0),
        biogenic_carbon=Decimal(0),
        standards=("GB/T 24067-2024", "ISO 14067:2018", "ISO 14064-3:2019"),
        primary_share_pct=Decimal("3.005"),
        ratings=Ratings(Decimal("1.91655"), Decimal(1), Decimal(3)),
        geography=Geography(GeographyKind.SUBDIVISION, "CN-JS"),
        factor_sources=(FactorSource("CPCD", "2025"),),
        allocation="按质量分配",
        valid_from=date(2026, 3, 20),
        valid_until=date(2028, 12, 31),
        verification=verification(),
    )


def e4() -> ProductFootprintFacts:
    """1 kg of wood panel, cradle to gate: 0.70 without uptake, −1.10 with it."""
    return replace(
        e1(),
        product=Product("木质人造板", "", ("urn:gtin:4712345060507",)),
        amount=Decimal(1),
        mass_kg=Decimal(1),
        values=FootprintValues(
            fossil=Decimal("0.50"),
            land_use_change=Decimal("0.20"),
            uptake=Decimal("-1.80"),
            aircraft=Decimal("0.05"),
        ),
        biogenic_carbon=Decimal("1.80") * 12 / 44,
    )


E4_LINES = (
    ExportLine(key="1", name="能源", stage=LifeCycleStage.PRODUCTION, kg=Decimal("0.45")),
    ExportLine(
        key="2", name="空运", stage=LifeCycleStage.PRODUCTION, kg=Decimal("0.05"), aircraft=True
    ),
    ExportLine(
        key="3",
        name="木材吸收",
        stage=LifeCycleStage.RAW_MATERIAL,
        kg=Decimal("-1.80"),
        bucket=Bucket.UPTAKE,
    ),
    ExportLine(
        key="4",
        name="土地利用变化",
        stage=LifeCycleStage.RAW_MATERIAL,
        kg=Decimal("0.20"),
        bucket=Bucket.LAND_USE,
    ),
    ExportLine(
        key="5",
        name="焚烧",
        stage=LifeCycleStage.END_OF_LIFE,
        kg=Decimal("1.80"),
        bucket=Bucket.BIOGENIC,
        gas="CO2",
    ),
    ExportLine(
        key="6",
        name="填埋甲烷",
        stage=LifeCycleStage.END_OF_LIFE,
        kg=Decimal("0.027"),
        bucket=Bucket.BIOGENIC,
        gas="CH4",
    ),
)
