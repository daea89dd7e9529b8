"""The person-day calculation: from sources and sinks to the days of each member (9.4, appendix A).

From the state that the person-days tab shows; what the rules contradict stands with its reading.
"""

from collections.abc import Iterator
from decimal import Decimal

from cfpdesk.documents.assembly import Sheet
from cfpdesk.documents.document import (
    Block,
    Column,
    Document,
    Fact,
    Facts,
    Figure,
    Heading,
    Options,
    Paragraph,
    Row,
    Table,
    Words,
)
from cfpdesk.documents.engagement_facts import agreed_facts, signatures
from cfpdesk.documents.row import NO, YES, row
from cfpdesk.documents.standing import standing_blocks
from cfpdesk.i18n import Bilingual, Message, Text, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.person_day_gate import range_text
from cfpdesk.model.person_day_view import RuleLine
from cfpdesk.model.person_days import APPENDIX, DAY_PART_WORD, DayPart
from cfpdesk.model.quantity import figure
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.rule_number import BASIS_WORD
from cfpdesk.model.team import ROLE_NAMES
from cfpdesk.steps.person_days import DaysState

SHEET = Sheet("person_days", msg("Person-day Calculation"), "PD", "RULE:9.4")
_BROKEN = "✗"


def build(state: DaysState, engagement: Engagement, options: Options) -> Document:
    """Return the calculation.

    Args:
        state: what the person-days tab shows.
        engagement: what was agreed.
        options: how it is printed.
    """
    return SHEET.of(engagement, _blocks(state, engagement), options)


def summary(state: DaysState) -> Message:
    """Return the planned days, as they stand in the list of documents."""
    total = state.plan.total
    return msg("{days} days", days=figure(total)) if total is not None else msg("not planned yet")


def _blocks(state: DaysState, engagement: Engagement) -> Iterator[Block]:
    rules = state.rules
    yield agreed_facts(engagement, Fact(msg("Rules"), f"{rules.number} {rules.issue}"))
    yield Heading(msg("Base"), "1")
    yield _base(state)
    yield from _bands(state)
    yield Heading(msg("What the days depend on"), "2")
    yield _factors(state)
    yield Heading(msg("Planned days"), "3")
    yield _days(state)
    if state.plan.entered.reason.strip():
        yield Paragraph(state.plan.entered.reason, label=msg("Why fewer than the base:"))
    yield _limits(state)
    yield Heading(msg("Shared out"), "4")
    yield from _members(state)
    yield Heading(msg("Read from the rules like this"), "5")
    yield from _notes(state)
    yield from standing_blocks(state.blockers, "6")
    yield from signatures(msg("Team leader, date"), msg("Technical manager, date"))


# Base -----------------------------------------------------------------------------------------


def _base(state: DaysState) -> Facts:
    plan, entered = state.plan, state.plan.entered
    approved = " ".join(
        part
        for part in (entered.signed_by, entered.signed_on.isoformat() if entered.signed_on else "")
        if part
    )
    return Facts(
        (
            Fact(msg("Sources"), _count(entered.sources)),
            Fact(msg("Sinks"), _count(entered.sinks)),
            Fact(msg("Sources and sinks together"), _count(plan.count)),
            Fact(msg("The client's inventory has"), _inventory(state)),
            Fact(msg("Range of the base"), _range(state)),
            Fact(msg("Base chosen"), _number(entered.base)),
            Fact(msg("Approved by the technical manager"), approved or "–", wide=True),
        )
    )


def _count(number: int | None) -> str:
    return "–" if number is None else str(number)


def _number(days: Decimal | None) -> Text:
    return "–" if days is None else msg("{n} person-days", n=figure(days))


def _inventory(state: DaysState) -> Text:
    if state.inventory is None:
        return "–"
    sources, sinks = state.inventory
    return msg("{sources} sources, {sinks} sinks", sources=sources, sinks=sinks)


def _range(state: DaysState) -> Text:
    plan = state.plan
    if plan.base_range is not None:
        return msg("{range} person-days", range=range_text(plan.base_range))
    return msg("set case by case") if plan.band is not None else "–"


