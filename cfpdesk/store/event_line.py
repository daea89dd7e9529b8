"""Reads one event line: its one form, the chain it belongs to, and what is wrong with it.

The standard library's decoder is three times slower than inserting the row; orjson decodes and
encodes again, and the bytes are compared.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import orjson

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.canonical import MAX_DEPTH
from cfpdesk.model.journal import NO_HASH

_CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
_KEYS = tuple("acdfhkprstv")

Parts: TypeAlias = tuple[Any, ...]
"""The values of an event in the order of its keys: action, hash of the line before, dot, field,
logical time, kind, parents, row, schema, table, value. Each may be of any type at first."""


class MergeRefusedError(UserError):
    """A package does not fit into the journal; nothing of it was written."""


class HeadOfChain(Protocol):
    """The end of a chain as `package.json` states it."""

    @property
    def seq(self) -> int:
        """Position of the last event."""

    @property
    def hash(self) -> str:
        """Its hash, hex."""


@dataclass(slots=True)
class Cursor:
    """Where the walk along one chain of the file is.

    Attributes:
        stored: how far the chain was stored when the walk began; what follows is new.
        limit: first position that a known fork cuts off, or None.
        forked: the file tells another story than the store.
        plain: neither forked nor cut by a known fork.
    """

    rid: int
    replica: str
    stored: int
    limit: int | None
    first: int = 0
    seq: int = 0
    hash: str = NO_HASH
    digest: bytes = b""
    forked: bool = False
    plain: bool = True
    cut: list[tuple[int, bytes, bytes]] = field(default_factory=list)


def parse_line(line: bytes) -> Parts:
    """Return the event of a line in its one form, which has the eleven keys in order."""
    try:
        event: dict[str, Any] = orjson.loads(line)
        if orjson.dumps(event, option=_CANONICAL) != line or tuple(event) != _KEYS:
            raise bad_entry()
        return tuple(event.values())
    except (ValueError, TypeError, AttributeError) as error:
        raise bad_entry() from error


def value_text(value: object) -> str:
    """Return the text of any other value, if it keeps within the restricted form.

    The line was compared with its canonical encoding, so its keys are in order, and what is left
    to refuse is what that encoder lets pass: floats, keys beyond ASCII, too many levels.
    """
    if value is None or value is True or value is False:
        return "null" if value is None else "true" if value else "false"
    if type(value) is float or (type(value) is not int and not _fits(value, MAX_DEPTH)):
        raise bad_entry()
    return orjson.dumps(value).decode()


def _fits(value: Any, depth: int) -> bool:
    """Tell whether a list or an object has the restricted form; one call for each level."""
    if depth < 2:
        return depth == 1 and not value
    if type(value) is dict:
        if not "".join(value).isascii():
            return False
        value = value.values()
    for part in value:
        kind = type(part)
        if kind is str or kind is int or kind is bool or part is None:
            continue
        if kind is float or not _fits(part, depth - 1):
            return False
    return True


def bad_entry() -> MergeRefusedError:
    """Return the error for an entry that is not in its one form."""
    return MergeRefusedError(
        msg("An entry is not in its one form; the package was not made by this program.")
    )


def gap(replica: str, seq: int) -> MergeRefusedError:
    """Return the error for a chain that does not go on where it should."""
    return MergeRefusedError(
        msg("The entries of {replica} have a gap at {seq}.", replica=replica, seq=seq)
    )
