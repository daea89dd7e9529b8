"""A surveillance begun from the last engagement, on the start page: by folder, by package."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from cfpdesk import app
from cfpdesk.cli.command import run as run_command
from cfpdesk.i18n import msg
from cfpdesk.model.carried import Predecessor
from cfpdesk.model.engagement import Engagement, Stage
from cfpdesk.model.finding import Finding, FindingKind, FindingState
from cfpdesk.model.journal import Actor
from cfpdesk.model.team import Person
from cfpdesk.steps import sample
from cfpdesk.store.home import home_folder
from cfpdesk.store.identity import PASSPHRASE_VARIABLE, Identity, create_identity
from cfpdesk.store.session import Session
from cfpdesk.ui import follow_up, welcome
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.welcome import WelcomePage
from tests.builders import a_clock

PASSPHRASE = "correct horse battery"


@pytest.fixture
def identity() -> Identity:
    return create_identity(
        home_folder(), name="林知远", organisation="", passphrase=PASSPHRASE, now=datetime.now(UTC)
    )


@pytest.fixture
def last(tmp_path: Path, identity: Identity) -> Path:
    actor = Actor("林知远", identity.key_sha256)
    with Session.create(tmp_path / "last", actor, a_clock()) as session:
        sample.prepare(session, identity.card_file())
        with session.transact(msg("Finding")) as change:
            change.put(
                Finding(
                    number="NC-2-01",
                    kind=FindingKind.MINOR,
                    state=FindingState.TOLD,
                    title="电表倍率没有记录",
                )
            )
        return session.folder


@pytest.fixture
def window(
    tmp_path: Path, identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    for module in (welcome, follow_up):
        monkeypatch.setattr(module, "default_folder", lambda: tmp_path / "documents")
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    made = app.build([])
    made.show()
    QTest.qWait(100)
    yield made
    made.desk.jobs.wait()
    made.close()


def page(window: MainWindow) -> WelcomePage:
    shown = window.frames.currentWidget()
    assert isinstance(shown, WelcomePage)
    return shown


def press(widget: QWidget, name: str) -> None:
    found = widget.findChild(QPushButton, name)
    assert found is not None, name
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def number(widget: QWidget, text: str) -> None:
    field = widget.findChild(QLineEdit, "welcome-number")
    assert field is not None
    field.setText(text)


def wait_until_open(window: MainWindow) -> Session:
    for _turn in range(500):
        if window.desk.is_open:
            QTest.qWait(60)
            return window.desk.session
        QTest.qWait(20)
    said = [w.text() for w in window.frames.findChildren(QLabel)]
    raise AssertionError(f"nothing was opened: {said}")


def test_a_surveillance_begins_from_the_folder(
    window: MainWindow, last: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(window.desk, "open_folder", lambda *_: last)
    press(page(window), "follow-folder")  # without a number it asks for one
    assert not window.desk.is_open
    number(page(window), "CFP-2027-0009")
    press(page(window), "follow-folder")
    session = wait_until_open(window)
    assert session.folder == tmp_path / "documents" / "CFP-2027-0009"
    kept = session.find(Engagement)
    assert (kept.number, kept.stage) == ("CFP-2027-0009", Stage.SURVEILLANCE)
    assert session.find(Predecessor).number == "CFP-2026-0417"
    assert [f.title for f in session.all(Finding)] == ["电表倍率没有记录"]
    assert window.current_noun == "engagement"
    follows = window.findChild(QLabel, "follows")
    assert follows is not None
    assert follows.text().startswith("接 CFP-2026-0417。带来：")
    window.desk.go("finding", session.all(Finding)[0].row)
    QTest.qWait(120)
    shown = [w.text() for w in window.findChildren(QLabel) if w.isVisible()]
    assert any("来自 CFP-2026-0417：NC-2-01" in text for text in shown)


def test_a_recertification_begins_from_a_package(
    window: MainWindow, last: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "last.cfpkg"
    assert run_command(["export", str(last), "--out", str(path), "--unfinished"]) == 0
    monkeypatch.setattr(window.desk, "open_files", lambda *_: [path])
    number(page(window), "CFP-2029-0001")
    press(page(window), "choice-RC")
    press(page(window), "follow-package")
    session = wait_until_open(window)
    assert session.find(Engagement).stage is Stage.RECERTIFICATION
    assert session.find(Predecessor).source == "last.cfpkg"
    assert len(session.all(Person)) == 10


def test_what_cannot_be_followed_is_said_and_leaves_nothing(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = tmp_path / "text.cfpkg"
    text.write_text("no package", encoding="utf-8")
    monkeypatch.setattr(window.desk, "open_files", lambda *_: [text])
    number(page(window), "CFP-2027-0010")
    press(page(window), "follow-package")
    window.desk.jobs.wait()
    QTest.qWait(200)
    said = [w.text() for w in page(window).findChildren(QLabel) if w.property("type") == "bad"]
    assert any(said)
    assert not (tmp_path / "documents" / "CFP-2027-0010").exists()


def test_the_command_does_the_same(last: Path, tmp_path: Path) -> None:
    target = tmp_path / "CFP-2027-0011"
    assert run_command(["follow", str(last), str(target), "--json"]) == 0
    with Session.open(target, None, a_clock(), read_only=True) as session:
        assert session.find(Engagement).number == "CFP-2027-0011"
        assert session.find(Engagement).stage is Stage.SURVEILLANCE
        assert len(session.all(Finding)) == 1
    assert run_command(["follow", str(last), str(target)]) == 2  # not empty
    assert run_command(["follow", str(tmp_path / "none"), str(tmp_path / "x")]) == 2
    assert not (tmp_path / "x").exists()
