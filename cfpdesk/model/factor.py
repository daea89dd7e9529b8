"""An emission factor: its value with everything that says what it is worth (rule 6.2).

A library of factors is a file of the client or of the program; its factors are read into the same
record and kept in no journal. What an auditor adds or takes over for the engagement is a row.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.record import Record


class FactorRank(StrEnum):
    """Order of preference, the best first (rule 6.2)."""

    MEASURED = "a"
    SUPPLIER = "b"
    REGIONAL = "c"
    NATIONAL = "d"
    INTERNATIONAL = "e"


class FactorBoundary(StrEnum):
    """What a factor covers (ISO 14067 6.3.5)."""

    UNKNOWN = ""
    CRADLE_TO_GATE = "cradle_to_gate"
    CRADLE_TO_GRAVE = "cradle_to_grave"
    GATE_TO_GATE = "gate_to_gate"
    GATE_TO_GRAVE = "gate_to_grave"


@dataclass(frozen=True, kw_only=True)
class Factor(Record):
    """One emission factor.

    Attributes:
        value: mass of gas per unit as `unit` says; negative for a removal; None where not known.
        unit: as written, for example kgCO2e/kWh; `model.units` reads it.
        source: document or company the value comes from; `version` of that source.
        year: year the data are for; None where it is not known.
        gwp_set: AR4, AR5 or AR6, by which gases were made CO2e; empty where it is not known.
        includes_upstream: covers the supply chain; None where it is not known.
        uncertainty_pct: half width of the 95 % interval in percent.
        library, library_id: which library it was taken from, and its number in there.
        order: place among the engagement's factors, as `model.order` makes it.
    """

    TABLE: ClassVar[str] = "factor"

    name: str = ""
    value: Decimal | None = None
    unit: str = ""
    rank: FactorRank | None = None
    source: str = ""
    version: str = ""
    year: int | None = None
    region: str = ""
    boundary: FactorBoundary = FactorBoundary.UNKNOWN
    gwp_set: str = ""
    includes_upstream: bool | None = None
    uncertainty_pct: Decimal | None = None
    library: str = ""
    library_id: str = ""
    note: str = ""
    order: str = ""

    @property
    def lacks_upstream(self) -> bool:
        """Tell whether the supply chain is known to be left out."""
        gate = (FactorBoundary.GATE_TO_GATE, FactorBoundary.GATE_TO_GRAVE)
        return self.includes_upstream is False or (
            self.includes_upstream is None and self.boundary in gate
        )


RANK_WORD: dict[FactorRank, Message] = {
    FactorRank.MEASURED: msg("measured or mass balance"),
    FactorRank.SUPPLIER: msg("from the supplier"),
    FactorRank.REGIONAL: msg("regional factor"),
    FactorRank.NATIONAL: msg("national factor"),
    FactorRank.INTERNATIONAL: msg("international factor"),
}
FACTOR_BOUNDARY_WORD: dict[FactorBoundary, Message] = {
    FactorBoundary.UNKNOWN: msg("boundary not stated"),
    FactorBoundary.CRADLE_TO_GATE: msg("cradle to gate"),
    FactorBoundary.CRADLE_TO_GRAVE: msg("cradle to grave"),
    FactorBoundary.GATE_TO_GATE: msg("gate to gate"),
    FactorBoundary.GATE_TO_GRAVE: msg("gate to grave"),
}

_RANK_WORDS: tuple[tuple[FactorRank, tuple[str, ...]], ...] = (
    (FactorRank.MEASURED, ("实测", "测量", "物料平衡", "质量平衡", "measur", "massbalance")),
    (FactorRank.SUPPLIER, ("供应商", "supplier")),
    (FactorRank.REGIONAL, ("区域", "地区", "省级", "regional")),
    (FactorRank.NATIONAL, ("国内", "国家", "全国", "national")),
)
_RANK_CODE = re.compile(r"\(?([a-e])\)?(?:级|类)?")
_BOUNDARY_WORDS: dict[str, FactorBoundary] = {
    "摇篮到大门": FactorBoundary.CRADLE_TO_GATE,
    "从摇篮到大门": FactorBoundary.CRADLE_TO_GATE,
    "摇篮到坟墓": FactorBoundary.CRADLE_TO_GRAVE,
    "从摇篮到坟墓": FactorBoundary.CRADLE_TO_GRAVE,
    "全生命周期": FactorBoundary.CRADLE_TO_GRAVE,
    "大门到大门": FactorBoundary.GATE_TO_GATE,
    "从大门到大门": FactorBoundary.GATE_TO_GATE,
    "大门到坟墓": FactorBoundary.GATE_TO_GRAVE,
    "从大门到坟墓": FactorBoundary.GATE_TO_GRAVE,
    **{str(one).replace("_", ""): one for one in FactorBoundary if one},
}
CPCD = "CPCD"
# CPCD numbers a product by its class, a letter, a count, and the year of the data: 41121A0012022C.
_CPCD_ID = re.compile(r"\b(\d{5}[A-Z]\d{3}((?:19|20)\d{2})[A-Z])\b")
_YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20[0-4]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What the words of a source say about a factor; nothing is guessed beyond them.

    Attributes:
        year: year of the data; None where no single year is named.
        library, library_id: CPCD and the number of the product, where one is named.
    """

    year: int | None = None
    boundary: FactorBoundary = FactorBoundary.UNKNOWN
    library: str = ""
    library_id: str = ""


def source_facts(text: str) -> SourceFacts:
    """Return what a client's words on a source say: "CPCD 41121A0012022C，摇篮到大门".

    Of several years the earliest counts, because an announcement of 2025 gives the data of 2023.
    """
    plain = unicodedata.normalize("NFKC", text)
    number = _CPCD_ID.search(plain.upper())
    years = [int(number[2])] if number else [int(year) for year in _YEAR.findall(plain)]
    flat = _flat(plain)
    bounds = {b for word, b in _BOUNDARY_WORDS.items() if word in flat}
    return SourceFacts(
        year=min(years, default=None),
        boundary=bounds.pop() if len(bounds) == 1 else FactorBoundary.UNKNOWN,
        library=CPCD if number or CPCD in plain.upper() else "",
        library_id=number[1] if number else "",
    )


def rank_of(text: str) -> FactorRank | None:
    """Return the rank that a client's words mean: "c", "C级", "供应商提供"; None if unknown."""
    flat = _flat(text)
    code = _RANK_CODE.fullmatch(flat)
    if code:
        return FactorRank(code[1])
    if "国际" in flat or "international" in flat:
        return FactorRank.INTERNATIONAL
    found = [rank for rank, words in _RANK_WORDS if any(word in flat for word in words)]
    return found[0] if len(found) == 1 else None


def boundary_of(text: str) -> FactorBoundary:
    """Return the boundary that a table's words mean; unknown where they say nothing known."""
    return _BOUNDARY_WORDS.get(_flat(text), FactorBoundary.UNKNOWN)


def normal_product(name: str) -> str:
    """Return a product's name without what people write differently: brackets, marks, case."""
    plain = re.sub(r"\(.*?\)|\[.*?\]", "", unicodedata.normalize("NFKC", name))
    return re.sub(r"[\W_]+", "", plain or name).casefold()


def _flat(text: str) -> str:
    return re.sub(r"[\s\-_]+", "", unicodedata.normalize("NFKC", text)).casefold()
