"""Printing a PDF by the system's dialog: the pages as previewed, nothing laid out anew."""

import pypdfium2
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

DOTS_PER_INCH = 300
POINTS_PER_INCH = 72
MILLIMETRES_PER_POINT = 25.4 / POINTS_PER_INCH


def print_pdf(parent: QWidget, pdf: bytes, title: str) -> bool:
    """Ask for a printer and print; returns False if the person left the dialog."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    draw(printer, pdf)
    return True


def draw(printer: QPrinter, pdf: bytes) -> None:
    """Draw the pages of a PDF that the dialog asked for onto a printer."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        first = max(printer.fromPage(), 1)
        last = min(printer.toPage() or len(document), len(document))
        painter = QPainter()
        for number in range(first - 1, last):
            page = document[number]
            _lay_out(printer, *page.get_size())
            if not painter.isActive():
                painter.begin(printer)
            else:
                printer.newPage()
            dots = min(printer.resolution(), DOTS_PER_INCH)
            picture = page_image(page, dots / POINTS_PER_INCH)
            area = printer.pageLayout().fullRectPixels(printer.resolution())
            painter.drawImage(QRectF(area), picture)
        painter.end()
    finally:
        document.close()


def _lay_out(printer: QPrinter, width: float, height: float) -> None:
    """Set paper size and direction to those of a page in points."""
    size = QSizeF(min(width, height), max(width, height)) * MILLIMETRES_PER_POINT
    page = QPageSize(size, QPageSize.Unit.Millimeter)
    printer.setPageSize(page)
    wide = QPageLayout.Orientation
    printer.setPageOrientation(wide.Landscape if width > height else wide.Portrait)


def page_image(page: pypdfium2.PdfPage, scale: float) -> QImage:
    """Return a page as a picture; `scale` is pixels per point. The picture owns its bytes."""
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
    image = QImage(
        bytes(bitmap.buffer),
        bitmap.width,
        bitmap.height,
        bitmap.stride,
        QImage.Format.Format_RGBX8888,
    )
    return image.copy()
