"""What a formula gives: computed in decimals, with the spreadsheet's own rules for odd cells.

An empty cell counts as 0. A number kept as text is calculated with where it stands alone and left
out where a range is added up, as the client's program does; the latter is noted, because it is a
common cause of totals that are too small.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    InvalidOperation,
    Overflow,
    localcontext,
)
from typing import Protocol, TypeAlias

from cfpdesk.i18n import msg
from cfpdesk.model.cell_value import read_number
from cfpdesk.model.formula_syntax import NotPlainError
from cfpdesk.model.formula_tree import Call, Chain, Node, Number, Reference, Sign, Text
from cfpdesk.model.sheet import Cell, CellKind, address

Scalar: TypeAlias = Decimal | str | None
# The range of a double, with room so that nothing is rounded on the way.
_CONTEXT = Context(prec=40, Emax=400, Emin=-400, traps=[InvalidOperation, Overflow])
# Spreadsheets round and compare what they show: 15 digits of a double.
_SEEN = Context(prec=15, Emax=400, Emin=-400)
_MOST_PLACES = 300


class Values(Protocol):
    """Where a formula's references are looked up."""

    def cell(self, sheet: str, column: int, row: int) -> Cell:
        """Return a cell.

        Raises:
            NotPlainError: if there is no such sheet.
        """

    def area(self, reference: Reference) -> Iterator[tuple[int, int, tuple[Cell, ...]]]:
        """Go through a rectangle: number of the row, of the first column, and the row's cells.

        Raises:
            NotPlainError: if there is no such sheet, or the rectangle is too large.
        """


@dataclass(slots=True)
class Evaluation:
    """What came of evaluating one formula.

    Attributes:
        value: a number or a text.
        largest: the largest figure that was added or taken away on the way, for the tolerance.
        left_out: cells with a number as text that a range left out.
    """

    value: Scalar = None
    largest: Decimal = Decimal(0)
    left_out: list[str] = field(default_factory=list)


def evaluate(node: Node, values: Values) -> Evaluation:
    """Return what a formula gives.

    Raises:
        NotPlainError: if it cannot be computed; the reason is for people.
    """
    machine = _Machine(values)
    with localcontext(_CONTEXT):
        try:
            machine.done.value = machine.scalar(node)
        except (InvalidOperation, Overflow) as error:
            raise NotPlainError(msg("its result is no number")) from error
    return machine.done


@dataclass(frozen=True, slots=True)
class _Grid:
    """Values of a rectangle, row by row; a single value has the width and height 1."""

    width: int
    cells: tuple[Scalar, ...]


