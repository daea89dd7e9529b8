"""From an open engagement to a signed package, in three steps.

    plan = plan_export(session, PackageKind.AUDITOR)       # the session's thread: what, up to where
    staged = stage_export(plan, target, signer, now, tell) # any thread: written, signed, read back
    written = finish_export(session, staged)               # the session's thread: noted, then named

What is in the package is fixed by the plan; work may go on meanwhile. The export is noted in the
database before the file gets its name, so a number is never given twice; one that was noted and
never named shows as a gap, which receivers accept.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.countersignature import Countersignature
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.journal import next_hlc
from cfpdesk.model.package import ChainHead, PackageKind
from cfpdesk.model.record import JsonValue
from cfpdesk.model.statement import ZEROS
from cfpdesk.store import database, fork
from cfpdesk.store.attestations import attestation, newest_attestations
from cfpdesk.store.export_writing import ExportPlan, StagedExport, stage_export
from cfpdesk.store.identity import Signer
from cfpdesk.store.log import Chain
from cfpdesk.store.package_content import Tell
from cfpdesk.store.package_file import Signing, WrittenPackage, countersign
from cfpdesk.store.package_reader import read_package
from cfpdesk.store.session import Session
from cfpdesk.store.trust_list import kept_trust
from cfpdesk.store.trust_state import adopt_trust, current_trust, is_lead

__all__ = [
    "ExportPlan",
    "StagedExport",
    "countersign_package",
    "countersigned",
    "default_kind",
    "export_package",
    "finish_export",
    "note_countersignature",
    "plan_export",
    "stage_export",
]

EXPORTED = "exported"
REVIEWED = "I received and reviewed this package"


def default_kind(session: Session) -> PackageKind:
    """Return what the person here hands on: a lead the merged visit, an auditor their part."""
    return PackageKind.CONSOLIDATED if is_lead(session) else PackageKind.AUDITOR


def plan_export(
    session: Session,
    kind: PackageKind,
    *,
    omit: frozenset[str] = frozenset(),
    reports: Mapping[str, bytes] | None = None,
    receipt_for: Mapping[str, str] | None = None,
    unfinished: bool = False,
) -> ExportPlan:
    """Fix what a package will hold.

    Args:
        session: the engagement; writable.
        kind: what it is for.
        omit: SHA-256 of files that the receiver has acknowledged.
        reports: documents to go with it, by file name; lower-case ASCII.
        receipt_for: for a receipt: the roots that were taken in, each with the SHA-256 of our
            countersignature's statement, or an empty text.
        unfinished: something still blocks, and the package shall say so.

    Raises:
        UserError: if the engagement has no id yet, or only a lead may make this kind.
    """
    actor = session.check_writable()
    engagement = session.find(Engagement)
    if not engagement.engagement_id:
        raise UserError(msg("Prepare the engagement first: it has no number to be known by."))
    if kind is not PackageKind.AUDITOR and not is_lead(session):
        raise UserError(msg("Only the team leader can make this package."))
    replica = session.own_chain()
    heads = {chain.replica: _head(chain) for chain in session.log.chains()}
    wanted = {
        chain.replica for chain in session.log.chains() if _belongs(chain, kind, actor.key_sha256)
    }
    seq, prev_root = _last_export(session, replica)
    forks = fork.evidence(session.log)
    ext: dict[str, JsonValue] = {"forks": forks} if forks else {}
    if unfinished:
        ext["unfinished"] = True
    if receipt_for:
        ext["receipt"] = dict(receipt_for)
    return ExportPlan(
        database=session.database,
        folder=session.folder,
        kind=kind,
        engagement_id=engagement.engagement_id,
        engagement_root=session.log.meta("engagement_root", ZEROS),
        replica=replica,
        key_sha256=actor.key_sha256,
        seq=seq + 1,
        prev_root=prev_root,
        hlc=next_hlc(session.log.meta("hlc"), session.now()),
        chains={name: head for name, head in heads.items() if name in wanted},
        knows=heads,
        kept_trust=kept_trust(session.folder),
        trust=current_trust(session) if kind is PackageKind.KIT else None,
        attestations=_attestations(session, kind, replica, receipt_for or {}),
        omit=omit,
        reports=dict(reports or {}),
        ext=ext,
    )


def finish_export(session: Session, staged: StagedExport) -> WrittenPackage:
    """Note an export, so that undo does not cross it, and give the file its name.

    Raises:
        UserError: if another export of this engagement was noted meanwhile; the file is removed.
    """
    plan, written = staged.plan, staged.written
    if _last_export(session, plan.replica) != (plan.seq - 1, plan.prev_root):
        staged.discard()
        raise UserError(msg("Another package was exported meanwhile; export again."))
    if staged.trust_file is not None:
        adopt_trust(session, staged.trust_file)
    log = session.log
    with database.transaction(session.connection):
        log.conn.execute(
            "INSERT INTO package VALUES(?,?,?,?,?,?,?,?)",
            (
                bytes.fromhex(written.root),
                plan.replica,
                plan.seq,
                bytes.fromhex(plan.prev_root),
                plan.key_sha256,
                session.now().isoformat(),
                EXPORTED,
                str(written.path),
            ),
        )
        own = plan.chains.get(plan.replica)
        if own is not None:
            log.set_meta(f"exported:{plan.replica}", str(own.seq))
        if plan.kind is PackageKind.KIT:
            log.set_meta(f"kit:{written.root}", plan.replica)
            if log.meta("engagement_root", ZEROS) == ZEROS:
                log.set_meta("engagement_root", written.root)
    return staged.commit()


def export_package(
    session: Session,
    target: Path,
    signer: Signer,
    kind: PackageKind | None = None,
    *,
    recipients: tuple[str, ...] = (),
    omit: frozenset[str] = frozenset(),
    unfinished: bool = False,
    tell: Tell | None = None,
) -> WrittenPackage:
    """Plan, write and finish an export in one go, for commands without a window.

    Args:
        session: the engagement; writable.
        target: the file; with recipients its name gets `.age` added if it has not.
        signer: the key of the session's actor.
        kind: by default what the person here hands on.
        recipients: `age1…` of whom it is encrypted for; the sender is added.
        omit: SHA-256 of files that the receiver has acknowledged.
        unfinished: the package says that something still blocks.
        tell: told how far it is; may raise to stop.

    Raises:
        UserError: as the three steps.
    """
    plan = plan_export(session, kind or default_kind(session), omit=omit, unfinished=unfinished)
    staged = stage_export(plan, target, signer, session.now(), recipients=recipients, tell=tell)
    return finish_export(session, staged)


def _belongs(chain: Chain, kind: PackageKind, key_sha256: str) -> bool:
    """Tell whether a chain goes into the package: all of them, or those of the writer's key."""
    if kind is PackageKind.CONSOLIDATED:
        return True
    return kind is not PackageKind.RECEIPT and chain.key_sha256 == key_sha256


