"""What a header says beside its name: units, in the ways in which clients write them.

"净重 t", "金额 元（含税）", "排放量（tCO₂e）", "用量/kg", "Mass [kg]" and a row of units of its own
are all taken apart into a name and a unit. Units are recognised here, not understood: what a unit
means is the business of `model.units`.
"""

import re
import unicodedata
from collections.abc import Sequence

from cfpdesk.model.unit_text import parse_unit

# One character for one, so that what is cut out of the text stays as the client wrote it.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0x00A0: 0x20,
    0x202F: 0x20,
    **{ord(small): ord(digit) for small, digit in zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)},
    **{ord(small): ord(digit) for small, digit in zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)},
    ord("【"): ord("["),
    ord("】"): ord("]"),
    ord("•"): ord("·"),
    ord("∙"): ord("·"),
    ord("⋅"): ord("·"),
    ord("，"): ord(","),
    ord("、"): ord(","),
    ord("："): ord(":"),
    ord("\n"): 0x20,
    ord("\t"): 0x20,
    ord("\r"): 0x20,
}
_CJK = r"\u3400-\u9fff"
_BETWEEN_CJK = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")

_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*(?:\([^()]*\))?[^()\[\]]*)[)\]]\s*")
_STARTS = re.compile(rf"(?<=[\s/,:])(?=\S)|(?<=[{_CJK}])(?=[A-Za-z%‰¥$])")
_COLUMN_REFERENCE = re.compile(r"(?<![A-Z])([A-Z]{1,2})\s*列|column\s+([A-Z]{1,2})\b")
_RATIOS = frozenset({"%", "‰"})
# Alone these are rather words of the header: "billing month", "类别 A".
_TIMES = re.compile(r"(?:day|week|month|year|hour)s?|[年月日天]")
_LETTERS = frozenset("tTgmLlh")
_UNIT_WORD = re.compile(r"^(?:单位|unit)\s*[:：]?\s*", re.IGNORECASE)
_LONGEST = 60
_PARTS = " › "


def squeezed(text: str) -> str:
    """Return a text as words are looked for in it: one form of each character, lower case.

    Spaces between Chinese characters ("合  计") fall away, others become one.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    return _BETWEEN_CJK.sub("", plain)


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit and nothing else, such as kgCO₂e/kWh, 吨 or 万元."""
    plain = text.translate(_PLAIN).strip()
    if not plain or len(plain) > _LONGEST:
        return False
    if plain[0] in "([" and plain[-1] in ")]":
        plain = plain[1:-1].strip()
    if plain in _RATIOS:
        return True
    if ":" in plain or not _balanced(plain):
        return False
    if _TIMES.fullmatch(plain.lower()) or (
        len(plain) == 1 and plain.isascii() and plain not in _LETTERS
    ):
        return False
    return parse_unit(plain, each="t") is not None


def split_unit(text: str) -> tuple[str, str]:
    """Return a header's name and its unit, each as the client wrote it; the unit may be empty.

    Brackets that hold no unit (含税) belong to neither and fall away where a unit is found.
    """
    text = " ".join(text.split())
    plain = text.translate(_PLAIN)
    if len(plain) > _LONGEST:
        return text, ""
    if is_unit(text):
        enclosed = plain[0] in "([" and plain[-1] in ")]" and _balanced(plain[1:-1])
        return "", text[1:-1].strip() if enclosed else text
    if found := _unit_behind(text):
        return found
    rest = text
    for match in reversed(list(_IN_BRACKETS.finditer(plain))):
        inside = text[match.start(1) : match.end(1)].strip()
        inside = _UNIT_WORD.sub("", inside)
        if is_unit(inside):
            return f"{text[: match.start()]} {text[match.end() :]}".strip(), inside
        rest = f"{rest[: match.start()]} {rest[match.end() :]}".strip()
    return _unit_behind(rest) or (text, "")


def _unit_behind(text: str) -> tuple[str, str] | None:
    plain = text.translate(_PLAIN)
    for start in _STARTS.finditer(plain):
        at = start.start()
        name = text[:at].rstrip(" /,:，：、／").strip()
        if name and plain[at] not in "([" and is_unit(plain[at:]):
            return name, text[at:].strip()
    return None


def _balanced(text: str) -> bool:
    """Tell whether a text is whole and not cut out of a bracket."""
    depth = 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if depth < 0:
            return False
    return depth == 0


def column_named(text: str) -> str:
    """Return the letters of the column a header points at for its unit ("D 列单位"), else ""."""
    match = _COLUMN_REFERENCE.search(text.translate(_PLAIN))
    return (match[1] or match[2]) if match else ""


def says_nothing(text: str) -> bool:
    """Tell whether a header is a mere placeholder: dashes, or choices such as a–e."""
    return re.fullmatch(r"[\W_]*|[a-e]\s*[-–—~至]\s*[a-e]", text.strip(), re.IGNORECASE) is not None


def joined(parts: tuple[str, ...]) -> str:
    """Return a header of several rows as one text, from the top down: 活动数据 › 数量."""
    return _PARTS.join(" ".join(part.split()) for part in parts)


def parted(header: str) -> tuple[str, ...]:
    """Return the parts of a header that `joined` made."""
    return tuple(header.split(_PARTS)) if header else ()


def name_and_unit(parts: Sequence[str]) -> tuple[str, str]:
    """Return the lowest name among the parts of a header, and its unit; either may be empty.

    A remark in brackets (含单位) is a name only where no part says more.
    """
    name = remark = unit = ""
    for part in reversed(parts):
        if says_nothing(part) or column_named(part):
            continue
        label, found = split_unit(part)
        unit = unit or found
        if label and label[0] in "(（[【" and label[-1] in ")）]】":
            remark = remark or label
        else:
            name = name or label
    return name or remark, unit
