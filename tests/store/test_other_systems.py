"""What Windows and macOS do otherwise with files, tried here with the difference put in."""

import errno
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path, PurePath, PureWindowsPath
from typing import cast

import pytest

from cfpdesk.errors import UserError
from cfpdesk.store import backup, database, durable, identity, lock, place
from cfpdesk.store.session import Session
from tests.builders import LEAD, START, a_session

PASSPHRASE = "five quiet herons wade home"


class Held:
    """Refuses to rename or remove, as Windows does while another program has the file open."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = self.waited = 0
        monkeypatch.setattr(durable, "_WINDOWS", True)
        monkeypatch.setattr("cfpdesk.store.durable.time.sleep", self._wait)
        monkeypatch.setattr(Path, "replace", self._refusing(Path.replace))
        monkeypatch.setattr(Path, "unlink", self._refusing(Path.unlink))

    def _wait(self, _seconds: float) -> None:
        self.waited += 1

    def _refusing(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(path: Path, *args: object, **named: object) -> object:
            if self.times and path.exists():
                self.times -= 1
                raise PermissionError(errno.EACCES, "used by another program", str(path))
            return real(path, *args, **named)

        return call


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    return Held(monkeypatch)


def test_a_file_that_a_scanner_holds_is_named_when_it_lets_go(tmp_path: Path, held: Held) -> None:
    held.times = 3
    durable.write_file(tmp_path / "a", b"1")
    assert (tmp_path / "a").read_bytes() == b"1"
    assert held.waited == 3


def test_what_stays_held_is_told_and_leaves_nothing_behind(tmp_path: Path, held: Held) -> None:
    held.times = durable._TRIES
    with pytest.raises(PermissionError):
        durable.write_file(tmp_path / "a", b"1")
    assert list(tmp_path.iterdir()) == []


def test_elsewhere_a_refusal_is_final(
    tmp_path: Path, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "_WINDOWS", False)
    held.times = 1
    with pytest.raises(PermissionError):
        durable.write_file(tmp_path / "a", b"1")
    assert held.waited == 0


def test_a_new_identity_waits_for_its_folder(tmp_path: Path, held: Held) -> None:
    made = identity.create_identity(
        tmp_path, name="高博", organisation="CICC", passphrase=PASSPHRASE, now=START
    )
    held.times = 2
    rotated = identity.rotate_identity(made, PASSPHRASE, START)
    assert held.waited == 2
    assert identity.load_identity(tmp_path) == rotated
    assert len(identity.kept_identities(tmp_path)) == 1


def test_a_marker_that_stays_held_keeps_no_engagement_closed(tmp_path: Path, held: Held) -> None:
    session = a_session(tmp_path)
    held.times = durable._TRIES
    session.close()
    assert (session.folder / lock._MARKER).exists()
    with Session.open(session.folder, LEAD, session.clock) as again:
        assert again.recovery is None  # all is there


def test_a_backup_that_is_looked_at_is_thinned_later(tmp_path: Path, held: Held) -> None:
    folder = tmp_path / backup.FOLDER
    folder.mkdir()
    for hour in (10, 11, 12):
        (folder / f"20260101T{hour}0000Z-time.db").touch()
    held.times = 1
    backup.thin(tmp_path, START)
    assert len(backup.backups(tmp_path)) == 2
    backup.thin(tmp_path, START)
    assert len(backup.backups(tmp_path)) == 1


class There:
    """A path of another system; it is never looked up."""

    def __init__(self, path: PurePath) -> None:
        self._path = path

    def resolve(self) -> PurePath:
        return self._path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (r"C:\Users\高 博\a.db", "file:///C%3A/Users/%E9%AB%98%20%E5%8D%9A/a.db?mode=ro"),
        (r"\\server\share\a#1.db", "file:////server/share/a%231.db?mode=ro"),
        (r"\\?\C:\deep\a.db", "file:////%3F/C%3A/deep/a.db?mode=ro"),
    ],
)
def test_a_database_on_a_drive_or_a_share_has_an_address_without_a_server(
    name: str, expected: str
) -> None:
    assert database.address(cast("Path", There(PureWindowsPath(name))), "mode=ro") == expected


def test_a_name_with_signs_of_addresses_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "100% #1 高.db"
    with closing(database.connect(path)) as made:
        made.execute("CREATE TABLE t(x)")
    with closing(database.connect(path, read_only=True)) as conn:
        assert conn.execute("SELECT count(*) FROM t").fetchone() == (0,)


@pytest.fixture
def locked_stick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have SQLite refuse to make its small file beside a database, unless it is asked not to."""
    real = database._with_settings

    def opened(path: Path, options: str, *, read_only: bool) -> sqlite3.Connection:
        if read_only and "immutable" not in options:
            return cast("sqlite3.Connection", Refusing())
        return real(path, options, read_only=read_only)

    class Refusing:
        def execute(self, _query: str) -> None:
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise error

        def close(self) -> None:
            pass

    monkeypatch.setattr(database, "_with_settings", opened)


@pytest.mark.usefixtures("locked_stick")
def test_an_engagement_on_a_locked_stick_opens_for_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = a_session(tmp_path)
    session.close()
    with Session.open(session.folder, None, session.clock, read_only=True) as looked:
        assert looked.read_only
        assert not looked.newer


@pytest.mark.usefixtures("locked_stick")
def test_what_a_crash_left_on_a_locked_stick_is_not_passed_over(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    session.close()
    (session.folder / "journal.db-wal").write_bytes(b"entries")
    with pytest.raises((UserError, sqlite3.OperationalError)):
        Session.open(session.folder, None, session.clock, read_only=True)


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial"])
def test_a_folder_that_is_copied_to_the_internet_is_not_worked_in(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = a_session(tmp_path / "cloud")
    session.close()
    monkeypatch.setenv(variable, str(tmp_path / "cloud"))
    with pytest.raises(place.NotForWorkError, match="OneDrive"):
        Session.open(session.folder, LEAD, session.clock)
    with pytest.raises(place.NotForWorkError):
        place.copy_engagement(session.folder, tmp_path / "cloud" / "again")
    place.copy_engagement(session.folder, tmp_path / "cloudless")
    Session.open(tmp_path / "cloudless", LEAD, session.clock).close()
    Session.open(session.folder, None, session.clock, read_only=True).close()


def test_icloud_is_told_by_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    drive = tmp_path / "Library" / "Mobile Documents" / "com~apple~CloudDocs"
    assert place.synced_by(drive / "CFP-2026-0417") == "iCloud"
    assert place.synced_by(tmp_path / "Documents") == ""
