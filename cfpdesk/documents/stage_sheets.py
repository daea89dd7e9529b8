"""Document review report and stage 1 report: judgements, risks, issues, readiness (9.3, 9.5).

Both from the state that the stages' tab shows.
"""

from collections.abc import Iterator
from datetime import date

from cfpdesk.documents.assembly import Sheet
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
from cfpdesk.documents.engagement_facts import agreed_facts, signatures
from cfpdesk.documents.row import NO, YES, joined, row
from cfpdesk.documents.rule_list_table import rule_list_table
from cfpdesk.documents.standing import standing_blocks
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.cycle import CYCLE_WORD
from cfpdesk.model.document_review import REVIEW_STATUS_WORD
from cfpdesk.model.gate import Blocker
from cfpdesk.model.rule_list import READY, ListCode
from cfpdesk.model.stage import STAGE_MODE_WORD, IssueState
from cfpdesk.model.yes_no import YES_NO_WORD, YesNo
from cfpdesk.steps.stages import StagesView

REVIEW = Sheet("document_review", msg("Document Review Report"), "DR", "RULE:9.3")
STAGE1 = Sheet("stage1_report", msg("Stage 1 Report"), "S1", "RULE:9.5.2")
_DASH = "–"


# Document review ------------------------------------------------------------------------------


def build_review(state: StagesView, options: Options) -> Document:
    """Return the document review report.

    Args:
        state: what the stages' tab shows.
        options: how it is printed.
    """
    return REVIEW.of(state.stages.engagement, _review(state, options), options)


def review_summary(state: StagesView) -> Message:
    """Return how far the review is, as it stands in the list of documents."""
    return REVIEW_STATUS_WORD[state.status]


def _review(state: StagesView, options: Options) -> Iterator[Block]:
    rules, review = state.rules, state.review
    yield agreed_facts(
        state.stages.engagement,
        Fact(msg("Rules"), f"{rules.number} {rules.issue}"),
        Fact(msg("Reviewer"), _name(state, review.reviewer)),
        Fact(msg("Begun on"), _day(review.started_on)),
        Fact(msg("Ended on"), _day(review.ended_on)),
        Fact(msg("State"), REVIEW_STATUS_WORD[state.status], wide=True),
    )
    lists = (ListCode.DOCUMENT_INPUT, ListCode.DOCUMENT_JUDGEMENT, ListCode.DOCUMENT_RISK)
    for at, code in enumerate(lists, 1):
        yield Heading(rules.rule_list(code).title, str(at))
        yield rule_list_table(
            rules.rule_list(code), state.stages.entries, options, people=state.people
        )
    yield Heading(msg("Whether information is sufficient"), "4")
    yield from _insufficient(state)
    yield Heading(msg("Issues, to be verified on site"), "5")
    yield from _issues(state)
    yield from standing_blocks(_gaps(state, "document_review."), "6")
    yield from signatures(msg("Reviewed by, date"), msg("Team leader, date"))


def _insufficient(state: StagesView) -> Iterator[Block]:
    review = state.review
    if review.suspended_on is None and review.terminated_on is None and not review.missing:
        yield Paragraph(msg("The verification was neither suspended nor terminated."))
        return
    facts = [
        Fact(msg("Insufficient"), review.missing or _DASH, wide=True),
        Fact(msg("Suspended on"), _day(review.suspended_on)),
        Fact(msg("Went on"), _day(review.resumed_on)),
    ]
    if review.terminated_on is not None:
        told = joined((_day(review.receipt_on), review.receipt_by))
        facts += [
            Fact(msg("Terminated on"), _day(review.terminated_on)),
            Fact(msg("Client told, received by"), told),
            Fact(msg("Reason"), review.reason or _DASH, wide=True),
        ]
    yield Facts(tuple(facts))


# Stage 1 --------------------------------------------------------------------------------------


def build_stage1(state: StagesView, options: Options) -> Document:
    """Return the stage 1 report; of a surveillance or recertification, what takes its place.

    Args:
        state: what the stages' tab shows.
        options: how it is printed.
    """
    if state.topics:
        title = msg("Record of {cycle}", cycle=CYCLE_WORD[state.stages.cycle])
        sheet = Sheet(STAGE1.code, title, "SV", state.rules.rule_list(state.topics).clause)
        return sheet.of(state.stages.engagement, _later(state, options), options)
    return STAGE1.of(state.stages.engagement, _stage1(state, options), options)


def stage1_summary(state: StagesView) -> Message:
    """Return whether stage 2 may begin, as it stands in the list of documents."""
    if state.topics:
        return CYCLE_WORD[state.stages.cycle]
    match state.entry(ListCode.STAGE1, READY).answer:
        case YesNo.YES:
            return msg("ready for stage 2")
        case YesNo.NO:
            return msg("not ready for stage 2")
        case _:
            return msg("not judged yet")


