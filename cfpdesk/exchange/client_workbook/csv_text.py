"""csv: which encoding and which delimiter, then the rows; everything stays text.

The file is read twice, the first time only to count: so the sheet's size is known before its rows
come, and a quote mark that is never closed is noticed before it has swallowed half of the table.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cfpdesk.exchange.client_workbook.recognise import looks_wide
from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError
from cfpdesk.exchange.client_workbook.scan import MAX_CELLS
from cfpdesk.model.sheet import MAX_COLUMNS, MAX_ROWS, address

DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 64 * 1024
_LINES_LOOKED_AT = 60
_LONGEST = 1 << 20
_MOST_LINES_IN_A_FIELD = 200
_CHUNK = 1 << 20
_TOLD_EVERY = 4096
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECIMAL_COMMA = re.compile(r"-?[0-9.]*,[0-9]+")


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a csv is to be read.

    Attributes:
        rows, columns: as counted.
        strange: characters that the encoding does not know; shown as �.
        quotes: whether quote marks bind; False where one is never closed, so that all are text.
    """

    encoding: str
    delimiter: str
    rows: int = 0
    columns: int = 0
    strange: int = 0
    quotes: bool = True
    first_line: int = 0


def examine(stream: BinaryIO, encoding: str, tell: Callable[[int], None]) -> CsvForm:
    """Find out how to read a csv.

    Args:
        stream: the file; where it stands afterwards is not said.
        encoding: what a person chose, or nothing.
        tell: called now and then with the rows seen so far.

    Raises:
        RefusedError: if it has too many rows or columns.
    """
    csv.field_size_limit(_LONGEST)
    encoding = encoding or _encoding(stream)
    stream.seek(0)
    head = stream.read(_LOOKED_AT).decode(encoding, "replace")
    delimiter, first_line = _delimiter(head)
    for strict, quotes in ((True, True), (False, True), (False, False)):
        form = CsvForm(encoding, delimiter, quotes=quotes, first_line=first_line)
        try:
            rows, columns, strange = _count(stream, form, tell, strict=strict)
        except csv.Error as error:
            if not quotes:
                raise RefusedError(Refusal.DAMAGED) from error
            continue
        return CsvForm(encoding, delimiter, rows, columns, strange, quotes, first_line)
    raise RefusedError(Refusal.DAMAGED)


def rows(stream: BinaryIO, form: CsvForm) -> Iterator[list[str]]:
    """Return the rows, all of the same length."""
    width = form.columns
    for row in _reader(stream, form, strict=False):
        yield row + [""] * (width - len(row)) if len(row) < width else row


def _reader(stream: BinaryIO, form: CsvForm, *, strict: bool) -> Iterator[list[str]]:
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=form.encoding, errors="replace", newline="")
    try:
        for _ in range(form.first_line):
            text.readline()
        if form.quotes:
            yield from csv.reader(text, delimiter=form.delimiter, strict=strict)
        else:
            yield from csv.reader(text, delimiter=form.delimiter, quoting=csv.QUOTE_NONE)
    finally:
        text.detach()


def _count(
    stream: BinaryIO, form: CsvForm, tell: Callable[[int], None], *, strict: bool
) -> tuple[int, int, int]:
    last = columns = strange = 0
    for count, row in enumerate(_reader(stream, form, strict=strict), 1):
        joined = "".join(row)
        if joined:
            last = count
        if len(row) > columns:
            columns = len(row)
        if "\ufffd" in joined:
            strange += joined.count("\ufffd")
        if not strict and form.quotes and "\n" in joined and _swallows(row, form.delimiter):
            raise csv.Error(count)
        if count > MAX_ROWS or columns > MAX_COLUMNS or count * columns > MAX_CELLS:
            cell = address(columns, count)
            raise RefusedError(Refusal.TOO_MANY_CELLS, sheet="csv", cell=cell)
        if count % _TOLD_EVERY == 0:
            tell(count)
    return last, columns, strange


def _swallows(row: list[str], delimiter: str) -> bool:
    """Tell whether a field runs over lines that look like rows, from one stray quote to the next.

    Asked only of a file whose quotes are wrong somewhere.
    """
    for cell in row:
        lines = cell.split("\n")
        if len(lines) > _MOST_LINES_IN_A_FIELD or sum(delimiter in line for line in lines) > 1:
            return True
    return False


def _encoding(stream: BinaryIO) -> str:
    stream.seek(0)
    head = stream.read(_LOOKED_AT)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    wide = marked or looks_wide(head)
    if wide:
        return wide
    strange = _strange(stream, "utf-8")
    return "gb18030" if strange and _strange(stream, "gb18030") < strange else "utf-8"


def _strange(stream: BinaryIO, encoding: str) -> int:
    """Return how many characters of a file an encoding does not know."""
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    try:
        return sum(piece.count("\ufffd") for piece in iter(lambda: text.read(_CHUNK), ""))
    finally:
        text.detach()


def _delimiter(head: str) -> tuple[str, int]:
    """Return the delimiter and how many lines to leave out at the beginning."""
    lines = head.splitlines(keepends=True)
    first = lines[0].strip().lower() if lines else ""
    if first.startswith("sep=") and len(first) == 5:
        return lines[0].strip()[4], 1
    if len(head) >= _LOOKED_AT // 4:
        lines = lines[:-1] or lines  # the last one is likely cut off
    found = {mark: _split(lines[:_LINES_LOOKED_AT], mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: _worth(found[mark]))
    if best == "," and _worth(found[";"]) and _are_decimal(found[";"]):
        return ";", 0
    return best, 0


def _split(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []


def _worth(rows: list[list[str]]) -> float:
    """Return how even and how wide the rows are that a delimiter makes; 0 if it makes none."""
    widths = [len(row) for row in rows if len(row) > 1]
    if not widths:
        return 0.0
    usual = max(set(widths), key=widths.count)
    return widths.count(usual) / len(rows) * (1 - 1 / usual)


def _are_decimal(rows: list[list[str]]) -> bool:
    """Whether commas left in the fields stand inside numbers, as where they are decimal marks."""
    with_comma = [cell for row in rows for cell in row if "," in cell]
    numbers = sum(_DECIMAL_COMMA.fullmatch(cell.strip()) is not None for cell in with_comma)
    return numbers * 2 > len(with_comma)
