"""The fictional strip mill in numbers: thirteen lines, two of them wrong, and twelve months."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

CLIENT = "江苏恒锐精密带钢有限公司"
OUTPUT_T = Decimal(12_000)
SEED = "恒锐 2025"


def dice(part: str) -> Random:
    """Return the random numbers of one part of the sample; parts do not disturb each other."""
    return Random(f"{SEED}/{part}")


@dataclass(frozen=True)
class Line:
    """One line of the client's inventory.

    Attributes:
        factor: kgCO2e per unit as the client used it; `gwp` multiplies it.
        right_factor, right_gwp: what they have to be, where the client erred.
        rank: a measured, b supplier, c regional, d national, e international (rule 6.2).
    """

    code: str
    name: str
    unit: str
    amount: Decimal
    factor: Decimal
    rank: str
    source: str
    gwp: Decimal = Decimal(1)
    right_factor: Decimal | None = None
    right_gwp: Decimal | None = None
    note: str = ""

    @property
    def claimed(self) -> Decimal:
        """Emission as the client claims it, in kgCO2e."""
        return self.amount * self.factor * self.gwp

    @property
    def recalculated(self) -> Decimal:
        """Emission with the right factor and GWP, in kgCO2e."""
        return self.amount * (self.right_factor or self.factor) * (self.right_gwp or self.gwp)


def _line(code: str, name: str, unit: str, *rest: str, **more: str) -> Line:
    amount, factor, rank, source = rest
    numbers = {k: Decimal(v) for k, v in more.items() if k != "note"}
    return Line(
        code,
        name,
        unit,
        Decimal(amount),
        Decimal(factor),
        rank,
        source,
        note=more.get("note", ""),
        **numbers,
    )


RAW = (
    _line(
        "R1", "热轧带钢 Q235B 2.3 mm", "t", "12600", "2310", "c", "CPCD 41121A0012022C，摇篮到大门"
    ),
    _line("R2", "盐酸 31 %", "kg", "378000", "0.42", "d", "国内数据库，2023"),
    _line("R3", "轧制油", "kg", "42000", "1.38", "b", "供应商声明，2024"),
    _line("R4", "包装（PE 膜、钢带、木托）", "kg", "96000", "1.95", "d", "国内数据库加权，2023"),
    _line("R5", "原料公路运输 350 km", "t·km", "4410000", "0.078", "c", "CPCD 65119X0152019C"),
)
MADE = (
    _line(
        "P1",
        "外购电力",
        "kWh",
        "3600000",
        "0.5306",
        "d",
        "2025 年第 47 号公告，2023 年全国",
        right_factor="0.5777",
    ),
    _line("P2", "天然气（退火炉）", "Nm³", "450000", "2.162188809", "d", "GB/T 32151.34 缺省值"),
    _line("P3", "外购蒸汽", "GJ", "5200", "110", "d", "国内缺省值"),
    _line("P4", "液氮", "kg", "620000", "0.43", "b", "供应商声明，2024"),
    _line("P5", "氢气（保护气）", "Nm³", "38000", "0.99", "b", "供应商声明，2024"),
    _line(
        "P6",
        "制冷剂 HFC-32 逸散",
        "kg",
        "5",
        "1",
        "a",
        "充装记录，GWP 取自 IPCC AR5",
        gwp="677",
        right_gwp="771",
    ),
    _line("P7", "柴油（厂内叉车）", "kg", "15600", "3.096", "d", "国内缺省值", note="按加油卡分摊"),
    _line("P8", "含铁污泥委外处置", "kg", "210000", "0.18", "e", "国际数据库，2022"),
)
LINES = RAW + MADE

# kWh of the twelve electricity invoices of 2025; together 3,600,000.
KWH = (
    298_800,
    251_400,
    306_000,
    302_400,
    309_600,
    301_200,
    318_000,
    315_600,
    303_600,
    289_200,
    307_800,
    296_400,
)
