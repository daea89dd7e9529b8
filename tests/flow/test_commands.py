"""The commands on packages: exit codes, sentences, JSON."""

import json
from pathlib import Path

import pyrage
import pytest

from cfpdesk.cli.command import run
from cfpdesk.cli.verbs import VERBS
from cfpdesk.model.statement import utc_text
from cfpdesk.store.home import home_folder
from cfpdesk.store.identity import create_identity
from cfpdesk.store.trust_list import sign_trust
from tests import package_builders as build


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "a.cfpkg"
    build.auditor_package(path)
    return path


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    path = tmp_path / "trust.json"
    path.write_bytes(sign_trust(build.trust_list(), build.LEAD, build.NOW))
    return path


def encrypt(source: Path, target: Path, recipient: str) -> None:
    key = pyrage.x25519.Recipient.from_str(recipient)
    target.write_bytes(pyrage.encrypt(source.read_bytes(), [key]))


def test_help_of_every_verb_speaks_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in VERBS:
        with pytest.raises(SystemExit) as end:
            run([verb, "--help"])
        assert end.value.code == 0
        shown = capsys.readouterr().out
        assert "选项" in shown
        assert "options" in shown
        assert any("\u4e00" <= letter <= "\u9fff" for letter in shown.split("\n\n")[1])


def test_a_package_of_a_trusted_author_is_good(
    package: Path, trust: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", str(package), "--trust", str(trust), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["status"] == "valid"
    assert said["reason"] is None
    assert said["package"]["signatures"][0]["name"] == "高博"
    assert said["package"]["created_at"] == utc_text(build.NOW)


def test_without_a_list_the_author_is_unknown(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", str(package)]) == 3
    assert "not known" in capsys.readouterr().out


def test_a_flipped_byte_is_refused_with_a_sentence(
    package: Path, trust: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = bytearray(package.read_bytes())
    data[len(data) // 2] ^= 1
    package.write_bytes(data)
    assert run(["verify", str(package), "--trust", str(trust), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["status"] == "not_valid"
    assert said["package"] is None
    assert said["reason"]["zh"]
    assert said["reason"]["en"]


def test_a_newer_version_is_looked_at_and_told_apart(
    tmp_path: Path, trust: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = tmp_path / "newer.cfpkg"
    root = build.newer_package(newer)
    assert run(["verify", str(newer), "--trust", str(trust), "--json"]) == 4
    said = json.loads(capsys.readouterr().out)
    assert said["status"] == "newer_version"
    assert "Update" in said["reason"]["en"]
    assert (said["package"]["version"], said["package"]["root"]) == (2, root)
    assert said["package"]["signatures"][0]["trust"] == "trusted"
    assert {"bytes": 3, "files": 1, "name": "data/tiles/"} in said["package"]["contents"]
    assert run(["verify", str(newer)]) == 4
    assert "data/tiles/" in capsys.readouterr().out
    data = bytearray(newer.read_bytes())
    data[len(data) // 2] ^= 1
    newer.write_bytes(data)
    assert run(["verify", str(newer), "--trust", str(trust)]) == 1


def test_what_is_not_there_or_not_ours_to_open_is_not_usable(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", str(tmp_path / "none.cfpkg")]) == 2
    assert run(["verify", str(package), "--trust", str(tmp_path / "none.json")]) == 2
    locked = tmp_path / "a.cfpkg.age"
    encrypt(package, locked, build.card_of(build.LEAD, "林岚").age_recipient)
    assert run(["verify", str(locked)]) == 2
    assert "encrypted" in capsys.readouterr().out


def test_the_recipient_opens_an_encrypted_package(
    package: Path, trust: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "correct horse battery"
    me = create_identity(
        home_folder(), name="林知远", organisation="", passphrase=words, now=build.NOW
    )
    monkeypatch.setenv("CFPDESK_PASSPHRASE", words)
    locked = tmp_path / "a.cfpkg.age"
    encrypt(package, locked, me.card.age_recipient)
    assert run(["verify", str(locked), "--trust", str(trust)]) == 0


def test_countersigning_adds_a_signature_and_keeps_the_root(
    package: Path, trust: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "correct horse battery"
    create_identity(home_folder(), name="林知远", organisation="", passphrase=words, now=build.NOW)
    assert run(["countersign", str(package)]) == 2
    monkeypatch.setenv("CFPDESK_PASSPHRASE", words)
    capsys.readouterr()
    assert run(["countersign", str(package), "--json"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert run(["verify", str(package), "--trust", str(trust), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["package"]["root"] == written["root"]
    assert [s["role"] for s in said["package"]["signatures"]] == ["auditor", "lead"]


def test_an_unknown_word_is_not_usable(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        run(["verify"])
    assert end.value.code == 2
    assert run([]) == 2
    assert "命令" in capsys.readouterr().out
