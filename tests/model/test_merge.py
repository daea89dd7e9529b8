"""The pure rules, case by case; generated histories prove the rest against the store."""

from cfpdesk.model.journal import Dot
from cfpdesk.model.merge import (
    Life,
    Node,
    Range,
    Ranges,
    RowFacts,
    differ,
    may_exclude,
    row_life,
    standing_heads,
)


def node(seq: int, value: str = "1", parents: tuple[int, ...] = (), kind: str = "set") -> Node:
    dots = tuple(Dot("r", parent) for parent in parents)
    return Node(Dot("r", seq), f"{seq:016x}", kind, value, dots, "a")


def test_heads_are_what_nothing_replaces() -> None:
    nodes = [node(1), node(2, parents=(1,)), node(3)]
    assert [n.dot.seq for n in standing_heads(nodes, lambda _n: True)] == [3, 2]


def test_below_passes_through_what_is_set_aside() -> None:
    nodes = [node(1), node(2, parents=(1,)), node(3, parents=(2,))]
    assert [n.dot.seq for n in standing_heads(nodes, lambda n: n.dot.seq != 2)] == [3]
    assert [n.dot.seq for n in standing_heads(nodes, lambda n: n.dot.seq == 1)] == [1]


def test_equal_values_do_not_differ_and_exclude_beside_include_does() -> None:
    assert not differ("t", [node(1), node(2)])
    assert differ("t", [node(1), node(2, "2")])
    assert differ("_excl", [node(1, kind="exclude"), node(2, kind="include")])


def test_ranges_unite() -> None:
    ranges = Ranges([Range("r", 5, 7), Range("r", 1, 2), Range("r", 2, 4), Range("s", 9, 9)])
    inside = [seq for seq in range(10) if Dot("r", seq) in ranges]
    assert inside == [1, 2, 3, 4, 5, 6, 7]
    assert Dot("s", 9) in ranges
    assert Dot("t", 1) not in ranges


def test_who_may_set_aside() -> None:
    assert may_exclude("a", "", "a", ())
    assert may_exclude("l", "k", "a", {"k"})
    assert not may_exclude("b", "k2", "a", {"k"})
    assert not may_exclude("b", "", "a", {""})


def test_a_link_falls_with_either_end_and_a_delete_yields_to_an_unseen_child() -> None:
    a, b, link = ("t", "a"), ("t", "b"), ("link", "l")
    facts = {
        a: RowFacts(((),), (Dot("r", 1),), ({"r": 3},)),
        b: RowFacts(((),), (Dot("r", 2),)),
        link: RowFacts(((a, b),), (Dot("r", 3),)),
    }
    assert row_life(facts) == {a: Life.GONE, b: Life.SHOWN, link: Life.GONE}
    late = {**facts, link: RowFacts(((a, b),), (Dot("s", 1),))}
    assert row_life(late) == {a: Life.SHOWN, b: Life.SHOWN, link: Life.SHOWN}


def test_a_row_waits_for_itself_and_for_its_parents() -> None:
    a, b = ("t", "a"), ("t", "b")
    facts = {a: RowFacts(((b,),), (Dot("r", 1),)), b: RowFacts((), (Dot("r", 2),))}
    assert row_life(facts) == {a: Life.WAITING, b: Life.WAITING}
    assert row_life({a: facts[a]}) == {a: Life.WAITING}


def test_a_row_of_which_nothing_stands_is_empty_unless_a_child_does() -> None:
    a, b = ("t", "a"), ("t", "b")
    assert row_life({a: RowFacts(((),))}) == {a: Life.EMPTY}
    facts = {a: RowFacts(((),)), b: RowFacts(((a,),), (Dot("r", 1),))}
    assert row_life(facts) == {a: Life.SHOWN, b: Life.SHOWN}
