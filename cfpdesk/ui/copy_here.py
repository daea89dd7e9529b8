"""An engagement on a stick or a network drive: not worked on there, but copied here if wanted."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cfpdesk.i18n import msg
from cfpdesk.store.place import NotForWorkError, copy_engagement
from cfpdesk.ui.jobs import Progress

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow


def offer_copy(
    window: "MainWindow",
    folder: Path,
    target: Path,
    error: NotForWorkError,
    then: Callable[[Path], object],
) -> bool:
    """Offer to copy the engagement to `target`; `then` gets the copy's folder.

    Returns:
        Whether the person took the offer; the source stays as it is either way.
    """
    desk = window.desk
    taken = desk.ask(
        msg("Work on a copy on this computer?"),
        error.message,
        msg("Copy it here and open"),
        msg("Not now"),
    )
    if not taken:
        return False

    def work(_progress: Progress) -> Path:
        copy_engagement(folder, target)
        return target

    desk.run_job(msg("Copy {name} to this computer", name=folder.name), work, done=then)
    return True
