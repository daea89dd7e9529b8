"""What many tests begin from: made once in a process, and copied for each of them.

    at = copy_of("papers", tmp_path, make)    # `make(folder)` fills the folder the first time
    session = Session.open(tmp_path / "engagement", actor, clock)

A copy has its own files and its own notes in the home folder, so tests change it as they like.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from cfpdesk.i18n import current_language
from cfpdesk.model.journal import Actor, Clock
from cfpdesk.steps import sample
from cfpdesk.store.home import home_folder
from cfpdesk.store.session import Session
from tests.builders import TickingClock

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


def continued(name: str, place: Path, play: Callable[[Path], Session]) -> Session:
    """Return an engagement that was played once, as if it had never been closed.

    Args:
        name: what is played.
        place: the folder above that of the engagement.
        play: plays into such a folder with a clock that ticks, and returns the open engagement.
    """

    def make(folder: Path) -> tuple[str, Actor | None, datetime, timedelta]:
        session = play(folder)
        clock = session.clock
        assert isinstance(clock, TickingClock)
        end = (session.folder.name, session.actor, clock.at, clock.step)
        session.close()
        return end

    own, actor, at, step = copy_of(name, place, make)
    clock = TickingClock(at, step)
    session = Session.open(place / own, actor, clock)
    clock.at = at  # opening looked at it
    return session


def the_sample(place: Path, actor: Actor, clock: Clock) -> Session:
    """Return the sample engagement, open in `place / "engagement"`, as it is first opened."""

    def make(folder: Path) -> None:
        with Session.create(folder / "engagement", actor, clock) as session:
            sample.prepare(session)

    copy_of(f"the sample of {actor}", place, make)
    return Session.open(place / "engagement", actor, clock)
