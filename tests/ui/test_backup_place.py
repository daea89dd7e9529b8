"""The second copy: its place is known again under another letter, and red is said late enough."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFrame, QLabel
from pytestqt.qtbot import QtBot

from cfpdesk.store import backup
from cfpdesk.store.session import Session
from cfpdesk.ui import backup_place
from cfpdesk.ui.backup_place import BackupPlace
from cfpdesk.ui.backup_watch import BackupWatch
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.settings import Settings
from tests.builders import TickingClock, a_session, an_engagement
from tests.flow.visit.hands import settle, wait_for
from tests.ui.opened import open_window


@pytest.fixture
def ports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer whose drives are the folders below one."""
    folder = tmp_path / "media"
    folder.mkdir()
    monkeypatch.setattr(backup_place, "drives", lambda: sorted(folder.iterdir()))
    monkeypatch.setattr(
        backup_place, "drive_of", lambda at: folder / at.relative_to(folder).parts[0]
    )
    return folder


def stick(ports: Path, letter: str = "E") -> Path:
    made = ports / letter / "copies"
    made.mkdir(parents=True)
    return made


def test_a_place_is_found_again_under_another_letter(ports: Path) -> None:
    place = BackupPlace(Settings())
    place.choose(stick(ports))
    assert place.here() == ports / "E" / "copies"
    (ports / "E").rename(ports / "F")
    assert place.here() is None
    assert place.find() == ports / "F" / "copies"
    place.moved(ports / "F" / "copies")
    assert place.here() == ports / "F" / "copies"


def test_another_stick_under_the_same_letter_is_not_the_place(ports: Path) -> None:
    place = BackupPlace(Settings())
    place.choose(stick(ports))
    (ports / "E").rename(ports.parent / "pocket")
    stick(ports)
    assert place.here() is None
    assert place.find() is None


def test_a_stick_that_was_a_place_keeps_its_id(ports: Path) -> None:
    there = stick(ports)
    BackupPlace(Settings()).choose(there)
    mark = (there / "cfpdesk" / backup_place.MARK).read_bytes()
    BackupPlace(Settings()).choose(there)
    assert (there / "cfpdesk" / backup_place.MARK).read_bytes() == mark


def test_a_place_that_takes_no_mark_is_known_by_its_path(
    ports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise OSError("read-only")

    monkeypatch.setattr(backup_place, "write_file", refuse)
    place = BackupPlace(Settings())
    place.choose(stick(ports))
    assert place.here() == ports / "E" / "copies"
    assert place.find() is None


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path)
    an_engagement(made)
    yield made
    made.close()


@pytest.fixture
def watch(
    qtbot: QtBot, session: Session, ports: Path, monkeypatch: pytest.MonkeyPatch
) -> BackupWatch:
    window = open_window(qtbot, session)
    found = BackupWatch(window)
    chosen = stick(ports)
    monkeypatch.setattr(window.desk, "open_folder", lambda _title: chosen)
    found.choose_place()
    found.wait()
    settle()
    return found


def banners(window: MainWindow) -> list[str]:
    shown = window.findChildren(QFrame, "banner-backup-out")
    return [label.text() for one in shown for label in one.findChildren(QLabel) if label.text()]


def test_the_foot_of_the_rail_says_at_once_how_it_stands(watch: BackupWatch) -> None:
    assert watch.window.rail._backup_word.text() == "U 盘备份"
    target = watch.target()
    assert target is not None
    assert backup.backups(target)


def test_a_stick_that_is_out_is_amber_for_an_hour_then_red_with_a_banner(
    watch: BackupWatch, session: Session, ports: Path
) -> None:
    window, clock = watch.window, session.clock
    assert isinstance(clock, TickingClock)
    (ports / "E").rename(ports.parent / "pocket")
    watch.show()
    settle()
    assert window.rail._backup_word.text() == "U 盘已拔"
    assert not banners(window)
    clock.at += timedelta(minutes=61)
    watch.show()
    settle()
    assert banners(window) == ["第二份备份的位置不在，这一小时没有第二份。"]
    (ports.parent / "pocket").rename(ports / "F")
    watch.show()
    wait_for(lambda: watch.place == ports / "F" / "copies", "the stick is found")
    watch.wait()
    settle()
    assert window.rail._backup_word.text() == "U 盘备份"
    assert not banners(window)
