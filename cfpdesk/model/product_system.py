"""A product system as a matrix: how often each unit process runs for a demand, and what it emits.

Where processes feed each other in a circle (power needs fuel, fuel needs power), no order of lines
computes them; the system of equations does: A·s = f, then g = B·s (Heijungs & Suh 2002, chapter 2;
method 2.1, E8). Exact in fractions, so that no digit depends on the machine.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg

Matrix = Sequence[Sequence[Decimal]]


def scaling(technology: Matrix, demand: Sequence[Decimal]) -> tuple[Fraction, ...]:
    """Return how often each process runs: s with A·s = f.

    Args:
        technology: A; a row for each product, a column for each process; outputs above zero.
        demand: f; what leaves the system of each product.

    Raises:
        UserError: if the processes do not determine the demand: some product is made by none or by
            several of them, which asks for allocation first.
        ValueError: if the matrix is not square.
    """
    size = len(technology)
    if len(demand) != size or any(len(row) != size for row in technology):
        raise ValueError("as many products as processes")
    rows = [[*map(Fraction, row), Fraction(f)] for row, f in zip(technology, demand, strict=True)]
    for column in range(size):
        pivot = next((at for at in range(column, size) if rows[at][column]), None)
        if pivot is None:
            raise UserError(
                msg(
                    "The processes do not determine the demand: a product is made by none of them, "
                    "or by several. Subdivide or allocate first."
                )
            )
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column]
        for at, row in enumerate(rows):
            if at != column and row[column]:
                share = row[column] / head[column]
                rows[at] = [a - share * b for a, b in zip(row, head, strict=True)]
    return tuple(row[-1] / row[at] for at, row in enumerate(rows))


def flows(intervention: Matrix, scale: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Return what the system takes and emits: g = B·s.

    Args:
        intervention: B; a row for each flow, a column for each process; emissions above zero.
        scale: s.
    """
    return tuple(
        sum((Fraction(b) * s for b, s in zip(row, scale, strict=True)), Fraction(0))
        for row in intervention
    )
