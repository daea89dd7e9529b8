"""Where an engagement may be worked in: a local disk that nobody copies meanwhile.

A network drive or stick loses writes; what copies a folder to the internet holds its files, and
gives them away. Found by the type of the mount on Linux, by the kind of drive on Windows, and as
well as can be told on macOS. An engagement that lies elsewhere is copied first.
"""

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.store import database
from cfpdesk.store.durable import check_room, put_in_place
from cfpdesk.store.evidence_folder import EvidenceFolder

_NETWORK = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "afs",
        "ncpfs",
        "davfs",
        "webdav",
        "ceph",
        "glusterfs",
        "lustre",
        "vboxsf",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs2",
        "fuse.gvfsd-fuse",
        "fuse.s3fs",
        "fuse.glusterfs",
    }
)
_ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Variables in which OneDrive says where it keeps files; a company's Documents often lie there."""
_STICK_FORMATS = frozenset({"msdos", "exfat"})
_DRIVE_REMOVABLE, _DRIVE_REMOTE = 2, 4


class NotForWorkError(UserError):
    """An engagement lies on a drive that is not fit for work; offer `copy_engagement`."""


def check_place(folder: Path) -> None:
    """Refuse a folder on a network drive or a removable medium, or one copied to the internet.

    Raises:
        NotForWorkError: saying which of these.
    """
    if service := synced_by(folder):
        raise NotForWorkError(
            msg(
                "{service} copies this folder to the internet while you work. Copy it to a folder "
                "that stays on this computer first.",
                service=service,
            )
        )
    kind = drive_kind(folder)
    if kind == "network":
        raise NotForWorkError(
            msg(
                "The folder lies on a network drive, where edits can be lost. Copy it to this "
                "computer first."
            )
        )
    if kind == "removable":
        raise NotForWorkError(
            msg(
                "The folder lies on a stick or card that can be pulled out. Copy it to this "
                "computer first."
            )
        )


def synced_by(folder: Path) -> str:
    """Return which service copies a folder to the internet; empty where none is known to."""
    place = folder.resolve()
    kept = [os.environ[name] for name in _ONEDRIVE if os.environ.get(name)]
    if any(place.is_relative_to(Path(each).resolve()) for each in kept):
        return "OneDrive"
    icloud = Path.home() / "Library" / "Mobile Documents"
    return "iCloud" if place.is_relative_to(icloud) else ""


def drive_kind(folder: Path) -> str:
    """Return `local`, `network` or `removable`; `local` where it cannot be told."""
    folder = _existing(folder)
    if os.name == "nt":
        return _windows(folder)
    if Path("/sbin/mount").exists() and not Path("/proc").exists():
        return _macos(folder)
    return linux_kind(folder, Path("/proc/self/mountinfo"), Path("/sys/dev/block"))


def _existing(folder: Path) -> Path:
    folder = folder.resolve()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def linux_kind(folder: Path, mounts: Path, devices: Path) -> str:
    """Tell the kind of drive by the tables of a Linux kernel."""
    device = folder.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "local"
    for line in lines:
        words, _, tail = line.partition(" - ")
        if words.split()[2:3] == [number] and tail.split()[:1] and tail.split()[0] in _NETWORK:
            return "network"
    block = (devices / number).resolve()
    for place in (block, block.parent):  # a partition has the mark at its disk
        try:
            if (place / "removable").read_text().strip() == "1":
                return "removable"
        except OSError:
            continue
    return "local"


def _windows(folder: Path) -> str:
    if folder.anchor.startswith("\\\\"):
        return "network"
    if sys.platform == "win32":
        import ctypes

        kind = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)
        return {_DRIVE_REMOTE: "network", _DRIVE_REMOVABLE: "removable"}.get(kind, "local")
    return "local"


def _macos(folder: Path) -> str:
    import subprocess

    try:
        done = subprocess.run(
            ["/sbin/mount"], capture_output=True, text=True, check=True, timeout=5
        )
    except (OSError, subprocess.SubprocessError):
        return "local"
    best, kind = "", ""
    for line in done.stdout.splitlines():
        _, _, rest = line.partition(" on ")
        point, _, options = rest.rpartition(" (")
        if folder.is_relative_to(point or "//") and len(point) > len(best):
            best, kind = point, options.partition(",")[0]
    if kind in _NETWORK:
        return "network"
    return "removable" if kind in _STICK_FORMATS and best.startswith("/Volumes/") else "local"


def copy_engagement(source: Path, target: Path, *, for_work: bool = True) -> None:
    """Copy an engagement to another folder, database and originals; the source stays as it is.

    Args:
        source: the engagement; it may be open.
        target: the folder of the copy.
        for_work: the copy will be worked in, and so has to lie on a local disk.

    Raises:
        UserError: if the target holds one already, there is no room, or the source is damaged.
    """
    if for_work:
        check_place(target)
    if (target / database.DATABASE).exists():
        raise UserError(msg("There is already an engagement in {folder}.", folder=str(target)))
    originals = source / "store"
    files = sorted(originals.iterdir()) if originals.is_dir() else []
    target.mkdir(parents=True, exist_ok=True)
    check_room(target, sum(path.stat().st_size for path in files))
    evidence = EvidenceFolder(target)
    evidence.prepare()
    for path in files:
        if not path.name.startswith("."):
            evidence.keep(path)
    for path in source.glob("trust.json"):
        shutil.copyfile(path, target / path.name)
    with closing(database.connect(source / database.DATABASE, read_only=True)) as conn:
        database.version_of(conn)
        copied = target / f"{database.DATABASE}.part"
        with closing(sqlite3.connect(copied, isolation_level=None)) as copy:
            copy.execute("PRAGMA synchronous=FULL")
            conn.backup(copy)
            if not database.is_whole(copy):
                raise database.damaged(copied)
    put_in_place(copied, target / database.DATABASE)