def _head(chain: Chain) -> ChainHead:
    return ChainHead(chain.max_seq, chain.head.hex())


def _last_export(session: Session, replica: str) -> tuple[int, str]:
    """Return number and root of a replica's last export; 0 and zeros before the first."""
    found = session.connection.execute(
        "SELECT seq, root FROM package WHERE replica=? AND verdict=? ORDER BY seq DESC LIMIT 1",
        (replica, EXPORTED),
    ).fetchone()
    return (found[0], found[1].hex()) if found else (0, ZEROS)


def _attestations(
    session: Session, kind: PackageKind, replica: str, receipt_for: Mapping[str, str]
) -> dict[str, dict[str, bytes]]:
    if kind is PackageKind.RECEIPT:
        found = {root: attestation(session.folder, root) for root in receipt_for}
        return {root: files for root, files in found.items() if files}
    if kind is PackageKind.CONSOLIDATED:
        return newest_attestations(session.folder, without=[replica])
    return {}


def countersign_package(session: Session, path: Path, signer: Signer, role: str) -> WrittenPackage:
    """Add the actor's signature to a package file and keep what was signed in the journal.

    Args:
        session: the engagement; writable.
        path: the package; it is replaced by the countersigned copy, its root stays.
        signer: the key of the session's actor.
        role: lead or reviewer.

    Raises:
        PackageError: if the package is not valid or has its 20 signatures.
        UserError: if the passphrase is wrong or the disk full.
    """
    written = countersign(path, path, Signing(signer, role, REVIEWED, session.now()))
    with read_package(path) as package:
        name = package.manifest.package_id
    note_countersignature(session, written, name, role)
    return written


def note_countersignature(
    session: Session, written: WrittenPackage, package_id: str, role: str
) -> None:
    """Keep in the journal what was countersigned: no file can show a signature taken away.

    Raises:
        UserError: if nothing can be written now, and why.
    """
    name = msg("Countersign {package}", package=package_id)
    with session.transact(name, reason=REVIEWED) as change:
        change.put(
            Countersignature(
                root=written.root,
                statement_sha256=written.statement_sha256,
                package_id=package_id,
                role=role,
                signed_at=change.now,
            )
        )


def countersigned(session: Session, roots: Iterable[str]) -> dict[str, str]:
    """Return our statement's SHA-256 for each of these roots, or an empty text: for a receipt."""
    signed = {part.root: part.statement_sha256 for part in session.all(Countersignature)}
    return {root: signed.get(root, "") for root in roots}
