"""Competence of the team: papers, trainings, statements, topics (rule 4).

What a person lacks is computed (`model/team_gate.py`); here it is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal

from cfpdesk.errors import UserError
from cfpdesk.i18n import Text, msg
from cfpdesk.model.competence import (
    CompetenceMark,
    PersonCertificate,
    PersonFacts,
    SignedHow,
    TeamState,
    TeamStatement,
    Training,
)
from cfpdesk.model.competence_view import MatrixRow, matrix_rows
from cfpdesk.model.gate import Blocker
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.team import Person
from cfpdesk.store.attendance_query import DrawnName, drawn_statements
from cfpdesk.store.planning_query import planning_blockers, team_state
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session

_NOUN = "team."
_FACTS = ("experience_years", "experience", "mentor", "expert_items", "expert_proof", "languages")
_CERTIFICATE = ("kind", "number", "issuer", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class CompetenceState:
    """Everything the page shows of the team's competence.

    Attributes:
        blockers: what the team lacks, with overrides as they count.
        me: row of the person at this computer; empty if nobody of the team.
        signed: what each member drew or typed under the statements on the screen, by row.
    """

    team: TeamState
    rules: RuleSet
    matrix: tuple[MatrixRow, ...]
    blockers: tuple[Blocker, ...]
    me: str
    signed: Mapping[str, DrawnName] = field(default_factory=dict)


def state(session: Session) -> CompetenceState:
    """Return everything the page shows of the team's competence."""
    team, rules, me = team_state(session), rules_of(session), session.me()
    return CompetenceState(
        team=team,
        rules=rules,
        matrix=matrix_rows(team, rules),
        blockers=tuple(b for b in planning_blockers(session) if b.code.startswith(_NOUN)),
        me=me.row if me else "",
        signed={p.row: found for p in team.members if (found := drawn_statements(session, p.row))},
    )


# Papers ---------------------------------------------------------------------------------------


def add_certificate(session: Session, person: str, kind: str) -> PersonCertificate:
    """Add a certificate of a kind to a person; number and days are written afterwards."""
    name = _person(session, person).name
    with session.transact(msg("{name}: add a certificate", name=name)) as change:
        return change.put(PersonCertificate(person=person, kind=kind))


def write_certificate(session: Session, row: str, field: str, value: str | date | None) -> None:
    """Write one field of a certificate.

    Raises:
        UserError: if it would end before it begins, or is not there any more.
    """
    kept = session.get(PersonCertificate, row)
    if kept is None:
        raise UserError(msg("This entry is not there any more."))
    if field not in _CERTIFICATE or getattr(kept, field) == value:
        return
    new = kept.but(**{field: value})
    if new.valid_from and new.valid_to and new.valid_to < new.valid_from:
        raise UserError(msg("The certificate would end before it begins."))
    name = _person(session, kept.person).name
    with session.transact(msg("Certificate of {name}", name=name)) as change:
        change.put(new)


def remove_certificate(session: Session, row: str) -> None:
    """Take a certificate out."""
    kept = session.get(PersonCertificate, row)
    if kept is not None:
        name = _person(session, kept.person).name
        with session.transact(msg("{name}: remove a certificate", name=name)) as change:
            change.remove(kept)


def write_training(session: Session, person: str, kind: str, held_on: date | None) -> None:
    """Write when a person had a training; None where they had none."""
    kept = session.find(Training, person=person, kind=kind)
    if kept.held_on != held_on:
        title = rules_of(session).rule_list(ListCode.TRAINING_KIND).item(kind).text
        name = _person(session, person).name
        with session.transact(msg("{name}: {field}", name=name, field=title)) as change:
            change.put(kept.but(held_on=held_on))


def write_facts(
    session: Session, person: str, field: str, value: str | Decimal | tuple[str, ...] | None
) -> None:
    """Write years and kind of experience, mentor, expert knowledge or languages of a person.

    Raises:
        UserError: for years below 0, or a person as their own mentor.
    """
    kept = session.find(PersonFacts, person=person)
    if field not in _FACTS or getattr(kept, field) == value:
        return
    if isinstance(value, Decimal) and not 0 <= value <= 80:
        raise UserError(msg("Years of work experience lie between 0 and 80."))
    if field == "mentor" and value == person:
        raise UserError(msg("Nobody can be their own mentor."))
    name = _person(session, person).name
    with session.transact(msg("{name}: {field}", name=name, field=_FACT_WORDS[field])) as change:
        change.put(kept.but(**{field: value}))


