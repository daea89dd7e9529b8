"""Text into lines: Chinese breaks between characters, Latin between words.

A line never begins with closing punctuation nor ends with an opening one. A word that is wider
than the line is cut; nothing is ever left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from cfpdesk.documents.fonts import SHORT, Glyph, glyphs, lacking, printable

NEVER_FIRST = frozenset("。，、；：？！）》」』】〕〉”’…%‰,.;:!?)]}·₂³²")
NEVER_LAST = frozenset("（《「『【〔〈“‘([{¥$±#")
LEADING = 1.42  # distance of baselines, in font sizes; room for Chinese


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks; `size` in points, `colour` a name of the palette."""

    size: float = 9.5
    bold: bool = False
    colour: str = "text"

    @property
    def leading(self) -> float:
        """Return the distance of baselines, in points."""
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `width` in points."""

    pieces: tuple[tuple[str, str], ...]
    width: float
    style: Style

    @property
    def text(self) -> str:
        """Return the characters as drawn."""
        return "".join(text for _, text in self.pieces)


@dataclass(frozen=True, slots=True)
class Setting:
    """A text set into lines; `lacking` are its characters that no font has."""

    lines: tuple[Line, ...]
    lacking: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Return the height of all lines, in points."""
        return sum(line.style.leading for line in self.lines)

    @property
    def width(self) -> float:
        """Return the width of the widest line, in points."""
        return max((line.width for line in self.lines), default=0.0)

    def above(self, other: "Setting") -> "Setting":
        """Return both, one below the other."""
        return Setting(self.lines + other.lines, self.lacking + other.lacking)


def set_text(text: str, width: float, style: Style, *, label: str = "") -> Setting:
    """Return the text in lines of at most `width` points; an empty text has no lines.

    Args:
        label: stands bold before the text, on its first line.
    """
    # Tables say the same short things again and again; long texts are not worth keeping.
    make = _short_setting if len(text) + len(label) <= SHORT else _setting
    return make(text, width, style, label)


def _setting(text: str, width: float, style: Style, label: str) -> Setting:
    if not text and not label:
        return Setting(())
    lead = glyphs(f"{printable(label)} ", bold=True) if label else ()
    lines = []
    for paragraph in printable(text).split("\n"):
        line = lead + glyphs(paragraph, bold=style.bold)
        lines += [_line(part, style) for part in _broken(line, width / style.size)]
        lead = ()
    return Setting(tuple(lines), lacking(label + text))


_short_setting = lru_cache(maxsize=4096)(_setting)


def set_line(text: str, style: Style) -> Setting:
    """Return the text on one line, however long; line ends become spaces."""
    return set_text(text.replace("\n", " "), float("inf"), style)


def _line(part: Sequence[Glyph], style: Style) -> Line:
    end = len(part)
    while end and part[end - 1].char == " ":
        end -= 1
    kept = part[:end]
    pieces = tuple(
        (font, "".join(glyph.char for glyph in group))
        for font, group in groupby(kept, key=lambda glyph: glyph.font)
    )
    return Line(pieces, style.size * sum(glyph.advance for glyph in kept), style)


def _broken(text: Sequence[Glyph], width: float) -> Iterator[Sequence[Glyph]]:
    """Yield the lines of a paragraph; `width` in em. An empty paragraph is one empty line."""
    line: list[Glyph] = []
    used = 0.0
    for whole in _atoms(text):
        atom = whole
        size = sum(glyph.advance for glyph in atom)
        visible = size - (atom[-1].advance if atom[-1].char == " " else 0.0)
        if line and used + visible > width:
            yield line
            line, used = [], 0.0
        if visible > width:
            *full, atom = _cut(atom, width)
            yield from full
            size = sum(glyph.advance for glyph in atom)
        line.extend(atom)
        used += size
    yield line


def _cut(atom: list[Glyph], width: float) -> list[list[Glyph]]:
    """Return a word that is too wide in pieces that fit; each holds at least one character."""
    pieces: list[list[Glyph]] = [[]]
    used = 0.0
    for glyph in atom:
        if pieces[-1] and used + glyph.advance > width:
            taken = _taken_along(pieces[-1], glyph)
            used = sum(one.advance for one in taken)
            if used + glyph.advance > width:  # so narrow that no rule of a line's ends can hold
                pieces[-1].extend(taken)
                taken, used = [], 0.0
            pieces.append(taken)
        pieces[-1].append(glyph)
        used += glyph.advance
    return pieces


def _taken_along(piece: list[Glyph], following: Glyph) -> list[Glyph]:
    """Take from the end of a piece what may not be parted from the character that follows."""
    taken: list[Glyph] = []
    first = following
    while len(piece) > 1 and (first.char in NEVER_FIRST or piece[-1].char in NEVER_LAST):
        first = piece.pop()
        taken.insert(0, first)
    return taken


def _atoms(text: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield what stays together on a line: words, and characters with their punctuation."""
    atom: list[Glyph] = []
    for glyph in text:
        if atom and _may_break(atom[-1], glyph):
            yield atom
            atom = []
        atom.append(glyph)
    if atom:
        yield atom


def _may_break(before: Glyph, after: Glyph) -> bool:
    if after.char == " " or before.char in NEVER_LAST or after.char in NEVER_FIRST:
        return False
    return before.char == " " or before.eastern or after.eastern
