"""Pinyin initials of Chinese text (电力 → dl), for finding things by typing two letters.

Found by collation: in a Chinese locale characters sort by their sound, so the initial of a
character is that of the last of 23 boundary characters that sorts before it. Qt brings the tables
(ICU on Linux, the system's elsewhere), so no library and no data file is needed. Where a system
sorts otherwise, the 3 755 common characters are placed by GB 2312, which orders them by sound too.
See docs/decisions/0007-pinyin-initials-by-collation.md.
"""

from functools import cache
from itertools import pairwise

from PySide6.QtCore import QCollator, QCollatorSortKey, QLocale

_FIRST = "阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀"
_LETTERS = "abcdefghjklmnopqrstwxyz"
_GB_FIRST = (
    45217, 45253, 45761, 46318, 46826, 47010, 47297, 47614, 48119, 49062, 49324, 49896, 50371,
    50614, 50622, 50906, 51387, 51446, 52218, 52698, 52980, 53689, 54481,
)  # fmt: skip
_GB_LAST = 55289


@cache
def _boundaries() -> tuple[QCollator, tuple[QCollatorSortKey, ...]] | None:
    locale = QLocale(
        QLocale.Language.Chinese, QLocale.Script.SimplifiedHanScript, QLocale.Country.China
    )
    collator = QCollator(locale)
    if any(collator.compare(a, b) >= 0 for a, b in pairwise(_FIRST)):
        return None
    return collator, tuple(collator.sortKey(each) for each in _FIRST)


@cache
def initial(character: str) -> str:
    """Return the first letter of a character's sound; ASCII letters and digits are their own."""
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    if not "\u4e00" <= character <= "\u9fff":
        return ""
    found = _boundaries()
    if found is None:
        return _by_gb2312(character)
    collator, keys = found
    key = collator.sortKey(character)
    place = sum(each.compare(key) <= 0 for each in keys)
    return _LETTERS[place - 1] if place else ""


def _by_gb2312(character: str) -> str:
    try:
        data = character.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    code = int.from_bytes(data, "big")
    if len(data) != 2 or not _GB_FIRST[0] <= code <= _GB_LAST:
        return ""
    return _LETTERS[sum(first <= code for first in _GB_FIRST) - 1]


def initials(text: str) -> str:
    """Return the initials of a text, one letter a character."""
    return "".join(initial(character) for character in text)
