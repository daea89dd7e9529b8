"""Keeps what is computed from an engagement as long as nothing it looked at was written.

    state = remembered.get("planning", lambda: _state(session))

While `make` runs, whatever is read notes the table it reads. A write drops what looked at one of
its tables, and nothing else: an answer leaves the sampling as it was. Nothing has to be said by
hand, so nothing can be forgotten; what looks beyond the tables (the clock, files, the journal
itself) is not kept at all.
"""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")

EVERY_WRITE = "*"
"""Noted by what any write may change: ends of chains, operations, conflicts."""
OUTSIDE = ""
"""Noted by what may change without a write."""


@dataclass(frozen=True, slots=True)
class _Made:
    """Something made, and what it looked at.

    Attributes:
        tables: names of tables; `EVERY_WRITE` and `OUTSIDE` among them.
        facts: values from outside that can be compared: the day, how many tables were read.
    """

    value: Any
    tables: frozenset[str]
    facts: dict[Callable[[], object], object]


class Remembered:
    """See the module text. For one thread."""

    def __init__(self) -> None:
        self._made: dict[Hashable, _Made] = {}
        self._noting: list[tuple[set[str], dict[Callable[[], object], object]]] = []

    def note(self, table: str) -> None:
        """Note that what is being made looks at a table."""
        if self._noting:
            self._noting[-1][0].add(table)

    def note_fact(self, ask: Callable[[], T]) -> T:
        """Return a value from outside, noted: what is being made stands while it is the same.

        Args:
            ask: a bound method, cheap; the value has to be equal to the one before to stand.
        """
        value = ask()
        if self._noting:
            self._noting[-1][1][ask] = value
        return value

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made under a key if it still stands, else make it."""
        known = self._made.get(key)
        if known is None or any(ask() != value for ask, value in known.facts.items()):
            tables: set[str] = set()
            facts: dict[Callable[[], object], object] = {}
            self._noting.append((tables, facts))
            try:
                value = make()
            finally:
                self._noting.pop()
            known = _Made(value, frozenset(tables), facts)
            if OUTSIDE not in tables:
                self._made[key] = known
        if self._noting:
            self._noting[-1][0].update(known.tables)
            self._noting[-1][1].update(known.facts)
        found: T = known.value
        return found

    def written(self, tables: Collection[str]) -> None:
        """Drop what looked at one of these tables."""
        changed = {EVERY_WRITE, *tables}
        self._made = {k: made for k, made in self._made.items() if not made.tables & changed}

    def clear(self) -> None:
        """Drop everything."""
        self._made.clear()
