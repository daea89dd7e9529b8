"""Person-days at the edges of appendix A and of clauses 9.3 and 9.4."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.cycle import Cycle, cycle_of
from cfpdesk.model.engagement import Stage
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.person_day_gate import DayState, person_day_blockers, range_text, share_text
from cfpdesk.model.person_days import (
    DayPlan,
    MemberDays,
    PersonDays,
    assigned,
    day_band,
    day_plan,
    off_grid,
    on_grid,
    suggested_base,
)
from cfpdesk.model.rule_table import DayRange
from cfpdesk.model.team import Person, Role, Side
from cfpdesk.store.rule_library import load_rules

RULES = load_rules()
SAMPLE = PersonDays(
    sources=13,
    sinks=0,
    base=Decimal("5.75"),
    document_review=Decimal("0.75"),
    stage1=Decimal(1),
    stage2=Decimal(2),
    report=Decimal(2),
    signed_by="周启明",
    signed_on=date(2026, 2, 27),
)


def d(text: str) -> Decimal:
    return Decimal(text)


def plan(**changes: object) -> DayPlan:
    return day_plan(SAMPLE.but(**changes), RULES)


def found(now: DayPlan, *team: Person, days: tuple[MemberDays, ...] = ()) -> tuple[Blocker, ...]:
    return person_day_blockers(DayState(now, team, days), RULES)


def codes(now: DayPlan, level: Level = Level.HARD) -> list[str]:
    return [b.code.removeprefix("person_days.") for b in found(now) if b.level is level]


@pytest.mark.parametrize(
    ("count", "code", "base"),
    [
        (1, "small", DayRange(d("4"), d("6"))),
        (30, "small", DayRange(d("4"), d("6"))),
        (31, "medium", DayRange(d("6"), d("8"))),
        (100, "medium", DayRange(d("6"), d("8"))),
        (101, "large", None),
        (10**6, "large", None),
    ],
)
def test_the_base_is_the_sum_of_the_parts(count: int, code: str, base: DayRange | None) -> None:
    band = day_band(count, RULES)
    assert band is not None
    assert (band.code, band.base, band.report) == (code, base, Decimal(2))


def test_no_source_has_no_band() -> None:
    assert day_band(0, RULES) is None
    assert "count" in codes(plan(sources=0))
    assert "count" in codes(plan(sources=None))
    assert "count" in codes(plan(sources=-1, sinks=14))
    assert plan(sources=29, sinks=1).count == 30


def test_the_sample_stands() -> None:
    now = plan()
    assert (now.total, now.floor, now.most_document_review) == (d("5.75"), d("4.025"), d("1"))
    assert share_text(now) == "13.04 %"
    assert codes(now) == []
    printed = next(b for b in found(now) if b.code == "person_days.printed")
    assert printed.level is Level.INFO
    assert printed.sentence.text("zh") == "附录合计写 2–6，各段之和为 4–6，按各段算"
    assert [oddity.number for oddity in now.notes] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("review", "rest", "refused"),
    [
        ("2.000", "8.000", False),
        ("2.001", "7.999", True),
        ("1", "4", False),
        ("0.81", "3.19", True),
    ],
)
def test_document_review_takes_twenty_percent_and_no_more(
    review: str, rest: str, refused: bool
) -> None:
    now = plan(document_review=d(review), stage1=d(rest), stage2=d("0"), report=d("0"))
    assert ("share" in codes(now)) is refused


def test_the_largest_share_lies_on_the_grid() -> None:
    now = plan(document_review=d("1"), stage1=d("1"), stage2=d("1"), report=d("1"))
    assert now.most_document_review == d("0.75")  # 20 % of 4 days are 0.8


@pytest.mark.parametrize(
    ("base", "outside"), [("3.99", True), ("4", False), ("6", False), ("6.01", True)]
)
def test_the_base_lies_within_the_range(base: str, outside: bool) -> None:
    assert ("base" in codes(plan(base=d(base)))) is outside


@pytest.mark.parametrize(("stage2", "refused"), [("1.000", False), ("0.999", True)])
def test_seventy_percent_of_the_base_is_the_least(stage2: str, refused: bool) -> None:
    now = plan(
        base=d("6"), document_review=d("0.2"), stage1=d("1"), stage2=d(stage2), reason="单一"
    )
    now = day_plan(now.entered.but(stage1=d("1"), report=d("2")), RULES)
    assert now.floor == d("4.2")
    assert ("floor" in codes(now)) is refused
    floor = [b for b in found(now) if b.code == "person_days.floor"]
    assert all(b.level is Level.HARD for b in floor)  # and not H*: nothing overrides it


def test_any_cut_needs_a_reason_and_none_is_asked_without() -> None:
    assert codes(plan(base=d("5.75"))) == []
    assert codes(plan(base=d("6"))) == ["reason"]
    assert codes(plan(base=d("6"), reason="  ")) == ["reason"]
    assert codes(plan(base=d("6"), reason="单一工序")) == []
    assert codes(plan(base=d("5"))) == []  # more than the base is no cut


def test_above_a_hundred_the_technical_manager_signs_and_few_days_are_flagged() -> None:
    large = {"sources": 90, "sinks": 11, "stage2": d("4.25")}
    assert codes(plan(**large, base=d("8"))) == []
    assert codes(plan(**large, base=d("8")), Level.WARNING) == []
    assert codes(plan(**large, base=d("8"), signed_by="")) == ["by_case"]
    assert codes(plan(**large, base=d("8"), signed_on=None)) == ["by_case"]
    assert codes(plan(**large, base=d("7.75")), Level.WARNING) == ["low"]
    less = {**large, "stage2": d("4")}
    assert codes(plan(**less, base=d("8"), reason="…"), Level.WARNING) == ["low"]


def test_below_that_a_missing_approval_is_a_warning() -> None:
    assert codes(plan(signed_by=""), Level.WARNING) == ["signed"]


def test_days_go_in_quarters_and_none_may_be_missing_or_negative() -> None:
    assert codes(plan(stage1=d("1.1")), Level.WARNING) == ["grid"]
    assert codes(plan(stage1=None)) == ["part"]
    assert codes(plan(stage1=d("-1"), base=d("4"))) == ["part"]
    assert plan(stage1=None).total is None
    assert codes(plan(base=None)) == ["base"]


def test_a_part_outside_its_row_is_told() -> None:
    assert codes(plan(stage2=d("0.75"), reason="…"), Level.INFO)[:1] == ["part_range"]
    assert "part_range" in codes(plan(report=d("1.75"), reason="…"), Level.INFO)
    assert "part_range" not in codes(plan(), Level.INFO)


def test_a_trainee_has_no_days_and_experts_count_only_where_it_is_set() -> None:
    team = tuple(
        Person(row=role, side=Side.TEAM, role=role, name=role)
        for role in (Role.LEAD, Role.VERIFIER, Role.TRAINEE, Role.EXPERT, Role.REVIEWER)
    )
    days = tuple(MemberDays(person=person.row, days=d("2.5")) for person in team)
    assert assigned(team, days, SAMPLE) == d("5")
    assert assigned(team, days, SAMPLE.but(experts_count=True)) == d("7.5")
    told = {b.code: b for b in found(plan(), *team, days=days)}
    assert told["person_days.trainee"].level is Level.HARD
    assert told["person_days.trainee"].target.row == Role.TRAINEE
    assert told["person_days.members"].level is Level.WARNING
    assert "person_days.experts" in told
    zero = MemberDays(person=Role.TRAINEE, days=d("0"))
    assert "person_days.trainee" not in {b.code for b in found(plan(), *team, days=(zero,))}


def test_later_cycles_have_no_days_in_the_rules_but_a_suggestion() -> None:
    assert suggested_base(d("6"), Cycle.SURVEILLANCE, RULES) == d("2")
    assert suggested_base(d("5.75"), Cycle.SURVEILLANCE, RULES) == d("2")  # 1.9167, up to 0.25
    assert suggested_base(d("5.75"), Cycle.RECERTIFICATION, RULES) == d("4")
    assert suggested_base(d("6"), Cycle.INITIAL, RULES) is None
    now = day_plan(SAMPLE.but(sources=None, base=d("2")), RULES, cycle_of(Stage.SURVEILLANCE))
    assert codes(now) == []
    assert "not_in_rules" in codes(now, Level.INFO)
    assert cycle_of(Stage.STAGE_1) is Cycle.INITIAL


def test_ranges_read_as_one_figure_where_they_are_one() -> None:
    assert range_text(DayRange(d("4"), d("6"))) == "4–6"
    assert range_text(DayRange(d("2"), d("2"))) == "2"
    assert share_text(plan(report=None)) == ""


@given(st.decimals(0, 10**6, places=4))
def test_the_grid_never_gives_more(days: Decimal) -> None:
    floor = on_grid(days, RULES)
    assert floor <= days < floor + d("0.25")
    assert not off_grid(floor, RULES)


@given(st.lists(st.decimals(0, 50, places=3), min_size=4, max_size=4), st.decimals(1, 60, places=2))
def test_the_limits_hold_exactly_for_any_days(parts: list[Decimal], base: Decimal) -> None:
    names = ("document_review", "stage1", "stage2", "report")
    now = plan(**dict(zip(names, parts, strict=True)), base=base, reason="…")
    hard = codes(now)
    total = sum(parts, Decimal(0))
    assert ("share" in hard) is (parts[0] * 5 > total)
    assert ("floor" in hard) is (total * 10 < base * 7)
