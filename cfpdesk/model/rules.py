"""The scheme's rules as data: its numbers, agendas and sentences, each with its clause.

A number stands here once, with the clause it comes from and how far the rules themselves state it,
so that a page can say "not in rule" or "interpretation" beside it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from string import Formatter

from cfpdesk.i18n import Bilingual, Text, text_in
from cfpdesk.model.meeting import MeetingKind, SignPurpose

# The values a second line of an agenda may name, and what they hold.
AGENDA_VALUES: dict[str, str] = {
    "team_count": "people of the team who take part",
    "client_count": "people of the client who take part",
    "criteria": "the agreed criteria, joined by a middle dot",
    "boundary": "name of the system boundary",
    "declared_unit": "for example 1 t",
    "period": "the data period as two dates",
    "level": "name of the level of assurance",
    "materiality_pct": "threshold in percent, without sign",
    "materiality": "threshold as a value with its unit and sign",
    "told_on": "day on which the client was told the threshold",
    "told_how": "how the client was told it",
    "visit": "days of the visit",
    "closing_at": "day and time of the closing meeting",
    "closing_place": "where the closing meeting is held",
    "items": "applicable check items",
    "items_done": "decided check items",
    "evidence_count": "pieces of evidence",
    "finding_count": "findings told",
    "nonconformity_count": "nonconformities among them",
    "deadline": "the earliest deadline of a finding",
}


class Basis(StrEnum):
    """How far the rules state a number themselves."""

    RULE = "rule"
    INTERPRETATION = "interpretation"
    SETTING = "setting"


@dataclass(frozen=True, slots=True)
class RuleNumber:
    """One number of the scheme; `note` says what it limits, in our own words."""

    code: str
    value: Decimal
    unit: str
    clause: str
    basis: Basis
    note: Bilingual


@dataclass(frozen=True, slots=True)
class AgendaTemplate:
    """A point every meeting of the kind has.

    Attributes:
        facts: what is read aloud below the title, with {names} of `AGENDA_VALUES`; the first
            whose values are all known is shown.
    """

    code: str
    title: Bilingual
    clauses: tuple[str, ...]
    facts: tuple[Bilingual, ...]

    def filled(self, values: Mapping[str, Text]) -> Bilingual | None:
        """Return the second line with the values in it, None where too little is known.

        Args:
            values: texts by name; a missing or empty one is not known.
        """
        known = {name: value for name, value in values.items() if text_in(value, "zh")}
        for fact in self.facts:
            if placeholders(fact.zh) <= known.keys():
                zh = fact.zh.format(**{name: text_in(v, "zh") for name, v in known.items()})
                en = fact.en.format(**{name: text_in(v, "en") for name, v in known.items()})
                return Bilingual(zh, en)
        return None


@dataclass(frozen=True, slots=True)
class Sentence:
    """The frozen sentence of a signature: what it means, with the clause that asks for it."""

    code: str
    text: Bilingual
    clause: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of the scheme's rules.

    Attributes:
        id: name of the resource; an engagement stays on it.
        number: the number on the rules' own cover, with `issue` and the day they came in force.
        body: the certification body, as printed at the head of documents.
    """

    id: str
    number: str
    issue: str
    in_force: date
    title: Bilingual
    body: Bilingual
    numbers: tuple[RuleNumber, ...]
    opening: tuple[AgendaTemplate, ...]
    closing: tuple[AgendaTemplate, ...]
    sentences: tuple[Sentence, ...]

    def rule_number(self, code: str) -> RuleNumber:
        """Return a number by its code; raises KeyError for one that does not exist."""
        found = {n.code: n for n in self.numbers}
        return found[code]

    def agenda(self, kind: MeetingKind) -> tuple[AgendaTemplate, ...]:
        """Return the points of a meeting, in order."""
        return self.opening if kind is MeetingKind.OPENING else self.closing

    def sentence(self, purpose: SignPurpose, kind: MeetingKind = MeetingKind.OPENING) -> Sentence:
        """Return what is signed for a purpose; `kind` tells the two attendances apart."""
        code = f"{purpose}_{kind}" if purpose is SignPurpose.ATTENDANCE else str(purpose)
        found = {s.code: s for s in self.sentences}
        return found[code]


def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces of a template text."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def parse_rules(data: Mapping[str, object]) -> RuleSet:
    """Return the rule set of decoded JSON.

    Raises:
        ValueError: if a part is missing, doubled, or not of its type.
    """
    agendas = _mapping(data["agendas"])
    rules = RuleSet(
        id=_text(data["id"]),
        number=_text(data["number"]),
        issue=_text(data["issue"]),
        in_force=date.fromisoformat(_text(data["in_force"])),
        title=_both(data["title"]),
        body=_both(data["body"]),
        numbers=tuple(_number(_mapping(n)) for n in _sequence(data["numbers"])),
        opening=tuple(_point(_mapping(p)) for p in _sequence(agendas["opening"])),
        closing=tuple(_point(_mapping(p)) for p in _sequence(agendas["closing"])),
        sentences=tuple(_sentence(_mapping(s)) for s in _sequence(data["sentences"])),
    )
    if not _ID.fullmatch(rules.id):
        raise ValueError(f"{rules.id} is no name of rules")
    for coded in (rules.numbers, rules.opening, rules.closing, rules.sentences):
        codes = [part.code for part in coded]
        if len(codes) != len(set(codes)):
            raise ValueError(f"a code is used twice in {codes}")
    return rules


def _number(data: Mapping[str, object]) -> RuleNumber:
    return RuleNumber(
        code=_text(data["code"]),
        value=Decimal(_text(data["value"])),
        unit=_text(data["unit"]),
        clause=_text(data["clause"]),
        basis=Basis(_text(data["basis"])),
        note=_both(data["note"]),
    )


def _point(data: Mapping[str, object]) -> AgendaTemplate:
    facts = tuple(_both(fact) for fact in _sequence(data["facts"]))
    for fact in facts:
        if placeholders(fact.zh) != placeholders(fact.en):
            raise ValueError(f"the languages of {fact} name different values")
    return AgendaTemplate(
        code=_text(data["code"]),
        title=_both(data["title"]),
        clauses=tuple(_text(clause) for clause in _sequence(data["clauses"])),
        facts=facts,
    )


def _sentence(data: Mapping[str, object]) -> Sentence:
    return Sentence(_text(data["code"]), _both(data), _text(data["clause"]))


def _both(value: object) -> Bilingual:
    pair = _mapping(value)
    return Bilingual(_text(pair["zh"]), _text(pair["en"]))


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError("an object is needed")  # noqa: TRY004 - one error for all bad data
    return value


def _sequence(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise ValueError("a list is needed")  # noqa: TRY004
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a text is needed")
    return value
