"""What stands in the way of taking an engagement on (rules 2.2, 7, 8.2, 8.3).

Codes: `contract.application`, `.contract_question`, `.agreed_scope` (items of the lists),
`.category`, `.refused_item`, `.decision`, `.approver`, `.level`, `.materiality_by`, `.change`,
`.change_approver`, `.criterion`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cfpdesk.i18n import msg
from cfpdesk.model.contract_review import (
    ACCEPTANCE_WORD,
    Acceptance,
    ChangeOutcome,
    ContractChange,
    ContractReview,
    MaterialityBy,
    application_given,
    undecided,
)
from cfpdesk.model.engagement import LEVEL_NAMES, Engagement
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.rule_entry import RuleEntry, entries_of, list_blockers
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.rule_table import Reference
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.yes_no import YesNo

_GATE = GateMaker("contract", "engagement")
_YEAR = re.compile(r"[:-](?:19|20)\d{2}$")


@dataclass(frozen=True, slots=True)
class ContractState:
    """What the gate looks at."""

    engagement: Engagement
    review: ContractReview
    entries: tuple[RuleEntry, ...]
    changes: tuple[ContractChange, ...] = ()


def contract_blockers(now: ContractState, rules: RuleSet) -> tuple[Blocker, ...]:
    """Return what application and contract review lack."""
    given = application_given(now.engagement)
    lists: tuple[tuple[ListCode, frozenset[str]], ...] = (
        (ListCode.APPLICATION, given),
        (ListCode.CONTRACT_QUESTION, frozenset()),
        (ListCode.AGREED_SCOPE, frozenset({"level"})),  # a field of the review, see below
    )
    return (
        *(
            blocker
            for code, known in lists
            for blocker in list_blockers(rules.rule_list(code), now.entries, _GATE, known)
        ),
        *_decision(now, rules),
        *_level(now),
        *change_blockers(now.changes),
        *criterion_blockers(now.engagement.criteria, rules),
    )


def _decision(now: ContractState, rules: RuleSet) -> Iterator[Blocker]:
    review, clause = now.review, "RULE:8.3.3"
    if review.decision is not Acceptance.ACCEPTED:
        sentence = msg("The application: {decision}", decision=ACCEPTANCE_WORD[review.decision])
        remedy = msg("Decide")
        yield _GATE.at(Level.HARD, "decision", clause, sentence, remedy=remedy, field="decision")
        return
    if review.category not in rules.rule_list(ListCode.CATEGORY).codes:
        sentence = msg("The rules do not offer the category {category}", category=review.category)
        yield _GATE.at(Level.HARD, "category", "RULE:5", sentence, field="category")
    questions = rules.rule_list(ListCode.CONTRACT_QUESTION)
    kept = entries_of(questions.code, now.entries)
    for item in questions.items:
        if item.code in kept and kept[item.code].answer is YesNo.NO:
            sentence = msg("Accepted, although “{item}” is answered no", item=item.text)
            field = f"{questions.code}.{item.code}"
            yield _GATE.at(Level.HARD, "refused_item", clause, sentence, field=field)
    if not review.approver.strip() or review.decided_on is None:
        sentence = msg("The technical manager has not approved the contract review")
        remedy = msg("Approve")
        yield _GATE.at(
            Level.HARD, "approver", "RULE:4.3", sentence, remedy=remedy, field="approver"
        )


def _level(now: ContractState) -> Iterator[Blocker]:
    agreed, level = now.review.assurance_level, now.engagement.assurance_level
    if agreed is not level:
        sentence = (
            msg("Contract review has not fixed the level of assurance")
            if agreed is None
            else msg(
                "Contract review fixed {agreed}, the engagement says {level}",
                agreed=LEVEL_NAMES[agreed],
                level=LEVEL_NAMES[level],
            )
        )
        remedy = msg("Look")
        yield _GATE.at(
            Level.HARD, "level", "RULE:7", sentence, remedy=remedy, field="assurance_level"
        )
    if now.review.materiality_by is MaterialityBy.OPEN:
        sentence = msg("It is not stated who set the materiality threshold")
        yield _GATE.at(Level.WARNING, "materiality_by", "RULE:7", sentence, field="materiality_by")


def change_blockers(
    changes: Iterable[ContractChange], *, certificate: bool = False
) -> tuple[Blocker, ...]:
    """Return which changes of the contract are open (rule 8.3.3).

    Args:
        changes: all of them.
        certificate: a certificate is asked for, which an open change forbids; a warning else.
    """
    return tuple(_changes(tuple(changes), Level.HARD if certificate else Level.WARNING))


def _changes(changes: tuple[ContractChange, ...], level: Level) -> Iterator[Blocker]:
    for change in undecided(changes):
        sentence = msg(
            "A change of the contract is not decided: {what}", what=change.description or "–"
        )
        yield _GATE.at(
            level,
            "change",
            "RULE:8.3.3",
            sentence,
            remedy=msg("Decide"),
            row=change.row,
            field="contract_change",
        )
    for change in sorted(changes, key=lambda c: c.row):
        if change.outcome is not ChangeOutcome.OPEN and not change.approver.strip():
            sentence = msg(
                "A change of the contract was decided by nobody: {what}",
                what=change.description or "–",
            )
            yield _GATE.at(
                level,
                "change_approver",
                "RULE:8.3.3",
                sentence,
                remedy=msg("Approve"),
                row=change.row,
                field="contract_change",
            )


def is_named(criterion: str, reference: Reference) -> bool:
    """Tell whether a criterion is a document of the rules; it may be written without its year."""
    known = {_plain(name) for name in reference.names}
    undated = {_YEAR.sub("", name) for name in known}
    own = _plain(criterion)
    return own in known | undated or _YEAR.sub("", own) in known


def criterion_blockers(criteria: Iterable[str], rules: RuleSet) -> tuple[Blocker, ...]:
    """Return a warning for each criterion that the rules do not refer to (rule 2.2).

    A criterion may be written without its year; with another year it is another standard.
    """
    return tuple(
        _GATE.at(
            Level.WARNING,
            "criterion",
            "RULE:2.2",
            msg("{criterion} is not among the standards of the rules", criterion=criterion),
            remedy=msg("Look"),
            field="criteria",
        )
        for criterion in criteria
        if not any(is_named(criterion, reference) for reference in rules.references)
    )


def _plain(name: str) -> str:
    text = "".join(unicodedata.normalize("NFKC", name).split()).casefold()
    return re.sub("[‐-―−]", "-", text)
