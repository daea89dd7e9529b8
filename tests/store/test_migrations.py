"""One migration a version, each remembered; a store of an older version is brought up to date."""

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from cfpdesk.model.checklist import Answer
from cfpdesk.store import migrations
from cfpdesk.store.database import DATABASE
from cfpdesk.store.session import Session
from cfpdesk.store.tables import USER_VERSION
from tests.builders import LEAD, a_clock, a_session, an_engagement


def test_there_is_one_migration_a_version(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        applied = [m.name for m in migrations.VERSIONS.applied(Database(session.connection))]
    assert applied == [f"version_{n}" for n in range(1, USER_VERSION + 1)]


def test_version_1(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        names = set(Database(session.connection).table_names())
    assert {"replica", "cell", "event", "missing_name", "package", "blob", "standing"} <= names


def test_an_older_store_is_brought_up_to_date_and_keeps_its_records(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        engagement = an_engagement(session)
    path = tmp_path / "engagement" / DATABASE
    with sqlite3.connect(path, isolation_level=None) as older:
        older.execute("DELETE FROM standing")
        older.execute("PRAGMA user_version=0")
    older.close()
    with Session.open(tmp_path / "engagement", LEAD, a_clock()) as session:
        assert session.find(type(engagement)) == engagement
        assert session.all(Answer) == ()
        assert list((tmp_path / "engagement").rglob("*version*")), "a backup was made before"
