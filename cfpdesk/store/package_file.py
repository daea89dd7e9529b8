"""Writing a package: one pass over its files, signed, read back; and countersigning one.

Everything is written to a temporary file beside the target, synced, read back from the disk and
compared, and only then given its name. So a file of that name is a whole, checked package.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeAlias

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.package import Manifest, package_root
from cfpdesk.model.statement import PackageError, Statement, checksum_lines
from cfpdesk.store.canonical_zip import CHUNK, ZipWriter
from cfpdesk.store.durable import (
    check_room,
    disk_full,
    forget_cache,
    is_disk_full,
    put_in_place,
    sync_file,
)
from cfpdesk.store.hashing import BesideHash
from cfpdesk.store.keys import Signs, key_sha256, public_pem
from cfpdesk.store.package_reader import BAGIT_TXT, VerifiedPackage, bag_info, read_package
from cfpdesk.store.package_signatures import PackageSigner

Tell: TypeAlias = Callable[[int, int, Message], object]
"""Told (done, total, what); may raise to stop the work, which then leaves nothing behind."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file under `data/`.

    Attributes:
        name: below `data/`, for example `blobs/<sha256>`.
        size: its bytes.
        open: gives the stream to copy.
        sha256: where it is known already it is compared with what is copied.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    sha256: str = ""

    @staticmethod
    def of_bytes(name: str, data: bytes) -> "Member":
        """Return a member from memory."""
        return Member(name, len(data), lambda: BytesIO(data))

    @staticmethod
    def of_file(name: str, path: Path, sha256: str = "") -> "Member":
        """Return a member from a file."""
        return Member(name, path.stat().st_size, lambda: path.open("rb"), sha256)


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, in which role, with which meaning (one line of ASCII), and when."""

    signer: Signs
    role: str
    meaning: str
    now: datetime


@dataclass(frozen=True, slots=True)
class WrittenPackage:
    """What was written, after it was read back.

    Attributes:
        root: the identity of the package.
        statement_sha256: of the signer's statement; the signer keeps it, since no file can show
            that a last signature was taken away.
    """

    path: Path
    root: str
    size: int
    statement_sha256: str


@dataclass(frozen=True, slots=True)
class StagedPackage:
    """A package that is written, synced and read back, and still has its temporary name."""

    temporary: Path
    written: WrittenPackage

    def commit(self) -> WrittenPackage:
        """Give the file its name; durable on return."""
        put_in_place(self.temporary, self.written.path)
        return self.written

    def discard(self) -> None:
        """Remove the file."""
        self.temporary.unlink(missing_ok=True)


def write_package(
    target: Path,
    manifest: Manifest,
    members: Iterable[Member],
    signing: Signing,
    tell: Tell | None = None,
) -> WrittenPackage:
    """Write, sign and read back a package, and give it its name.

    Raises:
        UserError: if the disk is full, a file changed while it was packed, or what was read back
            differs (the file is then renamed to `.bad`).
    """
    return stage_package(target, manifest, members, signing, tell).commit()


def stage_package(
    target: Path,
    manifest: Manifest,
    members: Iterable[Member],
    signing: Signing,
    tell: Tell | None = None,
) -> StagedPackage:
    """Write, sign and read back a package under a temporary name beside its target.

    Raises:
        UserError: as `write_package`.
    """
    signing.signer.sign(b"")  # asks for the passphrase before hours of work, not after them
    ordered = sorted(members, key=lambda member: member.name)
    payload = sum(member.size for member in ordered)
    check_room(target.parent, payload)
    temporary = _temporary(target)
    with _Part(temporary, target, payload) as stream:
        writer = ZipWriter(stream)
        base = manifest.package_id
        info = bag_info(manifest, payload, len(ordered))
        tags = {"bag-info.txt": info, "bagit.txt": BAGIT_TXT}
        for name, data in tags.items():
            writer.add(f"{base}/{name}", data)
        hashes = _copy_members(writer, base, ordered, payload, tell)
        tags["manifest-sha256.txt"] = checksum_lines(hashes)
        tags["package.json"] = manifest.to_bytes()
        for name in ("manifest-sha256.txt", "package.json"):
            writer.add(f"{base}/{name}", tags[name])
        tagmanifest = checksum_lines((_sha256(tags[name]), name) for name in sorted(tags))
        statement = _sign(writer, base, 1, signing, tagmanifest, ())
        _finish(writer, stream, base, tagmanifest)
        root = package_root(tagmanifest)
    return _read_back(temporary, target, root, statement, tell)


def countersign(source: Path, target: Path, signing: Signing) -> WrittenPackage:
    """Write a copy of a package with one signature more; its root stays the same.

    Args:
        source: the package; fully checked first.
        target: the copy; may be the same path.
        signing: who signs, as lead or reviewer.

    Raises:
        PackageError: if the package is not valid or has its 20 signatures.
        UserError: as `write_package`.
    """
    temporary = _temporary(target)
    with read_package(source) as package:
        signing.signer.sign(b"")
        check_room(target.parent, package.size)
        base, tagmanifest = package.manifest.package_id, package.tagmanifest
        with _Part(temporary, target, package.size) as stream:
            _copy_head(package, stream)
            writer = ZipWriter(stream, [*package.zip.entries[:-1]])
            files = [
                (_sha256(package.tag_file(name)), name)
                for signer in package.signers
                for name in signer.files
            ]
            number = len(package.signers) + 1
            statement = _sign(writer, base, number, signing, tagmanifest, files)
            _finish(writer, stream, base, tagmanifest)
        root = package.root
    return _read_back(temporary, target, root, statement, None).commit()


def _copy_members(
    writer: ZipWriter, base: str, members: Sequence[Member], payload: int, tell: Tell | None
) -> list[tuple[str, str]]:
    hashes = []
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        if tell is not None:
            tell(done, 2 * payload, msg("Packing"))

    with ThreadPoolExecutor(1) as pool:
        for member in members:
            name = f"data/{member.name}"
            hasher = BesideHash(pool)
            with member.open() as stream:
                writer.copy(f"{base}/{name}", stream, member.size, hasher, step)
            sha256 = hasher.hexdigest()
            if member.sha256 and sha256 != member.sha256:
                raise UserError(
                    msg("The stored file {name} is damaged; it was not packed.", name=member.name)
                )
            hashes.append((sha256, name))
    return hashes


def _sign(
    writer: ZipWriter,
    base: str,
    number: int,
    signing: Signing,
    tagmanifest: bytes,
    earlier: Sequence[tuple[str, str]],
) -> str:
    """Write one signer's three files and return the hash of the statement."""
    public = signing.signer.public_key
    lines = ((package_root(tagmanifest), "tagmanifest-sha256.txt"), *earlier)
    text = Statement(
        signing.role, key_sha256(public), signing.now, signing.meaning, lines
    ).to_bytes()
    files = PackageSigner.file_names(number, signing.role)
    for name, data in zip(
        files, (public_pem(public), signing.signer.sign(text), text), strict=True
    ):
        writer.add(f"{base}/{name}", data)
    return _sha256(text)


