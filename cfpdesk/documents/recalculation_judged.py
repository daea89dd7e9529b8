"""What the auditors put in place of the client's figures, what they followed back, and doubts."""

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

from cfpdesk.documents.document import (
    Block,
    Column,
    Heading,
    Options,
    Paragraph,
    Row,
    Table,
    Words,
)
from cfpdesk.documents.recalculation_lines import named
from cfpdesk.documents.row import joined, row
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.flag import Flag
from cfpdesk.model.gate import Level
from cfpdesk.model.inventory import TRACE_WORD, TraceStep
from cfpdesk.model.inventory_view import InventoryState, LineView
from cfpdesk.model.quantity import short_figure, unit_text
from cfpdesk.model.trace import Traced

_DIGITS = 9
_STEP_MARK: dict[Traced, str] = {Traced.DONE: "✓", Traced.BROKEN: "×", Traced.OPEN: "–"}


def judged_blocks(state: InventoryState, options: Options) -> Iterator[Block]:
    """Yield verified values, tracing, doubts, and the words the auditors wrote about lines."""
    yield Heading(msg("Verified values"), "3")
    rows = tuple(found for view in state.lines for found in _verified(view))
    if rows:
        columns = (
            Column(msg("Source or sink"), 38),
            Column(msg("What"), 22),
            Column(msg("Client's figure and cell"), 36),
            Column(msg("Verified value"), 32),
            Column(msg("Source"), 46),
            Column(msg("Evidence"), 22),
        )
        yield Table(msg("Verified values"), columns, rows, dense=True)
    else:
        yield Paragraph(msg("No figure of the client was replaced."))
    yield Heading(msg("Tracing"), "4")
    yield Paragraph(msg("✓ followed back · × broken · – not followed back"), quiet=True)
    yield _tracing(state)
    yield Heading(msg("Doubts"), "5")
    yield from _doubts(state)
    yield from _words(state, options)


def _verified(view: LineView) -> Iterator[Row]:
    result, line, review = view.result, view.result.line, view.result.review
    figures = (
        (msg("Activity data"), line.activity.value, line.activity_unit, line.activity.cell,
         result.activity),
        (msg("Emission factor"), line.factor.value, line.factor_unit, line.factor.cell,
         result.factor),
        (msg("GWP"), line.gwp.value, "", line.gwp.cell, result.gwp),
    )  # fmt: skip
    for what, value, unit, cell, used in figures:
        if used.verified:
            before = Words(_with_unit(value, unit), note=cell)
            gas = "" if used.unit else review.gas
            after = Words(_with_unit(used.value, used.unit), note=gas)
            yield _replaced(view, what, before, after)
    if review.allocated_pct is not None:
        share = f"{short_figure(review.allocated_pct, _DIGITS)} %"
        yield _replaced(view, msg("Share of this product"), Words("100 %"), Words(share))


def _with_unit(value: Decimal | None, unit: str) -> str:
    shown = "–" if value is None else short_figure(value, _DIGITS)
    return f"{shown} {unit_text(unit)}".strip()


def _replaced(view: LineView, what: Message, before: Words, after: Words) -> Row:
    source: Text = view.result.review.source or msg("source not stated")
    if view.factor is not None and view.factor.version:
        source = joined((source, view.factor.version))
    return row(
        Words(named(view), note=view.result.review.report_ref),
        what,
        before,
        after,
        source,
        " ".join(view.evidence) or "–",
    )


def _tracing(state: InventoryState) -> Table:
    columns = (
        Column(msg("Source or sink"), 56),
        *(Column(TRACE_WORD[step], 19, "center") for step in TraceStep),
        Column(msg("Evidence"), 34),
    )
    rows = tuple(
        row(
            Words(named(view), note=view.result.review.report_ref),
            *(_STEP_MARK[line.state] for line in view.trace),
            " ".join(view.evidence),
        )
        for view in state.lines
    )
    return Table(msg("Tracing"), columns, rows, row_height=5.4, dense=True)


def _doubts(state: InventoryState) -> Iterator[Block]:
    """Yield the doubts: those that stand, then accepted, answered, and what is only said."""
    found = [doubt for view in state.lines for doubt in _doubted(view)]
    if not found:
        yield Paragraph(msg("No line is in doubt."))
        return
    columns = (
        Column(msg("Source or sink"), 36),
        Column(msg("Doubt"), 66),
        Column(msg("Clause"), 26),
        Column(msg("What became of it"), 24),
        Column(msg("Reason"), 44),
    )
    rows = tuple(row for fate in Fate for own, row in found if own is fate)
    yield Table(msg("Doubts"), columns, rows, dense=True)


class Fate(Enum):
    """What became of a doubt."""

    STANDS = msg("stands")
    ACCEPTED = msg("accepted")
    ANSWERED = msg("answered")
    SAID = msg("for information")


def _doubted(view: LineView) -> Iterator[tuple[Fate, Row]]:
    for flag in view.flags:
        if flag.code in view.answered:
            yield _doubt(view, flag, Fate.ANSWERED, _answer(view))
        elif flag.level is Level.INFO:
            yield _doubt(view, flag, Fate.SAID, "")
        else:
            yield _doubt(view, flag, Fate.STANDS, flag.remedy)
    for flag in view.accepted:
        yield _doubt(view, flag, Fate.ACCEPTED, view.result.review.reason)


def _doubt(view: LineView, flag: Flag, fate: Fate, reason: Text) -> tuple[Fate, Row]:
    return fate, row(named(view), flag.sentence, clause_text(flag.clause), fate.value, reason)


def _answer(view: LineView) -> Text:
    """Return what answered a doubt: a finding, the cut-off, or the verified value."""
    if view.finding is not None:
        return msg("finding {number}", number=view.finding.number)
    return msg("cut off") if view.result.review.excluded else msg("verified value")


def _words(state: InventoryState, options: Options) -> Iterator[Table]:
    """Yield the reasons and notes at lines; notes are the team's own."""
    rows = []
    for view in state.lines:
        review = view.result.review
        texts = [
            (msg("Rank of the factor"), review.rank_reason),
            (msg("Data of another region"), review.geography_reason),
        ]
        if not options.for_client:
            texts.append((msg("Note"), review.note))
        rows += [row(named(view), what, text) for what, text in texts if text.strip()]
    if rows:
        columns = (
            Column(msg("Source or sink"), 46),
            Column(msg("About"), 34),
            Column(msg("Reason or note"), 94),
        )
        yield Table(msg("Reasons and notes"), columns, tuple(rows), dense=True)
