"""The rules of the merge once more, on plain sets, slow and short: what the store must agree with.

Written from the words of the design, independent of `cfpdesk.model.merge`: ancestors are closures
over sets, the life of rows is the fixpoint as it stands there.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias

Dot: TypeAlias = tuple[str, int]
Place: TypeAlias = tuple[str, str, str]
RowId: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class One:
    """An event read from its line."""

    dot: Dot
    digest: str
    place: Place
    kind: str
    value: Any
    names: tuple[str, ...]
    hlc: str


def read(line: bytes) -> One:
    """Return the event of a line."""
    e = json.loads(line)
    replica, _, seq = e["d"].rpartition(":")
    place = (e["t"], e["r"], e["f"])
    names = tuple(e["p"])
    return One((replica, int(seq)), sha256(line).hexdigest(), place, e["k"], e["v"], names, e["h"])


def held(stories: Iterable[list[bytes]]) -> dict[Dot, One]:
    """Return the events that count of several stories of chains: each chain before its fork."""
    at: dict[Dot, set[bytes]] = {}
    for story in stories:
        for line in story:
            at.setdefault(read(line).dot, set()).add(line)
    ends: dict[str, int] = {}
    for (replica, seq), lines in at.items():
        if len(lines) > 1:
            ends[replica] = min(seq, ends.get(replica, seq))
    return {
        dot: read(next(iter(lines)))
        for dot, lines in at.items()
        if dot[1] < ends.get(dot[0], 1 << 60)
    }


class SetModel:
    """What follows from a set of events."""

    def __init__(self, events: dict[Dot, One], keys: dict[str, str], leads: set[str]) -> None:
        self.events = events
        self._keys = keys
        self._leads = leads
        self.parents = {
            dot: {n for n in map(self._named, e.names) if n and events[n].place == e.place}
            for dot, e in events.items()
        }
        self.below = {dot: self._ancestors(dot) for dot in events}
        self.cells: dict[Place, set[Dot]] = {}
        for dot, e in events.items():
            self.cells.setdefault(e.place, set()).add(dot)
        self.ranges = self._ranges()
        self.excluded = {
            (replica, seq) for replica, first, last in self.ranges for seq in range(first, last + 1)
        }
        self.standing = {place: self._standing(place) for place in self.cells}
        self.life = self._life()

    def _named(self, name: object) -> Dot | None:
        parts = name.split(":") if isinstance(name, str) else []
        if len(parts) != 3 or not parts[1].isdecimal():
            return None
        dot = (parts[0], int(parts[1]))
        return dot if dot in self.events and self.events[dot].digest[:32] == parts[2] else None

    def _ancestors(self, dot: Dot) -> set[Dot]:
        found: set[Dot] = set()
        more = set(self.parents[dot])
        while more:
            found |= more
            more = {p for d in more for p in self.parents[d]} - found
        return found

    def superseded(self) -> set[Dot]:
        """Return the events that another of their cell names."""
        return {parent for parents in self.parents.values() for parent in parents}

    def missing(self) -> dict[tuple[str, int, str, Place], int]:
        """Return names of events that are not here, and whether a parent (0) or a watch (1)."""
        found: dict[tuple[str, int, str, Place], int] = {}
        for e in self.events.values():
            for kind, names in ((0, e.names), (1, watched(e))):
                for name in names:
                    replica, seq, digest = name.split(":")
                    if (replica, int(seq)) not in self.events:
                        key = (replica, int(seq), digest, e.place)
                        found[key] = min(kind, found.get(key, kind))
        return found

    def _ranges(self) -> set[tuple[str, int, int]]:
        found = set()
        for place, dots in self.cells.items():
            if place[0] != "_excl":
                continue
            for head in self._authorised_heads(dots):
                e = self.events[head]
                end = self._named(e.value["to"])
                if e.kind == "exclude" and end:
                    found.add((end[0], e.value["from"], end[1]))
        return found

    def _authorised_heads(self, dots: set[Dot]) -> set[Dot]:
        good = {dot for dot in dots if self._authorised(self.events[dot])}
        return {d for d in good if not any(d in self.below[other] for other in good)}

    def _authorised(self, e: One) -> bool:
        if e.kind not in ("exclude", "include") or not isinstance(e.value, dict):
            return False
        parts = str(e.value.get("to")).split(":")
        first = e.value.get("from")
        if len(parts) != 3 or type(first) is not int or not 1 <= first <= int(parts[1]):
            return False
        if e.place != ("_excl", f"{parts[0]}:{first}:{parts[1]}", ""):
            return False
        return e.dot[0] == parts[0] or self._keys.get(e.dot[0]) in self._leads

    def _standing(self, place: Place) -> set[Dot]:
        if place[0] == "_excl":
            return self._authorised_heads(self.cells[place])
        good = self.cells[place] - self.excluded
        return {d for d in good if not any(d in self.below[other] for other in good)}

    def conflicts(self) -> set[Place]:
        """Return the cells in conflict."""
        found = set()
        for place, heads in self.standing.items():
            if place[2] == "_del":
                deletes = [d for d in heads if _is_delete(self.events[d].value)]
                if deletes and self.life[place[:2]] != "gone":
                    found.add(place)
            elif place[0] == "_excl":
                if len({self.events[d].kind for d in heads}) > 1:
                    found.add(place)
            elif len({json.dumps(self.events[d].value, sort_keys=True) for d in heads}) > 1:
                found.add(place)
        return found

    def _life(self) -> dict[RowId, str]:
        creates: dict[RowId, list[list[RowId]]] = {}
        for e in self.events.values():
            if e.kind == "create" and e.place[2] == "_new":
                parents = [tuple(pair) for pair in e.value["parents"]]
                creates.setdefault(e.place[:2], []).append(parents)
        rows = {p[:2] for p in self.cells if not p[0].startswith("_")}
        rows |= {parent for made in creates.values() for ps in made for parent in ps}
        children = {
            row: {r for r, made in creates.items() if any(row in ps for ps in made)} for row in rows
        }
        gone = self._gone(rows, creates, children)
        waiting: set[RowId] = {row for row in rows if row not in creates}
        while True:
            more = {
                row
                for row, made in creates.items()
                if row not in waiting and all(any(p in waiting for p in ps) for ps in made)
            }
            if not more:
                break
            waiting |= more
        life = {}
        for row in rows:
            family = _family(row, children, gone)
            stands = any(self._others(member) for member in family)
            life[row] = (
                "gone"
                if row in gone
                else "waiting"
                if row in waiting
                else "shown"
                if stands
                else "empty"
            )
        return life

    def _gone(
        self,
        rows: set[RowId],
        creates: dict[RowId, list[list[RowId]]],
        children: dict[RowId, set[RowId]],
    ) -> set[RowId]:
        gone: set[RowId] = set()
        while True:
            more = set()
            for row in rows - gone:
                heads = self.standing.get((*row, "_del"), set())
                deletes = [self.events[d] for d in heads if _is_delete(self.events[d].value)]
                seen = {dot for e in deletes for dot in self._seen(e)}
                edits = {d for member in _family(row, children, gone) for d in self._others(member)}
                made = creates.get(row, [])
                if (deletes and edits <= seen) or (
                    made and all(any(p in gone for p in ps) for ps in made)
                ):
                    more.add(row)
            if not more:
                return gone
            gone |= {min(more)}  # one at a time: the order must not matter

    def _seen(self, e: One) -> set[Dot]:
        found = set()
        for replica, text in e.value["seen"].items():
            end = self._named(f"{replica}:{text}")
            if end:
                found |= {(replica, seq) for seq in range(1, end[1] + 1)}
        return found

    def _others(self, row: RowId) -> set[Dot]:
        return {
            dot
            for place, heads in self.standing.items()
            if place[:2] == row
            for dot in heads
            if not (place[2] == "_del" and _is_delete(self.events[dot].value))
        }


def _is_delete(value: object) -> bool:
    return isinstance(value, dict) and "seen" in value


def _family(row: RowId, children: dict[RowId, set[RowId]], gone: set[RowId]) -> set[RowId]:
    found, more = {row}, {row}
    while more:
        more = {c for r in more for c in children.get(r, ()) if c not in gone} - found
        found |= more
    return found


def watched(e: One) -> list[str]:
    """Return the names an event's meaning rests on beside its parents."""
    if not isinstance(e.value, dict):
        return []
    if e.place[2] == "_del" and isinstance(e.value.get("seen"), dict):
        return [f"{replica}:{text}" for replica, text in e.value["seen"].items()]
    if e.kind in ("exclude", "include") and isinstance(e.value.get("to"), str):
        return [e.value["to"]]
    return []
