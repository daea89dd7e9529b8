"""Compound files, the containers of xls and of encrypted workbooks: which streams, and one's bytes.

As described in MS-CFB: sectors chained by a table, the table itself found by a list in the header.
Every chain is followed at most as long as the file has sectors, so that none runs in a circle.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # from here on marks, no sectors
_HEADER = 512
_ENTRY = 128
_STREAM = 2
_ROOT = 5


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """A compound file in memory.

    Raises:
        RefusedError: if it is damaged.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < _HEADER or not data.startswith(MAGIC):
            raise RefusedError(Refusal.DAMAGED)
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise RefusedError(Refusal.DAMAGED)
        self._size, self._small = 1 << shift, 1 << small_shift
        self._most = len(data) // self._size + 1
        (first_directory,) = struct.unpack_from("<I", data, 48)
        self._cutoff, first_small, _, first_list, _ = struct.unpack_from("<IIIII", data, 56)
        self._table = self._read_table(first_list)
        self._entries = self._read_entries(b"".join(self._sectors(first_directory)))
        self._small_table = _numbers(b"".join(self._sectors(first_small)))

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams, wherever they stand."""
        return frozenset(e.name for e in self._entries if e.kind == _STREAM)

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream.

        Raises:
            RefusedError: if it is not there, or cut off.
        """
        entry = next((e for e in self._entries if e.kind == _STREAM and e.name == name), None)
        if entry is None:
            raise RefusedError(Refusal.DAMAGED)
        if entry.size >= self._cutoff:
            found = b"".join(self._sectors(entry.start))
        else:
            found = self._small_stream(entry)
        if len(found) < entry.size:
            raise RefusedError(Refusal.DAMAGED)
        return found[: entry.size]

    def _small_stream(self, entry: _Entry) -> bytes:
        root = next((e for e in self._entries if e.kind == _ROOT), None)
        if root is None:
            raise RefusedError(Refusal.DAMAGED)
        held = b"".join(self._sectors(root.start))
        size = self._small
        chain = _chain(entry.start, self._small_table, len(held) // size + 1)
        return b"".join(held[number * size : (number + 1) * size] for number in chain)

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        found = self._data[begin : begin + self._size]
        if not found:
            raise RefusedError(Refusal.DAMAGED)
        return found

    def _sectors(self, start: int) -> Iterator[bytes]:
        return (self._sector(number) for number in _chain(start, self._table, self._most))

    def _read_table(self, first_list: int) -> list[int]:
        places = [n for n in struct.unpack_from("<109I", self._data, 76) if n < _END]
        step = self._size // 4 - 1
        for _ in range(self._most):
            if first_list >= _END:
                break
            numbers = _numbers(self._sector(first_list))
            places += [n for n in numbers[:step] if n < _END]
            first_list = numbers[step] if len(numbers) > step else _END
        if len(places) > self._most:
            raise RefusedError(Refusal.DAMAGED)
        return _numbers(b"".join(self._sector(place) for place in places))

    def _read_entries(self, data: bytes) -> list[_Entry]:
        found = []
        for at in range(0, len(data) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            start, size = struct.unpack_from("<II", data, at + 116)
            if kind in (_STREAM, _ROOT) and 2 <= length <= 64:
                name = data[at : at + length - 2].decode("utf-16-le", "replace")
                found.append(_Entry(name, kind, start, size))
        return found


def _chain(start: int, table: list[int], most: int) -> Iterator[int]:
    number = start
    for _ in range(most):
        if number >= _END:
            return
        if number >= len(table):
            raise RefusedError(Refusal.DAMAGED)
        yield number
        number = table[number]
    if number < _END:
        raise RefusedError(Refusal.DAMAGED)


def _numbers(data: bytes) -> list[int]:
    whole = len(data) // 4
    return list(struct.unpack_from(f"<{whole}I", data))
