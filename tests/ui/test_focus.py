"""What gets the focus by a verb can be seen, wherever it opened."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from cfpdesk.model.gate import Target
from cfpdesk.steps import opening
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.opening_page import OpeningPage
from cfpdesk.ui.signing_window import SigningWindow
from cfpdesk.ui.widgets.kit_panel import KitPanel
from tests.flow.visit import dialogs


def test_a_card_that_opens_below_the_fold_is_scrolled_to(window: MainWindow) -> None:
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


def test_handing_over_from_a_menu_covers_nothing_and_the_focus_comes_back(
    window: MainWindow,
) -> None:
    session = window.desk.session
    opening.begin(session)
    window.go(Target("opening"))
    QTest.qWait(100)
    page = window.page
    assert isinstance(page, OpeningPage)
    person = opening.state(session).sheet.rows[0].person
    button = window.findChild(QPushButton, "action-print")
    assert button is not None
    button.setFocus()

    def menu() -> None:
        made = QMenu(page)
        made.addAction("李梅").triggered.connect(lambda: page._hand_over(person))
        made.exec(button.mapToGlobal(button.rect().bottomLeft()))

    dialogs.in_menu(menu, "李梅")
    QTest.qWait(250)
    shown = QApplication.activeWindow()
    assert isinstance(shown, SigningWindow)
    assert shown._stack.currentWidget() is not shown._cover
    shown._close()
    QTest.qWait(150)
    assert window.focusWidget() is button
