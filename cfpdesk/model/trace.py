"""From the declared number back to what was seen: report ← cell ← activity, factor, GWP."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.flag import Flag
from cfpdesk.model.inventory import TraceStep
from cfpdesk.model.quantity import full_figure, unit_text
from cfpdesk.model.recalculation import LineResult
from cfpdesk.model.sheet import UNSHOWN


class Traced(StrEnum):
    """How far a step is."""

    OPEN = "open"
    DONE = "done"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One step of the chain.

    Attributes:
        state: broken while a flag of this part stands; done once somebody ticked it; the cell is
            done by itself where its formula gives what it shows.
        text: the figure; `detail` where it comes from.
        cell: sheet and address to open; empty where there is none.
    """

    step: TraceStep
    state: Traced
    text: Text
    detail: Text
    cell: str = ""


@dataclass(frozen=True, slots=True)
class CellCheck:
    """What became of recalculating a client's cell: its formula, and whether it gives the value.

    Attributes:
        formula: as the client's program shows it, with its equals sign; empty for a typed value.
        agrees: it gives what the cell shows; None where it could not be recalculated.
        wrong: what is wrong with a cell of the line, such as a number typed over a formula.
        known: whether the formulas of the sheet were there to be looked at, so that a cell without
            one was typed; xls and xlsb, and very long sheets, keep theirs to themselves.
    """

    formula: str = ""
    agrees: bool | None = None
    wrong: tuple[Message, ...] = ()
    known: bool = True

    @property
    def text(self) -> Text:
        """What stands in the cell: its formula, else how we know that it has none."""
        if self.formula == UNSHOWN:
            return msg("a formula that cannot be shown")
        if self.formula:
            return self.formula
        typed = msg("typed, no formula")
        return typed if self.known else msg("formulas of this file cannot be shown")


# Which step a flag breaks, by the beginning of its code.
_STEP_OF_FLAG: tuple[tuple[str, TraceStep], ...] = (
    ("cell.", TraceStep.CELL),
    ("activity.", TraceStep.ACTIVITY),
    ("gwp.", TraceStep.GWP),
    ("factor.gwp", TraceStep.GWP),
    ("factor.", TraceStep.FACTOR),
)


def step_of(flag: Flag) -> TraceStep | None:
    """Return the step that a flag breaks; None where it concerns the line as a whole."""
    return next((step for start, step in _STEP_OF_FLAG if flag.code.startswith(start)), None)


def chain(
    result: LineResult, flags: Collection[Flag], check: CellCheck, evidence: Collection[str]
) -> tuple[TraceLine, ...]:
    """Return the five steps of a line.

    Args:
        result: the line.
        flags: those that stand, without the accepted ones.
        check: of the cell with the emissions.
        evidence: numbers of the evidence linked to the line.
    """
    broken = {step_of(flag) for flag in flags}
    line = result.line
    papers = ", ".join(sorted(evidence))

    def state(step: TraceStep, *, proven: bool = False) -> Traced:
        if step in broken:
            return Traced.BROKEN
        return Traced.DONE if proven or step.value in result.review.traced else Traced.OPEN

    cell_state = (
        Traced.BROKEN
        if check.agrees is False
        else state(TraceStep.CELL, proven=check.agrees is True)
    )
    stated = bool(line.emissions.cell) or line.emissions.value is not None
    return (
        TraceLine(
            TraceStep.REPORT,
            state(TraceStep.REPORT),
            msg("Declared {kg} kg", kg=_shown(result.claimed_kg)),
            result.review.report_ref or msg("place in the report not noted"),
        ),
        TraceLine(
            TraceStep.CELL,
            cell_state,
            msg("Cell {cell}", cell=line.emissions.cell or "–"),
            check.text if stated else _NO_CELL,
            line.emissions.cell,
        ),
        TraceLine(
            TraceStep.ACTIVITY,
            state(TraceStep.ACTIVITY),
            _equation(line.activity.cell, line.activity.value, line.activity_unit),
            msg("evidence {numbers}", numbers=papers) if papers else msg("no evidence linked"),
            line.activity.cell,
        ),
        TraceLine(
            TraceStep.FACTOR,
            state(TraceStep.FACTOR),
            _equation(line.factor.cell, line.factor.value, line.factor_unit),
            line.factor_source or msg("source not stated"),
            line.factor.cell,
        ),
        TraceLine(
            TraceStep.GWP,
            state(TraceStep.GWP),
            _equation(line.gwp.cell, line.gwp.value, ""),
            msg("the factor is CO₂e already") if line.gwp.value == 1 else line.gas,
            line.gwp.cell,
        ),
    )


_NO_CELL = msg("the table states no emissions; its factors are multiplied")


def _equation(cell: str, value: Decimal | None, unit: str) -> str:
    place = cell.rpartition("!")[2]
    shown = f"{_shown(value)} {unit_text(unit)}".strip()
    return f"{place} = {shown}" if place else shown


def _shown(value: Decimal | None) -> str:
    return "–" if value is None else full_figure(value)
