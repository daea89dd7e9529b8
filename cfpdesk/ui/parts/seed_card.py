"""The number that the client says once a population is frozen, and who says it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.model.meeting import MOST_DIGITS
from cfpdesk.model.population_gate import PopulationStage
from cfpdesk.model.sampling_view import PopulationState, SamplingState
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.parts.population_facts import when
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.digit_boxes import DigitBoxes
from cfpdesk.ui.widgets.text import label, row


class SeedCard(QWidget):
    """Asks for the number, then offers to draw.

    Emits `said` with the digits and the name of who said them, `spoken_taken` for the number of
    the opening meeting, `draw_wanted` once there is a seed.
    """

    said = Signal(str, str)
    spoken_taken = Signal()
    draw_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        self._card = Card(_("Ask the client for any number"))
        self._card.setMaximumWidth(620)
        dice = label()
        set_icon(dice, "dice", "text2", 18)
        self._card.head.insertWidget(0, dice)
        self._why = label("", "label", wrap=True)
        self._card.body.addWidget(self._why)
        self._entry = QWidget()
        self._entry.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._make_entry()
        self._card.body.addWidget(self._entry)
        self._spoken = button("", self.spoken_taken.emit, name="take-spoken")
        self._spoken_why = label("", "muted", wrap=True)
        line = row(self._spoken)
        line.addWidget(self._spoken_why, 1)
        self._card.body.addLayout(line)
        self._seed = label("", "mono", wrap=True)
        self._seed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._card.body.addWidget(self._seed)
        self._draw = button(
            "", self.draw_wanted.emit, kind="primary", icon="dice", name="draw-here"
        )
        self._card.body.addLayout(row(self._draw, None))
        outer.addWidget(self._card)
        outer.addStretch(1)

    def _make_entry(self) -> None:
        self.digits = DigitBoxes(_("Number said by the client"), MOST_DIGITS)
        self.digits.setObjectName("seed_number")
        self.digits.returnPressed.connect(self._say)
        self.digits.textEdited.connect(lambda _text: self.show_error(""))
        self.who = QComboBox()
        self.who.setEditable(True)
        self.who.setObjectName("seed_by")
        self.who.setAccessibleName(_("Who said the number"))
        self.who.setMinimumWidth(150)
        edit = self.who.lineEdit()
        if edit is not None:
            edit.setAccessibleName(_("Who said the number"))
            edit.setPlaceholderText(_("name"))
            edit.returnPressed.connect(self._say)
        self._take = button(_("Take as seed"), self._say, kind="primary", name="take-seed")
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        column = QVBoxLayout(self._entry)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addStrut(self.digits.sizeHint().height() + 2)  # a style sheet's min-height wins else
        line.addWidget(self.digits)
        line.addWidget(label(_("Said by"), "label"))
        line.addWidget(self.who)
        line.addWidget(self._take)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self._error)

    def _say(self) -> None:
        self.said.emit(self.digits.text(), self.who.currentText())

    def show_error(self, sentence: str) -> None:
        """Say what is wrong at the field; what was typed stays."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        role(self.digits, state="bad" if sentence else "")

    def show_state(
        self, one: PopulationState, state: SamplingState, people: Sequence[str], *, read_only: bool
    ) -> None:
        """Ask for the number, or offer to draw with it."""
        population = one.population
        asking = one.stage is PopulationStage.SEED
        self._card.title.setText(
            _("Ask the client for any number") if asking else _("Ready to be drawn")
        )
        self._entry.setVisible(asking)
        self._entry.setEnabled(not read_only)
        known = [self.who.itemText(n) for n in range(self.who.count())]
        if known != list(people):
            typed = self.who.currentText()
            self.who.clear()
            self.who.addItems(list(people))
            self.who.setCurrentText(typed or (people[0] if people else ""))
        if asking:
            self._why.setText(
                _("The items were fixed on {at}. Nobody can choose any more: which ones are drawn "
                  "follows from this number alone.").format(at=when(population.frozen_at))
            )  # fmt: skip
        else:
            self._why.setText(str(one.plan.steps[-1].value))
        self._show_spoken(one, state, asking=asking, read_only=read_only)
        self._seed.setVisible(bool(one.seed))
        self._seed.setText(_("Seed: {seed}").format(seed=one.seed))
        self._draw.setVisible(not asking)
        self._draw.setEnabled(not read_only)
        words = str(msg("Draw {n} {n:item|items}", n=one.plan.size))
        self._draw.setText(words)
        self._draw.setAccessibleName(words)

    def _show_spoken(
        self, one: PopulationState, state: SamplingState, *, asking: bool, read_only: bool
    ) -> None:
        frozen_at, spoken_at = one.population.frozen_at, state.spoken_at
        late = spoken_at is not None and frozen_at is not None and spoken_at >= frozen_at
        there = asking and bool(state.spoken)
        self._spoken.setVisible(there and late)
        self._spoken.setEnabled(not read_only)
        words = _("Take {number} of the opening meeting").format(number=state.spoken)
        self._spoken.setText(words)
        self._spoken.setAccessibleName(words)
        by = f"{state.spoken_by} {when(spoken_at)}".strip()
        early = _(
            "{number} of the opening meeting ({by}) was said before this population was frozen; "
            "ask for a new one."
        ).format(number=state.spoken, by=by)
        self._spoken_why.setVisible(there)
        self._spoken_why.setText(by if late else early)

    def take_focus(self) -> None:
        """Go to what is next: the number, or the draw."""
        place: QWidget = self.digits if self._entry.isVisibleTo(self) else self._draw
        place.setFocus(Qt.FocusReason.ShortcutFocusReason)
