"""The opinion on paper: what is proposed and why, what a person set, and its words."""

from collections.abc import Iterator

from cfpdesk.documents.document import Block, Column, Fact, Facts, Options, Paragraph, Table, Words
from cfpdesk.documents.row import joined, row
from cfpdesk.i18n import Text, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.opinion import OPINION_WORD
from cfpdesk.model.opinion_text import opinion_wording
from cfpdesk.model.opinion_view import OpinionState


def opinion_blocks(state: OpinionState, options: Options) -> Iterator[Block]:
    """Yield the opinion: proposed, its reasons, chosen, worded."""
    yield _chosen(state, options)
    yield _reasons(state)
    label = msg("Wording:") if state.opinion.chosen else msg("Proposed wording:")
    wording = opinion_wording(state.shown, state.engagement.assurance_level, state.subject)
    for at, sentence in enumerate(wording):
        yield Paragraph(sentence, label="" if at else label)


def _chosen(state: OpinionState, options: Options) -> Facts:
    opinion, proposal = state.opinion, state.proposal
    proposed: Text = OPINION_WORD[proposal.type]
    if not proposal.final:
        proposed = joined((proposed, msg("provisional")))
    chosen: Text = OPINION_WORD[opinion.chosen] if opinion.chosen else msg("not set yet")
    by = [state.chosen_by]
    if opinion.chosen_at is not None:
        by.append(options.moment(opinion.chosen_at))
    facts = [Fact(msg("Proposed"), proposed), Fact(msg("Set by a person"), chosen)]
    if opinion.chosen:
        facts.append(Fact(msg("Set by, when"), " ".join(part for part in by if part) or "–"))
    reach = msg("the whole claim") if opinion.pervasive else msg("a confined part")
    texts: tuple[tuple[Text, Text], ...] = (
        (msg("Why it differs"), opinion.reason),
        (msg("Matters"), opinion.matters),
        (msg("Evidence not obtained"), joined(opinion.missing, "; ") if opinion.missing else ""),
        (msg("This reaches"), reach if opinion.missing else ""),
    )
    facts += [Fact(label, text, wide=True) for label, text in texts if text]
    return Facts(tuple(facts))


def _reasons(state: OpinionState) -> Table:
    rows = tuple(
        row(
            "✓" if reason.met else "×",
            Words(reason.sentence),
            clause_text(reason.clause),
        )
        for reason in state.proposal.reasons
    )
    columns = (
        Column(msg("So"), 12, "center"),
        Column(msg("What the opinion hangs on"), 128),
        Column(msg("Clause"), 34),
    )
    return Table(msg("Reasons of the opinion"), columns, rows, row_height=5.4, dense=True)
