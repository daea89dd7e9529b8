"""What a package file can be made to hold that is none: all of it is refused, none of it used."""

import io
import os
import stat
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.model.statement import PackageError
from cfpdesk.store.canonical_zip import ZipReader, ZipWriter, local_header
from cfpdesk.store.package_reader import read_package
from tests.package_builders import countersigned_package
from tests.store.zip_attacks import ATTACKS, attacks, build, entries_of


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("good") / "a.cfpkg"
    countersigned_package(path)
    return path.read_bytes()


def refuses(path: Path, data: bytes) -> bool:
    path.write_bytes(data)
    try:
        read_package(path).close()
    except PackageError as error:
        return path.name in str(error.message)
    return False


def test_attack_list_is_as_long_as_promised(good: bytes) -> None:
    assert len(ATTACKS) >= 46
    assert len({data for _, data in attacks(good)}) == len(ATTACKS), "each attack is its own"


def test_every_attack_is_refused(tmp_path: Path, good: bytes) -> None:
    before = sorted(tmp_path.rglob("*"))
    accepted = [name for name, data in attacks(good) if not refuses(tmp_path / "a.cfpkg", data)]
    assert accepted == []
    assert sorted(tmp_path.rglob("*")) == [*before, tmp_path / "a.cfpkg"], "nothing was unpacked"


def test_a_general_reader_would_open_most_of_them(good: bytes) -> None:
    """The list has teeth: the standard library reads most of these without complaint."""
    opened = 0
    for _, data in attacks(good):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                opened += archive.testzip() is None
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
            OSError,
            ValueError,
            EOFError,
            zlib.error,
        ):
            continue
    assert opened > len(ATTACKS) // 2


def test_every_changed_byte_is_refused(tmp_path: Path, good: bytes) -> None:
    undetected = []
    for at in range(len(good)):
        data = bytearray(good)
        data[at] ^= 1 << at % 8
        if not refuses(tmp_path / "a.cfpkg", bytes(data)):
            undetected.append(at)
    assert undetected == []


@pytest.mark.slow
def test_every_flipped_bit_is_refused(tmp_path: Path, good: bytes) -> None:
    undetected = []
    for at in range(len(good) * 8):
        data = bytearray(good)
        data[at // 8] ^= 1 << at % 8
        if not refuses(tmp_path / "a.cfpkg", bytes(data)):
            undetected.append(at)
    assert undetected == []


def test_every_changed_byte_is_refused_with_the_framing_repaired(
    tmp_path: Path, good: bytes
) -> None:
    """An attacker changes content or names and writes the zip anew, so that it is canonical."""
    entries = entries_of(good)
    undetected = []
    for number, entry in enumerate(entries):
        for at in range(len(entry.data)):
            data = bytearray(entry.data)
            data[at] ^= 1 << at % 8
            changed = [*entries]
            changed[number] = type(entry)(entry.name, bytes(data))
            if not refuses(tmp_path / "a.cfpkg", build(changed)):
                undetected.append((entry.name, at))
        for at in range(len(entry.name)):
            name = bytearray(entry.name)
            name[at] ^= 1
            changed = [*entries]
            changed[number] = type(entry)(bytes(name), entry.data)
            changed.sort(key=lambda entry: entry.name)
            if not refuses(tmp_path / "a.cfpkg", build(changed)):
                undetected.append((entry.name, -at))
    assert undetected == []


def test_every_cut_is_refused(tmp_path: Path, good: bytes) -> None:
    assert all(refuses(tmp_path / "a.cfpkg", good[:end]) for end in range(0, len(good), 7))
    assert all(refuses(tmp_path / "a.cfpkg", good[begin:]) for begin in range(1, len(good), 97))


@settings(max_examples=300)
@given(data=st.data())
def test_random_mutations_are_refused(
    tmp_path_factory: pytest.TempPathFactory, good: bytes, data: st.DataObject
) -> None:
    begin = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(begin, min(len(good), begin + 64)))
    other = data.draw(st.binary(max_size=64))
    mutated = good[:begin] + other + good[end:]
    if mutated != good:
        assert refuses(tmp_path_factory.getbasetemp() / "mutated.cfpkg", mutated)


