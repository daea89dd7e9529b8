"""What is odd about a line is said with its figures, and breaks the step it concerns."""

from decimal import Decimal

import pytest

from cfpdesk.i18n import msg
from cfpdesk.model.gate import Level
from cfpdesk.model.inventory import Bucket, LineReview, Origin, TraceStep
from cfpdesk.model.line_check import line_flags
from cfpdesk.model.recalculation import LineResult
from cfpdesk.model.trace import CellCheck, Traced, chain
from tests.model.test_recalculation import a_line, computed

D = Decimal
PLAIN = CellCheck()
SETTLED = {
    "activity_origin": Origin.PRIMARY,
    "factor_origin": Origin.SECONDARY,
    "time": 1,
    "geography": 1,
}


def result(emissions: str | None = None, activity: str = "10", **review: object) -> LineResult:
    line = a_line("P1", activity, "2", emissions=emissions)
    kept = LineReview(dataset="d", line="P1").but(**{**SETTLED, **review})
    return computed([line], kept).lines[0]


def codes(found: LineResult, check: CellCheck = PLAIN, *, large: bool = False) -> set[str]:
    return {flag.code for flag in line_flags(found, check, significant=large)}


def test_a_sound_line_raises_nothing() -> None:
    assert codes(result("20")) == set()
    assert codes(result("20.00000000000001")) == set(), "binary noise of the client's program"


@pytest.mark.parametrize(
    ("found", "check", "large", "code"),
    [
        (result("21"), CellCheck(), False, "cell.product"),
        (
            result("20"),
            CellCheck("=E1*2", agrees=False, wrong=(msg("yes"),)),
            False,
            "cell.formula",
        ),
        (result("20", factor_value=D(3)), CellCheck(), False, "verified.source"),
        (result("20"), CellCheck(), True, "trace.significant"),
        (result("20", bucket=Bucket.UPTAKE), CellCheck(), False, "sign.removal"),
        (result("-20", activity="-10"), CellCheck(), False, "sign.emission"),
        (result("20", gas="unknown", source="x"), CellCheck(), False, "line.open"),
        (result("20", time=0), CellCheck(), False, "quality"),
        (result("20", factor_origin=Origin.UNKNOWN), CellCheck(), False, "origin"),
    ],
)
def test_each_doubt_alone(found: LineResult, check: CellCheck, large: bool, code: str) -> None:
    flags = line_flags(found, check, significant=large)
    assert [flag.code for flag in flags] == [code]
    assert flags[0].sentence.text("zh") != flags[0].sentence.text("en")


def test_a_wrong_sign_is_hard() -> None:
    flags = line_flags(result("-20", activity="-10"), CellCheck(), significant=False)
    assert flags[0].level is Level.HARD
    removal = result("-20", activity="-10", bucket=Bucket.UPTAKE)
    assert codes(removal) == set()


def test_the_chain_breaks_where_the_doubt_is() -> None:
    found = result("21", traced=("report", "activity"))
    flags = line_flags(found, CellCheck(), significant=False)
    steps = {line.step: line.state for line in chain(found, flags, CellCheck(), ["E-1-002"])}
    assert steps == {
        TraceStep.REPORT: Traced.DONE,
        TraceStep.CELL: Traced.BROKEN,
        TraceStep.ACTIVITY: Traced.DONE,
        TraceStep.FACTOR: Traced.OPEN,
        TraceStep.GWP: Traced.OPEN,
    }


def test_a_cell_whose_formula_gives_it_needs_no_tick() -> None:
    found = result("20")
    lines = chain(found, (), CellCheck("=E13*F13", agrees=True), [])
    cell = next(line for line in lines if line.step is TraceStep.CELL)
    assert (cell.state, cell.detail) == (Traced.DONE, "=E13*F13")
    typed = chain(found, (), CellCheck(), [])[1]
    assert typed.state is Traced.OPEN
