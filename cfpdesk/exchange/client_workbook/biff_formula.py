"""xls: the tokens of a formula (MS-XLS 2.5.198) as Excel shows it.

A formula is kept as tokens in the order in which they are calculated, with its own brackets among
them; so the text is put together on a stack, without a thought about precedence. What is met seldom
in a client's table (names, arrays, other workbooks) is not taken apart: the formula is then said to
be there, and not shown.
"""

import struct
from collections.abc import Mapping, Sequence
from decimal import Decimal

from cfpdesk.exchange.client_workbook.biff_function import FIXED, FUNCTIONS
from cfpdesk.exchange.client_workbook.scan import ERRORS
from cfpdesk.model.sheet import UNSHOWN, column_letters

_BINARY = {
    0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x07: "^", 0x08: "&", 0x09: "<", 0x0A: "<=",
    0x0B: "=", 0x0C: ">=", 0x0D: ">", 0x0E: "<>", 0x0F: " ", 0x10: ",", 0x11: ":",
}  # fmt: skip
_SUM, _CHOOSE = 0x10, 0x04
_CLASSES = 0x1F  # tokens from 0x20 on come in three classes, which say nothing to a reader
_ROWS, _COLUMNS = 65_536, 256
_EXACT = 1e15


class _NotShownError(Exception):
    """A token that is not taken apart."""


