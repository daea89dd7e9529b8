"""The rules' lists: what is asked, judged or named, item by item (rules 4 to 9).

Application, contract review, agreed scope, programme, plan, judgements, topics of competence: all
are lists of a rule file, so that a body with other rules ships other lists and no code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cfpdesk.i18n import Bilingual
from cfpdesk.model.gate import Level
from cfpdesk.model.rule_number import Provenance, read_provenance
from cfpdesk.model.rule_reading import both, mapping, once, sequence, text


class ItemKind(StrEnum):
    """What an item asks for: a text, yes or no, a risk, or only that it is named."""

    TEXT = "text"
    YES_NO = "yes_no"
    RISK = "risk"
    MARK = "mark"


class ListCode(StrEnum):
    """The lists the program works with; every rule file has them all, and may have more."""

    AGREED_SCOPE = "agreed_scope"
    APPLICATION = "application"
    CATEGORY = "category"
    CERTIFICATE_KIND = "certificate_kind"
    COLLECTION_KIND = "collection_kind"
    CONTRACT_CHANGE = "contract_change"
    CONTRACT_QUESTION = "contract_question"
    DAY_FACTOR = "day_factor"
    DOCUMENT_INPUT = "document_input"
    DOCUMENT_JUDGEMENT = "document_judgement"
    DOCUMENT_RISK = "document_risk"
    EXPERT_ITEM = "expert_item"
    PLAN = "plan"
    PLAN_IF_NEEDED = "plan_if_needed"
    PRINCIPLE = "principle"
    PROGRAMME = "programme"
    QUANTIFICATION_METHOD = "quantification_method"
    RECERTIFICATION_TOPIC = "recertification_topic"
    SELECTION = "selection"
    STAGE1 = "stage1"
    STATEMENT = "statement"
    SURVEILLANCE_TOPIC = "surveillance_topic"
    TOPIC = "topic"
    TRAINING_KIND = "training_kind"


KINDS: dict[ListCode, ItemKind] = {
    ListCode.AGREED_SCOPE: ItemKind.TEXT,
    ListCode.APPLICATION: ItemKind.TEXT,
    ListCode.CATEGORY: ItemKind.MARK,
    ListCode.CERTIFICATE_KIND: ItemKind.MARK,
    ListCode.COLLECTION_KIND: ItemKind.MARK,
    ListCode.CONTRACT_CHANGE: ItemKind.MARK,
    ListCode.CONTRACT_QUESTION: ItemKind.YES_NO,
    ListCode.DAY_FACTOR: ItemKind.TEXT,
    ListCode.DOCUMENT_INPUT: ItemKind.YES_NO,
    ListCode.DOCUMENT_JUDGEMENT: ItemKind.YES_NO,
    ListCode.DOCUMENT_RISK: ItemKind.RISK,
    ListCode.EXPERT_ITEM: ItemKind.MARK,
    ListCode.PLAN: ItemKind.TEXT,
    ListCode.PLAN_IF_NEEDED: ItemKind.TEXT,
    ListCode.PRINCIPLE: ItemKind.MARK,
    ListCode.PROGRAMME: ItemKind.TEXT,
    ListCode.QUANTIFICATION_METHOD: ItemKind.MARK,
    ListCode.RECERTIFICATION_TOPIC: ItemKind.YES_NO,
    ListCode.SELECTION: ItemKind.TEXT,
    ListCode.STAGE1: ItemKind.YES_NO,
    ListCode.STATEMENT: ItemKind.MARK,
    ListCode.SURVEILLANCE_TOPIC: ItemKind.YES_NO,
    ListCode.TOPIC: ItemKind.MARK,
    ListCode.TRAINING_KIND: ItemKind.MARK,
}
# The item of stage 1 that says whether stage 2 may begin.
READY = "ready"


@dataclass(frozen=True, slots=True)
class RuleItem:
    """One item.

    Attributes:
        code: stable within its list.
        level: how hard it is when the item is missing.
    """

    code: str
    text: Bilingual
    level: Level


@dataclass(frozen=True, slots=True)
class RuleList:
    """One list of the rules."""

    code: str
    title: Bilingual
    kind: ItemKind
    provenance: Provenance
    items: tuple[RuleItem, ...]

    @property
    def clause(self) -> str:
        """The clause that asks for it."""
        return self.provenance.clause

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its items, in order."""
        return tuple(item.code for item in self.items)

    def item(self, code: str) -> RuleItem:
        """Return an item; raises KeyError for a code that is not on the list."""
        return {item.code: item for item in self.items}[code]


def read_list(data: Mapping[str, object], rules: str) -> RuleList:
    """Return a list of decoded JSON; `rules` is number and issue of the rules.

    Raises:
        KeyError, ValueError: if a part is missing, doubled, or not of its type.
    """
    level = text(data["level"])
    items = tuple(_item(mapping(item), level) for item in sequence(data["items"]))
    once(item.code for item in items)
    if not items:
        raise ValueError("a list needs an item")
    return RuleList(
        code=text(data["code"]),
        title=both(data["title"]),
        kind=ItemKind(text(data["kind"])),
        provenance=read_provenance(data, rules),
        items=items,
    )


def _item(data: Mapping[str, object], level: str) -> RuleItem:
    return RuleItem(text(data["code"]), both(data), Level(text(data.get("level", level))))
