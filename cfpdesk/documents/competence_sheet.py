"""The competence matrix with what stands behind it, and the statements of the team (4, 9.1).

From the state that the team's tab shows. The matrix is computed; the tables below it are what it is
computed from.
"""

from collections.abc import Iterator
from datetime import date

from cfpdesk.documents.assembly import Sheet
from cfpdesk.documents.document import (
    Block,
    Column,
    Document,
    Fact,
    Heading,
    Options,
    Paragraph,
    Row,
    Said,
    Signed,
    Table,
    Words,
)
from cfpdesk.documents.engagement_facts import agreed_facts, signatures
from cfpdesk.documents.row import joined, row
from cfpdesk.documents.standing import standing_blocks
from cfpdesk.i18n import Bilingual, Message, Text, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.competence import SIGNED_HOW_WORD, SignedHow, TeamStatement
from cfpdesk.model.competence_view import CELL_WORD, CellState, MatrixRow
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.quantity import figure
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.team import ROLE_NAMES, Person
from cfpdesk.steps.competence import CompetenceState

SHEET = Sheet("competence", msg("Competence Matrix"), "CX", "RULE:4.5")
_DATES = 96.0  # mm for the days on which the statements were signed
_ABREAST = 6  # members beside each other; more of them go below
_SIGN: dict[CellState, str] = {
    CellState.HELD: "✓",
    CellState.PARTLY: "△",
    CellState.MISSING: "✗",
    CellState.NONE: "–",
    CellState.NOT_ASKED: "○",
}
_LEGEND = (CellState.HELD, CellState.PARTLY, CellState.MISSING, CellState.NONE, CellState.NOT_ASKED)


def build(state: CompetenceState, engagement: Engagement, options: Options) -> Document:
    """Return matrix, papers and statements.

    Args:
        state: what the team's tab shows.
        engagement: what was agreed.
        options: how it is printed.
    """
    return SHEET.of(engagement, _blocks(state, engagement, options), options)


def summary(state: CompetenceState) -> Message:
    """Return how many rows of the matrix are covered, as it stands in the list of documents."""
    if not state.team.members:
        return msg("nobody yet")
    covered = sum(line.covered for line in state.matrix)
    return msg("{n} of {total} covered", n=covered, total=len(state.matrix))


def _blocks(state: CompetenceState, engagement: Engagement, options: Options) -> Iterator[Block]:
    rules = state.rules
    yield agreed_facts(
        engagement,
        Fact(msg("Rules"), f"{rules.number} {rules.issue}"),
        Fact(msg("Members of the team"), str(len(state.team.members))),
    )
    yield Heading(msg("Matrix"), "1")
    if not state.team.members:
        yield Paragraph(msg("Nobody is in the team yet."))
    else:
        yield Paragraph(_legend(), quiet=True)
        yield from _matrices(state)
        yield Heading(msg("Papers and experience"), "2")
        yield from _papers(state)
        yield Heading(msg("Statements of the team"), "3")
        yield from _statements(state, options)
    yield from standing_blocks(state.blockers, "4" if state.team.members else "2")
    yield from signatures(msg("Team leader, date"), msg("Technical manager, date"))


def _legend() -> Bilingual:
    return joined(
        msg("{sign} {word}", sign=_SIGN[state], word=CELL_WORD[state]) for state in _LEGEND
    )


# Matrix ---------------------------------------------------------------------------------------


def _matrices(state: CompetenceState) -> Iterator[Table]:
    members = state.team.members
    for first in range(0, len(members), _ABREAST):
        yield _matrix(state, range(first, min(first + _ABREAST, len(members))))


def _matrix(state: CompetenceState, shown: range) -> Table:
    members = state.team.members
    width = 96 / len(shown)
    columns = (
        Column(msg("Asked"), 46),
        Column(msg("Clause"), 16),
        *(Column(_name(members[at]), width, "center") for at in shown),
        Column(msg("Team"), 16, "center"),
    )
    rows: list[Row] = []
    topics = False
    for line in state.matrix:
        if bool(line.topic) is not topics or not rows:
            topics = bool(line.topic)
            head = msg("Topics, covered by the team as a whole") if topics else msg("Each member")
            rows.append(row(head, *[""] * (len(shown) + 2), strong=True))
        rows.append(_line(line, shown))
    return Table(msg("Matrix"), columns, tuple(rows), dense=True)


def _name(person: Person) -> Text:
    return joined((person.name, ROLE_NAMES[person.role]), "\n")


def _line(line: MatrixRow, shown: range) -> Row:
    cells = []
    for at in shown:
        cell = line.cells[at]
        plain = line.topic and cell.state in (CellState.HELD, CellState.NONE)
        cells.append(Words(_SIGN[cell.state], note="" if plain else cell.word))
    team = Words(_SIGN[CellState.HELD if line.covered else CellState.MISSING])
    return row(line.title, clause_text(line.clause), *cells, team)


# Papers ---------------------------------------------------------------------------------------


