"""Reading a list of emission factors from a sheet: CPCD's text form and plain tables.

What the columns mean is guessed as for every table of a client. CPCD writes value and unit in one
text, `4555.52kgCO2e / 公吨`; a plain table has them in columns, or the unit in the header. A row
that cannot be read is reported with its line, never left out silently; rows that are the same in
every field are taken once; the same number with other content is kept and reported. Negative values
(removals, credits) are values.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.cell_value import NumberNote, read_number
from cfpdesk.model.column_guess import ColumnGuess
from cfpdesk.model.dataset import ColumnRole, DatasetKind, missing_roles
from cfpdesk.model.factor import CPCD, Factor, FactorRank, boundary_of, rank_of, source_facts
from cfpdesk.model.sheet import Cell, SheetRows, column_number, number_of
from cfpdesk.model.table_extent import head_of
from cfpdesk.model.table_guess import guess_columns
from cfpdesk.model.table_header import find_headers

MOST_ROWS = 200_000
_HEADER_WITHIN = 30
_LONGEST_CELL = 2_000
_VALUE = re.compile(
    r"\s*([+-]?[\d.,]+(?:[eE][+-]?\d+)?)\s*(t|kg|g|mg)?\s*(CO2e?)\s*/\s*(.+?)\s*", re.IGNORECASE
)
# Full-width characters, other dashes and the small two; raised digits stay as they are.
_PLAIN = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("−‐‑–—", "-")
    | {"₂": "2", "\u3000": " "}
)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that was not taken, or that contradicts another.

    Attributes:
        line: in the file, from 1.
        text: what stands there, cut.
    """

    line: int
    text: str
    sentence: Message


