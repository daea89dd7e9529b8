"""What each member and the team as a whole still lack (rules 4.1 to 4.5, 9.1).

Codes: `team.statement`, `.conflict`, `.certificate`, `.certificate_day`, `.validity`, `.training`,
`.experience`, `.expert_item`, `.expert_experience`, `.mentor`, `.topic`, `.sole`.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from cfpdesk.i18n import Message, msg
from cfpdesk.model.competence import (
    VERIFIERS,
    PersonCertificate,
    TeamState,
    certificates_of,
    competence_matrix,
    missing_statements,
    missing_trainings,
    uncovered_days,
)
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.override import Override, with_overrides
from cfpdesk.model.quantity import figure
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.rule_number import NumberCode
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.team import Person, Role

_GATE = GateMaker("team", "engagement")


def team_blockers(state: TeamState, rules: RuleSet) -> tuple[Blocker, ...]:
    """Return what the team lacks: person by person, then topic by topic."""
    people = (b for person in state.members for b in person_blockers(person, state, rules))
    return (*people, *_topics(state, rules))


def person_blockers(person: Person, state: TeamState, rules: RuleSet) -> tuple[Blocker, ...]:
    """Return what one member lacks for the role they have."""
    own: Iterator[Blocker] = iter(())
    if person.role in VERIFIERS:
        own = _verifier(person, state, rules)
    elif person.role is Role.EXPERT:
        own = _expert(person, state, rules)
    elif person.role is Role.TRAINEE:
        own = _trainee(person, state)
    return (*_statements(person, state, rules), *own)


def qualified(
    state: TeamState, rules: RuleSet, overrides: Iterable[Override] = ()
) -> frozenset[str]:
    """Return the rows of verifiers who lack nothing that blocks (rule 9.5.1 asks for them).

    Args:
        state: the team.
        rules: the engagement's rules.
        overrides: what the technical manager has let pass does not block.
    """
    given = tuple(overrides)
    return frozenset(
        person.row
        for person in state.members
        if person.role in VERIFIERS
        and not any(
            b.level.blocks for b in with_overrides(person_blockers(person, state, rules), given)
        )
    )


def _statements(person: Person, state: TeamState, rules: RuleSet) -> Iterator[Blocker]:
    for kind in missing_statements(person, state.statements, rules):
        sentence = msg("{name} has not signed: {statement}", name=person.name, statement=kind.text)
        yield _GATE.at(
            Level.HARD,
            "statement",
            "RULE:4.1",
            sentence,
            remedy=msg("Sign"),
            row=person.row,
            field=f"statement.{kind.code}",
        )
    stated = [s for s in state.statements if s.person == person.row and s.conflict.strip()]
    if stated:
        sentence = msg("{name} states a tie to the client and cannot take part", name=person.name)
        yield _GATE.at(
            Level.HARD,
            "conflict",
            "RULE:4.1",
            sentence,
            remedy=msg("Replace"),
            row=person.row,
            field="statement",
        )


def _verifier(person: Person, state: TeamState, rules: RuleSet) -> Iterator[Blocker]:
    yield from _certificates(person, state, rules)
    for kind in missing_trainings(person, state.trainings, rules):
        sentence = msg("{name} has no training: {training}", name=person.name, training=kind.text)
        yield _GATE.at(
            kind.level,
            "training",
            "RULE:4.2.1",
            sentence,
            row=person.row,
            field=f"training.{kind.code}",
        )
    yield from _experience(
        person, state, rules, NumberCode.WORK_EXPERIENCE_YEARS, ("experience", "RULE:4.2.2")
    )


def _certificates(person: Person, state: TeamState, rules: RuleSet) -> Iterator[Blocker]:
    own = certificates_of(person, state.certificates, rules)
    clause, row, field = "RULE:4.2.1", person.row, "certificate"
    if not own:
        sentence = msg("{name} has no accepted certificate", name=person.name)
        yield _GATE.at(Level.OVERRIDABLE, "certificate", clause, sentence, row=row, field=field)
        return
    missing = uncovered_days(own, state.days_of(person))
    if missing:
        sentence = _uncovered(person, own, missing[0])
        yield _GATE.at(Level.OVERRIDABLE, "certificate_day", clause, sentence, row=row, field=field)
    for certificate in own:
        if certificate.valid_to is None:
            sentence = msg(
                "{name}: certificate {number} says no last day",
                name=person.name,
                number=certificate.number or "–",
            )
            yield _GATE.at(Level.WARNING, "validity", clause, sentence, row=row, field=field)


def _uncovered(person: Person, own: tuple[PersonCertificate, ...], day: date) -> Message:
    ended = [c.valid_to for c in own if c.valid_to is not None and c.valid_to < day]
    if ended:
        return msg(
            "{name}: the certificate ends on {end}, work is planned on {day}",
            name=person.name,
            end=str(max(ended)),
            day=str(day),
        )
    return msg("{name} has no certificate that is valid on {day}", name=person.name, day=str(day))


def _experience(
    person: Person,
    state: TeamState,
    rules: RuleSet,
    number: NumberCode,
    place: tuple[str, str],
) -> Iterator[Blocker]:
    years, least = state.facts_of(person).experience_years, rules.value(number)
    code, clause = place
    if years is not None and years >= least:
        return
    sentence = (
        msg("{name}: years of work experience are not entered", name=person.name)
        if years is None
        else msg(
            "{name} has {years} years of work experience, {least} are needed",
            name=person.name,
            years=figure(years),
            least=figure(least),
        )
    )
    yield _GATE.at(
        Level.OVERRIDABLE, code, clause, sentence, row=person.row, field="experience_years"
    )


def _expert(person: Person, state: TeamState, rules: RuleSet) -> Iterator[Blocker]:
    known = rules.rule_list(ListCode.EXPERT_ITEM).codes
    if not set(state.facts_of(person).expert_items) & set(known):
        sentence = msg("{name}: nothing shows what makes a technical expert", name=person.name)
        yield _GATE.at(
            Level.OVERRIDABLE,
            "expert_item",
            "RULE:4.4",
            sentence,
            row=person.row,
            field="expert_items",
        )
    yield from _experience(
        person, state, rules, NumberCode.EXPERT_EXPERIENCE_YEARS, ("expert_experience", "RULE:4.4")
    )


def _trainee(person: Person, state: TeamState) -> Iterator[Blocker]:
    mentors = {other.row for other in state.members if other.role in VERIFIERS}
    if state.facts_of(person).mentor not in mentors:
        sentence = msg("{name} is a trainee without a verifier as mentor", name=person.name)
        yield _GATE.at(Level.HARD, "mentor", "RULE:9.1", sentence, row=person.row, field="mentor")


def _topics(state: TeamState, rules: RuleSet) -> Iterator[Blocker]:
    for cover in competence_matrix(state, rules):
        topic = cover.topic
        if not cover.holders:
            sentence = msg("Nobody of the team covers: {topic}", topic=topic.text)
            yield _GATE.at(
                topic.level,
                "topic",
                "RULE:4.5",
                sentence,
                remedy=msg("See the table"),
                field=f"topic.{topic.code}",
            )
        elif len(cover.holders) == 1 and len(state.members) > 1 and topic.level.blocks:
            sentence = msg("Only one of the team covers: {topic}", topic=topic.text)
            yield _GATE.at(
                Level.INFO,
                "sole",
                "RULE:4.5",
                sentence,
                remedy=msg("See the table"),
                field=f"topic.{topic.code}",
            )
