"""Leaving a field until it is durable, against a bare SQLite commit with the same settings."""

import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import Row, compare, seconds
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.journal import Actor
from cfpdesk.steps import checklist, sample
from cfpdesk.store.session import Session

FIELDS = 200


def _clock() -> datetime:
    return datetime.now(UTC)


def rows() -> Iterator[Row]:
    """Compare one field left, as the page does it, with one row committed in WAL and FULL."""
    with tempfile.TemporaryDirectory() as name:
        session = Session.create(Path(name) / "e", Actor("苏晓岚", "5" * 64), _clock)
        sample.prepare(session)
        checklist.answer(session, ["ELEC-01"], Verdict.NOT_CONFORM)
        bare = sqlite3.connect(Path(name) / "bare.db", isolation_level=None)
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE answer(item TEXT PRIMARY KEY, facts TEXT)")
        count = 0

        def leave() -> float:
            nonlocal count
            count += FIELDS
            start = count

            def fields() -> None:
                for n in range(FIELDS):
                    field = checklist.AnswerText.FACTS
                    checklist.write(session, "ELEC-01", field, f"看到的事实 {start + n}")

            return seconds(fields) / FIELDS

        def commit() -> float:
            def inserts() -> None:
                for n in range(FIELDS):
                    bare.execute("INSERT OR REPLACE INTO answer VALUES('ELEC-01', ?)", (f"{n}",))

            return seconds(inserts) / FIELDS

        yield compare("leaving a field to durable", leave, "bare WAL/FULL commit", commit, aim=3.0)
        session.close()
        bare.close()
