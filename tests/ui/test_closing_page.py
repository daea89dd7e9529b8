"""The closing meeting in the real window: tell, settle, hand over, seal, amend."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from cfpdesk import flow
from cfpdesk.i18n import msg
from cfpdesk.model.closing import Seal
from cfpdesk.model.closing_gate import seal_blockers
from cfpdesk.model.finding import Finding, FindingKind, FindingState, Position
from cfpdesk.model.gate import Target
from cfpdesk.model.meeting import MeetingKind
from cfpdesk.model.opinion import OpinionType
from cfpdesk.steps import attendance, closing, sampling_ledger
from cfpdesk.store.session import Session
from cfpdesk.store.signature import Given
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.closing_page import ClosingPage
from cfpdesk.ui.seal_dialog import SealDialog
from cfpdesk.ui.signing import SigningRequest, SigningResult
from tests.builders import a_session, a_team, an_engagement
from tests.flow.visit.hands import leave, put_in, settle, type_text
from tests.sampling_samples import agreed, drawn, slips_population
from tests.ui.opened import open_window
from tests.ui.visit_pages import action, nameless


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path)
    an_engagement(made)
    a_team(made)
    yield made
    made.close()


@pytest.fixture
def findings(session: Session) -> list[Finding]:
    kept = []
    for number, kind in (("NC-1-01", FindingKind.MAJOR), ("OB-1-01", FindingKind.OBSERVATION)):
        with session.transact(msg("Raise a finding")) as change:
            kept.append(
                change.put(
                    Finding(
                        number=number,
                        kind=kind,
                        state=FindingState.RAISED,
                        title=f"标题 {number}",
                        requirement="补",
                    )
                )
            )
    return kept


@pytest.fixture
def window(qtbot: QtBot, session: Session, findings: list[Finding]) -> MainWindow:
    made = open_window(qtbot, session)
    made.desk.go("closing")
    settle(60)
    return made


def page(window: MainWindow) -> ClosingPage:
    assert isinstance(window.page, ClosingPage)
    return window.page


def settle_everything(session: Session, findings: list[Finding]) -> None:
    for finding in findings:
        closing.take_position(session, finding, Position.AGREED)
    if closing.state(session).meeting.started_at is None:
        closing.begin(session)
    attendance.add_attendee(session, MeetingKind.CLOSING, "周敏")
    for row in closing.state(session).sheet.rows:
        given = Given(typed=row.name)
        attendance.sign(session, row.person, closing.state(session).sheet, given)
    for fact in closing.state(session).facts:
        if fact.missing:
            closing.word(session, fact, "已约定")
    for fact in closing.state(session).facts:
        closing.confirm(session, fact, confirmed=True)
    client = next(r.person for r in closing.state(session).sheet.rows if r.name == "周敏")
    closing.sign_key_data(session, client, closing.state(session), typed="周敏")


def test_digits_answer_and_arrows_go_on(
    window: MainWindow, session: Session, findings: list[Finding]
) -> None:
    window.desk.go(Target("closing", findings[0].row, "position"))
    settle()
    rows = page(window)._told.rows()
    assert rows[0].hasFocus()
    QTest.keyClick(rows[0], Qt.Key.Key_1)
    QTest.keyClick(rows[0], Qt.Key.Key_Down)
    settle()
    assert rows[1].hasFocus()
    QTest.keyClick(rows[1], Qt.Key.Key_2)
    settle()
    positions = [f.position for f in closing.state(session).told]
    assert positions == [Position.AGREED, Position.DISPUTED]
    field = page(window)._told.words_box(findings[1].row)
    assert field is not None
    assert field.isVisible()
    edit = field.findChild(QPlainTextEdit)
    assert edit is not None
    type_text(edit, "另行申报")
    leave(edit)
    assert closing.state(session).told[1].response == "另行申报"


def test_pressing_the_answer_again_takes_it_back(
    window: MainWindow, session: Session, findings: list[Finding]
) -> None:
    row = page(window)._told.rows()[0]
    row.choice.option(str(Position.AGREED)).click()
    settle()
    row.choice.option(str(Position.AGREED)).click()
    settle()
    assert closing.state(session).told[0].position is Position.NONE


def test_a_fact_is_ticked_and_worded_in_place(window: MainWindow, session: Session) -> None:
    row = page(window)._keys.row("product")
    row.box.click()
    settle()
    assert closing.state(session).facts[0].confirmed
    QTest.keyClick(row.box, Qt.Key.Key_F2)
    settle()
    assert row.edit.hasFocus()
    put_in(row.edit, "另一种钢带")
    QTest.keyClick(row.edit, Qt.Key.Key_Return)
    settle()
    fact = closing.state(session).facts[0]
    assert fact.said.zh == "另一种钢带"
    assert not fact.confirmed
    QTest.keyClick(row.box, Qt.Key.Key_F2)
    settle()
    put_in(row.edit, "不要这个")
    QTest.keyClick(row.edit, Qt.Key.Key_Escape)
    settle()
    assert closing.state(session).facts[0].said.zh == "另一种钢带"


def test_the_meeting_is_begun_placed_and_ended(window: MainWindow, session: Session) -> None:
    action(window, "begin")
    assert len(closing.state(session).sheet.rows) == 3
    place = page(window).findChild(QLineEdit, "place")
    assert place is not None
    type_text(place, "二楼会议室")
    leave(place)
    assert closing.state(session).meeting.place == "二楼会议室"
    action(window, "end")
    assert closing.state(session).meeting.ended_at is not None


def test_key_data_are_handed_to_the_client(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[SigningRequest] = []

    def take(requests: Sequence[SigningRequest]) -> None:
        handed.extend(requests)

    monkeypatch.setattr(window.desk, "hand_over", take)
    attendance.add_attendee(session, MeetingKind.CLOSING, "周敏")
    for fact in closing.state(session).facts:
        if fact.missing:
            closing.word(session, fact, "已约定")
    for fact in closing.state(session).facts:
        closing.confirm(session, fact, confirmed=True)
    settle(60)
    page(window)._key_sign.click()
    assert [request.name for request in handed] == ["周敏"]
    assert handed[0].pdf("zh").startswith(b"%PDF")
    handed[0].signed(SigningResult(typed="周敏"))
    settle(60)
    assert closing.state(session).key_signature_stands
    assert "周敏" in page(window)._key_note.text()


def test_the_seal_says_what_blocks_and_then_seals(
    window: MainWindow,
    session: Session,
    findings: list[Finding],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offered = {each.name: each for each in page(window).page_actions()}
    assert not offered["seal"].enabled
    assert "末次会议还没开始" in offered["seal"].why
    settle_everything(session, findings)
    monkeypatch.setattr(flow, "blockers", closing.blockers)
    monkeypatch.setattr(SealDialog, "ask", lambda _self: True)
    monkeypatch.setattr(window.desk, "signer", lambda _reason: object())
    settle(60)
    assert {b.code for b in closing.blockers(session)} == set()
    action(window, "seal")
    assert len(session.all(Seal)) == 1
    assert page(window)._seal_card.isVisible()
    assert "seal" not in {each.name for each in page(window).page_actions()}


def test_a_target_leads_to_the_seal(
    window: MainWindow,
    session: Session,
    findings: list[Finding],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settle_everything(session, findings)
    monkeypatch.setattr(flow, "blockers", closing.blockers)
    window.page_changed()
    window.desk.go(Target("closing", field="seal"))
    settle()
    verb = window.findChild(QPushButton, "action-seal")
    assert verb is not None
    assert verb.hasFocus()


def test_after_the_seal_an_edit_asks_why_and_stands_as_amendment(
    window: MainWindow,
    session: Session,
    findings: list[Finding],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settle_everything(session, findings)
    closing.seal(session, [])
    asked: list[Callable[[str], object]] = []
    monkeypatch.setattr(window.desk, "ask_reason", lambda _p, then: asked.append(then))
    settle(60)
    row = page(window)._told.rows()[0]
    row.choice.option(str(Position.DISPUTED)).click()
    settle()
    assert closing.state(session).told[0].position is Position.AGREED
    asked[0]("客户来信")
    settle(60)
    assert closing.state(session).told[0].position is Position.DISPUTED
    shown = page(window)._seal_card
    assert "1" in shown._words.text()


def test_the_page_before_the_seal_shows_everything(
    window: MainWindow, session: Session, findings: list[Finding]
) -> None:
    settle_everything(session, findings)
    dialog = SealDialog(window, closing.state(session))
    words = " ".join(label.text() for label in dialog.findChildren(type(dialog.sentence)))
    assert "NC-1-01" in words
    assert "冷轧钢带" in words
    dialog.deleteLater()


def test_everything_that_takes_focus_has_a_name(window: MainWindow, session: Session) -> None:
    closing.begin(session)
    settle(60)
    assert nameless(window) == []


def test_a_target_leads_to_its_fact(window: MainWindow) -> None:
    window.desk.go(Target("closing", "level", "confirmed"))
    settle()
    box = page(window).findChild(QCheckBox, "key-level")
    assert box is not None
    assert box.hasFocus()


def test_the_opinion_stands_there_once_something_was_tested(
    window: MainWindow, session: Session
) -> None:
    card = page(window)._opinion
    assert card.isHidden()
    agreed(session)
    slips = slips_population(session)
    drawn(session, slips.row)
    settle(30)
    assert not card.isHidden()
    assert card.word.text() == "暂定：否定意见", "an open major nonconformity"
    assert "不符合准则" in card._why.text()
    assert card._lines[3][2].text() == "1"
    sampling_ledger.choose(session, OpinionType.MODIFIED, "另有依据")
    settle(30)
    assert card.word.text() == "保留意见"
    assert card._why.text() == "另有依据"
    see = card.findChild(QPushButton, "see-opinion")
    assert see is not None
    QTest.mouseClick(see, Qt.MouseButton.LeftButton)
    settle(60)
    assert window.current_noun == "sampling"


def test_arrows_go_from_tick_to_tick_and_never_into_the_words(
    window: MainWindow, session: Session
) -> None:
    keys = page(window)._keys
    first, second = keys.row("product"), keys.row("unit")
    first.box.setFocus()
    QTest.keyClick(first.box, Qt.Key.Key_Down)
    assert second.box.hasFocus()
    QTest.keyClick(second.box, Qt.Key.Key_Space)
    settle()
    assert closing.state(session).facts[1].confirmed
    assert second.edit.isHidden()
    QTest.keyClick(second.box, Qt.Key.Key_Up)
    assert first.box.hasFocus()


def test_a_click_on_the_words_of_a_fact_ticks_it(window: MainWindow, session: Session) -> None:
    row = page(window)._keys.row("product")
    QTest.mouseClick(row._words, Qt.MouseButton.LeftButton)
    settle()
    assert closing.state(session).facts[0].confirmed


def test_what_has_not_begun_is_begun_where_the_side_panel_leads(
    window: MainWindow, session: Session
) -> None:
    missing = next(b for b in flow.blockers(session) if b.code == "closing.not_started")
    window.desk.go(missing.target)
    settle()
    assert closing.state(session).meeting.started_at is not None


def test_handing_over_in_a_row_goes_on_with_everybody_who_waits(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[SigningRequest] = []
    monkeypatch.setattr(window.desk, "hand_over", handed.extend)
    action(window, "begin")
    rows = closing.state(session).sheet.rows
    page(window)._people.people.hand_over.emit(rows[1].person)
    assert [one.name for one in handed] == [rows[n].name for n in (1, 2, 0)]


def test_the_side_panel_names_what_forbids_the_seal_on_other_pages(
    window: MainWindow, session: Session, findings: list[Finding]
) -> None:
    elsewhere = [b for b in seal_blockers(flow.blockers(session)) if b.target.page == "engagement"]
    assert elsewhere, "the builder's engagement lacks papers"
    action(window, "begin")
    window.refresh_overview()
    assert window.overview is not None
    assert set(elsewhere) <= set(window.overview.blockers("closing"))


def test_after_the_seal_the_keys_are_on_the_page_and_not_at_the_rail(
    window: MainWindow, session: Session
) -> None:
    window.desk.go("closing")
    action(window, "begin")
    button = window.findChild(QPushButton, "action-end")
    assert button is not None
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    settle()
    assert closing.state(session).meeting.ended_at is not None
    assert window.focusWidget() is page(window)


def test_beside_the_claim_stands_what_was_recalculated(window: MainWindow) -> None:
    row = page(window)._keys.row("value")
    page(window)._keys.row("value")._words.setText("2,808.56 kgCO₂e/t")
    row.show_recalculated(Decimal("2822.734"))
    assert row._note.full_text() == "验算为 2,822.73"
    row._note.setText("与委托一致")
    row._words.setText("2,822.73 kgCO₂e/t")
    row.show_recalculated(Decimal("2822.734"))
    row.show_recalculated(None)
    assert row._note.full_text() == "与委托一致"
