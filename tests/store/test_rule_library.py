"""The shipped rules: every number has its clause, every agenda and sentence both languages."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual, Text
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.meeting import MeetingKind, SignPurpose
from cfpdesk.model.rules import AGENDA_VALUES, Basis, parse_rules, placeholders
from cfpdesk.resource import resource
from cfpdesk.store.rule_library import CURRENT_RULES, load_rules

CLAUSE = re.compile(r"(RULE|ISO14067|ISO14064-3|GBT24067):\d+(\.\d+)*")


def test_the_opening_has_the_nine_points_of_the_scheme() -> None:
    points = load_rules().agenda(MeetingKind.OPENING)
    assert [point.title.zh for point in points] == [
        "介绍双方参会人员",
        "核查目的与准则",
        "范围、边界与时段",
        "保证等级",
        "重要性阈值",
        "抽样的局限",
        "保密、公正与申诉途径",
        "现场安全与陪同",
        "日程与末次会议时间",
    ]


def test_clauses_are_written_one_way() -> None:
    rules = load_rules()
    used = [number.clause for number in rules.numbers] + [s.clause for s in rules.sentences]
    used += [clause for point in (*rules.opening, *rules.closing) for clause in point.clauses]
    assert [clause for clause in used if not CLAUSE.fullmatch(clause)] == []


def test_second_lines_name_only_documented_values() -> None:
    rules = load_rules()
    texts = [fact.zh for point in (*rules.opening, *rules.closing) for fact in point.facts]
    assert set().union(*(placeholders(text) for text in texts)) == set(AGENDA_VALUES)


def test_the_fullest_line_whose_values_are_known_is_read_aloud() -> None:
    materiality = next(p for p in load_rules().opening if p.code == "materiality")
    values: dict[str, Text] = {"materiality_pct": "5", "told_on": ""}
    assert materiality.filled({}) is None
    assert materiality.filled(values) == Bilingual("±5 %", "±5 %")
    values |= {"materiality": "±140.43 kgCO₂e/t", "told_on": "2026-03-11"}
    values["told_how"] = Bilingual("书面", "in writing")
    assert materiality.filled(values) == Bilingual(
        "±5 %，即 ±140.43 kgCO₂e/t；2026-03-11 已告知（书面）",
        "±5 %, that is ±140.43 kgCO₂e/t; told on 2026-03-11 (in writing)",
    )


@pytest.mark.parametrize("purpose", SignPurpose)
@pytest.mark.parametrize("kind", MeetingKind)
def test_every_signature_has_its_sentence(purpose: SignPurpose, kind: MeetingKind) -> None:
    sentence = load_rules().sentence(purpose, kind)
    assert sentence.text.zh.endswith("。")
    assert sentence.text.en.endswith(".")


def test_attendance_does_not_mean_agreement() -> None:
    zh = load_rules().sentence(SignPurpose.ATTENDANCE, MeetingKind.OPENING).text.zh
    assert zh == "我已参加首次会议。签名只用于证明出席，不表示同意核查结论。"


def test_the_default_threshold_is_a_setting_and_the_same_as_a_new_engagement_has() -> None:
    number = load_rules().rule_number("materiality_pct")
    assert (number.value, number.basis, number.clause) == (Decimal(5), Basis.SETTING, "RULE:7")
    assert Engagement().materiality_pct == number.value


def test_unknown_rules_are_a_clear_sentence() -> None:
    with pytest.raises(UserError) as caught:
        load_rules("../checklists/cfp-2026.1")
    assert "does not have the rules" in caught.value.message.template


@pytest.mark.parametrize(
    "break_it",
    [
        lambda d: d.pop("sentences"),
        lambda d: d.update(id="Not A Name"),
        lambda d: d["numbers"][0].update(value="five"),
        lambda d: d["numbers"][0].update(basis="hearsay"),
        lambda d: d["numbers"].append(d["numbers"][0]),
        lambda d: d["agendas"]["opening"][0].update(facts=[{"zh": "{a}", "en": "{b}"}]),
        lambda d: d["agendas"].update(opening="none"),
        lambda d: d["title"].update(zh=""),
    ],
)
def test_damaged_rules_are_refused(break_it: Callable[[dict[str, Any]], object]) -> None:
    path = resource("rules", f"{CURRENT_RULES}.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    break_it(data)
    with pytest.raises((KeyError, ValueError, ArithmeticError)):
        parse_rules(data)
