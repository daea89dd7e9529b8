"""A formula as a tree: what it refers to, and how it reads from its own cell."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from cfpdesk.model.sheet import column_letters


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or a rectangle of cells; a column or row 0 of its corners is the edge of the sheet.

    Attributes:
        sheet: its name; empty for the sheet of the formula.
        fixed: which of column, row, last column and last row have a dollar sign.
        single: written as one cell.
    """

    sheet: str
    column: int
    row: int
    last_column: int
    last_row: int
    fixed: tuple[bool, bool, bool, bool] = (False, False, False, False)
    single: bool = True

    def __str__(self) -> str:
        """The reference without sheet and dollar signs, such as C7, E4:E9 or C:C."""

        def corner(column: int, row: int) -> str:
            return (column_letters(column) if column else "") + (str(row) if row else "")

        first = corner(self.column, self.row)
        return first if self.single else f"{first}:{corner(self.last_column, self.last_row)}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in the formula; TRUE is 1."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Text:
    """A text written in the formula; compared with, never calculated with."""

    value: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A plus or minus before."""

    operator: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Chain:
    """Operations one after the other, from left to right: each takes what the one before gave.

    Attributes:
        rest: operator (+ - * / ^ = <> < > <= >=) and its right operand.
    """

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; None for one that was left out."""

    name: str
    arguments: tuple["Node | None", ...]


Node: TypeAlias = Number | Text | Reference | Sign | Chain | Call


def parts_of(node: Node) -> tuple[Node, ...]:
    """Return what a node is made of, from left to right."""
    if isinstance(node, Sign):
        return (node.operand,)
    if isinstance(node, Chain):
        return (node.first, *(right for _operator, right in node.rest))
    if isinstance(node, Call):
        return tuple(argument for argument in node.arguments if argument is not None)
    return ()


def references_in(node: Node) -> Iterator[Reference]:
    """Go through the references of a formula from left to right."""
    if isinstance(node, Reference):
        yield node
    for part in parts_of(node):
        yield from references_in(part)


def shape_of(node: Node, column: int, row: int) -> str:
    """Return a formula as it reads from its own cell: the same for all that were filled down.

    Args:
        column, row: the cell that holds the formula.
    """
    if isinstance(node, Number):
        return f"{node.value:f}"
    if isinstance(node, Text):
        return f'"{node.value}"'
    if isinstance(node, Reference):
        return _shape_of_reference(node, column, row)
    parts = [shape_of(part, column, row) for part in parts_of(node)]
    if isinstance(node, Sign):
        return f"({node.operator}{parts[0]})"
    if isinstance(node, Chain):
        rest = (f"{op}{part}" for (op, _right), part in zip(node.rest, parts[1:], strict=True))
        return f"({parts[0]}{''.join(rest)})"
    return f"{node.name}({','.join(parts)})"


def _shape_of_reference(node: Reference, column: int, row: int) -> str:
    def corner(at_row: int, at_column: int, fixed: tuple[bool, bool]) -> str:
        return _place("R", at_row, row, fixed=fixed[1]) + _place(
            "C", at_column, column, fixed=fixed[0]
        )

    first = corner(node.row, node.column, node.fixed[:2])
    sheet = f"{node.sheet}!" if node.sheet else ""
    if node.single:
        return sheet + first
    return f"{sheet}{first}:{corner(node.last_row, node.last_column, node.fixed[2:])}"


def _place(letter: str, number: int, here: int, *, fixed: bool) -> str:
    if not number:
        return f"{letter}*"
    return f"{letter}{number}" if fixed else f"{letter}[{number - here}]"


def moved(node: Node, columns: int, rows: int) -> Node:
    """Return a formula as it reads when it is filled into another cell.

    Args:
        columns, rows: how far the cell lies right of and below the one that holds the formula.

    Raises:
        ValueError: if a reference would lie outside of the sheet.
    """
    if isinstance(node, Reference):
        fixed = node.fixed
        steps = (columns, rows, columns, rows)
        corners = (node.column, node.row, node.last_column, node.last_row)
        column, row, last_column, last_row = (
            place if stays or not place else place + step
            for place, stays, step in zip(corners, fixed, steps, strict=True)
        )
        if any(was and now < 1 for was, now in zip(corners, (column, row), strict=False)):
            raise ValueError(str(node))
        return replace(node, column=column, row=row, last_column=last_column, last_row=last_row)
    if isinstance(node, Sign):
        return Sign(node.operator, moved(node.operand, columns, rows))
    if isinstance(node, Chain):
        rest = tuple((operator, moved(right, columns, rows)) for operator, right in node.rest)
        return Chain(moved(node.first, columns, rows), rest)
    if isinstance(node, Call):
        return Call(node.name, tuple(a and moved(a, columns, rows) for a in node.arguments))
    return node
