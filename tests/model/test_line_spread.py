"""How uncertain lines are: what was written, what ratings say, and which factor is shared."""

from decimal import Decimal

import pytest

from cfpdesk.model.data_quality import pedigree_log_sd
from cfpdesk.model.inventory import Bucket, LineReview
from cfpdesk.model.line_spread import line_spreads
from cfpdesk.model.recalculation import LineResult, recalculate
from cfpdesk.model.uncertainty import log_sd_of_percent
from cfpdesk.model.units import kg_of_texts
from tests.inventory_samples import TABLE, claimed_lines, line_row, reviews

D = Decimal


def results(*more: LineReview) -> tuple[LineResult, ...]:
    done = recalculate(claimed_lines(), reviews(*more), kg_of_texts, lambda _review: None)
    return done.lines


def judged(line: str, **fields: object) -> LineReview:
    return LineReview(dataset=TABLE, line=line).but(**fields)


def test_written_intervals_go_before_ratings() -> None:
    both = judged("R1", activity_pct=D(3), factor_pct=D(10), time=5, geography=5)
    found = {spread.key: spread for spread in line_spreads(results(both)).spreads}
    spread = found[line_row("R1")]
    assert spread.activity_sd == log_sd_of_percent(D(3))
    assert spread.factor_sd == log_sd_of_percent(D(10))


def test_one_interval_leaves_the_other_figure_certain() -> None:
    found = {s.key: s for s in line_spreads(results(judged("R1", factor_pct=D(10)))).spreads}
    assert found[line_row("R1")].activity_sd == 0


def test_ratings_stand_for_a_line_nobody_gave_an_interval() -> None:
    found = {s.key: s for s in line_spreads(results()).spreads}
    rated = found[line_row("P1")]  # time 2, geography 1, technology 2
    assert rated.activity_sd == pedigree_log_sd({"time": 2, "geography": 1, "technology": 2})
    assert rated.factor_sd == 0


def test_lines_without_either_are_told() -> None:
    spreads = line_spreads(results())
    assert line_row("R1") in spreads.unknown
    assert line_row("P1") not in spreads.unknown
    assert spreads.known
    only = [line for line in results() if line.line.code != "P1"]
    assert not line_spreads(only).known


def test_the_same_factor_is_drawn_once() -> None:
    found = {s.key: s for s in line_spreads(results()).spreads}
    assert found[line_row("R1")].factor != found[line_row("R2")].factor
    same = results(
        judged("R2", factor_value=D(1), factor_unit="kgCO2e/kg", source="one list"),
        judged("R3", factor_value=D("1.0"), factor_unit="kgCO2e/kg", source="one list"),
        judged("R4", factor_value=D(1), factor_unit="kgCO2e/kg", source=""),
        judged("P4", factor="row-of-a-factor"),
        judged("P5", factor="row-of-a-factor"),
    )
    names = {spread.key: spread.factor for spread in line_spreads(same).spreads}
    assert names[line_row("R2")] == names[line_row("R3")] != ""
    assert names[line_row("R4")] == ""
    assert names[line_row("P4")] == names[line_row("P5")] == "row-of-a-factor"


@pytest.mark.parametrize("out", [{"excluded": True}, {"bucket": Bucket.OUTSIDE}])
def test_what_does_not_count_is_not_drawn(out: dict[str, object]) -> None:
    keys = {spread.key for spread in line_spreads(results(judged("R1", **out))).spreads}
    assert line_row("R1") not in keys
