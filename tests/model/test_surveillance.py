"""Later cycles: their topics, whether the footprint went on falling; methods that need a word."""

from decimal import Decimal

import pytest

from cfpdesk.model.cycle import Cycle
from cfpdesk.model.gate import Level
from cfpdesk.model.quantification import LineMethod, quantification_blockers
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.surveillance import reduction_blockers, topic_blockers
from cfpdesk.model.yes_no import YesNo
from cfpdesk.store.rule_library import load_rules

RULES = load_rules()


@pytest.mark.parametrize(
    ("cycle", "count"),
    [(Cycle.INITIAL, 0), (Cycle.SURVEILLANCE, 5), (Cycle.RECERTIFICATION, 3)],
)
def test_each_cycle_has_its_topics(cycle: Cycle, count: int) -> None:
    found = topic_blockers(cycle, (), RULES)
    assert [b.level for b in found] == [Level.HARD] * count
    judged = [
        RuleEntry(rule_list=code, item=item, answer=YesNo.YES)
        for code in (ListCode.SURVEILLANCE_TOPIC, ListCode.RECERTIFICATION_TOPIC)
        for item in RULES.rule_list(code).codes
    ]
    assert topic_blockers(cycle, judged, RULES) == ()


@pytest.mark.parametrize(
    ("last", "now", "warned"),
    [
        ("2808.56", "2808.55", False),
        ("2808.56", "2808.56", True),
        ("2808.56", "2808.57", True),
        ("-1", "-2", False),
        (None, "1", False),
        ("1", None, False),
    ],
)
def test_a_footprint_that_does_not_fall_is_a_warning(
    last: str | None, now: str | None, warned: bool
) -> None:
    values = [None if v is None else Decimal(v) for v in (last, now)]
    for cycle in (Cycle.SURVEILLANCE, Cycle.RECERTIFICATION):
        found = reduction_blockers(cycle, values[0], values[1])
        assert [b.level for b in found] == [Level.WARNING] * warned
    assert reduction_blockers(Cycle.INITIAL, values[0], values[1]) == ()


@pytest.mark.parametrize(
    ("method", "warned"),
    [
        ("emission_factor", False),
        ("statistics", False),
        ("mass_balance", True),
        ("energy_coefficient", True),
        ("model", True),
        ("", False),
        ("other", False),
    ],
)
def test_methods_that_the_rules_do_not_prefer_need_a_word(method: str, warned: bool) -> None:
    line = LineMethod(dataset="d", line="7", method=method)
    names = {("d", "7"): "天然气"}
    found = quantification_blockers([line], names, RULES)
    assert [(b.level, b.clause) for b in found] == [(Level.WARNING, "RULE:6.2.1")] * warned
    assert quantification_blockers([line.but(text="按标准附录")], names, RULES) == ()
    assert quantification_blockers([line], {}, RULES) == ()
