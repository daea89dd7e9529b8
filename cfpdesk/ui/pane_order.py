"""F6: from pane to pane of the page, to the side panel, to the rail, and round."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow


def next_pane(window: "MainWindow", step: int) -> None:
    """Go to the next (1) or previous (-1) pane that can take the focus."""
    page = window.page
    panes = [pane for pane in (page.panes() if page is not None else ()) if pane.isVisible()]
    places: list[QWidget] = [*panes] if panes or page is None else [page]
    if window.side.isVisible():
        places.append(window.side)
    places.append(window.rail)
    focus = QApplication.focusWidget()
    at = next(
        (n for n, p in enumerate(places) if focus and (p is focus or p.isAncestorOf(focus))), -1
    )
    for distance in range(1, len(places) + 1):
        if _focus_into(places[(at + step * distance) % len(places)]):
            return


def _focus_into(place: QWidget) -> bool:
    for widget in [place, *place.findChildren(QWidget)]:
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
    return False
