"""The rules' own text beside our words: loaded from an organisation's file, shown by clause."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.engagement import Engagement

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow


class RuleTexts:
    """What was loaded for the rules of the engagement that is open; read once, then kept."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._read: tuple[str, Mapping[str, str]] | None = None
        window.side.passage = self.passage
        window.side.text_wanted.connect(self.load)

    def passage(self, clause: str) -> str | None:
        """Return what the loaded text says to a clause; None where no text is loaded."""
        texts = self._texts()
        if not texts:
            return None
        from cfpdesk.model.rule_text import clause_passage  # only where a text is loaded

        return clause_passage(texts, clause)

    def count(self) -> int:
        """Return how many clauses the loaded text has; 0 without one."""
        return len(self._texts())

    def load(self) -> None:
        """Ask for the organisation's file of the rules and keep it on this computer."""
        desk = self._window.desk
        if not desk.is_open:
            return
        found = desk.open_files(msg("Text of the rules, as plain text"), "*.txt *.md")
        if not found:
            return
        from cfpdesk.store.rule_text import keep_rule_text

        try:
            count = keep_rule_text(self._rules(), found[0])
        except (UserError, OSError) as error:
            desk.report(error)
            return
        self._changed()
        desk.say(msg("The text of the rules is loaded: {n} {n:clause|clauses}.", n=count))

    def drop(self) -> None:
        """Take the loaded text away from this computer."""
        from cfpdesk.store.rule_text import drop_rule_text

        drop_rule_text(self._rules())
        self._changed()

    def _changed(self) -> None:
        self._read = None
        self._window.side.build()

    def _rules(self) -> str:
        return self._window.desk.session.find(Engagement).rules

    def _texts(self) -> Mapping[str, str]:
        if not self._window.desk.is_open:
            return {}
        name = self._rules()
        if self._read is None or self._read[0] != name:
            from cfpdesk.store.rule_text import load_rule_text  # not before the first paint

            try:
                self._read = (name, load_rule_text(name))
            except (UserError, OSError):
                self._read = (name, {})
        return self._read[1]
