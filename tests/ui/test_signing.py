"""The client signing page: sign, type, decline, next person, leave by passphrase, covered."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from shiboken6 import isValid

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual, current_language, msg
from cfpdesk.model.ink import InkPoint, parse_ink
from cfpdesk.model.interruption import Interruption
from cfpdesk.store.identity import Identity, create_identity
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.recovery_sheet import recovery_sheet
from cfpdesk.ui.signing import Ask, SigningRequest, SigningResult
from cfpdesk.ui.signing_window import ARRIVING_MS, LOCK_MS, SigningWindow
from cfpdesk.ui.widgets.signature_pad import SignaturePad

PASSPHRASE = "correct horse battery"


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    home: Path = tmp_path_factory.mktemp("signer")
    return create_identity(
        home, name="苏晓岚", organisation="CICC", passphrase=PASSPHRASE, now=datetime.now(UTC)
    )


@pytest.fixture
def pdf(identity: Identity) -> bytes:
    return recovery_sheet(identity)  # any PDF of one page


@pytest.fixture
def results() -> list[tuple[str, SigningResult]]:
    return []


@pytest.fixture
def signing(
    window: MainWindow,
    identity: Identity,
    pdf: bytes,
    results: list[tuple[str, SigningResult]],
) -> Iterator[SigningWindow]:
    window.desk.identity = identity

    def request(name: str) -> SigningRequest:
        return SigningRequest(
            person=f"row-{name}", name=name, title="财务主管",
            statement=Bilingual("我已参加首次会议。", "I attended the opening meeting."),
            document=Bilingual("签到表", "Attendance sheet"), version=3, fingerprint="9C1E 47A0",
            pdf=lambda _language: pdf, ask=Ask.SIGN_IN,
            signed=lambda result: results.append((name, result)),
        )  # fmt: skip

    made = SigningWindow(window, [request("李梅"), request("赵勇")])
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    yield made
    if isValid(made):
        made._close()
    QApplication.processEvents()


def draw(pad: SignaturePad, strokes: int = 4) -> None:
    for number in range(strokes):
        at = QPoint(60 + number * 70, 80)
        left = Qt.MouseButton.LeftButton
        QTest.mousePress(pad, left, Qt.KeyboardModifier.NoModifier, at)
        for step in range(6):
            QTest.mouseMove(pad, at + QPoint(step * 8, step * 12))
        QTest.mouseRelease(pad, left, Qt.KeyboardModifier.NoModifier, at + QPoint(48, 72))


def press(window: SigningWindow, name: str) -> None:
    found = window.findChild(QPushButton, name)
    assert found is not None
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def said(window: SigningWindow) -> str:
    return " ".join(w.text() for w in window.findChildren(QLabel) if w.isVisible())


def test_a_drawn_signature_comes_back_as_ink(
    signing: SigningWindow, results: list[tuple[str, SigningResult]]
) -> None:
    draw(signing.side.pad)
    press(signing, "sign-done")
    assert [name for name, _ in results] == ["李梅"]
    ink = results[0][1].ink
    assert ink is not None
    assert len(ink.strokes) == 4
    assert parse_ink(ink.to_bytes()) == ink
    assert all(isinstance(point, InkPoint) for stroke in ink.strokes for point in stroke)


def test_a_double_tap_signs_once_and_the_next_person_follows(
    signing: SigningWindow, results: list[tuple[str, SigningResult]]
) -> None:
    draw(signing.side.pad)
    signing.sign()
    signing.sign()
    assert len(results) == 1
    QTest.qWait(LOCK_MS + 100)
    assert signing.request.name == "赵勇"
    assert "赵勇" in said(signing)
    assert signing.side.pad.ink() is None


def test_a_slight_drawing_is_asked_about_once(
    signing: SigningWindow, results: list[tuple[str, SigningResult]]
) -> None:
    pad = signing.side.pad
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(50, 50))
    press(signing, "sign-done")
    assert results == []
    press(signing, "sign-done")
    assert len(results) == 1


def test_nothing_drawn_is_not_signed(
    signing: SigningWindow, results: list[tuple[str, SigningResult]]
) -> None:
    press(signing, "sign-done")
    assert results == []
    assert str(msg("Please sign in the field, or type your name.")) in said(signing)


def test_a_typed_name_needs_its_tick(
    signing: SigningWindow, results: list[tuple[str, SigningResult]]
) -> None:
    press(signing, "sign-type")
    field = signing.findChild(QLineEdit, "sign-typed")
    assert field is not None
    QTest.keyClicks(field, "Li Mei")
    press(signing, "sign-done")
    assert results == []
    signing.side._initials.setChecked(True)
    press(signing, "sign-done")
    assert results[0][1].typed == "Li Mei"
    assert results[0][1].ink is None


def test_declining_keeps_the_words(
    signing: SigningWindow, results: list[tuple[str, SigningResult]]
) -> None:
    press(signing, "sign-decline")
    field = signing.findChild(QLineEdit, "sign-reason")
    assert field is not None
    field.setText("没有看懂")
    press(signing, "sign-decline-do")
    assert results[0][1].declined
    assert results[0][1].reason == "没有看懂"


def test_an_error_is_shown_and_nothing_goes_on(
    window: MainWindow, identity: Identity, pdf: bytes
) -> None:
    def refuse(_result: SigningResult) -> None:
        raise UserError(msg("Try again"))

    window.desk.identity = identity
    request = SigningRequest(
        person="r", name="李梅", title="", statement=Bilingual("甲", "A"),
        document=Bilingual("表", "Sheet"), pdf=lambda _l: pdf, signed=refuse,
    )  # fmt: skip
    made = SigningWindow(window, [request])
    made.show()
    draw(made.side.pad)
    made.sign()
    assert str(msg("Try again")) in said(made)
    assert made.request.name == "李梅"
    made._close()


def test_it_shows_nothing_of_the_engagement_and_speaks_both_languages(
    signing: SigningWindow, window: MainWindow
) -> None:
    assert "我已参加首次会议。" in said(signing)
    assert window.desk.session.folder.name not in said(signing)
    signing._speak("en")
    QApplication.processEvents()
    assert "I attended the opening meeting." in said(signing)
    signing._close()
    assert current_language() == "zh"


def test_escape_and_closing_do_not_leave(signing: SigningWindow) -> None:
    QTest.keyClick(signing, Qt.Key.Key_Escape)
    asked: list[bool] = []
    signing.leave = lambda: asked.append(True)  # type: ignore[method-assign]
    signing.close()
    QTest.qWait(20)
    assert signing.isVisible()
    assert asked == [True]


def test_losing_the_focus_covers_the_page_and_is_told(
    signing: SigningWindow, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    QTest.qWait(ARRIVING_MS + 50)
    monkeypatch.setattr(SigningWindow, "isActiveWindow", lambda _self: False)
    QApplication.sendEvent(signing, QEvent(QEvent.Type.ActivationChange))
    assert "我已参加首次会议。" not in said(signing)
    assert "有别的窗口到了前面" in signing._cover_text.text()
    assert "another window came to the front" in signing._cover_text.text(), "in both languages"
    told = [w.text() for w in window.frame.banners.findChildren(QLabel)]
    assert any("李梅" in text for text in told)
    signing._show_page()
    assert "我已参加首次会议。" in said(signing)
    (noted,) = window.desk.session.all(Interruption)
    assert (noted.name, noted.person) == ("李梅", signing.request.person)
    assert noted.at is not None
    (operation, *_) = window.desk.session.operations(1)
    assert "李梅" in str(operation.name)
    before = window.desk.session.undoable()
    assert before is None or before.action != operation.action, "what happened is not undone"
    signing._covered()
    signing._covered()
    assert len(window.desk.session.all(Interruption)) == 2, "covered once, noted once"


@pytest.mark.parametrize("stays", [True, False])
def test_focus_lost_on_arrival_is_taken_back_and_covers_only_where_it_stays_away(
    signing: SigningWindow, monkeypatch: pytest.MonkeyPatch, *, stays: bool
) -> None:
    signing.hide()
    signing.show()
    taken: list[bool] = []
    monkeypatch.setattr(signing, "activateWindow", lambda: taken.append(True))
    monkeypatch.setattr(SigningWindow, "isActiveWindow", lambda _self: False)
    QApplication.sendEvent(signing, QEvent(QEvent.Type.ActivationChange))
    assert "我已参加首次会议。" in said(signing), "a menu that closes covers nothing"
    monkeypatch.setattr(SigningWindow, "isActiveWindow", lambda _self: not stays)
    QTest.qWait(ARRIVING_MS + 50)
    assert taken
    assert ("我已参加首次会议。" in said(signing)) is not stays


def test_only_the_passphrase_leads_back(signing: SigningWindow, window: MainWindow) -> None:
    from PySide6.QtCore import QTimer

    from cfpdesk.ui.dialogs import PassphraseDialog

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PassphraseDialog)
        dialog.field.setText("wrong passphrase")
        dialog._try()
        assert dialog.isVisible()
        dialog.field.setText(PASSPHRASE)
        dialog._try()

    QTimer.singleShot(50, answer)
    signing.leave()
    QApplication.processEvents()
    assert not any(
        isinstance(w, SigningWindow) and w.isVisible() for w in QApplication.topLevelWidgets()
    )


def test_once_all_have_signed_nothing_can_be_signed_in_any_language(
    signing: SigningWindow, results: list[tuple[str, SigningResult]]
) -> None:
    for _person in range(2):
        draw(signing.side.pad)
        signing.sign()
        QTest.qWait(LOCK_MS + 100)
    assert len(results) == 2
    assert signing._heading.text() == "都签好了"
    signing._speak("en")
    QApplication.processEvents()
    assert signing._heading.text() == "All have signed"
    assert not signing.side.pad.isVisible()
    signing._speak("zh")


def test_who_types_the_name_may_go_back_to_the_pad(signing: SigningWindow) -> None:
    press(signing, "sign-type")
    typed = signing.findChild(QLineEdit, "sign-typed")
    way = signing.findChild(QPushButton, "sign-type")
    assert typed is not None
    assert way is not None
    assert typed.height() >= 60
    assert way.text() == "改为手写"
    press(signing, "sign-type")
    assert signing.side.pad.isVisible()
    assert way.text() == "打字签名"
