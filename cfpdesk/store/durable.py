"""Files that are there whole or not at all, also after the power was lost."""

import errno
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg

_WINDOWS = os.name == "nt"
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}  # no quota on Windows
_RESERVE = 20 * 1024 * 1024
_TRIES, _PAUSE_S = 20, 0.1


def sync_folder(folder: Path) -> None:
    """Make a folder's entries durable; Windows has no such call and needs none."""
    if _WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder, with its parents, so that it is still there after the power was lost."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in reversed(missing):
        sync_folder(made.parent)


def sync_file(stream: BinaryIO) -> None:
    """Make a writable file's bytes durable."""
    stream.flush()
    os.fsync(stream.fileno())


def forget_cache(path: Path) -> None:
    """Ask the system to read a file from the drive next time, where it can be asked."""
    if hasattr(os, "posix_fadvise"):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)


def put_in_place(source: Path, target: Path) -> None:
    """Rename a finished file or folder to its name and make the name durable.

    Raises:
        OSError: if it cannot be renamed; then everything is where it was.
    """
    _patiently(lambda: source.replace(target))
    sync_folder(target.parent)


def remove(path: Path) -> None:
    """Remove a file, if it is there.

    Raises:
        OSError: if it cannot be removed.
    """
    _patiently(lambda: path.unlink(missing_ok=True))


def _patiently(do: Callable[[], object]) -> None:
    """Rename or remove; on Windows again for two seconds while somebody has the file open.

    There neither goes while another program reads the file, or one in the folder: a virus scanner
    or an index looks at what was just written.
    """
    for _again in range(_TRIES - 1 if _WINDOWS else 0):
        with suppress(PermissionError):
            do()
            return
        time.sleep(_PAUSE_S)
    do()


def write_file(target: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a small file: temporary name, fsync, rename, fsync of the folder.

    Raises:
        UserError: if the disk is full.
        OSError: if the folder cannot be written.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            sync_file(stream)
        put_in_place(temporary, target)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if is_disk_full(error):
            raise disk_full(target.parent, len(data)) from error
        raise


def check_room(folder: Path, needed: int) -> None:
    """Refuse to begin what will not fit.

    Args:
        folder: a folder on the disk in question.
        needed: bytes that will be written.

    Raises:
        UserError: saying how much is missing.
    """
    if shutil.disk_usage(folder).free < needed + _RESERVE:
        raise disk_full(folder, needed)


def is_disk_full(error: BaseException) -> bool:
    """Tell whether an error means that the disk, or what a person may use of it, is full."""
    return isinstance(error, OSError) and error.errno in _FULL


def disk_full(folder: Path, needed: int) -> UserError:
    """Return the error that says how much room is missing in a folder."""
    missing = max(needed + _RESERVE - shutil.disk_usage(folder).free, _RESERVE)
    return UserError(
        msg(
            "The disk of {folder} is full: {missing} MB more are needed. "
            "Free some room or choose another drive.",
            folder=str(folder),
            missing=-(-missing // 1_000_000),
        )
    )
