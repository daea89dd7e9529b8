"""Writing a package: one byte sequence for one content, whole or not at all, read back."""

import errno
import io
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message
from cfpdesk.model.package import PackageKind
from cfpdesk.model.statement import PackageError
from cfpdesk.store import package_file
from cfpdesk.store.canonical_zip import ZipReader, ZipWriter
from cfpdesk.store.encryption import decrypt_file, encrypt_part, is_encrypted
from cfpdesk.store.identity import age_recipient, age_secret
from cfpdesk.store.keys import Signs
from cfpdesk.store.package_file import Member, Signing, countersign, write_package
from cfpdesk.store.package_reader import open_package, read_package
from tests.package_builders import (
    AUDITOR,
    LEAD,
    NOW,
    PHOTO,
    auditor_package,
    consolidated_package,
    countersigned_package,
    kit_package,
    manifest,
    members,
    trust_list,
)

AUTHOR = Signing(AUDITOR, "auditor", "This is my part of the visit", NOW)
SECRET = b"s" * 32


def reviewed(signer: Signs = LEAD, role: str = "lead") -> Signing:
    return Signing(signer, role, "I reviewed this", NOW)


def test_two_writings_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("1", "2"):
        countersigned_package(tmp_path / name)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_the_standard_library_would_write_the_same_bytes(tmp_path: Path) -> None:
    auditor_package(tmp_path / "a.cfpkg")
    again = io.BytesIO()
    with (
        zipfile.ZipFile(tmp_path / "a.cfpkg") as source,
        zipfile.ZipFile(again, "w") as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            target.writestr(info, source.read(name))
    assert again.getvalue() == (tmp_path / "a.cfpkg").read_bytes()


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.cfpkg"
    written = auditor_package(path)
    with read_package(path, trust_list()) as package:
        assert package.root == written.root
        assert package.manifest == manifest()
        assert package.signers[0].statement_sha256 == written.statement_sha256
        assert [len(line) for line in package.event_lines()] == [18, 18]
        with package.open_blob(package.blob_names[0]) as stream:
            assert stream.read() == PHOTO
        with pytest.raises(KeyError):
            package.open_blob("0" * 64)


def test_a_countersignature_leaves_the_root_and_covers_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.cfpkg"
    first = auditor_package(path)
    second = countersign(path, tmp_path / "b.cfpkg", reviewed())
    third = countersign(tmp_path / "b.cfpkg", tmp_path / "b.cfpkg", reviewed(role="reviewer"))
    assert first.root == second.root == third.root
    with read_package(tmp_path / "b.cfpkg") as package:
        assert [signer.role for signer in package.signers] == ["auditor", "lead", "reviewer"]
        statement = package.tag_file("signatures/03-reviewer.stmt").decode()
        for name in ("01-auditor.pem", "01-auditor.sig", "02-lead.stmt", "tagmanifest-sha256.txt"):
            assert name in statement
    assert path.read_bytes() != (tmp_path / "b.cfpkg").read_bytes()


def test_twenty_signatures_at_most(tmp_path: Path) -> None:
    path = tmp_path / "a.cfpkg"
    auditor_package(path)
    for _ in range(19):
        countersign(path, path, reviewed())
    before = path.read_bytes()
    with pytest.raises(UserError):
        countersign(path, path, reviewed())
    assert path.read_bytes() == before


def test_what_is_not_valid_is_not_countersigned(tmp_path: Path) -> None:
    path = tmp_path / "a.cfpkg"
    auditor_package(path)
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b"x")
    with pytest.raises(PackageError):
        countersign(path, path, reviewed())
    path.write_bytes(data)
    with pytest.raises(ValueError, match="meaning"):
        countersign(path, path, Signing(LEAD, "lead", "两", NOW))
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.cfpkg"]
    assert path.read_bytes() == data


