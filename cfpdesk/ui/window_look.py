"""How the window looks and speaks: colours, size of the controls, language, full screen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt

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


class _Touch(QObject):
    """Waits for the first touch of the window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.TouchBegin:
            watched.removeEventFilter(self)
            offer_large(self._window)
        return super().eventFilter(watched, event)


def watch_touch(window: "MainWindow") -> None:
    """At the first touch, offer large controls once; the layout never flips by itself."""
    if not window.desk.settings.flag("touch_told"):
        window.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        _Touch(window)


def offer_large(window: "MainWindow") -> None:
    """Say once that there are large controls."""
    window.desk.settings.put_flag("touch_told", value=True)
    if not theme().large:
        window.desk.say(msg("A touch screen? F10 makes everything large enough for fingers."))
