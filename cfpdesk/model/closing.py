"""Closing meeting: what was told, the key data, the seal (rules 9.5.2, 9.6.2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cfpdesk.model.record import Blob, Record


@dataclass(frozen=True, kw_only=True)
class KeyDatum(Record):
    """One of the six facts the client confirms: product, unit, boundary, period, value, level.

    Attributes:
        code: product | unit | boundary | period | value | level.
        text: the fact as it was read out; ticked when `confirmed`.
    """

    TABLE: ClassVar[str] = "key_datum"
    KEY: ClassVar[tuple[str, ...]] = ("code",)

    code: str = ""
    text: str = ""
    confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Seal(Record):
    """That a person sealed the visit. Edits after it need a reason and show as amendments.

    Attributes:
        person: row of the person who sealed.
        facts: canonical JSON of what was sealed, kept as a blob.
        heads: the chains at that moment, "replica:seq:hash" each.
    """

    TABLE: ClassVar[str] = "seal"

    person: str = ""
    sealed_at: datetime | None = None
    facts: Blob | None = None
    heads: tuple[str, ...] = ()
    opinion: str = ""
    opinion_reason: str = ""
