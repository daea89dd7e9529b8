"""Nothing is cut off at 1366x768 in either language; what may end in … says so by its class."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from cfpdesk.i18n import Language, set_language
from cfpdesk.model.gate import Target
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.page_registry import PAGES
from cfpdesk.ui.widgets.text import ElidedLabel


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("noun", [entry.noun for entry in PAGES])
def test_no_text_is_cut_off(window: MainWindow, noun: str, language: Language) -> None:
    set_language(language)
    window.speak()
    window.go(Target(noun))
    window.refresh_overview()
    QTest.qWait(120)
    cut = [
        f"{button.text()} {button.width()} < {button.sizeHint().width()}"
        for button in window.findChildren(QPushButton)
        if button.isVisible() and button.text() and button.sizeHint().width() > button.width() + 2
    ]
    cut += [
        f"{words.text()} {words.width()}"
        for words in window.findChildren(QLabel)
        if words.isVisible()
        and not isinstance(words, ElidedLabel)
        and not words.wordWrap()
        and words.fontMetrics().horizontalAdvance(words.text()) > words.width() + 1
    ]
    assert not cut
