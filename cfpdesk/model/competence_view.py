"""The competence matrix as it is looked at: what is asked of whom, and what shows it (4.2 to 4.5).

Rows are what the rules ask, columns the members of the team. Every cell is computed from papers,
statements and marks; none is set by hand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.competence import (
    SIGNED_HOW_WORD,
    VERIFIERS,
    PersonCertificate,
    TeamState,
    certificates_of,
    missing_statements,
    missing_trainings,
    uncovered_days,
    valid_on,
)
from cfpdesk.model.day import day_of
from cfpdesk.model.gate import Level
from cfpdesk.model.quantity import figure
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.rule_number import NumberCode
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.team import Person, Role

STATEMENT, CERTIFICATE, TRAINING, EXPERIENCE = "statement", "certificate", "training", "experience"


class CellState(StrEnum):
    """What a cell says: it is there, partly there, missing, not known, or not asked for."""

    HELD = "held"
    PARTLY = "partly"
    MISSING = "missing"
    NONE = "none"
    NOT_ASKED = "not_asked"


CELL_WORD: dict[CellState, Message] = {
    CellState.HELD: msg("there"),
    CellState.PARTLY: msg("partly"),
    CellState.MISSING: msg("missing"),
    CellState.NONE: msg("not known"),
    CellState.NOT_ASKED: msg("not asked for"),
}


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell with the word for it."""

    state: CellState
    word: Message


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row.

    Attributes:
        code: statement, certificate, training, experience, or topic.<code>.
        level: how hard it is when nobody covers it; None for what each person has to have.
        covered: somebody whose competence counts covers it; for what each person has to have, all.
        cells: one for each member, in the order of the team.
    """

    code: str
    title: Text
    clause: str
    level: Level | None
    covered: bool
    cells: tuple[MatrixCell, ...]

    @property
    def topic(self) -> str:
        """The code of the topic; empty for what each person has to have."""
        return self.code.partition(".")[2] if self.level is not None else ""


def matrix_rows(state: TeamState, rules: RuleSet) -> tuple[MatrixRow, ...]:
    """Return the matrix: what each person has to have, then the topics of the rules."""
    personal = (
        (STATEMENT, msg("Statements"), "RULE:4.1", _statements),
        (CERTIFICATE, msg("Certificate"), "RULE:4.2.1", _certificate),
        (TRAINING, msg("Trainings"), "RULE:4.2.1", _trainings),
        (EXPERIENCE, msg("Experience"), "RULE:4.2.2", _experience),
    )
    rows = []
    for code, title, clause, look in personal:
        cells = tuple(look(person, state, rules) for person in state.members)
        done = all(cell.state in (CellState.HELD, CellState.NOT_ASKED) for cell in cells)
        rows.append(MatrixRow(code, title, clause, None, done, cells))
    return (*rows, *_topics(state, rules))


def _topics(state: TeamState, rules: RuleSet) -> Iterator[MatrixRow]:
    held = {(mark.person, mark.topic) for mark in state.marks if mark.held}
    for topic in rules.rule_list(ListCode.TOPIC).items:
        cells, covered = [], False
        for person in state.members:
            if (person.row, topic.code) not in held:
                cells.append(MatrixCell(CellState.NONE, msg("not known")))
            elif person.role is Role.TRAINEE:
                cells.append(MatrixCell(CellState.PARTLY, msg("known, under guidance")))
            else:
                covered = True
                cells.append(MatrixCell(CellState.HELD, msg("known")))
        code = f"topic.{topic.code}"
        yield MatrixRow(code, topic.text, "RULE:4.5", topic.level, covered, tuple(cells))


def _statements(person: Person, state: TeamState, rules: RuleSet) -> MatrixCell:
    wanted = len(rules.rule_list(ListCode.STATEMENT).items)
    missing = len(missing_statements(person, state.statements, rules))
    if any(s.person == person.row and s.conflict.strip() for s in state.statements):
        return MatrixCell(CellState.MISSING, msg("a tie to the client is stated"))
    if not missing:
        return MatrixCell(CellState.HELD, msg("signed"))
    found = CellState.PARTLY if missing < wanted else CellState.MISSING
    return MatrixCell(found, msg("{n} of {total} signed", n=wanted - missing, total=wanted))


def _certificate(person: Person, state: TeamState, rules: RuleSet) -> MatrixCell:
    if person.role not in VERIFIERS:
        return MatrixCell(CellState.NOT_ASKED, msg("not asked for"))
    own = certificates_of(person, state.certificates, rules)
    if not own:
        return MatrixCell(CellState.MISSING, msg("no accepted certificate"))
    missing = uncovered_days(own, state.days_of(person))
    if missing:
        return MatrixCell(CellState.PARTLY, msg("not valid on {day}", day=missing[0].isoformat()))
    if not state.days_of(person):
        return MatrixCell(CellState.HELD, msg("there; no day is planned yet"))
    return MatrixCell(CellState.HELD, msg("valid on every planned day"))


def _trainings(person: Person, state: TeamState, rules: RuleSet) -> MatrixCell:
    if person.role not in VERIFIERS:
        return MatrixCell(CellState.NOT_ASKED, msg("not asked for"))
    missing = missing_trainings(person, state.trainings, rules)
    if not missing:
        return MatrixCell(CellState.HELD, msg("the required ones are there"))
    had = any(t.person == person.row and t.held_on for t in state.trainings)
    word = msg("{training} is missing", training=missing[0].text)
    return MatrixCell(CellState.PARTLY if had else CellState.MISSING, word)


def _experience(person: Person, state: TeamState, rules: RuleSet) -> MatrixCell:
    facts = state.facts_of(person)
    if person.role is Role.TRAINEE:
        mentors = {p.row: p.name for p in state.members if p.role in VERIFIERS}
        if facts.mentor in mentors:
            return MatrixCell(CellState.HELD, msg("guided by {name}", name=mentors[facts.mentor]))
        return MatrixCell(CellState.MISSING, msg("no mentor"))
    code = (
        NumberCode.EXPERT_EXPERIENCE_YEARS
        if person.role is Role.EXPERT
        else NumberCode.WORK_EXPERIENCE_YEARS
    )
    years, least = facts.experience_years, rules.value(code)
    if years is None:
        return MatrixCell(CellState.MISSING, msg("years are not entered"))
    known = set(rules.rule_list(ListCode.EXPERT_ITEM).codes)
    if person.role is Role.EXPERT and not known & set(facts.expert_items):
        return MatrixCell(CellState.PARTLY, msg("nothing shows the expert knowledge"))
    word = msg("{years} years, {least} asked", years=figure(years), least=figure(least))
    return MatrixCell(CellState.HELD if years >= least else CellState.PARTLY, word)


# The papers behind a cell --------------------------------------------------------------------


def papers(state: TeamState, rules: RuleSet, code: str, row: str) -> tuple[Message, ...]:
    """Return what stands behind a cell, line by line; empty where nothing does.

    Args:
        state: the team.
        rules: the engagement's rules.
        code: of the row of the matrix.
        row: of the member.
    """
    person = next((p for p in state.members if p.row == row), None)
    if person is None:
        return ()
    match code:
        case "certificate":
            own = certificates_of(person, state.certificates, rules)
            return (*(_paper(c, rules) for c in own), *_validity(own, state.days_of(person)))
        case "statement":
            return tuple(_signed(state, person, rules))
        case "training":
            return tuple(_had(state, person, rules))
        case "experience":
            return tuple(_worked(state, person, rules))
        case _:
            marks = [m for m in state.marks if m.person == row and f"topic.{m.topic}" == code]
            return tuple(
                msg("By: {proof}", proof=m.proof)
                if m.proof.strip()
                else msg("What shows it is not written")
                for m in marks
                if m.held
            )


def _paper(certificate: PersonCertificate, rules: RuleSet) -> Message:
    return msg(
        "{kind} {number}, {start} – {end}",
        kind=rules.rule_list(ListCode.CERTIFICATE_KIND).item(certificate.kind).text,
        number=certificate.number or "–",
        start=certificate.valid_from.isoformat() if certificate.valid_from else "…",
        end=certificate.valid_to.isoformat() if certificate.valid_to else "…",
    )


def _validity(own: Iterable[PersonCertificate], days: Iterable[date]) -> Iterator[Message]:
    kept = tuple(own)
    for day in sorted(days):
        if any(valid_on(certificate, day) for certificate in kept):
            yield msg("{day}: valid", day=day.isoformat())
        else:
            yield msg("{day}: no valid certificate", day=day.isoformat())


def _signed(state: TeamState, person: Person, rules: RuleSet) -> Iterator[Message]:
    kept = {s.kind: s for s in state.statements if s.person == person.row}
    for kind in rules.rule_list(ListCode.STATEMENT).items:
        found = kept.get(kind.code)
        if found is None or found.signed_at is None:
            yield msg("{statement}: not signed", statement=kind.text)
            continue
        yield msg(
            "{statement}: signed on {day}, {how}",
            statement=kind.text,
            day=day_of(found.signed_at).isoformat(),
            how=SIGNED_HOW_WORD[found.how],
        )


def _had(state: TeamState, person: Person, rules: RuleSet) -> Iterator[Message]:
    kept = {t.kind: t for t in state.trainings if t.person == person.row}
    for kind in rules.rule_list(ListCode.TRAINING_KIND).items:
        found = kept.get(kind.code)
        if found is not None and found.held_on is not None:
            yield msg("{training}: {day}", training=kind.text, day=found.held_on.isoformat())


def _worked(state: TeamState, person: Person, rules: RuleSet) -> Iterator[Message]:
    facts = state.facts_of(person)
    if facts.experience_years is not None:
        years = figure(facts.experience_years)
        yield msg("{years} years of work experience: {what}", years=years, what=facts.experience)
    known = rules.rule_list(ListCode.EXPERT_ITEM)
    for code in facts.expert_items:
        if code in known.codes:
            yield msg("Expert knowledge: {item}", item=known.item(code).text)
