"""Application and contract review record: what is asked for, and what was decided (8.2, 8.3).

Both from the state that the contract's tab shows.
"""

from collections.abc import Iterable, Iterator

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
from cfpdesk.documents.row import row
from cfpdesk.documents.rule_list_table import rule_list_table
from cfpdesk.documents.standing import standing_blocks
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.contract_review import (
    ACCEPTANCE_WORD,
    CHANGE_OUTCOME_WORD,
    MATERIALITY_BY_WORD,
    ContractChange,
)
from cfpdesk.model.engagement import LEVEL_NAMES
from cfpdesk.model.rule_entry import entries_of
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.team import Person
from cfpdesk.steps.contract import ContractView, kinds_text

APPLICATION = Sheet("application", msg("Application"), "AP", "RULE:8.2")
REVIEW = Sheet("contract_review", msg("Contract Review Record"), "CR", "RULE:8.3")


# Application ----------------------------------------------------------------------------------


def build_application(state: ContractView, options: Options) -> Document:
    """Return the application.

    Args:
        state: what the contract's tab shows.
        options: `blank` leaves what was written to the client's pen.
    """
    return APPLICATION.of(state.contract.engagement, _application(state, options), options)


def application_summary(state: ContractView) -> Message:
    """Return how many items are given, as it stands in the list of documents."""
    items = state.rules.rule_list(ListCode.APPLICATION).codes
    kept = entries_of(ListCode.APPLICATION, state.contract.entries)
    written = {item for item, entry in kept.items() if entry.text.strip()}
    done = sum(item in written or item in state.given for item in items)
    return msg("{n} of {total} given", n=done, total=len(items))


def _application(state: ContractView, options: Options) -> Iterator[Block]:
    review, rules = state.review, state.rules
    applied = review.applied_on.isoformat() if review.applied_on else "–"
    categories = {item.code: item.text for item in rules.rule_list(ListCode.CATEGORY).items}
    category: Text = categories.get(review.category, review.category or "–")
    yield agreed_facts(
        state.contract.engagement,
        Fact(msg("Rules"), f"{rules.number} {rules.issue}"),
        Fact(msg("Category"), category),
        Fact(msg("Applied on"), "" if options.blank else applied),
        Fact(msg("Applied how"), "" if options.blank else review.applied_how or "–"),
    )
    yield Heading(msg("What is applied for"), "1")
    yield rule_list_table(
        rules.rule_list(ListCode.APPLICATION), state.contract.entries, options, given=state.given
    )
    yield Paragraph(
        msg("The client confirms that what stands here is complete and true."), quiet=True
    )
    yield from signatures(msg("For the client, date"))


# Contract review ------------------------------------------------------------------------------


def build_review(state: ContractView, people: Iterable[Person], options: Options) -> Document:
    """Return the contract review record with all changes of the contract.

    Args:
        state: what the contract's tab shows.
        people: for the names of who judged.
        options: how it is printed.
    """
    blocks = _review(state, tuple(people), options)
    return REVIEW.of(state.contract.engagement, blocks, options)


def review_summary(state: ContractView) -> Message:
    """Return what was decided, as it stands in the list of documents."""
    return ACCEPTANCE_WORD[state.review.decision]


def _review(state: ContractView, people: tuple[Person, ...], options: Options) -> Iterator[Block]:
    rules, entries = state.rules, state.contract.entries
    yield agreed_facts(
        state.contract.engagement, Fact(msg("Rules"), f"{rules.number} {rules.issue}")
    )
    level = state.review.assurance_level
    given = {"level": LEVEL_NAMES[level]} if level else {}
    for at, code in enumerate((ListCode.CONTRACT_QUESTION, ListCode.AGREED_SCOPE), 1):
        yield Heading(rules.rule_list(code).title, str(at))
        yield rule_list_table(rules.rule_list(code), entries, options, given=given, people=people)
    yield Heading(msg("Decision"), "3")
    yield _decision(state)
    yield Heading(msg("Changes of the contract"), "4")
    yield from _changes(state)
    yield from standing_blocks(state.blockers, "5")
    yield from signatures(msg("Reviewed by, date"), msg("Technical manager, date"))


def _decision(state: ContractView) -> Facts:
    review = state.review
    level = review.assurance_level
    return Facts(
        (
            Fact(msg("Decision"), ACCEPTANCE_WORD[review.decision]),
            Fact(msg("Decided on"), review.decided_on.isoformat() if review.decided_on else "–"),
            Fact(msg("Approved by the technical manager"), review.approver or "–"),
            Fact(msg("Sold by"), review.seller or "–"),
            Fact(msg("Level fixed here"), LEVEL_NAMES[level] if level else "–"),
            Fact(msg("Threshold"), MATERIALITY_BY_WORD[review.materiality_by]),
            Fact(msg("Reason"), review.reason or "–", wide=True),
        )
    )


def _changes(state: ContractView) -> Iterator[Block]:
    rows = tuple(_change(state, change) for change in reversed(state.changes))
    if not rows:
        yield Paragraph(msg("The contract was not changed."))
        return
    columns = (
        Column(msg("Asked on"), 22),
        Column(msg("What changes"), 76),
        Column(msg("Outcome"), 34),
        Column(msg("Decided by, on"), 42),
    )
    yield Table(msg("Changes of the contract"), columns, rows, dense=True)


def _change(state: ContractView, change: ContractChange) -> Row:
    said = [Said(msg("Reason:"), change.reason)] if change.reason.strip() else []
    decided = change.decided_on.isoformat() if change.decided_on else ""
    return row(
        change.asked_on.isoformat() if change.asked_on else "–",
        Words(change.description or "–", note=kinds_text(state.rules, change), said=tuple(said)),
        CHANGE_OUTCOME_WORD[change.outcome],
        Words(change.approver or "–", note=decided),
    )
