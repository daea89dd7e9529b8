"""What another version of the item library adds, words otherwise, and leaves out."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from cfpdesk.i18n import Message, msg
from cfpdesk.model.checklist import CheckItem, Checklist


class ItemPart(StrEnum):
    """A part of a check item that may differ."""

    QUESTION = "question"
    EVIDENCE = "evidence"
    CLAUSES = "clauses"
    STAGES = "stages"
    LIFECYCLE = "lifecycle_stage"
    RISK = "risk"
    GROUP = "group_title"


ITEM_PART_WORD: dict[ItemPart, Message] = {
    ItemPart.QUESTION: msg("wording"),
    ItemPart.EVIDENCE: msg("expected evidence"),
    ItemPart.CLAUSES: msg("clauses"),
    ItemPart.STAGES: msg("stages"),
    ItemPart.LIFECYCLE: msg("life cycle stage"),
    ItemPart.RISK: msg("risk"),
    ItemPart.GROUP: msg("group"),
}


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that both versions have, and what of it differs."""

    before: CheckItem
    after: CheckItem
    parts: tuple[ItemPart, ...]


@dataclass(frozen=True, slots=True)
class ChecklistChange:
    """The way from one version to another.

    Attributes:
        orphaned: items that are left out although they were answered here; their answers stay in
            the record and are shown no more.
    """

    before: str
    after: str
    added: tuple[CheckItem, ...]
    changed: tuple[ItemChange, ...]
    removed: tuple[CheckItem, ...]
    orphaned: tuple[str, ...]
    same: int

    @property
    def empty(self) -> bool:
        """Tell whether nothing differs but the name."""
        return not (self.added or self.changed or self.removed)


def compare(before: Checklist, after: Checklist, answered: Collection[str]) -> ChecklistChange:
    """Return what another version changes; items are the same by their id.

    Args:
        before: the running version.
        after: the other one.
        answered: ids of items that were answered in this engagement.
    """
    old = {item.id: item for item in before.items}
    new = {item.id: item for item in after.items}
    both = [(old[name], item) for name, item in new.items() if name in old]
    changed = [ItemChange(was, item, _differing(was, item)) for was, item in both if was != item]
    removed = tuple(item for name, item in old.items() if name not in new)
    return ChecklistChange(
        before=before.version,
        after=after.version,
        added=tuple(item for name, item in new.items() if name not in old),
        changed=tuple(changed),
        removed=removed,
        orphaned=tuple(item.id for item in removed if item.id in answered),
        same=len(both) - len(changed),
    )


def _differing(was: CheckItem, item: CheckItem) -> tuple[ItemPart, ...]:
    return tuple(part for part in ItemPart if getattr(was, part) != getattr(item, part))
