"""The log of the days: what was planned for each day, and what was done, entry by entry.

From the journal, so that it says what happened and not what somebody remembers (rule 9.6.2).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from cfpdesk.documents.assembly import Sheet
from cfpdesk.documents.document import (
    Block,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Options,
    PageBreak,
    Paragraph,
    Said,
    Table,
    Words,
)
from cfpdesk.documents.engagement_facts import signatures
from cfpdesk.documents.row import joined, row
from cfpdesk.flow import step
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.day_log import DayLog, LogEntry, log_stretches
from cfpdesk.model.schedule import BLOCK_KIND_WORD, ScheduleBlock, time_text

SHEET = Sheet("day_log", msg("Log of the Day"), "DL", "RULE:9.6.2")


def build(state: DayLog, options: Options) -> Document:
    """Return the log of one day, or of all.

    Args:
        state: entries and plan.
        options: `part` is the day to print, in ISO form; empty for all.
    """
    return SHEET.of(state.engagement, _blocks(state, options), options)


def summary() -> Message:
    """Return what stands in the list of documents: to count it would be to read all of it."""
    return msg("Kept as work goes on")


def parts(state: DayLog) -> tuple[tuple[str, Text], ...]:
    """Return the days that can be printed alone, the newest first."""
    days = [day.isoformat() for day in state.days(Options().zone)]
    return tuple((day, day) for day in reversed(days))


def _blocks(state: DayLog, options: Options) -> Iterator[Block]:
    days = [
        day
        for day in state.days(options.zone)
        if not options.part or day.isoformat() == options.part
    ]
    yield Facts((
        Fact(msg("Client"), state.engagement.client),
        Fact(msg("Engagement no."), state.engagement.number),
        Fact(msg("Product"), state.engagement.product),
        Fact(msg("Days"), " · ".join(day.isoformat() for day in days) or "–"),
    ))  # fmt: skip
    if not days:
        yield Paragraph(msg("Nothing was recorded yet."))
    for at, day in enumerate(days):
        if at:
            yield PageBreak()
        if len(days) > 1:
            yield Heading(day.isoformat(), large=True)
        yield from _day(state, day, options)
    note = msg(
        "From the journal of this computer, with what was merged into it until now; times are "
        "{zone}, as each computer said them.",
        zone=str(options.zone.tzname(None)),
    )
    yield Paragraph(note, quiet=True)
    yield from signatures(msg("Team leader, date"))


def _day(state: DayLog, day: date, options: Options) -> Iterator[Block]:
    numbers = count(1)
    blocks = state.planned(day)
    if blocks:
        yield Heading(msg("What was planned"), str(next(numbers)))
        yield _plan(state, blocks)
    entries = state.of(day, options.zone)
    yield Heading(msg("What was worked on"), str(next(numbers)))
    yield _work(entries, options)
    yield Heading(msg("Every entry"), str(next(numbers)))
    for one in state.breaks:
        if one.at.astimezone(options.zone).date() == day:
            sentence = msg(
                "A computer's clock ran back by {n} min to {time}; the order here is that of the "
                "journal.",
                n=round(one.back / timedelta(minutes=1)),
                time=options.clock(one.at),
            )
            yield Paragraph(sentence)
    yield _entries(entries, options)


def _plan(state: DayLog, blocks: tuple[ScheduleBlock, ...]) -> Table:
    columns = (
        Column(msg("Time"), 26),
        Column(msg("What"), 68),
        Column(msg("Who"), 52),
        Column(msg("Site"), 28),
    )
    rows = tuple(
        row(
            f"{time_text(block.start)} – {time_text(block.end)}",
            block.title.strip() or BLOCK_KIND_WORD[block.kind],
            "、".join(state.people[p] for p in block.people if p in state.people) or "–",
            state.sites.get(block.site, "") or "–",
        )
        for block in blocks
    )
    return Table(msg("Plan"), columns, rows, dense=True)


def _work(entries: tuple[LogEntry, ...], options: Options) -> Table:
    columns = (
        Column(msg("Time"), 26),
        Column(msg("Step"), 68),
        Column(msg("Who"), 52),
        Column(msg("How many"), 28, "right"),
    )
    rows = tuple(
        row(
            " – ".join(dict.fromkeys((options.clock(one.start), options.clock(one.end)))),
            step(one.noun).title,
            one.person or "–",
            str(one.entries),
        )
        for one in log_stretches(entry for entry in entries if not entry.undone)
    )
    return Table(msg("Work"), columns, rows, dense=True)


def _entries(entries: tuple[LogEntry, ...], options: Options) -> Table:
    columns = (
        Column(msg("Time"), 16),
        Column(msg("Entry"), 112),
        Column(msg("Who"), 24),
        Column(msg("Step"), 22),
    )
    rows = tuple(
        row(
            f"{entry.at.astimezone(options.zone):%H:%M:%S}",
            Words(
                joined((entry.name, msg("taken back later"))) if entry.undone else entry.name,
                quiet=entry.undone,
                said=(Said(msg("Reason"), entry.reason),) if entry.reason else (),
            ),
            entry.person or "–",
            step(entry.noun).label if entry.noun else "–",
        )
        for entry in entries
    )
    return Table(msg("Log"), columns, rows, dense=True)
