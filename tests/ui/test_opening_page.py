"""The opening meeting in the real window: by keyboard, durable on leaving, in both languages."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cfpdesk.errors import UserError
from cfpdesk.model.attendance_sheet import AttendanceSheet
from cfpdesk.model.gate import Target
from cfpdesk.model.meeting import Meeting, MeetingKind, Presence
from cfpdesk.steps import opening, sampling
from cfpdesk.store.attendance_query import attendance_sheet
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.signing import SigningRequest, SigningResult
from cfpdesk.ui.widgets.text import ElidedLabel
from cfpdesk.ui.window_look import switch_language
from tests.builders import Team, a_session, a_team, an_engagement
from tests.flow.visit.hands import fill, find, press_button, press_key, settle, type_text
from tests.sampling_samples import frozen, slips_population
from tests.ui.opened import a_file, focus_name, open_window

KIND = MeetingKind.OPENING


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path)
    an_engagement(made)
    yield made
    made.close()


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


@pytest.fixture
def window(qtbot: QtBot, session: Session, team: Team) -> MainWindow:
    made = open_window(qtbot, session)
    made.desk.go("opening")
    settle()
    return made


def sheet(session: Session) -> AttendanceSheet:
    return attendance_sheet(session, KIND)


def test_begin_then_space_and_arrows_go_through_the_agenda(
    window: MainWindow, session: Session
) -> None:
    press_button("开始会议")
    assert session.find(Meeting, kind=KIND).started_at is not None
    first = opening.state(session).points[0].title.zh
    assert focus_name() == first
    for _ in range(9):
        press_key(Qt.Key.Key_Space)
        press_key(Qt.Key.Key_Down)
    assert opening.state(session).explained == 9
    assert focus_name() == "再加一点"


def test_unticking_a_point_opens_it_again(window: MainWindow, session: Session) -> None:
    press_button("开始会议")
    press_key(Qt.Key.Key_Space)
    press_key(Qt.Key.Key_Space)
    assert opening.state(session).explained == 0
    tick = find(QCheckBox, opening.state(session).points[0].title.zh)
    assert not tick.isChecked()


def test_an_own_point_is_added_and_reworded_in_place(window: MainWindow, session: Session) -> None:
    field = find(QLineEdit, "再加一点")
    field.setFocus()
    type_text(field, "停电安排")
    press_key(Qt.Key.Key_Return, widget=field)
    assert opening.state(session).points[-1].title.zh == "停电安排"
    assert field.text() == ""
    fill("第 10 点的文字", "停电与备用电源")
    assert opening.state(session).points[-1].title.zh == "停电与备用电源"


def test_a_person_is_added_by_name_and_title(window: MainWindow, session: Session) -> None:
    press_button("开始会议")
    press_button("加人")
    name = find(QLineEdit, "新参会人姓名")
    assert name.hasFocus()
    fill("新参会人姓名", "赵勇")
    fill("新参会人职务", "生产主管")
    press_button("加到签到表")
    row = sheet(session).rows[-1]
    assert (row.name, row.title) == ("赵勇", "生产主管")
    fill("新参会人姓名", "赵勇")
    press_button("加到签到表")
    assert len([r for r in sheet(session).rows if r.name == "赵勇"]) == 1
    assert name.property("state") == "bad"


def test_a_title_is_written_where_it_stands(
    window: MainWindow, session: Session, team: Team
) -> None:
    press_button("开始会议")
    fill("周敏的职务", "能环部经理")
    row = next(r for r in sheet(session).rows if r.person == team.client.row)
    assert row.title == "能环部经理"


def test_handing_over_starts_with_the_person_and_goes_on_with_the_rest(
    window: MainWindow, session: Session, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[SigningRequest] = []

    def take(requests: Sequence[SigningRequest]) -> None:
        handed.extend(requests)

    monkeypatch.setattr(window.desk, "hand_over", take)
    press_button("开始会议")
    press_button("递给高博签")
    assert [r.name for r in handed] == ["高博", "沈悦", "周敏", "林珂"]
    shown = sheet(session)
    assert handed[0].version == shown.version
    assert handed[0].fingerprint.replace(" ", "").lower() == shown.facts_sha256[:8]
    assert handed[0].pdf("zh").startswith(b"%PDF")
    handed[0].signed(SigningResult(typed="高博"))
    settle()
    row = next(r for r in sheet(session).rows if r.person == team.first.row)
    assert row.signature is not None
    assert row.signature.facts_sha256 == shown.facts_sha256
    assert window.page is not None
    handed.clear()
    assert window.page.hand_over()
    assert handed[0].name == "林珂"


def test_the_menu_says_how_a_person_takes_part(
    window: MainWindow, session: Session, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    press_button("开始会议")
    monkeypatch.setattr(window.desk, "ask_reason", lambda _prompt, then: then("出差"))
    menus = {
        action.text(): action
        for action in find(QAbstractButton, "高博 的出席方式", window).menu().actions()  # type: ignore[attr-defined]
    }
    menus["缺席…"].trigger()
    settle()
    row = next(r for r in sheet(session).rows if r.person == team.first.row)
    assert (row.presence, row.reason) == (Presence.ABSENT, "出差")


def test_the_number_is_typed_digit_by_digit(window: MainWindow, session: Session) -> None:
    press_button("开始会议")
    fill("客户说的数", "4827")
    meeting = session.find(Meeting, kind=KIND)
    assert meeting.spoken_number == "4827"
    assert opening.state(session).number_by == "周敏"
    fill("客户说的数", "48x")
    assert session.find(Meeting, kind=KIND).spoken_number == "4827"
    assert find(QLineEdit, "客户说的数").property("state") == "bad"


def test_frozen_populations_stand_beside_the_number(window: MainWindow, session: Session) -> None:
    slips = slips_population(session)
    press_button("开始会议")
    window.refresh_overview()
    assert "opening.unfrozen" in [b.code for b in opening.blockers(session)]
    frozen(session, slips.row)
    settle(30)
    line = window.findChild(ElidedLabel, "frozen-populations")
    assert line is not None
    assert line.full_text() == "带钢入库单 2025：412 项，已冻结"
    assert "opening.unfrozen" not in [b.code for b in opening.blockers(session)]
    fill("客户说的数", "4827")
    sampling.take_spoken(session, slips.row)
    sampling.draw(session, slips.row)
    settle(30)
    assert find(QLineEdit, "客户说的数").isReadOnly()
    with pytest.raises(UserError, match="不能再改"):
        opening.say_number(session, "11", "周敏")


def test_a_paper_sheet_ticks_its_people(
    window: MainWindow,
    session: Session,
    team: Team,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scan = a_file(tmp_path, "签到.jpg", b"\xff\xd8\xff")
    monkeypatch.setattr(window.desk, "open_files", lambda *_: [scan])
    press_button("开始会议")
    press_button("拍纸质签到表…")
    tick = find(QCheckBox, "林珂")
    tick.setChecked(False)
    press_button("存下")
    presences = {r.person: r.presence for r in sheet(session).rows}
    assert presences[team.client.row] is Presence.PAPER
    assert presences[team.lead.row] is Presence.PRESENT
    assert session.find(Meeting, kind=KIND).sheet is not None


def test_the_meeting_cannot_end_while_something_blocks(window: MainWindow) -> None:
    press_button("开始会议")
    end = next(b for b in window.findChildren(QAbstractButton) if b.text() == "结束会议")
    assert not end.isEnabled()
    assert "议程点" in end.toolTip()


def test_targets_of_the_side_panel_lead_to_the_place(window: MainWindow, team: Team) -> None:
    press_button("开始会议")
    for field, name in (("title", "周敏的职务"), ("sign", "递给周敏签"), ("number", "客户说的数")):
        window.desk.go(Target("opening", team.client.row, field))
        settle()
        assert focus_name() == name


def test_a_language_switch_keeps_focus_and_state(window: MainWindow, session: Session) -> None:
    press_button("开始会议")
    press_key(Qt.Key.Key_Space)
    switch_language(window)
    settle()
    assert focus_name() == opening.state(session).points[0].title.en
    assert find(QCheckBox, opening.state(session).points[0].title.en).isChecked()
    switch_language(window)


def test_everything_that_takes_focus_has_a_name(window: MainWindow) -> None:
    press_button("开始会议")
    press_button("加人")
    assert window.page is not None
    nameless = [
        widget
        for widget in window.page.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert not nameless


def test_alt_n_goes_to_the_number(window: MainWindow) -> None:
    press_button("开始会议")
    press_key(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert find(QLineEdit, "客户说的数").hasFocus()
