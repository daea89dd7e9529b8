"""A copy on another drive is the same, or there is none."""

import errno
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.store import verified_copy
from cfpdesk.store.verified_copy import copy_read_back


def a_file(folder: Path) -> Path:
    path = folder / "source.cfpkg"
    path.write_bytes(bytes(range(256)) * 9000)
    return path


def test_a_second_copy_is_the_same_or_nothing(tmp_path: Path) -> None:
    source, target = a_file(tmp_path), tmp_path / "copy.cfpkg"
    copy_read_back(source, target)
    assert target.read_bytes() == source.read_bytes()

    def stop(_done: int, _total: int, _what: object) -> None:
        raise LookupError

    other = tmp_path / "other.cfpkg"
    with pytest.raises(LookupError):
        copy_read_back(source, other, stop)
    assert not other.exists()
    assert not list(tmp_path.glob(".*part"))


def test_a_copy_that_differs_is_set_aside_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = a_file(tmp_path), tmp_path / "copy.cfpkg"

    def spoil(path: Path) -> None:
        path.write_bytes(b"x" + path.read_bytes()[1:])

    monkeypatch.setattr(verified_copy, "forget_cache", spoil)
    with pytest.raises(UserError, match=r"copy\.cfpkg\.bad"):
        copy_read_back(source, target)
    assert not target.exists()
    assert (tmp_path / "copy.cfpkg.bad").is_file()
    assert not list(tmp_path.glob(".*part"))


def test_a_drive_that_is_gone_or_full_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = a_file(tmp_path)
    with pytest.raises(UserError, match="插回"):
        copy_read_back(source, tmp_path / "gone" / "copy.cfpkg")

    def full(_stream: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(verified_copy, "sync_file", full)
    with pytest.raises(UserError, match="MB"):
        copy_read_back(source, tmp_path / "copy.cfpkg")
    assert not list(tmp_path.glob(".*part"))
