"""The table cache: quick to look at, complete or not there, and worth nothing when lost."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import NotWrittenError, UserError
from cfpdesk.i18n import msg
from cfpdesk.model.journal import Actor
from cfpdesk.model.sheet import (
    EMPTY_CELL,
    Cell,
    CellRange,
    Formula,
    SheetInfo,
    WorkbookForm,
    WorkbookInfo,
    cell_of,
)
from cfpdesk.model.sheet_block import RowBlock, SheetSink, encode, rows_in_block
from cfpdesk.store import table_cache, table_file
from cfpdesk.store.cached_table import TableDamagedError
from cfpdesk.store.database import connect
from cfpdesk.store.place import copy_engagement
from cfpdesk.store.session import Session
from cfpdesk.store.table_cache import TableCache

ROWS = 1000
WIDTH = 20  # so that a block has 204 rows, and the last one fewer


def line(number: int) -> list[object]:
    start: list[object] = [
        number,
        f"供应商 {number}",
        number / 8,
        {"e": "#REF!"},
        "" if number % 2 else "X",
    ]
    return start + [""] * (WIDTH - len(start))


class Reader:
    """Stands for the process that reads; counts how often it was asked."""

    def __init__(self, fail_at: int = 0, sheets: int = 2) -> None:
        self.asked = 0
        self.fail_at = fail_at
        self.sheets = sheets

    def __call__(self, path: Path, sink: SheetSink) -> WorkbookInfo:
        self.asked += 1
        assert path.is_file()
        infos = []
        step = rows_in_block(WIDTH)
        for index in range(self.sheets):
            info = SheetInfo(f"表{index}", index * 2, ROWS, WIDTH)
            infos.append(info)
            sink.begin_sheet(info)
            for first in range(1, ROWS + 1, step):
                if self.fail_at and first > self.fail_at:
                    raise KeyError(first)
                rows = [line(n + index) for n in range(first, min(first + step, ROWS + 1))]
                sink.rows(RowBlock(first, len(rows), WIDTH, encode(rows)))
            sink.end_sheet()
        return WorkbookInfo(WorkbookForm.XLSX, tuple(infos), links=("a.xlsx",))


@pytest.fixture
def engagement(tmp_path: Path) -> Path:
    (tmp_path / "store").mkdir()
    return tmp_path


@pytest.fixture
def blob(engagement: Path) -> str:
    return keep(engagement, b"a workbook")


@pytest.fixture
def cache(engagement: Path) -> Iterator[TableCache]:
    with TableCache(engagement) as made:
        yield made


def keep(engagement: Path, data: bytes) -> str:
    name = hashlib.sha256(data).hexdigest()
    (engagement / "store" / name).write_bytes(data)
    return name


def files(engagement: Path) -> list[str]:
    return sorted(path.name for path in (engagement / "cache").iterdir())


def test_a_workbook_is_read_once(cache: TableCache, engagement: Path, blob: str) -> None:
    reader = Reader()
    assert not cache.has(blob)
    with cache.workbook(blob, reader) as book:
        assert [sheet.info.name for sheet in book.sheets()] == ["表0", "表1"]
        assert book.info.links == ("a.xlsx",)
    with cache.workbook(blob, reader) as again, TableCache(engagement) as other:
        assert again.info == book.info
        other.workbook(blob, reader).close()
    assert reader.asked == 1
    assert cache.has(blob)
    assert files(engagement) == [f"{blob}.table"]


def test_windows_of_rows(cache: TableCache, blob: str) -> None:
    with cache.workbook(blob, Reader()) as book:
        sheet = book.sheet(2)
        expected = [tuple(map(plain, line(n + 1))) for n in range(1, ROWS + 1)]
        assert list(sheet) == expected
        for first, count in [(1, 1), (1, 500), (200, 10), (204, 2), (995, 50), (1001, 5), (0, 3)]:
            found = sheet.window(first, count)
            assert list(found) == expected[max(first, 1) - 1 : first - 1 + count]
        assert sheet.row(205) == expected[204]
        assert sheet.row(0) == sheet.row(ROWS + 1) == (EMPTY_CELL,) * WIDTH
        assert sheet.window(5, 0) == ()


def plain(value: object) -> Cell:
    return cell_of("#REF!" if isinstance(value, dict) else value)


def test_only_some_columns(cache: TableCache, blob: str) -> None:
    with cache.workbook(blob, Reader()) as book:
        sheet = book.sheet(0)
        found = list(sheet.columns((3, 1, 99), first=203, count=3))
        assert [[cell.value for cell in row] for row in found] == [
            [Decimal(n) / 8, Decimal(n), None] for n in (203, 204, 205)
        ]
        assert len(list(sheet.columns((1,)))) == ROWS


def test_finding_a_cell(cache: TableCache, blob: str) -> None:
    with cache.workbook(blob, Reader()) as book:
        sheet = book.sheet(0)
        assert sheet.find("供应商 777") == (2, 777)
        assert sheet.find("x") == (5, 2)
        assert sheet.find("x", after=(5, 2)) == (5, 4)
        assert sheet.find("999") == (1, 999)
        assert sheet.find("999", after=(1, 999)) == (2, 999)
        assert sheet.find("0.125") == (3, 1)
        assert sheet.find("#ref", after=(4, 10)) == (4, 11)
        assert sheet.find("没有") is None
        assert sheet.find("") is None
        assert sheet.find("供应商", after=(WIDTH, ROWS)) is None


def test_no_such_sheet(cache: TableCache, blob: str) -> None:
    with cache.workbook(blob, Reader()) as book, pytest.raises(KeyError):
        book.sheet(1)


def test_an_empty_workbook(cache: TableCache, blob: str) -> None:
    def read(path: Path, sink: SheetSink) -> WorkbookInfo:
        info = SheetInfo("空", 0, 0, 0)
        sink.begin_sheet(info)
        sink.end_sheet()
        return WorkbookInfo(WorkbookForm.XLS, (info,))

    with cache.workbook(blob, read) as book:
        sheet = book.sheet(0)
        assert (list(sheet), sheet.row(1), sheet.find("x")) == ([], (), None)


def test_a_reading_that_fails_leaves_nothing(
    cache: TableCache, engagement: Path, blob: str
) -> None:
    with pytest.raises(KeyError):
        cache.workbook(blob, Reader(fail_at=300))
    assert files(engagement) == []
    reader = Reader()
    cache.workbook(blob, reader).close()
    assert reader.asked == 1


CRASH = """
import os, sys
from pathlib import Path
from cfpdesk.store.table_cache import TableCache
from tests.store.test_table_cache import Reader
class Crash(Reader):
    def __call__(self, path, sink):
        info = super().__call__(path, sink)
        os._exit(9)
