"""That a person countersigned a package: kept by the signer, because no file can show it.

Whoever takes the three files of the last signature off a package leaves a package that is valid.
Only the signer's own record can tell that the signature was there.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cfpdesk.model.record import Record


@dataclass(frozen=True, kw_only=True)
class Countersignature(Record):
    """One countersignature.

    Attributes:
        root: the package's identity.
        package_id: its name.
        statement_sha256: SHA-256 of the statement that was signed.
        role: lead or reviewer.
    """

    TABLE: ClassVar[str] = "countersignature"
    KEY: ClassVar[tuple[str, ...]] = ("root", "statement_sha256")

    root: str = ""
    statement_sha256: str = ""
    package_id: str = ""
    role: str = ""
    signed_at: datetime | None = None