def _papers(state: CompetenceState) -> Iterator[Block]:
    rows: list[Row] = []
    for person in state.team.members:
        rows.append(row(person.name, ROLE_NAMES[person.role], person.organisation, strong=True))
        rows += _certificates(state, person)
        rows += _trainings(state, person)
        rows += _experience(state, person)
        rows += _topics(state, person)
    columns = (Column(msg("Paper"), 44), Column(msg("What it says"), 86), Column(msg("When"), 44))
    yield Table(msg("Papers and experience"), columns, tuple(rows), dense=True)


def _certificates(state: CompetenceState, person: Person) -> Iterator[Row]:
    kinds = {k.code: k.text for k in state.rules.rule_list(ListCode.CERTIFICATE_KIND).items}
    own = [c for c in state.team.certificates if c.person == person.row]
    for one in sorted(own, key=lambda c: (c.kind, c.number, c.row)):
        kind: Text = kinds.get(one.kind, one.kind)
        words = joined((one.number, one.issuer)) if one.number or one.issuer else "–"
        yield row(kind, words, _span(one.valid_from, one.valid_to))
    if not own:
        yield row(Words(msg("Certificate"), quiet=True), "–", "")


def _span(start: date | None, end: date | None) -> str:
    return f"{start.isoformat() if start else '…'} – {end.isoformat() if end else '…'}"


def _trainings(state: CompetenceState, person: Person) -> Iterator[Row]:
    kinds = {k.code: k.text for k in state.rules.rule_list(ListCode.TRAINING_KIND).items}
    for one in state.team.trainings:
        if one.person == person.row and (one.held_on or one.provider):
            day = one.held_on.isoformat() if one.held_on else "–"
            kind: Text = kinds.get(one.kind, one.kind)
            yield row(msg("Training"), joined((kind, one.provider)), day)


def _experience(state: CompetenceState, person: Person) -> Iterator[Row]:
    facts = state.team.facts_of(person)
    names = {p.row: p.name for p in state.team.people}
    items = {i.code: i.text for i in state.rules.rule_list(ListCode.EXPERT_ITEM).items}
    if facts.experience_years is not None or facts.experience.strip():
        years = facts.experience_years
        said = msg("{years} years", years=figure(years)) if years is not None else ""
        yield row(msg("Work experience"), facts.experience or "–", said)
    if facts.mentor:
        yield row(msg("Guided by"), names.get(facts.mentor, "–"), "")
    known = [items[code] for code in facts.expert_items if code in items]
    if known or facts.expert_proof.strip():
        yield row(
            msg("Expert knowledge"), Words(joined(known), said=_shown_by(facts.expert_proof)), ""
        )
    if facts.languages.strip():
        yield row(msg("Languages"), facts.languages, "")


def _topics(state: CompetenceState, person: Person) -> Iterator[Row]:
    """Yield the topics that somebody wrote a proof for; the matrix has the marks."""
    names = {t.code: t.text for t in state.rules.rule_list(ListCode.TOPIC).items}
    for mark in state.team.marks:
        if mark.person == person.row and mark.proof.strip():
            topic: Text = names.get(mark.topic, mark.topic)
            yield row(msg("Topic"), Words(topic, said=_shown_by(mark.proof)), "")


def _shown_by(proof: str) -> tuple[Said, ...]:
    return (Said(msg("Shown by:"), proof),) if proof.strip() else ()


# Statements -----------------------------------------------------------------------------------


def _statements(state: CompetenceState, options: Options) -> Iterator[Block]:
    kinds = state.rules.rule_list(ListCode.STATEMENT).items
    for kind in kinds:
        sentence = state.rules.statement(kind.code).text
        yield Paragraph(sentence, label=Bilingual(f"{kind.text.zh}：", f"{kind.text.en}:"))
    dates = [Column(kind.text, _DATES / max(len(kinds), 1), "center") for kind in kinds]
    columns = (Column(msg("Name"), 40, strong=True), *dates, Column(msg("Signature"), 38, "center"))
    rows = tuple(_stated(state, person, options) for person in state.team.members)
    yield Table(msg("Statements of the team"), columns, rows, dense=True)


def _stated(state: CompetenceState, person: Person, options: Options) -> Row:
    """Return when a member signed what, what they said to it, and how they signed."""
    kinds = state.rules.rule_list(ListCode.STATEMENT).items
    kept = {s.kind: s for s in state.team.statements if s.person == person.row}
    ties = dict.fromkeys(s.conflict.strip() for s in kept.values() if s.conflict.strip())
    said = [Said(msg("Tie to the client:"), tie) for tie in ties]
    days: list[Words] = []
    for kind in kinds:
        one = kept.get(kind.code, TeamStatement())
        if one.signed_at is None:
            days.append(Words(msg("not signed"), quiet=True))
            continue
        days.append(Words(options.day(one.signed_at), note=SIGNED_HOW_WORD[one.how]))
        signed = Bilingual(one.text_zh, one.text_en)
        if signed.zh and signed.zh != state.rules.statement(kind.code).text.zh:
            said.append(Said(msg("Signed in these words:"), signed))
    drawn = state.signed.get(person.row)
    on_screen = any(one.how is SignedHow.SCREEN and one.signed_at for one in kept.values())
    ink: Words | Signed = Words("")
    if drawn is not None and on_screen:
        ink = Signed(drawn.ink, drawn.typed, options.day(drawn.at))
    return row(Words(person.name, said=tuple(said)), *days, ink)
