"""New keys in the real window: made, put in their place here, and asked about elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFrame, QPushButton
from pytestqt.qtbot import QtBot

from cfpdesk import app
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.team import Role
from cfpdesk.model.trust import Trust
from cfpdesk.steps import checklist
from cfpdesk.store.home import home_folder
from cfpdesk.store.identity import (
    PASSPHRASE_VARIABLE,
    Identity,
    create_identity,
    load_identity,
    rotate_identity,
)
from cfpdesk.store.package_reader import read_package
from cfpdesk.store.session import Session
from cfpdesk.store.trust_list import kept_trust
from cfpdesk.ui import key_rotation, unlock
from cfpdesk.ui.identity_popover import IdentityPopover
from cfpdesk.ui.main_window import MainWindow
from tests.flow.visit.hands import press_button, settle, wait_for
from tests.visits import WORDS, Visit, a_visit, actor, now


@pytest.fixture
def visit(tmp_path: Path) -> Visit:
    made = a_visit(tmp_path)
    (tmp_path / "homes" / "lin" / "identity").rename(home_folder() / "identity")
    made.session.close()
    return made


@pytest.fixture
def window(qtbot: QtBot, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, WORDS)
    made = app.build([str(visit.session.folder)])
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    wait_for(lambda: made.desk.is_open, "the engagement")
    settle(60)
    monkeypatch.setattr(made.desk, "ask", lambda *_: True)
    monkeypatch.setattr(
        unlock, "ask_passphrase", lambda _w, identity, _r: (identity.unlock(WORDS), WORDS)
    )
    yield made
    made.desk.jobs.cancel_all()
    made.desk.jobs.wait()
    made.close()
    made.deleteLater()
    QApplication.processEvents()


def me(window: MainWindow) -> Identity:
    identity = window.desk.identity
    assert identity is not None
    return identity


def test_a_lead_goes_on_under_the_new_key(
    window: MainWindow, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, replica = me(window), window.desk.session.replica
    window.serve("identity")
    popover = window.findChild(IdentityPopover)
    assert popover is not None
    fresh = popover.findChild(QPushButton, "identity-rotate")
    assert fresh is not None
    fresh.click()
    settle(100)
    new = me(window)
    assert new.key_sha256 != old.key_sha256
    assert load_identity(home_folder()) == new
    session = window.desk.session
    person = session.me()
    assert person is not None
    assert (person.name, person.role) == ("林知远", Role.LEAD)
    assert session.actor is not None
    assert session.actor.key_sha256 == new.key_sha256
    kept = kept_trust(session.folder)
    assert kept is not None
    assert kept[0].has_role(new.key_sha256, "lead")
    assert kept[0].has_role(old.key_sha256, "lead"), "what was signed before still counts"
    checklist.answer(session, ["ELEC-02"], Verdict.CONFORM)
    assert session.replica != replica, "a new key begins a chain of its own"
    card = tmp_path / "card.cfid"
    monkeypatch.setattr(window.desk, "save_file", lambda *_: card)
    press_button("存我的密钥卡")
    assert card.read_bytes() == new.card_file()
    with read_package(visit.packages[0], kept[0]) as package:
        assert package.trust is Trust.TRUSTED


def test_another_engagement_asks_when_it_is_opened(window: MainWindow, visit: Visit) -> None:
    folder = visit.session.folder
    window.close_session()
    window.desk.identity = old = me(window)
    key_rotation.make_new_keys(window)
    new = me(window)
    with Session.open(folder, actor(new), now) as session:
        assert session.me() is None
    window.serve("reopen")
    settle(60)
    banner = window.findChild(QFrame, f"banner-{key_rotation.CODE}")
    assert banner is not None
    assert window.desk.session.me() is None
    press_button("现在就换…")
    settle(100)
    person = window.desk.session.me()
    assert person is not None
    assert person.key_sha256 == new.key_sha256 != old.key_sha256
    shown = window.findChildren(QFrame, f"banner-{key_rotation.CODE}")
    assert not [frame for frame in shown if frame.isVisible()]


def test_a_wrong_turn_leaves_everything_as_it_was(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = me(window)
    monkeypatch.setattr(window.desk, "ask", lambda *_: False)
    key_rotation.make_new_keys(window)
    monkeypatch.setattr(window.desk, "ask", lambda *_: True)
    monkeypatch.setattr(unlock, "ask_passphrase", lambda *_: None)
    key_rotation.make_new_keys(window)
    assert me(window) == before == load_identity(home_folder())


def test_what_was_encrypted_for_the_old_key_still_opens(tmp_path: Path) -> None:
    first = create_identity(tmp_path, name="高博", organisation="", passphrase=WORDS, now=now())
    second = rotate_identity(first, WORDS, now())
    third = rotate_identity(second, WORDS, now())
    secrets = third.unlock(WORDS).age_identities()
    assert len(set(secrets)) == 3
    assert first.folder.parent == tmp_path
