"""Which column of a list of factors means what, guessed from its header."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from cfpdesk.model.units import parse_unit


class FactorColumn(StrEnum):
    """What a column holds."""

    ID = "id"
    NAME = "name"
    VALUE = "value"
    UNIT = "unit"
    BOUNDARY = "boundary"
    SOURCE = "source"
    YEAR = "year"
    KIND = "kind"
    LOW_CARBON = "low_carbon"
    REGION = "region"
    RANK = "rank"
    VERSION = "version"
    UNCERTAINTY = "uncertainty"
    GWP_SET = "gwp_set"
    NOTE = "note"


# The columns of CPCD, which are taken as they are.
CPCD_HEADER: Mapping[str, FactorColumn] = {
    "产品ID": FactorColumn.ID,
    "产品名称": FactorColumn.NAME,
    "核算边界": FactorColumn.BOUNDARY,
    "碳足迹": FactorColumn.VALUE,
    "企业名称": FactorColumn.SOURCE,
    "数据年份": FactorColumn.YEAR,
    "数据类型": FactorColumn.KIND,
    "是否低碳": FactorColumn.LOW_CARBON,
}
# Words of a header, the surer first; the first that fits gives the column.
_WORDS: tuple[tuple[FactorColumn, tuple[str, ...]], ...] = (
    (FactorColumn.UNCERTAINTY, ("不确定", "uncertainty")),
    (FactorColumn.GWP_SET, ("gwp", "评估报告", "ipcc")),
    (FactorColumn.RANK, ("级别", "等级", "优先", "rank", "tier")),
    (FactorColumn.BOUNDARY, ("边界", "boundary")),
    (
        FactorColumn.SOURCE,
        ("来源", "出处", "依据", "企业", "文献", "source", "reference", "company", "publisher"),
    ),
    (FactorColumn.VERSION, ("版本", "version")),
    (FactorColumn.YEAR, ("年份", "年度", "年代", "year")),
    (FactorColumn.REGION, ("地区", "地域", "区域", "国家", "省份", "region", "country")),
    (FactorColumn.KIND, ("类型", "类别", "kind", "type", "category")),
    (FactorColumn.NOTE, ("备注", "说明", "note", "remark", "comment")),
    (FactorColumn.ID, ("编号", "代码", "序号", "code", "uuid")),
    (
        FactorColumn.NAME,
        ("名称", "产品", "排放源", "物料", "材料", "项目", "品种", "name", "product", "material"),
    ),
    (
        FactorColumn.VALUE,
        ("因子值", "排放因子", "碳足迹", "因子", "排放系数", "系数", "数值", "factor", "value",
         "footprint", "ef"),
    ),
    (FactorColumn.UNIT, ("单位", "unit")),
)  # fmt: skip
_EXACT: Mapping[str, FactorColumn] = {
    "id": FactorColumn.ID, "no": FactorColumn.ID, "no.": FactorColumn.ID, "年": FactorColumn.YEAR,
    "级": FactorColumn.RANK, "因子单位": FactorColumn.UNIT, "factorunit": FactorColumn.UNIT,
    "单位": FactorColumn.UNIT, "unit": FactorColumn.UNIT, "排放因子单位": FactorColumn.UNIT,
    "数据来源": FactorColumn.SOURCE, "因子来源": FactorColumn.SOURCE, "名称": FactorColumn.NAME,
}  # fmt: skip
_NEEDED = frozenset({FactorColumn.NAME, FactorColumn.VALUE})


def guess_columns(header: Sequence[str]) -> dict[FactorColumn, int]:
    """Return the place of each column that the header names; the first where two could be one.

    A complete list has at least a name and a value (`is_complete`).
    """
    cpcd = {CPCD_HEADER[text.strip()]: n for n, text in enumerate(header) if _is_cpcd(text)}
    if cpcd.keys() >= _NEEDED | {FactorColumn.ID}:
        return cpcd
    found: dict[FactorColumn, int] = {}
    flat = [_flat(text) for text in header]
    for place, text in enumerate(flat):
        if text in _EXACT:
            found.setdefault(_EXACT[text], place)
    for place, text in enumerate(flat):
        column = _column_of(text)
        if place not in found.values() and column is not None:
            found.setdefault(column, place)
    return found


def is_complete(columns: Mapping[FactorColumn, int]) -> bool:
    """Tell whether name and value are known, so that rows can be read."""
    return columns.keys() >= _NEEDED


def is_cpcd(header: Sequence[str]) -> bool:
    """Tell whether a list is one of CPCD, by its header."""
    return {"产品ID", "产品名称", "碳足迹"} <= {text.strip() for text in header}


def header_unit(text: str) -> str:
    """Return the unit in a header such as 排放因子（kgCO₂e/kWh）; empty where it names none."""
    inside = re.findall(r"[(（\[]([^()（）\[\]]*)[)）\]]", text)
    words = text.replace("\n", " ").split(" ")
    for part in (*inside, *(" ".join(words[n:]) for n in range(1, len(words)))):
        if parse_unit(part, "kg") is not None:
            return str(part).strip()
    return ""


def _is_cpcd(text: str) -> bool:
    return text.strip() in CPCD_HEADER


def _flat(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\(.*?\)|[\s_*:]+", "", plain)


def _column_of(flat: str) -> FactorColumn | None:
    for column, words in _WORDS:
        if any(_has(flat, word) for word in words):
            return column
    return None


def _has(flat: str, word: str) -> bool:
    return flat == word if len(word) == 2 and word.isascii() else word in flat
