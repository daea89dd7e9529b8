"""Months and quarters as clients write them at the head of a column or in the place of a date."""

import re
import unicodedata

_ENGLISH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_MONTH = re.compile(
    rf"(?:(?:19|20)\d\d\s*[-/.年]\s*)?(?:0?[1-9]|1[0-2])\s*月份?"
    rf"|(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])"
    rf"|[一二三四五六七八九十]{{1,2}}月份?"
    rf"|(?:{_ENGLISH})\.?(?:[\s'-]*(?:(?:19|20)?\d\d))?"
    rf"|(?:(?:19|20)\d\d[\s-]+)(?:{_ENGLISH})\.?"
    r"|(?:(?:19|20)\d\d\s*年?\s*[-/]?\s*)?(?:Q[1-4]|第?[一二三四1-4]季度?)"
    r"|(?:19|20)\d\d-(?:0[1-9]|1[0-2])-01(?: 00:00:00)?",  # a month kept as its first day
    re.IGNORECASE,
)


def is_month(text: str) -> bool:
    """Tell whether a text is the name of a month: 3月, 2025-03, 2025年3月, 三月, March 2025.

    Quarters (Q1, 第一季度) count, and months that the file keeps as the date of their first day.
    """
    if len(text) > 24:
        return False
    return _MONTH.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def period_label(text: str) -> str:
    """Return a period as short as it can be said: 2025-03 for a date that stands for a month."""
    plain = " ".join(text.split())
    return plain[:7] if _FIRST_DAY.fullmatch(plain) else plain


_FIRST_DAY = re.compile(r"\d{4}-\d\d-01(?: 00:00:00)?")


def period_code(text: str) -> str:
    """Return a period as it stands in a number: 05 for 5月, May and 2025-05, Q1 for a quarter.

    What is no period stays as it is.
    """
    plain = unicodedata.normalize("NFKC", period_label(text)).strip().lower()
    if (quarter := _QUARTER.search(plain)) is not None:
        digit = quarter[1] or quarter[2]
        return f"Q{_NUMERALS.get(digit, digit)}"
    if (english := _NAMED.search(plain)) is not None:
        return f"{_MONTHS.index(english[0][:3]) + 1:02}"
    if (chinese := _IN_WORDS.match(plain)) is not None:
        return f"{_number(chinese[1]):02}"
    found = _DIGITS.search(plain)
    return f"{int(found[1]):02}" if found else text


def _number(words: str) -> int:
    tens, mark, ones = words.rpartition("十")
    return (10 if mark and not tens else 0) + (_NUMERALS.get(ones, 0))


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMERALS = {word: n for n, word in enumerate("一二三四五六七八九", 1)}
_QUARTER = re.compile(r"q([1-4])|第?([一二三四1-4])季")
_NAMED = re.compile("|".join(_MONTHS))
_IN_WORDS = re.compile(r"([一二三四五六七八九十]{1,2})月")
_DIGITS = re.compile(r"(?:(?:19|20)\d\d\s*[-/.年]\s*)?(0?[1-9]|1[0-2])(?!\d)")
