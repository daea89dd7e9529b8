"""Revoking a key: which package is the last good one of each device, and why."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.trust import fingerprint_groups
from cfpdesk.store.exclusion import PackageRecord
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import label, row


class KeyRevoke(QFrame):
    """Emits `revoked` with fingerprint, reason and the last good number by replica."""

    revoked = Signal(str, str, object)

    def __init__(self) -> None:
        super().__init__()
        role(self, box="raised")
        self._key = ""
        self._boxes: dict[str, QComboBox] = {}
        self._head = label("", "strong", wrap=True)
        self._print = label("", "mono", wrap=True)
        self._say = label(
            _(
                "For a key that is lost or stolen. Packages up to the last good one still count; "
                "later ones are refused by everybody who has the new list."
            ),
            "label",
            wrap=True,
        )
        self._packages = QWidget()
        self._grid = QGridLayout(self._packages)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self.reason = QLineEdit()
        self.reason.setObjectName("revoke-reason")
        self.reason.setAccessibleName(_("Why the key is revoked"))
        self.reason.setPlaceholderText(_("Why: everybody reads it in the list"))
        self.reason.returnPressed.connect(self._revoke)
        go = button(_("Revoke the key…"), self._revoke, kind="danger", name="revoke-do")
        later = button(_("Not now"), self.hide, kind="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        for part in (self._head, self._print, self._say, self._packages, self.reason):
            column.addWidget(part)
        column.addLayout(row(go, later, None))

    def open_for(
        self, name: str, key_sha256: str, packages: Mapping[str, Sequence[PackageRecord]]
    ) -> None:
        """Ask about a person's key.

        Args:
            name: the person's.
            key_sha256: the fingerprint.
            packages: what was taken in under it, by replica, the newest first.
        """
        self._key = key_sha256
        self._head.setText(_("Revoke the key of {name}").format(name=name))
        self._print.setText(fingerprint_groups(key_sha256)[:39].upper())
        self.reason.clear()
        role(self.reason, state="")
        self._fill(packages)
        self.show()
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fill(self, packages: Mapping[str, Sequence[PackageRecord]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._boxes = {}
        if not packages:
            words = _("Nothing was taken in under this key; none of its packages will count.")
            self._grid.addWidget(label(words, "muted", wrap=True), 0, 0, 1, 2)
        for number, (replica, records) in enumerate(packages.items(), 1):
            box = QComboBox()
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            for record in records:
                at = record.at.astimezone().strftime("%Y-%m-%d %H:%M")
                box.addItem(_("package {n}, taken in {at}").format(n=record.seq, at=at), record.seq)
            box.addItem(_("none of them"), 0)
            words = (
                _("Last good package")
                if len(packages) == 1
                else _("Last good package of device {n}").format(n=number)
            )
            box.setAccessibleName(words)
            box.setObjectName(f"last-good-{number}")
            self._grid.addWidget(label(words, "label"), number, 0)
            self._grid.addWidget(box, number, 1)
            self._boxes[replica] = box

    def _revoke(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            role(self.reason, state="bad")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        good = {replica: int(box.currentData()) for replica, box in self._boxes.items()}
        self.revoked.emit(self._key, reason, good)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
