"""Findings: stated so that the client can answer, followed to closure (rules 9.7, 9.8.5)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.carried import CarriedOver, Predecessor, mark_text, marks_of
from cfpdesk.model.checklist import Answer
from cfpdesk.model.clause import clause_code
from cfpdesk.model.closing import Seal
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Link, LinkRole
from cfpdesk.model.finding import (
    KIND_WORD,
    POSITION_WORD,
    STATE_WORD,
    WHY,
    Effect,
    Facts,
    Finding,
    FindingKind,
    FindingState,
    Move,
    Need,
    Position,
    claim_total,
    effect_of,
    effect_text,
    finding_facts,
    missing,
    move_to,
    net_effect,
    state_after_regrade,
)
from cfpdesk.model.finding_gaps import Standing, gaps
from cfpdesk.model.gate import Blocker, Mark, StepStatus
from cfpdesk.model.meeting import Signature
from cfpdesk.model.quantity import trimmed
from cfpdesk.model.team import Person, Role
from cfpdesk.store.checklist_library import checklist_of
from cfpdesk.store.finding_number import fresh_finding
from cfpdesk.store.record_edit import delete_with_reason, existing, put_if_changed
from cfpdesk.store.session import Change, Session

NOUN = "finding"


class FindingText(StrEnum):
    """The texts of a finding, named as its fields."""

    TITLE = "title"
    FACTS = "facts"
    REQUIREMENT = "requirement"
    RESPONSE = "response"
    REPLY = "reply"
    EFFECT_BASIS = "effect_basis"
    CORRECTION = "correction"
    CAUSE = "cause"
    CORRECTIVE_ACTION = "corrective_action"
    VERIFIED_HOW = "verified_how"


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding with all that stands at it.

    Attributes:
        evidence: rows of the evidence of the fact; `correction_evidence` of the correction.
        effect: against claim and materiality, None where none is written.
        signature: the newest signature of the client on it, a refusal among them.
        signature_stands: it is no refusal, and the finding is still what was signed.
        mine: written by the person at this laptop.
        carried: where it was carried over from, in a few words; None for one of this engagement.
    """

    finding: Finding
    evidence: tuple[str, ...]
    correction_evidence: tuple[str, ...]
    effect: Effect | None
    signature: Signature | None
    signature_stands: bool
    mine: bool
    carried: Message | None = None

    @property
    def disputed(self) -> bool:
        """Tell whether the client disputes it and it is not settled yet."""
        settled = self.finding.state is FindingState.CLOSED
        return self.finding.position is Position.DISPUTED and not settled


@dataclass(frozen=True, slots=True)
class FindingsState:
    """What the page and the printed list show.

    Attributes:
        findings: the worst first: disputed, then by kind and size of the effect; closed last.
        net: sum of the known effects in kgCO2e; negative = understated.
        net_percent: of the claim, None where the claim is not known.
    """

    findings: tuple[FindingView, ...]
    net: Decimal
    net_percent: Decimal | None

    @property
    def disputed(self) -> int:
        """Return how many are disputed."""
        return sum(view.disputed for view in self.findings)


def state(session: Session) -> FindingsState:
    """Return all findings, the worst first."""
    engagement = session.find(Engagement, only="engagement")
    findings = session.all(Finding)
    fact: defaultdict[str, list[str]] = defaultdict(list)
    proof: defaultdict[str, list[str]] = defaultdict(list)
    for link in session.all(Link):
        if link.target_table == Finding.TABLE:
            (proof if link.role is LinkRole.CORRECTION else fact)[link.target].append(link.evidence)
    signed = {s.subject: s for s in session.all(Signature) if s.subject_table == Finding.TABLE}
    me = session.me()
    marks = marks_of(session.all(CarriedOver), Finding.TABLE)
    last = session.find(Predecessor)
    views = [
        FindingView(
            finding,
            tuple(fact[finding.row]),
            tuple(proof[finding.row]),
            None if finding.effect is None else effect_of(finding.effect, engagement),
            signed.get(finding.row),
            _stands(signed.get(finding.row), finding),
            me is not None and finding.raised_by == me.row,
            mark_text(marks[finding.row], last) if finding.row in marks else None,
        )
        for finding in findings
    ]
    total = claim_total(engagement)
    net = net_effect(findings)
    percent = net / total * 100 if total else None
    return FindingsState(tuple(sorted(views, key=_urgency)), net, percent)


def _stands(signature: Signature | None, finding: Finding) -> bool:
    if signature is None or signature.declined or signature.facts is None:
        return False
    shown = hashlib.sha256(canonical_json(finding_facts(finding))).hexdigest()
    return signature.facts.sha256 == shown


