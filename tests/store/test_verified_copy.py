"""A copy on another drive is the same, or there is none."""

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


def test_a_copy_that_changes_while_it_is_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = a_file(tmp_path)
    hashes = iter(["a" * 64, "b" * 64])
    monkeypatch.setattr(verified_copy, "_sha256", lambda _path, _step: next(hashes))
    with pytest.raises(UserError):
        copy_read_back(source, tmp_path / "copy.cfpkg")
