"""Zipped workbooks (xlsx, xlsm, xlsb, ods): their parts, within limits, and small XML among them.

Before a native reader unpacks anything, every part it will look at was unpacked here once, chunk by
chunk, and was as long as it said and had its checksum. So a zip bomb is known by what it declares,
and one that lies about that by its lie.
"""

import errno
import struct
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import dirname, normpath
from typing import BinaryIO
from xml.parsers import expat

from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError

MAX_PARTS = 20_000
MAX_UNPACKED = 2 * 1024**3
MAX_SMALL = 64 * 1024**2
CHUNK = 1 << 20
_MB = 1024**2
_LOCKED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    LookupError,
    NotImplementedError,
    RuntimeError,
)
"""What the standard library raises for a zip that is not as it should be."""


class Parts:
    """The parts of a zipped workbook.

    Raises:
        RefusedError: if it is damaged, locked, or unpacks to too much.
    """

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self._zip = zipfile.ZipFile(stream)
        except _BROKEN as error:
            raise RefusedError(Refusal.DAMAGED) from error
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        self._infos = {info.filename.lstrip("/"): info for info in infos}
        if len({name.lower() for name in self._infos}) != len(infos) or len(infos) > MAX_PARTS:
            raise RefusedError(Refusal.HOSTILE)
        if any(info.flag_bits & _LOCKED for info in infos):
            raise RefusedError(Refusal.LOCKED_OTHERWISE)
        size = sum(info.file_size for info in infos)
        if size > MAX_UNPACKED:
            limit = MAX_UNPACKED // _MB
            raise RefusedError(Refusal.TOO_LARGE, size=size // _MB, limit=limit)

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._infos)

    def size(self, name: str) -> int:
        """Return how long a part is when unpacked; 0 if it is not there."""
        return self._infos[name].file_size if name in self._infos else 0

    def chunks(self, name: str, size: int = CHUNK) -> Iterator[bytes]:
        """Return a part piece by piece; it was whole when the last one came.

        Raises:
            RefusedError: if it is not there, or not what it says it is.
        """
        if name not in self._infos:
            raise RefusedError(Refusal.DAMAGED)
        try:
            with self._zip.open(self._infos[name]) as part:
                while data := part.read(size):
                    yield data
        except _BROKEN as error:
            raise RefusedError(Refusal.DAMAGED) from error
        except OSError as error:
            if error.errno == errno.EINVAL:  # a place before the file's beginning
                raise RefusedError(Refusal.DAMAGED) from error
            raise

    def read(self, name: str) -> bytes:
        """Return a small part.

        Raises:
            RefusedError: if it is not there, damaged or not small.
        """
        if self.size(name) > MAX_SMALL:
            size, limit = self.size(name) // _MB, MAX_SMALL // _MB
            raise RefusedError(Refusal.TOO_LARGE, size=size, limit=limit)
        return b"".join(self.chunks(name))

    def check(self, name: str) -> None:
        """Unpack a part and forget it.

        Raises:
            RefusedError: if it is not what it says it is, or brings its own XML entities.
        """
        for number, data in enumerate(self.chunks(name)):
            if number == 0 and (b"<!DOCTYPE" in data or b"<!ENTITY" in data):
                raise RefusedError(Refusal.HOSTILE)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part: kind (last word of its type) and target, by id."""
        folder = dirname(name)
        place = f"{folder}/_rels/{name[len(folder) :].lstrip('/')}.rels".lstrip("/")
        if place not in self._infos:
            return {}
        found = {}
        for tag, attributes in elements(self.read(place)):
            if tag == "Relationship" and "Id" in attributes:
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = attributes.get("Target", "")
                if attributes.get("TargetMode") != "External":
                    target = normpath(f"/{target}" if target[:1] == "/" else f"/{folder}/{target}")
                    target = target.lstrip("/")
                found[attributes["Id"]] = (kind, target)
        return found


def parser() -> expat.XMLParserType:
    """Return an XML parser that refuses what only attacks bring: a document type of its own."""
    made = expat.ParserCreate()
    made.buffer_text = True

    def refuse(*_: object) -> None:
        raise RefusedError(Refusal.HOSTILE)

    made.StartDoctypeDeclHandler = refuse
    made.EntityDeclHandler = refuse
    return made


def elements(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a small XML part in order: name without prefix, attributes.

    Raises:
        RefusedError: if it is no XML, or brings its own entities.
    """
    found: list[tuple[str, dict[str, str]]] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        found.append((name.rpartition(":")[2], attributes))

    reader = parser()
    reader.StartElementHandler = begin
    try:
        reader.Parse(data, True)  # noqa: FBT003 - the library's own
    except expat.ExpatError as error:
        raise RefusedError(Refusal.DAMAGED) from error
    return found
