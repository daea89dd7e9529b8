"""A loaded text of the rules comes apart into its clauses, whatever stands around the numbers."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.rule_text import clause_passage, clause_texts

SAMPLE = """某某机构

目录

1 前言	1
2 程序	2
附录 A	9

1 前言

1.1 背景

气候。

2 程序

2.1 第一步：

1) 做这个，并历时
3 个月以上；
2) 做那个

2.1.1细节紧跟编号
2.10 第十步

1-30	1-2	2

附录 A

人天表
"""


def test_clauses_begin_with_their_number_in_order() -> None:
    texts = clause_texts(SAMPLE)
    assert list(texts) == [
        *("RULE:1", "RULE:1.1", "RULE:2", "RULE:2.1", "RULE:2.1.1", "RULE:2.10", "RULE:A"),
    ]
    assert texts["RULE:1.1"] == "1.1 背景\n\n气候。"
    assert "3 个月以上；" in texts["RULE:2.1"]
    assert texts["RULE:2.10"].endswith("1-30\t1-2\t2")
    assert texts["RULE:A"] == "附录 A\n\n人天表"


def test_a_clause_is_shown_with_its_parts_and_a_missing_one_under_the_one_above() -> None:
    texts = clause_texts(SAMPLE)
    assert clause_passage(texts, "RULE:2.1").splitlines()[-1] == "2.1.1细节紧跟编号"
    assert "2.10" not in clause_passage(texts, "RULE:2.1")
    assert clause_passage(texts, "RULE:2.1.7") == clause_passage(texts, "RULE:2.1")
    assert clause_passage(texts, "RULE:A") == texts["RULE:A"]
    assert clause_passage(texts, "RULE:3") == ""
    assert clause_passage(texts, "ISO14067:6.3") == ""
    assert clause_passage({}, "RULE:2.1") == ""


def test_a_text_without_clauses_has_none() -> None:
    assert clause_texts("") == {}
    assert clause_texts("七个字没有编号\n5 从五开始的列表") == {}


def test_full_width_numbers_and_other_line_ends_are_read() -> None:
    assert list(clause_texts("１　前言\r\n１．１　背景\r\n")) == ["RULE:1", "RULE:1.1"]


@given(st.text(max_size=400))
def test_any_text_is_taken_apart_without_loss_of_order(text: str) -> None:
    texts = clause_texts(text)
    numbers = [tuple(map(int, code[5:].split("."))) for code in texts if code[5:6].isdigit()]
    assert numbers == sorted(set(numbers))


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), unique=True, min_size=1))
def test_every_numbered_clause_is_found(places: list[tuple[int, int]]) -> None:
    places = sorted(places)
    chapters = range(1, places[-1][0] + 1)
    lines = [
        line
        for chapter in chapters
        for line in (
            f"{chapter} 章",
            *(f"{a}.{b} 条，正文 {a} 与 {b}。" for a, b in places if a == chapter),
        )
    ]
    texts = clause_texts("\n".join(lines))
    assert set(texts) == {f"RULE:{c}" for c in chapters} | {f"RULE:{a}.{b}" for a, b in places}


def test_the_rules_themselves_come_apart(shared: Path) -> None:
    texts = clause_texts((shared / "rules" / "CICC-ZY-GZ-20-2025.txt").read_text("utf-8"))
    assert len(texts) == 101
    assert "6 个月" in texts["RULE:9.5.1"]
    assert "9.10.1.2" in clause_passage(texts, "RULE:9.10.1")
    assert "保证等级" in clause_passage(texts, "RULE:8.3.2")
    assert "By case" in texts["RULE:A"]
