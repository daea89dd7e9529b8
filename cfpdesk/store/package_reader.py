"""Reading a package: nothing of it is used before all of it was checked.

The order of the checks, cheap ones first: the zip is the canonical one; one base directory with
exactly the files a package has; `tagmanifest` lists the four tag files, `manifest` every file
under `data/`; each signature holds over its statement, and the statement names the tagmanifest
and all files of the signers before; then every byte is hashed once and compared.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Self

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.newer_package import newer_sheet
from cfpdesk.model.package import (
    MAX_JSON_BYTES,
    MAX_LIST_BYTES,
    Manifest,
    PackageKind,
    package_root,
    parse_manifest,
)
from cfpdesk.model.statement import MAX_STATEMENT_BYTES, PackageError, parse_checksums
from cfpdesk.model.trust import Trust, TrustList
from cfpdesk.store.bag import Bag, bag_of
from cfpdesk.store.canonical_zip import ZipReader
from cfpdesk.store.durable import check_room
from cfpdesk.store.encryption import decrypt_file, is_encrypted
from cfpdesk.store.newer_package import NewerPackageError, read_newer
from cfpdesk.store.package_content import EntryStream, Tell, event_lines, hash_contents
from cfpdesk.store.package_signatures import (
    TAG_FILES,
    TAGMANIFEST,
    Attestation,
    PackageSigner,
    parse_tagmanifest,
    read_attestations,
    read_signatures,
)
from cfpdesk.store.trust_file import trust_sha256
from cfpdesk.store.trust_list import read_trust

BAGIT_TXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
EVENTS, TRUST = "data/events.jsonl", "data/trust.json"

_BLOB = re.compile(r"data/blobs/([0-9a-f]{64})")
_ATTESTATION = "data/attestations/"
_REPORT = "data/report/"


def bag_info(manifest: Manifest, payload: int, files: int) -> bytes:
    """Return `bag-info.txt`; it follows from the sheet and the payload's size."""
    lines = (
        f"Bagging-Date: {manifest.created_at:%Y-%m-%d}",
        f"External-Identifier: {manifest.package_id}",
        f"Payload-Oxum: {payload}.{files}",
    )
    return ("\n".join(lines) + "\n").encode("ascii")


