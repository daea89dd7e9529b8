"""Closing meeting: tell the findings, settle the key data, sign, seal (rules 9.5.2, 9.6.2).

What other steps still lack is passed to `seal` by who knows all steps (`flow`).
"""

import hashlib
from collections.abc import Sequence

from cfpdesk.errors import UserError
from cfpdesk.i18n import Bilingual, msg
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.checklist import Answer
from cfpdesk.model.closing import KeyDatum, KeyFact, Seal, key_data_facts, key_facts
from cfpdesk.model.closing_gate import (
    Amendment,
    ClosingState,
    closing_blockers,
    seal_blockers,
    seal_facts,
    unheard_blockers,
)
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.finding import Facts, Finding, FindingState, Position, missing, move_to
from cfpdesk.model.gate import Blocker, Mark, StepStatus
from cfpdesk.model.meeting import Attendance, Meeting, MeetingKind, Signature, SignPurpose
from cfpdesk.model.record import JsonValue
from cfpdesk.model.stage_door import Door, check_door
from cfpdesk.model.team import Person, Role, Side
from cfpdesk.store.attendance_query import attendance_sheet, kept_ink
from cfpdesk.store.contract_query import issue_gate
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.seal_query import amendments, standing_seal
from cfpdesk.store.session import Session
from cfpdesk.store.signature import Given, keep_signature
from cfpdesk.store.unheard_query import unheard_owners

_COUNTED = (Answer, Evidence, Finding, Signature, Attendance)


def state(session: Session) -> ClosingState:
    """Return everything the closing page, the seal page and the record of the meeting show."""
    return session.remember("closing meeting", lambda: _state(session))


def _state(session: Session) -> ClosingState:
    engagement = session.find(Engagement)
    facts = key_facts(engagement, {datum.code: datum for datum in session.all(KeyDatum)})
    sheet = attendance_sheet(session, MeetingKind.CLOSING)
    there = {row.person for row in sheet.rows}
    signed = _key_signatures(session)
    key_signature = signed[-1] if signed else None
    shown = _sha256(key_data_facts(engagement, facts))
    seal = standing_seal(session)
    return ClosingState(
        engagement=engagement,
        meeting=session.find(Meeting, kind=MeetingKind.CLOSING),
        told=session.all(Finding),
        facts=facts,
        key_signature=key_signature,
        key_signature_stands=_stands(key_signature, shown),
        key_version=_version(signed, shown),
        sheet=sheet,
        known=tuple(p for p in session.all(Person) if p.row not in there),
        key_sentence=key_data_sentence(session),
        key_ink=kept_ink(session, key_signature.ink if key_signature else None),
        seal=seal,
        sealed_by=_name(session, seal.person) if seal else "",
        amendments=tuple(Amendment(o.at, o.person, o.name, o.reason) for o in amendments(session)),
        counts=tuple((kind.TABLE, len(session.all(kind))) for kind in _COUNTED),
        heads=session.heads(),
    )


def status(session: Session) -> StepStatus:
    """Return what the rail shows: the findings told, or the lock."""
    now = state(session)
    done = now.told_count + now.confirmed_count
    total = len(now.told) + len(now.facts)
    if now.seal is not None:
        return StepStatus(Mark.SEALED, total, total)
    if not now.begun:
        return StepStatus(Mark.NOT_STARTED, 0, total)
    return StepStatus(Mark.DONE if not blockers(session) else Mark.IN_PROGRESS, done, total)


def blockers(session: Session) -> tuple[Blocker, ...]:
    """Return what the meeting still lacks, with open issues of stage 1 and packages to merge."""
    now = state(session)
    if now.seal is not None:
        return closing_blockers(now)
    unheard = unheard_blockers(unheard_owners(session))
    return (*closing_blockers(now), *issue_gate(session), *unheard)


