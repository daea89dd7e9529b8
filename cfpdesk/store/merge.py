"""Union of journals: takes a verified package in, on a connection of its own.

The steps are those of the design (package.md, merge): the package was verified completely before;
blobs are copied, then one transaction holds the events, the names, the heads, the projection and
the package's record. It never writes an event, and needs neither actor nor key.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cfpdesk.i18n import Message, msg
from cfpdesk.model.journal import TRUSTED_AHEAD, next_hlc
from cfpdesk.store import authority, backup, database, fork, projection, row_projection
from cfpdesk.store.evidence_folder import EvidenceFolder
from cfpdesk.store.intake import Intake, MergeRefusedError
from cfpdesk.store.log import Log
from cfpdesk.store.signed_package import SignedPackage, Tell
from cfpdesk.store.verdict import Verdict

__all__ = ["MergeResult", "SignedPackage", "Tell", "merge_package"]

_CACHE_KIB = 64 * 1024  # cells are named by UUIDs: each lands on another page of their index


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What a merge did.

    Attributes:
        events: events that were new.
        conflicts: cells in conflict now, in the whole engagement.
        blobs: files that were new.
        forks: chains that tell two stories, now cut before the place.
        notes: what a person should know: gaps, alarms, clocks ahead, a newer version.
    """

    root: str
    replica: str
    seq: int
    verdict: Verdict
    events: int
    conflicts: int
    blobs: int
    forks: tuple[str, ...]
    notes: tuple[Message, ...]


def merge_package(
    folder: Path,
    package: SignedPackage,
    now: datetime,
    *,
    path: str = "",
    tell: Tell | None = None,
    keep_backup: bool = True,
) -> MergeResult:
    """Take a verified package into the engagement in a folder, in one transaction.

    Args:
        folder: the engagement; the caller holds its session, which does not write meanwhile.
        package: verified completely before.
        now: device time.
        path: where the package lies, for the record.
        tell: told steps done, steps in all, and what is done; may raise to stop.
        keep_backup: make a backup first; only where there is nothing yet to lose it is left out.

    Raises:
        MergeRefusedError: if it does not fit into the journal; nothing was written.
        UserError: if the disk is full.
    """
    conn = database.connect(folder / database.DATABASE)
    try:
        conn.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
        log = Log(conn)
        known = _known(log, package)
        if known is not None:
            return known
        check_fits(log, package)
        if keep_backup:
            backup.make(conn, folder, now, "merge")
        blobs = _copy_blobs(folder, log, package, tell)
        with database.transaction(conn):
            authority.sync(log, folder)
            return _take(log, package, now, path, blobs, tell)
    finally:
        conn.close()


def take_events(log: Log, package: SignedPackage, now: datetime, tell: Tell | None) -> Intake:
    """Steps 4 to 7 inside the caller's transaction: events, names, ends, forks, projection."""
    total = sum(head.seq for head in package.manifest.chains.values())

    def told(count: int) -> None:
        if tell is not None:
            tell(count, total, msg("Merging"))

    intake = Intake(log, next_hlc("", now + TRUSTED_AHEAD))
    intake.take(package.event_lines(), told)
    intake.check_ends(package.manifest.chains)
    _check_owners(log, package, intake)
    found = fork.from_walk(log, intake, package.event_lines()) if _parted(intake) else []
    found += _told_forks(log, package)
    if not fork.apply(log, found):
        _project(log, intake)
    fork.keep_cut(log, intake.cursors.values())
    return intake


