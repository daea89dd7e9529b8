"""Copying a file to another drive so that it is known to have arrived."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.store.durable import check_room, put_in_place, sync_file

_CHUNK = 1 << 20


def copy_read_back(
    source: Path, target: Path, tell: Callable[[int, int, Message], object] | None = None
) -> None:
    """Write a copy of a file to another place; it has its name only once it was read back.

    Raises:
        UserError: if there is no room, or what was read back differs.
        OSError: if a file cannot be read or written.
    """
    total = source.stat().st_size
    check_room(target.parent, total)
    part = target.with_name(f".{target.name}.part")
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        if tell is not None:
            tell(done, 3 * total, msg("Copying"))

    try:
        with source.open("rb") as reader, part.open("wb") as writer:
            while chunk := reader.read(_CHUNK):
                writer.write(chunk)
                step(len(chunk))
            sync_file(writer)
        if _sha256(source, step) != _sha256(part, step):
            raise UserError(msg("The copy differs from the package; use another drive."))
        put_in_place(part, target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _sha256(path: Path, step: Callable[[int], object]) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            step(len(chunk))
    return digest.hexdigest()
