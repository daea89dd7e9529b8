"""A whole visit without a window: kit, auditors, packages, merge, show, check, print, export."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from cfpdesk.cli.command import run


@dataclass(frozen=True)
class Visit:
    """A made visit and the passphrase of its people."""

    folder: Path
    passphrase: str

    def become(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Sit down at somebody's computer."""
        monkeypatch.setenv("CFPDESK_HOME", str(self.folder / "homes" / name))
        monkeypatch.setenv("CFPDESK_PASSPHRASE", self.passphrase)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    folder = tmp_path_factory.mktemp("visit") / "demo"
    code = run(
        ["demo", str(folder), "--auditors", "2", "--items", "6", "--photos", "2", "--edits", "3"]
    )
    assert code == 0
    return Visit(folder, (folder / "passphrase").read_text().strip())


@pytest.fixture
def visit(made: Visit, tmp_path: Path) -> Visit:
    """A copy that a test may write into."""
    folder = tmp_path / "demo"
    shutil.copytree(made.folder, folder)
    return Visit(folder, made.passphrase)


def said(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, object]]:
    """Run a command and return its exit code and JSON."""
    capsys.readouterr()
    code = run([str(word) for word in words])
    return code, json.loads(capsys.readouterr().out)


def test_a_visit_is_left_as_promised(made: Visit) -> None:
    names = {path.name for path in made.folder.iterdir()}
    assert {"lead", "kit.cfpkg", "auditor-1.cfpkg", "auditor-2.cfpkg", "trust.json"} <= names
    if os.name != "nt":  # there the folder keeps others out
        assert (made.folder / "passphrase").stat().st_mode & 0o077 == 0