def _take(
    log: Log,
    package: SignedPackage,
    now: datetime,
    path: str,
    blobs: int,
    tell: Tell | None,
) -> MergeResult:
    sheet = package.manifest
    before = {chain.replica: chain.max_seq for chain in log.chains()}
    last = _last(log, sheet.replica)
    intake = take_events(log, package, now, tell)
    parted = tuple(sorted(c.replica for c in intake.cursors.values() if c.forked))
    notes, alarm = _sequence_notes(log, package, last)
    if intake.newer_schema:
        notes.append(msg("The package was made by a newer version; what is unknown is kept."))
    verdict = Verdict.MERGED
    if parted or alarm:
        verdict = Verdict.FORKED
        notes += [msg("The entries of {replica} tell two stories.", replica=r) for r in parted]
    elif last and sheet.seq < last[0]:
        verdict = Verdict.HISTORY
    _record(log, package, now, verdict, path)
    for chain in log.chains():
        if chain.max_seq > before.get(chain.replica, 0):
            log.conn.execute(
                "INSERT OR REPLACE INTO brought VALUES(?,?,?,?)",
                (
                    bytes.fromhex(package.root),
                    chain.replica,
                    before.get(chain.replica, 0) + 1,
                    chain.max_seq,
                ),
            )
    (conflicts,) = log.conn.execute(
        "SELECT count(*) FROM standing INDEXED BY standing_conflict WHERE conflict=1"
    ).fetchone()
    return MergeResult(
        package.root,
        sheet.replica,
        sheet.seq,
        verdict,
        intake.taken,
        conflicts,
        blobs,
        parted,
        tuple(notes),
    )


def _project(log: Log, intake: Intake) -> None:
    """Steps 6 and 7, for what the walk touched; the rest is simply shown."""
    several = _several_heads(log, intake.touched)
    rows = intake.rows | intake.unborn
    for cid in intake.ranges_touched:
        table, row, _field = log.place(cid)
        if table not in projection.JOURNAL_TABLES:
            rows.add((table, row))
    projection.project(log, several | intake.ranges_touched)
    row_projection.refresh(log, rows)


def _several_heads(log: Log, touched: set[int]) -> set[int]:
    """Return those cells with several heads, or listed as special before."""
    if not touched:
        return set()
    conn = log.conn
    conn.execute("CREATE TEMP TABLE IF NOT EXISTS touched(cid INTEGER PRIMARY KEY)")
    conn.execute("DELETE FROM touched")
    conn.executemany("INSERT INTO touched VALUES(?)", [(cid,) for cid in sorted(touched)])
    rows = conn.execute(
        "SELECT t.cid FROM touched t CROSS JOIN event e INDEXED BY event_head"
        " ON e.cid=t.cid AND e.sup=0 GROUP BY t.cid HAVING count(*)>1"
        " UNION SELECT cid FROM standing WHERE cid IN touched"
    ).fetchall()
    return {cid for (cid,) in rows}


# ---------------------------------------------------------------- checks


def _known(log: Log, package: SignedPackage) -> MergeResult | None:
    found = log.conn.execute(
        "SELECT verdict FROM package WHERE root=?", (bytes.fromhex(package.root),)
    ).fetchone()
    if found is None or found[0] == Verdict.QUARANTINED:
        return None
    (conflicts,) = log.conn.execute(
        "SELECT count(*) FROM standing INDEXED BY standing_conflict WHERE conflict=1"
    ).fetchone()
    sheet = package.manifest
    return MergeResult(
        package.root,
        sheet.replica,
        sheet.seq,
        Verdict.KNOWN,
        0,
        conflicts,
        0,
        (),
        (msg("This package was already imported."),),
    )


def check_fits(log: Log, package: SignedPackage) -> None:
    """Refuse a package of another engagement.

    Raises:
        MergeRefusedError: if it is one.
    """
    own = authority.engagement_id(log)
    if own and own != package.manifest.engagement_id:
        raise MergeRefusedError(msg("The package belongs to another engagement."))


def _check_owners(log: Log, package: SignedPackage, intake: Intake) -> None:
    """Refuse a chain of another key than the sender's, unless a lead carries it."""
    sheet = package.manifest
    leads = log.leads()
    for cursor in intake.cursors.values():
        key = log.chain_of(cursor.rid).key_sha256
        if cursor.replica == sheet.replica and key != sheet.key_sha256:
            raise MergeRefusedError(
                msg("The sender's entries were begun with another key than the one that signed.")
            )
        carried = key != sheet.key_sha256 and cursor.seq > cursor.stored
        if carried and leads and sheet.key_sha256 not in leads:
            raise MergeRefusedError(
                msg("The package carries entries of somebody else; only a lead may carry them.")
            )


