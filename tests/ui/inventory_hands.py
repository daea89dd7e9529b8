"""Hands for the inventory page in the real window: open it, type, press, look at its rows."""

from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from cfpdesk.model.dataset import Dataset
from cfpdesk.model.inventory import LineReview
from cfpdesk.steps import inventory_edit
from cfpdesk.steps.inventory_edit import LineRef
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.inventory_page import InventoryPage
from cfpdesk.ui.parts.line_rows import line_key
from tests import client_files
from tests.client_files import WORKBOOK

D = Decimal


def opened(window: MainWindow) -> InventoryPage:
    window.desk.go("inventory")
    QApplication.processEvents()
    found = window.page
    assert isinstance(found, InventoryPage)
    return found


def take_in(session: Session, path: Path = WORKBOOK, number: str = "E-1-001") -> Dataset:
    return client_files.take_in(session, path, number, name="清单")


def key(page: InventoryPage, code: str) -> str:
    return next(line_key(v) for v in page._state.lines if v.result.line.code == code)


def line(page: InventoryPage, code: str) -> LineRef:
    return page._act.ref_of(key(page, code))


def choose(page: InventoryPage, code: str) -> None:
    page._to_line(key(page, code))
    QApplication.processEvents()


def review(page: InventoryPage, code: str) -> LineReview:
    return inventory_edit.review(page.session, line(page, code))


def write(edit: QLineEdit, text: str) -> None:
    """Type, Chinese through the input method as a person does."""
    edit.setFocus()
    edit.selectAll()
    if text.isascii():
        QTest.keyClicks(edit, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(edit, event)


def fill(edit: QLineEdit, text: str) -> None:
    write(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Tab)


def press(parent: QWidget, name: str) -> None:
    found = parent.findChild(QPushButton, name)
    assert found is not None, name
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def popup(kind: type[QWidget]) -> QWidget:
    return next(w for w in QApplication.allWidgets() if isinstance(w, kind) and w.isVisible())


def reason(text: str) -> None:
    field = next(
        w
        for w in QApplication.allWidgets()
        if isinstance(w, QLineEdit) and w.objectName() == "reason" and w.isVisible()
    )
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def cells(page: InventoryPage, code: str) -> list[str]:
    model = page._work.list.grid.rows_model
    row = next(n for n, row in enumerate(model.rows) if row.key == key(page, code))
    return [str(model.data(model.index(row, c), 0)) for c in range(model.columnCount())]


def first_code(page: InventoryPage) -> str:
    rows = page._work.list.grid.rows_model.rows
    return next(row.view.result.line.code for row in rows if row.view)


def with_sample(window: MainWindow) -> InventoryPage:
    """Return the page with the sample's inventory."""
    take_in(window.desk.session)
    return opened(window)
