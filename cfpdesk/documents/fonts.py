"""Which font prints which character, and which characters no font has.

Latin first: the Chinese fonts draw `·`, `×`, `→` and quotation marks one em wide, so they serve
only what is Chinese, and marks beside it. The fonts come from `packaging/build_fonts.py`.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.resource import resource

SHORT = 200  # characters; what is known of a text up to here is kept
SUBSTITUTE = "▢"
LATIN = ("NotoSans", "NotoSansMath", "NotoSansSymbols2")
CJK = ("NotoSansSC", "NotoSansTC", "NotoSansJP", "NotoSansKR")
ONE_WEIGHT = ("NotoSansMath", "NotoSansSymbols2")
EAST_OF_WEST = frozenset("“”‘’…—")  # take the width of what stands beside them
# Drawn without a shape of their own: joiners, direction marks, soft hyphen, byte order mark.
INVISIBLE = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"
)


class EmbeddedFont(TTFont):
    """A TrueType font whose text can be copied out of the PDF beyond the basic plane too."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Write the font's objects, then mend the character maps that hold rare characters."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            if any(code > 0xFFFF for code in subset):
                tag = "".join("ABCDEFGIJK"[int(digit)] for digit in f"{number:06d}")
                name = (self.face.name + self.face.subfontNameX).decode("ascii")
                stream = doc.idToObject[f"toUnicodeCMap:{tag}+{name}"]
                stream.content = _unicode_map(f"{tag}+{name}", subset)


def _unicode_map(name: str, subset: list[int]) -> str:
    """Return a ToUnicode map; reportlab's own writes five hex digits where UTF-16 needs eight."""
    pairs = [
        f"<{at:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>"
        for at, code in enumerate(subset)
    ]
    blocks = []
    for start in range(0, len(pairs), 100):  # the format allows 100 in a block
        block = pairs[start : start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
        *blocks,
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ])  # fmt: skip


class Glyph(NamedTuple):
    """One character as it is drawn: its font, its advance in em, whether it is set as Chinese."""

    char: str
    font: str
    advance: float
    eastern: bool


@cache
def _font(family: str, bold: bool) -> EmbeddedFont:
    style = "Bold" if bold and family not in ONE_WEIGHT else "Regular"
    name = f"{family}-{style}"
    path = resource("fonts", f"{name}.ttf")
    if not path.exists():
        raise UserError(msg("The font {name} is missing; run `make setup` once.", name=path.name))
    font = EmbeddedFont(name, str(path), asciiReadable=False)
    pdfmetrics.registerFont(font)
    return font


def first_font() -> str:
    """Return the name of a font that is registered, for a page to begin with."""
    return str(_font(LATIN[0], bold=False).fontName)


@cache
def _family(char: str, eastern: bool) -> str | None:
    """Return the first family that has a shape for the character; None where none has."""
    code = ord(char)
    if _needs_shaping(code) or unicodedata.category(char) in ("Co", "Cc", "Cs"):
        return None
    for family in (*CJK, *LATIN) if eastern else (*LATIN, *CJK):
        if code in _font(family, bold=False).face.charToGlyph:
            return family
    return None


def _needs_shaping(code: int) -> bool:
    """Tell whether a script comes out wrong without a shaping engine, so that it counts as lacking.

    Noto Sans carries Devanagari, whose letters must be joined and reordered.
    """
    return 0x0900 <= code <= 0x097F or 0x1CD0 <= code <= 0x1CFF or 0xA8E0 <= code <= 0xA8FF


def is_eastern(char: str) -> bool:
    """Tell whether a character is Chinese, Japanese or Korean, or their full-width punctuation."""
    code = ord(char)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xAC00 <= code <= 0xD7AF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
    )


def printable(text: str) -> str:
    """Return the text as it is drawn: composed, without invisible marks, tabs as spaces."""
    composed = unicodedata.normalize("NFC", text.replace("\t", " ").replace("\r\n", "\n"))
    return "".join(c for c in composed if c not in INVISIBLE and not is_selector(c))


def is_selector(char: str) -> bool:
    """Tell whether a character only asks for a variant shape of the one before it."""
    return 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF


def lacking(text: str) -> tuple[str, ...]:
    """Return the characters of a text that cannot be printed as they are, in order, each once.

    A selector of a variant is among them where it follows a Chinese character: the character is
    printed, but in its usual shape.
    """
    return _lacking_of_short(text) if len(text) <= SHORT else _lacking(text)


def _lacking(text: str) -> tuple[str, ...]:
    composed = unicodedata.normalize("NFC", text.replace("\t", " ").replace("\r\n", "\n"))
    found: dict[str, None] = {}
    before = ""
    for char in composed:
        if is_selector(char):
            if before and is_eastern(before):
                found[char] = None
        elif char not in INVISIBLE and char != "\n" and _family(char, is_eastern(char)) is None:
            found[char] = None
        before = char
    return tuple(found)


_lacking_of_short = lru_cache(maxsize=4096)(_lacking)


def glyphs(text: str, *, bold: bool = False) -> tuple[Glyph, ...]:
    """Return the characters of one line of text (already `printable`) with font and advance."""
    return tuple(_glyph(family, char, bold) for family, char in _by_family(text))


@cache
def _glyph(family: str, char: str, bold: bool) -> Glyph:
    font = _font(family, bold)
    eastern = family in CJK and char != " "
    return Glyph(char, font.fontName, float(font.stringWidth(char, 1.0)), eastern)


def _by_family(text: str) -> Iterator[tuple[str, str]]:
    previous = LATIN[0]
    for at, char in enumerate(text):
        if char == " ":  # a space goes with what stands before it, so that copied text keeps it
            yield previous, char
            continue
        eastern = is_eastern(char) or (char in EAST_OF_WEST and _beside_eastern(text, at))
        family = _family(char, eastern)
        previous = family if family in (CJK[0], LATIN[0]) else previous
        yield (family, char) if family is not None else (CJK[0], SUBSTITUTE)


def _beside_eastern(text: str, at: int) -> bool:
    before = text[at - 1] if at else ""
    after = text[at + 1] if at + 1 < len(text) else ""
    return any(c and is_eastern(c) for c in (before, after))
