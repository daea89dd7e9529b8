"""Imported tables as they were read: a disposable cache beside the originals, by their SHA-256.

A workbook is an original file like a photograph; only judgements about its rows are journal
entries. What was read from it lies in `cache/`, one file a workbook, and can be deleted at any
time: it is read anew. It is in no backup and in no package.

    with TableCache(session.folder, read_only=session.read_only) as cache:
        with cache.workbook(blob, lambda path, sink: read_workbook(path, sink, progress)) as book:
            book.sheet(0).window(99_000, 40)
"""

import hashlib
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Self, TypeAlias, TypeVar

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.record import Blob
from cfpdesk.model.sheet import Formula, WorkbookInfo
from cfpdesk.model.sheet_block import SheetSink
from cfpdesk.store import table_file
from cfpdesk.store.cached_table import CachedFormulas, CachedWorkbook
from cfpdesk.store.durable import check_room, write_file
from cfpdesk.store.evidence_folder import EvidenceFolder

FOLDER = "cache"
MOST_BYTES = 4 * 1024**3
_GROWS = 6  # times the size of the original, at most, as far as we have seen

ReadWorkbook: TypeAlias = Callable[[Path, SheetSink], WorkbookInfo]
"""Reads the original into the sink: `exchange.client_workbook.reading.read_workbook`."""
ReadFormulas: TypeAlias = Callable[[Path, Sequence[int]], Iterator[tuple[int, Formula]]]
"""Reads the formulas of the sheets with these indexes, sheet by sheet."""

_Cached = TypeVar("_Cached", CachedWorkbook, CachedFormulas)


