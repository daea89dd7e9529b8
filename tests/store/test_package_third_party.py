"""Anybody can check a package with unzip, openssl, sha256sum and find, by docs/VERIFY.txt."""

import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

from cfpdesk.model.trust import fingerprint_groups
from cfpdesk.store.keys import key_sha256
from tests.package_builders import (
    AUDITOR,
    LEAD,
    STRANGER,
    consolidated_package,
    countersigned_package,
    kit_package,
)

TOOLS = ("unzip", "openssl", "sha256sum", "find", "sh")
VERIFY = Path(__file__).resolve().parents[2] / "docs" / "VERIFY.txt"
AUDITOR_PAPER = fingerprint_groups(key_sha256(AUDITOR.public_key)).upper()
LEAD_PAPER = fingerprint_groups(key_sha256(LEAD.public_key))


def script() -> str:
    """The indented lines of the document, exactly as a reader would paste them."""
    lines = VERIFY.read_text(encoding="utf-8").splitlines()
    return "\n".join(line[4:] for line in lines if line.startswith("    ")) + "\n"


@pytest.fixture(autouse=True)
def _tools() -> None:
    """Windows comes without the tools (Git Bash has them); elsewhere a missing one is a fault."""
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if os.name == "nt" and missing:
        pytest.skip(f"not on this machine: {', '.join(missing)}")
    assert not missing, f"{missing} are missing; on Debian: apt-get install unzip openssl"


