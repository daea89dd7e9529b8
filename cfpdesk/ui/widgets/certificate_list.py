"""The certificates of a person, written in place: kind, number, issuer, from day to day."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.competence import PersonCertificate
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.cell_row import CellRow
from cfpdesk.ui.widgets.text import Hairline, label, row

Kinds = Sequence[tuple[str, str]]


class CertificateRow(CellRow):
    """One certificate in three lines."""

    removed = Signal()

    def __init__(self, kinds: Kinds) -> None:
        super().__init__("valid_")
        self.kind = QComboBox()
        self.kind.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.kind.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        role(self.kind, cell=True)
        for code, text in kinds:
            self.kind.addItem(text, code)
        self.kind.activated.connect(lambda n: self.written.emit("kind", self.kind.itemData(n)))
        self.kind.installEventFilter(self)
        self._remove = tool("close", _("Take out"), self.removed.emit, token="text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 3, 0, 3)
        column.setSpacing(0)
        first = row(spacing=2)
        first.addWidget(self.kind, 1)
        first.addWidget(self._remove)
        second = row(spacing=2)
        self._number = self.add_field("number", _("Number"))
        second.addWidget(self._number, 1)
        second.addWidget(self.add_field("valid_from", _("from")))
        second.addWidget(label("–", "muted"))
        second.addWidget(self.add_field("valid_to", _("to")))
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.add_field("issuer", _("Issued by")))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the wheel scroll the page instead of changing the kind."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def show_certificate(self, kept: PersonCertificate, number: int, *, frozen: bool) -> None:
        """Show a certificate; `number` tells several of one person apart."""
        self.kind.setCurrentIndex(self.kind.findData(kept.kind))
        self.kind.setObjectName(f"certificate-kind-{kept.row}")
        self.kind.setAccessibleName(_("Kind of certificate {n}").format(n=number))
        self.kind.setEnabled(not frozen)
        self.show_values(
            lambda name: getattr(kept, name),
            lambda name: f"certificate-{name}-{kept.row}",
            _("Certificate {n}").format(n=number),
            frozen=frozen,
        )
        self._remove.setEnabled(not frozen)
        self._remove.setAccessibleName(_("Take certificate {n} out").format(n=number))

    def number(self) -> QLineEdit:
        """Return the field for the number."""
        return self._number


class CertificateList(QWidget):
    """Signals carry the certificate's row first."""

    written = Signal(str, str, object)
    removed = Signal(str)
    added = Signal()

    def __init__(self, kinds: Kinds) -> None:
        super().__init__()
        self._kinds = kinds
        self._rows: dict[str, CertificateRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._layout = QVBoxLayout()
        self._layout.setSpacing(0)
        self.new = button(
            _("Add a certificate"), self.added.emit, icon="plus", kind="quiet", name="certificate"
        )
        column.addLayout(self._layout)
        column.addWidget(Hairline())
        column.addLayout(row(self.new, None))

    def show_certificates(self, kept: Sequence[PersonCertificate], *, frozen: bool) -> None:
        """Show these; rows of the same certificate stay, so that focus stays."""
        wanted = [found.row for found in kept]
        for gone in [found for found in self._rows if found not in wanted]:
            self._rows.pop(gone).deleteLater()
        for found in wanted:
            if found not in self._rows:
                self._rows[found] = self._make(found)
        for place, one in enumerate(kept):
            self._layout.removeWidget(self._rows[one.row])
            self._layout.insertWidget(place, self._rows[one.row])
            self._rows[one.row].show_certificate(one, place + 1, frozen=frozen)
        self.new.setEnabled(not frozen)

    def focus_on(self, certificate: str = "") -> None:
        """Go to a certificate, or to the first; to the button where there is none."""
        found = self._rows.get(certificate) or next(iter(self._rows.values()), None)
        target = found.number() if found is not None else self.new
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _make(self, certificate: str) -> CertificateRow:
        made = CertificateRow(self._kinds)
        made.written.connect(lambda field, value: self.written.emit(certificate, field, value))
        made.removed.connect(lambda: self.removed.emit(certificate))
        return made
