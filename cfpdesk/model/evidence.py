"""Evidence: photos, documents, interviews, and the links that say what they prove (rule 9.8.3)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from cfpdesk.model.record import Blob, Record


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
        for_client: may go to the client; otherwise team only.
    """

    TABLE: ClassVar[str] = "evidence"

    number: str = ""
    kind: EvidenceKind = EvidenceKind.DOCUMENT
    file: Blob | None = None
    taken_at: str = ""
    device: str = ""
    received_at: datetime | None = None
    period_from: date | None = None
    period_to: date | None = None
    caption: str = ""
    place: str = ""
    source: str = ""
    for_client: bool = True
    seen_original: bool = False
    interviewee: str = ""
    interviewee_role: str = ""
    consent: bool = False
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class Link(Record):
    """That a piece of evidence supports an answer or a finding; a child of both its ends."""

    TABLE: ClassVar[str] = "link"
    KEY: ClassVar[tuple[str, ...]] = ("evidence", "target_table", "target")

    evidence: str = ""
    target_table: str = ""
    target: str = ""

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with either end."""
        return (("evidence", self.evidence), (self.target_table, self.target))
