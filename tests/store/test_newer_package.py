"""A package of a newer version: all that can be checked is checked, and nothing is merged."""

from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.model.newer_package import NewerPackage, Part, newer_sheet, parts_of
from cfpdesk.model.statement import PackageError
from cfpdesk.model.trust import Trust
from cfpdesk.store.newer_package import NewerPackageError
from cfpdesk.store.package_reader import read_package
from cfpdesk.store.reception import look, receive, set_aside, set_aside_packages
from tests.package_builders import (
    AUDITOR,
    ENGAGEMENT,
    NOW,
    REPLICA,
    STRANGER,
    manifest,
    newer_package,
    trust_list,
)
from tests.store.zip_attacks import attacks, build, entries_of


def seen(path: Path) -> NewerPackage:
    with pytest.raises(NewerPackageError) as told:
        read_package(path, trust_list())
    return told.value.package


def test_it_is_checked_and_what_is_known_is_said(tmp_path: Path) -> None:
    root = newer_package(tmp_path / "a.cfpkg", tags={"stamp.tsr": b"time"})
    found = seen(tmp_path / "a.cfpkg")
    assert (found.sheet.version, found.root) == (2, root)
    assert (found.sheet.kind, found.sheet.seq, found.sheet.replica) == ("auditor", 1, REPLICA)
    assert found.sheet.created_at == NOW
    (signer,) = found.signers
    assert (signer.name, signer.trust) == ("高博", Trust.TRUSTED)
    assert Part("data/tiles/", 1, 3) in found.parts
    assert Part("stamp.tsr", 1, 4) in found.parts
    assert NewerPackage.from_json(found.to_json()) == found


def test_unknown_fields_are_left_out_and_the_signer_is_then_unknown(tmp_path: Path) -> None:
    path = tmp_path / "a.cfpkg"
    newer_package(
        path,
        changes={"kind": 7, "seq": "1", "created_at": "soon", "app": None, "engagement_id": None},
        signer=AUDITOR,
        role="witness",
    )
    found = seen(path)
    assert (found.sheet.kind, found.sheet.seq, found.sheet.created_at) == ("", 0, None)
    assert found.sheet.engagement_id == ""
    assert (found.signers[0].role, found.signers[0].trust) == ("witness", Trust.UNKNOWN)
    assert NewerPackage.from_json(found.to_json()) == found


def refused(path: Path, data: bytes) -> bool:
    path.write_bytes(data)
    try:
        read_package(path, trust_list()).close()
    except PackageError:
        return True
    except NewerPackageError:
        return False
    return False


def test_every_byte_counts_as_in_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.cfpkg"
    newer_package(path, tags={"stamp.tsr": b"time"})
    whole = path.read_bytes()
    for at in range(0, len(whole), 3):
        changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        assert refused(path, changed), at
    entries = entries_of(whole)
    for number, entry in enumerate(entries):
        for at in range(len(entry.data)):
            data = bytearray(entry.data)
            data[at] ^= 1 << at % 8
            other = [*entries]
            other[number] = type(entry)(entry.name, bytes(data))
            assert refused(path, build(other)), (entry.name, at)


def test_every_attack_on_ours_is_refused_on_a_newer_one(tmp_path: Path) -> None:
    path = tmp_path / "a.cfpkg"
    newer_package(path, more={f"data/blobs/{'0' * 64}": b"a photo"})
    good = path.read_bytes()
    accepted = [name for name, data in attacks(good) if not refused(path, data)]
    assert accepted == []


def test_the_first_signer_is_whom_the_sheet_names(tmp_path: Path) -> None:
    path = tmp_path / "a.cfpkg"
    newer_package(path, signer=STRANGER)
    assert refused(path, path.read_bytes())
    newer_package(path, changes={"key_sha256": None}, signer=STRANGER)
    assert seen(path).signers[0].trust is Trust.UNKNOWN


def test_only_a_higher_version_is_newer() -> None:
    assert newer_sheet(manifest().to_bytes()) is None
    assert newer_sheet(b'{"format":"other","version":9}') is None
    assert newer_sheet(b'{"format":"cfpdesk-package","version":true}') is None
    assert newer_sheet(b'{"format":"cfpdesk-package","version":2}') is not None
    with pytest.raises(PackageError):
        newer_sheet(b'{"version":2, "format":"cfpdesk-package"}')


def test_it_is_never_merged_and_kept_to_be_looked_at(tmp_path: Path) -> None:
    folder, path = tmp_path / "e", tmp_path / "a.cfpkg"
    folder.mkdir()
    newer_package(path)
    with pytest.raises(NewerPackageError):
        look(folder, path, trust_list(), NOW)
    with pytest.raises(NewerPackageError) as told:
        receive(folder, path, trust_list(), NOW)
    assert isinstance(told.value, UserError)
    kept = set_aside(folder, path, told.value, NOW)
    (found,) = set_aside_packages(folder)
    assert found == kept
    assert found.waits
    assert found.newer is not None
    assert found.newer.sheet.engagement_id == ENGAGEMENT
    assert "2" in str(found.reason)


def test_files_are_counted_by_folder() -> None:
    files = [("data/blobs/a", 1), ("data/blobs/b/c", 2), ("data/x", 4), ("package.json", 8)]
    assert parts_of([*files, ("signatures/01-lead.pem", 16), ("signatures/01-lead.sig", 32)]) == (
        Part("data/blobs/", 2, 3),
        Part("data/x", 1, 4),
        Part("package.json", 1, 8),
        Part("signatures/", 2, 48),
    )
