"""What a file says about itself: its kind by its content, and a photo's time, device and size.

A name or an ending is never believed. A time is taken only where the camera wrote it
(DateTimeOriginal); when a file was copied or last changed says nothing about when it was taken,
so those times are not even read (rule 9.8.3: evidence as it is).
"""

import io
import re
import struct
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

HEAD_BYTES = 64 * 1024
UNKNOWN = "application/octet-stream"
# Pictures that can be shown, with Pillow's name of the one format that is tried on them.
IMAGES: dict[str, str] = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/heic": "HEIF",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
}
# What the readers of Pillow and libheif raise on damaged bytes.
DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    struct.error,
)

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"OggS", "audio/ogg"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
)
_OFFICE: tuple[tuple[bytes, str], ...] = (
    (b"xl/workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"word/document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (
        b"ppt/presentation",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
)
_EXIF_IFD = 0x8769
_MAKE, _MODEL, _ORIENTATION = 0x010F, 0x0110, 0x0112
_TIME_ORIGINAL, _OFFSET_ORIGINAL = 0x9003, 0x9011
_OFFSET = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d")
_LONGEST_DEVICE = 80


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file says about itself.

    Attributes:
        mime: media type by content.
        taken_at: ISO text of the camera's own time, with its offset where it states one; empty
            where the file does not say.
        device: model of the camera or phone; empty where the file does not say.
        width, height: pixels as the picture is seen (turned by its orientation); 0 if it has none.
        orientation: EXIF orientation 1 to 8 of the stored pixels.
    """

    mime: str
    taken_at: str = ""
    device: str = ""
    width: int = 0
    height: int = 0
    orientation: int = 1

    @property
    def pixels(self) -> str:
        """Return the size as 4000x3000, empty where there is none."""
        return f"{self.width}x{self.height}" if self.width and self.height else ""


def recognise(source: Path | bytes) -> str:
    """Return the media type by the content; `application/octet-stream` for what is not known.

    Raises:
        OSError: if the file cannot be read.
    """
    head, tail = _ends(source)
    found = next((mime for magic, mime in _MAGIC if head.startswith(magic)), "")
    if found:
        return found
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    if head.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], UNKNOWN)
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        office = (mime for part, mime in _OFFICE if part in head or part in tail)
        return next(office, "application/zip")
    return "text/plain" if _is_text(head) else UNKNOWN


def read_facts(source: Path | bytes) -> FileFacts:
    """Return what a file says about itself; what is missing or damaged stays empty.

    HEIC is opened by a native library: a window asks `PreviewWorker.facts` instead, which does
    the same in a process of its own.

    Raises:
        OSError: if the file cannot be read at all.
    """
    mime = recognise(source)
    if mime not in IMAGES:
        return FileFacts(mime)
    data = source if isinstance(source, bytes) else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _image_facts(mime, io.BytesIO(data) if data is not None else source)
    except DAMAGED:
        return FileFacts(mime)


def enable_heic() -> None:
    """Teach Pillow to read HEIC; imported late because the first page does not need it."""
    import pi_heif

    pi_heif.register_heif_opener()


def _image_facts(mime: str, stream: object) -> FileFacts:
    from PIL import Image

    if mime == "image/heic":
        enable_heic()
    try:
        with Image.open(stream, formats=(IMAGES[mime],)) as image:  # type: ignore[arg-type]
            width, height = image.size
            exif = image.getexif()
            inner = exif.get_ifd(_EXIF_IFD)
    except Image.DecompressionBombError:
        return FileFacts(mime)
    orientation = exif.get(_ORIENTATION, 1)
    if orientation not in range(1, 9):
        orientation = 1
    if orientation >= 5:
        width, height = height, width
    return FileFacts(mime, _taken_at(inner), _device(exif), width, height, orientation)


def _taken_at(exif: Mapping[int, object]) -> str:
    text = _clean(exif.get(_TIME_ORIGINAL))
    try:
        at = datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the zone is apart
    except ValueError:
        return ""
    offset = _clean(exif.get(_OFFSET_ORIGINAL))
    return at.isoformat() + (offset if _OFFSET.fullmatch(offset) else "")


def _device(exif: Mapping[int, object]) -> str:
    return (_clean(exif.get(_MODEL)) or _clean(exif.get(_MAKE)))[:_LONGEST_DEVICE]


def _clean(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    if not isinstance(value, str):
        return ""
    return "".join(c for c in value.split("\x00")[0] if c.isprintable()).strip()


def _ends(source: Path | bytes) -> tuple[bytes, bytes]:
    if isinstance(source, bytes):
        return source[:HEAD_BYTES], source[-HEAD_BYTES:]
    with source.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        size = stream.seek(0, io.SEEK_END)
        stream.seek(max(0, size - HEAD_BYTES))
        return head, stream.read(HEAD_BYTES)


def _iso_media(head: bytes) -> str:
    length = int.from_bytes(head[:4], "big")
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(length, 256), 4))}
    if brands & {b"avif", b"avis"}:
        return "image/avif"
    if brands & _HEIC_BRANDS:
        return "image/heic"
    if head[8:12] in (b"M4A ", b"M4B "):
        return "audio/mp4"
    return "video/quicktime" if head[8:12] == b"qt  " else "video/mp4"


def _is_text(head: bytes) -> bool:
    if not head or b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:  # a character may be cut at the end of what was read
            text = head.decode(encoding, "strict" if len(head) < HEAD_BYTES else "ignore")
        except UnicodeDecodeError:
            continue
        return all(c.isprintable() or c in "\r\n\t\f\ufeff" or ord(c) > 127 for c in text)
    return False
