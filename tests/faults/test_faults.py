"""Kill it, cut its power, fill its disk: it opens again and nothing acknowledged is lost."""

import contextlib
import hashlib
import random
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.journal import Actor
from cfpdesk.model.meeting import Signature
from cfpdesk.store.session import Session
from tests.faults import powerloss

ROOT = Path(__file__).resolve().parents[2]
RUNS = 200
CHUNK = 20
SLOW = [pytest.param(first, marks=pytest.mark.slow) for first in range(1000, 1000 + RUNS, CHUNK)]


def _clock() -> datetime:
    return datetime.now(UTC)


def _command(folder: Path, seed: int) -> list[str]:
    return [sys.executable, "-m", "tests.faults.day", str(folder), str(seed)]


def _acknowledged(output: str) -> list[tuple[str, int, str]]:
    lines = [line.split(" ")[1] for line in output.splitlines() if line.startswith("ok ")]
    return [(r, int(seq), digest) for r, seq, digest in (line.split(":") for line in lines)]


def _nothing_is_lost(folder: Path, output: str) -> int:
    """Open the engagement again and hold it against what was acknowledged; returns how much."""
    acknowledged = _acknowledged(output)
    if not acknowledged and not (folder / "journal.db").exists():
        return 0  # the cut came before there was anything
    with Session.open(folder, Actor("苏晓岚", "5" * 64), _clock) as session:
        for replica, seq, digest in acknowledged:
            found = session.connection.execute(
                "SELECT hash FROM event JOIN replica USING(rid) WHERE replica=? AND seq=?",
                (replica, seq),
            ).fetchone()
            assert found is not None, f"{replica}:{seq} was acknowledged and is lost"
            assert found[0].hex() == digest
        blobs = [e.file for e in session.all(Evidence)] + [s.facts for s in session.all(Signature)]
        for blob in blobs:
            assert blob is not None
            path = session.evidence.path(blob)
            assert hashlib.sha256(path.read_bytes()).hexdigest() == blob.sha256, (
                "a row without its original"
            )
        with session.transact(msg("Answer {item}", item="ELEC-01")) as change:
            change.put(Answer(item="ELEC-01", facts="之后照常工作"))
    return len(acknowledged)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if sys.platform != "linux":
        pytest.skip("the model of a lost power supply is a library of Linux")
    return powerloss.build(tmp_path_factory.mktemp("powerloss"))


@pytest.mark.parametrize("first", [0, *SLOW])
def test_killed_at_a_random_moment(tmp_path: Path, first: int) -> None:
    kept = 0
    for seed in range(first, first + (CHUNK if first else 5)):
        folder = tmp_path / f"第 {seed} 天"
        chance = random.Random(seed)
        worker = subprocess.Popen(
            _command(folder, seed), stdout=subprocess.PIPE, text=True, cwd=ROOT, bufsize=1
        )
        assert worker.stdout is not None
        lines = [worker.stdout.readline() for _ in range(chance.randint(0, 300))]
        worker.kill()
        lines += worker.stdout.readlines()
        worker.wait()
        worker.stdout.close()
        kept += _nothing_is_lost(folder, "".join(line for line in lines if line.endswith("\n")))
    assert kept > 20


@pytest.mark.parametrize("first", [0, *SLOW])
def test_power_cut_at_a_random_write(tmp_path: Path, library: Path, first: int) -> None:
    kept = cuts = 0
    for seed in range(first, first + (CHUNK if first else 5)):
        root, shadow, left = (tmp_path / f"{name}{seed}" for name in ("root", "shadow", "left"))
        at = random.Random(seed).randint(1, 1500)
        outcome = powerloss.run(library, root, shadow, at, _command(root / "e", seed))
        assert outcome.cut or outcome.output.splitlines()[-1].startswith("end"), outcome.errors
        cuts += outcome.cut
        powerloss.survivors(root, shadow, left)
        kept += _nothing_is_lost(left / "e", outcome.output)
    assert cuts
    assert kept > 20


@pytest.mark.parametrize("first", [0, *SLOW])
def test_disk_full_at_a_random_write(tmp_path: Path, library: Path, first: int) -> None:
    refused = kept = 0
    for seed in range(first, first + (CHUNK if first else 5)):
        folder = tmp_path / f"e{seed}"
        chance = random.Random(seed)
        outcome = powerloss.run_full(
            library, folder, chance.randint(1, 900), chance.randint(1, 12), _command(folder, seed)
        )
        assert outcome.output.splitlines()[-1:] == [
            line for line in outcome.output.splitlines() if line.startswith("end")
        ], outcome.errors
        refused += outcome.output.count("\nno ") + outcome.output.startswith("no ")
        kept += _nothing_is_lost(folder, outcome.output)
    assert refused, "no write met the full disk"
    assert kept > 20


def test_the_model_finds_a_missing_fsync(tmp_path: Path, library: Path) -> None:
    careless = """
import os, sqlite3, sys
db = sqlite3.connect(os.path.join(sys.argv[1], "a.db"), isolation_level=None)
db.execute("pragma journal_mode=wal")
db.execute("pragma synchronous=off")
db.execute("create table t(x)")
for n in range(200):
    db.execute("insert into t values(?)", (n,))
    print("ok", n, flush=True)
"""
    root, shadow, left = (tmp_path / name for name in ("root", "shadow", "left"))
    command = [sys.executable, "-c", careless, str(root)]
    outcome = powerloss.run(library, root, shadow, 300, command)
    powerloss.survivors(root, shadow, left)
    assert outcome.cut
    assert outcome.output.count("ok") > 20
    rows = 0
    if (left / "a.db").exists():
        with (
            contextlib.closing(sqlite3.connect(left / "a.db")) as db,
            contextlib.suppress(sqlite3.DatabaseError),
        ):
            rows = db.execute("SELECT count(*) FROM t").fetchone()[0]
    assert rows < outcome.output.count("ok"), "the model let everything survive"