class _Machine:
    """Evaluates one formula."""

    def __init__(self, values: Values) -> None:
        self.done = Evaluation()
        self._values = values

    def scalar(self, node: Node) -> Scalar:
        """Return the one value of a node."""
        if isinstance(node, Number | Text):
            return node.value
        if isinstance(node, Reference):
            if not node.single:
                raise NotPlainError(msg("it calculates with whole ranges"))
            return self._of_cell(node.sheet, node.column, node.row)
        if isinstance(node, Sign):
            value = self.number(self.scalar(node.operand))
            return -value if node.operator == "-" else value
        if isinstance(node, Chain):
            value_so_far = self.scalar(node.first)
            for operator, right in node.rest:
                value_so_far = self._apply(operator, value_so_far, self.scalar(right))
            return value_so_far
        return self._call(node)

    def number(self, value: Scalar) -> Decimal:
        """Return a value as a number, as arithmetic takes it: nothing is 0, "12" is 12."""
        if isinstance(value, Decimal):
            return value
        if value is None:
            return Decimal(0)
        reading = read_number(value)
        if reading is None or reading.unit or reading.ambiguous:
            raise NotPlainError(msg("it calculates with the text “{text}”", text=value[:40]))
        return reading.value

    def _of_cell(self, sheet: str, column: int, row: int) -> Scalar:
        return _scalar(self._values.cell(sheet, column, row), column, row)

    def _apply(self, operator: str, left: Scalar, right: Scalar) -> Scalar:
        if operator in _COMPARE:
            return Decimal(_COMPARE[operator](_order(left, right)))
        one, other = self.number(left), self.number(right)
        if operator in ("+", "-"):
            result = one + other if operator == "+" else one - other
            self.done.largest = max(self.done.largest, abs(one), abs(other))
            return result
        if operator == "*":
            return one * other
        if operator == "^":
            return one**other
        return _quotient(one, other)

    def _call(self, node: Call) -> Scalar:
        if node.name in _AGGREGATES:
            return _AGGREGATES[node.name](self, list(self._numbers(node.arguments)))
        if node.name == "SUMPRODUCT":
            return self._sum_of_products(node)
        arguments = node.arguments
        if node.name == "IF":
            return self._if(arguments)
        if node.name == "ABS" and len(arguments) == 1 and arguments[0] is not None:
            return abs(self.number(self.scalar(arguments[0])))
        if node.name in _ROUNDING and len(arguments) == 2 and arguments[0] is not None:
            value = self.number(self.scalar(arguments[0]))
            places = arguments[1]
            digits = self.number(self.scalar(places)) if places is not None else Decimal(0)
            return _rounded(value, int(digits), _ROUNDING[node.name])
        raise NotPlainError(msg("the formula is not complete"))

    def _if(self, arguments: tuple[Node | None, ...]) -> Scalar:
        if not 2 <= len(arguments) <= 3 or arguments[0] is None:
            raise NotPlainError(msg("the formula is not complete"))
        holds = self.number(self.scalar(arguments[0])) != 0
        chosen = arguments[1] if holds else arguments[2] if len(arguments) == 3 else None
        return Decimal(0) if chosen is None else self.scalar(chosen)

    def _numbers(self, arguments: Iterable[Node | None]) -> Iterator[Decimal]:
        """Go through the numbers of arguments; in cells only what is a number counts."""
        for argument in arguments:
            if isinstance(argument, Reference):
                yield from self._numbers_in(argument)
            elif argument is not None:
                yield self.number(self.scalar(argument))
            else:
                yield Decimal(0)

    def _numbers_in(self, reference: Reference) -> Iterator[Decimal]:
        for row, first, cells in self._values.area(reference):
            for column, cell in enumerate(cells, start=first):
                if cell.kind is CellKind.EMPTY:
                    continue
                if isinstance(cell.value, Decimal):
                    yield cell.value
                elif cell.kind in _UNFIT:
                    _scalar(cell, column, row)
                elif cell.kind is CellKind.TEXT and _is_number_as_text(cell.text):
                    self.done.left_out.append(address(column, row))

    def add_up(self, numbers: Iterable[Decimal]) -> Decimal:
        """Return a sum; how large it was on the way is remembered."""
        total = Decimal(0)
        for number in numbers:
            total += number
            self.done.largest = max(self.done.largest, abs(total))
        return total

    def _sum_of_products(self, node: Call) -> Decimal:
        grids = [self._grid(argument) for argument in node.arguments if argument is not None]
        size, width = len(grids[0].cells), grids[0].width
        if any(len(grid.cells) != size or grid.width != width for grid in grids):
            raise NotPlainError(msg("its ranges differ in size"))
        if len(grids) == 1:
            return self.add_up(v for v in grids[0].cells if isinstance(v, Decimal))
        return self.add_up(
            _product(values) for values in zip(*(g.cells for g in grids), strict=True)
        )

    def _grid(self, node: Node) -> _Grid:
        """Return the values of a node cell by cell, as only SUMPRODUCT does."""
        if isinstance(node, Reference) and not node.single:
            width, cells = 0, list[Scalar]()
            for row, first, line in self._values.area(node):
                width = len(line)
                cells += [_scalar(cell, first + at, row) for at, cell in enumerate(line)]
            return _Grid(width, tuple(cells))
        if isinstance(node, Sign):
            inside = self._grid(node.operand)
            sign = Decimal(-1 if node.operator == "-" else 1)
            return _Grid(inside.width, tuple(sign * self.number(v) for v in inside.cells))
        if isinstance(node, Chain):
            grid = self._grid(node.first)
            for operator, right in node.rest:
                grid = self._combined(operator, grid, self._grid(right))
            return grid
        return _Grid(1, (self.scalar(node),))

    def _combined(self, operator: str, left: _Grid, right: _Grid) -> _Grid:
        size, width = max((len(g.cells), g.width) for g in (left, right))
        lists = []
        for grid in (left, right):
            if len(grid.cells) == 1:
                lists.append(grid.cells * size)
            elif len(grid.cells) == size and grid.width == width:
                lists.append(grid.cells)
            else:
                raise NotPlainError(msg("its ranges differ in size"))
        pairs = zip(*lists, strict=True)
        return _Grid(width, tuple(self._apply(operator, one, other) for one, other in pairs))


