"""How a conflict is settled: mine, theirs, or both; and which of them is suggested. Pure."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cfpdesk.i18n import Text
from cfpdesk.model.journal import DEL_FIELD
from cfpdesk.model.record import JsonValue
from cfpdesk.model.value_word import CHOICES, value_text


class Side(StrEnum):
    """Whose value is taken."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values that stand against each other.

    Attributes:
        mine: written on this computer.
        at: device time of the writer.
    """

    value: JsonValue
    person: str
    at: datetime
    replica: str
    key_sha256: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field whose values differ.

    Attributes:
        versions: mine first, then by time.
        was: the value before them; None where there was none.
        names: what rows and codes in the values are called.
    """

    table: str
    row: str
    field: str
    versions: tuple[Version, ...]
    was: JsonValue = None
    names: Mapping[str, Text] = dataclasses.field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """The cell."""
        return (self.table, self.row, self.field)

    def text(self, value: JsonValue) -> Text:
        """Return one of the values as a person reads it."""
        return value_text(self.table, self.field, value, self.names)

    @property
    def deletes(self) -> bool:
        """Tell whether one deleted the row and another edited it."""
        return self.field == DEL_FIELD

    @property
    def joinable(self) -> bool:
        """Tell whether both can be kept: texts beside each other, lists united."""
        values = [version.value for version in self.versions]
        if (self.table, self.field) in CHOICES or self.deletes:
            return False
        texts = all(isinstance(value, str) for value in values)
        return (texts and self.field in LONG_TEXTS) or all(isinstance(v, list) for v in values)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose for a field: a version by its place, or both."""

    side: Side
    version: int = 0


# Free texts that may stand beside each other; names, numbers and times may not.
LONG_TEXTS = frozenset(
    {
        *("facts", "note", "reason", "no_evidence", "requirement", "response", "reply"),
        *("correction", "cause", "corrective_action", "verified_how", "effect_basis"),
        *("caption", "notes", "activities", "address", "client_address"),
        *("control_test", "override_reason", "judgement_reason", "description", "matters"),
        *("text", "experience", "expert_proof", "proof", "conflict", "scheme", "answer"),
        *("excluded_reason", "rank_reason", "geography_reason", "corrected_how"),
    }
)


def chosen_value(conflict: FieldConflict, choice: Choice) -> JsonValue:
    """Return what the field becomes; for a deleted row true deletes it, false keeps it.

    Both texts stand in order of time, each with the name of who wrote it; lists are united.
    """
    if choice.side is not Side.BOTH:
        value = conflict.versions[choice.version].value
        return isinstance(value, dict) and "seen" in value if conflict.deletes else value
    ordered = sorted(conflict.versions, key=lambda version: (version.at, version.replica))
    if all(isinstance(version.value, list) for version in ordered):
        union: dict[str, JsonValue] = {}
        for version in ordered:
            for part in version.value if isinstance(version.value, list) else []:
                union.setdefault(str(part), part)
        return list(union.values())
    return "\n".join(f"{v.person}：{v.value}" for v in ordered if v.value)


def suggested(conflict: FieldConflict, owner_key: str) -> Choice | None:
    """Return the version of the section's owner as a suggestion; None where it is nobody's."""
    for place, version in enumerate(conflict.versions):
        if owner_key and version.key_sha256 == owner_key:
            return Choice(Side.MINE if version.mine else Side.THEIRS, place)
    return None


def side_of(conflict: FieldConflict, place: int) -> Side:
    """Return whether a version is mine or theirs."""
    return Side.MINE if conflict.versions[place].mine else Side.THEIRS


def by_person(
    conflicts: Sequence[FieldConflict], person: str
) -> dict[tuple[str, str, str], Choice]:
    """Return the choices that take everything from one person, where that person wrote."""
    found = {}
    for conflict in conflicts:
        for place, version in enumerate(conflict.versions):
            if version.person == person:
                found[conflict.key] = Choice(side_of(conflict, place), place)
    return found
