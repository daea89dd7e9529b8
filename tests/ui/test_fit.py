"""Nothing is cut off at 1366x768 in either language; what may end in … says so by its class."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea

from cfpdesk.i18n import Language, set_language
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.gate import Target
from cfpdesk.model.meeting import MeetingKind
from cfpdesk.steps import attendance, engagement, opening
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.page_registry import PAGES
from cfpdesk.ui.pages.engagement_page import EngagementPage, Tab
from tests.flow.visit.hands import press_key
from tests.ui.visit_pages import cut_in_the_end


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_of_a_page_is_cut_off(window: MainWindow, language: Language) -> None:
    speak(window, language)
    cut = {}
    for entry in PAGES:
        window.go(Target(entry.noun))
        window.refresh_overview()
        cut[entry.noun] = cut_in_the_end(window)
    assert {noun: texts for noun, texts in cut.items() if texts} == {}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1280, 640)])
def test_no_text_of_a_tab_is_cut_off(
    window: MainWindow, language: Language, size: tuple[int, int]
) -> None:
    speak(window, language)
    window.resize(*size)
    window.go(Target("engagement"))
    page = window.page
    assert isinstance(page, EngagementPage)
    press_key(Qt.Key.Key_Escape)
    cut, wide = {}, []
    for part in Tab:
        page.findChildren(QPushButton, f"choice-{part}")[0].click()
        window.refresh_overview()
        cut[part] = cut_in_the_end(window if size == (1366, 768) else page)
        wide += [
            (part, area.objectName())
            for area in page.findChildren(QScrollArea)
            if area.isVisible() and area.horizontalScrollBar().maximum()
        ]
    assert {part: texts for part, texts in cut.items() if texts} == {}
    assert wide == [], "a tab scrolls sideways"


def speak(window: MainWindow, language: Language) -> None:
    """Let the window speak a language."""
    set_language(language)
    window.speak()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_opening_meeting_fits_without_scrolling(window: MainWindow, language: Language) -> None:
    """Nine points, one of one's own, nine people: the usual meeting on the usual laptop."""
    session = window.desk.session
    engagement.arrange(session, MeetingKind.CLOSING, session.now())
    engagement.arrange_place(session, MeetingKind.CLOSING, "二楼会议室")
    opening.begin(session)
    opening.add_point(session, "中午在厂内食堂用餐")
    wanted = 9 - len(opening.state(session).sheet.rows)
    for number in range(wanted):
        attendance.add_attendee(session, MeetingKind.OPENING, f"客户{number}", title="车间主任")
    assert len(opening.state(session).sheet.rows) == 9
    assert session.find(Engagement).criteria
    speak(window, language)
    window.go(Target("opening"))
    page = window.page
    assert page is not None
    for _turn in range(50):  # a busy machine takes its time to lay the page out
        QTest.qWait(100)
        bars = [area.verticalScrollBar() for area in page.findChildren(QScrollArea)]
        over = [bar.maximum() for bar in bars if bar.maximum() > bar.minimum()]
        if not over:
            break
    assert over == []
