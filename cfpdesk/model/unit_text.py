"""Reading a unit from text: all the spellings, one meaning; None where there is no single one.

Grammar, after full-width characters, middle dots and raised digits are made one:

    unit   = group [ "/" group { "/" group } ]      everything behind the first slash is below it
    group  = word { "·" word }
    word   = [number or 万 …] name [exponent] | mass gas      for example 10⁴Nm³, kg CO2e, t·km

`104Nm3` is not taken: nobody can tell 10⁴ from one hundred and four.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from cfpdesk.model.unit_names import (
    COMPOUNDS,
    CONDITIONS,
    EMPTY_REMARKS,
    JOINED,
    MASS_NAMES,
    MULTIPLES,
    SHOWN_ORDER,
    UNIT_NAMES,
)

Part = tuple[str, int]
_LONGEST = 60
_SYMBOL = {unit.name: unit.symbol for unit in UNIT_NAMES}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit such as kgCO2e/(t·km); equal where the meaning is, however it was written.

    Attributes:
        scale: the numbers in it: 1/10000 in tCO2/10⁴Nm³.
        above, below: names of the units library with their powers, over and under the slash, in
            order of name; kg/kg keeps both, so that a factor does not lose what it is per.
        of: the gas whose mass stands above (CO2e, CO2, CH4, C for carbon), empty where not said.
        per: the same below.
        text: how it is shown.
    """

    scale: Fraction
    above: tuple[Part, ...]
    below: tuple[Part, ...]
    of: str = ""
    per: str = ""
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class _Word:
    scale: Fraction
    parts: tuple[Part, ...]
    gas: str = ""


def parse_unit(text: str, each: str = "") -> Unit | None:
    """Return the unit a text means; None if it is none, or could mean several.

    Args:
        text: as typed or as in a cell.
        each: what 单位 or "unit" below the slash stands for, where a column of factors is headed
            "kgCO₂e/单位" and another column names the unit of each line.
    """
    if len(text) > _LONGEST or len(each) > _LONGEST:
        return None
    return _parsed(text, each)


@lru_cache(maxsize=4096)
def _parsed(text: str, each: str) -> Unit | None:
    plain = _plain(text)
    if each and "/" not in (one := _plain(each)):
        plain = re.sub(r"/(?:单位|units?)$", lambda _: f"/{one}", plain, flags=re.IGNORECASE)
    upper, slash, lower = plain.partition("/")
    above = _group(upper)
    below = _group(lower.replace("/", "·")) if slash else _Word(Fraction(1), ())
    if above is None or below is None or (slash and not (below.parts or below.gas)):
        return None
    over = tuple(part for part in above.parts if part[1] > 0)
    under = [(name, -power) for name, power in above.parts if power < 0]
    if any(power < 0 for _, power in below.parts) or (under and below.parts):
        return None
    low = tuple(under) or below.parts
    if not over and not low and plain != "1":
        return None
    scale = above.scale / below.scale
    shown = _shown(above.scale, over, above.gas)
    if low:
        group = _shown(below.scale, low, below.gas)
        shown += f"/({group})" if "·" in group else f"/{group}"
    return Unit(scale, over, low, above.gas, below.gas, shown)


_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_RAISED_DIGITS = str.maketrans(_RAISED, "0123456789-")
_DOTS = str.maketrans(dict.fromkeys("·•・･⋅∙‧●×✕*＊", "·") | dict.fromkeys("∕÷⁄", "/"))
_DASHES = str.maketrans(dict.fromkeys("−‐‑–—", "-"))
_EQUIVALENT = re.compile(
    r"(?:CO2|二氧化碳)[-\s_.]*(?:equivalents?|equiv|eqv?|e(?![a-z])|当量)\.?", re.IGNORECASE
)
_CHEMICAL_WORDS = (("二氧化碳", "CO2"), ("甲烷", "CH4"), ("氧化亚氮", "N2O"), ("六氟化硫", "SF6"))


