"""Reads the whole journal again: does every chain hold, and did a clock go back?

On a connection of its own, so that a job may do it while the window works.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cfpdesk.model.journal import Kind, line_hash
from cfpdesk.store import database
from cfpdesk.store.log import Chain, Log

_TELL_EVERY = 2000


@dataclass(frozen=True, slots=True)
class JournalCheck:
    """What was found.

    Attributes:
        events: lines read.
        broken: replicas whose chain does not hold.
        backwards_s: by how many seconds a writer's clock went back at most between two
            operations of one chain; the order follows the numbers all the same.
    """

    events: int
    broken: tuple[str, ...]
    backwards_s: int


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What was found in one chain.

    Attributes:
        events: lines read.
        changed: number of the first entry that is not as it was written; 0 for none.
        ends: the last line is the one the chain is known to end with.
    """

    events: int
    changed: int
    ends: bool

    @property
    def holds(self) -> bool:
        """Whether the chain is as it was written."""
        return not self.changed and self.ends


def check_journal(path: Path, tell: Callable[[int], object] | None = None) -> JournalCheck:
    """Hash every line of every chain again.

    Args:
        path: the database file.
        tell: told the lines done; may raise to stop.

    Raises:
        UserError: if the database is damaged.
    """
    conn = database.connect(path, read_only=True)
    try:
        log = Log(conn)
        done = 0

        def step(count: int) -> None:
            nonlocal done
            done += count
            if tell is not None and count:
                tell(done)

        chains = log.chains()
        broken = [c.replica for c in chains if not check_chain(log, c, step).holds]
        backwards = max((_backwards(log, chain) for chain in chains), default=0.0)
        return JournalCheck(done, tuple(broken), int(backwards))
    finally:
        conn.close()


def check_chain(
    log: Log, chain: Chain, step: Callable[[int], object] = lambda _count: None
) -> ChainCheck:
    """Hash every line of one chain again.

    Args:
        log: the journal.
        chain: of it.
        step: told how many lines were read, a few thousand at a time and at the end; may raise.
    """
    stored = log.conn.execute("SELECT seq, hash FROM event WHERE rid=? ORDER BY seq", (chain.rid,))
    changed, events, told, last = 0, 0, 0, bytes(32)
    for line, (seq, digest) in zip(log.lines(chain), stored, strict=True):
        events += 1
        last = line_hash(line)
        if not changed and (seq != events or last != digest):
            changed = events
        if events % _TELL_EVERY == 0:
            step(_TELL_EVERY)
            told = events
    step(events - told)
    ends = events == chain.max_seq and (not events or last == chain.head)
    return ChainCheck(events, changed, ends)


def _backwards(log: Log, chain: Chain) -> float:
    """Return by how many seconds the clock of a chain's writer went back at most."""
    rows = log.conn.execute(
        "SELECT value FROM event WHERE rid=? AND kind=? ORDER BY seq", (chain.rid, Kind.ACTION)
    )
    latest: datetime | None = None
    worst = 0.0
    for (value,) in rows:
        try:
            at = datetime.fromisoformat(str(json.loads(value).get("at", "")))
        except (AttributeError, ValueError):
            continue
        if at.tzinfo is None:
            continue
        if latest is not None and at < latest:
            worst = max(worst, (latest - at).total_seconds())
        latest = max(latest or at, at)
    return worst
