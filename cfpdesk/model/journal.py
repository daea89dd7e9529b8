"""The journal's smallest part: one event, its canonical line, its name, and the logical clock.

An event is one line of canonical JSON with eleven keys (`a c d f h k p r s t v`). Its hash is
SHA-256 of the line without its line end; each line holds the hash of the line before it in the
same chain. An event names another as `replica:seq:hash32`, so that nobody can name what does not
exist yet. Pure: clock and randomness come from the caller (design: package, event).
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from cfpdesk.i18n import Bilingual, Message, msg_from
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.record import LATEST, JsonValue

Clock: TypeAlias = Callable[[], datetime]

SCHEMA = 1
NO_HASH = "0" * 64
NAME_DIGITS = 32

# Fields and tables of the journal itself; what a person's tables hold never begins like this.
NEW_FIELD = "_new"
DEL_FIELD = "_del"
ACTION_TABLE = "_action"
EXCL_TABLE = "_excl"
ADOPT_TABLE = "_adopt"


class Kind(StrEnum):
    """What an event does. Unknown kinds of a newer version are kept and read as `set`."""

    ACTION = "action"
    CREATE = "create"
    SET = "set"
    DELETE = "delete"
    RESTORE = "restore"
    RESOLVE = "resolve"
    EXCLUDE = "exclude"
    INCLUDE = "include"
    ADOPT = "adopt"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who writes: a person with the signing key of this device.

    Attributes:
        key_sha256: hex SHA-256 of the 32 raw bytes of the public key.
        role: as in the trust list, where known; the journal does not rest on it.
    """

    name: str
    key_sha256: str
    role: str = ""


class Dot(NamedTuple):
    """The place of an event: chain and position in it, from 1."""

    replica: str
    seq: int


class Name(NamedTuple):
    """How one event names another."""

    replica: str
    seq: int
    hash32: str

    def __str__(self) -> str:
        return f"{self.replica}:{self.seq}:{self.hash32}"


_NAME = re.compile(r"([a-z0-9_.-]{1,64}):([1-9][0-9]{0,14}):([0-9a-f]{32})")
_SEEN = re.compile(r"([1-9][0-9]{0,14}):([0-9a-f]{32})")


def parse_name(text: object) -> Name | None:
    """Return the name, or None for anything that is none; such a name counts for nothing."""
    match = _NAME.fullmatch(text) if isinstance(text, str) else None
    return Name(match[1], int(match[2]), match[3]) if match else None


def parse_seen(value: JsonValue) -> dict[str, Name] | None:
    """Return the chains a delete says its writer saw, or None where the value is no delete."""
    seen = value.get("seen") if isinstance(value, dict) else None
    if not isinstance(seen, dict):
        return None
    names = {}
    for replica, text in seen.items():
        match = _SEEN.fullmatch(text) if isinstance(text, str) else None
        if match:
            names[replica] = Name(replica, int(match[1]), match[2])
    return names


@dataclass(frozen=True, slots=True)
class Event:
    """One event; the attributes are the keys of its line in words.

    Attributes:
        prev_hash: hash (hex) of the line before it in its chain, zeros for the first.
        hlc: logical time, 16 hex digits (48 bits of milliseconds, 16 of a counter).
        parents: names of the standing heads of the same cell that the writer saw.
    """

    action: str
    prev_hash: str
    replica: str
    seq: int
    field: str
    hlc: str
    kind: str
    parents: tuple[str, ...]
    row: str
    schema: int
    table: str
    value: JsonValue

    def line(self) -> bytes:
        """Return the canonical line without its line end."""
        return canonical_json(
            {
                "a": self.action,
                "c": self.prev_hash,
                "d": f"{self.replica}:{self.seq}",
                "f": self.field,
                "h": self.hlc,
                "k": self.kind,
                "p": list(self.parents),
                "r": self.row,
                "s": self.schema,
                "t": self.table,
                "v": self.value,
            }
        )


def line_hash(line: bytes) -> bytes:
    """Return the 32 bytes of an event's hash."""
    return hashlib.sha256(line).digest()


def name_of(replica: str, seq: int, digest: bytes) -> str:
    """Return the name of a stored event."""
    return f"{replica}:{seq}:{digest.hex()[:NAME_DIGITS]}"


def range_row(replica: str, first: int, last: int) -> str:
    """Return the row of the `_excl` cell of a range of one chain."""
    return f"{replica}:{first}:{last}"


# ---------------------------------------------------------------- logical clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
TRUSTED_AHEAD = timedelta(hours=24)


def next_hlc(last: str, now: datetime) -> str:
    """Return the logical time of the next event.

    Args:
        last: the highest logical time the writer goes by, or "".
        now: device time.
    """
    wall = max(0, (now - _EPOCH) // _MILLISECOND) << 16
    after = int(last, 16) + 1 if last else 0
    return f"{max(wall, after) & (2**64 - 1):016x}"


def hlc_time(hlc: str) -> datetime:
    """Return the time part of a logical time; the end of all local times for what lies beyond."""
    try:
        return min(_EPOCH + (int(hlc, 16) >> 16) * _MILLISECOND, LATEST)
    except OverflowError:
        return LATEST


def may_follow(hlc: str, now: datetime) -> bool:
    """Tell whether the own clock goes by this remote time: not if it is over a day ahead."""
    return hlc_time(hlc) <= now + TRUSTED_AHEAD


# ---------------------------------------------------------------- what an action says


def action_value(
    what: Message, actor: Actor, at: datetime, reason: str = "", undoes: str = ""
) -> JsonValue:
    """Return the value of an `action` event: what was done, by whom, when by the device's clock."""
    return {
        "at": at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "key": actor.key_sha256,
        "person": actor.name,
        "reason": reason,
        "undoes": undoes,
        "what": message_json(what),
    }


def message_json(message: Message) -> JsonValue:
    """Return a sentence as JSON, so that it can be shown later in either language."""
    return {
        "template": message.template,
        "values": [[name, _value_json(value)] for name, value in message.values],
    }


def _value_json(value: object) -> JsonValue:
    if isinstance(value, Message):
        return {"message": message_json(value)}
    if isinstance(value, bool | int | str):
        return str(value) if isinstance(value, StrEnum) else value
    zh, en = getattr(value, "zh", None), getattr(value, "en", None)
    if isinstance(zh, str) and isinstance(en, str):
        return {"en": en, "zh": zh}
    return str(value)


def message_from_json(value: JsonValue) -> Message:
    """Return the sentence of an action; an unreadable one becomes an empty sentence."""
    if not isinstance(value, dict) or not isinstance(value.get("template"), str):
        return Message("")
    pairs = value.get("values")
    found: dict[str, object] = {}
    for pair in pairs if isinstance(pairs, list) else []:
        if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str):
            found[pair[0]] = _value_from_json(pair[1])
    return msg_from(str(value["template"]), found)


def _value_from_json(value: JsonValue) -> object:
    if isinstance(value, dict):
        if "message" in value:
            return message_from_json(value["message"])
        zh, en = value.get("zh"), value.get("en")
        if isinstance(zh, str) and isinstance(en, str):
            return Bilingual(zh, en)
        return ""
    return value
