"""The closing meeting as it stands, and what stands in the way of the seal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cfpdesk.i18n import Bilingual, Message, msg
from cfpdesk.model.attendance_sheet import AttendanceSheet
from cfpdesk.model.closing import KeyFact, Seal, key_label, untold
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.finding import Finding, FindingState, Position
from cfpdesk.model.gate import Blocker, Level, Target
from cfpdesk.model.ink import Ink
from cfpdesk.model.meeting import (
    NEEDS_REASON,
    PRESENCE_NAMES,
    Meeting,
    Presence,
    Signature,
)
from cfpdesk.model.opening_gate import names_of, waits
from cfpdesk.model.record import JsonValue
from cfpdesk.model.team import Person, Side

NOUN = "closing"
SEALING_STEPS = (
    *("engagement", "opening", "checklist", "evidence", "inventory", "sampling", "finding"),
    NOUN,
)
"""What blocks on these pages would block the export too; after the seal it asks for a reason."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """An operation after the seal: when, by whom, what, and why."""

    at: datetime
    person: str
    title: Message
    reason: str


@dataclass(frozen=True, slots=True)
class ClosingState:
    """Everything the closing page and the seal page show.

    Attributes:
        key_signature: the client's newest signature for the key data, a refusal among them.
        key_signature_stands: it is no refusal, and the facts are still those that were signed.
        known: people of the engagement who are not on the sheet.
        key_sentence: what the client signs under; `key_ink` the strokes of that signature.
        key_version: number of these facts, counted by the facts that were signed before.
        seal: the newest seal, None before it; `sealed_by` is who sealed.
        counts: rows per table, in the order in which they are shown.
        heads: the chains as they stand, "replica:seq:hash" each.
    """

    engagement: Engagement
    meeting: Meeting
    told: tuple[Finding, ...]
    facts: tuple[KeyFact, ...]
    key_signature: Signature | None
    key_signature_stands: bool
    key_version: int
    sheet: AttendanceSheet
    known: tuple[Person, ...]
    key_sentence: Bilingual
    key_ink: Ink | None
    seal: Seal | None
    sealed_by: str
    amendments: tuple[Amendment, ...]
    counts: tuple[tuple[str, int], ...]
    heads: tuple[str, ...]

    @property
    def told_count(self) -> int:
        """How many findings the client has taken a position on."""
        return sum(finding.position is not Position.NONE for finding in self.told)

    @property
    def confirmed_count(self) -> int:
        """How many of the six key facts are ticked."""
        return sum(fact.confirmed for fact in self.facts)

    @property
    def begun(self) -> bool:
        """Tell whether anything of the closing meeting has been recorded."""
        return bool(
            self.meeting.started_at or self.told_count or self.confirmed_count or self.sheet.rows
        )


def closing_blockers(state: ClosingState) -> tuple[Blocker, ...]:
    """Return what the closing meeting itself still lacks; nothing once it is sealed."""
    if state.seal is not None:
        return ()
    return (
        *_meeting_blockers(state),
        *_told_blockers(state.told),
        *_key_blockers(state),
        *_people_blockers(state.sheet),
    )


def seal_blockers(standing: Sequence[Blocker]) -> tuple[Blocker, ...]:
    """Return what of all steps' blockers forbids the seal: hard ones before the export."""
    hard = (Level.HARD, Level.OVERRIDABLE)
    return tuple(b for b in standing if b.level in hard and b.target.page in SEALING_STEPS)


def _meeting_blockers(state: ClosingState) -> Iterator[Blocker]:
    if state.meeting.started_at is None:
        yield Blocker(
            code="closing.not_started",
            level=Level.HARD,
            clause="RULE:9.5.2",
            sentence=msg("The closing meeting has not begun"),
            remedy=msg("Begin"),
            target=Target(NOUN, field="started_at"),
            todo=msg("Begin the closing meeting"),
        )


def _told_blockers(told: Sequence[Finding]) -> Iterator[Blocker]:
    for finding in told:
        number = finding.number
        if finding.state is FindingState.DRAFT:
            sentence = msg("{number} is a draft: raise it or take it back", number=number)
            target = Target("finding", finding.row, "next")
            yield Blocker("closing.draft", Level.HARD, "RULE:9.7", sentence, msg("Raise"), target)
        elif untold(finding):
            sentence = msg("{number}: the client has not taken a position", number=number)
            target = Target(NOUN, finding.row, "position")
            yield Blocker(
                "closing.no_position", Level.HARD, "RULE:9.6.2", sentence, msg("Ask"), target
            )
        if finding.position is Position.DISPUTED:
            yield _disputed(finding)


