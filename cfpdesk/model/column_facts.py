"""What the cells of a column are like, and which columns are products of others.

Both speak for the meaning of a column whatever language its header is written in.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from cfpdesk.model.cell_date import read_date
from cfpdesk.model.cell_value import read_number
from cfpdesk.model.header_text import is_unit
from cfpdesk.model.month_text import is_month
from cfpdesk.model.sheet import Cell, CellKind, Row

_RANK = re.compile(
    r"[a-e]|[1-5]|[a-e]\s*级|[一二三四五]级|高|中|低|好|high|medium|low", re.IGNORECASE
)
_GAS = re.compile(
    r"co2e?|ch4|n2o|sf6|nf3|cf4|c2f6|h?c?fcs?-?\d+\w*|r-?\d{2,3}\w?|pfcs?|二氧化碳|甲烷|氧化亚氮",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-–~至]\s*(?:19|20)\d\d)?(?:\s*年)?")
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9][\w./#-]{0,24}", re.ASCII)
_SMALL = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_CLOSE = Decimal("1e-6")
_MOST_NUMERIC = 10
_CARBON_VALUE = re.compile(r"\s*[+−-]?\d[\d.,]*(?:e[+-]?\d+)?\s*[kmt]?g?\s*co2", re.IGNORECASE)
_SERIALS = (36_526, 55_152)
_SCALES = (Decimal(1), Decimal(1000), Decimal("0.001"))


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """How many cells of a column are what; a cell may be several things at once.

    Attributes:
        filled: cells that hold anything.
        quantities: texts of a number with its unit behind it, such as 12,000 kg.
        carbon_values: texts of a factor with its unit, such as 4555.52kgCO2e / 公吨.
        errors: cells that show an error; they count as figures as well.
        serials: whole numbers that may be dates which lost their format, 2000 to 2050.
        codes: short texts or numbers without spaces that hold a digit, as identifiers do.
        distinct: different texts.
        first_unit: the unit where all unit cells are the same, else "".
        carbon_units: cells with a unit of CO2 mass; `carbon_rates` those per something else.
    """

    filled: int = 0
    numbers: int = 0
    texts: int = 0
    quantities: int = 0
    carbon_values: int = 0
    errors: int = 0
    serials: int = 0
    units: int = 0
    carbon_units: int = 0
    carbon_rates: int = 0
    dates: int = 0
    years: int = 0
    ranks: int = 0
    gases: int = 0
    codes: int = 0
    distinct: int = 0
    length: int = 0
    first_unit: str = ""

    def share(self, count: int) -> float:
        """Return a count as a share of the filled cells; 0 where there are none."""
        return count / self.filled if self.filled else 0.0


def facts_of(cells: Sequence[Cell]) -> ColumnFacts:
    """Return the facts of the cells of one column."""
    count = dict.fromkeys(_MARKS, 0)
    seen: set[str] = set()
    units: set[str] = set()
    filled = length = 0
    for cell in cells:
        if cell.kind is CellKind.EMPTY or not cell.text.strip():
            continue
        filled += 1
        text = cell.text.strip()
        seen.add(text)
        length += len(text)
        for mark in _marks(cell, text):
            count[mark] += 1
            if mark == "units":
                units.add(text)
    return ColumnFacts(
        filled=filled,
        distinct=len(seen),
        length=length // filled if filled else 0,
        first_unit=units.pop() if len(units) == 1 else "",
        **count,
    )


_MARKS = (
    "numbers",
    "texts",
    "quantities",
    "carbon_values",
    "errors",
    "serials",
    "units",
    "carbon_units",
    "carbon_rates",
    "dates",
    "years",
    "ranks",
    "gases",
    "codes",
)


def _marks(cell: Cell, text: str) -> set[str]:
    marks: set[str] = set()
    if cell.kind is CellKind.DATE:
        return {"dates"}
    if cell.kind is CellKind.ERROR:
        return {"errors", "numbers"}
    if cell.kind is CellKind.NUMBER:
        marks.add("numbers")
        if isinstance(cell.value, Decimal) and _SERIALS[0] <= cell.value <= _SERIALS[1]:
            marks.add("serials")
    elif cell.kind is CellKind.TEXT:
        reading = read_number(text)
        marks.add("numbers" if reading and not reading.unit else "texts")
        if reading and reading.unit and is_unit(reading.unit):
            marks.add("quantities")
        if _CARBON_VALUE.match(unicodedata.normalize("NFKC", text)):
            marks.add("carbon_values")
        marks |= _unit_marks(text)
        if is_month(text) or read_date(text) is not None:
            marks.add("dates")
    plain = text.translate(_SMALL)
    for mark, pattern in (("years", _YEAR), ("ranks", _RANK), ("gases", _GAS), ("codes", _CODE)):
        if pattern.fullmatch(plain):
            marks.add(mark)
    return marks


def _unit_marks(text: str) -> set[str]:
    if not is_unit(text):
        return set()
    marks = {"units"}
    if is_carbon(text):
        marks.add("carbon_rates" if is_rate(text) else "carbon_units")
    return marks


def is_carbon(unit: str) -> bool:
    """Tell whether a unit is a mass of CO2 or CO2e, also per something."""
    plain = unit.translate(_SMALL).lower()
    return "co2" in plain or "二氧化碳" in plain


def is_rate(unit: str) -> bool:
    """Tell whether a unit is something per something."""
    return "/" in unit or "／" in unit or " per " in unit.lower() or "每" in unit


def number_in(cell: Cell) -> Decimal | None:
    """Return the number a cell holds, also as text; None where it holds none."""
    if isinstance(cell.value, Decimal):
        return cell.value
    if cell.kind is CellKind.TEXT and (reading := read_number(cell.text)):
        return reading.value
    return None


@dataclass(frozen=True, slots=True)
class Product:
    """That a column is the product of others, in so many of the rows that could be tested."""

    column: int
    of: tuple[int, ...]
    scale: Decimal
    rows: int
    tested: int


def find_products(rows: Sequence[Row], columns: Sequence[int]) -> dict[int, Product]:
    """Return for each column the product of two or three others that it is, where it is one.

    Args:
        rows: data rows.
        columns: numbers from 1 of columns that hold numbers; beyond ten none are tested.
    """
    if len(columns) > _MOST_NUMERIC or len(rows) < _LEAST:
        return {}
    table = {
        column: [number_in(row[column - 1]) if column <= len(row) else None for row in rows]
        for column in columns
    }
    found: dict[int, Product] = {}
    for column in columns:
        others = [other for other in columns if other != column]
        best: Product | None = None
        for size in (2, 3):
            for parts in combinations(others, size):
                product = _product(table, column, parts)
                if product and (best is None or product.rows > best.rows):
                    best = product
        if best:
            found[column] = best
    return found


_LEAST = 3


def _product(
    table: Mapping[int, Sequence[Decimal | None]], column: int, parts: tuple[int, ...]
) -> Product | None:
    for scale in _SCALES:
        agrees = tested = 0
        for number, value in enumerate(table[column]):
            factors = [table[part][number] for part in parts]
            if value is None or any(factor is None for factor in factors):
                continue
            tested += 1
            product = scale
            for factor in factors:
                product *= factor or Decimal(0)
            agrees += abs(product - value) <= _CLOSE * abs(value)
            if tested == _LEAST and not agrees:
                break
        if tested >= _LEAST and agrees * 10 >= tested * 8 and _says_something(table, column, parts):
            return Product(column, parts, scale, agrees, tested)
    return None


def _says_something(
    table: Mapping[int, Sequence[Decimal | None]], column: int, parts: tuple[int, ...]
) -> bool:
    """Tell whether the product is more than a column of ones or zeros beside a copy."""

    def varied(number: int) -> bool:
        return len({value for value in table[number] if value is not None}) > 1

    moving = [part for part in parts if varied(part)]
    return varied(column) and len(moving) > 1
