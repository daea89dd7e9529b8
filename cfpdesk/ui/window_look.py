"""How the window looks and speaks: colours, size of the controls, language, full screen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from cfpdesk.i18n import Language, current_language, msg, set_language
from cfpdesk.ui.theme import theme

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow


def switch_language(window: "MainWindow") -> None:
    """Speak the other language, with focus, cursor and scroll where they were."""
    language: Language = "en" if current_language() == "zh" else "zh"
    set_language(language)
    window.desk.settings.language = language
    window.speak()


def next_theme(window: "MainWindow") -> None:
    """Go to the next colours (F7)."""
    theme().choose(theme().next_mode())
    window.desk.settings.mode = theme().mode


def toggle_large(window: "MainWindow") -> None:
    """Switch 大号 on or off (F10)."""
    theme().choose(large=not theme().large)
    window.desk.settings.put_flag("large", value=theme().large)


def toggle_full_screen(window: "MainWindow") -> None:
    """Fill the screen or go back (F11)."""
    window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)


def offer_large(window: "MainWindow") -> None:
    """At the first touch, say once that there are large controls."""
    settings = window.desk.settings
    if settings.flag("touch_told"):
        return
    settings.put_flag("touch_told", value=True)
    if not theme().large:
        window.desk.say(msg("A touch screen? F10 makes everything large enough for fingers."))