def _disputed(finding: Finding) -> Blocker:
    target = Target(NOUN, finding.row, "response")
    if finding.response.strip():
        sentence = msg("{number} is disputed: both views print as they are", number=finding.number)
        level, remedy = Level.WARNING, msg("Look")
    else:
        sentence = msg("{number} is disputed without the client's words", number=finding.number)
        level, remedy = Level.HARD, msg("Write")
    return Blocker("closing.disputed", level, "RULE:12", sentence, remedy, target)


def _key_blockers(state: ClosingState) -> Iterator[Blocker]:
    open_facts = [fact for fact in state.facts if not fact.confirmed]
    if open_facts:
        first = open_facts[0].code
        one = len(open_facts) == 1
        yield Blocker(
            code="closing.key_datum",
            level=Level.HARD,
            clause="RULE:9.6.2",
            sentence=msg("Key data: {label} is not confirmed", label=key_label(first))
            if one
            else msg("{n} key {n:fact is|facts are} not confirmed", n=len(open_facts)),
            remedy=msg("Confirm"),
            target=Target(NOUN, first, "confirmed"),
        )
    if not state.key_signature_stands:
        refused = state.key_signature is not None and state.key_signature.declined
        stale = state.key_signature is not None and not refused
        yield Blocker(
            code="closing.key_data_unsigned",
            level=Level.HARD,
            clause="RULE:9.6.2",
            sentence=msg("The key data changed after the client signed")
            if stale
            else msg("The client declined to sign the key data")
            if refused
            else msg("The client has not signed the key data"),
            remedy=msg("Sign"),
            target=Target(NOUN, field="key_signature"),
        )


def _people_blockers(sheet: AttendanceSheet) -> Iterator[Blocker]:
    present = [row for row in sheet.rows if row.presence is not Presence.ABSENT]
    for side, sentence in (
        (Side.TEAM, msg("Nobody of the team is on the attendance sheet")),
        (Side.CLIENT, msg("Nobody of the client is on the attendance sheet")),
    ):
        if not any(row.side is side for row in present):
            yield _person_blocker("closing.nobody", sentence, msg("Add"), "")
    waiting = [row for row in sheet.rows if waits(row)]
    if waiting:
        sentence = (
            msg("{names} have not signed the attendance sheet", names=names_of(waiting))
            if len(waiting) > 1
            else msg("{name} has not signed the attendance sheet", name=waiting[0].name)
        )
        yield _person_blocker("closing.unsigned", sentence, msg("Sign"), waiting[0].person)
    for row in sheet.rows:
        if row.presence in NEEDS_REASON and not row.reason.strip():
            sentence = msg(
                "{name}: “{presence}” needs a reason",
                name=row.name,
                presence=PRESENCE_NAMES[row.presence],
            )
            yield _person_blocker("closing.no_reason", sentence, msg("Fill in"), row.person)
    if any(row.presence is Presence.PAPER for row in present) and not sheet.sheet_scan:
        sentence = msg("The attendance sheet signed on paper is not scanned")
        yield _person_blocker("closing.no_scan", sentence, msg("Scan"), "")


def _person_blocker(code: str, sentence: Message, remedy: Message, person: str) -> Blocker:
    target = Target(NOUN, person, "attendance")
    return Blocker(code, Level.HARD, "RULE:9.5.2", sentence, remedy, target)


def unheard_blockers(owners: Sequence[tuple[Person, int]]) -> tuple[Blocker, ...]:
    """Return a warning for each member of whose items none is decided here.

    Args:
        owners: with how many items they have.
    """
    return tuple(
        Blocker(
            "closing.unheard",
            Level.WARNING,
            "RULE:9.6.2",
            msg(
                "{name}: none of {n} {n:item|items} is decided here. Is the package merged?",
                name=person.name,
                n=n,
            ),
            msg("Merge"),
            Target("merge"),
        )
        for person, n in owners
    )


def seal_facts(state: ClosingState) -> JsonValue:
    """Return what is sealed, as it is shown on the one page before the passphrase."""
    return {
        "about": "seal",
        "body": state.engagement.body,
        "client": state.engagement.client,
        "counts": [[table, count] for table, count in state.counts],
        "engagement": state.engagement.number,
        "findings": [
            {
                "kind": str(finding.kind),
                "number": finding.number,
                "position": str(finding.position),
                "response": finding.response,
                "state": str(finding.state),
                "title": finding.title,
            }
            for finding in state.told
        ],
        "heads": list(state.heads),
        "key_data": [
            {"code": fact.code, "en": fact.said.en, "zh": fact.said.zh} for fact in state.facts
        ],
        "key_signature": state.key_signature.row if state.key_signature else "",
        "attendance": {"facts": state.sheet.facts_sha256, "state": state.sheet.state_sha256},
    }