class VerifiedPackage:
    """A package of which every byte was checked; keeps the file open until `close`.

    Attributes:
        manifest: the sheet `package.json`.
        root: the package's identity.
        signers: the author first, then the countersigners.
        attestations: proofs of other packages, in a lead's package.
        trust: what the trust list says of the author.
        trust_file: the bytes of `data/trust.json`, if it has one; signed by a lead on it.
        hashes: SHA-256 by name of every file under `data/`.
    """

    def __init__(
        self,
        bag: Bag,
        manifest: Manifest,
        signers: tuple[PackageSigner, ...],
        attestations: tuple[Attestation, ...],
        hashes: Mapping[str, str],
        trust_file: bytes | None,
    ) -> None:
        self._bag = bag
        self._temporary: Path | None = None
        self.manifest = manifest
        self.signers = signers
        self.attestations = attestations
        self.hashes = hashes
        self.trust_file = trust_file
        self.tagmanifest = bag.read(TAGMANIFEST, MAX_JSON_BYTES)
        self.root = package_root(self.tagmanifest)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The file that was read; a temporary one if the package was encrypted."""
        return self._bag.archive.path

    @property
    def zip(self) -> ZipReader:
        """The zip itself."""
        return self._bag.archive

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self._bag.archive.size

    @property
    def trust(self) -> Trust:
        """What the trust list says of the author's key."""
        return self.signers[0].trust

    @property
    def blob_names(self) -> tuple[str, ...]:
        """SHA-256 of every blob contained, in order."""
        return tuple(match[1] for match in map(_BLOB.fullmatch, self.hashes) if match)

    def close(self) -> None:
        """Let go of the file; a temporary one is deleted."""
        self._bag.archive.close()
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)

    def delete_at_close(self) -> None:
        """Delete the file when it is closed: it is a decrypted copy."""
        self._temporary = self.path

    def event_lines(self) -> Iterator[bytes]:
        """Yield the event lines in file order, without their ends.

        Raises:
            PackageError: at the end, if the file changed since it was checked; whoever writes
                what was yielded must be able to take it back.
        """
        entry = self._bag.archive.by_name[f"{self._bag.base}/{EVENTS}"]
        return event_lines(self._bag.archive, entry, self.hashes[EVENTS])

    def open_blob(self, sha256: str) -> BinaryIO:
        """Return a stream of one blob; whoever stores it hashes it while copying.

        Raises:
            KeyError: if the package does not contain it.
        """
        return self._open(f"data/blobs/{sha256}")

    def tag_file(self, name: str) -> bytes:
        """Return a small file of the bag, such as `signatures/01-auditor.stmt`."""
        return self._bag.read(name, MAX_LIST_BYTES)

    def attestation_files(self) -> dict[str, bytes]:
        """Return what proves this package's chains in a lead's package, by name."""
        names = ("package.json", *self.signers[0].files, TAGMANIFEST)
        return {name: self.tag_file(name) for name in names}

    def inner_attestation_files(self, root: str) -> dict[str, bytes]:
        """Return the files of an attestation that this package carries."""
        folder = f"{_ATTESTATION}{root}/"
        return {name.removeprefix(folder): self.tag_file(name) for name in self._bag.under(folder)}

    def _open(self, name: str) -> BinaryIO:
        entry = self._bag.archive.by_name[f"{self._bag.base}/{name}"]
        return BufferedReader(EntryStream(self._bag.archive, entry))


def read_package(
    path: Path,
    trust: TrustList | None = None,
    tell: Tell | None = None,
    room_in: Path | None = None,
) -> VerifiedPackage:
    """Check a package completely and return it; the caller closes it.

    Args:
        path: the file, not encrypted (see `open_package`).
        trust: the list to judge the signers by.
        tell: told the bytes done; may raise to stop.
        room_in: a folder that has to have room for the contents.

    Raises:
        PackageError: naming the file and what is wrong with it.
        NewerPackageError: if it is valid and of a newer version; it says what is known of it.
        UserError: if there is no room.
        OSError: if the file cannot be read.
    """
    try:
        archive = ZipReader(path)
        try:
            if room_in is not None:
                check_room(room_in, archive.size)
            return _verify(archive, trust, tell)
        except BaseException:
            archive.close()
            raise
    except PackageError as error:
        raise PackageError(
            msg("The package {file} is refused: {why}", file=path.name, why=error.message)
        ) from error


def open_package(
    path: Path,
    trust: TrustList | None = None,
    *,
    identities: Callable[[], Sequence[str]] | None = None,
    scratch: Path,
    tell: Tell | None = None,
    room_in: Path | None = None,
) -> VerifiedPackage:
    """Check a package that may be encrypted.

    Args:
        path: the file.
        trust: the list to judge the signers by.
        identities: gives the secrets to try if it is encrypted; may ask for a passphrase.
        scratch: folder for the decrypted copy, which is deleted at `close`.
        tell: told the bytes done; may raise to stop.
        room_in: a folder that has to have room for the contents.

    Raises:
        UserError: if it is encrypted and no identity opens it; and as `read_package`.
    """
    if not is_encrypted(path):
        return read_package(path, trust, tell, room_in)
    if identities is None:
        raise UserError(
            msg("{file} is encrypted, and there is no key here to open it.", file=path.name)
        )
    clear = decrypt_file(path, scratch, identities())
    try:
        package = read_package(clear, trust, tell, room_in)
    except BaseException:
        clear.unlink(missing_ok=True)
        raise
    package.delete_at_close()
    return package


