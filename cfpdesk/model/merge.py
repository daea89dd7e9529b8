"""The pure rules of the merge: heads, exclusion, standing heads, conflicts, life of a row.

Everything here is a function of sets of events, in any order; no clock decides anything but which
of several values is shown first (design: merge 6 and 7).
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from cfpdesk.model.journal import DEL_FIELD, EXCL_TABLE, Dot, Kind

RowKey: TypeAlias = tuple[str, str]  # table, row


class Node(NamedTuple):
    """An event as the rules see it, with only those parents that count.

    Attributes:
        value: canonical JSON text, so that equal values are equal texts.
        parents: stored events of the same cell that it names with their right hash.
    """

    dot: Dot
    hlc: str
    kind: str
    value: str
    parents: tuple[Dot, ...]
    action: str


def standing_heads(nodes: Collection[Node], counts: Callable[[Node], bool]) -> list[Node]:
    """Return the events of one cell that count and are not below another that counts.

    "Below" passes through events that do not count: of a, b above it and c above that, with b set
    aside, only c stands. The provisional winner comes first.

    Args:
        nodes: all events of the cell.
        counts: tells whether an event is in force (not excluded).
    """
    above = {node.dot: node for node in nodes}
    below: set[Dot] = set()
    reached: set[Dot] = set()
    for node in nodes:
        if not counts(node):
            continue
        stack = [dot for dot in node.parents if dot not in reached]
        while stack:
            dot = stack.pop()
            below.add(dot)
            parent = above.get(dot)
            if parent is not None and dot not in reached:
                reached.add(dot)
                stack.extend(parent.parents)
    return in_order(node for node in nodes if counts(node) and node.dot not in below)


def in_order(heads: Iterable[Node]) -> list[Node]:
    """Return heads with the provisional winner first: the highest (logical time, chain)."""
    return sorted(heads, key=lambda node: (node.hlc, node.dot), reverse=True)


def is_delete(field_name: str, value: object) -> bool:
    """Tell whether an event of this field with this value deletes its row."""
    return field_name == DEL_FIELD and isinstance(value, dict) and "seen" in value


def differ(table: str, heads: Sequence[Node]) -> bool:
    """Tell whether standing heads disagree: other values, or exclude beside include.

    What a `_del` cell means depends on the life of its row, see `delete_disputed`.
    """
    if table == EXCL_TABLE:
        return len({node.kind for node in heads}) > 1
    return len({node.value for node in heads}) > 1


# ---------------------------------------------------------------- exclusion


class Range(NamedTuple):
    """A stretch of one chain, both ends included."""

    replica: str
    first: int
    last: int


class Ranges:
    """The union of excluded ranges, asked for single events."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        self._starts: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        for replica, first, last in sorted(ranges):
            starts = self._starts.setdefault(replica, [])
            ends = self._ends.setdefault(replica, [])
            if ends and first <= ends[-1] + 1:
                ends[-1] = max(ends[-1], last)
            else:
                starts.append(first)
                ends.append(last)

    def __bool__(self) -> bool:
        return bool(self._starts)

    def __contains__(self, dot: Dot) -> bool:
        starts = self._starts.get(dot.replica)
        if starts is None:
            return False
        at = bisect_right(starts, dot.seq) - 1
        return at >= 0 and dot.seq <= self._ends[dot.replica][at]


def may_exclude(writer: str, writer_key: str, replica: str, leads: Collection[str]) -> bool:
    """Tell whether a chain may set events of another chain aside: its own, or a lead any."""
    return writer == replica or (bool(writer_key) and writer_key in leads)


def excludes(heads: Sequence[Node]) -> bool:
    """Tell whether the standing, authorised heads of an `_excl` cell set its range aside."""
    return any(node.kind == Kind.EXCLUDE for node in heads)


# ---------------------------------------------------------------- life of rows


class Life(StrEnum):
    """How a row lives: shown, gone (deleted), waiting (its beginning has not come), or empty."""

    SHOWN = "shown"
    GONE = "gone"
    WAITING = "waiting"
    EMPTY = "empty"


@dataclass(frozen=True)
class RowFacts:
    """What decides over one row.

    Attributes:
        creates: of each stored create, excluded or not, the parent rows it names.
        heads: dots of the standing heads of all cells of the row, deletes left out.
        seen: for each standing delete, the chains it saw as {replica: last seq}; only names that
            are stored with their hash.
    """

    creates: tuple[tuple[RowKey, ...], ...] = ()
    heads: tuple[Dot, ...] = ()
    seen: tuple[Mapping[str, int], ...] = ()


@dataclass
class _Forest:
    facts: Mapping[RowKey, RowFacts]
    children: dict[RowKey, list[RowKey]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row, facts in self.facts.items():
            for parent in {parent for create in facts.creates for parent in create}:
                self.children.setdefault(parent, []).append(row)

    def descendants(self, row: RowKey, gone: set[RowKey]) -> list[RowKey]:
        """Return the row and its descendants that are not gone."""
        found, stack = {row}, [row]
        while stack:
            for child in self.children.get(stack.pop(), ()):
                if child not in found and child not in gone:
                    found.add(child)
                    stack.append(child)
        return list(found)


def row_life(facts: Mapping[RowKey, RowFacts], unknown: Life = Life.WAITING) -> dict[RowKey, Life]:
    """Return how each row lives.

    Args:
        facts: every row in question; with a row all its descendants must be among them.
        unknown: what a parent is that is not among them: `WAITING` where `facts` is everything
            that is stored, `SHOWN` where it is a part whose outer parents are known to be shown.
    """
    forest = _Forest(facts)
    gone = _gone(forest)
    waiting = _waiting(forest, unknown is Life.WAITING)
    result = {}
    for row in facts:
        if row in gone:
            result[row] = Life.GONE
        elif row in waiting:
            result[row] = Life.WAITING
        elif any(facts[part].heads for part in forest.descendants(row, gone)):
            result[row] = Life.SHOWN
        else:
            result[row] = Life.EMPTY
    return result


def _gone(forest: _Forest) -> set[RowKey]:
    gone: set[RowKey] = set()
    stable = False
    while not stable:
        stable = True
        for row, facts in forest.facts.items():
            if row in gone:
                continue
            if _deleted(forest, row, facts, gone) or (
                facts.creates
                and all(any(parent in gone for parent in create) for create in facts.creates)
            ):
                gone.add(row)
                stable = False
    return gone


def _deleted(forest: _Forest, row: RowKey, facts: RowFacts, gone: set[RowKey]) -> bool:
    if not facts.seen:
        return False
    united: dict[str, int] = {}
    for seen in facts.seen:
        for replica, seq in seen.items():
            united[replica] = max(seq, united.get(replica, 0))
    return all(
        dot.seq <= united.get(dot.replica, 0)
        for part in forest.descendants(row, gone)
        for dot in forest.facts[part].heads
    )


def _waiting(forest: _Forest, outside_waits: bool) -> set[RowKey]:
    waiting = {row for row, facts in forest.facts.items() if not facts.creates}

    def waits(parent: RowKey) -> bool:
        return parent in waiting or (outside_waits and parent not in forest.facts)

    stable = False
    while not stable:
        stable = True
        for row, facts in forest.facts.items():
            if row not in waiting and all(
                any(waits(parent) for parent in create) for create in facts.creates
            ):
                waiting.add(row)
                stable = False
    return waiting


def delete_disputed(life: Life, has_standing_delete: bool) -> bool:
    """Tell whether a row is deleted by one and edited by another."""
    return has_standing_delete and life is not Life.GONE
