"""The field on a picture that words of a mark are typed in."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.photo_mark import Point

_WIDE = 240


class MarkWords(QLineEdit):
    """Enter or leaving it writes the words; Esc drops them; empty ones are dropped, too."""

    written = Signal(object, str)  # Point, words

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._at = Point(0, 0)
        self.setAccessibleName(_("Words on the picture"))
        self.setPlaceholderText(_("Words, then Enter"))
        self.setFixedWidth(_WIDE)
        self.hide()

    def open_at(self, place: QPoint, at: Point) -> None:
        """Open where the words will stand.

        Args:
            place: in the view.
            at: on the picture.
        """
        self._write()
        self._at = at
        view = self.parentWidget()
        if view is not None:
            across = min(place.x(), view.width() - _WIDE - 4)
            down = min(place.y(), view.height() - self.sizeHint().height() - 4)
            self.move(max(across, 0), max(down, 0))
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self) -> None:
        words = self.text().strip()
        self._close()
        if words:
            self.written.emit(self._at, words)

    def _close(self) -> None:
        had = self.hasFocus()
        self.clear()
        self.hide()
        view = self.parentWidget()
        photo = view.parentWidget() if view is not None else None
        if had and photo is not None:
            photo.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Write on Enter, drop on Esc; neither is the picture's then."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._write()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Write what was typed; a menu or the input method is not leaving."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason and not self.isHidden():
            self._write()
