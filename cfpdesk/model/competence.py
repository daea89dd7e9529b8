"""Who may verify: certificates, trainings, experience, statements, topics (rules 4 and 9.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.record import Blob, Record
from cfpdesk.model.rule_list import ListCode, RuleItem
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.team import Person, Role

# The verification team (rule 9.1); who reviews it stands outside.
MEMBERS = (Role.LEAD, Role.VERIFIER, Role.TRAINEE, Role.EXPERT)
VERIFIERS = (Role.LEAD, Role.VERIFIER)


class SignedHow(StrEnum):
    """How a statement of the team was signed."""

    PAPER = "paper"
    OWN_KEY = "own_key"
    SCAN = "scan"
    SCREEN = "screen"


SIGNED_HOW_WORD: dict[SignedHow, Message] = {
    SignedHow.PAPER: msg("on paper"),
    SignedHow.OWN_KEY: msg("with own key"),
    SignedHow.SCAN: msg("as a scan"),
    SignedHow.SCREEN: msg("on the screen"),
}


@dataclass(frozen=True, kw_only=True)
class PersonCertificate(Record):
    """A certificate of a person, not of a product (rule 4.2.1).

    Attributes:
        kind: an item of the rules' accepted certificates; any other does not count.
        valid_to: its last day; None where it has no end.
    """

    TABLE: ClassVar[str] = "person_certificate"

    person: str = ""
    kind: str = ""
    number: str = ""
    issuer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    scan: Blob | None = None

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with the person."""
        return (("person", self.person),)


@dataclass(frozen=True, kw_only=True)
class Training(Record):
    """A training a person had (rule 4.2.1); it counts once its day is entered."""

    TABLE: ClassVar[str] = "training"
    KEY: ClassVar[tuple[str, ...]] = ("person", "kind")

    person: str = ""
    kind: str = ""
    held_on: date | None = None
    provider: str = ""
    scan: Blob | None = None

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with the person."""
        return (("person", self.person),)


@dataclass(frozen=True, kw_only=True)
class TeamStatement(Record):
    """A statement a member signed for this engagement (rule 4.1).

    Attributes:
        kind: confidentiality, independence, no_conflict, or what else the rules list.
        signed_at: None while it is not signed; `how` it was signed.
        conflict: a tie to the client that the person states; it bars them from the team.
        text_zh, text_en: the sentence that was signed; `scan` where it was signed on paper.
    """

    TABLE: ClassVar[str] = "team_statement"
    KEY: ClassVar[tuple[str, ...]] = ("person", "kind")

    person: str = ""
    kind: str = ""
    signed_at: datetime | None = None
    how: SignedHow = SignedHow.PAPER
    conflict: str = ""
    text_zh: str = ""
    text_en: str = ""
    scan: Blob | None = None

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with the person."""
        return (("person", self.person),)


@dataclass(frozen=True, kw_only=True)
class PersonFacts(Record):
    """What else counts about a member of the team (rules 4.2.2, 4.4, 9.1).

    Attributes:
        experience_years: in technical, managerial or professional work.
        mentor: row of the verifier who guides a trainee.
        expert_items: which of the rules' items make a technical expert; `expert_proof` what shows.
    """

    TABLE: ClassVar[str] = "person_facts"
    KEY: ClassVar[tuple[str, ...]] = ("person",)

    person: str = ""
    experience_years: Decimal | None = None
    experience: str = ""
    mentor: str = ""
    expert_items: tuple[str, ...] = ()
    expert_proof: str = ""
    languages: str = ""

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with the person."""
        return (("person", self.person),)


@dataclass(frozen=True, kw_only=True)
class CompetenceMark(Record):
    """That a person knows a topic (rule 4.5); `proof` says by what."""

    TABLE: ClassVar[str] = "competence_mark"
    KEY: ClassVar[tuple[str, ...]] = ("person", "topic")

    person: str = ""
    topic: str = ""
    held: bool = False
    proof: str = ""

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with the person."""
        return (("person", self.person),)