def test_every_package_is_valid_and_its_author_trusted(
    made: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    trust = made.folder / "trust.json"
    for name in ("kit", "auditor-1", "auditor-2"):
        code, answer = said(
            capsys, "verify", made.folder / f"{name}.cfpkg", "--trust", trust, "--json"
        )
        assert (code, answer["status"]) == (0, "valid")


def test_merging_in_any_order_shows_the_same_bytes_and_the_same_conflicts(
    visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    other = visit.folder / "other"
    shutil.copytree(visit.folder / "lead", other)
    one, two = visit.folder / "auditor-1.cfpkg", visit.folder / "auditor-2.cfpkg"
    code, answer = said(capsys, "merge", visit.folder / "lead", one, two, "--json")
    assert (code, answer["refused"]) == (0, 0)
    assert answer["conflicts"] >= 3  # type: ignore[operator]
    kept = list((visit.folder / "lead" / "backups").glob("*-merge.db"))
    assert len(kept) == 2, "one before each merge, also within one second"
    assert run(["merge", str(other), str(two)]) == 0
    assert run(["merge", str(other), str(one), str(two)]) == 0
    capsys.readouterr()
    assert run(["show", str(visit.folder / "lead"), "--json"]) == 0
    first = capsys.readouterr().out
    assert run(["show", str(other), "--json"]) == 0
    assert capsys.readouterr().out == first
    state = json.loads(first)
    assert len(state["conflicts"]) == answer["conflicts"]
    assert {v["person"] for v in state["conflicts"][0]["versions"]} == {"auditor-1", "auditor-2"}


def test_the_same_package_twice_changes_nothing(
    visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    package = visit.folder / "auditor-1.cfpkg"
    assert run(["merge", str(visit.folder / "lead"), str(package)]) == 0
    code, answer = said(capsys, "merge", visit.folder / "lead", package, "--json")
    packages = answer["packages"]
    assert isinstance(packages, list)
    assert (code, packages[0]["verdict"], packages[0]["events"]) == (0, "known", 0)


def test_a_bad_package_is_refused_and_the_good_ones_are_in(
    visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = visit.folder / "auditor-1.cfpkg"
    data = bytearray(bad.read_bytes())
    data[-100] ^= 1
    bad.write_bytes(data)
    code, answer = said(
        capsys, "merge", visit.folder / "lead", bad, visit.folder / "auditor-2.cfpkg", "--json"
    )
    packages = answer["packages"]
    assert isinstance(packages, list)
    assert (code, answer["refused"]) == (1, 1)
    assert [p["verdict"] for p in packages] == ["refused", "merged"]
    assert packages[0]["reason"]["en"]


def test_an_author_nobody_trusts_is_refused(
    visit: Visit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger = tmp_path / "stranger"
    assert run(["demo", str(stranger), "--auditors", "1", "--items", "1", "--photos", "0"]) == 0
    code, answer = said(
        capsys, "merge", visit.folder / "lead", stranger / "auditor-1.cfpkg", "--json"
    )
    assert (code, answer["refused"]) == (1, 1)


def test_the_merged_record_is_whole_and_a_changed_photo_is_not(
    visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    lead = visit.folder / "lead"
    assert run(["merge", str(lead), str(visit.folder / "auditor-1.cfpkg")]) == 0
    code, answer = said(capsys, "check", lead, "--json")
    assert (code, answer["damaged"]) == (0, False)
    photo = next(path for path in (lead / "store").iterdir() if path.stat().st_size > 20_000)
    photo.write_bytes(photo.read_bytes()[:-1] + b"x")
    code, answer = said(capsys, "check", lead, "--json")
    assert (code, answer["damaged"]) == (1, True)


def test_the_lead_hands_on_what_was_merged(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lead, out = visit.folder / "lead", visit.folder / "merged.cfpkg"
    visit.become("lead", monkeypatch)
    packages = [str(visit.folder / f"auditor-{n}.cfpkg") for n in (1, 2)]
    assert run(["merge", str(lead), *packages]) == 0
    code, answer = said(capsys, "export", lead, "--out", out, "--json")
    assert (code, answer["file"]) == (1, None)
    assert not out.exists()
    code, answer = said(capsys, "export", lead, "--out", out, "--unfinished", "--json")
    assert (code, answer["kind"], answer["unfinished"]) == (0, "consolidated", True)
    code, answer = said(capsys, "verify", out, "--trust", visit.folder / "trust.json", "--json")
    facts = answer["package"]
    assert isinstance(facts, dict)
    assert (code, facts["unfinished"]) == (0, True)
    assert len(facts["chains"]) == 3


def test_a_package_for_one_person_opens_only_there(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lead, out = visit.folder / "lead", visit.folder / "x.cfpkg"
    visit.become("lead", monkeypatch)
    words = ["--unfinished", "--to", "auditor-1", "--json"]
    code, answer = said(capsys, "export", lead, "--out", out, *words)
    assert code == 0
    locked, trust = str(answer["file"]), str(visit.folder / "trust.json")
    assert locked.endswith(".age")
    visit.become("auditor-1", monkeypatch)
    assert run(["verify", locked, "--trust", trust]) == 0
    visit.become("auditor-2", monkeypatch)
    assert run(["verify", locked, "--trust", trust]) == 2
    assert run(["export", str(lead), "--out", str(out), "--to", "nobody", "--unfinished"]) == 2


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_papers_print_the_same_bytes_twice(
    made: Visit, tmp_path: Path, form: str, language: str
) -> None:
    for name in ("a", "b"):
        words = ["--lang", language, "--format", form, "--out", str(tmp_path / name)]
        assert run(["print", "attendance_opening", str(made.folder / "lead"), *words]) == 0
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_what_is_not_there_is_said_in_a_sentence(
    made: Visit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", str(tmp_path / "nothing"), "--json"]) == 2
    assert run(["demo", str(made.folder)]) == 2
    assert run(["print", "nothing", str(made.folder / "lead"), "--out", str(tmp_path / "x")]) == 2
    assert "nothing" in capsys.readouterr().err
