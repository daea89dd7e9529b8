"""The one way a package's zip is written, and the reader that accepts no other.

STORED entries in bytewise name order; version 20 (45 with zip64); flags 0; DOS time 1980-01-01
00:00; create system 3, mode 0100644; no comment, no extra field but the minimal zip64, no gap,
prefix or trailer. So the whole zip follows from (name, size, crc, content) of its entries. The
reader walks the local headers once, builds the bytes they have to be from what they say, and
compares; then it builds the central directory and compares that. General zip features are never
interpreted, so there is nothing to filter.
"""

import io
import os
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from cfpdesk.i18n import msg
from cfpdesk.model.package import (
    MAX_ENTRIES,
    MAX_FILE_BYTES,
    MAX_NAME_BYTES,
    MAX_TOTAL_BYTES,
    safe_name,
)
from cfpdesk.model.statement import PackageError

CHUNK = 1024 * 1024
MASK32 = 0xFFFFFFFF
DOS_DATE = 0x0021
MODE = 0o100644 << 16

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in the zip.

    Attributes:
        offset: where its local header begins.
        crc: CRC-32 as the header says; compared with the content when that is read.
    """

    name: str
    size: int
    crc: int
    offset: int

    @property
    def start(self) -> int:
        """Where the content begins."""
        return self.offset + len(local_header(self.name, self.size, self.crc))

    @property
    def end(self) -> int:
        """Where the content ends."""
        return self.start + self.size


def local_header(name: str, size: int, crc: int) -> bytes:
    """Return the header that stands before an entry's content."""
    raw = name.encode("ascii")
    large = size >= MASK32
    extra = struct.pack("<2H2Q", 1, 16, size, size) if large else b""
    shown = MASK32 if large else size
    version = 45 if large else 20
    numbers = (version, 0, 0, 0, DOS_DATE, crc, shown, shown, len(raw), len(extra))
    return _LOCAL.pack(_LOCAL_SIGN, *numbers) + raw + extra


def _central_header(entry: Entry) -> bytes:
    raw = entry.name.encode("ascii")
    size, offset = min(entry.size, MASK32), min(entry.offset, MASK32)
    sizes = struct.pack("<2Q", entry.size, entry.size) if size == MASK32 else b""
    extra = sizes + (struct.pack("<Q", entry.offset) if offset == MASK32 else b"")
    if extra:
        extra = struct.pack("<2H", 1, len(extra)) + extra
    version = 45 if extra else 20
    first = (version | 3 << 8, version, 0, 0, 0, DOS_DATE, entry.crc, size, size)
    return (
        _CENTRAL.pack(_CENTRAL_SIGN, *first, len(raw), len(extra), 0, 0, 0, MODE, offset)
        + raw
        + extra
    )


def directory(entries: list[Entry], offset: int) -> bytes:
    """Return the central directory and end records for entries whose content ends at `offset`."""
    central = b"".join(map(_central_header, entries))
    size, count = len(central), len(entries)
    tail = b""
    if max(offset, size) >= MASK32 or count >= 0xFFFF:
        end64 = _END64.pack(b"PK\x06\x06", 44, 45 | 3 << 8, 45, 0, 0, count, count, size, offset)
        tail = end64 + _LOCATOR.pack(b"PK\x06\x07", 0, offset + size, 1)
    shown = (min(count, 0xFFFF), min(count, 0xFFFF), min(size, MASK32), min(offset, MASK32))
    return central + tail + _END.pack(_END_SIGN, 0, 0, *shown, 0)


class Hasher(Protocol):
    """What takes bytes as they pass; `hashlib` objects do."""

    def update(self, data: memoryview, /) -> object:
        """Take in the next bytes."""


class ZipWriter:
    """Writes entries in one pass, in name order, to a file that can seek.

    An entry's CRC stands before its content; it is filled in by going back once the content went
    through, so nothing is read twice.
    """

    def __init__(self, target: BinaryIO, entries: list[Entry] | None = None) -> None:
        self._target = target
        self.entries: list[Entry] = list(entries or ())
        self._offset = self.entries[-1].end if self.entries else 0
        target.seek(self._offset)
        target.truncate()

    def add(self, name: str, data: bytes) -> Entry:
        """Write a small entry from memory."""
        return self.copy(name, io.BytesIO(data), len(data))

    def copy(
        self,
        name: str,
        source: BinaryIO,
        size: int,
        hasher: Hasher | None = None,
        step: Callable[[int], None] | None = None,
    ) -> Entry:
        """Write an entry from a stream of `size` bytes.

        Args:
            name: must come after the last one, bytewise.
            source: read once.
            size: bytes that the stream must give, neither more nor fewer.
            hasher: is fed what passes.
            step: told the bytes of each chunk; may raise to stop.

        Raises:
            PackageError: if the stream gives another number of bytes.
            ValueError: for a name out of order or not allowed; a mistake of the caller.
        """
        if not safe_name(name) or (self.entries and name <= self.entries[-1].name):
            raise ValueError(f"{name} may not stand here")
        if size > MAX_FILE_BYTES or len(self.entries) >= MAX_ENTRIES:
            raise PackageError(msg("The package would be larger than a package may be."))
        begin = self._offset
        self._target.write(local_header(name, size, 0))
        crc = self._content(name, source, size, hasher, step)
        header = local_header(name, size, crc)
        self._target.seek(begin)
        self._target.write(header)
        self._offset = begin + len(header) + size
        self._target.seek(self._offset)
        if self._offset > MAX_TOTAL_BYTES:
            raise PackageError(msg("The package would be larger than a package may be."))
        entry = Entry(name, size, crc, begin)
        self.entries.append(entry)
        return entry

    def _content(
        self,
        name: str,
        source: BinaryIO,
        size: int,
        hasher: Hasher | None,
        step: Callable[[int], None] | None,
    ) -> int:
        crc, left = 0, size
        while True:
            chunk = memoryview(source.read(min(CHUNK, left + 1)))
            if not chunk:
                break
            left -= len(chunk)
            if left < 0:
                break
            crc = zlib.crc32(chunk, crc)
            if hasher is not None:
                hasher.update(chunk)
            self._target.write(chunk)
            if step is not None:
                step(len(chunk))
        if left:
            raise PackageError(msg("{name} changed while it was being packed.", name=name))
        return crc

    def finish(self) -> None:
        """Write the directory; the file is complete after it."""
        self._target.write(directory(self.entries, self._offset))
        self._target.flush()


