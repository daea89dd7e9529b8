"""The inventory of the fictional engagement as the page shows it, put together by hand."""

from dataclasses import replace
from decimal import Decimal

from cfpdesk.i18n import msg
from cfpdesk.model.claim_basis import ClaimBasis
from cfpdesk.model.claimed_line import Claimed, ClaimedLine
from cfpdesk.model.cut_off import cut_off
from cfpdesk.model.data_quality import ratings
from cfpdesk.model.dataset import Dataset
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.flag import Flag
from cfpdesk.model.gate import Level
from cfpdesk.model.inventory import InventorySettings, LineReview
from cfpdesk.model.inventory_view import InventoryState, LineView, TableState
from cfpdesk.model.recalculation import recalculate
from cfpdesk.model.record import Blob
from cfpdesk.model.trace import CellCheck, chain
from cfpdesk.model.units import kg_of_texts

TABLE = "table-1"
OUTPUT = Decimal(12000)
_ROWS = (
    ("原材料阶段", "R1", "热轧带钢 Q235B 2.3 mm", "12600", "t", "2310", "c", "CPCD"),
    ("原材料阶段", "R2", "盐酸 31 %", "378000", "kg", "0.42", "d", "国内数据库，2023"),
    ("原材料阶段", "R3", "轧制油", "42000", "kg", "1.38", "b", "供应商声明，2024"),
    ("原材料阶段", "R4", "包装（PE 膜、钢带、木托）", "96000", "kg", "1.95", "d", "数据库"),
    ("原材料阶段", "R5", "原料公路运输 350 km", "4410000", "t·km", "0.078", "c", "CPCD"),
    ("生产阶段", "P1", "外购电力", "3600000", "kWh", "0.5306", "d", "2025 年第 47 号公告"),
    ("生产阶段", "P2", "天然气（退火炉）", "450000", "Nm³", "2.162188809", "d", "GB/T 32151.34"),
    ("生产阶段", "P3", "外购蒸汽", "5200", "GJ", "110", "d", "国内缺省值"),
    ("生产阶段", "P4", "液氮", "620000", "kg", "0.43", "b", "供应商声明，2024"),
    ("生产阶段", "P5", "氢气（保护气）", "38000", "Nm³", "0.99", "b", "供应商声明，2024"),
    ("生产阶段", "P6", "制冷剂 HFC-32 逸散", "5", "kg", "1", "a", "充装记录"),
    ("生产阶段", "P7", "柴油（厂内叉车）", "15600", "kg", "3.096", "d", "国内缺省值"),
    ("生产阶段", "P8", "含铁污泥委外处置", "210000", "kg", "0.18", "e", "国际数据库，2022"),
)
SERIES = Flag(
    "factor.series",
    Level.OVERRIDABLE,
    "ISO14067:6.4.9.4",
    msg("The factor counts only CO₂ of generation"),
    msg("Take the life-cycle factor of electricity."),
)
OLD_GWP = Flag(
    "factor.gwp",
    Level.OVERRIDABLE,
    "ISO14067:6.5.1",
    msg("677 is the GWP of AR5, not of AR6"),
    msg("Take the value of the set."),
)


def line_row(code: str) -> str:
    """The row of a line's review, by the client's number of the line."""
    return LineReview(dataset=TABLE, line=code).row


def claimed_lines(copies: int = 1) -> list[ClaimedLine]:
    """The client's lines; with copies so many times, each under its own number."""
    found = []
    for copy in range(copies):
        for n, (stage, code, name, activity, unit, factor, rank, source) in enumerate(_ROWS):
            key = code if not copy else f"{code}-{copy}"
            row = 7 + n + 20 * copy
            gwp = Decimal(677 if code == "P6" else 1)
            kg = Decimal(activity) * Decimal(factor) * gwp
            found.append(
                ClaimedLine(
                    TABLE, key, key, name, row,
                    Claimed(Decimal(activity), f"清单!E{row}"), unit,
                    Claimed(Decimal(factor), f"清单!F{row}"), f"kgCO2e/{unit}",
                    Claimed(gwp, f"清单!G{row}"), Claimed(kg, f"清单!H{row}"),
                    stage=stage, rank=rank, factor_source=source,
                )
            )  # fmt: skip
    return found


def reviews(*more: LineReview) -> dict[tuple[str, str], LineReview]:
    """What the auditor judged: electricity and refrigerant corrected."""
    given = (
        LineReview(
            dataset=TABLE, line="P1", factor_value=Decimal("0.5777"), factor_unit="kgCO2e/kWh",
            source="2024 年，全国", time=2, geography=1, technology=2,
            traced=("report", "activity", "gwp"),
        ),
        LineReview(dataset=TABLE, line="P6", gwp=Decimal(771), source="AR6"),
        *more,
    )  # fmt: skip
    return {(review.dataset, review.line): review for review in given}


def _basis(declared: Decimal, lines: Decimal) -> ClaimBasis:
    near = abs(declared - lines) <= 120
    texts = ("2,808.56 kgCO₂e/t", "12,000 t")
    return ClaimBasis(lines if near else declared, declared, lines, near, *texts)


def inventory_state(*more: LineReview, copies: int = 1) -> InventoryState:
    """The whole state; further reviews stand beside those of electricity and refrigerant."""
    done = recalculate(
        claimed_lines(copies),
        reviews(*more),
        kg_of_texts,
        lambda _review: None,
    )
    flags = {"P1": (SERIES,), "P6": (OLD_GWP,)}
    views = []
    for result in done.lines:
        found = flags.get(result.line.code, ())
        check = CellCheck(f"=E{result.line.row}*F{result.line.row}*G{result.line.row}", agrees=True)
        accepted = tuple(flag for flag in found if flag.code in result.review.accepted)
        standing = tuple(flag for flag in found if flag not in accepted)
        papers = ("E-1-015",) if result.line.code == "P1" else ()
        trace = chain(result, standing, check, papers)
        large = (result.verified_kg or Decimal(0)) > Decimal(1685137)
        views.append(LineView(result, standing, accepted, trace, check, large, papers))
    settings = InventorySettings()
    blob = Blob("5d20" + "0" * 60, 20480, "application/xlsx", "恒锐_CFP_2025.xlsx")
    dataset = Dataset(row=TABLE, name="清单", file=blob, sheet="清单", header_rows=6)
    claim = Decimal("2808.56") * OUTPUT
    return InventoryState(
        engagement=Engagement(claimed_value=Decimal("2808.56"), output_quantity=OUTPUT),
        settings=settings,
        tables=(TableState(dataset, 2, None, read=True, lines=len(views)),),
        lines=tuple(views),
        totals=replace(done.totals, primary_pct=Decimal("5.4")),
        claim=_basis(claim, done.totals.claimed_kg),
        threshold_kg=claim * 5 / 100,
        performance_kg=claim * Decimal("3.75") / 100,
        claimed_unit=done.totals.claimed_kg / OUTPUT,
        verified_unit=done.totals.verified_kg / OUTPUT,
        ratings=ratings(done.lines),
        cut_off=cut_off(done.lines, settings),
        balances={},
        factors=(),
    )
