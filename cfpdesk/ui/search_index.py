"""Everything that Ctrl+K finds: items, findings, evidence, people, clauses, commands.

The index is built from what the session shows, once a change; searching it takes a few
milliseconds, by plain substrings and by pinyin initials.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from cfpdesk.i18n import Language, Message, msg, text_in
from cfpdesk.model.checklist import Answer, Verdict, applicable
from cfpdesk.model.clause import clause_text
from cfpdesk.model.dataset import Dataset
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence, EvidenceKind
from cfpdesk.model.finding import Finding
from cfpdesk.model.gate import Target
from cfpdesk.model.population import METHOD_WORD, Population, SampleItem
from cfpdesk.model.quantity import figure
from cfpdesk.model.team import Person
from cfpdesk.ui.initials import initials
from cfpdesk.ui.widgets.status_icon import DOUBTS, FINDINGS, VERDICTS

if TYPE_CHECKING:
    from cfpdesk.store.session import Session

ROWS = 10
ROWS_A_GROUP = 4


class Group(StrEnum):
    """What kind of thing a hit is; the order of the palette."""

    ITEM = "checklist"
    LINE = "inventory"
    SAMPLE = "sampling"
    FINDING = "finding"
    EVIDENCE = "evidence"
    CLAUSE = "clause"
    PERSON = "person"
    COMMAND = "command"


GROUP_WORDS: dict[Group, Message] = {
    Group.ITEM: msg("Check items"),
    Group.LINE: msg("Lines of the inventory"),
    Group.SAMPLE: msg("Items of samples"),
    Group.FINDING: msg("Findings"),
    Group.EVIDENCE: msg("Evidence"),
    Group.CLAUSE: msg("Clauses"),
    Group.PERSON: msg("People"),
    Group.COMMAND: msg("Commands"),
}
PREFIXES = {">": Group.COMMAND, "#": Group.CLAUSE, "@": Group.PERSON}


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that can be found.

    Attributes:
        icon, token: picture at the left.
        name: what is bold (ELEC-01); `text` what follows; `note` at the right end.
        target: where Enter goes; None where `run` is called instead.
        more: said in the side panel on Ctrl+Enter.
    """

    group: Group
    icon: str
    token: str
    name: str
    text: str
    note: str = ""
    target: Target | None = None
    run: Callable[[], object] | None = None
    more: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    hit: Hit
    name: str
    plain: str
    sound: str


@dataclass
class SearchIndex:
    """The entries, ready to be searched."""

    entries: list[_Entry] = field(default_factory=list)

    def add(self, hits: Iterable[Hit]) -> None:
        """Put more things in."""
        for hit in hits:
            plain = f"{hit.name} {hit.text} {hit.words} {hit.note}".casefold()
            sound = f"{initials(hit.name)} {initials(hit.text)}"
            self.entries.append(_Entry(hit, hit.name.casefold(), plain, sound))

    def find(self, typed: str, groups: Iterable[Group] = ()) -> list[Hit]:
        """Return at most ten hits, grouped, best first in each group."""
        text = typed.strip()
        wanted = set(groups) or set(Group)
        if text[:1] in PREFIXES:
            wanted, text = {PREFIXES[text[0]]}, text[1:].strip()
        words = text.casefold().split()
        ranked: dict[Group, list[tuple[int, int, Hit]]] = {group: [] for group in Group}
        for number, entry in enumerate(self.entries):
            if entry.hit.group in wanted:
                rank = _rank(entry, words)
                if rank is not None:
                    ranked[entry.hit.group].append((rank, number, entry.hit))
        most = ROWS if len(wanted) == 1 else ROWS_A_GROUP
        found: list[Hit] = []
        for hits in ranked.values():
            best = sorted(hits, key=lambda one: one[:2])[:most]
            found += [hit for _rank_of, _number, hit in best]
        return found[:ROWS]


def _rank(entry: _Entry, words: list[str]) -> int | None:
    """Return how well an entry fits, 0 best; None if it does not."""
    if not words:
        return 3
    if all(word in entry.plain for word in words):
        if entry.name.startswith(words[0]):
            return 0
        return 1 if words[0] in entry.name else 2
    if all(word.isascii() and word in entry.sound for word in words):
        return 4
    return None


