"""Evidence as it is shown and taken in: files on their way, pieces, links and what they lead to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from cfpdesk.i18n import Text
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.evidence import LOW_DISK_BYTES, Evidence, LinkRole
from cfpdesk.model.finding import FindingKind
from cfpdesk.model.photo_mark import PhotoMark
from cfpdesk.model.record import Record


class Source(StrEnum):
    """How a file came in."""

    FILE = "file"
    FOLDER = "folder"
    DRAG = "drag"
    PASTE = "paste"


class EvidenceText(StrEnum):
    """The texts of a piece of evidence, named as its fields."""

    CAPTION = "caption"
    PLACE = "place"
    NOTES = "notes"
    INTERVIEWEE = "interviewee"
    INTERVIEWEE_ROLE = "interviewee_role"


class EvidenceTick(StrEnum):
    """The yes-or-no facts of a piece of evidence, named as its fields."""

    FOR_CLIENT = "for_client"
    SEEN_ORIGINAL = "seen_original"
    UNREADABLE = "unreadable"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way in, with what its own metadata says.

    Attributes:
        data: where the bytes lie, or the bytes themselves (pasted).
        sha256: hash of the bytes if it is known already; worked out otherwise.
        size, crc32: of a file that a job has put into the evidence folder already; None where
            none has.
        taken_at: as in `Evidence`: empty where the file does not say.
        pixels: "4000x3000", empty for what has none.
    """

    data: Path | bytes
    name: str
    mime: str
    source: Source
    sha256: str = ""
    taken_at: str = ""
    device: str = ""
    pixels: str = ""
    size: int | None = None
    crc32: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: a new piece, or one that was here already (`known`)."""

    evidence: Evidence
    known: bool


@dataclass(frozen=True, slots=True)
class LinkState:
    """One link as shown at the evidence: what it leads to, in words.

    Attributes:
        row: of the link; empty for a table that the file holds, which is no link to be taken away.
        target: row of the answer or finding; `code` is its human number.
        verdict, kind: exactly one is given: it chooses the shape.
    """

    row: str
    target_table: str
    target: str
    code: str
    title: Text
    role: LinkRole
    verdict: Verdict | None = None
    kind: FindingKind | None = None


@dataclass(frozen=True, slots=True)
class EvidenceState:
    """One piece as the grid shows it.

    Attributes:
        shown_at: the time it is sorted and grouped by: taken, else held, else received.
        taken: whether `shown_at` is when it was taken.
        links: how many links it has.
        marked, redacted: whether something is drawn on it, or hidden of it.
    """

    evidence: Evidence
    links: int
    shown_at: datetime | None
    taken: bool
    marked: bool = False
    redacted: bool = False


@dataclass(frozen=True, slots=True)
class EvidencePicture:
    """A piece that has a picture, as papers show it.

    Attributes:
        path: where the original lies; its name is the SHA-256 of its bytes.
        marks: on all its pages, in the order of drawing.
    """

    evidence: Evidence
    path: Path
    marks: tuple[PhotoMark, ...]


@dataclass(frozen=True, slots=True)
class EvidencesState:
    """What the page shows.

    Attributes:
        items: in the order of their numbers' coming, oldest first.
        total_bytes: size of all originals; every file counted once.
        free_bytes: space left on the engagement's disk.
    """

    items: tuple[EvidenceState, ...]
    total_bytes: int
    free_bytes: int

    @property
    def low_disk(self) -> bool:
        """Tell whether the disk is nearly full."""
        return self.free_bytes < LOW_DISK_BYTES


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Something evidence can be linked to.

    Attributes:
        record: written first where nobody has written the target yet.
    """

    table: str
    row: str
    code: str
    title: Text
    verdict: Verdict | None = None
    kind: FindingKind | None = None
    record: Record | None = None


# Where a target is shown by its row; a check item is shown by its own id.
PAGE_OF_TARGET: Mapping[str, str] = {
    "finding": "finding",
    "line_review": "inventory",
    "sample_item": "sampling",
}
