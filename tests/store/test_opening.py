"""Opening: what survives a crash, what is refused, what is found."""

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer
from cfpdesk.model.evidence import Evidence
from cfpdesk.store import backup, place, restore
from cfpdesk.store.backup import Backup
from cfpdesk.store.session import Session
from tests.builders import FIRST, LEAD, START, TickingClock, a_session, an_engagement


def answer(session: Session, item: str) -> Answer:
    with session.transact(msg("Answer {item}", item=item)) as change:
        return change.put(Answer(item=item, facts="x"))


def crash(session: Session) -> None:
    """Let the session go as a dead process would: no checkpoint, the marker stays."""
    session._conn.close()
    session._own.close()
    assert session._lock is not None
    session._lock.release(clean=False)
    session._lock = None
    session.read_only = True  # nothing more is written through it


def test_after_a_crash_the_last_minute_and_the_drafts_are_named(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    answer(session, "ELEC-01")
    session.keep_draft("answer", "row", "facts", "half")
    crash(session)
    again = Session.open(session.folder, LEAD, session.clock)
    assert again.recovery is not None
    assert [o.name for o in again.recovery.operations] == [msg("Answer {item}", item="ELEC-01")]
    assert [d.text for d in again.recovery.drafts] == ["half"]
    assert len(again.all(Answer)) == 1
    again.close()


def test_a_clean_end_is_no_recovery(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    answer(session, "ELEC-01")
    session.keep_draft("answer", "row", "facts", "half")
    session.close()
    with Session.open(session.folder, LEAD, session.clock) as again:
        assert again.recovery is None


def test_a_crash_after_which_nothing_is_missing_is_not_told(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    answer(session, "ELEC-01")
    session.close()
    again = Session.open(session.folder, LEAD, session.clock)
    crash(again)
    with Session.open(session.folder, LEAD, session.clock) as third:
        assert third.recovery is None


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    a_session(tmp_path).close()
    code = (
        "import os, sys; from pathlib import Path; from cfpdesk.store.lock import Lock;"
        "Lock(Path(sys.argv[1])); print('held', flush=True); os._exit(9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "engagement")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "held\n"
    Session.open(tmp_path / "engagement", LEAD, TickingClock()).close()


def test_files_without_rows_are_set_aside_and_rows_without_files_named(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    with session.transact(msg("Add")) as change:
        blob = change.attach(b"photo", name="a.jpg")
        change.put(Evidence(file=blob))
    session.close()
    (session.folder / "store" / ".half.part").write_bytes(b"ph")
    (session.folder / "store" / ("0" * 64)).write_bytes(b"stranger")
    (session.folder / "store" / blob.sha256).unlink()
    with Session.open(session.folder, LEAD, session.clock) as again:
        assert sorted(path.name for path in again.files.moved) == ["0" * 64, "half.part"]
        assert all(path.parent.name == "to-check" for path in again.files.moved)
        assert again.files.missing == (blob.sha256,)
        assert again.recovery is None


def test_a_damaged_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    an_engagement(session)
    session.close()
    path = session.folder / "journal.db"
    data = bytearray(path.read_bytes())
    data[4096 * 2 : 4096 * 3] = os.urandom(4096)
    path.write_bytes(data)
    with pytest.raises(UserError, match=r"journal\.db"):
        Session.open(session.folder, LEAD, session.clock)


def test_a_changed_event_is_found_by_the_check(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        answer(session, "ELEC-01")
        assert session.verify().problems == ()
        session.connection.execute("UPDATE event SET value='\"y\"' WHERE value='\"x\"'")
        (problem,) = session.verify().problems
        assert "changed" in problem.text("en")


def test_a_changed_projection_and_a_changed_original_are_found(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        with session.transact(msg("Add")) as change:
            blob = change.attach(b"photo", name="a.jpg")
            photo = change.put(Evidence(file=blob))
        session.connection.execute("INSERT INTO life VALUES('evidence',?,'gone')", (photo.row,))
        path = session.evidence.path(blob)
        path.write_bytes(b"other")
        assert len(session.verify().problems) == 2


def test_a_newer_store_opens_for_reading_only(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    answer(session, "ELEC-01")
    session.connection.execute("PRAGMA user_version=99")
    session.close()
    before = (session.folder / "journal.db").read_bytes()
    with Session.open(session.folder, LEAD, session.clock) as again:
        assert (again.read_only, again.newer) == (True, True)
        assert len(again.all(Answer)) == 1
        with pytest.raises(UserError):
            answer(again, "ELEC-02")
    assert (session.folder / "journal.db").read_bytes() == before


def test_a_restored_backup_writes_under_a_new_chain(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    answer(session, "ELEC-01")
    kept = session.back_up()
    answer(session, "ELEC-02")
    first = session.replica
    session.close()
    shown = restore.preview_restore(session.folder, kept)
    assert [o.name.values for o in shown.lost] == [(("item", "ELEC-02"),)]
    assert shown.kept == 1
    present = restore.restore(session.folder, kept, session.now())
    assert present.is_file()
    with Session.open(session.folder, LEAD, session.clock) as again:
        assert [a.item for a in again.all(Answer)] == ["ELEC-01"]
        answer(again, "ELEC-03")
        assert again.replica != first
        assert {a.item for a in again.all(Answer)} == {"ELEC-01", "ELEC-03"}
        assert again.verify().problems == ()


def test_a_copied_folder_writes_under_a_new_chain(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    answer(session, "ELEC-01")
    session.close()
    shutil.copytree(session.folder, tmp_path / "copy")
    with Session.open(tmp_path / "copy", LEAD, session.clock) as copy:
        answer(copy, "ELEC-02")
        assert copy.replica == session.replica  # the first who goes on keeps the chain
    with Session.open(session.folder, LEAD, session.clock) as original:
        answer(original, "ELEC-03")
        assert original.replica != session.replica


def test_another_person_writes_under_another_chain(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    answer(session, "ELEC-01")
    session.close()
    with Session.open(session.folder, FIRST, session.clock) as other:
        answer(other, "ELEC-02")
        assert other.replica != session.replica
        assert len(other.all(Answer)) == 2
        assert other.undoable() is not None


def test_backups_are_thinned_by_age(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        answer(session, "ELEC-01")
        clock = TickingClock(START, timedelta(minutes=20))
        for _n in range(60):
            backup.make(session.connection, session.folder, clock(), "time")
        ages = [clock.at - kept.at for kept in backup.backups(session.folder)]
        assert len([age for age in ages if age <= timedelta(hours=2)]) == 7
        assert len([age for age in ages if age > timedelta(hours=2)]) in (17, 18, 19)
        newest = backup.backups(session.folder)[0]
        with sqlite3.connect(newest.path) as conn:
            assert conn.execute("SELECT count(*) FROM event").fetchone()[0] == 3
        conn.close()


def test_a_damaged_backup_is_not_restored(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    an_engagement(session)
    kept = session.back_up()
    session.close()
    data = bytearray(kept.path.read_bytes())
    data[4096:12288] = os.urandom(8192)
    kept.path.write_bytes(data)
    with pytest.raises(UserError):
        restore.restore(session.folder, Backup(kept.path, kept.at, kept.why), session.now())
    Session.open(session.folder, LEAD, session.clock).close()


def test_a_damaged_engagement_is_restored(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    answer(session, "ELEC-01")
    kept = session.back_up()
    session.close()
    path = session.folder / "journal.db"
    path.write_bytes(os.urandom(20000))
    assert restore.preview_restore(session.folder, kept).lost == ()
    present = restore.restore(session.folder, kept, session.now())
    assert present.name.startswith("damaged-")
    with Session.open(session.folder, LEAD, session.clock) as again:
        assert len(again.all(Answer)) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows numbers no devices in this way")
def test_network_drives_and_sticks_are_told_apart(tmp_path: Path) -> None:
    device = tmp_path.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    mounts = tmp_path / "mountinfo"
    devices = tmp_path / "block"
    mounts.write_text(f"36 35 {number} / /mnt rw,noatime master:1 - ext4 /dev/x rw\n")
    assert place.linux_kind(tmp_path, mounts, devices) == "local"
    mounts.write_text(f"36 35 {number} / /mnt rw,noatime master:1 - cifs //server/x rw\n")
    assert place.linux_kind(tmp_path, mounts, devices) == "network"
    mounts.write_text(f"36 35 {number} / /mnt rw - vfat /dev/sdb1 rw\n")
    disk = tmp_path / "sdb"
    (disk / "sdb1").mkdir(parents=True)
    (disk / "removable").write_text("1\n")
    devices.mkdir()
    (devices / number).symlink_to(disk / "sdb1")
    assert place.linux_kind(tmp_path, mounts, devices) == "removable"


def test_work_on_a_stick_is_refused_and_a_copy_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = a_session(tmp_path)
    with session.transact(msg("Add")) as change:
        change.put(Evidence(file=change.attach(b"photo", name="a.jpg")))
    session.close()
    monkeypatch.setattr(
        place, "drive_kind", lambda p: "removable" if p == session.folder else "local"
    )
    with pytest.raises(place.NotForWorkError):
        Session.open(session.folder, LEAD, session.clock)
    place.copy_engagement(session.folder, tmp_path / "here")
    with Session.open(tmp_path / "here", LEAD, session.clock) as copy:
        (photo,) = copy.all(Evidence)
        assert photo.file is not None
        assert copy.evidence.read(photo.file) == b"photo"
        assert copy.files.missing == ()
