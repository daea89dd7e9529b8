"""What the desk asks of the window; kept apart so that the window stays small."""

import traceback
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from cfpdesk.errors import NotWrittenError, UserError
from cfpdesk.i18n import Text, _, current_language, msg, text_in
from cfpdesk.model.gate import Target

if TYPE_CHECKING:
    from cfpdesk.store.identity import Signer
    from cfpdesk.ui.main_window import MainWindow
    from cfpdesk.ui.signing import SigningRequest


class WindowHost:
    """Serves the desk's wishes in the window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def go(self, target: Target) -> None:
        """Show a place."""
        self._window.go(target)

    def page_changed(self) -> None:
        """Read actions and state line of the page anew."""
        self._window.page_changed()

    def status_changed(self) -> None:
        """Ask the steps and pages anew where the visit stands."""
        self._window.refresh_overview()

    def say(self, text: Text, *, undo: bool) -> None:
        """Say the result of an action in the next line."""
        self._window.next_line.say(text, undo=undo)

    def banner(self, code: str, text: Text, remedy: Text, act: Callable[[], object] | None) -> None:
        """Show a banner under the title."""
        self._window.frame.banners.put(code, text, remedy, act)

    def drop_banner(self, code: str) -> None:
        """Take a banner away."""
        self._window.frame.banners.drop(code)

    def report(self, error: Exception) -> None:
        """Show an error: the world's as a banner, ours with details to copy."""
        if isinstance(error, NotWrittenError):
            from cfpdesk.ui.rescue import offer

            self._window.header.show_saved(_("Not written"), "bad")
            offer(self._window, error)
            return
        if isinstance(error, UserError):
            self.banner("error", error.message, msg("Close"), lambda: self.drop_banner("error"))
            return
        from cfpdesk.ui.dialogs import show_bug

        show_bug(self._window, "".join(traceback.format_exception(error)))

    def leave_fields(self) -> None:
        """Commit what is being typed, as if the field had been left; the focus comes back."""
        focus = QApplication.focusWidget()
        if focus is not None and self._window.isAncestorOf(focus):
            from cfpdesk.ui.focus import leave_and_come_back

            leave_and_come_back(self._window, focus)

    def hand_over(self, requests: Sequence["SigningRequest"]) -> None:
        """Open the client signing page in its own window."""
        from cfpdesk.ui.signing_window import hand_over

        hand_over(self._window, requests)

    def signer(self, reason: Text) -> "Signer | None":
        """Ask for the passphrase and return the unlocked identity."""
        from cfpdesk.ui.unlock import ask_signer

        identity = self._window.desk.identity
        return ask_signer(self._window, identity, text_in(reason, current_language()))

    def pick(self, kinds: Sequence[str], then: Callable[[Target], object]) -> None:
        """Open the palette limited to some kinds."""
        from cfpdesk.ui.palette import open_palette

        open_palette(self._window, kinds=kinds, then=then)
