"""Documents that were issued, with the fingerprint of the state they show."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cfpdesk.model.record import Record


@dataclass(frozen=True, kw_only=True)
class Issue(Record):
    """One issued document.

    Attributes:
        document: the code in the document registry.
        form: pdf, xlsx or print.
        state_sha256: hash of the frozen state it shows.
        file_sha256: hash of the bytes that were written.
    """

    TABLE: ClassVar[str] = "issue"

    document: str = ""
    language: str = ""
    form: str = ""
    audience: str = ""
    state_sha256: str = ""
    file_sha256: str = ""
    issued_at: datetime | None = None
