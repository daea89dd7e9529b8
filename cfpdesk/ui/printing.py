"""Printing a PDF by the system's dialog: the pages as previewed, nothing laid out anew."""

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from cfpdesk.documents.preview import page_picture, page_sizes
from cfpdesk.ui.widgets.pdf_view import image_of

DOTS_PER_INCH = 300
POINTS_PER_INCH = 72
MILLIMETRES_PER_POINT = 25.4 / POINTS_PER_INCH


def print_pdf(parent: QWidget, pdf: bytes, title: str) -> bool:
    """Ask for a printer and print.

    Returns:
        False if the person left the dialog, or that of a printer which asks for a file's name.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    _lay_out(printer, *page_sizes(pdf)[0])
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    return draw(printer, pdf)


def draw(printer: QPrinter, pdf: bytes) -> bool:
    """Draw the pages of a PDF that the dialog asked for onto a printer; False if it takes none."""
    sizes = page_sizes(pdf)
    first = max(printer.fromPage(), 1)
    last = min(printer.toPage() or len(sizes), len(sizes))
    painter = QPainter()
    for number in range(first - 1, last):
        _lay_out(printer, *sizes[number])
        if not painter.isActive():
            if not painter.begin(printer):
                return False
        else:
            printer.newPage()
        dots = min(printer.resolution(), DOTS_PER_INCH)
        picture = image_of(page_picture(pdf, number, dots / POINTS_PER_INCH))
        area = printer.pageLayout().fullRectPixels(printer.resolution())
        painter.drawImage(QRectF(area), picture)
    return painter.end()


def _lay_out(printer: QPrinter, width: float, height: float) -> None:
    """Set paper size and direction to those of a page in points."""
    size = QSizeF(min(width, height), max(width, height)) * MILLIMETRES_PER_POINT
    page = QPageSize(size, QPageSize.Unit.Millimeter)
    printer.setPageSize(page)
    wide = QPageLayout.Orientation
    printer.setPageOrientation(wide.Landscape if width > height else wide.Portrait)
