"""Tables of an open engagement: looked at by the window while a job reads them."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from cfpdesk.exchange.client_workbook.reading import read_formulas, read_workbook
from cfpdesk.model.record import Blob
from cfpdesk.model.sheet import Formula
from cfpdesk.store.cached_table import CachedSheet, TableDamagedError
from cfpdesk.store.client_tables import ClientTables
from cfpdesk.store.session import Session
from tests import builders, client_files


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path) as opened:
        yield opened


def read(tables: ClientTables, file: Blob) -> None:
    tables.read(file, read_workbook, read_formulas)


def test_what_is_held_stays_open_while_it_is_read_again(session: Session) -> None:
    dataset = client_files.take_in(session)
    assert dataset.file is not None
    tables = session.tables
    sheet, cells = tables.sheet(dataset), tables.cells(dataset.file)
    assert sheet is not None
    assert cells is not None
    read(tables, dataset.file)
    assert sheet.window(1, 2) == tables.sheet(dataset).window(1, 2)  # type: ignore[union-attr]
    assert tables.cells(dataset.file) is cells


def test_the_window_may_look_between_cells_and_formulas(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = client_files.take_in(session)
    assert dataset.file is not None
    session.tables.close()  # Windows deletes nothing that is open
    for path in (session.folder / "cache").iterdir():
        path.unlink()
    tables = ClientTables(session.folder, read_only=False)
    looked: list[object] = []
    then = tables._cache.read_formulas

    def look_first(*words: Any) -> None:
        looked.extend((tables.reading(dataset, ()), tables.sheet(dataset)))
        then(*words)

    monkeypatch.setattr(tables._cache, "read_formulas", look_first)
    read(tables, dataset.file)
    early, sheet = looked
    assert early is not None
    assert isinstance(sheet, CachedSheet)
    assert sheet.window(1, 1), "the window's sheet is still open"
    assert tables.reading(dataset, ()) is not early, "made without its formulas"
    assert tables.formulas(dataset.file, sheet.info)
    tables.close()


def test_nobody_waits_for_formulas_to_look_at_cells(session: Session) -> None:
    dataset = client_files.take_in(session)
    assert dataset.file is not None
    session.tables.close()  # Windows deletes nothing that is open
    for path in (session.folder / "cache").iterdir():
        path.unlink()
    tables = ClientTables(session.folder, read_only=False)
    looked: list[object] = []

    def slowly(path: Path, sheets: Sequence[int]) -> Iterator[tuple[int, Formula]]:
        other = threading.Thread(target=lambda: looked.append(tables.sheet(dataset)))
        other.start()
        other.join(20)
        assert not other.is_alive(), "it waits until the formulas are read"
        return read_formulas(path, sheets)

    tables.read(dataset.file, read_workbook, slowly)
    assert isinstance(looked[0], CachedSheet)
    tables.close()


def test_what_was_damaged_is_opened_anew(session: Session) -> None:
    dataset = client_files.take_in(session)
    assert dataset.file is not None
    tables = session.tables
    book, cells = tables.book(dataset.file), tables.cells(dataset.file)
    assert book is not None
    with pytest.raises(TableDamagedError):
        book._file.throw_away(OSError("torn"))
    read(tables, dataset.file)
    assert tables.book(dataset.file) is not book
    assert tables.cells(dataset.file) is not cells
    sheet = tables.sheet(dataset)
    assert sheet is not None
    assert sheet.window(1, 1)
