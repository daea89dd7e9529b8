"""A PDF as paper on grey, with a bar over its lower edge: pages, and zoom to 400 %."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.pdf_view import PdfView
from cfpdesk.ui.widgets.text import Hairline, label


class PaperView(QWidget):
    """The paper is `area`; it takes the focus and the keys."""

    def __init__(self) -> None:
        super().__init__()
        self.area = PdfView(_("Page as it prints"))
        self.area.setObjectName("paper")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)
        self.bar = self._make_bar()
        self.area.turned.connect(self._show)
        self.area.zoomed.connect(self._show)
        self._show()

    def _make_bar(self) -> QFrame:
        bar = QFrame(self)
        role(bar, box="popover")
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(8, 3, 8, 3)
        layout.setSpacing(2)
        area = self.area
        self._before = tool("chevron-left", _("Previous page"), lambda: self.turn(-1), key="PgUp")
        self._pages = label("", "label")
        self._after = tool("chevron-right", _("Next page"), lambda: self.turn(1), key="PgDn")
        smaller = tool("minus", _("Smaller"), lambda: area.step_zoom(-1), key="Ctrl+-")
        self._percent = button("", lambda: area.set_zoom(0), kind="quiet", tip=_("Fit the width"))
        larger = tool("plus", _("Larger"), lambda: area.step_zoom(1), key="Ctrl++")
        line = Hairline(standing=True)
        line.setFixedHeight(18)
        parts = (self._before, self._pages, self._after, line, smaller, self._percent, larger)
        for part in parts:
            layout.addWidget(part)
        return bar

    def show_pdf(self, pdf: bytes) -> None:
        """Show these bytes; page, zoom and scroll stay where they can."""
        self.area.show_pdf(pdf)

    def first_page(self) -> None:
        """Go to the first page, at its top; for another document."""
        self.area.go_to_page(1)

    def turn(self, by: int) -> None:
        """Turn pages."""
        self.area.go_to_page(self.area.current_page() + by)

    def _show(self) -> None:
        page, pages = self.area.current_page(), self.area.page_count()
        percent = round(self.area.zoom * 100)
        self._pages.setText(f"{page if pages else 0} / {pages}")
        self._percent.setText(f"{percent} %")
        self._percent.setAccessibleName(_("Zoom {n} %, fit the width").format(n=percent))
        self._before.setEnabled(page > 1)
        self._after.setEnabled(page < pages)
        self._place_bar()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the bar at the lower edge."""
        super().resizeEvent(event)
        self._place_bar()

    def _place_bar(self) -> None:
        self.bar.adjustSize()
        x = (self.width() - self.bar.width()) // 2
        self.bar.move(QPoint(max(x, 0), max(self.height() - self.bar.height() - 14, 0)))
        self.bar.raise_()
