"""That another window came to the front while somebody had the screen to sign (rule 9.5.2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cfpdesk.model.record import Record


@dataclass(frozen=True, kw_only=True)
class Interruption(Record):
    """One time the signing page lost the focus and was covered.

    Attributes:
        person: row of who had the screen.
        name: as the page showed it.
        document, fingerprint: what was being signed, as shown.
        at: when.
    """

    TABLE: ClassVar[str] = "interruption"

    person: str = ""
    name: str = ""
    document: str = ""
    fingerprint: str = ""
    at: datetime | None = None
