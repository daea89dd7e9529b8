"""What a page can ask of the window: the services, and nothing of how the window is made.

    self.desk.session                    the engagement that is open
    self.desk.go(Target("finding", row)) go somewhere; also go("checklist", row, field)
    self.desk.attempt(verb)              call a step's verb; a UserError is shown; True if it went
    self.desk.say(msg("…"))              result of an action, in the next line for 6 s, with undo
    self.desk.banner("disk", msg("…"))   needs you: under the page's title until `drop_banner`
    self.desk.run_job(msg("…"), work, done=…)      see ui/jobs.py
    self.desk.hand_over([SigningRequest(…)])       see ui/signing.py
    self.desk.open_files(…) save_file(…) open_folder(…) print_pdf(…)
    self.desk.signer(msg("…"))           asks the passphrase; the unlocked identity or None
    self.desk.ask(…)                     the modal question of seal and un-merge
    self.desk.ask_reason(msg("…"), then) a popover for a reason, for example after the seal
    self.desk.pick(kinds, then)          the palette limited to items, findings … (Ctrl+L)
    self.desk.now()                      the clock; aware, UTC
    self.desk.page_changed()             actions or state line changed without a commit
    self.desk.status_changed()           what waits on the page changed without a commit

Pages never keep the session: `desk.session` may be another one after a restore.
"""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from cfpdesk.errors import BugError, NeedsReasonError, UserError
from cfpdesk.i18n import Message, Text
from cfpdesk.model.gate import Target
from cfpdesk.ui.jobs import Job, Jobs, Progress
from cfpdesk.ui.settings import Settings

if TYPE_CHECKING:
    from cfpdesk.store.identity import Identity, Signer
    from cfpdesk.store.session import Session
    from cfpdesk.ui.signing import SigningRequest

T = TypeVar("T")
MOST_SAID = 10
"""How many sentences are kept of what was said, for who looked away for six seconds."""


class Host(Protocol):
    """What the desk needs of the window that holds it."""

    def go(self, target: Target) -> None:
        """Show a place."""

    def say(self, text: Text, *, undo: bool) -> None:
        """Show the result of an action."""

    def banner(self, code: str, text: Text, remedy: Text, act: Callable[[], object] | None) -> None:
        """Show a banner under the title."""

    def drop_banner(self, code: str) -> None:
        """Take a banner away."""

    def page_changed(self) -> None:
        """Read actions and state line of the page anew."""

    def status_changed(self) -> None:
        """Ask the steps and pages anew where the visit stands."""

    def report(self, error: Exception) -> None:
        """Show an error that nobody else shows."""

    def hand_over(self, requests: Sequence["SigningRequest"]) -> None:
        """Open the client signing page."""

    def signer(self, reason: Text) -> "Signer | None":
        """Ask for the passphrase."""

    def pick(self, kinds: Sequence[str], then: Callable[[Target], object]) -> None:
        """Open the palette limited to some kinds."""

    def leave_fields(self) -> None:
        """Commit what is being typed, as if the field had been left."""