def _urgency(view: FindingView) -> tuple[bool, bool, int, Decimal, str]:
    finding = view.finding
    closed = finding.state is FindingState.CLOSED
    rank = tuple(FindingKind).index(finding.kind)
    size = abs(finding.effect or Decimal(0))
    return closed, not view.disputed, rank, -size, finding.number


def create(session: Session, kind: FindingKind, item: str = "") -> Finding:
    """Begin a finding; from a check item it takes over facts, clauses and evidence.

    Args:
        item: id of the check item it comes from, empty for none.
    """
    fresh = fresh_finding(session, kind, item)
    source = session.find(Answer, item=item) if item else None
    if source is not None:
        fresh = fresh.but(facts=source.facts, clauses=_clauses_of(session, item))
    with session.transact(msg("New finding {number}", number=fresh.number)) as change:
        finding = change.put(fresh)
        if source is not None:
            _take_evidence(session, change, source, finding)
    return finding


def _clauses_of(session: Session, item: str) -> tuple[str, ...]:
    library = checklist_of(session)
    return next((found.clauses for found in library.items if found.id == item), ())


def _take_evidence(session: Session, change: Change, source: Answer, finding: Finding) -> None:
    for link in session.all(Link):
        if link.target_table == Answer.TABLE and link.target == source.row:
            change.put(Link(evidence=link.evidence, target_table=Finding.TABLE, target=finding.row))


def write(session: Session, row: str, field: FindingText, text: str) -> None:
    """Write one text of a finding; the same text again writes nothing."""
    before = existing(session, Finding, row)
    n = before.number
    texts = {
        FindingText.TITLE: msg("{number}: title", number=n),
        FindingText.FACTS: msg("{number}: facts", number=n),
        FindingText.REQUIREMENT: msg("{number}: requirement", number=n),
        FindingText.RESPONSE: msg("{number}: client response", number=n),
        FindingText.REPLY: msg("{number}: team reply", number=n),
        FindingText.EFFECT_BASIS: msg("{number}: basis of the estimate", number=n),
        FindingText.CORRECTION: msg("{number}: correction", number=n),
        FindingText.CAUSE: msg("{number}: cause", number=n),
        FindingText.CORRECTIVE_ACTION: msg("{number}: corrective action", number=n),
        FindingText.VERIFIED_HOW: msg("{number}: how it was verified", number=n),
    }
    put_if_changed(session, before, before.but(**{field.value: text.strip()}), texts[field])


def set_clauses(session: Session, row: str, clauses: Iterable[str]) -> None:
    """Write the clauses it does not meet; each once, in the order given."""
    before = existing(session, Finding, row)
    codes = tuple(dict.fromkeys(filter(None, (clause_code(text) for text in clauses))))
    put_if_changed(
        session, before, before.but(clauses=codes), msg("{number}: clauses", number=before.number)
    )


def set_effect(session: Session, row: str, kg: Decimal | None) -> None:
    """Write the effect on the claim in kgCO2e, claimed − verified.

    A computed one has the zeros of its product at the end; they say nothing and are not kept.
    """
    before = existing(session, Finding, row)
    exact = None if kg is None else Decimal(trimmed(f"{kg:f}"))
    put_if_changed(
        session, before, before.but(effect=exact), msg("{number}: effect", number=before.number)
    )


def set_estimated(session: Session, row: str, *, estimated: bool) -> None:
    """Mark the effect as estimated, or not."""
    before = existing(session, Finding, row)
    title = msg("{number}: estimated or not", number=before.number)
    put_if_changed(session, before, before.but(effect_estimated=estimated), title)


def set_deadline(session: Session, row: str, day: date | None) -> None:
    """Write by when the client has to correct it (rule 9.8.5)."""
    before = existing(session, Finding, row)
    put_if_changed(
        session, before, before.but(deadline=day), msg("{number}: deadline", number=before.number)
    )


def set_position(session: Session, row: str, position: Position) -> None:
    """Write whether the client agrees or disputes."""
    before = existing(session, Finding, row)
    title = msg("{number}: {position}", number=before.number, position=POSITION_WORD[position])
    put_if_changed(session, before, before.but(position=position), title)


def facts_for(session: Session, finding: Finding, reason: str = "") -> Facts:
    """Return what a move looks at besides the finding."""
    me = session.me()
    writer = session.get(Person, finding.raised_by) if finding.raised_by else None
    proof = sum(
        link.target == finding.row and link.role is LinkRole.CORRECTION
        for link in session.all(Link)
    )
    return Facts(
        correction_evidence=proof,
        writer=writer.role if writer else None,
        mover=me.role if me else None,
        same_person=me is not None and finding.raised_by == me.row,
        reason=reason,
    )


