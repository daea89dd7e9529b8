"""A workbook's formula read into a tree: plain arithmetic and references, nothing else.

Precedence is that of spreadsheets: a sign binds tighter than a power (-2^2 is 4), powers go from
left to right (2^3^2 is 64), percent binds tightest. What is no plain arithmetic is refused with the
reason, so that nobody takes a half-understood formula for a recalculated one.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NoReturn, TypeAlias

from cfpdesk.i18n import Message, msg
from cfpdesk.model.formula_tree import Call, Chain, Node, Number, Reference, Sign, Text
from cfpdesk.model.sheet import MAX_COLUMNS, MAX_ROWS, column_number

_ROUNDINGS = frozenset({"ROUND", "ROUNDDOWN", "ROUNDUP"})
_SUMS = frozenset({"AVERAGE", "MAX", "MIN", "PRODUCT", "SUM", "SUMPRODUCT"})
FUNCTIONS = _ROUNDINGS | _SUMS | {"ABS", "IF"}
_LONGEST = 8192
_DEEPEST = 50
_SHOWN = 40


class NotPlainError(Exception):
    """A formula that is not plain arithmetic.

    Attributes:
        reason: why, in both languages.
    """

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.text("en"))
        self.reason = reason


_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?(?![\w.:!]))"
    r"|(?P<cell>\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}(?![\w.(!]))"
    r"|(?P<edge>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(!])|\$?[0-9]{1,7}:\$?[0-9]{1,7})"
    r"|(?P<call>[A-Za-z][\w.]*\()"
    r"|(?P<name>[^\W\d][\w.]*)"
    r"|(?P<text>\"(?:[^\"]|\"\")*\")"
    r"|(?P<operator><=|>=|<>|[-+*/^%=<>(),:;])"
)
_BINDING = {
    **dict.fromkeys(("=", "<>", "<", ">", "<=", ">="), 10),
    **dict.fromkeys(("+", "-"), 20),
    **dict.fromkeys(("*", "/"), 30),
    "^": 40,
    "%": 60,
}
_SIGN = 50
_HUNDRED = Number(Decimal(100))
_Token: TypeAlias = tuple[str, str]


def parse_formula(text: str) -> Node:
    """Return the tree of a formula, with or without its equals sign.

    Raises:
        NotPlainError: if it is not plain arithmetic, or not a formula at all.
    """
    if len(text) > _LONGEST:
        raise NotPlainError(msg("the formula is very long"))
    parser = _Parser(list(_tokens(text.strip().removeprefix("="))))
    node = parser.expression(0)
    parser.expect("")
    return node


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotPlainError(_why_not(text[at:]))
        at = match.end()
        if match.lastgroup != "space":
            yield match.lastgroup or "", match[0]


def _why_not(rest: str) -> Message:
    known = {
        "[": msg("it looks into another workbook"),
        "&": msg("it puts texts together"),
        "{": msg("it holds a list of constants"),
        "#": msg("it refers to cells that are gone"),
    }
    return known.get(rest[0]) or msg("“{part}” is not understood", part=rest[:_SHOWN])


class _Parser:
    """Goes through the tokens once; each method takes what it understands."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def expression(self, binding: int) -> Node:
        """Take an expression whose operators bind tighter than `binding`."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotPlainError(msg("it is nested very deeply"))
        first = self._operand()
        rest: list[tuple[str, Node]] = []
        while _BINDING.get(operator := self._peek()[1], 0) > binding:
            self._at += 1
            if operator == "%":
                rest.append(("/", _HUNDRED))
            else:
                rest.append((operator, self.expression(_BINDING[operator])))
        self._depth -= 1
        return Chain(first, tuple(rest)) if rest else first

    def expect(self, wanted: str) -> None:
        """Take a sign that must stand here; "" is the end."""
        _kind, text = self._take()
        if text != wanted:
            _refuse(text)

    def _peek(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def _take(self) -> _Token:
        token = self._peek()
        self._at += 1
        return token

    def _operand(self) -> Node:
        kind, text = self._take()
        if kind == "number":
            return Number(Decimal(text))
        if kind == "text":
            return Text(text[1:-1].replace('""', '"'))
        if kind in ("sheet", "cell", "edge"):
            return self._reference(kind, text)
        if kind == "call":
            return self._call(text[:-1].upper())
        if kind == "name" and text.upper() in ("TRUE", "FALSE"):
            return Number(Decimal(text.upper() == "TRUE"))
        if kind == "name":
            raise NotPlainError(msg("it uses the name {name}", name=text[:_SHOWN]))
        if text in ("+", "-"):
            return Sign(text, self.expression(_SIGN))
        if text != "(":
            _refuse(text)
        inside = self.expression(0)
        self.expect(")")
        return inside

    def _call(self, name: str) -> Node:
        if name not in FUNCTIONS:
            raise NotPlainError(msg("it uses the function {name}", name=name[:_SHOWN]))
        arguments: list[Node | None] = []
        text = ","
        while text in (",", ";"):
            left_out = self._peek()[1] in (",", ";", ")")
            arguments.append(None if left_out else self.expression(0))
            _kind, text = self._take()
        if text != ")" or arguments == [None]:
            _refuse(text if text != ")" else "")
        return Call(name, tuple(arguments))

    def _reference(self, kind: str, text: str) -> Node:
        sheet = ""
        if kind == "sheet":
            sheet = text[:-1]
            if sheet.startswith("'"):
                sheet = sheet[1:-1].replace("''", "'")
            if "[" in sheet:
                raise NotPlainError(msg("it looks into another workbook"))
            kind, text = self._take()
        if kind == "edge":
            return _edges(sheet, text)
        if kind != "cell":
            _refuse(text)
        first = _corner(text)
        if self._peek() != ("operator", ":"):
            column, row, fix_column, fix_row = first
            fixed = (fix_column, fix_row, fix_column, fix_row)
            return Reference(sheet, column, row, column, row, fixed)
        self._at += 1
        kind, text = self._take()
        if kind != "cell":
            _refuse(text)
        return _rectangle(sheet, first, _corner(text))


def _refuse(text: str) -> NoReturn:
    if not text:
        raise NotPlainError(msg("the formula is not complete"))
    raise NotPlainError(msg("“{part}” is not understood", part=text[:_SHOWN]))


_Corner: TypeAlias = tuple[int, int, bool, bool]
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


def _corner(text: str) -> _Corner:
    """Return column, row, and which of them have a dollar sign; 0 for what is not named."""
    match = _CORNER.fullmatch(text)
    if match is None:
        _refuse(text)
    first, letters, second, digits = match.groups()
    column, row = column_number(letters) if letters else 0, int(digits or 0)
    if column > MAX_COLUMNS or row > MAX_ROWS or not (column or row):
        _refuse(text)
    return column, row, bool(first and letters), bool(second or (first and not letters))


def _rectangle(sheet: str, one: _Corner, other: _Corner) -> Reference:
    (left, fix_left), (right, fix_right) = sorted([(one[0], one[2]), (other[0], other[2])])
    (top, fix_top), (bottom, fix_bottom) = sorted([(one[1], one[3]), (other[1], other[3])])
    fixed = (fix_left, fix_top, fix_right, fix_bottom)
    return Reference(sheet, left, top, right, bottom, fixed, single=False)


def _edges(sheet: str, text: str) -> Reference:
    """Return whole columns (A:C) or whole rows (1:3)."""
    one, _colon, other = text.partition(":")
    return _rectangle(sheet, _corner(one), _corner(other))
