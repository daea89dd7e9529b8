"""Opening and closing meeting: agenda, attendance, signatures (rule 9.5.2)."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.record import Blob, Record


class MeetingKind(StrEnum):
    """Which of the two meetings."""

    OPENING = "opening"
    CLOSING = "closing"


class Presence(StrEnum):
    """How a person took part."""

    PRESENT = "present"
    REMOTE = "remote"
    PAPER = "paper"
    LEFT_EARLY = "left_early"
    ABSENT = "absent"


class SignPurpose(StrEnum):
    """What a signature on the screen means; each purpose has one frozen sentence."""

    ATTENDANCE = "attendance"
    FINDING_AGREED = "finding_agreed"
    FINDING_DISPUTED = "finding_disputed"
    KEY_DATA = "key_data"
    RECEIPT = "receipt"
    STATEMENTS = "statements"


@dataclass(frozen=True, kw_only=True)
class Meeting(Record):
    """One meeting.

    Attributes:
        planned_at: when it is to begin; None while it was not arranged.
        spoken_number: digits the client said (seed of the samples); with who said it and when.
        sheet: scan of a paper attendance sheet.
    """

    TABLE: ClassVar[str] = "meeting"
    KEY: ClassVar[tuple[str, ...]] = ("kind",)

    kind: MeetingKind = MeetingKind.OPENING
    place: str = ""
    planned_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    spoken_number: str = ""
    spoken_by: str = ""
    spoken_at: datetime | None = None
    sheet: Blob | None = None


@dataclass(frozen=True, kw_only=True)
class AgendaPoint(Record):
    """One point of an agenda. Points of the template have a `code`; a person's own have none.

    Attributes:
        title: what a person wrote for an own point; template titles come from the template.
        done_at: when it was ticked; None while it is open. The journal keeps every tick.
    """

    TABLE: ClassVar[str] = "agenda_point"

    meeting: MeetingKind = MeetingKind.OPENING
    code: str = ""
    order: str = ""
    title: str = ""
    note: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Attendance(Record):
    """That a person takes part in a meeting; a child of the person."""

    TABLE: ClassVar[str] = "attendance"
    KEY: ClassVar[tuple[str, ...]] = ("meeting", "person")

    meeting: MeetingKind = MeetingKind.OPENING
    person: str = ""
    presence: Presence = Presence.PRESENT
    reason: str = ""

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with the person."""
        return (("person", self.person),)


@dataclass(frozen=True, kw_only=True)
class Signature(Record):
    """A drawn or typed signature, or a refusal to sign; never changed afterwards.

    Attributes:
        subject_table, subject: the row that was signed for (meeting, finding, engagement).
        statement_zh, statement_en: the sentence that was shown.
        facts: canonical JSON of what was shown, kept as a blob; its hash binds the signature.
        ink: the strokes as a blob: canonical JSON of
            {"height":int,"strokes":[[[x,y,t_ms,pressure_permille],…],…],"width":int};
            None if the name was typed.
        typed: name typed with initials where no pointing device works.
        declined: the person does not sign; `reason` is theirs.
        version: the number of the shown version, counted per subject.
    """

    TABLE: ClassVar[str] = "signature"

    purpose: SignPurpose = SignPurpose.ATTENDANCE
    subject_table: str = ""
    subject: str = ""
    person: str = ""
    name: str = ""
    title: str = ""
    statement_zh: str = ""
    statement_en: str = ""
    facts: Blob | None = None
    ink: Blob | None = None
    typed: str = ""
    declined: bool = False
    reason: str = ""
    version: int = 1
    signed_at: datetime | None = None


PRESENCE_NAMES: dict[Presence, Message] = {
    Presence.PRESENT: msg("Present"),
    Presence.REMOTE: msg("Takes part remotely"),
    Presence.PAPER: msg("Signed on paper"),
    Presence.LEFT_EARLY: msg("Left early"),
    Presence.ABSENT: msg("Absent"),
}
NEEDS_REASON = frozenset({Presence.LEFT_EARLY, Presence.ABSENT})
MOST_DIGITS = 12


def needs_ink(presence: Presence) -> bool:
    """Tell whether a signature on the screen is awaited; only who sits here can give one."""
    return presence is Presence.PRESENT


def standing_signature(
    signatures: Iterable[Signature], purpose: SignPurpose, subject: str, person: str
) -> Signature | None:
    """Return a person's newest signature or refusal for a subject; earlier ones are kept."""
    own = [
        signature
        for signature in signatures
        if signature.purpose is purpose
        and signature.subject == subject
        and signature.person == person
    ]
    dated = [signature for signature in own if signature.signed_at is not None]
    return max(dated, key=_signed_at, default=own[-1] if own else None)


def _signed_at(signature: Signature) -> tuple[datetime, str]:
    if signature.signed_at is None:
        raise ValueError("the signature has no time")
    return (signature.signed_at, signature.row)


def spoken_digits(text: str) -> str:
    """Return the digits a person said, as plain digits; leading zeros count.

    Raises:
        UserError: if anything but digits was typed, or too many of them.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return ""
    if not (plain.isascii() and plain.isdigit()) or len(plain) > MOST_DIGITS:
        raise UserError(msg("Only digits, at most {n} of them.", n=MOST_DIGITS))
    return plain
