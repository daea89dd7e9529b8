"""The row above a page: its noun, one line of state in figures, and its buttons; banners below."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cfpdesk.i18n import Text, current_language, text_in
from cfpdesk.ui.page import PageAction, key_text
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.status_icon import LEVELS, StatusIcon
from cfpdesk.ui.widgets.text import ElidedLabel, empty, label

HEIGHT = 56


class TitleRow(QFrame):
    """Shows what the page says of itself; `left` tells that the button in focus is gone or grey."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, box="title-row")
        self.setObjectName("title-row")
        self.setFixedHeight(HEIGHT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 20, 0)
        layout.setSpacing(8)
        self._title = label("", "title")
        self._state = ElidedLabel("", "muted")
        layout.addWidget(self._title)
        layout.addSpacing(6)
        layout.addWidget(self._state, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        layout.addLayout(self._buttons)
        self._made: dict[str, QPushButton] = {}
        self._actions: dict[str, PageAction] = {}

    def show_page(self, title: str, state: str, *, work: bool) -> None:
        """Show noun and state line."""
        role(self, work="true" if work else "false")
        self._title.setText(title)
        self._state.setText(state)

    def show_actions(self, actions: Sequence[PageAction]) -> None:
        """Show the buttons; those with the same names stay and keep focus."""
        shown = [action for action in actions if action.in_title]
        self._actions = {action.name: action for action in shown}
        focus = self.window().focusWidget()
        held = next((name for name, made in self._made.items() if made is focus), "")
        if [a.name for a in shown] != list(self._made):
            empty(self._buttons)
            self._made = {action.name: self._make(action) for action in shown}
            for made in self._made.values():
                self._buttons.addWidget(made)
        for action in shown:
            self._show(self._made[action.name], action)
        now = self._made.get(held)
        if now is not None and now.isEnabled():
            now.setFocus(Qt.FocusReason.OtherFocusReason)
        elif held:
            self.left.emit()

    def _make(self, action: PageAction) -> QPushButton:
        kind = "primary" if action.primary else ""
        made = button(action.text, self._runner(action.name), icon=action.icon, kind=kind)
        made.setObjectName(f"action-{action.name}")
        made.setCheckable(action.checked is not None)
        return made

    def _runner(self, name: str) -> Callable[[], object]:
        def run() -> None:
            self._actions[name].run()  # looked up now: the action may be a newer one

        return run

    @staticmethod
    def _show(made: QPushButton, action: PageAction) -> None:
        made.setText(action.text)
        made.setAccessibleName(action.text)
        made.setEnabled(action.enabled)
        if action.checked is not None:
            made.setChecked(action.checked)
        key = key_text(action.shortcut)
        made.setToolTip(
            action.why if action.why and not action.enabled else f"{action.text}  {key}".strip()
        )
        made.setAccessibleDescription(action.why if not action.enabled else "")


class Banners(QWidget):
    """Sentences that need somebody; each stays until its cause is gone."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banners")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(20, 0, 20, 8)
        self._layout.setSpacing(6)
        self._shown: dict[str, tuple[Text, Text, Callable[[], object] | None]] = {}
        self._frames: dict[str, QFrame] = {}
        self.hide()

    def put(self, code: str, text: Text, remedy: Text, act: Callable[[], object] | None) -> None:
        """Show a banner, in place of one with the same code."""
        self._shown[code] = (text, remedy, act)
        self._draw(code)

    def drop(self, code: str) -> None:
        """Take a banner away."""
        self._shown.pop(code, None)
        frame = self._frames.pop(code, None)
        if frame is not None:
            self._layout.removeWidget(frame)
            frame.hide()
            frame.deleteLater()
        self.setVisible(bool(self._frames))

    def settle(self, *codes: str) -> None:
        """Take away what a later deed, or another page, has overtaken."""
        for code in codes:
            self.drop(code)

    def build(self) -> None:
        """Say all of them anew, in the language of the window."""
        for code in list(self._shown):
            self._draw(code)

    def _draw(self, code: str) -> None:
        text, remedy, act = self._shown[code]
        old = self._frames.pop(code, None)
        if old is not None:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        from cfpdesk.model.gate import Level

        language = current_language()
        frame = QFrame()
        role(frame, box="tint-warn")
        frame.setObjectName(f"banner-{code}")
        line = QHBoxLayout(frame)
        line.setContentsMargins(12, 6, 8, 6)
        line.addWidget(StatusIcon(LEVELS[Level.WARNING], 18))
        line.addWidget(label(text_in(text, language), wrap=True), 1)
        words = text_in(remedy, language)
        if words and act is not None:
            line.addWidget(button(words, act, kind="link"))
        self._frames[code] = frame
        self._layout.addWidget(frame)
        self.show()
