"""The checklist record: every question, and what was found; or the same sheet for the pen.

From the state that the checklist page shows, in the library's order, which is the same on every
computer. What the team notes for itself stands nowhere in it.
"""

from collections import Counter
from collections.abc import Iterator

from cfpdesk.documents.assembly import Sheet
from cfpdesk.documents.document import (
    BOXES,
    Block,
    Column,
    Document,
    Fact,
    Heading,
    Options,
    Paragraph,
    Row,
    Said,
    Table,
    Words,
)
from cfpdesk.documents.engagement_facts import agreed_facts, signatures
from cfpdesk.documents.row import joined, row
from cfpdesk.i18n import LANGUAGES, Bilingual, Message, Text, msg
from cfpdesk.model.checklist import VERDICT_WORD, Answer, Verdict, is_done, pieces_seen
from cfpdesk.model.clause import clause_text
from cfpdesk.model.yes_no import YesNo
from cfpdesk.steps.checklist import ChecklistState, ItemState
from cfpdesk.store.answer_query import AnswerFacts, OtherVersion

SHEET = Sheet("checklist_record", msg("Checklist Record"), "CL", "RULE:9.6.2")
_BOX, _TICKED = BOXES
_NOBODY = "-"  # the part of the groups that nobody owns
_PEN_HEIGHT = 25.0  # mm; room for five boxes and a few lines by hand
_ANSWER = Bilingual("判定", "Answer")
_FIELD_WORD: dict[str, Text] = {
    "verdict": _ANSWER,
    "facts": msg("Facts"),
    "reason": msg("Reason"),
    "no_evidence": msg("No evidence, because"),
    "ask_whom": msg("Ask"),
    "ask_by": msg("Promised by"),
}


def build(state: ChecklistState, facts: AnswerFacts, options: Options) -> Document:
    """Return the checklist of everybody, or of the one whose row is `options.part`.

    Args:
        state: what the checklist page shows.
        facts: who answered when, and the numbers of evidence and findings.
        options: `blank` leaves all answers to the pen; `for_client` leaves out what is between
            the members of the team: follow-ups and versions not decided yet.
    """
    return SHEET.of(facts.engagement, _blocks(state, facts, options), options)


def summary(state: ChecklistState) -> Message:
    """Return how many items are decided, as it stands in the list of documents."""
    done = sum(is_done(item.answer) for item in state.items)
    return msg("{n} of {total} decided", n=done, total=len(state.items))


def parts(state: ChecklistState) -> tuple[tuple[str, Text], ...]:
    """Return whose groups can be printed alone."""
    return tuple(
        (owner.person.row, owner.person.name) if owner.person else (_NOBODY, msg("nobody yet"))
        for owner in state.owners
    )


def _blocks(state: ChecklistState, facts: AnswerFacts, options: Options) -> Iterator[Block]:
    items = _chosen(state, facts, options)
    yield agreed_facts(
        facts.engagement,
        Fact(msg("Checklist"), f"{state.version} · {len(state.items)} / {state.library_size}"),
        Fact(msg("Verifier"), _whose(state, options)),
    )
    if not items:
        yield Paragraph(msg("No check item is among these."))
        return
    if options.blank:
        yield Paragraph(msg("Tick one box; write what was seen and its number."), quiet=True)
        yield _pen_table(items, state)
        yield from _running(facts, options)
    else:
        yield Paragraph(_counted(items), label=msg("Answers:"))
        yield _table(items, state, facts, options)
        if not options.for_client:
            yield from _follow_ups(items, options)
        yield from _running(facts, options)
    yield from signatures(msg("Checked by, date"), msg("Reviewed by, date"))


def _chosen(state: ChecklistState, facts: AnswerFacts, options: Options) -> list[ItemState]:
    by_id = {item.item.id: item for item in state.items}
    ordered = [by_id[item] for item in facts.order if item in by_id]
    if not options.part:
        return ordered
    names = {row: name for row, name in state.people.items() if name}
    owner = "" if options.part == _NOBODY else options.part
    return [i for i in ordered if owner in (i.owner, names.get(i.owner, ""))]


