"""What many tests begin from: made once in a process, and copied for each of them.

    at = copy_of("papers", tmp_path, make)    # `make(folder)` fills the folder the first time
    session = Session.open(tmp_path / "engagement", actor, clock)

A copy has its own files and its own notes in the home folder, so tests change it as they like.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from cfpdesk.i18n import current_language
from cfpdesk.store.home import home_folder

T = TypeVar("T")
_MADE: dict[tuple[str, str], tuple[Path, Any]] = {}


def copy_of(name: str, folder: Path, make: Callable[[Path], T]) -> T:
    """Fill a folder, and the home folder, with what `make` leaves there; return what it returned.

    Args:
        name: what is made; with the language it is made in, it says what is the same.
        folder: where the copy goes.
        make: closes all sessions it opens.
    """
    key = (name, current_language())
    if key not in _MADE:
        place = Path(tempfile.mkdtemp(prefix="cfpdesk-kept-"))
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        result = make(place / "folder")
        shutil.copytree(home_folder(), place / "home")
        _MADE[key] = (place, result)
    place, returned = _MADE[key]
    shutil.copytree(place / "folder", folder, dirs_exist_ok=True)
    shutil.copytree(place / "home", home_folder(), dirs_exist_ok=True)
    made: T = returned
    return made
