"""What is told after an unclean stop: what was recovered, named honestly; nothing otherwise."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow


def tell(window: "MainWindow") -> None:
    """Open the recovery popover under the saved indicator, if the session recovered something."""
    del window
