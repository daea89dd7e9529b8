"""Opening a kit: from the lead's package to an engagement folder of one's own."""

import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.journal import Actor, Clock
from cfpdesk.model.package import PackageKind
from cfpdesk.model.statement import PackageError
from cfpdesk.store import authority, database
from cfpdesk.store.attestations import keep_attestations
from cfpdesk.store.durable import put_in_place
from cfpdesk.store.merge import merge_package
from cfpdesk.store.package_content import Tell
from cfpdesk.store.package_reader import VerifiedPackage, read_package
from cfpdesk.store.session import Session
from cfpdesk.store.trust_list import keep_trust, read_trust


@dataclass(frozen=True, slots=True)
class KitAuthor:
    """Who made a kit, as the kit itself says; to be compared by the fingerprint."""

    name: str
    key_sha256: str


def kit_author(path: Path) -> KitAuthor:
    """Return who says to have made a kit.

    Raises:
        PackageError: if the file is no valid kit.
    """
    with read_package(path) as package:
        trust = read_trust(_trust_file(package))
        key = package.manifest.key_sha256
        return KitAuthor(trust.name_of(key), key)


def open_kit(
    path: Path,
    folder: Path,
    actor: Actor,
    clock: Clock,
    *,
    lead_key_sha256: str,
    tell: Tell | None = None,
) -> Session:
    """Make an engagement folder from a kit; it appears whole or not at all.

    The folder gets the kit's events and files, its trust list, and a new chain for the actor.

    Args:
        path: the kit.
        folder: must not exist or be empty.
        actor: who will work in it.
        clock: device time.
        lead_key_sha256: the fingerprint that the person compared with the lead's.
        tell: told how far it is; may raise to stop.

    Raises:
        PackageError: if the kit is not valid.
        UserError: if it is of another lead than the fingerprint says, or the folder is taken.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UserError(msg("The folder {folder} is not empty.", folder=str(folder)))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with read_package(path, tell=tell, room_in=folder.parent) as package:
        trust_file = _trust_file(package)
        lead = package.manifest.key_sha256
        if lead != lead_key_sha256:
            raise UserError(msg("The fingerprint is not that of the person who made this kit."))
        temporary = folder.with_name(f".{folder.name}.{uuid.uuid4().hex[:8]}")
        try:
            with Session.create(temporary, actor, clock) as session:
                _fill(session, package, trust_file, tell)
            if folder.exists():
                folder.rmdir()
            put_in_place(temporary, folder)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
    return Session.open(folder, actor, clock)


def _fill(session: Session, package: VerifiedPackage, trust_file: bytes, tell: Tell | None) -> None:
    keep_trust(session.folder, trust_file)
    merge_package(
        session.folder, package, session.now(), path=str(package.path), tell=tell, keep_backup=False
    )
    keep_attestations(session.folder, package)
    session.forget()
    with database.transaction(session.connection):
        authority.sync(session.log, session.folder)
        root = package.manifest.engagement_root
        first = package.root if root == "0" * 64 else root
        session.log.set_meta("engagement_root", first)


def _trust_file(package: VerifiedPackage) -> bytes:
    """Return the kit's trust list; its author must be a lead on it."""
    data = package.trust_file
    if package.manifest.kind is not PackageKind.KIT or data is None:
        raise PackageError(msg("{file} is a package, but no kit.", file=package.path.name))
    if not read_trust(data).has_role(package.manifest.key_sha256, "lead"):
        raise PackageError(msg("The kit was not made by a lead of its trust list."))
    return data