def _plain(text: str) -> str:
    """Return the text with one character for each meaning."""
    raised = re.sub(f"[{_RAISED}]+", lambda m: "^" + m[0].translate(_RAISED_DIGITS), text)
    plain = unicodedata.normalize("NFKC", raised.translate(_DOTS)).translate(_DASHES)
    plain = "".join(c for c in plain.translate(_DOTS) if unicodedata.category(c) != "Cf")
    plain = " ".join(plain.split()).strip("[]【】 ").removeprefix("单位:").strip()
    plain = _EQUIVALENT.sub("CO2e", plain)
    for word, formula in _CHEMICAL_WORDS:
        plain = plain.replace(word, formula)
    plain = re.sub(r"@(.*)$", r"(\1)", plain)
    plain = _BRACKETS.sub(_unbracketed, plain)
    plain = re.sub(r"\s+per\s+|每", "/", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\s*([/·()])\s*", r"\1", plain)
    return re.sub(r"(?<=[^\W\d_])\.(?=[^\W\d_])|(?<=\d)x(?=[A-Za-z])", "·", plain)


_BRACKETS = re.compile(r"\(([^()]*)\)")
_PRESSURE = re.compile(r"[,;、/\s]*(?:101\.?325|101\.3|1)\s*(?:kPa|atm|个?大气压).*$")
_CUBIC = re.compile(r"(?:m\^?3|立方米?|方)\s*$")
_BARE = re.compile(r"CO2e?|CH4|N2O|SF6|NF3|C|标准煤|标煤", re.IGNORECASE)


def _unbracketed(match: re.Match[str]) -> str:
    """Take away a bracket that is a remark, or stands round the whole; keep the others."""
    inner, before = match[1].strip(), match.string[: match.start()].strip()
    if inner in EMPTY_REMARKS:
        return ""
    if _BARE.fullmatch(inner) or (not before and match.end() == len(match.string)):
        return inner
    known = CONDITIONS.get(_PRESSURE.sub("", inner).replace(" ", ""))
    if known and _CUBIC.search(before):
        return f"@{known}"
    last = re.split(r"[/·]", before)[-1]
    named = _named(inner)
    return "" if named is not None and named == _named(last) else match[0]


def _group(text: str) -> _Word | None:
    """Return the product of all words of one side of the slash."""
    bare = text.removeprefix("(").removesuffix(")") if text.startswith("(") else text
    words = [_word(word.strip()) for word in re.split(r"[·()]", bare) if word.strip()]
    if not words and not text:
        return _Word(Fraction(1), ())
    return _joined(words)


def _joined(words: Iterable[_Word | None]) -> _Word | None:
    scale, powers, gases = Fraction(1), Counter[str](), []
    for word in words:
        if word is None:
            return None
        scale *= word.scale
        for name, power in word.parts:
            powers[name] += power
        gases += [word.gas] if word.gas else []
    if len(gases) > 1:
        return None
    for (one, other), whole in JOINED.items():
        if powers[one] == powers[other] == 1:
            powers[one] = powers[other] = 0
            powers[whole] += 1
    parts = tuple(sorted((name, power) for name, power in powers.items() if power))
    return _Word(scale, parts, gases[0] if gases else "")


_NUMBER = re.compile(r"(1(?:0|,000)*)(?:\^(\d{1,2}))?(?![\d.,^])\s*(.*)")
_POWER = re.compile(r"(.*?[^\d^-])\^?([23]|-[1-3])")
_GAS = re.compile(
    r"(CO2e|CO2|CH4|N2O|SF6|NF3|C|(?:HFC|HCFC|CFC|PFC|R)-?\d{2,4}[a-z]{0,3})$", re.IGNORECASE
)
_FORMULA = {"CO2E": "CO2e"}


def _word(text: str) -> _Word | None:
    found = _named(text)
    if found is not None or not text:
        return found
    gas = _mass_of_gas(text)
    if gas is not None:
        return gas
    number = _NUMBER.fullmatch(text)
    if number is not None:
        return _counted(number)
    for most in (2, 1):
        if text[:most] in MULTIPLES and text[most:]:
            rest = _word(text[most:].strip())
            ten = Fraction(10 ** MULTIPLES[text[:most]])
            return None if rest is None else _Word(rest.scale * ten, rest.parts, rest.gas)
    power = _POWER.fullmatch(text)
    if power is not None:
        base = _named(power[1].strip())
        if base is not None and len(base.parts) == 1:
            n = int(power[2])
            return _Word(base.scale**n, ((base.parts[0][0], base.parts[0][1] * n),))
    for mark in (" ", "-"):
        if mark in text:
            return _joined(_word(part) for part in text.split(mark) if part)
    return None


def _counted(number: re.Match[str]) -> _Word | None:
    """Return what stands behind 10, 1000 or 10^4; a bare number is a factor of its group."""
    digits = number[1].replace(",", "")
    if number[2] and digits != "10":
        return None
    scale = Fraction(10 ** int(number[2])) if number[2] else Fraction(int(digits))
    if not number[3]:
        return _Word(scale, ())
    rest = _word(number[3])
    if rest is None or number[3][0].isdigit():
        return None
    return _Word(rest.scale * scale, rest.parts, rest.gas)


def _mass_of_gas(text: str) -> _Word | None:
    gas = _GAS.search(text)
    if gas is None:
        return None
    mass = _named(text[: gas.start()].rstrip(" -"))
    if mass is None or len(mass.parts) != 1 or mass.parts[0][0] not in MASS_NAMES:
        return None
    name = gas[1].upper()
    return _Word(mass.scale, mass.parts, _FORMULA.get(name, name))


def _named(text: str) -> _Word | None:
    """Return a unit by one of its spellings, spaces left out."""
    key = text.replace(" ", "").replace("^2", "2").replace("^3", "3")
    written, at, condition = key.partition("@")
    exact, folded = _spellings()
    found = exact.get(written) or folded.get(written.casefold())
    if not at or found is None:
        return found
    stated = _Word(Fraction(1), ((condition, 1),))
    return stated if found in (exact["m3"], stated) else None


@lru_cache(maxsize=1)
def _spellings() -> tuple[dict[str, _Word], dict[str, _Word]]:
    """Return every spelling as written, and without case where one meaning is left."""
    exact: dict[str, _Word] = {}
    for unit in UNIT_NAMES:
        word = _Word(Fraction(1), ((unit.name, 1),))
        for spelling in (unit.symbol, *unit.spellings):
            exact[spelling.replace("²", "2").replace("³", "3")] = word
    for spelling, meaning in COMPOUNDS.items():
        parts = [exact[part] for part in meaning.split("·")]
        joined = _joined(parts)
        if joined is not None:
            exact[spelling] = joined
    folded: dict[str, _Word] = {}
    ordered = sorted(exact.items(), key=lambda item: item[0].casefold())
    doubled = {
        one.casefold()
        for (one, a), (other, b) in pairwise(ordered)
        if one.casefold() == other.casefold() and a != b
    }
    for spelling, word in ordered:
        # One letter in the other case is another thing to many: M, G, H, K.
        if len(spelling) > 1 and spelling.casefold() not in doubled:
            folded[spelling.casefold()] = word
    return exact, folded


def _shown(scale: Fraction, parts: tuple[Part, ...], gas: str) -> str:
    """Return how one side is shown: mass and gas first."""
    ordered = sorted(parts, key=lambda part: SHOWN_ORDER[part[0]])
    words = [_SYMBOL[name] + ("" if n == 1 else _RAISED[n]) for name, n in ordered]
    if gas and words:
        words[0] += gas if "-" not in gas else f" {gas}"
    return _scale_text(scale) + "·".join(words) if words else _scale_text(scale) or "1"


def _scale_text(scale: Fraction) -> str:
    if scale == 1:
        return ""
    zeros = str(len(str(scale.numerator)) - 1)
    return f"10{''.join(_RAISED[int(digit)] for digit in zeros)}"