@dataclass(frozen=True, slots=True)
class FactorList:
    """What a list holds.

    Attributes:
        factors: in the order of the file; none of them is a row of the journal.
        problems: by line.
        identical: lines that repeat an earlier one in every field and were left out.
        header: last row of the header, from 1.
    """

    factors: tuple[Factor, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    identical: tuple[int, ...] = ()
    header: int = 0


def factors_of_sheet(sheet: SheetRows, library: str) -> tuple[Factor, ...]:
    """Return the factors of a list that is a sheet of a workbook; none where it holds no list."""
    try:
        return read_factor_sheet(sheet, library).factors
    except UserError:
        return ()


def read_factor_sheet(sheet: SheetRows, library: str, rank: FactorRank | None = None) -> FactorList:
    """Return what a sheet of a workbook holds as a list of factors.

    Args:
        sheet: with a header among its first rows.
        library: its name; CPCD's own list keeps the name CPCD.
        rank: of factors that state none.

    Raises:
        UserError: if no row names the columns, or there are more than 200 000 rows.
    """
    header, columns = _columns_of(sheet)
    if sheet.info.rows - header > MOST_ROWS:
        raise UserError(msg("The list has more than {n} {n:row|rows}; split it.", n=MOST_ROWS))
    cpcd = is_cpcd(sheet.row(header))
    reader = _Reader(
        places={guess.role: column_number(guess.column) - 1 for guess in columns},
        unit=next((guess.unit for guess in columns if guess.role is ColumnRole.FACTOR), ""),
        library=CPCD if cpcd else library,
        rank=rank or (FactorRank.NATIONAL if cpcd else None),
        header=header,
    )
    for line, cells in enumerate(islice(sheet, header, None), start=header + 1):
        if any(cell.text.strip() for cell in cells):
            reader.take(line, tuple(cell.value for cell in cells))
    return reader.result()


def _columns_of(sheet: SheetRows) -> tuple[int, tuple[ColumnGuess, ...]]:
    """Return the last row of the header, and what the columns mean.

    Raises:
        UserError: if no row names at least the name and the value of each factor.
    """
    head = head_of(sheet, _HEADER_WITHIN + 1)
    blocks = find_headers(head[:_HEADER_WITHIN], sheet.info.merged)
    spans = [(block.top, block.bottom) for block in blocks]
    spans += [(number, number) for number in range(1, min(len(head), _HEADER_WITHIN) + 1)]
    for span in spans:
        columns = guess_columns(sheet, span, DatasetKind.FACTORS)
        found = frozenset(guess.role for guess in columns)
        if not missing_roles(DatasetKind.FACTORS, found):
            return span[1], columns
    raise UserError(
        msg(
            "No row names the columns of the list. It needs at least the name and the value of "
            "each factor, such as 名称 and 排放因子."
        )
    )


def is_cpcd(header: Sequence[Cell]) -> bool:
    """Tell whether a list is one of CPCD, by its header."""
    return {"产品ID", "产品名称", "碳足迹"} <= {cell.text.strip() for cell in header}


@dataclass
class _Reader:
    """Rows become factors; what was seen before is remembered."""

    places: Mapping[ColumnRole, int]
    unit: str
    library: str
    rank: FactorRank | None
    header: int
    factors: list[Factor] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    identical: list[int] = field(default_factory=list)
    seen: dict[Factor, int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def take(self, line: int, cells: tuple[object, ...]) -> None:
        """Add the factor of a row, or say why not."""
        try:
            factor = self._factor(cells)
        except UserError as error:
            shown = " | ".join(filter(None, map(_text, cells)))[:120]
            self.problems.append(RowProblem(line, shown, error.message))
            return
        if factor in self.seen:
            self.identical.append(line)
            return
        before = self.lines.setdefault(factor.library_id, line) if factor.library_id else line
        if before != line:
            sentence = msg(
                "{id} stands in line {line} with other content; both are kept",
                id=factor.library_id,
                line=before,
            )
            self.problems.append(RowProblem(line, factor.name, sentence))
        self.seen[factor] = line
        self.factors.append(replace(factor, row=f"{self.library}:{line}"))

    def result(self) -> FactorList:
        """Return what was read."""
        problems = tuple(sorted(self.problems, key=lambda problem: problem.line))
        return FactorList(tuple(self.factors), problems, tuple(self.identical), self.header)

    def _factor(self, cells: tuple[object, ...]) -> Factor:
        def cell(column: ColumnRole) -> object:
            place = self.places.get(column)
            return cells[place] if place is not None and place < len(cells) else None

        def text(column: ColumnRole) -> str:
            return _text(cell(column))

        name = text(ColumnRole.NAME)
        if not name:
            raise UserError(msg("The row has no name"))
        value, unit = _value(cell(ColumnRole.FACTOR))
        low = text(ColumnRole.LOW_CARBON)
        notes = (text(ColumnRole.DATA_TYPE), "低碳" if low == "是" else "", text(ColumnRole.REMARK))
        uncertainty = read_number(text(ColumnRole.UNCERTAINTY).strip("±%％ "))
        facts = source_facts(text(ColumnRole.FACTOR_SOURCE))
        stated = text(ColumnRole.FACTOR_UNIT) or text(ColumnRole.UNIT)
        return Factor(
            name=name,
            value=value,
            unit=unit or _joined_unit(self.unit, stated),
            rank=rank_of(text(ColumnRole.RANK)) or self.rank,
            source=text(ColumnRole.FACTOR_SOURCE),
            version=text(ColumnRole.VERSION),
            year=_year(text(ColumnRole.YEAR)) or facts.year,
            region=text(ColumnRole.REGION),
            boundary=boundary_of(text(ColumnRole.BOUNDARY)) or facts.boundary,
            gwp_set=_gwp_set(text(ColumnRole.GWP_SET)),
            uncertainty_pct=uncertainty.value if uncertainty is not None else None,
            library=self.library,
            library_id=text(ColumnRole.ID),
            note=" · ".join(note for note in notes if note),
        )


def _value(cell: object) -> tuple[Decimal, str]:
    """Return value and unit; the unit is empty where the cell holds a number only.

    Raises:
        UserError: if it is no value that can be read in one way.
    """
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        exact = number_of(cell)
        if exact.is_finite():
            return exact, ""
    text = _text(cell)
    if not text:
        raise UserError(msg("The row has no value"))
    match = _VALUE.fullmatch(text.translate(_PLAIN))
    digits, unit = (match[1], _unit(match)) if match else (text, "")
    reading = read_number(digits, comma_is_decimal=False)
    if reading is None or NumberNote.DECIMAL_COMMA in reading.notes or reading.other is not None:
        raise UserError(msg("{text} is no value with a unit", text=text[:60]))
    return reading.value, unit or reading.unit


def _unit(match: re.Match[str]) -> str:
    if not match[2]:
        raise UserError(msg("{text} has no unit of mass", text=match[0].strip()[:60]))
    gas = "CO2e" if match[3].casefold() == "co2e" else "CO2"
    return f"{match[2].casefold()}{gas}/{match[4]}"


def _joined_unit(header: str, cell: str) -> str:
    """Return the unit of a row: kgCO₂e/单位 in the header and t in the row are kgCO₂e/t."""
    if not header or "/" in cell:
        return cell
    if not cell:
        return header
    above, slash, below = header.partition("/")
    if not slash or below.strip().casefold() in ("单位", "unit"):
        return f"{above}/{cell}"
    return header


def _year(text: str) -> int | None:
    years = [int(year) for year in re.findall(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?!\d)", text)]
    return min(years, default=None)


def _gwp_set(text: str) -> str:
    found = re.search(r"AR\s?([456])", text.upper())
    return f"AR{found[1]}" if found else ""


def _text(cell: object) -> str:
    """Return a cell as text, as it is but for spaces; a whole number without its point."""
    if cell is None:
        return ""
    plain = number_of(cell) if isinstance(cell, float) else cell
    return " ".join(str(plain)[:_LONGEST_CELL].split())
