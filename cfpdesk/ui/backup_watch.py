"""Backups while one works: every ten minutes, at each change of page, on the button.

One copy goes into the engagement's own folder. A second goes to the place a person chose, a USB
stick as a rule; the foot of the rail says when, in amber that it is late or the stick is out, and
in red that there was no second copy for an hour.
"""

import contextlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, msg
from cfpdesk.store import backup, database
from cfpdesk.ui.backup_place import BackupPlace
from cfpdesk.ui.pools import Worker

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow

EVERY_MS = 10 * 60 * 1000
LATE = timedelta(minutes=30)
VERY_LATE = timedelta(minutes=60)
OUT = "backup-out"


def _copy(source: Path, targets: Sequence[Path], now: datetime) -> Exception | None:
    """Make the copies on a connection of its own; return what went wrong last."""
    problem: Exception | None = None
    with contextlib.closing(database.connect(source, read_only=True)) as conn:
        for target in targets:
            try:
                target.mkdir(parents=True, exist_ok=True)
                backup.make(conn, target, now, "time")
            except (UserError, OSError) as error:
                problem = error
    return problem


class BackupWatch(QObject):
    """Makes the backups and keeps the foot of the rail true."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.window = window
        self.second = BackupPlace(window.desk.settings)
        self._worker, self._looker = Worker(), Worker()
        self._looking = False
        self._said = False
        self._page = ""
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.make)
        self._timer.start()
        window.services |= {"backup": self.open, "backup_state": self.show, "close": self.wait}
        self.show()

    # Where ------------------------------------------------------------------------------------

    @property
    def place(self) -> Path | None:
        """The place of the second copy, as chosen."""
        return self.second.path

    def choose_place(self) -> None:
        """Ask where the second copy goes, and make one there."""
        folder = self.window.desk.open_folder(
            msg("Where the second copy goes, such as a USB stick")
        )
        if folder is not None:
            self.second.choose(folder)
            self.make(say=True)

    def target(self) -> Path | None:
        """Return the engagement's folder at the second place; None if it is out."""
        here = self.second.here()
        return here / "cfpdesk" / self.window.desk.session.folder.name if here else None

    def _look(self) -> None:
        if not self._looking:
            self._looking = True
            self._looker.start(self, self.second.find, self._found)

    def _found(self, place: Path | None) -> None:
        self._looking = False
        if place is not None and self.window.desk.is_open:
            self.second.moved(place)
            self.make()

    # Making -----------------------------------------------------------------------------------

    def make(self, *, say: bool = False) -> None:
        """Make the copies, off the window's thread."""
        desk = self.window.desk
        if not desk.is_open or desk.session.read_only:
            return
        second = self.target()
        targets = [desk.session.folder] + ([second] if second is not None else [])
        self._said = say
        work = partial(_copy, desk.session.database, targets, desk.now())
        self._worker.start(self, work, self._done)

    def _done(self, problem: Exception | None) -> None:
        if problem is not None:
            words = problem.message if isinstance(problem, UserError) else None
            text = words or msg("The backup could not be written.")
            self.window.desk.banner("backup", text, msg("Try again"), lambda: self.make(say=True))
        else:
            self.window.desk.drop_banner("backup")
            if self._said:
                self.window.desk.say(msg("Backed up"))
        self.show()

    def wait(self) -> None:
        """Wait for a copy under way; before the engagement is closed."""
        self._worker.wait()

    # Showing ----------------------------------------------------------------------------------

    def last(self) -> datetime | None:
        """Return when the last copy was made, at the second place where one was chosen."""
        target = self.target()
        if target is None and self.place is not None:
            kept = self.window.desk.settings.text(self._second_at)
            return datetime.fromisoformat(kept) if kept else None
        found = backup.backups(target or self.window.desk.session.folder)
        if target is not None and found:  # said when the stick is out
            self.window.desk.settings.put(self._second_at, found[0].at.isoformat())
        return found[0].at if found else None

    @property
    def _second_at(self) -> str:
        return f"backup_second/{self.window.desk.session.folder}"

    def show(self) -> None:
        """Show target and last time at the foot of the rail."""
        desk = self.window.desk
        if not desk.is_open:
            return
        if self._page != self.window.current_noun:
            self._page = self.window.current_noun
            self._at_page_change()
        at = self.last()
        out = self.place is not None and self.target() is None
        if out:
            self._look()
        word, token = self._standing(at, out=out)
        self.window.rail.show_backup(word, f"{at.astimezone():%H:%M}" if at else "", token)
        if out and token == "bad":
            sentence = msg("The place of the second copy is out, and there is none of this hour.")
            desk.banner(OUT, sentence, msg("Another place…"), self.choose_place)
        else:
            desk.drop_banner(OUT)

    def _standing(self, at: datetime | None, *, out: bool) -> tuple[str, str]:
        """Return word and colour: red only where there was no second copy for an hour."""
        since = self.window.desk.now() - at if at else None
        very_late = self.place is not None and (since is None or since > VERY_LATE)
        if out:
            return _("USB stick is out"), "bad" if very_late else "warn"
        if since is None or since < LATE:
            return (_("USB backup") if self.place is not None else _("Backup")), "ok"
        late = _("{n} min without backup").format(n=int(since.total_seconds() // 60))
        return late, "bad" if very_late else "warn"

    def _at_page_change(self) -> None:
        at = backup.backups(self.window.desk.session.folder)
        saved = self.window.desk.session.saved_at
        if saved is not None and (not at or at[0].at < saved.replace(microsecond=0)):
            self.make()

    def open(self) -> None:
        """Open the list of backups."""
        from cfpdesk.ui.backup_popover import BackupPopover

        if self.window.desk.is_open:
            made = BackupPopover(self)
            made.open_centred()
