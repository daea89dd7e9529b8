"""Original files, kept by content: `store/<sha256>`, never changed and never deleted by us.

A file is written under a temporary name in the same folder, flushed, fsynced, renamed, and the
folder fsynced, before the row that speaks of it commits. So no committed row lacks its file.
"""

import hashlib
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.record import Blob
from cfpdesk.store.durable import (
    disk_full,
    is_disk_full,
    put_in_place,
    sync_file,
    sync_folder,
)

_CHUNK = 1 << 20
_PART = ".part"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was written: its hash (hex), size in bytes and CRC-32."""

    sha256: str
    size: int
    crc32: int


class EvidenceFolder:
    """The originals of one engagement, and previews made of them."""

    def __init__(self, engagement: Path) -> None:
        self._engagement = engagement
        self.folder = engagement / "store"
        self.previews = engagement / "previews"
        self.to_check = engagement / "to-check"

    def prepare(self) -> None:
        """Make the folders; their names are durable on return."""
        for folder in (self.folder, self.previews):
            folder.mkdir(parents=True, exist_ok=True)
        sync_folder(self._engagement)

    def path(self, blob: Blob | str) -> Path:
        """Return where an original lies, whether it is there or not."""
        sha256 = blob if isinstance(blob, str) else blob.sha256
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise UserError(msg("A file is named by something that is no SHA-256."))
        return self.folder / sha256

    def has(self, blob: Blob | str) -> bool:
        """Tell whether an original is here."""
        return self.path(blob).is_file()

    def read(self, blob: Blob | str) -> bytes:
        """Return an original's bytes.

        Raises:
            UserError: if it is not here, or its bytes are no longer those of its name.
        """
        path = self.path(blob)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise UserError(msg("The original file is not on this computer.")) from error
        if hashlib.sha256(data).hexdigest() != path.name:
            raise UserError(msg("An original file was changed on the disk; do not rely on it."))
        return data

    def keep(self, source: Path | bytes) -> Kept:
        """Keep a file's or some bytes' content; durable on return.

        Raises:
            UserError: if the source cannot be read or the disk is full.
        """
        if isinstance(source, bytes):
            return self._write(iter((source,)), len(source))
        try:
            with source.open("rb") as stream:
                return self.keep_stream(stream, source.stat().st_size)
        except OSError as error:
            if is_disk_full(error):
                raise disk_full(self.folder, 0) from error
            raise UserError(
                msg("{name} cannot be read. Is the card or stick still in?", name=source.name)
            ) from error

    def keep_stream(self, stream: BinaryIO, size: int = 0) -> Kept:
        """Keep what a stream yields; durable on return."""
        return self._write(iter(lambda: stream.read(_CHUNK), b""), size)

    def _write(self, parts: Iterator[bytes], size: int) -> Kept:
        temporary = self.folder / f".{os.urandom(8).hex()}{_PART}"
        digest, crc, length = hashlib.sha256(), 0, 0
        try:
            with temporary.open("xb") as target:
                for part in parts:
                    target.write(part)
                    digest.update(part)
                    crc = zlib.crc32(part, crc)
                    length += len(part)
                kept = Kept(digest.hexdigest(), length, crc)
                if not self.has(kept.sha256):
                    sync_file(target)
            if self.has(kept.sha256):
                temporary.unlink()
            else:
                put_in_place(temporary, self.folder / kept.sha256)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            if is_disk_full(error):
                raise disk_full(self.folder, size) from error
            raise
        return kept

    def files(self) -> frozenset[str]:
        """Return the SHA-256 names of all originals here."""
        names = (entry.name for entry in os.scandir(self.folder))
        return frozenset(name for name in names if len(name) == 64)

    def stray(self, known: frozenset[str]) -> list[Path]:
        """Return files that no row speaks of: half-written ones, and whole ones without a row."""
        entries = sorted(os.scandir(self.folder), key=lambda entry: entry.name)
        return [Path(e.path) for e in entries if e.is_file() and e.name not in known]

    def set_aside(self, path: Path) -> Path:
        """Move a stray file where a person can look at it; nothing is deleted."""
        self.to_check.mkdir(exist_ok=True)
        target = self.to_check / path.name.lstrip(".")
        number = 1
        while target.exists():
            target = self.to_check / f"{path.name.lstrip('.')}-{number}"
            number += 1
        put_in_place(path, target)
        return target


def mime_of(name: str) -> str:
    """Return the media type that a file's name says, or `application/octet-stream`."""
    import mimetypes

    return mimetypes.guess_type(name)[0] or "application/octet-stream"
