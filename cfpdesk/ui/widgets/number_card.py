"""The number the client says, part of each sample's seed: digits only, who said it, and when."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox

from cfpdesk.i18n import _, msg
from cfpdesk.model.meeting import MOST_DIGITS
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.digit_boxes import DigitBoxes
from cfpdesk.ui.widgets.text import ElidedLabel, label, row


class NumberCard(Card):
    """Emits `said` with the digits and the row of who said them."""

    said = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(_("Ask the client for any number"), box="")
        around = self.layout()
        if around is not None:  # stands at the foot of another card
            around.setContentsMargins(0, 8, 0, 0)
            around.setSpacing(4)
        dice = label()
        set_icon(dice, "dice", "text2", 18)
        self.head.insertWidget(0, dice)
        self._standing = ("", "")
        self.digits = DigitBoxes(_("Number said by the client"), MOST_DIGITS)
        self.digits.setObjectName("number")
        self.digits.editingFinished.connect(self._leave)
        self.digits.textEdited.connect(self._typed)
        self.who = QComboBox()
        self.who.setObjectName("number_by")
        self.who.setAccessibleName(_("Who said the number"))
        self.who.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.who.setMinimumWidth(84)
        self.who.activated.connect(lambda _index: self._leave())
        seed = _("With a population's name it seeds the sample")
        self.digits.setToolTip(seed)
        self.digits.setAccessibleDescription(seed)
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        self._frozen = ElidedLabel("", "ok")
        self._frozen.setObjectName("frozen-populations")
        self._frozen.hide()
        said = label(_("Said by"), "label")
        said.setToolTip(seed)
        line = row(self.digits, 10, said, self.who, None)
        line.addStrut(self.digits.sizeHint().height())  # the style sheet would let it shrink
        self.body.addLayout(line)
        self.body.addWidget(self._frozen)
        self.body.addWidget(self._error)

    def show_number(
        self,
        digits: str,
        *,
        by: str,
        by_name: str,
        at: str,
        people: Sequence[tuple[str, str]],
        frozen: bool,
        populations: Sequence[tuple[str, int]] = (),
    ) -> None:
        """Show what was said.

        Args:
            people: row and name of those who may have said it.
            frozen: it stays as it is.
            populations: name and number of items of those that are frozen, and so served by it.
        """
        self._show_people(people, by, by_name)
        if not self.digits.isModified() or not self.digits.hasFocus():
            self._standing = (digits, by)
            self.digits.setText(digits)
            self.digits.updateGeometry()
        self.note.setText(f"{by_name} {at}".strip() if digits else _("seeds the samples"))
        self._show_frozen(populations)
        self.digits.setReadOnly(frozen)
        self.who.setEnabled(not frozen)

    def _show_frozen(self, populations: Sequence[tuple[str, int]]) -> None:
        lines = [
            str(msg("{name}: {n} {n:item|items}, frozen", name=name, n=items))
            for name, items in populations
        ]
        self._frozen.setText(" · ".join(lines))
        self._frozen.setVisible(bool(lines))

    def _show_people(self, people: Sequence[tuple[str, str]], by: str, by_name: str) -> None:
        wanted = list(people)
        if by and by not in [row_ for row_, _name in wanted]:
            wanted.append((by, by_name))
        now = [(self.who.itemData(n), self.who.itemText(n)) for n in range(self.who.count())]
        if wanted != now:
            chosen = str(self.who.currentData() or "")
            self.who.clear()
            for person, name in wanted:
                self.who.addItem(name, person)
            self.who.setCurrentIndex(max(self.who.findData(by or chosen), 0))
        elif by and self.who.currentData() != by:
            self.who.setCurrentIndex(self.who.findData(by))

    def show_error(self, sentence: str) -> None:
        """Say what is wrong at the field; what was typed stays."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        role(self.digits, state="bad" if sentence else "")

    def take_focus(self) -> None:
        """Go to the field."""
        self.digits.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _typed(self) -> None:
        self.show_error("")
        self.digits.updateGeometry()

    def _leave(self) -> None:
        now = (self.digits.text().strip(), str(self.who.currentData() or ""))
        if now == self._standing or (not now[0] and not self._standing[0]):
            return
        self.digits.setModified(False)
        self.said.emit(*now)
