"""Comparing a key with its owner: digits to read aloud, hex for paper, a picture for a camera."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.trust import fingerprint_digits, fingerprint_groups
from cfpdesk.store.key_card import fingerprint_qr
from cfpdesk.ui.focus import put_away, reveal
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import color
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.flow_layout import FlowLayout
from cfpdesk.ui.widgets.text import label, row


class QrView(QWidget):
    """Paints the squares of a QR code, dark on light in every mode, for a camera to read."""

    def __init__(self, name: str, size: int = 116) -> None:
        super().__init__()
        self._squares: tuple[tuple[bool, ...], ...] = ()
        self.setAccessibleName(name)
        self.setFixedSize(QSize(size, size))

    def show_squares(self, squares: tuple[tuple[bool, ...], ...]) -> None:
        """Show these squares."""
        self._squares = squares
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint with a quiet zone of four squares."""
        if not self._squares:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        step = self.width() / (len(self._squares) + 8)
        for y, line in enumerate(self._squares):
            for x, dark in enumerate(line):
                if dark:
                    painter.drawRect(QRectF((x + 4) * step, (y + 4) * step, step + 0.3, step + 0.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(color("hair"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class KeyCompare(QFrame):
    """Emits `same` with how it was compared (a value of `steps.team.Compared`), or `differs`."""

    same = Signal(str, str)
    differs = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        role(self, box="raised")
        self._key = self._person = ""
        self._head = label("", "strong", wrap=True)
        self._warning = label("", "warn", wrap=True)
        self._say = label(
            _("Let the owner read the digits from their own screen, and read along."),
            "label",
            wrap=True,
        )
        self._digits = label("", "mono", wrap=True)
        self._digits.setAccessibleName(_("Fingerprint in digits"))
        self._hex = label("", "mono", wrap=True)
        self._hex.setAccessibleName(_("Fingerprint in hex"))
        for words in (self._digits, self._hex):
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._qr = QrView(_("Fingerprint as QR code"))
        texts = QVBoxLayout()
        texts.setSpacing(6)
        for part in (self._head, self._warning, self._say, self._digits, self._hex):
            texts.addWidget(part)
        texts.addStretch(1)
        top = row(spacing=14)
        top.addLayout(texts, 1)
        top.addWidget(self._qr, 0, Qt.AlignmentFlag.AlignTop)
        self._seen = button(_("The same, side by side"), lambda: self._give("in_person"))
        self._heard = button(_("The same, read aloud"), lambda: self._give("read_aloud"))
        refuse = button(_("Not the same"), lambda: self.differs.emit(self._person), kind="danger")
        later = button(_("Not now"), lambda: put_away(self), kind="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addLayout(top)
        verbs = QWidget()
        flow = FlowLayout(verbs, spacing=8)
        for verb in (self._seen, self._heard, refuse, later):
            flow.addWidget(verb)
        column.addWidget(verbs)

    def open_for(
        self, person: str, name: str, key_sha256: str, card_name: str, *, compared: str
    ) -> None:
        """Show a key.

        Args:
            person: the person's row.
            name: the person's name in the engagement.
            key_sha256: the fingerprint.
            card_name: the name on the card; a different one is pointed out.
            compared: how it was compared already, in words; empty while it was not.
        """
        self._person, self._key = person, key_sha256
        self._head.setText(_("Key of {name}").format(name=name))
        other = bool(card_name) and card_name != name
        self._warning.setVisible(other)
        self._warning.setText(_("The card says {name}.").format(name=card_name))
        self._say.setText(
            compared or _("Let the owner read the digits from their own screen, and read along.")
        )
        self._digits.setText(fingerprint_digits(key_sha256))
        self._hex.setText(fingerprint_groups(key_sha256).upper())
        self._qr.show_squares(fingerprint_qr(key_sha256))
        for each in (self._seen, self._heard):
            each.setVisible(not compared)
        self.show()
        if not compared:
            self._seen.setFocus(Qt.FocusReason.ShortcutFocusReason)
        reveal(self)

    def _give(self, how: str) -> None:
        put_away(self)
        self.same.emit(self._key, how)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            put_away(self)
        else:
            super().keyPressEvent(event)
