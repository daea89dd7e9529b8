"""The next line: one thing to do, verb first; and for six seconds the result of the last action."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from cfpdesk.i18n import Text, _, current_language, text_in
from cfpdesk.model.clause import clause_text
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import theme
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import ElidedLabel, empty, label

if TYPE_CHECKING:
    from cfpdesk.model.next_thing import NextThing

SAY_MS = 6000
SENTENCE_PX = 520
"""How wide the sentence may grow before it is the context's turn: the deed comes first."""


class NextLine(QFrame):
    """Shows a `NextThing`, or what was just done."""

    def __init__(
        self,
        do: Callable[[], object],
        later: Callable[[], object],
        undo: Callable[[], object],
    ) -> None:
        super().__init__()
        role(self, box="next")
        self.setObjectName("next-line")
        self._do, self._later, self._undo = do, later, undo
        self._thing: NextThing | None = None
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 0, 14, 0)
        self._layout.setSpacing(10)
        self._quiet = QTimer(self, singleShot=True, interval=SAY_MS)
        self._quiet.timeout.connect(self._show)
        self._said = ""
        self.build()
        theme().changed.connect(self._measure)

    def build(self) -> None:
        """Make all texts, anew on a language switch."""
        empty(self._layout)
        self._icon = label()
        self._word = label(_("Next"), "accent")
        self._sentence = ElidedLabel("", "strong")
        self._clause = label("", chip="clause")
        self._context = ElidedLabel("", "muted")
        self._undo_button = button(_("Undo"), self._undo, kind="link", name="next-undo")
        self._later_button = button(
            _("Later"), self._later, kind="quiet", tip=_("Put off for 30 minutes  Alt ↵")
        )
        self._later_button.setObjectName("next-later")
        self._do_button = button(_("Go"), self._do, kind="quiet", name="next-do")
        self._do_button.setToolTip(_("Do the next thing  Ctrl ↵"))
        self._key = label("Ctrl ↵", chip="key")
        for word in (self._icon, self._word, self._sentence, self._clause, self._context):
            self._layout.addWidget(word)
        self._layout.addWidget(self._undo_button)
        self._layout.addStretch(1)
        for part in (self._later_button, self._do_button, self._key):
            self._layout.addWidget(part)
        self._measure()
        self._show()

    def _measure(self) -> None:
        self.setFixedHeight(max(40, self._do_button.sizeHint().height() + 8))

    @property
    def thing(self) -> "NextThing | None":
        """The thing that is next; None where no engagement is open."""
        return self._thing

    def show_thing(self, thing: "NextThing | None") -> None:
        """Show the next thing, unless a result is being said."""
        self._thing = thing
        if not self._quiet.isActive():
            self._show()

    def say(self, text: Text, *, undo: bool) -> None:
        """Say the result of an action for six seconds."""
        self._said = text_in(text, current_language())
        set_icon(self._icon, "check", "ok", 18)
        self._word.hide()
        self._put(self._said)
        self._clause.hide()
        self._context.setText("")
        self._undo_button.setVisible(undo)
        self._quiet.start()

    def _show(self) -> None:
        thing = self._thing
        self._undo_button.hide()
        shown = thing is not None
        parts: tuple[QWidget, ...] = (self._icon, self._word, self._do_button, self._key)
        for part in (*parts, self._later_button):
            part.setVisible(shown)
        if thing is None:
            self._put("")
            self._context.setText("")
            self._clause.hide()
            return
        set_icon(self._icon, "check" if thing.done else "arrow-right", "accent", 18)
        self._word.setVisible(not thing.done)
        language = current_language()
        self._put(text_in(thing.sentence, language))
        clause = text_in(clause_text(thing.clause), language) if thing.clause else ""
        self._clause.setText(clause)
        self._clause.setVisible(bool(clause))
        self._context.setText(text_in(thing.context, language))
        for shown_part in (self._do_button, self._key, self._later_button):
            shown_part.setVisible(not thing.done)

    def _put(self, sentence: str) -> None:
        """Show the sentence; a long context must not push it together."""
        self._sentence.setText(sentence)
        self._sentence.setMinimumWidth(min(self._sentence.sizeHint().width(), SENTENCE_PX))