def test_the_author_signs_in_the_role_of_the_kind(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        write_package(tmp_path / "a.cfpkg", manifest(), members(), reviewed(AUDITOR))
    with pytest.raises(UserError):
        write_package(tmp_path / "a.cfpkg", manifest(), members(), reviewed(LEAD, "auditor"))
    kit = manifest(PackageKind.KIT)
    with pytest.raises(UserError, match=r"trust\.json"):
        write_package(tmp_path / "a.cfpkg", kit, members(), reviewed(LEAD))
    assert not (tmp_path / "a.cfpkg").exists()


def test_kit_and_merged_visit(tmp_path: Path) -> None:
    kit_package(tmp_path / "kit.cfpkg")
    with read_package(tmp_path / "kit.cfpkg") as package:
        assert package.trust_file is not None
    inner = auditor_package(tmp_path / "a.cfpkg")
    consolidated_package(tmp_path / "all.cfpkg", tmp_path / "a.cfpkg")
    with read_package(tmp_path / "all.cfpkg") as package:
        assert [part.root for part in package.attestations] == [inner.root]
        assert set(package.inner_attestation_files(inner.root)) == {
            "package.json",
            "signatures/01-auditor.pem",
            "signatures/01-auditor.sig",
            "signatures/01-auditor.stmt",
            "tagmanifest-sha256.txt",
        }


def changed_attestation(change: Callable[[str, bytes], bytes], tmp_path: Path) -> list[Member]:
    auditor_package(tmp_path / "a.cfpkg")
    with read_package(tmp_path / "a.cfpkg") as package:
        root, files = package.root, package.attestation_files()
    return [
        Member.of_bytes(f"attestations/{root}/{name}", change(name, data))
        for name, data in files.items()
    ]


@pytest.mark.parametrize("part", ["package.json", ".pem", ".sig", ".stmt", "tagmanifest"])
def test_an_attestation_that_was_changed_is_refused_also_under_a_good_signature(
    tmp_path: Path, part: str
) -> None:
    """The lead signs what he carries; that must not make a forged proof of another valid."""
    from dataclasses import replace

    def change(name: str, data: bytes) -> bytes:
        return data[:-2] + bytes([data[-2] ^ 1]) + data[-1:] if part in name else data

    proofs = changed_attestation(change, tmp_path)
    root = proofs[0].name.split("/")[1]
    sheet = replace(manifest(PackageKind.CONSOLIDATED), attestations=(root,))
    with pytest.raises(UserError):
        write_package(tmp_path / "b.cfpkg", sheet, [*members(), *proofs], reviewed())
    assert not (tmp_path / "b.cfpkg").exists()


# ---------------------------------------------------------------- what goes wrong on the way


def test_a_read_back_that_differs_is_put_aside_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(path: Path) -> None:
        with path.open("r+b") as stream:
            stream.seek(300)
            stream.write(b"\xff")

    monkeypatch.setattr(package_file, "forget_cache", spoil)
    with pytest.raises(UserError, match=r"a\.cfpkg\.bad"):
        auditor_package(tmp_path / "a.cfpkg")
    assert [path.name for path in tmp_path.iterdir()] == ["a.cfpkg.bad"]


def test_a_read_back_of_another_package_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drive that gives back an older valid file."""
    auditor_package(tmp_path / "old.cfpkg", seq=2)
    monkeypatch.setattr(
        package_file, "forget_cache", lambda path: shutil.copyfile(tmp_path / "old.cfpkg", path)
    )
    with pytest.raises(UserError, match=r"a\.cfpkg\.bad"):
        auditor_package(tmp_path / "a.cfpkg")


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_full_disk_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(100, 100, 0))
    with pytest.raises(UserError, match=r"还差 2[01] MB"):
        auditor_package(tmp_path / "a.cfpkg")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(stream: BinaryIO) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(package_file, "sync_file", full)
    with pytest.raises(UserError, match="磁盘已满"):
        auditor_package(tmp_path / "a.cfpkg")
    assert list(tmp_path.iterdir()) == []


def test_another_error_of_the_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pulled(stream: BinaryIO) -> None:
        raise OSError(errno.EIO, "stick pulled")

    monkeypatch.setattr(package_file, "sync_file", pulled)
    with pytest.raises(OSError, match="stick pulled"):
        auditor_package(tmp_path / "a.cfpkg")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [len(PHOTO) - 1, len(PHOTO) + 1])
def test_a_file_that_changes_while_it_is_packed_stops_the_work(tmp_path: Path, size: int) -> None:
    events, photo = members()
    moving = Member(photo.name, size, photo.open)
    with pytest.raises(UserError, match="打包时"):
        write_package(tmp_path / "a.cfpkg", manifest(), [events, moving], AUTHOR)
    assert list(tmp_path.iterdir()) == []


def test_a_stored_file_that_is_damaged_stops_the_work(tmp_path: Path) -> None:
    events, photo = members()
    wrong = Member(photo.name, photo.size, photo.open, "0" * 64)
    with pytest.raises(UserError, match=photo.name):
        write_package(tmp_path / "a.cfpkg", manifest(), [events, wrong], AUTHOR)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("share", [0.1, 0.6, 1.0])
def test_cancel_leaves_nothing(tmp_path: Path, share: float) -> None:
    class Cancelled(Exception):  # noqa: N818
        pass

    told: list[tuple[int, int]] = []

    def tell(done: int, total: int, what: Message) -> None:
        told.append((done, total))
        if done >= share * total:
            raise Cancelled

    large = os.urandom(5_000_000)
    packed = [*members(), Member.of_bytes("report/large.pdf", large)]
    with pytest.raises(Cancelled):
        write_package(tmp_path / "a.cfpkg", manifest(), packed, AUTHOR, tell)
    assert list(tmp_path.iterdir()) == []
    assert all(done <= total for done, total in told)


def test_an_older_file_of_the_name_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.cfpkg"
    auditor_package(path)
    before = path.read_bytes()
    with pytest.raises(UserError):
        write_package(path, manifest(), members(photo=b"other size"), reviewed())
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.cfpkg", "a.cfpkg.bad"] or [
        entry.name for entry in tmp_path.iterdir()
    ] == ["a.cfpkg.bad", "a.cfpkg"]


def test_a_package_needs_room_before_it_is_taken_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor_package(tmp_path / "a.cfpkg")
    read_package(tmp_path / "a.cfpkg", room_in=tmp_path).close()
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(100, 100, 0))
    with pytest.raises(UserError, match="还差"):
        read_package(tmp_path / "a.cfpkg", room_in=tmp_path)


# ---------------------------------------------------------------- the zip by itself


@settings(max_examples=60)
@given(
    files=st.dictionaries(
        st.from_regex(r"[a-z0-9_]{1,8}(/[a-z0-9_]{1,8}){0,2}", fullmatch=True).filter(
            lambda name: (
                not name.startswith(("con", "nul", "aux", "prn", "com", "lpt"))
                and not any(part in ("con", "nul", "aux", "prn") for part in name.split("/"))
            )
        ),
        st.binary(max_size=300),
        min_size=1,
        max_size=8,
    )
)
def test_any_files_come_back(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.zip"
    with path.open("w+b") as stream:
        writer = ZipWriter(stream)
        for name in sorted(files):
            try:
                writer.add(name, files[name])
            except ValueError:  # a reserved name of Windows that the filter did not think of
                return
        writer.finish()
    reader = ZipReader(path)
    try:
        assert {e.name: reader.read(e, 1000) for e in reader.entries} == files
    finally:
        reader.close()
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None


def test_a_writer_refuses_names_and_order_it_could_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a").open("w+b") as stream:
        writer = ZipWriter(stream)
        writer.add("b", b"")
        for name in ("b", "a", "../c", "C", "con"):
            with pytest.raises(ValueError, match="may not stand"):
                writer.add(name, b"")


# ---------------------------------------------------------------- encryption


def encrypted(tmp_path: Path, recipients: list[str]) -> Path:
    auditor_package(tmp_path / "a.cfpkg")
    target = tmp_path / "a.cfpkg.age"
    part = encrypt_part(tmp_path / "a.cfpkg", target, recipients, lambda: age_secret(SECRET))
    part.rename(target)
    return target


def test_encrypted_and_back(tmp_path: Path) -> None:
    target = encrypted(tmp_path, [age_recipient(SECRET), age_recipient(b"t" * 32)])
    assert is_encrypted(target)
    assert not is_encrypted(tmp_path / "a.cfpkg")
    for secret in (SECRET, b"t" * 32):
        clear = decrypt_file(target, tmp_path, [age_secret(secret)])
        assert clear.read_bytes() == (tmp_path / "a.cfpkg").read_bytes()
        if os.name != "nt":  # there the folder keeps others out
            assert clear.stat().st_mode & 0o077 == 0
        clear.unlink()
    opened = open_package(target, identities=lambda: [age_secret(SECRET)], scratch=tmp_path)
    with opened as package:
        assert package.manifest == manifest()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.cfpkg", "a.cfpkg.age"]


def test_the_wrong_identity_and_changed_bytes_are_told_apart(tmp_path: Path) -> None:
    target = encrypted(tmp_path, [age_recipient(SECRET)])
    with pytest.raises(UserError, match="打不开"):
        decrypt_file(target, tmp_path, [age_secret(b"x" * 32)])
    data = target.read_bytes()
    for at in (len(data) - 1, len(data) // 2, 150):
        target.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(UserError):
            decrypt_file(target, tmp_path, [age_secret(SECRET)])
    target.write_bytes(data[:-30])
    with pytest.raises(PackageError, match="损坏"):
        decrypt_file(target, tmp_path, [age_secret(SECRET)])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.cfpkg", "a.cfpkg.age"]


def test_recipients_are_few_and_real(tmp_path: Path) -> None:
    auditor_package(tmp_path / "a.cfpkg")
    many = [age_recipient(bytes([n]) * 32) for n in range(20)]
    for recipients in ([], many, ["age1nobody"]):
        with pytest.raises(UserError):
            encrypt_part(
                tmp_path / "a.cfpkg", tmp_path / "b", recipients, lambda: age_secret(SECRET)
            )
    assert [path.name for path in tmp_path.iterdir()] == ["a.cfpkg"]


def test_an_encrypted_copy_that_the_sender_cannot_read_back_is_not_kept(tmp_path: Path) -> None:
    auditor_package(tmp_path / "a.cfpkg")
    with pytest.raises(UserError, match="读回"):
        encrypt_part(
            tmp_path / "a.cfpkg",
            tmp_path / "b",
            [age_recipient(b"t" * 32)],
            lambda: age_secret(SECRET),
        )
    assert [path.name for path in tmp_path.iterdir()] == ["a.cfpkg"]