def _scalar(cell: Cell, column: int, row: int) -> Scalar:
    if cell.kind is CellKind.ERROR:
        where = address(column, row)
        raise NotPlainError(msg("{cell} shows the error {error}", cell=where, error=cell.text))
    if isinstance(cell.value, bool):
        return Decimal(cell.value)
    if cell.value is None or isinstance(cell.value, Decimal | str):
        return cell.value
    raise NotPlainError(msg("it calculates with the date in {cell}", cell=address(column, row)))


_UNFIT = frozenset({CellKind.ERROR, CellKind.DATE, CellKind.TIME})


def _is_number_as_text(text: str) -> bool:
    reading = read_number(text)
    return reading is not None and not reading.unit


def _product(values: Iterable[Scalar]) -> Decimal:
    product = Decimal(1)
    for value in values:
        product *= value if isinstance(value, Decimal) else Decimal(0)
    return product


def _order(left: Scalar, right: Scalar) -> int:
    """Return -1, 0 or 1; numbers come before texts, case does not count, nothing is 0 or ""."""
    if left is None:
        left = "" if isinstance(right, str) else Decimal(0)
    if right is None:
        right = "" if isinstance(left, str) else Decimal(0)
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        one, other = _SEEN.plus(left), _SEEN.plus(right)
        return (one > other) - (one < other)
    if isinstance(left, str) and isinstance(right, str):
        return (left.casefold() > right.casefold()) - (left.casefold() < right.casefold())
    return 1 if isinstance(left, str) else -1


def _rounded(value: Decimal, places: int, rounding: str) -> Decimal:
    if abs(places) > _MOST_PLACES:
        return value
    seen = _SEEN.plus(value)
    unit = Decimal(1).scaleb(-places)
    with localcontext(_CONTEXT) as context:
        context.prec = 2 * _MOST_PLACES + _CONTEXT.prec
        return (seen / unit).to_integral_value(rounding) * unit


_ROUNDING = {"ROUND": ROUND_HALF_UP, "ROUNDUP": ROUND_UP, "ROUNDDOWN": ROUND_DOWN}
_COMPARE: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}


def _average(machine: _Machine, numbers: list[Decimal]) -> Decimal:
    return _quotient(machine.add_up(numbers), Decimal(len(numbers)))


def _quotient(one: Decimal, other: Decimal) -> Decimal:
    if not other:
        raise NotPlainError(msg("it divides by zero"))
    return one / other


def _multiplied(_machine: _Machine, numbers: list[Decimal]) -> Decimal:
    return _product(numbers) if numbers else Decimal(0)


_AGGREGATES: dict[str, Callable[[_Machine, list[Decimal]], Decimal]] = {
    "SUM": lambda machine, numbers: machine.add_up(numbers),
    "AVERAGE": _average,
    "PRODUCT": _multiplied,
    "MAX": lambda _machine, numbers: max(numbers, default=Decimal(0)),
    "MIN": lambda _machine, numbers: min(numbers, default=Decimal(0)),
}