def _parted(intake: Intake) -> bool:
    return any(cursor.forked for cursor in intake.cursors.values())


def _told_forks(log: Log, package: SignedPackage) -> list[fork.Fork]:
    """Return the forks the sheet proves, told by a lead or by whose chain it is."""
    sheet = package.manifest
    leads = log.leads()
    found = []
    for one in fork.evidence_from(sheet.ext.get("forks")):
        chain = log.chain(one.replica)
        owner = chain is not None and chain.key_sha256 == sheet.key_sha256
        if owner or sheet.key_sha256 in leads or not leads:
            found.append(one)
    return found


def _last(log: Log, replica: str) -> tuple[int, bytes] | None:
    found: tuple[int, bytes] | None = log.conn.execute(
        "SELECT seq, root FROM package WHERE replica=? AND verdict<>? ORDER BY seq DESC LIMIT 1",
        (replica, Verdict.QUARANTINED),
    ).fetchone()
    return found


def _sequence_notes(
    log: Log, package: SignedPackage, last: tuple[int, bytes] | None
) -> tuple[list[Message], bool]:
    """Return what the numbers of the sender's packages tell, and whether it is an alarm."""
    sheet = package.manifest
    notes: list[Message] = []
    rows = log.conn.execute(
        "SELECT seq, root FROM package WHERE replica=? AND verdict<>?",
        (sheet.replica, Verdict.QUARANTINED),
    ).fetchall()
    roots = {seq: root.hex() for seq, root in rows}
    same = roots.get(sheet.seq)
    before = roots.get(sheet.seq - 1)
    if same is not None and same != package.root:
        notes.append(msg("Another package with the number {seq} was imported.", seq=sheet.seq))
        return notes, True
    if before is not None and before != sheet.prev_root:
        notes.append(msg("The package does not follow the one imported before it."))
        return notes, True
    if last is not None and sheet.seq < last[0]:
        notes.append(msg("A later package of this sender was imported already."))
    elif sheet.seq > (last[0] if last else 0) + 1:
        notes.append(
            msg("Packages before number {seq} were not seen; nothing is missing.", seq=sheet.seq)
        )
    return notes, False


# ---------------------------------------------------------------- blobs and records


def _copy_blobs(folder: Path, log: Log, package: SignedPackage, tell: Tell | None) -> int:
    """Step 2: copy missing files; they may be left over if a later step fails, harmlessly."""
    evidence = EvidenceFolder(folder)
    evidence.prepare()
    names = package.blob_names
    copied = 0
    for done, sha256 in enumerate(names):
        if tell is not None:
            tell(done, len(names), msg("Copying files"))
        if evidence.has(sha256):
            continue
        with package.open_blob(sha256) as stream:
            kept = evidence.keep_stream(stream)
        if kept.sha256 != sha256:
            raise MergeRefusedError(msg("A file of the package changed while it was copied."))
        copied += 1
        with database.transaction(log.conn):
            log.conn.execute(
                "INSERT OR REPLACE INTO blob VALUES(?,?,?,'','present')",
                (bytes.fromhex(sha256), kept.size, kept.crc32),
            )
    return copied


def _record(log: Log, package: SignedPackage, now: datetime, verdict: Verdict, path: str) -> None:
    sheet = package.manifest
    log.conn.execute(
        "INSERT OR REPLACE INTO package VALUES(?,?,?,?,?,?,?,?)",
        (
            bytes.fromhex(package.root),
            sheet.replica,
            sheet.seq,
            bytes.fromhex(sheet.prev_root),
            sheet.key_sha256,
            now.isoformat(),
            verdict,
            path,
        ),
    )
