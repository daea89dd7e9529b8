"""The place of the second copy: chosen once, and known again where its path has changed.

A USB stick has another letter, or lies under another name, after it was in another port. So a
small file with an id is put at the place; what carries it is the place, whatever its path is now.
"""

import uuid
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from cfpdesk.store.durable import write_file
from cfpdesk.ui.settings import Settings

MARK = "this-place.txt"
_PATH, _ID, _BELOW = "backup_place", "backup_place_id", "backup_place_below"


class BackupPlace:
    """Kept in the settings of this computer; all but `find` is quick."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def path(self) -> Path | None:
        """Where it was last; None where none was chosen."""
        chosen = self._settings.text(_PATH)
        return Path(chosen) if chosen else None

    def choose(self, folder: Path) -> None:
        """Take a folder as the place, and put the id there; a place without one keeps its path."""
        root = drive_of(folder)
        below = folder.relative_to(root) if folder.is_relative_to(root) else Path()
        kept = _id_at(folder) or uuid.uuid4().hex
        with suppress(OSError):
            _mark(folder).parent.mkdir(parents=True, exist_ok=True)
            write_file(_mark(folder), kept.encode())
        self._settings.put(_PATH, str(folder))
        self._settings.put(_ID, kept if _id_at(folder) else "")
        self._settings.put(_BELOW, below.as_posix())

    def here(self) -> Path | None:
        """Return the place if it is there; another stick under the same letter is not it."""
        path, wanted = self.path, self._settings.text(_ID)
        if path is None or not path.is_dir():
            return None
        return path if not wanted or _id_at(path) == wanted else None

    def find(self) -> Path | None:
        """Look for the place on every drive; may take long where a drive does not answer."""
        wanted, below = self._settings.text(_ID), self._settings.text(_BELOW)
        if not wanted:
            return None
        places = (root / below for root in drives())
        return next((place for place in places if _id_at(place) == wanted), None)

    def moved(self, path: Path) -> None:
        """Keep where the place was found."""
        self._settings.put(_PATH, str(path))


def drive_of(folder: Path) -> Path:
    """Return the root of the drive that a folder lies on."""
    return Path(QStorageInfo(str(folder)).rootPath())


def drives() -> list[Path]:
    """Return the roots of the drives that are ready."""
    found = [volume for volume in QStorageInfo.mountedVolumes() if volume.isReady()]
    return [Path(volume.rootPath()) for volume in found]


def _mark(folder: Path) -> Path:
    return folder / "cfpdesk" / MARK


def _id_at(folder: Path) -> str:
    try:
        return _mark(folder).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
