"""The rules' own text, where an organisation has loaded it: a plain text taken apart into clauses.

The text itself is not ours and does not ship. It is shown beside our words and never computed with.
"""

import re
import unicodedata
from collections.abc import Mapping

_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})[ \t　.、]*(?=\D)(\S.*)")
_ANNEX = re.compile(r"(?:附\s*录|appendix|annex)\s*([A-Z])\b\s*(.*)", re.IGNORECASE)
_CONTENTS = re.compile(r".*(?:\t|\.{3,}|…+|\s{3,})\s*\d{1,4}")
_LONGEST_HEAD = 40
_ENDS = "。；;，,：:"
_NO_HEAD = ")]%-–~"  # an item of a list, a range, a share


def clause_texts(text: str) -> Mapping[str, str]:
    """Return the text of each clause by its code, such as RULE:9.5.1 or RULE:A for an appendix.

    A clause begins on a line that starts with its number, one after another in order; numbers that
    would go back, and a table of contents, are no clauses. What stands before the first clause is
    left out. Lines stay as they are; empty ones at both ends of a clause are dropped.
    """
    found: dict[str, list[str]] = {}
    place: tuple[int, ...] = ()
    lines: list[str] | None = None
    for line in unicodedata.normalize("NFC", text).splitlines():
        plain = unicodedata.normalize("NFKC", line).strip()
        annex = _ANNEX.fullmatch(plain)
        if _CONTENTS.fullmatch(plain) and (annex or _numbered(plain)):
            continue
        start = None if annex else _start(plain, place)
        if annex is not None and len(plain) <= _LONGEST_HEAD:
            lines = found.setdefault(f"RULE:{annex[1].upper()}", [])
            place = (99,)
        elif start is not None:
            place, code = start
            lines = found.setdefault(f"RULE:{code}", [])
        if lines is not None:
            lines.append(line.rstrip())
    return {code: "\n".join(kept).strip() for code, kept in found.items()}


def clause_passage(texts: Mapping[str, str], clause: str) -> str:
    """Return what the loaded text says to a clause: its own words and those of its parts.

    A clause that the text does not number is looked for under the one above it; empty where the
    text has neither.
    """
    code = clause
    while code.startswith("RULE:"):
        parts = [said for name, said in texts.items() if _within(name, code)]
        if parts:
            return "\n".join(parts)
        code, dot, _ = code.rpartition(".")
        if not dot:
            break
    return ""


def _within(name: str, clause: str) -> bool:
    return name == clause or name.startswith(f"{clause}.")


def _numbered(line: str) -> re.Match[str] | None:
    """Return number and words of a line; a dotted number may be followed by words at once."""
    match = _NUMBER.match(line)
    if match is None or match[2][0] in _NO_HEAD:
        return None
    return match if "." in match[1] or line[match.end(1)].isspace() else None


def _start(line: str, place: tuple[int, ...]) -> tuple[tuple[int, ...], str] | None:
    """Return the place and number of the clause that begins on a line, None where none does."""
    match = _numbered(line)
    if match is None:
        return None
    number = tuple(int(part) for part in match[1].split("."))
    if not place:
        return (number, match[1]) if number[0] == 1 else None
    if number <= place or number[0] > place[0] + 1:
        return None
    head = len(line) <= _LONGEST_HEAD and line[-1] not in _ENDS
    if number[0] == place[0]:
        return (number, match[1]) if len(number) > 1 else None
    return (number, match[1]) if len(number) > 1 or head else None
