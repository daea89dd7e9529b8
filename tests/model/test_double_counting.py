"""One source under two lines is pointed out once, however it is written."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.double_counting import SourceKind, SourceUse, double_counting_blockers
from cfpdesk.model.gate import Level

METER, INVOICE = SourceKind.METER, SourceKind.INVOICE


def use(line: str, source: str, kind: SourceKind = METER) -> SourceUse:
    return SourceUse(line, f"行 {line}", kind, source)


def test_the_same_source_behind_two_lines_is_a_warning() -> None:
    found = double_counting_blockers([use("1", "DB-07"), use("2", " db－07 "), use("3", "DB-08")])
    assert [(b.level, b.clause, b.target.row) for b in found] == [(Level.WARNING, "RULE:3", "2")]
    assert found[0].sentence.text("zh") == "计量表 DB-07 同时用于“行 1”和“行 2”，是否重复计算？"


def test_other_kinds_the_same_line_and_empty_sources_are_not() -> None:
    assert double_counting_blockers([use("1", "7"), use("2", "7", INVOICE)]) == ()
    assert double_counting_blockers([use("1", "7"), use("1", "7")]) == ()
    assert double_counting_blockers([use("1", " "), use("2", "")]) == ()
    assert double_counting_blockers([]) == ()


@given(
    st.lists(st.builds(use, st.sampled_from("1234"), st.sampled_from("abAB"))),
    st.randoms(use_true_random=False),
)
def test_the_order_of_links_does_not_matter(uses: list[SourceUse], chance: Random) -> None:
    mixed = chance.sample(uses, len(uses))
    found = double_counting_blockers(uses)
    assert double_counting_blockers(mixed) == found
    lines = {source: {u.line for u in uses if u.source.lower() == source} for source in "ab"}
    assert len(found) == sum(len(each) > 1 for each in lines.values())