class ZipReader:
    """Accepts a canonical zip, and gives its entries' bytes. Safe to use from several threads.

    Args:
        path: the file.

    Raises:
        PackageError: if the file is not byte for byte the canonical encoding of its entries.
            Contents are not read yet; `content` compares them with their CRC.
        OSError: if the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._file = path.open("rb", buffering=0)
        try:
            self.size = self._file.seek(0, os.SEEK_END)
            self.entries = self._walk()
        except BaseException:
            self._file.close()
            raise
        self.by_name = {entry.name: entry for entry in self.entries}

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _walk(self) -> list[Entry]:
        if self.size > MAX_TOTAL_BYTES:
            raise PackageError(msg("The file is larger than a package may be."))
        entries: list[Entry] = []
        offset = 0
        while (head := self._head(offset))[:4] == _LOCAL_SIGN:
            if len(entries) >= MAX_ENTRIES:
                raise PackageError(msg("The file holds more entries than a package may."))
            entry = self._entry(head, offset)
            if entries and entry.name <= entries[-1].name:
                raise PackageError(
                    msg("{name} stands twice or out of order in the file.", name=entry.name)
                )
            entries.append(entry)
            offset = entry.end
        if not entries:
            raise PackageError(msg("The file is not a package."))
        expected = directory(entries, offset)
        if self.size != offset + len(expected) or self._bytes(offset, len(expected)) != expected:
            raise PackageError(
                msg("The end of the file does not fit its contents: bytes were added or cut off.")
            )
        return entries

    def _entry(self, head: bytes, offset: int) -> Entry:
        """Return the entry whose header stands at `offset`, if that is its only possible form."""
        fault = msg("At byte {offset} the file is not written as a package is.", offset=offset)
        if len(head) < _LOCAL.size:
            raise PackageError(fault)
        parts = _LOCAL.unpack_from(head)
        crc, size, name_length = parts[6], parts[8], parts[9]
        if name_length > MAX_NAME_BYTES:
            raise PackageError(fault)
        raw = head[_LOCAL.size : _LOCAL.size + name_length]
        if size == MASK32:
            at = _LOCAL.size + name_length
            if len(head) < at + 20:
                raise PackageError(fault)
            size = struct.unpack_from("<Q", head, at + 4)[0]
        name = raw.decode("ascii", errors="replace")
        if not raw.isascii() or not safe_name(name):
            raise PackageError(
                msg("The file holds a name that a package may not have: {name}", name=_shown(raw))
            )
        if size > MAX_FILE_BYTES:
            raise PackageError(msg("{name} is larger than a file may be.", name=name))
        header = local_header(name, size, crc)
        entry = Entry(name, size, crc, offset)
        if head[: len(header)] != header or entry.end > self.size:
            raise PackageError(fault)
        return entry

    def _head(self, offset: int) -> bytes:
        return self._bytes(offset, _LOCAL.size + MAX_NAME_BYTES + 20)

    def _bytes(self, offset: int, count: int) -> bytes:
        data = bytearray(max(0, min(count, self.size - offset)))
        self._read_at(offset, memoryview(data))
        return bytes(data)

    def _read_at(self, offset: int, view: memoryview) -> None:
        """Fill `view` from the file; the lock covers the reading alone, not the hashing."""
        with self._lock:
            self._file.seek(offset)
            filled = 0
            while filled < len(view):
                count = self._file.readinto(view[filled:])
                if not count:
                    raise PackageError(msg("The file became shorter while it was being read."))
                filled += count

    def content(self, entry: Entry) -> Iterator[memoryview]:
        """Yield an entry's content in chunks, each valid until the next, and compare the CRC.

        Raises:
            PackageError: if the content does not have the CRC of the header.
        """
        buffer = memoryview(bytearray(min(CHUNK, entry.size)))
        crc, at, end = 0, entry.start, entry.end
        while at < end:
            part = buffer[: min(CHUNK, end - at)]
            self._read_at(at, part)
            crc = zlib.crc32(part, crc)
            at += len(part)
            yield part
        if crc != entry.crc:
            raise PackageError(msg("{name} is damaged.", name=entry.name))

    def read(self, entry: Entry, limit: int) -> bytes:
        """Return a small entry's content.

        Raises:
            PackageError: if it is longer than `limit` bytes or damaged.
        """
        if entry.size > limit:
            raise PackageError(msg("{name} is larger than is allowed.", name=entry.name))
        return b"".join(bytes(part) for part in self.content(entry))


def _shown(raw: bytes) -> str:
    """Return a hostile name so that it can be shown: printable ASCII, not long."""
    return ascii(raw.decode("utf-8", errors="replace"))[1:-1][:80]
