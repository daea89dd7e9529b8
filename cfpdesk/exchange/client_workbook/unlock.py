"""Inside the worker: a workbook that is locked with a password becomes one that is not, in memory.

Nothing is written: the process may write no files, and the password is forgotten with the request.
A workbook that is only protected against writing is locked as well, with a password that everybody
has; Excel opens it without asking, and so do we.
"""

import io
import struct
import zlib
from pathlib import Path
from types import SimpleNamespace
from xml.parsers.expat import ExpatError

from cfpdesk.exchange.client_workbook.compound_file import MAGIC, CompoundFile
from cfpdesk.exchange.client_workbook.recognise import MAX_FILE
from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError
from cfpdesk.exchange.client_workbook.xls_scan import is_locked

_EVERYBODY_S = "VelvetSweatshop"  # MS-OFFCRYPTO 2.4.2.3
_INFO, _PACKAGE = "EncryptionInfo", "EncryptedPackage"
_NONSENSE = (
    struct.error,
    zlib.error,
    ExpatError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)
"""What taking damaged bytes apart raises; what is read lies in memory, no disk can fail."""


def unlocked(source: Path | bytes, password: str) -> Path | bytes:
    """Return the workbook, unlocked where it was locked.

    Args:
        source: the file, or its bytes.
        password: as the person typed it; empty where none was.

    Raises:
        RefusedError: if a password is needed, does not fit, or the way of locking is not known.
        OSError: if the file is gone.
    """
    data = _compound(source)
    if data is None or not _needs_password(data):
        return source
    try:
        return _decrypted(data, password or _EVERYBODY_S)
    except RefusedError as error:
        if password or error.why is Refusal.LOCKED_OTHERWISE:
            raise
        raise RefusedError(Refusal.LOCKED) from error


def _compound(source: Path | bytes) -> bytes | None:
    """Return the bytes of a compound file; None for anything else, and for what is too large."""
    if isinstance(source, bytes):
        return source if source.startswith(MAGIC) and len(source) <= MAX_FILE else None
    with source.open("rb") as stream:
        if stream.read(len(MAGIC)) != MAGIC or source.stat().st_size > MAX_FILE:
            return None
        stream.seek(0)
        return stream.read()


def _needs_password(data: bytes) -> bool:
    container = CompoundFile(data)
    if _PACKAGE in container.names:
        info = container.stream(_INFO) if _INFO in container.names else b""
        if b"<!DOCTYPE" in info or b"<!ENTITY" in info:
            raise RefusedError(Refusal.HOSTILE)
        return True
    name = next((n for n in ("Workbook", "Book") if n in container.names), "")
    return bool(name) and is_locked(container.stream(name))


def _decrypted(data: bytes, password: str) -> bytes:
    import msoffcrypto
    from msoffcrypto.exceptions import (
        DecryptionError,
        FileFormatError,
        InvalidKeyError,
        ParseError,
    )
    from msoffcrypto.format import xls97

    # The library puts an unlocked xls into a file on its way; here nothing is written, so memory.
    xls97.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)
    out = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        if file.format == "ooxml":
            file.load_key(password=password, verify_password=True)
        else:  # xls is verified without being asked
            file.load_key(password=password)
        file.decrypt(out)
    except InvalidKeyError as error:
        raise RefusedError(Refusal.WRONG_KEY) from error
    except (DecryptionError, FileFormatError, ParseError) as error:
        raise RefusedError(Refusal.LOCKED_OTHERWISE) from error
    except _NONSENSE as error:
        raise RefusedError(Refusal.DAMAGED) from error
    return out.getvalue()
