"""What the window's own buttons do: search, history, identity, backup, receiving, other places."""

from pathlib import Path
from typing import TYPE_CHECKING

from cfpdesk.i18n import _, current_language, msg
from cfpdesk.model.engagement import STAGE_NAMES, Engagement, Site
from cfpdesk.model.gate import Blocker
from cfpdesk.model.team import ROLE_NAMES
from cfpdesk.ui.frame_page import FramePage
from cfpdesk.ui.rule_texts import RuleTexts

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow


class Services:
    """Gives the window its services; `start` in `opening_flow` brings engagements in."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.rule_texts = RuleTexts(window)
        window.services |= {
            "engagement": self.show_engagement,
            "search": self.search,
            "saved": lambda: self._popover(history=False),
            "history": lambda: self._popover(history=True),
            "identity": self.identity,
            "receive": self.receive,
            "language": self.speak,
            "rule_text": self.rule_texts.load,
        }
        window.side.overriding.connect(self.override)

    def show_engagement(self) -> None:
        """Show whose engagement it is, and who works here."""
        window, language = self._window, current_language()
        session = window.desk.session
        engagement = session.find(Engagement)
        names = [part for part in (engagement.client, engagement.product) if part]
        sites = session.all(Site)
        place = [
            STAGE_NAMES[engagement.stage].text(language),
            *(s.name for s in sites[:1] if s.name),
        ]
        title = " · ".join(names) or _("New engagement")
        window.desk.settings.name(session.folder, " · ".join(names))
        window.header.show_engagement(title, engagement.number, " · ".join(place))
        window.setWindowTitle(f"{title} {engagement.number} – cfpdesk")
        me = session.me()
        actor = session.actor
        name = me.name if me else (actor.name if actor else "")
        word = ROLE_NAMES[me.role].text(language) if me else ""
        window.rail.show_person(name, word, actor.key_sha256 if actor else "")

    def search(self) -> None:
        """Open the palette."""
        from cfpdesk.ui.palette import open_palette

        if self._window.desk.is_open:
            open_palette(self._window)

    def _popover(self, *, history: bool) -> None:
        from cfpdesk.ui.saved_popover import open_saved

        if self._window.desk.is_open:
            header = self._window.header
            self._window.desk.leave_fields()
            open_saved(self._window, header.undo if history else header.saved, history=history)

    def identity(self) -> None:
        """Open identity and settings."""
        from cfpdesk.ui.identity_popover import open_identity

        open_identity(self._window, self._window.rail, self.rule_texts)

    def override(self, blocker: Blocker) -> None:
        """Open the override of a block that the side panel shows."""
        from cfpdesk.ui.override_form import ask_override

        ask_override(self._window.desk, blocker)

    def speak(self) -> None:
        """Say the page outside the engagement anew, and Qt's own words."""
        from cfpdesk.ui.qt_words import speak_qt

        speak_qt(current_language())
        shown = self._window.frames.currentWidget()
        if isinstance(shown, FramePage):
            shown.build()

    def receive(self) -> None:
        """Ask for files and take them in: evidence, or a package (Ctrl+O).

        Workbooks are the client's while a page is shown that takes tables.
        """
        from cfpdesk.ui.drop_zones import TABLE_PAGES, are_workbooks, take_files, take_workbooks

        found = [Path(p) for p in self._window.desk.open_files(msg("Receive a file or package"))]
        if self._window.current_noun in TABLE_PAGES and are_workbooks(found):
            take_workbooks(self._window, found)
        elif found:
            take_files(self._window, found)
