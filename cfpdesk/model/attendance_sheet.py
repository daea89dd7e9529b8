"""The attendance sheet of a meeting: the one frozen state that screen, signing page and paper show.

Two fingerprints, because a sheet fills up while it is signed:

- `facts()` is the content a person signs: who is asked, to what meeting, about what. It holds no
  signatures and no progress (marks of presence, told points, the end), so all who sign one
  version sign the same bytes (rule 9.5.2).
- `state()` is everything the printed sheet shows, signatures and told points among them; a printed
  sheet is compared with today's by it.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from cfpdesk.i18n import Bilingual
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.engagement import AssuranceLevel, Stage
from cfpdesk.model.ink import Ink
from cfpdesk.model.meeting import MeetingKind, Presence
from cfpdesk.model.record import JsonValue
from cfpdesk.model.team import Role, Side

SHEET_CODE = {MeetingKind.OPENING: "OM", MeetingKind.CLOSING: "CM"}


@dataclass(frozen=True, slots=True)
class SheetSignature:
    """What a person put on the sheet.

    Attributes:
        ink: the drawn strokes; None where the name was typed or the person declined.
        typed: the name as it was typed.
        declined: the person does not sign; `reason` holds their words, or is empty.
        signed_at: aware; None only in a damaged record.
        version: the version of the content that was shown.
        facts_sha256: hash of the content that was shown; may be of an earlier version.
        ink_sha256: hash of the kept strokes.
    """

    ink: Ink | None = None
    typed: str = ""
    declined: bool = False
    reason: str = ""
    signed_at: datetime | None = None
    version: int = 1
    facts_sha256: str = ""
    ink_sha256: str = ""

    def state(self) -> JsonValue:
        """Return it as JSON values."""
        return {
            "at": self.signed_at.isoformat() if self.signed_at else None,
            "declined": self.declined,
            "facts": self.facts_sha256,
            "ink": self.ink_sha256,
            "reason": self.reason,
            "typed": self.typed,
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One participant.

    Attributes:
        person: the person's row.
        reason: why the person is absent or left early.
        signature: the latest one; None while there is none.
    """

    person: str
    name: str
    organisation: str = ""
    title: str = ""
    side: Side = Side.CLIENT
    role: Role = Role.CLIENT
    presence: Presence = Presence.PRESENT
    reason: str = ""
    signature: SheetSignature | None = None

    def facts(self) -> JsonValue:
        """Return what the sheet says of this person before any signature."""
        return {
            "name": self.name,
            "organisation": self.organisation,
            "person": self.person,
            "role": str(self.role),
            "side": str(self.side),
            "title": self.title,
        }

    def state(self) -> JsonValue:
        """Return how the person took part, and the signature."""
        return {
            "presence": str(self.presence),
            "reason": self.reason,
            "signature": self.signature.state() if self.signature else None,
        }


@dataclass(frozen=True, slots=True)
class SheetPoint:
    """A point of the agenda; `done_at` (aware) is when it was explained, None while it is open."""

    title: Bilingual
    note: str = ""
    done_at: datetime | None = None

    def facts(self) -> JsonValue:
        """Return what the point says, without whether it was explained."""
        return {"en": self.title.en, "zh": self.title.zh}


@dataclass(frozen=True)
class AttendanceSheet:
    """Everything an attendance sheet shows.

    Attributes:
        number: the engagement's number; the document's own is `document_number`.
        stage, assurance_level, period_from, period_to, declared_unit, product: as agreed.
        site: the visited place; `place` is the room.
        lead: name of the lead verifier.
        meeting: the meeting's row, which signatures name as their subject.
        started_at, ended_at: aware; None while unknown.
        points: the agenda in its order.
        rows: team first, then the client's people, each in their order.
        version: number of this content, counted by the contents that were signed before.
        journal_sha256: hash over the heads of all chains of the journal that is shown.
        sheet_scan: SHA-256 of the scanned paper sheet; empty where there is none.
    """

    number: str
    body: str
    client: str
    product: str
    declared_unit: str
    stage: Stage
    assurance_level: AssuranceLevel
    site: str
    lead: str
    kind: MeetingKind
    meeting: str = ""
    place: str = ""
    period_from: date | None = None
    period_to: date | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    points: tuple[SheetPoint, ...] = ()
    rows: tuple[SheetRow, ...] = ()
    version: int = 1
    journal_sha256: str = ""
    sheet_scan: str = ""

    @property
    def document_number(self) -> str:
        """Return the document's number, for example CFP-2026-0417-OM."""
        code = SHEET_CODE[self.kind]
        return f"{self.number}-{code}" if self.number else code

    def numbered(self, version: int) -> "AttendanceSheet":
        """Return the sheet with its version, which is no part of the content it numbers."""
        return replace(self, version=version)

    def facts(self) -> JsonValue:
        """Return the content that is shown for signing, as JSON values (see the module text)."""
        return {
            "assurance_level": str(self.assurance_level),
            "body": self.body,
            "client": self.client,
            "declared_unit": self.declared_unit,
            "document": "attendance",
            "format": 1,
            "kind": str(self.kind),
            "lead": self.lead,
            "meeting": self.meeting,
            "number": self.number,
            "period_from": _iso(self.period_from),
            "period_to": _iso(self.period_to),
            "place": self.place,
            "points": [point.facts() for point in self.points],
            "product": self.product,
            "rows": [row.facts() for row in self.rows],
            "site": self.site,
            "stage": str(self.stage),
            "started_at": _iso(self.started_at),
        }

    def facts_bytes(self) -> bytes:
        """Return the canonical JSON that a signature is bound to and that is kept as a blob."""
        return canonical_json(self.facts())

    @cached_property
    def facts_sha256(self) -> str:
        """Return the fingerprint of the content, 64 hex digits."""
        return hashlib.sha256(self.facts_bytes()).hexdigest()

    def state(self) -> JsonValue:
        """Return everything the printed sheet shows, except the journal's hash."""
        return {
            "ended_at": _iso(self.ended_at),
            "facts": self.facts(),
            "points": [{"done": _iso(point.done_at), "note": point.note} for point in self.points],
            "rows": [row.state() for row in self.rows],
            "scan": self.sheet_scan,
            "version": self.version,
        }

    @cached_property
    def state_sha256(self) -> str:
        """Return the fingerprint of the state, 64 hex digits."""
        return hashlib.sha256(canonical_json(self.state())).hexdigest()


def _iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment is not None else None
