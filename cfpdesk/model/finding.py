"""Findings: nonconformities, misstatements, observations, clarifications (rules 9.7, 9.8.5)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.quantity import figure, full_figure
from cfpdesk.model.record import JsonValue, Record
from cfpdesk.model.team import Role


class FindingKind(StrEnum):
    """Kind of finding; the two grades of nonconformity are kinds of their own."""

    MAJOR = "major"
    MINOR = "minor"
    MISSTATEMENT = "misstatement"
    OBSERVATION = "observation"
    CLARIFICATION = "clarification"


class FindingState(StrEnum):
    """How far a finding has come; the allowed moves stand in `MOVES`."""

    DRAFT = "draft"
    RAISED = "raised"
    TOLD = "told"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    VERIFIED = "verified"
    CLOSED = "closed"


class Position(StrEnum):
    """What the client says to a finding; disputed ranks equal to agreed."""

    NONE = ""
    AGREED = "agreed"
    DISPUTED = "disputed"


@dataclass(frozen=True, kw_only=True)
class Finding(Record):
    """One finding.

    Attributes:
        number: NC-<place>-<nn>, MS-…, OB-…, CR-…: given once, never reused or changed.
        raised_by: row of the person who wrote it.
        item: the check item it came from, if any.
        effect: effect on the claim in kgCO2e, claimed − verified (positive = overstated);
            required for a misstatement.
        effect_estimated: marked 估算; `effect_basis` then says how.
        requirement: what the client has to do, by `deadline` (rule 9.8.5).
        correction, cause, corrective_action: what the client did about it.
        confirmed_by: row of the verifier who confirmed what a trainee wrote (rule 9.1).
        verified_how: how the team saw that the correction holds.
    """

    TABLE: ClassVar[str] = "finding"

    number: str = ""
    kind: FindingKind = FindingKind.MINOR
    state: FindingState = FindingState.DRAFT
    raised_by: str = ""
    confirmed_by: str = ""
    title: str = ""
    facts: str = ""
    clauses: tuple[str, ...] = ()
    item: str = ""
    effect: Decimal | None = None
    effect_estimated: bool = False
    effect_basis: str = ""
    requirement: str = ""
    deadline: date | None = None
    position: Position = Position.NONE
    response: str = ""
    reply: str = ""
    correction: str = ""
    cause: str = ""
    corrective_action: str = ""
    verified_how: str = ""


NONCONFORMITIES = frozenset({FindingKind.MAJOR, FindingKind.MINOR})
# What the client has to correct; the other two kinds are only answered.
TO_CORRECT = NONCONFORMITIES | {FindingKind.MISSTATEMENT}

KIND_WORD: dict[FindingKind, Message] = {
    FindingKind.MAJOR: msg("Major nonconformity"),
    FindingKind.MINOR: msg("Minor nonconformity"),
    FindingKind.MISSTATEMENT: msg("Misstatement"),
    FindingKind.OBSERVATION: msg("Observation"),
    FindingKind.CLARIFICATION: msg("Clarification request"),
}
STATE_WORD: dict[FindingState, Message] = {
    FindingState.DRAFT: msg("Draft"),
    FindingState.RAISED: msg("Raised"),
    FindingState.TOLD: msg("Told"),
    FindingState.ANSWERED: msg("Response"),
    FindingState.CORRECTED: msg("Corrected"),
    FindingState.VERIFIED: msg("Verified"),
    FindingState.CLOSED: msg("Closed"),
}
POSITION_WORD: dict[Position, Message] = {
    Position.NONE: msg("No response yet"),
    Position.AGREED: msg("Agreed"),
    Position.DISPUTED: msg("Disputed"),
}

_PREFIX = {
    FindingKind.MAJOR: "NC",
    FindingKind.MINOR: "NC",
    FindingKind.MISSTATEMENT: "MS",
    FindingKind.OBSERVATION: "OB",
    FindingKind.CLARIFICATION: "CR",
}
_NUMBER = re.compile(r"^([A-Z]{2})-(\d+)-(\d+)$")

_FULL = tuple(FindingState)[1:]
_LINES = {
    FindingKind.OBSERVATION: (FindingState.RAISED, FindingState.TOLD, FindingState.CLOSED),
    FindingKind.CLARIFICATION: (
        FindingState.RAISED,
        FindingState.TOLD,
        FindingState.ANSWERED,
        FindingState.CLOSED,
    ),
}


class Need(StrEnum):
    """What a move can ask for."""

    TITLE = "title"
    FACTS = "facts"
    EFFECT = "effect"
    BASIS = "effect_basis"
    REQUIREMENT = "requirement"
    POSITION = "position"
    RESPONSE = "response"
    REPLY = "reply"
    CORRECTION = "correction"
    CORRECTION_EVIDENCE = "correction_evidence"
    VERIFIED_HOW = "verified_how"
    NOT_TRAINEE = "not_trainee"
    OTHER_THAN_TRAINEE = "raised_by"
    REASON = "reason"


WHY: dict[Need, Message] = {
    Need.TITLE: msg("It has no title yet."),
    Need.FACTS: msg("The facts are not written yet."),
    Need.EFFECT: msg("A misstatement needs its effect in kgCO₂e."),
    Need.BASIS: msg("The effect is estimated, but the basis of the estimate is missing."),
    Need.REQUIREMENT: msg("It does not say yet what the client has to do."),
    Need.POSITION: msg("The client has neither agreed nor disputed yet."),
    Need.RESPONSE: msg("The client's words are not written yet."),
    Need.REPLY: msg("The client disputes it; the team has not replied yet."),
    Need.CORRECTION: msg("What the client corrected is not written yet."),
    Need.CORRECTION_EVIDENCE: msg("No evidence of the correction is linked."),
    Need.VERIFIED_HOW: msg("How the correction was verified is not written yet."),
    Need.NOT_TRAINEE: msg("A trainee cannot do this; ask a verifier of the team."),
    Need.OTHER_THAN_TRAINEE: msg("A trainee wrote it; somebody else has to close it."),
    Need.REASON: msg("This needs a reason."),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One step a finding can take, and all it asks for.

    Attributes:
        kinds: for which kinds of finding the move exists.
        back: it goes back, which keeps everything and needs a reason.
    """

    start: FindingState
    end: FindingState
    kinds: frozenset[FindingKind]
    needs: tuple[Need, ...] = ()
    back: bool = False