def begin(session: Session) -> None:
    """Note that the meeting begins now, with the team and the people of the opening meeting.

    The technical reviewer is independent of the visit and is not expected.
    """
    with session.transact(msg("Begin the closing meeting")) as change:
        meeting = session.find(Meeting, kind=MeetingKind.CLOSING)
        change.put(meeting.but(started_at=change.now, ended_at=None))
        known = {a.person for a in _attendances(session, MeetingKind.CLOSING)}
        opened = {a.person for a in _attendances(session, MeetingKind.OPENING)}
        for person in session.all(Person):
            visits = person.side is Side.TEAM and person.role is not Role.REVIEWER
            if (visits or person.row in opened) and person.row not in known:
                change.put(Attendance(meeting=MeetingKind.CLOSING, person=person.row))


def end(session: Session) -> None:
    """Note that the meeting ends now.

    Raises:
        UserError: while an issue of stage 1 is neither verified nor a nonconformity (rule 9.6.2 1).
    """
    check_door(issue_gate(session), Door.CLOSING)
    with session.transact(msg("End the closing meeting")) as change:
        meeting = session.find(Meeting, kind=MeetingKind.CLOSING)
        change.put(meeting.but(ended_at=change.now))


def set_place(session: Session, place: str) -> None:
    """Write where the meeting is held."""
    meeting = session.find(Meeting, kind=MeetingKind.CLOSING)
    if place != meeting.place:
        with session.transact(msg("Place of the closing meeting")) as change:
            change.put(meeting.but(place=place))


def take_position(session: Session, finding: Finding, position: Position, reason: str = "") -> None:
    """Record agreed or disputed; a raised finding counts as told from then on.

    Args:
        session: the engagement.
        finding: the finding that was told.
        position: what the client says; NONE takes it back.
        reason: needed after the seal.
    """
    if position is finding.position:
        return
    move = move_to(finding.kind, finding.state, FindingState.TOLD)
    told = position is not Position.NONE and move is not None and not move.back
    if move is not None and missing(finding, move, Facts()):
        told = False  # what may not be told yet stays raised
    title = {
        Position.AGREED: msg("{number}: agreed", number=finding.number),
        Position.DISPUTED: msg("{number}: disputed", number=finding.number),
        Position.NONE: msg("{number}: position taken back", number=finding.number),
    }[position]
    with session.transact(title, reason=reason) as change:
        change.put(
            finding.but(position=position, state=FindingState.TOLD if told else finding.state)
        )


def write_response(session: Session, finding: Finding, response: str, reason: str = "") -> None:
    """Write the client's own words; they print word for word."""
    if response != finding.response:
        title = msg("{number}: the client's words", number=finding.number)
        with session.transact(title, reason=reason) as change:
            change.put(finding.but(response=response))


def confirm(session: Session, fact: KeyFact, confirmed: bool, reason: str = "") -> None:
    """Tick a key fact: its words are frozen as they were read out. Unticking lets them follow."""
    if confirmed == fact.confirmed:
        return
    if confirmed and fact.missing:
        raise UserError(msg("There is nothing to confirm yet; fill in {label}.", label=fact.label))
    kept = session.find(KeyDatum, code=fact.code)
    title = (
        msg("Key data: {label} confirmed", label=fact.label)
        if confirmed
        else msg("Key data: {label} not confirmed", label=fact.label)
    )
    words = ("", "") if fact.matches and not confirmed else (fact.said.zh, fact.said.en)
    with session.transact(title, reason=reason) as change:
        change.put(kept.but(confirmed=confirmed, text=words[0], text_en=words[1]))


def word(session: Session, fact: KeyFact, text: str, reason: str = "") -> None:
    """Word a key fact by hand, for example a corrected value; empty takes the engagement's words.

    A fact that changes is no longer confirmed.
    """
    text = text.strip()
    if text in (fact.said.zh, fact.said.en):
        return
    agreed = text in ("", fact.agreed.zh, fact.agreed.en)
    kept = session.find(KeyDatum, code=fact.code)
    words = ("", "") if agreed else (text, text)
    with session.transact(msg("Key data: {label}", label=fact.label), reason=reason) as change:
        change.put(kept.but(text=words[0], text_en=words[1], confirmed=False))


