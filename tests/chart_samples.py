"""Charts of the fictional engagement of the design, and how a drawing is judged."""

import random
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from itertools import combinations

from cfpdesk.i18n import Bilingual, Language, Text, text_in
from cfpdesk.model.chart.contribution_bars import Contribution, ContributionBars, Stage
from cfpdesk.model.chart.drawing import Box, Chart, Drawing, Hatch, Rule, Surface, Words
from cfpdesk.model.chart.histogram import Histogram, bins_of
from cfpdesk.model.chart.misstatement_gauge import MisstatementGauge, Sides
from cfpdesk.model.chart.threshold_gauge import ThresholdGauge
from cfpdesk.model.chart.tornado import Swing, SwingTornado, VarianceShare, VarianceTornado
from cfpdesk.model.chart.waterfall import Difference, Waterfall

CLAIM = Decimal(33702748)
RAW = (
    ("R1", "热轧带钢 Q235B 2.3 mm", "Hot-rolled strip Q235B 2.3 mm", 29106000),
    ("R2", "盐酸 31 %", "Hydrochloric acid 31 %", 158760),
    ("R3", "轧制油", "Rolling oil", 57960),
    ("R4", "包装（PE 膜、钢带、木托）", "Packaging (PE film, steel strap, pallets)", 187200),
    ("R5", "原料公路运输 350 km", "Road transport of raw material 350 km", 343980),
)
PRODUCTION = (
    ("P1", "外购电力", "Purchased electricity", 1910160),
    ("P2", "天然气（退火炉）", "Natural gas (annealing furnace)", 972985),
    ("P3", "外购蒸汽", "Purchased steam", 572000),
    ("P4", "液氮", "Liquid nitrogen", 266600),
    ("P5", "氢气（保护气）", "Hydrogen (protective gas)", 37620),
    ("P6", "制冷剂 HFC-32 逸散", "Refrigerant HFC-32 losses", 3385),
    ("P7", "柴油（厂内叉车）", "Diesel (forklifts)", 48298),
    ("P8", "含铁污泥委外处置", "Iron sludge, disposed of outside", 37800),
)
E1 = Bilingual("废钢回收抵扣", "Credit for recycled scrap")
Measure = Callable[[str, int, bool], float]


def _lines(rows: tuple[tuple[str, str, str, int], ...]) -> tuple[Contribution, ...]:
    return tuple(
        Contribution(code, Bilingual(zh, en), Decimal(n), code) for code, zh, en, n in rows
    )


def bars(*, credit: bool = False) -> ContributionBars:
    """The inventory's lines by stage; with `credit` there is a removal too."""
    stages = [
        Stage("raw", Bilingual("原材料阶段", "Raw material"), _lines(RAW)),
        Stage("production", Bilingual("生产阶段", "Production"), _lines(PRODUCTION)),
    ]
    if credit:
        line = Contribution("E1", E1, Decimal(-4300000), "E1")
        stages.append(Stage("end", Bilingual("生命末期阶段", "End of life"), (line,)))
    return ContributionBars(tuple(stages), threshold=Decimal(1685137))


def waterfall() -> Waterfall:
    """From the claim to the recalculation; the last three differences are small."""
    electricity = Bilingual("外购电力因子口径", "Scope of the electricity factor")
    return Waterfall(
        CLAIM,
        (
            Difference("P1", electricity, Decimal(-169560), "P1"),
            Difference("P6", Bilingual("制冷剂 GWP 旧值", "Old GWP"), Decimal(-470), "P6"),
            Difference("R1", Bilingual("带钢入库重量", "Strip received"), Decimal(4897), "R1"),
            Difference(
                "R4", Bilingual("木托重复计", "Pallets counted twice"), Decimal(61200), "R4"
            ),
            Difference("R2", Bilingual("盐酸浓度", "Strength of the acid"), Decimal(20), "R2"),
            Difference("R3", Bilingual("轧制油密度", "Density of the oil"), Decimal(30), "R3"),
            Difference("P7", Bilingual("柴油热值", "Heating value of diesel"), Decimal(-30), "P7"),
        ),
    )


def butterfly(unchecked: int = 0) -> MisstatementGauge:
    """The gauge of the sampling page: both limits within."""
    return MisstatementGauge(
        CLAIM,
        Decimal(5),
        Sides(Decimal(-171693), Decimal(4897)),
        Sides(Decimal(-189785), Decimal(15926)),
        Sides(Decimal(-1265853), Decimal(1449044)),
        Decimal(90),
        Decimal("3.75"),
        unchecked,
    )


def butterfly_beyond() -> MisstatementGauge:
    """Known near the wall, projected beyond it, one limit beyond the axis."""
    return MisstatementGauge(
        CLAIM,
        Decimal(5),
        Sides(Decimal(-171693), Decimal(1204897)),
        Sides(Decimal(-689785), Decimal(1915926)),
        Sides(Decimal(-8265853), Decimal(2449044)),
        Decimal(90),
        Decimal("3.75"),
    )


def swings() -> SwingTornado:
    """How far four lines move the result."""
    return SwingTornado(
        Decimal("2822.73"),
        (
            Swing("P1", Bilingual(*PRODUCTION[0][1:3]), Decimal("2805.1"), Decimal("2841.6"), "P1"),
            Swing("R1", Bilingual(*RAW[0][1:3]), Decimal("2610.5"), Decimal("3050.2"), "R1"),
            Swing("P2", Bilingual(*PRODUCTION[1][1:3]), Decimal("2817.1"), Decimal("2829.6"), "P2"),
            Swing("R5", Bilingual(*RAW[4][1:3]), Decimal("2813.1"), Decimal("2835.6"), "R5"),
        ),
        unit="kgCO2e/t",
        places=2,
    )