class TableCache:
    """The cache of one engagement. Close it, or use it in a `with` statement.

    May be used from several threads; workbooks are read one after the other.

    Args:
        engagement: its folder.
        read_only: whether nothing may be written there; what is read is then kept in the system's
            folder for temporary files until the cache is closed.
    """

    def __init__(self, engagement: Path, *, read_only: bool = False) -> None:
        self._originals = EvidenceFolder(engagement)
        self._lock = threading.Lock()
        self._elsewhere: tempfile.TemporaryDirectory[str] | None = None
        self.folder = engagement / FOLDER
        if read_only:
            self._elsewhere = tempfile.TemporaryDirectory(prefix="cfpdesk-tables-")
            self.folder = Path(self._elsewhere.name)
        else:
            self._tidy()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of what lies in the system's folder; workbooks are closed by themselves."""
        if self._elsewhere is not None:
            with suppress(OSError):  # Windows keeps what is still open
                self._elsewhere.cleanup()

    def has(self, blob: Blob | str) -> bool:
        """Tell whether a workbook was read already."""
        return self._path(blob).is_file()

    def workbook(self, blob: Blob | str, read: ReadWorkbook) -> CachedWorkbook:
        """Return a workbook from the cache; it is read first where it is not there, or unusable.

        Raises:
            UserError: if the original is not here or was changed, it is not read, or the disk is
                full; and whatever else `read` raises. Nothing is left then.
        """
        target = self._path(blob)
        with self._lock:
            found = _usable(target, CachedWorkbook)
            if found is None:
                original = self._original(blob)
                with table_file.written(target) as conn:
                    sink = table_file.TableSink(conn)
                    sink.finish(read(original, sink))
                self._trim(target)
                found = CachedWorkbook(target)
        return found

    def formulas(self, blob: Blob | str, sheet: int, read: ReadFormulas) -> CachedFormulas:
        """Return the formulas of a sheet from the cache; they are read first where needed.

        Raises:
            UserError: as `workbook` does.
        """
        self.read_formulas(blob, [sheet], read)
        return CachedFormulas(self._path(blob, f"-{sheet}.formulas"))

    def kept_workbook(self, blob: Blob | str) -> CachedWorkbook | None:
        """Return a workbook where it was read already; nothing is read, and nobody waits."""
        return _usable(self._path(blob), CachedWorkbook)

    def kept_formulas(self, blob: Blob | str, sheet: int) -> CachedFormulas | None:
        """Return the formulas of a sheet where they were read already; nothing is read."""
        return _usable(self._path(blob, f"-{sheet}.formulas"), CachedFormulas)

    def read_formulas(self, blob: Blob | str, sheets: Sequence[int], read: ReadFormulas) -> None:
        """Read the formulas of sheets that are not in the cache, all at once: one process for all.

        Raises:
            UserError: as `workbook` does.
        """
        places = {sheet: self._path(blob, f"-{sheet}.formulas") for sheet in sheets}
        with self._lock:
            lacking = [sheet for sheet, path in places.items() if not _is_usable(path)]
            if not lacking:
                return
            original = self._original(blob)
            unwritten = dict.fromkeys(lacking)
            for sheet, found in groupby(read(original, lacking), key=itemgetter(0)):
                with table_file.written(places[sheet]) as conn:
                    table_file.write_formulas(conn, (formula for _sheet, formula in found))
                unwritten.pop(sheet, None)
            for sheet in unwritten:
                with table_file.written(places[sheet]) as conn:
                    table_file.write_formulas(conn, iter(()))

    def made(self, blob: Blob | str, name: str) -> bytes | None:
        """Return what was made of a workbook and kept under a name; None where nothing was."""
        path = self._path(blob, f"-{name}.made")
        try:
            data = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)
        return data

    def keep_made(self, blob: Blob | str, name: str, data: bytes) -> None:
        """Keep what was made of a workbook; where the disk refuses, it is only made again."""
        path = self._path(blob, f"-{name}.made")
        with suppress(OSError, UserError):
            self.folder.mkdir(exist_ok=True)
            write_file(path, data)
            self._trim(path)

    def forget(self, blob: Blob | str) -> None:
        """Throw away what was read from a workbook, as when another encoding was chosen."""
        name = self._path(blob).stem
        for path in self.folder.glob(f"{name}*"):
            with suppress(OSError):
                path.unlink()

    def _path(self, blob: Blob | str, suffix: str = ".table") -> Path:
        return self.folder / f"{self._originals.path(blob).name}{suffix}"

    def _original(self, blob: Blob | str) -> Path:
        path = self._originals.path(blob)
        try:
            with path.open("rb") as stream:
                whole = hashlib.file_digest(stream, "sha256").hexdigest() == path.name
            size = path.stat().st_size
        except OSError as error:
            raise UserError(msg("The original file is not on this computer.")) from error
        if not whole:
            raise UserError(msg("An original file was changed on the disk; do not rely on it."))
        self.folder.mkdir(exist_ok=True)
        check_room(self.folder, size * _GROWS)
        return path

    def _tidy(self) -> None:
        """Delete what a crash left half-written."""
        own = f".{os.getpid()}."
        for path in self.folder.glob(f".*{table_file.PART}"):
            if own not in path.name:
                with suppress(OSError):
                    path.unlink()

    def _trim(self, keep: Path) -> None:
        """Delete what was used longest ago, so that the cache stays within its size."""
        files = [(path.stat(), path) for path in self.folder.iterdir() if path != keep]
        total = keep.stat().st_size
        for facts, path in sorted(files, key=lambda f: f[0].st_mtime, reverse=True):
            total += facts.st_size
            if total > MOST_BYTES:
                with suppress(OSError):
                    path.unlink()


def _is_usable(path: Path) -> bool:
    found = _usable(path, CachedFormulas)
    if found is not None:
        found.close()
    return found is not None


def _usable(path: Path, opens: Callable[[Path], _Cached]) -> _Cached | None:
    """Return an opened file; None if there is none, and what is unusable is deleted."""
    try:
        found = opens(path)
    except OSError:
        return None
    except ValueError:
        with suppress(OSError):
            path.unlink()
        return None
    with suppress(OSError):
        os.utime(path)  # used just now: the last to go
    return found
