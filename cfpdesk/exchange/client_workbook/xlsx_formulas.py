"""xlsx: the formulas of a sheet, on demand, with shared ones written out for their cells.

An XML parser with functions for cells and formulas only; openpyxl, which reads cells one by one as
objects, takes ten times longer, and only its translator is used: it moves a shared formula from the
cell it was written in to the cell that shares it.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.parsers import expat

from cfpdesk.exchange.client_workbook.package_parts import Parts, parser
from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError
from cfpdesk.model.sheet import CellRange, Formula, address, parse_address, parse_range

if TYPE_CHECKING:
    from openpyxl.formula.translate import Translator

_HIDDEN_PREFIX = re.compile(r"_xl(?:fn|ws|udf)\.")


def formulas(parts: Parts, part: str, wanted: CellRange | None) -> Iterator[list[Formula]]:
    """Return the formulas of a sheet in order of their cells, in lists of any length.

    Args:
        parts: the workbook.
        part: the sheet's part.
        wanted: only formulas of these cells; all where None.

    Raises:
        RefusedError: if the sheet is damaged or hostile.
    """
    reader = _Reader(wanted)
    for data in parts.chunks(part):
        try:
            reader.parser.Parse(data, False)  # noqa: FBT003 - the library's own
        except expat.ExpatError as error:
            raise RefusedError(Refusal.DAMAGED) from error
        found, reader.found = reader.found, []
        yield found
        if reader.past:
            return


class _Reader:
    """Takes what the parser meets."""

    def __init__(self, wanted: CellRange | None) -> None:
        self.parser = parser()
        self.found: list[Formula] = []
        self.past = False
        self._wanted = wanted
        self._row = self._column = 0
        self._ref = ""
        self._in_cell = False
        self._attributes: dict[str, str] = {}
        self._text: list[str] = []
        self._shared: dict[str, Translator | None] = {}
        self.parser.StartElementHandler = self._begin

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._column += 1
            self._ref = attributes.get("r", "")
            self._in_cell = True
            return
        if tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() and len(number) < 9 else self._row + 1
            self._column = 0
            self.past = self._wanted is not None and self._row > self._wanted.last_row
        elif tag == "f" and self._in_cell:  # it comes first in its cell; others are of other things
            self._attributes, self._text = attributes, []
            self.parser.CharacterDataHandler = self._text.append
            self.parser.EndElementHandler = self._end
        self._in_cell = False

    def _end(self, name: str) -> None:
        del name
        self.parser.CharacterDataHandler = None
        self.parser.EndElementHandler = None
        try:
            column, row = parse_address(self._ref) if self._ref else (self._column, self._row)
        except ValueError as error:
            raise RefusedError(Refusal.DAMAGED) from error
        self._column = column
        text, array = self._formula("".join(self._text), column, row)
        if self._wanted is None or (column, row) in self._wanted:
            self.found.append(Formula(column, row, text, array))

    def _formula(self, text: str, column: int, row: int) -> tuple[str, CellRange | None]:
        kind = self._attributes.get("t", "normal")
        text = _HIDDEN_PREFIX.sub("", text)
        if kind == "shared":
            return self._shared_formula(text, column, row), None
        if kind == "dataTable":
            inputs = [self._attributes.get(name, "") for name in ("r1", "r2")]
            return f"=TABLE({','.join(inputs).strip(',')})", _range(self._attributes.get("ref", ""))
        array = _range(self._attributes.get("ref", "")) if kind == "array" else None
        return f"={text}" if text else "", array

    def _shared_formula(self, text: str, column: int, row: int) -> str:
        from openpyxl.formula.tokenizer import TokenizerError
        from openpyxl.formula.translate import Translator, TranslatorError

        group = self._attributes.get("si", "")
        place = address(column, row)
        try:
            if text:
                self._shared[group] = Translator(f"={text}", place)
                return f"={text}"
            origin = self._shared.get(group)
            return "" if origin is None else str(origin.translate_formula(place))
        except (TokenizerError, TranslatorError, ValueError, IndexError):
            return f"={text}" if text else ""


def _range(text: str) -> CellRange | None:
    try:
        return parse_range(text)
    except ValueError:
        return None
