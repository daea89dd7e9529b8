"""The base of everything that is kept: a frozen record, its row id, and its fields as JSON values.

A record is one row of one table; each of its fields is one cell of the journal. Fields may be
`str`, `int`, `bool`, `Decimal`, `date`, `datetime` (with zone), a `StrEnum`, `Blob`,
`tuple[str, ...]`, or any of these or None. In the journal they are JSON values with ASCII keys;
decimals are strings exactly as typed (`design: package, event`).
"""

import dataclasses
import json
import types
import typing
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, ClassVar, Self, TypeAlias

JsonValue: TypeAlias = bool | int | str | list["JsonValue"] | dict[str, "JsonValue"] | None

EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
LATEST = datetime(2999, 12, 30, tzinfo=UTC)
"""Between these a moment has a local time on every system; Windows knows none beside them."""

ROW_NAMESPACE = uuid.UUID("8f3a5c2e-6f0b-5d0e-9a51-0c7b2f4d9e11")


@dataclass(frozen=True, slots=True)
class Blob:
    """A file kept by content: the journal holds this, the evidence folder holds the bytes.

    Attributes:
        sha256: 64 lower-case hex digits of the original bytes.
        size: bytes.
        mime: media type as recognised at intake, for example `image/jpeg`.
        name: the file's name as it came, byte-exact.
    """

    sha256: str
    size: int
    mime: str
    name: str


@lru_cache(maxsize=8192)  # every look at a checklist asks for the rows of all its answers
def row_of(table: str, *key: str) -> str:
    """Return the row id of a natural key: UUIDv5, so that two people who write it write one row."""
    text = json.dumps([table, *key], ensure_ascii=False, separators=(",", ":"))
    return str(uuid.uuid5(ROW_NAMESPACE, text))


@dataclass(frozen=True, kw_only=True)
class Record:
    """One row of one table. Subclasses are frozen, keyword-only, and give each field a default.

    Attributes:
        TABLE: the name in the journal.
        KEY: the fields of the natural key; empty where a person creates rows freely (UUIDv4).
        row: the row's id; left empty it is derived from the key.
    """

    TABLE: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]] = ()

    row: str = ""

    def __post_init__(self) -> None:
        if not self.row and self.KEY:
            key = (str(_to_json(getattr(self, name))) for name in self.KEY)
            object.__setattr__(self, "row", row_of(self.TABLE, *key))

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Return (table, row) of the rows this one belongs to and falls with."""
        return ()

    def fields(self) -> dict[str, JsonValue]:
        """Return every field but `row` as a JSON value."""
        return {name: _to_json(getattr(self, name)) for name in field_types(type(self))}

    def key(self) -> dict[str, JsonValue]:
        """Return the natural key as JSON values."""
        return {name: _to_json(getattr(self, name)) for name in self.KEY}

    @classmethod
    def from_fields(cls, row: str, values: Mapping[str, JsonValue]) -> Self:
        """Build a record from journal values; unknown fields are left out, missing ones default.

        A value that does not fit its field's type (written by another version, or by hand) also
        falls back to the default: the event itself stays in the journal.
        """
        known: dict[str, Any] = {}
        for name, kind in field_types(cls).items():
            if name in values:
                try:
                    known[name] = _from_json(values[name], kind)
                except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
                    continue
        return cls(row=row, **known)

    def but(self, **changes: Any) -> Self:
        """Return a copy with some fields changed."""
        return dataclasses.replace(self, **changes)


def field_types(record: type[Record]) -> dict[str, Any]:
    """Return name and type of every field but `row`, in order of definition."""
    key: Any = record  # mypy takes a dataclass's own __hash__ for that of its class
    return _field_types(key)


@cache
def _field_types(record: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(record)
    return {f.name: hints[f.name] for f in dataclasses.fields(record) if f.name != "row"}


def _to_json(value: object) -> JsonValue:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):  # StrEnum among them
        return str(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):  # datetime among them
        return value.isoformat()
    if isinstance(value, Blob):
        return {"mime": value.mime, "name": value.name, "sha256": value.sha256, "size": value.size}
    if isinstance(value, tuple):
        return [_to_json(part) for part in value]
    raise TypeError(f"a field cannot hold {type(value).__name__}")


def _from_json(value: JsonValue, kind: Any) -> object:
    if isinstance(kind, types.UnionType):
        options = [part for part in typing.get_args(kind) if part is not types.NoneType]
        return None if value is None else _from_json(value, options[0])
    if typing.get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise TypeError("a list is needed")
        return tuple(_from_json(part, typing.get_args(kind)[0]) for part in value)
    if kind is Blob:
        if not isinstance(value, dict):
            raise TypeError("a blob is needed")
        size = value["size"]
        if type(size) is not int:
            raise TypeError("a size is needed")
        return Blob(str(value["sha256"]), size, str(value["mime"]), str(value["name"]))
    if kind in (bool, int, str):
        if type(value) is not kind:
            raise TypeError(f"{kind.__name__} is needed")
        return value
    if not isinstance(value, str):
        raise TypeError("a string is needed")
    if kind is datetime or kind is date:
        return _moment(value) if kind is datetime else kind.fromisoformat(value)
    if kind is Decimal or issubclass(kind, StrEnum):
        return kind(value)
    raise TypeError(f"no field may be of {kind}")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if not has_local_time(moment):
        raise ValueError(text)
    return moment


def has_local_time(moment: datetime) -> bool:
    """Tell whether a moment, with a zone or without, can be shown on every system."""
    return EARLIEST <= (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) <= LATEST
