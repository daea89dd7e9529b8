"""ods: the formulas of its sheets, written as Excel and WPS show them.

OpenFormula puts references in brackets, with a point between sheet and cell, and a semicolon
between arguments: `of:=SUM([$参数.B2:.B9];1)` is `=SUM(参数!B2:B9,1)`.
"""

import re
from collections.abc import Iterator, Sequence

from cfpdesk.exchange.client_workbook.ods_scan import FormulaAt, walk
from cfpdesk.exchange.client_workbook.package_parts import Parts
from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError
from cfpdesk.model.sheet import CellRange, Formula

MOST_FORMULAS = 2_000_000
_GRAMMAR = re.compile(r"(\w+):(?==)", re.ASCII)
_EXCEL_WORDS = "msoxl"  # this grammar is Excel's own
_TOKEN = re.compile(r'"(?:[^"]|"")*"|\[(?:\'(?:[^\']|\'\')*\'|[^\]\'])*\]|[;{}|~!]|[^"\[;{}|~!]+|.')
_END = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')*'#)?(?:\$?(?:'(?:[^']|'')*'|[^'.:#\[\]]+))?)\."
    r"(?P<cell>\$?[A-Z]{1,3}\$?[0-9]{1,7}|\$?[A-Z]{1,3}|\$?[0-9]{1,7})"
)
_FILE = re.compile(r"'(?:[^']*/)?(?P<file>[^'/]+)'#\$?(?P<sheet>.*)", re.DOTALL)


def formulas(parts: Parts, wanted: Sequence[int]) -> Iterator[tuple[int, list[Formula]]]:
    """Return the formulas of sheets, sheet by sheet, in the order of their cells.

    Args:
        parts: the workbook.
        wanted: places of the sheets in the workbook, from 0.

    Raises:
        RefusedError: if there is no such sheet, or the file is damaged or hostile.
    """
    found: dict[int, list[Formula]] = {index: [] for index in wanted}
    count = 0

    def take(at: FormulaAt) -> None:
        nonlocal count
        held = found.get(at.sheet)
        if held is None:
            return
        count += at.columns * at.rows
        if count > MOST_FORMULAS:
            raise RefusedError(Refusal.HOSTILE)
        text = in_excel_words(at.text)
        for row in range(at.row, at.row + at.rows):
            for column in range(at.column, at.column + at.columns):
                held.append(Formula(column, row, text, _array(at)))

    book = walk(parts, lambda _rows: None, take)
    for index in wanted:
        if not 0 <= index < len(book.sheets):
            raise RefusedError(Refusal.NO_SHEET)
        yield index, found[index]


def _array(at: FormulaAt) -> CellRange | None:
    wide, high = at.matrix
    if not wide or not high:
        return None
    return CellRange(at.column, at.row, at.column + wide - 1, at.row + high - 1)


def in_excel_words(text: str) -> str:
    """Return a formula of an ods as Excel shows it; what is not understood stays as it is."""
    grammar = _GRAMMAR.match(text)
    plain = text[grammar.end() :] if grammar else text
    if grammar and grammar[1] == _EXCEL_WORDS:
        return plain
    depth, said = 0, []
    for piece in _TOKEN.findall(plain):
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth -= 1
        if piece.startswith("[") and piece.endswith("]"):
            said.append(_reference(piece[1:-1]))
        elif piece == "~":  # joins areas
            said.append(",")
        elif piece == "!":  # where areas meet
            said.append(" ")
        elif piece == ";" or (piece == "|" and depth > 0):
            said.append("," if piece == ";" else ";")
        else:
            said.append(piece)
    return "".join(said)


def _reference(text: str) -> str:
    first = _END.match(text)
    if first is None:
        return text
    rest = text[first.end() :]
    if not rest:
        return _sheet(first["sheet"]) + first["cell"]
    last = _END.fullmatch(rest[1:]) if rest.startswith(":") else None
    if last is None:
        return text
    return f"{_sheet(first['sheet'])}{first['cell']}:{last['cell']}"


def _sheet(name: str) -> str:
    """Return the sheet's part of a reference with its exclamation mark; empty for the own sheet."""
    if not name:
        return ""
    elsewhere = _FILE.fullmatch(name)
    if elsewhere is None:
        return name.removeprefix("$") + "!"
    sheet = elsewhere["sheet"].strip("'")
    return f"'[{elsewhere['file']}]{sheet}'!"
