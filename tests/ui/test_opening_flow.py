"""From nothing to an engagement: first run, lock, start page, kit, demo; and backups."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from cfpdesk import app
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.trust import fingerprint_digits
from cfpdesk.store import backup, place
from cfpdesk.store.home import home_folder
from cfpdesk.store.identity import create_identity
from cfpdesk.store.recovery_file import recovery_text
from cfpdesk.ui import welcome
from cfpdesk.ui.first_run import FirstRunPage
from cfpdesk.ui.lock_page import LockPage
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.strength import strength
from cfpdesk.ui.welcome import WelcomePage
from tests.builders import a_clock, a_session, an_engagement

PASSPHRASE = "correct horse battery"


@pytest.fixture(autouse=True)
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "documents"
    monkeypatch.setattr(welcome, "default_folder", lambda: folder)
    return folder


def write(page: QWidget, name: str, text: str) -> None:
    field = page.findChild(QLineEdit, name)
    assert field is not None, name
    field.setText(text)


def press(page: QWidget, name: str) -> None:
    found = page.findChild(QPushButton, name)
    assert found is not None, name
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def wait_for(window: MainWindow, kind: type[QWidget]) -> QWidget:
    for _turn in range(500):
        shown = window.frames.currentWidget()
        if isinstance(shown, kind):
            return shown
        QTest.qWait(20)
    raise AssertionError(f"no {kind.__name__}, but {window.frames.currentWidget()}")


def first_run(window: MainWindow) -> WelcomePage:
    page = wait_for(window, FirstRunPage)
    write(page, "first-name", "苏晓岚")
    write(page, "first-certificate", "CCAA-2023-1-V042")
    write(page, "first-organisation", "CICC")
    write(page, "first-passphrase", PASSPHRASE)
    write(page, "first-again", PASSPHRASE)
    press(page, "first-make")
    for _turn in range(500):
        if page.findChild(QPushButton, "first-begin") is not None:
            break
        QTest.qWait(20)
    press(page, "first-begin")
    found = wait_for(window, WelcomePage)
    assert isinstance(found, WelcomePage)
    return found


@pytest.fixture
def fresh() -> MainWindow:
    window = app.build()
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    return window


def test_first_run_makes_a_key_and_a_new_engagement_opens(
    fresh: MainWindow, documents: Path
) -> None:
    page = first_run(fresh)
    assert fresh.desk.identity is not None
    press(page, "welcome-new")
    assert any("编号" in w.text() for w in page.findChildren(QLabel))
    write(page, "welcome-number", "CFP-2026-0001")
    press(page, "welcome-new")
    QTest.qWait(100)
    assert fresh.working
    assert fresh.current_noun == "engagement"
    assert fresh.desk.session.find(Engagement).number == "CFP-2026-0001"
    assert fresh.desk.session.folder == documents / "CFP-2026-0001"
    folder = fresh.desk.session.folder
    fresh.close()
    again = app.build([str(folder)])
    lock = wait_for(again, LockPage)
    write(lock, "lock-passphrase", "something else")
    press(lock, "lock-open")
    assert isinstance(again.frames.currentWidget(), LockPage)
    write(lock, "lock-passphrase", PASSPHRASE)
    press(lock, "lock-open")
    QTest.qWait(60)
    assert again.working
    assert again.desk.session.folder == folder
    again.close()


def test_a_card_that_was_changed_lets_nobody_work(tmp_path: Path) -> None:
    create_identity(
        home_folder(), name="林知远", organisation="", passphrase=PASSPHRASE, now=datetime.now(UTC)
    )
    card = home_folder() / "identity" / "card.cfid"
    card.write_bytes(card.read_bytes().replace("林知远".encode(), "林致远".encode()))
    with a_session(tmp_path) as session:
        an_engagement(session)
    window = app.build([str(tmp_path / "engagement")])
    wait_for(window, LockPage)
    window.show()
    page = wait_for(window, WelcomePage)
    assert window.desk.identity is None
    said = [shown.text() for shown in page.findChildren(QLabel) if not shown.isHidden()]
    assert any("card.json" in text for text in said), said
    card.write_bytes(b"torn")
    again = app.build([str(tmp_path / "engagement")])
    wait_for(again, WelcomePage)
    window.close()
    again.close()


def test_the_demo_factory_opens_and_is_backed_up_and_brought_back(fresh: MainWindow) -> None:
    page = first_run(fresh)
    press(page, "welcome-demo")
    QTest.qWait(400)  # what comes late is there
    session = fresh.desk.session
    assert session.find(Engagement).body
    watch = next(part for part in fresh.kept if type(part).__name__ == "BackupWatch")
    watch.make(say=True)  # type: ignore[attr-defined]
    watch.wait()  # type: ignore[attr-defined]
    QTest.qWait(50)
    kept = backup.backups(session.folder)
    assert kept
    from cfpdesk.steps import engagement

    before = session.find(Engagement).body
    engagement.write(session, "body", "改过的机构")
    QTest.qWait(60)
    fresh.services["backup"]()
    popover = QApplication.activePopupWidget()
    assert popover is not None
    popover._show(kept[-1])  # type: ignore[attr-defined]
    press(popover, "backup-restore")
    QTest.qWait(100)
    assert fresh.working
    assert fresh.desk.session.find(Engagement).body == before
    fresh.close()


def test_a_recovery_file_brings_the_person_back(
    fresh: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_run(fresh)
    identity = fresh.desk.identity
    assert identity is not None
    text = recovery_text(identity)
    fresh.close()
    monkeypatch.setenv("CFPDESK_HOME", str(tmp_path / "other"))
    other = app.build()
    other.show()
    page = wait_for(other, FirstRunPage)
    assert isinstance(page, FirstRunPage)
    page._recovery = text
    page.build()
    write(page, "first-passphrase", PASSPHRASE)
    press(page, "first-make")
    for _turn in range(500):
        if page.findChild(QPushButton, "first-begin") is not None:
            break
        QTest.qWait(20)
    found = page.findChild(QLabel, "first-fingerprint")
    assert found is not None
    assert found.text() == fingerprint_digits(identity.key_sha256)
    assert os.environ["CFPDESK_HOME"].endswith("other")
    other.close()


def test_a_damaged_folder_is_told_on_the_start_page(fresh: MainWindow, tmp_path: Path) -> None:
    page = first_run(fresh)
    flow = next(c for c in fresh.children() if type(c).__name__ == "OpeningFlow")
    flow.open_folder(tmp_path / "nothing")  # type: ignore[attr-defined]
    QApplication.processEvents()
    shown = [w.text() for w in page.findChildren(QLabel) if w.property("type") == "bad"]
    assert any(str(tmp_path / "nothing") in text for text in shown)
    fresh.close()


@pytest.mark.parametrize(
    ("passphrase", "enough"),
    [
        ("", False), ("short", False), ("123456789012", False), ("passwordpassword", False),
        ("aaaaaaaaaaaaaaaa", False), ("correct horse battery", True), ("tree apple river", True),
        ("春江潮水连海平海上明月共潮生", True),
    ],
)  # fmt: skip
def test_strength_is_said_in_words(passphrase: str, *, enough: bool) -> None:
    found = strength(passphrase)
    assert found.words
    assert found.enough is enough


def test_an_engagement_on_a_stick_is_copied_here_and_opened(
    tmp_path: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "U盘" / "CFP-2026-0417"
    with a_session(stick.parent, stick.name) as session:
        an_engagement(session)
    kind = place.drive_kind
    monkeypatch.setattr(
        place, "drive_kind", lambda at: "removable" if "U盘" in str(at) else kind(at)
    )
    asked: list[str] = []

    def yes(_parent: QWidget, title: object, *_rest: object) -> bool:
        asked.append(str(title))
        return True

    monkeypatch.setattr("cfpdesk.ui.dialogs.ask", yes)
    create_identity(
        home_folder(), name="林知远", organisation="", passphrase=PASSPHRASE, now=a_clock()()
    )
    monkeypatch.setenv("CFPDESK_PASSPHRASE", PASSPHRASE)
    window = app.build([str(stick)])
    window.show()
    for _turn in range(500):
        if window.desk.is_open:
            break
        QTest.qWait(20)
    assert asked
    assert window.desk.session.folder == documents / stick.name
    assert window.desk.session.find(Engagement).number == "CFP-2026-0417"
    assert (stick / "journal.db").exists(), "the source stays as it is"
    window.close()


def test_enter_goes_from_field_to_field_and_errors_stand_at_theirs(
    documents: Path,
) -> None:
    window = app.build([])
    window.show()
    page = wait_for(window, FirstRunPage)
    assert isinstance(page, FirstRunPage)
    fields = page._fields

    def enter(name: str, text: str) -> None:
        write(page, f"first-{name}", text)
        QTest.keyClick(fields[name], Qt.Key.Key_Return)

    enter("name", "林知远")
    assert page.focusWidget() is fields["certificate"]
    enter("certificate", "")
    enter("organisation", "CICC")
    assert page.focusWidget() is fields["passphrase"]
    enter("passphrase", PASSPHRASE)
    assert page.focusWidget() is fields["again"]
    enter("again", PASSPHRASE + "?")
    assert fields["again"].property("state") == "bad"
    assert not page._errors["again"].isHidden()
    assert page._errors["name"].isHidden()
    write(page, "first-again", PASSPHRASE)
    assert fields["again"].property("state") == ""
    assert page._errors["again"].isHidden()
    write(page, "first-name", "")
    press(page, "first-make")
    assert fields["name"].property("state") == "bad"
    assert page.focusWidget() is fields["name"]
    window.close()


def test_a_number_that_names_no_folder_is_refused_with_the_sign_that_is_wrong(
    documents: Path,
) -> None:
    window = app.build([])
    window.show()
    page = first_run(window)
    page.number.setText("CFP/2026:01")
    press(page, "welcome-new")
    assert "/ :" in page._error.text()
    assert not documents.exists() or not list(documents.iterdir())
    page.number.setText("CFP-2026-01 新")
    press(page, "welcome-new")
    assert window.desk.session.folder == documents / "CFP-2026-01 新"
    window.close()


def test_whoever_worked_here_before_goes_on_with_enter(documents: Path) -> None:
    window = app.build([])
    window.show()
    page = first_run(window)
    assert page.focusProxy() is page.number
    (documents / "CFP-2026-0417").mkdir(parents=True)
    window.desk.settings.add_recent(documents / "CFP-2026-0417")
    window.desk.settings.name(documents / "CFP-2026-0417", "恒锐 · 带钢")
    page.build()
    assert "恒锐 · 带钢" in [found.text() for found in page.findChildren(QLabel)]
    last = page.focusProxy()
    assert isinstance(last, QPushButton)
    assert last.text() == "CFP-2026-0417"
    window.close()


def test_the_window_fills_a_screen_that_is_too_small_for_it(documents: Path) -> None:
    window = app.build([])
    app.fit_to_screen(window, QSize(1920, 1040))
    assert not window.isMaximized()
    app.fit_to_screen(window, QSize(1366, 728))  # a laptop's, without the task bar
    assert window.isMaximized()
    assert window.height() <= 728
    window.close()


def test_what_cannot_be_opened_is_said_beside_it(documents: Path) -> None:
    window = app.build([])
    window.show()
    page = first_run(window)
    with a_session(documents, "CFP-2026-0417"):
        window.desk.settings.add_recent(documents / "CFP-2026-0417")
        page.build()
        press(page, "welcome-recent")
        assert "另一个窗口" in page._not_opened.text()
        assert page._error.isHidden()
    window.close()
