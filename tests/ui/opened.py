"""The real window on an engagement, for tests of pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.page import Page
from cfpdesk.ui.theme import theme
from tests.flow.visit.hands import settle

P = TypeVar("P", bound=Page)


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


@contextmanager
def on_page(qtbot: QtBot, session: Session, noun: str) -> Iterator[MainWindow]:
    """Show the window on a page; afterwards its jobs end."""
    window = open_window(qtbot, session)
    window.desk.go(noun)
    settle(60)
    yield window
    window.desk.jobs.cancel_all()
    window.desk.jobs.wait()


def page_of(window: MainWindow, kind: type[P]) -> P:
    """Return the page that is shown, which has to be of a kind."""
    found: Page | None = window.page
    assert isinstance(found, kind)
    return found


def a_file(folder: Path, name: str, data: bytes) -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(data)
    return path


def focus_name() -> str:
    """Return the accessible name of what has the focus."""
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget else ""
