"""Which format a file has, by its content alone: clients' names lie, and blobs have none."""

from typing import BinaryIO

from cfpdesk.exchange.client_workbook.compound_file import MAGIC, CompoundFile
from cfpdesk.exchange.client_workbook.package_parts import Parts
from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError
from cfpdesk.model.sheet import WorkbookForm

MAX_FILE = 512 * 1024**2
_MB = 1024**2
_LOOKED_AT = 16 * 1024
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_PAGES = (b"<html", b"<!doctype html", b"<head", b"<meta", b"<table", b"<body", b"<style", b"<div")
_OTHERS = (
    b"%PDF",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 26}
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def recognise(stream: BinaryIO, size: int) -> WorkbookForm:
    """Return the format of a file.

    Args:
        stream: the file, at its beginning; where it stands afterwards is not said.
        size: in bytes.

    Raises:
        RefusedError: if it cannot be read as a table; the reason says why.
    """
    if size == 0:
        raise RefusedError(Refusal.EMPTY)
    if size > MAX_FILE:
        raise RefusedError(Refusal.TOO_LARGE, size=size // _MB, limit=MAX_FILE // _MB)
    head = stream.read(_LOOKED_AT)
    stream.seek(0)
    if head.startswith(MAGIC):
        return _compound(stream.read())
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(Parts(stream))
    return _text(head)


def _compound(data: bytes) -> WorkbookForm:
    names = CompoundFile(data).names
    if "EncryptedPackage" in names:
        raise RefusedError(Refusal.LOCKED)
    if names & {"Workbook", "Book"}:
        return WorkbookForm.XLS
    raise RefusedError(Refusal.NO_WORKBOOK)


def _zipped(parts: Parts) -> WorkbookForm:
    names = {name.lower() for name in parts.names}
    if "mimetype" in names and "content.xml" in names:
        if not parts.read("mimetype").startswith(_ODS):
            raise RefusedError(Refusal.NO_WORKBOOK)
        manifest = "META-INF/manifest.xml"
        if manifest in parts.names and b"encryption-data" in parts.read(manifest):
            raise RefusedError(Refusal.LOCKED_OTHERWISE)
        return WorkbookForm.ODS
    if "xl/workbook.bin" in names:
        return WorkbookForm.XLSB
    if "xl/workbook.xml" in names:
        return WorkbookForm.XLSM if "xl/vbaproject.bin" in names else WorkbookForm.XLSX
    raise RefusedError(Refusal.NO_WORKBOOK)


def _text(head: bytes) -> WorkbookForm:
    if head.startswith(_OTHERS):
        raise RefusedError(Refusal.NO_WORKBOOK)
    wide = "utf-16" if head.startswith(_BOMS[1:]) else looks_wide(head)
    if wide:
        plain = head[: len(head) // 2 * 2].decode(wide, "ignore").encode()
    else:
        plain = head.removeprefix(_BOMS[0])
    begin = plain.lstrip()[:2048].lower()
    if begin.startswith(_PAGES) or begin.startswith(b"mime-version:"):
        raise RefusedError(Refusal.PRETENDS)
    if begin.startswith(b"<"):
        pretends = b"office:spreadsheet" in begin or b"<html" in begin
        raise RefusedError(Refusal.PRETENDS if pretends else Refusal.NO_WORKBOOK)
    odd = sum(byte in _CONTROL for byte in plain)
    if odd * 100 > len(plain):
        raise RefusedError(Refusal.NO_WORKBOOK)
    return WorkbookForm.CSV


def looks_wide(head: bytes) -> str:
    """Return the UTF-16 a text without a mark is likely written in, or nothing."""
    if len(head) < 4 or b"\x00" not in head:
        return ""
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) * 10 > half * 3 and head[::2].count(0) * 50 < half:
        return "utf-16-le"
    if head[::2].count(0) * 10 > half * 3 and head[1::2].count(0) * 50 < half:
        return "utf-16-be"
    return ""
