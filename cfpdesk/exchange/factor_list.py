"""Reading a list of emission factors: CPCD's text form and plain tables, from rows or csv.

CPCD writes value and unit in one text, `4555.52kgCO2e / 公吨`; a plain table has them in columns,
or the unit in the header. A row that cannot be read is reported with its line, never left out
silently; rows that are the same in every field are taken once; the same number with other content
is kept and reported. Negative values (removals, credits) are values.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.cell_value import NumberNote, read_number
from cfpdesk.model.factor import CPCD, Factor, FactorRank, boundary_of, rank_of, source_facts
from cfpdesk.model.factor_columns import (
    FactorColumn,
    guess_columns,
    header_unit,
    is_complete,
    is_cpcd,
)
from cfpdesk.model.sheet import SheetRows, number_of

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
Row = tuple[int, tuple[object, ...]]


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
        columns: the place of each column, from 0, as it was guessed or given.
    """

    factors: tuple[Factor, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    identical: tuple[int, ...] = ()
    columns: Mapping[FactorColumn, int] = field(default_factory=dict)


def read_factor_text(
    data: bytes | str, *, library: str = "", rank: FactorRank | None = None
) -> FactorList:
    """Return the factors of a csv or tab-separated text; see `read_factor_rows`.

    Raises:
        UserError: if it is no text, or no row of it names the columns.
    """
    text = data if isinstance(data, str) else _decoded(data)
    sample = "\n".join(text.split("\n", 5)[:5])
    mark = max("\t;,", key=sample.count)
    try:
        return read_factor_rows(_csv_rows(text, mark), library=library, rank=rank)
    except csv.Error as error:
        raise UserError(
            msg("The list of factors cannot be read as a table: {reason}", reason=str(error))
        ) from error


def read_factor_rows(
    rows: Iterable[Row | Mapping[str, object] | Sequence[object]],
    *,
    library: str = "",
    rank: FactorRank | None = None,
    columns: Mapping[FactorColumn, int] | None = None,
) -> FactorList:
    """Return the factors of a table.

    Args:
        rows: each a mapping by header, a sequence of cells (text, numbers, None), or such a
            sequence with its line before it. Sequences begin with a header, which may stand below
            a title.
        library: name of the library; CPCD where the header is CPCD's and no name is given.
        rank: of factors that state none.
        columns: where the person corrected the guess; the header is then still looked for.

    Raises:
        UserError: if no row names the columns, or there are more than 200 000 rows.
    """
    numbered = _numbered(rows)
    header = _find_header(numbered)
    places = dict(columns) if columns is not None else guess_columns(header)
    cpcd = is_cpcd(header)
    reader = _Reader(
        places=places,
        unit=header_unit(header[places[FactorColumn.VALUE]]),
        library=library or (CPCD if cpcd else ""),
        rank=rank or (FactorRank.NATIONAL if cpcd else None),
    )
    for count, (line, cells) in enumerate(numbered):
        if count == MOST_ROWS:
            raise UserError(msg("The list has more than {n} {n:row|rows}; split it.", n=MOST_ROWS))
        if any(_text(cell) for cell in cells):
            reader.take(line, cells)
    return reader.result()


def factors_of_sheet(sheet: SheetRows, library: str) -> tuple[Factor, ...]:
    """Return the factors of a list that is a sheet of a workbook; none where it holds no list."""
    try:
        return read_factor_sheet(sheet, library).factors
    except UserError:
        return ()


def read_factor_sheet(sheet: SheetRows, library: str) -> FactorList:
    """Return what a sheet of a workbook holds; see `read_factor_rows`.

    Args:
        sheet: with a header among its first rows.
        library: its name; CPCD's own list keeps the name CPCD.

    Raises:
        UserError: if no row names the columns, or there are too many rows.
    """
    rows = ((number, tuple(cell.value for cell in row)) for number, row in enumerate(sheet, 1))
    found = read_factor_rows(rows)
    if any(factor.library for factor in found.factors):
        return found
    named = tuple(factor.but(library=library) for factor in found.factors)
    return replace(found, factors=named)


@dataclass
class _Reader:
    """Rows become factors; what was seen before is remembered."""

    places: Mapping[FactorColumn, int]
    unit: str
    library: str
    rank: FactorRank | None
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
        return FactorList(tuple(self.factors), problems, tuple(self.identical), dict(self.places))

    def _factor(self, cells: tuple[object, ...]) -> Factor:
        def cell(column: FactorColumn) -> object:
            place = self.places.get(column)
            return cells[place] if place is not None and place < len(cells) else None

        def text(column: FactorColumn) -> str:
            return _text(cell(column))

        name = text(FactorColumn.NAME)
        if not name:
            raise UserError(msg("The row has no name"))
        value, unit = _value(cell(FactorColumn.VALUE))
        low = text(FactorColumn.LOW_CARBON)
        notes = (text(FactorColumn.KIND), "低碳" if low == "是" else "", text(FactorColumn.NOTE))
        uncertainty = read_number(text(FactorColumn.UNCERTAINTY).strip("±%％ "))
        facts = source_facts(text(FactorColumn.SOURCE))
        return Factor(
            name=name,
            value=value,
            unit=unit or _joined_unit(self.unit, text(FactorColumn.UNIT)),
            rank=rank_of(text(FactorColumn.RANK)) or self.rank,
            source=text(FactorColumn.SOURCE),
            version=text(FactorColumn.VERSION),
            year=_year(text(FactorColumn.YEAR)) or facts.year,
            region=text(FactorColumn.REGION),
            boundary=boundary_of(text(FactorColumn.BOUNDARY)) or facts.boundary,
            gwp_set=_gwp_set(text(FactorColumn.GWP_SET)),
            uncertainty_pct=uncertainty.value if uncertainty is not None else None,
            library=self.library,
            library_id=text(FactorColumn.ID),
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


def _numbered(rows: Iterable[Row | Mapping[str, object] | Sequence[object]]) -> Iterator[Row]:
    """Yield every row with its line; for mappings the header comes first, as line 0."""
    keys: tuple[str, ...] = ()
    for place, row in enumerate(rows, 1):
        if isinstance(row, Mapping):
            if not keys:
                keys = tuple(row)
                yield 0, keys
            yield place, tuple(row.get(key) for key in keys)
        elif len(row) == 2 and isinstance(row[0], int) and isinstance(row[1], tuple):
            yield row[0], row[1]
        else:
            yield place, tuple(row)


def _find_header(rows: Iterator[Row]) -> tuple[str, ...]:
    """Return the header and leave the rows below it; raises UserError where none is found."""
    for _, cells in islice(rows, _HEADER_WITHIN):
        header = tuple(_text(cell) for cell in cells)
        if is_complete(guess_columns(header)):
            return header
    raise UserError(
        msg(
            "No row names the columns of the list. It needs at least the name and the value of "
            "each factor, such as 名称 and 排放因子."
        )
    )


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UserError(msg("The list of factors is no text; save it as csv and read it again."))


def _csv_rows(text: str, mark: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    start = 1
    for cells in reader:
        yield start, tuple(cells)
        start = reader.line_num + 1