def session_hits(session: "Session", language: Language) -> Iterator[Hit]:
    """Yield what the engagement holds."""
    yield from _items(session, language)
    yield from _findings(session)
    yield from _lines(session)
    yield from _samples(session)
    yield from _evidence(session)
    for person in session.all(Person):
        note = " · ".join(part for part in (person.organisation, person.title) if part)
        yield Hit(
            Group.PERSON, "person", "text2", person.name, note,
            target=Target("engagement", person.row),
        )  # fmt: skip


def _items(session: "Session", language: Language) -> Iterator[Hit]:
    from cfpdesk.store.checklist_library import checklist_of

    engagement = session.find(Engagement)
    answers = {answer.item: answer for answer in session.all(Answer)}
    clauses: dict[str, list[str]] = {}
    for item in applicable(checklist_of(session), engagement):
        answer = answers.get(item.id)
        shape = VERDICTS[answer.verdict if answer else Verdict.OPEN]
        for clause in item.clauses:
            clauses.setdefault(clause, []).append(item.id)
        other = item.question.en if language == "zh" else item.question.zh
        yield Hit(
            Group.ITEM, shape.icon, shape.token, item.id, item.question.text(language),
            shape.word.text(language), Target("checklist", item.id),
            more=item.evidence.text(language), words=other,
        )  # fmt: skip
    for clause, ids in clauses.items():
        name = text_in(clause_text(clause), language)
        note = msg("{n} check {n:item|items}", n=len(ids)).text(language)
        yield Hit(
            Group.CLAUSE, "book", "text2", name, ", ".join(ids[:6]), note,
            Target("checklist", ids[0]), words=clause,
        )  # fmt: skip


def _findings(session: "Session") -> Iterator[Hit]:
    for finding in session.all(Finding):
        shape = FINDINGS[finding.kind]
        yield Hit(
            Group.FINDING, shape.icon, shape.token, finding.number, finding.title,
            str(shape.word), Target("finding", finding.row), more=finding.facts,
            words=finding.item,
        )  # fmt: skip


def _lines(session: "Session") -> Iterator[Hit]:
    if not session.all(Dataset):
        return
    from cfpdesk.steps import inventory

    for view in inventory.state(session).lines:
        line, kg = view.result.line, view.result.verified_kg
        doubts = view.doubts
        shape = DOUBTS[doubts[0].level] if doubts else None
        yield Hit(
            Group.LINE, shape.icon if shape else "table", shape.token if shape else "text2",
            line.code or line.key, line.name, f"{figure(kg, 0)} kg" if kg is not None else "",
            Target("inventory", view.result.review.row),
            more="\n".join(str(flag.sentence) for flag in doubts), words=line.factor_source,
        )  # fmt: skip


def _samples(session: "Session") -> Iterator[Hit]:
    if not session.all(Population):
        return
    from cfpdesk.steps import sampling

    for one in sampling.state(session).populations:
        name, row = one.population.name, one.population.row
        words = str(METHOD_WORD[one.population.method])
        yield Hit(Group.SAMPLE, "list", "text2", name, words, target=Target("sampling", row))
        for part in one.sample.items if one.sample is not None else ():
            item = part.item
            kept = one.seen.get(item.id) or SampleItem(population=row, item=item.id)
            icon, token = ("conform", "ok") if kept.checked else ("open", "control")
            amount = f"{figure(item.amount)} {one.population.unit}" if item.amount else ""
            yield Hit(
                Group.SAMPLE, icon, token, item.id, name, amount.strip(),
                Target("sampling", kept.row), more=kept.note, words=item.group,
            )  # fmt: skip


def _evidence(session: "Session") -> Iterator[Hit]:
    icons = {
        EvidenceKind.PHOTO: "image",
        EvidenceKind.DOCUMENT: "file",
        EvidenceKind.INTERVIEW: "microphone",
    }
    for piece in session.all(Evidence):
        received = f"{piece.received_at.astimezone():%H:%M}" if piece.received_at else ""
        name = piece.file.name if piece.file else ""
        yield Hit(
            Group.EVIDENCE, icons[piece.kind], "text2", piece.number, piece.caption or name,
            received, Target("evidence", piece.row), more=piece.notes, words=name,
        )  # fmt: skip