_ALL = frozenset(FindingKind)
_OBSERVATION = frozenset({FindingKind.OBSERVATION})
_CLARIFICATION = frozenset({FindingKind.CLARIFICATION})
_CLOSE = (Need.NOT_TRAINEE, Need.OTHER_THAN_TRAINEE)
_S = FindingState

MOVES: tuple[Move, ...] = (
    Move(_S.DRAFT, _S.RAISED, _ALL, (Need.TITLE, Need.FACTS, Need.EFFECT, Need.BASIS)),
    Move(_S.RAISED, _S.TOLD, TO_CORRECT, (Need.REQUIREMENT,)),
    Move(_S.RAISED, _S.TOLD, _ALL - TO_CORRECT),
    Move(_S.TOLD, _S.ANSWERED, TO_CORRECT, (Need.POSITION,)),
    Move(_S.TOLD, _S.ANSWERED, _CLARIFICATION, (Need.RESPONSE,)),
    Move(_S.TOLD, _S.CLOSED, _OBSERVATION, _CLOSE),
    Move(_S.ANSWERED, _S.CORRECTED, TO_CORRECT, (Need.REPLY, Need.CORRECTION)),
    Move(_S.ANSWERED, _S.CLOSED, _CLARIFICATION, _CLOSE),
    Move(_S.CORRECTED, _S.VERIFIED, TO_CORRECT, (Need.CORRECTION_EVIDENCE, Need.VERIFIED_HOW)),
    Move(_S.VERIFIED, _S.CLOSED, TO_CORRECT, _CLOSE),
    Move(_S.CORRECTED, _S.ANSWERED, TO_CORRECT, (Need.REASON,), back=True),
    Move(_S.VERIFIED, _S.ANSWERED, TO_CORRECT, (Need.REASON,), back=True),
    Move(_S.CLOSED, _S.ANSWERED, TO_CORRECT | _CLARIFICATION, (Need.REASON,), back=True),
    Move(_S.CLOSED, _S.TOLD, _OBSERVATION, (Need.REASON,), back=True),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a move looks at besides the finding itself.

    Attributes:
        correction_evidence: pieces of evidence linked as proof of the correction.
        writer: role of the person who wrote it; None where it is not known.
        mover: role of the person who moves it; None for somebody outside the team.
    """

    correction_evidence: int = 0
    writer: Role | None = None
    mover: Role | None = None
    same_person: bool = False
    reason: str = ""


def line(kind: FindingKind) -> tuple[FindingState, ...]:
    """Return the states a finding of this kind passes, in order, without the draft."""
    return _LINES.get(kind, _FULL)


def forward(kind: FindingKind, state: FindingState) -> Move | None:
    """Return the next move of a finding, None where it is closed."""
    return next((m for m in _moves(kind, state) if not m.back), None)


def backward(kind: FindingKind, state: FindingState) -> Move | None:
    """Return the move that takes it up again, None where there is none."""
    return next((m for m in _moves(kind, state) if m.back), None)


def move_to(kind: FindingKind, state: FindingState, end: FindingState) -> Move | None:
    """Return the move from one state to another, None where it is not allowed."""
    return next((m for m in _moves(kind, state) if m.end is end), None)


def _moves(kind: FindingKind, state: FindingState) -> Iterable[Move]:
    return (m for m in MOVES if m.start is state and kind in m.kinds)


def missing(finding: Finding, move: Move, facts: Facts) -> tuple[Need, ...]:
    """Return what a move still asks for, in the order in which it is shown."""
    return tuple(need for need in move.needs if not _given(finding, need, facts))


def _given(finding: Finding, need: Need, facts: Facts) -> bool:
    match need:
        case Need.EFFECT:
            return finding.kind is not FindingKind.MISSTATEMENT or finding.effect is not None
        case Need.BASIS:
            return not finding.effect_estimated or bool(finding.effect_basis.strip())
        case Need.POSITION:
            return finding.position is not Position.NONE
        case Need.REPLY:
            return finding.position is not Position.DISPUTED or bool(finding.reply.strip())
        case Need.CORRECTION_EVIDENCE:
            return facts.correction_evidence > 0
        case Need.NOT_TRAINEE:
            return facts.mover is not Role.TRAINEE
        case Need.OTHER_THAN_TRAINEE:
            return not (facts.writer is Role.TRAINEE and facts.same_person)
        case Need.REASON:
            return bool(facts.reason.strip())
        case _:
            return bool(str(getattr(finding, need.value)).strip())


def next_number(kind: FindingKind, place: int, taken: Iterable[str]) -> str:
    """Return <letters>-<place>-<nn>, one above the highest number of these letters and place.

    Args:
        kind: gives the letters; both grades of nonconformity count together.
        place: the auditor's place in the team, 0 for somebody who is not in it.
        taken: every number given so far, those of deleted findings among them.
    """
    letters = _PREFIX[kind]
    found = (_NUMBER.match(number) for number in taken)
    used = [int(m[3]) for m in found if m and m[1] == letters and int(m[2]) == place]
    return f"{letters}-{place}-{max(used, default=0) + 1:02d}"


def claim_total(engagement: Engagement) -> Decimal | None:
    """Return the claim over the whole period in kgCO2e: value per declared unit × production.

    None where a figure is missing, or the declared unit ("1 t") is not counted in the unit of the
    production, so that no quantity can be divided by it.
    """
    value, output = engagement.claimed_value, engagement.output_quantity
    match = re.match(r"^\s*(\d+(?:\.\d+)?)\s*(\S.*?)\s*$", engagement.declared_unit)
    if value is None or output is None or match is None or match[2] != engagement.output_unit:
        return None
    amount = Decimal(match[1])
    return None if amount == 0 else value * output / amount


@dataclass(frozen=True, slots=True)
class Effect:
    """What an effect means for the claim.

    Attributes:
        kg: effect in kgCO2e, claimed − verified; positive = overstated.
        percent: share of the whole claim, None where the claim is not known.
        of_materiality: share of the materiality threshold, 1 = as large as the threshold.
    """

    kg: Decimal
    percent: Decimal | None = None
    of_materiality: Decimal | None = None


def effect_of(kg: Decimal, engagement: Engagement) -> Effect:
    """Set an effect against the claim and the materiality threshold (rule 7)."""
    total = claim_total(engagement)
    if not total:
        return Effect(kg)
    percent = kg / total * 100
    threshold = engagement.materiality_pct
    return Effect(kg, percent, abs(percent) / threshold if threshold else None)


def effect_text(effect: Effect) -> Message:
    """Return an effect as people read it: the direction in a word, the size, its share."""
    kg = full_figure(abs(effect.kg))
    if effect.percent is not None:
        percent = figure(effect.percent, 2)
        if effect.kg < 0:
            return msg("understated {kg} kgCO₂e ({percent} %)", kg=kg, percent=percent)
        return msg("overstated {kg} kgCO₂e ({percent} %)", kg=kg, percent=percent)
    if effect.kg < 0:
        return msg("understated {kg} kgCO₂e", kg=kg)
    return msg("overstated {kg} kgCO₂e", kg=kg)


def finding_facts(finding: Finding) -> JsonValue:
    """Return what the client is shown and signs for; team reply and later steps are no part."""
    shown = (
        "number", "kind", "title", "facts", "clauses", "effect", "effect_estimated",
        "effect_basis", "requirement", "deadline", "position", "response",
    )  # fmt: skip
    fields = finding.fields()
    return {"finding": finding.row, "table": Finding.TABLE} | {name: fields[name] for name in shown}


def net_effect(findings: Iterable[Finding]) -> Decimal:
    """Return the sum of the known effects in kgCO2e; over- and understatement cancel here only.

    A summary figure: the limits of the claim are never netted.
    """
    return sum((f.effect for f in findings if f.effect is not None), Decimal(0))


def state_after_regrade(kind: FindingKind, state: FindingState) -> FindingState:
    """Return the state a finding has once it is of another kind: the furthest both lines know."""
    order = tuple(FindingState)
    reached = order[: order.index(state) + 1]
    known = (FindingState.DRAFT, *line(kind))
    if state is FindingState.CLOSED:
        return state
    return next(s for s in reversed(reached) if s in known)
