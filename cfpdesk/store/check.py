"""`cfpdesk check`: every hash anew, every projection anew, every original anew."""

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cfpdesk.i18n import Message, msg
from cfpdesk.store import database, names, projection
from cfpdesk.store.evidence_folder import EvidenceFolder
from cfpdesk.store.journal_check import check_chain
from cfpdesk.store.log import Chain, Log

_COMPARED = (
    "SELECT rid, seq FROM event WHERE sup=1 ORDER BY rid, seq",
    "SELECT rid, seq, hash, cid, kind FROM missing_name ORDER BY rid, seq, hash, cid",
    "SELECT cid, heads, conflict FROM standing ORDER BY cid",
    "SELECT cid, rid, first, last FROM excluded ORDER BY cid",
    "SELECT tbl, row, state FROM life WHERE state<>'shown' ORDER BY tbl, row",
)


@dataclass(frozen=True, slots=True)
class Check:
    """What the check found.

    Attributes:
        problems: what is wrong; empty if everything holds.
        notes: what is odd without being wrong, such as names that count for nothing.
        events, chains, files: how many were checked.
    """

    problems: tuple[Message, ...]
    notes: tuple[Message, ...]
    events: int
    chains: int
    files: int


def check(log: Log, folder: Path) -> Check:
    """Check an engagement completely; nothing of it is written."""
    problems: list[Message] = []
    if log.conn.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        problems.append(msg("The database file is damaged."))
    chains = log.chains()
    problems += [found for chain in chains for found in _chain(log, chain)]
    if not problems:
        problems += _projection(log)
    files, lost = _files(log, EvidenceFolder(folder))
    problems += lost
    notes = [msg("A name that counts for nothing: {name}", name=n) for n in names.odd_names(log)]
    forked = [chain.replica for chain in chains if chain.state == "forked"]
    notes += [msg("The entries of {replica} tell two stories.", replica=r) for r in forked]
    events = sum(chain.max_seq for chain in chains)
    return Check(tuple(problems), tuple(notes), events, len(chains), files)


def _chain(log: Log, chain: Chain) -> list[Message]:
    found, replica = check_chain(log, chain), chain.replica
    if found.changed:
        return [msg("Entry {seq} of {replica} was changed.", seq=found.changed, replica=replica)]
    if not found.ends:
        return [msg("The entries of {replica} do not end where they should.", replica=replica)]
    return []


def _projection(log: Log) -> list[Message]:
    with (
        TemporaryDirectory(prefix="cfpdesk-check-") as scratch,
        closing(sqlite3.connect(Path(scratch) / "copy.db", isolation_level=None)) as conn,
    ):
        conn.execute("PRAGMA synchronous=OFF")  # thrown away at the end
        log.conn.backup(conn)
        fresh = Log(conn)
        with database.transaction(conn):
            names.rebuild(fresh)
            projection.rebuild(fresh)
        same = all(
            log.conn.execute(query).fetchall() == conn.execute(query).fetchall()
            for query in _COMPARED
        )
    return [] if same else [msg("What is shown is not what the entries say.")]


def _files(log: Log, evidence: EvidenceFolder) -> tuple[int, list[Message]]:
    rows = log.conn.execute("SELECT sha256 FROM blob WHERE state='present' ORDER BY sha256")
    names_here = [sha256.hex() for (sha256,) in rows]
    problems = []
    for name in names_here:
        digest = hashlib.sha256()
        try:
            with evidence.path(name).open("rb") as stream:
                while part := stream.read(1 << 20):
                    digest.update(part)
        except OSError:
            problems.append(msg("The original {name} is missing.", name=name[:12]))
            continue
        if digest.hexdigest() != name:
            problems.append(msg("The original {name} was changed.", name=name[:12]))
    return len(names_here), problems
