"""What gets the focus by a verb can be seen, wherever it opened."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from cfpdesk.model.gate import Target
from cfpdesk.ui.focus import InSight
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.widgets.kit_panel import KitPanel


def test_a_card_that_opens_below_the_fold_is_scrolled_to(window: MainWindow) -> None:
    watch = InSight(window)
    window.resize(1280, 640)
    window.go(Target("engagement"))
    QTest.qWait(100)
    kit = window.findChild(KitPanel)
    assert kit is not None
    page = window.page
    assert page is not None
    next(a for a in page.page_actions() if a.name == "kit").run()
    QTest.qWait(300)
    field = QApplication.focusWidget()
    assert field is not None
    assert kit.isAncestorOf(field)
    assert field.visibleRegion().boundingRect().height() == field.height()
    assert watch.parent() is window


def test_what_is_clicked_does_not_move_under_the_pointer(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = InSight(window)
    window.resize(1280, 640)
    window.go(Target("engagement"))
    QTest.qWait(100)
    area = next(a for a in window.stack.findChildren(QScrollArea) if a.isVisible())
    monkeypatch.setattr(QApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    before = area.verticalScrollBar().value()
    kit = window.findChild(KitPanel)
    assert kit is not None
    kit.show()
    watch._moved(None, kit)
    QTest.qWait(200)
    assert area.verticalScrollBar().value() == before
