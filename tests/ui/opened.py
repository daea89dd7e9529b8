"""The real window on an engagement, for tests of pages."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.theme import theme
from tests.flow.visit.hands import settle


def open_window(qtbot: QtBot, session: Session) -> MainWindow:
    """Show the window on an engagement at the smallest usual size."""
    app = QApplication.instance()
    if isinstance(app, QApplication) and not app.styleSheet():
        theme().apply()  # costs seconds once many widgets live
    window = MainWindow(session.clock)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.open_session(session)
    window.show()
    window.activateWindow()
    settle()
    return window


def a_file(folder: Path, name: str, data: bytes) -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(data)
    return path


def focus_name() -> str:
    """Return the accessible name of what has the focus."""
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget else ""
