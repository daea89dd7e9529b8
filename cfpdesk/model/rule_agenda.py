"""What a meeting has to say, and what a signature means, as the rule file gives it (rule 9.5.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from cfpdesk.i18n import Bilingual, Text, text_in
from cfpdesk.model.rule_reading import both, sequence, text

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


def placeholders(template: str) -> frozenset[str]:
    """Return the names in braces of a template text."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def read_point(data: Mapping[str, object]) -> AgendaTemplate:
    """Return a point of an agenda.

    Raises:
        KeyError, ValueError: if a part is missing or not of its type, or its languages differ.
    """
    facts = tuple(both(fact) for fact in sequence(data["facts"]))
    for fact in facts:
        if placeholders(fact.zh) != placeholders(fact.en):
            raise ValueError(f"the languages of {fact} name different values")
    return AgendaTemplate(
        code=text(data["code"]),
        title=both(data["title"]),
        clauses=tuple(text(clause) for clause in sequence(data["clauses"])),
        facts=facts,
    )


def read_sentence(data: Mapping[str, object]) -> Sentence:
    """Return the sentence of a signature; raises KeyError or ValueError."""
    return Sentence(text(data["code"]), both(data), text(data["clause"]))
