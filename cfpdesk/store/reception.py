"""Packages that arrive: checked completely, judged by the trust list, taken in or set aside.

A package that is not valid, whose author is not trusted, or that is of a newer version is never
merged; a copy lies in the engagement's `quarantine` folder with the reason, until somebody tries it
again or throws it away.
"""

import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.journal import message_from_json, message_json
from cfpdesk.model.newer_package import NewerPackage
from cfpdesk.model.package import PackageKind
from cfpdesk.model.statement import PackageError
from cfpdesk.model.trust import Trust, TrustList
from cfpdesk.store.attestations import keep_attestations
from cfpdesk.store.durable import write_file
from cfpdesk.store.intake import MergeRefusedError
from cfpdesk.store.merge import MergeResult, Tell, merge_package
from cfpdesk.store.newer_package import NewerPackageError
from cfpdesk.store.package_reader import VerifiedPackage, open_package
from cfpdesk.store.preview import MergePreview, preview_package
from cfpdesk.store.trust_list import keep_trust

QUARANTINE = "quarantine"
Secrets = Callable[[], Sequence[str]]


class UntrustedAuthorError(UserError):
    """A valid package whose author's key is unknown, not compared yet, or revoked.

    Attributes:
        trust: which of these.
        key_sha256: the author's key.
        person: as the package calls its author: a UUID.
    """

    def __init__(self, message: Message, package: VerifiedPackage) -> None:
        super().__init__(message)
        self.trust = package.trust
        self.key_sha256 = package.signers[0].key_sha256
        self.person = package.manifest.person


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A package that a receipt acknowledges; `name` is that of its author."""

    root: str
    name: str
    seq: int
    countersigned: bool


@dataclass(frozen=True, slots=True)
class Arrived:
    """A package that was checked and is looked at; nothing of it is written yet.

    Attributes:
        name: of the author, by the trust list.
        signers: how many signed it, the author among them.
        unfinished: it says that something still blocked when it was made.
        acknowledged: what a receipt acknowledges.
    """

    path: Path
    root: str
    replica: str
    key_sha256: str
    name: str
    seq: int
    kind: PackageKind
    created_at: datetime
    size: int
    signers: int
    unfinished: bool
    preview: MergePreview
    acknowledged: tuple[Acknowledged, ...] = ()

    @property
    def key(self) -> str:
        """Its key in a list."""
        return f"arrived:{self.root}"


@dataclass(frozen=True, slots=True)
class Refused:
    """A package in quarantine.

    Attributes:
        path: the copy that is kept.
        name: the file's name as it came.
        key_sha256: of the author, where the package itself is valid; else empty.
        newer: what can be said of a package of a newer version; it waits for another program.
    """

    path: Path
    name: str
    at: datetime
    reason: Message
    key_sha256: str = ""
    newer: NewerPackage | None = None

    @property
    def waits(self) -> bool:
        """Whether it is valid, and can be merged once the key is compared or the program newer."""
        return bool(self.key_sha256) or self.newer is not None


def check_author(package: VerifiedPackage) -> None:
    """Refuse a package whose author is not trusted.

    Raises:
        UntrustedAuthorError: saying why.
    """
    reasons = {
        Trust.UNKNOWN: msg("The author's key is not on the trust list."),
        Trust.UNVERIFIED: msg("The author's fingerprint has not been compared yet."),
        Trust.REVOKED: msg("The author's key was revoked before this package."),
    }
    if package.trust in reasons:
        raise UntrustedAuthorError(reasons[package.trust], package)


def look(
    folder: Path,
    path: Path,
    trust: TrustList,
    now: datetime,
    *,
    secrets: Secrets | None = None,
    tell: Tell | None = None,
) -> Arrived:
    """Check a package and say what merging it would do; nothing of the engagement is written.

    Raises:
        PackageError, UntrustedAuthorError, MergeRefusedError, NewerPackageError, UserError,
        OSError: as `receive`.
    """
    with open_package(path, trust, identities=secrets, scratch=folder, tell=tell) as package:
        check_author(package)
        sheet = package.manifest
        return Arrived(
            path=path,
            root=package.root,
            replica=sheet.replica,
            key_sha256=sheet.key_sha256,
            name=trust.name_of(sheet.key_sha256),
            seq=sheet.seq,
            kind=sheet.kind,
            created_at=sheet.created_at,
            size=path.stat().st_size,
            signers=len(package.signers),
            unfinished=bool(sheet.ext.get("unfinished")),
            preview=preview_package(folder, package, now, tell=tell),
            acknowledged=_acknowledged(package, trust),
        )


def _acknowledged(package: VerifiedPackage, trust: TrustList) -> tuple[Acknowledged, ...]:
    proofs = {part.root: part.manifest for part in package.attestations}
    found = []
    for root, mark in package.manifest.acknowledges.items():
        sheet = proofs.get(root)
        name = trust.name_of(sheet.key_sha256) if sheet else ""
        found.append(Acknowledged(root, name, sheet.seq if sheet else 0, bool(mark)))
    return tuple(found)


def receive(
    folder: Path,
    path: Path,
    trust: TrustList | None,
    now: datetime,
    *,
    secrets: Secrets | None = None,
    tell: Tell | None = None,
) -> MergeResult:
    """Check a package and take it into the engagement; on any thread, with its own connection.

    Raises:
        PackageError: if it is not valid.
        UntrustedAuthorError: if its author is not trusted.
        MergeRefusedError: if it does not fit into the journal.
        NewerPackageError: if it is of a newer version.
        UserError: if it is encrypted for somebody else, or the disk is full.
        OSError: if the file cannot be read.
    """
    with open_package(
        path, trust, identities=secrets, scratch=folder, tell=tell, room_in=folder
    ) as package:
        check_author(package)
        _take_trust(folder, package)
        result = merge_package(folder, package, now, path=path.name, tell=tell)
        keep_attestations(folder, package)
        return result


def _take_trust(folder: Path, package: VerifiedPackage) -> None:
    """Keep the trust list of a kit if it follows ours; else ours stays in force.

    The merge then lets the list in force say who is a lead.
    """
    if package.trust_file is not None:
        with suppress(PackageError):
            keep_trust(folder, package.trust_file)


def set_aside(folder: Path, path: Path, error: UserError, now: datetime) -> Refused:
    """Keep a copy of a refused package with the reason; the same file again replaces its note."""
    place = folder / QUARANTINE
    place.mkdir(exist_ok=True)
    digest = sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    kept = place / f"{digest.hexdigest()[:32]}.cfpkg"
    if not kept.exists() and path.resolve() != kept.resolve():
        shutil.copyfile(path, kept)
    name = path.name
    with suppress(OSError, ValueError, KeyError):
        if path.resolve() == kept.resolve():  # tried again from the quarantine: keep its own name
            name = str(json.loads(kept.with_suffix(".json").read_text("utf-8"))["name"])
    key = error.key_sha256 if isinstance(error, UntrustedAuthorError) else ""
    newer = error.package if isinstance(error, NewerPackageError) else None
    note = {
        "at": now.isoformat(),
        "key_sha256": key,
        "name": name,
        "newer": newer.to_json() if newer else None,
        "reason": message_json(error.message),
    }
    write_file(kept.with_suffix(".json"), json.dumps(note, ensure_ascii=False).encode())
    return Refused(kept, name, now, error.message, key, newer)


def set_aside_packages(folder: Path) -> tuple[Refused, ...]:
    """Return what lies in quarantine, the newest first."""
    place = folder / QUARANTINE
    found = []
    for note in sorted(place.glob("*.json")) if place.is_dir() else []:
        with suppress(OSError, ValueError, KeyError, TypeError):
            value = json.loads(note.read_text("utf-8"))
            newer = value.get("newer")
            found.append(
                Refused(
                    note.with_suffix(".cfpkg"),
                    str(value["name"]),
                    datetime.fromisoformat(value["at"]),
                    message_from_json(value["reason"]),
                    str(value["key_sha256"]),
                    NewerPackage.from_json(newer) if newer else None,
                )
            )
    return tuple(sorted(found, key=lambda refused: refused.at, reverse=True))


def throw_away(refused: Refused) -> None:
    """Delete a package from quarantine."""
    for path in (refused.path, refused.path.with_suffix(".json")):
        path.unlink(missing_ok=True)


REFUSALS = (PackageError, UntrustedAuthorError, MergeRefusedError, NewerPackageError)
"""What puts a package into quarantine; other errors (a full disk) leave it where it is."""
