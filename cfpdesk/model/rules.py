"""The scheme's rules as data: its numbers, lists, tables, agendas and sentences, each with clause.

A number stands here once, with the clause it comes from and how far the rules themselves state it,
so that a page can say "not in the rules" or "interpretation" beside it. A body with other rules
ships another file of this form; an engagement stays on the file it was begun with.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cfpdesk.i18n import Bilingual
from cfpdesk.model.meeting import MeetingKind, SignPurpose
from cfpdesk.model.rule_agenda import AgendaTemplate, Sentence, read_point, read_sentence
from cfpdesk.model.rule_list import KINDS, READY, ListCode, RuleList, read_list
from cfpdesk.model.rule_number import NumberCode, RuleNumber, read_number
from cfpdesk.model.rule_reading import both, mapping, once, sequence, text
from cfpdesk.model.rule_table import (
    DayBand,
    LabelStep,
    Oddity,
    Reference,
    Retention,
    check_bands,
    check_steps,
    read_band,
    read_oddity,
    read_reference,
    read_retention,
    read_step,
)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of the scheme's rules.

    Attributes:
        id: name of the resource; an engagement stays on it.
        number: the number on the rules' own cover, with `issue` and the day they came in force.
        body: the certification body, as printed at the head of documents.
        label_steps: in gram; a value beyond the table follows the same pattern decade by decade.
        references: documents the rules refer to, with corrected titles.
        oddities: where the rules contradict themselves, and how they are read.
    """

    id: str
    number: str
    issue: str
    in_force: date
    title: Bilingual
    body: Bilingual
    numbers: tuple[RuleNumber, ...]
    lists: tuple[RuleList, ...]
    day_bands: tuple[DayBand, ...]
    label_steps: tuple[LabelStep, ...]
    retention: tuple[Retention, ...]
    references: tuple[Reference, ...]
    oddities: tuple[Oddity, ...]
    opening: tuple[AgendaTemplate, ...]
    closing: tuple[AgendaTemplate, ...]
    sentences: tuple[Sentence, ...]

    def rule_number(self, code: str) -> RuleNumber:
        """Return a number by its code; raises KeyError for one that does not exist."""
        return {n.code: n for n in self.numbers}[code]

    def value(self, code: str) -> Decimal:
        """Return the value of a number; raises KeyError for one that does not exist."""
        return self.rule_number(code).value

    def count(self, code: str) -> int:
        """Return the value of a number that counts (months, days, years) as an integer.

        Raises:
            KeyError: for a number that does not exist.
            ValueError: if it is no whole number.
        """
        value = self.value(code)
        if value != int(value):
            raise ValueError(f"{code} is no whole number")
        return int(value)

    def rule_list(self, code: str) -> RuleList:
        """Return a list by its code; raises KeyError for one that does not exist."""
        return {found.code: found for found in self.lists}[code]

    def odd(self, clause: str) -> tuple[Oddity, ...]:
        """Return what is odd about a clause, with the reading taken."""
        return tuple(oddity for oddity in self.oddities if clause in oddity.clauses)

    def agenda(self, kind: MeetingKind) -> tuple[AgendaTemplate, ...]:
        """Return the points of a meeting, in order."""
        return self.opening if kind is MeetingKind.OPENING else self.closing

    def sentence(self, purpose: SignPurpose, kind: MeetingKind = MeetingKind.OPENING) -> Sentence:
        """Return what is signed for a purpose; `kind` tells the two attendances apart."""
        code = f"{purpose}_{kind}" if purpose is SignPurpose.ATTENDANCE else str(purpose)
        return {s.code: s for s in self.sentences}[code]

    def statement(self, kind: str) -> Sentence:
        """Return what a member of the team signs; raises KeyError for an unknown kind."""
        return {s.code: s for s in self.sentences}[f"statement_{kind}"]


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def parse_rules(data: Mapping[str, object]) -> RuleSet:
    """Return the rule set of decoded JSON.

    Raises:
        KeyError, ValueError: if a part is missing, doubled, or not of its type, or if something
            the program computes with is not there.
    """
    number, issue = text(data["number"]), text(data["issue"])
    name = f"{number} {issue}"
    agendas = mapping(data["agendas"])
    rules = RuleSet(
        id=text(data["id"]),
        number=number,
        issue=issue,
        in_force=date.fromisoformat(text(data["in_force"])),
        title=both(data["title"]),
        body=both(data["body"]),
        numbers=tuple(read_number(mapping(n), name) for n in sequence(data["numbers"])),
        lists=tuple(read_list(mapping(part), name) for part in sequence(data["lists"])),
        day_bands=tuple(read_band(mapping(b)) for b in sequence(data["day_bands"])),
        label_steps=tuple(read_step(mapping(s)) for s in sequence(data["label_steps"])),
        retention=tuple(read_retention(mapping(r), name) for r in sequence(data["retention"])),
        references=tuple(read_reference(mapping(r)) for r in sequence(data["references"])),
        oddities=tuple(read_oddity(mapping(o)) for o in sequence(data["oddities"])),
        opening=tuple(read_point(mapping(p)) for p in sequence(agendas["opening"])),
        closing=tuple(read_point(mapping(p)) for p in sequence(agendas["closing"])),
        sentences=tuple(read_sentence(mapping(s)) for s in sequence(data["sentences"])),
    )
    _check(rules)
    return rules


def _check(rules: RuleSet) -> None:
    if not _ID.fullmatch(rules.id):
        raise ValueError(f"{rules.id} is no name of rules")
    for coded in (
        *(rules.numbers, rules.lists, rules.day_bands, rules.retention),
        *(rules.opening, rules.closing, rules.sentences),
    ):
        once(part.code for part in coded)
    once(oddity.number for oddity in rules.oddities)
    check_bands(rules.day_bands)
    check_steps(rules.label_steps)
    missing = set(NumberCode) - {n.code for n in rules.numbers}
    if missing:
        raise ValueError(f"the numbers {sorted(missing)} are missing")
    if any(n.value < 0 for n in rules.numbers) or not rules.value(NumberCode.PERSON_DAY_GRID):
        raise ValueError("a number is too small")
    for counted in NumberCode:
        if counted.endswith(("_months", "_years", "_days", "_thirds")):
            rules.count(counted)
    for code, kind in KINDS.items():
        if rules.rule_list(code).kind is not kind:
            raise ValueError(f"the list {code} is of another kind")
    for statement in rules.rule_list(ListCode.STATEMENT).codes:
        rules.statement(statement)
    if READY not in rules.rule_list(ListCode.STAGE1).codes:
        raise ValueError("stage 1 has to judge whether stage 2 is ready")