@dataclass(frozen=True, slots=True)
class TeamState:
    """The team with everything that is known of it.

    Attributes:
        people: in the order of the list; those who are no members are passed over.
        planned: the days each person is planned for, by row.
    """

    people: tuple[Person, ...]
    facts: tuple[PersonFacts, ...] = ()
    certificates: tuple[PersonCertificate, ...] = ()
    trainings: tuple[Training, ...] = ()
    statements: tuple[TeamStatement, ...] = ()
    marks: tuple[CompetenceMark, ...] = ()
    planned: Mapping[str, frozenset[date]] | None = None

    @property
    def members(self) -> tuple[Person, ...]:
        """The verification team: leader, verifiers, trainees, experts."""
        return tuple(person for person in self.people if person.role in MEMBERS)

    def facts_of(self, person: Person) -> PersonFacts:
        """Return what is known of a person; empty facts where nothing is."""
        known = {found.person: found for found in self.facts}
        return known.get(person.row, PersonFacts(person=person.row))

    def days_of(self, person: Person) -> frozenset[date]:
        """Return the days a person is planned for."""
        return (self.planned or {}).get(person.row, frozenset())


@dataclass(frozen=True, slots=True)
class TopicCover:
    """A topic of the competence matrix; `holders` are rows of members, trainees not counted."""

    topic: RuleItem
    holders: tuple[str, ...]
    trainees: tuple[str, ...]


def accepted(certificate: PersonCertificate, rules: RuleSet) -> bool:
    """Tell whether a certificate is of a kind the rules accept."""
    return certificate.kind in rules.rule_list(ListCode.CERTIFICATE_KIND).codes


def valid_on(certificate: PersonCertificate, day: date) -> bool:
    """Tell whether a certificate is valid on a day; an open end counts as valid."""
    begun = certificate.valid_from is None or certificate.valid_from <= day
    return begun and (certificate.valid_to is None or day <= certificate.valid_to)


def certificates_of(
    person: Person, certificates: Iterable[PersonCertificate], rules: RuleSet
) -> tuple[PersonCertificate, ...]:
    """Return a person's accepted certificates, in a fixed order."""
    own = [c for c in certificates if c.person == person.row and accepted(c, rules)]
    return tuple(sorted(own, key=lambda c: (c.kind, c.number, c.row)))


def uncovered_days(
    certificates: Iterable[PersonCertificate], days: Iterable[date]
) -> tuple[date, ...]:
    """Return the days on which none of the certificates is valid, in order (rule 4.2.1)."""
    kept = tuple(certificates)
    return tuple(day for day in sorted(days) if not any(valid_on(c, day) for c in kept))


def missing_trainings(
    person: Person, trainings: Iterable[Training], rules: RuleSet
) -> tuple[RuleItem, ...]:
    """Return the trainings a verifier must have and has not (rule 4.2.1, items 4 and 5)."""
    had = {t.kind for t in trainings if t.person == person.row and t.held_on is not None}
    kinds = rules.rule_list(ListCode.TRAINING_KIND).items
    return tuple(kind for kind in kinds if kind.level.blocks and kind.code not in had)


def missing_statements(
    person: Person, statements: Iterable[TeamStatement], rules: RuleSet
) -> tuple[RuleItem, ...]:
    """Return the statements a member has not signed (rule 4.1)."""
    signed = {s.kind for s in statements if s.person == person.row and s.signed_at is not None}
    return tuple(s for s in rules.rule_list(ListCode.STATEMENT).items if s.code not in signed)


def competence_matrix(state: TeamState, rules: RuleSet) -> tuple[TopicCover, ...]:
    """Return who covers each topic (rule 4.5.1), in the order of rules and team.

    The team as a whole has to know a topic. A trainee works under guidance and is shown, but does
    not cover it: that is our reading of rule 9.1.
    """
    held = {(mark.person, mark.topic) for mark in state.marks if mark.held}
    trainees = {person.row for person in state.members if person.role is Role.TRAINEE}
    found = []
    for topic in rules.rule_list(ListCode.TOPIC).items:
        knows = [p.row for p in state.members if (p.row, topic.code) in held]
        found.append(
            TopicCover(
                topic,
                tuple(row for row in knows if row not in trainees),
                tuple(row for row in knows if row in trainees),
            )
        )
    return tuple(found)
