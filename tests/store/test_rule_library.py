"""The shipped rules: every number has its clause, every agenda and sentence both languages."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual, Text, msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.gate import Level
from cfpdesk.model.inventory import InventorySettings
from cfpdesk.model.meeting import MeetingKind, SignPurpose
from cfpdesk.model.population import SamplingSettings
from cfpdesk.model.rule_agenda import AGENDA_VALUES, placeholders
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.rule_number import Basis, NumberCode
from cfpdesk.model.rules import parse_rules
from cfpdesk.resource import resource
from cfpdesk.steps import engagement
from cfpdesk.store.rule_library import CURRENT_RULES, FIRST_RULES, load_rules, rules_of
from tests.builders import a_session

CLAUSE = re.compile(r"(RULE|ISO14067|ISO14064-3|GBT24067):(\d+(\.\d+)*|[A-Z])")


def the_file() -> dict[str, Any]:
    path = resource("rules", f"{CURRENT_RULES}.json")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def words(value: object) -> list[str]:
    """Every Chinese text of the file."""
    if isinstance(value, dict):
        return [w for part in value.values() for w in words(part)]
    if isinstance(value, list):
        return [w for part in value for w in words(part)]
    return [value] if isinstance(value, str) else []


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
    used += [found.clause for found in rules.lists]
    used += [row.provenance.clause for row in rules.retention]
    used += [clause for oddity in rules.oddities for clause in oddity.clauses]
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
        lambda d: d["numbers"].pop(),
        lambda d: d["numbers"][0].update(value="1.5"),
        lambda d: d["numbers"][0].update(value="-1"),
        lambda d: next(n for n in d["numbers"] if n["unit"] == "d").update(value="0"),
        lambda d: d["lists"].pop(),
        lambda d: d["lists"][0].update(kind="text"),
        lambda d: d["lists"][0].update(items=[]),
        lambda d: d["lists"][0]["items"].append(d["lists"][0]["items"][0]),
        lambda d: d["day_bands"].pop(1),
        lambda d: d["day_bands"][0].update({"from": "1"}),
        lambda d: d["day_bands"][0].update(stage1=["2", "1"]),
        lambda d: d["label_steps"].pop(3),
        lambda d: d["label_steps"].pop(),
        lambda d: d["label_steps"][0].update(step="0"),
        lambda d: d["retention"][0].update(years=-1),
        lambda d: d["numbers"][0].update(value="NaN"),
        lambda d: next(x for x in d["lists"] if x["code"] == "stage1")["items"].pop(),
    ],
)
def test_damaged_rules_are_refused(break_it: Callable[[dict[str, Any]], object]) -> None:
    data = the_file()
    break_it(data)
    with pytest.raises((KeyError, ValueError)):
        parse_rules(data)


def test_a_number_says_where_it_comes_from() -> None:
    rules = load_rules()
    said = rules.rule_number("person_day_grid").provenance
    assert said.text().text("en") == "Rule 9.4 · CICC-ZY/GZ-20:2025 C/0 · not in the rules"
    assert said.text().text("zh") == "规则 9.4 · CICC-ZY/GZ-20:2025 C/0 · 规则未列"
    share = rules.rule_number(NumberCode.DOCUMENT_REVIEW_SHARE_PCT)
    assert (share.value, share.basis, share.clause) == (Decimal(20), Basis.RULE, "RULE:9.3")
    assert rules.count(NumberCode.STAGE_GAP_MONTHS) == 6
    with pytest.raises(ValueError, match="whole"):
        rules.count(NumberCode.PERSON_DAY_GRID)
    with pytest.raises(KeyError):
        rules.value("unheard_of")


def test_each_number_stands_once_also_where_the_program_had_a_default() -> None:
    rules, settings = load_rules(), InventorySettings()
    performance = rules.value(NumberCode.PERFORMANCE_MATERIALITY_PCT)
    assert SamplingSettings().performance_pct == performance
    assert settings.deviation_pct == rules.value(NumberCode.FACTOR_DIFFERENCE_PCT)
    assert settings.factor_age == rules.value(NumberCode.FACTOR_AGE_YEARS)


def test_the_lists_hold_what_the_clauses_ask_for() -> None:
    sizes = {found.code: len(found.items) for found in load_rules().lists}
    assert sizes["application"] == 9
    assert sizes["agreed_scope"] == sizes["contract_question"] == sizes["programme"] == 6
    assert sizes["stage1"] == 6
    assert (sizes["plan"], sizes["plan_if_needed"]) == (7, 5)
    assert (sizes["document_judgement"], sizes["document_risk"]) == (5, 3)
    assert sizes["topic"] == 7 + 5
    assert sizes["training_kind"] == sizes["expert_item"] == sizes["surveillance_topic"] == 5
    assert sizes["principle"] == 7
    topics = load_rules().rule_list(ListCode.TOPIC).items
    assert [t.code for t in topics if t.level is Level.OVERRIDABLE] == [
        "standards",
        "processes",
        "sampling",
        "lca",
    ]


def test_every_contradiction_has_its_reading() -> None:
    rules = load_rules()
    assert [oddity.number for oddity in rules.oddities] == list(range(1, 38))
    assert [oddity.number for oddity in rules.odd("RULE:A")] == [1, 2, 3, 4, 5]
    assert rules.odd("RULE:9.9") == ()


def test_a_body_with_other_rules_ships_a_file_and_no_code() -> None:
    data = the_file()
    data["id"] = "other-body-2027"
    data["number"], data["issue"] = "OB-7", "2"
    next(n for n in data["numbers"] if n["code"] == "stage_gap_months")["value"] = "4"
    data["lists"].append(
        {
            "code": "seal_question",
            "clause": "RULE:9.4",
            "basis": "rule",
            "kind": "yes_no",
            "level": "W",
            "title": {"zh": "封存", "en": "Seal"},
            "items": [{"code": "one", "zh": "一", "en": "One", "level": "H"}],
        }
    )
    rules = parse_rules(data)
    assert rules.count(NumberCode.STAGE_GAP_MONTHS) == 4
    assert rules.rule_list("seal_question").item("one").level is Level.HARD
    assert rules.rule_list("seal_question").provenance.rules == "OB-7 2"


def test_an_engagement_stays_on_its_rules(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    assert rules_of(session).id == FIRST_RULES  # begun before the name was kept
    engagement.begin(session)
    assert session.find(Engagement).rules == CURRENT_RULES
    with session.transact(msg("Edit the engagement")) as change:
        change.put(session.find(Engagement).but(rules="of-tomorrow"))
    with pytest.raises(UserError):
        rules_of(session)


def test_the_text_of_the_body_is_not_shipped(shared: Path) -> None:
    plain = re.sub(r"\s", "", (shared / "rules" / "CICC-ZY-GZ-20-2025.txt").read_text("utf-8"))
    data = the_file()
    del data["number"], data["references"]  # names of documents are nobody's text
    long = 14
    copied = {
        text[at : at + long]
        for text in (re.sub(r"\s", "", word) for word in words(data))
        for at in range(len(text) - long + 1)
        if text[at : at + long] in plain
    }
    assert copied == set()
