"""The composition root of the window: arguments, fonts, language, colours, session, last resort.

cfpdesk [FOLDER] [--lang zh|en] [--read-only] [--demo]

Broad `except` is allowed here: whatever reaches the top is shown, not lost.
"""

import argparse
import gc
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from cfpdesk.i18n import Language, current_language, msg, set_language

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QApplication

    from cfpdesk.ui.main_window import MainWindow

WIDTH, HEIGHT = 1366, 768
FRAME_PX = 40
"""What the system's title bar and edges take, before it is known: a little more than any does."""
WITHOUT_QT = (
    "cfpdesk.flow",
    "cfpdesk.model.chart.threshold_gauge",
    "cfpdesk.steps.home",
    "cfpdesk.store.identity",
    "cfpdesk.store.session",
)
LATER_MS = 250


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Return what the command line asks of the window."""
    parser = argparse.ArgumentParser(prog="cfpdesk")
    parser.add_argument("folder", nargs="?", type=Path, help="an engagement 委托的文件夹")
    parser.add_argument("--lang", choices=("zh", "en"), help="language 语言")
    parser.add_argument("--read-only", action="store_true", help="look only 只看")
    parser.add_argument("--demo", action="store_true", help="the sample engagement 样例委托")
    parser.add_argument("--quit-after-paint", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(words)


def now() -> datetime:
    """Return the device's time."""
    return datetime.now(UTC)


def application() -> "QApplication":
    """Return the one application, made on the first call, in the house style."""
    _import_without_qt()
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from cfpdesk.ui.collector import Collector

    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    # The style as an option: `setStyle` would return it, and wrapping it is a sixtieth of a start.
    made = QApplication([*sys.argv[:1], "-style", "Fusion"])
    made.setApplicationName("cfpdesk")
    # macOS leaves buttons out unless the person found a setting; here all is done by keyboard.
    made.styleHints().setTabFocusBehavior(Qt.TabFocusBehavior.TabFocusAllControls)
    Collector(made)  # from here on garbage is looked for in this thread alone
    return made


def _import_without_qt() -> None:
    """Import what the first page needs besides Qt, before Qt.

    The binding reads the source text of every module that is imported after it; for those that
    are there already it does not, which saves a tenth of the start.
    """
    for name in WITHOUT_QT:
        import_module(name)


def build(words: Sequence[str] = ()) -> "MainWindow":
    """Make the window with its services and begin the row of opening pages; does not show it."""
    application()
    return _window(parse(words))


def _window(arguments: argparse.Namespace) -> "MainWindow":
    from PySide6.QtCore import QTimer

    from cfpdesk.ui.main_window import MainWindow
    from cfpdesk.ui.opening_flow import OpeningFlow
    from cfpdesk.ui.settings import Settings
    from cfpdesk.ui.theme import system_wants_contrast, theme
    from cfpdesk.ui.tokens import Mode
    from cfpdesk.ui.window_services import Services

    settings = Settings()
    set_language(arguments.lang or settings.language or system_language())
    large = settings.flag("large") if settings.text("large") else None
    theme().choose(Mode.SYSTEM if system_wants_contrast() else settings.mode, large=large)
    window = MainWindow(now)
    window.kept = (Services(window),)
    if arguments.quit_after_paint:
        window.first_paint.done.connect(partial(_say_painted, window))
    geometry = settings.bytes("geometry")
    if geometry.isEmpty() or not window.restoreGeometry(geometry):
        window.resize(WIDTH, HEIGHT)
    flow = OpeningFlow(window, arguments.folder, read_only=arguments.read_only)
    flow.start(demo=arguments.demo)
    window.first_paint.done.connect(
        lambda: QTimer.singleShot(LATER_MS, window, lambda: add_late(window))
    )
    return window


def fit_to_screen(window: "MainWindow", room: "QSize") -> None:
    """Let the window fill the screen where it would be larger than the room there is.

    A laptop of 1366 × 768 has less than that to give; the next line is at the lower edge and
    would lie below the task bar.

    Args:
        room: what the screen has to give, in logical pixels, without the task bar.
    """
    from PySide6.QtCore import Qt

    fits = window.width() <= room.width() and window.height() + FRAME_PX <= room.height()
    if not fits:
        window.resize(min(window.width(), room.width()), room.height() - FRAME_PX)
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def add_late(window: "MainWindow") -> None:
    """Add what the first painted page does not need: drop zones, backups, Qt's words, imports."""
    from cfpdesk.ui.backup_watch import BackupWatch
    from cfpdesk.ui.drop_zones import DropZones
    from cfpdesk.ui.qt_words import speak_qt
    from cfpdesk.ui.touch_keyboard import TouchKeyboard
    from cfpdesk.ui.warm_up import WarmUp

    speak_qt(current_language())
    late = (DropZones(window), BackupWatch(window), TouchKeyboard(window))
    window.kept = (*window.kept, *late)
    WarmUp(window)
    if sys.platform == "darwin":
        from cfpdesk.ui.menu_bar import MenuBar

        window.setMenuBar(MenuBar(window))


def system_language() -> Language:
    """Return the language of the system where it is ours, else Chinese."""
    from PySide6.QtCore import QLocale

    return "en" if QLocale.system().language() == QLocale.Language.English else "zh"


def install_last_resort(window: "MainWindow") -> None:
    """Show errors that nobody caught, with details to copy; what was saved is safe."""
    log = logging.getLogger("cfpdesk")

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("".join(traceback.format_exception(kind, error, trace)))
        if isinstance(error, Exception):
            window.desk.report(error)

    sys.excepthook = show


def main(words: Sequence[str] = ()) -> int:
    """Open the window and run until it is closed; the exit code is Qt's."""
    if sys.platform.startswith("linux") and not _has_display():
        sentence = msg("There is no display. On the command line see: cfpdesk --help")
        sys.stderr.write(f"{sentence}\n")  # there is no window to say it in
        return 2
    gc.disable()  # what a start makes stays; looking for garbage would take a tenth of it
    try:
        arguments = parse(words)  # before Qt: see `_import_without_qt`
        app = application()
        window = _window(arguments)
        install_last_resort(window)
        if app.platformName() != "offscreen":  # where there is no screen, nothing is too small
            fit_to_screen(window, window.screen().availableSize())
        window.show()
    finally:
        gc.freeze()  # and it stays disabled: see `ui.collector`
    return int(app.exec())


def _say_painted(window: "MainWindow") -> None:
    """Say that the first page is painted, and quit; for the benchmark of the start.

    The exit code is 1 where no engagement was opened.
    """
    if window.page is None:
        from PySide6.QtCore import QCoreApplication

        QCoreApplication.exit(1)
        return
    sys.stdout.write("painted\n")
    sys.stdout.flush()
    window.close()


def _has_display() -> bool:
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    headless = chosen in ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
    return bool(headless or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
