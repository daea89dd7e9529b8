"""A line of the client's inventory as it was read, every figure with its cell; never written to."""

from dataclasses import dataclass
from decimal import Decimal

from cfpdesk.i18n import Text


@dataclass(frozen=True, slots=True)
class Claimed:
    """One figure of the client with its place.

    Attributes:
        value: None where the cell is empty or no number.
        cell: sheet and address, for example 清单!F13; empty where the line has no such column.
        problem: what is wrong with the cell.
    """

    value: Decimal | None = None
    cell: str = ""
    problem: Text = ""


@dataclass(frozen=True, slots=True)
class ClaimedLine:
    """One line of the client's inventory, as it was read; all masses in kgCO2e.

    Attributes:
        dataset, key: which line it is, for ever.
        code: the client's own number of it (R1), empty where there is none.
        row: row in the sheet, from 1.
        activity, activity_unit, factor, factor_unit, gwp, emissions: as the client states them;
            a GWP of 1 is assumed where no such column was mapped.
        stage, rank, factor_source, gas, remark: the client's words.
    """

    dataset: str
    key: str
    code: str
    name: str
    row: int
    activity: Claimed
    activity_unit: str
    factor: Claimed
    factor_unit: str
    gwp: Claimed
    emissions: Claimed
    stage: str = ""
    rank: str = ""
    factor_source: str = ""
    gas: str = ""
    remark: str = ""