class FormulaText:
    """The text of one formula.

    Args:
        tokens: its bytes.
        home: row and column, from 0, of the cell it stands in; relative places count from there.
        sheets: names of the sheets by the number that references use, as they are written.
    """

    def __init__(self, tokens: bytes, home: tuple[int, int], sheets: Mapping[int, str]) -> None:
        self._tokens, self._at = tokens, 0
        self._home, self._sheets = home, sheets
        self._stack: list[str] = []

    def text(self) -> str:
        """Return it with its equals sign; `UNSHOWN` where it is not taken apart."""
        try:
            while self._at < len(self._tokens):
                self._take()
            (found,) = self._stack
        except (_NotShownError, struct.error, ArithmeticError, LookupError, ValueError):
            return UNSHOWN
        return f"={found}"

    def _take(self) -> None:
        token = self._read("<B")[0]
        if token in _BINARY:
            right, left = self._stack.pop(), self._stack.pop()
            self._stack.append(f"{left}{_BINARY[token]}{right}")
            return
        kind = token if token < 0x20 else 0x20 | token & _CLASSES
        name = _TAKE.get(kind)
        if name is None or token >= 0x80:
            raise _NotShownError(token)
        getattr(self, name)()

    def _read(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(form, self._tokens, self._at)
        self._at += struct.calcsize(form)
        return found

    # Operators and constants ------------------------------------------------------------------

    def _plus(self) -> None:
        self._stack.append(f"+{self._stack.pop()}")

    def _minus(self) -> None:
        self._stack.append(f"-{self._stack.pop()}")

    def _percent(self) -> None:
        self._stack.append(f"{self._stack.pop()}%")

    def _brackets(self) -> None:
        self._stack.append(f"({self._stack.pop()})")

    def _missing(self) -> None:
        self._stack.append("")

    def _text(self) -> None:
        count, flags = self._read("<BB")
        size = count * (2 if flags & 1 else 1)
        raw = self._tokens[self._at : self._at + size]
        if len(raw) < size:
            raise ValueError(size)
        self._at += size
        text = raw.decode("utf-16-le" if flags & 1 else "latin-1")
        self._stack.append('"' + text.replace('"', '""') + '"')

    def _attribute(self) -> None:
        kind, data = self._read("<BH")
        if kind & _SUM:
            self._stack.append(f"SUM({self._stack.pop()})")
        elif kind & _CHOOSE:
            self._at += 2 * (data + 1)

    def _error(self) -> None:
        self._stack.append(ERRORS[self._read("<B")[0]])

    def _bool(self) -> None:
        self._stack.append("TRUE" if self._read("<B")[0] else "FALSE")

    def _int(self) -> None:
        self._stack.append(str(self._read("<H")[0]))

    def _float(self) -> None:
        value = float(self._read("<d")[0])
        if value.is_integer() and abs(value) < _EXACT:
            self._stack.append(str(int(value)))
        else:
            self._stack.append(str(Decimal(repr(value)).normalize()))

    # Functions --------------------------------------------------------------------------------

    def _fixed(self) -> None:
        (number,) = self._read("<H")
        self._call(number, FIXED.get(number, -1))

    def _varying(self) -> None:
        count, number = self._read("<BH")
        self._call(number & 0x7FFF, count & 0x7F)

    def _call(self, number: int, count: int) -> None:
        name = FUNCTIONS.get(number)
        if name is None or not 0 <= count <= len(self._stack):
            raise _NotShownError(number)
        given = self._stack[len(self._stack) - count :]
        del self._stack[len(self._stack) - count :]
        self._stack.append(f"{name}({','.join(given)})")

    # References -------------------------------------------------------------------------------

    def _cell(self) -> None:
        self._stack.append(self._place(*self._read("<HH")))

    def _area(self) -> None:
        top, bottom, left, right = self._read("<HHHH")
        self._stack.append(self._rectangle(top, bottom, left, right))

    def _near_cell(self) -> None:
        self._stack.append(self._place(*self._moved(*self._read("<HH"))))

    def _near_area(self) -> None:
        top, bottom, left, right = self._read("<HHHH")
        first, last = self._moved(top, left), self._moved(bottom, right)
        self._stack.append(self._rectangle(first[0], last[0], first[1], last[1]))

    def _cell_elsewhere(self) -> None:
        sheet = self._sheet()
        self._stack.append(sheet + self._place(*self._read("<HH")))

    def _area_elsewhere(self) -> None:
        sheet = self._sheet()
        top, bottom, left, right = self._read("<HHHH")
        self._stack.append(sheet + self._rectangle(top, bottom, left, right))

    def _lost(self) -> None:
        self._at += 4
        self._stack.append("#REF!")

    def _lost_area(self) -> None:
        self._at += 8
        self._stack.append("#REF!")

    def _sheet(self) -> str:
        (number,) = self._read("<H")
        name = self._sheets.get(number)
        if name is None:
            raise _NotShownError(number)
        return f"{name}!"

    def _moved(self, row: int, column: int) -> tuple[int, int]:
        """Return row and column of a shared formula's reference as seen from the home cell."""
        flags, offset = column & 0xC000, column & 0xFF
        if flags & 0x8000:
            row = (self._home[0] + row) % _ROWS
        if flags & 0x4000:
            offset = (self._home[1] + offset) % _COLUMNS
        return row, flags | offset

    def _rectangle(self, top: int, bottom: int, left: int, right: int) -> str:
        if top == 0 and bottom == _ROWS - 1:
            return f"{self._letters(left)}:{self._letters(right)}"
        if left & 0xFF == 0 and right & 0xFF == _COLUMNS - 1:
            return f"{self._digits(top, left)}:{self._digits(bottom, right)}"
        return f"{self._place(top, left)}:{self._place(bottom, right)}"

    def _place(self, row: int, column: int) -> str:
        return self._letters(column) + self._digits(row, column)

    def _letters(self, column: int) -> str:
        letters = column_letters((column & 0xFF) + 1)
        return letters if column & 0x4000 else f"${letters}"

    def _digits(self, row: int, column: int) -> str:
        return str(row + 1) if column & 0x8000 else f"${row + 1}"


_TAKE: dict[int, str] = {
    0x12: "_plus",
    0x13: "_minus",
    0x14: "_percent",
    0x15: "_brackets",
    0x16: "_missing",
    0x17: "_text",
    0x19: "_attribute",
    0x1C: "_error",
    0x1D: "_bool",
    0x1E: "_int",
    0x1F: "_float",
    0x21: "_fixed",
    0x22: "_varying",
    0x24: "_cell",
    0x25: "_area",
    0x2A: "_lost",
    0x2B: "_lost_area",
    0x2C: "_near_cell",
    0x2D: "_near_area",
    0x3A: "_cell_elsewhere",
    0x3B: "_area_elsewhere",
}


def sheet_names(
    externs: Sequence[tuple[int, int, int]], own: int, names: Sequence[str]
) -> dict[int, str]:
    """Return how references write the sheets, by the number they use.

    Args:
        externs: of each entry of EXTERNSHEET: workbook, first and last sheet.
        own: which workbook is this one.
        names: of its sheets.
    """
    found = {}
    for number, (book, first, last) in enumerate(externs):
        if book == own and first == last and 0 <= first < len(names):
            name = names[first]
            plain = name.replace("_", "").isalnum() and not name[:1].isdigit()
            found[number] = name if plain else "'" + name.replace("'", "''") + "'"
    return found