def _finish(writer: ZipWriter, stream: BinaryIO, base: str, tagmanifest: bytes) -> None:
    writer.add(f"{base}/tagmanifest-sha256.txt", tagmanifest)
    writer.finish()
    sync_file(stream)


def _copy_head(package: VerifiedPackage, stream: BinaryIO) -> None:
    """Copy everything before the tagmanifest, which is the last entry."""
    left = package.zip.entries[-1].offset
    with package.path.open("rb") as source:
        while left:
            chunk = source.read(min(CHUNK, left))
            if not chunk:
                raise PackageError(msg("The file became shorter while it was being read."))
            stream.write(chunk)
            left -= len(chunk)


def _read_back(
    temporary: Path, target: Path, root: str, statement: str, tell: Tell | None
) -> StagedPackage:
    """Read from the disk what was written and compare."""
    try:
        forget_cache(temporary)
        with read_package(temporary, tell=_second_half(tell)) as package:
            same = package.root == root and package.signers[-1].statement_sha256 == statement
            why: object = msg("another content")
            size = package.size
    except PackageError as error:
        same, why = False, error.message
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if not same:
        bad = target.with_name(target.name + ".bad")
        put_in_place(temporary, bad)
        raise UserError(
            msg(
                "What was read back differs from what was written ({why}). The file is now called "
                "{file}; use another drive.",
                why=why,
                file=bad.name,
            )
        )
    return StagedPackage(temporary, WrittenPackage(target, root, size, statement))


def _second_half(tell: Tell | None) -> Tell | None:
    """Return what tells the read-back as the second half of the work."""
    if tell is None:
        return None
    return lambda done, total, _what: tell(total + done, 2 * total, msg("Reading back"))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class _Part:
    """The temporary file: kept if the work in the block ended well, else removed."""

    def __init__(self, temporary: Path, target: Path, size: int) -> None:
        self._temporary, self._target, self._size = temporary, target, size

    def __enter__(self) -> BinaryIO:
        self._stream = self._temporary.open("w+b")
        return self._stream

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: object
    ) -> None:
        with suppress(OSError):
            self._stream.close()
        if kind is not None:
            with suppress(OSError):
                self._temporary.unlink(missing_ok=True)
            if error is not None and is_disk_full(error):
                raise disk_full(self._target.parent, self._size) from error


def _temporary(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.part")