def missing_for(session: Session, finding: Finding, move: Move) -> tuple[Need, ...]:
    """Return what a move of this finding still asks for; a reason is asked for when it is made."""
    needs = missing(finding, move, facts_for(session, finding))
    return tuple(need for need in needs if need is not Need.REASON)


def move(session: Session, row: str, end: FindingState, reason: str = "") -> None:
    """Take a finding to another state.

    Args:
        reason: needed for going back; everything written so far stays.

    Raises:
        UserError: if there is no such move, or something it needs is missing: says what.
    """
    before = existing(session, Finding, row)
    found = move_to(before.kind, before.state, end)
    if found is None:
        raise UserError(
            msg(
                "{number} cannot go from {start} to {end} directly.",
                number=before.number,
                start=STATE_WORD[before.state],
                end=STATE_WORD[end],
            )
        )
    needs = missing(before, found, facts_for(session, before, reason))
    if needs:
        raise UserError(WHY[needs[0]])
    title = msg("{number}: {state}", number=before.number, state=STATE_WORD[end])
    with session.transact(title, reason=reason.strip()) as change:
        change.put(before.but(state=end))


def line_of(session: Session, finding: Finding) -> Message:
    """Return one line about a finding: its state, and its effect with its share of the claim."""
    word = STATE_WORD[finding.state]
    if finding.effect is None:
        return word
    effect = effect_of(finding.effect, session.find(Engagement, only="engagement"))
    return msg("{state} · {effect}", state=word, effect=effect_text(effect))


def confirm(session: Session, row: str) -> None:
    """Countersign a finding that a trainee wrote (rule 9.1).

    Raises:
        UserError: if the person is a trainee, wrote it, or is not in the team.
    """
    before = existing(session, Finding, row)
    me = session.me()
    if me is None or me.role is Role.TRAINEE or me.row == before.raised_by:
        raise UserError(msg("A verifier of the team who did not write it has to confirm it."))
    title = msg("{number}: confirmed", number=before.number)
    put_if_changed(session, before, before.but(confirmed_by=me.row), title)


def may_regrade(session: Session) -> bool:
    """Tell whether the person at this laptop may change the kind of a finding."""
    me = session.me()
    return me is not None and me.role is Role.LEAD


def regrade(session: Session, row: str, kind: FindingKind, reason: str) -> None:
    """Change the kind of a finding; its number stays.

    Raises:
        UserError: if the person is not the lead, or gives no reason.
    """
    before = existing(session, Finding, row)
    if kind is before.kind:
        return
    if before.state is not FindingState.DRAFT:
        if not may_regrade(session):
            raise UserError(msg("Only the team leader changes the kind of a finding."))
        if not reason.strip():
            raise UserError(msg("Say why the kind changes."))
    title = msg("{number}: now {kind}", number=before.number, kind=KIND_WORD[kind])
    with session.transact(title, reason=reason.strip()) as change:
        change.put(before.but(kind=kind, state=state_after_regrade(kind, before.state)))


def delete(session: Session, row: str, reason: str) -> None:
    """Take a finding back; its number is not given again, and its history stays.

    Raises:
        UserError: if no reason is given.
    """
    delete_with_reason(session, Finding, row, reason)


def status(session: Session) -> StepStatus:
    """Return how many findings are closed."""
    findings = session.all(Finding)
    closed = sum(finding.state is FindingState.CLOSED for finding in findings)
    if session.all(Seal):
        mark = Mark.SEALED
    elif findings and closed == len(findings):
        mark = Mark.DONE
    else:
        mark = Mark.IN_PROGRESS if findings else Mark.NOT_STARTED
    return StepStatus(mark, closed, len(findings), str(len(findings)) if findings else "")


def blockers(session: Session) -> tuple[Blocker, ...]:
    """Return what findings still miss: clause, evidence, deadline, figures, words, signatures."""
    found: list[Blocker] = []
    for view in state(session).findings:
        if view.finding.state is not FindingState.CLOSED:
            found += gaps(_standing(session, view))
    return tuple(found)


def _standing(session: Session, view: FindingView) -> Standing:
    writer = session.get(Person, view.finding.raised_by) if view.finding.raised_by else None
    return Standing(
        view.finding,
        evidence=len(view.evidence),
        signed=view.signature_stands,
        by_trainee=writer is not None and writer.role is Role.TRAINEE,
    )
