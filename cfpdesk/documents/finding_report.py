"""The findings of a visit: a list of all, then each with the client's words and what came of it.

From the state that the findings page shows (rules 9.7, 9.8.5). What the client said is printed word
for word, a dispute with the same weight as an agreement.
"""

from collections.abc import Iterator, Sequence
from datetime import date

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
    PageBreak,
    Paragraph,
    Row,
    SignatureBox,
    Signed,
    Table,
    Words,
)
from cfpdesk.documents.engagement_facts import agreed_facts, signatures
from cfpdesk.documents.evidence_picture import picture_blocks
from cfpdesk.documents.finding_sheet import clauses, named
from cfpdesk.documents.row import joined, kg_places, row
from cfpdesk.i18n import Bilingual, Message, Text, msg
from cfpdesk.model.finding import (
    KIND_WORD,
    POSITION_WORD,
    STATE_WORD,
    TO_CORRECT,
    Finding,
    FindingKind,
    FindingState,
    Position,
    effect_text,
)
from cfpdesk.model.photo_mark import PictureVersion
from cfpdesk.steps.finding import FindingsState, FindingView
from cfpdesk.store.finding_query import FindingPapers

SHEET = Sheet("finding_report", msg("Findings Report"), "NC", "RULE:9.7")


def build(state: FindingsState, papers: FindingPapers, options: Options) -> Document:
    """Return the report of all findings, or of the one whose row is `options.part`.

    Args:
        state: what the findings page shows.
        papers: names, numbers and drawn signatures.
        options: `for_client` leaves out drafts, which nobody was told of, and pictures that are for
            the team only; `blank` leaves what the client says, and the signatures, to the pen.
    """
    return SHEET.of(papers.engagement, _blocks(state, papers, options), options)


def summary(state: FindingsState) -> Message:
    """Return how many there are and how many are closed, as it stands in the list of documents."""
    views = _raised(state)
    closed = sum(view.finding.state is FindingState.CLOSED for view in views)
    if not views:
        return msg("no finding")
    return msg("{n} {n:finding|findings}, {closed} closed", n=len(views), closed=closed)


def parts(state: FindingsState) -> tuple[tuple[str, Text], ...]:
    """Return the findings that can be printed alone, in the order of their numbers."""
    ordered = sorted((view.finding for view in state.findings), key=lambda f: f.number)
    return tuple((f.row, f"{f.number} {f.title}".strip()) for f in ordered)


def _raised(state: FindingsState) -> list[FindingView]:
    return [view for view in state.findings if view.finding.state is not FindingState.DRAFT]


def _blocks(state: FindingsState, papers: FindingPapers, options: Options) -> Iterator[Block]:
    views = _raised(state) if options.for_client else list(state.findings)
    views = [view for view in views if options.part in ("", view.finding.row)]
    views.sort(key=lambda view: (tuple(FindingKind).index(view.finding.kind), view.finding.number))
    yield agreed_facts(papers.engagement)
    if not views:
        yield Paragraph(msg("Nothing was found that has to be told."))
        yield from signatures(msg("Team leader, date"), msg("For the client, date"))
        return
    if not options.part:
        yield _list(views, options)
        yield Paragraph(
            msg("Effects are claimed − verified; a plus is overstated. They are never netted."),
            quiet=True,
        )
    for number, view in enumerate(views):
        if number or not options.part:
            yield PageBreak()
        yield from _finding(view, papers, options)


# The list -------------------------------------------------------------------------------------


def _list(views: Sequence[FindingView], options: Options) -> Table:
    sizes = [abs(v.finding.effect) for v in views if v.finding.effect is not None]
    places = kg_places(max(sizes, default=None))
    columns = (
        Column(msg("Finding no."), 18),
        Column(msg("Kind"), 30),
        Column(msg("Title"), 58, strong=True),
        Column(msg("Effect, kgCO₂e"), 26, "right"),
        Column(msg("Client"), 20),
        Column(msg("State"), 22),
    )
    rows = tuple(_line(view.finding, places, options) for view in views)
    return Table(msg("All findings"), columns, rows, dense=True)


def _line(finding: Finding, places: int, options: Options) -> Row:
    state = Words(STATE_WORD[finding.state], note=_deadline(finding))
    position: Text = "" if options.blank else POSITION_WORD[finding.position]
    estimated = msg("estimated") if finding.effect_estimated else ""
    effect = Figure(finding.effect, places, signed=True, note=estimated)
    if finding.effect is None and finding.kind is not FindingKind.MISSTATEMENT:
        return row(finding.number, KIND_WORD[finding.kind], finding.title, "", position, state)
    return row(finding.number, KIND_WORD[finding.kind], finding.title, effect, position, state)


def _deadline(finding: Finding) -> Text:
    return msg("by {day}", day=_day(finding.deadline)) if finding.deadline else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else "–"


# One finding ----------------------------------------------------------------------------------


