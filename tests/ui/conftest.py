"""A real window on a real engagement, offscreen."""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from cfpdesk import app
from cfpdesk.i18n import set_language
from cfpdesk.model.journal import Actor
from cfpdesk.store.session import Session
from cfpdesk.ui.drop_zones import DropZones
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.theme import theme
from cfpdesk.ui.tokens import Mode
from cfpdesk.ui.window_services import Services
from tests.kept import the_sample

KEY = "7f3a91c2" + "0" * 56


def clock() -> datetime:
    """The time of the tests is the device's."""
    return datetime.now(UTC)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The one application, in the house style."""
    return app.application()


@pytest.fixture(autouse=True)
def plain_theme(qapp: QApplication) -> None:
    """Begin in light colours, for the mouse."""
    if theme().mode is not Mode.LIGHT or theme().large or not qapp.styleSheet():
        theme().choose(Mode.LIGHT, large=False)


@pytest.fixture(autouse=True)
def _chinese_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first start speak Chinese also where the system of who runs this does not."""
    monkeypatch.setattr(app, "system_language", lambda: "zh")


@pytest.fixture(autouse=True)
def _no_window_stays() -> Iterator[None]:
    """Take closed windows apart: a look is drawn anew for every widget that is still there."""
    yield
    assert not gc.isenabled(), "only `ui.collector` looks for garbage; a test switched it on"
    for left in QApplication.topLevelWidgets():
        if isinstance(left, MainWindow) and not left.isVisible():
            left.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def engagement(tmp_path: Path) -> Session:
    """The sample engagement in a fresh folder; the lead works here."""
    return the_sample(tmp_path, Actor("林知远", KEY), clock)


@pytest.fixture
def window(engagement: Session) -> Iterator[MainWindow]:
    """The window on the sample engagement, shown and active."""
    set_language("zh")
    made = MainWindow(clock)
    made.kept = (Services(made), DropZones(made))
    made.resize(1366, 768)
    made.open_session(engagement)
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    yield made
    made.desk.jobs.cancel_all()
    made.desk.jobs.wait()
    QApplication.processEvents()
    made.close()
    made.deleteLater()
    QApplication.processEvents()
