"""How a conflict is settled: mine, theirs, or both; and which of them is suggested. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.checklist import VERDICT_WORD
from cfpdesk.model.finding import KIND_WORD, POSITION_WORD, STATE_WORD
from cfpdesk.model.journal import DEL_FIELD
from cfpdesk.model.meeting import PRESENCE_NAMES
from cfpdesk.model.misstatement import QUALITATIVE_WORD
from cfpdesk.model.opinion import OPINION_WORD
from cfpdesk.model.population import CONFORMITY_WORD, METHOD_WORD, RISK_WORD
from cfpdesk.model.record import JsonValue


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
    """

    table: str
    row: str
    field: str
    versions: tuple[Version, ...]
    was: JsonValue = None

    @property
    def key(self) -> tuple[str, str, str]:
        """The cell."""
        return (self.table, self.row, self.field)

    @property
    def deletes(self) -> bool:
        """Tell whether one deleted the row and another edited it."""
        return self.field == DEL_FIELD

    @property
    def joinable(self) -> bool:
        """Tell whether both can be kept: texts beside each other, lists united."""
        values = [version.value for version in self.versions]
        if (self.table, self.field) in _CHOICES or self.deletes:
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
    }
)
_CHOICES: dict[tuple[str, str], dict[str, Message]] = {
    ("answer", "verdict"): {str(k): v for k, v in VERDICT_WORD.items()},
    ("finding", "kind"): {str(k): v for k, v in KIND_WORD.items()},
    ("finding", "state"): {str(k): v for k, v in STATE_WORD.items()},
    ("finding", "position"): {str(k): v for k, v in POSITION_WORD.items()},
    ("attendance", "presence"): {str(k): v for k, v in PRESENCE_NAMES.items()},
    ("population", "method"): {str(k): v for k, v in METHOD_WORD.items()},
    ("population", "inherent_risk"): {str(k): v for k, v in RISK_WORD.items()},
    ("population", "control_risk"): {str(k): v for k, v in RISK_WORD.items()},
    ("sample_item", "conforms"): {str(k): v for k, v in CONFORMITY_WORD.items()},
    ("misstatement", "kind"): {str(k): v for k, v in QUALITATIVE_WORD.items()},
    ("opinion", "chosen"): {str(k): v for k, v in OPINION_WORD.items()},
}

FIELD_WORD: dict[str, Message] = {
    "verdict": msg("Conclusion"),
    "facts": msg("Facts"),
    "note": msg("Note"),
    "reason": msg("Reason"),
    "no_evidence": msg("Why there is no evidence"),
    "ask_whom": msg("Whom to ask"),
    "ask_by": msg("Until when"),
    "seen_expected": msg("Expected evidence seen"),
    "kind": msg("Kind"),
    "state": msg("State"),
    "title": msg("Title"),
    "clauses": msg("Clauses"),
    "effect": msg("Effect"),
    "effect_estimated": msg("Effect estimated"),
    "effect_basis": msg("Basis of the estimate"),
    "requirement": msg("Required"),
    "deadline": msg("Deadline"),
    "position": msg("Position of the client"),
    "response": msg("Client response"),
    "reply": msg("Team answer"),
    "correction": msg("Correction"),
    "cause": msg("Cause"),
    "corrective_action": msg("Corrective action"),
    "verified_how": msg("How it was verified"),
    "caption": msg("Caption"),
    "place": msg("Place"),
    "notes": msg("Notes"),
    "presence": msg("Attendance"),
    "name": msg("Name"),
    "organisation": msg("Organisation"),
    "text": msg("Text"),
    "confirmed": msg("Confirmed"),
    "done_at": msg("Explained at"),
    "person": msg("Owner"),
    "verified": msg("Verified value"),
    "missing": msg("Not found"),
    "conforms": msg("Conforms"),
    "checked": msg("Checked"),
    "method": msg("Method"),
    "seed_number": msg("Number said by the client"),
    "chosen": msg("Opinion"),
    "matters": msg("Matters stated in the opinion"),
    "kg": msg("Effect"),
    "description": msg("What is misstated"),
    DEL_FIELD: msg("Deleted and edited"),
}


def field_order(field: str) -> tuple[int, str]:
    """Return where a field stands in its record: the judgement before the words about it."""
    known = list(FIELD_WORD)
    return (known.index(field) if field in FIELD_WORD else len(known), field)


def field_word(field: str) -> Text:
    """Return a field's name for a person; an unknown one shows as it is called."""
    return FIELD_WORD.get(field, field)


def value_text(table: str, field: str, value: JsonValue) -> Text:
    """Return a value as a person reads it."""
    if field == DEL_FIELD:
        return msg("deleted") if isinstance(value, dict) else msg("kept and edited")
    words = _CHOICES.get((table, field))
    if words is not None:
        return words.get(str(value or ""), str(value or ""))
    if isinstance(value, bool):
        return msg("yes") if value else msg("no")
    if value in (None, "", []):
        return msg("empty")
    if isinstance(value, list):
        return "\n".join(str(part) for part in value)
    if isinstance(value, dict):
        return str(value.get("name") or value.get("sha256") or "")
    return _moment(value) if field.endswith(("_at", "_by")) else str(value)


def _moment(value: JsonValue) -> str:
    try:
        return datetime.fromisoformat(str(value)).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return str(value)


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