def follow(
    package: Path, fingerprint: str, folder: Path, text: str = ""
) -> subprocess.CompletedProcess[str]:
    folder.mkdir()
    env = {"PATH": os.environ["PATH"], "PACKAGE": str(package), "FINGERPRINT": fingerprint}
    return subprocess.run(
        ["sh"],
        input=text or script(),
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def passes(done: subprocess.CompletedProcess[str]) -> bool:
    return done.returncode == 0 and done.stdout.endswith("\nOK\n")


def rebuilt(source: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write the files of a package into an ordinary zip after changing some of them."""
    with zipfile.ZipFile(source) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    base = next(iter(files)).split("/")[0]
    inner = {name.removeprefix(base + "/"): data for name, data in files.items()}
    change(inner)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in inner.items():
            archive.writestr(f"{base}/{name}", data)
    return target


def test_the_written_check_passes_on_good_packages(tmp_path: Path) -> None:
    package = tmp_path / "a.cfpkg"
    written = countersigned_package(package)
    done = follow(package, AUDITOR_PAPER, tmp_path / "check")
    assert passes(done), done.stdout + done.stderr
    assert written.root in done.stdout
    assert "# role: lead" in done.stdout
    kit_package(tmp_path / "kit.cfpkg")
    assert passes(follow(tmp_path / "kit.cfpkg", LEAD_PAPER, tmp_path / "check-kit"))
    consolidated_package(tmp_path / "all.cfpkg", package)
    assert passes(follow(tmp_path / "all.cfpkg", LEAD_PAPER, tmp_path / "check-all"))


def test_the_document_asks_for_a_stop_at_each_step() -> None:
    text = script()
    assert text.count("|| exit 1") >= 14
    assert "openssl pkeyutl -verify" in text


def forge_first(files: dict[str, bytes]) -> None:
    signature = bytearray(files["signatures/01-auditor.sig"])
    signature[5] ^= 1
    files["signatures/01-auditor.sig"] = bytes(signature)


def forge_first_and_mend_second(files: dict[str, bytes]) -> None:
    """The second signer's own signature holds; only the first one is forged."""
    import hashlib

    forge_first(files)
    name = "signatures/02-lead.stmt"
    old = files[name].decode()
    fresh = hashlib.sha256(files["signatures/01-auditor.sig"]).hexdigest()
    lines = [
        f"{fresh}  signatures/01-auditor.sig" if line.endswith("01-auditor.sig") else line
        for line in old.splitlines()
    ]
    files[name] = ("\n".join(lines) + "\n").encode()
    files["signatures/02-lead.sig"] = LEAD.sign(files[name])


def alter_photo(files: dict[str, bytes]) -> None:
    name = next(name for name in files if name.startswith("data/blobs/"))
    files[name] = files[name][::-1]


def alter_photo_and_lists(files: dict[str, bytes]) -> None:
    import hashlib

    alter_photo(files)
    lines = [
        f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n"
        for name in sorted(files)
        if name.startswith("data/")
    ]
    files["manifest-sha256.txt"] = "".join(lines).encode()
    listed = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt", "package.json")
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in listed]
    files["tagmanifest-sha256.txt"] = "".join(lines).encode()


def add_payload(files: dict[str, bytes]) -> None:
    files["data/report/more.pdf"] = b"x"


def add_beside(files: dict[str, bytes]) -> None:
    files["note.txt"] = b"x"


def drop_first_signer(files: dict[str, bytes]) -> None:
    for name in [name for name in files if name.startswith("signatures/01-")]:
        del files[name]


def unlist_the_manifest(files: dict[str, bytes]) -> None:
    """A first statement that holds, but over nothing that matters."""
    import hashlib

    stmt = files["signatures/01-auditor.stmt"].decode().splitlines()[:5]
    stmt.append(f"{hashlib.sha256(files['bagit.txt']).hexdigest()}  bagit.txt")
    files["signatures/01-auditor.stmt"] = ("\n".join(stmt) + "\n").encode()
    files["signatures/01-auditor.sig"] = AUDITOR.sign(files["signatures/01-auditor.stmt"])
    for name in [name for name in files if name.startswith("signatures/02-")]:
        del files[name]


def another_key(files: dict[str, bytes]) -> None:
    """Somebody else signs everything anew and writes his own key in."""
    from cfpdesk.store.keys import public_pem

    for name in [name for name in files if name.startswith("signatures/02-")]:
        del files[name]
    text = files["signatures/01-auditor.stmt"].decode()
    text = text.replace(key_sha256(AUDITOR.public_key), key_sha256(STRANGER.public_key))
    files["signatures/01-auditor.stmt"] = text.encode()
    files["signatures/01-auditor.sig"] = STRANGER.sign(text.encode())
    files["signatures/01-auditor.pem"] = public_pem(STRANGER.public_key)


@pytest.mark.parametrize(
    "change",
    [
        forge_first,
        forge_first_and_mend_second,
        alter_photo,
        alter_photo_and_lists,
        add_payload,
        add_beside,
        drop_first_signer,
        unlist_the_manifest,
        another_key,
    ],
)
def test_the_written_check_stops_at_a_forgery(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    good = tmp_path / "a.cfpkg"
    countersigned_package(good)
    forged = rebuilt(good, tmp_path / "forged.cfpkg", change)
    done = follow(forged, AUDITOR_PAPER, tmp_path / "check")
    assert done.returncode != 0, done.stdout + done.stderr
    assert "OK" not in done.stdout


def test_the_stop_after_each_signature_is_needed(tmp_path: Path) -> None:
    """Without it the loop goes on, and the second signature, which holds, hides the first."""
    good = tmp_path / "a.cfpkg"
    countersigned_package(good)
    forged = rebuilt(good, tmp_path / "forged.cfpkg", forge_first_and_mend_second)
    text = script()
    weak = text.replace('-sigfile "$b.sig" || exit 1', '-sigfile "$b.sig"')
    assert weak != text
    assert passes(follow(forged, AUDITOR_PAPER, tmp_path / "weak", weak))
    assert not passes(follow(forged, AUDITOR_PAPER, tmp_path / "strong"))


def test_the_written_check_passes_on_a_package_that_was_only_zipped_anew(tmp_path: Path) -> None:
    """The forgeries above fail for what they change, not for being zipped by another program."""
    good = tmp_path / "a.cfpkg"
    countersigned_package(good)
    same = rebuilt(good, tmp_path / "same.cfpkg", lambda files: None)
    assert passes(follow(same, AUDITOR_PAPER, tmp_path / "check"))


def test_the_unpacked_bag_is_a_valid_bag(tmp_path: Path) -> None:
    good = tmp_path / "a.cfpkg"
    countersigned_package(good)
    subprocess.run(["unzip", "-q", str(good), "-d", str(tmp_path / "bag")], check=True)
    (folder,) = (tmp_path / "bag").iterdir()
    bagit.Bag(str(folder)).validate(processes=1)


def test_other_zip_programs_accept_the_file(tmp_path: Path) -> None:
    good = tmp_path / "a.cfpkg"
    countersigned_package(good)
    subprocess.run(["unzip", "-tqq", str(good)], check=True)
    with zipfile.ZipFile(good) as archive:
        assert archive.testzip() is None
