"""The bulk of a package: every byte is read and hashed once, by two threads, and compared."""

import hashlib
import io
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeAlias

from cfpdesk.i18n import Message, msg
from cfpdesk.model.package import MAX_EVENTS, MAX_LINE_BYTES
from cfpdesk.model.statement import PackageError
from cfpdesk.store.canonical_zip import Entry, ZipReader

Tell: TypeAlias = Callable[[int, int, Message], object]

_THREADS = min(4, os.cpu_count() or 1)


class _Counter:
    """Bytes that went through, over all threads; and the wish to stop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.done = 0
        self.stopped = False

    def add(self, count: int) -> None:
        with self._lock:
            self.done += count


def hash_contents(
    archive: ZipReader, expected: Mapping[str, str], tell: Tell | None = None
) -> None:
    """Compare the content of entries with their SHA-256.

    Args:
        archive: the zip.
        expected: SHA-256 by entry name.
        tell: told the bytes done; may raise to stop.

    Raises:
        PackageError: naming the first entry that differs.
    """
    total = sum(archive.by_name[name].size for name in expected)
    counter = _Counter()
    with ThreadPoolExecutor(_THREADS) as pool:
        waiting: set[Future[str]] = {
            pool.submit(_compare, archive, archive.by_name[name], sha256, counter)
            for name, sha256 in expected.items()
        }
        different: list[str] = []
        try:
            while waiting:
                ready, waiting = wait(waiting, timeout=0.1, return_when=FIRST_COMPLETED)
                different += [name for name in (future.result() for future in ready) if name]
                if different:
                    break
                if tell is not None:
                    tell(counter.done, total, msg("Checking"))
        finally:
            counter.stopped = True
            pool.shutdown(cancel_futures=True)
    if different:
        raise PackageError(
            msg("{name} does not have the content that was signed.", name=min(different))
        )


def _compare(archive: ZipReader, entry: Entry, expected: str, counter: _Counter) -> str:
    """Return the entry's name if its content differs, else an empty string."""
    digest = hashlib.sha256()
    for part in archive.content(entry):
        if counter.stopped:
            return ""
        digest.update(part)
        counter.add(len(part))
    return "" if digest.hexdigest() == expected else entry.name


def event_lines(archive: ZipReader, entry: Entry, sha256: str) -> Iterator[bytes]:
    """Yield the lines of `events.jsonl` without their ends, hashing again what is given out.

    Raises:
        PackageError: if a line is too long, there are too many, the last one is not complete, or
            the file changed since it was checked; that one after the last line.
    """
    digest = hashlib.sha256()
    rest, count = b"", 0
    for part in archive.content(entry):
        digest.update(part)
        lines = (rest + part).split(b"\n")
        rest = lines.pop()
        count += len(lines)
        if count > MAX_EVENTS:
            raise PackageError(msg("The package holds more events than is allowed."))
        if max(map(len, (rest, *lines))) > MAX_LINE_BYTES:
            raise PackageError(msg("An event is longer than is allowed."))
        yield from lines
    if rest:
        raise PackageError(msg("The last event is not complete."))
    if digest.hexdigest() != sha256:
        raise PackageError(msg("The package changed while it was being read."))


class EntryStream(io.RawIOBase):
    """An entry's content as a stream; its CRC is compared at the end, its hash by the reader."""

    def __init__(self, archive: ZipReader, entry: Entry) -> None:
        self._parts = archive.content(entry)
        self._rest = b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, target: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill a buffer."""
        if not self._rest:
            self._rest = bytes(next(self._parts, b""))
        count = min(len(target), len(self._rest))
        target[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
