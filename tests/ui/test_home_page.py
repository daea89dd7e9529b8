"""Today in the real window: what is shown leads to where it is done."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.day import day_of
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.finding import Finding, FindingKind, FindingState
from cfpdesk.model.gate import Target
from cfpdesk.model.home import MemberProgress
from cfpdesk.model.meeting import MeetingKind
from cfpdesk.model.schedule import ScheduleBlock
from cfpdesk.steps import engagement, opening
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.widgets.claim_card import ClaimCard, Recalculated
from cfpdesk.ui.widgets.day_strip import DayStrip
from cfpdesk.ui.widgets.item_map import ItemMap
from cfpdesk.ui.widgets.link_row import LinkRow
from cfpdesk.ui.widgets.team_progress import TeamProgress
from cfpdesk.ui.widgets.text import ElidedLabel
from cfpdesk.ui.window_look import switch_language
from tests.builders import START, Team, TickingClock, a_session, a_team, an_engagement
from tests.flow.visit.hands import click, press_button, press_key, settle, visible
from tests.sampling_samples import agreed
from tests.ui.opened import open_window


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path)
    an_engagement(made)
    yield made
    made.close()


@pytest.fixture
def team(session: Session) -> Team:
    made = a_team(session)
    engagement.own(session, "ELEC", made.lead.row)
    engagement.own(session, "DATA", made.first.row)
    return made


@pytest.fixture
def window(qtbot: QtBot, session: Session, team: Team) -> MainWindow:
    made = open_window(qtbot, session)
    made.desk.go("home")
    settle()
    return made


def gone(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[Target]:
    """Note where the page wants to go instead of going there."""
    found: list[Target] = []
    monkeypatch.setattr(window, "go", found.append)
    return found


def words(window: MainWindow) -> str:
    assert window.page is not None
    return " | ".join(label.text() for label in window.page.findChildren(QLabel))


def test_the_map_is_walked_by_arrows_and_opened_by_enter(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = gone(window, monkeypatch)
    item_map = visible(ItemMap)[0]
    item_map.setFocus()
    assert item_map.current() == "ELEC-01"
    press_key(Qt.Key.Key_Right)
    assert item_map.current() == "ELEC-02"
    assert "ELEC-02" in item_map.accessibleName()
    assert "未查" in item_map.accessibleName()
    press_key(Qt.Key.Key_Return)
    assert found == [Target("checklist", "ELEC-02")]
    click(item_map, item_map.mark_box("DATA-03").center())
    assert found[-1] == Target("checklist", "DATA-03")
    assert "等合并" in item_map.accessibleName() or "合并" in item_map.accessibleName()


def test_an_answer_shows_on_the_map_at_once(window: MainWindow, session: Session) -> None:
    item_map = visible(ItemMap)[0]
    item_map.setFocus()
    with session.transact(msg("x")) as change:
        change.put(Answer(item="ELEC-01", verdict=Verdict.CONFORM))
    settle()
    assert "符合" in item_map.accessibleName()
    assert item_map.hasFocus()


def test_the_claim_leads_to_what_is_missing(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = gone(window, monkeypatch)
    assert "声明值还不知道" in words(window)
    press_button("去填：声明值还不知道")
    assert found == [Target("engagement", field="claimed_value")]
    engagement.write(session, "claimed_value", Decimal("2808.56"))
    settle()
    assert "2,808.56" in words(window)
    assert "±140.43" in words(window)
    press_button("去填：阈值还没有告知客户")
    assert found[-1] == Target("engagement", field="materiality_told_on")


def test_the_worst_findings_are_rows_that_open(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "还没有。" in words(window)
    with session.transact(msg("x")) as change:
        worst = change.put(
            Finding(number="NC-1-01", kind=FindingKind.MAJOR, state=FindingState.TOLD, title="过期")
        )
        change.put(Finding(number="OB-1-01", kind=FindingKind.OBSERVATION, title="无分表"))
    settle()
    found = gone(window, monkeypatch)
    rows = visible(LinkRow)
    assert [row.accessibleName().split("，")[0] for row in rows] == ["NC-1-01", "OB-1-01"]
    rows[0].setFocus()
    press_key(Qt.Key.Key_Return)
    assert found == [Target("finding", worst.row)]
    assert "待回应" in rows[0].accessibleName()


def test_the_day_strip_tells_what_was_done_and_leads_there(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    engagement.arrange(session, MeetingKind.OPENING, START)
    opening.begin(session)
    settle()
    found = gone(window, monkeypatch)
    strip = visible(DayStrip)[0]
    strip.setFocus()
    press_key(Qt.Key.Key_Return)
    assert found == [Target("opening")]
    for _ in range(6):
        press_key(Qt.Key.Key_Right)
    press_key(Qt.Key.Key_Return)
    assert found[-1].page in ("engagement", "opening")


def test_everything_that_takes_focus_has_a_name_in_both_languages(window: MainWindow) -> None:
    for _ in range(2):
        assert window.page is not None
        nameless = [
            widget
            for widget in window.page.findChildren(QWidget)
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and widget.isVisible()
            and not (
                widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
            )
        ]
        assert not nameless
        switch_language(window)
        settle()


def test_a_block_of_the_plan_leads_to_what_is_open_there(
    window: MainWindow, session: Session, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    day, minute = day_of(START), 9 * 60
    with session.transact(msg("x")) as change:
        change.put(Answer(item="ELEC-01", verdict=Verdict.CONFORM))
        for at, group in enumerate(("ELEC", "SMP")):
            block = ScheduleBlock(day=day, people=(team.lead.row,), title=group, group=group)
            change.put(block.but(start=minute + at * 60, end=minute + at * 60 + 50))
    settle()
    found = gone(window, monkeypatch)
    strip = visible(DayStrip)[0]
    strip.setFocus()
    press_key(Qt.Key.Key_Return)
    press_key(Qt.Key.Key_Right)
    press_key(Qt.Key.Key_Return)
    assert found == [Target("checklist", "ELEC-02"), Target("sampling")]


def test_the_strip_is_broken_where_the_clock_ran_back(window: MainWindow, session: Session) -> None:
    strip = visible(DayStrip)[0]
    whole = strip.grab().toImage()
    at = session.now()
    strip.set_day([], [], at, at - timedelta(hours=2))
    assert strip.grab().toImage() != whole
    told = [one for one in visible(QLabel) if one.text().startswith("时钟倒退")]
    assert not told
    with session.transact(msg("x")) as change:
        change.put(Answer(item="ELEC-01", verdict=Verdict.CONFORM))
    assert isinstance(session.clock, TickingClock)
    session.clock.at -= timedelta(minutes=3)
    with session.transact(msg("x")) as change:
        change.put(Answer(item="ELEC-02", verdict=Verdict.CONFORM))
    settle()
    told = [one for one in visible(QLabel) if one.text().startswith("时钟倒退 3 分钟")]
    assert told


def test_the_days_log_is_printed_from_here(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = gone(window, monkeypatch)
    press_button("打印当日记录")
    assert found == [Target("document", "day_log", day_of(START).isoformat())]


def test_beside_the_claim_stands_what_was_recalculated(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed(session)
    engagement.write(session, "materiality_told_on", START.date())
    card = visible(ClaimCard)[0]
    card.show_engagement(session.find(Engagement))
    assert "已告知" in words(window)
    card.show_recalculated(Recalculated(Decimal("2822.73"), doubts=3))
    assert "2,822.73" in words(window)
    assert "低报 0.50 %，在 ±5 % 之内 (±140.43)" in words(window)
    found = gone(window, monkeypatch)
    press_button("3 疑点")
    assert found == [Target("inventory")]
    card.show_recalculated(Recalculated(unread=True))
    assert "客户的表还没在这台电脑上读过" in words(window)
    press_button("现在读")
    assert found == [Target("inventory")] * 2


def test_a_colleagues_part_says_in_few_words_which_package_and_when(team: Team) -> None:
    from_today = MemberProgress(team.first, 2, 3, me=False, seen_at=START, package=2)
    before = MemberProgress(team.second, 0, 3, me=False, seen_at=START - timedelta(days=1))
    card = TeamProgress()
    card.show_team([from_today, before], day_of(START))
    words = [label.accessibleName() for label in card.findChildren(ElidedLabel)]
    clock = f"{START.astimezone():%H:%M}"
    assert words == [f"包 2，{clock}", f"到 {START.astimezone() - timedelta(days=1):%m-%d}"]
