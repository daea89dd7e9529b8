"""Sentences that travel: fields, forms for one and many, and templates of strangers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.i18n import Bilingual, msg, msg_from
from cfpdesk.model.journal import message_from_json, message_json

BLOCK = "{n} {n:point blocks|points block}, {m} {m:warns|warn}"


@pytest.mark.parametrize(
    ("n", "m", "said"),
    [
        (0, 1, "0 points block, 1 warns"),
        (1, 0, "1 point blocks, 0 warn"),
        (2, 1, "2 points block, 1 warns"),
        (-1, 11, "-1 points block, 11 warn"),
    ],
)
def test_english_agrees_with_each_count(n: int, m: int, said: str) -> None:
    assert msg(BLOCK, n=n, m=m).text("en") == said


def test_chinese_counts_without_forms() -> None:
    assert msg(BLOCK, n=1, m=2).text("zh") == "1 个阻断，2 个提醒"


def test_a_form_may_stand_without_its_number() -> None:
    assert msg("{n:package|packages} merged", n=1).text("en") == "package merged"
    assert msg("{n:package|packages} merged", n=3).text("en") == "packages merged"
    assert msg("{n:package|packages} merged", n=3).text("zh") == "包已合并"


def test_the_forms_survive_the_journal() -> None:
    kept = message_from_json(message_json(msg(BLOCK, n=1, m=2)))
    assert kept.text("en") == "1 point blocks, 2 warn"


def test_fields_may_be_sentences_themselves() -> None:
    both = Bilingual("电", "power")
    inner = msg("{n} {n:item|items}", n=1)
    assert msg("{what}: {inner}", what=both, inner=inner).text("en") == "power: 1 item"


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert msg("{a} {b}", a="{b}", b="{a:x|y}").text("en") == "{b} {a:x|y}"


@given(
    st.one_of(
        st.text(),
        st.sampled_from(["{n.__class__}", "{n[0]}", "{n:>999999999999}", "{n!r}", "{", "}", "{}"]),
    ),
    st.one_of(st.integers(), st.text()),
)
def test_a_strangers_template_reaches_nothing_and_never_raises(
    template: str, value: int | str
) -> None:
    said = msg_from(template, {"n": value}).text("en")
    assert len(said) <= len(template) + template.count("{n}") * len(str(value))