# Statements -----------------------------------------------------------------------------------


def sign_statement(
    session: Session,
    person: str,
    kind: str,
    on: date | None,
    how: SignedHow = SignedHow.PAPER,
) -> None:
    """Write when and how a member signed a statement; None takes it back (rule 4.1).

    Raises:
        UserError: if it was to be signed with the own key of somebody else, or on the screen,
            where only the signing page keeps what was drawn.
    """
    if how is SignedHow.SCREEN and on is not None:
        raise UserError(msg("On the screen it is signed on the signing page alone."))
    kept = session.find(TeamStatement, person=person, kind=kind)
    me = session.me()
    if how is SignedHow.OWN_KEY and (me is None or me.row != person):
        raise UserError(msg("Only they themselves sign with their own key."))
    signed_at = datetime.combine(on, time(12), tzinfo=UTC) if on else None
    if how is SignedHow.OWN_KEY and on is not None:
        signed_at = session.now()
    if kept.signed_at == signed_at and kept.how is how:
        return
    name = _person(session, person).name
    title = rules_of(session).rule_list(ListCode.STATEMENT).item(kind).text
    sentence = rules_of(session).statement(kind).text
    with session.transact(msg("{name} signs: {statement}", name=name, statement=title)) as change:
        change.put(
            kept.but(
                signed_at=signed_at,
                how=how,
                text_zh=sentence.text("zh") if signed_at else "",
                text_en=sentence.text("en") if signed_at else "",
            )
        )


def sign_all(session: Session) -> None:
    """Sign every statement that the person at this computer has not signed, with their own key.

    Raises:
        UserError: if the key here belongs to nobody of the team.
    """
    me = session.me()
    if me is None:
        raise UserError(msg("The key of this computer belongs to nobody of the team"))
    rules = rules_of(session)
    with session.transact(msg("{name} signs the statements of the team", name=me.name)) as change:
        for kind in rules.rule_list(ListCode.STATEMENT).codes:
            kept = session.find(TeamStatement, person=me.row, kind=kind)
            sentence = rules.statement(kind).text
            if kept.signed_at is None:
                change.put(
                    kept.but(
                        signed_at=change.now,
                        how=SignedHow.OWN_KEY,
                        text_zh=sentence.text("zh"),
                        text_en=sentence.text("en"),
                    )
                )


def state_conflict(session: Session, person: str, text: str) -> None:
    """Write the tie to the client that a member states; empty where there is none (rule 4.1)."""
    kept = session.find(TeamStatement, person=person, kind="no_conflict")
    if kept.conflict != text:
        name = _person(session, person).name
        with session.transact(msg("{name}: tie to the client", name=name)) as change:
            change.put(kept.but(conflict=text))


# Topics ---------------------------------------------------------------------------------------


def mark_topic(session: Session, person: str, topic: str, *, held: bool) -> None:
    """Write whether a person knows a topic (rule 4.5)."""
    kept = session.find(CompetenceMark, person=person, topic=topic)
    if kept.held != held:
        title = rules_of(session).rule_list(ListCode.TOPIC).item(topic).text
        name = _person(session, person).name
        with session.transact(msg("{name}: {field}", name=name, field=title)) as change:
            change.put(kept.but(held=held))


def prove_topic(session: Session, person: str, topic: str, proof: str) -> None:
    """Write what shows that a person knows a topic; who has a proof is taken to know it."""
    kept = session.find(CompetenceMark, person=person, topic=topic)
    if kept.proof != proof:
        title = rules_of(session).rule_list(ListCode.TOPIC).item(topic).text
        name = _person(session, person).name
        with session.transact(msg("{name}: {field}", name=name, field=title)) as change:
            change.put(kept.but(proof=proof, held=kept.held or bool(proof.strip())))


_FACT_WORDS: dict[str, Text] = {
    "experience_years": msg("years of work experience"),
    "experience": msg("work experience"),
    "mentor": msg("mentor"),
    "expert_items": msg("expert knowledge"),
    "expert_proof": msg("what shows the expert knowledge"),
    "languages": msg("languages"),
}


def _person(session: Session, row: str) -> Person:
    person = session.get(Person, row)
    if person is None:
        raise UserError(msg("This entry is not there any more."))
    return person