def test_only_the_last_countersignature_can_vanish_and_the_record_shows_it(
    tmp_path: Path, good: bytes
) -> None:
    """No file can show this one; the statement's hash in the countersigner's record can."""
    entries = [entry for entry in entries_of(good) if b"/02-lead" not in entry.name]
    path = tmp_path / "a.cfpkg"
    path.write_bytes(build(entries))
    with read_package(path) as package:
        assert [signer.role for signer in package.signers] == ["auditor"]


def test_a_bomb_costs_neither_memory_nor_disk(tmp_path: Path, good: bytes) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name in ("bomb", "zip64_huge", "many_files"):
        assert refuses(tmp_path / "a.cfpkg", ATTACKS[name](entries_of(good)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256 * 1024


def test_a_file_said_to_be_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.cfpkg"
    with path.open("wb") as stream:
        stream.write(local_header("b/data/blobs/x", 9 * 1024**3, 0))
        stream.truncate(10 * 1024**3)
    with pytest.raises(PackageError, match="单个文件"):
        ZipReader(path)
    with path.open("wb") as stream:
        stream.truncate(65 * 1024**3)
    with pytest.raises(PackageError, match="超过包"):
        ZipReader(path)


@pytest.mark.slow
def test_more_than_4_gb_round_trip(tmp_path: Path) -> None:
    """One entry above 4 GB, and one whose header lies beyond 4 GB; nearly no disk is used."""
    path = tmp_path / "large.zip"
    size = 4 * 1024**3 + 4096
    crc = sparse_zip(path, size)
    assert path.stat().st_blocks * 512 < 100 * 1024**2
    reader = ZipReader(path)
    try:
        assert [entry.size for entry in reader.entries] == [size, 5]
        assert reader.entries[1].offset > 0xFFFFFFFF
        assert reader.read(reader.entries[1], 10) == b"after"
        assert sum(len(part) for part in reader.content(reader.entries[0])) == size
    finally:
        reader.close()
    with zipfile.ZipFile(path) as archive:
        assert crc == archive.getinfo("b/large").CRC
        assert archive.read("b/small") == b"after"


def sparse_zip(path: Path, size: int) -> int:
    """Write the zip of a file of zeros without writing the zeros."""

    class Zeros(io.RawIOBase):
        def __init__(self) -> None:
            self.left = size

        def read(self, count: int = -1) -> bytes:
            count = min(count, self.left)
            self.left -= count
            return bytes(count)

    class Sparse(io.BufferedRandom):
        def write(self, data: object) -> int:
            raw = bytes(data)  # type: ignore[call-overload]
            if len(raw) > 4096 and not any(raw):
                self.seek(len(raw), os.SEEK_CUR)
                return len(raw)
            return super().write(raw)

    with Sparse(io.FileIO(path, "w+")) as stream:
        writer = ZipWriter(stream)
        entry = writer.copy("b/large", Zeros(), size)  # type: ignore[arg-type]
        writer.add("b/small", b"after")
        writer.finish()
    return entry.crc


def test_a_package_that_is_no_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_package(tmp_path / "none.cfpkg")
    with pytest.raises(OSError, match=r"directory|denied"):
        read_package(tmp_path)


def test_reading_leaves_the_file_alone(tmp_path: Path, good: bytes) -> None:
    path = tmp_path / "a.cfpkg"
    path.write_bytes(good)
    path.chmod(stat.S_IRUSR)
    read_package(path).close()
    assert path.read_bytes() == good


def test_a_package_that_changes_while_it_is_used_is_noticed(tmp_path: Path, good: bytes) -> None:
    path = tmp_path / "a.cfpkg"
    path.write_bytes(good)
    with read_package(path) as package:
        at = good.index(b'{"d":"a1b2c3d4:1"}')
        with path.open("r+b") as stream:
            stream.seek(at + 5)
            stream.write(b"X")
        with pytest.raises(UserError):
            list(package.event_lines())
