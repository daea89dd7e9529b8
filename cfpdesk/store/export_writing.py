"""Writes what an export plan fixes: events, files, trust list and proofs, signed and read back.

Needs no session and may run on any thread: it reads the database on a connection of its own, and
only events that stood when the plan was made.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from tempfile import NamedTemporaryFile
from typing import Any

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.journal import SCHEMA
from cfpdesk.model.package import ChainHead, Manifest, PackageKind
from cfpdesk.model.record import JsonValue
from cfpdesk.model.statement import ZEROS
from cfpdesk.model.trust import TrustList
from cfpdesk.store import database
from cfpdesk.store.durable import put_in_place
from cfpdesk.store.encryption import AGE_SUFFIX, encrypt_part
from cfpdesk.store.evidence_folder import EvidenceFolder
from cfpdesk.store.identity import Signer
from cfpdesk.store.log import Chain, Log
from cfpdesk.store.package_content import Tell
from cfpdesk.store.package_file import Member, Signing, WrittenPackage, stage_package
from cfpdesk.store.package_signatures import AUTHOR_ROLE
from cfpdesk.store.trust_file import TRUST_NAME, trust_sha256
from cfpdesk.store.trust_list import sign_trust

_MEANING = {
    PackageKind.KIT: "This is the prepared engagement",
    PackageKind.AUDITOR: "This is my part of the visit",
    PackageKind.CONSOLIDATED: "This is the merged visit",
    PackageKind.RECEIPT: "I received and took in the packages named here",
}


@dataclass(frozen=True, kw_only=True)
class ExportPlan:
    """What a package will hold, fixed at one moment.

    Attributes:
        chains: the chains to write, each up to this head.
        kept_trust: the signed trust list that is in force, with its bytes.
        trust: for a kit: the list to send, newly signed if it differs from the kept one.
        attestations: files by root.
    """

    database: Path
    folder: Path
    kind: PackageKind
    engagement_id: str
    engagement_root: str
    replica: str
    key_sha256: str
    seq: int
    prev_root: str
    hlc: str
    chains: Mapping[str, ChainHead]
    knows: Mapping[str, ChainHead]
    kept_trust: tuple[TrustList, bytes] | None
    trust: TrustList | None = None
    attestations: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    omit: frozenset[str] = frozenset()
    reports: Mapping[str, bytes] = field(default_factory=dict)
    ext: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StagedExport:
    """A package that is written and read back, but neither noted nor named yet.

    Attributes:
        temporary: the file as it lies there.
        trust_file: a trust list that was signed with it and comes into force with it.
    """

    plan: ExportPlan
    temporary: Path
    written: WrittenPackage
    trust_file: bytes | None

    def commit(self) -> WrittenPackage:
        """Give the file its name; durable on return."""
        put_in_place(self.temporary, self.written.path)
        return self.written

    def discard(self) -> None:
        """Remove the file."""
        with suppress(OSError):
            self.temporary.unlink(missing_ok=True)


def stage_export(
    plan: ExportPlan,
    target: Path,
    signer: Signer,
    now: datetime,
    *,
    recipients: tuple[str, ...] = (),
    tell: Tell | None = None,
) -> StagedExport:
    """Write, sign and read back a package under a temporary name.

    Raises:
        UserError: if the key is another than the plan's, the passphrase wrong, the disk full, a
            stored file missing or damaged, or the read-back differs.
    """
    if signer.key_sha256 != plan.key_sha256:
        raise UserError(msg("The key is not that of the person who opened the engagement."))
    signer.unlock()
    trust_file = _trust_file(plan, signer, now)
    with closing(database.connect(plan.database, read_only=True)) as conn:
        events = _spool_events(plan, Log(conn))
        try:
            found = _Contents(plan, Log(conn), trust_file)
            members = [Member.of_file("events.jsonl", events), *found.members]
            manifest = _manifest(plan, found, trust_file, signer, now)
            signing = Signing(signer, AUTHOR_ROLE[plan.kind], _MEANING[plan.kind], now)
            staged = stage_package(target, manifest, members, signing, tell)
        finally:
            events.unlink(missing_ok=True)
    fresh = plan.kept_trust is None or trust_file != plan.kept_trust[1]
    new_trust = trust_file if plan.kind is PackageKind.KIT and fresh else None
    if not recipients:
        return StagedExport(plan, staged.temporary, staged.written, new_trust)
    try:
        everybody = (*recipients, signer.card.age_recipient)
        encrypted = encrypt_part(staged.temporary, target, everybody, signer.age_identity)
    finally:
        staged.discard()
    name = target if target.suffix == AGE_SUFFIX else target.with_name(target.name + AGE_SUFFIX)
    written = WrittenPackage(
        name, staged.written.root, encrypted.stat().st_size, staged.written.statement_sha256
    )
    return StagedExport(plan, encrypted, written, new_trust)


class _Contents:
    """Files and figures of a package, as the events to be written name them."""

    def __init__(self, plan: ExportPlan, log: Log, trust_file: bytes | None) -> None:
        named = named_blobs(log, plan.chains)
        evidence = EvidenceFolder(plan.folder)
        self.omitted = tuple(sorted(named & plan.omit))
        here = sorted(sha256 for sha256 in named - plan.omit if evidence.has(sha256))
        self.missing = sorted(named - plan.omit - set(here))
        blobs = [Member.of_file(f"blobs/{name}", evidence.path(name), name) for name in here]
        self.blobs_included = len(blobs)
        self.blobs_bytes = sum(blob.size for blob in blobs)
        self.members = [
            *blobs,
            *(Member.of_bytes(f"report/{name}", data) for name, data in plan.reports.items()),
            *(
                Member.of_bytes(f"attestations/{root}/{name}", data)
                for root, files in plan.attestations.items()
                for name, data in files.items()
            ),
        ]
        if plan.kind is PackageKind.KIT and trust_file is not None:
            self.members.append(Member.of_bytes(TRUST_NAME, trust_file))
        self.counts = _counts(plan, log)


def _manifest(
    plan: ExportPlan, found: _Contents, trust_file: bytes | None, signer: Signer, now: datetime
) -> Manifest:
    version, sha256 = 0, ZEROS
    if trust_file is not None:
        version, sha256 = _version(plan), trust_sha256(trust_file)
    missing: dict[str, JsonValue] = {}
    if found.missing:
        missing["missing_blobs"] = [*found.missing]
    return Manifest(
        kind=plan.kind,
        engagement_id=plan.engagement_id,
        engagement_root=plan.engagement_root,
        replica=plan.replica,
        person=signer.card.person,
        key_sha256=plan.key_sha256,
        seq=plan.seq,
        prev_root=plan.prev_root,
        created_at=now,
        created_hlc=plan.hlc,
        schema_version=SCHEMA,
        app_version=_app_version(),
        chains=plan.chains,
        counts=found.counts,
        blobs_included=found.blobs_included,
        blobs_bytes=found.blobs_bytes,
        omitted=found.omitted,
        knows=plan.knows,
        trust_version=version,
        trust_sha256=sha256,
        attestations=tuple(sorted(plan.attestations)),
        ext={**plan.ext, **missing},
    )


def _trust_file(plan: ExportPlan, signer: Signer, now: datetime) -> bytes | None:
    """Return the trust list to name: the kept one, or for a kit a newer one, signed now."""
    kept = plan.kept_trust
    if plan.trust is None or (kept is not None and plan.trust.version == kept[0].version):
        return kept[1] if kept else None
    return sign_trust(plan.trust, signer, now)


def _version(plan: ExportPlan) -> int:
    if plan.trust is not None:
        return plan.trust.version
    return plan.kept_trust[0].version if plan.kept_trust else 0


def _lines(plan: ExportPlan, log: Log) -> Iterator[bytes]:
    for replica, head in sorted(plan.chains.items()):
        yield from log.lines(_chain(log, replica), 1, head.seq)


def _chain(log: Log, replica: str) -> Chain:
    chain = log.chain(replica)
    assert chain is not None  # noqa: S101 - the plan names stored chains only
    return chain


def _spool_events(plan: ExportPlan, log: Log) -> Path:
    """Write the lines to a temporary file: their size is needed before they are packed."""
    with NamedTemporaryFile(dir=plan.folder, prefix=".events-", delete=False) as stream:
        path = Path(stream.name)
        try:
            stream.writelines(line + b"\n" for line in _lines(plan, log))
        except BaseException:
            stream.close()  # Windows removes no file that is open
            path.unlink(missing_ok=True)
            raise
    return path


def named_blobs(log: Log, chains: Mapping[str, ChainHead]) -> set[str]:
    """Return the SHA-256 of every file that events name, set-aside ones among them.

    Args:
        log: the journal.
        chains: stored chains, each up to where it is looked at.
    """
    found: set[str] = set()
    for replica, head in chains.items():
        rows = log.conn.execute(
            "SELECT value FROM event WHERE rid=? AND seq<=? AND instr(value, '\"sha256\"')",
            (_chain(log, replica).rid, head.seq),
        )
        for (value,) in rows:
            found |= set(_blobs_in(json.loads(value)))
    return found


def _blobs_in(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _blobs_in(part)
    elif isinstance(value, dict):
        if set(value) == {"mime", "name", "sha256", "size"}:
            yield str(value["sha256"])
        for part in value.values():
            yield from _blobs_in(part)


def _counts(plan: ExportPlan, log: Log) -> dict[str, int]:
    """Return how many rows of each table the chains write."""
    if not plan.chains:
        return {}
    rids = [_chain(log, replica).rid for replica in plan.chains]
    return _count_rows(log.conn, rids)


def _count_rows(conn: Connection, rids: list[int]) -> dict[str, int]:
    rows = conn.execute(
        "SELECT tbl, count(*) FROM (SELECT DISTINCT c.tbl, c.row FROM event e"
        " JOIN cell c ON c.cid=e.cid WHERE e.rid IN (SELECT value FROM json_each(?))"
        " AND substr(c.tbl,1,1)<>'_') GROUP BY tbl",
        (json.dumps(rids),),
    )
    return dict(rows.fetchall())


def _app_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("cfpdesk")
    except PackageNotFoundError:  # run from a tree that was never installed
        return "0"
