"""What can be wrong with a PACT footprint: a field, a sentence, and how grave it is."""

from dataclasses import dataclass
from enum import StrEnum

from cfpdesk.i18n import Message

_LONGEST = 60


class Gravity(StrEnum):
    """An error breaks the format or contradicts itself; a notice is worth a second look."""

    ERROR = "error"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        field: where it stands, as a path such as `pcf.dqi.temporalDQR`; empty for the whole file.
    """

    field: str
    message: Message
    gravity: Gravity = Gravity.ERROR


def shown(value: object) -> str:
    """Return a foreign value as it may stand in a sentence: one line, short, printable."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, list):
        return "[…]" if value else "[]"
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    text = "".join(sign if sign.isprintable() else "�" for sign in str(value)[: _LONGEST + 1])
    return f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
