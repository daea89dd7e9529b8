"""Marks on a photo or a page: what is pointed at, struck out and cut off (rules 9.6.2, 9.8.3).

The original is never touched. A mark is a record of its own, and the pictures that go into the
report and to the client are derived from original and marks each time they are shown or printed.
Points lie on the upright picture and are kept in ten-thousandths of its width and height, so that
they mean the same on a thumbnail, on the screen and on paper.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple

from cfpdesk.i18n import Message, msg
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.evidence import Evidence, EvidenceKind
from cfpdesk.model.record import Record

GRAIN = 10_000  # what a point's place is counted in, on either side of the picture


class MarkKind(StrEnum):
    """What a mark is drawn as."""

    ARROW = "arrow"
    ELLIPSE = "ellipse"
    RECTANGLE = "rectangle"
    TEXT = "text"
    PEN = "pen"
    BAR = "bar"
    CROP = "crop"


class MarkColour(StrEnum):
    """The three colours of marks; each is cased, so that it prints in grey, too."""

    RED = "red"
    YELLOW = "yellow"
    WHITE = "white"


class PictureVersion(StrEnum):
    """Which picture of a piece: as it came, or derived, and then where it goes."""

    ORIGINAL = "original"
    REPORT = "report"
    CLIENT = "client"


class Point(NamedTuple):
    """A place on the picture, as shares of its width and height, 0 to 1."""

    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class PhotoMark(Record):
    """One mark on one page of a piece of evidence.

    Attributes:
        evidence: row of the piece.
        page: counted from 0; photos have one.
        points: "x,y x,y …": arrow from tail to tip; two opposite corners of ellipse, rectangle,
            bar and crop; upper left of a text; the way of the pen.
        text: what stands in a text; of other marks the note that their number leads to.
    """

    TABLE: ClassVar[str] = "photo_mark"

    evidence: str = ""
    page: int = 0
    kind: MarkKind = MarkKind.ARROW
    colour: MarkColour = MarkColour.RED
    points: str = ""
    text: str = ""

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with the piece."""
        return (("evidence", self.evidence),)


MARK_WORD: Mapping[MarkKind, Message] = {
    MarkKind.ARROW: msg("Arrow"),
    MarkKind.ELLIPSE: msg("Circle"),
    MarkKind.RECTANGLE: msg("Box"),
    MarkKind.TEXT: msg("Words"),
    MarkKind.PEN: msg("Pen"),
    MarkKind.BAR: msg("Redaction"),
    MarkKind.CROP: msg("Crop"),
}
COLOUR_WORD: Mapping[MarkColour, Message] = {
    MarkColour.RED: msg("Red"),
    MarkColour.YELLOW: msg("Yellow"),
    MarkColour.WHITE: msg("White"),
}
VERSION_WORD: Mapping[PictureVersion, Message] = {
    PictureVersion.ORIGINAL: msg("Original"),
    PictureVersion.REPORT: msg("Marked"),
    PictureVersion.CLIENT: msg("Redacted"),
}
# What hides something of the original; it holds in every picture that is derived from it.
HIDING = frozenset({MarkKind.BAR, MarkKind.CROP})
# What may carry a number that leads to its note; words say themselves what they mean.
NOTED = frozenset({MarkKind.ARROW, MarkKind.ELLIPSE, MarkKind.RECTANGLE, MarkKind.PEN})


@dataclass(frozen=True, slots=True)
class VersionState:
    """One picture of a piece as the page offers it.

    Attributes:
        marks: how many it is derived with.
        by, at: who drew last, and when; None for the original.
    """

    version: PictureVersion
    marks: int = 0
    by: str = ""
    at: datetime | None = None


def can_be_marked(piece: Evidence) -> bool:
    """Tell whether there is a picture to draw on: a photo or the pages of a paper."""
    if piece.file is None or piece.kind is EvidenceKind.INTERVIEW:
        return False
    return piece.file.mime.startswith("image/") or piece.file.mime == "application/pdf"


def points_of(mark: PhotoMark) -> tuple[Point, ...]:
    """Return where a mark lies; what is no point, written by hand, is passed over."""
    found = []
    for pair in mark.points.split():
        x, comma, y = pair.partition(",")
        if comma and x.isdecimal() and y.isdecimal():
            found.append(Point(min(int(x), GRAIN) / GRAIN, min(int(y), GRAIN) / GRAIN))
    return tuple(found)


def place_text(points: str) -> str:
    """Return where a mark begins and ends as a person reads it: percent across and down."""
    places = points_of(PhotoMark(points=points))
    ends = dict.fromkeys((*places[:1], *places[-1:]))
    return " → ".join(f"{place.x:.0%} {place.y:.0%}" for place in ends)


def points_text(points: Iterable[Point]) -> str:
    """Return points as they are kept; what lies beside the picture is drawn to its edge."""
    return " ".join(f"{_kept(p.x)},{_kept(p.y)}" for p in points)


def _kept(share: float) -> int:
    return round(min(max(share, 0.0), 1.0) * GRAIN)


def shown_in(
    marks: Iterable[PhotoMark], version: PictureVersion, page: int
) -> tuple[PhotoMark, ...]:
    """Return the marks a picture is derived with: the client's copy has no judgement drawn in."""
    if version is PictureVersion.ORIGINAL:
        return ()
    return tuple(
        mark
        for mark in marks
        if mark.page == page and (version is PictureVersion.REPORT or mark.kind in HIDING)
    )


def numbers_of(marks: Iterable[PhotoMark]) -> dict[str, int]:
    """Return the number of each mark that has a note, by its row, in the order of drawing."""
    noted = (m for m in marks if m.kind in NOTED and m.text.strip())
    return {mark.row: number for number, mark in enumerate(noted, 1)}


def crop_of(marks: Iterable[PhotoMark]) -> tuple[Point, Point] | None:
    """Return upper left and lower right of what is left of the picture; None where all is.

    Where two people cut the same page, what both of them kept is left, as far as there is such.
    """
    found: tuple[Point, Point] | None = None
    for mark in marks:
        points = points_of(mark)
        if mark.kind is not MarkKind.CROP or len(points) < 2:
            continue
        left, top, right, bottom = box_of(points)
        if found is not None:
            left, top = max(left, found[0].x), max(top, found[0].y)
            right, bottom = min(right, found[1].x), min(bottom, found[1].y)
        if right > left and bottom > top:
            found = (Point(left, top), Point(right, bottom))
    return found


def box_of(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of some points."""
    across, down = [p.x for p in points], [p.y for p in points]
    return min(across), min(down), max(across), max(down)


def marks_fingerprint(marks: Iterable[PhotoMark]) -> str:
    """Return the SHA-256 of marks: with the original's it names a derived picture."""
    return hashlib.sha256(canonical_json([mark.fields() for mark in marks])).hexdigest()