class Desk:
    """The services of the window for its pages; see the module text."""

    def __init__(self, host: Host, widget: QWidget, clock: Callable[[], datetime]) -> None:
        self._host = host
        self._widget = widget
        self._clock = clock
        self._session: Session | None = None
        self.identity: Identity | None = None
        self.settings = Settings()
        self.jobs = Jobs(self.report)
        self.said: deque[tuple[datetime, Text]] = deque(maxlen=MOST_SAID)

    @property
    def session(self) -> "Session":
        """The engagement that is open.

        Raises:
            BugError: none is; pages are only shown while one is.
        """
        if self._session is None:
            raise BugError("no engagement is open")
        return self._session

    @session.setter
    def session(self, session: "Session | None") -> None:
        self._session = session

    @property
    def is_open(self) -> bool:
        """Whether an engagement is open."""
        return self._session is not None

    @property
    def window(self) -> QWidget:
        """The window, as parent of dialogs."""
        return self._widget

    def now(self) -> datetime:
        """Return the time by the window's clock, aware, in UTC."""
        return self._clock()

    # Going and saying -------------------------------------------------------------------------

    def go(self, target: Target | str, row: str = "", field: str = "") -> None:
        """Show a place: a target, or a page's noun with row and field."""
        self._host.go(Target(target, row, field) if isinstance(target, str) else target)

    def say(self, text: Text, *, undo: bool = False) -> None:
        """Show the result of an action in the next line for six seconds; it is kept in `said`."""
        self.said.append((self.now(), text))
        self._host.say(text, undo=undo)

    def banner(
        self,
        code: str,
        text: Text,
        remedy: Text = "",
        act: Callable[[], object] | None = None,
    ) -> None:
        """Show a sentence under the title of the page until it is dropped; same code replaces."""
        if text not in [kept for _at, kept in self.said]:
            self.said.append((self.now(), text))
        self._host.banner(code, text, remedy, act)

    def drop_banner(self, code: str) -> None:
        """Take a banner away; nothing happens if there is none."""
        self._host.drop_banner(code)

    def page_changed(self) -> None:
        """Tell the window that actions or state line changed without a commit (a selection)."""
        self._host.page_changed()

    def status_changed(self) -> None:
        """Tell the window that what waits on a page changed without a commit."""
        self._host.status_changed()

    # Doing ------------------------------------------------------------------------------------

    def attempt(self, verb: Callable[[], object]) -> bool:
        """Call a verb of a step; a `UserError` is shown as its sentence; True if it went.

        After the seal a reason is asked for first, and the verb is then called with it.
        """
        try:
            verb()
        except NeedsReasonError as error:
            self.amend(error.message, verb)
            return False
        except UserError as error:
            self._host.report(error)
            return False
        return True

    def amend(self, prompt: Text, verb: Callable[[], object]) -> None:
        """Ask for a reason, and call a verb whose operations carry it."""

        def call(reason: str) -> None:
            with self.session.amending(reason):
                self.attempt(verb)

        self.ask_reason(prompt, call)

    def report(self, error: Exception) -> None:
        """Show an error: the world's as a sentence, ours with details to copy."""
        self._host.report(error)

    def leave_fields(self) -> None:
        """Commit what is being typed now, before something is signed, sealed or exported."""
        self._host.leave_fields()

    def run_job(
        self,
        name: Text,
        work: Callable[[Progress], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        cancelled: Callable[[], object] | None = None,
    ) -> Job[T]:
        """Run long work off the window's thread; see `ui/jobs.py`."""
        return self.jobs.run(Job(name, work, done, failed, cancelled))

    def hand_over(self, requests: Sequence["SigningRequest"]) -> None:
        """Open the client signing page for these people, one after the other."""
        if requests:
            self._host.leave_fields()
            self._host.hand_over(requests)

    def signer(self, reason: Text) -> "Signer | None":
        """Ask for the passphrase and return the unlocked identity; None if the person left."""
        return self._host.signer(reason)

    def pick(self, kinds: Sequence[str], then: Callable[[Target], object]) -> None:
        """Open the palette limited to pages' nouns (checklist, finding, evidence, …)."""
        self._host.pick(kinds, then)

    # Asking -----------------------------------------------------------------------------------

    def ask(self, title: Text, text: Text, verb: Text, leave: Text) -> bool:
        """Ask the modal question of seal and un-merge; Enter takes the safe answer."""
        from cfpdesk.ui.dialogs import ask

        return ask(self._widget, title, text, verb, leave)

    def ask_reason(self, prompt: Text, then: Callable[[str], object]) -> None:
        """Ask for a reason in a popover, and call `then` with it if one was given."""
        from cfpdesk.ui.dialogs import ReasonPopover

        ReasonPopover(self._widget, prompt, then).open_centred()

    def open_files(self, title: Text, pattern: str = "") -> list[Path]:
        """Ask for files; `pattern` is like "*.cfpkg *.zip"; empty if the person left."""
        from cfpdesk.ui.dialogs import open_files

        return open_files(self._widget, title, pattern, self.settings)

    def open_folder(self, title: Text) -> Path | None:
        """Ask for a folder; None if the person left."""
        from cfpdesk.ui.dialogs import open_folder

        return open_folder(self._widget, title, self.settings)

    def save_file(self, title: Text, name: str, pattern: str = "") -> Path | None:
        """Ask where to write; `name` is proposed; None if the person left."""
        from cfpdesk.ui.dialogs import save_file

        return save_file(self._widget, title, name, pattern, self.settings)

    def print_pdf(self, pdf: bytes, title: Message) -> bool:
        """Print a PDF by the system's dialog; True if it was sent to a printer."""
        from cfpdesk.ui.printing import print_pdf

        return print_pdf(self._widget, pdf, str(title))