def _finding(view: FindingView, papers: FindingPapers, options: Options) -> Iterator[Block]:
    finding = view.finding
    yield Heading(joined((finding.number, finding.title or KIND_WORD[finding.kind]), "  "))
    yield _facts(view, papers, options)
    yield from named(msg("Facts"), finding.facts)
    yield from named(msg("Not met"), clauses(finding))
    yield from _effect(view)
    yield from named(msg("Evidence"), _numbers(view.evidence, papers))
    yield from named(msg("Required"), finding.requirement)
    yield from _client(view, papers, options)
    if not options.blank:
        yield from _afterwards(view, papers)
    yield from _pictures((*view.evidence, *view.correction_evidence), papers, options)


def _facts(view: FindingView, papers: FindingPapers, options: Options) -> Facts:
    finding, reached = view.finding, papers.reached.get(view.finding.row)
    since = f"{reached.person} {options.day(reached.at)}" if reached is not None else "–"
    facts = [
        Fact(msg("Kind"), KIND_WORD[finding.kind]),
        Fact(msg("Deadline"), _day(finding.deadline)),
        Fact(msg("State"), STATE_WORD[finding.state]),
        Fact(msg("State since"), since),
        Fact(msg("Raised by"), papers.people.get(finding.raised_by, "") or "–"),
    ]
    if finding.confirmed_by:
        facts.append(Fact(msg("Confirmed by"), papers.people.get(finding.confirmed_by, "")))
    if view.carried is not None:
        facts.append(Fact(msg("Carried over from"), view.carried, wide=True))
    return Facts(tuple(facts))


def _effect(view: FindingView) -> Iterator[Block]:
    finding = view.finding
    if view.effect is None:
        return
    text: Text = effect_text(view.effect)
    if finding.effect_estimated:
        text = joined((text, msg("estimated")))
    yield from named(msg("Effect"), text)
    yield from named(msg("Basis of the estimate"), finding.effect_basis)


def _client(view: FindingView, papers: FindingPapers, options: Options) -> Iterator[Block]:
    finding = view.finding
    yield Heading(msg("Client response"))
    if options.blank:
        agreed = POSITION_WORD[Position.AGREED]
        disputed = POSITION_WORD[Position.DISPUTED]
        boxes = joined((joined(("□", agreed), " "), joined(("□", disputed), " ")), "      ")
        yield Paragraph(boxes)
        room = Column(msg("In the client's own words"), 174)
        yield Table(msg("Client response"), (room,), (row(""),), row_height=34)
        yield SignatureBox(msg("For the client, date"))
        return
    yield Paragraph(finding.response or "–", label=POSITION_WORD[finding.position])
    yield from _signature(view, papers, options)


def _signature(view: FindingView, papers: FindingPapers, options: Options) -> Iterator[Block]:
    signature = view.signature
    if signature is None:
        yield SignatureBox(msg("For the client, date"))
        return
    who = " ".join(part for part in (signature.name, signature.title) if part)
    at = options.moment(signature.signed_at)
    if signature.declined:
        sentence: Text = msg("{name} did not sign, {at}.", name=who, at=at)
        yield Paragraph(signature.reason or "–", label=sentence)
        return
    yield Paragraph(Bilingual(signature.statement_zh, signature.statement_en), quiet=True)
    if view.signature_stands:
        yield Paragraph(msg("Signed by {name}, {at}.", name=who, at=at), quiet=True)
        ink = papers.inks.get(signature.row)
        yield SignatureBox(
            msg("For the client"), who, Signed(ink=ink, typed=signature.typed or who, at=at)
        )
    else:
        yield Paragraph(
            msg("Signed by {name}, {at}; changed since, and not signed again.", name=who, at=at)
        )
        yield SignatureBox(msg("For the client, date"))


def _afterwards(view: FindingView, papers: FindingPapers) -> Iterator[Block]:
    finding = view.finding
    said = [
        (msg("Team answer"), finding.reply),
        (msg("Correction"), finding.correction),
        (msg("Cause"), finding.cause),
        (msg("Corrective action"), finding.corrective_action),
        (msg("Evidence of the correction"), _numbers(view.correction_evidence, papers)),
        (msg("How it was verified"), finding.verified_how),
    ]
    if finding.kind not in TO_CORRECT:
        said = said[:1]
    if not any(text.strip() for _label, text in said):
        return
    yield Heading(msg("What followed"))
    for label, text in said:
        yield from named(label, text.strip())


def _pictures(rows: Sequence[str], papers: FindingPapers, options: Options) -> tuple[Block, ...]:
    """Return the marked pictures of what a finding rests on, without what is for the team only."""
    found = [papers.pictures[row] for row in rows if row in papers.pictures]
    shown = [one for one in found if one.evidence.for_client or not options.for_client]
    blocks = picture_blocks(shown, PictureVersion.REPORT)
    return (Heading(msg("Pictures")), *blocks) if blocks else ()


def _numbers(rows: Sequence[str], papers: FindingPapers) -> str:
    return " · ".join(sorted(papers.evidence[row] for row in rows if row in papers.evidence))
