"""Where the person was on a page: which field, where in it, how far each area is scrolled."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QPlainTextEdit, QWidget


class PagePlace:
    """What is kept of a page while it is built anew."""

    def __init__(self, page: QWidget) -> None:
        focus = page.focusWidget()
        fields = _fields(page)
        self._index = fields.index(focus) if focus in fields else -1
        self._name = focus.objectName() if focus is not None else ""
        self._cursor = _cursor(focus)
        self._text = _text(focus)
        self._had_focus = focus is not None and focus.hasFocus()
        self._scroll = [
            (area.horizontalScrollBar().value(), area.verticalScrollBar().value())
            for area in page.findChildren(QAbstractScrollArea)
        ]

    def restore(self, page: QWidget) -> None:
        """Put focus, half-typed text, cursor and scroll back after a rebuild."""
        areas = page.findChildren(QAbstractScrollArea)
        for area, (x, y) in zip(areas, self._scroll, strict=False):
            area.horizontalScrollBar().setValue(x)
            area.verticalScrollBar().setValue(y)
        fields = _fields(page)
        named = page.findChild(QWidget, self._name) if self._name else None
        field = named
        if field is None and 0 <= self._index < len(fields):
            field = fields[self._index]
        if not isinstance(field, QWidget):
            return
        if self._had_focus:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        _put(field, self._text, self._cursor)


def _fields(page: QWidget) -> list[QWidget]:
    return [w for w in page.findChildren(QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus]


def _cursor(field: QWidget | None) -> int:
    if isinstance(field, QLineEdit):
        return field.cursorPosition()
    if isinstance(field, QPlainTextEdit):
        return field.textCursor().position()
    return -1


def _text(field: QWidget | None) -> str | None:
    if isinstance(field, QLineEdit) and field.isModified():
        return field.text()
    if isinstance(field, QPlainTextEdit) and field.document().isModified():
        return field.toPlainText()
    return None


def _put(field: QWidget, text: str | None, cursor: int) -> None:
    if isinstance(field, QLineEdit):
        if text is not None and not field.isReadOnly():
            field.setText(text)
            field.setModified(True)
        field.setCursorPosition(max(cursor, 0))
    elif isinstance(field, QPlainTextEdit):
        if text is not None and not field.isReadOnly():
            field.setPlainText(text)
            field.document().setModified(True)
        at = field.textCursor()
        at.setPosition(min(max(cursor, 0), len(field.toPlainText())))
        field.setTextCursor(at)
