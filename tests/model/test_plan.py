"""The plan: its items, its schedule, its versions, and who may be replaced."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.gate import Level
from cfpdesk.model.plan import PlanState, PlanVersion, TeamChange, plan_given, replaced
from cfpdesk.model.plan_gate import plan_blockers
from cfpdesk.model.plan_version import PlanChange, plan_changes, plan_facts, plan_fingerprint
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.schedule import BlockKind, ScheduleBlock, overlapping, planned_days, sound
from cfpdesk.model.team import Person, Role, Side
from cfpdesk.model.yes_no import YesNo
from cfpdesk.store.rule_library import load_rules

RULES = load_rules()
DAY, NEXT = date(2026, 3, 18), date(2026, 3, 19)
LEAD = Person(row="lead", order="a", side=Side.TEAM, role=Role.LEAD, name="林知远")
SECOND = Person(row="second", order="b", side=Side.TEAM, role=Role.VERIFIER, name="高博")
CLIENT = Person(row="client", order="c", name="王建华")
LISTS = (ListCode.SELECTION, ListCode.PROGRAMME, ListCode.PLAN, ListCode.PLAN_IF_NEEDED)


def block(row: str, start: int, end: int, *people: str, **changes: object) -> ScheduleBlock:
    made = ScheduleBlock(row=row, day=DAY, start=start, end=end, people=people, title=row)
    return made.but(**changes)


BLOCKS = (
    block("open", 540, 570, "lead", "second", kind=BlockKind.OPENING),
    block("plant", 570, 720, "lead"),
    block("data", 570, 720, "second"),
    block("close", 960, 1020, "lead", "second", kind=BlockKind.CLOSING, day=NEXT),
)
BARE = PlanState(
    engagement=Engagement(number="CFP-1", client="恒锐", product="带钢", declared_unit="1 t"),
    people=(LEAD, SECOND, CLIENT),
    sites=(Site(row="s1", name="无锡一厂", activities="轧制", visit_from=DAY, visit_to=NEXT),),
    blocks=BLOCKS,
    entries=tuple(
        RuleEntry(rule_list=code, item=item, text="已写")
        for code in LISTS
        for item in RULES.rule_list(code).codes
    ),
)


def version(now: PlanState, number: int = 1, **changes: object) -> PlanVersion:
    made = PlanVersion(
        number=number,
        state_sha256=plan_fingerprint(now),
        verifiers=("lead", "second"),
        sent_on=date(2026, 3, 10),
        sent_how="邮件",
        confirmed_on=date(2026, 3, 12),
        confirmed_by="王建华",
    )
    return made.but(**changes)


WHOLE = replace(BARE, versions=(version(BARE),))


def codes(now: PlanState, on_site: date | None = None) -> list[str]:
    return [b.code.removeprefix("plan.") for b in plan_blockers(now, RULES, on_site)]


def test_a_confirmed_plan_stands() -> None:
    assert codes(WHOLE, DAY) == []


def test_seven_items_are_hard_and_five_are_asked_where_needed() -> None:
    empty = replace(
        WHOLE,
        engagement=Engagement(criteria=()),
        people=(),
        sites=(),
        blocks=(),
        entries=(),
        versions=(),
    )
    found = plan_blockers(empty, RULES)
    by_code = {
        code: [b.level for b in found if b.code == f"plan.{code}"]
        for code in ("plan", "plan_if_needed", "programme", "selection")
    }
    assert by_code == {
        "plan": [Level.HARD] * 6,  # the level of assurance is always agreed
        "plan_if_needed": [Level.WARNING] * 5,
        "programme": [Level.HARD] * 6,
        "selection": [Level.WARNING] * 5,
    }


def test_what_other_facts_hold_is_given() -> None:
    now = replace(BARE, entries=())
    assert plan_given(now) == {
        *("criteria", "boundary", "level", "places", "schedule", "members", "representatives"),
    }
    assert "schedule" not in plan_given(replace(now, blocks=BLOCKS[:3]))
    assert "schedule" in plan_given(replace(now, blocks=BLOCKS[1:2], meetings_arranged=True))
    assert "schedule" not in plan_given(replace(now, blocks=(), meetings_arranged=True))
    assert "places" not in plan_given(replace(now, sites=(Site(name="x"),)))
    assert "members" not in plan_given(replace(now, people=(SECOND, CLIENT)))


def test_blocks_have_a_day_and_nobody_is_twice_at_once() -> None:
    assert overlapping(BLOCKS) == ()
    clash = (*BLOCKS, block("late", 719, 760, "second"), block("touch", 720, 760, "lead"))
    assert overlapping(clash) == (("data", "late"),)
    assert codes(replace(BARE, blocks=clash))[0] == "overlap"
    for wrong in (
        block("x", 600, 600, "lead"),
        block("x", 600, 500, "lead"),
        block("x", -15, 60),
        block("x", 1400, 1441),
        block("x", 540, 600, day=None),
    ):
        assert not sound(wrong)
        assert "block" in codes(replace(BARE, blocks=(*BLOCKS, wrong)))
    assert sound(block("x", 0, 1440))


def test_the_days_of_a_person_are_those_of_their_blocks() -> None:
    assert planned_days(BLOCKS) == {"lead": {DAY, NEXT}, "second": {DAY, NEXT}}
    assert planned_days([block("x", 0, 60, "lead", day=None)]) == {}


def test_a_plan_is_sent_and_confirmed_before_the_visit() -> None:
    assert codes(BARE) == ["sent"]
    assert codes(replace(BARE, versions=(version(BARE, sent_on=None),))) == ["sent"]
    for changes in ({"confirmed_on": None}, {"confirmed_by": " "}):
        assert codes(replace(BARE, versions=(version(BARE, **changes),))) == ["confirmed"]
    assert codes(WHOLE, date(2026, 3, 12)) == ["other_day"]  # agreed, but for another day
    assert codes(WHOLE, date(2026, 3, 11)) == ["order", "other_day"]


def test_a_change_after_that_needs_a_notice_and_agreement() -> None:
    moved = replace(WHOLE, blocks=(*BLOCKS[:2], BLOCKS[2].but(end=735), BLOCKS[3]))
    assert codes(moved) == ["changed"]
    noticed = version(moved, 2, confirmed_on=None)
    assert codes(replace(moved, versions=(*WHOLE.versions, noticed))) == ["confirmed"]
    agreed = (version(moved, 2, confirmed_on=DAY), *WHOLE.versions)
    assert codes(replace(moved, versions=agreed), DAY) == []
    before, after = plan_facts(WHOLE), plan_facts(moved)
    (change,) = plan_changes(before, after)
    assert (change.part, change.key) == ("schedule", "data")
    assert isinstance(change.before, list)
    assert isinstance(change.after, list)
    assert (change.before[2], change.after[2]) == (720, 735)
    assert plan_changes(before, before) == ()


def test_what_was_added_and_taken_out_is_told_one_by_one() -> None:
    limited = WHOLE.engagement.but(product="钢管")
    other = replace(WHOLE, engagement=limited, people=(LEAD, CLIENT), blocks=BLOCKS[:3])
    changes = plan_changes(plan_facts(WHOLE), plan_facts(other))
    assert [(c.part, c.key) for c in changes if c.part != "schedule"] == [
        ("members", "second"),
        ("product", ""),
    ]
    assert changes[1] == PlanChange("product", "", "带钢", "钢管")
    assert [c.key for c in changes if c.part == "schedule" and c.after is None] == ["close"]


def test_a_visit_on_another_day_than_planned_is_warned_of() -> None:
    assert codes(WHOLE, DAY) == []
    for day in (date(2025, 3, 18), date(2027, 3, 18)):
        found = [b for b in plan_blockers(WHOLE, RULES, day) if b.code == "plan.other_day"]
        assert [b.level for b in found] == [Level.WARNING]
        assert day.isoformat() in str(found[0].sentence)


def test_a_block_of_somebody_who_left_is_told_and_names_no_row() -> None:
    left = replace(WHOLE, people=tuple(p for p in WHOLE.people if p.row != SECOND.row))
    told = [b for b in plan_blockers(left, RULES) if b.code == "plan.nobody"]
    alone = [b for b in BLOCKS if b.people == (SECOND.row,)]
    assert [b.target.row for b in told] == sorted(b.row for b in alone)
    assert SECOND.row not in str(plan_facts(left))


def test_replacing_a_verifier_needs_a_reason_and_the_clients_word() -> None:
    gone = replace(WHOLE, people=(LEAD, CLIENT))
    assert replaced(gone) == ("second",)
    found = [b for b in plan_blockers(gone, RULES) if b.code == "plan.replaced"]
    assert [(b.level, b.target.row) for b in found] == [(Level.OVERRIDABLE, "second")]
    change = TeamChange(
        out="second",
        unforeseeable=YesNo.YES,
        reason="突发疾病",
        confirmed_on=DAY,
        confirmed_by="王建华",
    )
    assert "replaced" not in codes(replace(gone, changes=(change,)))
    for lacking in (
        change.but(unforeseeable=YesNo.NO),
        change.but(reason=""),
        change.but(confirmed_on=None),
        change.but(confirmed_by=" "),
        change.but(row="x", out="other"),
    ):
        assert "replaced" in codes(replace(gone, changes=(lacking,)))


def test_a_verifier_who_becomes_something_else_is_replaced_too_and_experts_are_free() -> None:
    expert = SECOND.but(role=Role.EXPERT)
    assert replaced(replace(WHOLE, people=(LEAD, expert, CLIENT))) == ("second",)
    only_lead = replace(BARE, versions=(version(BARE, verifiers=("lead",)),))
    assert replaced(replace(only_lead, people=(LEAD,))) == ()
    unconfirmed = replace(BARE, versions=(version(BARE, confirmed_on=None),), people=(LEAD,))
    assert replaced(unconfirmed) == ()


PEOPLE = st.sampled_from(["lead", "second", "third"])
A_BLOCK = st.builds(
    block,
    st.uuids().map(str),
    st.integers(0, 60),
    st.integers(0, 60),
    PEOPLE,
    day=st.sampled_from([DAY, NEXT]),
)


@given(st.lists(A_BLOCK, max_size=12, unique_by=lambda b: b.row))
def test_overlaps_are_found_by_comparing_each_with_each(blocks: list[ScheduleBlock]) -> None:
    expected = {
        frozenset({a.row, b.row})
        for a in blocks
        for b in blocks
        if a.row < b.row and a.day == b.day and set(a.people) & set(b.people)
        if sound(a) and sound(b) and a.start < b.end and b.start < a.end
    }
    assert {frozenset(pair) for pair in overlapping(blocks)} == expected


@pytest.mark.parametrize("part", ["people", "sites", "blocks", "entries"])
def test_the_fingerprint_does_not_hang_on_the_order_of_records(part: str) -> None:
    turned = {
        "people": replace(WHOLE, people=WHOLE.people[::-1]),
        "sites": replace(WHOLE, sites=WHOLE.sites[::-1]),
        "blocks": replace(WHOLE, blocks=WHOLE.blocks[::-1]),
        "entries": replace(WHOLE, entries=WHOLE.entries[::-1]),
    }
    assert plan_fingerprint(turned[part]) == plan_fingerprint(WHOLE)
