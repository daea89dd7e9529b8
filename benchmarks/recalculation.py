"""Recalculating an inventory of 10 000 lines, units checked on each, against the bare products.

The reference multiplies the same figures as they stand, exactly, and adds them up: no units, no
verified value in place of a claimed one, no shares and no stages.
"""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from benchmarks.measure import Row, compare, seconds
from cfpdesk.model.claimed_line import Claimed, ClaimedLine
from cfpdesk.model.inventory import LineReview
from cfpdesk.model.recalculation import EXACT, recalculate
from cfpdesk.model.units import kg_of_texts

LINES = 10_000
BOUND_S = 1.0  # what a person waits for without wondering; it runs as a job
_UNITS = (
    ("kWh", "kgCO2e/kWh"),
    ("t", "kgCO2e/kg"),
    ("t·km", "kgCO2e/(t·km)"),
    ("GJ", "kgCO2e/MJ"),
    ("Nm³", "kgCO2e/Nm³"),
)
_STAGES = ("原材料阶段", "生产阶段", "运输")


def inventory() -> tuple[list[ClaimedLine], dict[tuple[str, str], LineReview]]:
    """Return the client's lines, and a judgement with another factor on every tenth."""
    lines, reviews = [], {}
    for n in range(LINES):
        unit, factor_unit = _UNITS[n % len(_UNITS)]
        activity, factor = Decimal(1000 + n) / 8, Decimal(5306 + n) / 10_000
        key = f"L{n}"
        lines.append(
            ClaimedLine(
                "t", key, key, f"物料 {n}", n,
                Claimed(activity, f"清单!E{n}"), unit,
                Claimed(factor, f"清单!F{n}"), factor_unit,
                Claimed(Decimal(1), f"清单!G{n}"), Claimed(activity * factor, f"清单!H{n}"),
                stage=_STAGES[n % len(_STAGES)],
            )
        )  # fmt: skip
        if n % 10 == 0:
            reviews["t", key] = LineReview(
                dataset="t", line=key, factor_value=factor + 1, factor_unit=factor_unit
            )
    return lines, reviews


def rows() -> Iterator[Row]:
    """Measure, and give the lines of the table."""
    lines, reviews = inventory()
    figures = [
        (line.activity.value or Decimal(0), line.factor.value or Decimal(0), line.gwp.value)
        for line in lines
    ]

    def ours() -> float:
        return seconds(lambda: recalculate(lines, reviews, kg_of_texts, lambda _review: None))

    def bare() -> float:
        def add() -> None:
            with localcontext(EXACT):
                sum((a * f * (g or 1) for a, f, g in figures), Decimal(0))

        return seconds(add)

    name = f"recalculation of {LINES:,} lines"
    row = compare(name, ours, "the products alone", bare, aim=None)
    yield row
    yield Row(name, row.ours_s, "one second", BOUND_S, 1)
