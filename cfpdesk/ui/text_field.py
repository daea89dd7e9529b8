"""What belongs to a text field while it has the focus: its own undo, copy, paste."""

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

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


def needs_key(field: QWidget, event: QKeyEvent) -> bool:
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
