"""Text into lines: nothing lost, nothing too wide, no punctuation where it must not stand."""

from hypothesis import example, given
from hypothesis import strategies as st

from cfpdesk.documents.fonts import printable
from cfpdesk.documents.typeset import NEVER_FIRST, NEVER_LAST, Style, set_line, set_text

STYLE = Style(10)
WORDS = st.text(alphabet="ab c中文，。（）“”-/₂·", max_size=60)


def lines(text: str, width: float) -> list[str]:
    return [line.text for line in set_text(text, width, STYLE).lines]


def test_chinese_breaks_between_characters_but_not_before_its_punctuation() -> None:
    assert lines("一二三四，五六", 40) == ["一二三", "四，五六"]
    assert lines("一二三（四）五", 45) == ["一二三", "（四）五"]


def test_latin_breaks_between_words() -> None:
    assert lines("Purpose and criteria", 60) == ["Purpose and", "criteria"]


def test_chinese_and_latin_may_part_without_a_space() -> None:
    assert lines("产品kgCO₂e", 45) == ["产品", "kgCO₂e"]


def test_a_word_wider_than_the_line_is_cut_and_kept_whole_in_sum() -> None:
    text = "kgCO₂e" * 20
    cut = lines(text, 50)
    assert "".join(cut) == text
    assert len(cut) > 10


def test_a_line_end_that_was_typed_stands() -> None:
    assert lines("a\n\nb", 100) == ["a", "", "b"]
    assert [line.text for line in set_line("a\nb", STYLE).lines] == ["a b"]


def test_an_empty_text_has_no_lines() -> None:
    assert set_text("", 100, STYLE).height == 0


def test_a_label_stands_bold_before_the_text() -> None:
    first = set_text("目的", 200, STYLE, label="议程：").lines[0]
    assert first.text == "议程： 目的"
    assert first.pieces[0][0] == "NotoSansSC-Bold"
    assert first.pieces[-1][0] == "NotoSansSC-Regular"


@example("a/”））", 30.0)
@given(WORDS, st.floats(30, 300))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, width: float) -> None:
    setting = set_text(text, width, STYLE)
    joined = "".join(line.text for line in setting.lines).replace(" ", "")
    assert joined == printable(text).replace(" ", "").replace("\n", "")
    assert all(line.width <= width + 0.01 for line in setting.lines)


@example(["ab", "ab", "c.", "c.", "c."])
@given(st.lists(st.sampled_from(["一", "二", "三，", "四。", "（五）", "“六”", "ab", "c."])))
def test_no_line_begins_with_closing_nor_ends_with_opening_punctuation(parts: list[str]) -> None:
    shown = [line for line in lines("".join(parts), 45) if line]
    assert all(line[0] not in NEVER_FIRST for line in shown)
    assert all(line[-1] not in NEVER_LAST for line in shown)
