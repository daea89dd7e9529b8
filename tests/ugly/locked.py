"""A workbook that the client locked with a password of its own kind."""

from pathlib import Path

from msoffcrypto.format.ooxml import OOXMLFile

from tests.ugly import months_under_three_heads

NAME = "加密.xlsx"
PASSWORD = "厂长2025"


def make(path: Path) -> None:
    """Write it."""
    plain = path.with_name("plain.xlsx")
    months_under_three_heads.make(plain)
    with plain.open("rb") as source, path.open("wb") as made:
        OOXMLFile(source).encrypt(PASSWORD, made)
    plain.unlink()
