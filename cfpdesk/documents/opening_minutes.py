"""The minutes of the opening meeting: what was explained when, who was there, what was said.

From the state that the opening page shows (rule 9.5.2). Signatures stand on the attendance sheet.
"""

from collections.abc import Iterator
from datetime import datetime

from cfpdesk.documents.assembly import Sheet
from cfpdesk.documents.attendance import STAGES
from cfpdesk.documents.document import (
    Block,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Options,
    Paragraph,
    Row,
    Said,
    Table,
    Words,
)
from cfpdesk.documents.engagement_facts import signatures
from cfpdesk.documents.meeting_part import counted, duration, people, times
from cfpdesk.documents.row import joined, row
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.engagement import LEVEL_NAMES, Engagement
from cfpdesk.model.opening_gate import OpeningState, PointState

SHEET = Sheet("opening_minutes", msg("Opening Meeting Minutes"), "OMM", "RULE:9.5.2")
_PEN_ROOM = 28.0  # mm


def build(state: OpeningState, engagement: Engagement, options: Options) -> Document:
    """Return the minutes.

    Args:
        state: what the opening page shows.
        engagement: what was agreed.
        options: `blank` leaves times, the number and who came to the pen.
    """
    return SHEET.of(engagement, _blocks(state, engagement, options), options)


def summary(state: OpeningState) -> Message:
    """Return how much was explained, as it stands in the list of documents."""
    return msg("{n}/{total} told", n=state.explained, total=len(state.points))


def _blocks(state: OpeningState, engagement: Engagement, options: Options) -> Iterator[Block]:
    yield _facts(state, engagement, options)
    yield Heading(msg("Who took part"), "1")
    if not options.blank and state.sheet.rows:
        yield Paragraph(counted(state.sheet), quiet=True)
    yield people(state.sheet, options)
    yield Heading(msg("What was explained"), "2")
    yield _agenda(state, options)
    yield Heading(msg("Number for the samples"), "3")
    yield Paragraph(
        msg("The client said it aloud, before anybody knew what it would draw."), quiet=True
    )
    yield _number(state, options)
    yield Heading(msg("Remarks"), "4")
    yield _remarks(state, options)
    zone = str(options.zone.tzname(None))
    yield Paragraph(msg("Times are {zone}.", zone=zone), quiet=True)
    yield from signatures(msg("Team leader, date"), msg("For the client, date"))


def _facts(state: OpeningState, engagement: Engagement, options: Options) -> Facts:
    sheet, meeting = state.sheet, state.meeting
    blank = options.blank
    return Facts(
        (
            Fact(msg("Client"), engagement.client),
            Fact(msg("Engagement no."), engagement.number),
            Fact(msg("Product"), engagement.product),
            Fact(msg("Stage"), STAGES[engagement.stage]),
            Fact(msg("Level of assurance"), LEVEL_NAMES[engagement.assurance_level]),
            Fact(msg("Team leader"), sheet.lead or "–"),
            Fact(msg("Sites"), sheet.site or "–"),
            Fact(msg("Place"), meeting.place or ("" if blank else "–")),
            Fact(msg("Began, ended"), "" if blank else times(meeting, options)),
            Fact(msg("Duration"), "" if blank else duration(meeting)),
        )
    )


# Agenda ---------------------------------------------------------------------------------------


def _agenda(state: OpeningState, options: Options) -> Table:
    rows = tuple(_point(at, point, options) for at, point in enumerate(state.points, 1))
    columns = (
        Column(msg("No."), 12, "center"),
        Column(msg("Point"), 106),
        Column(msg("Clause"), 32),
        Column(msg("Explained at"), 24, "center"),
    )
    return Table(msg("What was explained"), columns, rows, dense=True)


def _point(number: int, point: PointState, options: Options) -> Row:
    said = (Said(msg("Remark:"), point.note),) if point.note.strip() and not options.blank else ()
    return row(
        Words(str(number), quiet=True),
        Words(point.title, note=point.fact or "", said=said),
        Words(msg("own point"), quiet=True) if point.own else _clauses(point),
        _explained(point.done_at, options),
    )


def _clauses(point: PointState) -> Text:
    return joined(clause_text(clause) for clause in point.clauses)


def _explained(moment: datetime | None, options: Options) -> Words:
    if options.blank:
        return Words("")
    return Words(options.clock(moment)) if moment else Words(msg("not explained"), quiet=True)


# Number and remarks ---------------------------------------------------------------------------


def _number(state: OpeningState, options: Options) -> Facts:
    meeting = state.meeting
    if options.blank:
        number, by, at = "", "", ""
    else:
        number, by = meeting.spoken_number or "–", state.number_by or "–"
        moment = meeting.spoken_at
        at = options.moment(moment) if moment else "–"
    return Facts(
        (
            Fact(msg("Number said aloud"), number),
            Fact(msg("Said by"), by),
            Fact(msg("Said on"), at),
        )
    )


def _remarks(state: OpeningState, options: Options) -> Table:
    """Return what was remarked; where nothing was, room for the pen."""
    noted = () if options.blank else tuple(p for p in state.points if p.note.strip())
    rows = tuple(row(point.title, point.note) for point in noted)
    columns = (Column(msg("About"), 58), Column(msg("Remark"), 116))
    if not rows:
        return Table(msg("Remarks"), columns, (row("", ""),), row_height=_PEN_ROOM)
    return Table(msg("Remarks"), columns, rows, dense=True)
