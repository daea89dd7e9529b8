"""What was recovered after the program did not end by itself; nothing after a clean end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cfpdesk.store.evidence_folder import EvidenceFolder
from cfpdesk.store.log import Log
from cfpdesk.store.operation import Operation, chain_operations

if TYPE_CHECKING:
    from cfpdesk.store.drafts import Draft

_LAST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a person should know after a lost power supply or a crash.

    Attributes:
        operations: the last minute's operations, newest first; all of them are there.
        drafts: half-typed texts that are offered again.
        moved: files without a row, moved where they can be looked at.
    """

    operations: tuple[Operation, ...]
    drafts: "tuple[Draft, ...]"
    moved: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What the start-up check found.

    Attributes:
        moved: files without a row, now in `to-check/`; nothing is deleted.
        missing: SHA-256 of files that a row speaks of and that are gone from the disk.
    """

    moved: tuple[Path, ...]
    missing: tuple[str, ...]


def check_files(log: Log, evidence: EvidenceFolder) -> FileCheck:
    """Find rows without files and files without rows, and set the latter aside."""
    evidence.prepare()
    rows = log.conn.execute("SELECT sha256, state FROM blob").fetchall()
    states = {sha256.hex(): state for sha256, state in rows}
    moved = tuple(evidence.set_aside(path) for path in evidence.stray(frozenset(states)))
    here = evidence.files()
    lost = sorted(name for name, state in states.items() if state == "present" and name not in here)
    found = sorted(name for name, state in states.items() if state != "present" and name in here)
    for state, names in (("missing", lost), ("present", found)):
        for name in names:
            log.conn.execute("UPDATE blob SET state=? WHERE sha256=?", (state, bytes.fromhex(name)))
    missing = sorted(name for name, state in states.items() if name not in here and state)
    return FileCheck(moved, tuple(missing))


def recovered(
    log: Log, marker: Mapping[str, object] | None, moved: tuple[Path, ...]
) -> Recovery | None:
    """Return what was recovered, or None after a clean end or where nothing had happened.

    Args:
        log: the journal.
        marker: what the last session noted when it began; None after a clean end.
        moved: files without a row that were found.
    """
    if marker is None:
        return None
    from cfpdesk.store import drafts

    kept = drafts.kept(log.conn)
    done = _last_minute(log, marker)
    if not (kept or done or moved):
        return None
    return Recovery(done, kept, moved)


def _last_minute(log: Log, marker: Mapping[str, object]) -> tuple[Operation, ...]:
    replica = log.meta("own_replica")
    chain = log.chain(replica) if replica else None
    if chain is None:
        return ()
    began = marker.get("seq") if marker.get("replica") == replica else 0
    first = began + 1 if isinstance(began, int) else 1
    found = [operation for _hlc, operation in chain_operations(log, chain, 50, first)]
    return tuple(o for o in found if o.at >= found[0].at - _LAST)
