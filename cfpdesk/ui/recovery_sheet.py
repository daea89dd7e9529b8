"""The recovery sheet on paper: the encrypted keys as a QR code, with the fingerprint, on A4."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from cfpdesk.i18n import _
from cfpdesk.model.trust import fingerprint_digits, fingerprint_groups
from cfpdesk.store.identity import Identity
from cfpdesk.store.recovery_file import recovery_qr
from cfpdesk.ui.theme import families
from cfpdesk.ui.tokens import MONO_FAMILIES

DPI = 300
MM = DPI / 25.4
QR_MM = 92.0


def recovery_sheet(identity: Identity) -> bytes:
    """Return the sheet as PDF bytes; there is no passphrase on it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setTitle(_("Recovery sheet"))
    writer.setCreator("cfpdesk")
    page = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    _draw(painter, identity)
    painter.end()
    return bytes(QByteArray(buffer.data()).data())


def _draw(painter: QPainter, identity: Identity) -> None:
    card = identity.card
    y = _text(painter, 22, _("Recovery sheet"), 20, bold=True)
    y = _text(painter, y + 2, f"{card.name}  {card.organisation}".strip(), 13)
    made = _("Key made {day}").format(day=f"{card.created_at:%Y-%m-%d}")
    y = _text(painter, y, made, 10, quiet=True)
    y += 6
    _squares(painter, recovery_qr(identity), y)
    y += QR_MM + 8
    y = _text(painter, y, _("Fingerprint of the key"), 10, quiet=True)
    y = _text(painter, y, fingerprint_groups(card.key_sha256), 10, mono=True)
    y = _text(painter, y, fingerprint_digits(card.key_sha256), 12, mono=True)
    y += 6
    for line in (
        _("This code holds your key, encrypted. "
          "It opens only with your passphrase, which is not here."),
        _("On a new computer choose “bring it back” on first run and open the recovery file, "
          "or read this code with a scanner into a file whose name ends in .cfrecovery."),
        _("The new computer is a new device of yours; tell the lead, "
          "and do not use the old one again."),
        _("Lock this sheet away. Whoever has it and your passphrase can sign as you."),
    ):  # fmt: skip
        y = _text(painter, y + 1.5, line, 10.5)


def _text(
    painter: QPainter,
    top: float,
    text: str,
    points: float,
    *,
    bold: bool = False,
    quiet: bool = False,
    mono: bool = False,
) -> float:
    """Draw a text wrapped on the page; returns where the next one begins, in millimetres."""
    font = QFont(list(MONO_FAMILIES if mono else families()))
    font.setPointSizeF(points)
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(QColor("#5F6A69" if quiet else "#141B1C"))
    room = QRectF(20 * MM, top * MM, 170 * MM, 60 * MM)
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
    used = painter.boundingRect(room, int(flags), text)
    painter.drawText(room, int(flags), text)
    return top + used.height() / MM + 1


def _squares(painter: QPainter, squares: tuple[tuple[bool, ...], ...], top: float) -> None:
    size = QR_MM * MM / len(squares)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#000000"))
    for line, dark_row in enumerate(squares):
        for column, dark in enumerate(dark_row):
            if dark:
                box = QRectF(
                    20 * MM + column * size, top * MM + line * size, size + 0.3, size + 0.3
                )
                painter.drawRect(box)