def _bands(state: DaysState) -> Iterator[Table]:
    """Yield the table of appendix A, the row that holds here strong."""
    rows = []
    for band in state.rules.day_bands:
        last = f"{band.first}–{band.last}" if band.last is not None else f"≥ {band.first}"
        base: Text = range_text(band.base) if band.base else msg("case by case")
        here = state.plan.band is not None and band.code == state.plan.band.code
        parts = (band.stage1, band.stage2)
        cells = [range_text(part) if part else "–" for part in parts]
        printed = range_text(band.printed) if band.printed else "–"
        mark = YES if here else ""
        rows.append(row(last, *cells, figure(band.report), base, printed, mark, strong=here))
    columns = (
        Column(msg("Sources and sinks"), 30),
        Column(msg("Document review, stage 1"), 32, "center"),
        Column(msg("Stage 2"), 22, "center"),
        Column(msg("Certificate and report"), 28, "center"),
        Column(msg("Sum of the parts"), 26, "center"),
        Column(msg("As printed"), 22, "center"),
        Column(msg("Here"), 14, "center"),
    )
    yield Table(clause_text(APPENDIX), columns, tuple(rows), dense=True)


# Days -----------------------------------------------------------------------------------------


def _factors(state: DaysState) -> Table:
    rows = tuple(
        row(item.text, state.factors.get(item.code, "").strip() or "–")
        for item in state.rules.rule_list(ListCode.DAY_FACTOR).items
    )
    columns = (Column(Bilingual("因素", "Factor"), 62), Column(msg("Here"), 112))
    return Table(msg("What the days depend on"), columns, rows, dense=True)


def _days(state: DaysState) -> Table:
    plan = state.plan
    rows = [row(DAY_PART_WORD[part], Figure(plan.days(part)), _share(plan.days(part), plan.total))
            for part in DayPart]  # fmt: skip
    rows.append(row(msg("Sum"), Figure(plan.total), "100.0 %" if plan.total else "–", strong=True))
    columns = (
        Column(msg("Part"), 82),
        Column(msg("Person-days"), 46, "right"),
        Column(msg("Share"), 46, "right"),
    )
    return Table(msg("Planned days"), columns, tuple(rows), dense=True)


def _share(days: Decimal | None, total: Decimal | None) -> str:
    if days is None or not total:
        return "–"
    return f"{figure(days * 100 / total, 1)} %"


def _limits(state: DaysState) -> Table:
    columns = (
        Column(msg("Kept"), 14, "center"),
        Column(msg("Limit"), 86),
        Column(msg("Clause"), 30),
        Column(msg("Where from"), 44),
    )
    return Table(msg("Limits"), columns, tuple(map(_limit, state.lines)), dense=True)


def _limit(line: RuleLine) -> Row:
    mark = NO if line.kept is None else YES if line.kept else _BROKEN
    source: Text = BASIS_WORD[line.source.basis] if line.source else msg("the table itself")
    return row(mark, line.sentence, clause_text(line.clause), source)


def _members(state: DaysState) -> Iterator[Block]:
    if not state.members:
        yield Paragraph(msg("Nobody is in the team yet."))
        return
    shared = sum((m.days for m in state.members if m.counted and m.days), Decimal(0))
    rows = [
        row(
            member.person.name,
            ROLE_NAMES[member.person.role],
            Figure(member.days),
            Words("") if member.counted else Words(msg("not counted"), quiet=True),
        )
        for member in state.members
    ]
    rows.append(row(msg("Counted together"), "", Figure(shared), "", strong=True))
    columns = (
        Column(msg("Name"), 54),
        Column(msg("Role"), 54),
        Column(msg("Person-days"), 30, "right"),
        Column(msg("Note"), 36),
    )
    yield Table(msg("Shared out"), columns, tuple(rows), dense=True)
    experts = state.plan.entered.experts_count
    said = msg("Days of technical experts count; this is a setting.")
    if not experts:
        said = msg("Days of technical experts do not count; this is a setting.")
    yield Paragraph(said, quiet=True)


def _notes(state: DaysState) -> Iterator[Block]:
    rows = tuple(row(str(note.number), note.says, note.reading) for note in state.plan.notes)
    if not rows:
        yield Paragraph(msg("The rules contradict themselves nowhere here."))
        return
    columns = (
        Column(msg("No."), 12, "center"),
        Column(msg("What the rules say"), 90),
        Column(msg("Read like this"), 72),
    )
    yield Table(msg("Read from the rules like this"), columns, rows, dense=True)
