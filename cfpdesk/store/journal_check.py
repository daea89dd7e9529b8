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
        done, broken, backwards = 0, [], 0.0
        for chain in log.chains():
            holds, done = _holds(log, chain, done, tell)
            if not holds:
                broken.append(chain.replica)
            backwards = max(backwards, _backwards(log, chain))
        return JournalCheck(done, tuple(broken), int(backwards))
    finally:
        conn.close()


def _holds(
    log: Log, chain: Chain, done: int, tell: Callable[[int], object] | None
) -> tuple[bool, int]:
    stored = log.conn.execute("SELECT seq, hash FROM event WHERE rid=? ORDER BY seq", (chain.rid,))
    holds, last = True, bytes(32)
    expected = 0
    for line, (seq, digest) in zip(log.lines(chain), stored, strict=True):
        expected += 1
        done += 1
        last = line_hash(line)
        holds = holds and seq == expected and last == digest
        if tell is not None and done % _TELL_EVERY == 0:
            tell(done)
    return holds and expected == chain.max_seq and (not expected or last == chain.head), done


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
