"""Checklist: the questions of the visit, answered on facts and evidence (rules 9.6, 9.8.3)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cfpdesk.i18n import Bilingual, Message, msg
from cfpdesk.model.checklist import (
    VERDICT_WORD,
    Answer,
    CheckItem,
    Verdict,
    applicable,
    is_done,
    is_overdue,
    lacks_evidence,
    lacks_reason,
    outside_boundary,
)
from cfpdesk.model.closing import Seal
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Link
from cfpdesk.model.finding import Finding
from cfpdesk.model.gate import Blocker, Level, Mark, StepStatus, Target
from cfpdesk.model.team import GroupOwner, Person
from cfpdesk.store.checklist_library import checklist_of
from cfpdesk.store.session import Session

NOUN = "checklist"


class Filter(StrEnum):
    """What the list can be narrowed to; several together narrow further."""

    OPEN = "open"
    FOLLOW_UP = "follow_up"
    NO_EVIDENCE = "no_evidence"
    HIGH_RISK = "high_risk"


class AnswerText(StrEnum):
    """The texts of an answer, named as its fields."""

    FACTS = "facts"
    NOTE = "note"
    REASON = "reason"
    NO_EVIDENCE = "no_evidence"
    ASK_WHOM = "ask_whom"


@dataclass(frozen=True, slots=True)
class ItemState:
    """One question with everything that stands at it.

    Attributes:
        evidence, findings: rows of what is linked to it and what came from it.
        owner: row of the person who is expected to answer; empty where nobody is named.
        conflict: two answers to it stand beside each other after a merge.
        outside: it asks about a stage the boundary leaves out; "not applicable" is expected.
    """

    item: CheckItem
    answer: Answer
    evidence: tuple[str, ...]
    findings: tuple[str, ...]
    owner: str
    lacks_evidence: bool
    lacks_reason: bool
    overdue: bool
    conflict: bool
    outside: bool

    @property
    def high_risk(self) -> bool:
        """Tell whether the library gives the item a high risk."""
        return self.item.risk == "H"


@dataclass(frozen=True, slots=True)
class GroupState:
    """One group of the library with its progress; `items` are the ids, in order."""

    code: str
    title: Bilingual
    items: tuple[str, ...]
    done: int


@dataclass(frozen=True, slots=True)
class OwnerState:
    """The groups of one person; `person` is None for groups nobody owns."""

    person: Person | None
    mine: bool
    groups: tuple[GroupState, ...]

    @property
    def done(self) -> int:
        """Return how many of the items are decided."""
        return sum(group.done for group in self.groups)

    @property
    def total(self) -> int:
        """Return how many items there are."""
        return sum(len(group.items) for group in self.groups)


@dataclass(frozen=True, slots=True)
class ChecklistState:
    """What the page and the printed checklist show.

    Attributes:
        version: of the library this engagement stays on; `library_size` items are in it.
        items: the applicable ones, mine first, group by group.
        people: name by row, for the owner shown at an item.
    """

    version: str
    library_size: int
    items: tuple[ItemState, ...]
    owners: tuple[OwnerState, ...]
    people: dict[str, str]

    @property
    def mine(self) -> OwnerState | None:
        """Return the groups of the person at this laptop, None where there are none."""
        return next((owner for owner in self.owners if owner.mine), None)


def state(session: Session) -> ChecklistState:
    """Return every applicable item with its answer, evidence and findings, by owner."""
    now = session.now()
    late = frozenset(answer.item for answer in session.all(Answer) if is_overdue(answer, now))
    return session.remember((NOUN, late), lambda: _state(session, late))


def _state(session: Session, late: frozenset[str]) -> ChecklistState:
    engagement = session.find(Engagement, only="engagement")
    library = checklist_of(session)
    items = applicable(library, engagement)
    people = {person.row: person for person in session.all(Person)}
    owner_of = {g.group: g.person for g in session.all(GroupOwner) if g.person in people}
    states = _item_states(session, items, owner_of, engagement, late)
    owners = _owners(session, states, owner_of, people)
    by_id = {s.item.id: s for s in states}
    ordered = tuple(by_id[i] for owner in owners for group in owner.groups for i in group.items)
    names = {row: person.name for row, person in people.items()}
    return ChecklistState(library.version, len(library.items), ordered, owners, names)


def _item_states(
    session: Session,
    items: Iterable[CheckItem],
    owner_of: dict[str, str],
    engagement: Engagement,
    late: frozenset[str],
) -> tuple[ItemState, ...]:
    answers = {answer.item: answer for answer in session.all(Answer)}
    linked: defaultdict[str, list[str]] = defaultdict(list)
    for link in session.all(Link):
        if link.target_table == Answer.TABLE:
            linked[link.target].append(link.evidence)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for finding in session.all(Finding):
        found[finding.item].append(finding.row)
    disputed = {c.row for c in session.conflicts() if c.table == Answer.TABLE}

    def one(item: CheckItem) -> ItemState:
        answer = answers.get(item.id) or Answer(item=item.id)
        evidence = tuple(linked.get(answer.row, ()))
        return ItemState(
            item=item,
            answer=answer,
            evidence=evidence,
            findings=tuple(found.get(item.id, ())),
            owner=owner_of.get(item.group, ""),
            lacks_evidence=lacks_evidence(answer, len(evidence)),
            lacks_reason=lacks_reason(answer),
            overdue=item.id in late,
            conflict=answer.row in disputed,
            outside=outside_boundary(item, engagement),
        )

    return tuple(one(item) for item in items)


def _owners(
    session: Session,
    states: Iterable[ItemState],
    owner_of: dict[str, str],
    people: dict[str, Person],
) -> tuple[OwnerState, ...]:
    members: dict[str, list[ItemState]] = {}
    for item in states:
        members.setdefault(item.item.group, []).append(item)
    groups: defaultdict[str, list[GroupState]] = defaultdict(list)
    for code, inside in members.items():
        done = sum(is_done(item.answer) for item in inside)
        ids = tuple(item.item.id for item in inside)
        group = GroupState(code, inside[0].item.group_title, ids, done)
        groups[owner_of.get(code, "")].append(group)
    me = session.me()
    mine = me.row if me else ""
    order = [row for row in (mine, *people, "") if row in groups]
    return tuple(
        OwnerState(people.get(row), bool(mine) and row == mine, tuple(groups[row]))
        for row in dict.fromkeys(order)
    )


def matches(item: ItemState, filters: frozenset[Filter], text: str = "") -> bool:
    """Tell whether an item passes all the filters and contains the text, in either language."""
    answer = item.answer
    passed = {
        Filter.OPEN: answer.verdict is Verdict.OPEN,
        Filter.FOLLOW_UP: answer.verdict is Verdict.FOLLOW_UP,
        Filter.NO_EVIDENCE: item.lacks_evidence,
        Filter.HIGH_RISK: item.high_risk,
    }
    if not all(passed[f] for f in filters):
        return False
    words = text.casefold().split()
    if not words:
        return True
    question = item.item.question
    parts = (item.item.id, question.zh, question.en, answer.facts, answer.note, answer.reason)
    hay = " ".join(parts).casefold()
    return all(word in hay for word in words)


def counts(items: Iterable[ItemState]) -> dict[Filter, int]:
    """Return how many items each filter alone would leave."""
    held = tuple(items)
    return {f: sum(matches(item, frozenset({f})) for item in held) for f in Filter}


def answer(session: Session, items: Sequence[str], verdict: Verdict, *, reason: str = "") -> None:
    """Give one verdict to one or several items, in one operation.

    Args:
        items: ids of check items.
        reason: why not applicable; one reason for all. Kept as it is where left empty.
    """
    before = [session.find(Answer, item=item) for item in items]
    extra = {"reason": reason.strip()} if reason.strip() else {}
    after = [a.but(verdict=verdict, **extra) for a in before]
    changed = [new for old, new in zip(before, after, strict=True) if new != old]
    if not changed:
        return
    word = VERDICT_WORD[verdict]
    if len(changed) == 1:
        title = msg("{item}: {verdict}", item=changed[0].item, verdict=word)
    else:
        title = msg("{n} items: {verdict}", n=len(changed), verdict=word)
    with session.transact(title) as change:
        for new in changed:
            change.put(new)


def _text_title(field: AnswerText, item: str) -> Message:
    texts = {
        AnswerText.FACTS: msg("{item}: facts", item=item),
        AnswerText.NOTE: msg("{item}: note", item=item),
        AnswerText.REASON: msg("{item}: reason", item=item),
        AnswerText.NO_EVIDENCE: msg("{item}: why there is no evidence", item=item),
        AnswerText.ASK_WHOM: msg("{item}: whom to ask", item=item),
    }
    return texts[field]


def write(session: Session, item: str, field: AnswerText, text: str) -> None:
    """Write one text of an answer; the same text again writes nothing."""
    before = session.find(Answer, item=item)
    after = before.but(**{field.value: text.strip()})
    if after == before:
        return
    with session.transact(_text_title(field, item)) as change:
        change.put(after)


def ask_by(session: Session, item: str, when: datetime | None) -> None:
    """Write by when a follow-up is promised."""
    before = session.find(Answer, item=item)
    if before.ask_by == when:
        return
    with session.transact(msg("{item}: promised time", item=item)) as change:
        change.put(before.but(ask_by=when))


def tick_expected(session: Session, item: str, position: int, *, seen: bool) -> None:
    """Tick or untick one piece of the expected evidence."""
    before = session.find(Answer, item=item)
    ticks = set(before.expected_seen)
    ticks = ticks | {str(position)} if seen else ticks - {str(position)}
    after = before.but(expected_seen=tuple(sorted(ticks, key=int)))
    if after == before:
        return
    with session.transact(msg("{item}: expected evidence", item=item)) as change:
        change.put(after)


def status(session: Session) -> StepStatus:
    """Return how far the checklists are; the figure counts what is mine, where anything is."""
    shown = state(session)
    done = sum(is_done(item.answer) for item in shown.items)
    total = len(shown.items)
    touched = any(item.answer.verdict is not Verdict.OPEN for item in shown.items)
    mine = shown.mine
    figure = f"{mine.done}/{mine.total}" if mine else f"{done}/{total}"
    if session.all(Seal):
        mark = Mark.SEALED
    elif total and done == total:
        mark = Mark.DONE
    else:
        mark = Mark.IN_PROGRESS if touched else Mark.NOT_STARTED
    return StepStatus(mark, done, total, figure)


def blockers(session: Session) -> tuple[Blocker, ...]:
    """Return what the checklists still miss: late, without reason, without evidence, open."""
    items = state(session).items
    found = [_late(item) for item in items if item.overdue]
    found += [_unexplained(item) for item in items if item.lacks_reason]
    found += [_bare(item) for item in items if item.lacks_evidence and item.high_risk]
    plain = [item for item in items if item.lacks_evidence and not item.high_risk]
    if plain:
        found.append(_bare_count(plain))
    titles = {item.item.group: item.item.group_title for item in items}
    unchecked = Counter(i.item.group for i in items if i.answer.verdict is Verdict.OPEN)
    first = {i.item.group: i.item.id for i in reversed(items) if i.answer.verdict is Verdict.OPEN}
    found += [_open(titles[code], n, first[code]) for code, n in unchecked.items()]
    return tuple(found)


def _late(item: ItemState) -> Blocker:
    whom = item.answer.ask_whom or msg("somebody")
    return Blocker(
        "checklist.overdue",
        Level.WARNING,
        _clause(item, "RULE:9.6.2"),
        msg("{item}: {whom} promised it, and the time has passed", item=item.item.id, whom=whom),
        msg("Follow up"),
        Target(NOUN, item.item.id, "ask_by"),
    )


def _unexplained(item: ItemState) -> Blocker:
    return Blocker(
        "checklist.no_reason",
        Level.HARD,
        _clause(item, "RULE:9.6.2"),
        msg("{item} is not applicable, but nobody said why", item=item.item.id),
        msg("Give the reason"),
        Target(NOUN, item.item.id, "reason"),
    )


def _bare(item: ItemState) -> Blocker:
    return Blocker(
        "checklist.no_evidence",
        Level.WARNING,
        "RULE:9.8.3",
        msg("{item} has a high risk and an answer without evidence", item=item.item.id),
        msg("Add evidence"),
        Target(NOUN, item.item.id, "evidence"),
    )


def _bare_count(items: Sequence[ItemState]) -> Blocker:
    return Blocker(
        "checklist.no_evidence_others",
        Level.INFO,
        "RULE:9.8.3",
        msg("{n} more {n:answer stands|answers stand} without evidence", n=len(items)),
        msg("Show"),
        Target(NOUN, items[0].item.id, "evidence"),
    )


def _open(title: Bilingual, n: int, first: str) -> Blocker:
    return Blocker(
        "checklist.open",
        Level.WARNING,
        "RULE:9.6.2",
        msg("{group}: {n} not checked yet", group=title, n=n),
        msg("Check"),
        Target(NOUN, first, "verdict"),
    )


def _clause(item: ItemState, fallback: str) -> str:
    return item.item.clauses[0] if item.item.clauses else fallback
