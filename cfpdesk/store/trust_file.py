"""The file of the trust list in an engagement's folder, as bytes; `trust_list` reads and checks."""

import hashlib
from pathlib import Path

TRUST_NAME = "trust.json"


def trust_bytes(folder: Path) -> bytes | None:
    """Return the bytes of the list that is kept in a folder; None before the first."""
    try:
        return (folder / TRUST_NAME).read_bytes()
    except FileNotFoundError:
        return None


def trust_sha256(data: bytes) -> str:
    """Return the hash of a list's file, as `package.json` names it."""
    return hashlib.sha256(data).hexdigest()
