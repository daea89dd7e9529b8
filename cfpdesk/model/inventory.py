"""The inventory: what the client claims line by line, and what the auditor judges about it.

The client's table is a blob and is never written; a line of it is named by its dataset and its key.
Only judgements are events: one `LineReview` a line, one `InventorySettings` an engagement
(rules 6.1, 6.2, 6.2.1; ISO 14067 6.3 to 6.5).
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.record import Record


class LifeCycleStage(StrEnum):
    """Stage of the life cycle (ISO 14067 6.4)."""

    RAW_MATERIAL = "raw_material"
    PRODUCTION = "production"
    DISTRIBUTION = "distribution"
    USE = "use"
    END_OF_LIFE = "end_of_life"


class Bucket(StrEnum):
    """What is reported apart (ISO 14067 7.2); aircraft is a mark beside it, part of the total.

    OUTSIDE stands beside the total and never in it: offsets, indirect land use change, the effect
    of stored carbon.
    """

    FOSSIL = "fossil"
    BIOGENIC = "biogenic"
    UPTAKE = "biogenic_uptake"
    LAND_USE = "dluc"
    OUTSIDE = "outside"


class Origin(StrEnum):
    """Where a figure comes from (rule 6.1.2): at the site or at a supplier, or from literature."""

    UNKNOWN = ""
    PRIMARY = "primary"
    SECONDARY = "secondary"


class Methane(StrEnum):
    """Which methane: fossil from leaks and processes, or from combustion and biogenic sources."""

    UNKNOWN = ""
    FOSSIL = "fossil"
    NON_FOSSIL = "non_fossil"


class TraceStep(StrEnum):
    """One step from the declared number back to what was seen."""

    REPORT = "report"
    CELL = "cell"
    ACTIVITY = "activity"
    FACTOR = "factor"
    GWP = "gwp"


@dataclass(frozen=True, kw_only=True)
class LineReview(Record):
    """What the auditor found about one line; a verified value stands beside the client's.

    Attributes:
        dataset, line: the row of the dataset, and the line's key in it.
        activity, activity_unit: verified activity data; None leaves the client's.
        factor_value, factor_unit: verified emission factor; `factor` is the row of the `Factor` it
            was taken from, empty where it was typed.
        gas: key of a gas whose GWP of the chosen set is used; `gwp` a value typed instead.
        source: where the verified value comes from.
        report_ref: where the CFP report states the line, for example "table 6, page 14".
        traced: the steps that were followed back.
        time, geography, technology, completeness, reliability: data quality, 1 (best) to 5;
            0 is not rated.
        geography_reason: why another region's data are used (rule 6.1.2).
        activity_pct, factor_pct: half width of the 95 % interval in percent.
        accepted: codes of flags that the auditor looked at and accepts, for `reason`.
        allocated_pct: how much of the line belongs to this product where it is shared; None is
            all of it.
        excluded: the line is cut off, for `excluded_reason`.
        finding: row of the finding that was raised about the difference.
    """

    TABLE: ClassVar[str] = "line_review"
    KEY: ClassVar[tuple[str, ...]] = ("dataset", "line")

    dataset: str = ""
    line: str = ""
    activity: Decimal | None = None
    activity_unit: str = ""
    factor: str = ""
    factor_value: Decimal | None = None
    factor_unit: str = ""
    gas: str = ""
    methane: Methane = Methane.UNKNOWN
    gwp: Decimal | None = None
    source: str = ""
    stage: str = ""
    bucket: Bucket = Bucket.FOSSIL
    aircraft: bool = False
    rank: str = ""
    rank_reason: str = ""
    activity_origin: Origin = Origin.UNKNOWN
    factor_origin: Origin = Origin.UNKNOWN
    report_ref: str = ""
    traced: tuple[str, ...] = ()
    time: int = 0
    geography: int = 0
    technology: int = 0
    completeness: int = 0
    reliability: int = 0
    geography_reason: str = ""
    activity_pct: Decimal | None = None
    factor_pct: Decimal | None = None
    accepted: tuple[str, ...] = ()
    reason: str = ""
    allocated_pct: Decimal | None = None
    excluded: bool = False
    excluded_reason: str = ""
    finding: str = ""
    note: str = ""

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with the dataset."""
        return (("dataset", self.dataset),)


@dataclass(frozen=True, kw_only=True)
class InventorySettings(Record):
    """What holds for the whole recalculation; the defaults are settings, not rules.

    Attributes:
        gwp_set: AR4, AR5 or AR6.
        factor_age: years a factor may be older than the data.
        deviation_pct: how far a client's factor may lie from the body's database (rule 6.2.1).
        cut_off_each_pct, cut_off_total_pct: limits of what is left out.
        seed, draws: of the Monte Carlo simulation.
    """

    TABLE: ClassVar[str] = "inventory_settings"
    KEY: ClassVar[tuple[str, ...]] = ("only",)

    only: str = "inventory"
    gwp_set: str = "AR6"
    factor_age: int = 5
    deviation_pct: Decimal = Decimal(20)
    cut_off_each_pct: Decimal = Decimal(1)
    cut_off_total_pct: Decimal = Decimal(5)
    seed: int = 1
    draws: int = 10_000


STAGE_WORD: dict[LifeCycleStage, Message] = {
    LifeCycleStage.RAW_MATERIAL: msg("Raw materials"),
    LifeCycleStage.PRODUCTION: msg("Production"),
    LifeCycleStage.DISTRIBUTION: msg("Distribution"),
    LifeCycleStage.USE: msg("Use"),
    LifeCycleStage.END_OF_LIFE: msg("End of life"),
}
BUCKET_WORD: dict[Bucket, Message] = {
    Bucket.FOSSIL: msg("Fossil emissions and removals"),
    Bucket.BIOGENIC: msg("Biogenic emissions"),
    Bucket.UPTAKE: msg("Biogenic uptake"),
    Bucket.LAND_USE: msg("Direct land use change"),
    Bucket.OUTSIDE: msg("Outside the total"),
}
ORIGIN_WORD: dict[Origin, Message] = {
    Origin.UNKNOWN: msg("not stated"),
    Origin.PRIMARY: msg("primary data"),
    Origin.SECONDARY: msg("secondary data"),
}
TRACE_WORD: dict[TraceStep, Message] = {
    TraceStep.REPORT: msg("Declared number"),
    TraceStep.CELL: msg("Client's cell"),
    TraceStep.ACTIVITY: msg("Activity data"),
    TraceStep.FACTOR: msg("Emission factor"),
    TraceStep.GWP: msg("GWP"),
}

# Words by which a client's own name of a stage is recognised; the first that fits counts.
_STAGE_WORDS: tuple[tuple[LifeCycleStage, tuple[str, ...]], ...] = (
    (
        LifeCycleStage.END_OF_LIFE,
        ("废弃", "生命末期", "回收处置", "报废", "end of life", "end-of-life", "disposal"),
    ),
    (LifeCycleStage.DISTRIBUTION, ("分销", "配送", "销售运输", "产品运输", "distribution")),
    (LifeCycleStage.RAW_MATERIAL, ("原材料", "原料", "上游", "raw", "upstream", "material")),
    (LifeCycleStage.PRODUCTION, ("生产", "制造", "加工", "production", "manufactur", "process")),
    (LifeCycleStage.USE, ("使用", "use")),
)


def stage_of(text: str) -> LifeCycleStage | None:
    """Return the life cycle stage a client's words mean; None where they say nothing known."""
    plain = text.strip().lower()
    for stage, words in _STAGE_WORDS:
        if plain == stage.value or any(word in plain for word in words):
            return stage
    return None
