"""From the start of the program to an engagement on the screen: key, lock, which engagement."""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from cfpdesk.errors import UserError
from cfpdesk.i18n import Language, msg, set_language
from cfpdesk.model.gate import Target
from cfpdesk.model.journal import Actor
from cfpdesk.store.home import home_folder
from cfpdesk.store.identity import PASSPHRASE_VARIABLE, Identity, glance_at_identity

if TYPE_CHECKING:
    from cfpdesk.model.engagement import Stage
    from cfpdesk.store.session import Session
    from cfpdesk.ui.main_window import MainWindow
    from cfpdesk.ui.welcome import WelcomePage

IDLE_S = 20 * 60
LOOK_MS = 20_000


class OpeningFlow(QObject):
    """Goes from page to page until an engagement is open; and locks the window when idle."""

    def __init__(self, window: "MainWindow", folder: Path | None, *, read_only: bool) -> None:
        super().__init__(window)
        self._window, self._folder, self._read_only = window, folder, read_only
        self._after_lock: Any = None
        self._demo = False
        self._active_at = time.monotonic()
        self._cursor = QCursor.pos()
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.lock_idle)
        window.services |= {"switch": self.switch, "reopen": self.reopen}

    # The row of pages -------------------------------------------------------------------------

    def start(self, *, demo: bool = False) -> None:
        """Begin: first run, or the passphrase, or the engagement at once.

        Args:
            demo: once there is a key, open the sample engagement in the folder that was given;
                it is made there the first time.
        """
        desk = self._window.desk
        self._demo = demo
        try:
            desk.identity = glance_at_identity(home_folder())
        except UserError as error:
            self.fail(error)
            return
        self._window.first_paint.done.connect(self._check_identity)
        if desk.identity is None:
            from cfpdesk.ui.first_run import FirstRunPage

            self._window.show_frame(FirstRunPage(desk, self.speak, self._known))
        elif os.environ.get(PASSPHRASE_VARIABLE):
            self._known(desk.identity)
        else:
            self._lock(idle=False, then=lambda: self._known(desk.identity))

    def _check_identity(self) -> None:
        """See after the first paint that the card is whole; without that nobody works here."""
        window = self._window
        try:
            if window.desk.identity is not None:
                window.desk.identity.check()
        except UserError as error:
            window.close_session()
            window.desk.identity = None
            self.welcome()
            self.fail(error)

    def _known(self, identity: Identity | None) -> None:
        self._window.desk.identity = identity
        if identity is not None:
            self._active_at = time.monotonic()
            self._look.start()
        if self._demo and (self._folder is None or not self._folder.exists()):
            self.demo(self._folder)
        elif self._folder is not None:
            self.open_folder(self._folder)
        if not self._window.desk.is_open:
            self.welcome()

    def welcome(self) -> None:
        """Show what can be opened."""
        from cfpdesk.ui.welcome import WelcomePage

        self._window.show_frame(
            WelcomePage(
                self._window.desk,
                self.speak,
                create=self.create,
                receive=self.receive_kit,
                demo=self.demo,
                open_folder=self.open_folder,
                follow=self.follow,
            )
        )

    def switch(self) -> None:
        """Close the engagement and show what can be opened."""
        self._window.close_session()
        self.welcome()

    def reopen(self) -> None:
        """Open the engagement anew that was open last; after going back to a backup."""
        recent = self._window.desk.settings.recent
        if recent:
            self.open_folder(recent[0])
        if not self._window.desk.is_open:
            self.welcome()

    def speak(self, language: str) -> None:
        """Choose a language on a page outside the engagement."""
        chosen = cast("Language", language)
        set_language(chosen)
        self._window.desk.settings.language = chosen
        self._window.speak()

    @staticmethod
    def fresh(folder: Path) -> Path:
        """Return the folder, or the next one with a number that is not there."""
        number, fresh = 2, folder
        while fresh.exists():
            fresh = folder.with_name(f"{folder.name}-{number}")
            number += 1
        return fresh

    # Opening ----------------------------------------------------------------------------------

    def actor(self) -> Actor:
        """Return who works here."""
        identity = self._window.desk.identity
        if identity is None:
            raise UserError(msg("There is no key on this computer yet. Make one first."))
        return Actor(identity.card.name, identity.key_sha256)

    def open_folder(self, folder: Path) -> None:
        """Open an engagement that is there."""
        from cfpdesk.store.place import NotForWorkError
        from cfpdesk.store.session import Session

        identity = self._window.desk.identity
        actor = self.actor() if identity is not None else None

        now, read_only = self._window.desk.now, self._read_only
        try:
            session = Session.open(folder, actor, now, read_only=read_only)
        except NotForWorkError as error:
            from cfpdesk.ui.copy_here import offer_copy
            from cfpdesk.ui.welcome import default_folder

            target = self.fresh(default_folder() / folder.name)
            if not offer_copy(self._window, folder, target, error, self.open_folder):
                self.fail(error)
        except UserError as error:
            self.fail(error)
        else:
            self.show_session(session)

    def create(self, number: str) -> None:
        """Make a new engagement in the usual place."""
        from cfpdesk.steps import engagement
        from cfpdesk.store.session import Session
        from cfpdesk.ui.welcome import default_folder

        identity = self._window.desk.identity

        def make() -> "Session":
            made = Session.create(default_folder() / number, self.actor(), self._window.desk.now)
            body = identity.card.organisation if identity else ""
            engagement.begin(made, body, identity.card_file() if identity else b"")
            engagement.write(made, "number", number)
            return made

        self._try(make, Target("engagement"))

    def demo(self, folder: Path | None = None) -> None:
        """Open the demo factory: the sample engagement, made in a fresh folder."""
        from cfpdesk.steps import sample
        from cfpdesk.store.session import Session
        from cfpdesk.ui.welcome import default_folder

        identity = self._window.desk.identity

        def make() -> "Session":
            place = folder or self.fresh(default_folder() / "demo")
            made = Session.create(place, self.actor(), self._window.desk.now)
            sample.prepare(made, identity.card_file() if identity else b"")
            return made

        self._try(make)

    def follow(self, number: str, stage: "Stage", last: Path) -> None:
        """Begin a new engagement from the last one, its folder or its package."""
        from cfpdesk.ui.follow_up import begin_from_last

        begin_from_last(self, self._window, number, stage, last)

    def receive_kit(self) -> None:
        """Make an engagement from a kit that the lead gave."""
        from cfpdesk.ui.kit import receive_kit

        receive_kit(self, self._window)

    def _try(self, opening: Any, target: Target | None = None) -> None:
        try:
            session: Session = opening()
        except UserError as error:
            self.fail(error)
            return
        self.show_session(session, target)

    def fail(self, error: UserError) -> None:
        """Say on the page that is shown why it did not go."""
        shown = self._window.frames.currentWidget()
        fail = getattr(shown, "fail", None)
        if fail is None:
            self.welcome()
            welcome = cast("WelcomePage", self._window.frames.currentWidget())
            fail = welcome.fail
        fail(str(error.message))

    def show_session(self, session: "Session", target: Target | None = None) -> None:
        """Show an engagement, at the page where one was."""
        window = self._window
        window.open_session(session)
        window.show_frame(None)
        page = window.desk.settings.text(f"page/{session.folder}", "home")
        window.go(target or Target(page))
        from cfpdesk.ui.key_rotation import offer
        from cfpdesk.ui.recovery import tell

        offer(window)
        QTimer.singleShot(0, lambda: tell(window))

    # Locking ----------------------------------------------------------------------------------

    def lock_idle(self) -> None:
        """Lock after 20 minutes without a key, a movement of the pointer, or a commit."""
        window = self._window
        busy = window.desk.jobs.running or QApplication.activeModalWidget() is not None
        moved = QCursor.pos() != self._cursor
        if busy or moved or not window.working:
            self._cursor = QCursor.pos()
            self._active_at = time.monotonic()
            return
        last = max(self._active_at, window.keys.pressed_at, window.committed_at)
        if time.monotonic() - last >= IDLE_S:
            window.desk.leave_fields()
            self._lock(idle=True, then=lambda: window.show_frame(None))

    def _lock(self, *, idle: bool, then: Any) -> None:
        from cfpdesk.ui.lock_page import LockPage

        identity = self._window.desk.identity
        if identity is not None:
            self._window.show_frame(LockPage(identity, self.speak, then, idle=idle))