def _verify(archive: ZipReader, trust: TrustList | None, tell: Tell | None) -> VerifiedPackage:
    bag = bag_of(archive)
    sheet = bag.read("package.json", MAX_JSON_BYTES)
    newer = newer_sheet(sheet)
    if newer is not None:
        raise NewerPackageError(read_newer(bag, newer, trust, tell))
    _check_names(bag)
    tag_hashes = parse_tagmanifest(bag.read(TAGMANIFEST, MAX_JSON_BYTES))
    manifest = parse_manifest(sheet)
    if manifest.package_id != bag.base:
        raise PackageError(msg("The package's folder is not called as package.json says."))
    signers = read_signatures(bag.read, bag.under("signatures/"), manifest, trust)
    hashes = _payload_hashes(bag)
    expected = {f"{bag.base}/{name}": sha256 for name, sha256 in (tag_hashes | hashes).items()}
    sizes = [archive.by_name[f"{bag.base}/{name}"].size for name in hashes]
    if bag.read("bagit.txt", MAX_STATEMENT_BYTES) != BAGIT_TXT or bag.read(
        "bag-info.txt", MAX_STATEMENT_BYTES
    ) != bag_info(manifest, sum(sizes), len(sizes)):
        raise PackageError(msg("bagit.txt or bag-info.txt does not fit the contents."))
    hash_contents(archive, expected, tell)
    _check_blobs(bag, manifest, hashes)
    attestations = read_attestations(bag.read, bag.under(_ATTESTATION), manifest, trust)
    trust_file = _trust_file(bag, manifest)
    package = VerifiedPackage(bag, manifest, signers, attestations, hashes, trust_file)
    for _line in package.event_lines():
        pass
    return package


def _check_names(bag: Bag) -> None:
    known = {*TAG_FILES, TAGMANIFEST}
    for name in bag.names:
        if name not in known and not name.startswith(("data/", "signatures/")):
            raise PackageError(msg("{name} does not belong in a package.", name=name))


def _payload_hashes(bag: Bag) -> dict[str, str]:
    """Return the SHA-256 of each file under `data/`, which are exactly the manifest's."""
    try:
        lines = parse_checksums(bag.read("manifest-sha256.txt", MAX_LIST_BYTES))
    except ValueError:
        raise PackageError(
            msg("{name} is not in its one form.", name="manifest-sha256.txt")
        ) from None
    payload = bag.under("data/")
    if tuple(name for _, name in lines) != payload:
        raise PackageError(msg("The files under data/ are not those of the manifest."))
    for sha256, name in lines:
        match = _BLOB.fullmatch(name)
        known = name in (EVENTS, TRUST) or name.startswith((_ATTESTATION, _REPORT))
        if not known and (match is None or match[1] != sha256):
            raise PackageError(msg("{name} does not belong in a package.", name=name))
    if EVENTS not in payload:
        raise PackageError(msg("{name} is missing in the package.", name=EVENTS))
    return {name: sha256 for sha256, name in lines}


def _check_blobs(bag: Bag, manifest: Manifest, hashes: Mapping[str, str]) -> None:
    blobs = [name for name in hashes if _BLOB.fullmatch(name)]
    size = sum(bag.archive.by_name[f"{bag.base}/{name}"].size for name in blobs)
    if (len(blobs), size) != (manifest.blobs_included, manifest.blobs_bytes):
        raise PackageError(msg("The package holds other files than package.json says."))


def _trust_file(bag: Bag, manifest: Manifest) -> bytes | None:
    if TRUST not in bag.names:
        if manifest.kind is PackageKind.KIT:
            raise PackageError(msg("{name} is missing in the package.", name=TRUST))
        return None
    data = bag.read(TRUST, MAX_JSON_BYTES)
    trust = read_trust(data)
    named = (manifest.trust_version, manifest.trust_sha256, manifest.engagement_id)
    if (trust.version, trust_sha256(data), trust.engagement_id) != named:
        raise PackageError(msg("The trust list is not the one that package.json names."))
    return data
