"""Whose computer this is: name, key, fingerprint; key card and recovery; settings; other places."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.model.trust import fingerprint_digits
from cfpdesk.ui.theme import theme
from cfpdesk.ui.tokens import Mode
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.text import Hairline, label, row

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow
    from cfpdesk.ui.rule_texts import RuleTexts


class IdentityPopover(Popover):
    """Opened by the gear at the foot of the rail."""

    def __init__(self, window: "MainWindow", texts: "RuleTexts") -> None:
        super().__init__(window, _("Identity and settings"), 400)
        self._window, self._texts = window, texts
        identity = window.desk.identity
        if identity is not None:
            card = identity.card
            self.body.addWidget(label(card.name, "card"))
            if card.organisation:
                self.body.addWidget(label(card.organisation, "muted"))
            self.body.addWidget(label(_("Fingerprint, to be read aloud"), "label"))
            digits = label(fingerprint_digits(card.key_sha256), "mono", wrap=True)
            digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            digits.setObjectName("identity-fingerprint")
            self.body.addWidget(digits)
            give = button(_("Save my key card"), self._save_card, icon="key", name="identity-card")
            sheet = button(_("Recovery sheet"), self._sheet, icon="printer", name="identity-sheet")
            self.body.addLayout(row(give, sheet, None))
            fresh = button(_("Make new keys…"), self._new_keys, icon="rotate", kind="quiet")
            fresh.setObjectName("identity-rotate")
            self.body.addLayout(row(fresh, None))
            self.body.addWidget(Hairline())
        self._settings()
        self.body.addWidget(Hairline())
        if window.desk.is_open:
            self._rule_text()
            self.body.addWidget(Hairline())
        other = button(_("Open another engagement"), self._switch, icon="folder", kind="quiet")
        other.setObjectName("identity-switch")
        self.body.addLayout(row(other, None))

    def _settings(self) -> None:
        self.body.addWidget(label(_("Colours"), "label"))
        colours = Choice(_("Colours"))
        colours.set_options(
            [
                (Mode.LIGHT, _("Light")),
                (Mode.DARK, _("Dark")),
                (Mode.SUN, _("Sunlight")),
                (Mode.SYSTEM, _("System")),
            ]
        )
        colours.choose(theme().mode)
        colours.chosen.connect(self._colour)
        self.body.addWidget(colours)
        self.body.addWidget(label(_("Size of controls"), "label"))
        size = Choice(_("Size of controls"))
        size.set_options([("", _("For the mouse")), ("large", _("Large, for gloves and touch"))])
        size.choose("large" if theme().large else "")
        size.chosen.connect(self._size)
        self.body.addWidget(size)

    def _rule_text(self) -> None:
        """Say whether the rules' own text is here; load it, or take it away."""
        count = self._texts.count()
        said = msg("{n} {n:clause is|clauses are} loaded", n=count) if count else msg("not loaded")
        words = _("Text of the rules: {said}").format(said=said)
        self.body.addWidget(label(words, "label", wrap=True))
        load = button(_("Load…"), self._load, icon="book", name="rule-text-load")
        drop = button(_("Take away"), self._drop, kind="quiet", name="rule-text-drop")
        drop.setVisible(bool(count))
        self.body.addLayout(row(load, drop, None))

    def _load(self) -> None:
        self.close()
        self._texts.load()

    def _drop(self) -> None:
        self.close()
        self._texts.drop()

    def _colour(self, mode: str) -> None:
        theme().choose(Mode(mode))
        self._window.desk.settings.mode = Mode(mode)

    def _size(self, value: str) -> None:
        theme().choose(large=value == "large")
        self._window.desk.settings.put_flag("large", value=value == "large")

    def _save_card(self) -> None:
        from cfpdesk.ui.key_card_saving import save_key_card

        self.close()
        place = save_key_card(self._window.desk)
        if place is not None:
            self._window.desk.say(msg("Key card saved: {place}", place=str(place)))

    def _sheet(self) -> None:
        from cfpdesk.ui.recovery_sheet import recovery_sheet

        identity = self._window.desk.identity
        self.close()
        if identity is not None:
            self._window.desk.print_pdf(recovery_sheet(identity), msg("Recovery sheet"))

    def _new_keys(self) -> None:
        from cfpdesk.ui.key_rotation import make_new_keys

        self.close()
        make_new_keys(self._window)

    def _switch(self) -> None:
        self.close()
        self._window.serve("switch")


def open_identity(window: "MainWindow", over: QWidget, texts: "RuleTexts") -> IdentityPopover:
    """Open the popover above a widget of the rail."""
    made = IdentityPopover(window, texts)
    made.adjustSize()
    at = over.mapToGlobal(over.rect().topRight())
    made.move(at.x() + 12, max(at.y() - made.height() + over.height(), 20))
    made.show()
    return made