def _stage1(state: StagesView, options: Options) -> Iterator[Block]:
    rules, stage = state.rules, state.stages.stage1
    yield agreed_facts(
        state.stages.engagement,
        Fact(msg("Rules"), f"{rules.number} {rules.issue}"),
        Fact(msg("Verifier"), _name(state, stage.verifier)),
        Fact(msg("Where it is held"), STAGE_MODE_WORD[stage.mode]),
        Fact(
            msg("Joined with the document review"),
            YES_NO_WORD[YesNo.YES if stage.joined else YesNo.NO],
        ),
        Fact(msg("Begun on"), _day(stage.started_on)),
        Fact(msg("Ended on"), _day(stage.ended_on)),
    )
    yield Heading(rules.rule_list(ListCode.STAGE1).title, "1")
    yield rule_list_table(
        rules.rule_list(ListCode.STAGE1), state.stages.entries, options, people=state.people
    )
    yield Heading(msg("Issues, to be verified on site"), "2")
    yield from _issues(state)
    yield Heading(msg("Whether stage 2 may begin"), "3")
    yield _readiness(state)
    yield from standing_blocks(_gaps(state, "stages."), "4")
    yield from signatures(msg("Verifier, date"), msg("Team leader, date"))


def _later(state: StagesView, options: Options) -> Iterator[Block]:
    """Yield what surveillance or recertification looks at; they have no stage 1 (rule 9.5.1)."""
    rules, engagement = state.rules, state.stages.engagement
    told = joined((_day(engagement.materiality_told_on), engagement.materiality_told_how))
    yield agreed_facts(
        engagement,
        Fact(msg("Rules"), f"{rules.number} {rules.issue}"),
        Fact(msg("The visit begins on"), _day(state.stages.stage2_start)),
        Fact(msg("Materiality told on"), told, wide=True),
    )
    topics = rules.rule_list(state.topics)
    yield Heading(topics.title, "1")
    yield rule_list_table(topics, state.stages.entries, options, people=state.people)
    yield Heading(msg("Issues, to be verified on site"), "2")
    yield from _issues(state)
    yield from standing_blocks(_gaps(state, "stages.", "surveillance."), "3")
    yield from signatures(msg("Verifier, date"), msg("Team leader, date"))


def _readiness(state: StagesView) -> Facts:
    entry, engagement = state.entry(ListCode.STAGE1, READY), state.stages.engagement
    told = joined((_day(engagement.materiality_told_on), engagement.materiality_told_how))
    return Facts(
        (
            Fact(msg("Ready"), YES_NO_WORD[entry.answer]),
            Fact(msg("Stage 2 begins on"), _day(state.stages.stage2_start)),
            Fact(msg("Stage 2 begins at the latest on"), _day(state.latest)),
            Fact(msg("Materiality told on"), told, wide=True),
        )
    )


# Issues ---------------------------------------------------------------------------------------


def _issues(state: StagesView) -> Iterator[Block]:
    if not state.issues:
        yield Paragraph(msg("No issue was raised."))
    else:
        columns = (
            Column(msg("No."), 20),
            Column(msg("Issue"), 62),
            Column(msg("Client's answer"), 34),
            Column(msg("Verified on site"), 42),
            Column(msg("Settled"), 16, "center"),
        )
        rows = tuple(_issue(state, issue) for issue in state.issues)
        yield Table(msg("Issues, to be verified on site"), columns, rows, dense=True)
    if state.untaken:
        yield Paragraph(
            " · ".join(state.untaken), label=msg("Check items left open, no issue yet:")
        )


def _issue(state: StagesView, found: IssueState) -> Row:
    issue = found.issue
    raised = joined((_name(state, issue.raised_by, ""), _day(issue.raised_on)))
    said = [Said(msg("Raised by:"), raised)]
    if issue.item:
        said.append(Said(msg("Check item:"), issue.item))
    if issue.clauses:
        said.append(Said("§", tuple(clause_text(clause) for clause in issue.clauses)))
    verified: Text = issue.verified_how
    by = joined((_name(state, issue.verified_by, issue.verified_by), _maybe(issue.verified_on)))
    carried = (Said(msg("Carried into:"), found.carried),) if found.carried else ()
    return row(
        issue.number,
        Words(issue.text, said=tuple(said)),
        issue.answer,
        Words(verified, note=by, said=carried),
        YES if found.settled else NO,
    )


def _gaps(state: StagesView, *starts: str) -> Iterator[Blocker]:
    return (blocker for blocker in state.blockers if blocker.code.startswith(starts))


def _name(state: StagesView, person: str, otherwise: str = _DASH) -> str:
    return next((p.name for p in state.people if p.row == person), otherwise)


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else _DASH


def _maybe(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