def _whose(state: ChecklistState, options: Options) -> Text:
    for part, name in parts(state):
        if options.part and options.part in (part, name):
            return name
    return joined(name for _part, name in parts(state))


def _counted(items: list[ItemState]) -> Bilingual:
    counted = Counter(item.answer.verdict for item in items)
    return joined(
        msg("{verdict} {n}", verdict=VERDICT_WORD[verdict], n=counted[verdict])
        for verdict in (*(v for v in Verdict if v is not Verdict.OPEN), Verdict.OPEN)
        if counted[verdict]
    )


# Questions ------------------------------------------------------------------------------------


def _grouped(items: list[ItemState]) -> Iterator[tuple[str, list[ItemState]]]:
    groups: dict[str, list[ItemState]] = {}
    for item in items:
        groups.setdefault(item.item.group, []).append(item)
    yield from groups.items()


def _question(state: ItemState, seen: frozenset[int]) -> Words:
    item = state.item
    boxed = [_boxed(piece, ticked=n in seen) for n, piece in enumerate(item.expected)]
    said = [Said(msg("Expected:"), tuple(boxed), "  ")]
    if item.clauses:
        said.append(Said("§", tuple(clause_text(clause) for clause in item.clauses)))
    return Words(item.question, said=tuple(said))


def _boxed(piece: Bilingual, *, ticked: bool) -> Bilingual:
    box = _TICKED if ticked else _BOX
    return Bilingual(f"{box}{piece.zh}", f"{box}{piece.en}")


def _number(state: ItemState) -> Words:
    return Words(state.item.id, note=msg("high risk") if state.high_risk else "")


# For the pen ----------------------------------------------------------------------------------


def _pen_table(items: list[ItemState], state: ChecklistState) -> Table:
    verdicts = [VERDICT_WORD[verdict] for verdict in Verdict if verdict is not Verdict.OPEN]
    boxes = Bilingual(*("\n".join(f"{_BOX}{v.text(lang)}" for v in verdicts) for lang in LANGUAGES))
    rows: list[Row] = []
    for code, inside in _grouped(items):
        owner = state.people.get(inside[0].owner, "")
        rows.append(row(code, inside[0].item.group_title, f"{len(inside)}", owner, strong=True))
        rows += [row(_number(i), _question(i, frozenset()), Words(boxes), "") for i in inside]
    columns = (
        Column(msg("No."), 17),
        Column(msg("Question"), 66),
        Column(_ANSWER, 36),
        Column(msg("Facts, reason, evidence no."), 55),
    )
    return Table(msg("Check items"), columns, tuple(rows), row_height=_PEN_HEIGHT, dense=True)


# Filled ---------------------------------------------------------------------------------------


def _table(
    items: list[ItemState], state: ChecklistState, facts: AnswerFacts, options: Options
) -> Table:
    rows: list[Row] = []
    for code, inside in _grouped(items):
        done = sum(is_done(item.answer) for item in inside)
        owner = state.people.get(inside[0].owner, "")
        title = inside[0].item.group_title
        rows.append(row(code, title, f"{done} / {len(inside)}", owner, "", strong=True))
        rows += [_row(item, facts, options) for item in inside]
    columns = (
        Column(msg("No."), 17),
        Column(msg("Question"), 56),
        Column(_ANSWER, 20),
        Column(msg("Facts, reason, evidence no."), 60),
        Column(msg("By, when"), 21),
    )
    return Table(msg("Check items"), columns, tuple(rows), dense=True)


