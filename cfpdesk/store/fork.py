"""Two stories in one chain: the chain ends before the place where they part.

It happens innocently, when a laptop is restored from a backup or a folder is copied. Both lines at
the place are kept as evidence and carried in every later export; whatever either line went on with
is set aside, unaltered, and can be adopted under a new chain. Nothing is renumbered silently.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cfpdesk.errors import UserError
from cfpdesk.model.canonical import parse_canonical
from cfpdesk.model.journal import line_hash
from cfpdesk.model.record import JsonValue
from cfpdesk.store import names, projection
from cfpdesk.store.intake import Cursor, Intake
from cfpdesk.store.log import Chain, Log

_MAX_EVIDENCE = 100


@dataclass(frozen=True, slots=True)
class Fork:
    """Where a chain parts, and the two lines at that place."""

    replica: str
    seq: int
    one: bytes
    other: bytes


def forks(log: Log) -> tuple[Fork, ...]:
    """Return the forks that are known, by chain."""
    rows = log.conn.execute("SELECT replica, seq, one, other FROM fork ORDER BY replica")
    return tuple(Fork(r, seq, one.encode(), other.encode()) for r, seq, one, other in rows)


def evidence(log: Log) -> JsonValue:
    """Return the evidence of all forks as JSON, for `ext.forks` of every later export."""
    return [[f.replica, f.seq, f.one.decode(), f.other.decode()] for f in forks(log)]


def evidence_from(value: JsonValue) -> tuple[Fork, ...]:
    """Return the forks that a package's sheet tells of; what proves nothing is left out."""
    found = []
    for part in value[:_MAX_EVIDENCE] if isinstance(value, list) else []:
        if isinstance(part, list) and len(part) == 4 and all(isinstance(t, str) for t in part[2:]):
            fork = Fork(str(part[0]), int(str(part[1])), *(str(t).encode() for t in part[2:]))
            if _proves(fork):
                found.append(fork)
    return tuple(found)


def _proves(fork: Fork) -> bool:
    """Tell whether these are two different events of one place after the same event."""
    if fork.one == fork.other:
        return False
    try:
        one, other = parse_canonical(fork.one), parse_canonical(fork.other)
    except UserError:
        return False
    dot = f"{fork.replica}:{fork.seq}"
    return (
        isinstance(one, dict)
        and isinstance(other, dict)
        and one.get("d") == other.get("d") == dot
        and one.get("c") == other.get("c")
    )


def from_walk(log: Log, intake: Intake, lines: Iterable[bytes]) -> list[Fork]:
    """Find where the chains that the walk found forked part; reads the lines once more."""
    open_ones = {c.replica: c for c in intake.cursors.values() if c.forked}
    found: list[Fork] = []
    if not open_ones:
        return found
    at = {replica: cursor.first - 1 for replica, cursor in open_ones.items()}
    for line in lines:
        value = parse_canonical(line)
        dot = str(value.get("d", "")) if isinstance(value, dict) else ""
        replica = dot.rpartition(":")[0]
        cursor = open_ones.get(replica)
        if cursor is None:
            continue
        at[replica] += 1
        seq = at[replica]
        chain = log.chain_of(cursor.rid)
        digest = line_hash(line)
        parted = any(fork.replica == replica for fork in found)
        if not parted and log.hash_at(chain, seq) != digest.hex():
            found.append(Fork(replica, seq, next(log.lines(chain, seq, seq)), line))
            parted = True
        if parted and seq <= cursor.stored:
            cursor.cut.append((seq, digest, line))
    return found


def apply(log: Log, found: Iterable[Fork]) -> bool:
    """End the chains before their forks; tell whether anything changed, which is then rebuilt."""
    changed = False
    for fork in found:
        known = log.conn.execute("SELECT seq FROM fork WHERE replica=?", (fork.replica,)).fetchone()
        if known and known[0] <= fork.seq:
            continue
        one, other = sorted((fork.one, fork.other))
        log.conn.execute(
            "INSERT OR REPLACE INTO fork VALUES(?,?,?,?)",
            (fork.replica, fork.seq, one.decode(), other.decode()),
        )
        chain = log.add_chain(fork.replica)
        chain.state = "forked"
        _cut(log, chain, fork.seq)
        changed = True
    if changed:
        names.rebuild(log)
        projection.rebuild(log)
    return changed


def keep_cut(log: Log, cursors: Iterable[Cursor]) -> None:
    """Keep the lines that a fork cuts off, so that they can be adopted."""
    for cursor in cursors:
        limit = log.conn.execute(
            "SELECT seq FROM fork WHERE replica=?", (cursor.replica,)
        ).fetchone()
        if limit:
            _set_aside(log, cursor.replica, [cut for cut in cursor.cut if cut[0] >= limit[0]])


def _cut(log: Log, chain: Chain, seq: int) -> None:
    if chain.max_seq >= seq:
        lines = list(log.lines(chain, seq))
        _set_aside(
            log,
            chain.replica,
            [(seq + n, line_hash(line), line) for n, line in enumerate(lines)],
        )
        log.conn.execute("DELETE FROM event WHERE rid=? AND seq>=?", (chain.rid, seq))
        chain.head = bytes.fromhex(log.hash_at(chain, seq - 1))
        chain.max_seq = seq - 1
    log.save_chain(chain)


def _set_aside(log: Log, replica: str, lines: Iterable[tuple[int, bytes, bytes]]) -> None:
    log.conn.executemany(
        "INSERT OR IGNORE INTO set_aside VALUES(?,?,?,?)",
        [(replica, seq, digest, line) for seq, digest, line in lines],
    )
