"""The window's keys, and seeing to it that a text field does not swallow them.

On Linux and macOS text fields claim Ctrl+K, E, D, H for editing through `ShortcutOverride`; the
filter here lets the window win. Typing undo, copy, paste and the like stay with the text.
"""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid


def platform_key(shortcut: str) -> str:
    """Return a shortcut as it is on this platform: Cmd+H and Cmd+M belong to macOS."""
    if sys.platform == "darwin" and shortcut in ("Ctrl+H", "Ctrl+M"):
        return shortcut.replace("Ctrl+", "Ctrl+Shift+")
    return shortcut


TYPING_S = 3.0
"""How long after a key in a text field somebody is still typing there."""


class Keys(QObject):
    """Binds keys to calls in a window; page keys come and go with the page."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._fixed: list[QShortcut] = []
        self._page: list[QShortcut] = []
        self._watched: QWidget | None = None
        self.pressed_at = time.monotonic()
        self._typed_at = -TYPING_S
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
            self._focus_moved(None, app.focusWidget())

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Watch only what has the focus: a filter on everything costs at every event."""
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if now is not None and now.window() is self._window else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def bind(self, shortcut: str, run: Callable[[], object]) -> None:
        """Bind a key of the window."""
        self._fixed.append(self._make(shortcut, run))

    def bind_page(self, pairs: list[tuple[str, Callable[[], object]]]) -> None:
        """Bind the keys of the page that is shown, instead of those of the one before.

        A page key that is also a window key wins while the page is shown.
        """
        for old in self._page:
            old.setEnabled(False)
            old.deleteLater()
        self._page = []
        keys = {QKeySequence(platform_key(key)).toString() for key, _ in pairs}
        for fixed in self._fixed:
            fixed.setEnabled(fixed.key().toString() not in keys)
        self._page = [self._make(key, run) for key, run in pairs]

    def enable(self, *, on: bool) -> None:
        """Let the keys work, or rest: in the palette, and on pages outside the engagement."""
        of_page = {shortcut.key().toString() for shortcut in self._page}
        for shortcut in self._fixed:
            shortcut.setEnabled(on and shortcut.key().toString() not in of_page)
        for shortcut in self._page:
            shortcut.setEnabled(on)

    def _make(self, shortcut: str, run: Callable[[], object]) -> QShortcut:
        made = QShortcut(QKeySequence(platform_key(shortcut)), self._window)
        made.setContext(Qt.ShortcutContext.WindowShortcut)
        made.setAutoRepeat(False)
        made.activated.connect(lambda: self._fire(shortcut, run))
        return made

    @staticmethod
    def _fire(shortcut: str, run: Callable[[], object]) -> None:
        """Run what a key is bound to; Esc first takes away what a field offers over the page.

        Qt counts such a list as part of the window, so that its keys reach the shortcuts before
        the list sees them.
        """
        offered = QApplication.activePopupWidget()
        if shortcut == "Esc" and offered is not None:
            offered.close()
        else:
            run()

    @property
    def typing(self) -> bool:
        """Whether somebody typed into the text field in focus a moment ago."""
        recent = time.monotonic() - self._typed_at < TYPING_S
        return recent and isinstance(self._watched, QLineEdit | QPlainTextEdit)

    def _is_bound(self, key: str) -> bool:
        bound = (*self._fixed, *self._page)
        return any(shortcut.isEnabled() and shortcut.key().toString() == key for shortcut in bound)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Give a key that the window has bound to the window, not to the text field in focus."""
        if event.type() == QEvent.Type.InputMethod:  # Chinese comes without keys
            self._typed_at = time.monotonic()
        if event.type() != QEvent.Type.ShortcutOverride:
            return False
        self.pressed_at = time.monotonic()
        if isinstance(event, QKeyEvent) and event.text().isprintable() and event.text():
            self._typed_at = self.pressed_at
        if (
            isinstance(event, QKeyEvent)
            and isinstance(watched, QWidget)
            and self._window_wins(watched, event)
        ):
            event.ignore()
            return True
        return False

    def _window_wins(self, field: QWidget, event: QKeyEvent) -> bool:
        bare = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        function_key = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
        if bare == Qt.KeyboardModifier.NoModifier and not function_key:
            return False
        if not self._is_bound(QKeySequence(event.keyCombination()).toString()):
            return False
        from cfpdesk.ui.text_field import needs_key

        return not needs_key(field, event)