def variances() -> VarianceTornado:
    """The shares of four lines in the variance."""
    return VarianceTornado(
        tuple(
            VarianceShare(code, Bilingual(zh, en), share, code)
            for (code, zh, en, _), share in zip(
                (RAW[0], PRODUCTION[0], PRODUCTION[1], RAW[4]),
                (Decimal("96.42"), Decimal("2.11"), Decimal("0.9"), Decimal("0.57")),
                strict=True,
            )
        )
    )


def histogram(claimed: str = "2808.56") -> Histogram:
    """Ten thousand seeded results."""
    source = random.Random(4827)
    values = sorted(source.lognormvariate(7.945, 0.04) for _ in range(10_000))
    bins, below, above = bins_of(values)
    low, middle, high = (Decimal(values[n]) for n in (250, 5000, 9750))
    return Histogram(
        bins, low, middle, high, below, above, Decimal(claimed), unit="kgCO2e/t", places=2
    )


def samples() -> dict[str, Chart]:
    """Every chart, and the states in which it looks different."""
    return {
        "bars": bars(),
        "bars-credit": bars(credit=True),
        "waterfall": waterfall(),
        "threshold": ThresholdGauge(CLAIM, Decimal(5), Decimal(33872778)),
        "threshold-beyond": ThresholdGauge(CLAIM, Decimal(5), Decimal(28872778)),
        "threshold-claim": ThresholdGauge(
            Decimal("2808.56"), Decimal(5), unit="kgCO2e/t", places=2, headed=False, ends=True
        ),
        "butterfly": butterfly(),
        "butterfly-unfinished": butterfly(unchecked=14),
        "butterfly-beyond": butterfly_beyond(),
        "butterfly-judgement": MisstatementGauge(
            CLAIM, Decimal(5), Sides(Decimal(-171693), Decimal(4897))
        ),
        "swings": swings(),
        "variances": variances(),
        "histogram": histogram(),
        "histogram-far": histogram("2108.56"),
    }


def plain_measure(text: str, size: int, bold: bool) -> float:
    """A width without fonts: Chinese one em, what is narrow in any font less than the rest."""
    width = 0.0
    for char in text:
        if unicodedata.east_asian_width(char) in "WF":
            width += 1.0
        else:
            width += 0.3 if char in " .,:;il|‹›" else 0.6
    return width * size * (1.06 if bold else 1.0)


def surface(
    width: float,
    height: float = 0.0,
    language: Language = "zh",
    *,
    step: int = 0,
    measure: Measure = plain_measure,
) -> Surface:
    """A surface that speaks one language."""

    def wide(text: str, size: int, bold: bool) -> float:
        return measure(text, size + step, bold)

    def speak(text: Text) -> str:
        return text_in(text, language)

    return Surface(width, height, wide, speak, step, 44.0 if step else 24.0)


def laid(chart: Chart, on: Surface) -> Drawing:
    """The drawing at the height that suits it."""
    high = Surface(on.width, chart.height(on), on.measure, on.speak, on.step, on.target)
    return chart.draw(high)


def texts(drawing: Drawing) -> list[Words]:
    """All texts of a drawing."""
    return [part for part in drawing.parts if isinstance(part, Words)]


def words_of(drawing: Drawing) -> list[str]:
    """All texts of a drawing as strings."""
    return [part.text for part in texts(drawing)]


def faults(drawing: Drawing, height: float | None = None) -> list[str]:
    """What is wrong with a drawing: texts in each other, or anything outside of its area."""
    found = []
    bottom = drawing.height if height is None else height
    lines = texts(drawing)
    for one, other in combinations(lines, 2):
        across = min(one.right, other.right) - max(one.x, other.x)
        down = (one.height + other.height) / 2 - abs(one.y - other.y)
        if across > 0.5 and down > 0.5:
            found.append(f"{one.text!r} stands in {other.text!r}")
    for line in lines:
        top, foot = line.y - line.height / 2, line.y + line.height / 2
        if line.x < -0.5 or line.right > drawing.width + 0.5 or top < -0.5 or foot > bottom + 0.5:
            found.append(f"{line.text!r} leaves the area")
    for part in drawing.parts:
        if isinstance(part, Box | Hatch):
            inside = part.x >= -0.5 and part.x + part.width <= drawing.width + 0.5
            if not inside or part.y < -0.5 or part.y + part.height > bottom + 0.5:
                found.append(f"{part} leaves the area")
    found += [
        f"the mark {spot.words!r} leaves the area"
        for spot in drawing.spots
        if spot.x < -0.5 or spot.x + spot.width > drawing.width + 0.5 or spot.y < -0.5
    ]
    return found


def crossed(drawing: Drawing) -> list[str]:
    """Texts that a line goes through which was drawn later, or earlier without a ground between."""
    found = []
    for at, line in enumerate(drawing.parts):
        if not isinstance(line, Words):
            continue
        top, foot = line.y - line.height / 2 + 2, line.y + line.height / 2 - 2
        for number, rule in enumerate(drawing.parts):
            if not isinstance(rule, Rule) or rule.x1 != rule.x2:
                continue
            through = line.x + 0.5 < rule.x1 < line.right - 0.5
            if through and min(rule.y1, rule.y2) < foot and max(rule.y1, rule.y2) > top:
                covered = any(
                    isinstance(part, Box)
                    and part.fill
                    and part.x <= line.x
                    and part.x + part.width >= line.right
                    and part.y <= top
                    and part.y + part.height >= foot
                    for part in drawing.parts[number + 1 : at]
                )
                if not covered:
                    found.append(f"a line at {rule.x1:.0f} goes through {line.text!r}")
    return found
