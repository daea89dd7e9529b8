"""The steps of a finding: the line, the next move with what it needs, and the way back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.finding import (
    STATE_WORD,
    WHY,
    Finding,
    FindingState,
    Move,
    Need,
    backward,
    forward,
    line,
    move_to,
)
from cfpdesk.steps import finding
from cfpdesk.steps.finding import FindingView
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.stepper import Stepper, Stop
from cfpdesk.ui.widgets.text import label


class FindingSteps(QWidget):
    """Emits `moved` with the state that is wanted."""

    moved = Signal(object)
    back_wanted = Signal()
    confirm_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view: FindingView | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.stepper = Stepper(_("Steps of the finding"))
        self.stepper.pressed.connect(self._pressed)
        column.addWidget(self.stepper)
        self.next_button = button("", self._move_on, icon="arrow-right", name="next")
        self.needs = label("", "label", wrap=True)
        self._back = button(_("Take up again …"), self.back_wanted.emit, kind="link", name="back")
        self.confirm_button = button(_("Confirm"), self.confirm_wanted.emit, name="confirm")
        self.confirm_button.setToolTip(_("A trainee wrote it; a verifier confirms it"))
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self.next_button)
        below.addWidget(self.needs, 1)
        below.addWidget(self.confirm_button)
        below.addWidget(self._back)
        column.addLayout(below)

    def show_view(self, view: FindingView, *, may_confirm: bool) -> None:
        """Show how far a finding is."""
        self._view = view
        self._show_steps(view.finding)
        self.confirm_button.setVisible(may_confirm)

    def _pressed(self, key: str) -> None:
        """Make the move that was pressed, or say why it is not possible."""
        if self._view is None:
            return
        current = self._view.finding
        wanted = FindingState(key)
        move = move_to(current.kind, current.state, wanted)
        if move is not None and not move.back and not self._missing(current, move):
            self.moved.emit(wanted)
            return
        stop = next(s for s in self._stops(current) if s.key == key)
        self.needs.setText(stop.why or stop.word)

    def _move_on(self) -> None:
        if self._view is not None:
            move = forward(self._view.finding.kind, self._view.finding.state)
            if move is not None:
                self.moved.emit(move.end)

    def lacking(self) -> str:
        """Return what the next step asks for first, by its field's name; empty for nothing."""
        if self._view is None:
            return ""
        current = self._view.finding
        move = forward(current.kind, current.state)
        needs = self._missing(current, move) if move is not None else ()
        return str(needs[0]) if needs else ""

    def _missing(self, current: Finding, move: Move) -> tuple[Need, ...]:
        return finding.missing_for(self._desk.session, current, move)

    def _stops(self, current: Finding) -> tuple[Stop, ...]:
        states = line(current.kind)
        order = tuple(FindingState)
        reached = order.index(current.state)
        next_move = forward(current.kind, current.state)
        disputed = self._view is not None and self._view.disputed
        stops = []
        for state in states:
            word = str(STATE_WORD[state])
            mark = "done" if order.index(state) <= reached else "later"
            why = ""
            if state is FindingState.ANSWERED and disputed:
                mark, word = "disputed", " · ".join((word, _("Disputed")))
            elif next_move is not None and state is next_move.end:
                mark = "now"
            if mark != "done" and next_move is not None:
                why = self._why_not(current, state, next_move)
            stops.append(Stop(state.value, word, mark, why))
        return tuple(stops)

    def _why_not(self, current: Finding, state: FindingState, move: Move) -> str:
        if state is not move.end:
            return _("First: {step}").format(step=STATE_WORD[move.end])
        needs = self._missing(current, move)
        return " ".join(str(WHY[need]) for need in needs)

    def _show_steps(self, current: Finding) -> None:
        self.stepper.set_stops(self._stops(current))
        move = forward(current.kind, current.state)
        self.next_button.setVisible(move is not None)
        self._back.setVisible(backward(current.kind, current.state) is not None)
        if move is None:
            self.needs.setText(_("It is closed. All that was written stays."))
            return
        verbs = {
            FindingState.RAISED: _("Raise it"),
            FindingState.TOLD: _("Client was told"),
            FindingState.ANSWERED: _("Client has answered"),
            FindingState.CORRECTED: _("It was corrected"),
            FindingState.VERIFIED: _("Correction is verified"),
            FindingState.CLOSED: _("Close it"),
        }
        needs = self._missing(current, move)
        self.next_button.setText(verbs[move.end])
        self.next_button.setAccessibleName(verbs[move.end])
        self.next_button.setEnabled(not needs)
        self.needs.setText(" ".join(str(WHY[need]) for need in needs))
        self.next_button.setToolTip(self.needs.text() or "Alt+→")
        set_icon(self.next_button, "arrow-right", "text" if not needs else "disabled", 16)