TableCache(Path(sys.argv[1])).workbook(sys.argv[2], Crash())
"""


def test_a_crash_leaves_none_and_is_tidied_up(engagement: Path, blob: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(engagement), blob],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert done.returncode == 9
    (left,) = files(engagement)
    assert left.endswith(".part")
    with TableCache(engagement) as cache:
        assert files(engagement) == []
        assert not cache.has(blob)
        reader = Reader()
        cache.workbook(blob, reader).close()
        assert reader.asked == 1


def test_what_this_process_is_writing_is_no_leftover(engagement: Path, blob: str) -> None:
    seen: list[list[str]] = []

    class Other(Reader):
        def __call__(self, path: Path, sink: SheetSink) -> WorkbookInfo:
            info = super().__call__(path, sink)
            TableCache(engagement).close()
            seen.append(files(engagement))
            return info

    with TableCache(engagement) as cache:
        cache.workbook(blob, Other()).close()
    assert len(seen[0]) == 1


@pytest.mark.parametrize(
    "harm",
    ["nothing", "text", "cut", "version", "program", "unfinished", "odd info", "odd sheet"],
)
def test_what_is_unusable_is_made_anew(
    cache: TableCache, engagement: Path, blob: str, harm: str
) -> None:
    reader = Reader()
    cache.workbook(blob, reader).close()
    path = engagement / "cache" / f"{blob}.table"
    if harm == "nothing":
        path.write_bytes(b"")
    elif harm == "text":
        path.write_bytes(b"not a database at all" * 100)
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    else:
        statement = {
            "version": f"PRAGMA user_version={table_file.VERSION - 1}",
            "program": "PRAGMA application_id=7",
            "unfinished": "DELETE FROM finished",
            "odd info": "UPDATE finished SET info='{}'",
            "odd sheet": "UPDATE sheet SET info='[]'",
        }[harm]
        conn = sqlite3.connect(path, isolation_level=None)
        conn.execute(statement)
        conn.close()
    with cache.workbook(blob, reader) as book:
        assert book.sheet(0).row(7)[1].value == "供应商 7"
    assert reader.asked == 2


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM block WHERE key=2",
        "UPDATE block SET data='[]' WHERE key=2",
        "UPDATE block SET data=NULL WHERE key=2",
        "UPDATE block SET data=zeroblob(5000) WHERE key=2",
        "DROP TABLE block",
    ],
)
def test_damage_found_while_looking_throws_it_away(
    cache: TableCache, engagement: Path, blob: str, statement: str
) -> None:
    reader = Reader()
    cache.workbook(blob, reader).close()
    path = engagement / "cache" / f"{blob}.table"
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute(statement)
    conn.close()
    with cache.workbook(blob, reader) as book, pytest.raises(TableDamagedError):
        book.sheet(0).window(400, 50)
    assert not path.exists()
    with cache.workbook(blob, reader) as book:
        assert len(book.sheet(0).window(400, 50)) == 50
    assert reader.asked == 2


def test_a_value_no_cell_can_hold_throws_it_away(
    cache: TableCache, engagement: Path, blob: str
) -> None:
    cache.workbook(blob, Reader()).close()
    path = engagement / "cache" / f"{blob}.table"
    conn = sqlite3.connect(path, isolation_level=None)
    rows = [line(n) for n in range(1, 205)]
    rows[3][2] = {"z": 1}
    conn.execute("UPDATE block SET data=? WHERE key=0", (encode(rows),))
    conn.close()
    with cache.workbook(blob, Reader()) as book:
        sheet = book.sheet(0)
        assert len(sheet.window(1, 3)) == 3
        with pytest.raises(TableDamagedError):
            sheet.find("#nowhere")
    assert not path.exists()


def test_a_changed_or_missing_original_is_not_read(
    cache: TableCache, engagement: Path, blob: str
) -> None:
    (engagement / "store" / blob).write_bytes(b"another workbook")
    with pytest.raises(UserError) as caught:
        cache.workbook(blob, Reader())
    assert "changed" in caught.value.message.template
    (engagement / "store" / blob).unlink()
    with pytest.raises(UserError) as caught:
        cache.workbook(blob, Reader())
    assert "not on this computer" in caught.value.message.template


def test_a_full_disk_is_a_sentence(cache: TableCache, engagement: Path, blob: str) -> None:
    def full(path: Path, sink: SheetSink) -> WorkbookInfo:
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(NotWrittenError):
        cache.workbook(blob, full)
    assert files(engagement) == []


def test_formulas_are_kept_too(cache: TableCache, engagement: Path, blob: str) -> None:
    asked = []

    def read(path: Path, sheets: Sequence[int]) -> Iterator[tuple[int, Formula]]:
        asked.append(list(sheets))
        if 2 in sheets:
            for row in range(1, 501):
                yield 2, Formula(3, row, f"=A{row}*2")
            yield 2, Formula(4, 250, "=SUM(C1:C9)", CellRange(4, 250, 4, 260))
        if 5 in sheets:
            yield 5, Formula(1, 1, "=1")

    with cache.formulas(blob, 2, read) as found:
        assert found.at(3, 7) == Formula(3, 7, "=A7*2")
        assert found.at(4, 250) == Formula(4, 250, "=SUM(C1:C9)", CellRange(4, 250, 4, 260))
        assert found.at(9, 9) is None
        assert [f.row for f in found.window(249, 2)] == [249, 250, 250]
        assert len(found.column(3)) == 500
        assert len(list(found)) == 501
    cache.formulas(blob, 2, read).close()
    assert asked == [[2]]
    path = engagement / "cache" / f"{blob}-2.formulas"
    path.write_bytes(b"x" * 100)
    cache.formulas(blob, 2, read).close()
    assert asked == [[2], [2]]
    cache.read_formulas(blob, [2, 4, 5], read)
    cache.read_formulas(blob, [2, 4, 5], read)
    assert asked[2:] == [[4, 5]]
    with cache.formulas(blob, 4, read) as none, cache.formulas(blob, 5, read) as one:
        assert (len(list(none)), len(list(one))) == (0, 1)
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("UPDATE formula SET array='nonsense'")
    conn.close()
    with cache.formulas(blob, 2, read) as found, pytest.raises(TableDamagedError):
        found.window(1, 5)
    assert not path.exists()


def test_forgetting_throws_away_all_of_a_workbook(
    cache: TableCache, engagement: Path, blob: str
) -> None:
    other = keep(engagement, b"another")
    for name in (blob, other):
        cache.workbook(name, Reader()).close()
        cache.formulas(name, 0, lambda _path, _sheets: iter(())).close()
    cache.forget(blob)
    assert files(engagement) == [f"{other}-0.formulas", f"{other}.table"]


def test_the_oldest_go_first(
    cache: TableCache, engagement: Path, blob: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [blob, *(keep(engagement, b"%d" % n) for n in range(3))]
    for at, name in enumerate(names[:3]):
        cache.workbook(name, Reader()).close()
        os.utime(engagement / "cache" / f"{name}.table", (1000 + at, 1000 + at))
    cache.workbook(blob, Reader()).close()  # looked at just now
    size = (engagement / "cache" / f"{blob}.table").stat().st_size
    monkeypatch.setattr(table_cache, "MOST_BYTES", size * 3)
    cache.workbook(names[3], Reader()).close()
    assert [cache.has(name) for name in names] == [True, False, True, True]


def test_nothing_is_written_where_only_reading_is_allowed(engagement: Path, blob: str) -> None:
    with TableCache(engagement, read_only=True) as cache:
        with cache.workbook(blob, Reader()) as book:
            assert len(book.sheet(0).window(1, 5)) == 5
        folder = cache.folder
        assert folder.is_dir()
    assert not (engagement / "cache").exists()
    assert not folder.exists()


def test_many_threads_look_at_once(cache: TableCache, blob: str) -> None:
    found: list[int] = []
    reader = Reader()

    def look() -> None:
        with cache.workbook(blob, reader) as book:
            sheet = book.sheet(0)
            found.append(sum(len(sheet.window(first, 50)) for first in range(1, ROWS, 50)))

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [ROWS] * 6
    assert reader.asked == 1


def test_one_sheet_may_be_looked_at_by_two_threads(cache: TableCache, blob: str) -> None:
    with cache.workbook(blob, Reader()) as book:
        sheet = book.sheet(0)
        totals: list[int] = []
        threads = [
            threading.Thread(target=lambda: totals.append(sum(1 for _ in sheet))) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert totals == [ROWS] * 4


# ------------------------------------------------------------ beside the engagement


def clock() -> datetime:
    return datetime(2026, 3, 18, 9, 0, tzinfo=UTC)


def test_the_cache_is_in_no_backup_no_copy_and_troubles_no_check(tmp_path: Path) -> None:
    folder = tmp_path / "engagement"
    actor = Actor("苏晓岚", "5" * 64)
    with Session.create(folder, actor, clock) as session:
        with session.transact(msg("Attach")) as change:
            blob = change.attach(b"a workbook", name="台账.xlsx").sha256
        with TableCache(folder) as cache:
            cache.workbook(blob, Reader()).close()
        backup = session.back_up()
        assert session.verify().problems == ()
    (folder / "cache" / ".half.9.0.part").write_bytes(b"x")
    with Session.open(folder, actor, clock) as session:
        assert (session.files.moved, session.files.missing) == ((), ())
        assert session.verify().problems == ()
        assert session.recovery is None
    assert f"{blob}.table" in files(folder)
    with closing(connect(backup.path, read_only=True)) as conn:
        assert not conn.execute("SELECT 1 FROM sqlite_master WHERE name='block'").fetchall()
    copy_engagement(folder, tmp_path / "copy")
    assert (tmp_path / "copy" / "store" / blob).is_file()
    assert not (tmp_path / "copy" / "cache").exists()
    shutil.rmtree(folder / "cache")
    with Session.open(folder, actor, clock) as session, TableCache(folder) as cache:
        assert (session.files.moved, session.files.missing) == ((), ())
        cache.workbook(blob, Reader()).close()
