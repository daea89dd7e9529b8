"""Encryption of a whole package for named recipients: age v1, X25519, streaming.

A package is signed, then encrypted. age does not say who sent it; the signature inside does.
"""

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.package import MAX_TOTAL_BYTES
from cfpdesk.model.statement import PackageError
from cfpdesk.store.durable import check_room, disk_full, is_disk_full, sync_file

AGE_SUFFIX = ".age"
MAX_RECIPIENTS = 20
_AGE_HEAD = b"age-encryption.org/v1\n"


def is_encrypted(path: Path) -> bool:
    """Tell whether a file begins as an age file does."""
    with path.open("rb") as stream:
        return stream.read(len(_AGE_HEAD)) == _AGE_HEAD


def encrypt_part(
    source: Path, target: Path, recipients: Iterable[str], identity: Callable[[], str]
) -> Path:
    """Write an encrypted copy under a temporary name beside `target`, synced and read back.

    Args:
        source: the signed package.
        target: what it will be called.
        recipients: `age1…` of the lead, head office's escrow and the sender.
        identity: gives the sender's secret, for reading back.

    Raises:
        UserError: if the disk is full, a recipient is not one, there are none or too many, or the
            copy does not decrypt to the source.
    """
    import pyrage

    wanted = sorted(set(recipients))
    if not 1 <= len(wanted) < MAX_RECIPIENTS:
        raise UserError(msg("An encrypted package has 1 to {n} recipients.", n=MAX_RECIPIENTS - 1))
    try:
        keys = [pyrage.x25519.Recipient.from_str(text) for text in wanted]
    except pyrage.RecipientError as error:
        raise UserError(msg("A recipient's key card holds no valid address.")) from error
    check_room(target.parent, source.stat().st_size)
    temporary = target.with_name(f".{target.name}.{os.getpid()}{AGE_SUFFIX}.part")
    try:
        with source.open("rb") as reader, temporary.open("wb") as writer:
            pyrage.encrypt_io(reader, writer, keys)
            sync_file(writer)
        _compare(temporary, source, identity())
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if is_disk_full(error):
            raise disk_full(target.parent, source.stat().st_size) from error
        raise
    return temporary


def _compare(encrypted: Path, source: Path, identity: str) -> None:
    """Read back an encrypted copy: what it decrypts to is what was encrypted."""
    import pyrage

    sink = _HashSink()
    try:
        with encrypted.open("rb") as reader:
            pyrage.decrypt_io(reader, sink, [pyrage.x25519.Identity.from_str(identity)])
        with source.open("rb") as reader:
            same = sink.digest() == hashlib.file_digest(reader, "sha256").digest()
    except (pyrage.DecryptError, OSError):
        same = False
    if not same:
        raise UserError(msg("The encrypted copy does not read back as it was written; try again."))


class _HashSink(io.RawIOBase):
    """Takes bytes in and keeps their hash only."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        self._hash.update(data)
        return len(data)

    def digest(self) -> bytes:
        return self._hash.digest()


def decrypt_file(source: Path, folder: Path, identities: Sequence[str]) -> Path:
    """Decrypt to a temporary file in `folder`; the caller deletes it.

    Args:
        source: the encrypted package.
        folder: on a disk with room for it; never more than the package limit is written.
        identities: secrets as age writes them; one of them must fit.

    Raises:
        PackageError: if the file was changed or cut off.
        UserError: if none of the identities opens it, or the disk is full.
    """
    import pyrage

    check_room(folder, source.stat().st_size)
    keys = [pyrage.x25519.Identity.from_str(text) for text in identities]
    with NamedTemporaryFile(dir=folder, prefix=".decrypt-", delete=False) as stream:
        path = Path(stream.name)
        quota = _Quota(stream.file, min(source.stat().st_size, MAX_TOTAL_BYTES))
        try:
            with source.open("rb") as reader:
                pyrage.decrypt_io(reader, quota, keys)
        except (pyrage.DecryptError, OSError) as error:
            stream.close()
            path.unlink(missing_ok=True)
            raise _why(error, source, folder) from error
    return path


def _why(error: Exception, source: Path, folder: Path) -> UserError:
    if is_disk_full(error):
        return disk_full(folder, source.stat().st_size)
    if "No matching keys" in str(error):
        return UserError(
            msg("{file} is encrypted, and your key does not open it.", file=source.name)
        )
    return PackageError(msg("{file} is encrypted and damaged.", file=source.name))


class _Quota(io.RawIOBase):
    """Passes bytes on, up to a limit: what is encrypted is never shorter than its content."""

    def __init__(self, target: IO[bytes], limit: int) -> None:
        self._target = target
        self._left = limit

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        self._left -= len(data)
        if self._left < 0:
            raise OSError("more than the limit")
        return self._target.write(data)

    def flush(self) -> None:
        if not self._target.closed:
            self._target.flush()
