"""Nothing is cut off at 1366x768 in either language; what may end in … says so by its class."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from cfpdesk.i18n import Language, set_language
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.gate import Target
from cfpdesk.model.meeting import MeetingKind
from cfpdesk.steps import attendance, engagement, opening
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.page_registry import PAGES
from tests.ui.visit_pages import cut_off


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("noun", [entry.noun for entry in PAGES])
def test_no_text_is_cut_off(window: MainWindow, noun: str, language: Language) -> None:
    assert not cut_off_at(window, Target(noun), language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("field", ["contract_tab", "stages_tab"])
def test_no_text_of_a_tab_is_cut_off(window: MainWindow, field: str, language: Language) -> None:
    assert not cut_off_at(window, Target("engagement", field=field), language)
    page = window.page
    assert page is not None
    wide = [a for a in page.findChildren(QScrollArea) if a.horizontalScrollBar().maximum()]
    assert not [area for area in wide if area.isVisible()]


def cut_off_at(window: MainWindow, target: Target, language: Language) -> list[str]:
    """Return the texts that have less room than they need."""
    set_language(language)
    window.speak()
    window.go(target)
    window.refresh_overview()
    QTest.qWait(120)
    return cut_off(window)


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
    set_language(language)
    window.speak()
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
