"""Generated histories: several people write, delete, set aside, relay; some are hostile or forked.

A history is told by a list of small numbers, so that hypothesis can shrink it. Events refer to
each other abstractly and become lines only with a clock, so that one history can be told with
other clocks (I10).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cfpdesk.model.journal import NO_HASH, Event, line_hash, name_of
from tests.store.set_model import One, SetModel, held, read

REPLICAS = ("lead", "lead2", "aa", "bb", "evil")
LEADS = {"key-lead", "key-lead2"}
KEYS = {replica: f"key-{replica}" for replica in REPLICAS}
ROWS: dict[tuple[str, str], list[tuple[str, str]]] = {
    ("t", "r0"): [],
    ("t", "r1"): [],
    ("t", "r2"): [("t", "r0")],
    ("link", "r3"): [("t", "r0"), ("t", "r1")],
    ("t", "r4"): [("t", "r2")],
}
ROW_LIST = list(ROWS)
Step = tuple[int, int, int, int]


@dataclass
class Ev:
    """An event before it has a clock; other events are meant by their number."""

    uid: int
    replica: str
    seq: int
    prev: int | None
    place: tuple[str, str, str]
    kind: str
    value: Any
    parents: list[int | str]
    seen: dict[str, int | str] = field(default_factory=dict)
    end: int | str | None = None


@dataclass
class World:
    """All that was written, and what each replica holds."""

    clock: Callable[[int], str] = lambda uid: f"{(uid + 1) << 16:016x}"
    events: list[Ev] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    views: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    stories: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for replica in REPLICAS:
            self.views[replica] = {}
        for replica in REPLICAS:
            self.write(
                replica,
                ("_action", f"begin-{replica}", ""),
                "action",
                {"key": KEYS[replica], "person": replica},
            )

    # ------------------------------------------------------------ telling

    def line(self, ev: Ev) -> bytes:
        """Return the line of an event under this world's clock."""
        value = ev.value
        if ev.seen:
            value = {"seen": {r: self._seen_name(to) for r, to in ev.seen.items()}}
        if ev.end is not None:
            value = {**value, "to": self.name(ev.end)}
        prev = NO_HASH if ev.prev is None else line_hash(self.lines[ev.prev]).hex()
        return Event(
            action="a", prev_hash=prev, replica=ev.replica, seq=ev.seq, field=ev.place[2],
            hlc=self.clock(ev.uid), kind=ev.kind,
            parents=tuple(sorted(self.name(p) for p in ev.parents)), row=ev.place[1], schema=1,
            table=ev.place[0], value=value,
        ).line()  # fmt: skip

    def name(self, to: int | str) -> str:
        """Return the name of an event, or a made-up name as it is."""
        if isinstance(to, str):
            return to
        ev = self.events[to]
        return name_of(ev.replica, ev.seq, line_hash(self.lines[to]))

    def _seen_name(self, to: int | str) -> str:
        return self.name(to).partition(":")[2]

    def retold(self, clock: Callable[[int], str]) -> World:
        """Return the same history with another clock."""
        other = World(clock)
        other.events, other.lines = [], []
        for ev in self.events:
            other.events.append(ev)
            other.lines.append(other.line(ev))
        other.views, other.stories = self.views, self.stories
        return other

    # ------------------------------------------------------------ writing

    def model(self, replica: str) -> SetModel:
        """Return what a replica makes of what it holds."""
        stories = [[self.lines[uid] for uid in story] for story in self.views[replica].values()]
        return SetModel(held(stories), KEYS, LEADS)

    def uid_of(self, replica: str, dot: tuple[str, int]) -> int:
        """Return the event at a place of a chain, as a replica holds it."""
        return self.views[replica][dot[0]][dot[1] - 1]

    def write(
        self, replica: str, place: tuple[str, str, str], kind: str, value: Any,
        parents: Sequence[int | str] = (), *, seen: dict[str, int | str] | None = None,
        end: int | str | None = None,
    ) -> int:  # fmt: skip
        """Append an event to a replica's own chain, in its own view."""
        chain = self.views[replica].setdefault(replica, [])
        uid = len(self.events)
        prev = chain[-1] if chain else None
        ev = Ev(uid, replica, len(chain) + 1, prev, place, kind, value, list(parents), seen or {},
                end)  # fmt: skip
        self.events.append(ev)
        self.lines.append(self.line(ev))
        chain.append(uid)
        return uid

    def heads(self, replica: str, place: tuple[str, str, str]) -> list[int | str]:
        """Return the standing heads of a cell as a replica sees it."""
        model = self.model(replica)
        return [self.uid_of(replica, dot) for dot in sorted(model.standing.get(place, ()))]

    def deliver(self, giver: str, taker: str) -> None:
        """Let one replica take over all chains another holds; a fork cuts to what is common."""
        for chain, story in self.views[giver].items():
            own = self.views[taker].get(chain, [])
            common = 0
            while common < min(len(own), len(story)) and own[common] == story[common]:
                common += 1
            if common in (len(own), len(story)):
                if chain != taker:
                    self.views[taker][chain] = max(own, story, key=len)[:]
            elif chain != taker:
                self.views[taker][chain] = own[:common]

    # ------------------------------------------------------------ steps

    def step(self, step: Step) -> None:
        """Do one thing; the numbers choose what, who and where."""
        op, a, b, c = step
        who = REPLICAS[a % len(REPLICAS)]
        row = ROW_LIST[b % len(ROW_LIST)]
        cell = (*row, ("x", "y")[c % 2])
        if op in (0, 1):
            self.write(who, cell, "set", f"v{c % 3}", self.heads(who, cell))
        elif op == 2:
            self._create(who, row)
        elif op == 3:
            self._delete(who, row)
        elif op == 4:
            place = (*row, "_del")
            self.write(who, place, "restore", None, self.heads(who, place))
        elif op in (5, 6):
            self.deliver(who, REPLICAS[b % len(REPLICAS)])
        elif op in (7, 8):
            self._exclude(who, b, c, "exclude" if op == 7 else "include")
        elif op == 9:
            self._resolve(who, b)
        else:
            self._odd_step(step, cell)

    def _odd_step(self, step: Step, cell: tuple[str, str, str]) -> None:
        """Do something hostile, forked, or of a newer version."""
        op, a, b, c = step
        who = REPLICAS[a % len(REPLICAS)]
        if op == 10:
            self.write("evil", cell, "set", f"w{c % 3}", [self._odd_name(b, c)])
        elif op == 11:
            self._odd_delete(cell[:2], b, c)
        elif op == 12:
            self.write(who, ("gadget", "g", "z"), "future", {"n": c % 3}, [])
        elif op == 13:
            self._fork(who, cell, c)
        elif op == 14:
            self._exclude("evil", a, c, "exclude")

    def _create(self, who: str, row: tuple[str, str]) -> None:
        place = (*row, "_new")
        value = {"key": {}, "parents": [list(parent) for parent in ROWS[row]]}
        self.write(who, place, "create", value, self.heads(who, place))

    def _delete(self, who: str, row: tuple[str, str]) -> None:
        place = (*row, "_del")
        seen: dict[str, int | str] = {r: s[-1] for r, s in self.views[who].items() if s}
        self.write(who, place, "delete", None, self.heads(who, place), seen=seen)

    def _exclude(self, who: str, b: int, c: int, kind: str) -> None:
        chains = sorted(r for r, story in self.views[who].items() if story)
        chain = chains[b % len(chains)]
        story = self.views[who][chain]
        last = max(1, len(story) - c % 4)
        first = max(1, last - (b // 8) % 3)
        place = ("_excl", f"{chain}:{first}:{last}", "")
        self.write(who, place, kind, {"from": first}, self.heads(who, place), end=story[last - 1])

    def _resolve(self, who: str, b: int) -> None:
        found = sorted(p for p in self.model(who).conflicts() if not p[0].startswith("_"))
        found = [place for place in found if not place[2].startswith("_")]
        if found:
            place = found[b % len(found)]
            self.write(who, place, "resolve", f"v{b % 3}", self.heads(who, place))

    def _odd_name(self, b: int, c: int) -> int | str:
        """Return a name that should not count: another cell's, the future's, a wrong hash."""
        kind = c % 4
        if kind == 0:
            return b % len(self.events)
        if kind == 1:
            return f"{REPLICAS[b % 5]}:{1 + b % 9}:{'0' * 32}"
        if kind == 2:
            return f"nobody:{1 + b % 3}:{'f' * 32}"
        return f"evil:{len(self.views['evil']['evil']) + 1 + b % 3}:{'1' * 32}"

    def _odd_delete(self, row: tuple[str, str], b: int, c: int) -> None:
        seen: dict[str, int | str] = {}
        for n, replica in enumerate(REPLICAS):
            if (b >> n) & 1:
                seen[replica] = f"{replica}:{1 + c % 7}:{'2' * 32}"
            elif self.views["evil"].get(replica):
                story = self.views[replica][replica]  # beyond what the writer holds
                seen[replica] = story[(c * 3) % len(story)]
        place = (*row, "_del")
        self.write("evil", place, "delete", None, [], seen=seen or {"aa": f"aa:1:{'3' * 32}"})

    def _fork(self, who: str, cell: tuple[str, str, str], c: int) -> None:
        """Let a copy of a replica write another line on, then drop the copy."""
        chain = self.views[who][who]
        kept = chain[:]
        del chain[max(1, len(chain) - c % 3) :]
        self.write(who, cell, "set", f"fork{len(self.events)}", [])
        self.stories.append(chain[:])
        chain[:] = kept

    # ------------------------------------------------------------ what is told

    def tellings(self) -> list[tuple[str, list[list[int]]]]:
        """Return packages: who signs, and the stories contained, from the start of each chain."""
        found: list[tuple[str, list[list[int]]]] = []
        for replica in REPLICAS:
            story = self.views[replica][replica]
            found.append((replica, [story]))
            if len(story) > 2:
                found.append((replica, [story[: len(story) // 2]]))
        found += [(self.events[story[0]].replica, [story]) for story in self.stories]
        for lead in ("lead", "lead2"):
            relayed = [s for _r, s in sorted(self.views[lead].items()) if s]
            found.append((lead, relayed))
        return found

    def all_lines(self) -> list[list[bytes]]:
        """Return every story that is told."""
        return [
            [self.lines[uid] for uid in story] for _who, told in self.tellings() for story in told
        ]


def tell(steps: Sequence[Step]) -> World:
    """Return the world of a history."""
    world = World()
    for step in steps:
        world.step(step)
    return world


def one(line: bytes) -> One:
    """Return the event of a line."""
    return read(line)