def sign_key_data(
    session: Session,
    person: str,
    shown: ClosingState,
    *,
    ink: bytes = b"",
    typed: str = "",
    declined: bool = False,
    reason: str = "",
) -> None:
    """Keep the client's signature for the six facts, or the refusal (rule 9.6.2 6).

    Args:
        session: the engagement.
        person: row of who signs for the client.
        shown: the state as it was shown; its facts are kept as a blob and bind the signature.
        ink: canonical JSON of the strokes; otherwise `typed`, or `declined` with the reason.
        typed, declined, reason: see `ink`.

    Raises:
        UserError: if nothing was given.
    """
    who = session.get(Person, person) or Person(row=person)
    sentence = key_data_sentence(session)
    title = (
        msg("{name} does not sign the key data", name=who.name)
        if declined
        else msg("{name} signs the key data", name=who.name)
    )
    signature = Signature(
        purpose=SignPurpose.KEY_DATA,
        subject_table=Engagement.TABLE,
        subject=shown.engagement.row,
        person=person,
        name=who.name,
        title=who.title,
        statement_zh=sentence.zh,
        statement_en=sentence.en,
        version=shown.key_version,
    )
    facts = canonical_json(key_data_facts(shown.engagement, shown.facts))
    given = Given(ink, typed, declined, reason)
    keep_signature(session, title, signature, ("key_data.json", facts), given)


def key_data_sentence(session: Session) -> Bilingual:
    """Return the frozen sentence that the client signs under."""
    return rules_of(session).sentence(SignPurpose.KEY_DATA, MeetingKind.CLOSING).text


def seal(session: Session, standing: Sequence[Blocker]) -> Seal:
    """Seal the visit: what stands now is what was agreed; later edits are amendments.

    Args:
        session: the engagement; who seals is its person.
        standing: the blockers of all steps.

    Raises:
        UserError: if something hard still blocks, the visit is sealed already, or the key of this
            computer belongs to nobody of the team.
    """
    now = state(session)
    if now.seal is not None:
        raise UserError(msg("The visit is sealed already."))
    hard = seal_blockers(standing)
    if hard:
        raise UserError(msg("{n} {n:point still blocks|points still block} the seal.", n=len(hard)))
    me = session.me()
    if me is None:
        raise UserError(
            msg("Only a person of the team can seal; this key is nobody's of the team.")
        )
    with session.transact(msg("Seal the visit")) as change:
        facts = change.attach(
            canonical_json(seal_facts(now)), mime="application/json", name="seal.json"
        )
        return change.put(Seal(person=me.row, sealed_at=change.now, facts=facts, heads=now.heads))


def _key_signatures(session: Session) -> list[Signature]:
    own = [s for s in session.all(Signature) if s.purpose is SignPurpose.KEY_DATA]
    return sorted((s for s in own if s.signed_at), key=lambda s: (str(s.signed_at), s.row))


def _stands(signature: Signature | None, shown: str) -> bool:
    if signature is None or signature.declined or signature.facts is None:
        return False
    return signature.facts.sha256 == shown


def _version(signed: Sequence[Signature], shown: str) -> int:
    """Return the number of the facts that are shown, counted by those that were signed."""
    seen = list(dict.fromkeys(s.facts.sha256 for s in signed if s.facts))
    return seen.index(shown) + 1 if shown in seen else len(seen) + 1


def _sha256(facts: JsonValue) -> str:
    return hashlib.sha256(canonical_json(facts)).hexdigest()


def _name(session: Session, person: str) -> str:
    found = session.get(Person, person)
    return found.name if found else ""


def _attendances(session: Session, kind: MeetingKind) -> tuple[Attendance, ...]:
    return tuple(a for a in session.all(Attendance) if a.meeting is kind)