def _row(state: ItemState, facts: AnswerFacts, options: Options) -> Row:
    given = facts.given.get(state.item.id)
    when = options.moment(given.at) if given else ""
    open_item = state.answer.verdict is Verdict.OPEN
    return row(
        _number(state),
        _question(state, pieces_seen(state.item, state.answer, len(state.evidence))),
        Words(VERDICT_WORD[state.answer.verdict], quiet=open_item),
        _found(state, facts, options),
        Words(given.person if given else "", note=when),
    )


def _found(state: ItemState, facts: AnswerFacts, options: Options) -> Words:
    answer = state.answer
    said = [
        Said(label, text)
        for label, text in (
            (msg("Reason:"), answer.reason),
            (msg("No evidence, because:"), answer.no_evidence),
            (msg("Evidence:"), _numbers(state.evidence, facts)),
            (msg("Finding:"), _numbers(state.findings, facts)),
        )
        if text.strip()
    ]
    if not options.for_client:
        said += _asked(answer, options)
        said += [_other(other, options) for other in facts.others.get(state.item.id, ())]
    return Words(answer.facts, said=tuple(said))


def _numbers(rows: tuple[str, ...], facts: AnswerFacts) -> str:
    return " · ".join(sorted(facts.numbers[row] for row in rows if facts.numbers.get(row)))


def _asked(answer: Answer, options: Options) -> Iterator[Said]:
    if answer.ask_whom.strip():
        yield Said(msg("Ask:"), answer.ask_whom)
    if answer.ask_by is not None:
        yield Said(msg("Promised by:"), options.moment(answer.ask_by))


def _other(other: OtherVersion, options: Options) -> Said:
    value: Text = other.value
    if other.field == "verdict" and other.value in set(Verdict):
        value = VERDICT_WORD[Verdict(other.value)]
    label = msg(
        "Not decided yet, {person} {when}, {field}:",
        person=other.given.person,
        when=options.moment(other.given.at),
        field=_FIELD_WORD[other.field],
    )
    return Said(label, value)


def _follow_ups(items: list[ItemState], options: Options) -> Iterator[Block]:
    waiting = [item for item in items if item.answer.verdict is Verdict.FOLLOW_UP]
    if not waiting:
        return
    yield Heading(msg("Follow-ups"))
    rows = tuple(
        row(
            item.item.id,
            Words(item.item.question),
            item.answer.ask_whom or "–",
            options.moment(item.answer.ask_by) if item.answer.ask_by else "–",
        )
        for item in waiting
    )
    columns = (
        Column(msg("No."), 17),
        Column(msg("Question"), 91),
        Column(msg("Whom to ask"), 36),
        Column(msg("Promised by"), 30),
    )
    yield Table(msg("Follow-ups"), columns, rows, dense=True)


# Production on the days on site ---------------------------------------------------------------

_RAN: dict[YesNo, Message] = {
    YesNo.OPEN: msg("not recorded"),
    YesNo.YES: msg("ran normally"),
    YesNo.NO: msg("did not run normally"),
}


def _running(facts: AnswerFacts, options: Options) -> Iterator[Block]:
    """Yield whether production ran on each day on site; not in the part of one person."""
    if options.part or not facts.running:
        return
    title = msg("Production on the days on site")
    yield Heading(title)
    boxes = Bilingual(
        *(f"{_BOX}{_RAN[YesNo.YES].text(x)}\n{_BOX}{_RAN[YesNo.NO].text(x)}" for x in LANGUAGES)
    )
    rows = tuple(
        row(
            str(found.kept.day or "–"),
            found.site,
            Words(boxes) if options.blank else _RAN[found.kept.running],
            "" if options.blank else found.kept.text,
            "" if options.blank else found.photo,
        )
        for found in facts.running
    )
    columns = (
        Column(msg("Day"), 24),
        Column(msg("Site"), 36),
        Column(msg("Production"), 34),
        Column(msg("What did not run"), 60),
        Column(msg("Photo"), 20),
    )
    yield Table(title, columns, rows, row_height=14.0 if options.blank else 6.5, dense=True)
