"""The foot of the side panel: what a clause asks, and how a thing is verified (F1)."""

from typing import TYPE_CHECKING

from cfpdesk.i18n import msg
from cfpdesk.ui.page import Guidance

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow


def show_guidance(window: "MainWindow") -> None:
    """Open the panel with what the page says of the thing in focus; again closes it."""
    page = window.page
    guidance = page.guidance() if page is not None else None
    if guidance is None:
        window.desk.say(msg("There is no guidance for this."))
        return
    same = window.side.guidance == guidance and window.side.isVisible()
    window.side.show_guidance(None if same else guidance)
    if not same and not window.side.isVisible():
        window.toggle_side()


def show_beside(window: "MainWindow", guidance: Guidance) -> None:
    """Open the panel with something that was found (Ctrl+Enter in the palette)."""
    window.side.show_guidance(guidance)
    if not window.side.isVisible():
        window.toggle_side()
