"""Copying a file to another drive so that it is known to have arrived."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.store.durable import (
    check_room,
    disk_full,
    forget_cache,
    is_disk_full,
    put_in_place,
    sync_file,
)

Tell = Callable[[int, int, Message], object]
_CHUNK = 1 << 20


def copy_read_back(source: Path, target: Path, tell: Tell | None = None) -> None:
    """Write a copy of a file to another place; it has its name only once it was read back.

    Raises:
        UserError: as `copy_beside`.
    """
    temporary = copy_beside(source, target, tell)
    try:
        put_in_place(temporary, target)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise gone(target.parent) from error


def copy_beside(source: Path, target: Path, tell: Tell | None = None) -> Path:
    """Write a copy beside its target, under a temporary name, and read it back from the drive.

    Args:
        source: the file; it stays as it is.
        target: where the copy belongs; its folder has to be there.
        tell: told (done, total, what) in bytes, writing and reading back; may raise to stop.

    Raises:
        UserError: if there is no room, the drive is gone or refuses, or what was read back differs
            (the copy is then called `.bad`).
    """
    total = source.stat().st_size
    part = target.with_name(f".{target.name}.part")
    try:
        check_room(target.parent, total)
        wanted = _write(source, part, _teller(tell, 0, 2 * total, msg("Copying")))
        forget_cache(part)
        found = _sha256(part, _teller(tell, total, 2 * total, msg("Reading back")))
        _compare(wanted, found, part, target)
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if is_disk_full(error):
            raise disk_full(target.parent, total) from error
        if isinstance(error, OSError):
            raise gone(target.parent) from error
        raise
    return part


def _compare(wanted: str, found: str, part: Path, target: Path) -> None:
    """Set a copy aside that is not what was written."""
    if found == wanted:
        return
    bad = target.with_name(f"{target.name}.bad")
    put_in_place(part, bad)
    raise UserError(
        msg(
            "What was read back differs from the package. It is called {file} now; "
            "use another drive.",
            file=bad.name,
        )
    )


def gone(folder: Path) -> UserError:
    """Return the error for a drive that takes nothing any more."""
    return UserError(
        msg(
            "{folder} takes nothing any more. Put the drive in again, or choose another place.",
            folder=str(folder),
        )
    )


def _teller(tell: Tell | None, before: int, total: int, what: Message) -> Callable[[int], None]:
    done = before

    def step(count: int) -> None:
        nonlocal done
        done += count
        if tell is not None:
            tell(done, total, what)

    return step


def _write(source: Path, part: Path, step: Callable[[int], None]) -> str:
    """Copy the bytes durably and return their SHA-256."""
    digest = hashlib.sha256()
    with source.open("rb") as reader, part.open("wb") as writer:
        while chunk := reader.read(_CHUNK):
            writer.write(chunk)
            digest.update(chunk)
            step(len(chunk))
        sync_file(writer)
    return digest.hexdigest()


def _sha256(path: Path, step: Callable[[int], None]) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            step(len(chunk))
    return digest.hexdigest()
