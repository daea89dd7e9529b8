"""The change rule at the edges of its three versions."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.change_rule import ChangeOfProduct, ChangeVerdict, judge_change
from cfpdesk.store.rule_library import load_rules

RULES = load_rules()
BEGUN = date(2026, 3, 31)
LONG = date(2026, 9, 1)
NONE, ADVISORY, REQUIRED = ChangeVerdict


def judged(
    pct: str, *, planned: bool, today: date = LONG, ended: date | None = None
) -> tuple[ChangeVerdict, tuple[str, ...], date | None]:
    after = Decimal(1000) * (100 + Decimal(pct)) / 100
    change = ChangeOfProduct(planned, Decimal(1000), after, BEGUN, ended)
    found = judge_change(change, today, RULES)
    return found.verdict, found.readings, found.required_from


@pytest.mark.parametrize(
    ("planned", "pct", "verdict"),
    [
        (False, "10.00", ADVISORY),
        (False, "10.01", REQUIRED),
        (False, "5.00", ADVISORY),
        (False, "4.99", NONE),
        (True, "4.99", NONE),
        (True, "5.00", REQUIRED),
        (True, "12", REQUIRED),
        (True, "-5.00", ADVISORY),
        (False, "-10.00", ADVISORY),
        (False, "-10.01", NONE),
        (False, "0", NONE),
    ],
)
def test_how_large_a_change_must_be(planned: bool, pct: str, verdict: ChangeVerdict) -> None:
    assert judged(pct, planned=planned)[0] is verdict


@pytest.mark.parametrize(
    ("planned", "pct", "today", "verdict"),
    [
        (False, "10.01", date(2026, 6, 30), REQUIRED),  # three months to the day
        (False, "10.01", date(2026, 6, 29), NONE),
        (True, "5.00", date(2026, 7, 1), REQUIRED),  # longer than three months
        (True, "5.00", date(2026, 6, 30), ADVISORY),  # 10.4 asks for no time
        (True, "12", date(2026, 6, 30), NONE),
    ],
)
def test_how_long_a_change_must_last(
    planned: bool, pct: str, today: date, verdict: ChangeVerdict
) -> None:
    assert judged(pct, planned=planned, today=today)[0] is verdict


def test_a_change_that_ended_in_time_is_not_required() -> None:
    ended = date(2026, 6, 29)
    assert judged("20", planned=False, ended=ended) == (NONE, (), None)
    assert judged("20", planned=False, ended=date(2026, 6, 30))[0] is REQUIRED


def test_the_readings_are_named_and_the_day_is_foretold() -> None:
    assert judged("10.00", planned=False)[1] == ("RULE:10.4", "RULE:11.1.1")
    assert judged("10.01", planned=False)[1] == ("RULE:9.9.1", "RULE:11.1.1")
    assert judged("7", planned=True)[1] == ("RULE:9.9.1", "RULE:10.4")
    assert judged("-7", planned=True)[1:] == (("RULE:10.4",), None)
    assert judged("20", planned=False, today=BEGUN)[2] == date(2026, 6, 30)
    assert judged("20", planned=True, today=BEGUN)[2] == date(2026, 7, 1)


def test_the_share_is_of_the_size_also_of_a_removal() -> None:
    change = ChangeOfProduct(planned=True, before=Decimal(-100), after=Decimal(-95), begun=BEGUN)
    assert judge_change(change, LONG, RULES).verdict is REQUIRED
    with pytest.raises(ValueError, match="nothing"):
        judge_change(replace(change, before=Decimal(0)), LONG, RULES)


@given(st.decimals("0.001", "1e6", places=3), st.decimals("-50", "50", places=2), st.booleans())
def test_the_limits_are_exact_for_any_footprint(
    before: Decimal, pct: Decimal, planned: bool
) -> None:
    after = before * (100 + pct) / 100
    found = judge_change(ChangeOfProduct(planned, before, after, BEGUN), LONG, RULES)
    large = pct >= 5 if planned else pct > 10
    assert (found.verdict is REQUIRED) is large
    assert (found.verdict is ADVISORY) is (not large and 5 <= abs(pct) <= 10)
