"""Hands on the sampling page: what its tests press, fill and look at."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QWidget,
)

from cfpdesk.model.population import (
    Population,
    Risk,
    SampleItem,
)
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.steps import sampling_edit
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.sampling_page import SamplingPage
from cfpdesk.ui.parts.sample_grid import SampleGrid
from tests.flow.visit import hands
from tests.flow.visit.hands import settle
from tests.sampling_samples import (
    drawn,
    slips_population,
)

D = Decimal
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def opened(window: MainWindow) -> SamplingPage:
    window.desk.go("sampling")
    settle(60)
    found = window.page
    assert isinstance(found, SamplingPage)
    return found


def session_of(window: MainWindow) -> Session:
    return window.desk.session


def grid_of(page: SamplingPage) -> SampleGrid:
    grid = page._pane.table.grid
    assert grid is not None
    return grid


def editing(page: SamplingPage) -> bool:
    return grid_of(page).editor is not None


def now(page: SamplingPage) -> PopulationState:
    one = page._one()
    assert one is not None
    return one


def item(page: SamplingPage, key: str) -> SampleItem:
    return sampling_edit.item_of(page.session, now(page).population.row, key)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)
    settle(30)


def keys(text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    for letter in text:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, letter)
    settle(10)


def click(widget: QWidget) -> None:
    hands.click(widget)
    settle(60)


def button(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None, name
    return found


def popup(kind: type) -> QWidget:
    found = [w for w in QApplication.allWidgets() if isinstance(w, kind) and w.isVisible()]
    assert found, kind.__name__
    return found[-1]


def fill(field: QWidget, text: str) -> None:
    field.setFocus()
    if isinstance(field, QLineEdit):
        field.selectAll()
    QTest.keyClicks(field, text)


def a_population(window: MainWindow) -> Population:
    """Return the receipt slips with their control tested, not frozen yet."""
    made = slips_population(session_of(window))
    sampling_edit.edit_recipe(
        session_of(window), made.row, control_risk=Risk.LOW, control_test="过磅流程穿行"
    )
    return made


def a_drawn_page(window: MainWindow, slips: Population) -> SamplingPage:
    """Return the page with a sample that is drawn and not checked."""
    drawn(session_of(window), slips.row)
    return opened(window)
