"""Evidence: photos, documents, interviews, and the links that say what they prove (rule 9.8.3)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.record import Blob, Record, has_local_time


class EvidenceKind(StrEnum):
    """What kind of thing was brought in."""

    PHOTO = "photo"
    DOCUMENT = "document"
    INTERVIEW = "interview"


@dataclass(frozen=True, kw_only=True)
class Evidence(Record):
    """One piece of evidence. The original is kept byte-identical; the three times stay apart.

    Attributes:
        number: E-<place>-<nnn>, given once, never changed.
        file: the original; None for an interview without a file.
        taken_at: when the camera says it was taken (EXIF), as ISO text with or without zone;
            empty where the file does not say. Never filled with a guess.
        received_at: when it came into the engagement.
        period_from, period_to: the period the paper is about.
        source: how it came: file, folder, drag, paste.
        pixels: width and height of a photo, "4000x3000"; empty where it has none.
        held_at: when an interview took place, as the auditor says.
        for_client: may go to the client; otherwise team only.
        unreadable: what matters on it cannot be read, as the auditor says: to be taken again.
    """

    TABLE: ClassVar[str] = "evidence"

    number: str = ""
    kind: EvidenceKind = EvidenceKind.DOCUMENT
    file: Blob | None = None
    taken_at: str = ""
    device: str = ""
    pixels: str = ""
    received_at: datetime | None = None
    period_from: date | None = None
    period_to: date | None = None
    caption: str = ""
    place: str = ""
    source: str = ""
    for_client: bool = True
    seen_original: bool = False
    unreadable: bool = False
    interviewee: str = ""
    interviewee_role: str = ""
    held_at: datetime | None = None
    consent: bool = False
    notes: str = ""


class LinkRole(StrEnum):
    """What the evidence shows about its target: the fact itself, or that it was corrected."""

    FACT = ""
    CORRECTION = "correction"


@dataclass(frozen=True, kw_only=True)
class Link(Record):
    """That a piece of evidence supports an answer or a finding; a child of both its ends."""

    TABLE: ClassVar[str] = "link"
    KEY: ClassVar[tuple[str, ...]] = ("evidence", "target_table", "target")

    evidence: str = ""
    target_table: str = ""
    target: str = ""
    role: LinkRole = LinkRole.FACT

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with either end."""
        return (("evidence", self.evidence), (self.target_table, self.target))


EVIDENCE_WORD: dict[EvidenceKind, Message] = {
    EvidenceKind.PHOTO: msg("Photo"),
    EvidenceKind.DOCUMENT: msg("Document"),
    EvidenceKind.INTERVIEW: msg("Interview"),
}
# What a photo may weigh before the window says that a package will carry all of it.
LARGE_FILE_BYTES = 50 * 1024 * 1024
# Below this much free space on the engagement's disk the page warns (design: evidence).
LOW_DISK_BYTES = 500 * 1024 * 1024
# The size a package should stay below to fit a mail system or a stick with other things on it.
PACKAGE_LIMIT_BYTES = 300 * 1000 * 1000

_NUMBER = re.compile(r"^E-(\d+)-(\d+)$")


def next_number(place: int, taken: Iterable[str]) -> str:
    """Return E-<place>-<nnn>, one above the highest number this place ever gave.

    Args:
        place: the auditor's place in the team, 0 for somebody who is not in it.
        taken: every number given so far, those of deleted evidence among them, because a number
            is never used twice.
    """
    found = (_NUMBER.match(number) for number in taken)
    used = [int(m.group(2)) for m in found if m and int(m.group(1)) == place]
    return f"E-{place}-{max(used, default=0) + 1:03d}"


def kind_of(mime: str) -> EvidenceKind:
    """Return what a file of this media type is taken in as."""
    return EvidenceKind.PHOTO if mime.startswith("image/") else EvidenceKind.DOCUMENT


def is_of_system(name: str) -> bool:
    """Tell whether a file in a folder is the system's own: hidden, or of Windows' Explorer."""
    return name.startswith(".") or name.casefold() in ("desktop.ini", "thumbs.db")


def taken_time(evidence: Evidence) -> datetime | None:
    """Return when the camera says it was taken, without zone where the file names none.

    None where the file says nothing, something that is no time, or one before there were such
    cameras, whose clock was never set: never a guess.
    """
    try:
        taken = datetime.fromisoformat(evidence.taken_at) if evidence.taken_at else None
    except ValueError:
        return None
    return taken if taken is not None and has_local_time(taken) else None
