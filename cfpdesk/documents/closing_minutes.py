"""The minutes of the closing meeting: what was told, what the client said, the opinion, the seal.

From the states that the closing page and the opinion show (rules 9.5.2, 9.6.2). Signatures stand
on the attendance sheet and under the findings.
"""

from collections.abc import Iterator

from cfpdesk.documents.assembly import Sheet
from cfpdesk.documents.attendance import STAGES
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
    fingerprint,
)
from cfpdesk.documents.engagement_facts import signatures
from cfpdesk.documents.meeting_part import counted, duration, people, times
from cfpdesk.documents.opinion_part import opinion_blocks
from cfpdesk.documents.row import joined, kg_places, row
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.closing_gate import ClosingState
from cfpdesk.model.engagement import LEVEL_NAMES
from cfpdesk.model.finding import KIND_WORD, POSITION_WORD, STATE_WORD, Finding, FindingState
from cfpdesk.model.opinion_view import OpinionState

SHEET = Sheet("closing_minutes", msg("Closing Meeting Minutes"), "CMM", "RULE:9.5.2")
_PEN_ROOM = 28.0  # mm


def build(state: ClosingState, opinion: OpinionState, options: Options) -> Document:
    """Return the minutes.

    Args:
        state: what the closing page shows.
        opinion: the opinion that was proposed, and the one that was set.
        options: `blank` leaves times, who came and what the client said to the pen.
    """
    return SHEET.of(state.engagement, _blocks(state, opinion, options), options)


def summary(state: ClosingState) -> Message:
    """Return how many findings the client has answered, as it stands in the list of documents."""
    told = _told(state)
    return msg("{n}/{total} told", n=state.told_count, total=len(told))


def _told(state: ClosingState) -> tuple[Finding, ...]:
    told = [found for found in state.told if found.state is not FindingState.DRAFT]
    return tuple(sorted(told, key=lambda found: found.number))


def _blocks(state: ClosingState, opinion: OpinionState, options: Options) -> Iterator[Block]:
    yield _facts(state, options)
    yield Heading(msg("Who took part"), "1")
    if not options.blank and state.sheet.rows:
        yield Paragraph(counted(state.sheet), quiet=True)
    yield people(state.sheet, options)
    yield Heading(msg("What was told, and what the client says"), "2")
    yield from _findings(state, options)
    yield Heading(msg("Key data of certificate and report"), "3")
    yield from _key_data(state, options)
    yield Heading(msg("Opinion proposed"), "4")
    yield from opinion_blocks(opinion, options)
    yield Heading(msg("Seal"), "5")
    yield from _seal(state, options)
    if options.blank:
        yield Heading(msg("Remarks"), "6")
        room = (Column(msg("Remark"), 174),)
        yield Table(msg("Remarks"), room, (row(""),), row_height=_PEN_ROOM)
    zone = str(options.zone.tzname(None))
    yield Paragraph(msg("Times are {zone}.", zone=zone), quiet=True)
    yield from signatures(msg("Team leader, date"), msg("For the client, date"))


def _facts(state: ClosingState, options: Options) -> Facts:
    engagement, meeting, blank = state.engagement, state.meeting, options.blank
    return Facts(
        (
            Fact(msg("Client"), engagement.client),
            Fact(msg("Engagement no."), engagement.number),
            Fact(msg("Product"), engagement.product),
            Fact(msg("Stage"), STAGES[engagement.stage]),
            Fact(msg("Level of assurance"), LEVEL_NAMES[engagement.assurance_level]),
            Fact(msg("Team leader"), state.sheet.lead or "–"),
            Fact(msg("Sites"), state.sheet.site or "–"),
            Fact(msg("Place"), meeting.place or ("" if blank else "–")),
            Fact(msg("Began, ended"), "" if blank else times(meeting, options)),
            Fact(msg("Duration"), "" if blank else duration(meeting)),
        )
    )


def _findings(state: ClosingState, options: Options) -> Iterator[Block]:
    told = _told(state)
    if not told:
        yield Paragraph(msg("Nothing was found that has to be told."))
        return
    places = kg_places(max((abs(f.effect) for f in told if f.effect is not None), default=None))
    columns = (
        Column(msg("Finding no."), 18),
        Column(msg("What was told"), 64),
        Column(msg("Effect, kgCO₂e"), 24, "right"),
        Column(msg("What the client says"), 68),
    )
    rows = tuple(_finding(found, places, options) for found in told)
    yield Table(msg("All findings"), columns, rows, dense=True)


def _finding(found: Finding, places: int, options: Options) -> Row:
    note = joined((KIND_WORD[found.kind], STATE_WORD[found.state]))
    effect = "" if found.effect is None else Figure(found.effect, places, signed=True)
    said = Words("") if options.blank else Words(POSITION_WORD[found.position], note=found.response)
    return row(found.number, Words(found.title, note=note), effect, said)


def _key_data(state: ClosingState, options: Options) -> Iterator[Block]:
    columns = (
        Column(msg("Item"), 30, strong=True),
        Column(msg("As read out"), 118),
        Column(msg("Confirmed"), 26, "center"),
    )
    rows = tuple(
        row(fact.label, Words(fact.said), "✓" if fact.confirmed and not options.blank else "")
        for fact in state.facts
    )
    yield Table(msg("Key data of certificate and report"), columns, rows, dense=True)
    if not options.blank:
        yield Paragraph(_key_signature(state, options), quiet=True)


def _key_signature(state: ClosingState, options: Options) -> Text:
    signature = state.key_signature
    if signature is None:
        return msg("The client has not signed the key data")
    who = " ".join(part for part in (signature.name, signature.title) if part)
    at = options.moment(signature.signed_at)
    if signature.declined:
        return joined((msg("{name} did not sign, {at}.", name=who, at=at), signature.reason), "")
    if not state.key_signature_stands:
        return msg("Signed by {name}, {at}; changed since, and not signed again.", name=who, at=at)
    return msg("Signed by {name}, {at}.", name=who, at=at)


def _seal(state: ClosingState, options: Options) -> Iterator[Block]:
    seal = state.seal
    if seal is None:
        yield Paragraph(msg("Not sealed yet."))
        return
    at = options.moment(seal.sealed_at)
    mark = fingerprint(seal.facts.sha256) if seal.facts else "–"
    yield Paragraph(
        msg("Sealed by {name}, {at}; fingerprint {mark}.", name=state.sealed_by, at=at, mark=mark)
    )
    if not state.amendments:
        return
    columns = (
        Column(msg("When"), 30),
        Column(msg("Who"), 26),
        Column(msg("Amendment"), 66),
        Column(msg("Reason"), 52),
    )
    rows = tuple(row(options.moment(a.at), a.person, a.title, a.reason) for a in state.amendments)
    yield Table(msg("Amendments after the seal"), columns, rows, dense=True)
