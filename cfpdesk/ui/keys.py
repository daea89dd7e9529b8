"""The window's keys, and seeing to it that a text field does not swallow them.

On Linux and macOS text fields claim Ctrl+K, E, D, H for editing through `ShortcutOverride`; the
filter here lets the window win. Typing undo, copy, paste and the like stay with the text.
"""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

# Keys that belong to a text field while it has something to do with them.
_TEXT_KEYS = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.SelectAll,
    QKeySequence.StandardKey.MoveToNextWord,
    QKeySequence.StandardKey.MoveToPreviousWord,
    QKeySequence.StandardKey.SelectNextWord,
    QKeySequence.StandardKey.SelectPreviousWord,
    QKeySequence.StandardKey.DeleteStartOfWord,
)


def platform_key(shortcut: str) -> str:
    """Return a shortcut as it is on this platform: Cmd+H and Cmd+M belong to macOS."""
    if sys.platform == "darwin" and shortcut in ("Ctrl+H", "Ctrl+M"):
        return shortcut.replace("Ctrl+", "Ctrl+Shift+")
    return shortcut


class Keys(QObject):
    """Binds keys to calls in a window; page keys come and go with the page."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._fixed: list[QShortcut] = []
        self._page: list[QShortcut] = []
        self._taken: set[str] = set()
        self._watched: QWidget | None = None
        self.pressed_at = time.monotonic()
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
        self._count()

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
        self._count()

    def enable(self, *, on: bool) -> None:
        """Let the keys work, or rest: in the palette, and on pages outside the engagement."""
        of_page = {shortcut.key().toString() for shortcut in self._page}
        for shortcut in self._fixed:
            shortcut.setEnabled(on and shortcut.key().toString() not in of_page)
        for shortcut in self._page:
            shortcut.setEnabled(on)
        self._count()

    def _make(self, shortcut: str, run: Callable[[], object]) -> QShortcut:
        made = QShortcut(QKeySequence(platform_key(shortcut)), self._window)
        made.setContext(Qt.ShortcutContext.WindowShortcut)
        made.setAutoRepeat(False)
        made.activated.connect(lambda: run())  # noqa: PLW0108 - Qt passes no flag to it
        return made

    def _count(self) -> None:
        self._taken = {s.key().toString() for s in (*self._fixed, *self._page) if s.isEnabled()}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Give a key that the window has bound to the window, not to the text field in focus."""
        if event.type() != QEvent.Type.ShortcutOverride:
            return False
        self.pressed_at = time.monotonic()
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
        if QKeySequence(event.keyCombination()).toString() not in self._taken:
            return False
        return not _text_needs(field, event)


def _text_needs(field: QWidget, event: QKeyEvent) -> bool:
    """Tell whether the text field itself has work for the key: its own undo, copy, paste."""
    if not isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit):
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        return can_undo_typing(field)
    if event.matches(QKeySequence.StandardKey.Redo):
        return can_redo_typing(field)
    if event.matches(QKeySequence.StandardKey.Paste):
        data = QApplication.clipboard().mimeData()
        return data.hasText() and not data.hasUrls()
    return any(event.matches(key) for key in _TEXT_KEYS)


def can_undo_typing(field: QWidget | None) -> bool:
    """Tell whether a text field has typing of its own to undo."""
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable()
    if isinstance(field, QPlainTextEdit | QTextEdit):
        return field.document().isUndoAvailable()
    return False


def can_redo_typing(field: QWidget | None) -> bool:
    """Tell whether a text field has typing of its own to do again."""
    if isinstance(field, QLineEdit):
        return field.isRedoAvailable()
    if isinstance(field, QPlainTextEdit | QTextEdit):
        return field.document().isRedoAvailable()
    return False
