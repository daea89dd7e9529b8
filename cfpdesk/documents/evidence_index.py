"""The index of evidence: each piece with its three times, what it proves, and its fingerprint.

From the state that the evidence page shows (rule 9.8.3). When a photo was taken, when it came in
and which period it is about stand apart; where the camera says nothing, so does the paper.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from cfpdesk.documents.assembly import Sheet
from cfpdesk.documents.document import (
    Block,
    Column,
    Document,
    Heading,
    Options,
    Paragraph,
    Row,
    Said,
    Table,
    Words,
    fingerprint,
)
from cfpdesk.documents.engagement_facts import agreed_facts, signatures
from cfpdesk.documents.evidence_picture import picture_blocks
from cfpdesk.documents.row import joined, row
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import EVIDENCE_WORD, Evidence, EvidenceKind, LinkRole, taken_time
from cfpdesk.model.evidence_view import EvidencePicture, EvidencesState, LinkState
from cfpdesk.model.photo_mark import PictureVersion

SHEET = Sheet("evidence_index", msg("Index of Evidence"), "EV", "RULE:9.8.3")


def build(
    state: EvidencesState,
    links: Mapping[str, Sequence[LinkState]],
    pictures: Mapping[str, EvidencePicture],
    engagement: Engagement,
    options: Options,
) -> Document:
    """Return the index.

    Args:
        state: what the evidence page shows.
        links: what each piece is used in, by its row.
        pictures: the pieces that have one, by their row; those of linked ones are printed.
        engagement: what was agreed.
        options: `for_client` leaves out what is for the team only, and the notes of interviews;
            the pictures are then the redacted ones.
    """
    return SHEET.of(engagement, _blocks(state, links, pictures, engagement, options), options)


def summary(state: EvidencesState) -> Message:
    """Return how many pieces there are, as it stands in the list of documents."""
    n = len(state.items)
    return msg("{n} {n:piece|pieces}", n=n)


def _blocks(
    state: EvidencesState,
    links: Mapping[str, Sequence[LinkState]],
    pictures: Mapping[str, EvidencePicture],
    engagement: Engagement,
    options: Options,
) -> Iterator[Block]:
    pieces = sorted((item.evidence for item in state.items), key=lambda piece: piece.number)
    shown = [piece for piece in pieces if piece.for_client or not options.for_client]
    yield agreed_facts(engagement)
    if not shown:
        yield Paragraph(msg("No evidence was taken in."))
        return
    yield Paragraph(_counted(shown, links), quiet=True)
    columns = (
        Column(msg("Evidence no."), 19, strong=True),
        Column(msg("What it is"), 63),
        Column(msg("Taken, received, period"), 42),
        Column(msg("Used in"), 32),
        Column(msg("Fingerprint"), 18),
    )
    rows = tuple(_row(piece, links.get(piece.row, ()), options) for piece in shown)
    yield Table(SHEET.title, columns, rows, dense=True)
    zone = str(options.zone.tzname(None))
    yield Paragraph(
        msg(
            "Times are {zone}. The fingerprint is the beginning of the original's SHA-256; the "
            "signed package holds all of it, and the original byte by byte.",
            zone=zone,
        ),
        quiet=True,
    )
    printed = [pictures[p.row] for p in shown if p.row in pictures and links.get(p.row)]
    version = PictureVersion.CLIENT if options.for_client else PictureVersion.REPORT
    blocks = picture_blocks(printed, version)
    if blocks:
        yield Heading(msg("Pictures"))
        yield from blocks
    yield from signatures(msg("Collected by, date"), msg("Team leader, date"))


def _counted(pieces: Sequence[Evidence], links: Mapping[str, Sequence[LinkState]]) -> Text:
    kinds = joined(
        msg("{kind} {n}", kind=EVIDENCE_WORD[kind], n=sum(p.kind is kind for p in pieces))
        for kind in EvidenceKind
        if any(p.kind is kind for p in pieces)
    )
    unlinked = sum(not links.get(piece.row) for piece in pieces)
    return joined((kinds, msg("{n} not linked", n=unlinked) if unlinked else ""))


def _row(piece: Evidence, links: Sequence[LinkState], options: Options) -> Row:
    return row(
        Words(piece.number, note="" if piece.for_client else msg("team only")),
        _what(piece, options),
        _times(piece, options),
        Words(_used(links)) if links else Words(msg("not linked"), quiet=True),
        fingerprint(piece.file.sha256) if piece.file else "–",
    )


def _what(piece: Evidence, options: Options) -> Words:
    caption: Text = piece.caption or EVIDENCE_WORD[piece.kind]
    if piece.kind is EvidenceKind.INTERVIEW and piece.interviewee:
        caption = joined((caption, piece.interviewee, piece.interviewee_role))
    said = [Said(label, text) for label, text in _details(piece, options) if text]
    return Words(caption, said=tuple(said))


def _details(piece: Evidence, options: Options) -> Iterator[tuple[Text, Text]]:
    yield msg("File:"), piece.file.name if piece.file else ""
    yield msg("Place:"), piece.place
    if piece.seen_original:
        yield msg("Original:"), msg("seen by the team")
    if piece.unreadable:
        yield msg("Legibility:"), msg("what matters cannot be read")
    if piece.kind is EvidenceKind.INTERVIEW:
        yield msg("Consent:"), msg("given") if piece.consent else msg("not recorded")
        yield msg("Notes:"), "" if options.for_client else piece.notes


def _times(piece: Evidence, options: Options) -> Words:
    taken = taken_time(piece)
    said: list[Said] = []
    if piece.kind is EvidenceKind.PHOTO:
        no_time = msg("the file says nothing")
        said.append(Said(msg("Taken:"), _camera(taken, options) if taken else no_time))
    if piece.held_at is not None:
        said.append(Said(msg("Held:"), options.moment(piece.held_at)))
    if piece.received_at is not None:
        said.append(Said(msg("Received:"), options.moment(piece.received_at)))
    if piece.period_from or piece.period_to:
        said.append(Said(msg("About:"), f"{piece.period_from or ''} – {piece.period_to or ''}"))
    return Words("", said=tuple(said))


def _camera(taken: datetime, options: Options) -> str:
    """Return the camera's own time; one without a zone stays as the camera says it."""
    return f"{taken:%Y-%m-%d %H:%M}" if taken.tzinfo is None else options.moment(taken)


def _used(links: Sequence[LinkState]) -> Text:
    return joined(
        joined((link.code, msg("correction") if link.role is LinkRole.CORRECTION else ""), " ")
        for link in links
    )
