"""What was written for an item of the rules' lists: a text, a judgement, a risk (rules 8 and 9).

One record serves all lists, so that a body whose rules ask for more needs a file and no code.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.gate import Blocker
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.record import Record
from cfpdesk.model.rule_list import ItemKind, RuleItem, RuleList
from cfpdesk.model.yes_no import YesNo


class RiskGrade(StrEnum):
    """How large a risk is; the empty string while it is not judged."""

    OPEN = ""
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


RISK_GRADE_WORD: dict[RiskGrade, Message] = {
    RiskGrade.OPEN: msg("Not judged"),
    RiskGrade.LOW: msg("Low"),
    RiskGrade.MEDIUM: msg("Medium"),
    RiskGrade.HIGH: msg("High"),
}


@dataclass(frozen=True, kw_only=True)
class RuleEntry(Record):
    """What stands for one item.

    Attributes:
        rule_list, item: codes of the list and of the item.
        answer: of a yes-or-no item; `risk` of a risk; `text` the text, comment or reason.
        person: row of who judged; `at` when.
    """

    TABLE: ClassVar[str] = "rule_entry"
    KEY: ClassVar[tuple[str, ...]] = ("rule_list", "item")

    rule_list: str = ""
    item: str = ""
    answer: YesNo = YesNo.OPEN
    risk: RiskGrade = RiskGrade.OPEN
    text: str = ""
    person: str = ""
    at: datetime | None = None


def entries_of(rule_list: str, entries: Iterable[RuleEntry]) -> Mapping[str, RuleEntry]:
    """Return the entries of one list by item."""
    return {entry.item: entry for entry in entries if entry.rule_list == rule_list}


def list_blockers(
    rule_list: RuleList,
    entries: Iterable[RuleEntry],
    gate: GateMaker,
    given: Collection[str] = (),
) -> tuple[Blocker, ...]:
    """Return which items of a list are open, each as hard as the rules say.

    Args:
        rule_list: the list.
        entries: of any list.
        gate: makes the blockers; their code is the list's, their field "<list>.<item>".
        given: items that are known from elsewhere and need no entry.
    """
    kept = entries_of(rule_list.code, entries)
    return tuple(
        blocker
        for item in rule_list.items
        if item.code not in given
        for blocker in _item(rule_list, item, kept.get(item.code, RuleEntry()), gate)
    )


def _item(
    rule_list: RuleList, item: RuleItem, entry: RuleEntry, gate: GateMaker
) -> Iterator[Blocker]:
    sentence = _missing(rule_list, item, entry)
    if sentence is not None:
        yield gate.at(
            item.level,
            rule_list.code,
            rule_list.clause,
            sentence,
            field=f"{rule_list.code}.{item.code}",
        )


def _missing(rule_list: RuleList, item: RuleItem, entry: RuleEntry) -> Message | None:
    names = {"list": rule_list.title, "item": item.text}
    written = bool(entry.text.strip())
    match rule_list.kind:
        case ItemKind.TEXT if not written:
            return msg("{list}: “{item}” is empty", **names)
        case ItemKind.YES_NO if entry.answer is YesNo.OPEN:
            return msg("{list}: “{item}” is not answered", **names)
        case ItemKind.YES_NO if entry.answer is YesNo.NO and not written:
            return msg("{list}: “{item}” is answered no, without a word why", **names)
        case ItemKind.RISK if entry.risk is RiskGrade.OPEN:
            return msg("{list}: “{item}” is not judged", **names)
        case ItemKind.RISK if not written:
            return msg("{list}: “{item}” has no reason", **names)
        case _:
            return None
